#include "list/number_plan.h"

#include "list/phone.h"

/* What is left of a pattern, and what follows the brackets that it stands in. */
struct left {
	struct str pattern;
	const struct left *after;
};

static bool matches(struct left l, struct str digits);

static struct str from(struct str s, size_t n)
{
	return str_of(s.ptr + n, s.len - n);
}

/* Bytes of the group at the head of @p, with its brackets. */
static size_t group_len(struct str p)
{
	size_t i = 0, depth = 0;

	do {
		depth += p.ptr[i] == '(';
		depth -= p.ptr[i] == ')';
	} while (++i < p.len && depth);
	return i;
}

/* Each choice of a sequence, which ends with @p. */
static bool matches_choice(struct str p, const struct left *after, struct str digits)
{
	size_t begin = 0;

	for (size_t i = 0; i <= p.len; i += i < p.len && p.ptr[i] == '(' ? group_len(from(p, i)) : 1) {
		if (i < p.len && p.ptr[i] != '|')
			continue;
		if (matches((struct left){ str_of(p.ptr + begin, i - begin), after }, digits))
			return true;
		begin = i + 1;
	}
	return false;
}

static bool set_holds(struct str set, char c)
{
	for (size_t i = 0; i < set.len; i++) {
		if (i + 2 < set.len && set.ptr[i + 1] == '-') {
			if (c >= set.ptr[i] && c <= set.ptr[i + 2])
				return true;
			i += 2;
		} else if (c == set.ptr[i]) {
			return true;
		}
	}
	return false;
}

/* The digit or set at the head of a pattern, and how often it stands there. */
struct atom {
	struct str text;
	size_t min, max;
};

static size_t take_count(struct str *p)
{
	size_t n = 0, i = 0;

	for (; i < p->len && p->ptr[i] >= '0' && p->ptr[i] <= '9'; i++)
		n = n * 10 + (size_t)(p->ptr[i] - '0');
	*p = from(*p, i);
	return n;
}

static struct atom take_atom(struct str *p)
{
	size_t n = *p->ptr == '[' ? str_index(*p, ']') + 1 : 1;
	struct atom a = { str_of(p->ptr, n), 1, 1 };

	*p = from(*p, n);
	if (p->len && *p->ptr == '?') {
		*p = from(*p, 1);
		a.min = 0;
	} else if (p->len && *p->ptr == '{') {
		*p = from(*p, 1);
		a.min = a.max = take_count(p);
		if (p->len && *p->ptr == ',') {
			*p = from(*p, 1);
			a.max = take_count(p);
		}
		*p = from(*p, 1);
	}
	return a;
}

static bool atom_holds(const struct atom *a, char c)
{
	if (*a->text.ptr == '[')
		return set_holds(str_of(a->text.ptr + 1, a->text.len - 2), c);
	return *a->text.ptr == 'D' ? c >= '0' && c <= '9' : c == *a->text.ptr;
}

static bool matches(struct left l, struct str digits)
{
	if (!l.pattern.len)
		return l.after ? matches(*l.after, digits) : !digits.len;
	if (*l.pattern.ptr == '(') {
		size_t n = group_len(l.pattern);
		struct left rest = { from(l.pattern, n), l.after };
		bool optional = rest.pattern.len && *rest.pattern.ptr == '?';
		if (optional)
			rest.pattern = from(rest.pattern, 1);
		return matches_choice(str_of(l.pattern.ptr + 1, n - 2), &rest, digits) ||
		    (optional && matches(rest, digits));
	}
	struct atom a = take_atom(&l.pattern);
	for (size_t n = 0; n <= a.max; n++) {
		if (n >= a.min && matches(l, from(digits, n)))
			return true;
		if (n == digits.len || !atom_holds(&a, digits.ptr[n]))
			return false;
	}
	return false;
}

bool plan_matches(struct str pattern, struct str digits)
{
	return matches_choice(pattern, NULL, digits);
}

static const struct { struct str country; unsigned code; struct str pattern; } voip[] = {
#define VOIP(country, code, pattern) { STR(country), code, STR(pattern) },
#include "list/voip.list"
#undef VOIP
};

/* The rows of a code stand together; a test holds it. */
static size_t first_voip(unsigned code)
{
	size_t low = 0, high = COUNT(voip);

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (voip[middle].code < code)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

enum plan_answer plan_voip(unsigned code, struct str national, struct str countries)
{
	enum plan_answer answer = PLAN_UNKNOWN;

	for (size_t i = first_voip(code); i < COUNT(voip) && voip[i].code == code; i++) {
		if (!phone_has_country(countries, voip[i].country))
			continue;
		if (plan_matches(voip[i].pattern, national))
			return PLAN_YES;
		answer = PLAN_NO;
	}
	return answer;
}

/* North America's (NANPA, "toll free resources") and the ITU's Universal International Freephone Numbers (E.169.1). */
bool plan_is_toll_free(unsigned code, struct str national)
{
	static const struct str areas[] = {
		STR("800"), STR("822"), STR("833"), STR("844"), STR("855"), STR("866"), STR("877"), STR("888"),
	};

	if (code != 1)
		return code == 800;
	for (size_t i = 0; i < COUNT(areas); i++)
		if (str_starts(national, areas[i]))
			return true;
	return false;
}
