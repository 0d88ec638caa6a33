#include "list/feeds.h"

#include "base/embedded.h"
#include "base/file.h"
#include "base/log.h"
#include "base/yaml.h"
#include "limits.h"

static struct feed feed_of(const struct node *n)
{
	const struct node *age = node_get(n, "max_age_days");
	size_t count = 0;
	struct feed f = {
		.list = {
			.name = node_get_text(n, "name"), .url = node_get_text(n, "url"),
			.source = node_get_text(n, "source"), .licence = node_get_text(n, "licence"),
			.product = node_get_text(n, "product"), .kind = list_kind_find(node_get_text(n, "kind")),
			.class = list_class_find(node_get_text(n, "class")), .confidence = STR("medium"),
			.max_age_days = age ? (int64_t)age->number : 0,
		},
		.form = node_get_text(n, "form"),
	};

	NODE_EACH(part, node_get(n, "parts"))
		if (count < FEED_PARTS && part->type == NODE_TEXT)
			f.parts[count++] = node_text(part);
	return f;
}

/* What is wrong with a feed of the user's; NULL if nothing is. */
static const char *fault_of(const struct feed *f)
{
	if (!list_name_is_good(f->list.name))
		return "name: small letters, digits and hyphens";
	if (!f->list.url.len)
		return "url: where it is published";
	if (f->list.kind >= LIST_IDENTIFIER || !list_class_fits(f->list.kind, f->list.class))
		return "kind and class: what its entries are, and what it means to be on it (candor lists add --help)";
	if (!feed_form_is_known(f->form))
		return "form: how it is read (candor lists add --help)";
	if (!f->list.source.len || !f->list.licence.len)
		return "source and licence: who publishes it, and under which terms";
	return f->list.max_age_days > 0 ? NULL : "max_age_days: how old a copy may grow";
}

static bool fill(const struct node *table, const char *path, struct arena *a, struct feeds *out, bool *failed)
{
	*out = (struct feeds){ .at = ARENA_NEW(a, struct feed, table ? table->len : 0) };
	NODE_EACH(n, out->at ? table : NULL) {
		struct feed f = feed_of(n);
		const char *fault = path ? fault_of(&f) : NULL;
		if (fault)
			log_error("%s:%u: %s", path, n->line, fault);
		else
			out->at[out->count++] = f;
		*failed = *failed || fault;
	}
	return out->at != NULL;
}

bool feeds_known(struct arena *a, struct feeds *out)
{
	const struct embedded_file *f = embedded_find("rules/lists/feeds.yaml");
	bool failed = false;

	return fill(f && f->documents ? f->documents->child : NULL, NULL, a, out, &failed);
}

struct place {
	const char *file;
};

static void tell_fault(void *context, const struct err *e)
{
	const struct place *place = context;
	struct err placed = *e;

	err_at(&placed, place->file, 0, 0);
	log_err(&placed);
}

bool feeds_read(const char *path, struct arena *a, struct feeds *out, struct err *e)
{
	struct str text = file_read(path, YAML_MAX_BYTES, a, e);
	struct place place = { path };
	struct node *documents = NULL;
	bool failed = false;

	if (!text.ptr)
		return false;
	bool ok = yaml_read(text, a, &documents, tell_fault, &place);
	const struct node *table = documents ? documents->child : NULL;
	if (ok && (!table || table->type != NODE_LIST))
		ok = err_set(e, ERR_SYNTAX, "not a list of feeds") || err_at(e, path, 1, 0);
	return ok && fill(table, path, a, out, &failed) && !failed;
}

const struct feed *feeds_find(const struct feeds *f, struct str name)
{
	for (size_t i = 0; i < f->count; i++)
		if (str_eq(f->at[i].list.name, name))
			return &f->at[i];
	return NULL;
}

static bool has_url(const struct feed *f, struct str url)
{
	bool has = str_eq(f->list.url, url);

	for (size_t i = 0; i < FEED_PARTS; i++)
		has = has || (f->parts[i].len && str_eq(f->parts[i], url));
	return has;
}

const struct feed *feeds_find_url(const struct feeds *f, struct str url)
{
	for (size_t i = 0; i < f->count; i++)
		if (has_url(&f->at[i], url))
			return &f->at[i];
	return NULL;
}
