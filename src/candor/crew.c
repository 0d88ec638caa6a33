/*
 * crew.c - each worker takes the next chunk of the input under one lock, with a ticket; makes its records'
 * reports; and puts them down in the place of its ticket.  Whoever puts down the one that is due writes it and
 * all that follow without a gap.  Nobody runs further ahead than there are places, so memory is bounded whatever
 * the length of the input.
 */
#include "candor/crew.h"

#include "candor/idset.h"
#include "candor/pass.h"

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

enum {
	CREW_MAX = 64,      /* threads */
	PLACES_PER_WORKER = 3,
	BAD_MAX = 500,      /* bytes of a sentence about a record */
};

/* An input that is open, until its last chunk is done with. */
struct input_file {
	struct source *source;
	size_t chunks; /* that are being worked on */
	bool is_over;
};

struct crew {
	struct candor *engine;
	const char *const *files;
	size_t file_count;

	pthread_mutex_t in; /* guards what is read from */
	size_t next_file;
	struct input_file *file; /* being read; NULL: open the next one */
	int64_t tickets;

	pthread_mutex_t out; /* guards what is written */
	pthread_cond_t room;
	struct batch *places[CREW_MAX * PLACES_PER_WORKER], *spare[CREW_MAX * (PLACES_PER_WORKER + 1)];
	size_t place_count, spare_count;
	int64_t due, records;
	bool is_writing, stopped;
	struct idset ids;
	struct err err;
};

struct worker {
	struct crew *crew;
	struct pass pass;
	struct reader *reader;
	struct chunk chunk;
	pthread_t thread;
	bool is_ready;
};

static bool is_stopped(struct crew *w)
{
	pthread_mutex_lock(&w->out);
	bool stopped = w->stopped;
	pthread_mutex_unlock(&w->out);
	return stopped;
}

/* The lock is held. */
static void leave_file(struct input_file *f)
{
	if (!f->is_over || f->chunks)
		return;
	source_close(f->source);
	mem_free(f);
}

/* Open the next input.  False, with @e, if it cannot be. */
static bool open_next(struct crew *w, struct err *e)
{
	const char *path = w->files[w->next_file++];
	struct input_file *f = mem_alloc(sizeof(*f), 1);

	if (!f)
		return err_set(e, ERR_MEMORY, "out of memory");
	*f = (struct input_file){ .source = source_open(path, w->engine->form, w->engine->forms, e) };
	if (!f->source) {
		mem_free(f);
		return false;
	}
	w->file = f;
	return true;
}

/* What a worker gets: a chunk of @file, or a complaint about an input that could not be opened. */
struct task {
	int64_t ticket;
	struct input_file *file; /* NULL: a complaint, in @err */
	const char *name;
	struct err err;
};

/* The lock is held.  False when all inputs have been read. */
static bool take_next(struct crew *w, struct chunk *c, struct task *t)
{
	for (;;) {
		if (!w->file && w->next_file == w->file_count)
			return false;
		if (!w->file && !open_next(w, &t->err)) {
			t->name = w->files[w->next_file - 1];
			return true;
		}
		if (source_next(w->file->source, c)) {
			t->name = w->files[w->next_file - 1];
			t->file = w->file;
			t->file->chunks++;
			return true;
		}
		w->file->is_over = true;
		leave_file(w->file);
		w->file = NULL;
	}
}

static bool take_task(struct crew *w, struct chunk *c, struct task *t)
{
	*t = (struct task){ 0 };
	if (is_stopped(w))
		return false;
	pthread_mutex_lock(&w->in);
	bool got = take_next(w, c, t);
	if (got)
		t->ticket = w->tickets++;
	pthread_mutex_unlock(&w->in);
	return got;
}

static void finish_task(struct crew *w, struct task *t)
{
	if (!t->file)
		return;
	pthread_mutex_lock(&w->in);
	t->file->chunks--;
	leave_file(t->file);
	pthread_mutex_unlock(&w->in);
}

static void read_chunk(struct worker *k)
{
	struct pass *p = &k->pass;

	for (;;) {
		struct record r = { 0 };
		struct err e = { 0 };
		arena_reset(&p->arena);
		switch (reader_next(k->reader, &k->chunk, &p->arena, &r, &e)) {
		case READ_RECORD:
			pass_record(p, &r);
			break;
		case READ_BAD:
			batch_complain(p->batch, p->file, &e);
			p->tally.bad_records++;
			break;
		case READ_END:
			return;
		}
	}
}

static void do_task(struct worker *k, const struct task *t)
{
	k->pass.file = t->name;
	if (t->file) {
		read_chunk(k);
		return;
	}
	batch_complain(k->pass.batch, t->name, &t->err);
	k->pass.tally.bad_inputs++;
}

static void tell_repeated(struct crew *w, const struct note *n)
{
	struct err e = { 0 };

	err_set(&e, ERR_TYPE, "its id stands at an earlier record too; both are reported");
	err_at(&e, n->at, n->line, 0);
	engine_tell(w->engine, &e, true);
	w->engine->total.repeated_ids++;
}

static void tell_notes(struct crew *w, const struct batch *b)
{
	for (size_t i = 0; i < b->note_count; i++) {
		const struct note *n = &b->notes[i];
		struct err e = { 0 };
		if (!n->file) {
			if (idset_add(&w->ids, n->id))
				tell_repeated(w, n);
			continue;
		}
		err_set(&e, ERR_SYNTAX, "%.*s", BAD_MAX, b->texts.ptr + n->text);
		err_at(&e, n->file, n->line, n->column);
		engine_tell(w->engine, &e, false);
	}
}

/* One thread at a time, but without the lock: others go on working. */
static bool write_batch(struct crew *w, const struct batch *b)
{
	const struct candor_host *host = &w->engine->host;

	if (b->failed || b->report.failed || b->texts.failed)
		return err_set(&w->err, ERR_MEMORY, "out of memory for the report");
	tell_notes(w, b);
	if (b->report.len && !host->write(host->context, b->report.ptr, b->report.len))
		return err_set(&w->err, ERR_FILE, "the report could not be written");
	w->records += b->records;
	if (host->progress)
		host->progress(host->context, w->records);
	return true;
}

/* The lock is held; it is given away while writing. */
static void write_due(struct crew *w)
{
	struct batch **place;

	w->is_writing = true;
	while (*(place = &w->places[(size_t)w->due % w->place_count])) {
		struct batch *b = *place;
		bool ok = true;
		if (!w->stopped) {
			pthread_mutex_unlock(&w->out);
			ok = write_batch(w, b);
			pthread_mutex_lock(&w->out);
		}
		w->stopped |= !ok;
		*place = NULL;
		batch_reset(b);
		w->spare[w->spare_count++] = b;
		w->due++;
		pthread_cond_broadcast(&w->room);
	}
	w->is_writing = false;
}

static void put_down(struct crew *w, struct batch *b, int64_t ticket)
{
	pthread_mutex_lock(&w->out);
	while (ticket >= w->due + (int64_t)w->place_count)
		pthread_cond_wait(&w->room, &w->out);
	w->places[(size_t)ticket % w->place_count] = b;
	if (!w->is_writing)
		write_due(w);
	pthread_mutex_unlock(&w->out);
}

static struct batch *take_batch(struct crew *w)
{
	struct batch *b = NULL;

	pthread_mutex_lock(&w->out);
	if (w->spare_count)
		b = w->spare[--w->spare_count];
	pthread_mutex_unlock(&w->out);
	if (!b && (b = mem_alloc(sizeof(*b), 1)))
		*b = (struct batch){ .report = buf_make(SIZE_MAX / 4), .texts = buf_make(SIZE_MAX / 4) };
	return b;
}

static void stop(struct crew *w, enum err_code code, const char *text)
{
	pthread_mutex_lock(&w->out);
	w->stopped = true;
	err_set(&w->err, code, "%s", text);
	pthread_mutex_unlock(&w->out);
}

static void *work(void *worker)
{
	struct worker *k = worker;
	struct crew *w = k->crew;
	struct task t;

	for (;;) {
		k->pass.batch = take_batch(w);
		if (!k->pass.batch) {
			stop(w, ERR_MEMORY, "out of memory");
			return NULL;
		}
		if (!take_task(w, &k->chunk, &t))
			break;
		do_task(k, &t);
		finish_task(w, &t);
		put_down(w, k->pass.batch, t.ticket);
	}
	batch_clear(k->pass.batch);
	mem_free(k->pass.batch);
	return NULL;
}

static bool worker_init(struct worker *k, struct crew *w)
{
	k->crew = w;
	k->reader = reader_new(w->engine->forms, pass_fault, &k->pass);
	return pass_init(&k->pass, w->engine) && k->reader;
}

static void worker_clear(struct worker *k)
{
	if (!k->crew)
		return;
	tally_merge(&k->crew->engine->total, &k->pass.tally);
	pass_clear(&k->pass);
	reader_free(k->reader);
	chunk_clear(&k->chunk);
}

static size_t worker_count(const struct candor *c)
{
	long online = c->settings.jobs ? (long)c->settings.jobs : sysconf(_SC_NPROCESSORS_ONLN);

	return online < 1 ? 1 : online > CREW_MAX ? CREW_MAX : (size_t)online;
}

/* The first worker is the calling thread; a thread that cannot be had is done without. */
static void run_workers(struct crew *w, struct worker *workers, size_t count)
{
	size_t made = 1;

	for (size_t i = 0; i < count; i++) {
		if (!worker_init(&workers[i], w)) {
			stop(w, ERR_MEMORY, "out of memory");
			return;
		}
	}
	while (made < count && pthread_create(&workers[made].thread, NULL, work, &workers[made]) == 0)
		made++;
	work(&workers[0]);
	for (size_t i = 1; i < made; i++)
		pthread_join(workers[i].thread, NULL);
}

static void crew_clear(struct crew *w)
{
	for (size_t i = 0; i < w->place_count; i++) {
		if (w->places[i])
			w->spare[w->spare_count++] = w->places[i];
	}
	for (size_t i = 0; i < w->spare_count; i++) {
		batch_clear(w->spare[i]);
		mem_free(w->spare[i]);
	}
	if (w->file) {
		w->file->is_over = true;
		leave_file(w->file);
	}
	idset_clear(&w->ids);
	pthread_cond_destroy(&w->room);
	pthread_mutex_destroy(&w->in);
	pthread_mutex_destroy(&w->out);
}

bool crew_run(struct candor *c, const char *const *files, size_t count, struct err *e)
{
	static const struct crew empty = { .in = PTHREAD_MUTEX_INITIALIZER, .out = PTHREAD_MUTEX_INITIALIZER,
		.room = PTHREAD_COND_INITIALIZER };
	size_t jobs = worker_count(c);
	struct crew *w = mem_alloc(sizeof(*w), 1);
	struct worker *workers = mem_alloc(sizeof(*workers), jobs);
	bool ok = w && workers;

	if (!ok) {
		err_set(e, ERR_MEMORY, "out of memory");
		goto out;
	}
	*w = empty;
	w->engine = c;
	w->files = files;
	w->file_count = count;
	w->place_count = jobs * PLACES_PER_WORKER;
	run_workers(w, workers, jobs);
	for (size_t i = 0; i < jobs; i++)
		worker_clear(&workers[i]);
	ok = !w->stopped;
	if (!ok)
		*e = w->err;
	crew_clear(w);
out:
	mem_free(workers);
	mem_free(w);
	return ok;
}
