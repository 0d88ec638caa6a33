/* join.h - one text held against all the texts of another field, for the rest of an event. */
#ifndef JOIN_H
#define JOIN_H

#include "base/arena.h"
#include "rule/rule.h"

struct join;

/* The last one made, and for which question of which event; zero is none. */
struct join_room {
	const void *question;
	uint64_t turn;
	struct join *join;
};

/**
 * @texts are put in order and borrowed.  Two fields of many values would take the product of their numbers to hold
 * each against each; this takes their sum.  Lives in @a; NULL when it is full.
 */
struct join *join_new(struct arena *a, struct str *texts, size_t count, enum affix affix) NODISCARD;

/** Is one of the texts what @text is (begins with, ends with, contains)? */
bool join_holds(const struct join *j, struct str text);

#endif
