/* field.h - the registry: every field of the record and every fact, with type, meaning and source. */
#ifndef FIELD_H
#define FIELD_H

#include "base/str.h"

enum field_type {
	FIELD_TEXT, FIELD_TIME, FIELD_DATE, FIELD_BOOL, FIELD_INTEGER, FIELD_NUMBER, FIELD_COUNTRY, FIELD_ZONE,
	FIELD_LANGUAGE, FIELD_PHONE, FIELD_EMAIL, FIELD_URL, FIELD_IP, FIELD_WALLET, FIELD_DIGEST, FIELD_PHASH,
	FIELD_CODE, /* one of a closed set of words */
	FIELD_MAP,  /* holds the fields whose paths begin with its own */
	FIELD_TYPES
};

/* What a rule may do with its value (design.md section 4); the conscience of the rule loader reads it. */
enum field_trait {
	FIELD_OPEN,      /* may be tested */
	FIELD_WORDS,     /* free text: whether it is there, or is the same as another; never for a word */
	FIELD_PLACE,     /* compared with another statement only, never with a constant */
	FIELD_NAME,      /* likewise, a person's name */
	FIELD_PROTECTED, /* likewise; dropped from foreign input where nothing needs it */
};

struct field {
	const char *path;    /* "sessions[].ip"; a list has [], a fact hangs under its value: "sessions[].ip.kind" */
	enum field_type type;
	enum field_trait trait;
	bool is_fact;        /* added by enrich */
	bool is_personal;    /* masked by --redact */
	const char *first;   /* FIELD_MAP: the member that a plain string stands for, NULL if none */
	const char *meaning; /* a sentence for the listing, the manual and whoever writes rules */
	const char *source;  /* a fact: what it is found out from, or who says so; "" for what is given */
};

/* All fields in the order of record.md, then the facts. */
extern const struct field fields[];
extern const size_t field_count;

/**
 * The field that a rule of @category (record.h) names @name: "ip", "geo.country", "applicant.location.country" in a
 * session; "sessions.ip" in an applicant.  NULL if the registry has none.  Lists are named without [].
 */
const struct field *field_find(size_t category, struct str name);

/** The name nearest to @name that a rule of @category could have meant, or no text.  Written to @out, @size bytes. */
struct str field_nearest(size_t category, struct str name, char *out, size_t size);

/** "text", "time", ... */
const char *field_type_name(enum field_type type);

#endif
