#include "base/opt.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/arena.h"

enum { OPT_MAX_NAMES = 64 }; /* rows that an unknown name is held against */

/* What is left of the command line while it is read. */
struct cursor {
	char **at;  /* the next word */
	char **end;
};

static const struct opt *find_name(const struct opt *opts, struct str name)
{
	for (const struct opt *o = opts; o && o->name; o++)
		if (str_is(name, o->name))
			return o;
	return NULL;
}

static const struct opt *find_letter(const struct opt *opts, char letter)
{
	for (const struct opt *o = opts; o && o->name; o++)
		if (o->letter && o->letter == letter)
			return o;
	return NULL;
}

static bool unknown_name(const struct opt *opts, struct str name, struct err *e)
{
	const char *names[OPT_MAX_NAMES];
	size_t count = 0;

	for (const struct opt *o = opts; o && o->name && count < OPT_MAX_NAMES; o++)
		names[count++] = o->name;
	const char *near = str_nearest(name, names, count);
	if (near)
		return err_set(e, ERR_USAGE, "no option --%.*s; did you mean --%s?", STR_ARG(name), near);
	return err_set(e, ERR_USAGE, "no option --%.*s", STR_ARG(name));
}

static bool add_value(struct opt_values *values, const char *value, struct err *e)
{
	const char **at = mem_grow(values->at, sizeof(*at), values->count + 1);

	if (!at)
		return err_set(e, ERR_MEMORY, "out of memory");
	values->at = at;
	values->at[values->count++] = value;
	return true;
}

/* @value is NULL for a flag only. */
static bool set(const struct opt *o, void *into, const char *value, struct err *e)
{
	void *member = (char *)into + o->offset;

	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)member = true;
		return true;
	case OPT_TEXT:
		*(const char **)member = value;
		return true;
	case OPT_NUMBER:
		if (str_number(str_from(value), o->min, o->max, member))
			return true;
		return err_set(e, ERR_USAGE, "--%s: not a number from %" PRId64 " to %" PRId64, o->name, o->min,
		    o->max);
	case OPT_MANY:
		return add_value(member, value, e);
	}
	return false;
}

static bool take_value(const struct opt *o, void *into, struct cursor *c, struct err *e)
{
	if (o->kind == OPT_FLAG)
		return set(o, into, NULL, e);
	if (c->at == c->end)
		return err_set(e, ERR_USAGE, "--%s wants a value: %s", o->name, o->arg);
	return set(o, into, *c->at++, e);
}

/* "name" or "name=value", behind the two dashes. */
static bool take_long(const struct opt *opts, void *into, const char *word, struct cursor *c, struct err *e)
{
	struct str value, name = str_split(str_from(word), '=', &value);
	const struct opt *o = find_name(opts, name);

	if (!o)
		return unknown_name(opts, name, e);
	if (!value.ptr)
		return take_value(o, into, c, e);
	if (o->kind == OPT_FLAG)
		return err_set(e, ERR_USAGE, "--%s takes no value", o->name);
	return set(o, into, value.ptr, e); /* it ends where the word does */
}

/* "abc" behind one dash: flags, the last of which may be an option whose value is what follows. */
static bool take_letters(const struct opt *opts, void *into, const char *word, struct cursor *c, struct err *e)
{
	for (; *word; word++) {
		const struct opt *o = find_letter(opts, *word);
		if (!o)
			return err_set(e, ERR_USAGE, "no option -%c", *word >= ' ' && *word <= '~' ? *word : '?');
		if (o->kind != OPT_FLAG && word[1])
			return set(o, into, word + 1, e);
		if (!take_value(o, into, c, e))
			return false;
	}
	return true;
}

bool opt_parse(const struct opt *opts, void *into, int *argc, char **argv, struct err *e)
{
	struct cursor c = { argv + 1, argv + *argc };
	char **operand = argv + 1;
	bool only_operands = false;

	while (c.at < c.end) {
		char *word = *c.at++;
		if (only_operands || word[0] != '-' || !word[1]) {
			*operand++ = word;
		} else if (word[1] != '-') {
			if (!take_letters(opts, into, word + 1, &c, e))
				return false;
		} else if (!word[2]) {
			only_operands = true;
		} else if (!take_long(opts, into, word + 2, &c, e)) {
			return false;
		}
	}
	*operand = NULL;
	*argc = (int)(operand - argv);
	return true;
}

void opt_clear(const struct opt *opts, void *into)
{
	for (const struct opt *o = opts; o && o->name; o++) {
		if (o->kind != OPT_MANY)
			continue;
		struct opt_values *values = (void *)((char *)into + o->offset);
		mem_free(values->at);
		*values = (struct opt_values){ 0 };
	}
}
