/* domain_memo.h - all that the lists say of a domain, remembered: a few domains are those of most applicants. */
#ifndef DOMAIN_MEMO_H
#define DOMAIN_MEMO_H

#include "list/section.h"

struct domain_said {
	uint32_t classes;                   /* as domain_find() has them */
	const struct identifier *published; /* as identifier_find_domain() has it */
	struct str registrable;             /* as suffix_registrable() has it */
};

/** What is said of @domain, which is in normal form.  Threads may call it at once; each remembers its own answers. */
struct domain_said domain_said(const struct lists *l, struct str domain);

#endif
