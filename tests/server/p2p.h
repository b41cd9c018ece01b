/* SPDX-License-Identifier: GPL-2.0-or-later */
/* P2P in switchboards, as far as people without a client take part in it. */
#ifndef MSNPD_P2P_H
#define MSNPD_P2P_H

#include "message.h"

void p2p_start(void);
void p2p_clear(void);

/* A client has sent a message into its room, of which all that concerns the message itself was
 * checked. Puppets answer. */
void p2p_heard(Client *client, const Command *command, const MessageInfo *info);
/* The same for one that got a NAK and reached nobody. */
void p2p_not_heard(Client *client, const MessageInfo *info);

/* The object that FROM has announced for SHORTCUT where TO heard it; NULL if none. Caller frees. */
char *p2p_emoticon_heard(const Account *from, const Account *to, const char *shortcut);

#endif
