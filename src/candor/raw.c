#include "candor/raw.h"

#include "base/json_write.h"
#include "base/when.h"
#include "candor/crew.h"
#include "limits.h"
#include "match/correlate.h"
#include "match/matcher.h"
#include "match/trie.h"

#include <inttypes.h>

/* What all threads share; only who writes touches what stands below the line. */
struct raw {
	const struct candor_host *host;
	const struct raw_options *options;
	const char *const *files;
	size_t file_count;
	struct matcher *matcher;
	struct correlator *correlator;
	bool *is_read, *is_silent; /* by rule: a correlation reads it; and alone it is no match */
	struct str *heads;         /* by rule: what each match of it begins with */
	struct arena arena;
	/* --- */
	struct correlate_run *correlations;
	struct raw_count *count;
	int64_t timeless;          /* events that correlations count */
	struct buf out;
};

/* A rule that a correlation reads fired on an event; in the arena of a batch. */
struct fired {
	struct fired *next;
	const struct rule *rule;
	const struct node *event;
	int64_t millis;
	size_t place;
};

/* What a batch keeps beside its text. */
struct kept {
	struct fired *first, **last;
	int64_t bad_events, timeless;
};

struct worker {
	struct raw *raw;
	struct scanner *scanner;
	struct reader *reader;
	struct arena arena; /* the event's */
	/* What is being read. */
	struct batch *batch;
	struct kept *kept;
	const char *file;
};

/* --- where and when --- */

/* A line of one of several inputs as one number, in the order of reading. */
static size_t place_of(const struct raw *r, const char *file, unsigned line)
{
	size_t i = 0;

	while (r->files[i] != file)
		i++;
	return i << 32 | line;
}

static const char *place_file(const struct raw *r, size_t place)
{
	return r->files[place >> 32];
}

static int64_t place_line(size_t place)
{
	return (int64_t)(place & UINT32_MAX);
}

/* Seconds since 1970, or thousandths, millionths, billionths of them: numbers so large are no seconds of our times. */
static int64_t millis_of_number(double n)
{
	double size = n < 0 ? -n : n;

	n *= size < 1e11 ? 1e3 : size < 1e14 ? 1 : size < 1e17 ? 1e-3 : 1e-6;
	return n > -1e15 && n < 1e15 ? (int64_t)n : WINDOW_NO_TIME;
}

static int64_t millis_of(const struct node *n)
{
	struct when w;
	double number;

	if (n->type == NODE_NUMBER)
		return millis_of_number(n->number);
	if (n->type != NODE_TEXT)
		return WINDOW_NO_TIME;
	if (when_parse(node_text(n), &w))
		return w.seconds * 1000 + w.nanoseconds / 1000000;
	return str_real(node_text(n), &number) ? millis_of_number(number) : WINDOW_NO_TIME;
}

int64_t raw_time(const char *field, const struct node *event)
{
	static const char *const usual[] = { "@timestamp", "timestamp", "time", "at" };
	const char *const *names = field ? &field : usual;
	size_t count = field ? 1 : COUNT(usual);

	for (size_t i = 0; i < count; i++) {
		const struct node *n;
		if (trie_gather(event, str_from(names[i]), &n, 1))
			return millis_of(n);
	}
	return WINDOW_NO_TIME;
}

/* --- output --- */

static void put_rule(struct json *j, const struct rule *rule)
{
	json_open(j, NULL, '{');
	json_text(j, "rule", rule->id.len ? rule->id : rule->title);
	json_text(j, "title", rule->title);
}

/* Rules fire often, and begin with the same bytes each time. */
static bool make_heads(struct raw *r)
{
	const struct rules *set = r->options->rules;
	struct buf out = buf_make(SIZE_MAX / 4);
	bool ok = (r->heads = ARENA_NEW(&r->arena, struct str, set->count)) != NULL;

	for (size_t i = 0; ok && i < set->count; i++) {
		struct json j = json_make(&out);
		buf_reset(&out);
		put_rule(&j, set->rules[i]);
		r->heads[i] = arena_copy(&r->arena, buf_str(&out));
		ok = !out.failed && r->heads[i].ptr;
	}
	buf_clear(&out);
	return ok;
}

static void put_match(struct worker *k, const struct rule *rule, unsigned line)
{
	struct buf *out = &k->batch->report;

	if (k->raw->options->as_text) {
		buf_printf(out, "%s:%u: %.*s\n", k->file, line, STR_ARG(rule->title));
		return;
	}
	struct json j = { .out = out, .comma = true };
	buf_put(out, k->raw->heads[rule->index]);
	if (k->raw->file_count > 1)
		json_text(&j, "file", str_from(k->file));
	buf_put(out, STR_LIT(",\"line\":"));
	buf_number(out, line);
	buf_put(out, STR_LIT("}\n"));
}

static void put_group_text(const struct raw *r, struct buf *out, const struct correlate_hit *hit)
{
	const struct correlation *c = hit->rule->correlation;

	buf_put(out, hit->rule->title);
	for (size_t i = 0; i < c->group_by_count; i++) {
		struct json value = json_make(out);
		buf_printf(out, "%s%.*s=", i ? ", " : ": ", STR_ARG(c->group_by[i]));
		json_text(&value, NULL, hit->group[i]);
	}
	for (size_t i = 0; i < hit->line_count; i++)
		buf_printf(out, "%s%s:%" PRId64, i ? ", " : "; ", place_file(r, hit->lines[i]),
		    place_line(hit->lines[i]));
	buf_byte(out, '\n');
}

static void put_group(const struct raw *r, struct buf *out, const struct correlate_hit *hit)
{
	const struct correlation *c = hit->rule->correlation;
	struct json j = json_make(out);

	put_rule(&j, hit->rule);
	json_open(&j, "group", '{');
	for (size_t i = 0; i < c->group_by_count; i++) {
		json_key(&j, c->group_by[i]);
		json_text(&j, NULL, hit->group[i]);
	}
	json_close(&j, '}');
	if (r->file_count > 1) {
		json_open(&j, "files", '[');
		for (size_t i = 0; i < hit->line_count; i++)
			json_text(&j, NULL, str_from(place_file(r, hit->lines[i])));
		json_close(&j, ']');
	}
	json_open(&j, "lines", '[');
	for (size_t i = 0; i < hit->line_count; i++)
		json_number(&j, NULL, place_line(hit->lines[i]));
	json_close(&j, ']');
	json_close(&j, '}');
	buf_byte(out, '\n');
}

static void tell(const struct raw *r, const struct err *e, bool is_warning)
{
	struct candor_err told = { .line = e->line, .column = e->column };

	memcpy(told.file, e->file, sizeof(told.file));
	memcpy(told.text, e->text, sizeof(told.text));
	if (r->host->tell)
		r->host->tell(r->host->context, &told, is_warning);
}

/* --- one event --- */

static bool add_fired(struct worker *k, struct fired fired)
{
	struct fired *f = ARENA_NEW(&k->batch->arena, struct fired, 1);

	if (!f)
		return false;
	*f = fired;
	*k->kept->last = f;
	k->kept->last = &f->next;
	return true;
}

/* All rules that fired on one event and that correlations read share one copy of it. */
static void keep_fired(struct worker *k, const struct scan_result *got, const struct record *event)
{
	struct fired f = { 0 };

	for (size_t i = 0; i < got->count; i++) {
		f.rule = got->rules[i];
		if (!k->raw->is_read[f.rule->index])
			continue;
		if (!f.event) {
			f.event = node_copy(&k->batch->arena, event->root);
			f.millis = raw_time(k->raw->options->time_field, event->root);
			f.place = place_of(k->raw, k->file, event->line);
			k->kept->timeless += f.millis == WINDOW_NO_TIME;
		}
		k->batch->failed |= !f.event || !add_fired(k, f);
	}
}

static void take_event(struct worker *k, const struct record *event)
{
	struct scan_result got = scanner_run(k->scanner, event->root, NULL);

	for (size_t i = 0; i < got.count; i++)
		if (!k->raw->is_silent[got.rules[i]->index])
			put_match(k, got.rules[i], event->line);
	if (k->raw->correlator)
		keep_fired(k, &got, event);
	for (size_t i = 0; i < got.undecided_count; i++) {
		struct err e = { 0 };
		err_set(&e, ERR_LIMIT, "\"%.*s\" is left undecided: a regular expression met its limit",
		    STR_ARG(got.undecided[i]->title));
		err_at(&e, NULL, event->line, 0);
		batch_warn(k->batch, k->file, &e);
	}
	k->batch->records++;
}

/* --- the work of the crew --- */

static void end(void *context, void *worker)
{
	struct worker *k = worker;

	(void)context;
	scanner_free(k->scanner);
	reader_free(k->reader);
	arena_clear(&k->arena);
	mem_free(k);
}

static void *begin(void *context)
{
	struct worker *k = mem_alloc(sizeof(*k), 1);

	if (!k)
		return NULL;
	k->raw = context;
	k->arena = arena_make(RECORD_MAX_MEMORY);
	k->scanner = scanner_new(k->raw->matcher);
	k->reader = reader_new(NULL, NULL, NULL);
	if (k->scanner && k->reader)
		return k;
	end(context, k);
	return NULL;
}

static bool take_next(struct worker *k, struct chunk *c)
{
	struct record event = { 0 };
	struct err e = { 0 };

	arena_reset(&k->arena);
	switch (reader_next(k->reader, c, &k->arena, &event, &e)) {
	case READ_RECORD:
		take_event(k, &event);
		return true;
	case READ_BAD:
		batch_complain(k->batch, k->file, &e);
		k->kept->bad_events++;
		return true;
	case READ_END:
		break;
	}
	return false;
}

static void take(void *worker, const char *file, struct chunk *c, struct batch *b)
{
	struct worker *k = worker;
	struct kept *kept = ARENA_NEW(&b->arena, struct kept, 1);

	if (!kept) {
		b->failed = true;
		return;
	}
	kept->last = &kept->first;
	b->kept = k->kept = kept;
	k->batch = b;
	k->file = file;
	while (take_next(k, c))
		;
}

static bool write_batch(void *context, struct batch *b, struct err *e)
{
	struct raw *r = context;
	const struct kept *kept = b->kept;

	for (size_t i = 0; i < b->note_count; i++) {
		struct err note = batch_err(b, &b->notes[i]);
		tell(r, &note, b->notes[i].is_warning);
	}
	for (const struct fired *f = kept ? kept->first : NULL; f; f = f->next)
		if (!correlate_add(r->correlations, f->rule, f->event, NULL, f->millis, f->place))
			return err_set(e, ERR_MEMORY, "out of memory for correlations");
	r->timeless += kept ? kept->timeless : 0;
	r->count->unreadable += b->bad_inputs + (kept ? kept->bad_events : 0);
	r->count->events += b->records;
	if (b->report.len && !r->host->write(r->host->context, b->report.ptr, b->report.len))
		return err_set(e, ERR_FILE, "the output could not be written");
	if (r->host->progress)
		r->host->progress(r->host->context, r->count->events);
	return true;
}

/* --- the whole --- */

static bool plan_correlations(struct raw *r)
{
	const struct rules *set = r->options->rules;
	const struct rule **all = ARENA_NEW(&r->arena, const struct rule *, set->count);
	size_t count = 0;

	r->is_read = ARENA_NEW(&r->arena, bool, set->count);
	r->is_silent = ARENA_NEW(&r->arena, bool, set->count);
	if (!all || !r->is_read || !r->is_silent)
		return false;
	for (size_t i = 0; i < set->count; i++)
		if (set->rules[i]->kind == RULE_CORRELATION)
			all[count++] = set->rules[i];
	if (!count)
		return true;
	r->correlator = correlator_new(all, count);
	r->correlations = r->correlator ? correlate_run_new(r->correlator) : NULL;
	for (size_t i = 0; r->correlator && i < set->count; i++) {
		r->is_read[i] = correlator_reads(r->correlator, set->rules[i]);
		r->is_silent[i] = correlator_silences(r->correlator, set->rules[i]);
	}
	return r->correlations;
}

static void put_hit(void *context, const struct correlate_hit *hit)
{
	struct raw *r = context;

	if (r->options->as_text)
		put_group_text(r, &r->out, hit);
	else
		put_group(r, &r->out, hit);
}

/* Of an event with very many values not all are counted: never silently. */
static void tell_cut(struct raw *r)
{
	const struct rules *set = r->options->rules;

	for (size_t i = 0; i < set->count; i++) {
		struct err note = { 0 };
		const struct rule *rule = set->rules[i];
		if (rule->kind != RULE_CORRELATION || !correlate_is_cut(r->correlations, rule))
			continue;
		err_set(&note, ERR_LIMIT, "\"%.*s\": an event has more values than a correlation takes; the rest do "
		    "not count", STR_ARG(rule->title));
		tell(r, &note, true);
	}
}

static bool finish(struct raw *r, struct err *e)
{
	struct err note = { 0 };

	if (!r->correlations)
		return true;
	if (r->timeless) {
		bool is_one = r->timeless == 1;
		err_set(&note, ERR_TYPE, "%" PRId64 " event%s that correlations count %s no time; %s in every window",
		    r->timeless, is_one ? "" : "s", is_one ? "has" : "have", is_one ? "it stands" : "they stand");
		tell(r, &note, true);
	}
	bool whole = correlate_finish(r->correlations, put_hit, r);
	tell_cut(r);
	if (!whole || r->out.failed)
		return err_set(e, ERR_MEMORY, "out of memory for correlations");
	if (r->out.len && !r->host->write(r->host->context, r->out.ptr, r->out.len))
		return err_set(e, ERR_FILE, "the output could not be written");
	return true;
}

static bool start(struct raw *r, struct err *e)
{
	const struct rules *set = r->options->rules;

	r->matcher = matcher_new(set->rules, set->count, e);
	return r->matcher && ((make_heads(r) && plan_correlations(r)) || err_set(e, ERR_MEMORY, "out of memory"));
}

bool raw_run(const struct candor_host *host, const struct raw_options *o, const char *const *files, size_t count,
    struct raw_count *out, struct err *e)
{
	struct raw r = { .host = host, .options = o, .files = files, .file_count = count, .count = out };
	const struct crew_work work = {
		.context = &r, .workers = o->jobs, .begin = begin, .end = end, .take = take, .write = write_batch,
	};

	*out = (struct raw_count){ 0 };
	r.out = buf_make(SIZE_MAX / 4);
	bool ok = start(&r, e) && crew_run(&work, files, count, e) && finish(&r, e);
	buf_clear(&r.out);
	correlate_run_free(r.correlations);
	correlator_free(r.correlator);
	matcher_free(r.matcher);
	arena_clear(&r.arena);
	return ok;
}
