/* explanation.h - why a rule does or does not match, as text or JSON; writes, and decides nothing. */
#ifndef EXPLANATION_H
#define EXPLANATION_H

#include "base/buf.h"
#include "match/explain.h"

struct explanation {
	struct buf *out;
	const struct rule *rule;
	bool as_json, redact;
};

/** What is asked, before any event; nothing in JSON. */
void explanation_begin(const struct explanation *x);

/** One event: @record is whose, @place where ("sessions[2]"; no text: the record itself, or an event of its own). */
void explanation_event(const struct explanation *x, struct str record, struct str place, const struct explain_node *n);

/** The record has no event of the rule's category. */
void explanation_nothing(const struct explanation *x, struct str record);

/** A correlation over all that was read. */
void explanation_correlation(const struct explanation *x, const struct explain_correlation *c);

#endif
