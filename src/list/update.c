#include "list/update.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"
#include "limits.h"
#include "list/manifest.h"

struct update {
	struct arena arena;
	struct manifest manifest;
	char folder[LIST_MAX_PATH];
	int lock;
};

static bool open_lock(struct update *u, struct err *e)
{
	char path[LIST_MAX_PATH + 8];

	snprintf(path, sizeof(path), "%s/lock", u->folder);
	u->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (u->lock >= 0 && flock(u->lock, LOCK_EX) == 0)
		return true;
	err_set(e, ERR_FILE, "cannot lock: %s", strerror(errno));
	return err_at(e, path, 0, 0);
}

struct update *update_begin(const char *folder, struct err *e)
{
	struct update *u = mem_alloc(sizeof(*u), 1);
	size_t bad = 0;

	if (!u || strlen(folder) >= sizeof(u->folder)) {
		mem_free(u);
		err_set(e, ERR_MEMORY, "out of memory");
		return NULL;
	}
	u->lock = -1;
	memcpy(u->folder, folder, strlen(folder) + 1);
	bool ok = file_make_folder(folder, e) && open_lock(u, e);
	if (ok && !manifest_read(folder, &u->arena, &u->manifest, &bad))
		ok = err_set(e, ERR_MEMORY, "out of memory");
	if (ok)
		return u;
	update_free(u);
	return NULL;
}

void update_free(struct update *u)
{
	if (!u)
		return;
	if (u->lock >= 0)
		close(u->lock);
	arena_clear(&u->arena);
	mem_free(u);
}

static struct list *find(const struct update *u, struct str name)
{
	for (size_t i = 0; i < u->manifest.count; i++)
		if (str_eq(u->manifest.at[i].name, name))
			return &u->manifest.at[i];
	return NULL;
}

const struct list *update_find(const struct update *u, struct str name)
{
	return find(u, name);
}

static bool is_plausible(const struct update *u, const struct list *what, int64_t entries, struct err *e)
{
	const struct list *old = update_find(u, what->name);

	if (!old || entries * 100 >= old->entries * LIST_MIN_PERCENT)
		return true;
	return err_set(e, ERR_LIMIT, "%lld entries where there were %lld: implausible (--force takes it)",
	    (long long)entries, (long long)old->entries);
}

/* Everything that the row borrows must live as long as the update. */
static bool own(struct update *u, struct list *x)
{
	struct str *texts[] = {
		&x->name, &x->source, &x->licence, &x->url, &x->date, &x->product, &x->confidence, &x->file, &x->sha256,
		&x->etag, &x->modified,
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		if (!(*texts[i] = arena_copy(&u->arena, *texts[i])).ptr)
			return false;
	return true;
}

/* The name of a file says its digest, so that a new copy never overwrites the one in use. */
static bool write_copy(struct update *u, const struct list *what, struct str data, int64_t entries, struct err *e)
{
	char digest[DIGEST_HEX + 1], file[256], path[LIST_MAX_PATH + 256];
	struct list x = *what;

	digest_sha256(data, digest);
	snprintf(file, sizeof(file), "%.*s-%.16s.list", STR_ARG(what->name), digest);
	snprintf(path, sizeof(path), "%s/%s", u->folder, file);
	x.entries = entries;
	x.sha256 = str_from(digest);
	x.file = str_from(file);
	x.is_embedded = false;
	if (!own(u, &x))
		return err_set(e, ERR_MEMORY, "out of memory");
	if (!file_write(path, data, e))
		return false;
	return manifest_put(&u->manifest, &u->arena, &x) || err_set(e, ERR_MEMORY, "out of memory");
}

bool update_take(struct update *u, const struct list *what, struct str form, const struct feed_text *in, bool force,
    int64_t *entries, struct err *e)
{
	struct buf out = buf_make(LIST_MAX_BYTES);

	bool ok = feed_convert(what->kind, form, in, &out, entries, e) &&
	    (force || is_plausible(u, what, *entries, e)) && write_copy(u, what, buf_str(&out), *entries, e);
	buf_clear(&out);
	return ok;
}

bool update_keep(struct update *u, struct str name, struct str date)
{
	struct list *old = find(u, name);

	if (old)
		old->date = arena_copy(&u->arena, date);
	return old && old->date.ptr;
}

bool update_end(struct update *u, struct err *e)
{
	return manifest_write(u->folder, &u->manifest, e);
}
