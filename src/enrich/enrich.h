/* enrich.h - adds to a record the facts that it does not state by itself. */
#ifndef ENRICH_H
#define ENRICH_H

#include "base/err.h"
#include "record/record.h"

struct lists;   /* list/list.h */
struct geo;   /* enrich/geo.h */
struct company; /* list/company.h */

struct enrich_plan; /* never changes; shared between threads */

/** @lists and @company (NULL: nothing is known of it) must outlive it.  NULL with @e on failure. */
struct enrich_plan *enrich_plan_new(const struct lists *lists, const struct company *company, struct err *e);
void enrich_plan_free(struct enrich_plan *p);

/** Look places of addresses up in @g (geo.h), which must outlive it. */
void enrich_plan_use_geo(struct enrich_plan *p, struct geo *g);

/**
 * Add every fact of field.list that can be found out, as a member beside its value: the fact "sessions[].ip.vpn" is
 * the member "ip.vpn" of that session, flagged NODE_FACT.  A fact that could not be found out is not added.  Sets
 * r->explained.
 * False when @a is full.
 */
bool enrich_record(const struct enrich_plan *p, struct record *r, struct arena *a) NODISCARD;

#endif
