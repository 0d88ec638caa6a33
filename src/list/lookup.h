/* lookup.h - everything that the lists say of one value, whatever it is. */
#ifndef LOOKUP_H
#define LOOKUP_H

#include "list/list.h"

/* One entry that holds it. */
struct match_entry {
	struct str list, entry, date, label; /* @label as published, may be empty */
	enum list_class class;
};

struct lookup {
	const char *kind;          /* what it was taken for: "ip", "email", "domain", "wallet", "handle", "name" */
	enum list_class judgement; /* CLASS_NONE: nothing that counts */
	struct match_entry *at;
	size_t count;
};

/** What is said of an address, network, mailbox, domain, wallet, handle or name.  In @a; false if it is full. */
bool lookup_value(const struct lists *l, struct str value, struct arena *a, struct lookup *out) NODISCARD;

/** Likewise of @count values, at most LOOKUP_MANY, into as many of @out. */
enum { LOOKUP_MANY = 64 };
bool lookup_many(const struct lists *l, const struct str *values, size_t count, struct arena *a, struct lookup *out)
    NODISCARD;

#endif
