/* enrich_document.c - what documents say of themselves, of each other, and of the claimed home. */
#include <stdlib.h>

#include "base/when.h"
#include "enrich/fact.h"
#include "enrich/place.h"

enum { BURST_SECONDS = 60 };

static bool when_of(const struct node *n, const char *key, struct when *w)
{
	return when_parse(node_get_text(n, key), w);
}

/* Is all of the year, month or day that @a says before the day of @b? */
static bool ends_before(const struct when *a, const struct when *b)
{
	if (a->year != b->year || a->grain == WHEN_YEAR || b->grain == WHEN_YEAR)
		return a->year < b->year;
	if (a->month != b->month || a->grain == WHEN_MONTH || b->grain == WHEN_MONTH)
		return a->month < b->month;
	return a->day < b->day;
}

static void put_validity(struct enrich *e, struct node *document)
{
	struct when issued, expires, applied, born;
	const bool has_issued = when_of(document, "issued_at", &issued);
	const bool has_applied = when_of(e->root, "applied_at", &applied);
	const bool has_expires = when_of(document, "expires_at", &expires);

	if (has_issued && has_expires)
		fact_bool(e, document, FACT_ISSUED_AFTER_EXPIRY, ends_before(&expires, &issued));
	if (has_issued && has_applied)
		fact_bool(e, document, FACT_ISSUED_IN_FUTURE, ends_before(&applied, &issued));
	if (has_expires && has_applied)
		fact_bool(e, document, FACT_EXPIRES_PASSED, ends_before(&expires, &applied));
	if (has_issued && when_of(document, "birth_date", &born))
		fact_bool(e, document, FACT_ISSUED_BEFORE_BIRTH, ends_before(&issued, &born));
}

/* The first and the last of the birth dates, cut to one grain: years, months, days. */
struct span {
	int first, last;
};

enum { GRAINS = WHEN_DAY + 1 };

/* What a date says of one grain, as a number in the order of time. */
static int cut(const struct when *w, int grain)
{
	return w->year * 10000 + (grain >= WHEN_MONTH ? w->month * 100 : 0) + (grain >= WHEN_DAY ? w->day : 0);
}

static bool read_birth_date(struct str text, struct span spans[GRAINS])
{
	struct when w;

	if (!when_parse(text, &w))
		return false;
	for (int g = WHEN_YEAR; g <= WHEN_DAY && g <= (int)w.grain; g++) {
		int at = cut(&w, g);
		spans[g].first = at < spans[g].first ? at : spans[g].first;
		spans[g].last = at > spans[g].last ? at : spans[g].last;
	}
	return true;
}

/* Is every birth date that says so much the same as @w, as far as both say it? */
static bool agrees_with_all(const struct when *w, const struct span spans[GRAINS])
{
	bool agrees = true;

	for (int g = WHEN_YEAR; g <= WHEN_DAY && g <= (int)w->grain; g++)
		agrees = agrees && spans[g].first == cut(w, g) && spans[g].last == cut(w, g);
	return agrees;
}

/* Each document's against the birth date given and those of the other documents. */
static void put_birth_dates(struct enrich *e, const struct node *documents)
{
	struct span spans[GRAINS] = { { INT32_MAX, 0 }, { INT32_MAX, 0 }, { INT32_MAX, 0 } };
	size_t known = read_birth_date(node_as_text(e->top[TOP_BIRTH_DATE]), spans);
	struct when born;

	NODE_EACH(n, documents)
		known += n->type == NODE_MAP && read_birth_date(node_get_text(n, "birth_date"), spans);
	NODE_EACH(n, known > 1 ? documents : NULL)
		if (n->type == NODE_MAP && when_of(n, "birth_date", &born))
			fact_bool(e, n, FACT_BIRTH_DATE_AGREES, agrees_with_all(&born, spans));
}

/* What a document's image says, for comparing it with the others'. */
struct image {
	struct node *document;
	struct str kind, digest, camera;
	int64_t taken;
	bool has_time;
};

static struct image read_image(struct node *document)
{
	struct image i = { .document = document, .kind = fact_member(document, "kind"),
		.digest = fact_member(document, "image_sha256"), .camera = fact_member(document, "camera") };
	struct when taken;

	i.has_time = when_of(document, "taken_at", &taken) && taken.grain == WHEN_TIME;
	i.taken = i.has_time ? taken.seconds : 0;
	return i;
}

static int by_digest(const void *a, const void *b)
{
	const struct image *x = a, *y = b;

	return str_cmp_ascii(x->digest, y->digest);
}

static int by_camera(const void *a, const void *b)
{
	const struct image *x = a, *y = b;
	int order = x->has_time - y->has_time;

	order = order ? order : str_cmp(x->camera, y->camera);
	return order ? order : (x->taken > y->taken) - (x->taken < y->taken);
}

/* One image under two kinds of document.  The same ones stand together. */
static void put_other_kinds(struct enrich *e, struct image *at, size_t count)
{
	qsort(at, count, sizeof(*at), by_digest);
	for (size_t i = 0, end; i < count; i = end) {
		bool differ = false;
		for (end = i + 1; end < count && by_digest(&at[i], &at[end]) == 0; end++)
			differ = differ || !str_eq(at[end].kind, at[i].kind);
		for (size_t k = at[i].digest.len ? i : end; k < end; k++)
			fact_bool(e, at[k].document, FACT_IMAGE_OF_OTHER_KIND, differ);
	}
}

static bool is_burst(const struct image *a, const struct image *b)
{
	return a->has_time && b->has_time && str_eq(a->camera, b->camera) && b->taken - a->taken <= BURST_SECONDS;
}

/* Two pictures of one camera within a minute.  The next ones in time stand beside each other. */
static void put_bursts(struct enrich *e, struct image *at, size_t count)
{
	qsort(at, count, sizeof(*at), by_camera);
	for (size_t i = 0; i < count; i++)
		if (at[i].has_time && at[i].camera.len)
			fact_bool(e, at[i].document, FACT_TAKEN_WITH_ANOTHER,
			    (i && is_burst(&at[i - 1], &at[i])) || (i + 1 < count && is_burst(&at[i], &at[i + 1])));
}

static void put_shared(struct enrich *e, const struct node *documents)
{
	struct image *at = arena_alloc(e->a, documents->len * sizeof(*at));
	size_t count = 0;

	e->failed = e->failed || !at;
	NODE_EACH(n, at ? documents : NULL)
		if (n->type == NODE_MAP)
			at[count++] = read_image(n);
	if (count < 2)
		return;
	put_other_kinds(e, at, count);
	put_bursts(e, at, count);
}

void enrich_documents(struct enrich *e)
{
	const struct node *documents = e->top[TOP_DOCUMENTS];

	if (!documents || documents->type != NODE_LIST)
		return;
	put_birth_dates(e, documents);
	put_shared(e, documents);
	NODE_EACH(n, documents) {
		if (n->type != NODE_MAP)
			continue;
		put_validity(e, n);
		put_place_agreement(e, n, fact_member(n, "address"), FACT_ADDRESS_AGREES);
	}
}
