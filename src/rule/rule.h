/* rule.h - a Sigma rule as it was read: nothing is compiled yet, nothing is a text that must still be taken apart. */
#ifndef RULE_H
#define RULE_H

#include "base/node.h"
#include "base/regex.h"

/* What one value of an item asks of the field's value. */
enum test_kind {
	TEST_TEXT,     /* pattern: the whole value, with wildcards, without regard to case unless cased */
	TEST_REGEX,    /* unanchored search with PCRE2 */
	TEST_CIDR,     /* an address in a network */
	TEST_COMPARE,  /* a number, by @compare; COMPARE_EQ is a plain number as value: see @pattern */
	TEST_TIMEPART, /* a part of a timestamp as written, by @compare */
	TEST_BOOL,     /* true or false */
	TEST_NULL,     /* absent or null */
	TEST_EXISTS,   /* present (or not, by @truth) */
	TEST_FIELDREF, /* the value of another field of the event */
};

enum compare { COMPARE_EQ, COMPARE_LT, COMPARE_LTE, COMPARE_GT, COMPARE_GTE };
enum time_part { PART_MINUTE, PART_HOUR, PART_DAY, PART_WEEK, PART_MONTH, PART_YEAR };
enum affix { AFFIX_NONE, AFFIX_CONTAINS, AFFIX_STARTS, AFFIX_ENDS };

/* A text with wildcards: pieces between which anything, or so many code points, may stand. */
enum piece_kind { PIECE_LITERAL, PIECE_ANY /* * */, PIECE_ONE /* ? */ };
struct piece {
	enum piece_kind kind;
	struct str literal; /* unescaped, not yet folded */
};

/* One question.  Alternatives that one written value stands for (windash, base64offset, expand) are linked by @also. */
struct test {
	struct test *also;
	enum test_kind kind;
	bool cased;               /* TEST_TEXT, TEST_FIELDREF */
	struct piece *pieces;     /* TEST_TEXT: contains and its like, and keywords, are PIECE_ANY at the ends */
	size_t piece_count;
	/* TEST_REGEX, TEST_CIDR: as written.  TEST_COMPARE by COMPARE_EQ: @number's canonical text; a text of the event
	   equals the number if it is this text ("42" is 42, "042" is not). */
	struct str pattern;
	unsigned flags;           /* TEST_REGEX: enum regex_flag */
	enum compare compare;
	enum time_part part;
	double number;
	bool truth;               /* TEST_BOOL, TEST_EXISTS */
	struct str field;         /* TEST_FIELDREF */
	enum affix affix;         /* TEST_FIELDREF */
	unsigned line, column;
};

/* "field|chain: values": the tests are OR-linked, AND-linked with all; neq turns the whole item round. */
struct item {
	struct str field;         /* no text (len 0): keywords, each sought in every text of the event */
	struct test *tests;       /* @test_count of them, in the order written */
	size_t test_count;
	bool all, neq;
	unsigned line, column;
};

/* A map: its items are AND-linked. */
struct item_map {
	struct item *items;
	size_t item_count;
};

/* A search identifier: its maps are OR-linked. */
struct selection {
	struct str name;
	struct item_map *maps;
	size_t map_count;
	bool from_filter;         /* came with a filter document */
	struct str file;          /* where it was written: a filter's may be another one than the rule's */
	unsigned line, column;
};

/* A condition: "1 of" and "all of" are already OR and AND nodes; a list of conditions is an OR. */
enum cond_kind { COND_SELECTION, COND_AND, COND_OR, COND_NOT };
struct cond {
	enum cond_kind kind;
	const struct selection *selection; /* COND_SELECTION */
	struct cond **parts;               /* the others; COND_NOT has one */
	size_t part_count;
	struct str text;                   /* as written, for explain */
	unsigned line, column;
};

enum rule_level { LEVEL_NONE, LEVEL_INFORMATIONAL, LEVEL_LOW, LEVEL_MEDIUM, LEVEL_HIGH, LEVEL_CRITICAL };
enum rule_kind { RULE_DETECTION, RULE_CORRELATION };

enum correlation_type {
	CORRELATE_EVENT_COUNT, CORRELATE_VALUE_COUNT, CORRELATE_VALUE_SUM, CORRELATE_VALUE_AVG, CORRELATE_VALUE_MEDIAN,
	CORRELATE_TEMPORAL, CORRELATE_TEMPORAL_ORDERED
};

/* One bound of a correlation's condition; a range has two, AND-linked. */
enum bound_kind { BOUND_GT, BOUND_GTE, BOUND_LT, BOUND_LTE, BOUND_EQ, BOUND_NEQ };
struct bound {
	enum bound_kind kind;
	double number;
};

struct alias {
	struct str name;   /* as group-by says it */
	struct str rule;   /* the name of the rule */
	struct str field;  /* what it is called there */
};

struct correlation {
	enum correlation_type type;
	struct rule **rules;      /* resolved, in the order written */
	size_t rule_count;
	struct str *group_by;
	size_t group_by_count;
	int64_t timespan;         /* seconds */
	struct bound bounds[2];
	size_t bound_count;       /* 0: temporal types want every rule */
	struct cond *expression;  /* temporal with a text as condition: COND_SELECTIONs name rules by @text or NULL */
	struct str *fields;       /* value_*: the fields counted, linked by AND */
	size_t field_count;
	struct alias *aliases;
	size_t alias_count;
	bool generate;
};

/*
 * A filter on a rule of product candor, with what such a filter must say: who decided it, why, and until when.  What it
 * takes away is not lost: it becomes a rule of its own that fires where the filter keeps the other from firing.
 */
struct exception {
	struct str title, reason, author;
	struct str until;       /* the last day on which it holds, ISO */
	struct str file;
	unsigned line;
};

/*
 * Lives in the arena of its rule set, with its texts, and never changes once loaded.  What design.md calls the
 * candor mapping is empty (NULL, 0) in rules of other products.
 */
struct rule {
	enum rule_kind kind;
	struct str id;          /* may have no text outside product candor */
	struct str name, title, description, author, date, modified, status;
	enum rule_level level;
	struct str product, category, service;
	size_t category_index;  /* record.h, for product candor; else category_count */
	struct str file;        /* as the user would name it; "rules/network/x.yml" for embedded ones */
	unsigned line;
	const struct node *doc; /* the whole document */
	struct str text;        /* the document's own text; of a rule built in the whole file: ask rule_as_written() */

	struct selection *selections;
	size_t selection_count;
	struct cond *condition; /* filters are already AND-ed in */
	struct correlation *correlation; /* RULE_CORRELATION */

	struct str group;
	struct str *indicators, *verify, *falsepositives, *references;
	size_t indicator_count, verify_count, falsepositive_count, reference_count;
	struct str legal;
	bool is_embedded;
	size_t index;           /* its number in the set */
	const struct exception *exception; /* not NULL: fires where this takes a rule of the same id and title away */
};

#endif
