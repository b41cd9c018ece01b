/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Waiting for one connection from outside, for a direct connection. Knows libpurple's listening and port mapping;
 * refuses to know who comes: the session asks for proof.
 */
#ifndef MSNP_PURPLE_LISTEN_H
#define MSNP_PURPLE_LISTEN_H

#include "purple/account.h"

/* An empty table of listeners; removing one stops it at once. */
GHashTable *msnp_listeners_new(void);

/* FALSE while a proxy is set for the account: nobody can connect to it. */
gboolean msnp_listen_is_possible(PurpleAccount *account);

/* MSNP_ACTION_LISTEN. Not through a proxy: who has one wants his address to be hidden. */
void msnp_listen_start(MsnpAccount *ma, const MsnpAction *action);

/* The session does not wait any more. FALSE if that link was no listener. */
gboolean msnp_listen_stop(MsnpAccount *ma, guint id);

#endif
