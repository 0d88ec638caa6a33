#include "list/domain_memo.h"

#include "list/domain.h"
#include "list/identifier.h"
#include "list/suffix.h"

enum { MEMO_SLOTS = 256, MEMO_TEXT = 60 };

/* One answer, for the lists of that number; 0 in an empty slot. */
struct memo {
	uint64_t lists;
	const struct identifier *published;
	uint32_t classes;
	uint8_t len, registrable; /* bytes; those of the registrable domain stand at the end */
	char text[MEMO_TEXT];
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
	if (m->lists == lists_number(l) && str_eq(str_of(m->text, m->len), domain))
		return (struct domain_said){ m->classes, m->published, ending(domain, m->registrable) };
	struct domain_said said = ask(l, domain);
	if (lists_domains(l) && lists_identifiers(l)) { /* else memory ran out, and may be there again */
		*m = (struct memo){ lists_number(l), said.published, said.classes, (uint8_t)domain.len,
			(uint8_t)said.registrable.len, "" };
		memcpy(m->text, domain.ptr, domain.len);
	}
	return said;
}
