/* report_csv.c - one row for each applicant (RFC 4180); no cell is one that a spreadsheet would run. */
#include "base/csv_write.h"
#include "report/part.h"

/* Of one value in a cell: a spreadsheet's cell ends at 32,767 characters. */
enum { CSV_MAX_VALUE = 300 };

/* A row, and the cell in the making. */
struct row {
	struct csv csv;
	struct buf cell;
};

/* Put what @row's cell holds, and empty it. */
static void end_cell(struct row *row)
{
	csv_text(&row->csv, buf_str(&row->cell));
	row->csv.out->failed |= row->cell.failed;
	buf_reset(&row->cell);
}

static void put_cell(struct row *row, struct str s)
{
	put_clean(&row->cell, s, CSV_MAX_VALUE);
	end_cell(row);
}

static void separate(struct row *row)
{
	if (row->cell.len)
		buf_text(&row->cell, "; ");
}

static void put_list(struct row *row, const struct str_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		separate(row);
		put_clean(&row->cell, list->at[i], CSV_MAX_VALUE);
	}
	end_cell(row);
}

/* One text of each finding. */
static void put_each(struct row *row, const struct assessment *a, struct str (*text)(const struct finding *f))
{
	for (size_t i = 0; i < a->finding_count; i++) {
		struct str s = text(a->findings[i]);
		if (!s.len)
			continue;
		separate(row);
		put_clean(&row->cell, s, CSV_MAX_VALUE);
	}
	end_cell(row);
}

static struct str rule_text(const struct finding *f)
{
	return f->rule->name.len ? f->rule->name : f->rule->id;
}

static struct str title_text(const struct finding *f)
{
	return f->rule->title;
}

static struct str settled_text(const struct finding *f)
{
	return f->settled_by.len ? rule_text(f) : f->settled_by;
}

static struct str explained_text(const struct finding *f)
{
	return f->explained_by ? rule_text(f) : str_of(NULL, 0);
}

static void put_groups(struct row *row, const struct assessment *a)
{
	for (size_t i = 0; i < a->finding_count; i++) {
		struct str group = a->findings[i]->rule->group;
		bool again = false;
		for (size_t k = 0; k < i; k++)
			again |= str_eq(a->findings[k]->rule->group, group);
		if (again)
			continue;
		separate(row);
		put_clean(&row->cell, group, CSV_MAX_VALUE);
	}
	end_cell(row);
}

static void put_seen(const struct report_context *c, struct row *row, const struct assessment *a)
{
	for (size_t i = 0; i < a->finding_count; i++) {
		for (const struct seen *s = a->findings[i]->seen; s; s = s->next) {
			separate(row);
			put_clean(&row->cell, s->field, CSV_MAX_VALUE);
			buf_text(&row->cell, ": ");
			put_clean(&row->cell, seen_value(c, s), CSV_MAX_VALUE);
		}
	}
	end_cell(row);
}

static void put_excepted(struct row *row, const struct finding *first)
{
	for (const struct finding *f = first; f; f = f->next) {
		separate(row);
		put_clean(&row->cell, rule_text(f), CSV_MAX_VALUE);
	}
	end_cell(row);
}

static void put_drops(struct row *row, const struct drop *first)
{
	for (const struct drop *d = first; d; d = d->next) {
		separate(row);
		put_clean(&row->cell, d->field, CSV_MAX_VALUE);
	}
	end_cell(row);
}

static void put_links(struct row *row, const struct links *links)
{
	bool told[TIES] = { false };

	for (const struct linked *x = links ? links->linked : NULL; x; x = x->next) {
		separate(row);
		put_clean(&row->cell, x->id, CSV_MAX_VALUE);
	}
	end_cell(row);
	for (const struct linked *x = links ? links->linked : NULL; x; x = x->next)
		for (const struct link_by *by = x->by; by; by = by->next) {
			if (told[by->tie])
				continue;
			told[by->tie] = true;
			separate(row);
			buf_text(&row->cell, tie_kinds[by->tie].word);
		}
	end_cell(row);
}

static void put_header(const struct report_context *c, struct buf *out)
{
	(void)c;
	buf_text(out, "id,outcome,weight,findings,rules,titles,groups,seen,checks,settled,explained,excepted,"
	    "undecided,not_observed,dropped,linked,linked_by\r\n");
}

static void put_entry(const struct report_context *c, const struct report_entry *e, struct buf *out)
{
	const struct assessment *a = e->assessment;
	struct row row = { { out, false }, buf_make(out->max) };

	put_cell(&row, e->record->id);
	put_cell(&row, str_from(outcome_name(a->outcome)));
	csv_number(&row.csv, a->weight);
	csv_number(&row.csv, (int64_t)a->finding_count);
	put_each(&row, a, rule_text);
	put_each(&row, a, title_text);
	put_groups(&row, a);
	put_seen(c, &row, a);
	put_list(&row, &a->verify);
	put_each(&row, a, settled_text);
	put_each(&row, a, explained_text);
	put_excepted(&row, e->matched->excepted);
	put_list(&row, &e->matched->undecided);
	csv_number(&row.csv, (int64_t)e->matched->not_observed.count);
	put_drops(&row, e->record->drops);
	put_links(&row, e->links);
	csv_end(&row.csv);
	buf_clear(&row.cell);
}

const struct report_format report_csv = {
	.name = "csv",
	.help = "one row for each applicant, for a spreadsheet",
	.begin = put_header,
	.entry = put_entry,
};
