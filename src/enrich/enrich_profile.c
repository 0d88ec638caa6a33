/* Profiles and public code, against the application and each other. */
#include "base/when.h"
#include "enrich/fact.h"
#include "list/normal.h"
#include "record/name_agree.h"

enum { DAY = 86400, FEW_REPOSITORIES = 5 };

static bool moment(struct str at, int64_t *seconds)
{
	struct when w;

	if (!at.ptr || !when_parse(at, &w))
		return false;
	*seconds = w.seconds;
	return true;
}

/* Whole days from @from to @to; what came the other way round is no number of days. */
static bool days_between(int64_t from, int64_t to, int *days)
{
	if (to < from || (to - from) / DAY > 1000000)
		return false;
	*days = (int)((to - from) / DAY);
	return true;
}

void enrich_account_age(struct enrich *e, struct node *account)
{
	int64_t made = 0, active = 0;
	bool has_made = moment(fact_member(account, "created_at"), &made);
	bool has_active = moment(fact_member(account, "first_activity_at"), &active);
	int days;

	if (has_made && e->has_applied_at && days_between(made, e->applied_at, &days))
		fact_number(e, account, FACT_CREATED_AGE, days);
	if (has_active && e->has_applied_at && days_between(active, e->applied_at, &days))
		fact_number(e, account, FACT_ACTIVE_AGE, days);
	if (has_made && has_active && days_between(made, active, &days))
		fact_number(e, account, FACT_ACTIVE_IDLE, days);
}

static bool is_code_host(const struct node *account)
{
	static const char *const hosts[] = { "github", "gitlab", "bitbucket", "codeberg", "gitea",
		"sourcehut", "gitee" };
	struct str site = node_get_text(account, "site"), url = node_get_text(account, "url");
	char out[NORMAL_MAX];
	struct str host = url.ptr ? normal_host(url, out) : url;

	for (size_t i = 0; i < COUNT(hosts); i++) {
		struct str name = str_from(hosts[i]);
		if (str_eq_ascii(site, name))
			return true;
		if (host.len > name.len && str_starts(host, name) && host.ptr[name.len] == '.')
			return true;
	}
	return false;
}

/* When the oldest account on a code host was made; false if one of them does not say. */
static bool oldest_code_account(const struct enrich *e, int64_t *oldest)
{
	int64_t made = 0;
	bool found = false;

	NODE_EACH(n, e->top[TOP_ACCOUNTS]) {
		if (n->type != NODE_MAP || !is_code_host(n))
			continue;
		if (!moment(node_get_text(n, "created_at"), &made))
			return false;
		*oldest = !found || made < *oldest ? made : *oldest;
		found = true;
	}
	return found;
}

static void put_commit_age(struct enrich *e, struct node *code, const struct node *commits)
{
	int64_t made = 0, at = 0, first = 0;
	bool found = false;
	int days = 0;

	NODE_EACH(n, commits) {
		if (n->type != NODE_MAP || !moment(node_get_text(n, "at"), &at))
			continue;
		first = !found || at < first ? at : first;
		found = true;
	}
	if (!found || !oldest_code_account(e, &made))
		return;
	if (first < made && !days_between(first, made, &days))
		return;
	fact_number(e, code, FACT_COMMITS_BEFORE, days);
}

/* Is the value of @member in an earlier commit too? */
static bool is_repeated(const struct node *commits, const struct node *commit, const char *member)
{
	struct str value = node_get_text(commit, member);

	NODE_EACH(n, commits) {
		if (n == commit)
			return false;
		if (n->type == NODE_MAP && str_eq_ascii(node_get_text(n, member), value))
			return true;
	}
	return false;
}

static void put_distinct(struct enrich *e, struct node *code, const struct node *commits, const char *member,
    enum fact fact)
{
	enum { ENOUGH = 100 }; /* authors; beyond, it is somebody else's repository */
	int count = 0;

	NODE_EACH(n, commits) {
		if (n->type != NODE_MAP || count == ENOUGH || !node_get_text(n, member).len)
			continue;
		count += !is_repeated(commits, n, member);
	}
	if (count)
		fact_number(e, code, fact, count);
}

/* Of few repositories a share says nothing. */
static void put_hollow(struct enrich *e, struct node *code)
{
	int count = 0, hollow = 0;

	NODE_EACH(n, node_get(code, "repositories")) {
		const struct node *empty = node_get(n, "empty");
		if (n->type != NODE_MAP)
			continue;
		count++;
		hollow += (empty && empty->type == NODE_TRUE) || node_get_text(n, "copied_from").len;
	}
	if (count >= FEW_REPOSITORIES)
		fact_number(e, code, FACT_REPOSITORIES_HOLLOW, hollow * 100 / count);
}

void enrich_code(struct enrich *e, struct node *code)
{
	const struct node *commits = node_get(code, "commits");

	put_commit_age(e, code, commits);
	put_distinct(e, code, commits, "author_name", FACT_COMMITS_NAMES);
	put_distinct(e, code, commits, "author_email", FACT_COMMITS_EMAILS);
	put_hollow(e, code);
}

static void keep_mailboxes(struct enrich *e, const struct node *list, const char *key)
{
	char out[NORMAL_MAX];

	NODE_EACH(n, list) {
		struct str given = n->type == NODE_MAP ? node_get_text(n, key) : str_of(NULL, 0);
		struct str normal = given.ptr ? fact_copy(e, normal_email(given, out)) : given;
		if (normal.ptr && table_find(&e->mailboxes, normal) == TABLE_NONE)
			table_add(&e->mailboxes, normal, 0);
	}
}

/* Is it a mailbox that the applicant gave, or that a profile shows? */
static bool is_given(struct enrich *e, struct str normal)
{
	const struct node *emails = e->top[TOP_EMAILS], *accounts = e->top[TOP_ACCOUNTS];

	if (!e->mailboxes.slots) {
		if (!table_init(&e->mailboxes, e->a, (size_t)emails->len + (accounts ? accounts->len : 0))) {
			e->failed = true;
			return false;
		}
		keep_mailboxes(e, emails, "address");
		keep_mailboxes(e, accounts, "email");
	}
	return table_find(&e->mailboxes, normal) != TABLE_NONE;
}

/* The site's own stand-in for a mailbox that its owner keeps to himself. */
static bool is_stand_in(struct str normal)
{
	return str_is(email_domain(normal), "users.noreply.github.com") ||
	    str_is(email_domain(normal), "users.noreply.gitlab.com") || str_starts(normal, STR_LIT("noreply@"));
}

void enrich_commit_mailbox(struct enrich *e, struct node *commit)
{
	char out[NORMAL_MAX];
	struct str given = fact_member(commit, "author_email"), normal = given.ptr ? normal_email(given, out) : given;

	if (!normal.ptr || !e->top[TOP_EMAILS] || is_stand_in(normal))
		return;
	const struct str local = str_of(normal.ptr, normal.len - email_domain(normal).len - 1);
	const bool known = is_given(e, normal);
	if (known || name_agree_handle(node_as_text(e->top[TOP_NAME]), local) != AGREEMENT_YES)
		fact_bool(e, commit, FACT_AUTHOR_EMAIL_GIVEN, known);
}
