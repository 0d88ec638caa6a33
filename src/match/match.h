/* match.h - all rules of product candor on all events of one record: findings. */
#ifndef MATCH_H
#define MATCH_H

#include "match/matcher.h"
#include "record/record.h"

struct seen {
	struct seen *next;
	struct str field;     /* with its place: "sessions[2].ip.judgement" */
	struct str value;     /* as text */
	struct str source;    /* "input" or the fact's source */
	bool is_personal;
};

/* One rule that fired on one applicant, on one event or several. */
struct finding {
	struct finding *next;
	const struct rule *rule;
	struct seen *seen;
	size_t events;
	/* Set by assess. */
	int weight;           /* what it counts */
	struct str settled_by; /* the verification that settles it, no text if none */
	const struct explained *explained_by; /* the company's entry that explains it, NULL if none */
};

struct str_list {
	struct str *at;
	size_t count;
};

/* A rule fired on an event, and a correlation that joins records wants to know. */
struct joined {
	struct joined *next;
	const struct rule *rule;
	const struct node *event;
	size_t category, index;  /* in the list of its events */
};

/* Everything that assess and report need to know of one applicant; lives in the record's arena. */
struct matched {
	struct finding *findings;
	size_t finding_count;
	struct finding *excepted;     /* what exceptions took away: they count nothing, see rule->exception */
	struct str_list not_observed; /* fields that rules ask for and the record does not tell: "sessions.webrtc_ip";
	                                 it may be the run's, and is there until that is freed */
	struct str_list asked;        /* all fields that rules ask for; not_observed has some of them, in their order */
	struct str_list undecided;    /* ids of rules that a limit stopped */
	struct str_list passed, failed; /* verification codes */
	struct joined *joined;        /* for link, if match_run_join() asked for it; borrowed from the record */
	const struct explained *explained; /* what the company's file explains */
};

struct match_plan; /* one matcher for each category, and the correlations within a record; shared between threads */
struct match_run;  /* one thread's working memory */

/** Compile; the rules must outlive the plan.  NULL with @e on failure. */
struct match_plan *match_plan_new(struct rule *const *rules, size_t count, struct err *e);
void match_plan_free(struct match_plan *p);

/** Working memory for @p, which must outlive it; NULL without memory. */
struct match_run *match_run_new(const struct match_plan *p);
void match_run_free(struct match_run *m);

/** From now on also tell what correlations that join records want to know: @joined.  Who looks for no ties does not. */
void match_run_join(struct match_run *m);

/** Evaluate; all that is in @out comes from @a, the plan or @m.  False when @a is full. */
bool match_record(struct match_run *m, const struct record *r, struct arena *a, struct matched *out) NODISCARD;

/**
 * When an event of the record @root was, in milliseconds: its own time, when it was added, else when the application
 * came in; WINDOW_NO_TIME if nothing of the kind is known.
 */
int64_t match_event_time(const struct node *event, const struct node *root);
/** Its own time, or when it was added; false if neither is known. */
bool match_own_time(const struct node *event, int64_t *millis) NODISCARD;
/** When the application came in; WINDOW_NO_TIME if it does not say. */
int64_t match_record_time(const struct node *root);

/** Does @rule, a correlation, group by the applicant, and so stay within one record?  All others join records. */
bool match_stays_within(const struct rule *rule);

#endif
