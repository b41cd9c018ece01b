/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The choice of the dialect is left to us: what happens where web services do not work, how long
 * that is remembered, and what it must not be good for. (That the newest dialect which the server
 * knows is taken, is test-signin's.) */
#include "relay.h"
#include "rig-deeds.h"
#include "rig-fault.h"

#include <string.h>

#define BOT     "echo@example.test"
#define PEOPLE  "--friends " ALICE "," BOB " --bot echo:" BOT
#define FAKE_NS "messenger.example.test"

#define NEWEST "MSNP18"
#define OLDER  "MSNP12"

enum { PIECES = 8, TLS_GOODBYE = 60 };

static RigServer *server;
static PurpleAccount *alice;

static void
alice_at(RigServer *where)
{
    server = where;
    alice = rig_account(server, ALICE);
}

static void
signed_in_by(const char *dialect)
{
    rig_expect(alice, "connected");
    rig_server_tell(server, "await signed-in %s %s", ALICE, dialect);
}

/* Online by the newest dialect, without a word about it. */
static void
by_the_newest(void)
{
    rig_enable(alice);
    signed_in_by(NEWEST);
    rig_expect_buddy(alice, BOT, "online=1");
    rig_check(rig_count(NULL, "notify") == 0);
    rig_disable(alice);
    rig_server_tell(server, "forget");
}

/* Online by an older one, and told why; forgotten again if the next one is to be as if nothing had
 * been. */
static void
by_an_older_one(gboolean forget)
{
    signed_in_by(OLDER);
    rig_expect(NULL, "notify", "type=info", "primary=Signed in the older way*", "secondary=?*");
    rig_expect_buddy(alice, BOT, "online=1");
    rig_disable(alice);
    rig_server_tell(server, "forget");
    if (forget) {
        purple_account_remove_setting(alice, "older_until");
    }
}

/* -- web services that do not work --------------------------------------------------------------
 */

static void
what_fails_is_done_without(void)
{
    static const char *const faults[] = {
        "RST status 503",
        "RST status 404 count 2", /* both versions of it */
        "RST refuse",
        "RST drop",
        "RST truncate",
        "RST reply X: y",
        "FindMembership status 500",
        "FindMembership soap soap:Server",
        "ABFindContactsPaged refuse",
        "ABFindContactsPaged drop",
        "ABFindContactsPaged soap soap:Client",
    };
    alice_at(rig_server_start(PEOPLE));
    rig_forbid(alice, "error");
    for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
        rig_server_tell(server, "fault HTTPS:%s", faults[i]);
        rig_fault("web service fails, of an account that takes any dialect");
        rig_enable(alice);
        by_an_older_one(TRUE);
        rig_faults_survived();
    }
    by_the_newest();
}

static void
there_are_none(void)
{
    alice_at(rig_server_start(PEOPLE));
    rig_forbid(alice, "error");
    purple_account_set_string(alice, "web_url", "https://127.0.0.1:1");
    rig_enable(alice);
    by_an_older_one(FALSE);
}

/* As behind a firewall. It takes a quarter of a minute. */
static void
nobody_answers(void)
{
    g_autofree char *url = g_strdup_printf("https://127.0.0.1:%u", relay_dead_end());
    alice_at(rig_server_start_plain(PEOPLE));
    purple_account_set_string(alice, "web_url", url);
    rig_enable(alice);
    rig_expect(alice, "connecting", "text=Proving*");
    by_an_older_one(FALSE);
}

/* Nor where older dialects sign in: twice as long, and then one is told. */
static void
nobody_answers_anywhere(void)
{
    g_autofree char *nexus =
        g_strdup_printf("https://127.0.0.1:%u/rdr/pprdr.asp", relay_dead_end());
    alice_at(rig_server_start_plain(PEOPLE));
    purple_account_set_string(alice, "nexus_url", nexus);
    rig_forbid(alice, "connected");
    rig_enable(alice);
    rig_expect(alice, "connecting", "text=Connecting");
    rig_expect(alice, "connecting", "text=Connecting");
    rig_expect_error(alice, "NETWORK_ERROR", "*did not answer in time*");
}

/* Talk, chat and the list are what they are in that dialect. */
static void
one_can_do_everything(void)
{
    alice_at(rig_server_start(PEOPLE));
    rig_server_tell(server, "fault HTTPS:RST status 503");
    rig_enable(alice);
    signed_in_by(OLDER);
    rig_expect(NULL, "notify", "primary=Signed in the older way*");
    rig_expect_buddy(alice, BOT, "online=1");
    rig_say(alice, BOT, "does it work?");
    rig_expect(alice, "im", "who=" BOT, "text=*does it work?*");
    rig_add_buddy(alice, CAROL, "Friends");
    rig_expect_lists(server, ALICE, CAROL, "3 *");
    rig_set_status(alice, "busy", NULL);
    rig_server_tell(server, "await status " ALICE " BSY");
}

/* A living gateway: the official one would hold the last request of the first link for seconds. */
static void
by_the_gateway(void)
{
    alice_at(rig_server_start_plain(PEOPLE " --living"));
    g_autofree char *url = g_strdup_printf("http://127.0.0.1:%u", rig_server_http_port(server));
    purple_account_set_string(alice, "transport", "http");
    purple_account_set_string(alice, "gateway_url", url);
    by_the_newest();
    rig_server_tell(server, "fault HTTPS:RST status 503");
    rig_enable(alice);
    signed_in_by(OLDER);
    rig_expect(NULL, "notify", "primary=Signed in the older way*");
    rig_expect_buddy(alice, BOT, "online=1");
}

/* -- the line breaks ----------------------------------------------------------------------------
 */

/* Cut anywhere, in either way, each connection of the sign-in in its turn: by the newest dialect or
 * by an older one, one is online. */
static void
cut_anywhere(Relay *relay, gsize goodbye)
{
    rig_go_online(alice);
    guint count = relay_count(relay);
    g_autofree gsize *total = g_new(gsize, count);
    for (guint i = 0; i < count; i++) {
        total[i] = relay_bytes_of(relay, i, RELAY_DOWN)->len - goodbye;
    }
    rig_disable(alice);
    for (guint i = 0; i < count * PIECES; i++) {
        relay_forget(relay);
        relay_only(relay, NULL, i / PIECES + 1);
        relay_cut_after(relay, RELAY_DOWN, total[i / PIECES] * (i % PIECES + 1) / (PIECES + 1),
                        i % 2 ? RELAY_FIN : RELAY_RESET);
        rig_fault("line cut in the sign-in of an account that takes any dialect");
        rig_enable(alice);
        rig_expect(alice, "connected");
        rig_disable(alice);
        rig_forget(NULL);
        purple_account_remove_setting(alice, "older_until");
        rig_faults_survived();
    }
}

static void
line_to_the_server_cut(void)
{
    alice_at(rig_server_start_plain(PEOPLE));
    Relay *relay = relay_new(RELAY_PLAIN);
    relay_target(relay, rig_server_ns_port(server));
    purple_account_set_int(alice, "port", relay_port(relay));
    cut_anywhere(relay, 0);
}

static void
line_to_web_services_cut(void)
{
    alice_at(rig_server_start_plain(PEOPLE));
    Relay *relay = relay_new(RELAY_PLAIN);
    g_autofree char *url = g_strdup_printf("https://127.0.0.1:%u", relay_port(relay));
    relay_target(relay, rig_server_https_port(server));
    rig_server_tolerate(server, "*Host is not this server*");
    purple_account_set_string(alice, "web_url", url);
    cut_anywhere(relay, TLS_GOODBYE);
}

/* -- what is remembered -------------------------------------------------------------------------
 */

static void
an_older_one_is_remembered(void)
{
    alice_at(rig_server_start(PEOPLE));
    rig_server_tell(server, "fault HTTPS:RST status 503");
    rig_enable(alice);
    by_an_older_one(FALSE);
}

/* Nobody waits again for what did not work, nor is told of it again. */
static void
at_once_by_an_older_one(void)
{
    g_autofree char *before = g_strdup(rig_server_tell(server, "count rst"));
    rig_enable(alice);
    signed_in_by(OLDER);
    rig_expect_buddy(alice, BOT, "online=1");
    rig_disable(alice);
    rig_check(rig_count(NULL, "notify") == 0);
    rig_check_str(rig_server_tell(server, "count rst"), before);
    rig_server_tell(server, "forget");
}

static int
this_hour(void)
{
    return (int) (g_get_real_time() / G_USEC_PER_SEC / 3600);
}

static void
remembered_for(int hours)
{
    int until = purple_account_get_int(alice, "older_until", 0);
    rig_check(until >= this_hour() + hours - 1 && until <= this_hour() + hours);
}

/* For two hours, as it may have been chance; then, if it was none, for a day. */
static void
for_a_day(void)
{
    an_older_one_is_remembered();
    remembered_for(2);
    at_once_by_an_older_one();
    at_once_by_an_older_one();
    purple_account_set_int(alice, "older_until", this_hour());
    rig_server_tell(server, "fault HTTPS:RST status 503");
    rig_enable(alice);
    by_an_older_one(FALSE);
    remembered_for(24);
    at_once_by_an_older_one();
    purple_account_set_int(alice, "older_until", this_hour());
    by_the_newest();
}

/* What was saved with a clock that went wrong is not for ever. */
static void
not_by_a_wrong_clock(void)
{
    an_older_one_is_remembered();
    purple_account_set_int(alice, "older_until", G_MAXINT);
    by_the_newest();
}

/* Who mends his settings need not wait. */
static void
with_these_settings(void)
{
    g_autofree char *url = NULL;
    an_older_one_is_remembered();
    at_once_by_an_older_one();
    url = g_strdup_printf("https://127.0.0.1:%u", rig_server_https_port(server));
    purple_account_set_string(alice, "web_url", url);
    by_the_newest();
    purple_account_set_string(alice, "web_url", "");
    at_once_by_an_older_one();
    Relay *proxy = relay_new(RELAY_SOCKS5);
    rig_account_proxy(alice, PURPLE_PROXY_SOCKS5, relay_port(proxy), NULL, NULL);
    by_the_newest();
}

static void
until_a_dialect_is_chosen(void)
{
    an_older_one_is_remembered();
    purple_account_set_string(alice, "dialect", NEWEST);
    by_the_newest();
    purple_account_set_string(alice, "dialect", "auto");
    by_the_newest();
}

/* A profile that was saved meanwhile. */
static void
the_day_before(void)
{
    alice_at(rig_server_start_plain(PEOPLE));
    purple_account_set_int(alice, "older_until", this_hour() + 3);
    by_the_newest();
}

/* -- what it is not for -------------------------------------------------------------------------
 */

/* The password is sent once, and not again in another way. */
static void
wrong_password(void)
{
    alice_at(rig_server_start(PEOPLE));
    purple_account_set_password(alice, "not-it-2009");
    rig_forbid(alice, "connected");
    rig_enable(alice);
    rig_expect_error(alice, "AUTHENTICATION_FAILED", "*Wrong address or password*");
    rig_check_str(rig_server_tell(server, "count rst-failed"), "1");
    rig_check_str(rig_server_tell(server, "count nexus"), "0");
    rig_check_str(rig_server_tell(server, "count login-failed"), "0");
    rig_check(!purple_account_get_int(alice, "older_until", 0));
}

static void
certificate_not_trusted(void)
{
    alice_at(rig_server_start_plain(PEOPLE));
    g_autofree char *path = rig_profile_path("certificates/x509/tls_peers/127.0.0.1");
    rig_check(remove(path) == 0);
    rig_forbid(alice, "connected");
    rig_enable(alice);
    rig_expect(NULL, "request", "type=action");
    rig_answer("*Reject*", NULL);
    rig_expect_error(alice, "CERT_*", "*accept its certificate*");
    rig_check_str(rig_server_tell(server, "count nexus"), "0");
}

/* Who chose a dialect is told what is wrong with it. */
static void
chosen_is_chosen(void)
{
    alice_at(rig_server_start(PEOPLE));
    purple_account_set_string(alice, "dialect", NEWEST);
    rig_forbid(alice, "connected");
    rig_server_tell(server, "fault HTTPS:RST status 503");
    rig_enable(alice);
    rig_expect_error(alice, "NETWORK_ERROR", "?*");
}

/* A server that is not on this machine. */
static void
far_away(void)
{
    alice_at(rig_server_start_plain(PEOPLE));
    Relay *proxy = relay_new(RELAY_SOCKS5);
    relay_map(proxy, FAKE_NS ":*", rig_server_ns_port(server));
    rig_account_proxy(alice, PURPLE_PROXY_SOCKS5, relay_port(proxy), NULL, NULL);
    purple_account_set_string(alice, "server", FAKE_NS);
}

/* It lets newer dialects fail, and then knows nothing but MSNP7: MD5 of the password, which it
 * could guess at leisure, it gets with consent only. */
static void
md5_by_failing(void)
{
    static const char *const lies[] = {"reply VER %T 0", "fin", "delay 1"};
    far_away();
    rig_forbid(alice, "connected");
    for (guint i = 0; i < G_N_ELEMENTS(lies); i++) {
        rig_server_tell(server, "fault HTTPS:RST status 503");
        rig_server_tell(server, "fault NS:VER %s", lies[i]);
        rig_server_tell(server, "fault NS:VER reply VER %%T MSNP7");
        rig_enable(alice);
        rig_expect_error(alice, "*", "*MD5*Nothing was sent*");
        rig_server_tell(server, "fault-clear");
        rig_disable(alice);
    }
    rig_check(rig_server_saw(server, "SSO I " ALICE)); /* the third time */
    rig_check(!rig_server_saw(server, "MD5 I "));
    rig_check(!purple_account_get_int(alice, "older_until", 0));
}

static const RigScenario scenarios[] = {
    {"what fails is done without", what_fails_is_done_without, RIG_MOODS, 0},
    {"there are no web services", there_are_none, RIG_MOODS, 0},
    {"nobody answers", nobody_answers, RIG_LONG, 0},
    {"nobody answers anywhere", nobody_answers_anywhere, RIG_LONG, 0},
    {"one can do everything", one_can_do_everything, RIG_MOODS, 0},
    {"by the gateway", by_the_gateway, RIG_ONCE, 0},
    {"the line to the server is cut", line_to_the_server_cut, RIG_ONCE, 0},
    {"the lines to web services are cut", line_to_web_services_cut, RIG_ONCE, 0},
    {"remembered for hours, then for a day", for_a_day, RIG_MOODS, 0},
    {"a wrong clock is not believed", not_by_a_wrong_clock, RIG_ONCE, 0},
    {"remembered with these settings", with_these_settings, RIG_ONCE, 0},
    {"remembered until a dialect is chosen", until_a_dialect_is_chosen, RIG_ONCE, 0},
    {"a note without settings says nothing", the_day_before, RIG_ONCE, 0},
    {"a wrong password is not tried again", wrong_password, RIG_MOODS, 0},
    {"a certificate is not gone around", certificate_not_trusted, RIG_ONCE, 0},
    {"a dialect that was chosen stays", chosen_is_chosen, RIG_ONCE, 0},
    {"MD5 is not to be had by failing", md5_by_failing, RIG_ONCE, 0},
};

RIG_MAIN(scenarios)
