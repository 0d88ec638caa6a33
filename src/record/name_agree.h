/* name_agree.h - do two statements of a name mean the same person?  For an applicant's own statements only. */
#ifndef NAME_AGREE_H
#define NAME_AGREE_H

#include "base/str.h"

enum agreement {
	AGREEMENT_UNKNOWN, /* too little to tell, some parts agree and others not, or it is no person's name */
	AGREEMENT_YES,     /* all of the shorter is in the longer one */
	AGREEMENT_NO,      /* nothing of one is in the other */
};

/**
 * Does @other, a name seen elsewhere, agree with @name?  Without regard to order, case, script, marks, hyphens and
 * blanks; initials, short forms ("Bob"), other spellings ("Youssef", "Yusuf"), further given names and a missing
 * particle do not disagree.  One part in common and another not (a name by marriage) is unknown; so is all that has
 * fewer than two full words, or what programs and companies put where a name is asked for.  What is in different
 * scripts is never NO, because nobody knows all spellings.  What is known of names (short forms, spellings) only
 * ever softens: a NO rests on no word of one being in the other, whatever the words are, so that names exchanged for
 * others word by word keep their answers.
 */
enum agreement name_agree(struct str name, struct str other);

/** Is @handle (or what stands before "@") made of parts of @name?  YES or UNKNOWN: a handle may be anything. */
enum agreement name_agree_handle(struct str name, struct str handle);

#endif
