#include "enrich/enrich.h"

#include "base/buf.h"
#include "base/json_read.h"
#include "list/company.h"
#include "list/list.h"
#include "unit/test.h"

/*
 * A record, the place of a fact in it ("accounts.0 first_activity_at.days_after_creation"), and what the fact says: "-" where
 * it is not known, members of a list with "; " between.
 */
struct claim { const char *name, *record, *fact, *want; };

#define APPLIED "'applied_at':'2026-03-10T12:00:00Z',"
#define TEXT(text) "{" APPLIED "'resume':{'text':'" text "'}}", "resume too_early"
#define SKILL(text) "{" APPLIED "'resume':{'skills':['" text "']}}", "resume too_early"
#define TITLE(title, end) "{'resume':{'work':[{'title':'" title "','end':'" end "'}]}}", "resume.work.0 title.too_early"
#define EMPLOYER(name, start) "{'resume':{'work':[{'employer':'" name "','start':'" start "'}]}}"
#define JOB(employer, title, start, end) "{'employer':'" employer "','title':'" title "','start':'" start "','end':'" end "'}"
#define OPEN_JOB(employer, title, start) "{'employer':'" employer "','title':'" title "','start':'" start "'}"
#define JOBS(jobs) "{" APPLIED "'resume':{'work':[" jobs "]}}"
#define FILE_OF(members) "{" APPLIED "'location':{'time_zone':'America/New_York'},'resume':{'metadata':{" members "}}}"
#define ACCOUNT(members) "{" APPLIED "'accounts':[{" members "}]}"
#define CODE(accounts, code) "{'accounts':[" accounts "],'code':{" code "}}"
#define MAILBOX(email) "{'emails':[{'address':'a.one@example.com'}],'accounts':[{'email':'b@example.org'}]," \
	"'code':{'commits':[{'author_email':'" email "'}]}}", "code.commits.0 author_email.given"
#define REPOSITORY(member) "{'name':'r'," member "}"
#define PAID(changes, accounts) "{'changes':[" changes "],'payment':{'accounts':[" accounts "]}}"
#define CHANGE(at, field) "{'at':'" at "','field':'" field "'}"
#define ADDED(at) "{'kind':'bank','added_at':'" at "'}"
#define RATE(members) "{'position':{'title':'Senior Engineer'},'location':{'country':'US'},'payment':{'rate':{" members "}}}", \
	"payment.rate amount.of_market"
#define PLATFORM(members) "{'platform':{" members "}}"
#define BY(client) "{'by':'" client "'}"

static const struct claim claims[] = {
	/* years of a technology, after them */
	{ "more_years_than_it_has", TEXT("15 years of Kubernetes"), "Kubernetes: 15 years claimed, public since 2014" },
	{ "as_many_as_it_can_have", TEXT("13 years of Kubernetes"), "" },
	{ "one_more", TEXT("14 years of Kubernetes"), "Kubernetes: 14 years claimed, public since 2014" },
	{ "with_a_plus", TEXT("20+ years of experience with React Native."), "React Native: 20 years claimed, public since 2015" },
	{ "hands_on", TEXT("Over 16 years hands-on experience in TypeScript"), "TypeScript: 16 years claimed, public since 2012" },
	{ "short_form", TEXT("16 yrs Docker"), "Docker: 16 years claimed, public since 2013" },
	{ "one_year", TEXT("1 year of Kubernetes"), "" },
	{ "hyphenated", TEXT("a 20-year Kubernetes veteran"), "Kubernetes: 20 years claimed, public since 2014" },
	{ "capital_word", TEXT("20 Years Of Experience With GraphQL"), "GraphQL: 20 years claimed, public since 2015" },
	{ "apostrophe", TEXT("20 years\\u0027 experience with GraphQL"), "GraphQL: 20 years claimed, public since 2015" },
	{ "net_core", TEXT("18 years of .NET Core"), ".NET Core: 18 years claimed, public since 2014" },
	{ "longer_name_first", TEXT("15 years of Spring Boot"), "Spring Boot: 15 years claimed, public since 2013" },
	{ "several_claims", TEXT("15 years of Kubernetes. 20 years of GraphQL."),
	  "Kubernetes: 15 years claimed, public since 2014; GraphQL: 20 years claimed, public since 2015" },
	{ "the_first_of_a_list_only", TEXT("20 years of experience in Java, Kubernetes and Docker"), "" },
	{ "experience_in_the_trade", TEXT("20 years of experience in software development with Kubernetes"), "" },
	{ "sentence_ends", TEXT("20 years of experience. Kubernetes, Docker."), "" },
	{ "line_ends", TEXT("20 years\\nKubernetes"), "" },
	{ "no_technology", TEXT("20 years of experience"), "" },
	{ "old_technology", TEXT("25 years of SQL and C"), "" },
	{ "age_of_a_company", TEXT("a company of 20 years. React fans"), "" },
	{ "a_range_is_not_sure", TEXT("12-15 years of Kubernetes"), "" },
	{ "a_fraction_is_not_sure", TEXT("1.15 years of Kubernetes"), "" },
	{ "too_many_for_anybody", TEXT("100 years of Kubernetes"), "" },
	{ "none", TEXT("0 years of Kubernetes"), "" },
	{ "number_in_words", TEXT("twenty years of Kubernetes"), "" },
	{ "yearly_is_no_year", TEXT("20 yearly Kubernetes meetings"), "" },
	{ "another_word_with_year", TEXT("20 lightyears of Kubernetes"), "" },
	{ "ordinary_word_go", TEXT("20 years of Go"), "Go: 20 years claimed, public since 2009" },
	{ "go_to_market", TEXT("25 years in Go-to-market strategy"), "" },
	{ "on_the_go", TEXT("25 years on the go"), "" },
	{ "swift_as_banks_have_it", TEXT("25 years of SWIFT payments"), "" },
	{ "spark_plugs", TEXT("25 years of spark plugs"), "" },
	{ "nothing_at_all", TEXT(""), "" },
	{ "years_at_the_end", TEXT("in 20 years"), "" },
	{ "begins_with_years", TEXT("years of Kubernetes"), "" },
	/* before them */
	{ "in_brackets", TEXT("Kubernetes (15 years)"), "Kubernetes: 15 years claimed, public since 2014" },
	{ "behind_a_colon", TEXT("Skills\\nKubernetes: 15+ years\\nSQL: 20 years"), "Kubernetes: 15 years claimed, public since 2014" },
	{ "behind_a_dash", TEXT("Kubernetes - 15 yrs"), "Kubernetes: 15 years claimed, public since 2014" },
	{ "another_name_between", TEXT("Kubernetes, SQL (15 years)"), "" },
	{ "a_word_between", TEXT("Kubernetes work (15 years)"), "" },
	{ "behind_a_comma", TEXT("I know Kubernetes, 15 years in all"), "" },
	{ "possible_in_brackets", TEXT("Kubernetes (8 years)"), "" },
	{ "name_begins_in_a_word", TEXT("Superkubernetes (15 years)"), "" },
	{ "skill", SKILL("Kubernetes (15 years)"), "Kubernetes: 15 years claimed, public since 2014" },
	{ "possible_skill", SKILL("Kubernetes"), "" },
	/* the day that is counted to */
	{ "no_day_no_claim", "{'resume':{'text':'30 years of Kubernetes'}}", "resume too_early", "-" },
	{ "no_text_no_claim", "{" APPLIED "'resume':{'sha256':'x'}}", "resume too_early", "-" },
	{ "day_of_the_file", "{'resume':{'text':'9 years of Kubernetes','metadata':{'created_at':'2020-01-01'}}}", "resume too_early",
	  "Kubernetes: 9 years claimed, public since 2014" },
	{ "an_application_long_ago", "{'applied_at':'2018-01-01','resume':{'text':'6 years of Kubernetes'}}", "resume too_early",
	  "Kubernetes: 6 years claimed, public since 2014" },
	/* titles */
	{ "title_too_early", TITLE("React Native Developer", "2012-05"), "React Native: job ended in 2012, public since 2015" },
	{ "title_in_its_time", TITLE("React Native Developer", "2018"), "" },
	{ "title_of_the_first_year", TITLE("React Native Developer", "2015-01"), "" },
	{ "title_with_an_ordinary_word", TITLE("Go-to-Market Manager", "1999"), "" },
	{ "dock_worker", TITLE("Docker", "1989"), "" },
	{ "title_without_end", "{'resume':{'work':[{'title':'Kubernetes Engineer'}]}}", "resume.work.0 title.too_early", "-" },
	{ "title_without_technology", TITLE("Engineer", "1999"), "" },
	/* employers */
	{ "before_the_company", EMPLOYER("Airbnb", "2003-01"), "resume.work.0 start.before_employer", "true" },
	{ "with_its_legal_form", EMPLOYER("Airbnb, Inc.", "2003"), "resume.work.0 start.before_employer", "true" },
	{ "year_of_grace", EMPLOYER("Airbnb", "2006"), "resume.work.0 start.before_employer", "false" },
	{ "after_it_began", EMPLOYER("Airbnb", "2015"), "resume.work.0 start.before_employer", "false" },
	{ "year_of_the_company", EMPLOYER("Uber Technologies Inc", "2015"), "resume.work.0 employer.since", "2009" },
	{ "another_company", EMPLOYER("Airbnb Cleaning Service", "2003"), "resume.work.0 start.before_employer", "-" },
	{ "not_known", EMPLOYER("Violet Media", "1950"), "resume.work.0 start.before_employer", "-" },
	{ "no_start", "{'resume':{'work':[{'employer':'Airbnb'}]}}", "resume.work.0 start.before_employer", "-" },
	{ "no_employer", "{'resume':{'work':[{'start':'2003'}]}}", "resume.work.0 employer.since", "-" },
	/* jobs at the same time */
	{ "one_after_the_other", JOBS(JOB("A", "Engineer", "2018-01", "2020-01") "," JOB("B", "Engineer", "2020-01", "2022-01")),
	  "resume work.overlap_months", "0" },
	{ "two_at_once", JOBS(JOB("A", "Engineer", "2018-01", "2020-01") "," JOB("B", "Engineer", "2019-01", "2022-01")),
	  "resume work.overlap_months", "12" },
	{ "two_are_counted", JOBS(JOB("A", "Engineer", "2018-01", "2020-01") "," JOB("B", "Engineer", "2019-01", "2022-01")),
	  "resume work.at_once", "2" },
	{ "three_at_once", JOBS(JOB("A", "Engineer", "2018-01", "2020-01") "," JOB("B", "Engineer", "2019-01", "2022-01") ","
	  OPEN_JOB("C", "Developer", "2019-03")), "resume work.at_once", "3" },
	{ "notice_period", JOBS(JOB("A", "Engineer", "2018-01", "2020-03") "," JOB("B", "Engineer", "2020-01", "2022-01")),
	  "resume work.at_once", "1" },
	{ "side_job", JOBS(JOB("A", "Engineer", "2018-01", "2020-01") "," OPEN_JOB("B", "Freelance Engineer", "2018-01")),
	  "resume work.at_once", "1" },
	{ "own_company", JOBS(JOB("A", "Engineer", "2018-01", "2020-01") "," OPEN_JOB("B", "Co-Founder", "2018-01")),
	  "resume work.at_once", "1" },
	{ "self_employed", JOBS(JOB("A", "Engineer", "2018-01", "2020-01") "," OPEN_JOB("Self-employed", "Engineer", "2018-01")),
	  "resume work.at_once", "1" },
	{ "intern", JOBS(JOB("A", "Engineer", "2018-01", "2020-01") "," JOB("B", "Intern", "2018-01", "2020-01")),
	  "resume work.at_once", "1" },
	{ "promoted", JOBS(JOB("A", "Engineer", "2018-01", "2022-01") "," JOB("a", "Senior Engineer", "2019-01", "2022-01")),
	  "resume work.at_once", "1" },
	{ "years_alone_may_follow", JOBS(JOB("A", "Engineer", "2018", "2020") "," JOB("B", "Engineer", "2020", "2022")),
	  "resume work.overlap_months", "0" },
	{ "years_alone_are_read_short", JOBS(JOB("A", "Engineer", "2018", "2020") "," JOB("B", "Engineer", "2019", "2022")),
	  "resume work.overlap_months", "1" },
	{ "open_to_the_application", JOBS(OPEN_JOB("A", "Engineer", "2024-03") "," OPEN_JOB("B", "Engineer", "2025-03")),
	  "resume work.overlap_months", "12" },
	{ "end_before_start", JOBS(JOB("A", "Engineer", "2020-01", "2018-01")), "resume work.overlap_months", "-" },
	{ "no_dates", JOBS("{'employer':'A','title':'Engineer'}"), "resume work.overlap_months", "-" },
	{ "bad_dates", JOBS(JOB("A", "Engineer", "spring", "autumn")), "resume work.overlap_months", "-" },
	{ "years_of_work", JOBS(JOB("A", "Engineer", "2010-03", "2020-01") "," OPEN_JOB("B", "Engineer", "2020-02")),
	  "resume work.years", "16" },
	{ "no_application_no_years", "{'resume':{'metadata':{'created_at':'2020-01-01'},'work':[" JOB("A", "Engineer", "2010-03", "2020-01") "]}}",
	  "resume work.years", "-" },
	/* what the file says of itself */
	{ "zone_of_the_file", FILE_OF("'time_zone':'America/Toronto'"), "resume.metadata time_zone.agrees", "true" },
	{ "other_zone_of_the_file", FILE_OF("'time_zone':'Asia/Tokyo'"), "resume.metadata time_zone.agrees", "false" },
	{ "zone_on_the_day_of_the_file", FILE_OF("'time_zone':'America/Bogota','created_at':'2026-01-10T12:00:00Z'"),
	  "resume.metadata time_zone.agrees", "true" },
	{ "unknown_zone", FILE_OF("'time_zone':'Moon/Base'"), "resume.metadata time_zone.agrees", "-" },
	{ "no_claimed_zone", "{" APPLIED "'resume':{'metadata':{'time_zone':'Asia/Tokyo'}}}", "resume.metadata time_zone.agrees", "-" },
	{ "older_than_its_program", FILE_OF("'creator_tool':'Microsoft\\u00ae Word 2019','created_at':'2014-02-01'"),
	  "resume.metadata created_at.before_tool", "-" },
	{ "older_than_its_program_plainly", FILE_OF("'creator_tool':'Microsoft Word 2019','created_at':'2014-02-01'"),
	  "resume.metadata created_at.before_tool", "true" },
	{ "canva_before_canva", FILE_OF("'creator_tool':'Canva','created_at':'2009'"), "resume.metadata created_at.before_tool", "true" },
	{ "made_in_its_time", FILE_OF("'creator_tool':'Canva','created_at':'2024-08-30'"), "resume.metadata created_at.before_tool", "false" },
	{ "program_without_a_year", FILE_OF("'creator_tool':'Microsoft Word','created_at':'1999'"), "resume.metadata created_at.before_tool", "-" },
	{ "longest_version_counts", FILE_OF("'creator_tool':'LibreOffice 7.4','created_at':'2015-01-01'"),
	  "resume.metadata created_at.before_tool", "true" },
	/* profiles */
	{ "age_of_a_profile", ACCOUNT("'created_at':'2026-02-08'"), "accounts.0 created_at.days_before_application", "30" },
	{ "made_after_the_application", ACCOUNT("'created_at':'2026-04-08'"), "accounts.0 created_at.days_before_application", "-" },
	{ "age_without_application", "{'accounts':[{'created_at':'2026-02-08'}]}", "accounts.0 created_at.days_before_application", "-" },
	{ "idle_profile", ACCOUNT("'created_at':'2012-03-01','first_activity_at':'2025-08-15'"),
	  "accounts.0 first_activity_at.days_after_creation", "4915" },
	{ "active_since", ACCOUNT("'first_activity_at':'2026-03-01'"), "accounts.0 first_activity_at.days_before_application", "9" },
	{ "never_idle", ACCOUNT("'created_at':'2012-03-01','first_activity_at':'2012-03-01'"),
	  "accounts.0 first_activity_at.days_after_creation", "0" },
	{ "active_before_it_was_made", ACCOUNT("'created_at':'2012-03-01','first_activity_at':'2011-03-01'"),
	  "accounts.0 first_activity_at.days_after_creation", "-" },
	{ "not_a_date", ACCOUNT("'created_at':'long ago'"), "accounts.0 created_at.days_before_application", "-" },
	/* code */
	{ "commits_before_the_account", CODE("{'site':'github','created_at':'2024-01-11'}", "'commits':[{'at':'2024-01-20'},{'at':'2024-01-01'}]"),
	  "code commits.days_before_account", "10" },
	{ "commits_after_the_account", CODE("{'site':'github','created_at':'2020-01-11'}", "'commits':[{'at':'2024-01-01'}]"),
	  "code commits.days_before_account", "0" },
	{ "oldest_account_counts", CODE("{'site':'github','created_at':'2024-01-11'},{'site':'gitlab','created_at':'2010-01-01'}",
	  "'commits':[{'at':'2024-01-01'}]"), "code commits.days_before_account", "0" },
	{ "an_account_of_unknown_age", CODE("{'site':'github','created_at':'2024-01-11'},{'site':'gitlab'}", "'commits':[{'at':'2024-01-01'}]"),
	  "code commits.days_before_account", "-" },
	{ "another_kind_of_site", CODE("{'site':'linkedin','created_at':'2024-01-11'}", "'commits':[{'at':'2024-01-01'}]"),
	  "code commits.days_before_account", "-" },
	{ "site_by_its_address", CODE("{'url':'https://github.com/a','created_at':'2024-01-11'}", "'commits':[{'at':'2024-01-01'}]"),
	  "code commits.days_before_account", "10" },
	{ "no_commits", CODE("{'site':'github','created_at':'2024-01-11'}", "'commits':[]"), "code commits.days_before_account", "-" },
	{ "author_names", CODE("", "'commits':[{'author_name':'A One'},{'author_name':'a one'},{'author_name':'B Two'},{'at':'2024'}]"),
	  "code commits.author_names", "2" },
	{ "author_emails", CODE("", "'commits':[{'author_email':'a@b.example'},{'author_email':'A@b.example'}]"), "code commits.author_emails", "1" },
	{ "no_authors", CODE("", "'commits':[{'at':'2024'}]"), "code commits.author_names", "-" },
	{ "own_mailbox", MAILBOX("A.One@Example.com"), "true" },
	{ "mailbox_of_a_profile", MAILBOX("b@example.org"), "true" },
	{ "other_mailbox", MAILBOX("c@example.net"), "false" },
	{ "stand_in_mailbox", MAILBOX("1+a@users.noreply.github.com"), "-" },
	{ "mailbox_made_of_the_name", "{'name':'Ann Lee','emails':[{'address':'x@example.com'}],'code':{'commits':[{'author_email':'ann.lee@b.example'}]}}", "code.commits.0 author_email.given", "-" },
	{ "mailbox_of_another_name", "{'name':'Ann Lee','emails':[{'address':'x@example.com'}],'code':{'commits':[{'author_email':'bo.lee@b.example'}]}}", "code.commits.0 author_email.given", "false" },
	{ "no_mailbox_given", "{'code':{'commits':[{'author_email':'a@b.example'}]}}", "code.commits.0 author_email.given", "-" },
	{ "hollow", CODE("", "'repositories':[" REPOSITORY("'empty':true") "," REPOSITORY("'empty':true") "," REPOSITORY("'copied_from':'x/y'") ","
	  REPOSITORY("'empty':true") "," REPOSITORY("'empty':false") "]"), "code repositories.hollow_percent", "80" },
	{ "few_repositories_say_nothing", CODE("", "'repositories':[" REPOSITORY("'empty':true") "]"), "code repositories.hollow_percent", "-" },
	/* pay */
	{ "no_change", PAID("", ADDED("2026-01-01")), "payment accounts.changes_in_90_days", "0" },
	{ "changes_told", PAID(CHANGE("2026-01-01T00:00:00Z", "bank account") "," CHANGE("2026-02-01T00:00:00Z", "payment.accounts"), ""),
	  "payment accounts.changes_in_90_days", "2" },
	{ "changes_far_apart", PAID(CHANGE("2025-01-01T00:00:00Z", "bank") "," CHANGE("2026-02-01T00:00:00Z", "payout"), ""),
	  "payment accounts.changes_in_90_days", "1" },
	{ "changes_of_other_things", PAID(CHANGE("2026-01-01T00:00:00Z", "phone") "," CHANGE("2026-01-02T00:00:00Z", "embankment"), ""),
	  "payment accounts.changes_in_90_days", "0" },
	{ "accounts_added", PAID("", ADDED("2026-01-01") "," ADDED("2026-01-20") "," ADDED("2026-02-20") "," ADDED("2026-03-20")),
	  "payment accounts.changes_in_90_days", "3" },
	{ "accounts_of_one_day", PAID("", ADDED("2026-01-01T08:00:00Z") "," ADDED("2026-01-01T09:00:00Z")), "payment accounts.changes_in_90_days", "0" },
	{ "told_and_seen_are_the_same_changes", PAID(CHANGE("2026-01-20T00:00:00Z", "bank"), ADDED("2026-01-01") "," ADDED("2026-01-20")),
	  "payment accounts.changes_in_90_days", "1" },
	{ "account_of_unknown_date", PAID("", "{'kind':'bank'}"), "payment accounts.changes_in_90_days", "0" },
	{ "no_dates_of_pay", "{'payment':{'accounts':[{'kind':'bank'}]}}", "payment accounts.changes_in_90_days", "-" },
	{ "nothing_of_pay", "{'payment':{'method':'bank'}}", "payment accounts.changes_in_90_days", "-" },
	{ "soon_after_the_start", "{'sessions':[{'event':'apply','at':'2026-01-01'},{'event':'onboard','at':'2026-02-01'}],"
	  "'changes':[" CHANGE("2026-01-05", "bank") "," CHANGE("2026-02-10", "bank") "],'payment':{}}", "payment accounts.days_from_start_to_change", "9" },
	{ "start_is_the_first_computer", "{'devices':[{'enrolled_at':'2026-02-05'}],'changes':[" CHANGE("2026-02-10", "bank") "],'payment':{}}",
	  "payment accounts.days_from_start_to_change", "5" },
	{ "changed_before_the_start", "{'sessions':[{'event':'work','at':'2026-02-01'}],'changes':[" CHANGE("2026-01-10", "bank") "],'payment':{}}",
	  "payment accounts.days_from_start_to_change", "-" },
	{ "no_start_known", "{'changes':[" CHANGE("2026-01-10", "bank") "],'payment':{}}", "payment accounts.days_from_start_to_change", "-" },
	{ "rate_against_market", RATE("'amount':30,'market':60,'per':'hour'"), "50" },
	{ "rate_at_market", RATE("'amount':60,'market':60"), "100" },
	{ "another_unit", RATE("'amount':30,'market':6000"), "-" },
	{ "no_market", RATE("'amount':30"), "-" },
	{ "market_of_the_company", RATE("'amount':45,'currency':'USD','per':'hour'"), "50" },
	{ "market_in_another_unit", RATE("'amount':45,'currency':'USD','per':'month'"), "-" },
	{ "no_amount", RATE("'market':60"), "-" },
	/* a platform's figures */
	{ "few_accepted", PLATFORM("'bids':400,'accepted_bids':3"), "platform bids.accepted_percent", "0" },
	{ "many_accepted", PLATFORM("'bids':400,'accepted_bids':100"), "platform bids.accepted_percent", "25" },
	{ "few_bids_say_nothing", PLATFORM("'bids':49,'accepted_bids':0"), "platform bids.accepted_percent", "-" },
	{ "fifty_say_something", PLATFORM("'bids':50,'accepted_bids':0"), "platform bids.accepted_percent", "0" },
	{ "more_accepted_than_made", PLATFORM("'bids':50,'accepted_bids':60"), "platform bids.accepted_percent", "-" },
	{ "bids_per_login", PLATFORM("'bids':600,'logins':10"), "platform bids.per_login", "60" },
	{ "no_login", PLATFORM("'bids':600,'logins':0"), "platform bids.per_login", "-" },
	{ "negative_bids", PLATFORM("'bids':-600,'logins':10"), "platform bids.per_login", "-" },
	{ "one_client", PLATFORM("'ratings':[" BY("C") "," BY("c") "," BY("C") "," BY("C") "," BY("D") "]"), "platform ratings.top_client_percent", "80" },
	{ "few_ratings_say_nothing", PLATFORM("'ratings':[" BY("C") "," BY("C") "]"), "platform ratings.top_client_percent", "-" },
	{ "many_clients", PLATFORM("'ratings':[" BY("A") "," BY("B") "," BY("C") "," BY("D") "," BY("E") "]"), "platform ratings.top_client_percent", "20" },
	{ "ratings_from_oneself", PLATFORM("'ratings':[{'by':'C','same_payment_account':true},{'by':'D','same_payment_account':false}]"),
	  "platform ratings.same_account_count", "1" },
	{ "no_ratings", PLATFORM("'bids':1"), "platform ratings.same_account_count", "-" },
	{ "worked_before", PLATFORM("'verified_at':'2026-03-01','first_activity_at':'2026-01-01'"), "platform first_activity_at.days_before_verification", "59" },
	{ "verified_first", PLATFORM("'verified_at':'2026-01-01','first_activity_at':'2026-02-01'"), "platform first_activity_at.days_before_verification", "0" },
	{ "not_verified_yet", PLATFORM("'first_activity_at':'2026-02-01'"), "platform first_activity_at.days_before_verification", "-" },
	/* wrong shapes */
	{ "resume_is_a_list", "{'resume':[]}", "resume too_early", "-" },
	{ "platform_is_a_text", "{'platform':'x'}", "platform bids.per_login", "-" },
	{ "work_of_wrong_types", "{" APPLIED "'resume':{'work':[1,null,'x',{'title':7,'start':8,'end':[],'employer':{}}],'text':9,'skills':'x'}}",
	  "resume too_early", "" },
	{ "ratings_of_wrong_types", PLATFORM("'ratings':[1,null,{'by':7}]"), "platform ratings.same_account_count", "0" },
	{ "commits_of_wrong_types", CODE("1,null", "'commits':[1,null,{'at':7}],'repositories':'x'"), "code commits.days_before_account", "-" },
	{ "payment_of_wrong_types", "{'changes':'x','payment':{'accounts':'y','rate':7}}", "payment accounts.changes_in_90_days", "-" },
};

/* The map at "resume.work.0" that has the fact named behind the blank. */
static const struct node *find(const struct node *n, struct str fact)
{
	struct str key, path = str_split(fact, ' ', &key);

	while (n && path.len) {
		struct str step = str_split(path, '.', &path);
		int64_t index;
		if (!str_number(step, 0, 99, &index)) {
			n = node_get_str(n, step);
			continue;
		}
		for (n = node_is_container(n) ? n->child : NULL; n && index; index--)
			n = n->next;
	}
	return n ? node_get_str(n, key) : NULL;
}

static void put(struct buf *out, const struct node *n)
{
	if (!n)
		buf_text(out, "-");
	else if (n->type == NODE_TRUE || n->type == NODE_FALSE)
		buf_text(out, n->type == NODE_TRUE ? "true" : "false");
	else if (!node_is_container(n))
		buf_put(out, node_text(n));
	NODE_EACH(c, n) {
		buf_text(out, c == n->child ? "" : "; ");
		buf_put(out, node_text(c));
	}
}

static void never_told(void *context, const struct err *e, bool is_warning)
{
	(void)context;
	(void)is_warning;
	test_case(e->text);
	CHECK(!e);
}

void test_claims(void)
{
	static const char company[] = "rates: [{title: engineer, amount: 90, currency: USD, per: hour, reason: r}]\n";
	struct arena kept = arena_make(0);
	struct lists *l = lists_open("", str_of(NULL, 0), NULL);
	const struct company *c = company_new(str_from(company), str_of(NULL, 0), &kept, never_told, NULL);
	struct enrich_plan *p = l && c ? enrich_plan_new(l, c, NULL) : NULL;
	struct json_reader *r = json_reader_new(64, NULL);
	struct buf got = buf_make(1 << 16);

	for (size_t i = 0; CHECK(p) && i < COUNT(claims); i++) {
		struct arena a = arena_make(0);
		struct record record = { .root = test_parse(r, &a, claims[i].record) };
		test_case(claims[i].name);
		if (record.root && CHECK(enrich_record(p, &record, &a))) {
			buf_reset(&got);
			put(&got, find(record.root, str_from(claims[i].fact)));
			CHECK_STR(buf_str(&got), claims[i].want);
		}
		arena_clear(&a);
	}
	buf_clear(&got);
	json_reader_free(r);
	enrich_plan_free(p);
	lists_close(l);
	arena_clear(&kept);
}
