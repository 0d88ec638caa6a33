/* section.h - what is made of the lists when it is first asked for; for the files of this folder. */
#ifndef SECTION_H
#define SECTION_H

#include "list/list.h"

struct addresses;   /* address.c */
struct systems;     /* system.c */
struct domains;     /* domain.c */
struct identifiers; /* identifier.c */
struct persons;     /* person.c, from the identifiers */
struct consonants;  /* person.c: for names in scripts that write no vowels */
struct phones;      /* phone.c */
struct products;    /* product.c */

/** Make it from the lists at hand; it lives in @a.  NULL when @a is full.  One thread at a time. */
struct addresses *addresses_load(const struct lists *l, struct arena *a);
struct systems *systems_load(const struct lists *l, struct arena *a);
struct domains *domains_load(const struct lists *l, struct arena *a);
struct identifiers *identifiers_load(const struct lists *l, struct arena *a);
struct persons *persons_load(const struct lists *l, struct arena *a);
struct consonants *consonants_load(const struct lists *l, struct arena *a);
struct phones *phones_load(const struct lists *l, struct arena *a);
struct products *products_load(const struct lists *l, struct arena *a);

/** Give back what lies outside the arena.  NULL is fine. */
void addresses_close(struct addresses *s);

/** Each, loaded once.  NULL without memory. */
const struct addresses *lists_addresses(const struct lists *l);
const struct systems *lists_systems(const struct lists *l);
const struct domains *lists_domains(const struct lists *l);
const struct identifiers *lists_identifiers(const struct lists *l);
const struct persons *lists_persons(const struct lists *l);
const struct consonants *lists_consonants(const struct lists *l);
const struct phones *lists_phones(const struct lists *l);
const struct products *lists_products(const struct lists *l);

/** Another number for each lists_open() of the process, from 1: what is remembered of lists is theirs alone. */
uint64_t lists_number(const struct lists *l);

/** The folder of the user's lists, "" if there is none. */
const char *lists_user_folder(const struct lists *l);

/** Mark that a list could not be read. */
void lists_fail(const struct lists *l);

#endif
