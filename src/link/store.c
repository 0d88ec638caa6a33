#include "link/store.h"

#include "base/arena.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	WAIT_MS = 60000,      /* how long one process waits for another one that writes */
	RETRY_MS = 20,        /* between two tries of what does not wait by itself */
	OWNER = 0x43616e64,   /* of SQLite's header: who made the file, and in which version */
	VERSION = 1,
};

enum statement { BEGIN, COMMIT, ROLLBACK, MARK, MARKED, ADD, FIND, EACH_OF, EACH, PURGE_OF, PURGE, STATEMENTS };

static const char *const texts[STATEMENTS] = {
	[BEGIN] = "BEGIN IMMEDIATE",
	[COMMIT] = "COMMIT",
	[ROLLBACK] = "ROLLBACK",
	[MARK] = "INSERT OR IGNORE INTO secret (one, mark) VALUES (1, ?1)",
	[MARKED] = "SELECT mark = ?1 FROM secret",
	[ADD] = "INSERT OR IGNORE INTO seen (key, id, tie, day, run) VALUES (?1, ?2, ?3, ?4, ?5)",
	[FIND] = "SELECT id, key, tie, day FROM seen WHERE key = ?1 AND id <> ?2 AND run <> ?3 ORDER BY day, id "
	    "LIMIT ?4",
	[EACH_OF] = "SELECT id, key, tie, day FROM seen WHERE id = ?1 ORDER BY day, tie, key",
	[EACH] = "SELECT id, key, tie, day FROM seen ORDER BY day, id, tie, key",
	[PURGE_OF] = "DELETE FROM seen WHERE id = ?1 AND day < ?2",
	[PURGE] = "DELETE FROM seen WHERE day < ?2",
};

struct store {
	sqlite3 *db;
	sqlite3_stmt *at[STATEMENTS];
	int64_t run; /* of this opening, so that what it adds is not found by it */
};

static bool fail(struct store *s, struct err *e)
{
	err_set(e, ERR_FILE, "the memory: %s", s->db ? sqlite3_errmsg(s->db) : "out of memory");
	return false;
}

static void close_store(struct store *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(s->at[i]);
	sqlite3_close(s->db);
	mem_free(s);
}

/* Two openings at the same nanosecond by one process number do not happen. */
static int64_t run_number(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)(((uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec) ^ (uint64_t)getpid() << 48);
}

/* Told the one number of a row. */
static int take_number(void *number, int columns, char **texts_of, char **names)
{
	(void)names;
	*(long *)number = columns == 1 && texts_of[0] ? strtol(texts_of[0], NULL, 10) : -1;
	return 0;
}

static bool ask(struct store *s, const char *question, long *answer, struct err *e)
{
	*answer = 0;
	return sqlite3_exec(s->db, question, take_number, answer, NULL) == SQLITE_OK || fail(s, e);
}

/* A file of something else is left as it is, and so is one whose form is not known yet. */
static bool is_ours(struct store *s, bool *is_new, struct err *e)
{
	long owner, version, tables;

	/* In this order: another process may make it in between, and commits its tables and its name together. */
	if (!ask(s, "SELECT count(*) FROM sqlite_master", &tables, e) || !ask(s, "PRAGMA application_id", &owner, e) ||
	    !ask(s, "PRAGMA user_version", &version, e))
		return false;
	*is_new = !tables;
	if (tables && owner != OWNER)
		return err_set(e, ERR_FILE, "is a database, but no memory");
	return version <= VERSION || err_set(e, ERR_FILE, "is a memory of a newer version of the program");
}

/*
 * Run what makes a store.  Of two processes that make one at once, SQLite tells one "busy" without a wait where both
 * would wait for each other.
 */
static bool make(struct store *s, const char *sql)
{
	for (int waited = 0; waited < WAIT_MS; waited += RETRY_MS) {
		int got = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
		if (got != SQLITE_BUSY)
			return got == SQLITE_OK;
		if (!sqlite3_get_autocommit(s->db))
			sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
		sqlite3_sleep(RETRY_MS);
	}
	return false;
}

/*
 * A log that is written ahead: readers and a writer do not wait for each other, and a process that dies leaves what
 * others committed.  Every row stands with its key, and once more by id.
 */
static bool prepare(struct store *s, struct err *e)
{
	static const char always[] = "PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;";
	static const char schema[] =
	    "PRAGMA journal_mode = WAL; BEGIN IMMEDIATE;"
	    "PRAGMA application_id = 1130458724; PRAGMA user_version = 1;"
	    "CREATE TABLE IF NOT EXISTS secret (one INTEGER PRIMARY KEY, mark BLOB NOT NULL);"
	    "CREATE TABLE IF NOT EXISTS seen (key BLOB NOT NULL, id TEXT NOT NULL, tie INTEGER NOT NULL,"
	    " day INTEGER NOT NULL, run INTEGER NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID;"
	    "CREATE INDEX IF NOT EXISTS seen_id ON seen (id); CREATE INDEX IF NOT EXISTS seen_day ON seen (day);"
	    "COMMIT;";

	bool is_new = false;

	sqlite3_busy_timeout(s->db, WAIT_MS);
	if (!is_ours(s, &is_new, e))
		return false;
	if (sqlite3_exec(s->db, always, NULL, NULL, NULL) != SQLITE_OK ||
	    (is_new && !make(s, schema)))
		return fail(s, e);
	for (size_t i = 0; i < STATEMENTS; i++)
		if (sqlite3_prepare_v3(s->db, texts[i], -1, SQLITE_PREPARE_PERSISTENT, &s->at[i], NULL) != SQLITE_OK)
			return fail(s, e);
	return true;
}

static struct store *open_store(const char *where, struct err *e)
{
	struct store *s = mem_alloc(sizeof(*s), 1);

	if (!s) {
		err_set(e, ERR_MEMORY, "out of memory");
		return NULL;
	}
	s->run = run_number();
	mode_t mask = umask(0077);
	bool ok = sqlite3_open(where, &s->db) == SQLITE_OK || fail(s, e);
	ok = ok && prepare(s, e);
	umask(mask);
	if (ok)
		return s;
	err_at(e, where, 0, 0);
	close_store(s);
	return NULL;
}

/* Run a statement that gives no rows. */
static bool step(struct store *s, enum statement which, struct err *e)
{
	int got = sqlite3_step(s->at[which]);

	sqlite3_reset(s->at[which]);
	sqlite3_clear_bindings(s->at[which]);
	return got == SQLITE_DONE || fail(s, e);
}

/* 1: it is the store's; 0: it is not; -1: the store has none yet, or @e is set. */
static int compare_mark(struct store *s, const unsigned char mark[STORE_KEY], struct err *e)
{
	sqlite3_stmt *x = s->at[MARKED];
	int got = sqlite3_bind_blob(x, 1, mark, STORE_KEY, SQLITE_STATIC);

	got = got == SQLITE_OK ? sqlite3_step(x) : got;
	int is_it = got == SQLITE_ROW ? sqlite3_column_int(x, 0) != 0 : -1;
	if (got != SQLITE_ROW && got != SQLITE_DONE)
		fail(s, e);
	sqlite3_reset(x);
	sqlite3_clear_bindings(x);
	return is_it;
}

static bool belongs(struct store *s, const unsigned char mark[STORE_KEY], struct err *e)
{
	struct err problem = { 0 };
	int is_it = compare_mark(s, mark, &problem);

	if (is_it < 0 && problem.code == ERR_NONE) {
		if (sqlite3_bind_blob(s->at[MARK], 1, mark, STORE_KEY, SQLITE_STATIC) != SQLITE_OK ||
		    !step(s, MARK, &problem))
			return fail(s, e);
		is_it = compare_mark(s, mark, &problem);
	}
	if (is_it < 0)
		return err_set(e, ERR_FILE, "%s", problem.text);
	return is_it || err_set(e, ERR_FILE, "is a memory of another key");
}

static bool begin(struct store *s, struct err *e)
{
	return step(s, BEGIN, e);
}

static bool commit(struct store *s, struct err *e)
{
	if (step(s, COMMIT, e))
		return true;
	if (!sqlite3_get_autocommit(s->db))
		(void)step(s, ROLLBACK, NULL);
	return false;
}

static bool bind_text(struct store *s, enum statement which, int place, struct str text)
{
	return sqlite3_bind_text(s->at[which], place, text.ptr ? text.ptr : "", (int)text.len, SQLITE_STATIC) ==
	       SQLITE_OK;
}

static bool add(struct store *s, struct str id, const struct store_row *rows, size_t count, struct err *e)
{
	for (size_t i = 0; i < count; i++) {
		sqlite3_stmt *x = s->at[ADD];
		if (sqlite3_bind_blob(x, 1, rows[i].key, STORE_KEY, SQLITE_STATIC) != SQLITE_OK ||
		    !bind_text(s, ADD, 2, id) || sqlite3_bind_int(x, 3, (int)rows[i].tie) != SQLITE_OK ||
		    sqlite3_bind_int64(x, 4, rows[i].day) != SQLITE_OK || sqlite3_bind_int64(x, 5, s->run) != SQLITE_OK)
			return fail(s, e);
		if (!step(s, ADD, e)) {
			if (!sqlite3_get_autocommit(s->db))
				(void)step(s, ROLLBACK, NULL);
			return false;
		}
	}
	return true;
}

/* Tell of the rows of a statement whose values are bound. */
static bool tell(struct store *s, enum statement which, store_told *told, void *context, struct err *e)
{
	sqlite3_stmt *x = s->at[which];
	int got;

	while ((got = sqlite3_step(x)) == SQLITE_ROW) {
		struct store_row row = { .tie = (enum tie)sqlite3_column_int(x, 2), .day = sqlite3_column_int64(x, 3) };
		const void *key = sqlite3_column_blob(x, 1);
		struct str id = { (const char *)sqlite3_column_text(x, 0), (size_t)sqlite3_column_bytes(x, 0) };
		if (!key || sqlite3_column_bytes(x, 1) != STORE_KEY || row.tie >= TIES)
			continue;
		memcpy(row.key, key, STORE_KEY);
		if (!told(context, id, &row)) {
			got = SQLITE_DONE;
			break;
		}
	}
	bool ok = got == SQLITE_DONE || fail(s, e);
	sqlite3_reset(x);
	sqlite3_clear_bindings(x);
	return ok;
}

static bool find(struct store *s, const unsigned char key[STORE_KEY], struct str id, size_t most, store_told *told,
    void *context, struct err *e)
{
	sqlite3_stmt *x = s->at[FIND];

	if (sqlite3_bind_blob(x, 1, key, STORE_KEY, SQLITE_STATIC) != SQLITE_OK || !bind_text(s, FIND, 2, id) ||
	    sqlite3_bind_int64(x, 3, s->run) != SQLITE_OK || sqlite3_bind_int64(x, 4, (int64_t)most) != SQLITE_OK)
		return fail(s, e);
	return tell(s, FIND, told, context, e);
}

static bool each(struct store *s, struct str id, store_told *told, void *context, struct err *e)
{
	enum statement which = id.len ? EACH_OF : EACH;

	if (id.len && !bind_text(s, which, 1, id))
		return fail(s, e);
	return tell(s, which, told, context, e);
}

static bool purge(struct store *s, struct str id, int64_t day, int64_t *rows, struct err *e)
{
	enum statement which = id.len ? PURGE_OF : PURGE;

	if ((id.len && !bind_text(s, which, 1, id)) || sqlite3_bind_int64(s->at[which], 2, day) != SQLITE_OK)
		return fail(s, e);
	if (!step(s, which, e))
		return false;
	*rows = sqlite3_changes(s->db);
	/* What was deleted stands in the log until it is folded in; then secure_delete has written over it. */
	sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	return true;
}

const struct store_kind store_sqlite = {
	.name = "sqlite",
	.open = open_store,
	.belongs = belongs,
	.close = close_store,
	.begin = begin,
	.commit = commit,
	.add = add,
	.find = find,
	.each = each,
	.purge = purge,
};
