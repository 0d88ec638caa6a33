/* number_plan.h - what a country's numbering plan says of a number beyond its place: toll-free, reserved for VoIP. */
#ifndef NUMBER_PLAN_H
#define NUMBER_PLAN_H

#include "base/str.h"

enum plan_answer { PLAN_UNKNOWN, PLAN_NO, PLAN_YES };

/** Is @national, the digits behind the calling code @code, a number that whoever is called pays for? */
bool plan_is_toll_free(unsigned code, struct str national);

/**
 * Is it in a range that one of @countries ("GB GG IM JE") reserves for telephony over the internet?  UNKNOWN where
 * none of them reserves one, as in the US and Canada.
 */
enum plan_answer plan_voip(unsigned code, struct str national, struct str countries);

/**
 * Is all of @digits in @pattern: digits, "D" for any digit, sets "[02-4]", choices "(1|23)", "{n}" and "{n,m}" behind
 * one digit or set, "?" behind anything?  @pattern is from our own table.
 */
bool plan_matches(struct str pattern, struct str digits);

#endif
