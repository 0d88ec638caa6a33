#include "fetch/transfer.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <stdio.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "limits.h"

/* What one address needs while it is fetched. */
struct transfer_work {
	CURL *curl;
	struct curl_slist *headers;
	int fd, tries;
	int64_t not_before; /* milliseconds; when it may be tried again */
	bool is_too_large, cannot_write;
	size_t header_bytes;
	char error[CURL_ERROR_SIZE];
};

struct run {
	CURLM *multi;
	struct transfer *at;
	size_t count, running, ended;
	const struct transfer_options *options;
	void (*done)(struct transfer *t);
	void (*progress)(size_t ended, size_t count, size_t bytes);
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Bytes come unpacked, so that what grows on unpacking meets the same limit. */
static size_t take_body(char *data, size_t size, size_t n, void *context)
{
	struct transfer *t = context;
	size_t len = size * n, left = len;

	if (t->bytes + len > FETCH_MAX_BYTES) {
		t->work->is_too_large = true;
		return 0;
	}
	while (left) {
		ssize_t put = write(t->work->fd, data + (len - left), left);
		if (put <= 0) {
			t->work->cannot_write = true;
			return 0;
		}
		left -= (size_t)put;
	}
	t->bytes += len;
	return len;
}

/* The value of header @name without the white space around it; what does not fit or would break a line is not kept. */
static void keep_header(const char *line, size_t len, const char *name, char *out, size_t room)
{
	size_t start = strlen(name);

	if (len < start || strncasecmp(line, name, start) != 0)
		return;
	struct str value = str_trim(str_of(line + start, len - start));
	*out = '\0';
	if (value.len >= room)
		return;
	for (size_t i = 0; i < value.len; i++)
		if ((unsigned char)value.ptr[i] < ' ' || value.ptr[i] == 0x7F)
			return;
	memcpy(out, value.ptr, value.len);
	out[value.len] = '\0';
}

static size_t take_header(char *data, size_t size, size_t n, void *context)
{
	struct transfer *t = context;
	size_t len = size * n;

	t->work->header_bytes += len;
	if (t->work->header_bytes > FETCH_MAX_HEADERS) {
		t->work->is_too_large = true;
		return 0;
	}
	if (len > 5 && memcmp(data, "HTTP/", 5) == 0) /* a new answer, after a redirect */
		t->new_etag[0] = t->new_modified[0] = '\0';
	keep_header(data, len, "ETag:", t->new_etag, sizeof(t->new_etag));
	keep_header(data, len, "Last-Modified:", t->new_modified, sizeof(t->new_modified));
	return len;
}

static void add_condition(struct transfer_work *w, const char *name, const char *value)
{
	char line[TRANSFER_ETAG + 32];

	if (!*value)
		return;
	snprintf(line, sizeof(line), "%s: %s", name, value);
	struct curl_slist *more = curl_slist_append(w->headers, line);
	if (more)
		w->headers = more;
}

static void set_options(struct run *r, struct transfer *t)
{
	CURL *c = t->work->curl;
	const char *protocols = r->options->allow_http ? "http,https" : "https";

	curl_easy_setopt(c, CURLOPT_URL, t->url);
	curl_easy_setopt(c, CURLOPT_PRIVATE, t);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, protocols);
	curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, protocols);
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(c, CURLOPT_MAXREDIRS, (long)FETCH_MAX_REDIRECTS);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)FETCH_CONNECT);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, r->options->seconds);
	curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, (long)FETCH_MIN_SPEED);
	curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)FETCH_STALL);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, t->work->error);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, t->work->headers);
	if (r->options->ca)
		curl_easy_setopt(c, CURLOPT_CAINFO, r->options->ca);
}

static void end(struct run *r, struct transfer *t, enum transfer_state state)
{
	struct transfer_work *w = t->work;

	t->state = state;
	r->ended++;
	if (w) {
		curl_easy_cleanup(w->curl);
		curl_slist_free_all(w->headers);
		if (w->fd >= 0 && close(w->fd) != 0 && state == TRANSFER_GOT) {
			t->state = TRANSFER_FAILED;
			snprintf(t->why, sizeof(t->why), "it cannot be written");
		}
		mem_free(w);
		t->work = NULL;
	}
	r->done(t);
}

static void fail(struct run *r, struct transfer *t, const char *why)
{
	snprintf(t->why, sizeof(t->why), "%s", why);
	end(r, t, TRANSFER_FAILED);
}

static void prepare(struct run *r, struct transfer *t)
{
	struct transfer_work *w = t->work = mem_alloc(sizeof(*w), 1);

	if (w) {
		w->fd = open(t->file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		w->curl = curl_easy_init();
		add_condition(w, "If-None-Match", t->etag);
		add_condition(w, "If-Modified-Since", t->modified);
	}
	if (!w || !w->curl)
		fail(r, t, "out of memory");
	else if (w->fd < 0)
		fail(r, t, "it cannot be written");
	else
		set_options(r, t);
}

static void start(struct run *r, struct transfer *t)
{
	struct transfer_work *w = t->work;

	t->bytes = w->header_bytes = 0;
	w->error[0] = '\0';
	w->is_too_large = w->cannot_write = false;
	w->tries++;
	if (ftruncate(w->fd, 0) != 0 || lseek(w->fd, 0, SEEK_SET) != 0 || curl_multi_add_handle(r->multi, w->curl)) {
		fail(r, t, "it cannot be begun");
		return;
	}
	t->state = TRANSFER_RUNS;
	r->running++;
}

/* Those that wait and may begin; returns the milliseconds until the next one may. */
static int start_waiting(struct run *r)
{
	int64_t now = now_ms(), next = now + 200;

	for (size_t i = 0; i < r->count && r->running < FETCH_PARALLEL; i++) {
		struct transfer *t = &r->at[i];
		if (t->state != TRANSFER_WAITS)
			continue;
		if (t->work->not_before <= now)
			start(r, t);
		else if (t->work->not_before < next)
			next = t->work->not_before;
	}
	return next > now ? (int)(next - now) : 0;
}

/* What libcurl reports, in words; @passes: another attempt may go better. */
static const struct fault {
	CURLcode code;
	bool passes, has_detail;
	const char *words;
} faults[] = {
	{ CURLE_UNSUPPORTED_PROTOCOL, false, false, "only https is allowed (--allow-http allows http)" },
	{ CURLE_URL_MALFORMAT, false, false, "its address is none" },
	{ CURLE_COULDNT_RESOLVE_HOST, true, false, "its host is not known" },
	{ CURLE_COULDNT_RESOLVE_PROXY, true, false, "the proxy's host is not known" },
	{ CURLE_COULDNT_CONNECT, true, false, "no connection" },
	{ CURLE_SSL_CONNECT_ERROR, true, true, "no secure connection" },
	{ CURLE_PEER_FAILED_VERIFICATION, false, true, "its certificate is not to be trusted" },
	{ CURLE_SSL_CACERT_BADFILE, false, false, "the file of trusted certificates cannot be read" },
	{ CURLE_SEND_ERROR, true, false, "the connection broke" },
	{ CURLE_RECV_ERROR, true, false, "the connection broke" },
	{ CURLE_GOT_NOTHING, true, false, "the server sent nothing" },
	{ CURLE_PARTIAL_FILE, true, false, "the connection ended before all of it came" },
	{ CURLE_HTTP2, true, false, "the connection broke" },
	{ CURLE_HTTP2_STREAM, true, false, "the connection broke" },
	{ CURLE_TOO_MANY_REDIRECTS, false, false, "it is redirected again and again" },
	{ CURLE_BAD_CONTENT_ENCODING, false, false, "its compression is damaged" },
	{ CURLE_WEIRD_SERVER_REPLY, false, false, "the server does not speak HTTP" },
};

static const struct fault *fault_of(CURLcode code)
{
	for (size_t i = 0; i < COUNT(faults); i++)
		if (faults[i].code == code)
			return &faults[i];
	return NULL;
}

static void say_fault(struct run *r, struct transfer *t, CURLcode code, const struct fault *f)
{
	struct transfer_work *w = t->work;
	const char *detail = w->error[0] ? w->error : curl_easy_strerror(code);

	if (w->is_too_large)
		snprintf(t->why, sizeof(t->why), "it is larger than %d MB, unpacked", FETCH_MAX_BYTES >> 20);
	else if (w->cannot_write)
		snprintf(t->why, sizeof(t->why), "it cannot be written");
	else if (code == CURLE_OPERATION_TIMEDOUT)
		snprintf(t->why, sizeof(t->why), "it took longer than %ld seconds, or stalled", r->options->seconds);
	else if (f && !f->has_detail)
		snprintf(t->why, sizeof(t->why), "%s", f->words);
	else
		snprintf(t->why, sizeof(t->why), "%s: %s", f ? f->words : "it cannot be fetched", detail);
}

static bool status_passes(long status)
{
	return status == 408 || status == 429 || status == 500 || (status >= 502 && status <= 504);
}

/* Try again later if the fault may pass and there are attempts left. */
static bool again(struct transfer *t, bool passes)
{
	struct transfer_work *w = t->work;
	curl_off_t asked = 0; /* seconds, by Retry-After (RFC 9110, 10.2.3) */

	if (!passes || w->tries >= FETCH_TRIES)
		return false;
	curl_easy_getinfo(w->curl, CURLINFO_RETRY_AFTER, &asked);
	if (asked > FETCH_MAX_WAIT)
		return false;
	int64_t wait = (int64_t)FETCH_WAIT_MS << (w->tries - 1);
	w->not_before = now_ms() + (wait > asked * 1000 ? wait : asked * 1000);
	t->state = TRANSFER_WAITS;
	return true;
}

static void finish(struct run *r, struct transfer *t, CURLcode code)
{
	const struct fault *f = fault_of(code);
	bool is_stopped = t->work->is_too_large || t->work->cannot_write;
	long status = 0;

	curl_multi_remove_handle(r->multi, t->work->curl);
	r->running--;
	curl_easy_getinfo(t->work->curl, CURLINFO_RESPONSE_CODE, &status);
	if (code != CURLE_OK) {
		if (again(t, f && f->passes && !is_stopped))
			return;
		say_fault(r, t, code, f);
		end(r, t, TRANSFER_FAILED);
	} else if (status == 304 && (*t->etag || *t->modified)) {
		end(r, t, TRANSFER_SAME);
	} else if (status == 200) {
		end(r, t, TRANSFER_GOT);
	} else if (!again(t, status_passes(status))) {
		snprintf(t->why, sizeof(t->why), "the server answered with status %ld", status);
		end(r, t, TRANSFER_FAILED);
	}
}

static void finish_ready(struct run *r)
{
	int left;

	for (CURLMsg *m; (m = curl_multi_info_read(r->multi, &left));) {
		char *t = NULL;
		CURLcode code = m->data.result;
		if (m->msg != CURLMSG_DONE || curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &t) || !t)
			continue;
		finish(r, (struct transfer *)(void *)t, code);
	}
}

static void tell_progress(const struct run *r)
{
	size_t bytes = 0;

	for (size_t i = 0; i < r->count; i++)
		bytes += r->at[i].bytes;
	r->progress(r->ended, r->count, bytes);
}

static bool loop(struct run *r, struct err *e)
{
	while (r->ended < r->count) {
		int active, wait = start_waiting(r);
		if (curl_multi_perform(r->multi, &active))
			return err_set(e, ERR_FILE, "the network cannot be used");
		finish_ready(r);
		tell_progress(r);
		if (r->ended < r->count)
			curl_multi_poll(r->multi, NULL, 0, wait, NULL);
	}
	return true;
}

bool transfers_run(struct transfer *at, size_t count, const struct transfer_options *o,
    void (*done)(struct transfer *t), void (*progress)(size_t ended, size_t count, size_t bytes), struct err *e)
{
	struct run r = { .at = at, .count = count, .options = o, .done = done, .progress = progress };

	if (curl_global_init(CURL_GLOBAL_DEFAULT) || !(r.multi = curl_multi_init()))
		return err_set(e, ERR_MEMORY, "out of memory");
	for (size_t i = 0; i < count; i++)
		prepare(&r, &at[i]);
	bool ok = loop(&r, e);
	for (size_t i = 0; i < count; i++)
		if (at[i].work)
			fail(&r, &at[i], "it was not finished");
	curl_multi_cleanup(r.multi);
	curl_global_cleanup();
	return ok;
}
