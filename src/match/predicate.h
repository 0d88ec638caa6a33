/* predicate.h - the distinct questions that rules ask, each with a number; and their plain, slow answers. */
#ifndef PREDICATE_H
#define PREDICATE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/ip.h"
#include "base/regex.h"
#include "base/when.h"
#include "match/join.h"
#include "match/reading.h"
#include "rule/rule.h"

enum predicate_kind {
	/* Answered while the values of an event are read. */
	PREDICATE_EXISTS,   /* the field is there, be it empty or null */
	PREDICATE_NULL,     /* a member is null */
	PREDICATE_SCALAR,   /* a member is a text, a number, true or false */
	PREDICATE_TRUE,
	PREDICATE_FALSE,
	PREDICATE_EXACT,    /* @text is all of it */
	PREDICATE_STARTS,
	PREDICATE_ENDS,
	PREDICATE_CONTAINS,
	PREDICATE_NUMBER,   /* the number whose canonical text is @text, or just that text */
	PREDICATE_COMPARE,
	PREDICATE_TIMEPART,
	PREDICATE_NETWORK,
	PREDICATE_ANY_OF,   /* a long list of the above: set when the first of them is */
	/* Asked for by a rule that comes to them. */
	PREDICATE_WILDCARD,
	PREDICATE_REGEX,
	PREDICATE_FIELDREF,
};

struct predicate {
	enum predicate_kind kind;
	bool cased;
	uint32_t place;            /* the field in names; TRIE_EVENT: any text of the event */
	struct str text;           /* EXACT to CONTAINS: folded unless @cased */
	const struct test *test;   /* the first one that asks this */
	struct piece *pieces;      /* WILDCARD: folded unless @cased */
	size_t piece_count;
	struct cidr network;
	struct regex *regex;
	uint32_t other;            /* FIELDREF: the other field's place */
	/* WILDCARD, REGEX, FIELDREF: it can only hold if one of these does; ANY_OF: its members */
	uint32_t *guards;
	size_t guard_count;
	uint32_t uses;             /* how often rules ask it */
};

struct predicates {
	struct predicate *at;
	size_t count, size;
	struct intern by_question;
	struct trie *names;
	struct arena *arena;       /* of everything but regular expressions, which predicates_clear() frees */
	struct buf key;
};

/** All answers are borrowed from @arena. */
struct predicates predicates_make(struct trie *names, struct arena *arena);
void predicates_clear(struct predicates *p);

/**
 * The number of the question that @t, one test of @item, asks, in *id.  TEST_NULL is PREDICATE_NULL and TEST_EXISTS is
 * PREDICATE_EXISTS: absence and negation are the caller's.  False with @e: no memory, or a regular expression or
 * network that the rule loader should have refused.
 */
bool predicate_of_test(struct predicates *p, const struct item *item, const struct test *t, uint32_t *id, struct err *e)
    NODISCARD;

/** The number of a question without text; INTERN_NONE without memory. */
uint32_t predicate_of_kind(struct predicates *p, enum predicate_kind kind, uint32_t place);

/** The number of "any of these"; INTERN_NONE without memory. */
uint32_t predicate_of_list(struct predicates *p, const uint32_t *members, size_t count);

/* What answers need beside the question. */
struct predicate_room {
	struct reading *reading;
	struct arena *scratch;     /* folded texts, until the next event */
	struct arena *kept;        /* those of the applicant, until the next one */
	struct regex_room *regex;
	struct join_room *join;    /* cleared with @scratch */
};

/** A scalar as text, as it is compared: numbers as written, "true", "false".  ptr NULL for anything else. */
struct str predicate_text(const struct node *n);

/** The text of value @index, folded, kept with it; ptr NULL if it is no scalar or memory is out. */
struct str predicate_folded(const struct predicate_room *room, uint32_t index);

enum { PREDICATE_NUMBER_ROOM = 32 };

/** The canonical text of a number: digits as they are, anything else as %.15g; borrowed from @n or @out. */
struct str predicate_number_text(const struct node *n, char out[PREDICATE_NUMBER_ROOM]);

/** A scalar as a number: a number, or a text that is one. */
bool predicate_number(const struct node *n, double *out);

/** Does value @index of the reading meet @q?  Never REGEX_LIMIT but for PREDICATE_REGEX. */
enum regex_answer predicate_holds(const struct predicate *q, const struct predicate_room *room, uint32_t index);

/** One part of a timestamp as written; the week is that of ISO 8601.  False where the text does not tell. */
bool predicate_part(const struct when *w, enum time_part part, int *out);

/** Does any value of the event meet @q, a question that is asked for?  Guards are not looked at. */
enum regex_answer predicate_ask(const struct predicate *q, const struct predicate_room *room);

/** Does a number, or a part of a time, stand to the test's as it asks? */
bool predicate_compare(const struct test *t, double value);

#endif
