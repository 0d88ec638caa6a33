#include "read/form.h"

struct form {
	const char *name, *title;
};

struct forms {
	struct form own;
};

struct forms *forms_new(struct err *e)
{
	struct forms *f = mem_alloc(sizeof(*f), 1);

	if (!f)
		err_set(e, ERR_MEMORY, "no memory for the forms");
	else
		f->own = (struct form){ "candor", "the program's own record" };
	return f;
}

void forms_free(struct forms *f)
{
	mem_free(f);
}

size_t forms_count(const struct forms *f)
{
	(void)f;
	return 1;
}

const char *forms_name(const struct forms *f, size_t index)
{
	return (&f->own)[index].name;
}

const char *forms_title(const struct forms *f, size_t index)
{
	return (&f->own)[index].title;
}

const struct form *forms_find(const struct forms *f, const char *name)
{
	return strcmp(name, f->own.name) == 0 ? &f->own : NULL;
}

bool forms_add_path(struct forms *f, const char *path, form_fault *fault, void *context)
{
	struct err e = { 0 };

	(void)f;
	err_set(&e, ERR_FILE, "cannot read forms");
	err_at(&e, path, 0, 0);
	if (fault)
		fault(context, &e);
	return false;
}

bool form_is_own(const struct form *f)
{
	return strcmp(f->name, "candor") == 0;
}

const struct form *form_recognise(const struct forms *f, const struct node *raw)
{
	(void)raw;
	return &f->own;
}

const struct form *form_recognise_table(const struct forms *f, const struct node *header)
{
	(void)f;
	(void)header;
	return NULL;
}

struct node *form_records(const struct form *f, struct node *raw)
{
	(void)f;
	return raw;
}

bool form_map(const struct form *f, const struct node *raw, const struct node *outer, struct arena *a,
    struct record *out)
{
	(void)f;
	(void)outer;
	out->root = node_copy(a, raw);
	return out->root;
}
