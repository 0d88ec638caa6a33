/* setup.c - a run's options, and what they ask to be loaded. */
#include "candor/engine.h"

#include "base/digest.h"
#include "base/embedded.h"
#include "base/when.h"
#include "base/yaml.h"
#include "enrich/geo.h"
#include "limits.h"
#include "list/catalogue.h"
#include "list/company.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum setting_kind { SETTING_SWITCH, SETTING_TEXT, SETTING_MANY, SETTING_NUMBER };

static const struct setting {
	const char *name;
	enum setting_kind kind;
	size_t offset;
	int64_t min, max;
} known[] = {
	{ "colour", SETTING_SWITCH, offsetof(struct settings, colour), 0, 0 },
	{ "company", SETTING_TEXT, offsetof(struct settings, company), 0, 0 },
	{ "columns", SETTING_NUMBER, offsetof(struct settings, columns), 1, 10000 },
	{ "format", SETTING_TEXT, offsetof(struct settings, format), 0, 0 },
	{ "forms", SETTING_MANY, offsetof(struct settings, forms), 0, 0 },
	{ "from", SETTING_TEXT, offsetof(struct settings, from), 0, 0 },
	{ "jobs", SETTING_NUMBER, offsetof(struct settings, jobs), 1, 64 },
	{ "lists", SETTING_TEXT, offsetof(struct settings, lists), 0, 0 },
	{ "memory", SETTING_TEXT, offsetof(struct settings, memory), 0, 0 },
	{ "mmdb", SETTING_MANY, offsetof(struct settings, mmdb), 0, 0 },
	{ "no-link", SETTING_SWITCH, offsetof(struct settings, no_link), 0, 0 },
	{ "only-rules", SETTING_SWITCH, offsetof(struct settings, only_rules), 0, 0 },
	{ "policy", SETTING_TEXT, offsetof(struct settings, policy), 0, 0 },
	{ "redact", SETTING_SWITCH, offsetof(struct settings, redact), 0, 0 },
	{ "rules", SETTING_MANY, offsetof(struct settings, rules), 0, 0 },
};

bool engine_fail(struct candor_err *to, const struct err *from)
{
	if (to) {
		*to = (struct candor_err){ .line = from->line, .column = from->column };
		memcpy(to->file, from->file, sizeof(to->file));
		memcpy(to->text, from->text, sizeof(to->text));
	}
	return false;
}

void engine_tell(const struct candor *c, const struct err *e, bool is_warning)
{
	struct candor_err told;

	engine_fail(&told, e);
	if (c->host.tell)
		c->host.tell(c->host.context, &told, is_warning);
}

struct candor *candor_new(const struct candor_host *host)
{
	struct candor *c = mem_alloc(sizeof(*c), 1);

	if (!c)
		return NULL;
	c->host = *host;
	c->settings.columns = 80;
	c->summary = buf_make(1 << 28);
	return c;
}

void candor_free(struct candor *c)
{
	if (!c)
		return;
	report_cache_free(c->report.cache);
	match_plan_free(c->match);
	join_plan_free(c->joins);
	enrich_plan_free(c->enrich);
	geo_close(c->geo);
	forms_free(c->forms);
	lists_close(c->lists);
	if (c->has_rules)
		rules_clear(&c->rules);
	tally_clear(&c->total);
	buf_clear(&c->summary);
	arena_clear(&c->arena);
	mem_free(c);
}

static bool add_text(struct candor *c, struct texts *t, const char *text)
{
	if (t->count == t->size) {
		size_t size = t->size ? t->size * 2 : 8;
		const char **grown = ARENA_NEW(&c->arena, const char *, size);
		if (!grown)
			return false;
		if (t->count)
			memcpy(grown, t->at, t->count * sizeof(*grown));
		t->at = grown;
		t->size = size;
	}
	t->at[t->count++] = text;
	return true;
}

static bool set_value(struct candor *c, const struct setting *s, const char *value, struct err *e)
{
	void *into = (char *)&c->settings + s->offset;
	const char *copy = arena_copy(&c->arena, str_from(value)).ptr;

	if (!copy)
		return err_set(e, ERR_MEMORY, "out of memory");
	switch (s->kind) {
	case SETTING_SWITCH:
		*(bool *)into = strcmp(value, "true") == 0;
		return true;
	case SETTING_TEXT:
		*(const char **)into = copy;
		return true;
	case SETTING_MANY:
		return add_text(c, into, copy) || err_set(e, ERR_MEMORY, "out of memory");
	case SETTING_NUMBER:
		if (!str_number(str_from(value), s->min, s->max, into))
			return err_set(e, ERR_USAGE, "%s: not a number from %d to %d", s->name, (int)s->min,
			    (int)s->max);
		return true;
	}
	return true;
}

bool candor_set(struct candor *c, const char *name, const char *value, struct candor_err *error)
{
	const char *names[COUNT(known)];
	struct err e = { 0 };

	for (size_t i = 0; i < COUNT(known); i++) {
		names[i] = known[i].name;
		if (strcmp(name, known[i].name) == 0)
			return set_value(c, &known[i], value, &e) || engine_fail(error, &e);
	}
	const char *near = str_nearest(str_from(name), names, COUNT(names));
	err_set(&e, ERR_USAGE, "no option \"%.60s\"%s%s", name, near ? "; near: " : "", near ? near : "");
	return engine_fail(error, &e);
}

/* "no report "xml"; text, json and csv are known" */
static bool find_format(struct candor *c, struct err *e)
{
	const char *name = c->settings.format ? c->settings.format : "json";

	c->format = report_format_find(str_from(name));
	return c->format || err_set(e, ERR_USAGE, "no form of report \"%.40s\"; text, json and csv are known", name);
}

static bool find_form(struct candor *c, struct err *e)
{
	const char *names[256];
	size_t count = 0;

	if (!c->settings.from)
		return true;
	c->form = forms_find(c->forms, c->settings.from);
	if (c->form)
		return true;
	for (; count < forms_count(c->forms) && count < COUNT(names); count++)
		names[count] = forms_name(c->forms, count);
	const char *near = str_nearest(str_from(c->settings.from), names, count);
	return err_set(e, ERR_USAGE, "no form of input \"%.40s\"%s%s", c->settings.from, near ? "; near: " : "",
	    near ? near : "");
}

/* Whatever a file has wrong is told; one sentence stays for whoever called. */
static void tell_fault(void *context, const struct err *e)
{
	engine_tell(context, e, false);
}

static bool load_forms(struct candor *c, struct err *e)
{
	c->forms = forms_new(e);
	if (!c->forms)
		return false;
	for (size_t i = 0; i < c->settings.forms.count; i++) {
		if (!forms_add_path(c->forms, c->settings.forms.at[i], tell_fault, c))
			return err_set(e, ERR_SYNTAX, "forms do not load: nothing was read");
	}
	return find_form(c, e);
}

/* Errors; of what is only warned of, that an exception holds no more, and what has no rule where rules were meant. */
static void tell_rule_faults(const struct candor *c)
{
	for (const struct fault *f = c->rules.faults; f; f = f->next) {
		struct err e = fault_err(f);
		if (!f->is_warning || strcmp(f->code, "ended-exception") == 0 || strcmp(f->code, "no-rule") == 0)
			engine_tell(c, &e, f->is_warning);
	}
}

static void warn_of_policy(void *context, const struct err *e)
{
	struct candor *c = context;
	struct err placed = *e;

	err_at(&placed, c->settings.policy, 0, 0);
	engine_tell(c, &placed, true);
}

static const struct lists *give_lists(void *context)
{
	const struct candor *c = context;

	return c->lists;
}

static bool load_rules(struct candor *c, struct err *e)
{
	char today[11];

	when_print_day((int64_t)time(NULL), today);
	rules_init(&c->rules, c->catalogue, false);
	c->rules.lists = give_lists;
	c->rules.lists_context = c;
	c->has_rules = true;
	c->rules.today = str_from(today);
	for (size_t i = 0; i < c->settings.rules.count; i++) {
		if (!rules_add_path(&c->rules, c->settings.rules.at[i], e))
			return false;
	}
	if (!c->settings.only_rules && !rules_add_embedded(&c->rules))
		return err_set(e, ERR_MEMORY, "out of memory");
	bool ok = rules_finish(&c->rules);
	c->rules.today = str_of(NULL, 0);
	tell_rule_faults(c);
	if (!ok)
		return err_set(e, ERR_SYNTAX, "rules do not load: nothing was scanned");
	if (c->settings.policy)
		policy_hold_rules(c->policy, &c->rules, warn_of_policy, c);
	c->match = match_plan_new(c->rules.rules, c->rules.count + c->rules.exception_count, e);
	c->joins = join_plan_new(c->rules.rules, c->rules.count);
	return c->match && (c->joins || err_set(e, ERR_MEMORY, "out of memory"));
}

static struct str read_file(struct candor *c, const char *path, struct err *e)
{
	FILE *f = fopen(path, "re");
	struct buf text = buf_make(YAML_MAX_BYTES);
	struct str copy = { 0 };
	size_t got = 1;

	while (f && got) {
		char *room = buf_room(&text, 1 << 16);
		if (!room)
			break;
		got = fread(room, 1, 1 << 16, f);
		text.len += got;
	}
	if (!f || ferror(f))
		err_set(e, ERR_FILE, "cannot be read: %s", strerror(errno));
	else if (text.failed)
		err_set(e, ERR_LIMIT, "more than %d bytes", YAML_MAX_BYTES);
	else
		copy = arena_copy(&c->arena, buf_str(&text));
	if (f)
		fclose(f);
	buf_clear(&text);
	return copy;
}

struct policy_reader {
	struct candor *candor;
	const char *file;
};

static void tell_policy_fault(void *context, const struct err *e)
{
	const struct policy_reader *r = context;
	struct err placed = *e;

	err_at(&placed, r->file, 0, 0);
	engine_tell(r->candor, &placed, false);
}

/* The documents of the policy, and its digest. */
static const struct node *policy_documents(struct candor *c, struct policy_reader *reader, struct err *e)
{
	const struct embedded_file *own = embedded_find("rules/policy.yaml");
	struct node *documents = NULL;

	if (!c->settings.policy) {
		memcpy(c->policy_digest, own->sha256, sizeof(c->policy_digest));
		return own->documents;
	}
	struct str text = read_file(c, reader->file, e);
	if (!text.ptr) {
		err_at(e, reader->file, 0, 0);
		return NULL;
	}
	digest_sha256(text, c->policy_digest);
	return yaml_read(text, &c->arena, &documents, tell_policy_fault, reader) ? documents : NULL;
}

static bool load_policy(struct candor *c, struct err *e)
{
	struct policy_reader reader = { c, c->settings.policy ? c->settings.policy : "rules/policy.yaml" };
	const struct node *documents = policy_documents(c, &reader, e);
	struct err not_one = { .text = "not one document" };

	if (documents && documents->len == 1)
		c->policy = policy_new(documents->child, c->catalogue, &c->arena, tell_policy_fault, &reader);
	else if (documents)
		tell_policy_fault(&reader, &not_one);
	return c->policy || err_set(e, ERR_SYNTAX, "the policy does not load: nothing was scanned");
}

struct company_reader {
	const struct candor *candor;
	const char *file;
};

static void tell_company_fault(void *context, const struct err *e, bool is_warning)
{
	const struct company_reader *r = context;
	struct err placed = *e;

	err_at(&placed, r->file, 0, 0);
	engine_tell(r->candor, &placed, is_warning);
}

/* The file that is named, or else the user's own if there is one; an empty name asks for none. */
static bool load_company(struct candor *c, struct str today, struct err *e)
{
	char path[COMPANY_MAX_PATH];
	const char *file = c->settings.company;

	if (!file && company_path(path, sizeof(path)) && access(path, F_OK) == 0)
		file = path;
	if (!file || !*file)
		return true;
	struct company_reader reader = { c, file };
	struct str text = read_file(c, file, e);
	if (!text.ptr)
		return err_at(e, file, 0, 0);
	c->company = company_new(text, today, &c->arena, tell_company_fault, &reader);
	return c->company || err_set(e, ERR_SYNTAX, "the company's file does not load: nothing was scanned");
}

/* A folder that is named is there: lists that are not found would look like nothing found. */
static bool has_lists(const struct candor *c, struct err *e)
{
	const char *folder = c->settings.lists;
	struct stat s;

	if (!folder || !*folder || (stat(folder, &s) == 0 && S_ISDIR(s.st_mode)))
		return true;
	err_set(e, ERR_FILE, "there is no such folder of lists");
	return err_at(e, folder, 0, 0);
}

static bool load_lists(struct candor *c, struct err *e)
{
	char today[11];

	if (!has_lists(c, e))
		return false;
	when_print_day((int64_t)time(NULL), today);
	c->lists = lists_open(c->settings.lists, str_from(today), e);
	if (!c->lists)
		return false;
	lists_digest(c->lists, c->lists_digest);
	if (!load_company(c, str_from(today), e))
		return false;
	c->enrich = enrich_plan_new(c->lists, c->company, e);
	return c->enrich != NULL;
}

static int is_database(const struct dirent *d)
{
	static const struct str ending = STR(".mmdb");

	return *d->d_name != '.' && str_ends(str_from(d->d_name), ending);
}

/* Those in the folder "mmdb" beside the lists, in the order of their names; a folder that is not there has none. */
static bool find_databases(struct candor *c)
{
	char folder[LIST_MAX_PATH], path[LIST_MAX_PATH + 300];
	struct dirent **found = NULL;
	bool ok = true;

	if (c->settings.lists)
		snprintf(folder, sizeof(folder), "%s", c->settings.lists);
	else if (!lists_folder(folder, sizeof(folder)))
		return true;
	snprintf(path, sizeof(path), "%s/mmdb", folder);
	int count = *folder ? scandir(path, &found, is_database, alphasort) : 0;
	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%s/mmdb/%.255s", folder, found[i]->d_name);
		const char *copy = ok ? arena_copy(&c->arena, str_from(path)).ptr : NULL;
		ok = copy && add_text(c, &c->settings.mmdb, copy);
		free(found[i]);
	}
	free(found);
	return ok;
}

static bool load_geo(struct candor *c, struct err *e)
{
	if (!c->settings.mmdb.count && !find_databases(c))
		return err_set(e, ERR_MEMORY, "out of memory");
	c->geo = geo_open(c->settings.mmdb.at, c->settings.mmdb.count, e);
	if (c->geo)
		enrich_plan_use_geo(c->enrich, c->geo);
	return c->geo != NULL;
}

static bool load(struct candor *c, struct err *e)
{
	c->catalogue = catalogue_new(&c->arena);
	if (!c->catalogue)
		return err_set(e, ERR_MEMORY, "out of memory");
	if (!find_format(c, e) || !load_forms(c, e) || !load_policy(c, e) || !load_lists(c, e) || !load_geo(c, e) ||
	    !load_rules(c, e))
		return false;
	c->report = (struct report_context){
		.catalogue = c->catalogue,
		.cache = report_cache_new(c->rules.rules, c->rules.count),
		.rules_digest = c->rules.digest,
		.lists_digest = c->lists_digest,
		.redact = c->settings.redact,
		.colour = c->settings.colour,
		.columns = (int)c->settings.columns,
	};
	if (!c->report.cache || !tally_init(&c->total, c->rules.count))
		return err_set(e, ERR_MEMORY, "out of memory");
	c->is_loaded = true;
	return true;
}

bool candor_load(struct candor *c, struct candor_err *error)
{
	struct err e = { 0 };

	return load(c, &e) || engine_fail(error, &e);
}
