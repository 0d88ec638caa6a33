#include "match/match.h"

#include "match/correlate.h"
#include "match/index.h"
#include "match/observed.h"
#include "record/field.h"

/* What is told of one finding before the rest is only counted. */
enum { FINDING_MAX_SEEN = 32 };

/* What says where a fact comes from, or what bears it out, stands beside it: "address.published_in". */
static const struct str origin_endings[] = { STR("_in"), STR("_entry"), STR("_by") };

/* What the report wants to know of a field that rules of one category read; by the matcher's place. */
struct field_fact {
	const struct field *field; /* NULL: the registry does not know it */
	const struct field *base;  /* a fact: the field beside it that it is about, or NULL */
	struct str base_key;       /* that field's key */
	struct str tail;           /* what the fact's name has behind the field's */
	struct str origin_keys[COUNT(origin_endings)]; /* no text where the registry knows none */
};

struct category_plan {
	struct matcher *matcher;   /* NULL: no rules */
	struct field_fact *facts;
	size_t *numbers;           /* by the matcher's rule: the plan's */
};

struct match_plan {
	struct arena arena;
	struct rule *const *rules;
	size_t rule_count;
	struct category_plan *categories; /* category_count of them */
	struct observed observed;
	struct correlator *correlator;    /* of correlations within one record */
	bool *is_read, *is_silent;        /* by rule: a correlation reads it; and alone it is no finding */
	bool *is_joined;                  /* by rule: a correlation that joins records reads it */
	size_t correlation_count;
};

/* A rule that fired on an event and that a correlation reads. */
struct occurrence {
	const struct node *event;
	size_t category, index;
	const struct rule *rule;
};

struct match_run {
	const struct match_plan *plan;
	struct scanner **scanners;  /* by category */
	uint64_t *marks;            /* by path of plan->observed */
	uint64_t turn;
	struct finding **findings;  /* by rule, if its turn is now */
	uint64_t *turns;
	struct correlate_run *correlate;
	struct occurrence *occurrences;
	size_t occurrence_count, occurrence_size;
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
		out->base = f->type == FIELD_MAP ? NULL : f;
		out->base_key = last_key(above);
		out->tail = str_of(name.ptr + len, name.len - len);
		return;
	}
}

/* Few facts have one, and rules fire often: what there is to look for is found here. */
static bool find_origins(size_t category, struct str name, struct field_fact *fact, struct arena *a)
{
	for (size_t i = 0; i < COUNT(origin_endings); i++) {
		const struct str path[] = { name, origin_endings[i] };
		const struct str key[] = { fact->base_key, fact->tail, origin_endings[i] };
		struct str known = arena_join(a, path, COUNT(path));
		if (known.ptr && field_find(category, known))
			fact->origin_keys[i] = known = arena_join(a, key, COUNT(key));
		if (!known.ptr)
			return false;
	}
	return true;
}

static bool find_facts(struct match_plan *p, size_t category)
{
	struct category_plan *c = &p->categories[category];
	const struct trie *names = &c->matcher->names;

	for (size_t i = 0; i < names->count; i++) {
		struct field_fact *fact = &c->facts[i];
		if (!names->places[i].is_field)
			continue;
		fact->field = field_find(category, names->places[i].path);
		if (!fact->field || !fact->field->is_fact)
			continue;
		find_base(category, names->places[i].path, fact);
		if (fact->base && !find_origins(category, names->places[i].path, fact, &p->arena))
			return false;
	}
	return true;
}

static bool plan_category(struct match_plan *p, size_t category, struct rule **work, struct err *e)
{
	struct category_plan *c = &p->categories[category];
	size_t count = 0;

	c->numbers = ARENA_NEW(&p->arena, size_t, p->rule_count);
	for (size_t i = 0; c->numbers && i < p->rule_count; i++)
		if (p->rules[i]->kind == RULE_DETECTION && p->rules[i]->category_index == category) {
			c->numbers[count] = i;
			work[count++] = p->rules[i];
		}
	if (!c->numbers)
		return err_set(e, ERR_MEMORY, "out of memory");
	if (!count)
		return true;
	if (!(c->matcher = matcher_new(work, count, e)))
		return false;
	c->facts = ARENA_NEW(&p->arena, struct field_fact, c->matcher->names.count);
	return (c->facts && find_facts(p, category)) || err_set(e, ERR_MEMORY, "out of memory");
}

bool match_stays_within(const struct rule *r)
{
	if (r->kind == RULE_CORRELATION)
		for (size_t i = 0; i < r->correlation->group_by_count; i++)
			if (str_is(r->correlation->group_by[i], "applicant.id"))
				return true;
	return false;
}

/* What @c, which joins records, reads; without "generate" that says nothing by itself. */
static void plan_join(struct match_plan *p, const struct correlation *c)
{
	for (size_t i = 0; i < p->rule_count; i++)
		for (size_t k = 0; k < c->rule_count; k++)
			if (c->rules[k] == p->rules[i]) {
				p->is_joined[i] = true;
				p->is_silent[i] = p->is_silent[i] || !c->generate;
			}
}

static bool plan_correlations(struct match_plan *p)
{
	const struct rule **within = mem_alloc(sizeof(*within), p->rule_count);

	p->is_read = ARENA_NEW(&p->arena, bool, p->rule_count);
	p->is_silent = ARENA_NEW(&p->arena, bool, p->rule_count);
	p->is_joined = ARENA_NEW(&p->arena, bool, p->rule_count);
	for (size_t i = 0; within && i < p->rule_count; i++)
		if (match_stays_within(p->rules[i]))
			within[p->correlation_count++] = p->rules[i];
	p->correlator = within ? correlator_new(within, p->correlation_count) : NULL;
	mem_free(within);
	if (!p->correlator || !p->is_read || !p->is_silent || !p->is_joined)
		return false;
	for (size_t i = 0; i < p->rule_count; i++) {
		p->is_read[i] = correlator_reads(p->correlator, p->rules[i]);
		/* A rule without a level only feeds correlations, those that join records too. */
		p->is_silent[i] = !p->rules[i]->exception &&
		    (p->rules[i]->level == LEVEL_NONE || correlator_silences(p->correlator, p->rules[i]));
	}
	for (size_t i = 0; i < p->rule_count; i++)
		if (p->rules[i]->kind == RULE_CORRELATION && !match_stays_within(p->rules[i]))
			plan_join(p, p->rules[i]->correlation);
	return true;
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
	return (plan_correlations(p) && observed_make(&p->observed, matchers, &p->arena)) ||
	    err_set(e, ERR_MEMORY, "out of memory");
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
	correlator_free(p->correlator);
	arena_clear(&p->arena);
	mem_free(p);
}

static bool init_run(struct match_run *m)
{
	const struct match_plan *p = m->plan;

	m->scanners = mem_alloc(sizeof(*m->scanners), category_count);
	m->marks = mem_alloc(sizeof(*m->marks), p->observed.count);
	m->findings = mem_alloc(sizeof(*m->findings), p->rule_count);
	m->turns = mem_alloc(sizeof(*m->turns), p->rule_count);
	m->correlate = correlate_run_new(p->correlator);
	if (!m->scanners || !m->marks || !m->findings || !m->turns || !m->correlate)
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
	mem_free(m->turns);
	mem_free(m->occurrences);
	correlate_run_free(m->correlate);
	mem_free(m);
}

/* The matching of one record. */
struct pass {
	struct match_run *m;
	const struct record *record;
	struct arena *a;
	struct matched *out;
	struct node applicant, id; /* the record with an id of its own, if it has none */
	bool full;
};

/* One event that a rule fired on, and where it stands. */
struct place {
	struct pass *pass;
	struct finding *finding;
	size_t category;
	const struct node *event;
	size_t index;              /* in its list */
};

/* A value as a report shows it. */
static struct str shown(const struct node *value)
{
	struct str text = value ? predicate_text(value) : str_of(NULL, 0);

	return text.ptr ? text : value && value->type == NODE_NULL ? STR_LIT("null") : STR_LIT("(present)");
}

static void add_seen(struct place *p, struct str field, struct str value, const struct field *info)
{
	struct seen **at = &p->finding->seen;
	size_t count = 0;

	for (; *at; at = &(*at)->next, count++)
		if (str_eq((*at)->field, field) && str_eq((*at)->value, value))
			return;
	if (count >= FINDING_MAX_SEEN)
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

	if (!beside && *list)
		field = record_place(p->pass->a, list, p->index, field);
	p->pass->full |= !field.ptr;
	return field;
}

/* What a fact is about: "emails[0].address" of "emails[0].address.free", beside it in @owner. */
static void add_base(struct place *p, bool beside, const struct field_fact *fact, struct str field,
    const struct node *owner)
{
	const struct node *base = owner ? node_get_str(owner, fact->base_key) : NULL;
	size_t len = field.len > fact->tail.len ? field.len - fact->tail.len : 0;

	if (!base || node_is_container(base))
		return;
	while (len && !str_starts(str_of(field.ptr + len, field.len - len), fact->tail))
		len--;
	if (len)
		add_seen(p, with_place(p, beside, str_of(field.ptr, len)), shown(base), fact->base);
}

/* What says where the fact comes from, or what bears it out. */
static void add_origins(struct place *p, bool beside, const struct field_fact *fact, struct str field,
    const struct node *owner)
{
	for (size_t i = 0; owner && i < COUNT(origin_endings); i++) {
		struct str key = fact->origin_keys[i];
		const struct node *n = key.ptr ? node_get_str(owner, key) : NULL;
		if (!n || !(n->flags & NODE_FACT) || n->type == NODE_MAP)
			continue;
		const struct str parts[] = { field, origin_endings[i] };
		struct str name = arena_join(p->pass->a, parts, COUNT(parts));
		p->pass->full |= !name.ptr;
		if (name.ptr && n->type != NODE_LIST)
			add_seen(p, with_place(p, beside, name), shown(n), fact->field);
		NODE_EACH(item, name.ptr && n->type == NODE_LIST ? n : NULL)
			add_seen(p, with_place(p, beside, name), shown(item), fact->field);
	}
}

static void see(void *context, uint32_t place, struct str name, const struct node *value)
{
	struct place *p = context;
	struct pass *pass = p->pass;
	const struct category_plan *c = &pass->m->plan->categories[p->category];
	const struct reading *r = &pass->m->scanners[p->category]->reading;
	struct str prefix = STR("applicant."), field;
	bool beside = str_starts(name, prefix);
	const struct node *owner;

	if (pass->full)
		return;
	if (!value && reading_first(r, place) != TRIE_NONE)
		value = r->values[reading_first(r, place)].node;
	if (beside)
		name = str_of(name.ptr + prefix.len, name.len - prefix.len);
	if (!value || !trie_locate(beside ? pass->record->root : p->event, name, value, pass->a, &field, &owner)) {
		field = name;
		owner = NULL;
	}
	add_seen(p, with_place(p, beside, field), shown(value), c->facts[place].field);
	if (c->facts[place].base) {
		add_base(p, beside, &c->facts[place], field, owner);
		add_origins(p, beside, &c->facts[place], field, owner);
	}
}

/* The record's finding for rule @number, new or not.  NULL, and the pass is full, without memory. */
static struct finding *finding_for(struct pass *pass, size_t number)
{
	struct match_run *m = pass->m;
	const struct rule *rule = m->plan->rules[number];
	struct finding **at = rule->exception ? &pass->out->excepted : &pass->out->findings;

	if (m->turns[number] == m->turn)
		return m->findings[number];
	struct finding *f = ARENA_NEW(pass->a, struct finding, 1);
	if (!f) {
		pass->full = true;
		return NULL;
	}
	f->rule = rule;
	m->findings[number] = f;
	m->turns[number] = m->turn;
	while (*at && (*at)->rule->index < f->rule->index)
		at = &(*at)->next;
	f->next = *at;
	*at = f;
	pass->out->finding_count += !rule->exception;
	return f;
}

int64_t match_event_time(const struct node *event, const struct node *root)
{
	static const char *const names[] = { "at", "added_at" };
	struct when w;

	for (size_t i = 0; i < COUNT(names); i++)
		if (when_parse(node_get_text(event, names[i]), &w))
			return w.seconds * 1000 + w.nanoseconds / 1000000;
	if (when_parse(node_get_text(root, "applied_at"), &w))
		return w.seconds * 1000 + w.nanoseconds / 1000000;
	return WINDOW_NO_TIME;
}

static void add_occurrence(struct pass *pass, size_t category, const struct node *event, size_t index,
    const struct rule *rule)
{
	struct match_run *m = pass->m;

	if (m->occurrence_count == m->occurrence_size) {
		size_t size = m->occurrence_size ? m->occurrence_size * 2 : 64;
		struct occurrence *grown = mem_grow(m->occurrences, sizeof(*grown), size);
		if (!grown) {
			pass->full = true;
			return;
		}
		m->occurrences = grown;
		m->occurrence_size = size;
	}
	m->occurrences[m->occurrence_count] = (struct occurrence){ event, category, index, rule };
	pass->full |= !correlate_add(m->correlate, rule, event, &pass->applicant,
	    match_event_time(event, pass->record->root), m->occurrence_count);
	m->occurrence_count++;
}

static void add_undecided(struct pass *pass, const struct rule *rule)
{
	struct str_list *list = &pass->out->undecided;
	struct str id = rule->id.len ? rule->id : rule->title;

	for (size_t i = 0; i < list->count; i++)
		if (str_eq(list->at[i], id))
			return;
	if (!list->at && !(list->at = ARENA_NEW(pass->a, struct str, pass->m->plan->rule_count)))
		pass->full = true;
	else
		list->at[list->count++] = id;
}

static void add_joined(struct pass *pass, size_t category, const struct node *event, size_t index,
    const struct rule *rule)
{
	struct joined *j = ARENA_NEW(pass->a, struct joined, 1);

	if (!j) {
		pass->full = true;
		return;
	}
	*j = (struct joined){ pass->out->joined, rule, event, category, index };
	pass->out->joined = j;
}

static void take_event(struct pass *pass, size_t category, const struct node *event, size_t index)
{
	struct match_run *m = pass->m;
	struct scanner *s = m->scanners[category];
	struct scan_result result = scanner_next(s, event);

	observed_mark(&m->plan->observed, category, &s->reading, m->marks, m->turn);
	for (size_t i = 0; i < result.count && !pass->full; i++) {
		size_t number = m->plan->categories[category].numbers[s->matched[i]];
		if (m->plan->is_read[number])
			add_occurrence(pass, category, event, index, result.rules[i]);
		if (m->plan->is_joined[number])
			add_joined(pass, category, event, index, result.rules[i]);
		if (m->plan->is_silent[number])
			continue;
		struct place p = { pass, finding_for(pass, number), category, event, index };
		if (!p.finding)
			return;
		p.finding->events++;
		scanner_seen(s, result.rules[i], see, &p);
	}
	for (size_t i = 0; i < result.undecided_count && !pass->full; i++)
		add_undecided(pass, result.undecided[i]);
}

static void take_category(struct pass *pass, size_t category)
{
	struct match_run *m = pass->m;
	const struct node *root = pass->record->root, *events = category_events(root, category);
	struct scanner *s = m->scanners[category];
	bool is_root = !*categories[category].path;
	size_t index = 0;

	scanner_beside(s, root);
	if (is_root)
		take_event(pass, category, root, 0);
	else
		NODE_EACH(event, events)
			take_event(pass, category, event, index++);
	if (!is_root && !index && m->plan->categories[category].matcher->names.beside != TRIE_NONE)
		observed_mark(&m->plan->observed, category, &s->reading, m->marks, m->turn);
	observed_mark_list(&m->plan->observed, category, root, index > 0, m->marks, m->turn);
}

/* Show, of an event that a correlation counted, what it counted, or else why the event's rule fired. */
static void see_occurrence(struct place *p, const struct correlation *c, const struct occurrence *o)
{
	struct scanner *s = p->pass->m->scanners[o->category];

	p->category = o->category;
	p->event = o->event;
	p->index = o->index;
	scanner_beside(s, p->pass->record->root);
	scanner_next(s, o->event);
	scanner_seen(s, o->rule, see, p);
	for (size_t i = 0; i < c->field_count; i++) {
		const struct node *value;
		struct str field;
		if (!trie_gather(o->event, c->fields[i], &value, 1))
			continue;
		field = with_place(p, false, c->fields[i]);
		add_seen(p, field, shown(value), field_find(o->category, c->fields[i]));
	}
}

static void take_correlation(void *context, const struct correlate_hit *hit)
{
	struct pass *pass = context;
	const struct match_plan *plan = pass->m->plan;
	size_t number = 0;

	while (number < plan->rule_count && plan->rules[number] != hit->rule)
		number++;
	if (pass->full || number == plan->rule_count || hit->rule->level == LEVEL_NONE)
		return;
	struct place p = { .pass = pass, .finding = finding_for(pass, number) };
	if (!p.finding)
		return;
	p.finding->events += hit->line_count;
	for (size_t i = 0; i < hit->line_count && i < FINDING_MAX_SEEN; i++)
		see_occurrence(&p, hit->rule->correlation, &pass->m->occurrences[hit->lines[i]]);
}

static void take_correlations(struct pass *pass)
{
	struct match_run *m = pass->m;

	if (!m->occurrence_count)
		return;
	pass->full |= !correlate_finish(m->correlate, take_correlation, pass);
	bool is_cut = correlate_is_cut(m->correlate, NULL);
	for (size_t i = 0; is_cut && i < m->plan->rule_count && !pass->full; i++)
		if (correlate_is_cut(m->correlate, m->plan->rules[i]))
			add_undecided(pass, m->plan->rules[i]);
	correlate_reset(m->correlate);
	m->occurrence_count = 0;
}

static void take_codes(struct pass *pass, const char *fact, struct str_list *out)
{
	const struct node *list = node_get(pass->record->root, fact);

	if (!list || list->type != NODE_LIST || !list->len)
		return;
	out->at = ARENA_NEW(pass->a, struct str, list->len);
	if (!out->at) {
		pass->full = true;
		return;
	}
	NODE_EACH(code, list)
		if (code->type == NODE_TEXT)
			out->at[out->count++] = node_text(code);
}

/* Correlations group by "applicant.id": a record that was given none has its own all the same. */
static void name_applicant(struct pass *pass)
{
	const struct record *r = pass->record;
	struct str key = STR("id");

	pass->applicant = *r->root;
	if (!pass->m->plan->correlation_count || node_get(r->root, "id"))
		return;
	pass->id = (struct node){ .type = NODE_TEXT, .next = r->root->child };
	pass->id.key = key.ptr;
	pass->id.key_len = (uint32_t)key.len;
	pass->id.key_hash = str_hash(key);
	pass->id.text = r->id.ptr;
	pass->id.len = (uint32_t)r->id.len;
	pass->applicant.child = &pass->id;
}

bool match_record(struct match_run *m, const struct record *r, struct arena *a, struct matched *out)
{
	struct pass pass = { .m = m, .record = r, .a = a, .out = out };

	*out = (struct matched){ 0 };
	m->turn++;
	name_applicant(&pass);
	for (size_t c = 0; c < category_count && !pass.full; c++)
		if (m->scanners[c])
			take_category(&pass, c);
	take_correlations(&pass);
	take_codes(&pass, "verifications.passed", &out->passed);
	take_codes(&pass, "verifications.failed", &out->failed);
	out->explained = r->explained;
	return observed_missing(&m->plan->observed, m->marks, m->turn, a, &out->not_observed) && !pass.full;
}
