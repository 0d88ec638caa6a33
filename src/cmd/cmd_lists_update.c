#include <stdio.h>

#include "base/log.h"
#include "cmd/cmd_lists.h"
#include "limits.h"
#include "list/network.h"

struct options {
	const char *mirror, *feeds, *ca;
	int64_t timeout;
	bool force, allow_http;
};

static const struct opt update_opts[] = {
	{ "mirror", 'm', OPT_TEXT, OPT_ROW(struct options, mirror), "FILE",
	    "take each feed from the file that FILE (url,file,date) names for its address; no network", 0, 0 },
	{ "feeds", 0, OPT_TEXT, OPT_ROW(struct options, feeds), "FILE",
	    "take the feeds of FILE, in the form of rules/lists/feeds.yaml, instead of the known ones", 0, 0 },
	{ "force", 0, OPT_FLAG, OPT_ROW(struct options, force), NULL,
	    "fetch what has not changed, too, and take copies that are implausibly small", 0, 0 },
	{ "allow-http", 0, OPT_FLAG, OPT_ROW(struct options, allow_http), NULL,
	    "fetch over plain http, too, where a feed says so", 0, 0 },
	{ "ca", 0, OPT_TEXT, OPT_ROW(struct options, ca), "FILE",
	    "trust the certificates of FILE (PEM) instead of the system's", 0, 0 },
	{ "timeout", 0, OPT_NUMBER, OPT_ROW(struct options, timeout), "SECONDS",
	    "give up on a file after SECONDS", 1, 86400 },
	{ 0 },
};

/* One update. */
struct round {
	const struct options *options;
	struct arena arena;
	struct feeds feeds;
	const struct feed **wanted;
	size_t wanted_count, failed;
	struct update *update;
	struct update_source source;
	char today[11];
};

static void tell_kept(struct round *r, const struct feed *f, const struct err *e)
{
	const struct list *old = update_find(r->update, f->list.name);
	char text[640];

	err_print(e, text, sizeof(text));
	if (old)
		log_error("list %.*s: %s; the copy of %.*s is kept", STR_ARG(f->list.name), text, STR_ARG(old->date));
	else
		log_error("list %.*s: %s; there is none at hand", STR_ARG(f->list.name), text);
	r->failed++;
}

/* The further files of a list; each must be there. */
static bool get_parts(struct round *r, const struct feed *f, struct arena *a, struct feed_text *in, struct err *e)
{
	for (size_t i = 0; i < FEED_PARTS && f->parts[i].len; i++) {
		struct delivery d;
		if (!r->source.get(r->source.context, f->parts[i], a, &d, e))
			return false;
		if (!d.text.ptr)
			return err_set(e, ERR_FILE, "its part %.*s is missing", STR_ARG(f->parts[i]));
		in->parts[i] = d.text;
	}
	return true;
}

static bool take(struct round *r, const struct feed *f, const struct delivery *d, struct arena *a, struct err *e)
{
	struct feed_text in = { .text = d->text };
	struct list what = f->list;
	int64_t entries;

	what.date = d->date;
	what.etag = d->etag;
	what.modified = d->modified;
	if (!get_parts(r, f, a, &in, e) ||
	    !update_take(r->update, &what, f->form, &in, r->options->force, &entries, e))
		return false;
	printf("%-*.*s %8lld %s of %.*s\n", LISTS_NAME_COLUMNS, STR_ARG(f->list.name), (long long)entries,
	    entries == 1 ? "entry" : "entries", STR_ARG(d->date));
	return true;
}

static void take_feed(struct round *r, const struct feed *f)
{
	struct arena a = arena_make(0);
	struct err e = { 0 };
	struct delivery d;

	bool ok = r->source.get(r->source.context, f->list.url, &a, &d, &e);
	if (ok && d.is_same) {
		ok = update_keep(r->update, f->list.name, d.date) || err_set(&e, ERR_MEMORY, "out of memory");
		if (ok)
			printf("%-*.*s unchanged\n", LISTS_NAME_COLUMNS, STR_ARG(f->list.name));
	} else if (ok && d.text.ptr) {
		ok = take(r, f, &d, &a, &e);
	}
	if (!ok)
		tell_kept(r, f, &e);
	arena_clear(&a);
}

/* Of a list in one file, ask only for what is newer; of several, all must be of one day. */
static struct network_job job_of(const struct round *r, const struct feed *f)
{
	const struct list *old = update_find(r->update, f->list.name);
	struct network_job job = { .url = f->list.url };

	if (old && !r->options->force && !f->parts[0].len && str_eq(old->url, f->list.url)) {
		job.etag = old->etag;
		job.modified = old->modified;
	}
	return job;
}

static struct network *fetch(struct round *r, struct err *e)
{
	const struct options *o = r->options;
	const struct network_options how = { o->allow_http, o->ca, o->timeout };
	struct network_job *jobs = ARENA_NEW(&r->arena, struct network_job, r->wanted_count * (1 + FEED_PARTS));
	char folder[LIST_MAX_PATH];
	size_t count = 0;

	if (!jobs || !lists_folder(folder, sizeof(folder))) {
		err_set(e, ERR_MEMORY, "out of memory");
		return NULL;
	}
	for (size_t i = 0; i < r->wanted_count; i++) {
		const struct feed *f = r->wanted[i];
		jobs[count++] = job_of(r, f);
		for (size_t p = 0; p < FEED_PARTS && f->parts[p].len; p++)
			jobs[count++] = (struct network_job){ .url = f->parts[p] };
	}
	return network_fetch(folder, jobs, count, &how, &r->arena, e);
}

static void tell_unknown(const struct round *r, const struct mirror *m)
{
	for (size_t i = 0; i < mirror_count(m); i++)
		if (!feeds_find_url(&r->feeds, mirror_url(m, i)))
			printf("of no feed that is known: %.*s\n", STR_ARG(mirror_url(m, i)));
}

static void tell_row(void *context, const struct err *e)
{
	struct round *r = context;

	log_err(e);
	r->failed = true;
}

static bool update_all(struct round *r, bool is_whole, struct err *e)
{
	struct mirror *m = NULL;
	struct network *n = NULL;

	if (r->options->mirror) {
		if (!(m = mirror_open(r->options->mirror, tell_row, r, &r->arena, e)))
			return false;
		r->source = mirror_source(m);
	}
	if (!(r->update = lists_begin(e)))
		return false;
	if (!m) {
		if (!(n = fetch(r, e)))
			return false;
		r->source = network_source(n, str_from(r->today));
	}
	for (size_t i = 0; i < r->wanted_count; i++)
		take_feed(r, r->wanted[i]);
	network_end(n);
	if (m && is_whole)
		tell_unknown(r, m);
	return update_end(r->update, e);
}

static void unknown_feed(struct round *r, const char *word)
{
	const char **names = ARENA_NEW(&r->arena, const char *, r->feeds.count);
	size_t count = 0;

	for (size_t i = 0; names && i < r->feeds.count; i++)
		if ((names[count] = arena_copy(&r->arena, r->feeds.at[i].list.name).ptr))
			count++;
	const char *near = str_nearest(str_from(word), names, count);
	if (near)
		cmd_usage(&cmd_lists_update, "no feed \"%.60s\"; did you mean %s?", word, near);
	else
		cmd_usage(&cmd_lists_update, "no feed \"%.60s\"; it is none of the %zu that are known", word, count);
}

/* False after a complaint about the name that is none. */
static bool choose(struct round *r, int argc, char **argv)
{
	size_t room = r->feeds.count > (size_t)argc ? r->feeds.count : (size_t)argc;

	r->wanted = ARENA_NEW(&r->arena, const struct feed *, room);
	for (int i = 0; r->wanted && i < argc; i++) {
		const struct feed *f = feeds_find(&r->feeds, str_from(argv[i]));
		if (!f) {
			unknown_feed(r, argv[i]);
			return false;
		}
		r->wanted[r->wanted_count++] = f;
	}
	for (size_t i = 0; r->wanted && !argc && i < r->feeds.count; i++)
		r->wanted[r->wanted_count++] = &r->feeds.at[i];
	return r->wanted != NULL;
}

static int run_update(void *options, int argc, char **argv)
{
	struct round r = { .options = options };
	struct err e = { 0 };
	int status = CMD_USAGE;

	lists_today(NULL, r.today);
	bool ok = r.options->feeds ? feeds_read(r.options->feeds, &r.arena, &r.feeds, &e) :
	    feeds_known(&r.arena, &r.feeds);
	if (!ok && e.code)
		log_err(&e);
	if (ok && choose(&r, argc, argv)) {
		ok = update_all(&r, !argc, &e);
		if (!ok)
			log_err(&e);
		status = ok && !r.failed ? CMD_DONE : CMD_PARTIAL;
	}
	update_free(r.update);
	arena_clear(&r.arena);
	if (status != CMD_USAGE)
		lists_compile();
	return cmd_finish(status);
}

const struct command cmd_lists_update = {
	.name = "update",
	.args = "[NAME...]",
	.summary = "bring the lists that others maintain up to date",
	.text = "Lists of VPN, Tor, relay, gateway, cloud and mail providers, and whole sanctions lists, are not part "
		"of Candor. This fetches each one that is known, or those named, from whoever publishes it: over "
		"https alone unless --allow-http is given, several at once, asking only for what has changed, through "
		"the proxy that https_proxy names. Nothing is sent but the request. With --mirror it needs no "
		"network: the lists are taken from a table url,file,date whose files stand beside it.\n"
		"\n"
		"A copy that cannot be had, is not in form, or has fewer than half of the entries of the last one is "
		"not taken: the old one is kept, and the exit status is 3.\n"
		"\n"
		"Examples:\n"
		"  candor lists update\n"
		"  candor lists update ofac un\n"
		"  candor lists update --mirror mirror.csv\n"
		"  candor lists update --feeds ours.yaml --ca company-ca.pem\n",
	.opts = update_opts,
	.options_size = sizeof(struct options),
	.run = run_update,
};
