/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The day of rig-day.h. Knows what Alice does and how each deed may end; nothing of the faults. */
#include "rig-day.h"
#include "rig-deeds.h"
#include "rig-share.h"

#include <stdlib.h>
#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB " --friends " ALICE "," CAROL

/* Rounds between us and the service, once something has gone wrong, until what can still happen has
 * happened: more than the longest way, which is that of a file. */
enum { ROUNDS = 40, FILE_SIZE = 3000, PICTURE_SIZE = 500, P2P_DIALECT = 9, GROUP_DIALECT = 7 };
enum { DAYS_OF_BOB = 3 };

static RigServer *server;
static PurpleAccount *alice, *bob;
static Relay *relay;
static guint days;
static guint wrongs, wrongs_before;
static gboolean undisturbed; /* nothing goes wrong today: every deed has to succeed */

Relay *
day_relay(void)
{
    return relay;
}

RigServer *
day_server(void)
{
    return server;
}

PurpleAccount *
day_alice(void)
{
    return alice;
}

static void
alice_is_made(void)
{
    alice = rig_account(server, ALICE);
    rig_account_proxy(alice, PURPLE_PROXY_SOCKS5, relay_port(relay), NULL, NULL);
}

void
day_prepare(void)
{
    server = rig_server_start_plain(FRIENDS);
    rig_server_tell(server, "status " CAROL " NLN");
    rig_server_tell(server, "answer " CAROL " on");
    relay = relay_new(RELAY_SOCKS5);
    alice_is_made();
    bob = rig_sign_in(server, BOB);
}

/* -- waiting ------------------------------------------------------------------------------------
 */

/* Alice is online, and will be the next moment. */
static gboolean
is_here(void)
{
    PurpleConnection *gc = alice != NULL ? purple_account_get_connection(alice) : NULL;
    return gc != NULL && PURPLE_CONNECTION_IS_CONNECTED(gc) && gc->disconnect_timeout == 0;
}

static gboolean
is_gone(gpointer data)
{
    return alice == NULL || purple_account_is_disconnected(alice);
}

void
day_goes_wrong(void)
{
    wrongs++;
}

static gboolean
went_wrong(void)
{
    return wrongs + relay_harmed(relay) > wrongs_before;
}

typedef struct {
    gboolean (*condition)(gpointer);
    gpointer data;
} Hope;

static gboolean
came_or_went_wrong(gpointer data)
{
    const Hope *hope = data;
    return hope->condition(hope->data) || went_wrong();
}

/* TRUE when it came to be; FALSE when it will not, because of what goes wrong today. */
static gboolean
comes(gboolean (*condition)(gpointer), gconstpointer data)
{
    Hope hope = {condition, (gpointer) data};
    rig_wait("what has to happen when nothing goes wrong", came_or_went_wrong, &hope);
    for (guint i = 0; i < ROUNDS && !condition((gpointer) data); i++) {
        if (i == ROUNDS / 2) {
            relay_release(relay);
        }
        rig_settle();
    }
    return condition((gpointer) data);
}

/* It has to be; when it does not come by itself, at the latest when Alice signs out. */
static void
has_to_come(const char *what, gboolean (*condition)(gpointer), gconstpointer data)
{
    if (!comes(condition, data)) {
        if (alice != NULL) {
            rig_disable(alice);
        }
        relay_cut_now(relay, RELAY_FIN); /* what was frozen is noticed in the end */
        rig_wait(what, condition, (gpointer) data);
    }
    rig_settle(); /* the acknowledgement may be on its way */
}

/* -- talk ---------------------------------------------------------------------------------------
 */

static guint
count_with(PurpleAccount *who, const char *kind, const char *text)
{
    g_autofree char *pattern = g_strdup_printf("text=*%s*", text);
    return rig_count(who, kind, pattern);
}

/* The service has it for Bob, who has gone with the plugin. */
static gboolean
is_kept(const char *text)
{
    g_autofree char *word = g_uri_escape_string(text, "!*'()@", FALSE);
    return purple_account_is_disconnected(bob) &&
           atoi(rig_server_tell(server, "count oim-stored " ALICE " " BOB " %s", word)) > 0;
}

/* What Alice has typed stands at Bob's, or in red at hers; in a window of its own if hers is closed
 * and was a chat. */
static gboolean
fate_is_known(gpointer text)
{
    return count_with(bob, "im", text) + count_with(NULL, "im-error", text) +
                   count_with(NULL, "notify", text) >
               0 ||
           is_kept(text);
}

/* What Bob has typed stands at Alice's, or in red at his. */
static gboolean
is_heard(gpointer text)
{
    return count_with(alice, "im", text) + count_with(bob, "im-error", text) > 0;
}

/* A day never has two texts that are the same. */
static char *
line(const char *text)
{
    return g_strdup_printf("day %u, %s.", days, text);
}

static void
alice_says(const char *text)
{
    g_autofree char *typed = line(text);
    if (is_here()) {
        rig_say(alice, BOB, typed);
        has_to_come("what Alice typed to arrive or to come back", fate_is_known, typed);
    }
}

/* The service acknowledges what is on its way to Alice, and that is where it can get lost: so it
 * has to be heard only by a line that nothing happens to. */
static void
bob_says(const char *text)
{
    g_autofree char *typed = line(text);
    if (is_here()) {
        rig_say(bob, ALICE, typed);
        comes(is_heard, typed);
    }
}

static gboolean
is_typing_seen(gpointer data)
{
    return rig_count(bob, "typing", "who=" ALICE) > 0;
}

static guint
nudges(void)
{
    return (guint) g_ascii_strtoull(rig_server_tell(server, "count nudge " ALICE), NULL, 10);
}

/* At the service: Bob may have had enough of them. */
static gboolean
is_nudged(gpointer before)
{
    return nudges() > GPOINTER_TO_UINT(before);
}

static void
talk(void)
{
    alice_says("good morning");
    bob_says("good morning to you");
    if (is_here()) {
        rig_type(alice, BOB, PURPLE_TYPING);
        comes(is_typing_seen, NULL);
    }
    guint before = nudges();
    if (is_here()) {
        purple_prpl_send_attention(purple_account_get_connection(alice), BOB, 0);
        comes(is_nudged, GUINT_TO_POINTER(before));
    }
    alice_says("that was me");
}

/* -- presence -----------------------------------------------------------------------------------
 */

typedef struct {
    PurpleAccount **sees;
    const char *who, *status;
} Look;

static gboolean
looks_so(gpointer data)
{
    const Look *look = data;
    PurpleBuddy *buddy = *look->sees != NULL ? purple_find_buddy(*look->sees, look->who) : NULL;
    return buddy != NULL &&
           strcmp(purple_status_get_id(
                      purple_presence_get_active_status(purple_buddy_get_presence(buddy))),
                  look->status) == 0;
}

static void
presence(void)
{
    static const char *const ids[] = {"away", "busy", "available"};
    for (guint i = 0; i < G_N_ELEMENTS(ids) && is_here(); i++) {
        Look at_alice = {&bob, ALICE, ids[i]}, at_bob = {&alice, BOB, ids[i]};
        rig_set_status(alice, ids[i], NULL);
        comes(looks_so, &at_alice);
        rig_set_status(bob, ids[i], NULL);
        comes(looks_so, &at_bob);
    }
}

/* -- the list -----------------------------------------------------------------------------------
 */

/* Bits of lists, as msnpd tells them. */
enum { FL = 1, AL = 2, BL = 4 };

typedef struct {
    const char *who;
    guint which, lists; /* of these lists he is on those */
    const char *group;  /* and in this group, if it is not NULL */
} Place;

static gboolean
stands_so(gpointer data)
{
    const Place *place = data;
    const char *lists = rig_server_tell(server, "lists " ALICE " %s", place->who);
    return (g_ascii_strtoull(lists, NULL, 10) & place->which) == place->lists &&
           (place->group == NULL || g_str_has_suffix(lists, place->group));
}

static const char *
home(void)
{
    return rig_case()->dialect >= GROUP_DIALECT ? "Friends" : "Other Contacts";
}

static PurpleBuddy *
buddy_at(const char *who, const char *group)
{
    PurpleGroup *found = purple_find_group(group);
    return alice != NULL && found != NULL ? purple_find_buddy_in_group(alice, who, found) : NULL;
}

static void
dave_comes_and_goes(void)
{
    if (is_here() && purple_find_buddy(alice, DAVE) == NULL) {
        rig_add_buddy(alice, DAVE, home());
        comes(stands_so, &(Place){DAVE, FL, FL, NULL});
    }
    if (is_here() && buddy_at(DAVE, home()) != NULL && rig_case()->dialect >= GROUP_DIALECT) {
        rig_move_buddy(alice, DAVE, home(), "Work");
        comes(stands_so, &(Place){DAVE, FL, FL, " Work"});
    }
    if (is_here() && buddy_at(DAVE, "Work") != NULL) {
        rig_remove_buddy(alice, DAVE, "Work");
        comes(stands_so, &(Place){DAVE, FL, 0, NULL});
    }
}

static void
carol_is_blocked_for_a_while(void)
{
    if (is_here()) {
        purple_privacy_deny(alice, CAROL, FALSE, FALSE);
        comes(stands_so, &(Place){CAROL, AL | BL, BL, NULL});
    }
    if (is_here()) {
        purple_privacy_allow(alice, CAROL, FALSE, FALSE);
        comes(stands_so, &(Place){CAROL, AL | BL, AL, NULL});
    }
}

/* -- things -------------------------------------------------------------------------------------
 */

static gboolean
has_icon(gpointer sum)
{
    g_autofree char *pattern = g_strdup_printf("sum=%s", (const char *) sum);
    return rig_count(alice, "icon", "who=" BOB, pattern) > 0;
}

static void
bob_has_a_new_picture(void)
{
    g_autofree char *path = rig_picture("bob.png", PICTURE_SIZE);
    if (is_here()) {
        rig_set_icon(bob, path);
        comes(has_icon, rig_sum(path));
    }
}

static gboolean
bob_is_asked(gpointer data)
{
    PurpleXfer **found = data;
    for (GList *l = purple_xfers_get_all(); l != NULL; l = l->next) {
        if (purple_xfer_get_account(l->data) == bob && !purple_xfer_is_canceled(l->data) &&
            !purple_xfer_is_completed(l->data)) {
            *found = l->data;
        }
    }
    return *found != NULL;
}

static gboolean
no_transfer(gpointer data)
{
    return rig_open_transfers() == 0;
}

static void
alice_sends_a_file(void)
{
    g_autofree char *path = rig_file("file.bin", FILE_SIZE), *folder = rig_folder("received");
    PurpleXfer *offered = NULL;
    if (!is_here()) {
        return;
    }
    rig_send_file(alice, BOB, path);
    if (comes(bob_is_asked, &offered)) {
        g_autofree char *where = rig_take_file(bob, "*", folder);
        has_to_come("the file to come or to fail", no_transfer, NULL);
    }
}

/* -- three --------------------------------------------------------------------------------------
 */

static PurpleConvChat *
chat_of_alice(void)
{
    for (GList *l = purple_get_chats(); l != NULL; l = l->next) {
        PurpleConvChat *chat = PURPLE_CONV_CHAT(l->data);
        if (purple_conversation_get_account(l->data) == alice && !purple_conv_chat_has_left(chat)) {
            return chat;
        }
    }
    return NULL;
}

/* How many are in it, Alice too. */
static gboolean
are_there(gpointer count)
{
    PurpleConvChat *chat = chat_of_alice();
    return chat != NULL &&
           g_list_length(purple_conv_chat_get_users(chat)) == GPOINTER_TO_UINT(count);
}

static void
alice_says_to_all(const char *text)
{
    g_autofree char *typed = line(text);
    PurpleConvChat *chat = chat_of_alice();
    if (is_here() && chat != NULL) {
        purple_conv_chat_send(chat, typed);
        has_to_come("what Alice typed for all to arrive or to come back", fate_is_known, typed);
    }
}

static void
three_talk(void)
{
    Look bob_is_there = {&alice, BOB, "available"};
    if (!is_here() || !looks_so(&bob_is_there)) {
        return;
    }
    rig_choose_for_buddy(alice, BOB, "*Chat*");
    if (comes(are_there, GUINT_TO_POINTER(2)) && is_here()) {
        int id = purple_conv_chat_get_id(chat_of_alice());
        serv_chat_invite(purple_account_get_connection(alice), id, NULL, CAROL);
        comes(are_there, GUINT_TO_POINTER(3));
    }
    alice_says_to_all("hello you two");
    if (chat_of_alice() != NULL) {
        purple_conversation_destroy(purple_conv_chat_get_conversation(chat_of_alice()));
    }
}

/* -- the day ------------------------------------------------------------------------------------
 */

static gboolean
is_up_or_out(gpointer data)
{
    PurpleConnection *gc = alice != NULL ? purple_account_get_connection(alice) : NULL;
    return is_here() || gc == NULL || gc->disconnect_timeout != 0;
}

/* Goes as far as it can. */
static void
alice_signs_in(void)
{
    if (alice == NULL) {
        return;
    }
    rig_enable(alice);
    if (!comes(is_up_or_out, NULL) && alice != NULL) {
        rig_disable(alice); /* the user has lost patience */
    }
}

void
day_windows_close(void)
{
    while (purple_get_conversations() != NULL) {
        purple_conversation_destroy(purple_get_conversations()->data);
    }
}

void
day_alice_goes(void)
{
    if (alice != NULL) {
        purple_account_set_enabled(alice, purple_core_get_ui(), FALSE);
    }
}

void
day_alice_is_removed(void)
{
    PurpleAccount *was = alice;
    alice = NULL;
    if (was != NULL) {
        purple_accounts_delete(was);
    }
}

void
day_undisturbed(void)
{
    undisturbed = TRUE;
    day_spend();
    rig_check(rig_count(NULL, "im-error") == 0 && rig_count(NULL, "error") == 0);
    rig_check(!went_wrong());
    undisturbed = FALSE;
}

/* Days go by in less than a second, and what Alice does is more than anybody may do in a minute: so
 * now and then Bob begins anew. */
static void
bob_forgets_the_days_before(void)
{
    rig_disable(bob);
    rig_go_online(bob);
}

void
day_spend(void)
{
    gboolean p2p = rig_case()->dialect >= P2P_DIALECT;
    if (++days % DAYS_OF_BOB == 0) {
        bob_forgets_the_days_before();
    }
    wrongs_before = wrongs + relay_harmed(relay);
    alice_signs_in();
    talk();
    presence();
    dave_comes_and_goes();
    carol_is_blocked_for_a_while();
    if (p2p) {
        bob_has_a_new_picture();
        alice_sends_a_file();
    }
    three_talk();
    alice_says("good night");
    rig_check(is_here() || !undisturbed);
    day_alice_goes();
    rig_wait("Alice to be offline", is_gone, NULL);
    relay_cut_now(relay, RELAY_FIN);
    rig_expect_no_transfers();
}

/* -- the morning after --------------------------------------------------------------------------
 */

/* In each group where the service has her, and in no other. */
static void
check_place(const char *who)
{
    g_auto(GStrv) words = g_strsplit(rig_server_tell(server, "lists " ALICE " %s", who), " ", -1);
    gboolean on_list = (g_ascii_strtoull(words[0], NULL, 10) & 1) != 0;
    GSList *buddies = purple_find_buddies(alice, who);
    guint here = g_slist_length(buddies), there = g_strv_length(words) - 1;
    g_slist_free(buddies);
    if (on_list && (there == 0 || rig_case()->dialect < GROUP_DIALECT)) {
        there = 1; /* in no group of the server's */
    }
    for (guint i = 1; on_list && words[i] != NULL; i++) {
        if (rig_case()->dialect >= GROUP_DIALECT && buddy_at(who, words[i]) == NULL) {
            rig_fail("%s is in %s at the service and not here", who, words[i]);
        }
    }
    if (on_list ? here != there : here > 1) {
        rig_fail("%s stands here %u times, and %u times at the service", who, here, there);
    }
}

/* What the day has left half done. */
static void
tidy_up(void)
{
    Place allowed = {CAROL, BL, 0, NULL}, forgotten = {DAVE, FL, 0, NULL};
    PurpleBuddy *dave;
    while ((dave = purple_find_buddy(alice, DAVE)) != NULL) {
        purple_account_remove_buddy(alice, dave, purple_buddy_get_group(dave));
        purple_blist_remove_buddy(dave);
    }
    purple_privacy_allow(alice, CAROL, FALSE, FALSE);
    rig_wait("Carol to be allowed", stands_so, &allowed);
    rig_wait("Dave to be gone", stands_so, &forgotten);
    rig_settle();
    if (!stands_so(&(Place){CAROL, AL, AL, NULL})) {
        rig_server_tell(server, "remote " ALICE " add AL " CAROL);
    }
}

void
day_check(void)
{
    rig_each_round(NULL);
    relay_cut_after(relay, RELAY_UP, G_MAXSIZE, RELAY_FIN);
    relay_cut_after(relay, RELAY_DOWN, G_MAXSIZE, RELAY_FIN);
    relay_disturb(relay, 0, RELAY_UNHARMED);
    relay_refuse(relay, FALSE);
    relay_cut_now(relay, RELAY_FIN);
    rig_server_tell(server, "fault-clear");
    rig_settle();
    day_windows_close();
    rig_forget(NULL);
    if (alice == NULL) {
        alice_is_made();
    }
    rig_go_online(alice);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_buddy(bob, ALICE, "online=1");
    check_place(BOB);
    check_place(CAROL);
    check_place(DAVE);
    rig_say(alice, BOB, "the morning after");
    rig_expect(bob, "im", "who=" ALICE, "text=*the morning after*");
    rig_say(bob, ALICE, "all well");
    rig_expect(alice, "im", "who=" BOB, "text=*all well*");
    tidy_up();
    rig_settle();
    rig_disable(alice);
    day_windows_close();
    rig_expect_buddy(bob, ALICE, "online=0");
    rig_forget(NULL);
    relay_forget(relay);
}
