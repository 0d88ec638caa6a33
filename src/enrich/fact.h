/* fact.h - adding facts to a record; for the files of this folder. */
#ifndef FACT_H
#define FACT_H

#include "base/table.h"
#include "base/when.h"
#include "enrich/enrich.h"
#include "enrich/geo.h"
#include "list/list.h"

struct company_entry; /* list/company.h */

enum fact {
#define FACT(name, key) FACT_##name,
#include "enrich/fact.list"
#undef FACT
	FACTS
};

/* A sort of map of which many members are read, and those members. */
enum map_sort { MAP_TOP, MAP_SESSION, MAP_RESUME, MAP_WORK, MAP_SORTS };

enum top_member {
#define TOP(name, key) TOP_##name,
#include "enrich/member.list"
	TOP_MEMBERS
};

enum session_member {
#define SESSION(name, key) SESSION_##name,
#include "enrich/member.list"
	SESSION_MEMBERS
};

enum resume_member {
#define RESUME(name, key) RESUME_##name,
#include "enrich/member.list"
	RESUME_MEMBERS
};

enum work_member {
#define WORK(name, key) WORK_##name,
#include "enrich/member.list"
	WORK_MEMBERS
};

/* A session, for what is to be seen of several of them. */
struct stay {
	struct stay *next;
	struct node *session;
	int64_t moment;
	struct ip ip;
	struct str country;        /* no text where the line says nothing of the place */
	double latitude, longitude;
	bool has_moment, has_ip, has_coordinates;
	uint32_t number;           /* of its country or network, while those are counted */
};

/* One record that is being enriched. */
struct enrich {
	const struct enrich_plan *plan;
	const struct lists *lists;
	const struct company *company; /* NULL: nothing is known of it */
	struct geo *geo;               /* NULL: places of addresses are not looked up */
	struct arena *a;
	struct arena scratch;          /* working memory of one look-up of a name */
	struct record *record;
	const struct node *root;
	struct node *top[TOP_MEMBERS]; /* of @root as it was given; NULL where there is none */
	size_t index;  /* of the element that a step is for, in its list */
	struct str country, region, zone; /* claimed, no text if they are not */
	int64_t applied_at;
	bool has_applied_at;
	struct stay *stays; /* the last one first */
	size_t stay_count;
	struct table mailboxes;    /* given, or shown by a profile; filled when first asked for */
	bool failed; /* @a is full; nothing more is added */
};

/** Does a list of this sort stand ready, so that "on none" is known to be false?  Looked up when the plan is made. */
bool fact_is_known(const struct enrich *e, enum list_kind kind, enum list_class class);

/** Add a fact beside its value, as a member of @parent.  @value is borrowed; without ptr nothing is added. */
void fact_text(struct enrich *e, struct node *parent, enum fact f, struct str value);
void fact_bool(struct enrich *e, struct node *parent, enum fact f, bool value);
void fact_number(struct enrich *e, struct node *parent, enum fact f, int value);

/** With four decimals, as coordinates have. */
void fact_real(struct enrich *e, struct node *parent, enum fact f, double value);

/** A fact that is a list of texts; each is borrowed. */
struct node *fact_list(struct enrich *e, struct node *parent, enum fact f);
void fact_item(struct enrich *e, struct node *list, struct str value);

/** The company's file explains what stands at @path, a format: "sessions[%zu].ip". */
void fact_explain(struct enrich *e, const struct company_entry *entry, const char *path, ...)
    __attribute__((format(printf, 3, 4)));

/**
 * How surely a report names it, as @how, and which report, as @where: the best of @x and those behind it.  Nothing is
 * added where no report does; @x may be NULL.
 */
struct identifier;
void fact_published(struct enrich *e, struct node *parent, const struct identifier *x, enum fact how, enum fact where);

/** The listed names like @name, as person_search() (list/person.h) gives them; none, and failed, without memory. */
struct person_hit;
size_t fact_names(struct enrich *e, struct str name, struct person_hit *hits);

/** A copy that lives as long as the record; no text, and failed, when the arena is full. */
struct str fact_copy(struct enrich *e, struct str s);

/**
 * The members of @map, which may be NULL or no map, by one walk: found[SESSION_IP], of which there are SESSION_MEMBERS.
 * NULL where there is none; node_as_text() reads them.
 */
void fact_members(const struct enrich *e, enum map_sort sort, const struct node *map, struct node **found);

/** The text of a member of @n, no text if there is none.  @key is a literal. */
#define fact_member(n, literal) fact_member_hash((n), STR_LIT(literal), str_hash(STR_LIT(literal)))
struct str fact_member_hash(const struct node *n, struct str key, uint32_t hash);

/**
 * The clock of a session, of which @at are the members (SESSION_UNTIL ...) and @when its time, NULL where it says none.
 * @network_country is where its network is, no text where that is not known or says nothing.
 */
void enrich_clock(struct enrich *e, struct node *session, struct node *const *at, const struct when *when,
    struct str network_country);

/* Each adds the facts of one element of a list of the record, or of the record itself. */
void enrich_session(struct enrich *e, struct node *session);
void enrich_email(struct enrich *e, struct node *email);
void enrich_phone(struct enrich *e, struct node *phone);
void enrich_account(struct enrich *e, struct node *account);
void enrich_link(struct enrich *e, struct node *link);
void enrich_resume(struct enrich *e, struct node *resume);
void enrich_reference(struct enrich *e, struct node *reference);
void enrich_commit(struct enrich *e, struct node *commit);
void enrich_payee(struct enrich *e, struct node *payee);
void enrich_referral(struct enrich *e, struct node *referral);
void enrich_name(struct enrich *e, struct node *root);
void enrich_agreement(struct enrich *e, struct node *root);
void enrich_travel(struct enrich *e, struct node *root);
void enrich_activity(struct enrich *e, struct node *root);
void enrich_commit_clocks(struct enrich *e, struct node *code);
void enrich_documents(struct enrich *e);
void enrich_addresses(struct enrich *e);
void enrich_changes(struct enrich *e);
void enrich_delivery(struct enrich *e, struct node *device);
void enrich_verifications(struct enrich *e, struct node *root);
void enrich_device(struct enrich *e, struct node *device);
void enrich_interview(struct enrich *e, struct node *interview);
void enrich_account_age(struct enrich *e, struct node *account);
void enrich_code(struct enrich *e, struct node *code);
void enrich_commit_mailbox(struct enrich *e, struct node *commit);
void enrich_payment(struct enrich *e, struct node *payment);
void enrich_platform(struct enrich *e, struct node *platform);

/* What lists say of a job: @at are its members (WORK_URL ...), @employer is what bears its employer's name, or NULL. */
void enrich_work(struct enrich *e, struct node *work, struct node *const *at, const struct identifier *employer);

/* What the company's file says of an element that has its other facts. */
void enrich_company_session(struct enrich *e, struct node *session);
void enrich_company_address(struct enrich *e, struct node *address);
void enrich_company_delivery(struct enrich *e, struct node *device);
void enrich_company_email(struct enrich *e, struct node *email);
void enrich_company_referral(struct enrich *e, struct node *referral);

#endif
