/* address.h - which lists an address is on, and what that makes of it. */
#ifndef ADDRESS_H
#define ADDRESS_H

#include "base/prefix.h"
#include "list/section.h"

struct address_table;

struct address_answer {
	const struct address_table *table;
	uint32_t at;              /* for address_next() */
	uint32_t classes;         /* a bit for each class that counts: what a benign list explains is left out */
	enum list_class judgement; /* the first of them, CLASS_NONE if there is none */
};

/* One list that holds the address. */
struct address_hit {
	const struct list *list;
	enum list_class class;   /* CLASS_NONE: carries no weight */
	struct str label, date;  /* as published with the network; @label no text where there is none */
	struct cidr net;
};

/** @s may be NULL: nothing is known then. */
struct address_answer address_find(const struct addresses *s, const struct ip *ip);

/** Likewise for @count addresses, at most ADDRESS_MANY, in less time than one after the other. */
enum { ADDRESS_MANY = 64 };
void address_find_many(const struct addresses *s, const struct ip *ips, size_t count, struct address_answer *out);

/** The next list that holds it, narrowest network first.  Of a special-purpose address only the lists that say so. */
bool address_next(struct address_answer *answer, struct address_hit *out);

#endif
