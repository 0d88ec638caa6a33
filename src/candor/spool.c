#include "candor/spool.h"

enum { NUMBER_MAX = 10 };                    /* bytes */
enum { NEAR = 0x80 };                        /* beside the kind of a key */
enum { HAS_TIE = 1, IS_WORDING = 2 };        /* of an event */

_Static_assert((int)TIES <= (int)NEAR, "a kind and a bit are a byte");

/* --- writing --- */

/* What a number, a text but for its bytes, a lasting text and a key take at most, in bytes. */
enum { NUMBER = NUMBER_MAX, TEXT = NUMBER_MAX, LASTING = sizeof(char *) + NUMBER_MAX, KEY = sizeof(uint64_t) + 1 };

/* Each write_ function puts bytes at @p, for which there is room, and gives where the next ones go. */
static inline char *write_bytes(char *p, const void *data, size_t len)
{
	memcpy(p, data, len);
	return p + len;
}

static inline char *write_byte(char *p, unsigned byte)
{
	*p = (char)byte;
	return p + 1;
}

/* Seven bits in each byte, the lowest first; the highest bit tells that more follow.  Most numbers are small. */
static inline char *write_number(char *p, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		*p++ = (char)(n | 0x80);
	*p++ = (char)n;
	return p;
}

static inline char *write_text(char *p, struct str s)
{
	p = write_number(p, s.len);
	return s.len ? write_bytes(p, s.ptr, s.len) : p;
}

/* A text that lives as long as the engine. */
static inline char *write_lasting(char *p, struct str s)
{
	p = write_bytes(p, &s.ptr, sizeof(s.ptr));
	return write_number(p, s.len);
}

static inline char *write_key(char *p, const struct tie_key *k)
{
	p = write_bytes(p, &k->hash, sizeof(k->hash));
	return write_byte(p, k->tie | (k->is_near ? NEAR : 0u));
}

/* What was written ends at @p. */
static void end_at(struct buf *out, const char *p)
{
	out->len = (size_t)(p - out->ptr);
}

static void put(struct buf *out, const void *data, size_t len)
{
	buf_put(out, str_of(data, len));
}

static void put_number(struct buf *out, uint64_t n)
{
	char *p = buf_room(out, NUMBER);

	if (p)
		end_at(out, write_number(p, n));
}

static void put_text(struct buf *out, struct str s)
{
	char *p = buf_room(out, TEXT + s.len);

	if (p)
		end_at(out, write_text(p, s));
}

static void put_lasting(struct buf *out, struct str s)
{
	char *p = buf_room(out, LASTING);

	if (p)
		end_at(out, write_lasting(p, s));
}

static void put_lasting_list(struct buf *out, const struct str_list *list)
{
	put_number(out, list->count);
	for (size_t i = 0; i < list->count; i++)
		put_lasting(out, list->at[i]);
}

static bool is_identical(struct str a, struct str b)
{
	return a.ptr == b.ptr && a.len == b.len;
}

/* Which of @all, that lives as long as the engine, are in @some, in the same order: a bit for each. */
static void put_choice(struct buf *out, const struct str_list *all, const struct str_list *some)
{
	size_t len = (all->count + 7) / 8;

	put_lasting(out, str_of((const char *)all->at, all->count));
	put_number(out, some->count);
	char *bits = buf_room(out, len);
	if (!bits)
		return;
	memset(bits, 0, len);
	for (size_t i = 0, k = 0; i < all->count && k < some->count; i++)
		if (is_identical(all->at[i], some->at[k])) {
			bits[i / 8] = (char)(bits[i / 8] | 1 << i % 8);
			k++;
		}
	out->len += len;
}

static void put_texts(struct buf *out, const struct str_list *list)
{
	put_number(out, list->count);
	for (size_t i = 0; i < list->count; i++)
		put_text(out, list->at[i]);
}

static void put_one_seen(struct buf *out, const struct seen *s)
{
	char *p = buf_room(out, 2 * TEXT + s->field.len + s->value.len + LASTING + sizeof(s->is_personal));

	if (!p)
		return;
	p = write_text(p, s->field);
	p = write_text(p, s->value);
	p = write_lasting(p, s->source);
	end_at(out, write_bytes(p, &s->is_personal, sizeof(s->is_personal)));
}

static void put_seen(struct buf *out, const struct seen *first)
{
	size_t count = 0;

	for (const struct seen *s = first; s; s = s->next)
		count++;
	put_number(out, count);
	for (const struct seen *s = first; s; s = s->next)
		put_one_seen(out, s);
}

static void put_findings(struct buf *out, const struct finding *first)
{
	size_t count = 0;

	for (const struct finding *f = first; f; f = f->next)
		count++;
	put_number(out, count);
	for (const struct finding *f = first; f; f = f->next) {
		put(out, &f->rule, sizeof(f->rule));
		put_number(out, f->events);
		put_seen(out, f->seen);
	}
}

static void put_value(struct buf *out, const struct tie_value *v)
{
	char *p = buf_room(out, KEY + NUMBER + 2 * TEXT + v->field.len + v->text.len);

	if (!p)
		return;
	p = write_key(p, &v->key);
	p = write_number(p, v->key.minute == TIE_NO_TIME ? 0 : v->key.minute + (uint64_t)1);
	p = write_text(p, v->field);
	end_at(out, write_text(p, v->text));
}

static void put_values(struct buf *out, const struct tie_value *first)
{
	size_t count = 0;

	for (const struct tie_value *v = first; v; v = v->next)
		count++;
	put_number(out, count);
	for (const struct tie_value *v = first; v; v = v->next)
		put_value(out, v);
}

/* Of its row that by which its group is found. */
static void put_event(struct buf *out, const struct join_event *e)
{
	char *p = buf_room(out, sizeof(e->row.rest) + 1 + KEY + 2 * NUMBER + 2 * TEXT + e->field.len + e->text.len);

	if (!p)
		return;
	p = write_bytes(p, &e->row.rest, sizeof(e->row.rest));
	p = write_byte(p, (e->row.has_tie ? HAS_TIE : 0u) | (e->row.is_wording ? IS_WORDING : 0u));
	p = write_number(p, e->row.correlation);
	p = write_number(p, e->value);
	if (!e->value) {
		p = write_key(p, &e->row.tie);
		p = write_text(p, e->field);
		p = write_text(p, e->text);
	}
	end_at(out, p);
}

static void put_events(struct buf *out, const struct join_event *first)
{
	size_t count = 0;

	for (const struct join_event *e = first; e; e = e->next)
		count++;
	put_number(out, count);
	for (const struct join_event *e = first; e; e = e->next)
		put_event(out, e);
}

static void put_drops(struct buf *out, const struct drop *first)
{
	size_t count = 0;

	for (const struct drop *d = first; d; d = d->next)
		count++;
	put_number(out, count);
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
	put_number(out, count);
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
	put_number(out, s->record.line);
	put_drops(out, s->record.drops);
	put_explained(out, s->matched.explained);
	put_findings(out, s->matched.findings);
	put_findings(out, s->matched.excepted);
	put_choice(out, &s->matched.asked, &s->matched.not_observed);
	put_lasting_list(out, &s->matched.undecided);
	put_texts(out, &s->matched.passed);
	put_texts(out, &s->matched.failed);
	put_values(out, s->values);
	put_events(out, s->events);
	put(out, &s->day, sizeof(s->day));
	put_number(out, s->bands ? WORDING_BANDS : 0);
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

static unsigned get_byte(struct reading *r)
{
	return (unsigned char)*r->at++;
}

static uint64_t get_number(struct reading *r)
{
	uint64_t n = 0;
	unsigned byte, shift = 0;

	do {
		byte = get_byte(r);
		n |= (uint64_t)(byte & 0x7F) << shift;
		shift += 7;
	} while (byte & 0x80);
	return n;
}

static struct str get_text(struct reading *r)
{
	size_t len = get_number(r);
	struct str s = { r->at, len };

	r->at += len;
	return s;
}

static struct str get_lasting(struct reading *r)
{
	struct str s;

	get(r, &s.ptr, sizeof(s.ptr));
	s.len = get_number(r);
	return s;
}

/* Room for @count members; without it nothing more is read. */
static void *room(struct reading *r, size_t size, size_t count)
{
	void *p = r->full ? NULL : arena_zero(r->a, size, count);

	r->full = r->full || !p;
	return p;
}

static void get_lasting_list(struct reading *r, struct str_list *list)
{
	size_t count = get_number(r);

	*list = (struct str_list){ room(r, sizeof(struct str), count), 0 };
	for (size_t i = 0; !r->full && i < count; i++)
		list->at[list->count++] = get_lasting(r);
}

static void get_choice(struct reading *r, struct str_list *all, struct str_list *some)
{
	struct str of = get_lasting(r);
	size_t count = get_number(r);

	*all = (struct str_list){ (struct str *)(uintptr_t)of.ptr, of.len };
	*some = (struct str_list){ room(r, sizeof(struct str), count), 0 };
	for (size_t i = 0; !r->full && i < all->count; i += 8)
		for (unsigned bits = get_byte(r); bits; bits &= bits - 1)
			some->at[some->count++] = all->at[i + (size_t)__builtin_ctz(bits)];
}

static void get_texts(struct reading *r, struct str_list *list)
{
	size_t count = get_number(r);

	*list = (struct str_list){ room(r, sizeof(struct str), count), 0 };
	for (size_t i = 0; !r->full && i < count; i++)
		list->at[list->count++] = get_text(r);
}

static struct seen *get_seen(struct reading *r)
{
	size_t count = get_number(r);
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
	size_t count = get_number(r);
	struct finding *all = room(r, sizeof(*all), count);

	for (size_t i = 0; !r->full && i < count; i++) {
		get(r, &all[i].rule, sizeof(all[i].rule));
		all[i].events = get_number(r);
		all[i].seen = get_seen(r);
		all[i].next = i + 1 < count ? &all[i + 1] : NULL;
	}
	*out_count = count;
	return count ? all : NULL;
}

static struct tie_key get_key(struct reading *r)
{
	struct tie_key k = { .minute = TIE_NO_TIME };

	get(r, &k.hash, sizeof(k.hash));
	unsigned byte = get_byte(r);
	k.tie = (uint8_t)(byte & (NEAR - 1));
	k.is_near = byte & NEAR;
	return k;
}

static struct tie_value *get_values(struct reading *r)
{
	size_t count = get_number(r);
	struct tie_value *all = room(r, sizeof(*all), count);

	for (size_t i = 0; !r->full && i < count; i++) {
		all[i].key = get_key(r);
		uint64_t minute = get_number(r);
		all[i].key.minute = minute ? (uint32_t)(minute - 1) : TIE_NO_TIME;
		all[i].field = get_text(r);
		all[i].text = get_text(r);
		all[i].next = i + 1 < count ? &all[i + 1] : NULL;
	}
	return count ? all : NULL;
}

static void get_event(struct reading *r, const struct tie_value *values, struct join_event *out)
{
	get(r, &out->row.rest, sizeof(out->row.rest));
	unsigned flags = get_byte(r);
	out->row.has_tie = flags & HAS_TIE;
	out->row.is_wording = flags & IS_WORDING;
	out->row.correlation = (uint16_t)get_number(r);
	size_t value = get_number(r);
	if (value) {
		out->row.tie = values[value - 1].key;
		out->field = values[value - 1].field;
		out->text = values[value - 1].text;
		return;
	}
	out->row.tie = get_key(r);
	out->field = get_text(r);
	out->text = get_text(r);
}

/* @values as get_values() made them. */
static struct join_event *get_events(struct reading *r, const struct tie_value *values)
{
	size_t count = get_number(r);
	struct join_event *all = room(r, sizeof(*all), count);

	for (size_t i = 0; !r->full && i < count; i++) {
		get_event(r, values, &all[i]);
		all[i].next = i + 1 < count ? &all[i + 1] : NULL;
	}
	return count ? all : NULL;
}

static struct drop *get_drops(struct reading *r)
{
	size_t count = get_number(r);
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
	size_t count = get_number(r);
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
	out->line = (unsigned)get_number(r);
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
	size_t count = get_number(r);
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
	if (!r.full)
		get_choice(&r, &out->matched.asked, &out->matched.not_observed);
	if (!r.full)
		get_lasting_list(&r, &out->matched.undecided);
	if (!r.full)
		get_texts(&r, &out->matched.passed);
	if (!r.full)
		get_texts(&r, &out->matched.failed);
	if (!r.full)
		out->values = get_values(&r);
	if (!r.full)
		out->events = get_events(&r, out->values);
	if (!r.full)
		get_memory(&r, out);
	return !r.full;
}
