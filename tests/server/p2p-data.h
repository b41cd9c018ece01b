/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Data on their way from a puppet to a client. */
#ifndef MSNPD_P2P_DATA_H
#define MSNPD_P2P_DATA_H

#include "p2p-session.h"

/* SESSION begins to send its data, as its lie wants them; FLAGS of an honest client, and the footer
 * APP. */
void p2p_data_begin(P2pSession *session, guint32 flags, guint32 app);

/* A client lacks something of what it is sent: it comes from there on once more, if the lie is mended
 * by that. BAD if nothing was missing. */
void p2p_data_again(P2pLink *link, const P2pPacket *packet);

/* The way has changed, and nobody knows what came by the other: all data that are on their way come
 * once more. */
void p2p_data_anew(P2pLink *link);

/* Of all data that are on their way nothing more comes. */
void p2p_data_give_up(P2pLink *link);

/* There may be room for more. */
void p2p_data_wake(void);
void p2p_data_stop(void);

#endif
