#include "list/network.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "limits.h"

enum state { NOT_TOLD, GOT, SAME, FAILED };

struct answer {
	struct network_job job;
	enum state state;
	struct str etag, modified, why;
};

struct network {
	char folder[LIST_MAX_PATH + 16]; /* where the files are, by their number */
	struct answer *at;
	size_t count;
	struct str today;
};

static void path_of(const struct network *n, size_t i, char out[LIST_MAX_PATH + 48])
{
	snprintf(out, LIST_MAX_PATH + 48, "%s/%zu", n->folder, i);
}

static void remove_files(const struct network *n)
{
	char path[LIST_MAX_PATH + 48];

	for (size_t i = 0; i < n->count; i++) {
		path_of(n, i, path);
		unlink(path);
	}
	rmdir(n->folder);
}

/* Beside this program, where a build has it, or where "make install" puts it. */
static bool find_program(char *out, size_t size, struct err *e)
{
	static const char *const places[] = { "candor-fetch", "../libexec/candor/candor-fetch" };
	char self[LIST_MAX_PATH];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);

	while (len > 0 && self[len - 1] != '/')
		len--;
	self[len > 0 ? len : 0] = '\0';
	for (size_t i = 0; i < COUNT(places); i++) {
		int n = snprintf(out, size, "%s%s", self, places[i]);
		if (n > 0 && (size_t)n < size && access(out, X_OK) == 0)
			return true;
	}
	return err_set(e, ERR_FILE, "candor-fetch is missing; it belongs beside this program or in ../libexec/candor "
	    "(without a network: --mirror)");
}

/* A line for each file; see fetch/main.c. */
static bool put_jobs(const struct network *n, struct buf *out)
{
	for (size_t i = 0; i < n->count; i++) {
		const struct network_job *j = &n->at[i].job;
		char path[LIST_MAX_PATH + 48];
		path_of(n, i, path);
		buf_printf(out, "%s\t%.*s\t%.*s\t%.*s\n", path, STR_ARG(j->url), STR_ARG(j->etag),
		    STR_ARG(j->modified));
	}
	return !out->failed;
}

/* Its standard input and output as pipes; *in and *out are our ends. */
static bool spawn(const char *program, char **argv, pid_t *pid, int *in, int *out, struct err *e)
{
	posix_spawn_file_actions_t actions;
	int to[2] = { -1, -1 }, from[2] = { -1, -1 };
	int fault = pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0 ? errno : 0;

	if (!fault && !(fault = posix_spawn_file_actions_init(&actions))) {
		posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
		posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
		fault = posix_spawn(pid, program, &actions, NULL, argv, environ);
		posix_spawn_file_actions_destroy(&actions);
	}
	close(to[0]);
	close(from[1]);
	*in = to[1];
	*out = from[0];
	if (!fault)
		return true;
	close(*in);
	close(*out);
	err_set(e, ERR_FILE, "cannot run: %s", strerror(fault));
	return err_at(e, program, 0, 0);
}

/* It reads all of its input before it writes, so neither waits for the other. */
static void give(int fd, struct str data)
{
	while (data.len) {
		ssize_t n = write(fd, data.ptr, data.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		data = str_of(data.ptr + n, data.len - (size_t)n);
	}
	close(fd);
}

static struct str read_all(int fd, struct buf *out)
{
	ssize_t n = 1;

	while (n) {
		char *room = buf_room(out, 4096);
		n = room ? read(fd, room, 4096) : 0;
		if (n < 0 && errno != EINTR)
			break;
		out->len += n > 0 ? (size_t)n : 0;
	}
	close(fd);
	return buf_str(out);
}

static void read_answer(struct network *n, struct str line, struct arena *a)
{
	struct str number = str_split(line, '\t', &line), word = str_split(line, '\t', &line);
	int64_t i;

	if (!n->count || !str_number(number, 0, (int64_t)n->count - 1, &i))
		return;
	struct answer *x = &n->at[i];
	if (str_is(word, "got")) {
		x->state = GOT;
		x->etag = arena_copy(a, str_split(line, '\t', &line));
		x->modified = arena_copy(a, str_split(line, '\t', &line));
	} else if (str_is(word, "same")) {
		x->state = SAME;
	} else if (str_is(word, "failed")) {
		x->state = FAILED;
		x->why = arena_copy(a, line);
	}
}

static bool run(struct network *n, const char *program, const struct network_options *o, struct arena *a, struct err *e)
{
	char seconds[24], words[][16] = { "--allow-http", "--timeout", "--ca" }, *argv[8], *ca = NULL;
	struct buf in = buf_make(FETCH_MAX_INPUT), out = buf_make(FETCH_MAX_INPUT);
	int count = 0, to, from, status = -1;
	pid_t pid;

	argv[count++] = (char *)(uintptr_t)arena_copy(a, str_from(program)).ptr;
	if (o->allow_http)
		argv[count++] = words[0];
	if (o->seconds) {
		snprintf(seconds, sizeof(seconds), "%lld", (long long)o->seconds);
		argv[count++] = words[1];
		argv[count++] = seconds;
	}
	if (o->ca && (ca = (char *)(uintptr_t)arena_copy(a, str_from(o->ca)).ptr)) {
		argv[count++] = words[2];
		argv[count++] = ca;
	}
	argv[count] = NULL;
	bool ok = put_jobs(n, &in) || err_set(e, ERR_MEMORY, "out of memory");
	ok = ok && spawn(program, argv, &pid, &to, &from, e);
	if (ok) {
		give(to, buf_str(&in));
		for (struct str rest = read_all(from, &out); rest.len;)
			read_answer(n, str_split(rest, '\n', &rest), a);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		ok = (WIFEXITED(status) && WEXITSTATUS(status) == 0) || err_set(e, ERR_FILE, "candor-fetch failed");
	}
	buf_clear(&in);
	buf_clear(&out);
	return ok;
}

struct network *network_fetch(const char *folder, const struct network_job *jobs, size_t count,
    const struct network_options *o, struct arena *a, struct err *e)
{
	struct network *n = ARENA_NEW(a, struct network, 1);
	char program[LIST_MAX_PATH + 64];

	if (!n || !(n->at = ARENA_NEW(a, struct answer, count))) {
		err_set(e, ERR_MEMORY, "out of memory");
		return NULL;
	}
	snprintf(n->folder, sizeof(n->folder), "%s/incoming", folder);
	n->count = count;
	for (size_t i = 0; i < count; i++)
		n->at[i].job = jobs[i];
	remove_files(n); /* of a run that was broken off */
	if (mkdir(n->folder, 0700) != 0 && errno != EEXIST) {
		err_set(e, ERR_FILE, "cannot make the folder: %s", strerror(errno));
		err_at(e, n->folder, 0, 0);
		return NULL;
	}
	if (find_program(program, sizeof(program), e) && run(n, program, o, a, e))
		return n;
	remove_files(n);
	return NULL;
}

static bool get(void *context, struct str url, struct arena *a, struct delivery *out, struct err *e)
{
	const struct network *n = context;
	char path[LIST_MAX_PATH + 48];
	size_t i = 0;

	*out = (struct delivery){ .date = n->today };
	while (i < n->count && !str_eq(n->at[i].job.url, url))
		i++;
	if (i == n->count || n->at[i].state == NOT_TOLD)
		return err_set(e, ERR_FILE, "it was not fetched");
	const struct answer *x = &n->at[i];
	if (x->state == FAILED)
		return err_set(e, ERR_FILE, "%.*s", STR_ARG(x->why));
	out->is_same = x->state == SAME;
	out->etag = x->etag;
	out->modified = x->modified;
	if (out->is_same)
		return true;
	path_of(n, i, path);
	out->text = file_read(path, FETCH_MAX_BYTES, a, e);
	return out->text.ptr != NULL;
}

struct update_source network_source(struct network *n, struct str today)
{
	n->today = today;
	return (struct update_source){ get, n };
}

void network_end(struct network *n)
{
	if (n)
		remove_files(n);
}
