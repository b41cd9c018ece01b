/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MSNFTP, as far as people without a client take part in it. */
#ifndef MSNPD_FTP_H
#define MSNPD_FTP_H

#include "message.h"

/* A client has sent a message into its room, of which all that concerns the message itself was
 * checked. Puppets answer. */
void ftp_heard(Client *client, const Command *command, const MessageInfo *info);

/* What a test may have a puppet begin. Each of them says NULL, or why not. */

/* Offers a file of SIZE bytes; NAME is UTF-8. REVERSED: he cannot be connected to. */
const char *ftp_offer(Account *puppet, Account *peer, const char *name, guint64 size,
                      gboolean reversed);
/* The newest file between the two is given up, in this way ("HOW [CODE]"). */
const char *ftp_cancel(const Account *puppet, const Account *peer, const char *how);

void ftp_clear(void);

#endif
