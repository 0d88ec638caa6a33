#include "rule/rule_load.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/digest.h"
#include "base/embedded.h"
#include "base/yaml.h"
#include "limits.h"
#include "rule/loader.h"

static struct loader *loader_of(struct rules *set)
{
	struct loader *l = set->work;

	if (l || !(l = ARENA_NEW(&set->arena, struct loader, 1)))
		return l;
	l->set = set;
	l->a = &set->arena;
	l->last_draft = &l->drafts;
	l->last_filter = &l->filters;
	set->work = l;
	return l;
}

void rules_init(struct rules *set, const struct catalogue *catalogue, bool any_product)
{
	*set = (struct rules){ .arena = arena_make(0), .catalogue = catalogue, .any_product = any_product };
	set->last_fault = &set->faults;
}

/* --- documents --- */

/* How far the texts of a file's documents have been cut out. */
struct cursor {
	const char *at, *end;
	unsigned line; /* of @at, from 1 */
};

static bool is_mark(const char *p, const char *end)
{
	return end - p >= 3 && (memcmp(p, "---", 3) == 0 || memcmp(p, "...", 3) == 0) &&
	    (end - p == 3 || p[3] == ' ' || p[3] == '\n' || p[3] == '\r' || p[3] == '\t');
}

/* The lines between the marks before and behind line @line, on which a document begins. */
static struct str next_text(struct cursor *c, unsigned line)
{
	const char *start = c->at;

	while (c->at < c->end) {
		const char *eol = memchr(c->at, '\n', (size_t)(c->end - c->at)), *next = eol ? eol + 1 : c->end;
		if (is_mark(c->at, c->end) && c->line > line)
			break;
		if (is_mark(c->at, c->end))
			start = c->line == line ? c->at : next;
		c->at = next;
		c->line++;
	}
	return str_of(start, (size_t)(c->at - start));
}

struct str rule_as_written(const struct rule *r)
{
	struct cursor c = { r->text.ptr, r->text.ptr + r->text.len, 1 };

	return r->is_embedded ? next_text(&c, r->line) : r->text;
}

/* Is it meant to be a rule, or a list of them?  Whatever else is wrong with it. */
static bool is_rule_like(const struct node *doc)
{
	static const char *const keys[] = { "detection", "correlation" };
	bool is = node_get(doc, "logsource") || node_get(doc, "filter") || node_get(doc, "action");

	NODE_EACH(entry, doc->type == NODE_LIST ? doc : NULL)
		is = is || is_rule_like(entry);
	for (size_t i = 0; doc->type == NODE_MAP && i < COUNT(keys); i++)
		is = is || near_key(doc, keys[i]).text[0];
	return is;
}

/* The pack's own files that are no rules: a form, the policy, what is known of lists. */
static bool is_data(const struct node *doc)
{
	const struct node *first = doc->type == NODE_LIST ? doc->child : NULL;

	return node_get(doc, "recognise") || (node_get(doc, "weights") && node_get(doc, "outcomes")) ||
	    (first && node_get(first, "kind") && (node_get(first, "url") || node_get(first, "file")));
}

/* In a folder: something else than rules, that nobody needs to be told of, or that is warned of. */
static bool is_left_out(struct loader *l, const struct node *documents)
{
	bool data = documents->child;

	NODE_EACH(doc, documents) {
		if (is_rule_like(doc))
			return false;
		data = data && is_data(doc);
	}
	if (documents->child && !data)
		warn_on(l, 1, 1, "no-rule", "there is no rule in this file; it is left out");
	return documents->child;
}

static void read_documents(struct loader *l, const struct node *documents, struct str text)
{
	struct cursor c = { text.ptr, text.ptr + text.len, 1 };
	size_t rules = 0;

	if (l->in_folder && is_left_out(l, documents))
		return;

	NODE_EACH(doc, documents) {
		if (doc->type == NODE_NULL)
			continue;
		rules++;
		/* Of what is built in hardly anybody asks for the text: so its pages are not touched. */
		document_read(l, doc, l->is_embedded ? text : next_text(&c, doc->line));
	}
	if (!rules && !l->told)
		fault_on(l, 1, 1, "no-rule", "there is no rule in this file");
}

static void yaml_told(void *context, const struct err *e)
{
	struct loader *l = context;

	fault_on(l, e->line, e->column, "yaml", "%s", e->text);
}

static unsigned count_lines(struct str s)
{
	unsigned n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.ptr[i] == '\n';
	return n;
}

/* A fault of YAML that leaves a document readable spoils the rule that is in it. */
static void spoil(struct loader *l, struct draft *first)
{
	for (struct draft *d = first; d; d = d->next) {
		unsigned end = d->rule->line + count_lines(d->rule->text);
		for (const struct fault *f = l->set->faults; f; f = f->next)
			if (strcmp(f->code, "yaml") == 0 && str_eq(f->file, l->file) && f->line >= d->rule->line &&
			    f->line < end)
				d->is_bad = true;
	}
}

/* The loader's turn to a file; false without memory. */
static bool begin_file(struct loader *l, struct str file, struct str text)
{
	char *digest = load_alloc(l, 1, DIGEST_HEX + 1);

	l->file = arena_copy(l->a, file);
	l->is_embedded = false;
	l->told = 0;
	if (!digest || !l->file.ptr)
		return false;
	digest_sha256(text, digest);
	l->file_digest = digest;
	return true;
}

bool rules_add_text(struct rules *set, struct str file, struct str text)
{
	struct loader *l = loader_of(set);
	struct node *documents = NULL;

	if (!l || !begin_file(l, file, text))
		return false;
	struct draft **first = l->last_draft;
	text = arena_copy(l->a, text);
	bool clean = text.ptr && yaml_read(text, l->a, &documents, yaml_told, l);
	if (!documents)
		return false;
	read_documents(l, documents, text);
	if (!clean)
		spoil(l, *first);
	return !l->no_memory;
}

/* --- files and folders --- */

enum { FOLDERS_MAX = 32 }; /* folders within folders; more is a loop of links */

static bool read_file(struct rules *set, const char *path, struct err *e)
{
	FILE *f = fopen(path, "rbe");
	struct stat s;

	if (!f || fstat(fileno(f), &s) != 0 || s.st_size > YAML_MAX_BYTES) {
		if (f)
			fclose(f);
		err_set(e, ERR_FILE, f ? "too large, or cannot be read" : "cannot be opened");
		return err_at(e, path, 0, 0);
	}
	size_t size = (size_t)s.st_size + 1, len = 0;
	char *text = mem_alloc(1, size);
	bool ok = text != NULL;
	while (ok && len < size) {
		size_t n = fread(text + len, 1, size - len, f);
		if (!n)
			break;
		len += n;
	}
	ok = ok && !ferror(f);
	fclose(f);
	if (!ok)
		err_set(e, ERR_FILE, "cannot be read");
	else if (!rules_add_text(set, str_from(path), str_of(text, len)))
		ok = err_set(e, ERR_MEMORY, "not enough memory");
	mem_free(text);
	return ok || err_at(e, path, 0, 0);
}

/* Paths in the making. */
struct paths {
	struct arena a;
	const char **at;
	size_t count, size;
	bool failed;
};

static void add_path(struct paths *p, const char *path)
{
	if (p->count == p->size) {
		size_t size = p->size ? p->size * 2 : 256;
		const char **more = mem_grow(p->at, sizeof(*more), size);
		if (!more) {
			p->failed = true;
			return;
		}
		p->at = more;
		p->size = size;
	}
	p->at[p->count++] = path;
}

static bool is_yaml(const char *name)
{
	struct str s = str_from(name);

	return str_ends(s, STR_LIT(".yml")) || str_ends(s, STR_LIT(".yaml"));
}

/* All rule files below @path, in any order.  False if a folder cannot be read. */
static bool find_files(struct paths *p, const char *path, unsigned depth)
{
	DIR *d = depth < FOLDERS_MAX ? opendir(path) : NULL;
	bool ok = d != NULL;

	for (struct dirent *entry; ok && (entry = readdir(d));) {
		struct stat s;
		if (entry->d_name[0] == '.')
			continue;
		bool slash = str_ends(str_from(path), STR_LIT("/"));
		struct str full = arena_printf(&p->a, "%s%s%s", path, slash ? "" : "/", entry->d_name);
		if (!full.ptr || stat(full.ptr, &s) != 0)
			ok = full.ptr != NULL;
		else if (S_ISDIR(s.st_mode))
			ok = find_files(p, full.ptr, depth + 1);
		else if (is_yaml(entry->d_name))
			add_path(p, full.ptr);
	}
	if (d)
		closedir(d);
	return ok && !p->failed;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void warn_empty(struct loader *l, const char *path)
{
	l->file = arena_copy(l->a, str_from(path));
	l->told = 0;
	warn_on(l, 1, 1, "no-rule", "there is no file of rules in this folder (*.yml, *.yaml)");
}

static bool read_folder(struct rules *set, const char *path, struct err *e)
{
	struct paths p = { .a = arena_make(0) };
	struct loader *l = loader_of(set);
	bool ok = find_files(&p, path, 0);

	if (!ok) {
		err_set(e, ERR_FILE, "the folder cannot be read");
		err_at(e, path, 0, 0);
	}
	if (p.count)
		qsort(p.at, p.count, sizeof(*p.at), by_text);
	if (l)
		l->in_folder = true;
	for (size_t i = 0; ok && i < p.count; i++)
		ok = read_file(set, p.at[i], e);
	if (l)
		l->in_folder = false;
	if (l && ok && !p.count)
		warn_empty(l, path);
	mem_free(p.at);
	arena_clear(&p.a);
	return ok;
}

bool rules_add_path(struct rules *set, const char *path, struct err *e)
{
	struct stat s;

	if (stat(path, &s) != 0) {
		err_set(e, ERR_FILE, "there is no such file or folder");
		return err_at(e, path, 0, 0);
	}
	return S_ISDIR(s.st_mode) ? read_folder(set, path, e) : read_file(set, path, e);
}

/* --- what is built in --- */

static bool is_rule_file(const struct embedded_file *f)
{
	return f->documents && str_ends(str_from(f->path), STR_LIT(".yml"));
}

bool rules_add_embedded(struct rules *set)
{
	struct loader *l = loader_of(set);

	if (!l)
		return false;
	for (size_t i = 0; i < embedded_count; i++) {
		const struct embedded_file *f = &embedded_files[i];
		if (!is_rule_file(f))
			continue;
		l->file = str_from(f->path);
		l->file_digest = f->sha256;
		l->is_embedded = true;
		l->told = 0;
		read_documents(l, f->documents, f->text);
	}
	return !l->no_memory;
}

/* --- the end --- */

static bool take_rule(struct rules *set, struct rule *r)
{
	if (set->count == set->size) {
		size_t size = set->size ? set->size * 2 : 256;
		struct rule **more = ARENA_NEW(&set->arena, struct rule *, size);
		if (!more)
			return false;
		if (set->count)
			memcpy(more, set->rules, set->count * sizeof(*more));
		set->rules = more;
		set->size = size;
	}
	r->index = set->count;
	set->rules[set->count++] = r;
	return true;
}

/* Behind all rules, so that who counts those does not see them. */
static bool take_exceptions(struct loader *l)
{
	struct rules *set = l->set;
	const size_t count = set->count;
	bool ok = true;

	for (const struct draft *d = l->drafts; d; d = d->next)
		for (const struct draft *x = d->is_bad ? NULL : d->exceptions; ok && x; x = x->next)
			ok = take_rule(set, x->rule);
	set->exception_count = set->count - count;
	set->count = count;
	return ok;
}

static bool collect(struct loader *l)
{
	struct digest digest;
	const char *last = NULL;

	/* The digest is over the digests of the files, so that what is built in needs not be read. */
	digest_init(&digest);
	for (struct draft *d = l->drafts; d; d = d->next) {
		if (d->is_bad)
			continue;
		if (!take_rule(l->set, d->rule))
			return false;
		if (d->file_digest != last)
			digest_add(&digest, str_from(d->file_digest));
		last = d->file_digest;
	}
	digest_end(&digest, l->set->digest);
	return take_exceptions(l);
}

static void hold_rules(struct loader *l, enum rule_kind kind)
{
	for (struct draft *d = l->drafts; d; d = d->next) {
		if (d->rule->kind != kind)
			continue;
		l->file = d->rule->file;
		l->told = 0;
		l->is_bad = d->is_bad;
		if (d->is_candor)
			conscience_hold(l, d);
		d->is_bad = l->is_bad;
	}
}

static void lint_rules(struct loader *l)
{
	for (struct draft *d = l->drafts; d; d = d->next) {
		if (d->is_bad)
			continue;
		l->file = d->rule->file;
		l->told = 0;
		lint_draft(l, d);
	}
}

bool rules_finish(struct rules *set)
{
	struct loader *l = loader_of(set);

	if (!l)
		return false;
	filters_apply(l);
	hold_rules(l, RULE_DETECTION);
	correlations_resolve(l);
	hold_rules(l, RULE_CORRELATION);
	lint_rules(l);
	bool ok = collect(l) && !l->no_memory;
	faults_settle(set);
	return ok && !set->errors;
}

const struct rule *rules_find(const struct rules *set, struct str handle)
{
	const struct draft *d = set->work ? draft_find(set->work, handle) : NULL;

	return d && !d->is_bad ? d->rule : NULL;
}

void rules_clear(struct rules *set)
{
	arena_clear(&set->arena);
	*set = (struct rules){ .arena = arena_make(0) };
}
