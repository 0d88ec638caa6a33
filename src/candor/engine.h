/* engine.h - what candor.h keeps closed: a run's options, what was loaded for them, and what came of it. */
#ifndef ENGINE_H
#define ENGINE_H

#include "candor.h"

#include "assess/assess.h"
#include "base/buf.h"
#include "enrich/enrich.h"
#include "link/linker.h"
#include "list/list.h"
#include "match/match.h"
#include "read/read.h"
#include "report/report.h"
#include "rule/rule_load.h"

struct texts {
	const char **at; /* in the engine's arena */
	size_t count, size;
};

struct settings {
	struct texts rules, forms, mmdb;
	const char *format, *policy, *lists, *company, *from, *memory;
	bool only_rules, redact, colour, no_link;
	int64_t jobs, columns; /* jobs 0: as many as there are processors */
};

/* A name and how often; few of them. */
struct tally_entry {
	struct tally_entry *next;
	struct str name;
	int64_t count;
};

/* What a run, or a thread's part of it, came to.  Its entries live in @arena; those of rules by their index. */
struct tally {
	struct arena arena;
	int64_t outcomes[OUTCOME_ESCALATE + 1];
	int64_t bad_records, bad_members, bad_inputs, repeated_ids;
	int64_t undecided_records; /* with a rule that met a limit */
	int64_t *fired;             /* applicants by rule */
	size_t rule_count;
	struct tally_entry *drops;
};

struct candor {
	struct candor_host host;
	struct arena arena;
	struct settings settings;
	const struct catalogue *catalogue;
	struct rules rules;
	struct policy *policy;
	char policy_digest[65], lists_digest[65];
	struct lists *lists;
	const struct company *company; /* NULL: the company has no file */
	struct geo *geo;
	struct enrich_plan *enrich;
	struct match_plan *match;
	struct forms *forms;
	const struct form *form;
	const struct report_format *format;
	struct report_context report;
	struct join_plan *joins;
	int64_t ring_count;   /* of candor_rings() */
	struct linker *linker; /* while applicants are tied to each other */
	struct tally total;
	struct buf summary;
	bool has_rules, is_loaded;
};

/** Room for the counts of @rule_count rules.  False without memory. */
bool tally_init(struct tally *t, size_t rule_count) NODISCARD;
void tally_clear(struct tally *t);

/** Count one applicant. */
void tally_add(struct tally *t, const struct report_entry *e);

/** Add @part to @t. */
void tally_merge(struct tally *t, const struct tally *part);

/** Copy @from out to the host's kind of error.  Returns false. */
bool engine_fail(struct candor_err *to, const struct err *from);

/** Tell the host. */
void engine_tell(const struct candor *c, const struct err *e, bool is_warning);

/** One line for each list at hand, for the end of a report: name, date, entries.  In @a; NULL without memory. */
const struct str *engine_lists(const struct candor *c, struct arena *a, size_t *count);

/** Write the summary of the run to @out. */
void summary_write(const struct candor *c, struct buf *out);

#endif
