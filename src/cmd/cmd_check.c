#include "cmd/check_value.h"
#include "cmd/run.h"

#include "base/input.h"
#include "base/json_write.h"
#include "base/log.h"
#include "limits.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { WHEN_ROOM = 32 };

struct options {
	struct run_options run;
	const char *json, *id, *name, *country, *region, *city, *time_zone, *at;
	const char *user_agent, *device_zone, *device_country, *language, *vpn;
	struct opt_values other_names, emails, phones, ips, accounts, handles, links, employers, wallets, payees;
	struct opt_values observed, passed;
};

#define ROW(member) OPT_ROW(struct options, member)

static const struct opt opts[] = {
	{ "name", 'n', OPT_TEXT, ROW(name), "NAME", "the name as given", 0, 0 },
	{ "other-name", 0, OPT_MANY, ROW(other_names), "NAME", "another name seen", 0, 0 },
	{ "email", 'e', OPT_MANY, ROW(emails), "ADDRESS", "a mailbox", 0, 0 },
	{ "phone", 'p', OPT_MANY, ROW(phones), "NUMBER", "a telephone number", 0, 0 },
	{ "ip", 'i', OPT_MANY, ROW(ips), "ADDRESS", "where a connection came from", 0, 0 },
	{ "country", 'c', OPT_TEXT, ROW(country), "CC", "the claimed country, by its two letters", 0, 0 },
	{ "region", 0, OPT_TEXT, ROW(region), "NAME", "the claimed state or province", 0, 0 },
	{ "city", 0, OPT_TEXT, ROW(city), "NAME", "the claimed city", 0, 0 },
	{ "time-zone", 0, OPT_TEXT, ROW(time_zone), "ZONE", "the claimed time zone, as America/Chicago", 0, 0 },
	{ "account", 'a', OPT_MANY, ROW(accounts), "URL", "an online profile", 0, 0 },
	{ "handle", 0, OPT_MANY, ROW(handles), "SITE:HANDLE", "a profile by its handle, as github:someone", 0, 0 },
	{ "link", 0, OPT_MANY, ROW(links), "URL", "any other address given", 0, 0 },
	{ "employer", 0, OPT_MANY, ROW(employers), "NAME", "an earlier employer", 0, 0 },
	{ "wallet", 'w', OPT_MANY, ROW(wallets), "ADDRESS", "a wallet that pay goes to", 0, 0 },
	{ "payee", 0, OPT_MANY, ROW(payees), "NAME", "the holder of an account that pay goes to", 0, 0 },
	{ "user-agent", 0, OPT_TEXT, ROW(user_agent), "TEXT", "what the browser calls itself", 0, 0 },
	{ "device-time-zone", 0, OPT_TEXT, ROW(device_zone), "ZONE", "the zone that the device is set to", 0, 0 },
	{ "device-country", 0, OPT_TEXT, ROW(device_country), "CC", "where the device says that it is", 0, 0 },
	{ "language", 0, OPT_TEXT, ROW(language), "TAG", "the language that the browser asks for", 0, 0 },
	{ "vpn", 0, OPT_TEXT, ROW(vpn), "PRODUCT", "the VPN product seen", 0, 0 },
	{ "observed", 0, OPT_MANY, ROW(observed), "CODE", "what a person saw, as camera-refused", 0, 0 },
	{ "passed", 0, OPT_MANY, ROW(passed), "CODE", "a check that was passed, as in-person", 0, 0 },
	{ "at", 0, OPT_TEXT, ROW(at), "TIME", "when the application came in; default: now", 0, 0 },
	{ "id", 0, OPT_TEXT, ROW(id), "ID", "what to call the applicant; default: check", 0, 0 },
	{ "json", 0, OPT_TEXT, ROW(json), "FILE", "a whole record instead of options; - is standard input", 0, 0 },
	RUN_REPORT_ROWS,
	RUN_RULE_ROWS,
	{ "memory", 0, OPT_TEXT, OPT_ROW(struct run_options, memory), "FILE",
	    "tie to applicants that candor scan --memory FILE has seen; nothing is kept of this one", 0, 0 },
	{ 0 },
};

/* Where an option's value stands in the record. */
enum place_kind {
	PLACE_ONE,   /* a member, the maps above it made where they are not there */
	PLACE_NEW,   /* each value makes an element of a list */
	PLACE_PAIR,  /* likewise, of "a:b" two members */
	PLACE_EVERY, /* in each element of a list, or the only one */
};

static const struct place {
	size_t offset;
	enum place_kind kind;
	const char *list;         /* PLACE_ONE: the map, "" is the record itself */
	const char *key;          /* no text: an element is the value itself */
	const char *also, *value; /* a further member of each new element; PLACE_PAIR: @also is the second key */
} places[] = {
	{ ROW(name), PLACE_ONE, "", "name", NULL, NULL },
	{ ROW(other_names), PLACE_NEW, "names_other", "", NULL, NULL },
	{ ROW(emails), PLACE_NEW, "emails", "address", NULL, NULL },
	{ ROW(phones), PLACE_NEW, "phones", "number", NULL, NULL },
	{ ROW(country), PLACE_ONE, "location", "country", NULL, NULL },
	{ ROW(region), PLACE_ONE, "location", "region", NULL, NULL },
	{ ROW(city), PLACE_ONE, "location", "city", NULL, NULL },
	{ ROW(time_zone), PLACE_ONE, "location", "time_zone", NULL, NULL },
	{ ROW(accounts), PLACE_NEW, "accounts", "url", NULL, NULL },
	{ ROW(handles), PLACE_PAIR, "accounts", "site", "handle", NULL },
	{ ROW(links), PLACE_NEW, "links", "url", NULL, NULL },
	{ ROW(employers), PLACE_NEW, "resume.work", "employer", NULL, NULL },
	{ ROW(ips), PLACE_NEW, "sessions", "ip", NULL, NULL },
	{ ROW(user_agent), PLACE_EVERY, "sessions", "user_agent", NULL, NULL },
	{ ROW(device_zone), PLACE_EVERY, "sessions", "time_zone", NULL, NULL },
	{ ROW(device_country), PLACE_EVERY, "sessions", "device_country", NULL, NULL },
	{ ROW(language), PLACE_EVERY, "sessions", "languages", NULL, NULL },
	{ ROW(vpn), PLACE_EVERY, "sessions", "vpn", NULL, NULL },
	{ ROW(wallets), PLACE_NEW, "payment.accounts", "address", "kind", "wallet" },
	{ ROW(payees), PLACE_NEW, "payment.accounts", "holder", NULL, NULL },
	{ ROW(observed), PLACE_NEW, "observations", "code", NULL, NULL },
	{ ROW(passed), PLACE_NEW, "verifications", "code", "result", "passed" },
};

/* The container at @path below @root, made with those above it; NULL when the arena is full. */
static struct node *container(struct arena *a, struct node *root, const char *path, enum node_type type)
{
	struct str rest = str_from(path);
	struct node *at = root;

	while (at && rest.len) {
		struct str key = str_split(rest, '.', &rest);
		struct node *next = node_get_str(at, key);
		at = next ? next : node_add(at, key, node_new(a, rest.ptr ? NODE_MAP : type));
	}
	return at;
}

static bool add_element(struct arena *a, struct node *list, const struct place *p, struct str value)
{
	if (!*p->key)
		return node_add_text(a, list, str_of(NULL, 0), value);
	struct node *element = node_add_map(a, list, str_of(NULL, 0));
	struct str second = str_of(NULL, 0), first = p->kind == PLACE_PAIR ? str_split(value, ':', &second) : value;
	if (!element || !node_add_text(a, element, str_from(p->key), first))
		return false;
	second = p->value ? str_from(p->value) : second;
	return !second.ptr || node_add_text(a, element, str_from(p->also), second);
}

static bool add_to_every(struct arena *a, struct node *list, const struct place *p, struct str value)
{
	if (!list->child && !node_add_map(a, list, str_of(NULL, 0)))
		return false;
	NODE_EACH(element, list)
		if (!node_add_text(a, element, str_from(p->key), value))
			return false;
	return true;
}

static const struct opt_values *values_of(const struct options *o, const struct place *p, struct opt_values *one)
{
	const char *member = (const char *)o + p->offset;

	if (p->kind == PLACE_NEW || p->kind == PLACE_PAIR)
		return (const struct opt_values *)(const void *)member;
	one->at = (const char **)(uintptr_t)member;
	one->count = *one->at != NULL;
	return one;
}

/* Every value of one option. */
static bool place_values(struct arena *a, struct node *root, const struct place *p, const struct opt_values *values)
{
	bool ok = true;

	for (size_t i = 0; ok && i < values->count; i++) {
		struct node *at = container(a, root, p->list, p->kind == PLACE_ONE ? NODE_MAP : NODE_LIST);
		struct str value = str_from(values->at[i]);
		if (!at)
			return false;
		if (p->kind == PLACE_ONE)
			ok = node_add_text(a, at, str_from(p->key), value);
		else if (p->kind == PLACE_EVERY)
			ok = add_to_every(a, at, p, value);
		else
			ok = add_element(a, at, p, value);
	}
	return ok;
}

static bool gave_anything(const struct options *o)
{
	struct opt_values one;

	for (size_t i = 0; i < COUNT(places); i++)
		if (values_of(o, &places[i], &one)->count)
			return true;
	return o->id || o->at;
}

static void tell_now(char out[WHEN_ROOM])
{
	time_t now = time(NULL);
	struct tm tm = { 0 };

	gmtime_r(&now, &tm);
	strftime(out, WHEN_ROOM, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

/* The record that the options describe, as JSON. */
static bool build(const struct options *o, struct buf *out)
{
	struct arena a = arena_make(READ_MAX_LINE);
	struct node *root = node_new(&a, NODE_MAP);
	char now[WHEN_ROOM];
	struct opt_values one;

	tell_now(now);
	bool ok = root && node_add_text(&a, root, STR_LIT("id"), str_from(o->id ? o->id : "check")) &&
	    node_add_text(&a, root, STR_LIT("applied_at"), str_from(o->at ? o->at : now));
	for (size_t i = 0; ok && i < COUNT(places); i++)
		ok = place_values(&a, root, &places[i], values_of(o, &places[i], &one));
	if (ok) {
		struct json j = json_make(out);
		json_node(&j, NULL, root);
	}
	arena_clear(&a);
	return ok && !out->failed;
}

static bool read_record(const char *path, struct buf *out, struct err *e)
{
	struct input *in = input_open(path, e);
	size_t got = 1;

	while (in && got) {
		char *room = buf_room(out, 1 << 16);
		if (!room || !input_read(in, room, 1 << 16, &got, e))
			break;
		out->len += got;
	}
	input_close(in);
	if (out->failed) {
		err_set(e, ERR_LIMIT, "more than %d MB", READ_MAX_LINE >> 20);
		err_at(e, path, 0, 0);
	}
	return e->code == ERR_NONE;
}

/* Options whose values are of a sort: a slip of the hand must not read like "nothing found". */
static const struct {
	size_t offset;
	const char *option;
	enum value_sort sort;
	bool is_many;
} sorted[] = {
	{ ROW(emails), "email", VALUE_EMAIL, true },
	{ ROW(ips), "ip", VALUE_IP, true },
	{ ROW(country), "country", VALUE_COUNTRY, false },
	{ ROW(time_zone), "time-zone", VALUE_ZONE, false },
	{ ROW(device_zone), "device-time-zone", VALUE_ZONE, false },
	{ ROW(device_country), "device-country", VALUE_COUNTRY, false },
	{ ROW(observed), "observed", VALUE_OBSERVATION, true },
	{ ROW(passed), "passed", VALUE_CHECK, true },
	{ ROW(at), "at", VALUE_TIME, false },
};

static bool check_one(const char *option, enum value_sort sort, const char *value)
{
	const char *near, *what = check_value(sort, str_from(value), &near);

	if (what)
		cmd_usage(&cmd_check, "--%s: not %s%s%s%s", option, what, near ? "; did you mean " : "",
		    near ? near : "", near ? "?" : "");
	return !what;
}

static bool check_sorts(const struct options *o)
{
	bool ok = true;

	for (size_t i = 0; i < COUNT(sorted) && ok; i++) {
		const void *member = (const char *)o + sorted[i].offset;
		const char *const *one = member;
		const struct opt_values *many = member;
		for (size_t k = 0; sorted[i].is_many && ok && k < many->count; k++)
			ok = check_one(sorted[i].option, sorted[i].sort, many->at[k]);
		if (!sorted[i].is_many && *one)
			ok = check_one(sorted[i].option, sorted[i].sort, *one);
	}
	return ok;
}

/* A handle needs its site, or no list knows it. */
static bool check_pairs(const struct options *o)
{
	for (size_t i = 0; i < o->handles.count; i++) {
		struct str rest, site = str_split(str_from(o->handles.at[i]), ':', &rest);
		if (!site.len || !rest.len) {
			cmd_usage(&cmd_check, "--handle: SITE:HANDLE, as github:someone");
			return false;
		}
	}
	return true;
}

static int check(const struct options *o, const struct buf *json)
{
	struct candor_err e = { 0 };
	struct run r;

	if (!run_begin(&r, &cmd_check, &o->run))
		return run_end(&r, false, &e);
	bool ok = candor_check(r.candor, json->ptr ? json->ptr : "", json->len, &e);
	if (!ok && o->json && !e.file[0])
		snprintf(e.file, sizeof(e.file), "%s", o->json);
	return run_end(&r, ok, &e);
}

static int run(void *options, int argc, char **argv)
{
	const struct options *o = options;
	struct buf json = buf_make(READ_MAX_LINE);
	struct err e = { 0 };
	int status = CMD_PARTIAL;

	(void)argv;
	if (argc)
		return cmd_usage(&cmd_check, "it takes options, no operands; candor scan reads files");
	if (!o->json && !gave_anything(o))
		return cmd_usage(&cmd_check, "nothing to check is given; candor check --help lists what may be");
	if (o->json && gave_anything(o))
		return cmd_usage(&cmd_check, "--json gives the whole record, and options give parts of one; not both");
	if (!check_pairs(o) || !check_sorts(o))
		return CMD_USAGE;
	if (o->run.memory && access(o->run.memory, R_OK) != 0) {
		log_error("%s: there is no such memory", o->run.memory);
		return CMD_PARTIAL;
	}
	if (o->json ? !read_record(o->json, &json, &e) : !build(o, &json)) {
		err_set(&e, ERR_MEMORY, "out of memory");
		log_err(&e);
	} else {
		status = check(o, &json);
	}
	buf_clear(&json);
	return status;
}

const struct command cmd_check = {
	.name = "check",
	.args = "",
	.summary = "a spot check of one applicant, from options",
	.text = "Builds a record from the options, or takes one from --json, and reports on it as scan does. What "
		"is not given is not observed, and counts for nothing. What may be several may be given again; "
		"what is said of a connection (--user-agent and those that follow) is said of each --ip.\n"
		"\n"
		"    candor check --email ann@example.com --ip 203.0.113.7 --country US\n"
		"    candor check --handle github:someone --wallet 0xAb5801a7D398351b8bE11C43\n"
		"    candor check --time-zone America/Chicago --device-time-zone Europe/Berlin\n"
		"    candor check --json applicant.json --format json\n"
		"    candor check --memory seen.db --phone +442079460018\n"
		"\n"
		"Exit status: 0 below --fail-at, 1 at or above it, 2 wrong usage or rules that do not load, 3 the "
		"record could not be read, or a part of it.\n",
	.opts = opts,
	.options_size = sizeof(struct options),
	.run = run,
};
