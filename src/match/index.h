/* index.h - what matchers and scanners are made of, for the files of the engine alone. */
#ifndef INDEX_H
#define INDEX_H

#include "base/prefix.h"
#include "match/affix.h"
#include "match/matcher.h"
#include "match/needle.h"
#include "match/program.h"
#include "match/share.h"

/* What is asked of the text of a field's values, folded or as it stands.  NULL: nothing of the kind. */
struct text_index {
	struct intern *exact;
	struct affixes *starts, *ends;
	struct needles *contains;
};

/* A number that values are compared with, and the question that this answers. */
struct number_bound {
	double number;
	uint32_t id;
};

/* In the order in which they cease to hold: the first that does not hold ends the search. */
struct number_bounds {
	struct number_bound *at;
	size_t count;
};

enum number_side { SIDE_GT, SIDE_GTE, SIDE_LT, SIDE_LTE, SIDE_EQ, SIDES };

/* What is asked of one field: bits. */
enum {
	ASK_NULL = 1, ASK_SCALAR = 2, ASK_BOOL = 4, ASK_FOLDED = 8, ASK_RAW = 16, ASK_SAME = 32, ASK_NUMBERS = 64,
	ASK_NETWORKS = 128, ASK_TIMEPARTS = 256, ASK_EXISTS = 512,
};

/* All that is asked of one field.  Predicates are INTERN_NONE where nobody asks. */
struct field_index {
	uint32_t exists, null, scalar, yes, no;
	struct text_index folded, raw;
	struct intern *same;     /* PREDICATE_NUMBER by its text, or NULL */
	struct number_bounds *numbers; /* SIDES of them, or NULL */
	struct prefix_set *networks; /* or NULL */
	struct prefix *network_items;
	uint32_t *timeparts;     /* predicates */
	size_t timepart_count;
};

/* Numbers by a number: those of i stand in @list from @from[i] to @from[i + 1]. */
struct fan {
	uint32_t *from, *list;
};

struct matcher {
	struct arena arena;
	struct trie names;
	struct predicates predicates;
	struct codes codes;
	struct rule_code *rules;
	size_t rule_count;
	struct field_index *fields;   /* by place */
	uint16_t *asks;               /* by place: what is asked of that field */
	size_t asked_places;          /* places from here on are read for others */
	struct fan lists;             /* predicate: the ANY_OF that it is a member of */
	bool has_lists;               /* any of those */
	struct fan witnesses;         /* predicate: the rules to look at when it holds */
	uint32_t *always;             /* rules without a witness */
	size_t always_count;
	uint64_t *asked;              /* a bit for each predicate that is asked for: closer at hand than its kind */
	bool has_regex;
};

struct scanner {
	const struct matcher *m;
	struct reading reading;
	struct arena scratch, kept; /* folded texts of the event, of the applicant */
	uint32_t *beside;         /* questions that the applicant answers with yes */
	size_t beside_count;
	struct regex_room *regex;
	struct join_room join;
	struct hits hits;         /* questions answered with yes */
	uint64_t *known;          /* of those that are asked for: answered, if not with yes then with no */
	uint64_t *limited;        /* or with neither */
	bool has_asked;           /* any of them */
	uint64_t *turns;          /* by rule: the last event that it was looked at for */
	uint64_t turn;
	uint32_t *matched;        /* rules, by their index */
	size_t matched_count;
	const struct rule **rules, **undecided; /* the result */
	size_t undecided_count;
};

/** Does a question hold on the last event?  Asks if nobody has yet. */
enum regex_answer scanner_answer(struct scanner *s, uint32_t predicate);
struct predicate_room scanner_room(struct scanner *s);

#endif
