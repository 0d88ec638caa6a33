/* tie.h - what of a record may tie its applicant to another: each value in the one form in which it is compared. */
#ifndef TIE_H
#define TIE_H

#include "record/record.h"

enum tie {
#define TIE(name, word, is_household, meaning) TIE_##name,
#include "link/tie.list"
#undef TIE
	TIES
};

struct tie_kind {
	const char *word, *meaning;
	bool is_household;
};

extern const struct tie_kind tie_kinds[TIES];

/** The kind of that word, TIES if there is none. */
enum tie tie_find(struct str word);

enum { TIE_NO_TIME = UINT32_MAX };

/* One value of a record.  A near value ties with those like it; all others with their own hash alone. */
struct tie_key {
	uint64_t hash;    /* of kind and normal form; of a near value its own 64 bits */
	uint32_t minute;  /* since 1970, when it was used; TIE_NO_TIME where that is no matter or not known */
	uint8_t tie;
	bool is_near;     /* a perceptual hash */
};

/* A key with what a report shows of it; in the record's arena. */
struct tie_value {
	struct tie_value *next;
	struct tie_key key;
	struct str field; /* "phones[0].number" */
	struct str text;  /* the normal form */
	const struct node *element; /* where it stands, as long as the record is there */
	size_t index;     /* of @element in its list; SIZE_MAX: it is in none */
	uint8_t place;    /* its bit in tie_fields() */
};

/**
 * All values of @r that may tie, each once, in the order of the kinds.  Facts must have been added: an internet address
 * that a list knows as anybody's (VPN, relay, gateway, hosting, special) is none.  False when @a is full.
 */
bool tie_values(const struct record *r, struct arena *a, struct tie_value **out) NODISCARD;

/**
 * Which of the fields that tie is called @name in events of @category: a bit for each that it may be, 0 if it is none.
 * To be asked once, for tie_of_event().
 */
uint32_t tie_fields(size_t category, struct str name);

/** The normal form of what @event has in one of @fields, with the key; false if it has none. */
bool tie_of_event(uint32_t fields, size_t category, const struct node *event, struct arena *a, struct tie_value *out)
    NODISCARD;

/**
 * The one among the first of @values, which tie_values() made, that @element has in @fields, a single field.  NULL:
 * tie_of_event() is to be asked.  *number is its place among them, from 1 on.
 */
const struct tie_value *tie_known(const struct tie_value *values, uint32_t fields, const struct node *element,
    size_t *number);

/** Is @name what the field of @fields is called in tie_value.field, and not the name of a fact about it? */
bool tie_is_called(uint32_t fields, struct str name);

/** Are they fields of which only the normal form is compared?  (Of a postal address the kind matters as well.) */
bool tie_is_plain(uint32_t fields);

/** The hash of a normal form of kind @tie. */
uint64_t tie_hash(enum tie tie, struct str normal);

#endif
