/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tickets of web services: where they are asked for, what else than tickets comes, and how long
 * they last. */
#include "rig-deeds.h"
#include "rig-share.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB

static RigServer *server;
static PurpleAccount *alice;

static void
alice_at(const char *options)
{
    server = rig_server_start(options);
    alice = rig_account(server, ALICE);
}

static void
option(const char *key, const char *page)
{
    g_autofree char *url =
        g_strdup_printf("https://127.0.0.1:%u%s", rig_server_https_port(server), page);
    purple_account_set_string(alice, key, url);
}

/* The ticket service is where tickets come from, in dialects as well that would ask a nexus first. */
static void
no_nexus(const char *tickets)
{
    purple_account_set_string(alice, "nexus_url", "");
    option("rst_url", tickets);
}

/* -- where ---------------------------------------------------------------------------------------
 */

static void
second_version(void)
{
    alice_at(FRIENDS);
    no_nexus("/RST2.srf");
    rig_go_online(alice);
    rig_check(rig_server_saw(server, "POST /RST2.srf"));
    rig_check(!rig_server_saw(server, "POST /RST.srf"));
    rig_disable(alice);
    purple_account_set_password(alice, "not this one");
    rig_enable(alice);
    rig_expect_error(alice, "AUTHENTICATION_FAILED", "?*");
}

static void
redirects(void)
{
    alice_at(FRIENDS " --redirects 3");
    no_nexus("/RST.srf");
    rig_go_online(alice);
    rig_disable(alice);
    no_nexus("/RST2.srf");
    rig_go_online(alice);
    rig_check(rig_server_saw(server, "POST /pp3/RST2.srf"));
}

static void
too_many_redirects(void)
{
    alice_at(FRIENDS " --redirects 20");
    rig_forbid(alice, "connected");
    rig_enable(alice);
    rig_expect_error(alice, "NETWORK_ERROR", "*redirecting*");
}

static void
redirect_without_tls(void)
{
    alice_at(FRIENDS);
    rig_forbid(alice, "connected");
    rig_server_tell(server, "fault HTTPS:RST redirect http://login.example.test/RST.srf");
    rig_enable(alice);
    rig_expect_error(alice, "*", "*https*http://login.example.test/RST.srf*");
}

/* What MSN 7.5 did, and a small server of one's own wants. */
static void
without_a_nexus(void)
{
    alice_at(FRIENDS);
    no_nexus("/RST.srf");
    rig_go_online(alice);
    rig_expect_buddy(alice, BOB, "online=0");
    rig_check_str(rig_server_tell(server, "count nexus"), "0");
}

/* Nobody has to know that there is none. */
static void
a_nexus_that_is_not_there(void)
{
    alice_at(FRIENDS);
    rig_server_tell(server, "fault HTTPS:nexus status 404");
    rig_go_online(alice);
    rig_check(rig_server_saw(server, "POST /RST.srf"));
    rig_disable(alice);
    rig_server_tell(server, "fault HTTPS:nexus status 404");
    purple_account_set_password(alice, "not this one");
    rig_enable(alice);
    rig_expect_error(alice, "AUTHENTICATION_FAILED", "?*");
}

/* -- what else comes -----------------------------------------------------------------------------
 */

static void
every_failure_has_its_reason(void)
{
    static const struct {
        const char *fault;
        const char *reason;
    } faults[] = {
        {"status 503", "NETWORK_ERROR"},
        {"status 500", "NETWORK_ERROR"},
        {"status 401", "AUTHENTICATION_FAILED"},
        {"drop", "NETWORK_ERROR"},
        {"fin", "NETWORK_ERROR"},
        {"truncate", "NETWORK_ERROR"},
        {"refuse", "ENCRYPTION_ERROR"},
        {"reply X: y", "NETWORK_ERROR"},
    };
    alice_at(FRIENDS);
    rig_forbid(alice, "connected");
    for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
        rig_server_tell(server, "fault HTTPS:RST %s", faults[i].fault);
        rig_enable(alice);
        const RigEvent *error = rig_expect_error(alice, "*", "?*");
        g_print("# %s: %s %s\n", faults[i].fault, rig_event_get(error, "reason"),
                rig_event_get(error, "text"));
        rig_check_str(rig_event_get(error, "reason"), faults[i].reason);
        rig_disable(alice);
    }
}

/* -- how long ------------------------------------------------------------------------------------
 */

static void
tickets_that_are_too_old(void)
{
    alice_at(FRIENDS);
    no_nexus("/RST.srf");
    rig_go_online(alice);
    rig_server_tell(server, "forget");
    rig_server_tell(server, "expire " ALICE);
    rig_add_buddy(alice, CAROL, "Friends");
    rig_server_tell(server, "await rst " ALICE " ; contact-added " ALICE " " CAROL);
    rig_expect_lists(server, ALICE, CAROL, "3 *");
    rig_check_str(rig_server_tell(server, "count signed-in " ALICE), "1");
}

/* -- the machine ---------------------------------------------------------------------------------
 */

static void
the_machine_stays_the_same(void)
{
    alice_at(FRIENDS);
    rig_go_online(alice);
    g_autofree char *machine = g_strdup(purple_account_get_string(alice, "machine_guid", ""));
    rig_check(strlen(machine) == 38);
    rig_check(rig_server_saw(server, machine));
    rig_disable(alice);
    rig_go_online(alice);
    rig_check_str(purple_account_get_string(alice, "machine_guid", ""), machine);
    rig_disable(alice);
    purple_account_set_string(alice, "machine_guid", "nonsense\r\nOUT");
    rig_go_online(alice);
    g_autofree char *other = g_strdup(purple_account_get_string(alice, "machine_guid", ""));
    rig_check(strlen(other) == 38 && strcmp(other, machine) != 0);
}

/* -- the profile ---------------------------------------------------------------------------------
 */

static void
the_profile_follows(void)
{
    alice_at(FRIENDS);
    option("storage_url", "");
    rig_set_status(alice, "available", "gone <fishing>");
    rig_go_online(alice);
    rig_server_tell(server, "await profile " ALICE " ; profile-updated " ALICE " Alice");
    rig_set_status(alice, "busy", NULL);
    rig_server_tell(server, "await profile-updated " ALICE);
    rig_command(alice, BOB, "/nick Ally");
    rig_server_tell(server, "await profile-updated " ALICE " Ally");
}

/* What Alice has said and shown elsewhere: Bob sees it, as she has nothing of the kind here. Going
 * away and coming back she says it still; what she says herself takes its place. */
static void
the_profile_is_taken(void)
{
    server = rig_server_start(FRIENDS);
    PurpleAccount *bob = rig_sign_in(server, BOB);
    g_autofree char *picture = rig_picture("a.png", 5000), *bytes = NULL;
    g_autoptr(GString) order = g_string_new(NULL);
    gsize length;
    rig_check(g_file_get_contents(picture, &bytes, &length, NULL));
    for (gsize i = 0; i < length; i++) {
        g_string_append_printf(order, "\\x%02x", (guint8) bytes[i]);
    }
    rig_server_tell(server, "profile-message " ALICE " gone <fishing>");
    rig_server_tell(server, "profile-picture " ALICE " %s", order->str);
    alice = rig_account(server, ALICE);
    option("storage_url", "");
    rig_go_online(alice);
    rig_expect_icon(bob, ALICE, picture);
    rig_expect_tooltip(bob, ALICE, "*gone*fishing*");
    rig_set_status(alice, "busy", NULL);
    rig_expect_buddy(bob, ALICE, "status=busy");
    rig_expect_tooltip(bob, ALICE, "*gone*fishing*");
    rig_check_str(rig_server_tell(server, "count profile-updated " ALICE), "1"); /* her name */
    rig_disable(alice);
    rig_go_online(alice); /* now the account has a picture */
    rig_server_tell(server, "await profile " ALICE);
    rig_settle();
    rig_check_str(rig_server_tell(server, "count tile-fetched " ALICE), "1");
    rig_set_status(alice, "available", "here");
    rig_server_tell(server, "await profile-updated " ALICE " * * * here");
    rig_check_str(rig_server_tell(server, "count tile-created"), "0");
}

/* Another picture is that of the profile, and then none. */
static void
the_picture_follows(void)
{
    g_autofree char *a = rig_picture("a.png", 5000), *b = rig_picture("b.png", 70000);
    alice_at(FRIENDS);
    option("storage_url", "");
    rig_set_icon(alice, a);
    rig_go_online(alice);
    rig_server_tell(server, "await tile-created " ALICE " 5000 ; tile-shown " ALICE);
    rig_set_icon(alice, b);
    rig_server_tell(server, "await tile-forgotten " ALICE " ; tile-hidden " ALICE
                            " ; tile-created " ALICE " 70000 ; tile-shown " ALICE);
    rig_set_icon(alice, NULL);
    rig_server_tell(server, "await tile-forgotten " ALICE " ; tile-hidden " ALICE);
    rig_settle();
    rig_check_str(rig_server_tell(server, "count tile-created"), "2");
}

/* Nobody notices. */
static void
a_picture_that_fails(void)
{
    static const char *const operations[] = {"DeleteRelationships", "CreateDocument",
                                             "CreateRelationships"};
    g_autofree char *a = rig_picture("a.png", 5000), *b = rig_picture("b.png", 6000);
    alice_at(FRIENDS);
    option("storage_url", "");
    rig_forbid(alice, "error");
    for (guint i = 0; i < G_N_ELEMENTS(operations); i++) {
        rig_server_tell(server, "profile-picture " ALICE " @4000");
        rig_set_icon(alice, a);
        rig_go_online(alice);
        rig_server_tell(server, "await profile " ALICE);
        rig_settle();
        rig_server_tell(server, "fault HTTPS:%s status 500", operations[i]);
        rig_set_icon(alice, b);
        rig_server_tell(server, "await fault HTTPS:%s", operations[i]);
        rig_settle();
        rig_disable(alice);
    }
    rig_server_tell(server, "profile-picture " ALICE " no picture at all");
    rig_set_icon(alice, NULL);
    rig_go_online(alice);
    rig_server_tell(server, "await tile-fetched " ALICE);
    rig_settle();
    rig_check(purple_buddy_icons_find_account_icon(alice) == NULL);
}

/* Nobody notices. */
static void
a_profile_that_fails(void)
{
    static const char *const faults[] = {"status 500", "drop", "soap soap:Client", "hang",
                                         "reply X: y", "soap q0:BadContextToken"};
    alice_at(FRIENDS);
    option("storage_url", "");
    rig_forbid(alice, "error");
    rig_server_tell(server, "fault HTTPS:UpdateProfile status 503");
    rig_go_online(alice);
    rig_server_tell(server, "await fault HTTPS:UpdateProfile");
    rig_settle();
    rig_command(alice, BOB, "/nick Ally");
    rig_server_tell(server, "await name " ALICE);
    rig_settle();
    rig_check_str(rig_server_tell(server, "count profile-updated"), "0");
    rig_disable(alice);
    for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
        rig_server_tell(server, "fault HTTPS:GetProfile %s", faults[i]);
        rig_go_online(alice);
        rig_server_tell(server, "await fault HTTPS:GetProfile");
        rig_settle();
        rig_disable(alice);
    }
}

static const RigScenario scenarios[] = {
    {"the second version of the ticket service,", second_version, RIG_WEB | RIG_MOODS, 0},
    {"redirects of the ticket service,", redirects, RIG_WEB, 0},
    {"too many redirects of the ticket service", too_many_redirects, RIG_ONCE, 15},
    {"a redirect without TLS", redirect_without_tls, RIG_ONCE, 15},
    {"tickets without a nexus,", without_a_nexus, RIG_ONCE, 12},
    {"tickets without a nexus in MSNP8,", without_a_nexus, RIG_ONCE, 8},
    {"tickets without a nexus in MSNP14,", without_a_nexus, RIG_ONCE, 14},
    {"a nexus that is not there,", a_nexus_that_is_not_there, RIG_MOODS, 9},
    {"every failure has its reason", every_failure_has_its_reason, RIG_ONCE, 18},
    {"tickets that are too old,", tickets_that_are_too_old, RIG_WEB, 0},
    {"the profile follows,", the_profile_follows, RIG_WEB | RIG_MOODS, 0},
    {"the profile is taken,", the_profile_is_taken, RIG_WEB | RIG_MOODS, 0},
    {"the picture follows,", the_picture_follows, RIG_WEB, 0},
    {"a picture that fails", a_picture_that_fails, RIG_ONCE, 18},
    {"a profile that fails", a_profile_that_fails, RIG_ONCE, 18},
    {"the machine stays the same", the_machine_stays_the_same, RIG_ONCE, 18},
};

RIG_MAIN(scenarios)
