/*
 * crew.c - each worker takes the next chunk of the input under one lock, with a ticket; makes its records'
 * reports; and puts them down in the place of its ticket.  Whoever puts down the one that is due writes it and
 * all that follow without a gap.  Nobody runs further ahead than there are places, so memory is bounded whatever
 * the length of the input.
 */
#include "candor/crew.h"

#include "base/team.h"

#include <pthread.h>
#include <stdio.h>

enum { PLACES_PER_WORKER = 3 };

/* An input that is open, until its last chunk is done with. */
struct input_file {
	struct source *source;
	size_t chunks; /* that are being worked on */
	bool is_over;
};

struct crew {
	const struct crew_work *work;
	const char *const *files;
	size_t file_count;

	pthread_mutex_t in; /* guards what is read from */
	size_t next_file;
	struct input_file *file; /* being read; NULL: open the next one */
	int64_t tickets;

	pthread_mutex_t out; /* guards what is written */
	pthread_cond_t room;
	struct batch *places[TEAM_MAX * PLACES_PER_WORKER], *spare[TEAM_MAX * (PLACES_PER_WORKER + 1)];
	size_t place_count, spare_count;
	int64_t due;
	bool is_writing, stopped;
	struct err err;
};

struct worker {
	struct crew *crew;
	void *own;
	struct chunk chunk;
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
	*f = (struct input_file){ .source = source_open(path, w->work->form, w->work->forms, e) };
	if (!f->source) {
		mem_free(f);
		return false;
	}
	w->file = f;
	return true;
}

/* What a worker gets: a chunk, or a complaint about an input that could not be opened, or is odd. */
struct task {
	int64_t ticket;
	struct input_file *file; /* that the chunk is of; NULL: a complaint, in @err, or the work is of no files */
	bool is_warning;         /* and it is none but a warning */
	const char *name;
	size_t input;            /* its place among the files */
	struct err err;
};

/* The lock is held.  False when all inputs have been read. */
static bool take_next(struct crew *w, struct chunk *c, struct task *t)
{
	for (;;) {
		if (!w->file && w->next_file == w->file_count)
			return false;
		if (!w->file &&
		    (!open_next(w, &t->err) || (t->is_warning = source_warning(w->file->source, &t->err)))) {
			t->name = w->files[t->input = w->next_file - 1];
			return true;
		}
		if (source_next(w->file->source, c)) {
			t->name = w->files[t->input = w->next_file - 1];
			t->file = w->file;
			t->file->chunks++;
			return true;
		}
		w->file->is_over = true;
		leave_file(w->file);
		w->file = NULL;
	}
}

/* The lock is held.  The first cause stays. */
static void note_stop(struct crew *w, const struct err *e)
{
	if (!w->stopped)
		w->err = *e;
	w->stopped = true;
}

static void stop(struct crew *w, const struct err *e)
{
	pthread_mutex_lock(&w->out);
	note_stop(w, e);
	pthread_mutex_unlock(&w->out);
}

static void stop_without_memory(struct crew *w)
{
	struct err e = { 0 };

	err_set(&e, ERR_MEMORY, "out of memory");
	stop(w, &e);
}

static bool take_task(struct crew *w, struct chunk *c, struct task *t)
{
	struct err e = { 0 };

	*t = (struct task){ 0 };
	if (is_stopped(w))
		return false;
	pthread_mutex_lock(&w->in);
	bool got = w->work->next ? w->work->next(w->work->context, c, &e) : take_next(w, c, t);
	if (got)
		t->ticket = w->tickets++;
	pthread_mutex_unlock(&w->in);
	if (e.code != ERR_NONE)
		stop(w, &e);
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

static void do_task(struct worker *k, const struct task *t, struct batch *b)
{
	if (t->file || k->crew->work->next) {
		k->crew->work->take(k->own, t->name, &k->chunk, b);
		return;
	}
	if (t->is_warning) {
		batch_warn(b, t->name, &t->err);
		return;
	}
	batch_complain(b, t->name, &t->err);
	b->bad_inputs++;
}

/* One thread at a time, but without the lock: others go on working. */
static bool write_batch(struct crew *w, struct batch *b, struct err *e)
{
	if (!batch_is_whole(b))
		return err_set(e, ERR_MEMORY, "out of memory for the report");
	return w->work->write(w->work->context, b, e);
}

/* The lock is held; it is given away while writing. */
static void write_due(struct crew *w)
{
	struct batch **place;

	w->is_writing = true;
	while (*(place = &w->places[(size_t)w->due % w->place_count])) {
		struct batch *b = *place;
		struct err e = { 0 };
		if (!w->stopped) {
			pthread_mutex_unlock(&w->out);
			bool ok = write_batch(w, b, &e);
			pthread_mutex_lock(&w->out);
			if (!ok)
				note_stop(w, &e);
		}
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
	return b ? b : batch_new();
}

static void *work(void *worker)
{
	struct worker *k = worker;
	struct crew *w = k->crew;
	struct batch *b;
	struct task t;

	while ((b = take_batch(w)) && take_task(w, &k->chunk, &t)) {
		b->input = t.input;
		do_task(k, &t, b);
		finish_task(w, &t);
		put_down(w, b, t.ticket);
	}
	if (!b)
		stop_without_memory(w);
	batch_free(b);
	return NULL;
}

static bool worker_init(struct worker *k, struct crew *w)
{
	k->crew = w;
	k->own = w->work->begin(w->work->context);
	return k->own;
}

static void worker_clear(struct worker *k)
{
	if (k->own)
		k->crew->work->end(k->crew->work->context, k->own);
	chunk_clear(&k->chunk);
}

static void run_workers(struct crew *w, struct worker *workers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!worker_init(&workers[i], w)) {
			stop_without_memory(w);
			return;
		}
	}
	team_run(work, workers, sizeof(*workers), count);
}

static void crew_clear(struct crew *w)
{
	for (size_t i = 0; i < w->place_count; i++) {
		if (w->places[i])
			w->spare[w->spare_count++] = w->places[i];
	}
	for (size_t i = 0; i < w->spare_count; i++)
		batch_free(w->spare[i]);
	if (w->file) {
		w->file->is_over = true;
		leave_file(w->file);
	}
	pthread_cond_destroy(&w->room);
	pthread_mutex_destroy(&w->in);
	pthread_mutex_destroy(&w->out);
}

bool crew_run(const struct crew_work *job, const char *const *files, size_t count, struct err *e)
{
	static const struct crew empty = { .in = PTHREAD_MUTEX_INITIALIZER, .out = PTHREAD_MUTEX_INITIALIZER,
		.room = PTHREAD_COND_INITIALIZER };
	size_t jobs = team_size(job->workers);
	struct crew *w = mem_alloc(sizeof(*w), 1);
	struct worker *workers = mem_alloc(sizeof(*workers), jobs);
	bool ok = w && workers;

	if (!ok) {
		err_set(e, ERR_MEMORY, "out of memory");
		goto out;
	}
	*w = empty;
	w->work = job;
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
