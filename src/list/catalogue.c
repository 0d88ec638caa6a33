#include "list/catalogue.h"

#include "base/embedded.h"

/* Which of the three tables an entry of the index is in: its two top bits.  The rest is the place there, plus one. */
enum { ADVISORY = 1, INDICATOR = 2, OBSERVATION = 3, KIND_SHIFT = 30, PLACE_MASK = (1 << KIND_SHIFT) - 1 };

/* The list that a file of the catalogue is; no file is larger than a few hundred entries. */
static const struct node *load(const char *path)
{
	const struct embedded_file *f = embedded_find(path);

	return f && f->documents ? f->documents->child : NULL;
}

static size_t length(const struct node *list)
{
	return list && list->type == NODE_LIST ? list->len : 0;
}

static struct str id_at(const struct catalogue *c, uint32_t entry)
{
	size_t at = (entry & PLACE_MASK) - 1;

	return entry >> KIND_SHIFT == ADVISORY ? c->advisories[at].id :
	    entry >> KIND_SHIFT == INDICATOR ? c->indicators[at].id : c->observations[at].code;
}

/* The slot that holds @id as @kind, or the empty one where it belongs. */
static uint32_t *slot(const struct catalogue *c, uint32_t kind, struct str id)
{
	size_t mask = c->index_size - 1, i = str_hash(id) & mask;

	while (c->index[i] && (c->index[i] >> KIND_SHIFT != kind || !str_eq(id_at(c, c->index[i]), id)))
		i = (i + 1) & mask;
	return &c->index[i];
}

/* The place of @id in its table, or -1. */
static ptrdiff_t find(const struct catalogue *c, uint32_t kind, struct str id)
{
	return (ptrdiff_t)(*slot(c, kind, id) & PLACE_MASK) - 1;
}

static void enter(struct catalogue *c, uint32_t kind, size_t place, struct str id)
{
	*slot(c, kind, id) = kind << KIND_SHIFT | (uint32_t)(place + 1);
}

static void read_advisories(struct catalogue *c, const struct node *list)
{
	NODE_EACH(n, list) {
		struct advisory *a = &c->advisories[c->advisory_count];
		*a = (struct advisory){
			node_get_text(n, "id"), node_get_text(n, "publisher"), node_get_text(n, "title"),
			node_get_text(n, "date"), node_get_text(n, "url"), node_get_text(n, "tier"),
			node_get_text(n, "verified"), node_get_text(n, "summary"), n,
		};
		enter(c, ADVISORY, c->advisory_count++, a->id);
	}
}

static bool link_advisories(struct catalogue *c, struct indicator *x, struct arena *a)
{
	const struct node *ids = node_get(x->doc, "advisories");

	if (!(x->advisories = ARENA_NEW(a, const struct advisory *, length(ids))))
		return false;
	NODE_EACH(n, ids) {
		ptrdiff_t at = find(c, ADVISORY, node_text(n));
		if (at >= 0)
			x->advisories[x->advisory_count++] = &c->advisories[at];
	}
	return true;
}

static bool read_indicators(struct catalogue *c, const struct node *list, struct arena *a)
{
	NODE_EACH(n, list) {
		struct indicator *x = &c->indicators[c->indicator_count];
		*x = (struct indicator){
			.id = node_get_text(n, "id"), .text = node_get_text(n, "indicator"),
			.category = node_get_text(n, "category"), .stage = node_get_text(n, "stage"),
			.machine = node_get_text(n, "machine_checkable"), .doc = n,
		};
		enter(c, INDICATOR, c->indicator_count++, x->id);
		if (!link_advisories(c, x, a))
			return false;
	}
	return true;
}

static bool read_observations(struct catalogue *c, const struct node *list, struct arena *a)
{
	NODE_EACH(n, list) {
		struct observation *o = &c->observations[c->observation_count];
		const struct node *ids = node_get(n, "indicators");
		o->code = node_get_text(n, "code");
		o->meaning = node_get_text(n, "meaning");
		enter(c, OBSERVATION, c->observation_count++, o->code);
		if (!(o->indicators = ARENA_NEW(a, const struct indicator *, length(ids))))
			return false;
		NODE_EACH(id, ids) {
			const struct indicator *x = catalogue_indicator(c, node_text(id));
			if (x)
				o->indicators[o->indicator_count++] = x;
		}
	}
	return true;
}

static void read_fairness(struct catalogue *c, const struct node *f)
{
	static const struct str unsaid = STR("judges what a person is, not what a person did");
	const struct node *reasons = node_get(f, "reasons");

	NODE_EACH(n, node_get(f, "never")) {
		ptrdiff_t at = find(c, INDICATOR, node_text(n));
		const struct node *why = node_get_str(reasons, node_text(n));
		if (at >= 0)
			c->indicators[at].never = why ? node_text(why) : unsaid;
	}
	NODE_EACH(n, node_get(f, "context_only")) {
		ptrdiff_t at = find(c, INDICATOR, node_text(n));
		if (at >= 0)
			c->indicators[at].context_only = true;
	}
}

static bool make_room(struct catalogue *c, struct arena *a, size_t advisories, size_t indicators, size_t observations)
{
	c->index_size = 16;
	while (c->index_size < 2 * (advisories + indicators + observations))
		c->index_size *= 2;
	c->index = ARENA_NEW(a, uint32_t, c->index_size);
	c->advisories = ARENA_NEW(a, struct advisory, advisories);
	c->indicators = ARENA_NEW(a, struct indicator, indicators);
	c->observations = ARENA_NEW(a, struct observation, observations);
	return c->index && c->advisories && c->indicators && c->observations;
}

const struct catalogue *catalogue_new(struct arena *a)
{
	struct catalogue *c = ARENA_NEW(a, struct catalogue, 1);
	const struct node *advisories = load("rules/catalogue/advisories.json");
	const struct node *indicators = load("rules/catalogue/indicators.json");
	const struct node *observations = load("rules/catalogue/observations.json");

	if (!c || !make_room(c, a, length(advisories), length(indicators), length(observations)))
		return NULL;
	read_advisories(c, advisories);
	if (!read_indicators(c, indicators, a) || !read_observations(c, observations, a))
		return NULL;
	read_fairness(c, load("rules/catalogue/fairness.json"));
	return c;
}

const struct advisory *catalogue_advisory(const struct catalogue *c, struct str id)
{
	ptrdiff_t at = find(c, ADVISORY, id);

	return at < 0 ? NULL : &c->advisories[at];
}

const struct indicator *catalogue_indicator(const struct catalogue *c, struct str id)
{
	ptrdiff_t at = find(c, INDICATOR, id);

	return at < 0 ? NULL : &c->indicators[at];
}

const struct observation *catalogue_observation(const struct catalogue *c, struct str code)
{
	ptrdiff_t at = find(c, OBSERVATION, code);

	return at < 0 ? NULL : &c->observations[at];
}

/* The nearer of two words, of which the first may be missing.  What is built in ends with NUL. */
static const char *nearer(struct str id, const char *best, struct str word)
{
	const char *two[] = { best, word.ptr };

	return best ? str_nearest(id, two, 2) : str_nearest(id, two + 1, 1);
}

const char *catalogue_nearest(const struct catalogue *c, struct str id)
{
	const char *best = NULL;

	for (size_t i = 0; i < c->indicator_count; i++) {
		const char *near = nearer(id, best, c->indicators[i].id);
		best = near ? near : best;
	}
	for (size_t i = 0; i < c->observation_count; i++) {
		const char *near = nearer(id, best, c->observations[i].code);
		best = near ? near : best;
	}
	return best;
}
