/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What goes wrong ends in a sentence and in the reason that lets a client do the right thing: try
 * again where that helps, and leave it where it cannot. */
#include "relay.h"
#include "rig-fault.h"
#include "rig.h"

#include <stdio.h>
#include <string.h>

#define BOT    "echo@example.test"
#define PEOPLE "--friends " ALICE "," BOB " --bot echo:" BOT

static RigServer *server;
static PurpleAccount *alice;
static Relay *relay;

static void
with_relay(void)
{
    server = rig_server_start_plain(PEOPLE);
    alice = rig_account(server, ALICE);
    relay = relay_new(RELAY_PLAIN);
    relay_target(relay, rig_server_ns_port(server));
    purple_account_set_int(alice, "port", relay_port(relay));
}

/* -- the server says good-bye -------------------------------------------------------------------
 */

static void
every_goodbye_has_its_reason(void)
{
    static const struct {
        const char *out, *reason, *fatal, *text;
    } goodbyes[] = {
        {"OTH", "NAME_IN_USE", "1", "*"},   {"SSD", "NETWORK_ERROR", "0", "*"},
        {"MIG", "NETWORK_ERROR", "0", "*"}, {"TOU", "OTHER_ERROR", "1", "*"},
        {"RCT 7", "*", "*", "*7 minutes*"}, {"RCT 1", "*", "*", "*1 minute*"},
    };
    server = rig_server_start(PEOPLE);
    alice = rig_account(server, ALICE);
    for (guint i = 0; i < G_N_ELEMENTS(goodbyes); i++) {
        rig_go_online(alice);
        rig_server_tell(server, "kick %s %s", ALICE, goodbyes[i].out);
        const RigEvent *error = rig_expect_error(alice, goodbyes[i].reason, goodbyes[i].text);
        rig_check(strlen(rig_event_get(error, "text")) > 0);
        rig_check(g_pattern_match_simple(goodbyes[i].fatal, rig_event_get(error, "fatal")));
        rig_disable(alice);
    }
}

static void
connection_lost_while_online(void)
{
    with_relay();
    for (RelayCut cut = RELAY_FIN; cut <= RELAY_RESET; cut++) {
        rig_go_online(alice);
        relay_cut_now(relay, cut);
        rig_expect_error(alice, "NETWORK_ERROR", "?*");
        rig_disable(alice);
    }
}

/* -- the server refuses -------------------------------------------------------------------------
 */

static void
every_error_number_has_its_reason(void)
{
    static const struct {
        guint number;
        const char *reason;
    } errors[] = {
        {911, "AUTHENTICATION_FAILED"}, {500, "NETWORK_ERROR"},
        {600, "NETWORK_ERROR"},         {601, "NETWORK_ERROR"},
        {910, "NETWORK_ERROR"},         {921, "NETWORK_ERROR"},
        {924, "AUTHENTICATION_*"},      {923, "AUTHENTICATION_*"},
        {511, "AUTHENTICATION_*"},      {999, "*"},
    };
    server = rig_server_start_plain(PEOPLE);
    alice = rig_account(server, ALICE);
    for (guint i = 0; i < G_N_ELEMENTS(errors); i++) {
        rig_server_tell(server, "fault USR error %u", errors[i].number);
        rig_enable(alice);
        const RigEvent *error = rig_expect_error(alice, errors[i].reason, "?*");
        g_print("# %u: %s %s\n", errors[i].number, rig_event_get(error, "reason"),
                rig_event_get(error, "text"));
        rig_disable(alice);
    }
    rig_go_online(alice);
}

static void
no_dialect_in_common(void)
{
    server = rig_server_start_plain(PEOPLE " --min-dialect MSNP8");
    alice = rig_account(server, ALICE);
    purple_account_set_string(alice, "dialect", "MSNP7");
    rig_enable(alice);
    rig_expect_error(alice, "*", "?*");
}

static void
nobody_listens(void)
{
    server = rig_server_start_plain(PEOPLE);
    alice = rig_account(server, ALICE);
    rig_server_stop(server);
    rig_enable(alice);
    rig_expect_error(alice, "NETWORK_ERROR", "?*");
}

static void
connection_refused_by_relay(void)
{
    with_relay();
    relay_refuse(relay, TRUE);
    rig_enable(alice);
    rig_expect_error(alice, "NETWORK_ERROR", "?*");
}

static void
referrals_in_a_circle(void)
{
    server = rig_server_start_plain(PEOPLE);
    alice = rig_account(server, ALICE);
    rig_server_tell(server, "fault USR reply XFR %%T NS %%N 0 127.0.0.1:1 count 100");
    rig_enable(alice);
    rig_expect_error(alice, "NETWORK_ERROR", "*refer*");
}

/* -- Passport -----------------------------------------------------------------------------------
 */

static void
passport_answers_badly(void)
{
    server = rig_server_start_plain(PEOPLE);
    alice = rig_account(server, ALICE);
    static const struct {
        const char *fault, *reason;
    } faults[] = {
        {"HTTPS:nexus status 503", "NETWORK_ERROR"},
        {"HTTPS:login status 503", "NETWORK_ERROR"},
        {"HTTPS:login status 500", "NETWORK_ERROR"},
        {"HTTPS:login status 401", "AUTHENTICATION_FAILED"},
        {"HTTPS:nexus truncate", "NETWORK_ERROR"},
        {"HTTPS:login truncate", "NETWORK_ERROR"},
        {"HTTPS:nexus drop", "NETWORK_ERROR"},
        {"HTTPS:login drop", "NETWORK_ERROR"},
        {"HTTPS:nexus refuse", "*"},
        {"HTTPS:login refuse", "*"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
        rig_server_tell(server, "fault %s", faults[i].fault);
        rig_fault("HTTPS refused, cut short or wrong");
        rig_enable(alice);
        rig_expect_error(alice, faults[i].reason, "?*");
        rig_disable(alice);
    }
    rig_go_online(alice);
    rig_faults_survived();
}

static void
passport_is_slow(void)
{
    server = rig_server_start_plain(PEOPLE);
    alice = rig_account(server, ALICE);
    rig_fault("HTTPS slow");
    rig_server_tell(server, "fault HTTPS:nexus delay 300");
    rig_server_tell(server, "fault HTTPS:login delay 300");
    rig_go_online(alice);
    rig_faults_survived();
}

/* How long is waited for it is for the replays to say, which have a clock of their own. */
static void
passport_never_answers(void)
{
    static const char *const places[] = {"nexus", "login"};
    server = rig_server_start_plain(PEOPLE);
    alice = rig_account(server, ALICE);
    rig_forbid(alice, "error");
    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *event = g_strconcat("fault HTTPS:", places[i], NULL);
        rig_server_tell(server, "forget");
        rig_server_tell(server, "fault HTTPS:%s hang", places[i]);
        rig_fault("HTTPS never answered");
        rig_enable(alice);
        rig_server_tell(server, "await %s", event);
        rig_disable(alice); /* the user has lost patience */
    }
    rig_go_online(alice);
    rig_faults_survived();
}

/* -- the first time -----------------------------------------------------------------------------
 * Each wrong turn that somebody new may take ends in what to do next. */

static void
a_stranger_to_the_service(void)
{
    server = rig_server_start(PEOPLE);
    alice = rig_account(server, "nobody@example.test");
    purple_account_set_password(alice, "secret-2009");
    rig_enable(alice);
    rig_expect_error(alice, "AUTHENTICATION_FAILED", "*make one on the service's web site*");
}

static void
a_wrong_password(void)
{
    server = rig_server_start(PEOPLE);
    alice = rig_account(server, ALICE);
    purple_account_set_password(alice, "not-it-2009");
    rig_enable(alice);
    rig_expect_error(alice, "AUTHENTICATION_FAILED", "*Wrong address or password*switched on*");
}

static void
no_such_host(void)
{
    server = rig_server_start_plain(PEOPLE);
    alice = rig_account(server, ALICE);
    purple_account_set_string(alice, "server", "no such host.invalid");
    rig_enable(alice);
    rig_expect_error(alice, "NETWORK_ERROR", "*check the server and the port*");
}

static void
a_port_that_is_blocked(void)
{
    with_relay();
    relay_refuse(relay, TRUE);
    rig_enable(alice);
    rig_expect_error(alice, "NETWORK_ERROR", "*firewall blocks port 1863*");
}

/* What listens there is the sign-in service, and waits for TLS; or it says something else, to older
 * dialects too. */
static void
another_server_at_the_port(void)
{
    server = rig_server_start_plain(PEOPLE);
    alice = rig_account(server, ALICE);
    rig_server_tell(server, "fault NS:VER cut HTTP/1.1 400 Bad Request\\r\\nServer: x\\r\\n\\r\\n "
                            "count 2");
    rig_enable(alice);
    rig_expect_error(alice, "NETWORK_ERROR", "?*");
}

static void
a_nexus_that_is_not_there(void)
{
    server = rig_server_start(PEOPLE);
    alice = rig_account(server, ALICE);
    purple_account_set_string(alice, "nexus_url", "https://127.0.0.1:1/rdr/pprdr.asp");
    rig_enable(alice);
    rig_expect_error(alice, "NETWORK_ERROR", "*check the sign-in address*");
    purple_account_set_string(alice, "nexus_url", "what is this?");
    purple_account_connect(alice);
    rig_expect_error(alice, "INVALID_SETTINGS", "*Correct it in the account's advanced options*");
}

static void
a_server_of_ones_own_without_a_name(void)
{
    server = rig_server_start(PEOPLE);
    alice = rig_account(server, ALICE);
    purple_account_set_string(alice, "server", "");
    rig_enable(alice);
    rig_expect_error(alice, "INVALID_SETTINGS", "*choose a service, or fill in the server*");
}

static void
a_full_service(void)
{
    server = rig_server_start_plain(PEOPLE);
    alice = rig_account(server, ALICE);
    rig_server_tell(server, "fault NS:USR error 910");
    rig_enable(alice);
    const RigEvent *error = rig_expect_error(alice, "NETWORK_ERROR", "*busy or not available*");
    rig_check_str(rig_event_get(error, "fatal"), "0"); /* it is tried again */
}

/* -- certificates -------------------------------------------------------------------------------
 */

static void
forget_certificate(void)
{
    g_autofree char *path = rig_profile_path("certificates/x509/tls_peers/127.0.0.1");
    rig_check(remove(path) == 0);
}

static void
untrusted_certificate_refused(void)
{
    server = rig_server_start_plain(PEOPLE);
    alice = rig_account(server, ALICE);
    forget_certificate();
    rig_fault("certificate not trusted");
    rig_forbid(alice, "connected");
    rig_enable(alice);
    rig_expect(NULL, "request", "type=action");
    rig_answer("*Reject*", NULL);
    const RigEvent *error = rig_expect_error(alice, "CERT_*", "*accept its certificate*");
    rig_check_str(rig_event_get(error, "fatal"), "1");
    rig_faults_survived();
}

static void
untrusted_certificate_accepted(void)
{
    server = rig_server_start_plain(PEOPLE);
    alice = rig_account(server, ALICE);
    forget_certificate();
    rig_enable(alice);
    rig_expect(NULL, "request", "type=action");
    rig_answer("*Accept*", NULL);
    rig_expect(alice, "connected");
}

static void
disabled_while_the_certificate_is_asked_about(void)
{
    server = rig_server_start_plain(PEOPLE);
    alice = rig_account(server, ALICE);
    forget_certificate();
    rig_enable(alice);
    rig_expect(NULL, "request", "type=action");
    rig_disable(alice);
    if (rig_open_questions() > 0) {
        rig_answer("*Accept*", NULL); /* long after: must not find what is no more */
    }
}

static const RigScenario scenarios[] = {
    {"every good-bye has its reason", every_goodbye_has_its_reason, RIG_ONCE, 0},
    {"connection lost while online", connection_lost_while_online, RIG_ONCE, 7},
    {"every error number has its reason", every_error_number_has_its_reason, RIG_ONCE, 7},
    {"no dialect in common", no_dialect_in_common, RIG_ONCE, 0},
    {"nobody listens", nobody_listens, RIG_ONCE, 0},
    {"connections are refused", connection_refused_by_relay, RIG_ONCE, 0},
    {"referrals in a circle", referrals_in_a_circle, RIG_ONCE, 0},
    {"Passport answers badly", passport_answers_badly, RIG_ONCE, 12},
    {"Passport is slow", passport_is_slow, RIG_ONCE, 12},
    {"Passport never answers", passport_never_answers, RIG_ONCE, 12},
    {"a stranger to the service", a_stranger_to_the_service,
     RIG_DIALECTS | RIG_MOODS | RIG_WEB, 0},
    {"a wrong password", a_wrong_password, RIG_DIALECTS | RIG_MOODS | RIG_WEB, 0},
    {"no such host", no_such_host, RIG_ONCE, 0},
    {"a port that is blocked", a_port_that_is_blocked, RIG_ONCE, 0},
    {"another server at the port", another_server_at_the_port, RIG_ONCE, 0},
    {"a nexus that is not there", a_nexus_that_is_not_there, RIG_ONCE, 0},
    {"a server of one's own without a name", a_server_of_ones_own_without_a_name, RIG_ONCE, 0},
    {"a full service", a_full_service, RIG_ONCE, 0},
    {"an untrusted certificate is refused", untrusted_certificate_refused, RIG_ONCE, 0},
    {"an untrusted certificate is accepted", untrusted_certificate_accepted, RIG_ONCE, 0},
    {"disabled while the certificate is asked about", disabled_while_the_certificate_is_asked_about,
     RIG_ONCE, 0},
};

RIG_MAIN(scenarios)
