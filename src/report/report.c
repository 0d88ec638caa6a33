#include "report/part.h"

const struct report_format *const report_formats[] = { &report_text, &report_json, &report_csv };

const size_t report_format_count = COUNT(report_formats);

const struct report_format *report_format_find(struct str name)
{
	for (size_t i = 0; i < COUNT(report_formats); i++) {
		if (str_is(name, report_formats[i]->name))
			return report_formats[i];
	}
	return str_is(name, report_applicant.name) ? &report_applicant : NULL;
}
