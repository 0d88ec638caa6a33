#include "base/when.h"
#include "base/zone.h"
#include "enrich/fact.h"

/* A session without a time of its own is taken to be of the day of the application. */
static bool moment_of(const struct enrich *e, const struct node *session, int64_t *moment)
{
	struct str at = fact_member(session, "at");
	struct when w;

	if (at.ptr && when_parse(at, &w)) {
		*moment = w.seconds;
		return true;
	}
	*moment = e->applied_at;
	return e->has_applied_at;
}

void enrich_clock(struct enrich *e, struct node *session)
{
	struct str zone = fact_member(session, "time_zone");
	int64_t moment;
	int seen, claimed;

	if (!zone.ptr || !moment_of(e, session, &moment) || !zone_offset(zone, moment, &seen))
		return;
	fact_number(e, session, FACT_ZONE_OFFSET, seen / 60);
	if (!e->zone.ptr || !zone_offset(e->zone, moment, &claimed))
		return;
	fact_number(e, session, FACT_ZONE_CLAIMED_OFFSET, claimed / 60);
	fact_bool(e, session, FACT_ZONE_AGREES, seen == claimed);
}
