#include "impact/impact.h"

#include <stdlib.h>

#include "base/table.h"
#include "limits.h"
#include "read/read.h"

/* Who is in which group; @id is a str_hash64(). */
struct member {
	uint64_t id;
	uint32_t group;
};

struct fired {
	struct str id, title;
	int64_t *counts; /* by group */
};

struct impact {
	impact_fault *fault;
	void *context;
	struct arena arena;
	struct forms *forms;
	struct member *members; /* sorted by id once the results are read */
	size_t member_count, member_room;
	bool is_sorted;
	struct str *groups;
	struct table group_index, rule_index;
	struct fired *rules;
	size_t rule_count;
	int64_t *applicants;                        /* by group */
	int64_t *outcomes[OUTCOME_ESCALATE + 1];    /* by group: this outcome or a graver one */
	int64_t read, without_group, unreadable;
};

/* What takes a record of the file that is read. */
typedef bool step(struct impact *x, const struct record *r, struct err *e);

static bool prepare(struct impact *x)
{
	struct err e = { 0 };

	x->forms = forms_new(&e);
	x->groups = ARENA_NEW(&x->arena, struct str, IMPACT_MAX_GROUPS);
	x->rules = ARENA_NEW(&x->arena, struct fired, IMPACT_MAX_RULES);
	x->applicants = ARENA_NEW(&x->arena, int64_t, IMPACT_MAX_GROUPS);
	for (size_t i = 0; i < COUNT(x->outcomes); i++)
		if (!(x->outcomes[i] = ARENA_NEW(&x->arena, int64_t, IMPACT_MAX_GROUPS)))
			return false;
	return x->forms && x->groups && x->rules && x->applicants &&
	    table_init(&x->group_index, &x->arena, IMPACT_MAX_GROUPS) &&
	    table_init(&x->rule_index, &x->arena, IMPACT_MAX_RULES);
}

struct impact *impact_new(impact_fault *fault, void *context)
{
	struct impact *x = mem_alloc(sizeof(*x), 1);

	if (!x)
		return NULL;
	x->fault = fault;
	x->context = context;
	if (prepare(x))
		return x;
	impact_free(x);
	return NULL;
}

void impact_free(struct impact *x)
{
	if (!x)
		return;
	forms_free(x->forms);
	mem_free(x->members);
	arena_clear(&x->arena);
	mem_free(x);
}

/* --- reading --- */

static bool refuse(const struct record *r, struct err *e, const char *text)
{
	err_set(e, ERR_TYPE, "%s", text);
	return err_at(e, r->file.ptr, r->line, 0);
}

static void tell(struct impact *x, const struct err *e)
{
	x->unreadable++;
	if (x->fault)
		x->fault(x->context, e);
}

static bool read_chunks(struct impact *x, struct source *s, struct reader *reader, step *take)
{
	struct arena a = arena_make(RECORD_MAX_MEMORY);
	struct chunk c = { 0 };
	struct record r;

	while (source_next(s, &c)) {
		for (;;) {
			struct err e = { 0 };
			enum read_result result = reader_next(reader, &c, &a, &r, &e);
			if (result == READ_END)
				break;
			if (result == READ_BAD || !take(x, &r, &e))
				tell(x, &e);
			arena_reset(&a);
		}
	}
	chunk_clear(&c);
	arena_clear(&a);
	return true;
}

static bool read_file(struct impact *x, const char *path, step *take, struct err *e)
{
	struct source *s = source_open(path, forms_find(x->forms, "candor"), x->forms, e);
	struct reader *reader = s ? reader_new(x->forms, NULL, NULL) : NULL;

	if (s && !reader)
		err_set(e, ERR_MEMORY, "out of memory");
	bool ok = reader && read_chunks(x, s, reader, take);
	reader_free(reader);
	if (s)
		source_close(s);
	return ok;
}

/* A text, or a number's text: groups may be numbered.  Headers of tables are written in any case. */
static struct str cell(const struct record *r, const char *column)
{
	NODE_EACH(n, r->root)
		if ((n->type == NODE_TEXT || n->type == NODE_NUMBER) && str_eq_ascii(node_key(n), str_from(column)))
			return str_trim(node_text(n));
	return str_of(NULL, 0);
}

/* --- groups --- */

static bool find_group(struct impact *x, struct str name, uint32_t *out)
{
	uint32_t at = table_find(&x->group_index, name);

	if (at != TABLE_NONE) {
		*out = x->group_index.entries[at].value;
		return true;
	}
	if (x->group_index.count == IMPACT_MAX_GROUPS)
		return false;
	struct str copy = arena_copy(&x->arena, name);
	if (!copy.ptr)
		return false;
	*out = x->group_index.count;
	x->groups[*out] = copy;
	table_add(&x->group_index, copy, *out);
	return true;
}

static bool add_member(struct impact *x, struct member m)
{
	if (x->member_count == x->member_room) {
		size_t room = x->member_room ? x->member_room * 2 : 1024;
		struct member *grown = mem_grow(x->members, sizeof(*grown), room);
		if (!grown)
			return false;
		x->members = grown;
		x->member_room = room;
	}
	x->members[x->member_count++] = m;
	return true;
}

static bool take_group(struct impact *x, const struct record *r, struct err *e)
{
	const struct str id = cell(r, "id"), name = cell(r, "group");
	struct member m = { .id = str_hash64(id) };

	if (!id.len)
		return refuse(r, e, "no id; a row has the columns id and group");
	if (!name.len)
		return refuse(r, e, "no group; a row has the columns id and group");
	if (!find_group(x, name, &m.group))
		return refuse(r, e, "more groups than are kept apart");
	return add_member(x, m) || refuse(r, e, "out of memory");
}

static int by_id(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return (x->group > y->group) - (x->group < y->group);
}

/* In order, each pair once. */
static void sort_members(struct impact *x)
{
	size_t kept = 0;

	if (x->member_count)
		qsort(x->members, x->member_count, sizeof(*x->members), by_id);
	for (size_t i = 0; i < x->member_count; i++)
		if (!kept || by_id(&x->members[kept - 1], &x->members[i]) != 0)
			x->members[kept++] = x->members[i];
	x->member_count = kept;
	x->is_sorted = true;
}

bool impact_groups(struct impact *x, const char *path, struct err *e)
{
	x->is_sorted = false;
	return read_file(x, path, take_group, e);
}

/* --- results --- */

/* The first of the memberships of @id, or the end of them all. */
static const struct member *find_members(const struct impact *x, uint64_t id)
{
	size_t low = 0, high = x->member_count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (x->members[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return x->members + low;
}

static struct fired *find_rule(struct impact *x, struct str id, struct str title)
{
	uint32_t at = table_find(&x->rule_index, id);

	if (at != TABLE_NONE)
		return &x->rules[x->rule_index.entries[at].value];
	if (x->rule_count == IMPACT_MAX_RULES)
		return NULL;
	struct fired *f = &x->rules[x->rule_count];
	*f = (struct fired){ arena_copy(&x->arena, id), arena_copy(&x->arena, title),
		ARENA_NEW(&x->arena, int64_t, IMPACT_MAX_GROUPS) };
	if (!f->id.ptr || !f->counts)
		return NULL;
	table_add(&x->rule_index, f->id, (uint32_t)x->rule_count++);
	return f;
}

static bool count_rules(struct impact *x, const struct node *findings, const struct member *from,
    const struct member *to)
{
	NODE_EACH(n, findings) {
		struct fired *f = find_rule(x, node_get_text(n, "rule"), node_get_text(n, "title"));
		if (!f)
			return false;
		for (const struct member *m = from; m < to; m++)
			f->counts[m->group]++;
	}
	return true;
}

static bool take_result(struct impact *x, const struct record *r, struct err *e)
{
	const struct node *findings = node_get(r->root, "findings");
	const uint64_t id = str_hash64(r->id);
	enum outcome outcome;

	if (!outcome_parse(node_get_text(r->root, "outcome"), &outcome) || !findings || findings->type != NODE_LIST)
		return refuse(r, e, "not a line of candor scan --format json");
	const struct member *from = find_members(x, id), *to = from, *end = x->members + x->member_count;
	while (to < end && to->id == id)
		to++;
	x->read++;
	x->without_group += from == to;
	for (const struct member *m = from; m < to; m++) {
		x->applicants[m->group]++;
		for (size_t i = 0; i <= (size_t)outcome; i++)
			x->outcomes[i][m->group]++;
	}
	return count_rules(x, findings, from, to) || refuse(r, e, "more rules than are counted");
}

bool impact_results(struct impact *x, const char *path, struct err *e)
{
	if (!x->is_sorted)
		sort_members(x);
	return read_file(x, path, take_result, e);
}

/* --- the table --- */

static bool fill_row(const struct impact *x, struct arena *a, struct str id, struct str title, const int64_t *counts,
    struct impact_row *out)
{
	const size_t groups = x->group_index.count;

	*out = (struct impact_row){ id, title, 0, ARENA_NEW(a, struct impact_cell, groups + 1) };
	if (!out->cells)
		return false;
	for (size_t i = 0; i < groups; i++) {
		out->cells[i] = (struct impact_cell){ .applicants = x->applicants[i], .count = counts[i] };
		out->count += counts[i];
	}
	impact_compare(out->cells, groups);
	return true;
}

static double least_p(const struct impact_row *r, size_t groups)
{
	double p = 1;

	for (size_t i = 0; i < groups; i++)
		if (r->cells[i].p < p)
			p = r->cells[i].p;
	return p;
}

/* The least likely by chance first, then the most frequent. */
static void sort_rules(struct impact_table *t)
{
	for (size_t i = 1; i < t->rule_count; i++) {
		struct impact_row r = t->rules[i];
		const double p = least_p(&r, t->group_count);
		size_t j = i;
		for (; j; j--) {
			const double before = least_p(&t->rules[j - 1], t->group_count);
			if (before < p || (before <= p && t->rules[j - 1].count >= r.count))
				break;
			t->rules[j] = t->rules[j - 1];
		}
		t->rules[j] = r;
	}
}

bool impact_table(const struct impact *x, struct arena *a, struct impact_table *out)
{
	*out = (struct impact_table){
		.groups = x->groups, .group_count = x->group_index.count, .applicants = x->read,
		.without_group = x->without_group, .unreadable = x->unreadable,
		.rules = ARENA_NEW(a, struct impact_row, x->rule_count + 1),
	};
	bool ok = out->rules;
	for (size_t i = 0; ok && i < COUNT(out->outcomes); i++) {
		struct str name = str_from(outcome_name((enum outcome)(OUTCOME_VERIFY + i)));
		ok = fill_row(x, a, name, name, x->outcomes[OUTCOME_VERIFY + i], &out->outcomes[i]);
	}
	for (size_t i = 0; ok && i < x->rule_count; i++) {
		struct impact_row *row = &out->rules[out->rule_count];
		ok = fill_row(x, a, x->rules[i].id, x->rules[i].title, x->rules[i].counts, row);
		out->rule_count += ok && row->count > 0;
	}
	if (ok)
		sort_rules(out);
	return ok;
}
