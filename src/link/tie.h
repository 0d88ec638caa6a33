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
};

/**
 * All values of @r that may tie, each once, in the order of the kinds.  Facts must have been added: an internet address
 * that a list knows as anybody's (VPN, relay, gateway, hosting, special) is none.  False when @a is full.
 */
bool tie_values(const struct record *r, struct arena *a, struct tie_value **out) NODISCARD;

/**
 * Is @name, in events of @category, one of the fields that tie?  Then the normal form of its value in @event, with the
 * key; false if it is not, or the event has none.
 */
bool tie_of_event(size_t category, struct str name, const struct node *event, struct arena *a, struct tie_value *out)
    NODISCARD;

/** Is it a field of which nothing but the normal form is compared?  (Of a postal address the kind matters as well.) */
bool tie_is_field(size_t category, struct str name);

/** The hash of a normal form of kind @tie. */
uint64_t tie_hash(enum tie tie, struct str normal);

#endif
