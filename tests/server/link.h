/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One byte stream to a client, plain or TLS, with the accidents that tests want to happen to it. */
#ifndef MSNPD_LINK_H
#define MSNPD_LINK_H

#include <gio/gio.h>

typedef struct Link Link;

typedef struct {
    /* Bytes have come. Returns how many were used; 0 waits for more. Called again while it uses
     * any. */
    gsize (*received)(gpointer user, const char *bytes, gsize length);
    /* The link is gone or going; called once, by link_close() and its kin too. */
    void (*closed)(gpointer user);
    /* All that was queued is sent; NULL: nobody wants to know. */
    void (*drained)(gpointer user);
} LinkHandlers;

/* Takes no reference on the user data, which must live until closed() was called. SOCKET carries
 * STREAM, which may be a TLS stream on top of it. */
Link *link_new(GSocketConnection *socket, GIOStream *stream, const LinkHandlers *handlers,
               gpointer user);

void link_write(Link *link, const char *bytes, gsize length);

/* How many bytes wait to be sent. */
gsize link_queued(const Link *link);
/* Whom to tell when any link has sent all that was queued; NULL: nobody. */
void link_set_drained(void (*drained)(void));

/* Sends what is queued, then closes in an orderly way. */
void link_close(Link *link);
/* Closes at once with a reset, without a word. */
void link_reset(Link *link);
/* Sends what is queued, then shuts the sending side only; the link goes on reading. */
void link_finish(Link *link);

/* While muted, what is written is thrown away. */
void link_set_muted(Link *link, gboolean muted);
gboolean link_muted(const Link *link);

/* Handles nothing more from the client for MS milliseconds; received() is then called again. */
void link_pause(Link *link, guint ms);

/* Reads nothing more: what comes fills the buffers of the kernel. */
void link_hold(Link *link);

/* All links write in pieces of one to seven bytes. */
void link_set_dribble(gboolean dribble);

/* Frees every link; closed() is called for those that were still open. */
void link_shutdown_all(void);

#endif
