/* candor.h - Candor as a library: applicants in, findings out.  The one public header. */
#ifndef CANDOR_H
#define CANDOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A run: candor_new(), candor_set() as often as needed, candor_load() once, candor_scan() or candor_check(), what
 * came of it, candor_free().  One thread at a time; candor_scan() uses threads of its own.
 */
struct candor;

/* What went wrong.  @file has no text and @line is 0 where they mean nothing.  Never holds a value of a record. */
struct candor_err {
	unsigned line, column;
	char file[256];
	char text[256];
};

/* Whoever runs the library.  Called from several threads, never at the same time. */
struct candor_host {
	void *context;
	/** Takes the next bytes of the report.  False: it can take no more, and the run ends. */
	bool (*write)(void *context, const char *text, size_t len);
	/** Is told what could not be read, in the order of the input.  May be NULL. */
	void (*tell)(void *context, const struct candor_err *e, bool is_warning);
	/** Is told now and then how many applicants are done.  May be NULL. */
	void (*progress)(void *context, int64_t records);
};

/** @host is copied.  NULL without memory. */
struct candor *candor_new(const struct candor_host *host);
void candor_free(struct candor *c);

/**
 * Set an option by the name that it has on the command line, before candor_load(): "format", "rules", "only-rules",
 * "policy", "lists", "mmdb", "company", "forms", "from", "redact", "jobs", "no-link", "memory"; "colour" and "columns"
 * for the text report.  A switch is set by "true".  "rules", "forms" and "mmdb" may be set several times.  @value is
 * copied.  False with @e if there is no such option, or the value is not one of its.
 */
bool candor_set(struct candor *c, const char *name, const char *value, struct candor_err *e);

/** Make ready: rules, policy, lists, forms.  Every fault is told; false, with a last word in @e, if there was any. */
bool candor_load(struct candor *c, struct candor_err *e);

/**
 * Read the applicants of @files ("-": standard input) and write a report on each, in their order.  What cannot be
 * read is told and counted, the rest goes on.  False with @e only if the report could not be written.
 */
bool candor_scan(struct candor *c, const char *const *files, size_t count, struct candor_err *e);

/**
 * Read the applicants of @files and write who is tied to whom, ring by ring, in the form @form: "text", "json", "csv"
 * or "dot".  False with @e only if that could not be written, or there is no such form.
 */
bool candor_rings(struct candor *c, const char *const *files, size_t count, const char *form, struct candor_err *e);

/**
 * Report on one applicant: a JSON object in the form of the record.  A memory is looked into, and keeps nothing of it.
 * False with @e if it is none.
 */
bool candor_check(struct candor *c, const char *json, size_t len, struct candor_err *e);

/**
 * How many applicants there were with an outcome; "unreadable": what could not be read; "rings": those that
 * candor_rings() found.  0 for any other name.
 */
int64_t candor_count(const struct candor *c, const char *name);

/** How many applicants have @outcome or a graver one.  False if there is no such outcome. */
bool candor_reached(const struct candor *c, const char *outcome, int64_t *count);

/** After a run: one JSON object about it.  Borrowed until the next call; NULL without memory. */
const char *candor_summary(struct candor *c, size_t *len);

#endif
