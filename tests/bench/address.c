/*
 * address.c - bench-address NETWORKS ADDRESSES MMDB: nanoseconds of a look-up on binary addresses, ours and libmaxminddb's,
 * in turns, medians.  Both must find the same addresses.
 */
#include <arpa/inet.h>
#include <maxminddb.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "base/prefix.h"

enum { ROUNDS = 9, BATCH = 64 };

struct bench {
	struct arena arena;
	struct prefix_set *set;
	struct ip *ips;
	union address { struct sockaddr any; struct sockaddr_in v4; struct sockaddr_in6 v6; } *sockets;
	size_t count, found, expected;
	MMDB_s mmdb;
};

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void one_by_one(struct bench *b)
{
	for (size_t i = 0; i < b->count; i++)
		b->found += prefix_find(b->set, &b->ips[i]) != PREFIX_NONE;
}

static void together(struct bench *b)
{
	uint32_t out[BATCH];

	for (size_t i = 0; i < b->count; i += BATCH) {
		size_t n = b->count - i < BATCH ? b->count - i : BATCH;
		prefix_find_many(b->set, b->ips + i, n, out);
		for (size_t k = 0; k < n; k++)
			b->found += out[k] != PREFIX_NONE;
	}
}

static void theirs(struct bench *b)
{
	for (size_t i = 0; i < b->count; i++) {
		int fault;
		b->found += MMDB_lookup_sockaddr(&b->mmdb, &b->sockets[i].any, &fault).found_entry;
	}
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double once(struct bench *b, void (*run)(struct bench *))
{
	b->found = 0;
	int64_t begin = now();
	run(b);
	double took = (double)(now() - begin) / (double)b->count;
	if (!b->expected)
		b->expected = b->found;
	if (b->found != b->expected) {
		fprintf(stderr, "bench-address: %zu found where %zu were\n", b->found, b->expected);
		exit(1);
	}
	return took;
}

static size_t count_lines(struct str text)
{
	size_t n = 0;

	for (; text.len; str_split(text, '\n', &text))
		n++;
	return n;
}

static bool load(struct bench *b, char **argv)
{
	struct str nets = file_read(argv[1], 1 << 28, &b->arena, NULL), asked = file_read(argv[2], 1 << 28, &b->arena, NULL);
	size_t count = 0, room = count_lines(nets);
	struct prefix *items = ARENA_NEW(&b->arena, struct prefix, room + 1);

	b->ips = ARENA_NEW(&b->arena, struct ip, count_lines(asked) + 1);
	b->sockets = ARENA_NEW(&b->arena, union address, count_lines(asked) + 1);
	while (nets.len && cidr_parse(str_split(nets, '\n', &nets), &items[count].net))
		count++;
	for (; asked.len; b->count++) {
		union address *s = &b->sockets[b->count];
		char text[64] = "";
		struct str line = str_split(asked, '\n', &asked);
		if (!ip_parse(line, &b->ips[b->count]) || line.len >= sizeof(text))
			return false;
		memcpy(text, line.ptr, line.len);
		s->any.sa_family = b->ips[b->count].is_v6 ? AF_INET6 : AF_INET;
		void *to = b->ips[b->count].is_v6 ? (void *)&s->v6.sin6_addr : (void *)&s->v4.sin_addr;
		if (inet_pton(s->any.sa_family, text, to) != 1)
			return false;
	}
	b->set = prefix_build(&b->arena, items, count);
	return count == room && b->set && MMDB_open(argv[3], MMDB_MODE_MMAP, &b->mmdb) == MMDB_SUCCESS;
}

int main(int argc, char **argv)
{
	static void (*const runs[3])(struct bench *) = { one_by_one, together, theirs };
	struct bench b = { 0 };
	double took[3][ROUNDS];

	if (argc != 4 || !load(&b, argv)) {
		fprintf(stderr, "bench-address: the files cannot be read\n");
		return 1;
	}
	for (size_t round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < 3; i++)
			took[i][round] = once(&b, runs[i]);
	for (size_t i = 0; i < 3; i++)
		qsort(took[i], ROUNDS, sizeof(double), by_size);
	printf("%s look-ups, ns    ours %6.1f   64 together %6.1f   libmaxminddb %6.1f   %.1f and %.1f times as fast\n",
	    b.ips[0].is_v6 ? "IPv6" : "IPv4", took[0][ROUNDS / 2], took[1][ROUNDS / 2], took[2][ROUNDS / 2],
	    took[2][ROUNDS / 2] / took[0][ROUNDS / 2], took[2][ROUNDS / 2] / took[1][ROUNDS / 2]);
	MMDB_close(&b.mmdb);
	arena_clear(&b.arena);
	return 0;
}
