/* Addresses against lists that others maintain, and the compiled table against the one that is made. */
#include "list/address.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "list/address_table.h"
#include "list/update.h"
#include "unit/folder.h"
#include "unit/test.h"

static bool take(struct update *u, const char *name, enum list_class class, const char *product, const char *text)
{
	struct list what = {
		.name = str_from(name), .kind = LIST_IP, .class = class, .product = str_from(product), .source = STR("test"),
		.licence = STR("none"), .date = STR("2026-08-22"), .max_age_days = 30, .url = STR(""), .confidence = STR("medium"),
	};
	char padded[512] = "";
	int64_t entries;

	snprintf(padded, sizeof(padded), "%s", text);
	const struct feed_text in = { .text = str_of(padded, strlen(padded)) };
	return update_take(u, &what, STR_LIT("lines"), &in, true, &entries, NULL);
}

/* Small lists that overlap as the real ones do. */
static bool fill_small(const char *folder)
{
	struct update *u = update_begin(folder, NULL);
	bool ok = u && take(u, "vpn", CLASS_VPN, "", "104.28.0.0/16\n185.65.134.0/24\n45.32.9.0/24\n175.45.176.0/20\n") &&
	    take(u, "mullvad", CLASS_VPN, "Mullvad", "185.65.134.80/28\n2a03:1b20::/32\n") &&
	    take(u, "relay", CLASS_RELAY, "iCloud Private Relay", "104.28.28.0/26\n2a02:26f7::/32\n") &&
	    take(u, "gateway", CLASS_GATEWAY, "Zscaler", "165.225.0.0/17\n") &&
	    take(u, "tor", CLASS_TOR, "", "185.65.134.90\n5.9.0.1\n") &&
	    take(u, "hosting", CLASS_HOSTING, "", "165.225.100.0/23\n45.32.0.0/16\n5.9.0.0/16\n192.0.2.0/24\n2001:db8::/32\n2002::/16\n"
	    "185.65.134.0/23\n2a02:26f0::/29\n2001:19f0::/32\n") && update_end(u, NULL);

	update_free(u);
	return ok;
}

/* @classes: all that counts, in order; @lists: all that hold it, narrowest first. */
struct judged {
	const char *ip, *judgement, *classes, *lists;
};

static const struct judged small[] = {
	{ "104.28.28.1", "relay", "relay", "relay vpn" }, { "104.28.29.1", "vpn", "vpn", "vpn" },
	{ "165.225.100.7", "gateway", "gateway", "hosting gateway" }, { "165.225.1.7", "gateway", "gateway", "gateway" },
	{ "185.65.134.81", "vpn", "vpn hosting", "mullvad vpn hosting" },
	{ "185.65.134.90", "vpn", "vpn tor hosting", "tor mullvad vpn hosting" },
	{ "185.65.135.1", "hosting", "hosting", "hosting" }, { "5.9.0.1", "tor", "tor hosting", "tor hosting" },
	{ "5.9.0.2", "hosting", "hosting", "hosting" }, { "45.32.9.9", "vpn", "vpn hosting", "vpn hosting" },
	{ "192.0.2.9", "special", "special", "special-networks" }, { "2001:db8::9", "special", "special", "special-networks" },
	{ "2002::9", "special", "special", "special-networks" }, { "10.0.0.1", "special", "special", "special-networks" },
	{ "175.45.177.1", "dprk", "dprk vpn", "dprk-networks vpn" }, { "175.45.180.1", "vpn", "vpn", "vpn" },
	{ "2a02:26f7::1", "relay", "relay", "relay hosting" }, { "2a02:26f0::1", "hosting", "hosting", "hosting" },
	{ "2a03:1b20:5::1", "vpn", "vpn", "mullvad" }, { "2001:19f0:1::1", "hosting", "hosting", "hosting" },
	{ "9.9.9.9", "none", "", "" }, { "::ffff:185.65.134.81", "vpn", "vpn hosting", "mullvad vpn hosting" },
	{ "255.255.255.255", "special", "special", "special-networks special-networks" }, { "2600::1", "none", "", "" },
	{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "special", "special", "special-networks" },
	{ "80.237.84.9", "none", "", "dprk-networks" },
};

static void put_word(char *out, size_t size, const char *word, size_t len)
{
	size_t at = strlen(out);

	snprintf(out + at, size - at, "%s%.*s", at ? " " : "", (int)len, word);
}

static void check_judged(const struct lists *l, const struct judged *x)
{
	char classes[128] = "", names[256] = "";
	struct address_hit hit;
	struct ip ip;

	test_case(x->ip);
	if (!CHECK(ip_parse(str_from(x->ip), &ip)))
		return;
	struct address_answer a = address_find(lists_addresses(l), &ip);
	CHECK_STR(str_from(list_class_name(a.judgement)), x->judgement);
	for (int c = 0; c < CLASSES; c++)
		if (a.classes >> c & 1)
			put_word(classes, sizeof(classes), list_class_name((enum list_class)c), 20);
	while (address_next(&a, &hit))
		put_word(names, sizeof(names), hit.list->name.ptr, hit.list->name.len);
	if (x->classes)
		CHECK_STR(str_from(classes), x->classes);
	if (x->lists)
		CHECK_STR(str_from(names), x->lists);
}

static void order_of_judgement(const struct lists *l)
{
	for (size_t i = 0; i < COUNT(small); i++)
		check_judged(l, &small[i]);
}

/* --- the compiled table --- */

static bool same_answers(const struct address_table *a, const struct address_table *b, const struct ip *ip)
{
	uint32_t x = prefix_find(a->set, ip), y = prefix_find(b->set, ip);

	while (x != PREFIX_NONE && x == y) {
		const struct prefix *p = &a->items[x], *q = &b->items[y];
		const struct origin *o = &a->origins[p->value], *r = &b->origins[q->value];
		if (a->classes[x] != b->classes[y] || o->list != r->list || o->class != r->class ||
		    !str_eq(o->label, r->label) || !str_eq(o->date, r->date) || p->net.len != q->net.len)
			return false;
		x = p->wider;
		y = q->wider;
	}
	return x == y;
}

static void agrees(const struct address_table *made, const struct address_table *mapped)
{
	uint64_t state = 88172645463325252u;

	CHECK(address_table_all_sound(mapped));
	for (size_t i = 0; i < 20000; i++) {
		struct ip ip = { 0 };
		state ^= state << 13, state ^= state >> 7, state ^= state << 17;
		if (state >> 62) { /* most of them near a network */
			const struct prefix *p = &made->items[state % prefix_count(made->set)];
			ip = p->net.first;
			ip.lo += state >> 40 & 3;
			ip.lo &= ip.is_v6 ? UINT64_MAX : UINT32_MAX;
		} else {
			ip.lo = state & UINT32_MAX;
		}
		if (!CHECK(address_table_is_sound(mapped, &ip)) || !CHECK(same_answers(made, mapped, &ip)))
			return;
	}
}

/* Is every answer that is given from the file the right one, and is damage anywhere noticed when all is looked at? */
static bool is_noticed(const char *path, const struct lists *l, const struct address_table *made)
{
	struct arena a = arena_make(0);
	struct image *image = NULL;
	const struct address_table *t = address_cache_map(path, l, &a, &image);
	bool is_right = true;

	for (size_t i = 0; t && i < COUNT(small); i++) {
		struct ip ip;
		if (ip_parse(str_from(small[i].ip), &ip) && address_table_is_sound(t, &ip))
			is_right = is_right && same_answers(made, t, &ip);
	}
	bool noticed = !t || !address_table_all_sound(t);
	image_close(image);
	arena_clear(&a);
	return noticed && is_right;
}

/* Without a wait for the disk, as file_write() has it. */
static bool overwrite(const char *path, struct str data)
{
	FILE *f = fopen(path, "w");
	bool ok = f && fwrite(data.ptr, 1, data.len, f) == data.len;

	return f && fclose(f) == 0 && ok;
}

/* Whatever bit is turned, wherever the file ends. */
static void damage(const char *path, const struct lists *l, const struct address_table *made)
{
	struct arena a = arena_make(0);
	struct str whole = file_read(path, 1 << 26, &a, NULL);
	char *copy = arena_alloc(&a, whole.len + 1);

	for (size_t at = 0; CHECK(whole.ptr && copy) && at < whole.len; at += at < 1024 ? 7 : 509) {
		memcpy(copy, whole.ptr, whole.len);
		copy[at] ^= (char)(1 << at % 8);
		CHECK(overwrite(path, str_of(copy, whole.len)));
		/* Between the sums of the blocks and the first block is nothing. */
		bool is_gap = at >= 360 + (whole.len / 4096 - 1) * 8 && at < 4096;
		if (!CHECK(is_noticed(path, l, made) || is_gap))
			printf("# bit at %zu\n", at);
	}
	static const size_t cuts[] = { 0, 1, 100, 4096, 4097, 8192 };
	for (size_t i = 0; i < COUNT(cuts); i++) {
		CHECK(overwrite(path, str_of(whole.ptr, cuts[i])));
		CHECK(is_noticed(path, l, made));
		CHECK(overwrite(path, str_of(whole.ptr, whole.len - cuts[i] - 1)));
		CHECK(is_noticed(path, l, made));
	}
	memcpy(copy, whole.ptr, whole.len);
	copy[whole.len] = 0;
	CHECK(overwrite(path, str_of(copy, whole.len + 1)));
	CHECK(is_noticed(path, l, made));
	CHECK(overwrite(path, whole));
	CHECK(!is_noticed(path, l, made));
	arena_clear(&a);
}

static void compiled(const struct lists *l, const char *folder)
{
	struct arena a = arena_make(0);
	struct image *image = NULL;
	char path[FOLDER_PATH + 16];

	snprintf(path, sizeof(path), "%s/compiled", folder);
	struct address_table *made = address_table_make(l, &a);
	if (CHECK(made) && CHECK(address_cache_save(path, l, made, &a))) {
		const struct address_table *mapped = address_cache_map(path, l, &a, &image);
		if (CHECK(mapped))
			agrees(made, mapped);
		image_close(image);
		damage(path, l, made);
		struct lists *other = lists_open("", STR_LIT("2026-11-24"), NULL);
		CHECK(!address_cache_map(path, other, &a, &image)); /* other lists: another key */
		lists_close(other);
	}
	CHECK(!address_cache_map("/nonexistent/file", l, &a, &image));
	CHECK(!address_cache_save("/nonexistent/file", l, made, &a));
	arena_clear(&a);
}

/* --- lists as they are published --- */

static const struct judged real[] = {
	{ "104.28.28.1", "relay", "relay", NULL }, /* X4BNet has all of Private Relay among VPNs */
	{ "165.225.100.7", "gateway", "gateway", NULL }, { "136.226.218.9", "gateway", "gateway", NULL },
	{ "194.9.116.1", "gateway", "gateway", NULL }, /* in X4BNet's hosting, too */
	{ "192.0.2.1", "special", "special", "special-networks" }, { "198.51.100.1", "special", "special", "special-networks" },
	{ "203.0.113.1", "special", "special", "special-networks" }, /* Vultr's feed has these */
	{ "2001:db8::1", "special", "special", NULL }, { "2002::1", "special", "special", NULL }, { "2001:2::1", "special", "special", NULL },
	{ "2001:10::1", "special", "special", NULL }, { "45.32.0.1", "hosting", "hosting", NULL },
	{ "31.171.155.134", "vpn", NULL, NULL }, { "23.144.160.67", "vpn", NULL, NULL },
	{ "175.45.176.1", "dprk", "dprk", NULL }, { "8.8.8.8", "hosting", "hosting", NULL },
};

static void no_fault(void *context, const struct err *e)
{
	(void)context;
	CHECK_STR(str_from(e->text), "");
}

static bool fill_real(const char *folder, const char *mirror)
{
	struct arena a = arena_make(0);
	struct feeds feeds = { 0 };
	struct mirror *m = mirror_open(mirror, no_fault, NULL, &a, NULL);
	struct update *u = update_begin(folder, NULL);
	bool ok = m && u && feeds_known(&a, &feeds);

	for (size_t i = 0; ok && i < feeds.count; i++) {
		struct update_source from = mirror_source(m);
		struct arena one = arena_make(0);
		struct delivery d;
		int64_t entries;
		if (feeds.at[i].list.kind == LIST_IP && from.get(from.context, feeds.at[i].list.url, &one, &d, NULL)) {
			struct feed_text in = { .text = d.text };
			feeds.at[i].list.date = d.date;
			test_case(feeds.at[i].list.name.ptr);
			ok = CHECK(update_take(u, &feeds.at[i].list, feeds.at[i].form, &in, false, &entries, NULL));
		}
		arena_clear(&one);
	}
	ok = ok && update_end(u, NULL);
	update_free(u);
	arena_clear(&a);
	return ok;
}

static void published_lists(void)
{
	const char *mirror = test_shared("data/mirror.csv");
	char folder[FOLDER_PATH];

	if (!mirror || !CHECK(folder_make(folder)))
		return;
	setenv("XDG_CACHE_HOME", folder, 1);
	for (int round = 0; CHECK(round || fill_real(folder, mirror)) && round < 2; round++) { /* made, then mapped */
		struct lists *l = lists_open(folder, STR_LIT("2026-11-24"), NULL);
		for (size_t i = 0; CHECK(l) && i < COUNT(real); i++)
			check_judged(l, &real[i]);
		lists_close(l);
	}
	folder_remove(folder);
}

void test_address(void)
{
	char folder[FOLDER_PATH];

	if (!CHECK(folder_make(folder)))
		return;
	setenv("XDG_CACHE_HOME", folder, 1);
	struct lists *l = CHECK(fill_small(folder)) ? lists_open(folder, STR_LIT("2026-11-24"), NULL) : NULL;
	if (CHECK(l)) {
		order_of_judgement(l);
		compiled(l, folder);
	}
	lists_close(l);
	folder_remove(folder);
	published_lists();
	unsetenv("XDG_CACHE_HOME");
}
