/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The packets of P2P version 1: 48 bytes of header, a body, four bytes of footer. */
#ifndef MSNPD_P2P_WIRE_H
#define MSNPD_P2P_WIRE_H

#include <glib.h>

/* The largest body of a packet in a switchboard. */
#define P2P_BODY_LIMIT 1202
/* And on a direct connection, where there are no footers. */
#define P2P_DIRECT_LIMIT 1352

#define P2P_FLAG_NAK    0x01
#define P2P_FLAG_ACK    0x02
#define P2P_FLAG_RESET  0x08
#define P2P_FLAG_OBJECT 0x20
#define P2P_FLAG_FILE   0x30
/* Newer clients add this to whatever they send. */
#define P2P_FLAG_NEW 0x01000000

/* The session of drawings, to which nobody is invited. */
#define P2P_SESSION_INK 64

/* Up to P2P_NAK they are about what the other side has sent. */
typedef enum {
    P2P_ACK,
    P2P_RESET,
    P2P_NAK,
    P2P_SLP,
    P2P_PREPARATION,
    P2P_OBJECT,
    P2P_FILE
} P2pKind;

typedef struct {
    P2pKind kind; /* follows from session and flags */
    guint32 session;
    guint32 id; /* of the blob; all its chunks have the same */
    guint64 offset;
    guint64 total;
    guint32 length;
    guint32 flags;
    guint32 ack_id; /* in an acknowledgement the id of the blob; otherwise a number of chance */
    guint32 ack_uid;
    guint64 ack_size; /* in P2P_NAK: from where on it is wanted once more */
    guint32 app;      /* the footer */
    gboolean direct;  /* there is none: it came by a direct connection */
    const char *body;
} P2pPacket;

/* Reads the body of a message. What is wrong with it, whoever sends it to whom; NULL if nothing.
 * The packet's body is borrowed. */
const char *p2p_packet_read(const char *bytes, gsize length, P2pPacket *packet);

/* The same for a frame of a direct connection. */
const char *p2p_frame_read(const char *bytes, gsize length, P2pPacket *packet);

/* Appends the packet as it is; its kind does not matter. */
void p2p_packet_print(GString *out, const P2pPacket *packet);

#endif
