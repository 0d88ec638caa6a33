/* list.h - the named lists, our own and those that the user keeps: what each is, and whether it is at hand. */
#ifndef LIST_H
#define LIST_H

#include "base/arena.h"
#include "base/err.h"

/* What the entries of a list are. */
enum list_kind {
	LIST_IP,         /* networks */
	LIST_DOMAIN,     /* domains; those below them count too */
	LIST_EMAIL, LIST_GITHUB, LIST_X, LIST_TELEGRAM, LIST_WALLET, LIST_COMPANY,
	LIST_NAME,       /* persons and entities, with their other names */
	LIST_ASN,        /* autonomous systems, by number */
	LIST_IDENTIFIER, /* any of these, each row says which */
	LIST_PHONE,      /* calling codes and area codes */
	LIST_PRODUCT,    /* names of products and technologies, see product.h */
	LIST_KINDS
};

/* What it means to be on a list.  The first that holds is the judgement: what is benign explains what follows. */
enum list_class {
	CLASS_SPECIAL,    /* a special-purpose network */
	CLASS_SANCTIONED, /* a designated person, entity or wallet */
	CLASS_PUBLISHED,  /* an identifier that a report names */
	CLASS_RELAY,      /* benign: a privacy relay, a mail alias */
	CLASS_GATEWAY,    /* benign: a company's web gateway */
	CLASS_DPRK,       /* registered to the DPRK */
	CLASS_REPORTED,   /* a network that a report names */
	CLASS_VPN, CLASS_TOR, CLASS_HOSTING, CLASS_DISPOSABLE, CLASS_FREE,
	CLASS_NONE,       /* carries no weight: shown, and nothing else */
	CLASSES
};

/* One list.  Texts are borrowed from the lists. */
struct list {
	struct str name, source, licence, url, date; /* @date of the copy, ISO; @url no text where there is none */
	struct str product;    /* whose networks they are ("Mullvad"), no text if nobody's in particular */
	struct str confidence; /* CLASS_PUBLISHED of the user's own: high, medium or low */
	struct str file;       /* under rules/lists, or in the user's folder */
	struct str sha256;     /* of that file */
	struct str etag, modified; /* by which its server knows the copy (RFC 9110, 8.8); may be empty */
	enum list_kind kind;
	enum list_class class;
	int64_t max_age_days, entries;
	bool is_embedded;
	bool is_stale; /* older than @max_age_days on the day given to lists_open() */
};

struct lists; /* never changes but for what is read when it is first asked for; threads may share it */

/**
 * The lists built in and those in @folder (NULL: the user's own, see lists_folder(); "": none).  @today is the ISO
 * date that ages are counted to; no text: nothing is stale.  A folder that is not there holds no lists.  A list that
 * cannot be read is told on standard error and left out, see lists_failed().  NULL with @e only without memory.
 */
struct lists *lists_open(const char *folder, struct str today, struct err *e);
void lists_close(struct lists *l);

/** "$XDG_DATA_HOME/candor" or "~/.local/share/candor".  False if neither is known or it does not fit. */
bool lists_folder(char *out, size_t size);

/** All lists, those built in first; @i counts to lists_count(). */
size_t lists_count(const struct lists *l);
const struct list *lists_at(const struct lists *l, size_t i);

/** The list named @name, NULL if there is none. */
const struct list *lists_find(const struct lists *l, struct str name);

/** Is a list of this class and kind at hand?  If so, what is on none of them is known not to be. */
bool lists_have(const struct lists *l, enum list_kind kind, enum list_class class);

/** SHA-256 over names and digests, in order, as hex. */
void lists_digest(const struct lists *l, char out[65]);

/** Was there a list that could not be read, so far? */
bool lists_failed(const struct lists *l);

/** "ip", "domain", ...; "special", "sanctioned", ... */
const char *list_kind_name(enum list_kind kind);
const char *list_class_name(enum list_class class);

/** The kind or class of that name, LIST_KINDS or CLASSES if there is none. */
enum list_kind list_kind_find(struct str name);
enum list_class list_class_find(struct str name);

/** May a list of the user's have this name?  Small letters, digits and hyphens: it becomes a file's. */
bool list_name_is_good(struct str name);

/** Which classes make sense for which kinds, in a list of the user's. */
bool list_class_fits(enum list_kind kind, enum list_class class);

/** The bytes of a list's file: built in, or in @a.  ptr is NULL, after a complaint, if it cannot be read. */
struct str lists_text(const struct lists *l, const struct list *list, struct arena *a);

#endif
