/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people are called and say of themselves: friendly names, telephone numbers, personal
 * messages, what they listen to; one's own and that of others. */
#include "rig-deeds.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB

static RigServer *server;
static PurpleAccount *alice, *bob;

static void
two_friends(void)
{
    server = rig_server_start(FRIENDS);
    rig_sign_in_friends(server, &alice, &bob);
}

/* -- one's own name -----------------------------------------------------------------------------
 */

static void
alias_set(PurpleAccount *account, const char *alias)
{
    rig_record(account, "alias-set", "alias", alias, NULL);
}

static void
alias_got(PurpleAccount *account, const char *alias)
{
    rig_record(account, "alias-got", "alias", alias, NULL);
}

static void
alias_failed(PurpleAccount *account, const char *why)
{
    rig_record(account, "alias-failed", "why", why, NULL);
}

static void
own_name_is_set_and_read(void)
{
    two_friends();
    purple_account_get_public_alias(alice, alias_got, alias_failed);
    rig_expect(alice, "alias-got", "alias=Alice*");
    purple_account_set_public_alias(alice, "Älice 100% <3", alias_set, alias_failed);
    rig_expect(alice, "alias-set", "alias=Älice 100% <3");
    rig_expect_buddy(bob, ALICE, "alias=Älice 100% <3");
    rig_settle();
    purple_account_get_public_alias(alice, alias_got, alias_failed);
    rig_expect(alice, "alias-got", "alias=Älice 100% <3");
    rig_check_str(purple_connection_get_display_name(purple_account_get_connection(alice)),
                  "Älice 100% <3");
    rig_choose_action(alice, "Set Friendly Name*");
    rig_expect(alice, "request", "type=input");
    rig_answer("_OK", "Alice again");
    rig_expect_buddy(bob, ALICE, "alias=Alice again");
}

static void
own_name_is_refused(void)
{
    two_friends();
    purple_account_set_public_alias(alice, "such a badword", NULL, NULL);
    rig_expect(NULL, "notify", "type=error", "primary=Name not changed", "secondary=*badword*");
    purple_account_get_public_alias(alice, alias_got, alias_failed);
    rig_expect(alice, "alias-got", "alias=Alice*");
    rig_expect_buddy(bob, ALICE, "alias=Alice*");
}

/* -- Messenger Plus! ----------------------------------------------------------------------------
 */

static void
codes_of_messenger_plus(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "name " BOB " [c=4]Bob[/c] \xc2\xb7$12the \xc2\xb7#Great");
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "alias=Bob the Great", "shown=Bob the Great");
    rig_server_tell(server, "name " BOB " [b]Bobby[/b]");
    rig_expect_buddy(alice, BOB, "alias=Bobby");
    rig_server_tell(server, "name " BOB " \00312,4R\002ob");
    rig_expect_buddy(alice, BOB, "alias=Rob");
    rig_server_tell(server, "say " BOB " " ALICE " [c=4]red[/c] and [b]bold[/b], a[1] = b");
    rig_expect(alice, "im", "who=" BOB, "text=*red and bold, a?1? = b*");
}

/* -- telephones ---------------------------------------------------------------------------------
 */

static void
give_number(const char *label, const char *number)
{
    rig_choose_action(alice, label);
    rig_expect(alice, "request", "type=input");
    rig_answer("_OK", number);
}

static gboolean
has_no_home_phone(gpointer data)
{
    g_autofree char *tooltip = rig_tooltip(bob, ALICE);
    return strstr(tooltip, "Home phone") == NULL;
}

static void
telephone_numbers(void)
{
    two_friends();
    give_number("Set Home*", "+1 555 0100");
    give_number("Set Work*", "555 <0101>");
    give_number("Set Mobile*", "555-0102");
    rig_server_tell(server, "await property " ALICE " PHM");
    rig_expect_tooltip(bob, ALICE, "*Home phone: +1 555 0100*Work phone: 555 *0101*");
    rig_expect_tooltip(bob, ALICE, "*Mobile phone: 555-0102*");
    serv_get_info(purple_account_get_connection(bob), ALICE);
    const RigEvent *info = rig_expect(bob, "userinfo", "who=" ALICE);
    rig_check(strstr(rig_event_get(info, "text"), "+1 555 0100") != NULL);
    rig_check(strstr(rig_event_get(info, "text"), "&lt;0101&gt;") != NULL);
    rig_check(strstr(rig_event_get(info, "text"), ALICE) != NULL);
    rig_choose_action(alice, "Allow or Refuse*");
    rig_expect(alice, "request", "type=action");
    rig_answer("_Allow", NULL);
    rig_server_tell(server, "await property " ALICE " MOB Y");
    give_number("Set Home*", "");
    rig_expect_tooltip(bob, ALICE, "*");
    rig_server_tell(server, "await property " ALICE " PHH");
    rig_wait("the home phone to be gone", has_no_home_phone, NULL);
}

static void
no_telephones_before_msnp5(void)
{
    two_friends();
    give_number("Set Home*", "555");
    rig_expect(NULL, "notify", "type=error", "primary=*no phone numbers*");
}

static void
the_tooltip_of_a_stranger(void)
{
    two_friends();
    rig_server_tell(server, "remote " BOB " rem FL " ALICE);
    rig_expect_tooltip(alice, BOB, "*Has you: No*");
    serv_get_info(purple_account_get_connection(alice), "nobody@example.test");
    rig_expect(alice, "userinfo", "who=nobody@example.test", "text=*nobody@example.test*");
}

/* -- what people say of themselves --------------------------------------------------------------
 */

typedef struct {
    PurpleAccount *account;
    const char *who, *status, *attribute, *value;
} Said;

static gboolean
says_so(gpointer data)
{
    const Said *said = data;
    PurplePresence *presence =
        purple_buddy_get_presence(purple_find_buddy(said->account, said->who));
    PurpleStatus *status = said->status != NULL ? purple_presence_get_status(presence, said->status)
                                                : purple_presence_get_active_status(presence);
    const char *value = purple_status_is_active(status)
                            ? purple_status_get_attr_string(status, said->attribute)
                            : NULL;
    return g_strcmp0(value != NULL ? value : "", said->value) == 0;
}

/* STATUS: an id, or NULL for the active one. */
static void
expect_said(PurpleAccount *account, const char *who, const char *status, const char *attribute,
            const char *value)
{
    Said said = {account, who, status, attribute, value};
    g_autofree char *what = g_strdup_printf("%s of %s to be \"%s\"", attribute, who, value);
    rig_wait(what, says_so, &said);
}

static void
personal_messages(void)
{
    two_friends();
    rig_set_status(alice, "available", "tea &amp; <b>cake</b> ☺");
    expect_said(bob, ALICE, NULL, "message", "tea & cake ☺");
    rig_expect_tooltip(bob, ALICE, "*Personal message: tea & cake ☺*");
    rig_set_status(alice, "away", "gone");
    rig_expect_buddy(bob, ALICE, "status=away");
    expect_said(bob, ALICE, NULL, "message", "gone");
    rig_set_status(bob, "available", "I, too");
    expect_said(alice, BOB, NULL, "message", "I, too");
    rig_set_status(alice, "available", NULL);
    expect_said(bob, ALICE, NULL, "message", "");
    rig_expect_buddy(bob, ALICE, "status=available");
}

static void
a_personal_message_at_sign_in(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "status " BOB " AWY");
    rig_server_tell(server,
                    "personal " BOB
                    " <Data><PSM>1 &lt; 2 \xc2\xb7$4!</PSM><CurrentMedia></CurrentMedia></Data>");
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "status=away");
    expect_said(alice, BOB, NULL, "message", "1 < 2 !");
    PurpleBuddy *buddy = purple_find_buddy(alice, BOB);
    PurplePluginProtocolInfo *prpl =
        PURPLE_PLUGIN_PROTOCOL_INFO(purple_find_prpl(purple_account_get_protocol_id(alice)));
    g_autofree char *text = prpl->status_text(buddy);
    rig_check_str(text, "1 &lt; 2 !");
    rig_server_tell(server, "personal " BOB);
    expect_said(alice, BOB, NULL, "message", "");
}

static void
what_is_played(void)
{
    two_friends();
    purple_account_set_status(alice, "tune", TRUE, PURPLE_TUNE_TITLE, "Für Elise",
                              PURPLE_TUNE_ARTIST, "L. <v> B.", PURPLE_TUNE_ALBUM, "Best", NULL);
    expect_said(bob, ALICE, "tune", PURPLE_TUNE_TITLE, "Für Elise");
    expect_said(bob, ALICE, "tune", PURPLE_TUNE_ARTIST, "L. <v> B.");
    expect_said(bob, ALICE, "tune", PURPLE_TUNE_ALBUM, "Best");
    rig_expect_tooltip(bob, ALICE, "*Listening to: *Für Elise*");
    rig_set_status(alice, "busy", "do not sing along");
    expect_said(bob, ALICE, NULL, "message", "do not sing along");
    expect_said(bob, ALICE, "tune", PURPLE_TUNE_TITLE, "Für Elise");
    purple_account_set_status(alice, "tune", FALSE, NULL);
    expect_said(bob, ALICE, "tune", PURPLE_TUNE_TITLE, "");
    purple_account_set_status(alice, "tune", TRUE, "game", "Solitaire", NULL);
    expect_said(bob, ALICE, "tune", "game", "Solitaire");
    rig_expect_tooltip(bob, ALICE, "*Playing: Solitaire*");
}

static void
older_dialects_say_nothing_of_it(void)
{
    two_friends();
    rig_set_status(alice, "away", "nobody hears this");
    purple_account_set_status(alice, "tune", TRUE, PURPLE_TUNE_TITLE, "Silence", NULL);
    rig_expect_buddy(bob, ALICE, "status=away");
    expect_said(bob, ALICE, NULL, "message", "");
    rig_settle();
}

/* -- tooltips -----------------------------------------------------------------------------------
 */

static void
a_tooltip_is(char *text, const char *glob)
{
    if (!g_pattern_match_simple(glob, text)) {
        rig_fail("the tooltip is %s", text);
    }
    g_free(text);
}

/* All that there is to be told, and the short form for further buddies of one person. */
static void
the_whole_tooltip(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "status " BOB " BSY");
    rig_server_tell(server, "caps " BOB " 1342177316"); /* MSNC5, pieces, ink */
    rig_server_tell(server, "phone " BOB " PHH 555-0100");
    rig_server_tell(server, "phone " BOB " PHM 555-0102");
    rig_server_tell(server,
                    "personal " BOB
                    " <Data><PSM>at work</PSM><CurrentMedia>\\\\0Music\\\\01\\\\0{0} - {1}\\\\0"
                    "Help\\\\0The Beatles\\\\0</CurrentMedia></Data>");
    alice = rig_sign_in(server, ALICE);
    rig_expect_tooltip(alice, BOB,
                       "Status: Busy Personal message: at work Listening to: *Help* "
                       "Home phone: 555-0100 Mobile phone: 555-0102 "
                       "Client: MSN Messenger 7.5 Has you: Yes");
    a_tooltip_is(rig_short_tooltip(alice, BOB),
                 "Status: Busy Personal message: at work Listening to: *Help*");
    purple_privacy_deny(alice, BOB, FALSE, FALSE);
    rig_expect_tooltip(alice, BOB, "* Has you: Yes Blocked: Yes");
    a_tooltip_is(rig_short_tooltip(alice, BOB), "Status: Busy *Help* Blocked: Yes");
    rig_server_tell(server, "status " BOB " FLN");
    rig_expect_buddy(alice, BOB, "online=0");
    char *text = rig_tooltip(alice, BOB);
    rig_check(strstr(text, "Status:") == NULL && strstr(text, "Client:") == NULL);
    a_tooltip_is(text, "*Home phone: 555-0100 *Has you: Yes Blocked: Yes");
}

static void
where_somebody_is(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "caps " BOB " 1073741857"); /* MSNC4, pieces, mobile */
    alice = rig_sign_in(server, ALICE);
    rig_expect_tooltip(alice, BOB, "*Client: On a mobile phone*");
    rig_server_tell(server, "caps " BOB " 512");
    rig_server_tell(server, "status " BOB " AWY");
    rig_expect_tooltip(alice, BOB, "*Client: In a web browser*");
    rig_server_tell(server, "caps " BOB " 32");
    rig_server_tell(server, "status " BOB " NLN");
    rig_expect_buddy(alice, BOB, "status=available");
    g_autofree char *text = rig_tooltip(alice, BOB);
    rig_check(strstr(text, "Client") == NULL); /* nothing is known */
}

static const RigScenario scenarios[] = {
    {"one's own name is set and read", own_name_is_set_and_read,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"one's own name is refused", own_name_is_refused, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"codes of Messenger Plus!", codes_of_messenger_plus, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"telephone numbers", telephone_numbers, RIG_SINCE | RIG_MOODS | RIG_WEB, 5},
    {"no telephones before MSNP5", no_telephones_before_msnp5, RIG_ONCE, 4},
    {"the tooltip of a stranger", the_tooltip_of_a_stranger, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"personal messages", personal_messages, RIG_SINCE | RIG_MOODS | RIG_WEB, 11},
    {"a personal message at sign-in", a_personal_message_at_sign_in,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 11},
    {"what is played", what_is_played, RIG_SINCE | RIG_MOODS | RIG_WEB, 11},
    {"the whole tooltip", the_whole_tooltip, RIG_ONCE, 12},
    {"where somebody is", where_somebody_is, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"older dialects say nothing of it", older_dialects_say_nothing_of_it, RIG_ONCE, 10},
};

RIG_MAIN(scenarios)
