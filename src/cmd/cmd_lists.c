#include "cmd/cmd_lists.h"

#include <time.h>

#include "base/when.h"
#include "limits.h"
#include "list/section.h"

struct str lists_today(const char *given, char out[11])
{
	if (given)
		return str_from(given);
	when_print_day((int64_t)time(NULL), out);
	return str_from(out);
}

struct update *lists_begin(struct err *e)
{
	char folder[LIST_MAX_PATH];

	if (lists_folder(folder, sizeof(folder)))
		return update_begin(folder, e);
	err_set(e, ERR_FILE, "neither XDG_DATA_HOME nor HOME says where lists are kept");
	return NULL;
}

void lists_compile(void)
{
	struct lists *l = lists_open(NULL, str_of(NULL, 0), NULL);

	if (l)
		lists_addresses(l);
	lists_close(l);
}

static const struct command *const subs[] = {
	&cmd_lists_show, &cmd_lists_lookup, &cmd_lists_add, &cmd_lists_update, &cmd_lists_verify, NULL,
};

const struct command cmd_lists = {
	.name = "lists",
	.args = "show|lookup|add|update|verify",
	.summary = "look after the lists of networks, domains and identifiers",
	.text = "Candor's own lists are built in: the networks registered to the DPRK or named in reports, "
		"published identifiers, designated persons and wallets, mail relays, special-purpose networks. "
		"Lists that others maintain live in your data folder.\n"
		"\n"
		"Examples:\n"
		"  candor lists show\n"
		"  candor lists update && candor lists verify\n",
	.subs = subs,
};
