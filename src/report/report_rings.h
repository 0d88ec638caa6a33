/* report_rings.h - rings as text, JSON lines, CSV and for Graphviz. */
#ifndef REPORT_RINGS_H
#define REPORT_RINGS_H

#include "link/ring.h"
#include "report/report.h"

struct rings_format {
	const char *name;
	void (*put)(const struct report_context *c, const struct link_graph *g, const struct rings *r,
	    struct buf *out);
};

/** NULL if there is none of that name. */
const struct rings_format *rings_format_find(const char *name);

#endif
