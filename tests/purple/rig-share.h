/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people share beside words: pictures, emoticons, files. Each does to libpurple what Pidgin's
 * windows do; files are made in the folder of the scenario. */
#ifndef MSNP_TEST_RIG_SHARE_H
#define MSNP_TEST_RIG_SHARE_H

#include "rig-deeds.h"

/* -- files --------------------------------------------------------------------------------------
 */

/* Makes a file of that many bytes that look like nothing; no two are alike. Its path; free it. */
char *rig_file(const char *name, gsize size);

/* The same, but it begins like a PNG file of 96 by 96 pixels; size is 33 at least. */
char *rig_picture(const char *name, gsize size);

/* A file with this in it. */
char *rig_file_of(const char *name, const void *data, gsize size);

/* The SHA-1 of a file as hexadecimal digits, valid until the scenario ends. */
const char *rig_sum(const char *path);

/* A folder of the scenario, made when needed. */
char *rig_folder(const char *name);

/* -- pictures -----------------------------------------------------------------------------------
 */

/* Makes this file the account's icon; NULL for none. The account need not be online. */
void rig_set_icon(PurpleAccount *account, const char *path);

/* Waits until the account is told that WHO has this file for an icon; NULL: none. */
#define rig_expect_icon(account, who, path) rig_expect_icon_full(G_STRLOC, account, who, path)
void rig_expect_icon_full(const char *where, PurpleAccount *account, const char *who,
                          const char *path);

/* -- emoticons ----------------------------------------------------------------------------------
 */

/* Adds an emoticon; all accounts of this profile have it. One with that shortcut is replaced. */
void rig_add_smiley(const char *shortcut, const char *path);

/* -- for msnpd's people -------------------------------------------------------------------------
 */

/* Bytes as msnpd's orders have them; free it. */
char *rig_escaped(gconstpointer data, gsize size);

/* A wink: a cabinet of an animation and one more file, neither packed. Free it. */
GString *rig_cabinet(const char *name, const void *data, gsize size);

/* -- files to others ----------------------------------------------------------------------------
 */

/* Sends a file to WHO, as if it had been dropped on the window. */
void rig_send_file(PurpleAccount *account, const char *who, const char *path);

/* The transfer of the account that goes that way, is not over, and whose name fits this glob;
 * waited for. */
PurpleXfer *rig_xfer(PurpleAccount *account, PurpleXferType way, const char *name);

/* Takes the offer whose name fits, into this folder under the name that is proposed. Returns where
 * it is written; free it. */
char *rig_take_file(PurpleAccount *account, const char *name, const char *folder);

/* Says no to it. */
void rig_refuse_file(PurpleAccount *account, const char *name);

/* The red button. */
void rig_cancel_file(PurpleAccount *account, PurpleXferType way, const char *name);

/* Fails unless the two files are the same, byte by byte. */
#define rig_check_same_file(a, b) rig_check_same_file_full(G_STRLOC, a, b)
void rig_check_same_file_full(const char *where, const char *a, const char *b);

/* How many messages that are no text went from somebody through the service. */
guint rig_packets_of(RigServer *server, const char *who);

/* Waits until a transfer of that name is over for the account, and how: "done", "cancelled here",
 * "cancelled there"; a glob. */
#define rig_expect_file_end(account, name, how)                                                    \
    rig_expect_file_end_full(G_STRLOC, account, name, how)
void rig_expect_file_end_full(const char *where, PurpleAccount *account, const char *name,
                              const char *how);

/* How many transfers there are that are not over. */
guint rig_open_transfers(void);

/* Waits until there is none. */
void rig_expect_no_transfers(void);

#endif
