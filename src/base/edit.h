/* edit.h - how many letters apart two words are. */
#ifndef EDIT_H
#define EDIT_H

#include "base/str.h"

enum { EDIT_MAX = 64 }; /* bytes of the shorter text */

/** The least number of bytes to put in, take out or change to make @a of @b; SIZE_MAX where both pass EDIT_MAX. */
size_t edit_distance(struct str a, struct str b);

#endif
