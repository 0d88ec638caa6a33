#include "enrich/place.h"

#include "base/latin.h"
#include "record/postal.h"

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

/* Does @rest, which begins with a word, begin with the words of sign @i? */
static bool begins_with(struct str rest, size_t i)
{
	const size_t len = signs[i].words.len;

	if (!str_starts(rest, signs[i].words) || (rest.len > len && rest.ptr[len] != ' '))
		return false;
	return !signs[i].numbered || (rest.len > len + 1 && rest.ptr[len + 1] >= '0' && rest.ptr[len + 1] <= '9');
}

enum mail_drop place_drop(struct str form)
{
	enum mail_drop found = DROP_NONE;

	for (struct str rest = form; rest.len; (void)str_split(rest, ' ', &rest))
		for (size_t i = 0; i < COUNT(signs); i++)
			if (signs[i].words.ptr[0] == rest.ptr[0] && signs[i].drop > found && begins_with(rest, i))
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

/* The form of a text that is compared with addresses ("Buffalo, NY, US"), and what came of it. */
struct comparison {
	struct str form;
	bool is_same;    /* one town, postcode or street */
	bool has_town;   /* an address says so much that it could have agreed */
	bool is_foreign; /* something is in another script, which nobody spells in one way: it cannot disagree */
};

/* Does the text name @given, a member as it was written? */
static bool names(struct comparison *c, struct str given)
{
	char out[POSTAL_MAX];

	c->is_foreign = c->is_foreign || (given.len && latin_is_foreign(given));
	return given.len && postal_holds(c->form, postal_form(given, out));
}

static void compare(struct comparison *c, const struct node *address)
{
	const char *const towns[] = { "city", "postal_code" };

	for (size_t i = 0; i < COUNT(towns); i++) {
		struct str given = node_get_text(address, towns[i]);
		c->has_town = c->has_town || given.len;
		c->is_same = c->is_same || names(c, given);
	}
	c->is_same = c->is_same || names(c, node_get_text(address, "line1"));
}

enum { ADDRESSES_MAX = 64 }; /* of more nothing is said: each is compared with each text */

void put_place_agreement(struct enrich *e, struct node *parent, struct str text, enum fact f)
{
	char out[POSTAL_MAX];
	struct comparison c = { .is_foreign = text.len && latin_is_foreign(text) };

	if (!text.len || !(c.form = postal_form(text, out)).len)
		return;
	const struct node *location = e->top[TOP_LOCATION], *addresses = e->top[TOP_ADDRESSES];
	if (addresses && addresses->len > ADDRESSES_MAX)
		return;
	if (location && location->type == NODE_MAP)
		compare(&c, location);
	NODE_EACH(n, addresses)
		if (n->type == NODE_MAP)
			compare(&c, n);
	/* A text without a comma may be a country or a building: it names no town that could be another one. */
	if (c.is_same)
		fact_bool(e, parent, f, true);
	else if (c.has_town && !c.is_foreign && str_index(text, ',') < text.len)
		fact_bool(e, parent, f, false);
}
