#include "link/filter.h"

bool filter_begin(struct filter *f, size_t count)
{
	size_t bits = 64;

	while (bits < count * FILTER_BITS)
		bits *= 2;
	if (bits / 64 > f->size) {
		filter_clear(f);
		f->bits = mem_alloc(sizeof(*f->bits), bits / 64);
		if (!f->bits)
			return false;
		f->size = bits / 64;
	}
	memset(f->bits, 0, bits / 8);
	f->mask = bits - 1;
	return true;
}

void filter_clear(struct filter *f)
{
	mem_free(f->bits);
	*f = (struct filter){ 0 };
}
