#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/json_write.h"
#include "base/log.h"
#include "base/picture.h"
#include "cmd/cmd.h"
#include "limits.h"

#include <inttypes.h>
#include <stdio.h>

struct options {
	const char *format;
	bool numbers;
};

static const struct opt opts[] = {
	{ "numbers", 'n', OPT_FLAG, OPT_ROW(struct options, numbers), NULL,
	    "FILE has numbers of documents or accounts, one a line: print what number_sha256 is of each", 0, 0 },
	{ "format", 'f', OPT_TEXT, OPT_ROW(struct options, format), "FORM",
	    "write |text|json|; text on a terminal, JSON lines otherwise", 0, 0 },
	{ 0 },
};

struct hashing {
	struct buf out;
	bool as_text, failed;
};

static void put_file(struct hashing *h, const char *path, const char *sha256, const char *phash)
{
	struct json j = json_make(&h->out);

	if (h->as_text) {
		buf_printf(&h->out, "%s  %-16s  %s\n", sha256, phash ? phash : "-", path);
		return;
	}
	json_open(&j, NULL, '{');
	json_text(&j, "file", str_from(path));
	json_text(&j, "sha256", str_from(sha256));
	json_text(&j, "phash", str_from(phash));
	json_close(&j, '}');
	buf_byte(&h->out, '\n');
}

static struct str read_stdin(struct arena *a, struct err *e)
{
	struct buf b = buf_make(HASH_MAX_BYTES);
	struct str all = { NULL, 0 };
	size_t got = 1;
	char *room;

	while (got && (room = buf_room(&b, 1 << 16))) {
		got = fread(room, 1, 1 << 16, stdin);
		b.len += got;
	}
	if (b.failed || ferror(stdin)) {
		err_set(e, ERR_FILE, "cannot be read, or has more than %d bytes", HASH_MAX_BYTES);
		err_at(e, "standard input", 0, 0);
	} else {
		all = arena_copy(a, buf_str(&b));
	}
	buf_clear(&b);
	return all;
}

/* The bytes as they stand, compressed or not. */
static struct str read_whole(const char *path, struct arena *a, struct err *e)
{
	return strcmp(path, "-") == 0 ? read_stdin(a, e) : file_read(path, HASH_MAX_BYTES, a, e);
}

static void hash_file(struct hashing *h, const char *path)
{
	struct arena a = arena_make(0);
	struct err e = { 0 };
	char sha256[DIGEST_HEX + 1], phash[17];
	uint64_t hash = 0;
	struct str bytes = read_whole(path, &a, &e);

	if (!bytes.ptr) {
		log_err(&e);
		h->failed = true;
		arena_clear(&a);
		return;
	}
	digest_sha256(bytes, sha256);
	enum picture_answer got = picture_hash(bytes, &hash, &e);
	if (got == PICTURE_BAD) {
		err_at(&e, path, 0, 0);
		log_err(&e);
		h->failed = true;
	}
	snprintf(phash, sizeof(phash), "%016" PRIx64, hash);
	put_file(h, path, sha256, got == PICTURE_HASHED ? phash : NULL);
	arena_clear(&a);
}

/* --- numbers --- */

/* Capitals and digits alone: how somebody spaces a number is no part of it.  False if nothing is left. */
static bool number_digest(struct str line, char out[DIGEST_HEX + 1])
{
	struct digest d;
	bool any = false;

	digest_init(&d);
	for (size_t i = 0; i < line.len; i++) {
		char c = line.ptr[i];
		c = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
		if ((c < 'A' || c > 'Z') && (c < '0' || c > '9'))
			continue;
		digest_add(&d, str_of(&c, 1));
		any = true;
	}
	digest_end(&d, out);
	return any;
}

static void put_number(struct hashing *h, const char *path, unsigned line, const char *digest)
{
	struct json j = json_make(&h->out);

	if (h->as_text) {
		buf_printf(&h->out, "%s\n", digest ? digest : "-");
		return;
	}
	json_open(&j, NULL, '{');
	json_text(&j, "file", str_from(path));
	json_number(&j, "line", line);
	json_text(&j, "number_sha256", str_from(digest));
	json_close(&j, '}');
	buf_byte(&h->out, '\n');
}

static void hash_numbers(struct hashing *h, const char *path)
{
	struct arena a = arena_make(0);
	struct err e = { 0 };
	struct str rest = read_whole(path, &a, &e);
	char digest[DIGEST_HEX + 1];

	if (!rest.ptr) {
		log_err(&e);
		h->failed = true;
	}
	for (unsigned line = 1; rest.len; line++) {
		struct str text = str_split(rest, '\n', &rest);
		put_number(h, path, line, number_digest(text, digest) ? digest : NULL);
	}
	arena_clear(&a);
}

static int run(void *options, int argc, char **argv)
{
	static const char *const forms[] = { "text", "json", NULL };
	const struct options *o = options;
	struct hashing h = { .out = buf_make(1 << 28) };

	if (argc < 1)
		return cmd_usage(&cmd_hash, "no FILE is given; - is standard input");
	const char *form = cmd_format(&cmd_hash, o->format, forms);
	if (!form)
		return CMD_USAGE;
	h.as_text = strcmp(form, "text") == 0;
	for (int i = 0; i < argc; i++) {
		if (o->numbers)
			hash_numbers(&h, argv[i]);
		else
			hash_file(&h, argv[i]);
	}
	return cmd_print(&h.out, h.failed ? CMD_PARTIAL : CMD_DONE);
}

const struct command cmd_hash = {
	.name = "hash",
	.args = "FILE...",
	.summary = "the digest of a file, and the look of a picture",
	.text = "Prints for each file its SHA-256 (sha256, photo_sha256, image_sha256), and of a JPEG or PNG picture "
		"the 64-bit perceptual hash (phash, photo_phash, image_phash): pictures that look alike have hashes "
		"that differ in few bits. docs/link.md defines it, so that other programs can fill the fields alike.\n"
		"\n"
		"    candor hash resume.pdf photo.jpg\n"
		"    candor hash --format json scan.png\n"
		"    candor hash --numbers passports.txt\n"
		"\n"
		"Numbers come from a file or standard input (-), not as arguments, which others on the machine can "
		"see; letters and digits alone count, capitals as small ones.\n"
		"\n"
		"Exit status: 0 done, 2 wrong usage, 3 a file could not be read, or a picture is damaged.\n",
	.opts = opts,
	.options_size = sizeof(struct options),
	.run = run,
};
