/* spool.h - what the stages before link found out of an applicant, as bytes and back: it waits for the others. */
#ifndef SPOOL_H
#define SPOOL_H

#include "base/buf.h"
#include "link/join.h"
#include "link/near.h"
#include "match/match.h"

/* One applicant between match and assess. */
struct spooled {
	struct record record; /* coming back: its place, id, name and drops, which is what reports show */
	struct matched matched;
	struct tie_value *values;
	struct join_event *events; /* coming back: of their rows what linker_fired() asks for */
	int64_t day;       /* of the application, since 1970; 0 where it does not say */
	uint64_t *bands;   /* of the resume, for the memory: WORDING_BANDS, or NULL */
};

/**
 * Put @s behind what is in @out.  Rules, and texts that live as long as the engine (names of fields, drops), stay where
 * they are: the bytes are of use to this process alone.
 */
void spool_put(struct buf *out, const struct spooled *s);

/** How many bytes the entry takes whose first SPOOL_HEAD bytes are at @head, those included. */
enum { SPOOL_HEAD = 8 };
size_t spool_size(const char *head);

/** Take an entry apart; it borrows from @bytes, and has its lists in @a.  False when @a is full. */
bool spool_get(struct str bytes, struct arena *a, struct spooled *out) NODISCARD;

#endif
