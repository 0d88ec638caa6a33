#include "rule/condition.h"

#include <stdio.h>

#include "base/buf.h"
#include "limits.h"

enum { PARTS_MAX = 4096 }; /* operands of one "and" or "or" */

struct parser {
	struct condition_host *host;
	struct str text;
	size_t at;         /* of the token at hand */
	struct str token;  /* a bracket or a word; empty at the end */
	size_t end;        /* behind the last token taken */
	unsigned depth;
	bool failed;
};

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("_-*", c));
}

static struct cond *fail(struct parser *p, size_t at, const char *code, const char *text)
{
	if (!p->failed)
		p->host->fault(p->host, at, code, text);
	p->failed = true;
	return NULL;
}

/* The same, with the word that it is about. */
static struct cond *fail_near(struct parser *p, size_t at, const char *code, const char *text, struct str near)
{
	char message[160];

	snprintf(message, sizeof(message), "%s: \"%.*s\"", text, (int)(near.len < 40 ? near.len : 40), near.ptr);
	return fail(p, at, code, message);
}

/* Find the next token.  A byte that begins none is a token of its own, which nothing takes. */
static void scan(struct parser *p)
{
	size_t i = p->at;

	while (i < p->text.len && strchr(" \t\r\n", p->text.ptr[i]) && p->text.ptr[i])
		i++;
	p->at = i;
	while (i < p->text.len && is_word_byte(p->text.ptr[i]))
		i++;
	if (i == p->at && i < p->text.len)
		i++;
	p->token = str_of(p->text.ptr + p->at, i - p->at);
}

static void take(struct parser *p)
{
	p->end = p->at += p->token.len;
	scan(p);
}

static bool take_word(struct parser *p, const char *word)
{
	if (!str_is(p->token, word))
		return false;
	take(p);
	return true;
}

struct cond *condition_node(struct condition_host *host, enum cond_kind kind, struct cond *const *parts, size_t count,
    struct str text)
{
	struct cond *c = ARENA_NEW(host->a, struct cond, 1);
	struct cond **copy = ARENA_NEW(host->a, struct cond *, count + 1);

	if (!c || !copy) {
		host->no_memory = true;
		return NULL;
	}
	if (count)
		memcpy(copy, parts, count * sizeof(*parts));
	*c = (struct cond){ .kind = kind, .parts = copy, .part_count = count, .text = text };
	return c;
}

static struct str text_from(const struct parser *p, size_t start)
{
	return str_of(p->text.ptr + start, p->end - start);
}

static struct cond *parse_or(struct parser *p);

static bool is_operator(struct str s)
{
	return str_is(s, "and") || str_is(s, "or") || str_is(s, "not") || str_is(s, "of") || str_is(s, "them");
}

static bool is_capital_operator(struct str s)
{
	static const char *const words[] = { "and", "or", "not", "of", "them", "all", "any" };

	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq_ascii(s, str_from(words[i])))
			return !str_is(s, words[i]);
	return false;
}

/* What other languages write, and what Sigma 1 did; told wherever it stands.  False if it is nothing of the kind. */
static bool fail_foreign(struct parser *p)
{
	static const struct { const char *begin, *code, *text; } rows[] = {
		{ "&", "condition", "Sigma writes \"and\" for this" },
		{ "||", "condition", "Sigma writes \"or\" for this" },
		{ "!", "condition", "Sigma writes \"not\" for this" },
		{ "|", "aggregation", "aggregations (\"| count() ...\") are gone from Sigma; write a correlation" },
		{ "near ", "aggregation", "\"near\" is gone from Sigma; write a correlation of type temporal" },
	};
	struct str rest = str_of(p->text.ptr + p->at, p->text.len - p->at);

	for (size_t i = 0; i < COUNT(rows); i++)
		if (str_starts(rest, str_from(rows[i].begin))) {
			fail(p, p->at, rows[i].code, rows[i].text);
			return true;
		}
	return false;
}

static struct cond *unexpected(struct parser *p)
{
	if (!p->token.len)
		return fail(p, p->text.len, "condition", "the condition ends where a name or a bracket should follow");
	if (!is_word_byte(p->token.ptr[0]) && fail_foreign(p))
		return NULL;
	if (str_is(p->token, ")"))
		return fail(p, p->at, "condition", "a closing bracket where a name should stand");
	if (is_operator(p->token))
		return fail_near(p, p->at, "condition", "an operator where a name should stand", p->token);
	return fail(p, p->at, "condition", "a character that no condition holds; names have a-z, 0-9, \"_\" and \"-\"");
}

static bool is_number(struct str s)
{
	int64_t n;

	return str_number(s, 0, INT64_MAX, &n);
}

/* "1 of", "all of": the words before and behind.  @start is where it begins. */
static struct cond *parse_quantified(struct parser *p, struct str quantifier, size_t start)
{
	enum cond_kind kind = str_is(quantifier, "all") ? COND_AND : COND_OR;

	if (!p->host->allows_of)
		return fail(p, start, "condition", "no \"of\" is allowed here: name each rule");
	if (!str_is(quantifier, "1") && !str_is(quantifier, "any") && !str_is(quantifier, "all"))
		return fail_near(p, start, "condition", "only \"1 of\" and \"all of\" are known", quantifier);
	take(p); /* of */
	if (!p->token.len || (!is_word_byte(p->token.ptr[0])) || (is_operator(p->token) && !str_is(p->token, "them")))
		return fail(p, p->at, "condition", "\"of\" wants \"them\", a name or a pattern behind it");
	struct str word = p->token;
	size_t at = p->at;
	if (is_capital_operator(word))
		return fail(p, at, "upper-case", "operators are written in lower case");
	take(p);
	struct cond *c = p->host->leaf(p->host, word, at, true, kind);
	p->failed = p->failed || !c;
	if (c)
		c->text = text_from(p, start);
	return c;
}

static struct cond *parse_name(struct parser *p)
{
	struct str word = p->token;
	size_t start = p->at;

	take(p);
	if (str_is(p->token, "of"))
		return parse_quantified(p, word, start);
	if (is_capital_operator(p->token) && str_eq_ascii(p->token, STR_LIT("of")))
		return fail(p, p->at, "upper-case", "operators are written in lower case");
	if (str_index(word, '*') < word.len)
		return fail_near(p, start, "condition", "a pattern wants \"1 of\" or \"all of\" before it", word);
	if (is_number(word))
		return fail_near(p, start, "condition", "a number where a name should stand", word);
	struct cond *c = p->host->leaf(p->host, word, start, false, COND_OR);
	/* An unknown name is told, and the rest is still read. */
	if (!c && !p->host->no_memory)
		c = condition_node(p->host, COND_SELECTION, NULL, 0, word);
	if (c)
		c->text = word;
	return c;
}

static struct cond *parse_primary(struct parser *p)
{
	size_t start = p->at;

	if (take_word(p, "(")) {
		struct cond *inner = parse_or(p);
		if (inner && !take_word(p, ")"))
			return fail(p, p->at, "condition", "a bracket that does not close");
		return inner;
	}
	if (!p->token.len || !is_word_byte(p->token.ptr[0]) || is_operator(p->token))
		return unexpected(p);
	if (is_capital_operator(p->token))
		return fail(p, start, "upper-case", "operators are written in lower case");
	return parse_name(p);
}

static struct cond *parse_not(struct parser *p)
{
	size_t start = p->at;

	if (++p->depth > CONDITION_MAX_DEPTH)
		return fail(p, start, "limit", "brackets and \"not\"s nested too deep");
	struct cond *c;
	if (take_word(p, "not")) {
		struct cond *part = parse_not(p);
		c = part ? condition_node(p->host, COND_NOT, &part, 1, text_from(p, start)) : NULL;
	} else {
		c = parse_primary(p);
	}
	p->depth--;
	return c;
}

/* Operands of @word, each read by @next. */
static struct cond *parse_list(struct parser *p, const char *word, enum cond_kind kind,
    struct cond *(*next)(struct parser *))
{
	size_t start = p->at, count = 1, room = 8;
	struct cond *first = next(p);

	if (!first || !str_is(p->token, word))
		return first;
	struct cond **parts = mem_alloc(sizeof(struct cond *), room);
	if (parts)
		parts[0] = first;
	while (parts && !p->failed && take_word(p, word)) {
		if (count == PARTS_MAX) {
			fail(p, p->at, "limit", "too many operands");
			break;
		}
		if (count == room) {
			struct cond **more = mem_grow(parts, sizeof(struct cond *), room *= 2);
			if (!more)
				break;
			parts = more;
		}
		parts[count] = next(p);
		count += parts[count] != NULL;
	}
	struct cond *c = parts && !p->failed ? condition_node(p->host, kind, parts, count, text_from(p, start)) : NULL;
	mem_free(parts);
	return c;
}

static struct cond *parse_and(struct parser *p)
{
	return parse_list(p, "and", COND_AND, parse_not);
}

static struct cond *parse_or(struct parser *p)
{
	return parse_list(p, "or", COND_OR, parse_and);
}

struct cond *condition_parse(struct condition_host *host, struct str text)
{
	struct parser p = { .host = host, .text = text };

	scan(&p);
	struct cond *c = parse_or(&p);
	if (p.failed || !c)
		return NULL;
	if (p.token.len && fail_foreign(&p))
		return NULL;
	if (p.token.len && !is_word_byte(p.token.ptr[0]) && !strchr("()", p.token.ptr[0]))
		return unexpected(&p);
	if (is_capital_operator(p.token))
		return fail(&p, p.at, "upper-case", "operators are written in lower case");
	if (p.token.len)
		return fail_near(&p, p.at, "condition",
		    "the condition is whole here; \"and\" or \"or\" is missing, or a bracket is too many", p.token);
	return c;
}

bool condition_has_not(const struct cond *c)
{
	bool found = c && c->kind == COND_NOT;

	for (size_t i = 0; c && i < c->part_count && !found; i++)
		found = condition_has_not(c->parts[i]);
	return found;
}

void condition_print(struct buf *out, const struct cond *c)
{
	if (c->kind == COND_SELECTION) {
		buf_put(out, c->selection ? c->selection->name : c->text);
		return;
	}
	buf_text(out, c->kind == COND_NOT ? "not (" : "(");
	for (size_t i = 0; i < c->part_count; i++) {
		if (i)
			buf_text(out, c->kind == COND_AND ? " and " : " or ");
		condition_print(out, c->parts[i]);
	}
	buf_byte(out, ')');
}
