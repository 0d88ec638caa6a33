/* Other statements of a name against the applicant's own. */
#include "enrich/fact.h"
#include "record/name_agree.h"

/* One statement after the other; many commits bear one name. */
struct comparison {
	struct enrich *e;
	struct str name, last;
	enum agreement of_last;
};

static enum agreement compare(struct comparison *c, struct str other)
{
	if (!str_eq(other, c->last)) {
		c->last = other;
		c->of_last = name_agree(c->name, other);
	}
	return c->of_last;
}

static void put_agreement(struct comparison *c, struct node *parent, enum fact f, enum agreement a)
{
	if (a != AGREEMENT_UNKNOWN)
		fact_bool(c->e, parent, f, a == AGREEMENT_YES);
}

/* The text in the member @key of @n, where @n is a map. */
static void compare_member(struct comparison *c, struct node *n, const char *key, enum fact f)
{
	struct str other = node_get_text(n, key);

	if (other.len)
		put_agreement(c, n, f, compare(c, other));
}

static void compare_each(struct comparison *c, struct node *list, const char *key, enum fact f)
{
	NODE_EACH(n, list)
		compare_member(c, n, key, f);
}

/* A list of texts: NO if one of them is another name, YES if all agree. */
static void compare_list(struct comparison *c, struct node *parent, const struct node *list, enum fact f)
{
	size_t agreed = 0, given = 0;
	enum agreement all = AGREEMENT_UNKNOWN;

	NODE_EACH(n, list) {
		if (n->type != NODE_TEXT)
			continue;
		enum agreement a = compare(c, node_text(n));
		given++;
		agreed += a == AGREEMENT_YES;
		if (a == AGREEMENT_NO)
			all = a;
	}
	put_agreement(c, parent, f, given && agreed == given ? AGREEMENT_YES : all);
}

/*
 * Holders of bank accounts, as many as have no part of a name in common, each with each: two spellings of one name,
 * or a name before and after a marriage, are one.
 */
static void count_holders(struct enrich *e, struct node *payment)
{
	enum { ENOUGH = 8 };
	struct str counted[ENOUGH];
	int count = 0;

	NODE_EACH(n, node_get(payment, "accounts")) {
		struct str holder = node_get_text(n, "holder");
		bool differs = holder.len && str_is(node_get_text(n, "kind"), "bank") && count < ENOUGH;
		for (int i = 0; differs && i < count; i++)
			differs = name_agree(counted[i], holder) == AGREEMENT_NO;
		if (differs)
			counted[count++] = holder;
	}
	if (count)
		fact_number(e, payment, FACT_ACCOUNTS_HOLDERS, count);
}

void enrich_agreement(struct enrich *e, struct node *root)
{
	struct comparison c = { .e = e, .name = node_as_text(e->top[TOP_NAME]) };
	struct node *resume = e->top[TOP_RESUME], *metadata = node_get(resume, "metadata");
	struct node *accounts = e->top[TOP_ACCOUNTS], *payment = e->top[TOP_PAYMENT];

	count_holders(e, payment);
	if (!c.name.len)
		return;
	compare_list(&c, root, e->top[TOP_NAMES_OTHER], FACT_NAMES_OTHER_AGREE);
	compare_each(&c, accounts, "display_name", FACT_DISPLAY_NAME_AGREES);
	NODE_EACH(n, accounts)
		compare_list(&c, n, node_get(n, "previous_names"), FACT_PREVIOUS_NAMES_AGREE);
	if (metadata)
		compare_member(&c, metadata, "author", FACT_AUTHOR_AGREES);
	compare_each(&c, node_get(resume, "references"), "name", FACT_NAME_AGREES);
	compare_each(&c, e->top[TOP_DOCUMENTS], "name", FACT_NAME_AGREES);
	compare_each(&c, node_get(e->top[TOP_CODE], "commits"), "author_name", FACT_AUTHOR_NAME_AGREES);
	compare_each(&c, node_get(payment, "accounts"), "holder", FACT_HOLDER_AGREES);
}
