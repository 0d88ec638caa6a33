/* enrich_address.c - postal addresses against the home, and details that were changed late. */
#include "base/latin.h"
#include "base/when.h"
#include "enrich/place.h"
#include "record/postal.h"

enum { NEAR = 30 * 86400 }; /* seconds around the hire */

/* The address of kind "home", NULL if none is given. */
static const struct node *find_home(const struct node *addresses)
{
	NODE_EACH(n, addresses)
		if (n->type == NODE_MAP && str_is(fact_member(n, "kind"), "home"))
			return n;
	return NULL;
}

/* Add @f: do both say the same under @key?  Nothing where one of them says nothing. */
static void compare_member(struct enrich *e, struct node *address, const struct node *home, const char *key,
    enum fact f)
{
	char a[POSTAL_MAX], b[POSTAL_MAX];
	struct str mine = node_get_text(address, key), other = node_get_text(home, key);

	if (!mine.len || !other.len)
		return;
	struct str x = postal_form(mine, a), y = postal_form(other, b);
	bool same_script = latin_is_foreign(mine) == latin_is_foreign(other);
	if (x.len && y.len && (same_script || str_eq(x, y)))
		fact_bool(e, address, f, str_eq(x, y));
}

static void put_forms(struct enrich *e, struct node *address)
{
	char out[POSTAL_MAX];
	struct str line1 = fact_member(address, "line1"), line2 = fact_member(address, "line2");
	struct str normal = line1.len ? postal_form(line1, out) : line1;

	if (!normal.len)
		return;
	fact_text(e, address, FACT_LINE1_NORMAL, fact_copy(e, normal));
	enum mail_drop drop = place_drop(normal);
	normal = line2.len ? postal_form(line2, out) : line2;
	if (normal.len && place_drop(normal) > drop)
		drop = place_drop(normal);
	fact_bool(e, address, FACT_LINE1_MAIL_DROP, drop != DROP_NONE);
	if (drop)
		fact_text(e, address, FACT_LINE1_DROP_KIND, str_from(drop_name(drop)));
}

void enrich_addresses(struct enrich *e)
{
	const struct node *addresses = e->top[TOP_ADDRESSES], *home = find_home(addresses);

	NODE_EACH(n, addresses) {
		if (n->type != NODE_MAP)
			continue;
		put_forms(e, n);
		if (!home || n == home)
			continue;
		compare_member(e, n, home, "line1", FACT_LINE1_AGREES_HOME);
		compare_member(e, n, home, "city", FACT_CITY_AGREES_HOME);
		compare_member(e, n, home, "country", FACT_COUNTRY_AGREES_HOME);
	}
}

void enrich_delivery(struct enrich *e, struct node *device)
{
	put_place_agreement(e, device, fact_member(device, "shipped_to"), FACT_SHIPPED_TO_AGREES);
	enrich_company_delivery(e, device);
}

/* What a change is of, by the words that its field's name has in it; the first row that fits says. */
static const struct { struct str word; const char *topic; } topics[] = {
	{ STR("mail address"), "mailbox" }, { STR("wallet"), "payee" }, { STR("email"), "mailbox" },
	{ STR("e-mail"), "mailbox" }, { STR("mailbox"), "mailbox" }, { STR("payment"), "payee" },
	{ STR("payee"), "payee" }, { STR("payout"), "payee" }, { STR("bank"), "payee" }, { STR("iban"), "payee" },
	{ STR("direct deposit"), "payee" }, { STR("account number"), "payee" }, { STR("shipping"), "delivery" },
	{ STR("delivery"), "delivery" }, { STR("address"), "address" }, { STR("location"), "address" },
	{ STR("phone"), "phone" }, { STR("telephone"), "phone" }, { STR("mobile"), "phone" },
	{ STR("name"), "name" }, { STR("firstname"), "name" }, { STR("lastname"), "name" }, { STR("surname"), "name" },
};

static bool is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

/* "bank" begins a word in "bankAccount", "payBank" and "pay_bank", and none in "embankment". */
static bool has_word(struct str s, struct str word)
{
	for (size_t i = 0; i + word.len <= s.len; i++) {
		bool begins = !i || !is_small(s.ptr[i - 1] | ' ') || (is_small(s.ptr[i - 1]) && !is_small(s.ptr[i]));
		if (begins && str_eq_ascii(str_of(s.ptr + i, word.len), word))
			return true;
	}
	return false;
}

/* The first time at which @list has an event of the days after the hire. */
static bool first_moment(const struct node *list, const char *key, bool only_hired, int64_t *first)
{
	bool known = false;
	struct when w;

	NODE_EACH(n, list) {
		struct str event = n->type == NODE_MAP ? node_get_text(n, "event") : str_of(NULL, 0);
		if (n->type != NODE_MAP || (only_hired && !str_is(event, "onboard") && !str_is(event, "work")) ||
		    !when_parse(node_get_text(n, key), &w))
			continue;
		*first = known && *first < w.seconds ? *first : w.seconds;
		known = true;
	}
	return known;
}

/* The topic of a change, NULL if its field's name has none. */
static const char *topic_of(struct str field)
{
	for (size_t i = 0; field.len && i < COUNT(topics); i++)
		if (has_word(field, topics[i].word))
			return topics[i].topic;
	return NULL;
}

void enrich_changes(struct enrich *e)
{
	const struct node *changes = e->top[TOP_CHANGES];
	int64_t hired = 0, enrolled = 0;
	struct when w;

	if (!changes || !changes->len)
		return;
	bool is_hired = first_moment(e->top[TOP_SESSIONS], "at", true, &hired);
	bool has_device = first_moment(e->top[TOP_DEVICES], "enrolled_at", false, &enrolled);
	NODE_EACH(n, changes) {
		if (n->type != NODE_MAP)
			continue;
		const char *topic = topic_of(fact_member(n, "field"));
		if (topic)
			fact_text(e, n, FACT_FIELD_TOPIC, str_from(topic));
		if (!when_parse(fact_member(n, "at"), &w))
			continue;
		if (is_hired)
			fact_bool(e, n, FACT_AT_JUST_HIRED, w.seconds >= hired - NEAR && w.seconds <= hired + NEAR);
		if (has_device)
			fact_bool(e, n, FACT_AT_BEFORE_DEVICE, w.seconds < enrolled && w.seconds >= enrolled - NEAR);
	}
}
