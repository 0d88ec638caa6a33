/* program.h - a rule's condition over predicates: as a tree, as the jumps that a scanner follows, and its witnesses. */
#ifndef PROGRAM_H
#define PROGRAM_H

#include "match/predicate.h"

enum expr_kind { EXPR_TEST, EXPR_AND, EXPR_OR };

/* A condition; only tests are negated.  An AND without parts is true, an OR false. */
struct expr {
	enum expr_kind kind;
	bool negated;          /* EXPR_TEST */
	bool is_asked;         /* needs a predicate that is not answered by itself */
	uint32_t predicate;    /* EXPR_TEST */
	struct expr *parts, *last, *next, *before; /* first part, last part; neighbours */
	struct expr *last_plain; /* the last part that need not be asked for; they stand first */
	/* How often its best witnesses are about in a thousand events, guessed; HUGE_VAL: it has none */
	double cost;
};

/* What the compiler keeps of an item, in the order of rule.h's tree. */
struct item_code {
	uint32_t first_leaf;   /* its tests' predicates, in order, alternatives included */
	uint32_t list;         /* PREDICATE_ANY_OF for its tests that are answered by themselves; INTERN_NONE: none */
	uint32_t exists;       /* of its field, where a test needs it */
};

/* One compiled rule.  What it begins at, in the arrays of struct codes. */
struct rule_code {
	const struct rule *rule;
	uint32_t first_selection; /* in @selections: where each selection's items begin */
	uint32_t entry;           /* its first jump, or PROGRAM_TRUE, PROGRAM_FALSE */
};

/* Ask; go on at @yes or @no. */
struct jump {
	uint32_t predicate, yes, no;
};

enum { PROGRAM_TRUE = UINT32_MAX, PROGRAM_FALSE = UINT32_MAX - 1 };

struct codes {
	uint32_t *leaves;
	size_t leaf_count, leaf_size;
	struct item_code *items;
	size_t item_count, item_size;
	uint32_t *selections;
	size_t selection_count, selection_size;
	struct jump *jumps;
	size_t jump_count, jump_size;
};

/** Give the memory back. */
void codes_clear(struct codes *c);

/** Number the questions of @r and put them into @c.  False with @e. */
bool program_read(struct codes *c, struct predicates *p, const struct rule *r, struct rule_code *out, struct err *e)
    NODISCARD;

/** The condition of a rule that was read, after all rules were; in @a.  NULL when it is full. */
struct expr *program_expr(const struct codes *c, const struct predicates *p, const struct rule_code *r,
    struct arena *a);

/** Where the items of a selection that a condition of the rule points at begin in @c->items. */
uint32_t program_items(const struct codes *c, const struct rule_code *r, const struct selection *s);

/** Its jumps, added to @c; sets @r->entry. */
bool program_emit(struct codes *c, const struct expr *x, struct rule_code *r) NODISCARD;

/**
 * Predicates answered by themselves, one of which holds whenever @x does, told to @witness; false if there are none:
 * then the rule must always be looked at.
 */
typedef bool program_witness(void *context, uint32_t predicate);
bool program_witnesses(const struct expr *x, const struct predicates *p, program_witness *witness, void *context,
    bool *ok);

#endif
