/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Everything goes through the account's proxy: notification server, switchboard, HTTPS. The proxies
 * know names that no resolver knows, so nothing can have gone around them. */
#include "relay.h"
#include "rig.h"

#include <string.h>

#define BOT        "echo@example.test"
#define PEOPLE     "--bot echo:" BOT
#define FAKE_NS    "messenger.example.test"
#define FAKE_NEXUS "nexus.example.test"

static RigServer *server;
static PurpleAccount *alice;
static Relay *proxy;

static void
behind_proxy(RelayKind kind, const char *user, const char *password)
{
    alice = rig_account(server, ALICE);
    proxy = relay_new(kind);
    /* it is reached under names that it does not know itself by */
    rig_server_tolerate(server, "*Host is not this server*");
    if (user != NULL) {
        relay_want_login(proxy, user, password);
    }
    rig_account_proxy(alice, kind == RELAY_HTTP ? PURPLE_PROXY_HTTP : PURPLE_PROXY_SOCKS5,
                      relay_port(proxy), user, password);
    relay_map(proxy, FAKE_NS ":1863", rig_server_ns_port(server));
    relay_map(proxy, FAKE_NEXUS ":443", rig_server_https_port(server));
    purple_account_set_string(alice, "server", FAKE_NS);
    purple_account_set_int(alice, "port", 1863);
    purple_account_set_string(alice, "nexus_url", "https://" FAKE_NEXUS "/rdr/pprdr.asp");
    rig_trust(server, FAKE_NEXUS);
}

static gboolean
asked_for(const char *glob)
{
    for (const char *const *request = relay_requests(proxy); *request != NULL; request++) {
        if (g_pattern_match_simple(glob, *request)) {
            return TRUE;
        }
    }
    return FALSE;
}

static guint
requests(void)
{
    return g_strv_length((char **) relay_requests(proxy));
}

/* Sign in and chat; every connection has to be one of the proxy's. */
static void
sign_in_and_chat(void)
{
    rig_go_online(alice);
    rig_check(asked_for(FAKE_NS ":1863"));
    rig_check(asked_for(FAKE_NEXUS ":443"));
    guint before = requests();
    rig_expect_buddy(alice, BOT, "online=1");
    rig_say(alice, BOT, "through the tunnel");
    rig_expect(alice, "im", "who=" BOT, "text=*through the tunnel*");
    rig_check(requests() == before + 1); /* the switchboard */
}

static void
socks5(void)
{
    server = rig_server_start(PEOPLE);
    behind_proxy(RELAY_SOCKS5, NULL, NULL);
    sign_in_and_chat();
}

static void
socks5_with_password(void)
{
    server = rig_server_start(PEOPLE);
    behind_proxy(RELAY_SOCKS5, "proxyuser", "proxypassword");
    sign_in_and_chat();
}

static void
http_connect(void)
{
    server = rig_server_start(PEOPLE);
    behind_proxy(RELAY_HTTP, NULL, NULL);
    sign_in_and_chat();
}

static void
http_connect_with_password(void)
{
    server = rig_server_start(PEOPLE);
    behind_proxy(RELAY_HTTP, "proxyuser", "proxypassword");
    sign_in_and_chat();
}

static void
proxy_refuses(void)
{
    server = rig_server_start(PEOPLE);
    behind_proxy(RELAY_SOCKS5, NULL, NULL);
    purple_account_set_string(alice, "server", "elsewhere.example.test");
    rig_forbid(alice, "connected");
    rig_enable(alice);
    rig_expect_error(alice, "NETWORK_ERROR", "?*");
}

static void
proxy_refuses_passport(void)
{
    server = rig_server_start(PEOPLE);
    behind_proxy(RELAY_HTTP, NULL, NULL);
    purple_account_set_string(alice, "nexus_url", "https://elsewhere.example.test/rdr/pprdr.asp");
    rig_forbid(alice, "connected");
    rig_enable(alice);
    rig_expect_error(alice, "NETWORK_ERROR", "?*");
}

/* -- presets: the names they stand for, as the proxy hears them ---------------------------------
 */

/* An option as the user left it; NULL is one never set. */
static void
option(const char *key, const char *value)
{
    if (value != NULL) {
        purple_account_set_string(alice, key, value);
    } else {
        purple_account_remove_setting(alice, key);
    }
}

static void
goes_to(const char *service, const char *saved_server, const char *ns, const char *nexus)
{
    g_autofree char *ns_target = g_strconcat(ns, ":1863", NULL);
    g_autofree char *nexus_target = g_strconcat(nexus, ":443", NULL);
    server = rig_server_start(PEOPLE);
    behind_proxy(RELAY_SOCKS5, NULL, NULL);
    relay_map(proxy, ns_target, rig_server_ns_port(server));
    relay_map(proxy, nexus_target, rig_server_https_port(server));
    rig_trust(server, nexus);
    option("service", service);
    option("server", saved_server);
    option("nexus_url", NULL);
    purple_account_remove_setting(alice, "port");
    rig_go_online(alice);
    rig_check(asked_for(ns_target));
    rig_check(asked_for(nexus_target));
}

static void
preset_escargot(void)
{
    goes_to("escargot", "", "msnmsgr.escargot.chat", "msnmsgr.escargot.chat");
}

static void
preset_crosstalk(void)
{
    goes_to("crosstalk", NULL, "ms.msgrsvcs.ctsrv.gay", "pp.login.ugnet.gay");
}

static void
preset_is_escargot(void)
{
    goes_to(NULL, NULL, "msnmsgr.escargot.chat", "msnmsgr.escargot.chat");
}

static void
old_server_counts_as_unset(void)
{
    goes_to(NULL, "messenger.hotmail.com", "msnmsgr.escargot.chat", "msnmsgr.escargot.chat");
    rig_check_str(purple_account_get_string(alice, "server", ""), "messenger.hotmail.com");
}

/* Who plays the old service for a house of his own calls it by its name. */
static void
old_server_of_ones_own(void)
{
    goes_to("custom", "messenger.hotmail.com", "messenger.hotmail.com", "messenger.hotmail.com");
}

/* Who was behind a firewall had the gateway there. */
static void
old_hosts_count_as_unset(void)
{
    goes_to("crosstalk", "Gateway.Messenger.Hotmail.com", "ms.msgrsvcs.ctsrv.gay",
            "pp.login.ugnet.gay");
}

static void
own_server_overrides_the_preset(void)
{
    goes_to("crosstalk", "own.example.test", "own.example.test", "pp.login.ugnet.gay");
}

static void
custom_makes_its_nexus(void)
{
    goes_to("custom", "own.example.test", "own.example.test", "own.example.test");
}

/* -- web services --------------------------------------------------------------------------------
 */

/* Alice at a service whose web services are at these hosts. */
static void
at_web_services(const char *service, const char *web_url, const char *const *hosts)
{
    server = rig_server_start(PEOPLE);
    behind_proxy(RELAY_SOCKS5, NULL, NULL);
    for (guint i = 0; hosts[i] != NULL; i++) {
        g_autofree char *target = g_strconcat(hosts[i], ":443", NULL);
        relay_map(proxy, target, rig_server_https_port(server));
        rig_trust(server, hosts[i]);
    }
    option("service", service);
    option("nexus_url", NULL);
    option("web_url", web_url);
    rig_go_online(alice);
    for (guint i = 0; hosts[i] != NULL; i++) {
        g_autofree char *target = g_strconcat(hosts[i], ":443", NULL);
        rig_check(asked_for(target));
    }
}

static void
web_services_of_escargot(void)
{
    at_web_services("escargot", NULL, (const char *[]){"msnmsgr.escargot.chat", NULL});
}

static void
web_services_of_crosstalk(void)
{
    at_web_services("crosstalk", NULL,
                    (const char *[]){"ctas.login.ugnet.gay", "ctsvcs.addressbook.ugnet.gay", NULL});
}

static void
own_web_services_override_the_preset(void)
{
    at_web_services("crosstalk", "https://web.example.test",
                    (const char *[]){"web.example.test", NULL});
    rig_check(!asked_for("*ugnet.gay:*"));
}

static void
web_services_of_a_custom_server(void)
{
    at_web_services("custom", NULL, (const char *[]){FAKE_NS, NULL});
}

/* -- a server that is not on this computer asks for MD5 -----------------------------------------
 */

static void
remote_md5_server(const char *dialect)
{
    server = rig_server_start(PEOPLE " --max-dialect MSNP7");
    behind_proxy(RELAY_SOCKS5, NULL, NULL);
    purple_account_set_string(alice, "dialect", dialect);
}

static void
md5_needs_consent(void)
{
    remote_md5_server("auto");
    rig_forbid(alice, "connected");
    rig_enable(alice);
    rig_expect_error(alice, "*", "*MD5*");
    purple_account_set_string(alice, "dialect", "MSNP9");
    purple_account_connect(alice);
    rig_expect_error(alice, "*", "*MD5*");
}

static void
md5_with_consent(void)
{
    remote_md5_server("auto");
    purple_account_set_bool(alice, "allow_md5", TRUE);
    rig_go_online(alice);
}

static void
md5_by_cap(void)
{
    remote_md5_server("MSNP7");
    rig_go_online(alice);
}

static void
plain_http_is_refused(void)
{
    server = rig_server_start(PEOPLE);
    behind_proxy(RELAY_SOCKS5, NULL, NULL);
    relay_map(proxy, "*:80", rig_server_https_port(server));
    purple_account_set_string(alice, "nexus_url", "http://" FAKE_NEXUS "/rdr/pprdr.asp");
    rig_forbid(alice, "connected");
    rig_enable(alice);
    rig_expect_error(alice, "*", "*http*");
    rig_check(!asked_for("*:80"));
}

static const RigScenario scenarios[] = {
    {"SOCKS5", socks5, RIG_MOODS, 0},
    {"SOCKS5 with a password", socks5_with_password, RIG_ONCE, 0},
    {"HTTP CONNECT", http_connect, RIG_MOODS, 0},
    {"HTTP CONNECT with a password", http_connect_with_password, RIG_ONCE, 0},
    {"the proxy refuses", proxy_refuses, RIG_ONCE, 0},
    {"the proxy refuses Passport", proxy_refuses_passport, RIG_ONCE, 0},
    {"preset Escargot", preset_escargot, RIG_ONCE, 12},
    {"preset CrossTalk", preset_crosstalk, RIG_ONCE, 12},
    {"without a preset it is Escargot", preset_is_escargot, RIG_ONCE, 12},
    {"the old server counts as unset", old_server_counts_as_unset, RIG_ONCE, 12},
    {"the old server counts as one's own where that is said", old_server_of_ones_own, RIG_ONCE, 12},
    {"all old hosts count as unset", old_hosts_count_as_unset, RIG_ONCE, 12},
    {"one's own server overrides the preset", own_server_overrides_the_preset, RIG_ONCE, 12},
    {"a custom server makes its nexus", custom_makes_its_nexus, RIG_ONCE, 12},
    {"web services of Escargot", web_services_of_escargot, RIG_ONCE, 0},
    {"web services of CrossTalk", web_services_of_crosstalk, RIG_ONCE, 0},
    {"one's own web services override the preset", own_web_services_override_the_preset, RIG_ONCE,
     0},
    {"web services of a custom server", web_services_of_a_custom_server, RIG_ONCE, 0},
    {"MD5 needs consent", md5_needs_consent, RIG_ONCE, 0},
    {"MD5 with consent", md5_with_consent, RIG_ONCE, 0},
    {"MD5 by cap", md5_by_cap, RIG_ONCE, 0},
    {"plain HTTP is refused", plain_http_is_refused, RIG_ONCE, 0},
};

RIG_MAIN(scenarios)
