/* form.c - the forms that are known, and which of them a record looks like. */
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/embedded.h"
#include "base/file.h"
#include "base/yaml.h"
#include "limits.h"
#include "read/mapping.h"

enum { KEY_SLOTS = 512 };

struct forms {
	struct arena arena;
	struct form own;
	struct form *first; /* the others, in the order of their names */
	size_t count;       /* with the own one */
	/* The hashes of the keys of which a foreign value has at least one: most records are the program's own, and are
	   told by having none. */
	uint32_t keys[KEY_SLOTS];
	size_t key_count;
	bool any_key; /* there is a form that may have any, or there are too many */
};

/* Of the mappings that ship with the program, which are made when the first record of theirs is met. */
static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;

/* Where the key of @hash is, or would be. */
static size_t find_key(const struct forms *f, uint32_t hash)
{
	size_t at = hash % KEY_SLOTS;

	while (f->keys[at] && f->keys[at] != hash)
		at = (at + 1) % KEY_SLOTS;
	return at;
}

static void add_key(struct forms *f, const struct path *p)
{
	bool is_plain = p->count && !p->steps[0].is_glob && p->steps[0].hash;

	f->any_key = f->any_key || !is_plain || f->key_count == KEY_SLOTS / 2;
	if (f->any_key)
		return;
	size_t slot = find_key(f, p->steps[0].hash);
	f->key_count += !f->keys[slot];
	f->keys[slot] = p->steps[0].hash;
}

/* Of what begins at a record the first thing that must be there will do. */
static void add_keys(struct forms *f, const struct form *form)
{
	if (form->is_table)
		return;
	for (size_t i = 0; i < form->records.count; i++)
		add_key(f, &form->records.at[i]);
	for (const struct condition *c = form->recognise; c; c = c->next)
		if (!c->is_not && !c->path.up && !c->any) {
			add_key(f, &c->path);
			return;
		}
	f->any_key = true;
}

static void add_form(struct forms *f, struct form *form)
{
	struct form **link = &f->first;

	while (*link && strcmp((*link)->name, form->name) < 0)
		link = &(*link)->next;
	bool is_known = *link && strcmp((*link)->name, form->name) == 0;
	form->arena = &f->arena;
	form->next = is_known ? (*link)->next : *link;
	*link = form;
	f->count += !is_known;
	add_keys(f, form);
}

static bool add_document(struct forms *f, struct form_loader *l, const struct node *document, bool is_users)
{
	struct form *form = form_load(l, document);

	if (form && is_users) {
		form->is_users = true;
		form->is_made = form_load_mapping(l, form);
	}
	if (form && !l->is_bad && !l->no_memory)
		add_form(f, form);
	return !l->is_bad && !l->no_memory;
}

/* A file that ships with the program has been tried by its tests: only memory can fail. */
static bool add_embedded(struct forms *f)
{
	for (size_t i = 0; i < embedded_count; i++) {
		const struct embedded_file *file = &embedded_files[i];
		struct form_loader l = { .a = &f->arena, .file = file->path };
		if (!str_starts(str_from(file->path), STR_LIT("rules/forms/")))
			continue;
		NODE_EACH(document, file->documents)
			if (!add_document(f, &l, document, false))
				return false;
	}
	return true;
}

struct forms *forms_new(struct err *e)
{
	struct forms *f = mem_alloc(sizeof(*f), 1);

	if (!f) {
		err_set(e, ERR_MEMORY, "no memory for the forms");
		return NULL;
	}
	f->own = (struct form){ .name = "candor", .title = "the program's own record", .is_made = true };
	f->count = 1;
	if (add_embedded(f))
		return f;
	err_set(e, ERR_MEMORY, "no memory for the forms");
	forms_free(f);
	return NULL;
}

void forms_free(struct forms *f)
{
	if (!f)
		return;
	arena_clear(&f->arena);
	mem_free(f);
}

static struct form *form_at(const struct forms *f, size_t index)
{
	struct form *form = f->first;

	while (form && index--)
		form = form->next;
	return form;
}

size_t forms_count(const struct forms *f)
{
	return f->count;
}

const char *forms_name(const struct forms *f, size_t index)
{
	return index ? form_at(f, index - 1)->name : f->own.name;
}

const char *forms_title(const struct forms *f, size_t index)
{
	return index ? form_at(f, index - 1)->title : f->own.title;
}

const struct form *forms_find(const struct forms *f, const char *name)
{
	if (strcmp(name, f->own.name) == 0)
		return &f->own;
	for (const struct form *form = f->first; form; form = form->next)
		if (strcmp(name, form->name) == 0)
			return form;
	return NULL;
}

static void tell_yaml_fault(void *context, const struct err *e)
{
	struct form_loader *l = context;
	struct err placed = *e;

	l->is_bad = true;
	err_at(&placed, l->file, 0, 0);
	if (l->fault)
		l->fault(l->context, &placed);
}

static bool tell_failure(struct form_loader *l, struct err *e)
{
	err_at(e, l->file, 0, 0);
	if (l->fault)
		l->fault(l->context, e);
	return false;
}

static bool add_text(struct forms *f, struct form_loader *l, struct str text)
{
	struct err e = { 0 };
	struct node *documents = NULL;

	bool ok = yaml_read(text, &f->arena, &documents, tell_yaml_fault, l);
	NODE_EACH(document, documents)
		ok = add_document(f, l, document, true) && ok;
	if (l->no_memory || !documents)
		return tell_failure(l, (err_set(&e, ERR_MEMORY, "no memory for the forms"), &e));
	if (ok && !documents->len)
		return tell_failure(l, (err_set(&e, ERR_SYNTAX, "there is no form in it"), &e));
	return ok;
}

static bool add_file(struct forms *f, const char *path, form_fault *fault, void *context)
{
	struct err e = { 0 };
	struct str name = arena_copy(&f->arena, str_from(path));
	struct form_loader l = { .a = &f->arena, .file = name.ptr ? name.ptr : "", .fault = fault, .context = context };
	struct str text = file_read(path, YAML_MAX_BYTES, &f->arena, &e);

	return text.ptr ? add_text(f, &l, text) : tell_failure(&l, &e);
}

static int is_form_file(const struct dirent *entry)
{
	struct str name = str_from(entry->d_name);

	return *name.ptr != '.' && (str_ends(name, STR_LIT(".yaml")) || str_ends(name, STR_LIT(".yml")));
}

static bool add_folder(struct forms *f, const char *path, form_fault *fault, void *context)
{
	struct dirent **names = NULL;
	int count = scandir(path, &names, is_form_file, alphasort);
	bool ok = count > 0;

	for (int i = 0; i < count; i++) {
		struct str file = arena_printf(&f->arena, "%s/%s", path, names[i]->d_name);
		ok = file.ptr && add_file(f, file.ptr, fault, context) && ok;
		free(names[i]);
	}
	free(names);
	if (count <= 0) {
		struct form_loader l = { .file = path, .fault = fault, .context = context };
		struct err e = { 0 };
		if (count < 0)
			err_set(&e, ERR_FILE, "cannot be read: %s", strerror(errno));
		else
			err_set(&e, ERR_FILE, "no *.yaml and no *.yml is in it");
		tell_failure(&l, &e);
	}
	return ok;
}

bool forms_add_path(struct forms *f, const char *path, form_fault *fault, void *context)
{
	struct stat st;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return add_folder(f, path, fault, context);
	return add_file(f, path, fault, context);
}

bool form_is_own(const struct form *f)
{
	return !f->source;
}

bool form_is_table(const struct form *f)
{
	return f->is_table;
}

/* Of two forms that fit, a user's own one, then the one that asks for more. */
static bool is_better(const struct form *f, const struct form *than)
{
	if (!than || f->is_users != than->is_users)
		return !than || f->is_users;
	return f->recognise_count > than->recognise_count;
}

/* What stands where the form's records do, a map or list; NULL if nothing does. */
static const struct node *find_records(const struct form *f, const struct node *raw)
{
	const struct path_frame top = { { raw }, 0 };

	for (size_t i = 0; i < f->records.count; i++) {
		const struct node *n = path_node(&f->records.at[i], &top);
		if (n && node_is_container(n))
			return n;
	}
	return NULL;
}

static bool looks_like(const struct form *f, const struct node *raw)
{
	const struct node *record = find_records(f, raw);
	struct path_frame at = { { raw, raw }, 1 };

	while (record && record->type == NODE_LIST)
		record = record->child;
	if (record && record->type == NODE_MAP)
		at.at[1] = record;
	return f->recognise && conditions_hold(f->recognise, &at);
}

static const struct form *best(const struct forms *f, const struct node *raw, bool is_table)
{
	const struct form *found = NULL;

	for (const struct form *form = f->first; form; form = form->next)
		if (form->is_table == is_table && is_better(form, found) && looks_like(form, raw))
			found = form;
	return found;
}

const struct form *form_recognise(const struct forms *f, const struct node *raw)
{
	bool is_foreign = f->any_key;

	NODE_EACH(c, raw)
		is_foreign = is_foreign || f->keys[find_key(f, c->key_hash)] != 0;
	const struct form *found = is_foreign ? best(f, raw, false) : NULL;
	return found ? found : &f->own;
}

const struct form *form_recognise_table(const struct forms *f, const struct node *header)
{
	return best(f, header, true);
}

struct node *form_records(const struct form *f, struct node *raw)
{
	if (!f->records.count)
		return raw;
	const struct node *records = find_records(f, raw);
	if (records)
		return (struct node *)(uintptr_t)records; /* of @raw, which the caller may change */
	return looks_like(f, raw) ? raw : NULL;
}

const struct form *form_made(const struct form *f)
{
	struct form *form = (struct form *)(uintptr_t)f; /* what is made of it never changes afterwards */

	if (__atomic_load_n(&form->is_made, __ATOMIC_ACQUIRE))
		return form;
	pthread_mutex_lock(&making);
	struct form_loader l = { .a = form->arena, .file = form->file };
	bool ok = form->is_made || form_load_mapping(&l, form);
	__atomic_store_n(&form->is_made, ok, __ATOMIC_RELEASE);
	pthread_mutex_unlock(&making);
	return ok ? form : NULL;
}

bool form_wants(const struct form *f, const struct node *raw, const struct node *outer)
{
	const struct path_frame at = { { outer, raw }, 1 };

	/* What is not of the form at all is not passed over in silence. */
	return conditions_hold(f->only, &at) || !conditions_hold(f->recognise, &at);
}

bool form_gathers(const struct form *f)
{
	return f->group.count > 0;
}

bool form_reads(const struct form *f, struct str key)
{
	for (const struct reading *r = f->reads; r; r = r->next)
		if (path_takes(r->path, key))
			return true;
	return false;
}

struct str form_person(const struct form *f, const struct node *raw)
{
	const struct path_frame at = { { raw, raw }, 1 };

	for (size_t i = 0; i < f->group.count; i++) {
		const struct node *n = path_first(&f->group.at[i], &at);
		if (n && (n->type == NODE_TEXT || n->type == NODE_NUMBER) && n->len)
			return node_text(n);
	}
	return str_of(NULL, 0);
}
