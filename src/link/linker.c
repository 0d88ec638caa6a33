#include "link/linker.h"

#include "link/keys.h"
#include "link/linker_inside.h"

#include <stdlib.h>

static bool no_memory(struct err *e)
{
	return err_set(e, ERR_MEMORY, "out of memory for links");
}

struct linker *linker_new(const struct link_settings *settings, const struct join_plan *plan, struct err *e)
{
	struct linker *l = mem_alloc(sizeof(*l), 1);

	if (l) {
		l->settings = *settings;
		l->plan = plan;
		l->people.max_memory = l->wordings.max_memory = l->rows.max_memory = SPILL_MEMORY;
		l->keys = keys_new();
		l->runs = wording_counts_new(settings->resume_common);
	}
	if (l && l->keys && l->runs)
		return l;
	linker_free(l);
	no_memory(e);
	return NULL;
}

void linker_free(struct linker *l)
{
	if (!l)
		return;
	keys_free(l->keys);
	wording_counts_free(l->runs);
	spill_clear(&l->people);
	spill_clear(&l->wordings);
	spill_clear(&l->rows);
	mem_free(l->kept);
	mem_free(l->hits);
	for (size_t i = 0; i < COUNT(l->pictures); i++)
		mem_free(l->pictures[i].at);
	mem_free(l->resumes);
	mem_free(l->groups);
	mem_free(l->members);
	mem_free(l->nodes);
	mem_free(l->marks);
	mem_free(l->ranks);
	mem_free(l->starts);
	mem_free(l->parents);
	mem_free(l->component);
	mem_free(l->order);
	mem_free(l->sizes);
	filter_clear(&l->shared);
	filter_clear(&l->joined);
	people_memo_free(l->graph.people.memo);
	arena_clear(&l->arena);
	mem_free(l);
}

void linker_count(struct linker *l, const struct wording *w)
{
	wording_count(l->runs, w);
}

bool linker_grow(void **array, size_t *size, size_t count, size_t member, struct err *e)
{
	if (count <= *size)
		return true;
	size_t wanted = count < 512 ? 1024 : count + count / 2;
	void *grown = mem_grow(*array, member, wanted);
	if (!grown)
		return no_memory(e);
	*array = grown;
	*size = wanted;
	return true;
}

/* The kind in the last bits, so that a key tells its own. */
static uint64_t exact_key(enum tie tie, uint64_t hash)
{
	return (hash & ~(uint64_t)TIE_MASK) | tie;
}

static uint64_t cluster_key(enum tie tie, uint64_t first)
{
	char text[16];

	memcpy(text, "near", 4);
	memcpy(text + 4, &first, sizeof(first));
	return exact_key(tie, tie_hash(tie, str_of(text, 4 + sizeof(first))));
}

static struct picture_set *pictures_of(const struct linker *l, enum tie tie)
{
	return (struct picture_set *)(uintptr_t)&l->pictures[tie == TIE_DOCUMENT_IMAGE];
}

static bool add_picture(struct linker *l, const struct tie_key *k, struct err *e)
{
	struct picture_set *set = pictures_of(l, (enum tie)k->tie);

	if (!LINKER_GROW(set->at, set->size, set->count + 1, e))
		return false;
	set->at[set->count++] = (struct picture){ .hash = k->hash, .record = l->record_count };
	return true;
}

static bool put_person(struct linker *l, const struct link_entry *entry, struct err *e)
{
	uint32_t lens[2] = { (uint32_t)entry->id.len, (uint32_t)entry->name.len };

	return spill_put(&l->people, lens, sizeof(lens), e) && spill_put(&l->people, entry->id.ptr, lens[0], e) &&
	       spill_put(&l->people, entry->name.ptr, lens[1], e);
}

static bool put_wording(struct linker *l, const struct wording *w, struct err *e)
{
	uint32_t head[3] = { l->record_count, w->run_count, w->employer_count };

	if (w->run_count < (uint32_t)l->settings.resume_least)
		return true;
	return spill_put(&l->wordings, head, sizeof(head), e) &&
	       spill_put(&l->wordings, w->runs, w->run_count * sizeof(*w->runs), e) &&
	       spill_put(&l->wordings, w->employers, w->employer_count * sizeof(*w->employers), e);
}

bool linker_add(struct linker *l, const struct link_entry *entry, struct err *e)
{
	for (size_t i = 0; i < entry->key_count; i++) {
		const struct tie_key *k = &entry->keys[i];
		struct key_row row = { exact_key((enum tie)k->tie, k->hash), l->record_count, k->minute };
		if (!(k->is_near ? add_picture(l, k, e) : keys_add(l->keys, row, e)))
			return false;
	}
	if (!put_person(l, entry, e) || !put_wording(l, &entry->wording, e) ||
	    !joined_put(l, entry->rows, entry->row_count, e))
		return false;
	l->record_count++;
	return true;
}

/* --- pictures --- */

static bool group_pictures(struct linker *l, enum tie tie, int bits, struct err *e)
{
	struct picture_set *set = pictures_of(l, tie);

	if (!pictures_cluster(set->at, set->count, bits))
		return no_memory(e);
	set->firsts = ARENA_NEW(&l->arena, uint64_t, set->count);
	if (!set->firsts)
		return no_memory(e);
	for (size_t i = 0, distinct = 0; i < set->count; i++) {
		if (!i || set->at[i].hash != set->at[i - 1].hash)
			set->firsts[distinct++] = set->at[i].hash;
		struct key_row row = { cluster_key(tie, set->firsts[set->at[i].cluster]), set->at[i].record,
			TIE_NO_TIME };
		if (!keys_add(l->keys, row, e))
			return false;
	}
	return true;
}

static const struct picture *find_picture(const struct picture_set *set, uint64_t hash)
{
	size_t low = 0, high = set->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (set->at[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low < set->count && set->at[low].hash == hash ? &set->at[low] : NULL;
}

uint64_t linker_key(const struct linker *l, const struct tie_key *k)
{
	if (!k->is_near)
		return exact_key((enum tie)k->tie, k->hash);
	const struct picture_set *set = pictures_of(l, (enum tie)k->tie);
	const struct picture *p = find_picture(set, k->hash);
	return p ? cluster_key((enum tie)k->tie, set->firsts[p->cluster]) : 0;
}

uint64_t linker_wording_key(const struct linker *l, uint32_t record)
{
	size_t low = 0, high = l->resume_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (l->resumes[middle].record < record)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == l->resume_count || l->resumes[low].record != record)
		return 0;
	return cluster_key(TIE_RESUME, l->resumes[low].cluster);
}

static bool group_resumes(struct linker *l, struct err *e)
{
	if (!resumes_cluster(l, e))
		return false;
	for (size_t i = 0; i < l->resume_count; i++) {
		struct key_row row = { cluster_key(TIE_RESUME, l->resumes[i].cluster), l->resumes[i].record,
			TIE_NO_TIME };
		if (!keys_add(l->keys, row, e))
			return false;
	}
	return true;
}

/* --- nodes --- */

/* Until nodes are numbered, a member's node is its record. */
static bool take_group(void *context, const struct key_row *rows, size_t count, struct err *e)
{
	struct linker *l = context;
	struct group g = { .key = rows->key, .first = (uint32_t)l->member_count, .count = (uint32_t)count,
		.tie = (uint8_t)(rows->key & TIE_MASK) };

	if (!LINKER_GROW(l->groups, l->group_size, l->group_count + 1, e) ||
	    !LINKER_GROW(l->members, l->member_size, l->member_count + count, e))
		return false;
	for (size_t i = 0; i < count; i++) {
		l->members[l->member_count++] = (struct group_member){ rows[i].record, rows[i].minute };
		g.records += !i || rows[i].record != rows[i - 1].record;
	}
	l->groups[l->group_count++] = g;
	return true;
}

static void mark(struct linker *l, uint32_t record)
{
	l->marks[record / 64] |= (uint64_t)1 << record % 64;
}

static bool is_marked(const struct linker *l, uint32_t record)
{
	return l->marks[record / 64] >> record % 64 & 1;
}

uint32_t linker_node(const struct linker *l, uint32_t record)
{
	uint64_t below = ((uint64_t)1 << record % 64) - 1;

	if (!is_marked(l, record))
		return UINT32_MAX;
	return l->ranks[record / 64] + (uint32_t)__builtin_popcountll(l->marks[record / 64] & below);
}

static bool number_nodes(struct linker *l, struct err *e)
{
	l->marks = mem_alloc(sizeof(*l->marks), l->record_count / 64 + 1);
	l->ranks = mem_alloc(sizeof(*l->ranks), l->record_count / 64 + 1);
	if (!l->marks || !l->ranks)
		return no_memory(e);
	for (size_t i = 0; i < l->member_count; i++)
		mark(l, l->members[i].node);
	for (size_t i = 0; i < l->kept_count; i++)
		mark(l, l->kept[i].node);
	for (size_t i = 0; i <= l->record_count / 64; i++) {
		l->ranks[i] = l->node_count;
		l->node_count += (uint32_t)__builtin_popcountll(l->marks[i]);
	}
	l->nodes = mem_alloc(sizeof(*l->nodes), l->node_count);
	for (uint32_t r = 0, n = 0; l->nodes && r < l->record_count; r++)
		if (is_marked(l, r))
			l->nodes[n++] = r;
	for (size_t i = 0; i < l->member_count; i++)
		l->members[i].node = linker_node(l, l->members[i].node);
	return l->nodes || no_memory(e);
}

static struct str get_text(struct linker *l, uint32_t len, struct err *e)
{
	char *text = arena_alloc(&l->arena, len + 1);

	if (!text) {
		no_memory(e);
		return str_of(NULL, 0);
	}
	return spill_get(&l->people, text, len, e) ? str_of(text, len) : str_of(NULL, 0);
}

/* What the nodes say of themselves; the other records are passed over. */
static bool load_people(struct linker *l, struct err *e)
{
	struct people *p = &l->graph.people;

	p->at = ARENA_NEW(&l->arena, struct said, l->node_count);
	p->count = l->node_count;
	p->memo = people_memo_new(l->node_count);
	if (!p->at || !p->memo)
		return no_memory(e);
	if (!spill_rewind(&l->people, e))
		return false;
	for (uint32_t r = 0, n = 0; n < l->node_count; r++) {
		uint32_t lens[2];
		if (!spill_get(&l->people, lens, sizeof(lens), e))
			return false;
		if (l->nodes[n] != r) {
			spill_skip(&l->people, (uint64_t)lens[0] + lens[1]);
			continue;
		}
		p->at[n].id = get_text(l, lens[0], e);
		p->at[n].name = get_text(l, lens[1], e);
		if (!p->at[n].id.ptr || !p->at[n].name.ptr)
			return false;
		n++;
	}
	spill_clear(&l->people);
	return true;
}

static int by_key(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->first > y->first) - (x->first < y->first);
}

static int by_root(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return x[0] != y[0] ? (x[0] < y[0] ? -1 : 1) : (x[1] > y[1]) - (x[1] < y[1]);
}

/* Components in the order of their first records. */
static bool lay_out(struct linker *l, struct err *e)
{
	uint32_t n = l->node_count;
	uint32_t (*pairs)[2] = mem_alloc(sizeof(*pairs), n);

	l->component = mem_alloc(sizeof(*l->component), n);
	l->order = mem_alloc(sizeof(*l->order), n);
	l->sizes = mem_alloc(sizeof(*l->sizes), n);
	bool ok = pairs && l->component && l->order && l->sizes;
	for (uint32_t i = 0; ok && i < n; i++) {
		pairs[i][0] = linker_root(l, i);
		pairs[i][1] = i;
	}
	if (ok && n)
		qsort(pairs, n, sizeof(*pairs), by_root);
	for (uint32_t i = 0, begin = 0; ok && i < n; i++) {
		begin = i && pairs[i][0] == pairs[i - 1][0] ? begin : i;
		l->order[i] = pairs[i][1];
		l->component[pairs[i][1]] = begin;
		l->sizes[begin]++;
	}
	mem_free(pairs);
	return ok || no_memory(e);
}

/* Keys are spread evenly, so that the first bits tell nearly the place of a group. */
static bool index_groups(struct linker *l, struct err *e)
{
	unsigned bits = 1;

	while ((size_t)1 << bits < l->group_count)
		bits++;
	l->start_shift = 64 - bits;
	l->starts = mem_alloc(sizeof(*l->starts), ((size_t)1 << bits) + 1);
	if (!l->starts || !filter_begin(&l->shared, l->group_count))
		return no_memory(e);
	if (l->group_count)
		qsort(l->groups, l->group_count, sizeof(*l->groups), by_key);
	for (size_t i = 0; i < l->group_count; i++) {
		filter_add(&l->shared, l->groups[i].key);
		l->starts[(l->groups[i].key >> l->start_shift) + 1] = (uint32_t)i + 1;
	}
	for (size_t i = 1; i <= (size_t)1 << bits; i++)
		if (!l->starts[i])
			l->starts[i] = l->starts[i - 1];
	return true;
}

bool linker_finish(struct linker *l, size_t threads, struct err *e)
{
	bool ok = group_pictures(l, TIE_PHOTO, l->settings.photo_bits, e) &&
	    group_pictures(l, TIE_DOCUMENT_IMAGE, l->settings.document_bits, e) && group_resumes(l, e) &&
	    keys_shared(l->keys, take_group, l, e) && joined_keep(l, e) && number_nodes(l, e) &&
	    load_people(l, e) && groups_tie(l, e) && lay_out(l, e) && index_groups(l, e);

	if (!ok)
		return false;
	keys_free(l->keys);
	l->keys = NULL;
	l->graph.records = l->nodes;
	l->graph.groups = l->groups;
	l->graph.group_count = l->group_count;
	l->graph.members = l->members;
	l->graph.component = l->component;
	l->graph.order = l->order;
	l->graph.sizes = l->sizes;
	return joined_count(l, threads, e);
}

const struct link_graph *linker_graph(const struct linker *l)
{
	return &l->graph;
}

const struct group *linker_groups(const struct linker *l, uint64_t key, size_t *count)
{
	*count = 0;
	if (!filter_has(&l->shared, key))
		return l->groups;
	size_t low = l->starts[key >> l->start_shift], high = l->starts[(key >> l->start_shift) + 1];
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (l->groups[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	while (low + *count < l->group_count && l->groups[low + *count].key == key)
		++*count;
	return l->groups + low;
}

bool linker_is_member(const struct linker *l, const struct group *g, uint32_t node)
{
	uint32_t low = 0, high = g->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (l->members[g->first + middle].node < node)
			low = middle + 1;
		else
			high = middle;
	}
	return low < g->count && l->members[g->first + low].node == node;
}
