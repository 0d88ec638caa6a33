/*
 * candor-fetch - the only part of Candor that uses the network: "candor lists update" runs it, and nothing else does.
 * The program that scans does not link libcurl, so that it cannot send anything anywhere, and starts faster.
 * Standard input has a line for each file to fetch, four columns divided by tabs, the last two empty where there is
 * no earlier copy:  FILE <tab> URL <tab> ETAG <tab> LAST-MODIFIED  FILE must not be there.  Standard output gets a
 * line for each as it ends, N counted from 0:  N <tab> got <tab> ETAG <tab> LAST-MODIFIED     the whole of it is in
 * FILE N <tab> same                                   the earlier copy is still what the server has N <tab> failed
 * <tab> WHY                       a sentence; what is in FILE means nothing  Exit status: 0 if every line was tried,
 * 2 for wrong usage, 3 if it could not begin or end.
 */
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/opt.h"
#include "fetch/transfer.h"
#include "limits.h"

enum { STATUS_DONE = 0, STATUS_USAGE = 2, STATUS_FAILED = 3 };

struct options {
	bool allow_http;
	const char *ca;
	int64_t timeout;
};

static const struct opt opts[] = {
	{ "allow-http", 0, OPT_FLAG, OPT_ROW(struct options, allow_http), NULL, "plain http, too", 0, 0 },
	{ "ca", 0, OPT_TEXT, OPT_ROW(struct options, ca), "FILE", "trust the certificates of FILE", 0, 0 },
	{ "timeout", 0, OPT_NUMBER, OPT_ROW(struct options, timeout), "SECONDS", "that a file may take", 1, 86400 },
	{ 0 },
};

/* Where the numbers of the report come from. */
static const struct transfer *first;

static void tell(struct transfer *t)
{
	long n = (long)(t - first);

	if (t->state == TRANSFER_GOT)
		printf("%ld\tgot\t%s\t%s\n", n, t->new_etag, t->new_modified);
	else if (t->state == TRANSFER_SAME)
		printf("%ld\tsame\n", n);
	else
		printf("%ld\tfailed\t%s\n", n, t->why);
	fflush(stdout);
}

static void show_progress(size_t ended, size_t count, size_t bytes)
{
	enum { WIDTH = 24 };
	char bar[WIDTH + 1];
	size_t full = count ? ended * WIDTH / count : WIDTH;

	memset(bar, '.', WIDTH);
	memset(bar, '#', full);
	bar[WIDTH] = '\0';
	log_progress("[%s] %zu of %zu files, %.1f MB", bar, ended, count, (double)bytes / 1e6);
}

static struct str read_input(struct buf *in)
{
	size_t got = 1;

	while (got) {
		char *room = buf_room(in, 4096);
		if (!room)
			return str_of(NULL, 0);
		got = fread(room, 1, 4096, stdin);
		in->len += got;
	}
	return ferror(stdin) ? str_of(NULL, 0) : buf_str(in);
}

static const char *cell(struct str *line, struct arena *a)
{
	return arena_copy(a, str_split(*line, '\t', line)).ptr;
}

/* NULL, after a complaint, if the lines are not as they should be. */
static struct transfer *read_lines(struct str text, struct arena *a, size_t *count)
{
	size_t room = 0;

	for (struct str rest = text; rest.len; str_split(rest, '\n', &rest))
		room++;
	struct transfer *at = ARENA_NEW(a, struct transfer, room + 1);
	while (at && text.len) {
		struct str line = str_split(text, '\n', &text);
		struct transfer *t = &at[(*count)++];
		t->file = cell(&line, a);
		t->url = cell(&line, a);
		t->etag = cell(&line, a);
		t->modified = cell(&line, a);
		if (!t->file || !t->url || !t->etag || !t->modified || !*t->file || !*t->url || line.ptr) {
			log_error("candor-fetch: line %zu: FILE URL ETAG LAST-MODIFIED, with tabs between", *count);
			return NULL;
		}
	}
	return at;
}

static int run(const struct options *o, struct arena *a)
{
	struct transfer_options how = { o->allow_http, o->ca, o->timeout ? (long)o->timeout : FETCH_SECONDS };
	struct buf in = buf_make(FETCH_MAX_INPUT);
	struct str text = read_input(&in);
	size_t count = 0;
	struct err e = { 0 };

	struct transfer *at = text.ptr ? read_lines(text, a, &count) : NULL;
	int status = at ? STATUS_DONE : STATUS_USAGE;
	first = at;
	if (at && !transfers_run(at, count, &how, tell, show_progress, &e)) {
		log_err(&e);
		status = STATUS_FAILED;
	}
	log_progress_end();
	buf_clear(&in);
	return fflush(stdout) == 0 ? status : STATUS_FAILED;
}

int main(int argc, char **argv)
{
	struct options o = { 0 };
	struct arena a = arena_make(0);
	struct err e = { 0 };
	int status = STATUS_USAGE;

	if (!opt_parse(opts, &o, &argc, argv, &e))
		log_error("candor-fetch: %s", e.text);
	else if (argc > 1)
		log_error("candor-fetch takes no operands; \"candor lists update\" runs it");
	else
		status = run(&o, &a);
	arena_clear(&a);
	return status;
}
