/* linked.h - two passes: all applicants are read, then tied to each other, and only then reported, in their order. */
#ifndef LINKED_H
#define LINKED_H

#include "base/spill.h"
#include "candor/batch.h"
#include "candor/engine.h"
#include "candor/spool.h"
#include "link/memory.h"
#include "report/report_rings.h"

/* What waits between the passes. */
struct waiting_room {
	struct candor *engine;
	struct spill spill;
	struct memory *memory; /* NULL: none is kept */
	uint32_t records;
};

/** Empty; zero @w first.  False with @e. */
bool waiting_begin(struct waiting_room *w, struct candor *c, struct err *e) NODISCARD;
void waiting_end(struct waiting_room *w);

/** Take what a batch brought, which is the next in the order of the input.  False with @e. */
bool waiting_take(struct waiting_room *w, const struct batch *b, struct err *e) NODISCARD;

/** All are there: tie them, and report each in order.  False with @e if the report could not be written. */
bool waiting_report(struct waiting_room *w, struct err *e) NODISCARD;

/** All are there: tie them, and write the rings in the form @form of report/report_rings.h.  False with @e. */
bool waiting_rings(struct waiting_room *w, const struct rings_format *form, struct err *e) NODISCARD;

/** Told of each applicant, in order; what @s holds lives until the next one.  False with @e ends it. */
typedef bool waiting_told(void *context, uint32_t record, struct spooled *s, struct arena *a, struct err *e);

/** Go through all that wait. */
bool waiting_each(struct waiting_room *w, waiting_told *told, void *context, struct err *e) NODISCARD;

#endif
