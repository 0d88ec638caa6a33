/*
 * fuzz_feed.c - every form in which lists are published; the first byte says which, and of what kind.  What is taken must be
 * good enough to be read back: networks parse, rows of designated persons are rows, entries are counted right.
 */
#include <stdlib.h>

#include "base/ip.h"
#include "list/entry.h"
#include "list/feed.h"

static const struct { const char *form; enum list_kind kind; } forms[] = {
	{ "lines", LIST_IP }, { "csv ipaddr", LIST_IP }, { "geofeed", LIST_IP },
	{ "json prefixes[].ip_prefix ipv6_prefixes[].ipv6_prefix", LIST_IP }, { "json []", LIST_DOMAIN },
	{ "ofac", LIST_NAME }, { "un", LIST_NAME }, { "designated", LIST_NAME }, { "lines", LIST_DOMAIN },
	{ "lines", LIST_WALLET }, { "lines", LIST_EMAIL }, { "lines", LIST_NAME }, { "lines", LIST_GITHUB },
};

static void must(bool holds)
{
	if (!holds)
		abort();
}

static int64_t count_networks(struct str text)
{
	int64_t n = 0;
	struct cidr net;

	for (; text.len; n++)
		must(cidr_parse(str_split(text, '\n', &text), &net));
	return n;
}

static int64_t count_rows(struct str text, struct arena *a)
{
	struct entry_reader r;
	struct entry x;
	int64_t n = 0;

	must(entry_open(&r, text, a));
	for (; entry_next(&r, &x); n++)
		must(x.cells[ENTRY_LIST].len && x.cells[ENTRY_ID].len && x.cells[ENTRY_NAMES].len);
	return n;
}

static int64_t count_lines(struct str text)
{
	int64_t n = 0;

	for (; text.len; n++)
		must(str_split(text, '\n', &text).len > 0);
	return n;
}

/* The parts of OFAC's list stand behind the first, divided by the byte 0. */
static void split_parts(struct feed_text *in, struct str text)
{
	in->text = str_split(text, '\0', &text);
	for (size_t i = 0; i < FEED_PARTS && text.ptr; i++)
		in->parts[i] = str_split(text, '\0', &text);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct buf out = buf_make(1 << 24);
	struct feed_text in = { 0 };
	struct arena a = arena_make(0);
	struct err e = { 0 };
	int64_t entries = 0;

	if (!size)
		return 0;
	size_t which = data[0] % COUNT(forms);
	char *text = calloc(1, size + 64);
	memcpy(text, data + 1, size - 1);
	in.text = str_of(text, size - 1);
	if (str_is(str_from(forms[which].form), "ofac"))
		split_parts(&in, in.text);
	bool ok = feed_convert(forms[which].kind, str_from(forms[which].form), &in, &out, &entries, &e);
	if (!ok)
		must(e.code && e.text[0]); /* refused without saying why */
	else if (forms[which].kind == LIST_IP)
		must(count_networks(buf_str(&out)) == entries);
	else if (which >= 5 && which <= 7)
		must(count_rows(buf_str(&out), &a) == entries);
	else
		must(count_lines(buf_str(&out)) == entries);
	buf_clear(&out);
	arena_clear(&a);
	free(text);
	return 0;
}
