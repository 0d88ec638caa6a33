#include "base/image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

/* @IMAGE_VERSION: of this file's layout; what stands in the parts is for the key to tell apart. */
enum { IMAGE_VERSION = 1, BLOCK = 4096, MAX_BLOCKS = 1 << 20 };

static const char magic[8] = { 'C', 'A', 'N', 'D', 'O', 'R', 'I', 'M' };

struct head {
	char magic[8];
	uint32_t order; /* shows another byte order */
	uint32_t version, parts, blocks;
	char key[IMAGE_KEY];
	struct { uint64_t at, size; } part[IMAGE_MAX_PARTS]; /* @at: from the first block on */
	uint64_t size;  /* of the file */
	uint64_t sum;   /* of the head with 0 here, and of the sums */
};

/* The file: head, a sum for each block, padding to a block, blocks. */
struct image {
	const char *map;
	size_t size;
	const struct head *head;
	const uint64_t *sums;
	const char *data;
	_Atomic(unsigned char) *good; /* of each block: was it checked? */
};

static uint64_t step(uint64_t lane, uint64_t word)
{
	const uint64_t odd = 0x9E3779B97F4A7C15u;

	lane = (lane ^ word) * odd;
	return lane ^ lane >> 29;
}

/*
 * Against decay, not against forgery: every change of one word changes the sum, others go unseen once in 2^64.  Four
 * lanes keep the multipliers busy, so that a block takes less time than reading it from memory.
 */
static uint64_t sum_of(const char *p, size_t size)
{
	uint64_t lane[4] = { 1, 2, 3, size };
	size_t i = 0;

	for (; i + 32 <= size; i += 32)
		for (size_t k = 0; k < 4; k++)
			lane[k] = step(lane[k], str_load(p + i + 8 * k, 8));
	for (; i < size; i += 8)
		lane[0] = step(lane[0], str_load(p + i, size - i < 8 ? size - i : 8));
	return step(step(step(lane[0], lane[1]), lane[2]), lane[3]);
}

static size_t round_up(size_t n)
{
	return (n + BLOCK - 1) / BLOCK * BLOCK;
}

static size_t data_at(size_t blocks)
{
	return round_up(sizeof(struct head) + blocks * sizeof(uint64_t));
}

static uint64_t head_sum(const struct head *h, const uint64_t *sums)
{
	struct head copy = *h;

	copy.sum = 0;
	return step(sum_of((const char *)&copy, sizeof(copy)), sum_of((const char *)sums, h->blocks * sizeof(*sums)));
}

/* --- writing --- */

static bool put(int fd, const void *from, size_t size)
{
	for (const char *p = from; size;) {
		ssize_t n = write(fd, p, size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		p += n;
		size -= (size_t)n;
	}
	return true;
}

static bool pad(int fd, size_t written)
{
	static const char zeros[BLOCK];

	return put(fd, zeros, round_up(written) - written);
}

static size_t add_sums(uint64_t *sums, const struct image_part *p)
{
	char last[BLOCK] = { 0 };
	size_t n = 0, whole = p->size / BLOCK * BLOCK;

	for (size_t at = 0; at < whole; at += BLOCK)
		sums[n++] = sum_of((const char *)p->ptr + at, BLOCK);
	if (p->size > whole) {
		memcpy(last, (const char *)p->ptr + whole, p->size - whole);
		sums[n++] = sum_of(last, BLOCK);
	}
	return n;
}

static bool write_all(int fd, const struct head *h, const uint64_t *sums, const struct image_part *parts)
{
	size_t start = sizeof(*h) + h->blocks * sizeof(*sums);
	bool ok = put(fd, h, sizeof(*h)) && put(fd, sums, h->blocks * sizeof(*sums)) && pad(fd, start);

	for (size_t i = 0; ok && i < h->parts; i++)
		ok = put(fd, parts[i].ptr, parts[i].size) && pad(fd, parts[i].size);
	return ok;
}

/* Not flushed to the disk: a machine that stops now has a file whose sums are wrong, which is noticed. */
static bool write_file(const char *path, const struct head *h, const uint64_t *sums, const struct image_part *parts)
{
	char beside[4096];
	int n = snprintf(beside, sizeof(beside), "%s.%ld.new", path, (long)getpid());
	int fd = -1;

	if (n > 0 && (size_t)n < sizeof(beside))
		fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	bool ok = write_all(fd, h, sums, parts);
	ok = close(fd) == 0 && ok;
	if (ok && rename(beside, path) == 0)
		return true;
	unlink(beside);
	return false;
}

bool image_write(const char *path, struct str key, const struct image_part *parts, size_t count)
{
	struct head h = { .order = 0x01020304, .version = IMAGE_VERSION, .parts = (uint32_t)count };
	size_t at = 0, n = 0;

	if (count > IMAGE_MAX_PARTS || key.len != IMAGE_KEY)
		return false;
	memcpy(h.magic, magic, sizeof(magic));
	memcpy(h.key, key.ptr, IMAGE_KEY);
	for (size_t i = 0; i < count; i++) {
		h.part[i].at = at;
		h.part[i].size = parts[i].size;
		at += round_up(parts[i].size);
	}
	if (at / BLOCK > MAX_BLOCKS)
		return false;
	h.blocks = (uint32_t)(at / BLOCK);
	h.size = data_at(h.blocks) + at;
	uint64_t *sums = mem_alloc(sizeof(*sums), h.blocks);
	for (size_t i = 0; sums && i < count; i++)
		n += add_sums(sums + n, &parts[i]);
	if (sums)
		h.sum = head_sum(&h, sums);
	bool ok = sums && write_file(path, &h, sums, parts);
	mem_free(sums);
	return ok;
}

/* --- reading --- */

static bool parts_are_sound(const struct head *h)
{
	uint64_t data = (uint64_t)h->blocks * BLOCK, at = 0;

	for (size_t i = 0; i < h->parts; i++) {
		if (h->part[i].at != at || h->part[i].size > data - at)
			return false;
		at += round_up(h->part[i].size);
	}
	return at == data;
}

static bool is_sound(struct image *x, struct str key, size_t count)
{
	const struct head *h = x->head = (const struct head *)(const void *)x->map;

	if (x->size < sizeof(*h) || memcmp(h->magic, magic, sizeof(magic)) != 0 || h->order != 0x01020304 ||
	    h->version != IMAGE_VERSION || h->parts != count || count > IMAGE_MAX_PARTS || h->blocks > MAX_BLOCKS)
		return false;
	if (memcmp(h->key, key.ptr, IMAGE_KEY) != 0 || h->size != x->size ||
	    x->size != data_at(h->blocks) + (size_t)h->blocks * BLOCK)
		return false;
	x->sums = (const uint64_t *)(const void *)(x->map + sizeof(*h));
	x->data = x->map + data_at(h->blocks);
	return head_sum(h, x->sums) == h->sum && parts_are_sound(h);
}

static bool map(struct image *x, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
		void *at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (at != MAP_FAILED) {
			x->map = at;
			x->size = (size_t)st.st_size;
		}
	}
	close(fd);
	return x->map;
}

struct image *image_open(const char *path, struct str key, size_t count)
{
	struct image *x = mem_alloc(sizeof(*x), 1);

	if (x && key.len == IMAGE_KEY && map(x, path) && is_sound(x, key, count) &&
	    (x->good = mem_alloc(1, x->head->blocks)))
		return x;
	image_close(x);
	return NULL;
}

void image_close(struct image *x)
{
	if (!x)
		return;
	if (x->map)
		munmap((void *)(uintptr_t)x->map, x->size);
	mem_free((void *)(uintptr_t)x->good);
	mem_free(x);
}

struct image_part image_part(const struct image *x, size_t n)
{
	return (struct image_part){ x->data + x->head->part[n].at, (size_t)x->head->part[n].size };
}

static bool check_blocks(const struct image *x, size_t from, size_t to)
{
	for (size_t b = from; b < to; b++) {
		if (atomic_load_explicit(&x->good[b], memory_order_relaxed))
			continue;
		if (sum_of(x->data + b * BLOCK, BLOCK) != x->sums[b])
			return false;
		atomic_store_explicit(&x->good[b], 1, memory_order_relaxed);
	}
	return true;
}

bool image_check(const struct image *x, const void *ptr, size_t size)
{
	uintptr_t at = (uintptr_t)ptr - (uintptr_t)x->data, end = (uintptr_t)x->head->blocks * BLOCK;

	if (at > end || size > end - at)
		return false;
	return check_blocks(x, at / BLOCK, (at + size + BLOCK - 1) / BLOCK);
}

bool image_check_all(const struct image *x)
{
	return check_blocks(x, 0, x->head->blocks);
}
