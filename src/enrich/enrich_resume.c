/* What a resume claims, against when things came to be and against itself. */
#include "base/when.h"
#include "base/zone.h"
#include "enrich/fact.h"
#include "list/employer_memo.h"
#include "list/product.h"

enum { YEARS_MAX = 60, BEFORE_BYTES = 48, JOBS_MAX = 64, NOTICE_MONTHS = 3 };

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The day that claims are counted to: of the application, or else the last that the resume's file knows. */
static bool claim_day(const struct enrich *e, const struct node *metadata, struct when *out)
{
	static const char *const members[] = { "modified_at", "created_at" };
	struct str at = node_as_text(e->top[TOP_APPLIED_AT]);

	if (at.ptr && when_parse(at, out))
		return true;
	for (size_t i = 0; i < COUNT(members); i++)
		if (when_parse(node_get_text(metadata, members[i]), out))
			return true;
	return false;
}

static size_t word_end(struct str text, size_t at)
{
	while (at < text.len && is_letter(text.ptr[at]))
		at++;
	return at;
}

/* Does the word "year" stand at @at, in one of its forms?  Its length, 0 if not. */
static size_t year_word(struct str text, size_t at)
{
	static const char *const forms[] = { "years", "year", "yrs", "yr" };

	if (at && is_letter(text.ptr[at - 1]))
		return 0;
	struct str word = str_of(text.ptr + at, word_end(text, at) - at);
	for (size_t i = 0; i < COUNT(forms); i++)
		if (str_eq_ascii(word, str_from(forms[i])))
			return word.len;
	return 0;
}

/* The number that stands before @at, "8+ years": *start is where it begins; 0 if there is none. */
static int number_before(struct str text, size_t at, size_t *start)
{
	int64_t n = 0;
	size_t end;

	while (at && (text.ptr[at - 1] == ' ' || text.ptr[at - 1] == '+' || text.ptr[at - 1] == '-'))
		at--;
	for (end = at; at && is_digit(text.ptr[at - 1]); at--)
		;
	*start = at;
	/* Part of a longer number, an amount or a range: what it says is not sure. */
	if (at && (is_letter(text.ptr[at - 1]) || strchr(".,-$", text.ptr[at - 1])))
		return 0;
	return str_number(str_of(text.ptr + at, end - at), 1, YEARS_MAX, &n) ? (int)n : 0;
}

/* Words that may stand between "8 years" and what they were spent with. */
static bool is_filler(struct str word)
{
	static const char *const words[] = { "of", "in", "with", "on", "using", "experience", "hands", "professional",
		"commercial", "production", "practical", "solid", "strong", "proven", "working", "work", "exp" };

	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq_ascii(word, str_from(words[i])))
			return true;
	return false;
}

/* A name begins with a letter or a digit, ".NET" with a dot before it; whatever else stands here ends the sentence. */
static bool begins_here(struct str text, size_t at)
{
	if (at + 1 < text.len && text.ptr[at] == '.' && text.ptr[at - 1] == ' ')
		at++;
	return at < text.len && (is_letter(text.ptr[at]) || is_digit(text.ptr[at]));
}

/* What follows "8 years": "of experience with X", "in X". */
static const struct product *named_after(struct enrich *e, struct str text, size_t at)
{
	for (size_t words = 0; words < 6; words++) {
		while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '-' || text.ptr[at] == '\''))
			at++;
		struct str word = str_of(text.ptr + at, word_end(text, at) - at);
		if (!word.len || !is_filler(word))
			return begins_here(text, at) ?
			    product_here(lists_products(e->lists), PRODUCT_TECHNOLOGY, text, &at) : NULL;
		at += word.len;
	}
	return NULL;
}

/* What stands before "(8 years)", "- 8 years", ": 8 years", with nothing between. */
static const struct product *named_before(struct enrich *e, struct str text, size_t at)
{
	const struct product *p, *last = NULL;
	size_t start, from = 0, end = 0;

	while (at && text.ptr[at - 1] == ' ')
		at--;
	if (!at || !strchr("(:-|", text.ptr[at - 1]))
		return NULL;
	while (at && strchr(" (:-|", text.ptr[at - 1]))
		at--;
	for (start = at; start && at - start < BEFORE_BYTES && !strchr("\n;,.(", text.ptr[start - 1]); start--)
		;
	while (start && start < at && is_letter(text.ptr[start]) && is_letter(text.ptr[start - 1]))
		start++;
	struct str before = str_of(text.ptr + start, at - start);
	while ((p = product_next(lists_products(e->lists), PRODUCT_TECHNOLOGY, before, &from)) != NULL) {
		last = p;
		end = from;
	}
	return end == before.len ? last : NULL;
}

/* Years may be begun at both ends: 2013 to 2026 is fourteen at most. */
static void judge(struct enrich *e, struct node *into, const struct product *p, int years, int year)
{
	if (!p || !p->since || years <= year - p->since + 1)
		return;
	struct str said = arena_printf(e->a, "%.*s: %d years claimed, public since %d", STR_ARG(p->name), years,
	    p->since);
	if (said.ptr)
		fact_item(e, into, said);
	else
		e->failed = true;
}

static size_t find_from(struct str text, char c, size_t at)
{
	return at < text.len ? at + str_index(str_of(text.ptr + at, text.len - at), c) : text.len;
}

/* Where the next "y" and the next "Y" of a text stand. */
struct letters {
	size_t small, big;
};

/* The one that comes first, which is left behind; text.len if there is none. */
static size_t next_letter(struct letters *next, struct str text)
{
	size_t at = next->small < next->big ? next->small : next->big;

	if (at == next->small)
		next->small = find_from(text, 'y', at + 1);
	else
		next->big = find_from(text, 'Y', at + 1);
	return at;
}

static void judge_text(struct enrich *e, struct node *into, struct str text, int year)
{
	struct letters next = { find_from(text, 'y', 1), find_from(text, 'Y', 1) };
	size_t start;

	for (size_t i = next_letter(&next, text); i < text.len; i = next_letter(&next, text)) {
		size_t len = year_word(text, i);
		int years = len ? number_before(text, i, &start) : 0;
		if (!years)
			continue;
		const struct product *p = named_after(e, text, i + len);
		judge(e, into, p ? p : named_before(e, text, start), years, year);
	}
}

static void put_too_early(struct enrich *e, struct node *resume, struct node *const *at, const struct when *day)
{
	struct str text = node_as_text(at[RESUME_TEXT]);
	const struct node *skills = at[RESUME_SKILLS];

	if (!text.ptr && !skills)
		return;
	struct node *into = fact_list(e, resume, FACT_TOO_EARLY);
	if (into && text.ptr)
		judge_text(e, into, text, day->year);
	NODE_EACH(n, into ? skills : NULL)
		if (n->type == NODE_TEXT)
			judge_text(e, into, node_text(n), day->year);
}

/* A job with its months counted from the year 0, as little of it as the text can mean. */
struct job {
	struct str employer, title;
	struct when start, end;
	bool has_start, has_end; /* it says so, and can be read */
	bool is_open;            /* it says no end */
	enum { NOT_ASKED, FULL_TIME, OTHER_TIME } time;
	int from, to;
};

static struct job read_job(struct node *const *at)
{
	struct job job = { .employer = node_as_text(at[WORK_EMPLOYER]), .title = node_as_text(at[WORK_TITLE]) };
	struct str end = node_as_text(at[WORK_END]);

	job.has_start = when_parse(node_as_text(at[WORK_START]), &job.start);
	job.has_end = when_parse(end, &job.end);
	job.is_open = !end.ptr;
	return job;
}

/* A job whose title names what was not there yet when the job ended. */
static void put_title_too_early(struct enrich *e, struct node *work, const struct job *job)
{
	const int year = job->end.year;
	const struct product *p;
	size_t at = 0;

	if (!job->title.ptr || !job->has_end)
		return;
	struct node *into = fact_list(e, work, FACT_TITLE_TOO_EARLY);
	while (into && (p = product_next(lists_products(e->lists), PRODUCT_TECHNOLOGY, job->title, &at)) != NULL) {
		if (p->how == PRODUCT_CASED || year >= p->since)
			continue;
		struct str said = arena_printf(e->a, "%.*s: job ended in %d, public since %d", STR_ARG(p->name), year,
		    p->since);
		if (said.ptr)
			fact_item(e, into, said);
		else
			e->failed = true;
	}
}

/* Is what follows the name of a company only its legal form? */
static bool is_legal_form(struct str rest)
{
	static const char *const forms[] = { "inc", "llc", "ltd", "limited", "gmbh", "ag", "sa", "corp", "corporation",
		"plc", "bv", "ab", "technologies" };

	for (size_t i = 0; i < rest.len;) {
		size_t end = word_end(rest, i);
		bool known = end == i && !is_digit(rest.ptr[i]);
		for (size_t k = 0; k < COUNT(forms) && !known; k++)
			known = str_eq_ascii(str_of(rest.ptr + i, end - i), str_from(forms[k]));
		if (!known)
			return false;
		i = end > i ? end : i + 1;
	}
	return true;
}

/* A year of grace: people round, and companies begin before they are registered. */
static void put_employer_since(struct enrich *e, struct node *work, const struct job *job,
    const struct employer_said *said)
{
	const struct product *p = said->product;

	if (!p || !is_legal_form(str_of(job->employer.ptr + said->end, job->employer.len - said->end)))
		return;
	fact_number(e, work, FACT_EMPLOYER_SINCE, p->since);
	if (job->has_start)
		fact_bool(e, work, FACT_START_BEFORE_EMPLOYER, job->start.year < p->since - 1);
}

static bool says_full_time(const struct job *job)
{
	static const struct str words[] = { STR("intern"), STR("internship"), STR("part time"), STR("freelance"),
		STR("freelancer"), STR("contract"), STR("contractor"), STR("consultant"), STR("consulting"),
		STR("advisor"), STR("adviser"), STR("volunteer"), STR("founder"), STR("cofounder"), STR("owner"),
		STR("self employed"), STR("board"), STR("mentor"), STR("tutor"), STR("teaching"), STR("assistant"),
		STR("trainee"), STR("student"), STR("apprentice"), STR("fellow"), STR("reservist"), STR("member"),
		STR("maintainer"), STR("instructor") };

	for (size_t i = 0; i < COUNT(words); i++)
		if (product_is_in(words[i], job->title))
			return false;
	return job->title.len && job->employer.len && !product_is_in(STR_LIT("self employed"), job->employer) &&
	    !product_is_in(STR_LIT("freelance"), job->employer);
}

static bool is_full_time(struct job *job)
{
	if (job->time == NOT_ASKED)
		job->time = says_full_time(job) ? FULL_TIME : OTHER_TIME;
	return job->time == FULL_TIME;
}

/* False: the months of the job are not known, or none. */
static bool count_months(struct job *job, const struct when *day)
{
	const struct when *from = &job->start, *to = job->is_open ? day : &job->end;

	if (!job->has_start || !(job->has_end || job->is_open))
		return false;
	job->from = from->year * 12 + (from->grain == WHEN_YEAR ? 11 : from->month - 1);
	job->to = to->year * 12 + (to->grain == WHEN_YEAR ? 0 : to->month - 1);
	return job->to > job->from;
}

/* Months that two full-time jobs at different employers have in common. */
static int overlap(struct job *a, struct job *b)
{
	int from = a->from > b->from ? a->from : b->from, to = a->to < b->to ? a->to : b->to;

	if (to <= from || str_eq_ascii(a->employer, b->employer))
		return 0;
	return is_full_time(a) && is_full_time(b) ? to - from : 0;
}

/* Jobs that run in the month in which @first begins and for longer than a notice period on. */
static int count_at_once(struct job *jobs, size_t count, struct job *first)
{
	int at_once = 1;

	for (size_t i = 0; i < count; i++)
		at_once += &jobs[i] != first && jobs[i].from <= first->from && overlap(&jobs[i], first) > NOTICE_MONTHS;
	return at_once;
}

static void put_overlaps(struct enrich *e, struct node *resume, struct job *jobs, size_t count, const struct when *day)
{
	int months = 0, at_once = 0, first = 0;

	for (size_t i = 0; i < count; i++) {
		int here = count_at_once(jobs, count, &jobs[i]);
		at_once = here > at_once ? here : at_once;
		first = !i || jobs[i].from < first ? jobs[i].from : first;
		for (size_t k = 0; k < i; k++) {
			int both = overlap(&jobs[i], &jobs[k]);
			months = both > months ? both : months;
		}
	}
	if (!count)
		return;
	fact_number(e, resume, FACT_WORK_OVERLAP, months);
	fact_number(e, resume, FACT_WORK_AT_ONCE, at_once);
	if (e->has_applied_at)
		fact_number(e, resume, FACT_WORK_YEARS, (day->year * 12 + day->month - 1 - first) / 12);
}

/* Is the zone set in the file set like the claimed one, on the day of the file or of the application? */
static void put_zone(struct enrich *e, struct node *metadata)
{
	struct str zone = fact_member(metadata, "time_zone"), at = fact_member(metadata, "created_at");
	struct when w = { .seconds = e->applied_at };
	int seen, claimed;

	if (!zone.ptr || !e->zone.ptr)
		return;
	if (!(at.ptr && when_parse(at, &w)) && !e->has_applied_at)
		return;
	if (zone_offset(zone, w.seconds, &seen) && zone_offset(e->zone, w.seconds, &claimed))
		fact_bool(e, metadata, FACT_ZONE_AGREES, seen == claimed);
}

/* Is the file older, by its own word, than the program that wrote it? */
static void put_writer(struct enrich *e, struct node *metadata)
{
	struct str tool = fact_member(metadata, "creator_tool"), at = fact_member(metadata, "created_at");
	struct when w;
	size_t from = 0;

	if (!tool.ptr || !at.ptr || !when_parse(at, &w))
		return;
	const struct product *p = product_next(lists_products(e->lists), PRODUCT_WRITER, tool, &from);
	if (p)
		fact_bool(e, metadata, FACT_CREATED_BEFORE_TOOL, w.year < p->since);
}

/* The jobs whose months are known are kept in @jobs; @day is NULL where it is not known. */
static size_t enrich_jobs(struct enrich *e, const struct node *list, const struct when *day, struct job jobs[JOBS_MAX])
{
	struct node *at[WORK_MEMBERS];
	size_t count = 0;

	NODE_EACH(n, list) {
		if (n->type != NODE_MAP)
			continue;
		fact_members(e, MAP_WORK, n, at);
		struct job job = read_job(at);
		struct employer_said said = { .end = 0 };
		if (job.employer.len)
			said = employer_said(e->lists, job.employer);
		enrich_work(e, n, at, said.company);
		put_title_too_early(e, n, &job);
		put_employer_since(e, n, &job, &said);
		if (day && count < JOBS_MAX && count_months(&job, day))
			jobs[count++] = job;
	}
	return count;
}

void enrich_resume(struct enrich *e, struct node *resume)
{
	struct node *at[RESUME_MEMBERS], *metadata;
	struct job jobs[JOBS_MAX];
	struct when day;

	fact_members(e, MAP_RESUME, resume, at);
	metadata = at[RESUME_METADATA];
	const bool has_day = claim_day(e, metadata, &day);
	const size_t count = enrich_jobs(e, at[RESUME_WORK], has_day ? &day : NULL, jobs);
	NODE_EACH(n, at[RESUME_REFERENCES])
		if (n->type == NODE_MAP)
			enrich_reference(e, n);
	if (has_day) {
		put_too_early(e, resume, at, &day);
		put_overlaps(e, resume, jobs, count, &day);
	}
	if (metadata && metadata->type == NODE_MAP) {
		put_zone(e, metadata);
		put_writer(e, metadata);
	}
}
