#include "list/product.h"

#include "list/catalogue.h"
#include "list/row.h"
#include "unit/test.h"

#include <stdio.h>

/* A text, and the names that a table has in it, with commas between. */
static const struct { enum product_table table; const char *text, *want; } found[] = {
	{ PRODUCT_REMOTE, "AnyDesk", "AnyDesk" },
	{ PRODUCT_REMOTE, "ANYDESK", "AnyDesk" },
	{ PRODUCT_REMOTE, "anydesk.exe", "AnyDesk" },
	{ PRODUCT_REMOTE, "AnyDesk 8.0.9", "AnyDesk" },
	{ PRODUCT_REMOTE, "AnyDesk8", "AnyDesk" },
	{ PRODUCT_REMOTE, "C:\\Program Files (x86)\\AnyDesk\\x.exe", "AnyDesk" },
	{ PRODUCT_REMOTE, "com.philandro.anydesk", "AnyDesk" },
	{ PRODUCT_REMOTE, "Any-Desk", "AnyDesk" },
	{ PRODUCT_REMOTE, "ManyDesk", "" },
	{ PRODUCT_REMOTE, "AnyDesks", "" },
	{ PRODUCT_REMOTE, "TeamViewer_Service.exe", "TeamViewer" },
	{ PRODUCT_REMOTE, "TeamViewer 15 Host", "TeamViewer" },
	{ PRODUCT_REMOTE, "Team Viewer", "TeamViewer" },
	{ PRODUCT_REMOTE, "Team calendar viewer", "" },
	{ PRODUCT_REMOTE, "RustDesk 1.2.3", "RustDesk" },
	{ PRODUCT_REMOTE, "rust-analyzer", "" },
	{ PRODUCT_REMOTE, "Chrome Remote Desktop Host", "Chrome Remote Desktop" },
	{ PRODUCT_REMOTE, "Google Remote Desktop", "Chrome Remote Desktop" },
	{ PRODUCT_REMOTE, "remoting_start_host.exe --code=x --pin=123456", "Chrome Remote Desktop" },
	{ PRODUCT_REMOTE, "Google Chrome", "" },
	{ PRODUCT_REMOTE, "LogMeIn Rescue", "LogMeIn" },
	{ PRODUCT_REMOTE, "GoToMyPC", "LogMeIn" },
	{ PRODUCT_REMOTE, "GoTo Meeting", "" },
	{ PRODUCT_REMOTE, "JumpConnect", "Jump Desktop" },
	{ PRODUCT_REMOTE, "Jump Desktop Connect 7", "Jump Desktop" },
	{ PRODUCT_REMOTE, "JumpCloud Agent", "" },
	{ PRODUCT_REMOTE, "Splashtop Streamer", "Splashtop" },
	{ PRODUCT_REMOTE, "ScreenConnect Client (1a2b3c4d)", "ScreenConnect" },
	{ PRODUCT_REMOTE, "ConnectWise Control", "ScreenConnect" },
	{ PRODUCT_REMOTE, "Parsec", "Parsec" },
	{ PRODUCT_REMOTE, "parsecd.exe", "Parsec" },
	{ PRODUCT_REMOTE, "TightVNC Server", "VNC" },
	{ PRODUCT_REMOTE, "RealVNC Server 7.5", "VNC" },
	{ PRODUCT_REMOTE, "VNC Viewer", "" },
	{ PRODUCT_REMOTE, "RealVNC Viewer", "" },
	{ PRODUCT_REMOTE, "UltraViewer", "UltraViewer" },
	{ PRODUCT_REMOTE, "DWService Agent", "DWService" },
	{ PRODUCT_REMOTE, "ToDesk", "ToDesk" },
	{ PRODUCT_REMOTE, "\xE5\x90\x91\xE6\x97\xA5\xE8\x91\xB5", "Sunlogin" },
	{ PRODUCT_REMOTE, "sunshine", "Sunshine" },
	{ PRODUCT_REMOTE, "Sunshine 0.23", "Sunshine" },
	{ PRODUCT_REMOTE, "Sunshine Coast Radio", "" },
	{ PRODUCT_REMOTE, "My Sunshine", "" },
	{ PRODUCT_REMOTE, "MeshAgent", "MeshCentral" },
	{ PRODUCT_REMOTE, "AteraAgent", "Atera" },
	{ PRODUCT_REMOTE, "remote access software", "remote access" },
	{ PRODUCT_REMOTE, "a remote desktop application", "remote desktop" },
	{ PRODUCT_REMOTE, "Remote Control", "remote control" },
	{ PRODUCT_REMOTE, "RMM agent", "remote monitoring and management" },
	{ PRODUCT_REMOTE, "Microsoft Remote Desktop", "" },
	{ PRODUCT_REMOTE, "Remote Desktop Connection", "" },
	{ PRODUCT_REMOTE, "Remote Desktop Manager", "" },
	{ PRODUCT_REMOTE, "Remote - SSH", "" },
	{ PRODUCT_REMOTE, "Remote Debugger", "" },
	{ PRODUCT_REMOTE, "Remote Server Administration Tools", "" },
	{ PRODUCT_REMOTE, "Secure Remote Access VPN", "" },
	{ PRODUCT_REMOTE, "Quick Assist", "" },
	{ PRODUCT_REMOTE, "Tailscale", "" },
	{ PRODUCT_REMOTE, "GitHub Desktop", "" },
	{ PRODUCT_REMOTE, "Docker Desktop", "" },
	{ PRODUCT_REMOTE, "Slack", "" },
	{ PRODUCT_REMOTE, "Zoom", "" },
	{ PRODUCT_REMOTE, "Visual Studio Code", "" },
	{ PRODUCT_REMOTE, "AnyDesk, TeamViewer and RustDesk", "AnyDesk,TeamViewer,RustDesk" },
	{ PRODUCT_REMOTE, "", "" },
	{ PRODUCT_REMOTE, "...", "" },
	{ PRODUCT_VPN, "Astrill VPN", "Astrill VPN" },
	{ PRODUCT_VPN, "astrill.exe", "Astrill VPN" },
	{ PRODUCT_VPN, "ASOvpnc.exe", "Astrill VPN" },
	{ PRODUCT_VPN, "Mullvad VPN 2026.1", "Mullvad VPN" },
	{ PRODUCT_VPN, "Mullvad Browser", "" },
	{ PRODUCT_VPN, "NordVPN", "NordVPN" },
	{ PRODUCT_VPN, "NordPass", "" },
	{ PRODUCT_VPN, "Proton Mail", "" },
	{ PRODUCT_VPN, "ProtonVPN", "Proton VPN" },
	{ PRODUCT_VPN, "Cisco AnyConnect VPN", "" },
	{ PRODUCT_VPN, "GlobalProtect", "" },
	{ PRODUCT_VPN, "Lantern", "Lantern" },
	{ PRODUCT_VPN, "Lantern Garden Planner", "" },
	{ PRODUCT_VPN, "WireGuard", "" },
	{ PRODUCT_DPRK, "NetKey 5.1", "NetKey" },
	{ PRODUCT_DPRK, "NetkeyRegister", "NetKey" },
	{ PRODUCT_DPRK, "OConnect 6.0.0", "OConnect" },
	{ PRODUCT_DPRK, "C:\\STN Corp\\x.exe", "STN Corp" },
	{ PRODUCT_DPRK, "/opt/rb corp/", "RB Corp" },
	{ PRODUCT_DPRK, "OpenConnect", "" },
	{ PRODUCT_DPRK, "GoConnect", "" },
	{ PRODUCT_DPRK, "Net Keyring", "" },
	{ PRODUCT_DPRK, "Cisco AnyConnect", "" },
	{ PRODUCT_KVM, "PiKVM Composite Device", "PiKVM" },
	{ PRODUCT_KVM, "pikvm v4 plus", "PiKVM" },
	{ PRODUCT_KVM, "TinyPilot Voyager", "TinyPilot" },
	{ PRODUCT_KVM, "JetKVM", "JetKVM" },
	{ PRODUCT_KVM, "Sipeed NanoKVM", "NanoKVM" },
	{ PRODUCT_KVM, "3346:1009", "NanoKVM" },
	{ PRODUCT_KVM, "USB\\VID_3346&PID_1009\\6&1", "NanoKVM" },
	{ PRODUCT_KVM, "GL-RM1", "GL-RM1" },
	{ PRODUCT_KVM, "GL-RM 1", "GL-RM1" },
	{ PRODUCT_KVM, "Openterface Mini-KVM", "Openterface" },
	{ PRODUCT_KVM, "Generic IP-KVM", "IP-KVM" },
	{ PRODUCT_KVM, "KVM over IP module", "IP-KVM" },
	{ PRODUCT_KVM, "Raritan D2CIM-VUSB", "Raritan" },
	{ PRODUCT_KVM, "1d6b:0104 Multifunction Composite Gadget", "" },
	{ PRODUCT_KVM, "ATEN 2-port USB KVM switch", "" },
	{ PRODUCT_KVM, "USB KVM", "" },
	{ PRODUCT_KVM, "Logitech receiver", "" },
	{ PRODUCT_KVM, "linux-kvm", "" },
	{ PRODUCT_CAPTURE, "Guermok USB3 Video", "Guermok" },
	{ PRODUCT_CAPTURE, "USB3. 0 capture", "USB3 Video" },
	{ PRODUCT_CAPTURE, "USB3 Video", "USB3 Video" },
	{ PRODUCT_CAPTURE, "USB3.0 Capture", "USB3 Video" },
	{ PRODUCT_CAPTURE, "USB\\VID_534D&PID_2109&MI_00", "MacroSilicon" },
	{ PRODUCT_CAPTURE, "534d:2109", "MacroSilicon" },
	{ PRODUCT_CAPTURE, "MS2109", "MacroSilicon" },
	{ PRODUCT_CAPTURE, "Elgato Cam Link 4K", "Elgato capture" },
	{ PRODUCT_CAPTURE, "0fd9:0066", "Elgato capture" },
	{ PRODUCT_CAPTURE, "Elgato Stream Deck", "" },
	{ PRODUCT_CAPTURE, "Elgato Facecam", "" },
	{ PRODUCT_CAPTURE, "HDMI adapter", "" },
	{ PRODUCT_CAPTURE, "FaceTime HD Camera", "" },
	{ PRODUCT_CAPTURE, "USB Camera", "" },
	{ PRODUCT_CAPTURE, "OBS Virtual Camera", "" },
	{ PRODUCT_CAPTURE, "Logitech Capture", "" },
	{ PRODUCT_ACTIVITY, "Mouse Jiggler", "Mouse Jiggler" },
	{ PRODUCT_ACTIVITY, "MouseJiggle.exe", "Mouse Jiggler" },
	{ PRODUCT_ACTIVITY, "USB jiggler", "Mouse Jiggler" },
	{ PRODUCT_ACTIVITY, "Caffeine", "Caffeine" },
	{ PRODUCT_ACTIVITY, "caffeine64.exe", "Caffeine" },
	{ PRODUCT_ACTIVITY, "Caffeine 1.4", "Caffeine" },
	{ PRODUCT_ACTIVITY, "Caffeine tracker", "" },
	{ PRODUCT_ACTIVITY, "com.github.ben-manes.caffeine", "" },
	{ PRODUCT_ACTIVITY, "Move Mouse", "Move Mouse" },
	{ PRODUCT_ACTIVITY, "Amphetamine", "Amphetamine" },
	{ PRODUCT_ACTIVITY, "KeepingYouAwake", "KeepingYouAwake" },
	{ PRODUCT_ACTIVITY, "PowerToys", "" },
	{ PRODUCT_ACTIVITY, "Mouse Without Borders", "" },
	{ PRODUCT_ACTIVITY, "Logi Options+", "" },
	{ PRODUCT_ACTIVITY, "AutoHotkey", "" },
	{ PRODUCT_ACTIVITY, "Insomnia", "" },
	{ PRODUCT_ASSISTANT, "AIApply", "AIApply" },
	{ PRODUCT_ASSISTANT, "Final Round AI - Interview Copilot", "Final Round AI,Interview Copilot" },
	{ PRODUCT_ASSISTANT, "Simplify Copilot - Autofill job applications", "Simplify Copilot" },
	{ PRODUCT_ASSISTANT, "Cluely", "Cluely" },
	{ PRODUCT_ASSISTANT, "LockedIn AI", "LockedIn AI" },
	{ PRODUCT_ASSISTANT, "LinkedIn", "" },
	{ PRODUCT_ASSISTANT, "GitHub Copilot", "" },
	{ PRODUCT_ASSISTANT, "Grammarly", "" },
	{ PRODUCT_ASSISTANT, "uBlock Origin", "" },
	{ PRODUCT_ASSISTANT, "Microsoft Copilot", "" },
};

static const struct { enum product_table table; const char *url, *want; } sites[] = {
	{ PRODUCT_CODE_RELAY, "otp.ee", "otp.ee" },
	{ PRODUCT_CODE_RELAY, "https://www.otp.ee/tool?x", "otp.ee" },
	{ PRODUCT_CODE_RELAY, "2FA.live", "2fa.live" },
	{ PRODUCT_CODE_RELAY, "http://2fa.cn/", "2fa.cn" },
	{ PRODUCT_CODE_RELAY, "authenticator.cc", "authenticator.cc" },
	{ PRODUCT_CODE_RELAY, "hotp.ee", "" },
	{ PRODUCT_CODE_RELAY, "otp.ee.example.com", "" },
	{ PRODUCT_CODE_RELAY, "example.com/otp.ee", "" },
	{ PRODUCT_CODE_RELAY, "accounts.google.com", "" },
	{ PRODUCT_CODE_RELAY, "", "" },
	{ PRODUCT_CODE_RELAY, "a blank", "" },
	{ PRODUCT_CODE_RELAY, "toffeeshare.com", "" },
	{ PRODUCT_TRANSFER, "toffeeshare.com", "toffeeshare.com" },
	{ PRODUCT_TRANSFER, "https://vdo.ninja/?room=x", "vdo.ninja" },
	{ PRODUCT_TRANSFER, "drive.google.com", "" },
};

static void names(const struct products *s)
{
	for (size_t i = 0; i < COUNT(found); i++) {
		const struct product *p;
		char got[256] = "";
		size_t at = 0, len = 0;
		test_case(found[i].text);
		while ((p = product_next(s, found[i].table, str_from(found[i].text), &at)) != NULL)
			len += (size_t)snprintf(got + len, sizeof(got) - len, "%s%.*s", len ? "," : "", STR_ARG(p->name));
		CHECK_STR(str_from(got), found[i].want);
	}
	for (size_t i = 0; i < COUNT(sites); i++) {
		const struct product *p = product_site(s, sites[i].table, str_from(sites[i].url));
		test_case(sites[i].url);
		CHECK_STR(p ? p->name : str_from(""), sites[i].want);
	}
}

static void words(void)
{
	static const struct { const char *name, *text; bool want; } table[] = {
		{ "TeamViewer", "TeamViewer_Service.exe", true }, { "TeamViewer", "TeamView", false },
		{ "remote desktop", "Chrome Remote Desktop", true }, { "desktop remote", "Chrome Remote Desktop", false },
		{ "", "anything", false }, { "...", "anything", false }, { "a", "", false },
		{ "12 Main St.", "12 main st", true }, { "12 Main St", "112 Main St", false },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		test_case(table[i].name);
		CHECK(product_is_in(str_from(table[i].name), str_from(table[i].text)) == table[i].want);
	}
}

/* Every row has a name, a known way to be found, and a source that exists; no name stands twice. */
static void rows(const struct lists *l, const struct products *s)
{
	struct arena a = arena_make(0);
	const struct catalogue *c = catalogue_new(&a);

	for (size_t t = 0; t < PRODUCT_TABLES; t++) {
		const struct list *list = lists_find(l, str_from(product_list((enum product_table)t)));
		struct row row;
		test_case(product_list((enum product_table)t));
		if (!CHECK(list))
			continue;
		struct row_reader r = row_reader_make(lists_text(l, list, &a), &a);
		size_t how = row_next(&r, &row) ? row_column(&row, "how") : ROW_MAX, source = row_column(&row, "source");
		if (!CHECK(how < ROW_MAX && source < ROW_MAX))
			continue;
		while (row_next(&r, &row)) {
			char name[128];
			size_t at = 0;
			snprintf(name, sizeof(name), "%.*s", STR_ARG(row.cells[0]));
			test_case(name);
			CHECK(str_is(row.cells[source], "general") || str_starts(row.cells[source], STR_LIT("https://")) ||
			    catalogue_advisory(c, row.cells[source]));
			if (str_is(row.cells[how], "site")) {
				const struct product *p = product_site(s, (enum product_table)t, row.cells[0]);
				CHECK(p && str_eq(p->name, row.cells[0]));
				continue;
			}
			const struct product *p = product_next(s, (enum product_table)t, row.cells[0], &at);
			if (str_is(row.cells[how], "other"))
				CHECK(!p);
			else if (CHECK(p))
				CHECK_STR(p->name, name);
		}
	}
	arena_clear(&a);
}

void test_product(void)
{
	struct lists *l = lists_open("", str_of(NULL, 0), NULL);
	size_t at = 0;

	if (!CHECK(l))
		return;
	const struct products *s = lists_products(l);
	CHECK(s);
	names(s);
	words();
	rows(l, s);
	test_case("no_lists");
	CHECK(!product_next(NULL, PRODUCT_REMOTE, STR_LIT("AnyDesk"), &at));
	CHECK(!product_site(NULL, PRODUCT_CODE_RELAY, STR_LIT("otp.ee")));
	lists_close(l);
}
