/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The real Pidgin under an Xvfb of its own, and what a user does in it, over D-Bus. Knows Pidgin's
 * D-Bus names, not its insides. Handles are libpurple's numbers for D-Bus; 0 is none. Whatever
 * fails ends the scenario. */
#ifndef MSNP_TEST_RIG_PIDGIN_H
#define MSNP_TEST_RIG_PIDGIN_H

#include <gio/gio.h>
#include "rig-server.h"

/* To be set before pidgin_start(): the file of a plugin that Pidgin loads besides ours; and where
 * copies of its folders are that it takes for its own, or NULL (see tests/as-installed). */
extern const char *pidgin_plugin_too;
extern const char *pidgin_as_installed;

/* Xvfb, a session bus, a new profile with our plugin and the server's certificate, and Pidgin,
 * until it answers. Its signals are events "signal" with "name" and "args". */
GSubprocess *pidgin_start(const RigServer *server);

/* Quits it, which must end well. */
void pidgin_end(GSubprocess *pidgin);

/* Call a function of libpurple by its D-Bus name; PARAMETERS, or NULL for none, is consumed. What
 * is returned is the caller's. */
GVariant *pidgin_call(const char *method, GVariant *parameters);
gint32 pidgin_int(const char *method, GVariant *parameters);
char *pidgin_text(const char *method, GVariant *parameters);
void pidgin_void(const char *method, GVariant *parameters);

/* An account, Alice's or that of MAIL, with the server's addresses, the dialect of the case and the
 * right password; not enabled. */
gint32 pidgin_add_account(const RigServer *server);
gint32 pidgin_add_account_of(const RigServer *server, const char *mail);

/* Enables it, and waits until one of the accounts is signed on. */
void pidgin_go_online(gint32 account);

/* The id of its status, the caller's. */
char *pidgin_buddy_status(gint32 buddy);

/* Waits until the buddy has that status. */
void pidgin_see(gint32 account, const char *who, const char *status);

/* Opens the conversation if need be, and says it; TEXT is HTML. */
void pidgin_say_to(gint32 account, const char *who, const char *text);

/* Waits for a file that Pidgin asks about: the transfer. (PurpleXfersGetAll over D-Bus would free
 * libpurple's list.) */
gint32 pidgin_offered_file(void);

/* Leaves a picture of the screen in build/screenshots/, if the tools for it are there. */
void pidgin_take_picture(const char *conversation, const char *name);

#endif
