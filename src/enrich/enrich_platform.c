/* A freelance platform's own figures; of small numbers a ratio says nothing, and is not given. */
#include "base/when.h"
#include "enrich/fact.h"

enum { FEW_BIDS = 50, FEW_RATINGS = 5 };

static bool count_of(const struct node *n, const char *key, int64_t *out)
{
	const struct node *c = node_get(n, key);

	if (!c || c->type != NODE_NUMBER || !(c->number >= 0 && c->number < 1e9))
		return false;
	*out = (int64_t)c->number;
	return true;
}

static void put_bids(struct enrich *e, struct node *platform)
{
	int64_t bids, accepted, logins;

	if (!count_of(platform, "bids", &bids) || bids < FEW_BIDS)
		return;
	if (count_of(platform, "accepted_bids", &accepted) && accepted <= bids)
		fact_number(e, platform, FACT_BIDS_ACCEPTED, (int)(accepted * 100 / bids));
	if (count_of(platform, "logins", &logins) && logins > 0)
		fact_number(e, platform, FACT_BIDS_PER_LOGIN, (int)(bids / logins));
}

/* How many of the ratings come from the client who rated most often. */
static int top_client(const struct node *ratings)
{
	int top = 0;

	NODE_EACH(n, ratings) {
		struct str by = node_get_text(n, "by");
		int same = 0;
		NODE_EACH(m, by.len ? ratings : NULL)
			same += str_eq_ascii(node_get_text(m, "by"), by);
		top = same > top ? same : top;
	}
	return top;
}

static void put_ratings(struct enrich *e, struct node *platform)
{
	enum { ENOUGH = 2000 }; /* of a busy worker's ratings no share is taken */
	const struct node *ratings = node_get(platform, "ratings");
	int count = 0, same_account = 0;

	NODE_EACH(n, ratings) {
		const struct node *same = node_get(n, "same_payment_account");
		count += node_get_text(n, "by").len > 0;
		same_account += same && same->type == NODE_TRUE;
	}
	if (count >= FEW_RATINGS && count <= ENOUGH)
		fact_number(e, platform, FACT_RATINGS_TOP, top_client(ratings) * 100 / count);
	if (ratings && ratings->type == NODE_LIST)
		fact_number(e, platform, FACT_RATINGS_SAME_ACCOUNT, same_account);
}

/* 0: not before.  An account that is not verified yet says nothing. */
static void put_before_verification(struct enrich *e, struct node *platform)
{
	struct str first = fact_member(platform, "first_activity_at"), verified = fact_member(platform, "verified_at");
	struct when a, b;

	if (!first.ptr || !verified.ptr || !when_parse(first, &a) || !when_parse(verified, &b))
		return;
	int64_t days = when_days_between(&a, &b);
	if (days < 100000)
		fact_number(e, platform, FACT_ACTIVE_UNVERIFIED, days > 0 ? (int)days : 0);
}

void enrich_platform(struct enrich *e, struct node *platform)
{
	put_bids(e, platform);
	put_ratings(e, platform);
	put_before_verification(e, platform);
}
