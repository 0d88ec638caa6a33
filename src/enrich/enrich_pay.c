/* Pay: what is asked for it, and how often the account that it goes to was changed. */
#include "base/when.h"
#include "enrich/fact.h"
#include "list/company.h"

enum { DAY = 86400, WINDOW = 90 * DAY, MOMENTS_MAX = 64, PERCENT_MIN = 10, PERCENT_MAX = 1000 };

/* Moments in time order. */
struct moments {
	int64_t at[MOMENTS_MAX];
	size_t count;
};

static void add_moment(struct moments *m, struct str text)
{
	struct when w;
	size_t i = m->count;

	if (!text.ptr || m->count == MOMENTS_MAX || !when_parse(text, &w))
		return;
	for (; i && m->at[i - 1] > w.seconds; i--)
		m->at[i] = m->at[i - 1];
	m->at[i] = w.seconds;
	m->count++;
}

/* enrich_changes() has said what each is of. */
static void read_changes(const struct enrich *e, struct moments *m)
{
	NODE_EACH(n, e->top[TOP_CHANGES])
		if (n->type == NODE_MAP && str_is(node_get_text(n, "field.topic"), "payee"))
			add_moment(m, node_get_text(n, "at"));
}

/* Accounts that came after the first one, those of one day once.  False if none says when it came. */
static bool read_added(const struct node *payment, struct moments *out)
{
	struct moments m = { .count = 0 };

	NODE_EACH(n, node_get(payment, "accounts"))
		if (n->type == NODE_MAP)
			add_moment(&m, node_get_text(n, "added_at"));
	for (size_t i = 1; i < m.count; i++)
		if (m.at[i] - m.at[i - 1] >= DAY)
			out->at[out->count++] = m.at[i];
	return m.count > 0;
}

/* The most that lie within one window. */
static int most_in_window(const struct moments *m)
{
	size_t most = 0;

	for (size_t i = 0, first = 0; i < m->count; i++) {
		while (m->at[i] - m->at[first] > WINDOW)
			first++;
		most = i - first + 1 > most ? i - first + 1 : most;
	}
	return (int)most;
}

/* When the work began: the first session of it, or the first computer. */
static bool first_day_of_work(const struct enrich *e, int64_t *day)
{
	struct moments m = { .count = 0 };

	NODE_EACH(n, e->top[TOP_SESSIONS]) {
		struct str event = node_get_text(n, "event");
		if (str_is(event, "onboard") || str_is(event, "work"))
			add_moment(&m, node_get_text(n, "at"));
	}
	NODE_EACH(n, e->top[TOP_DEVICES])
		add_moment(&m, node_get_text(n, "enrolled_at"));
	if (m.count)
		*day = m.at[0];
	return m.count > 0;
}

static void put_after_start(struct enrich *e, struct node *payment, const struct moments *m)
{
	int64_t day;

	if (!m->count || !first_day_of_work(e, &day))
		return;
	for (size_t i = 0; i < m->count; i++) {
		if (m->at[i] < day || (m->at[i] - day) / DAY > 100000)
			continue;
		fact_number(e, payment, FACT_PAYEE_AFTER_START, (int)((m->at[i] - day) / DAY));
		return;
	}
}

static double number_of(const struct node *n, const char *key)
{
	const struct node *c = node_get(n, key);

	return c && c->type == NODE_NUMBER ? c->number : 0;
}

/* In percent; far off the market is another unit rather than another price, and says nothing. */
static void put_rate(struct enrich *e, struct node *rate)
{
	double asked = number_of(rate, "amount"), market = number_of(rate, "market");
	const struct company_entry *x = NULL;

	if (!(market > 0)) {
		struct str title = node_get_text(e->top[TOP_POSITION], "title");
		x = company_rate(e->company, title, fact_member(rate, "currency"), fact_member(rate, "per"),
		    e->country);
		market = x ? x->amount : 0;
	}
	double percent = market > 0 ? asked * 100 / market : 0;
	if (percent >= PERCENT_MIN && percent <= PERCENT_MAX)
		fact_number(e, rate, FACT_RATE_OF_MARKET, (int)percent);
}

void enrich_payment(struct enrich *e, struct node *payment)
{
	struct node *rate = node_get(payment, "rate");
	struct moments changes = { .count = 0 }, added = { .count = 0 };

	const struct node *list = e->top[TOP_CHANGES];
	bool is_known = list && list->type == NODE_LIST;

	read_changes(e, &changes);
	is_known = read_added(payment, &added) || is_known;
	int told = most_in_window(&changes), seen = most_in_window(&added);
	if (is_known)
		fact_number(e, payment, FACT_PAYEE_CHANGES, told > seen ? told : seen);
	put_after_start(e, payment, changes.count ? &changes : &added);
	if (rate && rate->type == NODE_MAP)
		put_rate(e, rate);
}
