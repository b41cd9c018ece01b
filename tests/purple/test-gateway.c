/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Behind a firewall: the notification server and the switchboards are reached by the HTTP gateway,
 * and what people do is the same. */
#include "relay.h"
#include "rig-loop.h"
#include "rig-share.h"


#define FRIENDS "--friends " ALICE "," BOB
#define ALL     FRIENDS " --friends " ALICE "," CAROL " --friends " BOB "," CAROL
#define CLOSED  1 /* a port that nobody listens on */
#define FAKE_GW "gateway.example.test"

static RigServer *server;
static PurpleAccount *alice, *bob;

/* Plain HTTP is taken at its word, so it is what is written. */
static void
by_gateway(PurpleAccount *account)
{
    g_autofree char *url = g_strdup_printf("http://127.0.0.1:%u", rig_server_http_port(server));
    purple_account_set_string(account, "transport", "http");
    purple_account_set_string(account, "gateway_url", url);
    purple_account_set_bool(account, "direct_connect", FALSE);
    purple_account_set_string(account, "server", "localhost"); /* by name: the dispatch server */
    purple_account_set_int(account, "port", CLOSED);
}

static PurpleAccount *
behind_firewall(const char *mail)
{
    PurpleAccount *account = rig_account(server, mail);
    by_gateway(account);
    return account;
}

static PurpleAccount *
sign_in(const char *mail)
{
    PurpleAccount *account = behind_firewall(mail);
    rig_go_online(account);
    return account;
}

static void
two_friends(void)
{
    server = rig_server_start(FRIENDS);
    alice = sign_in(ALICE);
    bob = sign_in(BOB);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_buddy(bob, ALICE, "online=1");
}

static void
talk(void)
{
    rig_say(alice, BOB, "around the wall");
    rig_expect(bob, "im", "who=" ALICE, "text=*around the wall*");
    rig_say(bob, ALICE, "höher & <weiter>");
    rig_expect(alice, "im", "who=" BOB, "text=*höher &amp; &lt;weiter&gt;*");
}

/* -- what people do -----------------------------------------------------------------------------
 */

static void
presence_and_talk(void)
{
    two_friends();
    talk();
    rig_set_status(alice, "busy", NULL);
    rig_expect_buddy(bob, ALICE, "status=busy");
    rig_disable(bob);
    rig_expect_buddy(alice, BOB, "online=0");
    rig_go_online(bob);
    rig_expect_buddy(alice, BOB, "online=1");
    talk();
}

/* Bob has no firewall. */
static void
with_somebody_outside(void)
{
    server = rig_server_start(FRIENDS);
    alice = sign_in(ALICE);
    bob = rig_sign_in(server, BOB);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_buddy(bob, ALICE, "online=1");
    talk();
}

static void
group_chat(void)
{
    server = rig_server_start(ALL);
    alice = sign_in(ALICE);
    bob = sign_in(BOB);
    PurpleAccount *carol = sign_in(CAROL);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_buddy(alice, CAROL, "online=1");
    rig_chat_of_three(alice, bob, carol);
    rig_chat_say(carol, "all of us");
    rig_expect(carol, "sent", "conv=chat", "text=*all of us*");
    rig_expect(alice, "im", "conv=chat", "from=" CAROL, "text=*all of us*");
    rig_expect(bob, "im", "conv=chat", "from=" CAROL, "text=*all of us*");
}

static void
take(PurpleAccount *from, PurpleAccount *to, const char *name)
{
    g_autofree char *path = rig_file(name, 100000), *folder = rig_folder("taken");
    rig_send_file(from, purple_account_get_username(to), path);
    rig_expect(to, "request", "type=action", "primary=*wants to send you*");
    g_autofree char *where = rig_take_file(to, name, folder);
    rig_expect_file_end(to, name, "done");
    rig_expect_file_end(from, name, "done");
    rig_check_same_file(path, where);
}

static void
file(void)
{
    two_friends();
    take(alice, bob, "a.bin");
}

static void
picture(void)
{
    server = rig_server_start(FRIENDS);
    alice = behind_firewall(ALICE);
    g_autofree char *path = rig_picture("a.png", 20000);
    rig_set_icon(alice, path);
    rig_go_online(alice);
    bob = sign_in(BOB);
    rig_expect_icon(bob, ALICE, path);
}

/* -- ways ---------------------------------------------------------------------------------------
 */

static void
over_https(void)
{
    server = rig_server_start(FRIENDS);
    alice = behind_firewall(ALICE);
    purple_account_set_string(alice, "gateway_url", "");
    rig_go_online(alice);
    bob = sign_in(BOB);
    rig_expect_buddy(bob, ALICE, "online=1");
    rig_expect_buddy(alice, BOB, "online=1");
    talk();
}

static void
automatic(guint port)
{
    server = rig_server_start(FRIENDS);
    alice = behind_firewall(ALICE);
    purple_account_set_string(alice, "transport", "auto");
    purple_account_set_int(alice, "port", port == 0 ? rig_server_ns_port(server) : port);
    rig_go_online(alice);
    bob = rig_sign_in(server, BOB);
    rig_expect_buddy(bob, ALICE, "online=1");
    rig_expect_buddy(alice, BOB, "online=1");
    talk();
}

static void
auto_where_direct_fails(void)
{
    automatic(CLOSED);
    rig_check(rig_server_saw(server, "gateway-open NS"));
    rig_check(rig_server_saw(server, "gateway-open SB"));
}

static void
auto_where_direct_works(void)
{
    automatic(0);
    rig_check(!rig_server_saw(server, "gateway-open"));
}

static void
direct_stays_direct(void)
{
    server = rig_server_start("");
    alice = behind_firewall(ALICE);
    purple_account_set_string(alice, "transport", "direct");
    rig_forbid(alice, "connected");
    rig_enable(alice);
    rig_expect_error(alice, "NETWORK_ERROR", "*firewall blocks port 1863*HTTP gateway*");
    rig_check(!rig_server_saw(server, "gateway-open"));
}

static void
by_a_proxy(void)
{
    server = rig_server_start(FRIENDS);
    /* it is reached under a name that it does not know itself by */
    rig_server_tolerate(server, "*Host is not this server*");
    Relay *proxy = relay_new(RELAY_SOCKS5);
    relay_map(proxy, FAKE_GW ":80", rig_server_http_port(server));
    alice = behind_firewall(ALICE);
    rig_account_proxy(alice, PURPLE_PROXY_SOCKS5, relay_port(proxy), NULL, NULL);
    purple_account_set_string(alice, "gateway_url", "http://" FAKE_GW);
    rig_go_online(alice);
    bob = sign_in(BOB);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_buddy(bob, ALICE, "online=1");
    talk();
}

static guint
count_in(const GByteArray *bytes, const char *text)
{
    g_autofree char *all = g_strndup((const char *) bytes->data, bytes->len);
    guint count = 0;
    for (const char *p = all; (p = strstr(p, text)) != NULL; p++) {
        count++;
    }
    return count;
}

/* Libpurple makes no tunnel to port 80, so each request is for the proxy: all of the address, and the
 * login each time. What follows the first goes over the same connection. */
static void
by_an_http_proxy(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tolerate(server, "*Host is not this server*");
    Relay *proxy = relay_new(RELAY_HTTP);
    relay_map(proxy, FAKE_GW ":80", rig_server_http_port(server));
    relay_want_login(proxy, "proxyuser", "proxypassword");
    alice = behind_firewall(ALICE);
    rig_account_proxy(alice, PURPLE_PROXY_HTTP, relay_port(proxy), "proxyuser", "proxypassword");
    purple_account_set_string(alice, "gateway_url", "http://" FAKE_GW);
    rig_go_online(alice);
    bob = rig_sign_in(server, BOB);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_buddy(bob, ALICE, "online=1");
    talk();
    const GByteArray *up = relay_seen(proxy, RELAY_UP); /* the switchboard */
    guint requests = count_in(up, "POST http://" FAKE_GW ":80/gateway/gateway.dll?");
    rig_check(requests > 1);
    rig_check(count_in(up, "POST ") == requests);
    rig_check(count_in(up, "\r\nProxy-Authorization: Basic ") == requests);
}

/* The server is on this machine, but what is said to it goes to another in the clear. */
static void
md5_needs_consent(void)
{
    server = rig_server_start("--max-dialect MSNP7");
    rig_server_tolerate(server, "*Host is not this server*");
    Relay *proxy = relay_new(RELAY_SOCKS5);
    relay_map(proxy, FAKE_GW ":80", rig_server_http_port(server));
    alice = behind_firewall(ALICE);
    rig_account_proxy(alice, PURPLE_PROXY_SOCKS5, relay_port(proxy), NULL, NULL);
    purple_account_set_string(alice, "gateway_url", "http://" FAKE_GW);
    rig_enable(alice);
    rig_expect_error(alice, "*", "*MD5*");
    purple_account_set_bool(alice, "allow_md5", TRUE);
    purple_account_connect(alice);
    rig_expect(alice, "connected");
}

/* -- lines that end -----------------------------------------------------------------------------
 */

/* Alice's requests go by a relay, and nothing of hers is under way: a living service answers a poll
 * at once. */
static Relay *
idle_by_relay(const char *options)
{
    server = rig_server_start_plain(options);
    rig_server_tolerate(server, "*Host is not this server*");
    Relay *relay = relay_new(RELAY_PLAIN);
    relay_target(relay, rig_server_http_port(server));
    alice = behind_firewall(ALICE);
    g_autofree char *url = g_strdup_printf("http://127.0.0.1:%u", relay_port(relay));
    purple_account_set_string(alice, "gateway_url", url);
    rig_go_online(alice);
    rig_server_tell(server, "await psm " ALICE);
    rig_server_tell(server, "await gateway-poll");
    rig_settle();
    return relay;
}

/* A connection carries many requests; one that the gateway has closed meanwhile is made again. */
static void
connection_closed_while_idle(void)
{
    Relay *relay = idle_by_relay("--living " FRIENDS);
    rig_check(relay_count(relay) == 1);
    rig_forbid(alice, "error");
    relay_cut_now(relay, RELAY_FIN);
    bob = rig_sign_in(server, BOB);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_check(relay_count(relay) == 2);
    talk();
}

static void
gateway_not_reached_any_more(void)
{
    Relay *relay = idle_by_relay("--living");
    relay_refuse(relay, TRUE);
    relay_cut_now(relay, RELAY_RESET);
    rig_expect_error(alice, "NETWORK_ERROR", "?*");
    relay_refuse(relay, FALSE);
    purple_account_connect(alice);
    rig_expect(alice, "connected");
}

/* The reply to what was said is lost: whether it arrived is not known, so it is not said again. */
static void
cut_while_sending(void)
{
    Relay *relay = idle_by_relay("--living");
    relay_cut_after(relay, RELAY_UP, relay_seen(relay, RELAY_UP)->len + 1, RELAY_FIN);
    rig_set_status(alice, "busy", NULL);
    rig_expect_error(alice, "NETWORK_ERROR", "?*");
    relay_cut_after(relay, RELAY_UP, G_MAXSIZE, RELAY_FIN);
    purple_account_connect(alice);
    rig_expect(alice, "connected");
}

static void
slow(void)
{
    two_friends();
    rig_server_tell(server, "fault HTTP:gateway delay 1500");
    rig_server_tell(server, "fault HTTP:gateway delay 1500");
    talk();
}

static void
auto_where_nobody_answers(void)
{
    automatic(relay_dead_end());
    rig_check(rig_server_saw(server, "gateway-open NS"));
}

/* Bob is no client: how he wants to meet is ordered. What came of it, in seconds. */
static double
file_at_a_wall(const char *way, const char *trick)
{
    static guint serial;
    g_autofree char *name = g_strdup_printf("wall%u.bin", serial++);
    g_autofree char *path = rig_file(name, 100000);
    rig_server_tell(server, "p2p-direct " BOB " %s", way);
    rig_server_tell(server, "p2p-direct-lie " BOB " %s", trick);
    gint64 start = g_get_monotonic_time();
    rig_send_file(alice, BOB, path);
    rig_server_tell(server, "await file-came " ALICE " " BOB " %s", name);
    rig_expect_file_end(alice, name, "done");
    return (double) (g_get_monotonic_time() - start) / G_USEC_PER_SEC;
}

/* Straight to Bob there is no way: the wall swallows it, refuses it, or he cannot come. The file
 * waits for some seconds at most, and goes by the gateway. */
static void
no_way_straight(void)
{
    g_autofree char *wall = g_strdup_printf("wall %u", relay_dead_end());
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "takefile " BOB " accept");
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "answer " BOB " on");
    alice = behind_firewall(ALICE);
    purple_account_set_bool(alice, "direct_connect", TRUE);
    rig_go_online(alice);
    rig_expect_buddy(alice, BOB, "online=1");
    double swallowed = file_at_a_wall("listen", wall);
    double refused = file_at_a_wall("listen", "absent");
    double none = file_at_a_wall("connect", "absent");
    g_print("# swallowed %.1f s, refused %.1f s, nobody comes %.1f s\n", swallowed, refused, none);
    rig_check(!rig_server_saw(server, "EVENT direct-ready"));
}

/* Clients older than 6.0 know only the straight way, and there may be one. */
static void
files_of_old_straight(void)
{
    server = rig_server_start(FRIENDS);
    alice = behind_firewall(ALICE);
    bob = behind_firewall(BOB);
    purple_account_set_bool(alice, "direct_connect", TRUE);
    purple_account_set_bool(bob, "direct_connect", TRUE);
    rig_go_online(alice);
    rig_go_online(bob);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_buddy(bob, ALICE, "online=1");
    take(alice, bob, "there.bin");
    take(bob, alice, "back.bin");
}

static void
no_connection_told(const char *name)
{
    g_autofree char *is_why =
        g_strdup_printf("secondary=%s: No connection could be made*firewall*", name);
    rig_expect_file_end(alice, name, "cancelled there");
    rig_expect(NULL, "notify", "type=error", is_why);
    rig_check(rig_open_transfers() == 0);
}

/* And where there is none, both are told why: he cannot come to her, nor she to him. */
static void
files_of_old_at_a_wall(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "answer " BOB " on");
    alice = behind_firewall(ALICE);
    purple_account_set_bool(alice, "direct_connect", TRUE);
    rig_go_online(alice);
    rig_expect_buddy(alice, BOB, "online=1");
    g_autofree char *path = rig_file("there.bin", 100000), *folder = rig_folder("taken");
    rig_server_tell(server, "msnftp-take " BOB " decline FTTIMEOUT");
    rig_send_file(alice, BOB, path);
    no_connection_told("there.bin");
    rig_server_tell(server, "msnftp-lie " BOB " absent");
    rig_server_tell(server, "msnftp-send " BOB " " ALICE " back.bin @100000");
    rig_expect(alice, "request", "type=action", "primary=*back.bin*");
    g_autofree char *where = rig_take_file(alice, "back.bin", folder);
    no_connection_told("back.bin");
    rig_server_tell(server, "await msnftp-cancelled " BOB " " ALICE " * FTTIMEOUT");
    rig_say(alice, BOB, "never mind");
    rig_server_tell(server, "await message " ALICE);
    rig_server_tell(server, "say " BOB " " ALICE " some other time");
    rig_expect(alice, "im", "text=*some other time*");
}

/* -- what goes wrong ----------------------------------------------------------------------------
 */

static void
lost_in_the_middle(void)
{
    server = rig_server_start("");
    alice = sign_in(ALICE);
    rig_server_tell(server, "fault HTTP:gateway status 400");
    rig_expect_error(alice, "NETWORK_ERROR", "Lost the connection*HTTP 400*");
    purple_account_connect(alice);
    rig_expect(alice, "connected");
}

/* What somebody in between says is not taken for the server's words: these would be that Alice has
 * signed in elsewhere, after which nobody tries again. */
static void
somebody_in_between(void)
{
    server = rig_server_start("");
    alice = sign_in(ALICE);
    rig_server_tell(server, "fault HTTP:gateway raw HTTP/1.1 200 OK\\r\\n"
                            "Content-Type: text/html\\r\\nContent-Length: 9\\r\\n\\r\\nOUT OTH\\r\\n");
    rig_expect_error(alice, "NETWORK_ERROR", "Lost the connection*");
    purple_account_connect(alice);
    rig_expect(alice, "connected");
}

static void
server_closes(void)
{
    server = rig_server_start("");
    alice = sign_in(ALICE);
    rig_server_tell(server, "drop " ALICE " ns");
    rig_expect_error(alice, "NETWORK_ERROR", "?*");
    purple_account_connect(alice);
    rig_expect(alice, "connected");
}

static void
no_gateway_there(void)
{
    server = rig_server_start("");
    alice = behind_firewall(ALICE);
    rig_server_tell(server, "fault HTTP:gateway status 404");
    rig_forbid(alice, "connected");
    rig_enable(alice);
    rig_expect_error(alice, "NETWORK_ERROR", "*HTTP gateway: HTTP 404*");
    purple_account_set_string(alice, "gateway_url", "http://127.0.0.1:1");
    purple_account_connect(alice);
    rig_expect_error(alice, "NETWORK_ERROR", "*HTTP gateway*");
}

static void
address_is_none(void)
{
    server = rig_server_start("");
    alice = behind_firewall(ALICE);
    rig_forbid(alice, "connected");
    purple_account_set_string(alice, "gateway_url", "ftp://nowhere");
    rig_enable(alice);
    rig_expect_error(alice, "INVALID_SETTINGS", "*address of the HTTP gateway*");
}

/* Nobody waits for the main loop then. Alice's last poll has been answered: a living service does so
 * at once, and another request beside it would be against the rules. */
static void
quits_at_once(void)
{
    server = rig_server_start_plain("--living");
    alice = sign_in(ALICE);
    PurplePlugin *plugin = purple_find_prpl("prpl-msn");
    rig_server_tell(server, "await psm " ALICE);
    rig_server_tell(server, "await gateway-poll");
    rig_settle();
    purple_account_set_enabled(alice, purple_core_get_ui(), FALSE);
    rig_check(purple_plugin_unload(plugin));
    rig_server_tell(server, "await signed-out " ALICE);
    rig_check(purple_plugin_load(plugin));
}

static const RigScenario scenarios[] = {
    {"presence and talk", presence_and_talk, RIG_WEB, 0},
    {"presence and talk in all moods", presence_and_talk,
     RIG_DIALECTS | RIG_WEB | RIG_MOODS | RIG_LONG, 0},
    {"talk with somebody outside", with_somebody_outside, RIG_SINCE | RIG_WEB | RIG_MOODS, 7},
    {"group chat", group_chat, RIG_SINCE, 7},
    {"group chat of web services", group_chat, RIG_WEB | RIG_LONG, 0},
    {"a file", file, RIG_WEB, 0},
    {"a file of old", file, RIG_SINCE | RIG_LONG, 9},
    {"a picture", picture, RIG_SINCE, 9},
    {"a picture of web services", picture, RIG_WEB | RIG_LONG, 0},
    {"over HTTPS", over_https, RIG_WEB, 0},
    {"over HTTPS of old", over_https, RIG_SINCE | RIG_LONG, 7},
    {"automatic, where the port is blocked", auto_where_direct_fails, RIG_SINCE | RIG_WEB, 7},
    {"automatic, where nobody answers", auto_where_nobody_answers, RIG_LONG, 0},
    {"automatic, where it is not", auto_where_direct_works, RIG_ONCE, 0},
    {"direct stays direct", direct_stays_direct, RIG_ONCE, 0},
    {"by a proxy", by_a_proxy, RIG_ONCE, 0},
    {"by an HTTP proxy", by_an_http_proxy, RIG_ONCE, 0},
    {"MD5 needs consent", md5_needs_consent, RIG_ONCE, 0},
    {"no way straight", no_way_straight, RIG_LONG, 18},
    {"files of old clients, straight", files_of_old_straight, RIG_ONCE | RIG_MOODS, 7},
    {"files of old clients, at a wall", files_of_old_at_a_wall, RIG_ONCE | RIG_MOODS, 7},
    {"somebody in between", somebody_in_between, RIG_ONCE | RIG_MOODS, 0},
    {"the session is not known any more", lost_in_the_middle, RIG_ONCE | RIG_MOODS, 0},
    {"the server closes it", server_closes, RIG_ONCE, 0},
    {"the program quits at once", quits_at_once, RIG_ONCE, 0},
    {"a connection is closed while idle", connection_closed_while_idle, RIG_ONCE, 0},
    {"the gateway is not reached any more", gateway_not_reached_any_more, RIG_ONCE, 0},
    {"a line is cut while sending", cut_while_sending, RIG_ONCE, 0},
    {"the gateway is slow", slow, RIG_ONCE, 0},
    {"there is no gateway", no_gateway_there, RIG_ONCE, 0},
    {"the address is none", address_is_none, RIG_ONCE, 0},
};

static gboolean
all_is_said(gpointer data)
{
    return rig_loop_plugin_sources() == 0;
}

/* The gateway hears a good-bye only after it has answered what was asked before: links may outlive
 * their account by that. */
static void
finish(void)
{
    rig_settle();
    for (GList *l = purple_accounts_get_all(); l != NULL; l = l->next) {
        purple_account_set_enabled(l->data, purple_core_get_ui(), FALSE);
    }
    rig_wait("good-byes to be said", all_is_said, NULL);
    rig_finish();
}

int
main(int argc, char **argv)
{
    return rig_main(argc, argv, scenarios, G_N_ELEMENTS(scenarios), NULL, finish);
}
