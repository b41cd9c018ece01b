/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signing in, in every dialect and mood, and what is wrong with an account. */
#include "rig.h"

#include <stdio.h>
#include <string.h>

#define BOT    "echo@example.test"
#define PEOPLE "--friends " ALICE "," BOB " --friends " ALICE "," CAROL " --bot echo:" BOT

enum { BUDDIES = 3, ROUNDS = 3 };

/* -- the good case ------------------------------------------------------------------------------
 */

static void
signs_in_with_the_whole_roster(void)
{
    RigServer *server = rig_server_start(PEOPLE);
    PurpleAccount *alice = rig_account(server, ALICE);
    rig_forbid(alice, "error");
    rig_enable(alice);
    rig_expect(alice, "connecting");
    rig_expect(alice, "connected");
    rig_server_tell(server, "await signed-in %s %s ; status %s NLN", ALICE, rig_dialect(), ALICE);
    rig_check(rig_buddy_count(alice) == BUDDIES); /* online means that the roster is complete */
    rig_expect_buddy(alice, BOB, "online=0", "shown=Bob");
    rig_expect_buddy(alice, CAROL, "online=0");
    rig_expect_buddy(alice, BOT, "status=available", "alias=Echo Bot");
    rig_disable(alice);
    rig_expect(alice, "disconnected");
}

/* A server that knows nothing newer is no reason to say anything. */
static void
takes_the_dialect_that_the_server_picks(void)
{
    g_autofree char *options = g_strdup_printf(PEOPLE " --max-dialect %s", rig_dialect());
    RigServer *server = rig_server_start(options);
    PurpleAccount *alice = rig_account(server, ALICE);
    purple_account_set_string(alice, "dialect", "auto");
    rig_forbid(NULL, "notify");
    rig_go_online(alice);
    rig_server_tell(server, "await signed-in %s %s", ALICE, rig_dialect());
    rig_expect_buddy(alice, BOT, "online=1");
    rig_say(alice, BOT, "in whatever way");
    rig_expect(alice, "im", "who=" BOT, "text=*in whatever way*");
}

static void
signs_in_again_and_again(void)
{
    RigServer *server = rig_server_start(PEOPLE);
    PurpleAccount *alice = rig_account(server, ALICE);
    for (guint i = 0; i < ROUNDS; i++) {
        rig_go_online(alice);
        rig_expect_buddy(alice, BOT, "online=1");
        rig_check(rig_buddy_count(alice) == BUDDIES);
        rig_disable(alice);
        rig_expect_buddy(alice, BOT, "online=0");
    }
}

static void
several_accounts_at_once(void)
{
    RigServer *server = rig_server_start("--friends " ALICE "," BOB " --friends " BOB "," CAROL);
    PurpleAccount *alice = rig_account(server, ALICE);
    PurpleAccount *bob = rig_account(server, BOB);
    PurpleAccount *carol = rig_account(server, CAROL);
    rig_enable(alice);
    rig_enable(bob);
    rig_enable(carol);
    rig_expect(alice, "connected");
    rig_expect(bob, "connected");
    rig_expect(carol, "connected");
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_buddy(bob, ALICE, "online=1");
    rig_expect_buddy(bob, CAROL, "online=1");
    rig_expect_buddy(carol, BOB, "online=1");
}

static void
two_accounts_in_two_dialects(void)
{
    RigServer *server = rig_server_start("--friends " ALICE "," BOB);
    PurpleAccount *alice = rig_account(server, ALICE);
    PurpleAccount *bob = rig_account(server, BOB);
    purple_account_set_string(alice, "dialect", "MSNP3");
    purple_account_set_string(bob, "dialect", "MSNP11");
    rig_go_online(alice);
    rig_go_online(bob);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_buddy(bob, ALICE, "online=1");
}

static void
bytes_may_come_one_by_one(void)
{
    RigServer *server = rig_server_start(PEOPLE " --dribble");
    PurpleAccount *alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOT, "online=1");
    rig_check(rig_buddy_count(alice) == BUDDIES);
}

static void
nobody_on_the_list(void)
{
    RigServer *server = rig_server_start("");
    PurpleAccount *alice = rig_sign_in(server, DAVE);
    rig_check(rig_buddy_count(alice) == 0);
}

static void
passport_redirects(void)
{
    RigServer *server = rig_server_start(PEOPLE " --redirects 5");
    rig_sign_in(server, ALICE);
}

static void
passport_redirects_without_end(void)
{
    RigServer *server = rig_server_start(PEOPLE " --redirects 6");
    PurpleAccount *alice = rig_account(server, ALICE);
    rig_enable(alice);
    rig_expect_error(alice, "*", "*");
    rig_forbid(alice, "connected");
}

/* -- services that do it differently ------------------------------------------------------------
 */

/* Today's services leave a CHG without a client id, and more, unanswered. */
static void
online_before_chg_is_answered(void)
{
    RigServer *server = rig_server_start(PEOPLE);
    PurpleAccount *alice = rig_account(server, ALICE);
    rig_server_tell(server, "fault CHG silent");
    rig_go_online(alice);
    rig_server_tell(server, "await fault NS:CHG");
}

static void
referred_to_nowhere_means_again_here(void)
{
    RigServer *server = rig_server_start_plain(PEOPLE);
    PurpleAccount *alice = rig_account(server, ALICE);
    rig_server_tell(server, "fault USR reply XFR %%T NS 0 0");
    rig_go_online(alice);
    rig_expect_buddy(alice, BOT, "online=1");
}

static void
referred_with_any_tail(void)
{
    static const char *const tails[] = {"", " 0", " 0 127.0.0.1:1", " 0 127.0.0.1:1 U D 1 2 3"};
    RigServer *server = rig_server_start_plain(PEOPLE);
    PurpleAccount *alice = rig_account(server, ALICE);
    for (guint i = 0; i < G_N_ELEMENTS(tails); i++) {
        rig_server_tell(server, "fault USR reply XFR %%T NS %%N%s", tails[i]);
        rig_go_online(alice);
        rig_disable(alice);
    }
}

static void
mail_in_the_inbox(void)
{
    RigServer *server = rig_server_start_plain(PEOPLE);
    PurpleAccount *alice = rig_account(server, ALICE);
    rig_server_tell(server, "mail %s 3", ALICE);
    purple_account_set_check_mail(alice, TRUE);
    rig_go_online(alice);
    rig_expect(alice, "emails", "count=3");
}

static void
login_page_without_tls_is_refused(void)
{
    RigServer *server = rig_server_start_plain(PEOPLE);
    PurpleAccount *alice = rig_account(server, ALICE);
    rig_forbid(alice, "connected");
    rig_server_tell(server, "fault HTTPS:nexus reply PassportURLs: "
                            "DALogin=http://login.example.test/login2.srf");
    rig_enable(alice);
    rig_expect_error(alice, "*", "?*");
    rig_disable(alice);
    rig_server_tell(server, "fault HTTPS:login redirect http://login.example.test/login2.srf");
    rig_enable(alice);
    rig_expect_error(alice, "*", "?*");
    rig_check_str(rig_server_tell(server, "count signed-in"), "0");
}

/* -- the account window -------------------------------------------------------------------------
 */

static void
check_option(GList *options, const char *key, PurplePrefType type, const char *default_text)
{
    for (GList *l = options; l != NULL; l = l->next) {
        PurpleAccountOption *option = l->data;
        if (strcmp(purple_account_option_get_setting(option), key) != 0) {
            continue;
        }
        rig_check(purple_account_option_get_type(option) == type);
        if (type == PURPLE_PREF_STRING_LIST) {
            rig_check_str(purple_account_option_get_default_list_value(option), default_text);
        } else if (type == PURPLE_PREF_STRING) {
            rig_check_str(purple_account_option_get_default_string(option), default_text);
        }
        return;
    }
    rig_fail("there is no option \"%s\"", key);
}

/* The keys are in people's profiles and in tools. */
static void
the_plugin_introduces_itself(void)
{
    rig_start();
    PurplePlugin *plugin = purple_find_prpl("prpl-msn");
    const PurplePluginProtocolInfo *info = PURPLE_PLUGIN_PROTOCOL_INFO(plugin);
    rig_check_str(purple_plugin_get_name(plugin), "MSN");
    rig_check_str(info->list_icon(NULL, NULL), "msn");
    rig_check(info->user_splits == NULL); /* the address is the whole name */
    rig_check(info->struct_size == sizeof(PurplePluginProtocolInfo));
    check_option(info->protocol_options, "service", PURPLE_PREF_STRING_LIST, "escargot");
    check_option(info->protocol_options, "server", PURPLE_PREF_STRING, "");
    check_option(info->protocol_options, "port", PURPLE_PREF_INT, NULL);
    check_option(info->protocol_options, "nexus_url", PURPLE_PREF_STRING, "");
    check_option(info->protocol_options, "web_url", PURPLE_PREF_STRING, "");
    check_option(info->protocol_options, "transport", PURPLE_PREF_STRING_LIST, "direct");
    check_option(info->protocol_options, "gateway_url", PURPLE_PREF_STRING, "");
    check_option(info->protocol_options, "mpop", PURPLE_PREF_BOOLEAN, NULL);
    check_option(info->protocol_options, "place", PURPLE_PREF_STRING, "");
    rig_check(g_list_length(info->protocol_options) <= 16); /* what a low screen has room for */
    check_option(info->protocol_options, "dialect", PURPLE_PREF_STRING_LIST, "auto");
    check_option(info->protocol_options, "allow_md5", PURPLE_PREF_BOOLEAN, NULL);
}

/* -- settings that cannot work ------------------------------------------------------------------
 */

static void
a_name_that_is_no_address(void)
{
    static const char *const names[] = {"alice @example.test", "a b@example.test", "alice"};
    RigServer *server = rig_server_start_plain(PEOPLE);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        PurpleAccount *account = rig_account(server, names[i]);
        rig_enable(account);
        rig_expect_error(account, "INVALID_USERNAME", "?*");
    }
}

static void
a_custom_service_without_a_server(void)
{
    RigServer *server = rig_server_start_plain(PEOPLE);
    PurpleAccount *alice = rig_account(server, ALICE);
    purple_account_set_string(alice, "server", "");
    rig_enable(alice);
    rig_expect_error(alice, "INVALID_SETTINGS", "?*");
}

/* -- who one is ---------------------------------------------------------------------------------
 */

static void
wrong_password_is_final(void)
{
    RigServer *server = rig_server_start(PEOPLE);
    PurpleAccount *alice = rig_account(server, ALICE);
    rig_forbid(alice, "connected");
    purple_account_set_password(alice, "Al1ce's pa%73s, wörd & =very+long?"); /* one short */
    rig_enable(alice);
    const RigEvent *error = rig_expect_error(alice, "AUTHENTICATION_FAILED", "?*");
    rig_check_str(rig_event_get(error, "fatal"), "1");
}

static void
unknown_account_is_final(void)
{
    RigServer *server = rig_server_start("");
    PurpleAccount *nobody = rig_account(server, "nobody@example.test");
    rig_forbid(nobody, "connected");
    rig_enable(nobody);
    rig_expect_error(nobody, "AUTHENTICATION_FAILED", "?*");
}

static void
capitals_in_the_name(void)
{
    RigServer *server = rig_server_start(PEOPLE);
    PurpleAccount *alice = rig_account(server, "Alice@Example.test");
    rig_enable(alice);
    if (rig_case()->living) {
        /* the name was sent as typed, which today's service minds */
        rig_expect_error(alice, "AUTHENTICATION_FAILED", "*capital*");
    } else {
        rig_expect(alice, "connected");
        rig_expect_buddy(alice, BOT, "online=1");
    }
}

/* -- leaks --------------------------------------------------------------------------------------
 */

static void
leaves_no_memory_behind(void)
{
    RigServer *server = rig_server_start(PEOPLE);
    PurpleAccount *alice = rig_sign_in(server, ALICE);
    PurpleAccount *bob = rig_sign_in(server, BOB);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_say(alice, BOB, "does this leak?");
    rig_expect(bob, "im", "text=*leak*");
    rig_disable(bob);
    rig_server_tell(server, "await sb-left " BOB); /* or it might still be heard */
    rig_expect_buddy(alice, BOB, "online=0");
    rig_say(alice, BOB, "and this?");
    if (rig_case()->dialect == 0) {
        rig_server_tell(server, "await oim-stored " ALICE " " BOB);
        rig_settle(); /* or she might not know it yet */
    } else {
        rig_expect(alice, "im-error", "text=*and this?*");
    }
    rig_server_tell(server, "kick %s SSD", ALICE);
    rig_expect_error(alice, "NETWORK_ERROR", "*");
}

static const RigScenario scenarios[] = {
    {"signs in with the whole roster", signs_in_with_the_whole_roster,
     RIG_DIALECTS | RIG_MOODS | RIG_WEB, 0},
    {"takes the dialect that the server picks", takes_the_dialect_that_the_server_picks,
     RIG_DIALECTS | RIG_MOODS | RIG_WEB, 0},
    {"signs in again and again", signs_in_again_and_again, RIG_ONCE, 0},
    {"several accounts at once", several_accounts_at_once, RIG_ONCE, 0},
    {"two accounts in two dialects", two_accounts_in_two_dialects, RIG_ONCE, 0},
    {"bytes may come one by one", bytes_may_come_one_by_one, RIG_DIALECTS | RIG_WEB, 0},
    {"nobody on the list", nobody_on_the_list, RIG_DIALECTS | RIG_MOODS | RIG_WEB, 0},
    {"Passport redirects five times", passport_redirects, RIG_ONCE, 12},
    {"Passport redirects without end", passport_redirects_without_end, RIG_ONCE, 12},
    {"online before CHG is answered", online_before_chg_is_answered, RIG_DIALECTS | RIG_WEB, 0},
    {"referred to nowhere means again here", referred_to_nowhere_means_again_here,
     RIG_DIALECTS | RIG_WEB, 0},
    {"referred with any tail", referred_with_any_tail, RIG_ONCE, 7},
    {"mail in the inbox", mail_in_the_inbox, RIG_DIALECTS | RIG_WEB, 0},
    {"a login page without TLS is refused", login_page_without_tls_is_refused, RIG_ONCE, 12},
    {"the plugin introduces itself", the_plugin_introduces_itself, RIG_ONCE, 0},
    {"a name that is no address", a_name_that_is_no_address, RIG_ONCE, 0},
    {"a custom service without a server", a_custom_service_without_a_server, RIG_ONCE, 0},
    {"a wrong password is final", wrong_password_is_final, RIG_DIALECTS | RIG_MOODS | RIG_WEB, 0},
    {"an unknown account is final", unknown_account_is_final, RIG_MOODS, 0},
    {"capitals in the name", capitals_in_the_name, RIG_MOODS, 0},
    {"leaves no memory behind", leaves_no_memory_behind, RIG_LEAKS, 0},
    {"leaves no memory behind in MSNP12", leaves_no_memory_behind, RIG_LEAKS, 12},
};

RIG_MAIN(scenarios)
