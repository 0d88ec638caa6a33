/* suffix.h - the door to libpsl: the domain that somebody registered (Public Suffix List). */
#ifndef SUFFIX_H
#define SUFFIX_H

#include "base/str.h"

/**
 * "example.co.uk" of "www.example.co.uk", borrowed from @domain, which is in lower case.  No text if @domain is
 * itself a public suffix.  Threads may call it at once; each remembers what it asked last, since a look-up costs up to
 * a microsecond.
 */
struct str suffix_registrable(struct str domain);

#endif
