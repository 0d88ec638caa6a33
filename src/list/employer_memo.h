/* employer_memo.h - what the lists say of an employer, remembered: some are those of many applicants. */
#ifndef EMPLOYER_MEMO_H
#define EMPLOYER_MEMO_H

#include "list/section.h"

struct employer_said {
	const struct identifier *company; /* as identifier_find() has its normal form */
	const struct product *product;    /* as product_here() has it in PRODUCT_EMPLOYER */
	size_t end;                       /* bytes of the employer up to the end of that name; 0 without one */
};

/** What is said of @employer, as it was written.  Threads may call it at once; each remembers its own answers. */
struct employer_said employer_said(const struct lists *l, struct str employer);

#endif
