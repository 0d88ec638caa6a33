/* limits.h - every bound, its unit, its reason, and what happens beyond it. */
#ifndef LIMITS_H
#define LIMITS_H

/* Reading.  Beyond each: the record is refused, named by file and line, and the next one is read. */
enum {
	READ_MAX_LINE = 16 << 20,      /* bytes of one record; a long curriculum vitae is about 100 kB */
	READ_MAX_DEPTH = 64,           /* nested lists and maps of one record; the deepest known form has 9 */
	RECORD_MAX_MEMORY = 256 << 20, /* bytes of one record with its facts, findings and report line */
	CSV_MAX_COLUMNS = 4096,        /* columns of a table */
};

/* Logs, whose events are gathered by person.  Beyond: who came so far is given out, and whoever comes again becomes a
   further record. */
enum {
	GATHER_MAX_MEMORY = 256 << 20, /* bytes of events held: about half a million sign-ins */
};

/* A run.  Beyond: a repeated id is told only if it stood among the first. */
enum {
	RUN_MAX_IDS = 4 << 20,         /* ids kept as hashes of 64 bits, to tell of repeated ones: 64 MB when full */
};

/* Files that are hashed.  Beyond: the file is refused, and the next one hashed. */
enum {
	HASH_MAX_BYTES = 256 << 20,    /* bytes of one file */
};

/* Links.  Beyond: "linked" names so many, and says how many more there are. */
enum {
	LINK_MAX_NAMED = 4096,         /* others named with one applicant */
};

/* Impact.  Beyond each: the row is told and left out. */
enum {
	IMPACT_MAX_GROUPS = 256,       /* groups of one comparison */
	IMPACT_MAX_RULES = 16384,      /* different rules in the results */
};

/* YAML: rules, policy, forms, the company's file.  Beyond each: a fault with its place, and the file is refused. */
enum {
	YAML_MAX_DEPTH = 64,          /* nested lists and maps */
	YAML_MAX_NODES = 1 << 20,     /* nodes of one file, aliases expanded; stops "a billion laughs" */
	YAML_MAX_BYTES = 16 << 20,    /* bytes of one file */
	YAML_MAX_ANCHORS = 1024,      /* anchors of one document; each alias looks through them */
};

/* Rules.  Beyond each: a fault with its place. */
enum {
	RULE_MAX_FAULTS = 200,         /* faults told of one file before the rest is only counted */
	RULE_MAX_INDICATORS = 8,       /* design: a rule sees at most eight */
	CONDITION_MAX_DEPTH = 64,      /* nested brackets and "not"s */
	WINDASH_MAX = 6,               /* dashes in one value: 5^6 spellings */
	EXPAND_MAX = 100000,           /* values that one placeholder may stand for */
};

/* Regular expressions (PCRE2).  Beyond: the rule does not fire on that event, and the report says so. */
enum {
	REGEX_MATCH_LIMIT = 1000000,  /* PCRE2 match limit */
	REGEX_DEPTH_LIMIT = 1000,     /* PCRE2 depth limit */
	REGEX_HEAP_LIMIT = 20000,     /* KiB, PCRE2 heap limit */
};

/* Lists.  Beyond: the list is refused and the old one serves on. */
enum {
	LIST_MAX_BYTES = 256 << 20,   /* bytes of one list file */
	LIST_MAX_ENTRIES = 16 << 20,  /* entries of one list */
	LIST_MAX_PATH = 4096,         /* bytes of the path of the user's folder */
	COMPANY_MAX_PATH = 4096,      /* bytes of the path of the company's file in the user's folder */
	LIST_MIN_PERCENT = 50,        /* a new copy with fewer entries than this share of the last is implausible */
};

/* Fetching of lists.  Beyond each: that list fails, and its old copy serves on. */
enum {
	FETCH_MAX_BYTES = 128 << 20,  /* bytes of one file, unpacked; the largest known feed has about 40 MB */
	FETCH_MAX_HEADERS = 64 << 10, /* bytes of an answer's headers, redirects included */
	FETCH_MAX_REDIRECTS = 5,
	FETCH_SECONDS = 300,          /* one attempt, unless --timeout says otherwise */
	FETCH_CONNECT = 15,           /* seconds until a connection stands */
	FETCH_STALL = 20,             /* seconds with fewer than FETCH_MIN_SPEED bytes each */
	FETCH_MIN_SPEED = 100,
	FETCH_TRIES = 3,              /* attempts, where the fault may pass */
	FETCH_WAIT_MS = 500,          /* before the second attempt; doubles with each further one */
	FETCH_MAX_WAIT = 30,          /* seconds; a server that asks for a longer pause is left alone */
	FETCH_PARALLEL = 8,           /* files at once */
	FETCH_MAX_INPUT = 1 << 20,    /* bytes that say what to fetch */
};

#endif
