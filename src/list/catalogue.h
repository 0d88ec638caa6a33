/* catalogue.h - what was published: advisories, indicators, observation codes, and the bounds that fairness sets. */
#ifndef CATALOGUE_H
#define CATALOGUE_H

#include "base/node.h"

struct advisory {
	struct str id, publisher, title, date, url, tier, verified, summary;
	const struct node *doc;
};

struct indicator {
	struct str id, text, category, stage, machine; /* @machine: yes, partly or no */
	const struct advisory **advisories;
	size_t advisory_count;
	struct str never;      /* why no rule may implement it; no text if one may */
	bool context_only;     /* counts only beside a finding of another group */
	const struct node *doc;
};

struct observation {
	struct str code, meaning;
	const struct indicator **indicators;
	size_t indicator_count;
};

/* Lives in the arena that it was made in; never changes. */
struct catalogue {
	struct advisory *advisories;
	size_t advisory_count;
	struct indicator *indicators;
	size_t indicator_count;
	struct observation *observations;
	size_t observation_count;
	uint32_t *index;       /* hash index over all ids */
	size_t index_size;
};

/** The catalogue that is built into the program.  NULL when @a is full. */
const struct catalogue *catalogue_new(struct arena *a);

/** By id or code; NULL if there is none. */
const struct advisory *catalogue_advisory(const struct catalogue *c, struct str id);
const struct indicator *catalogue_indicator(const struct catalogue *c, struct str id);
const struct observation *catalogue_observation(const struct catalogue *c, struct str code);

/** The id nearest to @id among indicators (or observation codes), NULL if none is near. */
const char *catalogue_nearest(const struct catalogue *c, struct str id);

#endif
