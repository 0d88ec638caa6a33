/* ring.h - the groups of applicants that ties hold together, and which tie holds which of them. */
#ifndef LINK_RING_H
#define LINK_RING_H

#include "link/linker.h"

/* One value that several members share. */
struct ring_tie {
	const struct group *group;
	struct str text;     /* the normal form; no text for a wording */
	size_t parts;        /* into how many the ring falls without it; 1: it holds all the same */
};

struct ring {
	const uint32_t *nodes;
	size_t size, people; /* people: as many as disagree with each other, at the least */
	struct ring_tie *ties; /* the one that breaks most first */
	size_t tie_count;
};

struct rings {
	struct ring *at;     /* the largest first */
	size_t count;
	struct ring_tie *hubs;
	size_t hub_count;
	struct ring_tie **index; /* all ties and hubs, by key */
	size_t index_count;
};

/** Components of two people or more, and the hubs; in @a.  False when it is full. */
bool rings_find(const struct linker *l, struct arena *a, struct rings *out) NODISCARD;

/** Give ties and hubs the texts that @record has of them; in @a.  False when it is full. */
bool rings_name(const struct linker *l, struct rings *r, const struct tie_value *values, struct arena *a) NODISCARD;

#endif
