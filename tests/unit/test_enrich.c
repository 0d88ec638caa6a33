#include "enrich/enrich.h"

#include "base/buf.h"
#include "base/json_read.h"
#include "base/json_write.h"
#include "enrich/fact.h"
#include "list/company.h"
#include "list/list.h"
#include "record/field.h"
#include "unit/test.h"

#include <stdio.h>

/* What programs without any of our names come to, beside remote tools and VPNs. */
#define SOFTWARE_NONE "'software.dprk_clients':[],'software.kvms':[],'software.activity_tools':[],'software.assistants':[]"

#define SENTINEL "SentinelLabs, 2024-11-21, https://www.sentinelone.com/labs/dprk-it-workers-a-network-of-active-front-companies-and-their-links-to-china/"
#define CHOLLIMA "Chollima Group, 2025, https://chollima-group.io/posts/insights-from-internal-dprk-chat-logs/"
#define OFAC "US Treasury OFAC, 2024-07, https://sanctionssearch.ofac.treas.gov/Details.aspx?id=28263"
#define INDICTMENT "US DOJ (E.D. Mo.), 2024-12-12, https://www.justice.gov/archives/opa/pr/fourteen-north-korean-nationals-indicted-carrying-out-multi-year-fraudulent-information"

/* A record, the path of an element of it, and the facts that are wanted there, as JSON. */
struct row { const char *name, *record, *want; };

/* With the company's file: also what it explains, as check_explained() has it. */
struct company_row { struct row row; const char *explained; };

static const struct row table[] = {
	{ "address_in_documentation_is_special", "{'sessions':[{'ip':'192.0.2.1:443'}]}",
	  "{'ip.address':'192.0.2.1','ip.judgement':'special','ip.special':true,'ip.dprk':false,'ip.reported':false,"
	  "'ip.lists':['special-networks']}" },
	{ "a_check_that_passed", "{'verifications':[{'code':'in-person','result':'passed'}]}", "{'verifications.passed':['in-person']}" },
	{ "a_check_that_failed", "{'verifications':[{'code':'in-person','result':'failed'},{'code':'right-to-work','result':'passed'}]}",
	  "{'verifications.passed':['right-to-work'],'verifications.failed':['in-person']}" },
	{ "the_last_check_of_a_kind_says", "{'verifications':[{'code':'in-person','result':'passed','at':'2026-02-01T00:00:00Z'},"
	  "{'code':'in-person','result':'failed','at':'2026-01-01T00:00:00Z'}]}", "{'verifications.passed':['in-person']}" },
	{ "without_a_time_the_order_says", "{'verifications':[{'code':'in-person','result':'passed'},"
	  "{'code':'in-person','result':'failed'}]}", "{'verifications.failed':['in-person']}" },
	{ "a_check_without_a_result_says_nothing", "{'verifications':[{'code':'in-person'},{'code':'in-person','result':'open'}]}", "{}" },
	{ "a_check_of_no_known_kind_says_nothing", "{'verifications':[{'code':'horoscope','result':'failed'}]}", "{}" },
	{ "address_of_the_dprk", "{'sessions':[{'ip':'::ffff:175.45.176.9'}]}",
	  "{'ip.address':'175.45.176.9','ip.judgement':'dprk','ip.special':false,'ip.dprk':true,'ip.reported':false,"
	  "'ip.label':'dprk-allocated','ip.lists':['dprk-networks']}" },
	{ "unverified_range_carries_no_weight", "{'sessions':[{'ip':'80.237.84.1'}]}",
	  "{'ip.address':'80.237.84.1','ip.judgement':'none','ip.special':false,'ip.dprk':false,'ip.reported':false}" },
	{ "no_address_no_fact", "{'sessions':[{'ip':'home'}]}", "{}" },
	{ "webrtc", "{'sessions':[{'webrtc_ip':'111.197.183.74'}]}",
	  "{'webrtc_ip.address':'111.197.183.74','webrtc_ip.judgement':'reported','webrtc_ip.dprk':false,"
	  "'webrtc_ip.reported':true,'webrtc_ip.label':'dprk-itw-origin'}" },
	{ "clocks_agree", "{'location':{'time_zone':'America/New_York'},'sessions':[{'at':'2026-07-01T12:00:00Z',"
	  "'time_zone':'America/Toronto'}]}", "{'time_zone.offset':-240,'time_zone.claimed_offset':-240,'time_zone.agrees':true}" },
	{ "clocks_disagree", "{'location':{'time_zone':'America/New_York'},'sessions':[{'at':'2026-07-01T12:00:00Z',"
	  "'time_zone':'Asia/Shanghai'}]}", "{'time_zone.offset':480,'time_zone.claimed_offset':-240,'time_zone.agrees':false}" },
	{ "clock_of_the_application", "{'applied_at':'2026-01-01T12:00:00Z','sessions':[{'time_zone':'Europe/Berlin'}]}",
	  "{'time_zone.offset':60}" },
	{ "unknown_zone_is_not_known", "{'applied_at':'2026-01-01T12:00:00Z','sessions':[{'time_zone':'Moon/Base'}]}", "{}" },
	{ "mailbox", "{'emails':[{'address':'J.Doe+jobs@GoogleMail.com'}]}",
	  "{'address.normal':'jdoe@gmail.com','address.domain':'googlemail.com','address.registrable':'googlemail.com',"
	  "'address.role':false,'address.relay':false,'address.free':true}" },
	{ "mail_relay", "{'emails':[{'address':'x@a.anonaddy.com'}]}",
	  "{'address.normal':'x@a.anonaddy.com','address.domain':'a.anonaddy.com','address.registrable':'anonaddy.com',"
	  "'address.role':false,'address.relay':true,'address.free':false}" },
	{ "published_mailbox", "{'emails':[{'address':'417136259@QQ.com'}]}",
	  "{'address.normal':'417136259@qq.com','address.domain':'qq.com','address.registrable':'qq.com',"
	  "'address.role':false,'address.relay':false,'address.free':true,'address.published':'high','address.published_in':'" OFAC "'}" },
	{ "published_domain", "{'emails':[{'address':'hr@mail.hopanatech.com'}]}",
	  "{'address.normal':'hr@mail.hopanatech.com','address.domain':'mail.hopanatech.com',"
	  "'address.registrable':'hopanatech.com','address.role':true,'address.relay':false,'address.free':false,'address.domain_published':'high',"
	  "'address.domain_published_in':'" SENTINEL "'}" },
	{ "no_mailbox_no_fact", "{'emails':[{'address':'nobody'}]}", "{}" },
	{ "phone_at_home", "{'location':{'country':'US'},'phones':[{'number':'(215) 555-4171'}]}",
	  "{'number.e164':'+12155554171','number.country':'US','number.region':'PA','number.agrees':true,'number.toll_free':false}" },
	{ "phone_of_shared_code", "{'location':{'country':'US'},'phones':[{'number':'+44 20 7946 0018'}]}",
	  "{'number.e164':'+442079460018','number.country':['GB','GG','IM','JE'],'number.agrees':false,'number.toll_free':false,'number.voip':false}" },
	{ "phone_without_country_is_unknown", "{'phones':[{'number':'215 555 4171'}]}", "{}" },
	{ "published_handle", "{'accounts':[{'site':'GitHub','handle':'@BatmanSt'}]}",
	  "{'handle.published':'medium','handle.published_in':'" CHOLLIMA "'}" },
	{ "handle_in_the_address", "{'accounts':[{'url':'https://github.com/batmanst?tab=x'}]}",
	  "{'handle.published':'medium','handle.published_in':'" CHOLLIMA "'}" },
	{ "handle_of_another_site", "{'accounts':[{'site':'linkedin','handle':'batmanst'}]}", "{}" },
	{ "link", "{'links':[{'url':'https://WWW.Example.co.uk/x'}]}",
	  "{'url.domain':'www.example.co.uk','url.registrable':'example.co.uk'}" },
	{ "link_to_a_front", "{'links':[{'url':'hopanatech.com/team'}]}",
	  "{'url.domain':'hopanatech.com','url.registrable':'hopanatech.com','url.published':'high','url.published_in':'" SENTINEL "'}" },
	{ "link_to_a_profile", "{'links':[{'url':'https://github.com/BatmanSt'}]}",
	  "{'url.domain':'github.com','url.registrable':'github.com','url.published':'medium','url.published_in':'" CHOLLIMA "'}" },
	{ "front_company", "{'resume':{'work':[{'employer':'HOPANATECH','url':'https://hopanatech.com'}]}}",
	  "{'employer.published':'high','employer.published_in':'" SENTINEL "','url.published':'high',"
	  "'url.published_in':'" SENTINEL "'}" },
	{ "designated_employer", "{'resume':{'work':[{'employer':'Tanchon Commercial Bank'}]}}",
	  "{'employer.sanctioned_entry':'UN KPe.003 TANCHON COMMERCIAL BANK (1718), listed 2009-04-24'}" },
	{ "employer_with_the_words_of_a_trade", "{'resume':{'work':[{'employer':'General Trading LLC'},{'employer':'Ho-Jin Yun'}]}}", "{}" },
	{ "agency_with_the_words_of_a_trade", "{'referral':{'agency':'General Trading LLC','employer_of_record':'First Bank'}}", "{}" },
	{ "agency_of_a_listed_persons_name", "{'referral':{'agency':'Ho-Jin Yun'}}", "{}" },
	{ "designated_agency", "{'referral':{'agency':'Volasys Silver-Star','employer_of_record':'Korea Mining Development Trading Corp.'}}",
	  "{'agency.published':'high','agency.published_in':'US Treasury OFAC, 2018-09-13, https://home.treasury.gov/news/press-releases/sm481',"
	  "'agency.sanctioned_entry':'OFAC 24978 VOLASYS SILVER STAR (DPRK3 DPRK4), list of 2026-08-20',"
	  "'employer_of_record.sanctioned_entry':'OFAC 9345 KOREA MINING DEVELOPMENT TRADING CORPORATION (NPWMD DPRK2), list of 2026-08-20'}" },
	{ "payee_of_a_listed_name", "{'payment':{'accounts':[{'holder':'YUN Ho Jin'}]}}",
	  "{'holder.sanctioned_entry':'OFAC 12218 YUN, Ho-Jin (NPWMD), list of 2026-08-20'}" },
	{ "payee_is_the_applicant", "{'name':'Ho-Jin Yun','payment':{'accounts':[{'holder':'Ho-Jin Yun'}]}}",
	  "{'holder.agrees':true,'name.sanctioned':'possible','name.sanctioned_entry':'OFAC 12218 YUN, Ho-Jin (NPWMD), list of 2026-08-20'}" },
	{ "ordinary_employer", "{'resume':{'work':[{'employer':'Violet Media'}]}}", "{}" },
	{ "reference", "{'resume':{'references':[{'email':'a@gmail.com'}]}}", "{'email.domain':'gmail.com','email.free':true}" },
	{ "commit", "{'code':{'commits':[{'author_email':'417136259@qq.com'}]}}", "{'author_email.published':'high','author_email.published_in':'" OFAC "','commits.author_emails':1}" },
	{ "designated_wallet", "{'payment':{'accounts':[{'address':'bitcoin:134r8iHv69xdT6p5qVKTsHrcUEuBVZAYak'}]}}",
	  "{'address.normal':'134r8iHv69xdT6p5qVKTsHrcUEuBVZAYak','address.sanctioned':true,"
	  "'address.sanctioned_entry':'OFAC 28263 TIAN, Yinyin (DPRK3 CYBER2), list of 2026-08-22'}" },
	{ "unknown_wallet", "{'payment':{'accounts':[{'address':'0x000000000000000000000000000000000000DEAD'}]}}",
	  "{'address.normal':'0x000000000000000000000000000000000000dead','address.sanctioned':false}" },
	{ "same_name_is_possible", "{'name':'Ho-Jin Yun'}", "{'name.sanctioned':'possible',"
	  "'name.sanctioned_entry':'OFAC 12218 YUN, Ho-Jin (NPWMD), list of 2026-08-20'}" },
	{ "birth_date_corroborates", "{'name':'Ho-Jin Yun','documents':[{'birth_date':'1944-10-13'}]}",
	  "{'name.sanctioned':'corroborated','name.sanctioned_entry':'OFAC 12218 YUN, Ho-Jin (NPWMD), list of 2026-08-20',"
	  "'name.sanctioned_by':['birth_date']}" },
	{ "other_birth_date", "{'name':'Ho-Jin Yun','birth_date':'1984-10-13'}", "{'name.sanctioned':'possible',"
	  "'name.sanctioned_entry':'OFAC 12218 YUN, Ho-Jin (NPWMD), list of 2026-08-20'}" },
	{ "year_does_not_corroborate", "{'name':'Ri Je Son','birth_date':'1938-01-01'}", "{'name.sanctioned':'possible',"
	  "'name.sanctioned_entry':'OFAC 12216 RI, Je-Son (NPWMD), list of 2026-08-20'}" },
	{ "name_on_a_document", "{'name':'Robert Johnson','documents':[{'kind':'id_card','name':'YUN Hojin'}]}", "{'name.agrees':false,"
	  "'name.sanctioned':'possible','name.sanctioned_entry':'OFAC 12218 YUN, Ho-Jin (NPWMD), list of 2026-08-20'}" },
	{ "name_with_a_letter_wrong", "{'name':'Romann Semenov'}", "{'name.sanctioned':'possible',"
	  "'name.sanctioned_entry':'OFAC 44718 SEMENOV, Roman (DPRK3), list of 2026-08-20'}" },
	{ "name_in_another_script", "{'name':'\xEC\x9C\xA4\xED\x98\xB8\xEC\xA7\x84'}", "{'name.sanctioned':'possible',"
	  "'name.sanctioned_entry':'OFAC 12218 YUN, Ho-Jin (NPWMD), list of 2026-08-20'}" },
	{ "two_of_three_syllables_are_another_name", "{'name':'Yun Ho Suk'}", "{}" },
	{ "indicted_person", "{'names_other':['Cho Chung-Pom']}", "{'name.published':'high',"
	  "'name.published_in':'" INDICTMENT "'}" },
	{ "ordinary_name", "{'name':'Robert Johnson'}", "{}" },
	{ "names_agree", "{'name':'Robert Johnson','names_other':['Bob Johnson','JOHNSON ROBERT'],'documents':[{'name':'Johnson, Robert T.'}],"
	  "'accounts':[{'site':'x','display_name':'R. Johnson','previous_names':['Rob Johnson']}],'resume':{'metadata':{'author':'robert'}},"
	  "'code':{'commits':[{'author_name':'Robert Johnson'},{'author_name':'Robert Johnson'}]},"
	  "'payment':{'accounts':[{'holder':'Robert & Mary Johnson'}]}}",
	  "{'name.agrees':true,'display_name.agrees':true,'previous_names.agree':true,'author.agrees':true,'author_name.agrees':true,"
	  "'author_name.agrees':true,'commits.author_names':1,'holder.agrees':true,'names_other.agree':true}" },
	{ "names_differ", "{'name':'Robert Johnson','names_other':['Bob Johnson','Michael Smith'],'documents':[{'name':'Michael Smith'}],"
	  "'accounts':[{'display_name':'Michael Smith'}],'resume':{'references':[{'name':'Michael Smith'}]},"
	  "'payment':{'accounts':[{'holder':'Michael Smith'}]}}",
	  "{'name.agrees':false,'display_name.agrees':false,'name.agrees':false,'holder.agrees':false,'names_other.agree':false}" },
	{ "names_that_tell_nothing", "{'name':'Robert Johnson','names_other':['Mary Johnson','neo'],'documents':[{'name':'Mary Johnson'}],"
	  "'accounts':[{'display_name':'mosswolf7438','previous_names':['neo']}],'resume':{'metadata':{'author':'Microsoft Office User'}},"
	  "'payment':{'accounts':[{'holder':'Blue Heron Consulting LLC'}]}}", "{}" },
	{ "no_name_no_agreement", "{'documents':[{'name':'Michael Smith'}],'names_other':['Robert Johnson']}", "{}" },
	{ "computer_with_remote_tools", "{'devices':[{'software':['Slack','TeamViewer_Service.exe','AnyDesk','AnyDesk Printer']}]}",
	  "{'software.remote_tools':['TeamViewer','AnyDesk'],'software.remote_tool_count':2,'software.remote_described':false,"
	  "'software.vpns':[]," SOFTWARE_NONE "}" },
	{ "tool_told_by_its_kind", "{'devices':[{'software':['remote access software']}]}",
	  "{'software.remote_tools':[],'software.remote_tool_count':0,'software.remote_described':true,'software.vpns':[]," SOFTWARE_NONE "}" },
	{ "tools_that_companies_install", "{'devices':[{'software':['AteraAgent']}]}",
	  "{'software.remote_tools':[],'software.remote_tool_count':0,'software.remote_described':false,'software.vpns':[]," SOFTWARE_NONE "}" },
	{ "ordinary_computer", "{'devices':[{'software':['Google Chrome','Docker Desktop','Zoom','1Password']}]}",
	  "{'software.remote_tools':[],'software.remote_tool_count':0,'software.remote_described':false,'software.vpns':[]," SOFTWARE_NONE "}" },
	{ "computer_without_a_list_of_programs", "{'devices':[{'id':'l','os':'macOS'}]}", "{}" },
	{ "programs_of_wrong_types", "{'devices':[{'software':[7,null,{'name':'AnyDesk'}]}]}",
	  "{'software.remote_tools':[],'software.remote_tool_count':0,'software.remote_described':false,'software.vpns':[]," SOFTWARE_NONE "}" },
	{ "programs_of_every_kind", "{'devices':[{'software':['Astrill VPN','NordVPN','OConnect 6.0.0','TinyPilot','Caffeine','Cluely']}]}",
	  "{'software.remote_tools':[],'software.remote_tool_count':0,'software.remote_described':false,"
	  "'software.vpns':['Astrill VPN','NordVPN'],'software.dprk_clients':['OConnect'],'software.kvms':['TinyPilot'],"
	  "'software.activity_tools':['Caffeine'],'software.assistants':['Cluely']}" },
	{ "usb", "{'devices':[{'usb':['PiKVM Composite Device','VID_534D&PID_2109','USB jiggler','webcam']}]}",
	  "{'usb.kvms':['PiKVM'],'usb.capture_cards':['MacroSilicon'],'usb.activity_tools':['Mouse Jiggler']}" },
	{ "usb_of_everybody", "{'devices':[{'usb':['webcam','1d6b:0104']}]}", "{'usb.kvms':[],'usb.capture_cards':[],'usb.activity_tools':[]}" },
	{ "extensions_and_sites", "{'devices':[{'browser_extensions':['AIApply','Grammarly'],'sites':['https://otp.ee/x','vdo.ninja','hotp.ee']}]}",
	  "{'browser_extensions.assistants':['AIApply'],'sites.code_relays':['otp.ee'],'sites.transfers':['vdo.ninja']}" },
	{ "camera", "{'interviews':[{'camera_name':'Guermok USB3 Video'}]}", "{'camera_name.capture_cards':['Guermok']}" },
	{ "ordinary_camera", "{'interviews':[{'camera_name':'FaceTime HD Camera'}]}", "{'camera_name.capture_cards':[]}" },
	{ "no_camera_no_fact", "{'interviews':[{'camera':'on'}]}", "{}" },
	{ "wrong_shapes", "{'sessions':'x','emails':[1,null],'resume':[],'payment':{'accounts':'y'},'name':7}", "{}" },
};

/* Is @path a fact of the registry, as it stands or as a list? */
static bool is_known_fact(const char *path)
{
	char list[260];

	snprintf(list, sizeof(list), "%s[]", path);
	for (size_t i = 0; i < field_count; i++)
		if (fields[i].is_fact && (strcmp(fields[i].path, path) == 0 || strcmp(fields[i].path, list) == 0))
			return true;
	return false;
}

/* All facts below @n, one after the other, and whether the registry has each at @path. */
static void collect(struct node *n, const char *path, struct json *j)
{
	char below[256];

	NODE_EACH(c, n) {
		if (c->flags & NODE_FACT && c->key) {
			struct str key = node_key(c);
			snprintf(below, sizeof(below), "%s%.*s", path, STR_ARG(key));
			if (!CHECK(is_known_fact(below)))
				test_case(below);
			json_key(j, key);
			json_node(j, NULL, c);
		} else if (node_is_container(c)) {
			snprintf(below, sizeof(below), "%s%.*s%s", path, STR_ARG(node_key(c)), n->type == NODE_LIST ? "" : c->type == NODE_LIST ? "[]." : ".");
			collect(c, below, j);
		}
	}
}

/* @want: "path=entry", the last one first, with blanks between. */
static void check_explained(const struct record *r, const char *want)
{
	struct buf got = buf_make(1 << 16);

	for (const struct explained *x = r->explained; x; x = x->next)
		buf_printf(&got, "%s%.*s=%.*s", got.len ? "; " : "", STR_ARG(x->path), STR_ARG(x->entry));
	CHECK_STR(buf_str(&got), want ? want : "");
	buf_clear(&got);
}

/* Equal numbers are of equal keys, whatever is given and whatever is added: node.h promises it. */
static void check_numbers(const struct node *n)
{
	static uint32_t hashes[NODE_SLOTS + 1];

	NODE_EACH(c, n) {
		if (c->slot && CHECK(c->slot <= NODE_SLOTS)) {
			CHECK(!hashes[c->slot] || hashes[c->slot] == c->key_hash);
			hashes[c->slot] = c->key_hash;
		}
		CHECK(c->slot || !c->key || !(c->flags & NODE_FACT));
		check_numbers(c);
	}
}

static void check_row(const struct enrich_plan *p, const struct row *row, const char *explained)
{
	struct json_reader *r = json_reader_new(64, record_slot);
	struct arena a = arena_make(0);
	struct buf got = buf_make(1 << 20), want = buf_make(1 << 20);
	struct record record = { .root = test_parse(r, &a, row->record) };
	struct node *wanted = test_parse(r, &a, row->want);
	struct json j = json_make(&got), w = json_make(&want);

	test_case(row->name);
	if (record.root && wanted && CHECK(enrich_record(p, &record, &a))) {
		json_open(&j, NULL, '{');
		collect(record.root, "", &j);
		json_close(&j, '}');
		json_node(&w, NULL, wanted);
		test_text(buf_str(&got), buf_str(&want), __FILE__, __LINE__, "facts");
		check_explained(&record, explained);
		check_numbers(record.root);
	}
	buf_clear(&got);
	buf_clear(&want);
	arena_clear(&a);
	json_reader_free(r);
}

static const char company_text[] =
    "vpn: [{name: Mullvad, reason: r}]\n"
    "remote_tools: [{name: TeamViewer, reason: support}, {name: Atera, reason: r}]\n"
    "egress: [{network: 198.51.100.0/24, reason: r}]\n"
    "domains: [{domain: example.com, reason: r}]\n"
    "agencies: [{name: Example Staffing, reason: r}]\n"
    "addresses: [{line1: 12 Main St, postal_code: 62701, reason: r}]\n";

#define LINE(i, entry) \
	"sessions[" i "].webrtc_ip=" entry "; sessions[" i "].vpn=" entry "; sessions[" i "].proxy=" entry "; sessions[" i "].geo=" \
	entry "; sessions[" i "].ip=" entry

/* With the company's file. */
static const struct company_row with_company[] = {
	{ { "approved_tool", "{'devices':[{'software':['TeamViewer 15']}]}",
	  "{'software.remote_tools':['TeamViewer'],'software.remote_unapproved':[],'software.remote_tool_count':1,"
	  "'software.remote_described':false,'software.vpns':[],'software.vpns_unapproved':[]," SOFTWARE_NONE "}" },
	  "devices[0].software.remote_described=remote_tools: TeamViewer; devices[0].software.remote_tool_count=remote_tools: TeamViewer; "
	  "devices[0].software.remote_tools=remote_tools: TeamViewer" },
	{ { "unapproved_tool", "{'devices':[{'software':['AnyDesk']}]}",
	  "{'software.remote_tools':['AnyDesk'],'software.remote_unapproved':['AnyDesk'],'software.remote_tool_count':1,"
	  "'software.remote_described':false,'software.vpns':[],'software.vpns_unapproved':[]," SOFTWARE_NONE "}" }, NULL },
	{ { "approved_beside_unapproved", "{'devices':[{'software':['AnyDesk','TeamViewer']}]}",
	  "{'software.remote_tools':['AnyDesk','TeamViewer'],'software.remote_unapproved':['AnyDesk'],'software.remote_tool_count':2,"
	  "'software.remote_described':false,'software.vpns':[],'software.vpns_unapproved':[]," SOFTWARE_NONE "}" },
	  "devices[0].software.remote_tool_count=remote_tools: TeamViewer" },
	{ { "approved_beside_two_unapproved", "{'devices':[{'software':['AnyDesk','TeamViewer','RustDesk']}]}",
	  "{'software.remote_tools':['AnyDesk','TeamViewer','RustDesk'],'software.remote_unapproved':['AnyDesk','RustDesk'],"
	  "'software.remote_tool_count':3,'software.remote_described':false,'software.vpns':[],'software.vpns_unapproved':[]," SOFTWARE_NONE "}" }, NULL },
	{ { "managed_by_the_company", "{'devices':[{'software':['AteraAgent']}]}",
	  "{'software.remote_tools':[],'software.remote_unapproved':[],'software.remote_tool_count':0,"
	  "'software.remote_described':false,'software.vpns':[],'software.vpns_unapproved':[]," SOFTWARE_NONE "}" },
	  "devices[0].software.remote_described=remote_tools: Atera; devices[0].software.remote_tool_count=remote_tools: Atera; "
	  "devices[0].software.remote_tools=remote_tools: Atera" },
	{ { "managed_by_somebody", "{'devices':[{'software':['MeshAgent','NinjaRMM']}]}",
	  "{'software.remote_tools':['MeshCentral'],'software.remote_unapproved':['MeshCentral','NinjaOne Remote'],'software.remote_tool_count':1,"
	  "'software.remote_described':false,'software.vpns':[],'software.vpns_unapproved':[]," SOFTWARE_NONE "}" }, NULL },
	{ { "second_computer", "{'devices':[{'id':'a'},{'software':['Mullvad VPN']}]}",
	  "{'software.remote_tools':[],'software.remote_unapproved':[],'software.remote_tool_count':0,"
	  "'software.remote_described':false,'software.vpns':['Mullvad VPN'],'software.vpns_unapproved':[]," SOFTWARE_NONE "}" },
	  "devices[1].software.vpns=vpn: Mullvad" },
	{ { "unapproved_vpn", "{'devices':[{'software':['Mullvad VPN','Astrill']}]}",
	  "{'software.remote_tools':[],'software.remote_unapproved':[],'software.remote_tool_count':0,"
	  "'software.remote_described':false,'software.vpns':['Mullvad VPN','Astrill VPN'],'software.vpns_unapproved':['Astrill VPN']," SOFTWARE_NONE "}" }, NULL },
	{ { "from_the_office", "{'sessions':[{'ip':'192.0.2.1'},{'ip':'198.51.100.7'}]}",
	  "{'ip.address':'192.0.2.1','ip.judgement':'special','ip.special':true,'ip.dprk':false,'ip.reported':false,"
	  "'ip.lists':['special-networks'],'ip.office':false,"
	  "'ip.address':'198.51.100.7','ip.judgement':'special','ip.special':true,'ip.dprk':false,'ip.reported':false,"
	  "'ip.lists':['special-networks'],'ip.office':true}" },
	  LINE("1", "egress: 198.51.100.0/24") },
	{ { "approved_vpn_by_name", "{'sessions':[{'vpn':'Mullvad'}]}", "{}" },
	  LINE("0", "vpn: Mullvad") },
	{ { "unapproved_vpn_by_name", "{'sessions':[{'vpn':'Astrill'}]}", "{}" }, NULL },
	{ { "own_domain", "{'emails':[{'address':'ann@mail.example.com'}]}",
	  "{'address.normal':'ann@mail.example.com','address.domain':'mail.example.com','address.registrable':'example.com',"
	  "'address.role':false,'address.imitates':false,'address.relay':false,'address.free':false,'address.company':true}" },
	  "emails[0]=domains: example.com" },
	{ { "other_domain", "{'emails':[{'address':'ann@example.org'}]}",
	  "{'address.normal':'ann@example.org','address.domain':'example.org','address.registrable':'example.org',"
	  "'address.role':false,'address.imitates':false,'address.relay':false,'address.free':false,'address.company':false}" }, NULL },
	{ { "known_agency", "{'referral':{'agency':'Example Staffing Ltd','employer_of_record':'Other'}}",
	  "{'agency.known':true,'employer_of_record.known':false}" },
	  "referral.agency=agencies: Example Staffing" },
	{ { "shared_address", "{'addresses':[{'line1':'12 Main St.','postal_code':'62701'},{'line1':'1 Elm St','postal_code':'1'},{'city':'x'}]}",
	  "{'line1.shared':true,'line1.normal':'12 main st','line1.mail_drop':false,'line1.shared':false,"
	  "'line1.normal':'1 elm st','line1.mail_drop':false}" },
	  "addresses[0]=addresses: 12 Main St" },
	{ { "shared_address_written_out", "{'addresses':[{'line1':'12 MAIN STREET','postal_code':'62701'}]}",
	  "{'line1.shared':true,'line1.normal':'12 main st','line1.mail_drop':false}" }, "addresses[0]=addresses: 12 Main St" },
	{ { "sent_to_a_shared_address", "{'devices':[{'shipped_to':'12 Main Street, Springfield, IL 62701'}]}", "{}" },
	  "devices[0].shipped_to=addresses: 12 Main St" },
	{ { "sent_to_the_same_line_elsewhere", "{'devices':[{'shipped_to':'12 Main Street, Springfield, OH 45502'}]}", "{}" }, NULL },
};

static void never_told(void *context, const struct err *e, bool is_warning)
{
	(void)context;
	(void)is_warning;
	test_case(e->text);
	CHECK(!e);
}

static void facts_with_company(const struct lists *l)
{
	struct arena a = arena_make(0);
	const struct company *c = company_new(str_from(company_text), str_of(NULL, 0), &a, never_told, NULL);
	struct enrich_plan *p = c ? enrich_plan_new(l, c, NULL) : NULL;

	if (CHECK(p))
		for (size_t i = 0; i < COUNT(with_company); i++)
			check_row(p, &with_company[i].row, with_company[i].explained);
	enrich_plan_free(p);
	arena_clear(&a);
}

/* A full arena fails, and nothing else happens. */
static void without_memory(const struct enrich_plan *p)
{
	struct json_reader *r = json_reader_new(64, NULL);
	struct arena a = arena_make(0), tiny = arena_make(1);
	struct record record = { .root = test_parse(r, &a, "{'emails':[{'address':'A@b.example'}],'sessions':[{'ip':'10.0.0.1'}]}") };

	CHECK(!enrich_record(p, &record, &tiny));
	arena_clear(&a);
	arena_clear(&tiny);
	json_reader_free(r);
}

void test_enrich(void)
{
	struct lists *l = lists_open("", str_of(NULL, 0), NULL);
	struct enrich_plan *p = l ? enrich_plan_new(l, NULL, NULL) : NULL;

	if (CHECK(p)) {
		for (size_t i = 0; i < COUNT(table); i++)
			check_row(p, &table[i], NULL);
		facts_with_company(l);
		without_memory(p);
	}
	enrich_plan_free(p);
	lists_close(l);
}
