/* Facts of network, clock, contact, documents, addresses and changes: each row a record and what must be found out of it. */
#include "base/json_read.h"
#include "base/json_write.h"
#include "enrich/fact.h"
#include "enrich/place.h"
#include "record/postal.h"
#include "list/lookalike.h"
#include "list/number_plan.h"
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>

/* @want: "path=value; path=value"; numbers in a path are places in a list; "-" is a fact that must not be there. */
struct row {
	const char *name, *record, *want;
};

#define HOLDERS(accounts) "{'payment':{'accounts':[" accounts "]}}"
#define AT(zone, at, rest) "{'location':{'country':'US','region':'CA','time_zone':'" zone "'},'sessions':[{'at':'" at "'," rest "}]}"
#define HOUR_OF(day, hour) "'2026-03-" day "T" hour ":10:00-08:00'"
#define DAY_OF(day, a, b, c, d) HOUR_OF(day, a) "," HOUR_OF(day, b) "," HOUR_OF(day, c) "," HOUR_OF(day, d)
#define FIVE(a, b, c, d) DAY_OF("02", a, b, c, d) "," DAY_OF("03", a, b, c, d) "," DAY_OF("04", a, b, c, d) "," \
	DAY_OF("05", a, b, c, d) "," DAY_OF("06", a, b, c, d)
#define ACTIVE(times) "{'location':{'time_zone':'America/Los_Angeles'},'activity':[" times "]}"
#define COMMIT(at) "{'at':'" at "'}"
#define TEN(day, offset) COMMIT("2026-0" day "-01T10:00:00" offset) "," COMMIT("2026-0" day "-02T10:00:00" offset) "," \
	COMMIT("2026-0" day "-03T10:00:00" offset) "," COMMIT("2026-0" day "-04T10:00:00" offset) "," \
	COMMIT("2026-0" day "-05T10:00:00" offset) "," COMMIT("2026-0" day "-06T10:00:00" offset) "," \
	COMMIT("2026-0" day "-07T10:00:00" offset) "," COMMIT("2026-0" day "-08T10:00:00" offset) "," \
	COMMIT("2026-0" day "-09T10:00:00" offset) "," COMMIT("2026-0" day "-10T10:00:00" offset)
#define CODE(applied, zone, commits) "{'applied_at':'" applied "','location':{'time_zone':'" zone "'},'code':{'commits':[" commits "]}}"
#define DOC(applied, rest) "{'applied_at':'" applied "','documents':[{" rest "}]}"
#define SHIP(home, shipping) "{'addresses':[{'kind':'home'," home "},{'kind':'shipping'," shipping "}]}"
#define MAIL(url, mail) "{'resume':{'work':[{'employer':'e','url':'" url "'}]},'emails':[{'address':'" mail "'}]}"
#define LIVES(rest) "'location':{'city':'Buffalo','region':'NY','country':'US'}," rest

static const struct row rows[] = {
	/* --- clock --- */
	{ "windows_zone_of_the_claim", AT("Pacific Standard Time", "2026-07-01T12:00:00Z", "'time_zone':'America/Los_Angeles'"),
	  "sessions.0.time_zone.agrees=true; sessions.0.time_zone.offset=-420" },
	{ "windows_zone_of_the_device", AT("America/Los_Angeles", "2026-01-01T12:00:00Z", "'time_zone':'China Standard Time'"),
	  "sessions.0.time_zone.agrees=false; sessions.0.time_zone.offset=480" },
	{ "arizona_in_summer_is_like_california", AT("America/Los_Angeles", "2026-07-01T12:00:00Z", "'time_zone':'US Mountain Standard Time'"),
	  "sessions.0.time_zone.agrees=true" },
	{ "arizona_in_winter_is_not", AT("America/Los_Angeles", "2026-01-01T12:00:00Z", "'time_zone':'America/Phoenix'"),
	  "sessions.0.time_zone.agrees=false" },
	{ "clock_fits_the_network", AT("America/Los_Angeles", "2026-01-01T12:00:00Z", "'geo':{'country':'US'},'time_zone':'America/Chicago'"),
	  "sessions.0.time_zone.fits_network=true" },
	{ "clock_of_a_neighbour_fits", AT("America/Los_Angeles", "2026-01-01T12:00:00Z", "'geo':{'country':'US'},'time_zone':'America/Toronto'"),
	  "sessions.0.time_zone.fits_network=true" },
	{ "clock_does_not_fit_the_network", AT("America/Los_Angeles", "2026-01-01T12:00:00Z", "'geo':{'country':'US'},'time_zone':'Asia/Shanghai'"),
	  "sessions.0.time_zone.fits_network=false" },
	{ "clock_by_the_address", AT("America/Los_Angeles", "2026-01-01T12:00:00Z", "'ip':'89.104.47.9','time_zone':'Asia/Shanghai'"),
	  "sessions.0.time_zone.fits_network=false; sessions.0.ip.country='DE'" },
	{ "clock_behind_a_vpn_is_not_compared", AT("America/Los_Angeles", "2026-01-01T12:00:00Z", "'vpn':'Mullvad','geo':{'country':'SE'},'time_zone':'America/Chicago'"),
	  "sessions.0.time_zone.fits_network=-" },
	{ "clock_behind_a_proxy_is_not_compared", AT("America/Los_Angeles", "2026-01-01T12:00:00Z", "'proxy':true,'geo':{'country':'SE'},'time_zone':'America/Chicago'"),
	  "sessions.0.time_zone.fits_network=-" },
	{ "unknown_country_fits_nothing", AT("America/Los_Angeles", "2026-01-01T12:00:00Z", "'geo':{'country':'QQ'},'time_zone':'America/Chicago'"),
	  "sessions.0.time_zone.fits_network=-" },
	{ "session_of_an_evening", AT("UTC", "2026-01-01T18:00:00Z", "'until':'2026-01-01T23:59:59Z'"), "sessions.0.until.hours=5" },
	{ "session_of_two_days", AT("UTC", "2026-01-01T08:00:00Z", "'until':'2026-01-03T09:30:00Z'"), "sessions.0.until.hours=49" },
	{ "session_over_offsets", AT("UTC", "2026-01-01T08:00:00+08:00", "'until':'2026-01-01T08:00:00-05:00'"), "sessions.0.until.hours=13" },
	{ "session_that_ends_before_it_begins", AT("UTC", "2026-01-02T08:00:00Z", "'until':'2026-01-01T09:00:00Z'"), "sessions.0.until.hours=-" },
	{ "session_of_days_only", AT("UTC", "2026-01-02", "'until':'2026-01-05'"), "sessions.0.until.hours=-" },
	{ "session_of_years_is_an_error", AT("UTC", "2020-01-02T08:00:00Z", "'until':'2026-01-01T09:00:00Z'"), "sessions.0.until.hours=-" },
	{ "work_by_day", ACTIVE(FIVE("09", "11", "14", "17")), "activity.count=20; activity.days=5; activity.night_percent=0; activity.other_offset_percent=0" },
	{ "work_by_night", ACTIVE(FIVE("00", "02", "04", "05")), "activity.night_percent=100" },
	{ "work_half_by_night", ACTIVE(FIVE("01", "03", "14", "17")), "activity.night_percent=50" },
	{ "too_few_times_say_nothing", ACTIVE(DAY_OF("02", "01", "02", "03", "04")), "activity.night_percent=-; activity.count=-" },
	{ "one_long_day_says_nothing", ACTIVE(DAY_OF("02", "00", "01", "02", "03") "," DAY_OF("02", "00", "01", "02", "03") ","
	  DAY_OF("02", "00", "01", "02", "03") "," DAY_OF("02", "00", "01", "02", "03") "," DAY_OF("02", "00", "01", "02", "03")), "activity.night_percent=-" },
	{ "no_claimed_zone_no_night", "{'activity':[" FIVE("01", "02", "03", "04") "]}", "activity.night_percent=-" },
	{ "clock_of_the_work_differs", "{'location':{'time_zone':'America/New_York'},'activity':[" FIVE("09", "11", "14", "17") "]}",
	  "activity.other_offset_percent=100; activity.night_percent=0" },
	{ "commits_of_the_claimed_place", CODE("2026-03-20", "America/New_York", TEN("2", "-05:00")),
	  "code.commits.with_offset=10; code.commits.other_offset_percent=0; code.commits.0.at.agrees=true" },
	{ "commits_of_another_place", CODE("2026-03-20", "America/New_York", TEN("2", "+09:00")),
	  "code.commits.other_offset_percent=100; code.commits.0.at.agrees=false" },
	{ "commits_in_utc_say_nothing", CODE("2026-03-20", "America/New_York", TEN("2", "Z")), "code.commits.other_offset_percent=-; code.commits.0.at.agrees=-" },
	{ "commits_in_utc_where_utc_is_kept", CODE("2026-03-20", "Europe/London", TEN("2", "+00:00")), "code.commits.other_offset_percent=0; code.commits.0.at.agrees=true" },
	{ "few_commits_say_nothing_together", CODE("2026-03-20", "America/New_York", COMMIT("2026-02-01T10:00:00+09:00")),
	  "code.commits.other_offset_percent=-; code.commits.0.at.agrees=false" },
	{ "commits_before_a_move_say_nothing", CODE("2028-03-20", "America/New_York", TEN("2", "+09:00")), "code.commits.other_offset_percent=-; code.commits.0.at.agrees=-" },
	{ "commits_after_the_application", CODE("2025-03-20", "America/New_York", TEN("2", "+09:00")), "code.commits.other_offset_percent=-" },
	{ "daylight_saving_is_no_difference", CODE("2026-09-20", "America/New_York", TEN("7", "-04:00")), "code.commits.other_offset_percent=0" },
	{ "no_zone_no_commit_clock", "{'code':{'commits':[" TEN("2", "+09:00") "]}}", "code.commits.0.at.agrees=-" },
	/* --- network --- */
	{ "country_of_an_address", AT("UTC", "2026-01-01", "'ip':'8.8.8.8'"), "sessions.0.ip.country='US'; sessions.0.ip.country_agrees=true; sessions.0.ip.region_agrees=-" },
	{ "country_of_an_ipv6_address", AT("UTC", "2026-01-01", "'ip':'2400:1234::1'"), "sessions.0.ip.country='JP'; sessions.0.ip.country_agrees=false" },
	{ "kp_label_of_a_vpn_counts_nothing", AT("UTC", "2026-01-01", "'ip':'8.8.9.9'"), "sessions.0.ip.country=-; sessions.0.ip.country_agrees=-" },
	{ "kp_label_of_the_allocation_counts", AT("UTC", "2026-01-01", "'ip':'175.45.178.9'"), "sessions.0.ip.country='KP'; sessions.0.ip.dprk=true" },
	{ "a_continent_is_no_country", AT("UTC", "2026-01-01", "'ip':'10.1.0.1'"), "sessions.0.ip.country=-" },
	{ "unknown_country", AT("UTC", "2026-01-01", "'ip':'178.208.94.9'"), "sessions.0.ip.country=-" },
	{ "before_the_first_line", AT("UTC", "2026-01-01", "'ip':'1.1.1.1'"), "sessions.0.ip.country=-" },
	{ "between_two_lines", AT("UTC", "2026-01-01", "'ip':'100.1.1.1'"), "sessions.0.ip.country=-" },
	{ "a_line_of_one_address", AT("UTC", "2026-01-01", "'ip':'184.198.63.0'"), "sessions.0.ip.country='FR'" },
	{ "the_last_address", AT("UTC", "2026-01-01", "'ip':'184.198.63.1'"), "sessions.0.ip.country=-" },
	{ "private_address_is_nowhere", AT("UTC", "2026-01-01", "'ip':'192.168.1.1'"), "sessions.0.ip.country=-; sessions.0.ip.country_agrees=-" },
	{ "documentation_address_is_nowhere", AT("UTC", "2026-01-01", "'ip':'192.0.2.7'"), "sessions.0.ip.country=-" },
	{ "place_behind_a_vpn_says_nothing", AT("UTC", "2026-01-01", "'ip':'89.104.47.9','vpn':true"), "sessions.0.ip.country='DE'; sessions.0.ip.country_agrees=-" },
	{ "two_sources_disagree_on_the_place", AT("UTC", "2026-01-01", "'ip':'89.104.47.9','geo':{'country':'US'}"), "sessions.0.ip.country_agrees=-; sessions.0.time_zone.fits_network=-" },
	{ "two_sources_agree_on_the_place", AT("UTC", "2026-01-01", "'ip':'89.104.47.9','geo':{'country':'de'}"), "sessions.0.ip.country_agrees=false" },
	{ "no_claim_no_agreement", "{'sessions':[{'ip':'8.8.8.8'}]}", "sessions.0.ip.country='US'; sessions.0.ip.country_agrees=-" },
	{ "webrtc_shows_the_same_line", AT("UTC", "2026-01-01", "'ip':'8.8.8.8','webrtc_ip':'8.8.8.8'"), "sessions.0.webrtc_ip.same_address=true; sessions.0.webrtc_ip.same_country=true; sessions.0.webrtc_ip.country_agrees=true" },
	{ "webrtc_shows_another_country", AT("UTC", "2026-01-01", "'ip':'8.8.8.8','webrtc_ip':'95.94.16.7'"), "sessions.0.webrtc_ip.same_address=false; sessions.0.webrtc_ip.same_country=false; sessions.0.webrtc_ip.country_agrees=false; sessions.0.webrtc_ip.country='CN'" },
	{ "webrtc_shows_a_private_address", AT("UTC", "2026-01-01", "'ip':'8.8.8.8','webrtc_ip':'192.168.0.7'"), "sessions.0.webrtc_ip.same_address=-; sessions.0.webrtc_ip.same_country=-" },
	{ "webrtc_of_another_family", AT("UTC", "2026-01-01", "'ip':'8.8.8.8','webrtc_ip':'2a00:1::7'"), "sessions.0.webrtc_ip.same_address=-; sessions.0.webrtc_ip.same_country=false" },
	{ "webrtc_alone", AT("UTC", "2026-01-01", "'webrtc_ip':'95.94.16.7'"), "sessions.0.webrtc_ip.same_country=-; sessions.0.webrtc_ip.country_agrees=false" },
	{ "travel_at_leisure", "{'sessions':[{'at':'2026-01-01T08:00:00Z','geo':{'country':'US'}},{'at':'2026-01-03T08:00:00Z','geo':{'country':'CN'}}]}",
	  "sessions.0.at.speed_kmh=-; sessions.1.at.speed_kmh=102; sessions.countries_in_day=1" },
	{ "travel_that_cannot_be", "{'sessions':[{'at':'2026-01-01T08:00:00Z','geo':{'country':'US'}},{'at':'2026-01-01T09:00:00Z','geo':{'country':'CN'}}]}",
	  "sessions.1.at.speed_kmh=4942; sessions.countries_in_day=2" },
	{ "travel_in_the_order_of_time", "{'sessions':[{'at':'2026-01-01T09:00:00Z','geo':{'country':'CN'}},{'at':'2026-01-01T08:00:00Z','geo':{'country':'US'}}]}",
	  "sessions.0.at.speed_kmh=4942; sessions.1.at.speed_kmh=-" },
	{ "travel_to_a_neighbour", "{'sessions':[{'at':'2026-01-01T08:00:00Z','geo':{'country':'DE'}},{'at':'2026-01-01T09:00:00Z','geo':{'country':'FR'}}]}", "sessions.1.at.speed_kmh=0" },
	{ "travel_within_a_country_is_not_known", "{'sessions':[{'at':'2026-01-01T08:00:00Z','geo':{'country':'US','city':'Miami'}},{'at':'2026-01-01T08:10:00Z','geo':{'country':'US','city':'Seattle'}}]}", "sessions.1.at.speed_kmh=0" },
	{ "travel_behind_a_vpn_is_none", "{'sessions':[{'at':'2026-01-01T08:00:00Z','geo':{'country':'US'}},{'at':'2026-01-01T09:00:00Z','vpn':'X','geo':{'country':'CN'}}]}",
	  "sessions.1.at.speed_kmh=-; sessions.countries_in_day=1" },
	{ "travel_past_a_vpn", "{'sessions':[{'at':'2026-01-01T08:00:00Z','geo':{'country':'US'}},{'at':'2026-01-01T08:30:00Z','vpn':'X','geo':{'country':'DE'}},{'at':'2026-01-01T09:00:00Z','geo':{'country':'US'}}]}",
	  "sessions.2.at.speed_kmh=0; sessions.countries_in_day=1" },
	{ "travel_without_a_time", "{'sessions':[{'geo':{'country':'US'}},{'at':'2026-01-01','geo':{'country':'CN'}}]}", "sessions.1.at.speed_kmh=-; sessions.countries_in_day=-" },
	{ "at_the_same_moment", "{'sessions':[{'at':'2026-01-01T08:00:00Z','geo':{'country':'US'}},{'at':'2026-01-01T08:00:00Z','geo':{'country':'CN'}}]}", "sessions.countries_in_day=2" },
	{ "networks_in_a_day", "{'sessions':[{'at':'2026-01-01T08:00:00Z','ip':'8.8.8.8'},{'at':'2026-01-01T09:00:00Z','ip':'8.8.8.9'},{'at':'2026-01-01T10:00:00Z','ip':'89.104.47.1'},{'at':'2026-01-03T10:00:00Z','ip':'95.94.16.1'}]}",
	  "sessions.networks_in_day=2; sessions.countries_in_day=2" },
	{ "networks_over_days", "{'sessions':[{'at':'2026-01-01T08:00:00Z','ip':'8.8.8.8'},{'at':'2026-01-02T08:00:00Z','ip':'89.104.47.1'},{'at':'2026-01-03T08:00:00Z','ip':'95.94.16.1'}]}", "sessions.networks_in_day=1" },
	{ "networks_of_a_window_in_the_middle", "{'sessions':[{'at':'2026-01-01T08:00:00Z','ip':'8.8.8.8'},{'at':'2026-01-05T08:00:00Z','ip':'89.104.47.1'},{'at':'2026-01-05T18:00:00Z','ip':'95.94.16.1'},{'at':'2026-01-06T07:00:00Z','ip':'184.198.63.0'},{'at':'2026-01-09T08:00:00Z','ip':'8.8.8.8'}]}", "sessions.networks_in_day=3; sessions.countries_in_day=3" },
	{ "networks_of_few_sessions", "{'sessions':[{'at':'2026-01-01T00:00:00Z','ip':'8.8.8.8'},{'at':'2026-01-01T01:00:00Z','ip':'89.104.47.1'},{'at':'2026-01-01T02:00:00Z','ip':'8.8.8.9'},{'at':'2026-01-01T03:00:00Z','ip':'95.94.16.1'},{'at':'2026-01-01T04:00:00Z','ip':'8.8.8.8'},{'at':'2026-01-01T05:00:00Z','ip':'89.104.47.1'},{'at':'2026-01-01T06:00:00Z','ip':'8.8.8.9'},{'at':'2026-01-01T07:00:00Z','ip':'95.94.16.1'}]}",
	  "sessions.networks_in_day=3; sessions.countries_in_day=3" },
	{ "networks_of_many_sessions", "{'sessions':[{'at':'2026-01-01T00:00:00Z','ip':'8.8.8.8'},{'at':'2026-01-01T01:00:00Z','ip':'89.104.47.1'},{'at':'2026-01-01T02:00:00Z','ip':'8.8.8.9'},{'at':'2026-01-01T03:00:00Z','ip':'95.94.16.1'},{'at':'2026-01-01T04:00:00Z','ip':'8.8.8.8'},{'at':'2026-01-01T05:00:00Z','ip':'89.104.47.1'},{'at':'2026-01-01T06:00:00Z','ip':'8.8.8.9'},{'at':'2026-01-01T07:00:00Z','ip':'95.94.16.1'},{'at':'2026-01-01T08:00:00Z','ip':'8.8.8.8'}]}",
	  "sessions.networks_in_day=3; sessions.countries_in_day=3" },
	{ "networks_of_a_day_to_the_second", "{'sessions':[{'at':'2026-01-01T08:00:00Z','ip':'8.8.8.8'},{'at':'2026-01-02T08:00:00Z','ip':'89.104.47.1'},{'at':'2026-01-02T07:59:59Z','ip':'8.8.8.9'},{'at':'2026-01-03T07:00:00Z','ip':'8.8.9.9'}]}", "sessions.networks_in_day=3" },
	{ "networks_of_ipv6", "{'sessions':[{'at':'2026-01-01T08:00:00Z','ip':'2a00:1::1'},{'at':'2026-01-01T09:00:00Z','ip':'2a00:1:0:5::1'},{'at':'2026-01-01T10:00:00Z','ip':'2a00:1:1::1'}]}", "sessions.networks_in_day=2" },
	/* --- contact --- */
	{ "toll_free_number", "{'phones':[{'number':'+1 888 555 0100'}]}", "phones.0.number.toll_free=true; phones.0.number.voip=-" },
	{ "universal_freephone", "{'phones':[{'number':'+800 1234 5678'}]}", "phones.0.number.toll_free=true" },
	{ "ordinary_number", "{'phones':[{'number':'+1 215 555 4171'}]}", "phones.0.number.toll_free=false; phones.0.number.voip=-" },
	{ "voip_number_of_a_plan", "{'phones':[{'number':'+81 50 1234 5678'}]}", "phones.0.number.voip=true" },
	{ "mobile_number_where_voip_has_its_own", "{'phones':[{'number':'+81 90 1234 5678'}]}", "phones.0.number.voip=false" },
	{ "voip_number_of_britain", "{'phones':[{'number':'+44 56 0012 3456'}]}", "phones.0.number.voip=true" },
	{ "area_code_of_the_claimed_state", "{'location':{'country':'US','region':'PA'},'phones':[{'number':'+12155554171'}]}", "phones.0.number.region_agrees=true" },
	{ "area_code_of_another_state", "{'location':{'country':'US','region':'CA'},'phones':[{'number':'+12155554171'}]}", "phones.0.number.region_agrees=false" },
	{ "state_written_out_is_not_compared", "{'location':{'country':'US','region':'California'},'phones':[{'number':'+12155554171'}]}", "phones.0.number.region_agrees=-" },
	{ "area_code_of_another_country", "{'location':{'country':'CA','region':'ON'},'phones':[{'number':'+12155554171'}]}", "phones.0.number.region_agrees=-; phones.0.number.agrees=false" },
	{ "role_mailbox", "{'emails':[{'address':'Info@acme.example'}]}", "emails.0.address.role=true" },
	{ "personal_mailbox", "{'emails':[{'address':'ann.info@acme.example'}]}", "emails.0.address.role=false" },
	{ "mailbox_of_the_employer", MAIL("https://www.northwind.com/jobs", "a@mail.northwind.com"), "emails.0.address.imitates=false; emails.0.address.imitated=-" },
	{ "mailbox_that_imitates_by_a_letter", MAIL("https://northwind.com", "a@northwlnd.com"), "emails.0.address.imitates=true; emails.0.address.imitated='northwind.com'" },
	{ "mailbox_that_imitates_by_a_pair", MAIL("https://meridian.com", "a@rneridian.com"), "emails.0.address.imitates=true" },
	{ "mailbox_that_imitates_by_a_swap", MAIL("https://northwind.com", "a@norhtwind.com"), "emails.0.address.imitates=true" },
	{ "mailbox_that_imitates_in_punycode", MAIL("https://apple.com", "a@xn--80ak6aa92e.com"), "emails.0.address.imitates=true" },
	{ "free_mailbox_imitates_nobody", MAIL("https://gmall.com", "a@gmail.com"), "emails.0.address.imitates=-" },
	{ "another_ending_is_no_imitation", MAIL("https://northwind.com", "a@northwind.de"), "emails.0.address.imitates=false" },
	{ "no_employer_known", "{'emails':[{'address':'a@northwlnd.com'}]}", "emails.0.address.imitates=-" },
	{ "referee_who_imitates", "{'resume':{'work':[{'url':'northwind.com'}],'references':[{'email':'b@nortwind.com'}]}}", "resume.references.0.email.imitates=true; resume.references.0.email.imitated='northwind.com'" },
	{ "referee_of_the_employer", "{'resume':{'work':[{'url':'northwind.com'}],'references':[{'email':'b@northwind.com'}]}}", "resume.references.0.email.imitates=false" },
	/* --- documents --- */
	{ "document_in_order", DOC("2026-05-01", "'issued_at':'2020-01-01','expires_at':'2030-01-01','birth_date':'1990-02-03'"),
	  "documents.0.issued_at.after_expiry=false; documents.0.issued_at.in_future=false; documents.0.expires_at.passed=false; documents.0.issued_at.before_birth=false; documents.0.birth_date.agrees=-" },
	{ "document_issued_after_it_expires", DOC("2026-05-01", "'issued_at':'2025-03-01','expires_at':'2024-03-01'"), "documents.0.issued_at.after_expiry=true; documents.0.expires_at.passed=true" },
	{ "document_of_the_future", DOC("2026-05-01", "'issued_at':'2026-05-02'"), "documents.0.issued_at.in_future=true" },
	{ "document_of_the_same_day", DOC("2026-05-01T10:00:00Z", "'issued_at':'2026-05-01'"), "documents.0.issued_at.in_future=false" },
	{ "document_of_the_same_year", DOC("2026-05-01", "'issued_at':'2026','expires_at':'2026'"), "documents.0.issued_at.in_future=false; documents.0.expires_at.passed=false" },
	{ "document_of_the_same_month", DOC("2026-05-01", "'issued_at':'2026-05','expires_at':'2026-05'"), "documents.0.issued_at.in_future=false; documents.0.expires_at.passed=false" },
	{ "document_of_next_year", DOC("2026-05-01", "'issued_at':'2027'"), "documents.0.issued_at.in_future=true" },
	{ "document_that_expired_last_month", DOC("2026-05-01", "'expires_at':'2026-04'"), "documents.0.expires_at.passed=true" },
	{ "document_older_than_its_holder", DOC("2026-05-01", "'issued_at':'1989','birth_date':'1990-02-03'"), "documents.0.issued_at.before_birth=true" },
	{ "without_the_application_no_future", "{'documents':[{'issued_at':'2099','expires_at':'2001'}]}", "documents.0.issued_at.in_future=-; documents.0.expires_at.passed=-; documents.0.issued_at.after_expiry=true" },
	{ "unreadable_date", DOC("2026-05-01", "'issued_at':'soon'"), "documents.0.issued_at.in_future=-" },
	{ "birth_dates_agree", "{'birth_date':'1990-02-03','documents':[{'birth_date':'1990-02-03'},{'birth_date':'1990'}]}", "documents.0.birth_date.agrees=true; documents.1.birth_date.agrees=true" },
	{ "birth_dates_differ", "{'documents':[{'birth_date':'1990-02-03'},{'birth_date':'1991-02-03'},{'kind':'x'}]}", "documents.0.birth_date.agrees=false; documents.1.birth_date.agrees=false; documents.2.birth_date.agrees=-" },
	{ "birth_date_given_differs", "{'birth_date':'1990-03-02','documents':[{'birth_date':'1990-02-03'}]}", "documents.0.birth_date.agrees=false" },
	{ "one_birth_date_is_not_compared", "{'documents':[{'birth_date':'1990-02-03'},{'kind':'x'}]}", "documents.0.birth_date.agrees=-" },
	{ "birth_month_against_its_days", "{'documents':[{'birth_date':'1990-02'},{'birth_date':'1990-02-03'},{'birth_date':'1990-02-04'}]}", "documents.0.birth_date.agrees=true; documents.1.birth_date.agrees=false; documents.2.birth_date.agrees=false" },
	{ "birth_month_against_another_month", "{'documents':[{'birth_date':'1990-02'},{'birth_date':'1990'},{'birth_date':'1990-03-04'}]}", "documents.0.birth_date.agrees=false; documents.1.birth_date.agrees=true; documents.2.birth_date.agrees=false" },
	{ "one_image_two_kinds_of_three", "{'documents':[{'kind':'passport','image_sha256':'AB'},{'kind':'degree','image_sha256':'cd'},{'kind':'degree','image_sha256':'ab'}]}", "documents.0.image_sha256.of_other_kind=true; documents.1.image_sha256.of_other_kind=false; documents.2.image_sha256.of_other_kind=true" },
	{ "one_image_two_kinds", "{'documents':[{'kind':'passport','image_sha256':'AB'},{'kind':'degree','image_sha256':'ab'}]}", "documents.0.image_sha256.of_other_kind=true; documents.1.image_sha256.of_other_kind=true" },
	{ "one_image_one_kind_twice", "{'documents':[{'kind':'passport','image_sha256':'ab'},{'kind':'passport','image_sha256':'ab'}]}", "documents.0.image_sha256.of_other_kind=false" },
	{ "one_image_alone", "{'documents':[{'kind':'passport','image_sha256':'ab'}]}", "documents.0.image_sha256.of_other_kind=-" },
	{ "taken_together", "{'documents':[{'camera':'c','taken_at':'2026-01-01T08:00:00Z'},{'camera':'c','taken_at':'2026-01-01T08:00:40Z'}]}", "documents.0.taken_at.with_another=true; documents.1.taken_at.with_another=true" },
	{ "taken_together_in_any_order", "{'documents':[{'camera':'c','taken_at':'2026-01-01T08:00:50Z'},{'camera':'c','taken_at':'2026-01-01T09:00:00Z'},{'camera':'c'},{'camera':'c','taken_at':'2026-01-01T08:00:00Z'}]}", "documents.0.taken_at.with_another=true; documents.1.taken_at.with_another=false; documents.2.taken_at.with_another=-; documents.3.taken_at.with_another=true" },
	{ "taken_by_two_cameras", "{'documents':[{'camera':'c','taken_at':'2026-01-01T08:00:00Z'},{'camera':'d','taken_at':'2026-01-01T08:00:40Z'}]}", "documents.0.taken_at.with_another=false" },
	{ "taken_an_hour_apart", "{'documents':[{'camera':'c','taken_at':'2026-01-01T08:00:00Z'},{'camera':'c','taken_at':'2026-01-01T09:00:40Z'}]}", "documents.0.taken_at.with_another=false" },
	{ "taken_on_a_day", "{'documents':[{'camera':'c','taken_at':'2026-01-01'},{'camera':'c','taken_at':'2026-01-01'}]}", "documents.0.taken_at.with_another=-" },
	{ "document_of_the_claimed_town", "{" LIVES("'documents':[{'address':'12 Elm St, Buffalo, NY'}]") "}", "documents.0.address.agrees=true" },
	{ "document_of_another_town", "{" LIVES("'documents':[{'address':'12 Elm St, Macon, GA'}]") "}", "documents.0.address.agrees=false" },
	{ "document_with_a_country_only", "{" LIVES("'documents':[{'address':'US'}]") "}", "documents.0.address.agrees=-" },
	{ "sent_to_a_town_without_its_marks", "{'location':{'city':'S\xC3\xA3o Paulo'},'devices':[{'shipped_to':'Sao Paulo, BR'}]}", "devices.0.shipped_to.agrees=true" },
	{ "sent_to_a_town_in_another_script", "{'location':{'city':'\xE5\x8C\x97\xE4\xBA\xAC'},'devices':[{'shipped_to':'Beijing, CN'}]}", "devices.0.shipped_to.agrees=-" },
	{ "home_town_in_another_script", "{'addresses':[{'kind':'home','city':'\xE5\x8C\x97\xE4\xBA\xAC'},{'kind':'shipping','city':'Beijing'}]}", "addresses.1.city.agrees_home=-" },
	{ "document_by_postcode", "{'addresses':[{'postal_code':'14201'}],'documents':[{'address':'Elm Street 12, 14201'}]}", "documents.0.address.agrees=true" },
	{ "document_without_a_claim", "{'documents':[{'address':'12 Elm St, Macon, GA'}]}", "documents.0.address.agrees=-" },
	/* --- addresses, delivery, changes --- */
	{ "same_line_in_other_words", SHIP("'line1':'12 North Elm Street'", "'line1':'12 N. Elm St.'"), "addresses.1.line1.agrees_home=true; addresses.1.line1.normal='12 n elm st'; addresses.0.line1.agrees_home=-" },
	{ "another_line", SHIP("'line1':'12 North Elm Street','city':'Ames'", "'line1':'13 N Elm St','city':'AMES'"), "addresses.1.line1.agrees_home=false; addresses.1.city.agrees_home=true" },
	{ "another_country", SHIP("'country':'US'", "'country':'HK'"), "addresses.1.country.agrees_home=false; addresses.1.line1.agrees_home=-" },
	{ "no_home_no_agreement", "{'addresses':[{'kind':'shipping','line1':'1 A St','country':'US'}]}", "addresses.0.line1.agrees_home=-; addresses.0.line1.mail_drop=false" },
	{ "private_mailbox", SHIP("'line1':'1 A St'", "'line1':'548 Market St PMB 1234'"), "addresses.1.line1.mail_drop=true; addresses.1.line1.drop_kind='private_box'; addresses.0.line1.mail_drop=false; addresses.0.line1.drop_kind=-" },
	{ "post_office_box", SHIP("'line1':'1 A St'", "'line1':'P.O. Box 77'"), "addresses.1.line1.drop_kind='po_box'" },
	{ "forwarder_in_the_second_line", SHIP("'line1':'1 A St'", "'line1':'4 B Ave','line2':'Shipito #99'"), "addresses.1.line1.drop_kind='forwarder'" },
	{ "unverified_street_is_no_sign", SHIP("'line1':'1 A St'", "'line1':'30 N Gould St'"), "addresses.1.line1.mail_drop=false" },
	{ "laptop_sent_home", "{" LIVES("'devices':[{'shipped_to':'Buffalo, NY, US'}]") "}", "devices.0.shipped_to.agrees=true" },
	{ "laptop_sent_to_the_delivery_address", "{" LIVES("'addresses':[{'kind':'shipping','city':'Macon'}],'devices':[{'shipped_to':'Macon, GA'}]") "}", "devices.0.shipped_to.agrees=true" },
	{ "laptop_sent_elsewhere", "{" LIVES("'devices':[{'shipped_to':'Bowie, MD, US'}]") "}", "devices.0.shipped_to.agrees=false" },
	{ "laptop_sent_to_a_word", "{" LIVES("'devices':[{'shipped_to':'office'}]") "}", "devices.0.shipped_to.agrees=-" },
	{ "holders_two_spellings", HOLDERS("{'kind':'bank','holder':'Ann B. Lee'},{'kind':'bank','holder':'LEE, ANN'}"), "payment.accounts.holders=1" },
	{ "holders_a_name_by_marriage", HOLDERS("{'kind':'bank','holder':'Ann Lee'},{'kind':'bank','holder':'Ann Smith'}"), "payment.accounts.holders=1" },
	{ "holders_of_two_names", HOLDERS("{'kind':'bank','holder':'Ann Lee'},{'kind':'bank','holder':'Bo Smith'}"), "payment.accounts.holders=2" },
	{ "holders_each_with_each", HOLDERS("{'kind':'bank','holder':'Ann Lee'},{'kind':'bank','holder':'Bo Smith'},{'kind':'bank','holder':'Ann Smith'}"),
	  "payment.accounts.holders=2" },
	{ "holders_of_a_platform_are_not_counted", HOLDERS("{'kind':'bank','holder':'Ann Lee'},{'kind':'platform','holder':'Bo Smith'}"), "payment.accounts.holders=1" },
	{ "holders_of_none", HOLDERS("{'kind':'bank'},{'holder':7},'x'"), "payment.accounts.holders=-" },
	{ "change_near_the_hire", "{'sessions':[{'at':'2026-03-01T08:00:00Z','event':'onboard'}],'changes':[{'at':'2026-02-20','field':'addresses[0].line1'}]}", "changes.0.at.just_hired=true; changes.0.field.topic='address'; changes.0.at.before_device=-" },
	{ "change_long_after_the_hire", "{'sessions':[{'at':'2026-03-01T08:00:00Z','event':'work'}],'changes':[{'at':'2026-08-20','field':'bank'}]}", "changes.0.at.just_hired=false; changes.0.field.topic='payee'" },
	{ "change_without_a_hire", "{'sessions':[{'at':'2026-03-01T08:00:00Z','event':'apply'}],'changes':[{'at':'2026-03-02','field':'Phone'}]}", "changes.0.at.just_hired=-; changes.0.field.topic='phone'" },
	{ "change_before_the_laptop", "{'devices':[{'enrolled_at':'2026-03-10'}],'changes':[{'at':'2026-03-02','field':'shipping address'},{'at':'2026-03-12','field':'email address'}]}", "changes.0.at.before_device=true; changes.0.field.topic='delivery'; changes.1.at.before_device=false; changes.1.field.topic='mailbox'" },
	{ "change_of_fields_with_joined_words", "{'changes':[{'field':'bankAccount'},{'field':'homeAddress'},{'field':'EMBANKMENT'},{'field':'username'},{'field':'telephone'}]}",
	  "changes.0.field.topic='payee'; changes.1.field.topic='address'; changes.2.field.topic=-; changes.3.field.topic=-; changes.4.field.topic='phone'" },
	{ "change_of_something_else", "{'changes':[{'at':'2026-03-02','field':'colour'},{'field':'payment.accounts'},'x']}", "changes.0.field.topic=-; changes.1.field.topic='payee'" },
	/* --- wrong shapes --- */
	{ "wrong_shapes", "{'sessions':[{'ip':7,'geo':'x','until':[],'at':{}}],'documents':[1,null],'addresses':'x','changes':{},'devices':[[]],'activity':[1,{}],'code':{'commits':'x'},'location':'x'}", "sessions.0.ip.country=-" },
};

/* The member of @n at @path: the longest key that @path begins with is entered first, so facts are found by their name. */
static const struct node *walk(const struct node *n, struct str path)
{
	int64_t index;

	if (!path.len || !n)
		return n;
	if (n->type == NODE_LIST) {
		struct str rest, first = str_split(path, '.', &rest);
		const struct node *c = str_number(first, 0, 1000, &index) ? n->child : NULL;
		for (; c && index; index--)
			c = c->next;
		return walk(c, rest);
	}
	for (size_t len = path.len; len; len--) {
		if (len < path.len && path.ptr[len] != '.')
			continue;
		const struct node *c = n->type == NODE_MAP ? node_get_str(n, str_of(path.ptr, len)) : NULL;
		const struct node *found = c ? walk(c, len < path.len ? str_of(path.ptr + len + 1, path.len - len - 1)
		    : str_of(NULL, 0)) : NULL;
		if (found)
			return found;
	}
	return NULL;
}

static void check_fact(const struct node *root, struct str path, struct str want)
{
	struct buf got = buf_make(1 << 12);
	struct json j = json_make(&got);
	const struct node *n = walk(root, path);
	char text[256];

	if (n)
		json_node(&j, NULL, n);
	else
		buf_put(&got, STR_LIT("-"));
	snprintf(text, sizeof(text), "%.*s", STR_ARG(want));
	for (char *p = text; *p; p++)
		*p = *p == '\'' ? '"' : *p;
	snprintf(text + strlen(text) + 1, sizeof(text) - strlen(text) - 1, "%.*s", STR_ARG(path));
	test_text(buf_str(&got), str_from(text), __FILE__, __LINE__, text + strlen(text) + 1);
	buf_clear(&got);
}

static void check_row(const struct enrich_plan *p, const struct row *row)
{
	struct json_reader *r = json_reader_new(64, NULL);
	struct arena a = arena_make(0);
	size_t len = strlen(row->record);
	char *text = arena_zero(&a, 1, len + JSON_PADDING);
	struct record record = { .root = NULL };
	struct err e = { 0 };

	for (size_t i = 0; i < len; i++)
		text[i] = row->record[i] == '\'' ? '"' : row->record[i];
	test_case(row->name);
	if (CHECK(json_read(r, str_of(text, len), &a, &record.root, &e)) && CHECK(enrich_record(p, &record, &a)))
		for (struct str rest = str_from(row->want); rest.len;) {
			struct str want, path = str_split(str_split(rest, ';', &rest), '=', &want);
			check_fact(record.root, str_trim(path), str_trim(want));
		}
	arena_clear(&a);
	json_reader_free(r);
}

static void plans(void)
{
	static const struct { const char *pattern, *digits; bool matches; } table[] = {
		{ "12", "12", true }, { "12", "1", false }, { "12", "123", false }, { "1D", "19", true }, { "1D", "1", false },
		{ "D{3}", "123", true }, { "D{3}", "12", false }, { "D{2,4}", "123", true }, { "D{2,4}", "12345", false },
		{ "[2-4]", "3", true }, { "[2-4]", "5", false }, { "[02-4]9", "09", true }, { "[02-4]9", "19", false },
		{ "1(2|34)5", "125", true }, { "1(2|34)5", "1345", true }, { "1(2|34)5", "135", false }, { "1(2|34)?5", "15", true },
		{ "12?3", "13", true }, { "12?3", "123", true }, { "12?3", "1223", false }, { "1|23", "23", true }, { "1|23", "13", false },
		{ "5(0[1-9]|17|[79]D)D{2,10}|7[28]0D{6,10}", "50112", true }, { "5(0[1-9]|17|[79]D)D{2,10}|7[28]0D{6,10}", "720123456", true },
		{ "5(0[1-9]|17|[79]D)D{2,10}|7[28]0D{6,10}", "50012", false }, { "(1(2|3)){1}", "12", false }, { "", "", true }, { "", "1", false },
	};

	static const unsigned codes[] = {
#define VOIP(country, code, pattern) code,
#include "list/voip.list"
#undef VOIP
	};

	test_case("the rows are searched by halves");
	for (size_t i = 1; i < COUNT(codes); i++)
		CHECK(codes[i - 1] <= codes[i]);
	for (size_t i = 0; i < COUNT(table); i++) {
		test_case(table[i].pattern);
		CHECK(plan_matches(str_from(table[i].pattern), str_from(table[i].digits)) == table[i].matches);
	}
}

static void lookalikes(void)
{
	static const struct { const char *domain, *other; bool looks; } table[] = {
		{ "example.com", "example.com", false }, { "examp1e.com", "example.com", true }, { "exarnple.com", "example.com", true },
		{ "examplle.com", "example.com", true }, { "exmple.com", "example.com", true }, { "exapmle.com", "example.com", true },
		{ "eksempel.com", "example.com", false }, { "example.net", "example.com", false }, { "examples.net", "example.com", false },
		{ "acme.com", "acne.com", false }, { "delta.com", "delte.com", false }, { "studio55.com", "studio54.com", false },
		{ "internationalbuslness.com", "internationalbusiness.com", true }, { "internationelbusinees.com", "internationalbusiness.com", true },
		{ "intarnationelbusinees.com", "internationalbusiness.com", false }, { "g00dfirm.com", "goodfirm.com", true },
		{ "\xD0\xB0pple.com", "apple.com", true }, { "xn--pple-43d.com", "apple.com", true }, { "m\xC3\xBCnchen.de", "munchen.de", true },
		{ "xn--mnchen-3ya.de", "munchen.de", true }, { "vvidget.com", "widget.com", true }, { "xn--.com", "example.com", false },
		{ "", "example.com", false }, { "\xE4\xBD\xA0.com", "\xE5\xA5\xBD.com", false },
	};
	static const struct { const char *label, *want; } codes[] = {
		{ "mnchen-3ya", "m\xC3\xBCnchen" }, { "80ak6aa92e", "\xD0\xB0\xD1\x80\xD1\x80\xD3\x8F\xD0\xB5" }, { "pple-43d", "\xD0\xB0pple" },
		{ "ihqwcrb4cv8a8dqg056pqjye", "\xE4\xBB\x96\xE4\xBB\xAC\xE4\xB8\xBA\xE4\xBB\x80\xE4\xB9\x88\xE4\xB8\x8D\xE8\xAF\xB4\xE4\xB8\xAD\xE6\x96\x87" },
		{ "", NULL }, { "99999999", NULL }, { "a-\xC3", NULL }, { "zzzzzzzzzzzzzzzzzzzzzzzz", NULL },
	};
	char out[512];

	for (size_t i = 0; i < COUNT(table); i++) {
		test_case(table[i].domain);
		CHECK(looks_like(str_from(table[i].domain), str_from(table[i].other)) == table[i].looks);
	}
	for (size_t i = 0; i < COUNT(codes); i++) {
		test_case(codes[i].label);
		struct str got = punycode_read(str_from(codes[i].label), out, sizeof(out));
		if (codes[i].want)
			CHECK_STR(got, codes[i].want);
		else
			CHECK(!got.ptr);
	}
}

static void places(void)
{
	static const struct { const char *in, *normal, *drop; } table[] = {
		{ "12 North Elm Street, Apartment 4", "12 n elm st apt 4", NULL }, { "12 N. Elm St. #4", "12 n elm st 4", NULL }, { "", NULL, NULL },
		{ " ,.- ", NULL, NULL }, { "P.O. Box 12", "po box 12", "po_box" }, { "PO Box", "po box", NULL }, { "p o box 9", "p o box 9", "po_box" },
		{ "1 A St, PMB #12", "1 a st pmb 12", "private_box" }, { "PMB Street 1", "pmb st 1", NULL }, { "c/o Ann Lee, 1 A St", "c o ann lee 1 a st", "care_of" },
		{ "The UPS Store, 1 A St", "the ups store 1 a st", "shop" }, { "iPostal1 #12", "ipostal1 12", "virtual_mailbox" },
		{ "1 A St, Planet Express, PMB 3", "1 a st planet express pmb 3", "forwarder" }, { "12 Box Elder Road", "12 box elder rd", NULL },
		{ "O'Hara Lane 3", "ohara ln 3", NULL }, { "\xC3\x9C" "berstra\xC3\x9F" "e 3", "uberstrasse 3", NULL }, { "1 Shipitoville Rd", "1 shipitoville rd", NULL },
		{ "P.O. Box No. 12", "po box 12", "po_box" }, { "No. 5", "5", NULL }, { "Stra\xC3\x9F" "e 3", "st 3", NULL }, { "Flat 2, 9 The Road", "apt 2 9 the rd", NULL },
		{ "\xE4\xB8\xAD\xE5\xB1\xB1\xE8\xB7\xAF 12", "\xE4\xB8\xAD\xE5\xB1\xB1\xE8\xB7\xAF 12", NULL },
	};
	char out[POSTAL_MAX];

	for (size_t i = 0; i < COUNT(table); i++) {
		test_case(table[i].in);
		struct str normal = postal_form(str_from(table[i].in), out);
		CHECK(!normal.ptr == !table[i].normal);
		if (!normal.ptr || !table[i].normal)
			continue;
		CHECK_STR(normal, table[i].normal);
		const char *drop = drop_name(place_drop(normal));
		CHECK_STR(str_from(drop ? drop : "none"), table[i].drop ? table[i].drop : "none");
	}
}

/* "av" becomes "ave": the form of a line may be longer than the line. */
static void check_long_line(void)
{
	char in[POSTAL_MAX], out[2 * POSTAL_MAX];

	memset(out, '!', sizeof(out));
	for (size_t i = 0; i < sizeof(in); i++)
		in[i] = "av "[i % 3];
	test_case("a_line_whose_form_is_too_long");
	CHECK(!postal_form(str_of(in, sizeof(in) - 1), out).ptr && out[POSTAL_MAX] == '!');
	CHECK(postal_form(str_of(in, 383), out).len == 511 && out[POSTAL_MAX] == '!');
}

void test_facts(void)
{
	struct lists *l = lists_open("", str_of(NULL, 0), NULL);
	struct enrich_plan *p = l ? enrich_plan_new(l, NULL, NULL) : NULL;

	setenv("CANDOR_GEOIP_DIR", test_file("geoip"), true);
	struct geo *g = geo_open(NULL, 0, NULL);
	if (CHECK(p && g)) {
		enrich_plan_use_geo(p, g);
		for (size_t i = 0; i < COUNT(rows); i++)
			check_row(p, &rows[i]);
	}
	plans();
	lookalikes();
	places();
	check_long_line();
	enrich_plan_free(p);
	geo_close(g);
	lists_close(l);
}
