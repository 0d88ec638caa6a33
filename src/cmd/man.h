/* man.h - the manual page candor(1), from the rows of commands and options. */
#ifndef MAN_H
#define MAN_H

#include "base/buf.h"

/** The whole page, in man(7)'s macros. */
void man_page(struct buf *out);

#endif
