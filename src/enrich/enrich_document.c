/* enrich_document.c - what documents say of themselves, of each other, and of the claimed home. */
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

/* Do two dates say another thing, as far as both of them say it? */
static bool dates_differ(const struct when *a, const struct when *b)
{
	return ends_before(a, b) || ends_before(b, a);
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

/* Against the birth date given and those of the other documents. */
static void put_birth_date(struct enrich *e, const struct node *documents, struct node *document)
{
	struct when born, other;
	bool known = false, differs = false;

	if (!when_of(document, "birth_date", &born))
		return;
	if (when_of(e->root, "birth_date", &other)) {
		known = true;
		differs = dates_differ(&born, &other);
	}
	NODE_EACH(n, documents) {
		if (n == document || n->type != NODE_MAP || !when_of(n, "birth_date", &other))
			continue;
		known = true;
		differs = differs || dates_differ(&born, &other);
	}
	if (known)
		fact_bool(e, document, FACT_BIRTH_DATE_AGREES, !differs);
}

/* One number, or one image, under two kinds of document; two pictures of one camera within a minute. */
static void put_shared(struct enrich *e, const struct node *documents, struct node *document)
{
	struct str kind = fact_member(document, "kind"), image = fact_member(document, "image_sha256");
	struct str camera = fact_member(document, "camera");
	struct when taken, other;
	bool has_time = when_of(document, "taken_at", &taken) && taken.grain == WHEN_TIME;
	bool same_image = false, burst = false, others = false;

	NODE_EACH(n, documents) {
		if (n == document || n->type != NODE_MAP)
			continue;
		others = true;
		same_image = same_image || (image.len && str_eq_ascii(fact_member(n, "image_sha256"), image) &&
		    !str_eq(fact_member(n, "kind"), kind));
		if (has_time && camera.len && str_eq(fact_member(n, "camera"), camera) &&
		    when_of(n, "taken_at", &other) && other.grain == WHEN_TIME) {
			int64_t apart = taken.seconds - other.seconds;
			burst = burst || (apart <= BURST_SECONDS && -apart <= BURST_SECONDS);
		}
	}
	if (image.len && others)
		fact_bool(e, document, FACT_IMAGE_OF_OTHER_KIND, same_image);
	if (has_time && camera.len && others)
		fact_bool(e, document, FACT_TAKEN_WITH_ANOTHER, burst);
}

void enrich_documents(struct enrich *e, struct node *root)
{
	const struct node *documents = node_get(root, "documents");

	NODE_EACH(n, documents) {
		if (n->type != NODE_MAP)
			continue;
		put_validity(e, n);
		put_birth_date(e, documents, n);
		put_shared(e, documents, n);
		put_place_agreement(e, n, fact_member(n, "address"), FACT_ADDRESS_AGREES);
	}
}
