/* form.h - the normal forms that only ties need; docs/link.md defines them. */
#ifndef LINK_FORM_H
#define LINK_FORM_H

#include "base/arena.h"
#include "base/node.h"

enum member {
#define MEMBER(name, key) MEMBER_##name,
#include "link/member.list"
#undef MEMBER
	MEMBERS
};

/* An element of a record's list: what node_get() gives for each of the members. */
struct members {
	struct node *at[MEMBERS];
};

/** All of the members of @element, by one walk. */
struct members members_of(const struct node *element);

/** The text of one, no text (ptr NULL) if there is none. */
static inline struct str member_text(const struct members *m, enum member member)
{
	return node_as_text(m->at[member]);
}

/** The member of that key; MEMBERS if it is none. */
enum member member_find(struct str key);

/**
 * Each gives the normal form of one element of a record's list, @text being the member that the tie is about; in @a or
 * borrowed.  No text (ptr NULL) if there is none.
 */
typedef struct str tie_form(struct arena *a, const struct members *element, struct str text);

/** As it stands, white space around it left out. */
struct str form_plain(struct arena *a, const struct members *element, struct str text);
/** 64 hex digits in lower case, but for the digest of nothing. */
struct str form_digest(struct arena *a, const struct members *element, struct str text);
/** 16 hex digits in lower case, but for those of which nearly all bits are alike: a plain surface. */
struct str form_phash(struct arena *a, const struct members *element, struct str text);
struct str form_mailbox(struct arena *a, const struct members *element, struct str text);
/** "github/ann" from site and handle, or the profile's address. */
struct str form_handle(struct arena *a, const struct members *element, struct str text);
/**
 * Host and path of an address, without scheme, "www.", query and final slash; no text for a known site's front page,
 * and for a profile on one: that is a handle, as form_handle() has it.
 */
struct str form_link(struct arena *a, const struct members *element, struct str text);
struct str form_profile(struct arena *a, const struct members *element, struct str text);
/** Of an address whose kind is shipping or return; of one whose kind is home. */
struct str form_shipping(struct arena *a, const struct members *element, struct str text);
struct str form_home(struct arena *a, const struct members *element, struct str text);
/** An address on one line. */
struct str form_sent_to(struct arena *a, const struct members *element, struct str text);
/** The canonical internet address, of IPv6 its first 64 bits; no text if a list knows it as anybody's. */
struct str form_line(struct arena *a, const struct members *element, struct str text);
/** Digits with their "+"; no text without it. */
struct str form_phone(struct arena *a, const struct members *element, struct str text);

#endif
