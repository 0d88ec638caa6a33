#include "list/employer_memo.h"

#include "list/identifier.h"
#include "list/memo.h"
#include "list/normal.h"
#include "list/product.h"

enum { MEMO_SLOTS = 512 };

struct memo {
	struct memo_key of;
	struct employer_said said;
};

static struct employer_said ask(const struct lists *l, struct str employer)
{
	char out[NORMAL_MAX];
	struct str normal = normal_company(employer, out);
	struct employer_said said = { .company = identifier_find(lists_identifiers(l), LIST_COMPANY, normal) };

	said.product = product_here(lists_products(l), PRODUCT_EMPLOYER, employer, &said.end);
	return said;
}

struct employer_said employer_said(const struct lists *l, struct str employer)
{
	static _Thread_local struct memo memos[MEMO_SLOTS];
	struct memo *m = &memos[str_hash(employer) % MEMO_SLOTS];

	if (employer.len > MEMO_TEXT)
		return ask(l, employer);
	if (memo_is_of(&m->of, l, employer))
		return m->said;
	struct employer_said said = ask(l, employer);
	if (lists_identifiers(l) && lists_products(l)) /* else memory ran out, and may be there again */
		*m = (struct memo){ memo_key(l, employer), said };
	return said;
}
