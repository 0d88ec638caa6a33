/* translit.c - the door to ICU.  It is opened at run time: to link it would cost every start a millisecond. */
#include "base/translit.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "base/log.h"

#define TEXT(name) #name
#define NAMED(name) TEXT(name)

enum { TRANSLIT_MAX = 512 }; /* code units of a text and of what it becomes */

/* The rules for a script, by the code points that are its own; what none names is left to ICU's choice. */
static struct rules {
	uint32_t first, last;
	const char *id;
	bool has_syllables; /* each character is one, and names are compared by them */
	UTransliterator *made;
	bool tried;
} rules[] = {
	/* As in passports: "shch", not an S with a mark. */
	{ .first = 0x0400, .last = 0x052F, .id = "Russian-Latin/BGN; Any-Latin" },
	{ .first = 0x3040, .last = 0x30FF, .id = "Any-Latin" },
	/* Family names have readings of their own. */
	{ .first = 0x3400, .last = 0x9FFF, .id = "Han-Latin/Names; Any-Latin" },
	{ .first = 0xAC00, .last = 0xD7A3, .id = "Hangul-Latin; Any-Latin", .has_syllables = true },
	{ .first = 0, .last = 0x10FFFF, .id = "Any-Latin" },
};

/* ICU's functions carry its version in their names; the headers know which. */
static struct {
	UTransliterator *(*open)(const UChar *, int32_t, UTransDirection, const UChar *, int32_t, UParseError *,
	    UErrorCode *);
	void (*run)(const UTransliterator *, UChar *, int32_t *, int32_t, int32_t, int32_t *, UErrorCode *);
	UChar *(*from_utf8)(UChar *, int32_t, int32_t *, const char *, int32_t, UErrorCode *);
	char *(*to_utf8)(char *, int32_t, int32_t *, const UChar *, int32_t, UErrorCode *);
} icu;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* C knows no cast from an object to a function; POSIX wants it to work. */
static bool find(void *library, const char *name, void *function)
{
	void *found = library ? dlsym(library, name) : NULL;

	memcpy(function, &found, sizeof(found));
	return found;
}

/* Once; without the library there is no transliteration, which is said. */
static bool open_library(void)
{
	static bool tried, ready;
	char uc[32], i18n[32];

	if (tried)
		return ready;
	tried = true;
	snprintf(uc, sizeof(uc), "libicuuc.so.%d", U_ICU_VERSION_MAJOR_NUM);
	snprintf(i18n, sizeof(i18n), "libicui18n.so.%d", U_ICU_VERSION_MAJOR_NUM);
	void *a = dlopen(uc, RTLD_LAZY | RTLD_LOCAL), *b = dlopen(i18n, RTLD_LAZY | RTLD_LOCAL);
	ready = find(b, NAMED(utrans_openU), &icu.open) && find(b, NAMED(utrans_transUChars), &icu.run) &&
	    find(a, NAMED(u_strFromUTF8), &icu.from_utf8) && find(a, NAMED(u_strToUTF8), &icu.to_utf8);
	if (!ready)
		log_warn("%s: not found; names in other scripts are not compared with Latin ones", i18n);
	return ready;
}

static struct rules *choose(struct str in)
{
	while (in.len) {
		uint32_t c = 0;
		size_t n = str_code_point(in, &c);
		for (size_t i = 0; i + 1 < COUNT(rules); i++)
			if (c >= rules[i].first && c <= rules[i].last)
				return &rules[i];
		in = str_of(in.ptr + n + !n, in.len - n - !n);
	}
	return &rules[COUNT(rules) - 1];
}

/* NULL if the library does not have these rules. */
static const struct rules *make(struct rules *r)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar id[64];

	if (!r->tried) {
		r->tried = true;
		icu.from_utf8(id, COUNT(id), NULL, r->id, -1, &status);
		r->made = icu.open(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
		if (U_FAILURE(status))
			log_warn("%s: the library does not have these rules", r->id);
	}
	return r->made ? r : NULL;
}

/* A blank behind each character; what does not fit is cut off. */
static int32_t spread(UChar *text, int32_t len)
{
	if (len > TRANSLIT_MAX / 2)
		len = TRANSLIT_MAX / 2;
	for (int32_t i = len - 1; i >= 0; i--) {
		text[2 * i + 1] = ' ';
		text[2 * i] = text[i];
	}
	return 2 * len;
}

static struct str run(const struct rules *r, struct str in, char *out, size_t size)
{
	UChar text[TRANSLIT_MAX];
	UErrorCode status = U_ZERO_ERROR;
	int32_t len = 0, end, bytes = 0;

	icu.from_utf8(text, TRANSLIT_MAX, &len, in.ptr, (int32_t)in.len, &status);
	if (r->has_syllables)
		len = spread(text, len);
	end = len;
	icu.run(r->made, text, &len, TRANSLIT_MAX, 0, &end, &status);
	icu.to_utf8(out, (int32_t)size, &bytes, text, len, &status);
	return U_FAILURE(status) || (size_t)bytes >= size ? str_of(NULL, 0) : str_of(out, (size_t)bytes);
}

struct str translit(struct str in, char *out, size_t size)
{
	struct str latin = { NULL, 0 };
	const struct rules *r;

	if (!in.len || in.len > TRANSLIT_MAX || size > INT32_MAX || !str_is_utf8(in))
		return latin;
	pthread_mutex_lock(&lock);
	if (open_library() && (r = make(choose(in))))
		latin = run(r, in, out, size);
	pthread_mutex_unlock(&lock);
	return latin;
}
