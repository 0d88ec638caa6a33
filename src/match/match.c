#include "match/match_inside.h"

static bool init_run(struct match_run *m)
{
	const struct match_plan *p = m->plan;

	m->scanners = mem_alloc(sizeof(*m->scanners), category_count);
	m->lists = mem_alloc(sizeof(*m->lists), category_count);
	m->findings = mem_alloc(sizeof(*m->findings), p->rule_count);
	m->turns = mem_alloc(sizeof(*m->turns), p->rule_count);
	m->correlate = correlate_run_new(p->correlator);
	if (!observed_marks_init(&m->marks, &p->observed) || !m->scanners || !m->lists || !m->findings || !m->turns ||
	    !m->correlate)
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
	mem_free(m->lists);
	observed_marks_clear(&m->marks);
	mem_free(m->findings);
	mem_free(m->turns);
	mem_free(m->occurrences);
	correlate_run_free(m->correlate);
	mem_free(m);
}

void match_run_join(struct match_run *m)
{
	m->joins = true;
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

static bool read_time(struct str text, int64_t *millis)
{
	struct when w;

	if (!when_parse(text, &w))
		return false;
	*millis = w.seconds * 1000 + w.nanoseconds / 1000000;
	return true;
}

bool match_own_time(const struct node *event, int64_t *millis)
{
	return read_time(node_get_text(event, "at"), millis) || read_time(node_get_text(event, "added_at"), millis);
}

int64_t match_record_time(const struct node *root)
{
	int64_t millis;

	return read_time(node_get_text(root, "applied_at"), &millis) ? millis : WINDOW_NO_TIME;
}

int64_t match_event_time(const struct node *event, const struct node *root)
{
	int64_t millis;

	return match_own_time(event, &millis) ? millis : match_record_time(root);
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
	struct str prefix = { NULL, 0 };

	observed_mark(&m->plan->observed, category, &s->reading,
	    m->plan->categories[category].share.count ? s->reading.beside_met : 0, &m->marks);
	for (size_t i = 0; i < result.count && !pass->full; i++) {
		size_t number = m->plan->categories[category].numbers[s->matched[i]];
		if (m->plan->is_read[number])
			add_occurrence(pass, category, event, index, result.rules[i]);
		if (m->joins && m->plan->is_joined[number])
			add_joined(pass, category, event, index, result.rules[i]);
		if (m->plan->is_silent[number])
			continue;
		struct place p = { pass, finding_for(pass, number), category, event, index, prefix };
		if (!p.finding)
			return;
		p.finding->events++;
		scanner_seen(s, result.rules[i], match_see, &p);
		prefix = p.prefix;
	}
	for (size_t i = 0; i < result.undecided_count && !pass->full; i++)
		add_undecided(pass, result.undecided[i]);
}

/* What rules of a category ask of the applicant: shared, or read for them alone. */
static void give_applicant(struct pass *pass, size_t category)
{
	struct match_run *m = pass->m;
	const struct share *share = &m->plan->categories[category].share;

	if (share->count)
		scanner_share(m->scanners[category], m->scanners[CATEGORY_APPLICANT], share);
	else
		scanner_beside(m->scanners[category], pass->record->root);
}

/* The applicant's own category comes first, for the others to share. */
static void take_applicant(struct pass *pass)
{
	give_applicant(pass, CATEGORY_APPLICANT);
	take_event(pass, CATEGORY_APPLICANT, pass->record->root, 0);
}

static void take_category(struct pass *pass, size_t category)
{
	struct match_run *m = pass->m;
	const struct category_plan *c = &m->plan->categories[category];
	const struct category_list *events = &m->lists[category];
	bool has_events = category_list_has(events);
	size_t index = 0;

	/* What is shared was marked as observed with the applicant. */
	if (has_events || !c->share.count)
		give_applicant(pass, category);
	if (!has_events && !c->share.count && c->matcher->names.beside != TRIE_NONE)
		observed_mark(&m->plan->observed, category, &m->scanners[category]->reading, 0, &m->marks);
	NODE_EACH(event, events->list)
		take_event(pass, category, event, index++);
	observed_mark_list(&m->plan->observed, category, events, &m->marks);
}

/* Show, of an event that a correlation counted, what it counted, or else why the event's rule fired. */
static void see_occurrence(struct place *p, const struct correlation *c, const struct occurrence *o)
{
	struct scanner *s = p->pass->m->scanners[o->category];

	p->category = o->category;
	p->event = o->event;
	p->index = o->index;
	p->prefix = str_of(NULL, 0);
	give_applicant(p->pass, o->category);
	scanner_next(s, o->event);
	scanner_seen(s, o->rule, match_see, p);
	match_see_counted(p, c);
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
	observed_begin(&m->marks);
	name_applicant(&pass);
	category_lists(r->root, m->lists);
	if (m->scanners[CATEGORY_APPLICANT])
		take_applicant(&pass);
	for (size_t c = CATEGORY_APPLICANT + 1; c < category_count && !pass.full; c++)
		if (m->scanners[c])
			take_category(&pass, c);
	take_correlations(&pass);
	take_codes(&pass, "verifications.passed", &out->passed);
	take_codes(&pass, "verifications.failed", &out->failed);
	out->explained = r->explained;
	out->asked = (struct str_list){ m->plan->observed.paths, m->plan->observed.count };
	return observed_missing(&m->plan->observed, &m->marks, a, &out->not_observed) && !pass.full;
}
