#include "base/picture.h"

#include <dlfcn.h>
#include <math.h>
#include <spng.h>
#include <stdlib.h>
#include <turbojpeg.h>

#include "base/arena.h"

enum { KEPT = 8, CHANNELS = 4 };

/* Opened at run time: to link them would cost every start, and few runs see a picture. */
static struct {
	tjhandle (*init)(void);
	int (*header)(tjhandle, const unsigned char *, unsigned long, int *, int *, int *, int *);
	int (*decompress)(tjhandle, const unsigned char *, unsigned long, unsigned char *, int, int, int, int, int);
	int (*destroy)(tjhandle);
} jpeg;

static struct {
	spng_ctx *(*make)(int);
	int (*give)(spng_ctx *, const void *, size_t);
	int (*header)(spng_ctx *, struct spng_ihdr *);
	int (*decode)(spng_ctx *, void *, size_t, int, int);
	void (*free)(spng_ctx *);
} png;

/* C knows no cast from an object to a function; POSIX wants it to work. */
static bool find(void *library, const char *name, void *function)
{
	void *found = library ? dlsym(library, name) : NULL;

	memcpy(function, &found, sizeof(found));
	return found;
}

static bool open_jpeg(void)
{
	void *x = jpeg.init ? NULL : dlopen("libturbojpeg.so.0", RTLD_LAZY | RTLD_LOCAL);

	return jpeg.init || (find(x, "tjDecompressHeader3", &jpeg.header) &&
	    find(x, "tjDecompress2", &jpeg.decompress) && find(x, "tjDestroy", &jpeg.destroy) &&
	    find(x, "tjInitDecompress", &jpeg.init));
}

static bool open_png(void)
{
	void *x = png.make ? NULL : dlopen("libspng.so.0", RTLD_LAZY | RTLD_LOCAL);

	return png.make || (find(x, "spng_set_png_buffer", &png.give) && find(x, "spng_get_ihdr", &png.header) &&
	    find(x, "spng_decode_image", &png.decode) && find(x, "spng_ctx_free", &png.free) &&
	    find(x, "spng_ctx_new", &png.make));
}

/* Red, green, blue and how much shines through, row by row. */
struct pixels {
	unsigned char *at;
	size_t width, height;
};

static bool too_large(size_t width, size_t height, struct err *e)
{
	if (width && height && width <= PICTURE_MAX_SIDE && height <= PICTURE_MAX_SIDE)
		return false;
	err_set(e, ERR_LIMIT, "a picture of more than %d pixels to a side", PICTURE_MAX_SIDE);
	return true;
}

/* Ink as pictures with it have it, 255 for none, to light. */
static void mix_ink(unsigned char *p, size_t count)
{
	for (; count--; p += CHANNELS) {
		for (size_t c = 0; c < 3; c++)
			p[c] = (unsigned char)(p[c] * p[3] / 255);
		p[3] = 255;
	}
}

static bool read_jpeg(struct str bytes, struct pixels *out, struct err *e)
{
	const unsigned char *data = (const unsigned char *)bytes.ptr;
	int width = 0, height = 0, sampling = 0, space = 0;
	tjhandle h = open_jpeg() ? jpeg.init() : NULL;

	if (!h)
		return err_set(e, ERR_FILE, "libturbojpeg.so.0 is not there");
	bool ok = jpeg.header(h, data, bytes.len, &width, &height, &sampling, &space) == 0 ||
	    err_set(e, ERR_SYNTAX, "a damaged JPEG file");
	ok = ok && !too_large((size_t)width, (size_t)height, e);
	if (ok) {
		*out = (struct pixels){ mem_alloc((size_t)width * (size_t)height, CHANNELS), (size_t)width,
			(size_t)height };
		ok = out->at || err_set(e, ERR_MEMORY, "out of memory");
	}
	bool is_ink = space == TJCS_CMYK || space == TJCS_YCCK;
	ok = ok && (jpeg.decompress(h, data, bytes.len, out->at, width, 0, height, is_ink ? TJPF_CMYK : TJPF_RGBA,
	    TJFLAG_ACCURATEDCT) == 0 || err_set(e, ERR_SYNTAX, "a damaged JPEG file"));
	if (ok && is_ink)
		mix_ink(out->at, out->width * out->height);
	jpeg.destroy(h);
	return ok;
}

static bool read_png(struct str bytes, struct pixels *out, struct err *e)
{
	struct spng_ihdr head = { 0 };
	spng_ctx *x = open_png() ? png.make(0) : NULL;

	if (!x)
		return err_set(e, ERR_FILE, "libspng.so.0 is not there");
	bool ok = (png.give(x, bytes.ptr, bytes.len) == 0 && png.header(x, &head) == 0) ||
	    err_set(e, ERR_SYNTAX, "a damaged PNG file");
	ok = ok && !too_large(head.width, head.height, e);
	if (ok) {
		*out = (struct pixels){ mem_alloc((size_t)head.width * head.height, CHANNELS), head.width,
			head.height };
		ok = out->at || err_set(e, ERR_MEMORY, "out of memory");
	}
	ok = ok && (png.decode(x, out->at, out->width * out->height * CHANNELS, SPNG_FMT_RGBA8,
	    SPNG_DECODE_TRNS) == 0 || err_set(e, ERR_SYNTAX, "a damaged PNG file"));
	png.free(x);
	return ok;
}

/* Brightness as ITU-R BT.601 weighs it, before white. */
static double brightness(const unsigned char *p)
{
	double own = 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2], share = p[3] / 255.0;

	return own * share + 255 * (1 - share);
}

/* The pixels of row @y from @left to @right, those on the borders by their share. */
static double row_sum(const struct pixels *from, size_t y, double left, double right)
{
	double sum = 0;

	for (size_t x = (size_t)left; x < from->width && (double)x < right; x++) {
		double share = fmin((double)x + 1, right) - fmax((double)x, left);
		sum += share * brightness(from->at + (y * from->width + x) * CHANNELS);
	}
	return sum;
}

/*
 * The mean brightness of each cell of a grid over the picture; a pixel on a border counts in both cells by the share of
 * its area that is in each.
 */
static void shrink(const struct pixels *from, double square[PICTURE_SIDE * PICTURE_SIDE])
{
	double high = (double)from->height / PICTURE_SIDE, wide = (double)from->width / PICTURE_SIDE;

	for (size_t r = 0; r < PICTURE_SIDE; r++)
		for (size_t c = 0; c < PICTURE_SIDE; c++) {
			double top = (double)r * high, left = (double)c * wide, sum = 0;
			for (size_t y = (size_t)top; y < from->height && (double)y < top + high; y++) {
				double share_y = fmin((double)y + 1, top + high) - fmax((double)y, top);
				sum += share_y * row_sum(from, y, left, left + wide);
			}
			square[r * PICTURE_SIDE + c] = sum / (high * wide);
		}
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The coefficient of u waves across and v waves down of the two-dimensional DCT-II, without its constant factor. */
static double coefficient(const double *square, size_t u, size_t v)
{
	double sum = 0;

	for (size_t y = 0; y < PICTURE_SIDE; y++)
		for (size_t x = 0; x < PICTURE_SIDE; x++)
			sum += square[y * PICTURE_SIDE + x] *
			    cos(M_PI * (2.0 * (double)x + 1) * (double)u / (2 * PICTURE_SIDE)) *
			    cos(M_PI * (2.0 * (double)y + 1) * (double)v / (2 * PICTURE_SIDE));
	return sum;
}

uint64_t picture_hash_square(const double square[PICTURE_SIDE * PICTURE_SIDE])
{
	double kept[KEPT * KEPT], sorted[KEPT * KEPT];
	uint64_t hash = 0;

	for (size_t v = 0; v < KEPT; v++)
		for (size_t u = 0; u < KEPT; u++)
			kept[v * KEPT + u] = floor(coefficient(square, u + 1, v + 1) + 0.5);
	memcpy(sorted, kept, sizeof(sorted));
	qsort(sorted, COUNT(sorted), sizeof(*sorted), by_size);
	double median = (sorted[COUNT(sorted) / 2 - 1] + sorted[COUNT(sorted) / 2]) / 2;
	for (size_t i = 0; i < COUNT(kept); i++)
		hash = hash << 1 | (kept[i] > median);
	return hash;
}

enum picture_answer picture_hash(struct str bytes, uint64_t *hash, struct err *e)
{
	static const struct str jpeg_head = STR("\xFF\xD8\xFF"), png_head = STR("\x89PNG\r\n\x1A\n");
	double square[PICTURE_SIDE * PICTURE_SIDE];
	struct pixels pixels = { 0 };

	if (!str_starts(bytes, jpeg_head) && !str_starts(bytes, png_head))
		return PICTURE_NONE;
	bool ok = str_starts(bytes, jpeg_head) ? read_jpeg(bytes, &pixels, e) : read_png(bytes, &pixels, e);
	if (ok) {
		shrink(&pixels, square);
		*hash = picture_hash_square(square);
	}
	mem_free(pixels.at);
	return ok ? PICTURE_HASHED : PICTURE_BAD;
}
