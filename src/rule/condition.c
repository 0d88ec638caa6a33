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
	unsigned depth;    /* of "not"s and brackets */
	unsigned brackets; /* that are open */
	bool failed;       /* a fault was told; what can be read is, for the faults behind it */
	bool is_lost;      /* and nothing can */
};

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("_-*", c));
}

static struct cond *fail(struct parser *p, size_t at, const char *code, const char *text)
{
	if (!p->is_lost)
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

/* Nothing behind this place can be read with any sense. */
static void give_up(struct parser *p)
{
	p->is_lost = true;
	p->at = p->text.len;
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

static struct cond *parse_not(struct parser *p);
static struct cond *parse_whole(struct parser *p);

/* Is this the end, or of the bracket that is open? */
static bool is_over(const struct parser *p)
{
	return !p->token.len || (p->brackets && str_is(p->token, ")"));
}

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
	size_t i = 0;

	while (i < COUNT(rows) && !str_starts(rest, str_from(rows[i].begin)))
		i++;
	if (i == COUNT(rows))
		return false;
	fail(p, p->at, rows[i].code, rows[i].text);
	for (char sign = *rest.ptr; strchr("&|!", sign) && p->token.len && p->token.ptr[0] == sign;)
		take(p);
	if (str_is(str_from(rows[i].code), "aggregation"))
		give_up(p);
	return true;
}

/* A byte that begins no token, with all that hangs on it. */
static void fail_character(struct parser *p)
{
	fail(p, p->at, "condition", "a character that no condition holds; names have a-z, 0-9, \"_\" and \"-\"");
	do
		take(p);
	while (p->token.len && p->at == p->end && !str_is(p->token, "(") && !str_is(p->token, ")"));
}

/* What stands where an operand should; "and" and "or" are left to whom they part. */
static struct cond *unexpected(struct parser *p)
{
	if (!p->token.len)
		return fail(p, p->text.len, "condition", "the condition ends where a name or a bracket should follow");
	if (str_is(p->token, ")")) {
		fail(p, p->at, "condition", "a closing bracket where a name should stand");
		if (!p->brackets)
			take(p);
		return NULL;
	}
	if (is_operator(p->token)) {
		fail_near(p, p->at, "condition", "an operator where a name should stand", p->token);
		if (!str_is(p->token, "and") && !str_is(p->token, "or"))
			take(p);
		return NULL;
	}
	if (!fail_foreign(p))
		fail_character(p);
	return is_over(p) ? NULL : parse_not(p);
}

static bool is_number(struct str s)
{
	int64_t n;

	return str_number(s, 0, INT64_MAX, &n);
}

/* The words behind "of", of which @quantifier says how many; @start is where that begins. */
static struct cond *parse_of(struct parser *p, struct str quantifier, size_t start)
{
	enum cond_kind kind = str_is(quantifier, "all") ? COND_AND : COND_OR;

	if (!p->token.len || (!is_word_byte(p->token.ptr[0])) || (is_operator(p->token) && !str_is(p->token, "them")))
		return fail(p, p->at, "condition", "\"of\" wants \"them\", a name or a pattern behind it");
	struct str word = p->token;
	size_t at = p->at;
	take(p);
	if (is_capital_operator(word))
		return fail(p, at, "upper-case", "operators are written in lower case");
	if (!p->host->allows_of)
		return NULL; /* told */
	struct cond *c = p->host->leaf(p->host, word, at, true, kind);
	p->failed = p->failed || !c;
	if (c)
		c->text = text_from(p, start);
	return c;
}

/* "1 of", "all of": the words before and behind. */
static struct cond *parse_quantified(struct parser *p, struct str quantifier, size_t start)
{
	if (!p->host->allows_of)
		fail(p, start, "condition", "no \"of\" is allowed here: name each rule");
	else if (!str_is(quantifier, "1") && !str_is(quantifier, "any") && !str_is(quantifier, "all"))
		fail_near(p, start, "condition", "only \"1 of\" and \"all of\" are known", quantifier);
	if (!str_is(p->token, "of"))
		fail(p, p->at, "upper-case", "operators are written in lower case");
	take(p);
	return parse_of(p, quantifier, start);
}

static struct cond *parse_name(struct parser *p)
{
	struct str word = p->token;
	size_t start = p->at;

	take(p);
	if (str_eq_ascii(p->token, STR_LIT("of")))
		return parse_quantified(p, word, start);
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

/* "AND", "Not", "ALL of": what it would be in lower case is read behind it. */
static struct cond *parse_capital(struct parser *p)
{
	struct str word = p->token;
	size_t start = p->at;

	fail(p, start, "upper-case", "operators are written in lower case");
	take(p);
	if (str_eq_ascii(p->token, STR_LIT("of")))
		return parse_quantified(p, str_eq_ascii(word, STR_LIT("all")) ? STR_LIT("all") : STR_LIT("any"), start);
	return str_eq_ascii(word, STR_LIT("not")) ? parse_not(p) : NULL;
}

static struct cond *parse_primary(struct parser *p)
{
	if (take_word(p, "(")) {
		p->brackets++;
		struct cond *inner = parse_whole(p);
		p->brackets--;
		if (!take_word(p, ")"))
			return fail(p, p->at, "condition", "a bracket that does not close");
		return inner;
	}
	if (!p->token.len || !is_word_byte(p->token.ptr[0]) || is_operator(p->token))
		return unexpected(p);
	if (is_capital_operator(p->token))
		return parse_capital(p);
	return parse_name(p);
}

static struct cond *parse_not(struct parser *p)
{
	size_t start = p->at;

	struct cond *c;

	if (p->depth == CONDITION_MAX_DEPTH) {
		fail(p, start, "limit", "brackets and \"not\"s nested too deep");
		give_up(p);
		return NULL;
	}
	p->depth++;
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

	if (!str_is(p->token, word))
		return first;
	struct cond **parts = mem_alloc(sizeof(struct cond *), room);
	if (parts)
		parts[0] = first;
	while (parts && take_word(p, word)) {
		if (count == PARTS_MAX) {
			fail(p, p->at, "limit", "too many operands");
			give_up(p);
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

static void fail_stray(struct parser *p)
{
	if (is_capital_operator(p->token))
		fail(p, p->at, "upper-case", "operators are written in lower case");
	else
		fail_near(p, p->at, "condition",
		    "the condition is whole here; \"and\" or \"or\" is missing, or a bracket is too many", p->token);
	if (!str_is(p->token, "(") && !str_is(p->token, "not"))
		take(p);
}

/* What stands where "and", "or" or the end should; stepped over, so that an operand is next, or the end. */
static void step_over(struct parser *p)
{
	bool is_known = is_word_byte(p->token.ptr[0]) || str_is(p->token, "(") || str_is(p->token, ")");
	bool is_told = fail_foreign(p);

	if (!is_told && is_known)
		fail_stray(p);
	else if (!is_told)
		fail_character(p);
	if (str_is(p->token, "and") || str_is(p->token, "or"))
		take(p);
}

/* All up to the bracket that closes, or to the end; what follows a fault is read for its own. */
static struct cond *parse_whole(struct parser *p)
{
	struct cond *c = parse_or(p);

	while (!is_over(p)) {
		step_over(p);
		if (!is_over(p))
			parse_or(p);
	}
	return c;
}

struct cond *condition_parse(struct condition_host *host, struct str text)
{
	struct parser p = { .host = host, .text = text };

	scan(&p);
	struct cond *c = parse_whole(&p);
	return p.failed ? NULL : c;
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
