#include <stdio.h>

#include "base/file.h"
#include "base/log.h"
#include "base/when.h"
#include "cmd/cmd_lists.h"
#include "limits.h"

enum { OWN_MAX_AGE = 365 };

struct options {
	const char *kind, *class, *product, *form, *confidence, *date, *source, *licence;
	bool force;
};

static const struct opt add_opts[] = {
	{ "kind", 'k', OPT_TEXT, OPT_ROW(struct options, kind), "KIND",
	    "what its entries are: |ip|domain|email|github|x|telegram|wallet|company|name|asn|", 0, 0 },
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

static void tell_bad(void *context, const struct err *e)
{
	struct err placed = *e;

	err_at(&placed, context, 0, 0);
	log_err(&placed);
}

/* "relay, gateway and vpn": what it may mean to be on a list of @kind. */
static void put_classes(struct buf *out, enum list_kind kind)
{
	const char *last = NULL;

	for (enum list_class c = 0; c < CLASS_NONE; c++) {
		if (!list_class_fits(kind, c))
			continue;
		if (last)
			buf_printf(out, "%s%s", out->len ? ", " : "", last);
		last = list_class_name(c);
	}
	buf_printf(out, "%s%s", out->len ? " or " : "", last ? last : "");
}

static bool check_class(const struct list *x, const char *word)
{
	struct buf classes = buf_make(200);
	bool ok = word && list_class_fits(x->kind, x->class);

	put_classes(&classes, x->kind);
	if (!ok && word)
		cmd_usage(&cmd_lists_add, "--class: \"%.40s\" does not go with this kind; %.*s does", word,
		    STR_ARG(buf_str(&classes)));
	else if (!ok)
		cmd_usage(&cmd_lists_add, "--class wants what it means to be on it: %.*s", STR_ARG(buf_str(&classes)));
	buf_clear(&classes);
	return ok;
}

/* What is wrong with the call; NULL if nothing is. */
static const char *fault_of(const struct options *o, const char *name, const struct list *x)
{
	struct when w;

	if (!list_name_is_good(str_from(name)))
		return "a list's name has small letters, digits and hyphens";
	if (is_built_in(name))
		return "a list of that name is built in";
	if (!o->kind || x->kind >= LIST_IDENTIFIER)
		return "--kind wants ip, domain, email, github, x, telegram, wallet, company, name or asn";
	if (!when_parse(x->date, &w))
		return "--date wants an ISO date";
	if (!str_is(x->confidence, "high") && !str_is(x->confidence, "medium") && !str_is(x->confidence, "low"))
		return "--confidence wants high, medium or low";
	return NULL;
}

static bool add_file(const struct options *o, const struct list *x, const char *file, struct arena *a, int64_t *entries,
    struct err *e)
{
	struct str text = file_read(file, LIST_MAX_BYTES, a, e);
	struct update *u = text.ptr ? lists_begin(e) : NULL;
	struct str form = o->form ? str_from(o->form) : feed_guess(x->kind, text, a);

	if (!u)
		return false;
	const struct feed_text in = { .text = text, .bad = tell_bad, .context = (void *)(size_t)file };
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
		return cmd_usage(&cmd_lists_add, "a name and a file");
	struct list x = {
		.name = str_from(argv[0]), .kind = list_kind_find(or_else(o->kind, "")),
		.class = list_class_find(or_else(o->class, "")), .product = or_else(o->product, ""),
		.confidence = or_else(o->confidence, "medium"), .source = or_else(o->source, "the user's own"),
		.licence = or_else(o->licence, "not stated"), .url = str_from(""), .date = lists_today(o->date, day),
		.max_age_days = OWN_MAX_AGE,
	};
	const char *fault = fault_of(o, argv[0], &x);
	if (fault)
		return cmd_usage(&cmd_lists_add, "%s", fault);
	if (!check_class(&x, o->class))
		return CMD_USAGE;
	bool ok = add_file(o, &x, argv[1], &a, &entries, &e);
	if (ok) {
		printf("%s: %lld %s\n", argv[0], (long long)entries, entries == 1 ? "entry" : "entries");
		lists_compile();
	} else {
		log_err(&e);
	}
	arena_clear(&a);
	return cmd_finish(ok ? CMD_DONE : CMD_PARTIAL);
}

const struct command cmd_lists_add = {
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
		"  candor lists add own mail.txt --kind email --class published --confidence low\n",
	.opts = add_opts,
	.options_size = sizeof(struct options),
	.run = run_add,
};
