/* glob.h - a text against a pattern with wildcards. */
#ifndef GLOB_H
#define GLOB_H

#include "rule/rule.h"

/** Does all of @text fit the @count pieces?  A PIECE_ONE is one code point, a PIECE_ANY any text, line ends too. */
bool glob_fits(const struct piece *pieces, size_t count, struct str text);

#endif
