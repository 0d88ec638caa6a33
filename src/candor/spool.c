#include "candor/spool.h"

/* --- writing --- */

static void put(struct buf *out, const void *data, size_t len)
{
	buf_put(out, str_of(data, len));
}

static void put_count(struct buf *out, size_t count)
{
	uint32_t n = (uint32_t)count;

	put(out, &n, sizeof(n));
}

static void put_text(struct buf *out, struct str s)
{
	put_count(out, s.len);
	buf_put(out, s);
}

/* A text that lives as long as the engine. */
static void put_lasting(struct buf *out, struct str s)
{
	put(out, &s, sizeof(s));
}

static void put_list(struct buf *out, const struct str_list *list)
{
	put_count(out, list->count);
	if (list->count)
		put(out, list->at, list->count * sizeof(*list->at));
}

static void put_texts(struct buf *out, const struct str_list *list)
{
	put_count(out, list->count);
	for (size_t i = 0; i < list->count; i++)
		put_text(out, list->at[i]);
}

static void put_seen(struct buf *out, const struct seen *first)
{
	size_t count = 0;

	for (const struct seen *s = first; s; s = s->next)
		count++;
	put_count(out, count);
	for (const struct seen *s = first; s; s = s->next) {
		put_text(out, s->field);
		put_text(out, s->value);
		put_lasting(out, s->source);
		put(out, &s->is_personal, sizeof(s->is_personal));
	}
}

static void put_findings(struct buf *out, const struct finding *first)
{
	size_t count = 0;

	for (const struct finding *f = first; f; f = f->next)
		count++;
	put_count(out, count);
	for (const struct finding *f = first; f; f = f->next) {
		put(out, &f->rule, sizeof(f->rule));
		put_count(out, f->events);
		put_seen(out, f->seen);
	}
}

static void put_values(struct buf *out, const struct tie_value *first)
{
	size_t count = 0;

	for (const struct tie_value *v = first; v; v = v->next)
		count++;
	put_count(out, count);
	for (const struct tie_value *v = first; v; v = v->next) {
		put(out, &v->key, sizeof(v->key));
		put_text(out, v->field);
		put_text(out, v->text);
	}
}

static void put_events(struct buf *out, const struct join_event *first)
{
	size_t count = 0;

	for (const struct join_event *e = first; e; e = e->next)
		count++;
	put_count(out, count);
	for (const struct join_event *e = first; e; e = e->next) {
		put(out, &e->row, sizeof(e->row));
		put_text(out, e->field);
		put_text(out, e->text);
	}
}

static void put_drops(struct buf *out, const struct drop *first)
{
	size_t count = 0;

	for (const struct drop *d = first; d; d = d->next)
		count++;
	put_count(out, count);
	for (const struct drop *d = first; d; d = d->next) {
		put_lasting(out, d->field);
		put(out, &d->count, sizeof(d->count));
	}
}

static void put_explained(struct buf *out, const struct explained *first)
{
	size_t count = 0;

	for (const struct explained *x = first; x; x = x->next)
		count++;
	put_count(out, count);
	for (const struct explained *x = first; x; x = x->next) {
		put_text(out, x->path);
		put_text(out, x->entry);
		put_text(out, x->reason);
	}
}

void spool_put(struct buf *out, const struct spooled *s)
{
	size_t from = out->len;
	uint64_t size = 0;

	put(out, &size, sizeof(size));
	put_text(out, s->record.id);
	put_text(out, node_get_text(s->record.root, "name"));
	put_lasting(out, s->record.file);
	put_count(out, s->record.line);
	put_drops(out, s->record.drops);
	put_explained(out, s->matched.explained);
	put_findings(out, s->matched.findings);
	put_findings(out, s->matched.excepted);
	put_list(out, &s->matched.not_observed);
	put_list(out, &s->matched.undecided);
	put_texts(out, &s->matched.passed);
	put_texts(out, &s->matched.failed);
	put_values(out, s->values);
	put_events(out, s->events);
	put(out, &s->day, sizeof(s->day));
	put_count(out, s->bands ? WORDING_BANDS : 0);
	if (s->bands)
		put(out, s->bands, WORDING_BANDS * sizeof(*s->bands));
	size = out->len - from;
	if (!out->failed)
		memcpy(out->ptr + from, &size, sizeof(size));
}

/* --- reading --- */

/* After a failure everything read is empty. */
struct reading {
	const char *at;
	struct arena *a;
	bool full;
};

size_t spool_size(const char *head)
{
	uint64_t size;

	memcpy(&size, head, sizeof(size));
	return (size_t)size;
}

static void get(struct reading *r, void *to, size_t len)
{
	memcpy(to, r->at, len);
	r->at += len;
}

static size_t get_count(struct reading *r)
{
	uint32_t n;

	get(r, &n, sizeof(n));
	return n;
}

static struct str get_text(struct reading *r)
{
	size_t len = get_count(r);
	struct str s = { r->at, len };

	r->at += len;
	return s;
}

static struct str get_lasting(struct reading *r)
{
	struct str s;

	get(r, &s, sizeof(s));
	return s;
}

/* Room for @count members; without it nothing more is read. */
static void *room(struct reading *r, size_t size, size_t count)
{
	void *p = r->full ? NULL : arena_zero(r->a, size, count);

	r->full = r->full || !p;
	return p;
}

static void get_list(struct reading *r, struct str_list *list)
{
	size_t count = get_count(r);
	struct str *at = room(r, sizeof(*at), count);

	if (at && count)
		memcpy(at, r->at, count * sizeof(*at));
	r->at += count * sizeof(*at);
	*list = (struct str_list){ at, at ? count : 0 };
}

static void get_texts(struct reading *r, struct str_list *list)
{
	size_t count = get_count(r);

	*list = (struct str_list){ room(r, sizeof(struct str), count), 0 };
	for (size_t i = 0; !r->full && i < count; i++)
		list->at[list->count++] = get_text(r);
}

static struct seen *get_seen(struct reading *r)
{
	size_t count = get_count(r);
	struct seen *all = room(r, sizeof(*all), count);

	for (size_t i = 0; !r->full && i < count; i++) {
		all[i].field = get_text(r);
		all[i].value = get_text(r);
		all[i].source = get_lasting(r);
		get(r, &all[i].is_personal, sizeof(all[i].is_personal));
		all[i].next = i + 1 < count ? &all[i + 1] : NULL;
	}
	return count ? all : NULL;
}

static struct finding *get_findings(struct reading *r, size_t *out_count)
{
	size_t count = get_count(r);
	struct finding *all = room(r, sizeof(*all), count);

	for (size_t i = 0; !r->full && i < count; i++) {
		get(r, &all[i].rule, sizeof(all[i].rule));
		all[i].events = get_count(r);
		all[i].seen = get_seen(r);
		all[i].next = i + 1 < count ? &all[i + 1] : NULL;
	}
	*out_count = count;
	return count ? all : NULL;
}

static struct tie_value *get_values(struct reading *r)
{
	size_t count = get_count(r);
	struct tie_value *all = room(r, sizeof(*all), count);

	for (size_t i = 0; !r->full && i < count; i++) {
		get(r, &all[i].key, sizeof(all[i].key));
		all[i].field = get_text(r);
		all[i].text = get_text(r);
		all[i].next = i + 1 < count ? &all[i + 1] : NULL;
	}
	return count ? all : NULL;
}

static struct join_event *get_events(struct reading *r)
{
	size_t count = get_count(r);
	struct join_event *all = room(r, sizeof(*all), count);

	for (size_t i = 0; !r->full && i < count; i++) {
		get(r, &all[i].row, sizeof(all[i].row));
		all[i].field = get_text(r);
		all[i].text = get_text(r);
		all[i].next = i + 1 < count ? &all[i + 1] : NULL;
	}
	return count ? all : NULL;
}

static struct drop *get_drops(struct reading *r)
{
	size_t count = get_count(r);
	struct drop *all = room(r, sizeof(*all), count);

	for (size_t i = 0; !r->full && i < count; i++) {
		all[i].field = get_lasting(r);
		get(r, &all[i].count, sizeof(all[i].count));
		all[i].next = i + 1 < count ? &all[i + 1] : NULL;
	}
	return count ? all : NULL;
}

static struct explained *get_explained(struct reading *r)
{
	size_t count = get_count(r);
	struct explained *all = room(r, sizeof(*all), count);

	for (size_t i = 0; !r->full && i < count; i++) {
		all[i].path = get_text(r);
		all[i].entry = get_text(r);
		all[i].reason = get_text(r);
		all[i].next = i + 1 < count ? &all[i + 1] : NULL;
	}
	return count ? all : NULL;
}

static void get_record(struct reading *r, struct record *out)
{
	out->id = get_text(r);
	struct str name = get_text(r);
	out->file = get_lasting(r);
	out->line = (unsigned)get_count(r);
	out->drops = get_drops(r);
	if (!r->full)
		out->explained = get_explained(r);
	out->root = node_new(r->a, NODE_MAP);
	r->full = r->full || !out->root ||
	    (name.len && !node_add_text(r->a, out->root, STR_LIT("name"), name));
}

static void get_memory(struct reading *r, struct spooled *out)
{
	get(r, &out->day, sizeof(out->day));
	size_t count = get_count(r);
	if (!count)
		return;
	out->bands = room(r, sizeof(*out->bands), count);
	if (out->bands)
		get(r, out->bands, count * sizeof(*out->bands));
}

bool spool_get(struct str bytes, struct arena *a, struct spooled *out)
{
	struct reading r = { bytes.ptr + SPOOL_HEAD, a, false };
	size_t ignored;

	*out = (struct spooled){ 0 };
	get_record(&r, &out->record);
	out->matched.explained = out->record.explained;
	if (!r.full)
		out->matched.findings = get_findings(&r, &out->matched.finding_count);
	if (!r.full)
		out->matched.excepted = get_findings(&r, &ignored);
	if (!r.full) {
		get_list(&r, &out->matched.not_observed);
		get_list(&r, &out->matched.undecided);
	}
	if (!r.full)
		get_texts(&r, &out->matched.passed);
	if (!r.full)
		get_texts(&r, &out->matched.failed);
	if (!r.full)
		out->values = get_values(&r);
	if (!r.full)
		out->events = get_events(&r);
	if (!r.full)
		get_memory(&r, out);
	return !r.full;
}
