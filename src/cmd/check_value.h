/* check_value.h - is what stands on the command line of a spot check of the sort that its option takes? */
#ifndef CHECK_VALUE_H
#define CHECK_VALUE_H

#include "base/str.h"

enum value_sort {
	VALUE_ANY,
	VALUE_IP,
	VALUE_EMAIL,
	VALUE_COUNTRY,     /* two letters */
	VALUE_ZONE,
	VALUE_OBSERVATION, /* a code of the catalogue, or an indicator's id */
	VALUE_CHECK,       /* a verification's code */
	VALUE_TIME,
	VALUE_SORTS
};

/**
 * NULL if @value is of @sort, or else what it should be, to follow "not"; *near is a code that may be meant, or NULL.
 * Both stay.
 */
const char *check_value(enum value_sort sort, struct str value, const char **near);

#endif
