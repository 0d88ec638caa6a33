#include "link/memory.h"

#include "base/digest.h"
#include "base/when.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	SECRET = 32,
	BATCH = 1000,        /* applicants that are committed together */
	BANDS_ALIKE = 12,    /* of 16: resumes that share nine tenths of their runs */
	FOUND_MAX = 256,     /* earlier applicants that one has something in common with */
	MINUTES = 24 * 60,
};

/* One applicant of the batch that is not in the store yet. */
struct waiting {
	struct waiting *next;
	struct str id;
	struct store_row *rows;
	size_t count;
};

struct memory {
	const struct store_kind *kind;
	struct store *store;
	struct link_settings settings;
	unsigned char secret[SECRET];
	struct arena arena;  /* of those that wait */
	struct waiting *first, *last;
	size_t waiting;
};

static bool fail(const char *path, const char *what, struct err *e)
{
	err_set(e, ERR_FILE, "%s: %s", what, strerror(errno));
	return err_at(e, path, 0, 0);
}

/* --- the key --- */

/* In full under its name or not at all, whoever else makes one at the same time. */
static bool make_secret(const char *path, struct err *e)
{
	unsigned char bytes[SECRET];
	char beside[4096];
	int n = snprintf(beside, sizeof(beside), "%s.%ld", path, (long)getpid());

	if (n < 0 || (size_t)n >= sizeof(beside) || getrandom(bytes, sizeof(bytes), 0) != SECRET)
		return fail(path, "cannot be made", e);
	int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail(path, "cannot be made", e);
	bool ok = write(fd, bytes, sizeof(bytes)) == SECRET && fsync(fd) == 0;
	ok = close(fd) == 0 && ok && (link(beside, path) == 0 || errno == EEXIST);
	if (!ok)
		fail(path, "cannot be made", e);
	unlink(beside);
	return ok;
}

/* Of a store without a key: it is not there yet, or empty.  A new key to an old one would make it mean nothing. */
static bool may_be_made(const struct memory *m, const char *store, const char *key, struct err *e)
{
	struct stat s;

	if (stat(store, &s) != 0)
		return errno == ENOENT || fail(store, "cannot be read", e);
	if (!S_ISREG(s.st_mode)) {
		err_set(e, ERR_FILE, "is no memory: not a plain file");
		return err_at(e, store, 0, 0);
	}
	if (!s.st_size)
		return access(store, R_OK | W_OK) == 0 || fail(store, "cannot be written", e);
	struct store *old = m->kind->open(store, e);
	if (!old)
		return false;
	m->kind->close(old);
	err_set(e, ERR_FILE, "the key of the memory is not there; without it the memory means nothing");
	return err_at(e, key, 0, 0);
}

static bool read_secret(struct memory *m, const char *store, const char *path, struct err *e)
{
	struct stat s;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT) {
		if (!may_be_made(m, store, path, e) || !make_secret(path, e))
			return false;
		fd = open(path, O_RDONLY | O_CLOEXEC);
	}
	if (fd < 0)
		return fail(path, "cannot be read", e);
	bool is_own = fstat(fd, &s) == 0 && !(s.st_mode & 077);
	bool ok = is_own && read(fd, m->secret, SECRET) == SECRET;
	close(fd);
	if (ok)
		return true;
	err_set(e, ERR_FILE, is_own ? "is no key of a memory: 32 bytes are wanted" :
	    "others may read it; give it mode 0600");
	return err_at(e, path, 0, 0);
}

static void key_of(const struct memory *m, const char *word, struct str text, unsigned char out[STORE_KEY])
{
	const struct str parts[] = { str_of(word, strlen(word) + 1), text };
	unsigned char whole[DIGEST_BYTES];

	digest_hmac(str_of((const char *)m->secret, SECRET), parts, COUNT(parts), whole);
	memcpy(out, whole, STORE_KEY);
}

/* Open the store, if it is this key's. */
static bool open_with_secret(struct memory *m, const char *path, struct err *e)
{
	unsigned char mark[STORE_KEY];

	key_of(m, "", STR_LIT("memory"), mark);
	m->store = m->kind->open(path, e);
	if (!m->store || m->kind->belongs(m->store, mark, e))
		return m->store;
	m->kind->close(m->store);
	return err_at(e, path, 0, 0);
}

struct memory *memory_open(const char *path, const struct link_settings *settings, struct err *e)
{
	struct memory *m = mem_alloc(sizeof(*m), 1);
	char key[4096];
	int n = snprintf(key, sizeof(key), "%s.key", path);

	if (!m || n < 0 || (size_t)n >= sizeof(key)) {
		err_set(e, ERR_MEMORY, "out of memory");
		mem_free(m);
		return NULL;
	}
	m->kind = &store_sqlite;
	m->settings = *settings;
	if (read_secret(m, path, key, e) && open_with_secret(m, path, e))
		return m;
	mem_free(m);
	return NULL;
}

void memory_close(struct memory *m)
{
	if (!m)
		return;
	m->kind->close(m->store);
	arena_clear(&m->arena);
	memset(m, 0, sizeof(*m));
	mem_free(m);
}

/* --- what is kept --- */

static int64_t day_of(const struct memory_entry *entry, const struct tie_key *k)
{
	return k->minute == TIE_NO_TIME ? entry->day : k->minute / MINUTES;
}

static void band_row(const struct memory *m, const struct memory_entry *entry, size_t band, struct store_row *out)
{
	char text[12];

	memcpy(text, &(uint32_t){ (uint32_t)band }, 4);
	memcpy(text + 4, &entry->bands[band], 8);
	*out = (struct store_row){ .tie = TIE_RESUME, .day = entry->day };
	key_of(m, "resume", str_of(text, sizeof(text)), out->key);
}

/* The store is held only while a batch is written, not while reports are. */
bool memory_flush(struct memory *m, struct err *e)
{
	bool ok = !m->waiting || m->kind->begin(m->store, e);

	for (const struct waiting *w = m->first; ok && w; w = w->next)
		ok = m->kind->add(m->store, w->id, w->rows, w->count, e);
	ok = ok && (!m->waiting || m->kind->commit(m->store, e));
	m->waiting = 0;
	m->first = m->last = NULL;
	arena_reset(&m->arena);
	return ok;
}

static struct waiting *new_waiting(struct memory *m, const struct memory_entry *entry)
{
	struct waiting *w = ARENA_NEW(&m->arena, struct waiting, 1);
	size_t count = entry->bands ? WORDING_BANDS : 0;

	for (const struct tie_value *v = entry->values; v; v = v->next)
		count++;
	if (w) {
		w->id = arena_copy(&m->arena, entry->id);
		w->rows = ARENA_NEW(&m->arena, struct store_row, count);
	}
	return w && w->id.ptr && w->rows ? w : NULL;
}

bool memory_keep(struct memory *m, const struct memory_entry *entry, struct err *e)
{
	struct waiting *w = new_waiting(m, entry);

	if (!w)
		return err_set(e, ERR_MEMORY, "out of memory");
	for (const struct tie_value *v = entry->values; v; v = v->next) {
		struct store_row *row = &w->rows[w->count++];
		*row = (struct store_row){ .tie = (enum tie)v->key.tie, .day = day_of(entry, &v->key) };
		key_of(m, tie_kinds[v->key.tie].word, v->text, row->key);
	}
	for (size_t i = 0; entry->bands && i < WORDING_BANDS; i++)
		band_row(m, entry, i, &w->rows[w->count++]);
	if (m->last)
		m->last->next = w;
	else
		m->first = w;
	m->last = w;
	return ++m->waiting < BATCH || memory_flush(m, e);
}

/* --- what is found --- */

/* An earlier applicant, and what is shared with it. */
struct found {
	struct linked *linked;
	size_t bands;
	bool is_home;  /* of the same home */
	int64_t day;
};

struct finding_back {
	struct memory *m;
	const struct memory_entry *entry;
	struct arena *a;
	struct found all[FOUND_MAX];
	size_t count;
	/* Of the key at hand. */
	const struct tie_value *value;
	size_t hits, most;
	size_t places[FOUND_MAX];
	int64_t days[FOUND_MAX];
	bool full;
};

static bool take_hit(void *context, struct str id, const struct store_row *row)
{
	struct finding_back *f = context;
	size_t i = 0;

	if (f->hits++ >= f->most)
		return false;
	while (i < f->count && !str_eq(f->all[i].linked->id, id))
		i++;
	if (i == FOUND_MAX || f->hits > FOUND_MAX)
		return true;
	if (i == f->count) {
		struct linked *x = ARENA_NEW(f->a, struct linked, 1);
		struct str copy = arena_copy(f->a, id);
		if (!x || !copy.ptr) {
			f->full = true;
			return false;
		}
		x->id = copy;
		x->is_earlier = true;
		f->all[f->count++] = (struct found){ .linked = x, .day = row->day };
	}
	f->places[f->hits - 1] = i;
	f->days[f->hits - 1] = row->day;
	f->all[i].day = row->day > f->all[i].day ? row->day : f->all[i].day;
	return true;
}

/* Who had the value, if not more people had it than a hub has. */
static bool look_up(struct finding_back *f, const unsigned char key[STORE_KEY], enum tie tie, struct err *e)
{
	int hub = tie < TIE_HOME ? f->m->settings.hub[tie] : f->m->settings.household;

	f->hits = 0;
	f->most = (size_t)hub < FOUND_MAX ? (size_t)hub + 1 : FOUND_MAX;
	if (!f->m->kind->find(f->m->store, key, f->entry->id, f->most, take_hit, f, e))
		return false;
	if (f->full)
		return err_set(e, ERR_MEMORY, "out of memory");
	if (f->hits >= f->most)
		f->hits = 0;
	return true;
}

static bool find_homes(struct finding_back *f, struct err *e)
{
	for (const struct tie_value *v = f->entry->values; v; v = v->next) {
		unsigned char key[STORE_KEY];
		if (v->key.tie != TIE_HOME)
			continue;
		key_of(f->m, tie_kinds[TIE_HOME].word, v->text, key);
		if (!look_up(f, key, TIE_HOME, e))
			return false;
		for (size_t i = 0; i < f->hits; i++)
			f->all[f->places[i]].is_home = true;
	}
	return true;
}

static bool add_by(struct finding_back *f, struct found *x, struct link_by what)
{
	struct link_by **last = &x->linked->by;

	while (*last)
		last = &(*last)->next;
	*last = ARENA_NEW(f->a, struct link_by, 1);
	if (*last)
		**last = what;
	return *last;
}

static bool ties(const struct finding_back *f, const struct found *x, const struct tie_value *v, int64_t day)
{
	int64_t apart = day - day_of(f->entry, &v->key);

	if (tie_kinds[v->key.tie].is_household && x->is_home)
		return false;
	return v->key.tie != TIE_LINE || (apart < 0 ? -apart : apart) <= f->m->settings.line_pair_days;
}

static bool find_value(struct finding_back *f, const struct tie_value *v, struct err *e)
{
	const struct link_by what = { NULL, (enum tie)v->key.tie, v->field, v->text };
	unsigned char key[STORE_KEY];

	key_of(f->m, tie_kinds[v->key.tie].word, v->text, key);
	if (!look_up(f, key, (enum tie)v->key.tie, e))
		return false;
	for (size_t i = 0; i < f->hits; i++) {
		struct found *x = &f->all[f->places[i]];
		if (ties(f, x, v, f->days[i]) && !add_by(f, x, what))
			return err_set(e, ERR_MEMORY, "out of memory");
	}
	return true;
}

static bool find_bands(struct finding_back *f, struct err *e)
{
	const struct link_by what = { NULL, TIE_RESUME, STR("resume.text"), { NULL, 0 } };

	for (size_t b = 0; f->entry->bands && b < WORDING_BANDS; b++) {
		struct store_row row;
		band_row(f->m, f->entry, b, &row);
		if (!look_up(f, row.key, TIE_RESUME, e))
			return false;
		for (size_t i = 0; i < f->hits; i++)
			if (++f->all[f->places[i]].bands == BANDS_ALIKE && !add_by(f, &f->all[f->places[i]], what))
				return err_set(e, ERR_MEMORY, "out of memory");
	}
	return true;
}

static bool is_named(const struct links *l, struct str id)
{
	for (const struct linked *x = l->linked; x; x = x->next)
		if (str_eq(x->id, id))
			return true;
	return false;
}

bool memory_find(struct memory *m, const struct memory_entry *entry, struct arena *a, struct links *out, struct err *e)
{
	struct finding_back *f = ARENA_NEW(a, struct finding_back, 1);
	struct linked **last = &out->linked;

	if (!f)
		return err_set(e, ERR_MEMORY, "out of memory");
	f->m = m;
	f->entry = entry;
	f->a = a;
	if (!find_homes(f, e))
		return false;
	for (const struct tie_value *v = entry->values; v; v = v->next)
		if (v->key.tie != TIE_HOME && !find_value(f, v, e))
			return false;
	if (!find_bands(f, e))
		return false;
	while (*last)
		last = &(*last)->next;
	for (size_t i = 0; i < f->count; i++) {
		struct linked *x = f->all[i].linked;
		if (!x->by || is_named(out, x->id))
			continue;
		when_print_day(f->all[i].day * 86400, x->day);
		*last = x;
		last = &x->next;
		out->count++;
	}
	return true;
}
