/* product.h - names of products, technologies and the like in what a record says, found between word boundaries. */
#ifndef PRODUCT_H
#define PRODUCT_H

#include "list/section.h"

/* The tables of names, each a list of kind "product". */
enum product_table {
	PRODUCT_REMOTE,     /* programs by which a computer is steered from elsewhere */
	PRODUCT_VPN,        /* commercial VPN programs */
	PRODUCT_DPRK,       /* network clients of DPRK institutions */
	PRODUCT_KVM,        /* keyboard, screen and mouse over a network */
	PRODUCT_CAPTURE,    /* cards that show another machine's video as a camera */
	PRODUCT_ACTIVITY,   /* what feigns activity */
	PRODUCT_ASSISTANT,  /* answers interview questions, applies for jobs */
	PRODUCT_CODE_RELAY, /* sites that show one-time codes to whoever asks */
	PRODUCT_TRANSFER,   /* sites that pass files or a screen from browser to browser */
	PRODUCT_TECHNOLOGY, /* with the year in which each was first shown to the public */
	PRODUCT_WRITER,     /* programs that write documents, likewise */
	PRODUCT_EMPLOYER,   /* companies of distinct names, with the year in which they began */
	PRODUCT_TABLES
};

enum product_how {
	PRODUCT_WORD,      /* anywhere between word boundaries */
	PRODUCT_WHOLE,     /* the text is this, but for numbers and "exe" */
	PRODUCT_CASED,     /* its first word as it is written in the table */
	PRODUCT_SITE,      /* a domain, and those below it */
	PRODUCT_DESCRIBED, /* PRODUCT_WORD: a kind of program, no product's name */
	PRODUCT_MANAGED,   /* PRODUCT_WORD: installed by companies themselves */
	PRODUCT_OTHER,     /* PRODUCT_WORD: keeps a shorter name in it from being found, and is none itself */
	PRODUCT_HOWS
};

/* One row.  Texts are borrowed from the lists. */
struct product {
	struct str name, source;
	enum product_how how;
	int since; /* a year; 0 where the table has none */
};

/** The name of the list that @t is read from. */
const char *product_list(enum product_table t);

/**
 * The next name in @text from *@at on, the longest one that begins there; *@at is then behind it.  Words are compared
 * without regard to the case of ASCII letters; letters and digits are words of their own.  NULL when there is no
 * further one, or @s is NULL.
 */
const struct product *product_next(const struct products *s, enum product_table t, struct str text, size_t *at);

/** The longest name that begins with the first word from *@at on, likewise; NULL, and *@at untouched, if none does. */
const struct product *product_here(const struct products *s, enum product_table t, struct str text, size_t *at);

/** The row whose domain @url is on or below; NULL if there is none. */
const struct product *product_site(const struct products *s, enum product_table t, struct str url);

/** Do the words of @name stand in @text one after the other? */
bool product_is_in(struct str name, struct str text);

#endif
