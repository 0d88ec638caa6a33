/* oracle.h - the slow, obvious evaluator: what a rule answers, read off the specification; shares nothing with match. */
#ifndef ORACLE_H
#define ORACLE_H

#include "rule/rule.h"

enum oracle_answer {
	ORACLE_NO,
	ORACLE_UNDECIDED, /* it hangs on a regular expression that met its limit */
	ORACLE_YES,
};

struct oracle;

/** NULL without memory or without the C library's table of letters (the locale C.UTF-8). */
struct oracle *oracle_new(void);
void oracle_free(struct oracle *o);

/** Does @rule, a detection rule, match @event?  @applicant, if not NULL, is what "applicant." names lead to. */
enum oracle_answer oracle_ask(struct oracle *o, const struct rule *rule, const struct node *event,
    const struct node *applicant);

/** Forget the rules that were asked: call it before they are freed and others take their place. */
void oracle_forget(struct oracle *o);

/** @point as it compares without regard to case: simple folding, by the C library's letters. */
uint32_t oracle_fold(const struct oracle *o, uint32_t point);

#endif
