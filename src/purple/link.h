/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The session's links as sockets, through the account's proxy. Knows purple_proxy_connect and watches;
 * refuses to know what the bytes are.
 */
#ifndef MSNP_PURPLE_LINK_H
#define MSNP_PURPLE_LINK_H

#include "purple/account.h"

/* Closes all of them at once. */
void msnp_streams_clear(MsnpAccount *ma);

/* MSNP_ACTION_CONNECT, _WRITE, _CLOSE. */
void msnp_stream_connect(MsnpAccount *ma, const MsnpAction *action);
void msnp_stream_write(MsnpAccount *ma, const MsnpAction *action);
void msnp_stream_close(MsnpAccount *ma, const MsnpAction *action);

/* Sends what was written, all of it at once: a packet of a file for each call would be slow. TRUE if the session has
 * been told of room, and may have more. */
gboolean msnp_streams_flush(MsnpAccount *ma);

/* A connection that somebody else has made, as that link; it is up at once. */
void msnp_stream_adopt(MsnpAccount *ma, guint id, int fd);

/* Stops reading all of them, or goes on. */
void msnp_streams_pause(MsnpAccount *ma, gboolean pause);

/* Closes a socket so that the other side hears of it now: a forked resolver of libpurple may hold a copy
 * of the descriptor, and close() alone would send nothing until that dies (20 s). */
void msnp_socket_close(int fd);

/* Sends small writes at once: commands are short, and waiting for acknowledgements costs 40 ms each. */
void msnp_socket_hurry(int fd);

#endif
