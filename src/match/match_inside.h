/* match_inside.h - what the plan and the run of match.h are made of, for their own files. */
#ifndef MATCH_INSIDE_H
#define MATCH_INSIDE_H

#include "match/correlate.h"
#include "match/index.h"
#include "match/match.h"
#include "match/observed.h"
#include "record/field.h"

/* What is told of one finding before the rest is only counted. */
enum { FINDING_MAX_SEEN = 32 };

/* Endings of the names of facts that say where a fact comes from, or what bears it out: "address.published_in". */
enum { FACT_ORIGINS = 3 };

/* What the report wants to know of a field that rules of one category read; by the matcher's place. */
struct field_fact {
	const struct field *field; /* NULL: the registry does not know it */
	const struct field *base;  /* a fact: the field beside it that it is about, or NULL */
	struct str base_key;       /* that field's key */
	uint32_t base_hash;
	struct str tail;           /* what the fact's name has behind the field's */
	struct str origin_keys[FACT_ORIGINS]; /* no text where the registry knows none */
};

struct category_plan {
	struct matcher *matcher;   /* NULL: no rules */
	struct field_fact *facts;
	size_t *numbers;           /* by the matcher's rule: the plan's */
	struct share share;        /* with the applicant's matcher, the first */
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
	struct category_list *lists; /* by category, of the record at hand */
	struct observed_marks marks;
	uint64_t turn;
	bool joins;                 /* what joins records is told */
	struct finding **findings;  /* by rule, if its turn is now */
	uint64_t *turns;
	struct correlate_run *correlate;
	struct occurrence *occurrences;
	size_t occurrence_count, occurrence_size;
};

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
	struct str prefix;         /* "sessions[2].", no text (ptr NULL) until it is asked for */
};

/** The @facts of a category: what the report wants to know of the fields that its rules name.  False without memory. */
bool match_find_facts(struct match_plan *p, size_t category) NODISCARD;

/** A finding's next value: the scan_seen of a struct place.  Sets the pass's @full without memory. */
void match_see(void *context, uint32_t place, struct str name, const struct node *value);

/** Show, of an event that a correlation counted, the fields that it counts. */
void match_see_counted(struct place *p, const struct correlation *c);

#endif
