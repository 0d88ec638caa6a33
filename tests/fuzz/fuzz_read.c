/*
 * fuzz_read.c - any bytes as an input, of a form that the first byte names or of whatever they look like: what comes out is
 * a record with an id, and read again as our own record it is the same record.
 */
#include "base/json_write.h"
#include "fuzz/memory_file.h"
#include "limits.h"
#include "read/read.h"

static struct forms *forms;

static void write_record(struct buf *out, const struct record *r)
{
	struct json j = json_make(out);

	json_node(&j, NULL, r->root);
	buf_byte(out, '\n');
}

/* All records of @path, as lines. */
static void read_all(const char *path, const struct form *form, struct buf *out)
{
	struct err e = { 0 };
	struct source *s = source_open(path, form, forms, &e);
	struct reader *r = reader_new(forms, NULL, NULL);
	struct arena a = arena_make(RECORD_MAX_MEMORY);
	struct chunk c = { 0 };
	struct record record;
	enum read_result result;

	if (!s && !e.text[0])
		abort(); /* refused without saying why */
	while (s && source_next(s, &c))
		while ((result = reader_next(r, &c, &a, &record, &e)) != READ_END) {
			if (result == READ_BAD && !(e.code && e.text[0]))
				abort();
			if (result == READ_RECORD && (record.root->type != NODE_MAP || !record.id.len))
				abort();
			if (result == READ_RECORD)
				write_record(out, &record);
			arena_reset(&a);
		}
	chunk_clear(&c);
	source_close(s);
	reader_free(r);
	arena_clear(&a);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct err e = { 0 };
	struct buf once = buf_make(1 << 26), twice = buf_make(1 << 26);

	if (!forms && !(forms = forms_new(&e)))
		abort();
	if (!size)
		return 0;
	size_t index = *data % (forms_count(forms) + 1);
	struct memory_file f = memory_file_make(data + 1, size - 1);
	read_all(f.path, index ? forms_find(forms, forms_name(forms, index - 1)) : NULL, &once);
	memory_file_close(&f);
	struct memory_file own = memory_file_make(once.ptr, once.len);
	read_all(own.path, forms_find(forms, "candor"), &twice);
	memory_file_close(&own);
	if (!str_eq(buf_str(&once), buf_str(&twice)))
		abort();
	buf_clear(&once);
	buf_clear(&twice);
	return 0;
}
