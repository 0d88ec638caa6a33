#include "list/suffix.h"

#include <libpsl.h>

enum { CACHE_SLOTS = 256, CACHE_TEXT = 60 };

/* @len is 0 in an empty slot. */
struct slot {
	char text[CACHE_TEXT];
	uint8_t len, registrable; /* bytes at the end; 0: a public suffix */
};

static size_t ask(struct str domain)
{
	char text[256];
	const psl_ctx_t *psl = psl_builtin();

	if (domain.len >= sizeof(text) || !psl)
		return 0;
	memcpy(text, domain.ptr, domain.len);
	text[domain.len] = '\0';
	const char *found = psl_registrable_domain(psl, text);
	return found ? strlen(found) : 0;
}

struct str suffix_registrable(struct str domain)
{
	static _Thread_local struct slot cache[CACHE_SLOTS];
	struct slot *s = &cache[str_hash(domain) % CACHE_SLOTS];
	size_t len;

	if (!domain.len || domain.len > CACHE_TEXT) {
		len = domain.len ? ask(domain) : 0;
	} else {
		if (!str_eq(str_of(s->text, s->len), domain)) {
			memcpy(s->text, domain.ptr, domain.len);
			s->len = (uint8_t)domain.len;
			s->registrable = (uint8_t)ask(domain);
		}
		len = s->registrable;
	}
	return len && len <= domain.len ? str_of(domain.ptr + domain.len - len, len) : str_of(NULL, 0);
}
