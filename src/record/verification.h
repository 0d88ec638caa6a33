/* verification.h - the checks that a person can make, each of which settles the findings that name it. */
#ifndef VERIFICATION_H
#define VERIFICATION_H

#include "base/str.h"

struct verification {
	const char *code;    /* as in verifications[].code and in a rule's candor.verify */
	const char *meaning; /* what to do, for whoever does it; lower case, no full stop */
};

/* In the order of record.md. */
extern const struct verification verifications[];
extern const size_t verification_count;

/** NULL if there is none of that code. */
const struct verification *verification_find(struct str code);

/** The code that @code was likely meant to be, NULL if none is near. */
const char *verification_nearest(struct str code);

#endif
