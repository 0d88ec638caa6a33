#include "read/gather.h"

#include "base/json_read.h"
#include "base/json_write.h"
#include "limits.h"
#include "read/form.h"

enum {
	GIVE_TARGET = 1 << 18,         /* bytes of one chunk of persons */
	PERSON_TARGET = READ_MAX_LINE / 4, /* bytes of one record: whoever has more becomes several */
};

struct event {
	struct event *next;
	struct str text;
	unsigned line;
	bool is_other;     /* nobody's: as it stood in the input */
	const char *fault; /* why it is none, if that is known already */
};

struct person {
	struct str id;
	struct event *first, *last; /* what was not given yet */
};

struct gather {
	const struct form *form;
	struct json_reader *json;
	struct arena arena;  /* of all that is held */
	struct arena scratch;
	struct buf text;     /* of one event, or of what is given */
	struct person *persons;
	size_t count, room, given;
	uint32_t *slots;     /* 0: empty, else an index into @persons and one */
	size_t slot_count;   /* a power of two */
	bool failed;
};

struct gather *gather_new(const struct form *f)
{
	struct gather *g = mem_alloc(sizeof(*g), 1);

	if (!g)
		return NULL;
	g->form = f;
	g->arena = arena_make(GATHER_MAX_MEMORY + 4 * (size_t)READ_MAX_LINE);
	g->scratch = arena_make(RECORD_MAX_MEMORY);
	g->text = buf_make(2 * (size_t)READ_MAX_LINE);
	g->json = json_reader_new(READ_MAX_DEPTH, NULL);
	if (g->json)
		return g;
	gather_free(g);
	return NULL;
}

void gather_free(struct gather *g)
{
	if (!g)
		return;
	json_reader_free(g->json);
	arena_clear(&g->arena);
	arena_clear(&g->scratch);
	buf_clear(&g->text);
	mem_free(g->persons);
	mem_free(g->slots);
	mem_free(g);
}

static bool grow(struct gather *g)
{
	size_t room = g->room ? 2 * g->room : 256;
	struct person *persons = mem_grow(g->persons, sizeof(*persons), room);
	uint32_t *slots = persons ? mem_alloc(sizeof(*slots), 2 * room) : NULL;

	if (persons)
		g->persons = persons;
	if (!slots)
		return false;
	mem_free(g->slots);
	g->slots = slots;
	g->slot_count = 2 * room;
	g->room = room;
	for (size_t i = 0; i < g->count; i++) {
		size_t at = str_hash(g->persons[i].id) & (g->slot_count - 1);
		while (slots[at])
			at = (at + 1) & (g->slot_count - 1);
		slots[at] = (uint32_t)i + 1;
	}
	return true;
}

/* The person named @id, made if it is not there.  NULL without memory. */
static struct person *reach(struct gather *g, struct str id)
{
	if (g->count == g->room && !grow(g))
		return NULL;
	size_t at = str_hash(id) & (g->slot_count - 1);
	for (; g->slots[at]; at = (at + 1) & (g->slot_count - 1))
		if (str_eq(g->persons[g->slots[at] - 1].id, id))
			return &g->persons[g->slots[at] - 1];
	struct str own = arena_copy(&g->arena, id);
	if (!own.ptr)
		return NULL;
	g->slots[at] = (uint32_t)g->count + 1;
	g->persons[g->count] = (struct person){ .id = own };
	return &g->persons[g->count++];
}

static struct event *add_event(struct gather *g, struct person *p, struct str text, unsigned line)
{
	struct event *e = p ? ARENA_NEW(&g->arena, struct event, 1) : NULL;

	if (e)
		e->text = arena_copy(&g->arena, text);
	if (!e || !e->text.ptr) {
		g->failed = true;
		return NULL;
	}
	e->line = line;
	if (p->last)
		p->last->next = e;
	else
		p->first = e;
	p->last = e;
	return e;
}

/* Nobody's: held under an id that no log has, since those are trimmed. */
static void add_other(struct gather *g, struct str text, unsigned line, const char *fault)
{
	struct event *e = add_event(g, reach(g, STR_LIT("\n")), text, line);

	if (!e)
		return;
	e->is_other = true;
	e->fault = fault;
}

/* Only what the form looks at: logs hold many times that. */
static struct str slim(struct gather *g, const struct node *raw)
{
	struct json j = json_make(&g->text);

	buf_reset(&g->text);
	json_open(&j, NULL, '{');
	NODE_EACH(c, raw)
		if (form_reads(g->form, node_key(c))) {
			json_key(&j, node_key(c));
			json_node(&j, NULL, c);
		}
	json_close(&j, '}');
	return buf_str(&g->text);
}

/* True if it is one that is gathered, or passed over. */
static bool take_event(struct gather *g, const struct node *raw, const struct node *outer, unsigned line)
{
	if (raw->type != NODE_MAP)
		return false;
	if (!form_wants(g->form, raw, outer))
		return true;
	struct str id = str_trim(form_person(g->form, raw));
	if (!id.len)
		return false;
	struct str text = slim(g, raw);
	g->failed = g->failed || g->text.failed;
	if (!g->failed)
		add_event(g, reach(g, id), text, line);
	return true;
}

static void take_text(struct gather *g, struct str text, unsigned line, const char *fault)
{
	static const struct str no_record = STR("[]"); /* which the reader tells */
	struct node *raw = NULL, *records;

	arena_reset(&g->scratch);
	if (!str_trim(text).len)
		return;
	if (fault || text.len > READ_MAX_LINE || !json_read(g->json, text, &g->scratch, &raw, NULL) ||
	    raw->type != NODE_MAP || !(records = form_records(g->form, raw))) {
		add_other(g, text, line, fault);
		return;
	}
	if (records->type == NODE_MAP && !take_event(g, records, raw, line))
		add_other(g, text, line, NULL);
	if (records->type == NODE_MAP)
		return;
	NODE_EACH(c, records)
		if (!take_event(g, c, raw, line))
			add_other(g, c->type == NODE_MAP ? slim(g, c) : no_record, line, NULL);
}

static struct str line_at(const struct chunk *c, size_t at)
{
	const char *end = memchr(c->text + at, '\n', c->len - at);

	return str_of(c->text + at, end ? (size_t)(end - c->text) - at : c->len - at);
}

bool gather_take(struct gather *g, const struct chunk *c)
{
	unsigned line = c->line;

	for (size_t i = 0; !c->is_lines && i < c->piece_count && !g->failed; i++) {
		const struct piece *p = &c->pieces[i];
		take_text(g, str_of(c->text + p->begin, p->len), p->line, p->fault);
	}
	for (size_t at = 0; c->is_lines && at < c->len && !g->failed; line++) {
		struct str text = line_at(c, at);
		take_text(g, text, line, NULL);
		at += text.len + 1;
	}
	return !g->failed;
}

bool gather_is_full(const struct gather *g)
{
	return g->arena.held >= GATHER_MAX_MEMORY;
}

const struct form *gather_form(const struct source *s, const struct chunk *c)
{
	struct json_reader *json = json_reader_new(READ_MAX_DEPTH, NULL);
	struct arena a = arena_make(RECORD_MAX_MEMORY);
	const struct form *f = NULL;
	struct str text = { NULL, 0 };
	struct node *raw;

	for (size_t at = 0; c->is_lines && at < c->len && !str_trim(text).len; at += text.len + 1)
		text = line_at(c, at);
	if (!c->is_lines && c->piece_count)
		text = str_of(c->text + c->pieces->begin, c->pieces->len);
	if (json && text.len && text.len <= READ_MAX_LINE && json_read(json, text, &a, &raw, NULL) &&
	    raw->type == NODE_MAP)
		f = form_recognise(s->forms, raw);
	arena_clear(&a);
	json_reader_free(json);
	return f && form_gathers(f) ? f : NULL;
}

/* The next part of @p's events as one piece of @g->text. */
static struct piece put_person(struct gather *g, struct person *p)
{
	struct piece piece = { .begin = (uint32_t)g->text.len, .line = p->first->line, .is_person = !p->first->is_other,
		.fault = p->first->fault };

	if (p->first->is_other) {
		buf_put(&g->text, p->first->text);
		p->first = p->first->next;
	} else {
		buf_byte(&g->text, '[');
		for (bool first = true; p->first && g->text.len - piece.begin < PERSON_TARGET; first = false) {
			buf_printf(&g->text, "%s{\"line\":%u,\"event\":", first ? "" : ",", p->first->line);
			buf_put(&g->text, p->first->text);
			buf_byte(&g->text, '}');
			p->first = p->first->next;
		}
		buf_byte(&g->text, ']');
	}
	piece.len = (uint32_t)(g->text.len - piece.begin);
	buf_byte(&g->text, '\n');
	return piece;
}

static void forget(struct gather *g)
{
	arena_clear(&g->arena);
	if (g->slots)
		memset(g->slots, 0, g->slot_count * sizeof(*g->slots));
	g->count = g->given = 0;
}

bool gather_give(struct gather *g, struct chunk *c)
{
	bool ok = true;

	buf_reset(&g->text);
	c->is_lines = false;
	c->len = c->at = c->piece_count = c->piece_at = 0;
	while (ok && g->given < g->count && g->text.len < GIVE_TARGET) {
		struct person *p = &g->persons[g->given];
		if (!p->first)
			g->given++;
		else
			ok = chunk_add(c, put_person(g, p));
	}
	ok = ok && !g->text.failed && chunk_put(c, buf_str(&g->text));
	if (!ok)
		err_set(&c->fault, ERR_MEMORY, "no memory to gather the events of persons");
	if (!c->piece_count)
		forget(g);
	return c->piece_count > 0;
}
