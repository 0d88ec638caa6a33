/* spill.h - bytes that are written once and then read from the start: in memory while they are few, then in a file. */
#ifndef SPILL_H
#define SPILL_H

#include "base/buf.h"
#include "base/err.h"

/* Zero but for @max_memory to begin with. */
struct spill {
	size_t max_memory; /* bytes before a file is made */
	struct buf head;   /* what is not yet, or not at all, in the file */
	size_t free;       /* bytes that may be put into @head without a question */
	int fd;            /* @has_file: open, and already without a name */
	bool has_file;
	uint64_t size;     /* all that was put */
	uint64_t at;       /* where reading is */
	char *window;      /* what was last read of the file */
	uint64_t from;
	size_t held;
};

/** Put @len bytes behind the others.  The file is in $TMPDIR (/tmp), readable by its owner alone.  False with @e. */
static inline bool spill_put(struct spill *s, const void *data, size_t len, struct err *e) NODISCARD;

/** After the last spill_put(): read from the start. */
bool spill_rewind(struct spill *s, struct err *e) NODISCARD;

/** The next @len bytes into @to.  False with @e if there are not so many, or they cannot be read. */
bool spill_get(struct spill *s, void *to, size_t len, struct err *e) NODISCARD;

/** Pass over @len bytes. */
void spill_skip(struct spill *s, uint64_t len);

/** Give memory and file back. */
void spill_clear(struct spill *s);

/* spill_put(), for what needs more memory, or the file. */
bool spill_put_more(struct spill *s, const void *data, size_t len, struct err *e) NODISCARD;

/* In the header, because a record puts dozens of small pieces. */
static inline bool spill_put(struct spill *s, const void *data, size_t len, struct err *e)
{
	if (!len || len > s->free)
		return spill_put_more(s, data, len, e);
	memcpy(s->head.ptr + s->head.len, data, len);
	s->head.len += len;
	s->free -= len;
	s->size += len;
	return true;
}

#endif
