/* sheet.h - a table of comma-separated values (RFC 4180): its header, and its rows as maps. */
#ifndef SHEET_H
#define SHEET_H

#include "base/err.h"
#include "base/node.h"

struct form;
struct forms;
struct sheet; /* what the header says; never changes, shared between threads */

/** Comma, semicolon or tab, whichever the first line has most of outside quotes. */
char sheet_separator(struct str text);

/**
 * Read the header.  With @form NULL the form is recognised by it.  NULL with @e if it names nothing that is known, or
 * has too many columns.  All is in @a.
 */
struct sheet *sheet_new(struct str header, char separator, const struct form *form, const struct forms *forms,
    struct arena *a, struct err *e);

/**
 * The columns of a table of the program's own form that the record does not have, in words, each with the field that
 * may be meant: "\"Email\" (emails?), \"Town\" and 2 more".  No text if there is none, or without memory.  In @a.
 */
struct str sheet_strangers(const struct sheet *s, struct arena *a);

/** The form of its rows. */
const struct form *sheet_form(const struct sheet *s);

/**
 * One row as a map: of the program's own columns in the shape of a record, else from column to cell.  Empty cells are
 * left out; cells are flagged NODE_PLAIN and borrowed from @row, or in @a where quotes were doubled.  NULL with @e (no
 * file, no line) if it is not UTF-8 or has cells beyond the header's columns, or when @a is full.
 */
struct node *sheet_row(const struct sheet *s, struct str row, struct arena *a, struct err *e);

#endif
