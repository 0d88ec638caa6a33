/* Rules and events made of the input's bytes: the compiled engine and the slow evaluator must agree on every pair. */
#include <stdlib.h>

#include "oracle/differ.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static struct oracle *o;
	struct differ_count count = { 0 };

	if (!o && !(o = oracle_new()))
		abort();
	if (!differ_bytes(o, data, size, &count))
		abort();
	return 0;
}
