/*
 * fuzz_image.c - the compiled table of networks as a door: whatever the bytes are, sums made right so that they get in, no
 * look-up reads out of bounds or goes round in circles.  The input says which bytes of a good file to change, and to what:
 * three bytes of place, one of value, again and again.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "list/address_table.h"

static struct lists *lists;
static struct address_table *made;
static char path[64];
static struct arena arena;

static void start(void)
{
	snprintf(path, sizeof(path), "/tmp/candor-fuzz-%ld", (long)getpid());
	lists = lists_open("", STR_LIT("2026-11-24"), NULL);
	made = lists ? address_table_make(lists, &arena) : NULL;
	if (!made)
		abort();
}

/* A copy of each array with the changes made, written with sums that are right. */
static bool save_changed(const unsigned char *data, size_t size, struct arena *a)
{
	struct image *good = NULL;
	struct image_part parts[PREFIX_PARTS + 4];
	size_t total = 0;

	if (!address_cache_save(path, lists, made, &arena) || !address_cache_map(path, lists, a, &good))
		abort();
	for (size_t i = 0; i < COUNT(parts); i++) {
		struct image_part p = image_part(good, i);
		char *copy = arena_alloc(a, p.size + 1);
		memcpy(copy, p.ptr, p.size);
		parts[i] = (struct image_part){ copy, p.size };
		total += p.size;
	}
	for (; size >= 4; data += 4, size -= 4) {
		size_t at = ((size_t)data[0] | (size_t)data[1] << 8 | (size_t)data[2] << 16) % total, i = 0;
		while (at >= parts[i].size)
			at -= parts[i++].size;
		((char *)(uintptr_t)parts[i].ptr)[at] = (char)data[3];
	}
	char key[DIGEST_HEX + 1];
	address_cache_key(lists, key);
	image_close(good);
	return image_write(path, str_of(key, IMAGE_KEY), parts, COUNT(parts));
}

static void walk(const struct address_table *t, const struct ip *ip)
{
	size_t n = 0;

	if (!address_table_is_sound(t, ip))
		return;
	for (uint32_t at = prefix_find(t->set, ip); at != PREFIX_NONE; at = t->items[at].wider) {
		const struct origin *o = &t->origins[t->items[at].value];
		char text[CIDR_TEXT];
		if (n++ > prefix_count(t->set) || !cidr_print(&t->items[at].net, text).len || o->class >= CLASSES || !o->list)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct arena a = arena_make(0);
	struct image *image = NULL;

	if (!made)
		start();
	if (!save_changed(data, size, &a))
		abort();
	const struct address_table *t = address_cache_map(path, lists, &a, &image);
	for (uint32_t i = 0; t && i < prefix_count(made->set); i++) {
		struct ip ip = made->items[i].net.first;
		walk(t, &ip);
		ip.lo++;
		walk(t, &ip);
		ip.hi |= ip.is_v6 ? UINT64_C(1) << 61 : 0;
		walk(t, &ip);
	}
	bool all = t && address_table_all_sound(t);
	for (uint32_t i = 0; all && i < prefix_count(made->set); i++)
		if (!address_table_is_sound(t, &made->items[i].net.first))
			abort(); /* what is sound as a whole is sound in each place */
	image_close(image);
	arena_clear(&a);
	unlink(path);
	return 0;
}
