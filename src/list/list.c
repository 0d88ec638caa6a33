#include "list/list.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/digest.h"
#include "base/embedded.h"
#include "base/file.h"
#include "base/log.h"
#include "base/node.h"
#include "base/when.h"
#include "limits.h"
#include "list/manifest.h"
#include "list/section.h"

enum section { ADDRESSES, SYSTEMS, DOMAINS, IDENTIFIERS, PERSONS, CONSONANTS, PHONES, PRODUCTS, SECTIONS };

/* What is made when it is first asked for.  @arena is touched under @lock only. */
struct lazy {
	pthread_mutex_t lock;
	struct arena arena;
	_Atomic(void *) sections[SECTIONS];
	atomic_bool failed;
};

struct lists {
	struct arena arena;
	struct list *at;
	size_t count;
	uint32_t have[LIST_KINDS]; /* a bit for each class */
	char folder[LIST_MAX_PATH];
	uint64_t number;
	struct lazy *lazy;
};

static const char *const kind_names[LIST_KINDS] = {
	"ip", "domain", "email", "github", "x", "telegram", "wallet", "company", "name", "asn", "identifier", "phone",
	"product",
};

static const char *const class_names[CLASSES] = {
	"special", "sanctioned", "published", "relay", "gateway", "dprk", "reported", "vpn", "tor", "hosting",
	"disposable", "free", "none",
};

static size_t find_name(const char *const *names, size_t count, struct str name)
{
	size_t i = 0;

	while (i < count && !str_is(name, names[i]))
		i++;
	return i;
}

const char *list_kind_name(enum list_kind kind)
{
	return kind_names[kind];
}

const char *list_class_name(enum list_class class)
{
	return class_names[class];
}

enum list_kind list_kind_find(struct str name)
{
	return (enum list_kind)find_name(kind_names, LIST_KINDS, name);
}

enum list_class list_class_find(struct str name)
{
	return (enum list_class)find_name(class_names, CLASSES, name);
}

bool list_name_is_good(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", name.ptr[i]) || !name.ptr[i])
			return false;
	return name.len && name.len <= 60 && *name.ptr != '-';
}

bool list_class_fits(enum list_kind kind, enum list_class class)
{
	const unsigned address = 1u << CLASS_RELAY | 1u << CLASS_GATEWAY | 1u << CLASS_REPORTED | 1u << CLASS_VPN |
	    1u << CLASS_TOR | 1u << CLASS_HOSTING;
	const unsigned domain = 1u << CLASS_RELAY | 1u << CLASS_DISPOSABLE | 1u << CLASS_FREE | 1u << CLASS_PUBLISHED;
	const unsigned system = 1u << CLASS_VPN | 1u << CLASS_HOSTING;
	const unsigned person = 1u << CLASS_PUBLISHED | 1u << CLASS_SANCTIONED;
	const unsigned classes = kind == LIST_IP ? address : kind == LIST_DOMAIN ? domain : kind == LIST_ASN ? system :
	    kind == LIST_WALLET || kind == LIST_COMPANY || kind == LIST_NAME ? person : 1u << CLASS_PUBLISHED;

	return kind < LIST_IDENTIFIER && class < CLASSES && classes >> class & 1;
}

bool lists_folder(char *out, size_t size)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	int n = -1;

	/* A relative path is to be ignored (XDG Base Directory Specification). */
	if (data && *data == '/')
		n = snprintf(out, size, "%s/candor", data);
	else if (home && *home)
		n = snprintf(out, size, "%s/.local/share/candor", home);
	return n > 0 && (size_t)n < size;
}

static int64_t number_of(const struct node *n, const char *key)
{
	const struct node *c = node_get(n, key);

	return c && c->type == NODE_NUMBER ? (int64_t)c->number : 0;
}

static struct list embedded_list(const struct node *n)
{
	return (struct list){
		.name = node_get_text(n, "name"), .source = node_get_text(n, "source"),
		.licence = node_get_text(n, "licence"), .date = node_get_text(n, "date"),
		.file = node_get_text(n, "file"), .sha256 = node_get_text(n, "sha256"),
		.kind = list_kind_find(node_get_text(n, "kind")),
		.class = list_class_find(node_get_text(n, "class")),
		.max_age_days = number_of(n, "max_age_days"), .entries = number_of(n, "entries"),
		.is_embedded = true,
	};
}

static bool is_older(const struct list *x, struct str today)
{
	struct when made, now;

	if (!when_parse(x->date, &made) || !when_parse(today, &now))
		return false;
	return when_days_between(&made, &now) > x->max_age_days;
}

static const struct node *embedded_table(void)
{
	const struct embedded_file *f = embedded_find("rules/lists/lists.yaml");

	return f && f->documents ? f->documents->child : NULL;
}

/* Both tables together; the user's list of a name stands beside ours, it does not replace it. */
static bool fill(struct lists *l, struct str today)
{
	const struct node *table = embedded_table();
	struct manifest m = { 0 };
	size_t bad = 0;

	if (l->folder[0] && !manifest_read(l->folder, &l->arena, &m, &bad))
		return false;
	if (bad)
		lists_fail(l);
	if (!(l->at = ARENA_NEW(&l->arena, struct list, m.count + (table ? table->len : 0))))
		return false;
	NODE_EACH(n, table)
		l->at[l->count++] = embedded_list(n);
	for (size_t i = 0; i < m.count; i++)
		l->at[l->count++] = m.at[i];
	for (size_t i = 0; i < l->count; i++) {
		l->at[i].is_stale = is_older(&l->at[i], today);
		l->have[l->at[i].kind] |= 1u << l->at[i].class;
		if (l->at[i].kind == LIST_IP && l->at[i].class == CLASS_REPORTED && l->at[i].is_embedded)
			l->have[LIST_IP] |= 1u << CLASS_DPRK;
	}
	return true;
}

struct lists *lists_open(const char *folder, struct str today, struct err *e)
{
	static atomic_uint_fast64_t opened;
	struct lists *l = mem_alloc(sizeof(*l), 1);

	if (!l || !(l->lazy = mem_alloc(sizeof(*l->lazy), 1))) {
		mem_free(l);
		err_set(e, ERR_MEMORY, "out of memory");
		return NULL;
	}
	pthread_mutex_init(&l->lazy->lock, NULL);
	l->number = atomic_fetch_add(&opened, 1) + 1;
	if (!folder)
		l->folder[0] = lists_folder(l->folder, sizeof(l->folder)) ? l->folder[0] : '\0';
	else if (strlen(folder) < sizeof(l->folder))
		memcpy(l->folder, folder, strlen(folder) + 1);
	if (fill(l, today))
		return l;
	err_set(e, ERR_MEMORY, "out of memory");
	lists_close(l);
	return NULL;
}

uint64_t lists_number(const struct lists *l)
{
	return l->number;
}

void lists_close(struct lists *l)
{
	if (!l)
		return;
	pthread_mutex_destroy(&l->lazy->lock);
	addresses_close(l->lazy->sections[ADDRESSES]);
	arena_clear(&l->lazy->arena);
	arena_clear(&l->arena);
	mem_free(l->lazy);
	mem_free(l);
}

size_t lists_count(const struct lists *l)
{
	return l->count;
}

const struct list *lists_at(const struct lists *l, size_t i)
{
	return &l->at[i];
}

const char *lists_user_folder(const struct lists *l)
{
	return l->folder;
}

const struct list *lists_find(const struct lists *l, struct str name)
{
	for (size_t i = 0; i < l->count; i++)
		if (str_eq(l->at[i].name, name))
			return &l->at[i];
	return NULL;
}

bool lists_have(const struct lists *l, enum list_kind kind, enum list_class class)
{
	return l->have[kind] >> class & 1;
}

void lists_digest(const struct lists *l, char out[65])
{
	struct digest d;

	digest_init(&d);
	for (size_t i = 0; i < l->count; i++) {
		digest_add(&d, l->at[i].name);
		digest_add(&d, STR_LIT(" "));
		digest_add(&d, l->at[i].sha256);
		digest_add(&d, STR_LIT("\n"));
	}
	digest_end(&d, out);
}

bool lists_failed(const struct lists *l)
{
	return atomic_load(&l->lazy->failed);
}

void lists_fail(const struct lists *l)
{
	atomic_store(&l->lazy->failed, true);
}

static struct str embedded_text(const struct list *list)
{
	char path[256];
	int n = snprintf(path, sizeof(path), "rules/lists/%.*s", STR_ARG(list->file));
	const struct embedded_file *f = n > 0 && (size_t)n < sizeof(path) ? embedded_find(path) : NULL;

	return f ? f->text : str_of(NULL, 0);
}

struct str lists_text(const struct lists *l, const struct list *list, struct arena *a)
{
	char path[LIST_MAX_PATH + 256];
	struct err e = { 0 };

	if (list->is_embedded)
		return embedded_text(list);
	snprintf(path, sizeof(path), "%s/%.*s", l->folder, STR_ARG(list->file));
	struct str text = file_read(path, LIST_MAX_BYTES, a, &e);
	if (!text.ptr) {
		log_err(&e);
		lists_fail(l);
	}
	return text;
}

static void *load(const struct lists *l, enum section which)
{
	struct arena *a = &l->lazy->arena;

	switch (which) {
	case ADDRESSES: return addresses_load(l, a);
	case SYSTEMS: return systems_load(l, a);
	case DOMAINS: return domains_load(l, a);
	case IDENTIFIERS: return identifiers_load(l, a);
	case PERSONS: return persons_load(l, a);
	case CONSONANTS: return consonants_load(l, a);
	case PHONES: return phones_load(l, a);
	case PRODUCTS: return products_load(l, a);
	case SECTIONS: break;
	}
	return NULL;
}

/* Threads that come while one loads wait for it. */
static void *section(const struct lists *l, enum section which)
{
	struct lazy *lazy = l->lazy;
	void *made = atomic_load_explicit(&lazy->sections[which], memory_order_acquire);

	if (made)
		return made;
	pthread_mutex_lock(&lazy->lock);
	made = atomic_load_explicit(&lazy->sections[which], memory_order_acquire);
	if (!made && (made = load(l, which)))
		atomic_store_explicit(&lazy->sections[which], made, memory_order_release);
	pthread_mutex_unlock(&lazy->lock);
	return made;
}

const struct addresses *lists_addresses(const struct lists *l)
{
	return section(l, ADDRESSES);
}

const struct systems *lists_systems(const struct lists *l)
{
	return section(l, SYSTEMS);
}

const struct domains *lists_domains(const struct lists *l)
{
	return section(l, DOMAINS);
}

const struct identifiers *lists_identifiers(const struct lists *l)
{
	return section(l, IDENTIFIERS);
}

/* The identifiers first: they are made under the same lock. */
const struct persons *lists_persons(const struct lists *l)
{
	return lists_identifiers(l) ? section(l, PERSONS) : NULL;
}

const struct consonants *lists_consonants(const struct lists *l)
{
	return lists_persons(l) ? section(l, CONSONANTS) : NULL;
}

const struct phones *lists_phones(const struct lists *l)
{
	return section(l, PHONES);
}

const struct products *lists_products(const struct lists *l)
{
	return section(l, PRODUCTS);
}
