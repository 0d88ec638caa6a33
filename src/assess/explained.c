#include "assess/explained.h"

#include "record/record.h"

/* "sessions[2]" of "sessions[2].ip"; no text if the field is in no list. */
static struct str element_of(struct str field)
{
	size_t end = str_index(field, ']');

	return end < field.len ? str_of(field.ptr, end + 1) : str_of(NULL, 0);
}

static const struct explained *find_in_element(const struct matched *m, const struct finding *f, struct str element)
{
	const struct explained *x = NULL;

	for (const struct seen *s = f->seen; s && !x; s = s->next) {
		if (str_eq(element_of(s->field), element))
			x = explained_find(m->explained, s->field);
	}
	return x;
}

static bool is_first_of_element(const struct finding *f, const struct seen *seen)
{
	for (const struct seen *s = f->seen; s != seen; s = s->next) {
		if (str_eq(element_of(s->field), element_of(seen->field)))
			return false;
	}
	return true;
}

const struct explained *explained_by(const struct matched *m, const struct finding *f)
{
	const struct explained *by = NULL;
	size_t elements = 0;

	for (const struct seen *s = m->explained ? f->seen : NULL; s; s = s->next) {
		struct str element = element_of(s->field);
		if (!element.len || !is_first_of_element(f, s))
			continue;
		if (!(by = find_in_element(m, f, element)))
			return NULL;
		elements++;
	}
	if (elements)
		return elements >= f->events ? by : NULL;
	for (const struct seen *s = m->explained ? f->seen : NULL; s; s = s->next) {
		if (!(by = explained_find(m->explained, s->field)))
			return NULL;
	}
	return by;
}
