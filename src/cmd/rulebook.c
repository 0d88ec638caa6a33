#include "cmd/rulebook.h"

#include "base/json_write.h"
#include "base/log.h"
#include "list/list.h"

#include <sys/stat.h>

static bool out_of_memory(void)
{
	log_error("out of memory");
	return false;
}

/* Only a rule with a placeholder asks for them. */
static const struct lists *give_lists(void *context)
{
	struct rulebook *b = context;

	if (!b->lists)
		b->lists = lists_open(b->fill.lists, str_of(NULL, 0), NULL);
	return b->lists;
}

/* "name=value", borrowed from the option, in front of @next. */
static bool read_value(const char *text, struct placeholder *next, struct placeholder *out)
{
	*out = (struct placeholder){ .next = next };
	out->name = str_split(str_from(text), '=', &out->value);
	return out->name.len && out->value.ptr;
}

bool rulebook_values(const struct command *c, const struct opt_values *given, struct arena *a,
    const struct placeholder **out)
{
	struct placeholder *at = ARENA_NEW(a, struct placeholder, given->count + 1), *next = NULL;

	if (!at)
		return out_of_memory();
	for (size_t i = given->count; i--; next = &at[i])
		if (!read_value(given->at[i], next, &at[i])) {
			cmd_usage(c, "--set: \"%.60s\" is not NAME=VALUE", given->at[i]);
			return false;
		}
	*out = next;
	return true;
}

bool rulebook_has_lists(const char *folder)
{
	struct stat s;
	bool has = !folder || !*folder || (stat(folder, &s) == 0 && S_ISDIR(s.st_mode));

	if (!has)
		log_error("%s: there is no such folder of lists", folder);
	return has;
}

bool rulebook_open(struct rulebook *b, const char *const *paths, size_t count, const struct rulebook_fill *fill)
{
	*b = (struct rulebook){ .arena = arena_make(0) };
	if (fill)
		b->fill = *fill;
	b->catalogue = catalogue_new(&b->arena);
	rules_init(&b->set, b->catalogue, false);
	b->set.lists = give_lists;
	b->set.lists_context = b;
	b->set.placeholders = b->fill.values;
	if (!b->catalogue)
		return out_of_memory();
	b->unreadable += !rulebook_has_lists(b->fill.lists);
	for (size_t i = 0; i < count; i++) {
		struct err e = { 0 };
		if (rules_add_path(&b->set, paths[i], &e))
			continue;
		b->unreadable++;
		log_err(&e);
	}
	if (!rules_add_embedded(&b->set))
		return out_of_memory();
	b->is_clean = rules_finish(&b->set) && !b->unreadable;
	return b->is_clean || b->set.errors || b->unreadable || out_of_memory();
}

void rulebook_close(struct rulebook *b)
{
	rules_clear(&b->set);
	lists_close(b->lists);
	arena_clear(&b->arena);
}

int rulebook_refuse(const struct rulebook *b)
{
	for (const struct fault *f = b->set.faults; f; f = f->next) {
		struct err e = fault_err(f);
		if (!f->is_warning)
			log_err(&e);
	}
	return CMD_USAGE;
}

struct str rulebook_handle(const struct rule *r)
{
	return r->name.len ? r->name : r->id.len ? r->id : r->title;
}

const struct rule *rulebook_find(const struct rulebook *b, const struct command *c, const char *handle)
{
	const struct rule *r = rules_find(&b->set, str_from(handle));
	char near[128];

	if (!r && rules_nearest(&b->set, str_from(handle), near, sizeof(near)).ptr)
		cmd_usage(c, "no rule \"%.60s\"; did you mean %s?", handle, near);
	else if (!r)
		cmd_usage(c, "no rule \"%.60s\"; candor rules list has them all", handle);
	return r;
}

void rulebook_put_fault(struct buf *out, const struct fault *f, bool as_json)
{
	struct json j = json_make(out);

	if (!as_json) {
		buf_printf(out, "%.*s:%u:%u: %s: %.*s%s\n", STR_ARG(f->file), f->line, f->column, f->code,
		    STR_ARG(f->message), f->is_warning ? " (warning)" : "");
		return;
	}
	json_open(&j, NULL, '{');
	json_text(&j, "file", f->file);
	json_number(&j, "line", f->line);
	json_number(&j, "column", f->column);
	json_text(&j, "code", str_from(f->code));
	json_text(&j, "severity", f->is_warning ? STR_LIT("warning") : STR_LIT("error"));
	json_text(&j, "message", f->message);
	json_close(&j, '}');
	buf_byte(out, '\n');
}
