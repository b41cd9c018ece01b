/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rig: a real libpurple without a face, our plugin in it, msnpd for it to talk to. A scenario
 * does what people do and waits for what they would see. README.md says how to write one. */
#ifndef MSNP_TEST_RIG_H
#define MSNP_TEST_RIG_H

#include "rig-event.h"
#include "rig-server.h"
#include "rig-tap.h"

#include <purple.h>

/* Events, by kind, with their fields beside "account" (lines in a conversation also have "picture",
 * the SHA-1 of the first one in the text):
 *   connecting    text step              connected                    disconnected
 *   error         reason text fatal      notice text
 *   im            who from text flags    a message came in (also: what we sent elsewhere)
 *   sent          who text flags         the echo of our own
 *   system        who text flags         a line of the program in a conversation
 *   im-error      who text flags         a red line in a conversation
 *   typing        who state              typing, typed, none
 *   nudge         who
 *   buddy-on, buddy-off, buddy-added, buddy-removed   who
 *   buddy-status  who status was         buddy-idle  who idle         buddy-alias  who alias
 *   notify        type title primary secondary
 *   email         subject from to url    emails count to url
 *   chat          who (its title)        chat-in, chat-out   who user new
 *   found         title rows             userinfo who text          uri uri
 *   request       type title primary secondary actions        see rig_answer()
 *   authorize     who alias message                           see rig_authorize()
 *   added         who alias
 *   icon          who size sum checksum  a buddy has another picture, or none (size 0)
 *   smiley        who conv deed shortcut size sum             deed: add, write, close
 *   xfer-new      who name way size      way: send, receive
 *   xfer-progress who name way detail    25, 50, 75           request-icon  who size
 *   xfer-end      who name way detail    done, cancelled here, cancelled there
 *   debug         never: the debug log is a file, debug.log
 *   outside       somebody tried to leave the loopback network
 * Those in loud_kinds (rig-event.c) have to be taken before the scenario ends. */

/* Body of main() for programs whose scenarios run libpurple in their own process. */
#define RIG_MAIN(scenarios)                                                                        \
    int main(int argc, char **argv)                                                                \
    {                                                                                              \
        return rig_main(argc, argv, scenarios, G_N_ELEMENTS(scenarios), NULL, rig_finish);         \
    }

/* Starts libpurple with a throwaway profile; the first rig_account() does it by itself. Files of a
 * profile that shall exist before go to rig_profile_write(). */
void rig_start(void);

/* Ends it: disconnects, looks for leaks, quits, looks for passwords in what was written. */
void rig_finish(void);

/* A file of the profile, whose folder is made when needed. */
char *rig_profile_path(const char *name);
void rig_profile_write(const char *name, const char *text);

/* Makes libpurple trust the service's certificate under this host name. */
void rig_trust(const RigServer *server, const char *host);

/* -- accounts -----------------------------------------------------------------------------------
 */

/* A new account of the cast, not enabled: service "custom", server, port, nexus_url and dialect
 * set, certificate trusted. MAIL may be in any letter case. */
PurpleAccount *rig_account(RigServer *server, const char *mail);

/* Points an existing account at a service. */
void rig_account_point(PurpleAccount *account, const RigServer *server);

/* The account goes through a proxy on this port of the loopback host. */
void rig_account_proxy(PurpleAccount *account, PurpleProxyType type, guint16 port, const char *user,
                       const char *password);

/* Enables it, which connects; does not wait. */
void rig_enable(PurpleAccount *account);

/* Disables it and waits until it is gone. */
void rig_disable(PurpleAccount *account);

/* Enables it and waits until it is online. */
void rig_go_online(PurpleAccount *account);

/* rig_account() and rig_go_online(). */
PurpleAccount *rig_sign_in(RigServer *server, const char *mail);

/* The same in this dialect ("MSNP7"), whatever that of the scenario. */
PurpleAccount *rig_sign_in_as(RigServer *server, const char *mail, const char *dialect);

/* Alice and Bob, who are friends: until each sees the other online. */
void rig_sign_in_friends(RigServer *server, PurpleAccount **alice, PurpleAccount **bob);

/* Waits for a connection error with this reason, a PURPLE_CONNECTION_ERROR_ name without the
 * prefix, and this glob in its text; then until the account is disconnected. */
#define rig_expect_error(account, reason, text)                                                    \
    rig_expect_error_full(G_STRLOC, account, reason, text)
const RigEvent *rig_expect_error_full(const char *where, PurpleAccount *account, const char *reason,
                                      const char *text);

/* Sets the status by its id, with a message or NULL. */
void rig_set_status(PurpleAccount *account, const char *id, const char *message);

/* -- people -------------------------------------------------------------------------------------
 */

/* Waits until a buddy is as described: "status=away", "online=1", "idle=0", "alias=Bob" (what the
 * server says), "shown=Bob" (what a window shows), "group=Friends"; all are globs. */
#define rig_expect_buddy(account, who, ...)                                                        \
    rig_expect_buddy_full(G_STRLOC, account, who, __VA_ARGS__, NULL)
void rig_expect_buddy_full(const char *where, PurpleAccount *account, const char *who,
                           ...) G_GNUC_NULL_TERMINATED;

/* How many buddies the account has, in all groups. */
guint rig_buddy_count(PurpleAccount *account);

/* -- talk ---------------------------------------------------------------------------------------
 */

/* Types this plain text into the window of WHO, opened if there is none, and sends it. */
void rig_say(PurpleAccount *account, const char *who, const char *text);

/* The same with markup, as a window with formatting gives it. */
void rig_say_markup(PurpleAccount *account, const char *who, const char *markup);

/* The user types in the window of WHO (opened if there is none), or stops. */
void rig_type(PurpleAccount *account, const char *who, PurpleTypingState state);

/* The window of WHO is closed. */
void rig_close_window(PurpleAccount *account, const char *who);

/* -- questions ----------------------------------------------------------------------------------
 */

/* Answers the open question that came last by the label of a button ("*" globs), and with a text
 * if it asked for one. Fails when there is none. */
void rig_answer(const char *button, const char *text);

/* Writes into a field of the open question that came last, before it is answered. */
void rig_fill(const char *id, const char *text);

/* The same for a list: the entry that fits this glob. */
void rig_choose(const char *id, const char *label);

/* How many questions are open. */
guint rig_open_questions(void);

/* Answers the authorization request from WHO. */
void rig_authorize(PurpleAccount *account, const char *who, gboolean yes);

#endif
