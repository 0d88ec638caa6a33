/* part.h - pieces that several forms of report share. */
#ifndef PART_H
#define PART_H

#include "report/report.h"

struct advisory; /* list/catalogue.h */

/* The forms, in report_NAME.c. */
extern const struct report_format report_text, report_json, report_csv;
extern const struct report_format report_applicant; /* not among report_formats: explain asks for it */

/* A finding's constant JSON: what stands before its weight, and what behind what was seen. */
struct json_part {
	struct str head, tail;
};

/** The constant JSON of @rule, made when first asked for; any thread.  NULL without memory. */
const struct json_part *json_part_of(const struct report_context *c, const struct rule *rule);

/* More than any rule of eight indicators has; beyond it the least official are left out. */
enum { PART_MAX_ADVISORIES = 128 };

/**
 * The advisories behind the indicators of @rule, each once: the most official first (governments, courts, companies,
 * communities), the newest first among equals.  Returns their number, at most PART_MAX_ADVISORIES.
 */
size_t rule_advisories(const struct catalogue *c, const struct rule *rule, const struct advisory **out);

enum { PART_MAX_FAILING = 8 }; /* rules that one failed check adds; beyond it the rest is left out */

/** The rules that fire where the check @code was made and failed.  Returns their number, at most PART_MAX_FAILING. */
size_t failing_rules(const struct report_context *c, struct str code, const struct rule **out);

/** Does a passed check @code settle a finding of @rule? */
bool is_settled_by(const struct rule *rule, struct str code);

/** The value of @s as the report may show it: masked if it is personal and the report is redacted. */
struct str seen_value(const struct report_context *c, const struct seen *s);

/** Likewise of what applicants share. */
struct str shared_value(const struct report_context *c, const struct link_by *by);

/** What @field, "sessions[0].ip", means by the registry; no text if it is not there. */
struct str seen_meaning(struct str field);

/** "high" */
const char *level_name(enum rule_level level);

/**
 * @s for eyes: controls, and marks that turn the direction of writing, as \xNN or \u{NNNN}, line breaks as blanks,
 * bytes that are not UTF-8 as \xNN; what is longer than @max bytes is cut, with a mark.
 */
void put_clean(struct buf *out, struct str s, size_t max);

#endif
