#include "oracle/oracle.h"

#include <locale.h>
#include <time.h>
#include <wctype.h>

#include "base/ip.h"
#include "base/when.h"
#include "base/regex.h"

/* A regular expression, compiled when it is first asked. */
struct search {
	struct search *next;
	const struct test *test;
	struct regex *regex;
};

struct oracle {
	locale_t letters;
	struct regex_room *room;
	struct search *searches; /* by the address of the test, for rules may ask many */
	struct arena scratch;    /* what one question needs */
	const struct node *event, *applicant;
};

/* The values that a field has in an event, members of lists one by one. */
struct values {
	const struct node **at;
	size_t count, size;
};

struct oracle *oracle_new(void)
{
	struct oracle *o = mem_alloc(sizeof(*o), 1);

	if (!o)
		return NULL;
	o->letters = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	o->room = regex_room_new();
	if (o->letters && o->room)
		return o;
	oracle_free(o);
	return NULL;
}

void oracle_forget(struct oracle *o)
{
	for (struct search *s = o->searches, *next; s; s = next) {
		next = s->next;
		regex_free(s->regex);
		mem_free(s);
	}
	o->searches = NULL;
}

void oracle_free(struct oracle *o)
{
	if (!o)
		return;
	oracle_forget(o);
	if (o->letters)
		freelocale(o->letters);
	regex_room_free(o->room);
	arena_clear(&o->scratch);
	mem_free(o);
}

/* --- texts --- */

/*
 * The lower case of the upper case joins what folds together (final sigma, long s, the Kelvin sign).  The dotted capital
 * and the dotless small i have full and Turkish foldings only.
 */
uint32_t oracle_fold(const struct oracle *o, uint32_t point)
{
	if (point == 0x130 || point == 0x131)
		return point;
	return (uint32_t)towlower_l(towupper_l((wint_t)point, o->letters), o->letters);
}

/* What stands at one place of a pattern, or of a text. */
enum { ANY = -1, ONE = -2 };

struct points {
	int32_t *at;
	size_t count;
};

/* UTF-8 (RFC 3629), known to be well-formed. */
static void add_points(const struct oracle *o, struct points *p, struct str s, bool cased)
{
	for (size_t i = 0; i < s.len;) {
		unsigned char c = (unsigned char)s.ptr[i++];
		uint32_t point = c < 0x80 ? c : c < 0xE0 ? c & 0x1Fu : c < 0xF0 ? c & 0xFu : c & 7u;
		for (; i < s.len && ((unsigned char)s.ptr[i] & 0xC0) == 0x80 && c >= 0x80; i++)
			point = point << 6 | ((unsigned char)s.ptr[i] & 0x3Fu);
		p->at[p->count++] = (int32_t)(cased ? point : oracle_fold(o, point));
	}
}

static struct points points_of(struct oracle *o, struct str s, bool cased)
{
	struct points p = { arena_zero(&o->scratch, sizeof(int32_t), s.len + 1), 0 };

	add_points(o, &p, s, cased);
	return p;
}

static struct points pattern_of(struct oracle *o, const struct test *t)
{
	size_t size = t->piece_count;

	for (size_t i = 0; i < t->piece_count; i++)
		size += t->pieces[i].kind == PIECE_LITERAL ? t->pieces[i].literal.len : 0;
	struct points p = { arena_zero(&o->scratch, sizeof(int32_t), size + 1), 0 };
	for (size_t i = 0; i < t->piece_count; i++) {
		if (t->pieces[i].kind == PIECE_LITERAL)
			add_points(o, &p, t->pieces[i].literal, t->cased);
		else
			p.at[p.count++] = t->pieces[i].kind == PIECE_ANY ? ANY : ONE;
	}
	return p;
}

/* now[k]: do the first i places of the pattern fit the first k points of the text? */
static bool fits(struct oracle *o, struct points pattern, struct points text)
{
	bool *now = arena_zero(&o->scratch, sizeof(bool), text.count + 1);
	bool *next = arena_zero(&o->scratch, sizeof(bool), text.count + 1);

	now[0] = true;
	for (size_t i = 0; i < pattern.count; i++) {
		int32_t want = pattern.at[i];
		next[0] = want == ANY && now[0];
		for (size_t k = 1; k <= text.count; k++)
			next[k] = want == ANY ? next[k - 1] || now[k] : now[k - 1] && (want == ONE || want == text.at[k - 1]);
		bool *swap = now;
		now = next;
		next = swap;
	}
	return now[text.count];
}

/* A scalar as text; ptr NULL for null, lists and maps. */
static struct str text_of(const struct node *n)
{
	if (n->type == NODE_TEXT || n->type == NODE_NUMBER)
		return n->text ? node_text(n) : STR_LIT("");
	if (n->type == NODE_TRUE || n->type == NODE_FALSE)
		return n->type == NODE_TRUE ? STR_LIT("true") : STR_LIT("false");
	return str_of(NULL, 0);
}

/* --- fields --- */

static void add_value(struct oracle *o, struct values *v, const struct node *n)
{
	if (v->count == v->size) {
		size_t size = v->size ? v->size * 2 : 16;
		const struct node **at = arena_zero(&o->scratch, sizeof(*at), size);
		if (v->count)
			memcpy(at, v->at, v->count * sizeof(*at));
		v->at = at;
		v->size = size;
	}
	v->at[v->count++] = n;
}

/* A value, or the members of a list as if each were the value.  An empty list is there, and is nothing. */
static void take(struct oracle *o, struct values *v, const struct node *n)
{
	if (n->type != NODE_LIST || !n->len)
		add_value(o, v, n);
	else
		NODE_EACH(c, n)
			take(o, v, c);
}

/* The key with all the dots first; then the path, the longest key first. */
static void find(struct oracle *o, struct values *v, const struct node *n, struct str name)
{
	size_t before = v->count;

	if (n->type == NODE_LIST)
		NODE_EACH(c, n)
			find(o, v, c, name);
	if (n->type != NODE_MAP)
		return;
	for (size_t len = name.len + 1; len-- > 0 && v->count == before;) {
		if (len < name.len && name.ptr[len] != '.')
			continue;
		const struct node *c = node_get_str(n, str_of(name.ptr, len));
		if (c && len == name.len)
			take(o, v, c);
		else if (c)
			find(o, v, c, str_of(name.ptr + len + 1, name.len - len - 1));
	}
}

/* Every text at any depth: what keywords are searched in. */
static void find_texts(struct oracle *o, struct values *v, const struct node *n)
{
	if (n->type == NODE_TEXT)
		add_value(o, v, n);
	NODE_EACH(c, n)
		find_texts(o, v, c);
}

static struct values values_of(struct oracle *o, struct str field)
{
	static const struct str beside = STR("applicant.");
	struct values v = { NULL, 0, 0 };

	if (!field.len)
		find_texts(o, &v, o->event);
	else if (o->applicant && str_starts(field, beside))
		find(o, &v, o->applicant, str_of(field.ptr + beside.len, field.len - beside.len));
	else if (!o->applicant || !str_is(field, "applicant"))
		find(o, &v, o->event, field);
	return v;
}

/* --- tests of one value --- */

static bool compares(const struct test *t, double n)
{
	switch (t->compare) {
	case COMPARE_EQ: return n == t->number;
	case COMPARE_LT: return n < t->number;
	case COMPARE_LTE: return n <= t->number;
	case COMPARE_GT: return n > t->number;
	case COMPARE_GTE: return n >= t->number;
	}
	return false;
}

static bool is_whole(struct str s)
{
	size_t i = s.len && s.ptr[0] == '-';

	while (i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9')
		i++;
	return i == s.len;
}

static bool holds_number(const struct test *t, const struct node *n)
{
	double number;

	if (t->compare != COMPARE_EQ) {
		if (n->type == NODE_NUMBER)
			return compares(t, n->number);
		return n->type == NODE_TEXT && str_real(text_of(n), &number) && compares(t, number);
	}
	if (n->type == NODE_TEXT)
		return str_eq(text_of(n), t->pattern);
	/* Of whole numbers every digit counts, where a double would round; 0 may be "-0". */
	bool whole = is_whole(text_of(n)) && is_whole(t->pattern) && t->number != 0;
	return n->type == NODE_NUMBER && compares(t, n->number) && (!whole || str_eq(text_of(n), t->pattern));
}

/* The ISO 8601 week, by the C library. */
static int week_of(const struct when *w)
{
	struct tm tm = { .tm_year = w->year - 1900, .tm_mon = w->month - 1, .tm_mday = w->day };
	char text[8];
	int64_t week = 0;

	timegm(&tm);
	strftime(text, sizeof(text), "%V", &tm);
	if (!str_number(str_from(text[0] == '0' ? text + 1 : text), 1, 53, &week))
		return 0;
	return (int)week;
}

static bool holds_part(const struct test *t, const struct node *n)
{
	struct when w;

	if (n->type != NODE_TEXT || !when_parse(text_of(n), &w))
		return false;
	switch (t->part) {
	case PART_MINUTE: return w.grain == WHEN_TIME && compares(t, w.minute);
	case PART_HOUR: return w.grain == WHEN_TIME && compares(t, w.hour);
	case PART_DAY: return w.grain >= WHEN_DAY && compares(t, w.day);
	case PART_WEEK: return w.grain >= WHEN_DAY && compares(t, week_of(&w));
	case PART_MONTH: return w.grain >= WHEN_MONTH && compares(t, w.month);
	case PART_YEAR: return compares(t, w.year);
	}
	return false;
}

static bool bit_of(const struct ip *ip, unsigned i)
{
	unsigned from_low = (ip->is_v6 ? 127 : 31) - i;

	return (from_low >= 64 ? ip->hi >> (from_low - 64) : ip->lo >> from_low) & 1;
}

static bool holds_network(const struct test *t, const struct node *n)
{
	struct cidr network;
	struct ip ip;

	if (n->type != NODE_TEXT || !ip_parse(text_of(n), &ip) || !cidr_parse(t->pattern, &network) ||
	    ip.is_v6 != network.first.is_v6)
		return false;
	for (unsigned i = 0; i < network.len; i++)
		if (bit_of(&ip, i) != bit_of(&network.first, i))
			return false;
	return true;
}

static bool holds_bool(const struct test *t, const struct node *n)
{
	return n->type == (t->truth ? NODE_TRUE : NODE_FALSE) ||
	    (n->type == NODE_TEXT && str_eq_ascii(text_of(n), t->truth ? STR_LIT("true") : STR_LIT("false")));
}

static enum oracle_answer holds_regex(struct oracle *o, const struct test *t, struct str text)
{
	struct search *s = o->searches;

	while (s && s->test != t)
		s = s->next;
	if (!s) {
		s = mem_alloc(sizeof(*s), 1);
		*s = (struct search){ o->searches, t, regex_new(t->pattern, t->flags, NULL) };
		o->searches = s;
	}
	enum regex_answer answer = regex_search(s->regex, text, o->room);
	return answer == REGEX_YES ? ORACLE_YES : answer == REGEX_LIMIT ? ORACLE_UNDECIDED : ORACLE_NO;
}

/* Against any value of the other field: written as the pattern that the affix makes of it. */
static bool holds_ref(struct oracle *o, const struct test *t, struct points text)
{
	struct values others = values_of(o, t->field);

	for (size_t i = 0; i < others.count; i++) {
		struct str other = text_of(others.at[i]);
		if (!other.ptr)
			continue;
		struct points literal = points_of(o, other, t->cased);
		struct points p = { arena_zero(&o->scratch, sizeof(int32_t), literal.count + 2), 0 };
		if (t->affix == AFFIX_CONTAINS || t->affix == AFFIX_ENDS)
			p.at[p.count++] = ANY;
		for (size_t k = 0; k < literal.count; k++)
			p.at[p.count++] = literal.at[k];
		if (t->affix == AFFIX_CONTAINS || t->affix == AFFIX_STARTS)
			p.at[p.count++] = ANY;
		if (fits(o, p, text))
			return true;
	}
	return false;
}

static enum oracle_answer answer_of(bool holds)
{
	return holds ? ORACLE_YES : ORACLE_NO;
}

static enum oracle_answer ask_value(struct oracle *o, const struct test *t, const struct node *n)
{
	struct str text = text_of(n);

	switch (t->kind) {
	case TEST_NULL: return answer_of(n->type == NODE_NULL);
	case TEST_COMPARE: return answer_of(holds_number(t, n));
	case TEST_TIMEPART: return answer_of(holds_part(t, n));
	case TEST_CIDR: return answer_of(holds_network(t, n));
	case TEST_BOOL: return answer_of(holds_bool(t, n));
	case TEST_REGEX: return text.ptr ? holds_regex(o, t, text) : ORACLE_NO;
	case TEST_TEXT: return answer_of(text.ptr && fits(o, pattern_of(o, t), points_of(o, text, t->cased)));
	case TEST_FIELDREF: return answer_of(text.ptr && holds_ref(o, t, points_of(o, text, t->cased)));
	case TEST_EXISTS: break;
	}
	return ORACLE_NO;
}

/* --- and upwards --- */

static enum oracle_answer both(enum oracle_answer a, enum oracle_answer b)
{
	return a < b ? a : b;
}

static enum oracle_answer either(enum oracle_answer a, enum oracle_answer b)
{
	return a > b ? a : b;
}

static enum oracle_answer turned(enum oracle_answer a)
{
	return a == ORACLE_YES ? ORACLE_NO : a == ORACLE_NO ? ORACLE_YES : a;
}

/* What one written value asks, in all its spellings, of any value of the field. */
static enum oracle_answer ask_test(struct oracle *o, const struct test *t, struct values v)
{
	enum oracle_answer answer = ORACLE_NO;

	for (; t; t = t->also) {
		if (t->kind == TEST_EXISTS)
			answer = either(answer, answer_of((v.count > 0) == t->truth));
		if (t->kind == TEST_NULL && !v.count)
			answer = ORACLE_YES;
		for (size_t i = 0; i < v.count; i++)
			answer = either(answer, ask_value(o, t, v.at[i]));
	}
	return answer;
}

static enum oracle_answer ask_item(struct oracle *o, const struct item *item)
{
	enum oracle_answer answer = item->all ? ORACLE_YES : ORACLE_NO;
	struct values v = values_of(o, item->field);

	for (size_t i = 0; i < item->test_count; i++) {
		enum oracle_answer one = ask_test(o, &item->tests[i], v);
		answer = item->all ? both(answer, one) : either(answer, one);
	}
	return item->neq ? turned(answer) : answer;
}

static enum oracle_answer ask_selection(struct oracle *o, const struct selection *s)
{
	enum oracle_answer answer = ORACLE_NO;

	for (size_t i = 0; i < s->map_count; i++) {
		enum oracle_answer map = ORACLE_YES;
		for (size_t k = 0; k < s->maps[i].item_count; k++)
			map = both(map, ask_item(o, &s->maps[i].items[k]));
		answer = either(answer, map);
	}
	return answer;
}

static enum oracle_answer ask_cond(struct oracle *o, const struct cond *c)
{
	enum oracle_answer answer = c->kind == COND_AND ? ORACLE_YES : ORACLE_NO;

	if (c->kind == COND_SELECTION)
		return ask_selection(o, c->selection);
	if (c->kind == COND_NOT)
		return turned(ask_cond(o, c->parts[0]));
	for (size_t i = 0; i < c->part_count; i++) {
		enum oracle_answer one = ask_cond(o, c->parts[i]);
		answer = c->kind == COND_AND ? both(answer, one) : either(answer, one);
	}
	return answer;
}

enum oracle_answer oracle_ask(struct oracle *o, const struct rule *rule, const struct node *event,
    const struct node *applicant)
{
	o->event = event;
	o->applicant = applicant;
	arena_reset(&o->scratch);
	return ask_cond(o, rule->condition);
}
