/* identifier.h - mailboxes, handles, domains, companies, wallets and names that reports and sanctions lists name. */
#ifndef IDENTIFIER_H
#define IDENTIFIER_H

#include "list/section.h"

enum confidence { CONFIDENCE_NONE, CONFIDENCE_LOW, CONFIDENCE_MEDIUM, CONFIDENCE_HIGH };

/* What else a sanctions list says of a person: cells as in entry.h. */
struct second {
	struct str documents, addresses, wallets, emails;
};

/* One row.  Texts are borrowed from the lists. */
struct identifier {
	const struct list *list;
	enum list_kind kind;
	enum list_class class;      /* CLASS_PUBLISHED or CLASS_SANCTIONED */
	enum confidence confidence; /* of what is published */
	struct str entry;           /* as it stands on the list */
	struct str label, source, url; /* of what is published */
	struct str date;            /* when it was published; when it was listed, if that is known */
	struct str id, programme, holder;    /* of what is sanctioned: "27307", "DPRK3", and of a wallet whose it is */
	struct str authority;       /* of what is sanctioned: "OFAC", "UN" */
	struct str born;            /* of a person: dates, months and years, separated by blanks */
	const struct second *second; /* of a person or entity on a sanctions list, NULL if it says nothing more */
	const struct identifier *next; /* another one of the same kind and text */
};

/** All of them, in the order of the lists. */
size_t identifier_count(const struct identifiers *s);
const struct identifier *identifier_at(const struct identifiers *s, size_t i);

/**
 * What is said of @normal, which is in the normal form of @kind; NULL if nothing is.  Names (LIST_NAME) are not found
 * so: person.h searches them.  @s may be NULL.
 */
const struct identifier *identifier_find(const struct identifiers *s, enum list_kind kind, struct str normal);

/** Likewise of a domain and those above it, up to the top. */
const struct identifier *identifier_find_domain(const struct identifiers *s, struct str domain);

/** Of @first and those behind it, the one of @class that is said with the most confidence; NULL if there is none. */
const struct identifier *identifier_best(const struct identifier *first, enum list_class class);

/** "high", "medium", "low", "". */
const char *confidence_name(enum confidence c);

/** "OFAC 27307 LAZARUS GROUP (DPRK3), list of 2026-08-22", "SentinelLabs, 2024-11-21, https://...".  ptr is NULL when
    @a is full. */
struct str identifier_text(const struct identifier *x, struct arena *a);

#endif
