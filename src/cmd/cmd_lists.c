#include <stdio.h>
#include <time.h>

#include "base/digest.h"
#include "base/file.h"
#include "base/json_write.h"
#include "base/log.h"
#include "base/when.h"
#include "cmd/cmd.h"
#include "limits.h"
#include "list/lookup.h"
#include "list/update.h"

enum { NAME_COLUMNS = 23, OUT_MAX = 1 << 30, OWN_MAX_AGE = 365 };

struct options {
	const char *format, *today, *mirror, *kind, *class, *product, *form, *confidence, *date, *source, *licence;
	bool force;
};

static const char *const forms[] = { "text", "json", NULL };

static const struct opt show_opts[] = {
	{ "format", 'f', OPT_TEXT, OPT_ROW(struct options, format), "FORM",
	    "write |text|json|; text on a terminal, JSON lines otherwise", 0, 0 },
	{ "today", 0, OPT_TEXT, OPT_ROW(struct options, today), "DATE",
	    "count ages up to DATE instead of today", 0, 0 },
	{ 0 },
};

static const struct opt lookup_opts[] = {
	{ "format", 'f', OPT_TEXT, OPT_ROW(struct options, format), "FORM",
	    "write |text|json|; text on a terminal, JSON lines otherwise", 0, 0 },
	{ 0 },
};

static const struct opt add_opts[] = {
	{ "kind", 'k', OPT_TEXT, OPT_ROW(struct options, kind), "KIND",
	    "what its entries are: |ip|domain|email|github|x|telegram|wallet|company|name|", 0, 0 },
	{ "class", 'c', OPT_TEXT, OPT_ROW(struct options, class), "CLASS",
	    "what it means to be on it: |relay|gateway|reported|vpn|tor|hosting|disposable|free|published|sanctioned|",
	    0, 0 },
	{ "form", 0, OPT_TEXT, OPT_ROW(struct options, form), "FORM",
	    "\"lines\", \"csv COLUMN\", \"geofeed\", \"json PATH...\", \"ofac\", \"un\" or \"designated\"; "
	    "guessed if not given", 0, 0 },
	{ "product", 'p', OPT_TEXT, OPT_ROW(struct options, product), "NAME",
	    "the product whose networks they are", 0, 0 },
	{ "confidence", 0, OPT_TEXT, OPT_ROW(struct options, confidence), "WORD",
	    "of what is published: |high|medium|low| (medium)", 0, 0 },
	{ "date", 0, OPT_TEXT, OPT_ROW(struct options, date), "DATE", "the day of the copy (today)", 0, 0 },
	{ "source", 0, OPT_TEXT, OPT_ROW(struct options, source), "TEXT", "where it comes from", 0, 0 },
	{ "licence", 0, OPT_TEXT, OPT_ROW(struct options, licence), "TEXT", "its licence", 0, 0 },
	{ "force", 0, OPT_FLAG, OPT_ROW(struct options, force), NULL, "take it though it is implausibly small", 0, 0 },
	{ 0 },
};

static const struct opt update_opts[] = {
	{ "mirror", 'm', OPT_TEXT, OPT_ROW(struct options, mirror), "FILE",
	    "take each feed from the file that FILE (url,file,date) names for its address", 0, 0 },
	{ "force", 0, OPT_FLAG, OPT_ROW(struct options, force), NULL, "take copies that are implausibly small", 0, 0 },
	{ 0 },
};

static const struct command cmd_show, cmd_lookup, cmd_add, cmd_update, cmd_verify;

static struct str today(const char *given, char out[11])
{
	if (given)
		return str_from(given);
	when_print_day((int64_t)time(NULL), out);
	return str_from(out);
}

/* --- show --- */

static void show_json(struct buf *out, const struct list *x)
{
	struct json j = json_make(out);

	json_open(&j, NULL, '{');
	json_text(&j, "name", x->name);
	json_text(&j, "kind", str_from(list_kind_name(x->kind)));
	json_text(&j, "class", str_from(list_class_name(x->class)));
	json_text(&j, "product", x->product.len ? x->product : str_of(NULL, 0));
	json_text(&j, "source", x->source);
	json_text(&j, "url", x->url.len ? x->url : str_of(NULL, 0));
	json_text(&j, "licence", x->licence);
	json_text(&j, "date", x->date);
	json_number(&j, "max_age_days", x->max_age_days);
	json_bool(&j, "stale", x->is_stale);
	json_number(&j, "entries", x->entries);
	json_text(&j, "sha256", x->sha256);
	json_bool(&j, "built_in", x->is_embedded);
	json_close(&j, '}');
	buf_byte(out, '\n');
}

static void show_text(struct buf *out, const struct list *x)
{
	buf_printf(out, "%-*.*s %-10s %-10s %8lld  %-10.*s %s\n", NAME_COLUMNS, STR_ARG(x->name),
	    list_kind_name(x->kind), list_class_name(x->class), (long long)x->entries, STR_ARG(x->date),
	    x->is_stale ? "stale" : x->is_embedded ? "built in" : "your copy");
}

static int run_show(void *options, int argc, char **argv)
{
	const struct options *o = options;
	const char *format = cmd_format(&cmd_show, o->format, forms);
	struct buf out = buf_make(OUT_MAX);
	char day[11];
	struct when w;

	(void)argv;
	if (!format)
		return CMD_USAGE;
	if (argc)
		return cmd_usage(&cmd_show, "it takes no operands");
	if (o->today && !when_parse(str_from(o->today), &w))
		return cmd_usage(&cmd_show, "--today wants an ISO date");
	struct lists *l = lists_open(NULL, today(o->today, day), NULL);
	bool as_json = strcmp(format, "json") == 0;
	if (!as_json)
		buf_printf(&out, "%-*s %-10s %-10s %8s  date\n", NAME_COLUMNS, "list", "kind", "class", "entries");
	for (size_t i = 0; l && i < lists_count(l); i++) {
		if (as_json)
			show_json(&out, lists_at(l, i));
		else
			show_text(&out, lists_at(l, i));
	}
	int status = !l || lists_failed(l) ? CMD_PARTIAL : CMD_DONE;
	lists_close(l);
	return cmd_print(&out, status);
}

/* --- lookup --- */

static void lookup_json(struct buf *out, struct str value, const struct lookup *x)
{
	struct json j = json_make(out);

	if (!x->count)
		return;
	json_open(&j, NULL, '{');
	json_text(&j, "value", value);
	json_text(&j, "kind", str_from(x->kind));
	json_text(&j, "judgement", str_from(list_class_name(x->judgement)));
	json_open(&j, "matches", '[');
	for (size_t i = 0; i < x->count; i++) {
		const struct match_entry *m = &x->at[i];
		json_open(&j, NULL, '{');
		json_text(&j, "list", m->list);
		json_text(&j, "entry", m->entry);
		json_text(&j, "class", str_from(list_class_name(m->class)));
		json_text(&j, "date", m->date);
		if (m->label.len)
			json_text(&j, "label", m->label);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	buf_byte(out, '\n');
}

static void lookup_text(struct buf *out, struct str value, const struct lookup *x)
{
	if (!x->count)
		return;
	buf_put(out, value);
	buf_printf(out, ": %s\n", list_class_name(x->judgement));
	for (size_t i = 0; i < x->count; i++) {
		const struct match_entry *m = &x->at[i];
		buf_printf(out, "    %-*.*s %-10s %.*s, %.*s%s%.*s\n", NAME_COLUMNS, STR_ARG(m->list),
		    list_class_name(m->class), STR_ARG(m->entry), STR_ARG(m->date), m->label.len ? ": " : "",
		    STR_ARG(m->label));
	}
}

struct teller {
	struct lists *lists;
	struct arena arena;
	struct buf out;
	bool as_json, failed;
};

static void tell(struct teller *t, struct str value)
{
	struct lookup x;

	value = str_trim(value);
	if (!value.len)
		return;
	if (!lookup_value(t->lists, value, &t->arena, &x))
		t->failed = true;
	else if (t->as_json)
		lookup_json(&t->out, value, &x);
	else
		lookup_text(&t->out, value, &x);
	if (t->out.len >= 1 << 16) {
		fwrite(t->out.ptr, 1, t->out.len, stdout);
		buf_reset(&t->out);
	}
	arena_reset(&t->arena);
}

/* One value a line from standard input; a line is cut off where it is longer than any value. */
static void tell_lines(struct teller *t)
{
	char line[4096];

	while (fgets(line, sizeof(line), stdin))
		tell(t, str_from(line));
	t->failed = t->failed || ferror(stdin);
}

static int run_lookup(void *options, int argc, char **argv)
{
	const struct options *o = options;
	const char *format = cmd_format(&cmd_lookup, o->format, forms);
	struct teller t = { .out = buf_make(OUT_MAX) };

	if (!format)
		return CMD_USAGE;
	if (!argc)
		return cmd_usage(&cmd_lookup, "which value?");
	t.as_json = strcmp(format, "json") == 0;
	t.lists = lists_open(NULL, str_of(NULL, 0), NULL);
	for (int i = 0; t.lists && i < argc; i++) {
		if (strcmp(argv[i], "-") == 0)
			tell_lines(&t);
		else
			tell(&t, str_from(argv[i]));
	}
	int status = !t.lists || t.failed || lists_failed(t.lists) ? CMD_PARTIAL : CMD_DONE;
	lists_close(t.lists);
	arena_clear(&t.arena);
	return cmd_print(&t.out, status);
}

/* --- add --- */

/* Which classes make sense for which kinds. */
static bool fits(enum list_kind kind, enum list_class class)
{
	const unsigned address = 1u << CLASS_RELAY | 1u << CLASS_GATEWAY | 1u << CLASS_REPORTED | 1u << CLASS_VPN |
	    1u << CLASS_TOR | 1u << CLASS_HOSTING;
	const unsigned domain = 1u << CLASS_RELAY | 1u << CLASS_DISPOSABLE | 1u << CLASS_FREE | 1u << CLASS_PUBLISHED;
	const unsigned person = 1u << CLASS_PUBLISHED | 1u << CLASS_SANCTIONED;
	const unsigned classes = kind == LIST_IP ? address : kind == LIST_DOMAIN ? domain :
	    kind == LIST_WALLET || kind == LIST_COMPANY || kind == LIST_NAME ? person : 1u << CLASS_PUBLISHED;

	return kind < LIST_IDENTIFIER && classes >> class & 1;
}

static bool is_name(const char *name)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return n && n <= 60 && !name[n] && *name != '-';
}

static struct str or_else(const char *given, const char *otherwise)
{
	return str_from(given ? given : otherwise);
}

static bool is_built_in(const char *name)
{
	struct lists *l = lists_open("", str_of(NULL, 0), NULL);
	bool is = l && lists_find(l, str_from(name));

	lists_close(l);
	return is;
}

/* What is wrong with the call; NULL if nothing is. */
static const char *fault_of(const struct options *o, const char *name, const struct list *x)
{
	struct when w;

	if (!is_name(name))
		return "a list's name has small letters, digits and hyphens";
	if (is_built_in(name))
		return "a list of that name is built in";
	if (!o->kind || x->kind >= LIST_IDENTIFIER)
		return "--kind wants ip, domain, email, github, x, telegram, wallet, company or name";
	if (!o->class || !fits(x->kind, x->class))
		return "--class wants what it means to be on it, and one that goes with the kind (see --help)";
	if (!when_parse(x->date, &w))
		return "--date wants an ISO date";
	if (!str_is(x->confidence, "high") && !str_is(x->confidence, "medium") && !str_is(x->confidence, "low"))
		return "--confidence wants high, medium or low";
	return NULL;
}

static struct update *begin(struct err *e)
{
	char folder[LIST_MAX_PATH];

	if (lists_folder(folder, sizeof(folder)))
		return update_begin(folder, e);
	err_set(e, ERR_FILE, "neither XDG_DATA_HOME nor HOME says where lists are kept");
	return NULL;
}

static bool add_file(const struct options *o, const struct list *x, const char *file, struct arena *a, int64_t *entries,
    struct err *e)
{
	struct str text = file_read(file, LIST_MAX_BYTES, a, e);
	struct update *u = text.ptr ? begin(e) : NULL;
	struct str form = o->form ? str_from(o->form) : feed_guess(x->kind, text, a);

	if (!u)
		return false;
	const struct feed_text in = { .text = text };
	bool ok = update_take(u, x, form, &in, o->force, entries, e);
	if (!ok)
		err_at(e, file, 0, 0);
	ok = ok && update_end(u, e);
	update_free(u);
	return ok;
}

static int run_add(void *options, int argc, char **argv)
{
	const struct options *o = options;
	struct arena a = arena_make(0);
	struct err e = { 0 };
	int64_t entries;
	char day[11];

	if (argc != 2)
		return cmd_usage(&cmd_add, "a name and a file");
	struct list x = {
		.name = str_from(argv[0]), .kind = list_kind_find(or_else(o->kind, "")),
		.class = list_class_find(or_else(o->class, "")), .product = or_else(o->product, ""),
		.confidence = or_else(o->confidence, "medium"), .source = or_else(o->source, "the user's own"),
		.licence = or_else(o->licence, "not stated"), .url = str_from(""), .date = today(o->date, day),
		.max_age_days = OWN_MAX_AGE,
	};
	const char *fault = fault_of(o, argv[0], &x);
	if (fault)
		return cmd_usage(&cmd_add, "%s", fault);
	bool ok = add_file(o, &x, argv[1], &a, &entries, &e);
	if (ok)
		printf("%s: %lld entries\n", argv[0], (long long)entries);
	else
		log_err(&e);
	arena_clear(&a);
	return cmd_finish(ok ? CMD_DONE : CMD_PARTIAL);
}

/* --- update --- */

struct round {
	struct update *update;
	struct update_source source;
	bool force;
	size_t taken, failed;
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

static void take_feed(struct round *r, struct feed *f)
{
	struct arena a = arena_make(0);
	struct err e = { 0 };
	struct delivery d;
	int64_t entries;

	bool ok = r->source.get(r->source.context, f->list.url, &a, &d, &e);
	if (ok && d.text.ptr) {
		struct feed_text in = { .text = d.text };
		f->list.date = d.date;
		f->list.confidence = str_from("medium");
		ok = get_parts(r, f, &a, &in, &e) &&
		    update_take(r->update, &f->list, f->form, &in, r->force, &entries, &e);
	}
	if (!ok) {
		tell_kept(r, f, &e);
	} else if (d.text.ptr) {
		printf("%-*.*s %8lld entries of %.*s\n", NAME_COLUMNS, STR_ARG(f->list.name), (long long)entries,
		    STR_ARG(d.date));
		r->taken++;
	}
	arena_clear(&a);
}

static bool is_wanted(struct str name, int argc, char **argv)
{
	for (int i = 0; i < argc; i++)
		if (str_is(name, argv[i]))
			return true;
	return !argc;
}

static const char *unknown_feed(int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		bool known = false;
		for (size_t f = 0; f < feed_count(); f++)
			known = known || str_is(feed_at(f).list.name, argv[i]);
		if (!known)
			return argv[i];
	}
	return NULL;
}

static int update_all(struct round *r, int argc, char **argv)
{
	struct err e = { 0 };

	if (!(r->update = begin(&e))) {
		log_err(&e);
		return CMD_PARTIAL;
	}
	for (size_t i = 0; i < feed_count(); i++) {
		struct feed f = feed_at(i);
		if (is_wanted(f.list.name, argc, argv))
			take_feed(r, &f);
	}
	bool ok = update_end(r->update, &e);
	if (!ok)
		log_err(&e);
	update_free(r->update);
	return ok && !r->failed ? CMD_DONE : CMD_PARTIAL;
}

static int run_update(void *options, int argc, char **argv)
{
	const struct options *o = options;
	struct arena a = arena_make(0);
	struct err e = { 0 };

	if (!o->mirror)
		return cmd_usage(&cmd_update, "--mirror FILE says where the lists are");
	if (unknown_feed(argc, argv))
		return cmd_usage(&cmd_update, "no feed \"%.60s\" is known", unknown_feed(argc, argv));
	struct mirror *m = mirror_open(o->mirror, &a, &e);
	if (!m) {
		log_err(&e);
		arena_clear(&a);
		return CMD_PARTIAL;
	}
	struct round r = { .source = mirror_source(m), .force = o->force };
	int status = update_all(&r, argc, argv);
	if (!argc && mirror_unknown(m))
		printf("%zu of the mirror's addresses belong to no feed that is known\n", mirror_unknown(m));
	arena_clear(&a);
	return cmd_finish(status);
}

/* --- verify --- */

static int run_verify(void *options, int argc, char **argv)
{
	struct lists *l = lists_open(NULL, str_of(NULL, 0), NULL);
	bool failed = !l;

	(void)options;
	(void)argv;
	if (argc) {
		lists_close(l);
		return cmd_usage(&cmd_verify, "it takes no operands");
	}
	for (size_t i = 0; l && i < lists_count(l); i++) {
		const struct list *x = lists_at(l, i);
		struct arena a = arena_make(0);
		char digest[DIGEST_HEX + 1] = "";
		struct str text = lists_text(l, x, &a);
		if (text.ptr)
			digest_sha256(text, digest);
		bool ok = str_is(x->sha256, digest);
		printf("%-*.*s %s\n", NAME_COLUMNS, STR_ARG(x->name),
		    ok ? "ok" : text.ptr ? "changed since it was taken" : "not readable");
		failed = failed || !ok;
		arena_clear(&a);
	}
	failed = failed || lists_failed(l);
	lists_close(l);
	return cmd_finish(failed ? CMD_PARTIAL : CMD_DONE);
}

static const struct command cmd_show = {
	.name = "show",
	.args = "",
	.summary = "the lists at hand, with date, entries and digest",
	.text = "Those that are built in, and those that you took with \"lists update\" or \"lists add\". A list "
		"is stale when it is older than such a list should be; it is used all the same, and reports say "
		"so.\n",
	.opts = show_opts,
	.options_size = sizeof(struct options),
	.run = run_show,
};

static const struct command cmd_lookup = {
	.name = "lookup",
	.args = "VALUE...|-",
	.summary = "what the lists say of an address, a mailbox, a domain, a wallet, a handle or a name",
	.text = "Each VALUE, or with \"-\" each line of standard input. Text shows only what is on a list; JSON "
		"has an object for each value. The judgement is the first that holds of: special, sanctioned, "
		"published, relay, gateway, dprk, reported, vpn, tor, hosting, disposable, free; none otherwise. "
		"An entry of class none carries no weight and explains old logs only.\n"
		"\n"
		"Examples:\n"
		"  candor lists lookup 175.45.176.1\n"
		"  candor lists lookup someone@example.com github:someone\n"
		"  cut -d, -f3 logins.csv | candor lists lookup -\n",
	.opts = lookup_opts,
	.options_size = sizeof(struct options),
	.run = run_lookup,
};

static const struct command cmd_add = {
	.name = "add",
	.args = "NAME FILE",
	.summary = "take a list of your own",
	.text = "It is checked, put into normal form and kept in your data folder ($XDG_DATA_HOME/candor, or "
		"~/.local/share/candor). Kinds and classes that go together: ip with relay, gateway, reported, "
		"vpn, tor, hosting; domain with relay, disposable, free, published; email, github, x and "
		"telegram with published; wallet, company and name with published, sanctioned. A later list of "
		"the same name replaces it.\n"
		"\n"
		"Examples:\n"
		"  candor lists add astrill exits.csv --kind ip --class vpn --product Astrill\n"
		"  candor lists add our-gateway office.txt --kind ip --class gateway\n"
		"  candor lists add blocked mailboxes.txt --kind email --class published --confidence high\n",
	.opts = add_opts,
	.options_size = sizeof(struct options),
	.run = run_add,
};

static const struct command cmd_update = {
	.name = "update",
	.args = "[NAME...]",
	.summary = "bring the lists that others maintain up to date",
	.text = "Lists of VPN, Tor, relay, gateway, cloud and mail providers are not part of Candor. This takes "
		"each one that is known, or those named, from a mirror: a table url,file,date whose files stand "
		"beside it. A copy that is not in form, is empty, or has fewer than half of the entries of the "
		"last one is not taken: the old one is kept, and the exit status is 3.\n"
		"\n"
		"Examples:\n"
		"  candor lists update --mirror mirror.csv\n"
		"  candor lists update --mirror mirror.csv tor-exits\n",
	.opts = update_opts,
	.options_size = sizeof(struct options),
	.run = run_update,
};

static const struct command cmd_verify = {
	.name = "verify",
	.args = "",
	.summary = "hold every list against its digest",
	.text = "Exit status 3 if a list is not what it was when it was taken.\n",
	.run = run_verify,
};

static const struct command *const subs[] = { &cmd_show, &cmd_lookup, &cmd_add, &cmd_update, &cmd_verify, NULL };

const struct command cmd_lists = {
	.name = "lists",
	.args = "show|lookup|add|update|verify",
	.summary = "look after the lists of networks, domains and identifiers",
	.text = "Candor's own lists are built in: the networks registered to the DPRK or named in reports, "
		"published identifiers, designated persons and wallets, mail relays, special-purpose networks. "
		"Lists that others maintain live in your data folder.\n",
	.subs = subs,
};
