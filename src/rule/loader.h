/* loader.h - what the files of this folder share while rules are read; nobody outside includes it. */
#ifndef LOADER_H
#define LOADER_H

#include "record/field.h"
#include "rule/rule_load.h"

/* A rule in the making. */
struct draft {
	struct draft *next;
	struct rule *rule;
	const char *file_digest; /* SHA-256 of the file that it stands in */
	bool is_bad;             /* a fault was told: it will not be in the set */
	bool is_candor;          /* of product candor, and its refusals bind */
	bool is_named;           /* a correlation names it */
	struct draft *exceptions; /* what fires where a filter takes it away, by @next */
	enum { UNSEEN, ON_THE_WAY, DONE } visit; /* while references are followed */
};

/* A filter document: its condition is AND-ed into the rules that it names. */
struct filter {
	struct filter *next;
	struct str file, product, category, service;
	const struct node *doc;
	const struct node *rules; /* the list of ids or names; NULL: any rule */
	struct selection *selections;
	size_t selection_count;
	struct cond *condition;
	struct exception exception; /* what it says for rules of product candor */
	bool has_ended;             /* its last day is over */
	bool is_bad;
};

/* Ids and names of drafts, and paths of fields: open addressing over borrowed texts. */
struct entry {
	struct str text; /* no text (ptr NULL): free */
	struct draft *draft;
	const struct field *field;
};
struct lookup {
	struct entry *at;
	size_t count, size; /* @size is a power of two */
};

struct loader {
	struct rules *set;
	struct arena *a;         /* the set's */
	struct draft *drafts, **last_draft;
	struct filter *filters, **last_filter;
	struct lookup ids, names; /* struct draft */
	struct lookup fields;     /* struct field, by its path without [] */
	struct str file;         /* of the document at hand */
	const char *file_digest;
	size_t told;             /* faults of that file */
	unsigned depth;          /* correlations on the way */
	bool is_embedded;
	bool in_folder;          /* the file is one of a folder's, where others may stand beside rules */
	bool is_bad;             /* the document at hand has a fault */
	bool is_candor;          /* it is of product candor, and its refusals bind */
	bool no_memory;
};

/** Zeroed memory of the set's arena; NULL sets no_memory. */
void *load_alloc(struct loader *l, size_t size, size_t count);
#define LOAD_NEW(l, type, count) ((type *)load_alloc((l), sizeof(type), (count)))

/* --- faults: the file is the loader's --- */

/** A fault at the place of @at, or of its value where that is what is wrong; the document at hand is bad. */
void fault_at(struct loader *l, const struct node *at, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void fault_value(struct loader *l, const struct node *at, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void fault_on(struct loader *l, unsigned line, unsigned column, const char *code, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/** A warning: legal, and surely not meant. */
void warn_at(struct loader *l, const struct node *at, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void warn_on(struct loader *l, unsigned line, unsigned column, const char *code, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* "; did you mean "x"?" or "". */
struct near { char text[96]; };

/** For the nearest of @words, or for @word if it is not NULL. */
struct near near_words(struct str word, const char *const *words, size_t count);
struct near near_word(const char *word);

/** Of a member that is missing: "; is "titel" on line 1 meant?", where one of @map is near. */
struct near near_key(const struct node *map, const char *wanted);

/** Sort the set's faults by file and place, drop what is told twice, count. */
void faults_settle(struct rules *set);

/* --- names --- */

/** What stands under @text, all NULL if nothing does. */
struct entry lookup_find(const struct lookup *n, struct str text);

/** Add an entry, or replace that of the same text; false without memory.  The text is borrowed. */
bool lookup_add(struct loader *l, struct lookup *n, struct entry entry);

/** Enter @d under its id and its name, where it has them; a fault if another one stands there. */
void draft_enter(struct loader *l, struct draft *d);

/** The draft whose id or name is @handle, NULL if there is none. */
struct draft *draft_find(const struct loader *l, struct str handle);

/** The field that a rule of @category names @name, as field_find() finds it, but by a hash. */
const struct field *known_field(struct loader *l, size_t category, struct str name);

/* --- one document --- */

/** Read one document: a rule, a correlation or a filter. */
void document_read(struct loader *l, const struct node *doc, struct str text);

/** The text of @n, a member under @key, which is checked to be a text of 1 to @max bytes; NULL has none. */
struct str member_text(struct loader *l, const struct node *n, const char *key, size_t max);

/** The texts of @list, each at least @min bytes long; @count of them, NULL if @list is. */
struct str *member_texts(struct loader *l, const struct node *list, const char *key, size_t min, size_t *count);

/* Likewise of the member of @map: the hash of a literal is known when the program is built. */
__attribute__((always_inline)) static inline struct str read_text(struct loader *l, const struct node *map,
    const char *key, size_t max)
{
	return member_text(l, node_get(map, key), key, max);
}

__attribute__((always_inline)) static inline struct str *read_texts(struct loader *l, const struct node *map,
    const char *key, size_t min, size_t *count)
{
	return member_texts(l, node_get(map, key), key, min, count);
}

/** Tell of members of @map that are not among @keys. */
void check_keys(struct loader *l, const struct node *map, const char *const *keys, size_t count);

/** The log source of a rule or filter. */
struct logsource { struct str product, category, service; };
struct logsource read_logsource(struct loader *l, const struct node *doc);

/** The search identifiers among @map's members but for the @skip_count keys of @skip. */
struct selection *selections_read(struct loader *l, const struct node *map, const char *const *skip, size_t skip_count,
    size_t *count);

/** One item: "field|chain" (the key of @n) and its values (@n itself). */
bool item_read(struct loader *l, const struct node *n, struct item *out);

/** A list of keywords as one item. */
bool keywords_read(struct loader *l, const struct node *list, struct item *out);

/** The member "condition" of @map over @selections, a text or a list of them. */
struct cond *condition_read(struct loader *l, const struct node *map, const struct selection *selections, size_t count);

/** A condition over the names of rules, each of which it must use. */
struct cond *expression_read(struct loader *l, const struct node *text, const struct str *names, size_t count);

/** The rest of a correlation or filter document. */
void correlation_read(struct loader *l, struct draft *d, const struct node *doc);
void filter_read(struct loader *l, const struct node *doc);

/** What the filter @f says for rules of product candor; whether it must is known when it is applied. */
void exception_read(struct loader *l, struct filter *f);

/** May @f hold back a rule of product candor?  Tells, once, what it does not say, or that its time is over. */
bool exception_holds(struct loader *l, struct filter *f);

/** Before @f is AND-ed into @d: keep a rule that fires where it takes @d's away.  False without memory. */
bool exception_add(struct loader *l, const struct filter *f, struct draft *d);

/** The candor mapping, and what product candor demands beside it. */
void candor_read(struct loader *l, struct draft *d);

/* --- when all is read --- */

/** Find the rules that correlations name; what the correlation then is (product, category). */
void correlations_resolve(struct loader *l);

/** AND the filters into their rules. */
void filters_apply(struct loader *l);

/** Hold @d against the registry and the refusals of product candor (design: what Candor refuses). */
void conscience_hold(struct loader *l, struct draft *d);

/** Warn of what is legal and surely not meant. */
void lint_draft(struct loader *l, struct draft *d);

#endif
