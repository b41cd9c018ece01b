/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One packet of P2P version 1: a header of 48 bytes, a body, on a switchboard a footer. Knows bytes; refuses to know
 * what a packet is for. Source: the MSN wikis' pages on the P2P binary header.
 */
#ifndef MSNP_P2P_H
#define MSNP_P2P_H

#include <glib.h>

#define MSNP_P2P_HEADER_SIZE 48
#define MSNP_P2P_FOOTER_SIZE 4

/* The most of a body that goes into a packet on a switchboard. */
#define MSNP_P2P_CHUNK 1202

/* The session of drawings, to which nobody is invited. */
#define MSNP_P2P_SESSION_INK 64

typedef enum {
    MSNP_P2P_NAK = 0x01, /* something is missing: ours say in ack_size where to go on */
    MSNP_P2P_ACK = 0x02,
    MSNP_P2P_WAITING = 0x04, /* asks for an acknowledgement; newer clients copy it into theirs */
    MSNP_P2P_RESET = 0x08,   /* the peer did not like a header */
    MSNP_P2P_FILE = 0x10,
    MSNP_P2P_DATA = 0x20,
    MSNP_P2P_CLOSED = 0x40, /* as an acknowledgement of BYE, by some */
    MSNP_P2P_ERROR = 0x80,
    MSNP_P2P_NONCE = 0x100, /* of a direct connection */
    MSNP_P2P_NEW = 0x01000000, /* newer clients set it everywhere: means nothing */
} MsnpP2pFlags;

typedef struct {
    guint32 session; /* 0 for SLP */
    guint32 id;      /* of the blob that the packet is a part of */
    guint64 offset;
    guint64 total;
    guint32 length; /* of the body */
    guint32 flags;
    guint32 ack_id; /* of an acknowledgement: id of what is acknowledged; else a number chosen at random */
    guint32 ack_uid; /* of an acknowledgement: the random number */
    guint64 ack_size;
} MsnpP2pHeader;

/* Takes a packet apart; *body points into it. footer: MSNP_P2P_FOOTER_SIZE on a switchboard, 0 on a direct connection.
 * FALSE if it is too short, if its length is beyond what is there, or if the part would lie beyond the total. What is
 * there beyond the length is passed over. (Of a last one that is as long as it must be, the length may be that of the
 * packet before: so libpurple's own plugin has it.) */
gboolean msnp_p2p_parse(const guint8 *packet, gsize len, gsize footer, MsnpP2pHeader *header, const guint8 **body);

/* How much of a packet's body is to be passed over when all before `received` is there already. FALSE if nothing of it
 * is new, or if something before it is missing: then it is of no use. */
gboolean msnp_p2p_is_next(const MsnpP2pHeader *header, guint64 received, gsize *skip);

/* Prints a header and header->length bytes of body, or a footer, to where there is room for them. Returns what is
 * behind them. */
guint8 *msnp_p2p_print(guint8 *p, const MsnpP2pHeader *header, const guint8 *body);
guint8 *msnp_p2p_print_footer(guint8 *p, guint32 app_id);

/* The header that acknowledges a whole blob, of which header is any packet. */
void msnp_p2p_acknowledge(const MsnpP2pHeader *header, guint32 id, MsnpP2pHeader *ack);

/* The header that asks for it from there on once more. */
void msnp_p2p_ask_again(const MsnpP2pHeader *header, guint32 id, guint64 from, MsnpP2pHeader *nak);

#endif
