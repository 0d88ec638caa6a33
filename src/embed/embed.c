/*
 * embed.c - a tool of the build: embed FILE... writes C that implements base/embedded.h for these files, in this order.
 *
 * Documents become arrays of constant nodes, one array for each file, siblings side by side; texts are places in one
 * pool, each distinct text once.  So the system's loader has nothing to do at start but to add the address at which the
 * program stands to the pointers, and nothing is parsed.  JSON is read as the YAML that it is (YAML 1.2.2, 1.2).
 */
#include <stdio.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/embedded.h"
#include "base/err.h"
#include "base/yaml.h"
#include "limits.h"

enum { POOL_SLOTS = 1 << 18, POOL_MAX = 64 << 20, TEXT_LINE = 100 };

/* Texts of nodes, each once. */
struct pool {
	struct buf bytes;
	uint32_t *slots; /* offset in @bytes, plus one; 0: empty */
	size_t used;
};

struct tool {
	struct arena arena;
	struct pool pool;
	const char *file; /* that is worked on */
	size_t faults;
};

/* One file on its way. */
struct item {
	const char *path;
	struct str text;
	struct node *documents; /* NULL: no document form */
	size_t nodes;
};

static bool fail(const char *file, const char *why)
{
	fprintf(stderr, "embed: %s: %s\n", file, why);
	return false;
}

static bool read_whole(struct tool *t, const char *path, struct str *text)
{
	FILE *f = fopen(path, "re");
	struct buf b = buf_make(LIST_MAX_BYTES);
	size_t n = 1;

	if (!f)
		return fail(path, "cannot be opened");
	while (n) {
		char *room = buf_room(&b, 1 << 16);
		n = room ? fread(room, 1, 1 << 16, f) : 0;
		b.len += n;
	}
	bool ok = !ferror(f) && !b.failed;
	fclose(f);
	*text = arena_copy(&t->arena, buf_str(&b));
	buf_clear(&b);
	return (ok && text->ptr) || fail(path, "cannot be read");
}

static void tell_fault(void *context, const struct err *e)
{
	struct tool *t = context;

	fprintf(stderr, "%s:%u:%u: %s\n", t->file, e->line, e->column, e->text);
	t->faults++;
}

static bool has_documents(struct str path)
{
	return str_ends(path, STR_LIT(".yml")) || str_ends(path, STR_LIT(".yaml")) || str_ends(path, STR_LIT(".json"));
}

/* Where @s stands in the pool; it is put there if it is new. */
static size_t pool_place(struct pool *p, struct str s)
{
	size_t i = str_hash(s) % POOL_SLOTS, place = p->bytes.len;

	for (; p->slots[i]; i = (i + 1) % POOL_SLOTS) {
		size_t at = p->slots[i] - 1;
		if (place - at > s.len && memcmp(p->bytes.ptr + at, s.ptr, s.len) == 0 && !p->bytes.ptr[at + s.len])
			return at;
	}
	if (p->used++ < POOL_SLOTS / 2)
		p->slots[i] = (uint32_t)place + 1;
	buf_put(&p->bytes, s);
	buf_byte(&p->bytes, '\0');
	return place;
}

static void pool_fill(struct pool *p, const struct node *n)
{
	if (n->key)
		pool_place(p, node_key(n));
	if (n->type == NODE_TEXT || n->type == NODE_NUMBER)
		pool_place(p, node_text(n));
	NODE_EACH(c, n)
		pool_fill(p, c);
}

static size_t count_nodes(const struct node *n)
{
	size_t count = 1;

	NODE_EACH(c, n)
		count += count_nodes(c);
	return count;
}

/* @bytes as C string literals, with octal escapes: they end by themselves after three digits. */
static void put_bytes(struct str bytes)
{
	size_t column = 0;

	putchar('"');
	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.ptr[i];
		if (column >= TEXT_LINE || (i && bytes.ptr[i - 1] == '\n')) {
			fputs("\"\n\"", stdout);
			column = 0;
		}
		if (c == '\n')
			column += (size_t)printf("\\n");
		else if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '?')
			column += (size_t)printf("\\%03o", c);
		else
			column += putchar(c) != EOF;
	}
	putchar('"');
}

/* Where a node's pointers lead to: places in the array of its file, whose number is @file; 0 is nowhere. */
struct layout {
	size_t file, next, child, last;
};

static void put_link(const char *name, size_t file, size_t place)
{
	if (place)
		printf(",.%s=(struct node*)(n%zu+%zu)", name, file, place);
}

static void put_node(struct pool *p, const struct node *n, struct layout l)
{
	printf("{.type=%d,.flags=%d,.len=%u", n->type, n->flags, (unsigned)n->len);
	if (n->line)
		printf(",.line=%u,.column=%u", (unsigned)n->line, (unsigned)n->column);
	if (n->key)
		printf(",.key=pool+%zu,.key_len=%u,.key_hash=%uu", pool_place(p, node_key(n)), (unsigned)n->key_len,
		    (unsigned)n->key_hash);
	put_link("next", l.file, l.next);
	put_link("child", l.file, l.child);
	put_link("last", l.file, l.last);
	if (n->type == NODE_TEXT || n->type == NODE_NUMBER)
		printf(",.text=pool+%zu", pool_place(p, node_text(n)));
	if (n->type == NODE_NUMBER)
		printf(",.number=%.17g", n->number);
	puts("},");
}

/* Level by level: so the children of a node stand side by side, and their place is known when their parent is put. */
static bool put_nodes(struct tool *t, const struct item *item, size_t file)
{
	const struct node **queue = ARENA_NEW(&t->arena, const struct node *, item->nodes);
	size_t tail = 1;

	if (!queue)
		return fail(item->path, "out of memory");
	queue[0] = item->documents;
	printf("static const struct node n%zu[%zu]={\n", file, item->nodes);
	for (size_t i = 0; i < item->nodes; i++) {
		struct layout l = { .file = file, .next = queue[i]->next ? i + 1 : 0 };
		if (node_is_container(queue[i]) && queue[i]->child)
			l.child = tail;
		NODE_EACH(c, queue[i])
			queue[tail++] = c;
		if (l.child)
			l.last = tail - 1;
		put_node(&t->pool, queue[i], l);
	}
	puts("};");
	return true;
}

static bool put_trees(struct tool *t, const struct item *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (items[i].documents)
			pool_fill(&t->pool, items[i].documents);
	if (t->pool.bytes.failed || t->pool.used >= POOL_SLOTS / 2)
		return fail("pool", "too many texts");
	printf("static const char pool[%zu]=", t->pool.bytes.len + 1);
	put_bytes(buf_str(&t->pool.bytes));
	puts(";");
	for (size_t i = 0; i < count; i++)
		if (items[i].documents && !put_nodes(t, &items[i], i))
			return false;
	return true;
}

static void put_table(const struct item *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		printf("static const char t%zu[%zu]=", i, items[i].text.len + 1);
		put_bytes(items[i].text);
		puts(";");
	}
	puts("const struct embedded_file embedded_files[]={");
	for (size_t i = 0; i < count; i++) {
		char sha256[DIGEST_HEX + 1];
		digest_sha256(items[i].text, sha256);
		printf("{\"%s\",{t%zu,%zu},", items[i].path, i, items[i].text.len);
		printf(items[i].documents ? "n%zu" : "0", i);
		printf(",\"%s\"},\n", sha256);
	}
	printf("{0}};\nconst size_t embedded_count=%zu;\n", count);
}

static bool load(struct tool *t, const char *path, struct item *item)
{
	item->path = path;
	t->file = path;
	if (!read_whole(t, path, &item->text))
		return false;
	if (!has_documents(str_from(path)))
		return true;
	if (!yaml_read(item->text, &t->arena, &item->documents, tell_fault, t) || !item->documents)
		return t->faults ? false : fail(path, "cannot be read as YAML");
	item->nodes = count_nodes(item->documents);
	return true;
}

static bool embed(struct tool *t, char **paths, size_t count)
{
	struct item *items = ARENA_NEW(&t->arena, struct item, count + 1);
	bool ok = true;

	t->pool.bytes = buf_make(POOL_MAX);
	t->pool.slots = ARENA_NEW(&t->arena, uint32_t, POOL_SLOTS);
	if (!items || !t->pool.slots)
		return fail("embed", "out of memory");
	for (size_t i = 0; i < count; i++) {
		if (i && strcmp(paths[i - 1], paths[i]) >= 0)
			return fail(paths[i], "not in the order of paths");
		ok = load(t, paths[i], &items[i]) && ok;
	}
	if (!ok)
		return false;
	puts("/* Made by embed from the files under rules/. */\n#include \"base/embedded.h\"");
	if (!put_trees(t, items, count))
		return false;
	put_table(items, count);
	return (fflush(stdout) == 0 && !ferror(stdout)) || fail("standard output", "could not be written");
}

int main(int argc, char **argv)
{
	struct tool t = { 0 };
	bool ok = embed(&t, argv + 1, (size_t)argc - 1);

	buf_clear(&t.pool.bytes);
	arena_clear(&t.arena);
	return !ok;
}
