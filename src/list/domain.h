/* domain.h - which lists a mailbox's domain is on: throw-away, relays, free providers. */
#ifndef DOMAIN_H
#define DOMAIN_H

#include "list/section.h"

struct domain_answer {
	uint32_t classes;          /* a bit for each class that counts: a relay is neither throw-away nor free */
	enum list_class judgement; /* the first of them, CLASS_NONE if there is none */
};

/* One list that holds the domain or, unless it is one of free providers, a domain above it. */
struct domain_hit {
	const struct list *list;
	enum list_class class;
	struct str entry;
};

/** @domain is in normal form.  @s may be NULL: nothing is known then. */
struct domain_answer domain_find(const struct domains *s, struct str domain);

/** The hits of @domain, at most @max of them; returns how many. */
size_t domain_hits(const struct domains *s, struct str domain, struct domain_hit *out, size_t max);

#endif
