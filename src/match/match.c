#include "match/match.h"

#include "match/index.h"
#include "match/observed.h"
#include "record/field.h"

/* What is told of one finding before the rest is only counted. */
enum { FINDING_MAX_SEEN = 32 };

/* What the report wants to know of a field that rules of one category read; by the matcher's place. */
struct field_fact {
	const struct field *field; /* NULL: the registry does not know it */
	struct str base;           /* a fact: the member beside it that it is about; no text for others */
	struct str tail;           /* what its name has behind that */
};

struct category_plan {
	struct matcher *matcher;   /* NULL: no rules */
	struct field_fact *facts;
};

struct match_plan {
	struct arena arena;
	struct rule *const *rules;
	size_t rule_count;
	struct category_plan *categories; /* category_count of them */
	struct observed observed;
};

struct match_run {
	const struct match_plan *plan;
	struct scanner **scanners;  /* by category */
	uint64_t *marks;            /* by path of plan->observed */
	uint64_t turn;
	struct finding **findings;  /* by rule, if its turn is now */
	uint64_t *finding_turns, *undecided_turns;
};

static struct str last_key(struct str path)
{
	size_t at = path.len;

	while (at && path.ptr[at - 1] != '.')
		at--;
	return str_of(path.ptr + at, path.len - at);
}

/* The field that a fact hangs under: the longest beginning of its name that was given. */
static void find_base(size_t category, struct str name, struct field_fact *out)
{
	for (size_t len = name.len; len--;) {
		if (name.ptr[len] != '.')
			continue;
		struct str above = str_of(name.ptr, len);
		const struct field *f = field_find(category, above);
		if (!f || f->is_fact)
			continue;
		if (f->type != FIELD_MAP) {
			out->base = last_key(above);
			out->tail = str_of(name.ptr + len, name.len - len);
		}
		return;
	}
}

static bool find_facts(const struct match_plan *p, size_t category)
{
	struct category_plan *c = &p->categories[category];
	const struct names *names = &c->matcher->names;

	for (size_t i = 0; i < names->count; i++) {
		struct field_fact *fact = &c->facts[i];
		if (!names->places[i].is_field)
			continue;
		fact->field = field_find(category, names->places[i].path);
		if (fact->field && fact->field->is_fact)
			find_base(category, names->places[i].path, fact);
	}
	return true;
}

static bool plan_category(struct match_plan *p, size_t category, struct rule **work, struct err *e)
{
	struct category_plan *c = &p->categories[category];
	size_t count = 0;

	for (size_t i = 0; i < p->rule_count; i++)
		if (p->rules[i]->kind == RULE_DETECTION && p->rules[i]->category_index == category)
			work[count++] = p->rules[i];
	if (!count)
		return true;
	if (!(c->matcher = matcher_new(work, count, e)))
		return false;
	c->facts = ARENA_NEW(&p->arena, struct field_fact, c->matcher->names.count);
	return c->facts ? find_facts(p, category) : err_set(e, ERR_MEMORY, "out of memory");
}

static bool plan(struct match_plan *p, struct rule **work, struct err *e)
{
	struct matcher **matchers = ARENA_NEW(&p->arena, struct matcher *, category_count);

	p->categories = ARENA_NEW(&p->arena, struct category_plan, category_count);
	if (!matchers || !p->categories)
		return err_set(e, ERR_MEMORY, "out of memory");
	for (size_t c = 0; c < category_count; c++) {
		if (!plan_category(p, c, work, e))
			return false;
		matchers[c] = p->categories[c].matcher;
	}
	return observed_make(&p->observed, matchers, &p->arena) || err_set(e, ERR_MEMORY, "out of memory");
}

struct match_plan *match_plan_new(struct rule *const *rules, size_t count, struct err *e)
{
	struct match_plan *p = mem_alloc(sizeof(*p), 1);
	struct rule **work = mem_alloc(sizeof(*work), count);

	if (p) {
		p->rules = rules;
		p->rule_count = count;
	}
	bool ok = (p && work) || err_set(e, ERR_MEMORY, "out of memory");
	ok = ok && plan(p, work, e);
	mem_free(work);
	if (ok)
		return p;
	match_plan_free(p);
	return NULL;
}

void match_plan_free(struct match_plan *p)
{
	if (!p)
		return;
	for (size_t c = 0; p->categories && c < category_count; c++)
		matcher_free(p->categories[c].matcher);
	arena_clear(&p->arena);
	mem_free(p);
}

static bool init_run(struct match_run *m)
{
	const struct match_plan *p = m->plan;

	m->scanners = mem_alloc(sizeof(*m->scanners), category_count);
	m->marks = mem_alloc(sizeof(*m->marks), p->observed.count);
	m->findings = mem_alloc(sizeof(*m->findings), p->rule_count);
	m->finding_turns = mem_alloc(sizeof(*m->finding_turns), p->rule_count);
	m->undecided_turns = mem_alloc(sizeof(*m->undecided_turns), p->rule_count);
	if (!m->scanners || !m->marks || !m->findings || !m->finding_turns || !m->undecided_turns)
		return false;
	for (size_t c = 0; c < category_count; c++)
		if (p->categories[c].matcher && !(m->scanners[c] = scanner_new(p->categories[c].matcher)))
			return false;
	return true;
}

struct match_run *match_run_new(const struct match_plan *p)
{
	struct match_run *m = mem_alloc(sizeof(*m), 1);

	if (!m)
		return NULL;
	m->plan = p;
	if (init_run(m))
		return m;
	match_run_free(m);
	return NULL;
}

void match_run_free(struct match_run *m)
{
	if (!m)
		return;
	for (size_t c = 0; m->scanners && c < category_count; c++)
		scanner_free(m->scanners[c]);
	mem_free(m->scanners);
	mem_free(m->marks);
	mem_free(m->findings);
	mem_free(m->finding_turns);
	mem_free(m->undecided_turns);
	mem_free(m);
}

/* The matching of one record. */
struct pass {
	struct match_run *m;
	const struct record *record;
	struct arena *a;
	struct matched *out;
	bool full;
};

/* One event that a rule fired on, and where it stands. */
struct place {
	struct pass *pass;
	struct finding *finding;
	size_t category;
	const struct node *event;
	size_t index;      /* in its list */
	size_t count;      /* of what was seen, so far */
};

/* Text of @value as a report shows it. */
static struct str shown(const struct node *value)
{
	struct str text = value ? predicate_text(value) : str_of(NULL, 0);

	return text.ptr ? text : value && value->type == NODE_NULL ? STR_LIT("null") : STR_LIT("(present)");
}

static void add_seen(struct place *p, struct str field, struct str value, const struct field *info)
{
	struct seen **at = &p->finding->seen;

	for (; *at; at = &(*at)->next)
		if (str_eq((*at)->field, field) && str_eq((*at)->value, value))
			return;
	if (p->count++ >= FINDING_MAX_SEEN)
		return;
	struct seen *s = ARENA_NEW(p->pass->a, struct seen, 1);
	if (s) {
		s->field = field;
		s->value = arena_copy(p->pass->a, value);
		s->source = info && info->is_fact ? str_from(info->source) : STR_LIT("input");
		s->is_personal = info && info->is_personal;
	}
	if (!s || !s->value.ptr)
		p->pass->full = true;
	else
		*at = s;
}

/* "sessions[2]." before what stands in an event; nothing before what stands in the record. */
static struct str with_place(struct place *p, bool beside, struct str field)
{
	const char *list = categories[p->category].path;
	struct str full = beside || !*list ? field :
	    arena_printf(p->pass->a, "%s[%zu].%.*s", list, p->index, STR_ARG(field));

	p->pass->full |= !full.ptr;
	return full;
}

/* What a fact is about, if it stands beside it: "emails[0].address" of "emails[0].address.free". */
static void add_base(struct place *p, bool beside, const struct field_fact *fact, struct str field,
    const struct node *owner)
{
	const struct node *base = owner ? node_get_str(owner, fact->base) : NULL;
	size_t len = field.len;

	if (!base || node_is_container(base))
		return;
	while (len && !str_starts(str_of(field.ptr + len, field.len - len), fact->tail))
		len--;
	if (!len)
		return;
	struct str above = str_of(field.ptr, len);
	const char *list = categories[p->category].path;
	size_t skip = beside ? strlen("applicant.") : 0;
	const struct names *names = &p->pass->m->plan->categories[p->category].matcher->names;
	struct str name = names->places[(size_t)(fact - p->pass->m->plan->categories[p->category].facts)].path;
	(void)list;
	name = str_of(name.ptr, name.len - fact->tail.len);
	(void)skip;
	add_seen(p, with_place(p, beside, above), shown(base), field_find(p->category, name));
}

static void see(void *context, struct str name, const struct node *value)
{
	struct place *p = context;
	struct pass *pass = p->pass;
	const struct category_plan *c = &pass->m->plan->categories[p->category];
	uint32_t place = intern_find(&c->matcher->names.by_path, name);
	const struct reading *r = &pass->m->scanners[p->category]->reading;
	struct str beside_prefix = STR("applicant."), field;
	const struct node *owner;

	if (pass->full || place == INTERN_NONE)
		return;
	if (!value && reading_first(r, place) != NAMES_NONE)
		value = r->values[reading_first(r, place)].node;
	bool beside = str_starts(name, beside_prefix);
	const struct node *top = beside ? pass->record->root : p->event;
	if (beside)
		name = str_of(name.ptr + beside_prefix.len, name.len - beside_prefix.len);
	if (!value || !names_locate(top, name, value, pass->a, &field, &owner)) {
		field = name;
		owner = NULL;
	}
	add_seen(p, with_place(p, beside, field), shown(value), c->facts[place].field);
	if (c->facts[place].base.len)
		add_base(p, beside, &c->facts[place], field, owner);
}

static struct finding *finding_for(struct pass *pass, const struct rule *rule, size_t number)
{
	struct match_run *m = pass->m;

	if (m->finding_turns[number] == m->turn)
		return m->findings[number];
	struct finding *f = ARENA_NEW(pass->a, struct finding, 1);
	if (!f) {
		pass->full = true;
		return NULL;
	}
	f->rule = rule;
	m->findings[number] = f;
	m->finding_turns[number] = m->turn;
	struct finding **at = &pass->out->findings;
	while (*at && (*at)->rule->index < rule->index)
		at = &(*at)->next;
	f->next = *at;
	*at = f;
	pass->out->finding_count++;
	return f;
}
