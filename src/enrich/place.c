#include "enrich/place.h"

static const struct { struct str word, means; } usual[] = {
	{ STR("alley"), STR("aly") }, { STR("apartment"), STR("apt") }, { STR("avenue"), STR("ave") },
	{ STR("av"), STR("ave") }, { STR("boulevard"), STR("blvd") }, { STR("building"), STR("bldg") },
	{ STR("circle"), STR("cir") }, { STR("court"), STR("ct") }, { STR("drive"), STR("dr") },
	{ STR("east"), STR("e") }, { STR("expressway"), STR("expy") }, { STR("floor"), STR("fl") },
	{ STR("highway"), STR("hwy") }, { STR("lane"), STR("ln") }, { STR("mount"), STR("mt") },
	{ STR("north"), STR("n") }, { STR("northeast"), STR("ne") }, { STR("northwest"), STR("nw") },
	{ STR("parkway"), STR("pkwy") }, { STR("place"), STR("pl") }, { STR("road"), STR("rd") },
	{ STR("room"), STR("rm") }, { STR("saint"), STR("st") }, { STR("south"), STR("s") },
	{ STR("southeast"), STR("se") }, { STR("southwest"), STR("sw") }, { STR("square"), STR("sq") },
	{ STR("street"), STR("st") }, { STR("suite"), STR("ste") }, { STR("terrace"), STR("ter") },
	{ STR("unit"), STR("apt") }, { STR("west"), STR("w") },
};

static struct str shortened(struct str word)
{
	for (size_t i = 0; i < COUNT(usual); i++)
		if (str_eq(usual[i].word, word))
			return usual[i].means;
	return word;
}

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

struct str place_normal(struct str in, char out[PLACE_MAX])
{
	char word[PLACE_MAX];
	size_t n = 0, len = 0;

	if (in.len >= PLACE_MAX)
		return str_of(NULL, 0);
	for (size_t i = 0; i <= in.len; i++) {
		char c = i < in.len ? lower(in.ptr[i]) : ' ';
		if (is_word_byte(c)) {
			word[len++] = c;
		} else if (len && c != '.' && c != '\'') {
			struct str s = shortened(str_of(word, len));
			if (n)
				out[n++] = ' ';
			memcpy(out + n, s.ptr, s.len);
			n += s.len;
			len = 0;
		}
	}
	return n ? str_of(out, n) : str_of(NULL, 0);
}

/* Do the words of @part stand in @whole, one behind the other? */
static bool holds(struct str whole, struct str part)
{
	for (size_t i = 0; part.len && i + part.len <= whole.len; i++)
		if ((!i || whole.ptr[i - 1] == ' ') && (i + part.len == whole.len || whole.ptr[i + part.len] == ' ') &&
		    memcmp(whole.ptr + i, part.ptr, part.len) == 0)
			return true;
	return false;
}

/*
 * Signs in normal form.  A number must follow where @numbered.  Brands are those of mail-receiving agencies and
 * forwarders; "no one lives there" is more than any of them says.
 */
static const struct { struct str words; enum mail_drop drop; bool numbered; } signs[] = {
	{ STR("pmb"), DROP_PRIVATE_BOX, true }, { STR("private mailbox"), DROP_PRIVATE_BOX, false },
	{ STR("private mail box"), DROP_PRIVATE_BOX, false }, { STR("po box"), DROP_PO_BOX, true },
	{ STR("p o box"), DROP_PO_BOX, true }, { STR("pobox"), DROP_PO_BOX, true },
	{ STR("post office box"), DROP_PO_BOX, true }, { STR("c o"), DROP_CARE_OF, false },
	{ STR("care of"), DROP_CARE_OF, false }, { STR("the ups store"), DROP_SHOP, false },
	{ STR("ipostal1"), DROP_MAILBOX, false }, { STR("anytime mailbox"), DROP_MAILBOX, false },
	{ STR("earth class mail"), DROP_MAILBOX, false }, { STR("traveling mailbox"), DROP_MAILBOX, false },
	{ STR("myus"), DROP_FORWARDER, false }, { STR("shipito"), DROP_FORWARDER, false },
	{ STR("stackry"), DROP_FORWARDER, false }, { STR("planet express"), DROP_FORWARDER, false },
};

static bool has_number_after(struct str s, struct str words)
{
	for (size_t i = 0; i + words.len + 1 < s.len; i++)
		if ((!i || s.ptr[i - 1] == ' ') && memcmp(s.ptr + i, words.ptr, words.len) == 0 &&
		    s.ptr[i + words.len] == ' ' && s.ptr[i + words.len + 1] >= '0' && s.ptr[i + words.len + 1] <= '9')
			return true;
	return false;
}

enum mail_drop place_drop(struct str normal)
{
	enum mail_drop found = DROP_NONE;

	for (size_t i = 0; i < COUNT(signs); i++)
		if (signs[i].drop > found && (signs[i].numbered ? has_number_after(normal, signs[i].words)
		    : holds(normal, signs[i].words)))
			found = signs[i].drop;
	return found;
}

const char *drop_name(enum mail_drop d)
{
	static const char *const names[DROPS] = {
		NULL, "care_of", "po_box", "shop", "private_box", "virtual_mailbox", "forwarder",
	};

	return names[d];
}

/* Does the normal form @text name @given, a member as it was written? */
static bool names(struct str text, struct str given)
{
	char out[PLACE_MAX];

	return given.len && holds(text, place_normal(given, out));
}

/* How far a text and an address, or the claimed place, agree. */
struct comparison {
	bool is_same;  /* one town, postcode or street */
	bool has_town; /* an address says so much that it could have agreed */
};

static void compare(struct comparison *c, struct str text, const struct node *address)
{
	const char *const towns[] = { "city", "postal_code" };

	for (size_t i = 0; i < COUNT(towns); i++) {
		struct str given = node_get_text(address, towns[i]);
		c->has_town = c->has_town || given.len;
		c->is_same = c->is_same || names(text, given);
	}
	c->is_same = c->is_same || names(text, node_get_text(address, "line1"));
}

void put_place_agreement(struct enrich *e, struct node *parent, struct str text, enum fact f)
{
	char out[PLACE_MAX];
	struct comparison c = { .is_same = false };
	struct str normal = text.len ? place_normal(text, out) : text;

	if (!normal.len)
		return;
	const struct node *location = node_get(e->root, "location"), *addresses = node_get(e->root, "addresses");
	if (location && location->type == NODE_MAP)
		compare(&c, normal, location);
	NODE_EACH(n, addresses)
		if (n->type == NODE_MAP)
			compare(&c, normal, n);
	/* A text without a comma may be a country or a building: it names no town that could be another one. */
	if (c.is_same)
		fact_bool(e, parent, f, true);
	else if (c.has_town && str_index(text, ',') < text.len)
		fact_bool(e, parent, f, false);
}
