/* team.h - several threads that do the same. */
#ifndef TEAM_H
#define TEAM_H

#include <stddef.h>

enum { TEAM_MAX = 64 }; /* threads */

/** How many of @wanted threads there are to be, at least one; 0: one for each processor. */
size_t team_size(size_t wanted);

/**
 * Call @work with each of @count members, TEAM_MAX at most, that stand @size bytes apart from @members on, and come
 * back when all have ended.  The first is the calling thread's; a member that no thread can be had for is left out, so
 * that no work may be one member's own.
 */
void team_run(void *(*work)(void *member), void *members, size_t size, size_t count);

#endif
