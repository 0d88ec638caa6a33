#include "report/part.h"

#include "base/json_write.h"
#include "list/catalogue.h"
#include "record/field.h"

#include <stdatomic.h>

static const struct str masked = STR("[redacted]");

/* Official sources first; the words are advisories.json's "tier". */
static const char *const tiers[] = { "government", "court", "industry", "community" };

static size_t tier_rank(const struct advisory *a)
{
	size_t rank = 0;

	while (rank < COUNT(tiers) && !str_is(a->tier, tiers[rank]))
		rank++;
	return rank;
}

static bool comes_before(const struct advisory *a, const struct advisory *b)
{
	size_t x = tier_rank(a), y = tier_rank(b);

	return x != y ? x < y : str_cmp(a->date, b->date) > 0;
}

static size_t insert_advisory(const struct advisory **list, size_t count, const struct advisory *a)
{
	size_t at;

	for (size_t i = 0; i < count; i++) {
		if (list[i] == a)
			return count;
	}
	for (at = count; at && comes_before(a, list[at - 1]); at--) {
		if (at < PART_MAX_ADVISORIES)
			list[at] = list[at - 1];
	}
	if (at < PART_MAX_ADVISORIES)
		list[at] = a;
	return count < PART_MAX_ADVISORIES ? count + 1 : count;
}

size_t rule_advisories(const struct catalogue *c, const struct rule *rule, const struct advisory **out)
{
	size_t count = 0;

	for (size_t i = 0; c && i < rule->indicator_count; i++) {
		const struct indicator *x = catalogue_indicator(c, rule->indicators[i]);
		for (size_t k = 0; x && k < x->advisory_count; k++)
			count = insert_advisory(out, count, x->advisories[k]);
	}
	return count;
}

bool is_settled_by(const struct rule *rule, struct str code)
{
	for (size_t i = 0; i < rule->verify_count; i++)
		if (str_eq(rule->verify[i], code))
			return true;
	return false;
}

static const struct str failed = STR("verifications.failed");

/* Does it ask for @code, or for any if that is no text, among the checks that failed? */
static bool asks_failed(const struct item *item, struct str code)
{
	if (!str_eq(item->field, failed))
		return false;
	if (!code.ptr)
		return true;
	for (size_t t = 0; t < item->test_count; t++)
		if (item->tests[t].piece_count == 1 && str_eq(item->tests[t].pieces[0].literal, code))
			return true;
	return false;
}

static bool is_failing(const struct rule *r, struct str code)
{
	for (size_t s = 0; r->level != LEVEL_NONE && s < r->selection_count; s++)
		for (size_t m = 0; m < r->selections[s].map_count; m++) {
			const struct item_map *map = &r->selections[s].maps[m];
			for (size_t i = 0; i < map->item_count; i++)
				if (asks_failed(&map->items[i], code))
					return true;
		}
	return false;
}

struct str seen_value(const struct report_context *c, const struct seen *s)
{
	return c->redact && s->is_personal ? masked : s->value;
}

struct str shared_value(const struct report_context *c, const struct link_by *by)
{
	return c->redact ? masked : by->text;
}

struct str seen_meaning(struct str field)
{
	char name[256];
	size_t len = 0;

	for (size_t i = 0; i < field.len && len < sizeof(name); i++) {
		if (field.ptr[i] == '[') {
			while (i < field.len && field.ptr[i] != ']')
				i++;
		} else {
			name[len++] = field.ptr[i];
		}
	}
	const struct field *f = field_find(0, str_of(name, len));
	return str_from(f ? f->meaning : NULL);
}

const char *level_name(enum rule_level level)
{
	static const char *const names[] = { "none", "informational", "low", "medium", "high", "critical" };

	return names[level];
}

/* Parts are made by the thread that first needs one; if two do, the second throws its own away. */
struct report_cache {
	size_t count, failing_count;
	const struct rule **failing; /* those that fire where some check failed */
	_Atomic(struct json_part *) parts[];
};

struct report_cache *report_cache_new(struct rule *const *rules, size_t count)
{
	struct report_cache *c = mem_alloc(sizeof(*c) + count * sizeof(c->parts[0]), 1);

	if (!c)
		return NULL;
	c->count = count;
	c->failing = mem_alloc(sizeof(*c->failing), count);
	for (size_t i = 0; i < count; i++) {
		atomic_init(&c->parts[i], NULL);
		if (c->failing && is_failing(rules[i], str_of(NULL, 0)))
			c->failing[c->failing_count++] = rules[i];
	}
	if (c->failing)
		return c;
	report_cache_free(c);
	return NULL;
}

size_t failing_rules(const struct report_context *c, struct str code, const struct rule **out)
{
	size_t count = 0;

	for (size_t i = 0; i < c->cache->failing_count && count < PART_MAX_FAILING; i++)
		if (is_failing(c->cache->failing[i], code))
			out[count++] = c->cache->failing[i];
	return count;
}

void report_cache_free(struct report_cache *c)
{
	for (size_t i = 0; c && i < c->count; i++)
		mem_free(atomic_load(&c->parts[i]));
	if (c)
		mem_free(c->failing);
	mem_free(c);
}

static void put_texts(struct json *j, const char *key, const struct str *texts, size_t count)
{
	json_open(j, key, '[');
	for (size_t i = 0; i < count; i++)
		json_text(j, NULL, texts[i]);
	json_close(j, ']');
}

static void put_advisories(struct json *j, const struct catalogue *c, const struct rule *rule)
{
	const struct advisory *list[PART_MAX_ADVISORIES];
	size_t count = rule_advisories(c, rule, list);

	json_open(j, "advisories", '[');
	for (size_t i = 0; i < count; i++) {
		json_open(j, NULL, '{');
		json_text(j, "id", list[i]->id);
		json_text(j, "publisher", list[i]->publisher);
		json_text(j, "title", list[i]->title);
		json_text(j, "date", list[i]->date);
		json_text(j, "url", list[i]->url);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static size_t put_part(const struct report_context *c, const struct rule *rule, struct buf *out)
{
	struct json j = json_make(out);

	json_open(&j, NULL, '{');
	json_text(&j, "rule", rule->id);
	json_text(&j, "title", rule->title);
	json_text(&j, "level", str_from(level_name(rule->level)));
	json_text(&j, "group", rule->group);
	size_t head = out->len;
	put_texts(&j, "indicators", rule->indicators, rule->indicator_count);
	put_advisories(&j, c->catalogue, rule);
	put_texts(&j, "innocent", rule->falsepositives, rule->falsepositive_count);
	put_texts(&j, "verify", rule->verify, rule->verify_count);
	json_close(&j, '}');
	return head;
}

static struct json_part *make_part(const struct report_context *c, const struct rule *rule)
{
	struct buf text = buf_make(1 << 24);
	size_t head = put_part(c, rule, &text);
	struct json_part *p = text.failed ? NULL : mem_alloc(sizeof(*p) + text.len, 1);

	if (p) {
		char *copy = (char *)(p + 1);
		memcpy(copy, text.ptr, text.len);
		p->head = str_of(copy, head);
		p->tail = str_of(copy + head, text.len - head);
	}
	buf_clear(&text);
	return p;
}

const struct json_part *json_part_of(const struct report_context *c, const struct rule *rule)
{
	if (rule->index >= c->cache->count)
		return NULL;
	_Atomic(struct json_part *) *place = &c->cache->parts[rule->index];
	struct json_part *p = atomic_load_explicit(place, memory_order_acquire), *none = NULL;

	if (p)
		return p;
	p = make_part(c, rule);
	if (!p || atomic_compare_exchange_strong(place, &none, p))
		return p;
	mem_free(p);
	return none;
}

/*
 * Would a terminal or a reader's eye be led astray?  C0, DEL, C1; marks and overrides of direction; separators of
 * lines; what has no width.  Not the joiners (U+200C, U+200D), which honest names are written with.
 */
static bool is_misleading(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x00, 0x1F }, { 0x7F, 0x9F }, { 0x061C, 0x061C }, { 0x200B, 0x200B }, { 0x200E, 0x200F },
		{ 0x2028, 0x202E }, { 0x2060, 0x206F }, { 0xFEFF, 0xFEFF }, { 0xFFF9, 0xFFFB }, { 0xE0000, 0xE007F },
	};

	for (size_t i = 0; i < COUNT(ranges) && c >= ranges[i].first; i++) {
		if (c <= ranges[i].last)
			return true;
	}
	return false;
}

static size_t put_one(struct buf *out, struct str s)
{
	uint32_t point = 0;
	size_t len = str_code_point(s, &point);

	if (!len)
		buf_printf(out, "\\x%02X", (unsigned char)s.ptr[0]);
	else if (point == '\n' || point == '\r' || point == '\t')
		buf_byte(out, ' ');
	else if (is_misleading(point))
		buf_printf(out, point < 0x100 ? "\\x%02X" : "\\u{%04X}", point);
	else
		buf_put(out, str_of(s.ptr, len));
	return len ? len : 1;
}

void put_clean(struct buf *out, struct str s, size_t max)
{
	size_t i = 0;

	while (i < s.len && i < max)
		i += put_one(out, str_of(s.ptr + i, s.len - i));
	if (i < s.len)
		buf_printf(out, "... (%zu bytes more)", s.len - i);
}
