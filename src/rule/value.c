#include <math.h>
#include <stdio.h>

#include "base/ip.h"
#include "rule/regex_check.h"
#include "rule/spelling.h"

static const char *type_of(const struct node *n)
{
	return n->type == NODE_TRUE || n->type == NODE_FALSE ? "true or false" :
	    node_type_name((enum node_type)n->type);
}

/* --- warnings: legal, and surely not meant --- */

static bool all_digits(struct str s, const char *form)
{
	for (size_t i = 0; i < s.len; i++, form++)
		if (!*form || (*form == '9' ? s.ptr[i] < '0' || s.ptr[i] > '9' : s.ptr[i] != *form))
			return false;
	return !*form;
}

/* digits, a colon, two digits: a number to the base of sixty in YAML 1.1. */
static bool is_sixties(struct str s)
{
	struct str rest, first = str_split(s, ':', &rest);
	int64_t n;

	return rest.len == 2 && str_number(first, 0, 99999, &n) && str_number(rest, 0, 59, &n);
}

static void warn_plain(struct loader *l, const struct node *n)
{
	static const char *const words[] = { "yes", "no", "on", "off" };
	struct str s = node_text(n);
	int64_t n64;

	if (!(n->flags & NODE_PLAIN) || s.len > 10)
		return;
	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq_ascii(s, str_from(words[i])))
			warn_on(l, n->line, node_value_column(n), "plain-word",
			    "%s without quotes is text here, true or false to older tools; write true, false or quotes",
			    words[i]);
	if (all_digits(s, "9999-99-99"))
		warn_on(l, n->line, node_value_column(n), "plain-date",
		    "a date without quotes is text here, and a date to older tools; put it in quotes");
	if (s.len > 1 && s.ptr[0] == '0' && str_number(s, 0, INT64_MAX, &n64))
		warn_on(l, n->line, node_value_column(n), "plain-number",
		    "digits behind a zero are text here, and a number to some tools; put them in quotes");
	if (is_sixties(s))
		warn_on(l, n->line, node_value_column(n), "plain-number",
		    "\"%.*s\" without quotes is text here, and a number to older tools; put it in quotes", STR_ARG(s));
}

/* A backslash that makes a wildcard literal, where a path was meant. */
static void warn_backslash(struct loader *l, const struct node *n)
{
	struct str s = node_text(n);

	for (size_t i = 0; i + 1 < s.len; i++) {
		if (s.ptr[i] != '\\')
			continue;
		if (s.ptr[i + 1] == '*' || s.ptr[i + 1] == '?') {
			warn_on(l, n->line, node_value_column(n), "backslash-wildcard",
			    "\"\\%c\" is a plain \"%c\"; write \"\\\\%c\" for a backslash and then a wildcard",
			    s.ptr[i + 1],
			    s.ptr[i + 1], s.ptr[i + 1]);
			return;
		}
		i += s.ptr[i + 1] == '\\';
	}
}

/* --- kinds of values --- */

struct value {
	struct loader *l;
	const struct chain *chain;
	const struct node *n;
	struct test *out;
	bool is_keyword;
};

static bool refuse_type(const struct value *v, const char *modifier, const char *wanted)
{
	fault_value(v->l, v->n, "value", "\"%s\" wants %s, and this is %s%s", modifier, wanted,
	    type_of(v->n), strcmp(wanted, "text") == 0 ? "; put it in quotes" : "");
	return false;
}

/* Make the alternatives of @list into tests; the first is v->out. */
static bool put_spellings(const struct value *v, const struct spelling *list, bool cased)
{
	struct test *t = v->out, first = *t;

	for (; list; list = list->next) {
		t->kind = TEST_TEXT;
		t->cased = cased;
		t->pieces = list->pieces;
		t->piece_count = list->count;
		if (!list->next)
			break;
		t->also = LOAD_NEW(v->l, struct test, 1);
		if (!t->also)
			return false;
		t = t->also;
		*t = first;
	}
	return true;
}

static bool put_text(const struct value *v, struct str text)
{
	const struct chain *c = v->chain;
	struct spelling *list = spell(v->l, v->n, text, c->expand);

	if (list && c->windash)
		list = spell_windash(v->l, v->n, list);
	if (list && c->base64 != BASE64_NONE)
		list = spell_base64(v->l, v->n, list, c);
	if (!list)
		return false;
	/* A keyword is found anywhere in a value, whatever else is asked. */
	enum affix affix = v->is_keyword && c->affix == AFFIX_NONE ? AFFIX_CONTAINS : c->affix;
	if (affix != AFFIX_NONE && !spell_affix(v->l, list, affix))
		return false;
	/* What Base64 gives is compared exactly: another case is another text. */
	return put_spellings(v, list, c->cased || c->base64 != BASE64_NONE);
}

/* How a number of the rule is written as text: without sign, fraction and exponent where it has none. */
static struct str number_text(struct loader *l, double v)
{
	if (floor(v) == v && fabs(v) < 1e15)
		return arena_printf(l->a, "%.0f", v);
	return arena_printf(l->a, "%.15g", v);
}

/* Digits and perhaps a minus: the text is what the number's canonical one would be, and not rounded. */
static bool is_canonical(struct str s)
{
	size_t sign = s.len && s.ptr[0] == '-';

	for (size_t i = sign; i < s.len; i++)
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
	return s.len > sign && !str_is(s, "-0");
}

static bool put_number(const struct value *v)
{
	struct str text = node_text(v->n);

	if (!isfinite(v->n->number)) {
		fault_value(v->l, v->n, "value",
		    "a number without end; put it in quotes if text is meant");
		return false;
	}
	/* Adding 0 takes the sign from a zero. */
	double number = v->n->number + 0.0;
	if (!is_canonical(text))
		text = number_text(v->l, number);
	if (v->is_keyword) {
		warn_on(v->l, v->n->line, node_value_column(v->n), "number-keyword",
		    "a number as keyword is searched for as text");
		return put_text(v, text);
	}
	v->out->kind = TEST_COMPARE;
	v->out->compare = COMPARE_EQ;
	v->out->number = number;
	v->out->pattern = text;
	return true;
}

static bool text_value(const struct value *v)
{
	const struct node *n = v->n;

	if (n->type != NODE_TEXT && v->chain->first)
		return refuse_type(v, v->chain->first, "text");
	if (n->type == NODE_NULL && v->is_keyword) {
		fault_value(v->l, n, "value", "null is no keyword");
		return false;
	}
	if (n->type == NODE_TEXT) {
		warn_plain(v->l, n);
		warn_backslash(v->l, n);
		return put_text(v, node_text(n));
	}
	if (n->type == NODE_NUMBER)
		return put_number(v);
	if (v->is_keyword) {
		warn_on(v->l, n->line, node_value_column(n), "number-keyword",
		    "true and false as keywords are searched for as text");
		return put_text(v, n->type == NODE_TRUE ? STR_LIT("true") : STR_LIT("false"));
	}
	v->out->kind = n->type == NODE_NULL ? TEST_NULL : TEST_BOOL;
	v->out->truth = n->type == NODE_TRUE;
	return true;
}

static bool put_regex(const struct value *v, struct test *t, struct str pattern)
{
	bool flags;
	struct regex_fault f = regex_check(pattern, &flags);
	bool exact = !v->chain->expand && v->n->value_column;

	if (f.text) {
		fault_on(v->l, v->n->line, node_value_column(v->n) + (exact ? (unsigned)f.at : 0), "regex", "%s",
		    f.text);
		return false;
	}
	/* What the subset's grammar lets pass may still be too large, or a range that runs backwards. */
	struct err e = { 0 };
	if (!v->l->is_embedded && !regex_compiles(pattern, v->chain->flags, &e)) {
		fault_on(v->l, v->n->line, node_value_column(v->n) + (exact ? e.column - 1 : 0), "regex", "%s", e.text);
		return false;
	}
	if (flags)
		warn_on(v->l, v->n->line, node_value_column(v->n), "inline-flags",
		    "flags inside a regular expression; write them as modifiers, as re|i");
	t->kind = TEST_REGEX;
	t->pattern = pattern;
	t->flags = v->chain->flags;
	return true;
}

static bool regex_value(const struct value *v)
{
	struct test *t = v->out, first = *t;
	struct str pattern = node_text(v->n), *all = &pattern;
	size_t count = 1;

	if (v->n->type != NODE_TEXT)
		return refuse_type(v, "re", "text");
	if (v->chain->expand)
		all = spell_regex(v->l, v->n, pattern, &count);
	for (size_t i = 0; all && i < count; i++) {
		if (!put_regex(v, t, all[i]))
			return false;
		if (i + 1 == count)
			return true;
		t->also = LOAD_NEW(v->l, struct test, 1);
		if (!t->also)
			return false;
		t = t->also;
		*t = first;
	}
	return false;
}

static bool cidr_value(const struct value *v)
{
	struct cidr net;

	if (v->n->type != NODE_TEXT)
		return refuse_type(v, "cidr", "a network as text");
	struct str s = node_text(v->n);
	if (!cidr_parse(s, &net)) {
		fault_value(v->l, v->n, "cidr",
		    "\"%.*s\" is no network; write it as 192.0.2.0/24 or 2001:db8::/32", STR_ARG(s));
		return false;
	}
	if (cidr_has_host_bits(s)) {
		char text[CIDR_TEXT];
		fault_value(v->l, v->n, "cidr",
		    "\"%.*s\" has bits set behind its length; the network is %.*s", STR_ARG(s),
		    STR_ARG(cidr_print(&net, text)));
		return false;
	}
	v->out->kind = TEST_CIDR;
	v->out->pattern = s;
	return true;
}

static bool compare_value(const struct value *v)
{
	if (v->n->type != NODE_NUMBER || !isfinite(v->n->number))
		return refuse_type(v, v->chain->first, "a number without quotes");
	v->out->kind = TEST_COMPARE;
	v->out->compare = v->chain->compare;
	v->out->number = v->n->number;
	return true;
}

static bool time_value(const struct value *v)
{
	static const struct { double min, max; } ranges[] = {
		[PART_MINUTE] = { 0, 59 }, [PART_HOUR] = { 0, 23 }, [PART_DAY] = { 1, 31 }, [PART_WEEK] = { 1, 53 },
		[PART_MONTH] = { 1, 12 }, [PART_YEAR] = { 0, 9999 },
	};

	if (v->n->type != NODE_NUMBER || floor(v->n->number) != v->n->number || !isfinite(v->n->number))
		return refuse_type(v, v->chain->first, "a whole number without quotes");
	if (v->n->number < ranges[v->chain->part].min || v->n->number > ranges[v->chain->part].max)
		warn_on(v->l, v->n->line, node_value_column(v->n), "never-matches", "no %s is %.*s", v->chain->first,
		    STR_ARG(node_text(v->n)));
	v->out->kind = TEST_TIMEPART;
	v->out->part = v->chain->part;
	v->out->compare = v->chain->compare;
	v->out->number = v->n->number;
	return true;
}

static bool exists_value(const struct value *v)
{
	if (v->n->type != NODE_TRUE && v->n->type != NODE_FALSE)
		return refuse_type(v, "exists", "true or false without quotes");
	v->out->kind = TEST_EXISTS;
	v->out->truth = v->n->type == NODE_TRUE;
	return true;
}

static bool fieldref_value(const struct value *v)
{
	if (v->n->type != NODE_TEXT || !v->n->len)
		return refuse_type(v, "fieldref", "the name of a field");
	const struct spelling *s = spell(v->l, v->n, node_text(v->n), false);
	if (!s)
		return false;
	if (s->count != 1 || s->pieces[0].kind != PIECE_LITERAL) {
		fault_value(v->l, v->n, "value",
		    "\"fieldref\" wants one field's name, without wildcards");
		return false;
	}
	v->out->kind = TEST_FIELDREF;
	v->out->field = s->pieces[0].literal;
	v->out->affix = v->chain->affix;
	v->out->cased = v->chain->cased;
	return true;
}

static bool one_value(struct loader *l, const struct chain *c, const struct node *n, bool is_keyword, struct test *out)
{
	static bool (*const readers[])(const struct value *) = {
		[CHAIN_TEXT] = text_value, [CHAIN_REGEX] = regex_value, [CHAIN_CIDR] = cidr_value,
		[CHAIN_COMPARE] = compare_value, [CHAIN_TIME] = time_value, [CHAIN_EXISTS] = exists_value,
		[CHAIN_FIELDREF] = fieldref_value,
	};
	const struct value v = { l, c, n, out, is_keyword };

	*out = (struct test){ .line = n->line, .column = node_value_column(n) };
	return readers[c->kind](&v);
}

/* --- items --- */

static bool list_values(struct loader *l, const struct chain *c, const struct node *list, struct item *out)
{
	bool ok = true;

	NODE_EACH(n, list) {
		bool good = false;
		if (node_is_container(n))
			fault_value(l, n, "value", "%s inside a list of values",
			    node_type_name((enum node_type)n->type));
		else if (n->type == NODE_NULL)
			fault_value(l, n, "value", "null in a list of values; make it a selection of its own");
		else
			good = one_value(l, c, n, !out->field.len, &out->tests[out->test_count++]);
		ok = ok && good;
	}
	return ok;
}

static bool read_values(struct loader *l, const struct chain *c, const struct node *n, struct item *out)
{
	out->all = c->all;
	out->neq = c->neq;
	out->line = n->line;
	out->column = n->column;
	if (n->type == NODE_MAP) {
		fault_at(l, n, "value", "a map as value; nested fields are named with dots, as a.b");
		return false;
	}
	if (n->type == NODE_LIST && !n->len) {
		fault_at(l, n, "value", "an empty list of values, which nothing could match");
		return false;
	}
	if (c->all && (n->type != NODE_LIST || n->len < 2)) {
		fault_at(l, n, "modifier", "\"all\" wants a list of at least two values");
		return false;
	}
	if (c->kind == CHAIN_EXISTS && n->type == NODE_LIST) {
		fault_at(l, n, "value", "\"exists\" wants true or false, not a list");
		return false;
	}
	out->tests = LOAD_NEW(l, struct test, n->type == NODE_LIST ? n->len : 1);
	if (!out->tests)
		return false;
	if (n->type == NODE_LIST)
		return list_values(l, c, n, out);
	out->test_count = 1;
	return one_value(l, c, n, !out->field.len, out->tests);
}

bool item_read(struct loader *l, const struct node *n, struct item *out)
{
	struct chain chain;
	struct str words, field = str_split(node_key(n), '|', &words);

	*out = (struct item){ .field = field };
	return chain_read(l, n, words, field.len > 0, &chain) && read_values(l, &chain, n, out);
}

bool keywords_read(struct loader *l, const struct node *list, struct item *out)
{
	const struct chain plain = { .kind = CHAIN_TEXT };

	*out = (struct item){ .field = { "", 0 } };
	return read_values(l, &plain, list, out);
}
