/* settings.h - the numbers of rules/policy.yaml that say what ties, and what is a hub. */
#ifndef LINK_SETTINGS_H
#define LINK_SETTINGS_H

#include "base/node.h"
#include "base/yaml.h"
#include "link/tie.h"

struct link_settings {
	int hub[TIES];        /* more unrelated people than this: a hub */
	int household;        /* so many people of one home are a household */
	int line_days;        /* between two uses of a line that belong together */
	int line_pair_days;   /* likewise, of two people only */
	int photo_bits, document_bits; /* in which two perceptual hashes may differ */
	int resume_percent;   /* of the wording of two resumes, how much must be the same */
	int resume_least;     /* runs of five words that must be the same at least */
	int resume_alone;     /* so many tie by themselves, fewer only beside work histories that agree */
	int resume_common;    /* a run of five words that more resumes have counts nothing */
};

/** Read them from the map "link" of the policy.  Every fault is told to @fault with its place; false if any was. */
bool link_settings_read(const struct node *map, struct link_settings *out, yaml_fault *fault, void *context) NODISCARD;

#endif
