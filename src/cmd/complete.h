/* complete.h - completions for shells, from the rows of commands and options. */
#ifndef COMPLETE_H
#define COMPLETE_H

#include "base/buf.h"

/** The whole file for bash, and for zsh. */
void complete_bash(struct buf *out);
void complete_zsh(struct buf *out);

#endif
