#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "limits.h"
#include "rule/loader.h"

void *load_alloc(struct loader *l, size_t size, size_t count)
{
	void *p = arena_zero(l->a, size, count);

	if (!p)
		l->no_memory = true;
	return p;
}

static void add_fault(struct loader *l, bool is_warning, unsigned line, unsigned column, const char *code,
    const char *format, va_list args)
{
	char text[600];

	if (!is_warning)
		l->is_bad = true;
	if (l->told++ >= RULE_MAX_FAULTS) {
		*(is_warning ? &l->set->warnings : &l->set->errors) += 1;
		return;
	}
	struct fault *f = LOAD_NEW(l, struct fault, 1);
	int len = vsnprintf(text, sizeof(text), format, args);
	if (!f || len < 0)
		return;
	size_t size = (size_t)len < sizeof(text) ? (size_t)len : sizeof(text) - 1;
	*f = (struct fault){
		.is_warning = is_warning, .code = code, .file = l->file, .line = line, .column = column,
		.message = arena_copy(l->a, str_of(text, size)),
	};
	l->no_memory = l->no_memory || !f->message.ptr;
	*l->set->last_fault = f;
	l->set->last_fault = &f->next;
	*(is_warning ? &l->set->warnings : &l->set->errors) += 1;
}

void fault_at(struct loader *l, const struct node *at, const char *code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_fault(l, false, at ? at->line : 1, at ? at->column : 1, code, format, args);
	va_end(args);
}

void fault_value(struct loader *l, const struct node *at, const char *code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_fault(l, false, at->line, node_value_column(at), code, format, args);
	va_end(args);
}

void fault_on(struct loader *l, unsigned line, unsigned column, const char *code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_fault(l, false, line, column, code, format, args);
	va_end(args);
}

void warn_at(struct loader *l, const struct node *at, const char *code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_fault(l, true, at ? at->line : 1, at ? at->column : 1, code, format, args);
	va_end(args);
}

void warn_on(struct loader *l, unsigned line, unsigned column, const char *code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_fault(l, true, line, column, code, format, args);
	va_end(args);
}

struct near near_word(const char *word)
{
	struct near n = { "" };

	if (word)
		snprintf(n.text, sizeof(n.text), "; did you mean \"%s\"?", word);
	return n;
}

struct near near_words(struct str word, const char *const *words, size_t count)
{
	return near_word(str_nearest(word, words, count));
}

struct near near_key(const struct node *map, const char *wanted)
{
	struct near n = { "" };

	NODE_EACH(c, map)
		if (str_eq_ascii(node_key(c), str_from(wanted)) || str_nearest(node_key(c), &wanted, 1)) {
			snprintf(n.text, sizeof(n.text), "; is \"%.40s\" on line %u meant?", node_key(c).ptr, c->line);
			break;
		}
	return n;
}

static int by_place(const void *a, const void *b)
{
	const struct fault *x = *(struct fault *const *)a, *y = *(struct fault *const *)b;
	int c = str_cmp(x->file, y->file);

	if (!c)
		c = (x->line > y->line) - (x->line < y->line);
	if (!c)
		c = (x->column > y->column) - (x->column < y->column);
	if (!c)
		c = strcmp(x->code, y->code);
	return c ? c : str_cmp(x->message, y->message);
}

static void drop_double(struct rules *set, struct fault **at, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		if (kept && by_place(&at[kept - 1], &at[i]) == 0)
			*(at[i]->is_warning ? &set->warnings : &set->errors) -= 1;
		else
			at[kept++] = at[i];
	}
	set->last_fault = &set->faults;
	for (size_t i = 0; i < kept; i++) {
		*set->last_fault = at[i];
		set->last_fault = &at[i]->next;
	}
	*set->last_fault = NULL;
}

void faults_settle(struct rules *set)
{
	size_t count = 0, i = 0;

	for (const struct fault *f = set->faults; f; f = f->next)
		count++;
	struct fault **at = count > 1 ? mem_alloc(sizeof(struct fault *), count) : NULL;
	if (!at)
		return;
	for (struct fault *f = set->faults; f; f = f->next)
		at[i++] = f;
	qsort(at, count, sizeof(struct fault *), by_place);
	drop_double(set, at, count);
	mem_free(at);
}

struct err fault_err(const struct fault *f)
{
	struct err e = { 0 };

	err_set(&e, ERR_SYNTAX, "%s: %.*s", f->code, STR_ARG(f->message));
	snprintf(e.file, sizeof(e.file), "%.*s", STR_ARG(f->file));
	err_at(&e, NULL, f->line, f->column);
	return e;
}
