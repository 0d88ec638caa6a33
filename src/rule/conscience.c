/*
 * What no rule of product candor may do, whoever writes it (design: what Candor refuses).  Each refusal has a code
 * of its own.  Rules are held against it as they will run: with their filters, their placeholders filled in, and
 * with the registry's word on what each field is.
 */
#include "rule/condition.h"
#include "rule/conscience.h"

#include "record/record.h"

/* --- traits --- */

/* Words for what a person is.  The record has no such field; a rule that names one is told why. */
static const char *const protected_words[] = {
	"age", "birthday", "birthplace", "birth_place", "caste", "citizenship", "citizenships", "color", "colour",
	"date_of_birth", "descent", "disability", "disabilities", "disabled", "ethnic_origin", "ethnicity",
	"gender", "gender_identity", "genetic_information", "marital_status", "national_origin", "nationality",
	"nationalities", "native_language", "political_opinion", "pregnancy", "pregnant", "pronouns", "race",
	"religion", "sex", "sexual_orientation", "veteran", "veteran_status", "hispanic_latino", "mother_tongue",
};

/* Last words of a place's path that many people share: who is grouped by them is grouped by where they are. */
static const char *const shared_words[] = {
	"city", "region", "country", "time_zone", "postal_code", "keyboard", "languages", "language", "currency",
	"location", "institution", "offset", "claimed_offset", "region_name", "latitude", "longitude", "asn",
	"organisation",
};

static struct str last_word(struct str name)
{
	size_t i = name.len;

	while (i && name.ptr[i - 1] != '.')
		i--;
	return str_of(name.ptr + i, name.len - i);
}

static bool is_among(struct str s, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq_ascii(s, str_from(words[i])))
			return true;
	return false;
}

static bool is_protected_word(struct str name)
{
	struct str rest = name;

	while (rest.ptr)
		if (is_among(str_split(rest, '.', &rest), protected_words, COUNT(protected_words)))
			return true;
	return false;
}

/* A place of which the value says where many people are, not one. */
static bool is_shared_place(const struct field *f)
{
	char plain[128];
	size_t n = 0;

	for (const char *p = f->path; *p && n < sizeof(plain); p++)
		if (*p != '[' && *p != ']')
			plain[n++] = *p;
	return f->trait == FIELD_PLACE && is_among(last_word(str_of(plain, n)), shared_words, COUNT(shared_words));
}

static const char *trait_code(enum field_trait trait)
{
	static const char *const codes[] = {
		[FIELD_OPEN] = NULL, [FIELD_WORDS] = "keyword", [FIELD_PLACE] = "place-constant",
		[FIELD_NAME] = "name-value", [FIELD_PROTECTED] = "protected-trait",
	};

	return codes[trait];
}

static const char *trait_reason(enum field_trait trait)
{
	static const char *const reasons[] = {
		[FIELD_OPEN] = "", [FIELD_WORDS] = "a search through free text would judge people by their words",
		[FIELD_PLACE] = "where somebody is or is from may not be held against a constant",
		[FIELD_NAME] = "a name as such says nothing about conduct",
		    [FIELD_PROTECTED] = "a protected trait may not be weighed",
	};

	return reasons[trait];
}

/* --- fields --- */

/* The field that @name is in a rule of @category; a fault, and NULL, if there is none. */
static const struct field *hold_name(struct loader *l, size_t category, struct str name, unsigned line, unsigned column)
{
	char near[128];
	const struct field *f = known_field(l, category, name);

	if (f)
		return f;
	if (is_protected_word(name)) {
		fault_on(l, line, column, "protected-trait", "\"%.*s\": %s", STR_ARG(name),
		    trait_reason(FIELD_PROTECTED));
		return NULL;
	}
	struct str best = field_nearest(category, name, near, sizeof(near));
	fault_on(l, line, column, "unknown-field", "no field \"%.*s\" is known in category %s%s", STR_ARG(name),
	    category < category_count ? categories[category].name : "any", near_word(best.len ? best.ptr : NULL).text);
	return NULL;
}

/* "*" and "?*": the value may be any, so the field's presence is all that is asked. */
static bool is_any_text(const struct test *t)
{
	size_t ones = 0, anys = 0;

	for (size_t i = 0; i < t->piece_count; i++) {
		ones += t->pieces[i].kind == PIECE_ONE;
		anys += t->pieces[i].kind == PIECE_ANY;
	}
	return anys && ones <= 1 && ones + anys == t->piece_count;
}

/* Does the test hold the field's value against something that the rule itself says? */
static bool weighs_value(const struct test *t)
{
	switch (t->kind) {
	case TEST_FIELDREF: case TEST_EXISTS: case TEST_NULL:
		return false;
	case TEST_TEXT:
		for (; t; t = t->also)
			if (!is_any_text(t))
				return true;
		return false;
	case TEST_REGEX: case TEST_CIDR: case TEST_COMPARE: case TEST_TIMEPART: case TEST_BOOL:
		break;
	}
	return true;
}

/* The text of a time ends with its offset from UTC, which says where its clock is. */
static bool reads_offset(const struct field *f, const struct test *t)
{
	return f->type == FIELD_TIME && (t->kind == TEST_REGEX || t->kind == TEST_TEXT) && weighs_value(t);
}

/* "*.kp": all that a country's domain holds (RFC 1591), and so the country. */
static bool is_country_domain(const struct test *t)
{
	for (; t && t->kind == TEST_TEXT; t = t->also)
		if (t->piece_count == 2 && t->pieces[0].kind == PIECE_ANY && t->pieces[1].literal.len == 3 &&
		    t->pieces[1].literal.ptr[0] == '.')
			return true;
	return false;
}

static bool is_on_the_web(const struct field *f)
{
	static const char *const words[] = { "domain", "registrable", "imitated" };

	return f->type == FIELD_EMAIL || f->type == FIELD_URL ||
	    is_among(last_word(str_from(f->path)), words, COUNT(words));
}

/* No statement of the applicant: by it a rule would ask who is a foreigner where the work is. */
static bool is_employers_place(const struct field *f)
{
	return f && str_is(str_from(f->path), "position.country");
}

/* --- types: a value that the field cannot have --- */

/* Without wildcards: the text that the value must be. */
static bool is_literal(const struct test *t)
{
	return t->piece_count == 1 && t->pieces[0].kind == PIECE_LITERAL;
}

static bool is_text_of(enum field_type type, struct str s)
{
	double number;

	if (type == FIELD_BOOL)
		return str_eq_ascii(s, STR_LIT("true")) || str_eq_ascii(s, STR_LIT("false"));
	return (type != FIELD_INTEGER && type != FIELD_NUMBER) || str_real(s, &number);
}

static bool fits_text(enum field_type type, const struct test *t)
{
	for (; t; t = t->also)
		if (!is_literal(t) || is_text_of(type, t->pieces[0].literal))
			return true;
	return false;
}

/* Can a value of @type meet the test?  The record's shape sees to it that a field has no other. */
static bool fits_type(enum field_type type, const struct test *t)
{
	bool is_time = type == FIELD_TIME || type == FIELD_DATE;

	if (type == FIELD_MAP)
		return !weighs_value(t);
	switch (t->kind) {
	case TEST_TEXT: return fits_text(type, t);
	case TEST_BOOL: return type == FIELD_BOOL || type == FIELD_TEXT || type == FIELD_CODE;
	case TEST_COMPARE: return type != FIELD_BOOL && type != FIELD_IP && !is_time;
	case TEST_TIMEPART: return is_time;
	case TEST_CIDR: return type == FIELD_IP || type == FIELD_TEXT;
	case TEST_REGEX: case TEST_NULL: case TEST_EXISTS: case TEST_FIELDREF: break;
	}
	return true;
}

static void hold_test(struct loader *l, const struct rule *r, const struct field *f, const struct item *item,
    const struct test *t, bool is_exempt)
{
	if (t->kind == TEST_FIELDREF)
		hold_name(l, r->category_index, t->field, t->line, t->column);
	if (f && !fits_type(f->type, t))
		warn_on(l, t->line, t->column, "never-matches", "\"%.*s\" is of type %s, which is never this%s",
		    STR_ARG(item->field), field_type_name(f->type),
		    f->type == FIELD_MAP ? "; name one of its fields" : "");
	if (!f || is_exempt)
		return;
	if (t->kind == TEST_FIELDREF && (is_employers_place(f) ||
	    is_employers_place(field_find(r->category_index, t->field))))
		fault_on(l, t->line, t->column, "place-constant",
		    "\"%.*s\": the employer's place is a constant; compare two statements of the applicant",
		    STR_ARG(item->field));
	if (reads_offset(f, t))
		fault_on(l, t->line, t->column, "place-constant",
		    "\"%.*s\": the text of a time shows its zone; ask for its hour, day, month or year",
		    STR_ARG(item->field));
	else if (is_on_the_web(f) && is_country_domain(t))
		fault_on(l, t->line, t->column, "place-constant", "\"%.*s\": a country's domain stands for the country",
		    STR_ARG(item->field));
	else if (f->trait != FIELD_OPEN && weighs_value(t))
		fault_on(l, t->line, t->column, trait_code(f->trait),
		    "\"%.*s\": %s; compare it with another statement by fieldref, or test a fact", STR_ARG(item->field),
		    trait_reason(f->trait));
}

static void hold_item(struct loader *l, const struct rule *r, const struct item *item, bool is_exempt)
{
	if (!item->field.len) {
		fault_on(l, item->line, item->column, "keyword",
		    "a search over the whole record would judge people by their words; name a field");
		return;
	}
	const struct field *f = hold_name(l, r->category_index, item->field, item->line, item->column);
	for (size_t i = 0; i < item->test_count; i++)
		hold_test(l, r, f, item, &item->tests[i], is_exempt);
}

/* Lists of sanctions name persons and places; the law asks for the comparison, and the rule names it. */
static bool is_sanctions(const struct rule *r)
{
	return str_is(r->group, "sanctions") && r->legal.len;
}

static void hold_selections(struct loader *l, const struct rule *r)
{
	struct str file = l->file;

	for (size_t s = 0; s < r->selection_count; s++) {
		const struct selection *selection = &r->selections[s];
		l->file = selection->file;
		for (size_t m = 0; m < selection->map_count; m++)
			for (size_t i = 0; i < selection->maps[m].item_count; i++)
				hold_item(l, r, &selection->maps[m].items[i], is_sanctions(r));
	}
	l->file = file;
}

/* --- correlations --- */

/* What the rule @from calls the field that @c groups by as @name. */
static struct str alias_field(const struct correlation *c, const struct rule *from, struct str name)
{
	for (size_t i = 0; i < c->alias_count; i++)
		if (str_eq(c->aliases[i].name, name) &&
		    (str_eq(c->aliases[i].rule, from->name) || str_eq(c->aliases[i].rule, from->id)))
			return c->aliases[i].field;
	return name;
}

/* The id of the applicant, which keeps a correlation within one record. */
static bool is_own_id(size_t category, struct str name)
{
	return str_is(name, "applicant.id") || (category == 0 && str_is(name, "id"));
}

/* The first rule of @c that sees events; in a chain, of the correlation below. */
static const struct rule *first_event_rule(const struct rule *r)
{
	while (r && r->kind == RULE_CORRELATION)
		r = r->correlation->rule_count ? r->correlation->rules[0] : NULL;
	return r;
}

struct held {
	struct loader *l;
	const struct rule *rule;
	const struct node *node; /* where a fault stands */
};

/* A group by this would be of people who are alike, not of one; the worse, the higher. */
static int weakness(const struct field *f)
{
	if (f->trait == FIELD_WORDS || (f->trait == FIELD_PLACE && !is_shared_place(f)))
		return 0;
	return (int)f->trait;
}

/* Every rule of the correlation must know @name; the weakest of the fields that it is there. */
static const struct field *hold_group_name(const struct held *h, struct str name)
{
	const struct correlation *c = h->rule->correlation;
	const struct field *worst = NULL;

	for (size_t i = 0; i < c->rule_count; i++) {
		const struct rule *from = first_event_rule(c->rules[i]);
		if (!from)
			continue;
		const struct field *f = hold_name(h->l, from->category_index, alias_field(c, c->rules[i], name),
		    h->node->line, h->node->column);
		if (!f)
			return NULL;
		if (!worst || weakness(f) > weakness(worst))
			worst = f;
	}
	return worst;
}

static bool stays_within(const struct correlation *c)
{
	const struct rule *from = c->rule_count ? first_event_rule(c->rules[0]) : NULL;

	for (size_t i = 0; i < c->group_by_count; i++)
		if (from && is_own_id(from->category_index, alias_field(c, c->rules[0], c->group_by[i])))
			return true;
	return false;
}

/*
 * Applicants may be joined by what identifies one of them (a telephone, a device, a house's address), not by what
 * many share: a country, a city, a common name, a birthday.
 */
static void hold_group(const struct held *h)
{
	const struct correlation *c = h->rule->correlation;
	int worst = 0;
	struct str name = { NULL, 0 };
	bool identifies = false;

	for (size_t i = 0; i < c->group_by_count; i++) {
		const struct field *f = hold_group_name(h, c->group_by[i]);
		if (!f)
			return;
		identifies = identifies || (!weakness(f) && f->is_personal);
		if (weakness(f) > worst) {
			worst = weakness(f);
			name = c->group_by[i];
		}
	}
	if (!worst || stays_within(c) || (identifies && worst != FIELD_PROTECTED))
		return;
	fault_at(h->l, h->node, trait_code((enum field_trait)worst),
	    "grouping applicants by \"%.*s\": %s; group by what identifies one, or add applicant.id", STR_ARG(name),
	    trait_reason((enum field_trait)worst));
}

static void hold_values(const struct held *h)
{
	const struct correlation *c = h->rule->correlation;
	bool is_sum = c->type == CORRELATE_VALUE_SUM || c->type == CORRELATE_VALUE_AVG ||
	    c->type == CORRELATE_VALUE_MEDIAN;

	for (size_t i = 0; i < c->field_count; i++) {
		const struct field *f = hold_group_name(h, c->fields[i]);
		if (!f || f->trait == FIELD_OPEN)
			continue;
		if (is_sum || (f->trait == FIELD_PROTECTED && !stays_within(c)))
			fault_at(h->l, h->node, trait_code(f->trait), "\"%.*s\": %s", STR_ARG(c->fields[i]),
			    trait_reason(f->trait));
	}
}

static void hold_correlation(struct loader *l, const struct rule *r)
{
	const struct node *n = node_get(r->doc, "correlation"), *condition = node_get(n, "condition");
	const struct node *group_by = node_get(n, "group-by");
	const struct correlation *c = r->correlation;
	struct held h = { l, r, group_by ? group_by : n };

	for (size_t i = 0; i < c->bound_count; i++)
		if (c->bounds[i].kind != BOUND_GT && c->bounds[i].kind != BOUND_GTE) {
			fault_at(l, condition, "open-count",
			    "a count below or beside a bound is true of those of whom little is known; use gt or gte");
			break;
		}
	hold_group(&h);
	h.node = condition ? condition : n;
	hold_values(&h);
	if (condition_has_not(c->expression))
		fault_at(l, condition, "absence", "fires because another rule did not");
}

void conscience_hold(struct loader *l, struct draft *d)
{
	if (d->rule->kind == RULE_CORRELATION) {
		hold_correlation(l, d->rule);
		return;
	}
	if (d->rule->category_index < category_count)
		hold_selections(l, d->rule);
	if (d->rule->condition)
		absence_hold(l, d->rule);
}
