/*
 * The table of networks is compiled once and mapped from then on: half a million networks take 200 ms to read and
 * nothing to map.  The file, in $XDG_CACHE_HOME/candor, is keyed by all that the table is made from; the answers of a
 * damaged, foreign or forged one are never used.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/file.h"
#include "limits.h"
#include "list/address_table.h"

/* @LAYOUT: of the parts; it grows with each change of their form or meaning. */
enum { LAYOUT = 1, CACHE_MIN_ITEMS = 2000 };

enum { ITEMS = PREFIX_PARTS, SUMS, ORIGINS, TEXTS, PARTS };

/* An origin without pointers; texts are places in TEXTS. */
struct saved_origin {
	uint32_t list, class, label_at, label_len, date_at, date_len;
};

static bool path_of(const struct lists *l, char *out, size_t size, char *folder, size_t folder_size)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	char digest[DIGEST_HEX + 1];
	int n = -1;

	if (cache && *cache == '/')
		n = snprintf(folder, folder_size, "%s/candor", cache);
	else if (home && *home)
		n = snprintf(folder, folder_size, "%s/.cache/candor", home);
	if (n <= 0 || (size_t)n >= folder_size)
		return false;
	digest_sha256(str_from(lists_user_folder(l)), digest);
	n = snprintf(out, size, "%s/addresses-%.16s", folder, digest);
	return n > 0 && (size_t)n < size;
}

static void add(struct digest *d, struct str s)
{
	digest_add(d, s);
	digest_add(d, STR_LIT("\n"));
}

void address_cache_key(const struct lists *l, char key[DIGEST_HEX + 1])
{
	char layout[96];
	struct digest d;

	digest_init(&d);
	snprintf(layout, sizeof(layout), "%s addresses %d %zu %zu %d %d", CANDOR_VERSION, LAYOUT, sizeof(struct prefix),
	    sizeof(struct saved_origin), LIST_KINDS, CLASSES);
	add(&d, str_from(layout));
	for (size_t i = 0; i < lists_count(l); i++) {
		const struct list *x = lists_at(l, i);
		add(&d, x->name);
		add(&d, str_from(list_kind_name(x->kind)));
		add(&d, str_from(list_class_name(x->class)));
		add(&d, x->date);
		add(&d, x->sha256);
	}
	digest_end(&d, key);
}

/* --- writing --- */

static uint32_t put_text(struct buf *texts, struct str s)
{
	uint32_t at = (uint32_t)texts->len;

	buf_put(texts, s);
	return at;
}

static size_t place_of(const struct lists *l, const struct list *list)
{
	size_t i = 0;

	while (i < lists_count(l) && lists_at(l, i) != list)
		i++;
	return i;
}

static struct saved_origin *save_origins(const struct lists *l, const struct address_table *t, struct buf *texts,
    struct arena *a)
{
	struct saved_origin *saved = ARENA_NEW(a, struct saved_origin, t->origin_count);

	for (uint32_t i = 0; saved && i < t->origin_count; i++) {
		const struct origin *o = &t->origins[i];
		saved[i] = (struct saved_origin){
			(uint32_t)place_of(l, o->list), o->class, put_text(texts, o->label), (uint32_t)o->label.len,
			put_text(texts, o->date), (uint32_t)o->date.len,
		};
	}
	return texts->failed ? NULL : saved;
}

bool address_cache_save(const char *path, const struct lists *l, const struct address_table *t, struct arena *a)
{
	struct image_part parts[PARTS];
	struct buf texts = buf_make(1 << 24);
	char key[DIGEST_HEX + 1];
	const uint32_t count = prefix_count(t->set);

	const struct saved_origin *origins = save_origins(l, t, &texts, a);
	bool ok = origins && prefix_parts(t->set, a, parts);
	address_cache_key(l, key);
	parts[ITEMS] = (struct image_part){ t->items, count * sizeof(*t->items) };
	parts[SUMS] = (struct image_part){ t->classes, count * sizeof(*t->classes) };
	parts[ORIGINS] = (struct image_part){ origins, t->origin_count * sizeof(*origins) };
	parts[TEXTS] = (struct image_part){ texts.ptr, texts.len };
	ok = ok && image_write(path, str_from(key), parts, PARTS);
	buf_clear(&texts);
	return ok;
}

void address_cache_write(const struct lists *l, const struct address_table *t, struct arena *a)
{
	char path[LIST_MAX_PATH + 64], folder[LIST_MAX_PATH];

	if (!*lists_user_folder(l) || prefix_count(t->set) < CACHE_MIN_ITEMS || lists_failed(l))
		return;
	if (path_of(l, path, sizeof(path), folder, sizeof(folder)) && file_make_folder(folder, NULL) &&
	    !address_cache_save(path, l, t, a))
		unlink(path);
}

/* --- reading --- */

static bool text_fits(uint32_t at, uint32_t len, const struct image_part *texts)
{
	return at <= texts->size && len <= texts->size - at;
}

static struct origin *read_origins(const struct lists *l, const struct image *image, uint32_t *count, struct arena *a)
{
	const struct image_part part = image_part(image, ORIGINS), texts = image_part(image, TEXTS);
	const struct saved_origin *saved = part.ptr;
	size_t n = part.size / sizeof(*saved);
	struct origin *at = ARENA_NEW(a, struct origin, n);

	if (!at || part.size % sizeof(*saved) || !image_check(image, part.ptr, part.size) ||
	    !image_check(image, texts.ptr, texts.size))
		return NULL;
	for (size_t i = 0; i < n; i++) {
		const struct saved_origin *o = &saved[i];
		if (o->list >= lists_count(l) || o->class >= CLASSES || !text_fits(o->label_at, o->label_len, &texts) ||
		    !text_fits(o->date_at, o->date_len, &texts))
			return NULL;
		at[i] = (struct origin){
			.list = lists_at(l, o->list), .class = (enum list_class)o->class,
			.label = str_of((const char *)texts.ptr + o->label_at, o->label_len),
			.date = str_of((const char *)texts.ptr + o->date_at, o->date_len),
		};
	}
	*count = (uint32_t)n;
	return at;
}

static const struct address_table *map_table(const struct lists *l, const struct image *image, struct arena *a)
{
	struct address_table *t = ARENA_NEW(a, struct address_table, 1);

	if (!t || !(t->set = prefix_map(image, 0, a)) ||
	    !(t->origins = read_origins(l, image, &t->origin_count, a)))
		return NULL;
	const struct image_part items = image_part(image, ITEMS), classes = image_part(image, SUMS);
	const size_t count = prefix_count(t->set);
	if (items.size != count * sizeof(*t->items) || classes.size != count * sizeof(*t->classes))
		return NULL;
	t->image = image;
	t->items = (struct prefix *)(uintptr_t)items.ptr;
	t->classes = (uint32_t *)(uintptr_t)classes.ptr;
	return t;
}

const struct address_table *address_cache_map(const char *path, const struct lists *l, struct arena *a,
    struct image **image)
{
	char key[DIGEST_HEX + 1];

	address_cache_key(l, key);
	*image = image_open(path, str_from(key), PARTS);
	const struct address_table *t = *image ? map_table(l, *image, a) : NULL;
	if (!t) {
		image_close(*image);
		*image = NULL;
	}
	return t;
}

const struct address_table *address_cache_read(const struct lists *l, struct arena *a, struct image **image)
{
	char path[LIST_MAX_PATH + 64], folder[LIST_MAX_PATH];

	*image = NULL;
	if (!*lists_user_folder(l) || !path_of(l, path, sizeof(path), folder, sizeof(folder)))
		return NULL;
	return address_cache_map(path, l, a, image);
}

/* A network that was read is one; chains of wider ones come to an end, because each stands before the last. */
static bool item_is_sound(const struct address_table *t, uint32_t i)
{
	const struct prefix *p = &t->items[i];
	unsigned char is_v6;

	memcpy(&is_v6, &p->net.first.is_v6, 1); /* as a byte: a bool may be nothing but 0 or 1 */
	return is_v6 <= 1 && p->net.len <= (is_v6 ? 128u : 32u) && p->value < t->origin_count &&
	    (p->wider == PREFIX_NONE || p->wider < i) && t->classes[i] >> CLASSES == 0;
}

bool address_table_is_sound(const struct address_table *t, const struct ip *ip)
{
	if (!t->image)
		return true;
	if (!prefix_is_sound(t->set, ip))
		return false;
	for (uint32_t i = prefix_find(t->set, ip); i != PREFIX_NONE; i = t->items[i].wider)
		if (!image_check(t->image, &t->items[i], sizeof(*t->items)) ||
		    !image_check(t->image, &t->classes[i], sizeof(*t->classes)) || !item_is_sound(t, i))
			return false;
	return true;
}

bool address_table_all_sound(const struct address_table *t)
{
	if (!t->image)
		return true;
	if (!prefix_all_sound(t->set))
		return false;
	for (uint32_t i = 0; i < prefix_count(t->set); i++)
		if (!item_is_sound(t, i))
			return false;
	return true;
}
