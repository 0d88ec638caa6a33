#include "base/xml.h"

#include <expat.h>

#include "base/buf.h"

enum { XML_MAX_DEPTH = 64, XML_MAX_TEXT = 16 << 20 };

struct reading {
	XML_Parser parser;
	struct arena *a;
	struct err *e;
	struct node *open[XML_MAX_DEPTH + 1]; /* the elements that have begun; [0] holds the outermost one */
	size_t depth, max_depth;
	struct buf text; /* of the innermost element, so far */
	bool failed;
};

static void fail(struct reading *r, enum err_code code, const char *why)
{
	if (!r->failed)
		err_set(r->e, code, "%s", why);
	r->failed = true;
	XML_StopParser(r->parser, XML_FALSE);
}

static void begin(void *context, const XML_Char *name, const XML_Char **attributes)
{
	struct reading *r = context;
	struct str key = arena_copy(r->a, str_from(name));

	(void)attributes;
	if (r->depth == r->max_depth) {
		fail(r, ERR_LIMIT, "elements are nested too deep");
		return;
	}
	struct node *n = key.ptr ? node_add_map(r->a, r->open[r->depth], key) : NULL;
	if (!n) {
		fail(r, ERR_MEMORY, "out of memory");
		return;
	}
	r->open[++r->depth] = n;
	buf_reset(&r->text);
}

/* What has no elements in it is text. */
static void end(void *context, const XML_Char *name)
{
	struct reading *r = context;
	struct node *n = r->open[r->depth--];

	(void)name;
	if (!n->child) {
		struct str text = arena_copy(r->a, str_trim(buf_str(&r->text)));
		if (!text.ptr || text.len > UINT32_MAX) {
			fail(r, ERR_MEMORY, "out of memory");
			return;
		}
		n->type = NODE_TEXT;
		n->text = text.ptr;
		n->len = (uint32_t)text.len;
	}
	buf_reset(&r->text);
}

static void add_text(void *context, const XML_Char *text, int len)
{
	struct reading *r = context;

	buf_put(&r->text, str_of(text, (size_t)len));
	if (r->text.failed)
		fail(r, ERR_LIMIT, "the text of an element is too long");
}

static void refuse_type(void *context, const XML_Char *name, const XML_Char *system, const XML_Char *public,
    int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	fail(context, ERR_SYNTAX, "a document type is not read");
}

static bool parse(struct reading *r, struct str text)
{
	if (text.len > INT32_MAX)
		return err_set(r->e, ERR_LIMIT, "too large");
	XML_SetUserData(r->parser, r);
	XML_SetElementHandler(r->parser, begin, end);
	XML_SetCharacterDataHandler(r->parser, add_text);
	XML_SetStartDoctypeDeclHandler(r->parser, refuse_type);
	if (XML_Parse(r->parser, text.ptr, (int)text.len, XML_TRUE) == XML_STATUS_OK)
		return true;
	if (!r->failed)
		err_set(r->e, ERR_SYNTAX, "not XML: %s", XML_ErrorString(XML_GetErrorCode(r->parser)));
	return err_at(r->e, NULL, (unsigned)XML_GetCurrentLineNumber(r->parser),
	    (unsigned)XML_GetCurrentColumnNumber(r->parser) + 1);
}

bool xml_read(struct str text, struct arena *a, size_t max_depth, struct node **out, struct err *e)
{
	struct reading r = { .a = a, .e = e, .text = buf_make(XML_MAX_TEXT) };

	r.max_depth = max_depth < XML_MAX_DEPTH ? max_depth : XML_MAX_DEPTH;
	r.open[0] = node_new(a, NODE_MAP);
	r.parser = r.open[0] ? XML_ParserCreate("UTF-8") : NULL;
	bool ok = r.parser ? parse(&r, text) : err_set(e, ERR_MEMORY, "out of memory");
	*out = ok ? r.open[0]->child : NULL;
	XML_ParserFree(r.parser);
	buf_clear(&r.text);
	return ok;
}
