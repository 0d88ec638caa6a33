/* rule_load.h - Sigma documents to rules, with every fault of every file. */
#ifndef RULE_LOAD_H
#define RULE_LOAD_H

#include "base/err.h"
#include "rule/rule.h"

struct catalogue; /* list/catalogue.h */
struct lists;     /* list/list.h */

/* One fault or warning.  @code is a short fixed word ("yaml", "unknown-field", "place-constant", ...). */
struct fault {
	struct fault *next;
	bool is_warning;
	const char *code;
	struct str file;
	unsigned line, column;
	struct str message; /* "what is wrong; what is near" */
};

/* A value given to a placeholder, by --set NAME=VALUE. */
struct placeholder {
	struct placeholder *next;
	struct str name, value;
};

/* Grows while files are added; after rules_finish() it never changes and may be shared between threads. */
struct rules {
	struct arena arena;
	/* @count of them, and behind them @exception_count that fire where an exception takes a rule away; a rule that
	   had a fault is not among them. */
	struct rule **rules;
	size_t count, exception_count, size;
	struct fault *faults, **last_fault;
	size_t errors, warnings;
	const struct catalogue *catalogue;       /* NULL: product candor rules are not held against it */
	const struct placeholder *placeholders;
	/* Gives the lists that placeholders without a value may name, NULL if there are none.  May be NULL. */
	const struct lists *(*lists)(void *context);
	void *lists_context;
	struct str today;        /* ISO; exceptions that ended before do not hold; no text: all of them hold */
	bool any_product;        /* candor match: every rule is taken, the refusals of product candor do not bind */
	char digest[65];         /* SHA-256 over the rules in order, set by rules_finish() */
	void *work;              /* what only loading needs */
};

/** An empty set.  @catalogue (may be NULL) must outlive it. */
void rules_init(struct rules *set, const struct catalogue *catalogue, bool any_product);

/** Add the documents of one file.  Faults are kept in @set.  False only without memory. */
bool rules_add_text(struct rules *set, struct str file, struct str text) NODISCARD;

/** Add a file, or all *.yml and *.yaml below a folder, in the order of their paths.  False if @path cannot be read. */
bool rules_add_path(struct rules *set, const char *path, struct err *e) NODISCARD;

/** The text of the document that @r was read from, for people. */
struct str rule_as_written(const struct rule *r);

/** Add the rules built into the program, those that a rule added before replaces left out. */
bool rules_add_embedded(struct rules *set) NODISCARD;

/** Resolve references, apply filters, hold every rule against the conscience.  False if there is any error. */
bool rules_finish(struct rules *set) NODISCARD;

/** The rule whose id or name is @handle, NULL if there is none. */
const struct rule *rules_find(const struct rules *set, struct str handle);

/** A fault as a message: its place, and "code: what is wrong; what is near", which may be cut. */
struct err fault_err(const struct fault *f);

/** The id or name nearest to @handle, or no text.  Written to @out, @size bytes. */
struct str rules_nearest(const struct rules *set, struct str handle, char *out, size_t size);

/** Give everything back. */
void rules_clear(struct rules *set);

#endif
