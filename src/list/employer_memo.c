#include "list/employer_memo.h"

#include "list/identifier.h"
#include "list/normal.h"
#include "list/product.h"

enum { MEMO_SLOTS = 512, MEMO_TEXT = 60 };

/* One answer, for the lists of that number; 0 in an empty slot. */
struct memo {
	uint64_t lists;
	struct employer_said said;
	uint8_t len;
	char text[MEMO_TEXT];
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
	if (m->lists == lists_number(l) && str_eq(str_of(m->text, m->len), employer))
		return m->said;
	struct employer_said said = ask(l, employer);
	if (lists_identifiers(l) && lists_products(l)) { /* else memory ran out, and may be there again */
		*m = (struct memo){ lists_number(l), said, (uint8_t)employer.len, "" };
		memcpy(m->text, employer.ptr, employer.len);
	}
	return said;
}
