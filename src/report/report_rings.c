#include "report/report_rings.h"

#include "base/csv_write.h"
#include "base/json_write.h"
#include "report/part.h"

enum { TEXT_MAX = 200, NAMED_MAX = 40 }; /* bytes of one value; members named on one line of text */

static struct str value_of(const struct report_context *c, const struct ring_tie *t)
{
	const struct link_by by = { NULL, (enum tie)t->group->tie, { NULL, 0 }, t->text };

	return t->text.len ? shared_value(c, &by) : t->text;
}

static const char *word_of(const struct ring_tie *t)
{
	return tie_kinds[t->group->tie].word;
}

/* The next different node of a group, from member *@at on; UINT32_MAX behind the last. */
static uint32_t next_node(const struct link_graph *g, const struct group *x, uint32_t *at)
{
	const struct group_member *m = g->members + x->first;

	while (*at && *at < x->count && m[*at].node == m[*at - 1].node)
		++*at;
	return *at < x->count ? m[(*at)++].node : UINT32_MAX;
}

/* --- JSON lines --- */

static void put_json_tie(const struct report_context *c, const struct link_graph *g, struct json *j,
    const struct ring_tie *t)
{
	json_open(j, NULL, '{');
	json_text(j, "tie", str_from(word_of(t)));
	json_text(j, "value", value_of(c, t));
	json_open(j, "members", '[');
	for (uint32_t at = 0, node; (node = next_node(g, t->group, &at)) != UINT32_MAX;)
		json_text(j, NULL, g->people.at[node].id);
	json_close(j, ']');
	json_bool(j, "breaks", t->parts > 1);
	json_number(j, "parts", (int64_t)t->parts);
	json_close(j, '}');
}

static void put_json(const struct report_context *c, const struct link_graph *g, const struct rings *r, struct buf *out)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct ring *x = &r->at[i];
		struct json j = json_make(out);
		json_open(&j, NULL, '{');
		json_number(&j, "ring", (int64_t)i + 1);
		json_number(&j, "size", (int64_t)x->size);
		json_number(&j, "people", (int64_t)x->people);
		json_open(&j, "members", '[');
		for (size_t k = 0; k < x->size; k++)
			json_text(&j, NULL, g->people.at[x->nodes[k]].id);
		json_close(&j, ']');
		json_open(&j, "ties", '[');
		for (size_t k = 0; k < x->tie_count; k++)
			put_json_tie(c, g, &j, &x->ties[k]);
		json_close(&j, ']');
		json_close(&j, '}');
		buf_byte(out, '\n');
	}
	for (size_t i = 0; i < r->hub_count; i++) {
		struct json j = json_make(out);
		json_open(&j, NULL, '{');
		json_text(&j, "hub", str_from(word_of(&r->hubs[i])));
		json_text(&j, "value", value_of(c, &r->hubs[i]));
		json_number(&j, "people", r->hubs[i].group->people);
		json_number(&j, "applicants", r->hubs[i].group->records);
		json_close(&j, '}');
		buf_byte(out, '\n');
	}
}

/* --- CSV: a row for each member of each tie, and one for each hub, of no ring --- */

static void put_csv_hub(const struct report_context *c, const struct ring_tie *hub, struct csv *csv)
{
	csv_text(csv, str_of(NULL, 0));
	csv_number(csv, hub->group->records);
	csv_number(csv, hub->group->people);
	csv_text(csv, str_from(word_of(hub)));
	csv_text(csv, value_of(c, hub));
	csv_text(csv, STR_LIT("hub"));
	csv_text(csv, str_of(NULL, 0));
	csv_end(csv);
}

static void put_csv(const struct report_context *c, const struct link_graph *g, const struct rings *r, struct buf *out)
{
	struct csv csv = { out, false };

	buf_text(out, "ring,size,people,tie,value,breaks,id\r\n");
	for (size_t i = 0; i < r->count; i++)
		for (size_t k = 0; k < r->at[i].tie_count; k++) {
			const struct ring_tie *t = &r->at[i].ties[k];
			for (uint32_t at = 0, node; (node = next_node(g, t->group, &at)) != UINT32_MAX;) {
				csv_number(&csv, (int64_t)i + 1);
				csv_number(&csv, (int64_t)r->at[i].size);
				csv_number(&csv, (int64_t)r->at[i].people);
				csv_text(&csv, str_from(word_of(t)));
				csv_text(&csv, value_of(c, t));
				csv_text(&csv, str_from(t->parts > 1 ? "yes" : "no"));
				csv_text(&csv, g->people.at[node].id);
				csv_end(&csv);
			}
		}
	for (size_t i = 0; i < r->hub_count; i++)
		put_csv_hub(c, &r->hubs[i], &csv);
}

/* --- Graphviz --- */

/* Quotes and backslashes are all that its strings know (dot(1)). */
static void put_quoted(struct buf *out, struct str s)
{
	struct buf clean = buf_make(1 << 20);

	put_clean(&clean, s, TEXT_MAX);
	buf_byte(out, '"');
	for (size_t i = 0; i < clean.len; i++) {
		if (clean.ptr[i] == '"' || clean.ptr[i] == '\\')
			buf_byte(out, '\\');
		buf_byte(out, clean.ptr[i]);
	}
	buf_byte(out, '"');
	out->failed |= clean.failed;
	buf_clear(&clean);
}

static void put_dot_tie(const struct report_context *c, const struct link_graph *g, const struct ring_tie *t,
    size_t number, struct buf *out)
{
	struct buf label = buf_make(1 << 20);

	buf_printf(&label, "%s %.*s", word_of(t), STR_ARG(value_of(c, t)));
	buf_printf(out, "  t%zu [shape=box%s label=", number, t->parts > 1 ? " style=bold" : "");
	put_quoted(out, buf_str(&label));
	buf_text(out, "];\n");
	buf_clear(&label);
	for (uint32_t at = 0, node; (node = next_node(g, t->group, &at)) != UINT32_MAX;)
		buf_printf(out, "  n%u -- t%zu%s;\n", node, number, t->parts > 1 ? " [style=bold]" : "");
}

static void put_dot_hub(const struct report_context *c, const struct ring_tie *hub, size_t number, struct buf *out)
{
	struct buf label = buf_make(1 << 20);

	buf_printf(&label, "hub, tying nobody: %s %.*s, of %u applications", word_of(hub), STR_ARG(value_of(c, hub)),
	    hub->group->records);
	buf_printf(out, "  h%zu [shape=box style=dashed label=", number);
	put_quoted(out, buf_str(&label));
	buf_text(out, "];\n");
	buf_clear(&label);
}

static void put_dot(const struct report_context *c, const struct link_graph *g, const struct rings *r, struct buf *out)
{
	size_t number = 0;

	buf_text(out, "graph rings {\n");
	for (size_t i = 0; i < r->count; i++) {
		for (size_t k = 0; k < r->at[i].size; k++) {
			buf_printf(out, "  n%u [label=", r->at[i].nodes[k]);
			put_quoted(out, g->people.at[r->at[i].nodes[k]].id);
			buf_text(out, "];\n");
		}
		for (size_t k = 0; k < r->at[i].tie_count; k++)
			put_dot_tie(c, g, &r->at[i].ties[k], number++, out);
	}
	for (size_t i = 0; i < r->hub_count; i++)
		put_dot_hub(c, &r->hubs[i], i, out);
	buf_text(out, "}\n");
}

/* --- text --- */

static void put_text_tie(const struct report_context *c, const struct link_graph *g, const struct ring_tie *t,
    struct buf *out)
{
	size_t named = 0;

	buf_printf(out, "  %s ", word_of(t));
	put_clean(out, t->text.len ? value_of(c, t) : STR_LIT("of nearly the same wording"), TEXT_MAX);
	buf_text(out, ":");
	for (uint32_t at = 0, node; (node = next_node(g, t->group, &at)) != UINT32_MAX; named++) {
		if (named >= NAMED_MAX)
			continue;
		buf_text(out, named ? ", " : " ");
		put_clean(out, g->people.at[node].id, TEXT_MAX);
	}
	if (named > NAMED_MAX)
		buf_printf(out, " and %zu more", named - NAMED_MAX);
	if (t->parts > 1)
		buf_printf(out, "; without it the ring falls into %zu parts", t->parts);
	buf_byte(out, '\n');
}

static void put_text(const struct report_context *c, const struct link_graph *g, const struct rings *r, struct buf *out)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct ring *x = &r->at[i];
		buf_printf(out, "Ring %zu: %zu applications of %zu people at the least\n", i + 1, x->size, x->people);
		for (size_t k = 0; k < x->tie_count; k++)
			put_text_tie(c, g, &x->ties[k], out);
		buf_byte(out, '\n');
	}
	if (!r->count)
		buf_text(out, "Nobody is tied to anybody else.\n");
	for (size_t i = 0; i < r->hub_count; i++) {
		const struct ring_tie *t = &r->hubs[i];
		buf_printf(out, "Hub, tying nobody: %s ", word_of(t));
		put_clean(out, t->text.len ? value_of(c, t) : STR_LIT("of nearly the same wording"), TEXT_MAX);
		buf_printf(out, ", of %u applications\n", t->group->records);
	}
}

const struct rings_format *rings_format_find(const char *name)
{
	static const struct rings_format formats[] = {
		{ "text", put_text }, { "json", put_json }, { "csv", put_csv }, { "dot", put_dot },
	};

	for (size_t i = 0; i < COUNT(formats); i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}
