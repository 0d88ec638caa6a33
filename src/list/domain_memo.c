#include "list/domain_memo.h"

#include "list/domain.h"
#include "list/identifier.h"
#include "list/memo.h"
#include "list/suffix.h"

enum { MEMO_SLOTS = 256 };

struct memo {
	struct memo_key of;
	uint8_t registrable; /* bytes, which stand at the end */
	uint32_t classes;
	const struct identifier *published;
};

static struct domain_said ask(const struct lists *l, struct str domain)
{
	return (struct domain_said){
		.classes = domain_find(lists_domains(l), domain).classes,
		.published = identifier_find_domain(lists_identifiers(l), domain),
		.registrable = suffix_registrable(domain),
	};
}

/* The last @len bytes of @domain, no text for none. */
static struct str ending(struct str domain, size_t len)
{
	return len ? str_of(domain.ptr + domain.len - len, len) : str_of(NULL, 0);
}

struct domain_said domain_said(const struct lists *l, struct str domain)
{
	static _Thread_local struct memo memos[MEMO_SLOTS];
	struct memo *m = &memos[str_hash(domain) % MEMO_SLOTS];

	if (domain.len > MEMO_TEXT)
		return ask(l, domain);
	if (memo_is_of(&m->of, l, domain))
		return (struct domain_said){ m->classes, m->published, ending(domain, m->registrable) };
	struct domain_said said = ask(l, domain);
	if (lists_domains(l) && lists_identifiers(l)) /* else memory ran out, and may be there again */
		*m = (struct memo){ memo_key(l, domain), (uint8_t)said.registrable.len, said.classes, said.published };
	return said;
}
