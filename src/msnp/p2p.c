/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One packet of P2P version 1: a header of 48 bytes, a body, on a switchboard a footer. Knows bytes; refuses to know
 * what a packet is for.
 */
#include "msnp/p2p.h"

#include <string.h>

/* All is little-endian, but the footer. */
static guint64
read_le(const guint8 *p, guint bytes)
{
    guint64 value = 0;

    while (bytes > 0)
        value = value << 8 | p[--bytes];
    return value;
}

static guint8 *
write_le(guint8 *p, guint64 value, guint bytes)
{
    guint i;

    for (i = 0; i < bytes; i++)
        *p++ = (guint8) (value >> (8 * i));
    return p;
}

/* A packet of libpurple's own plugin says the length of the one before: the last one says too much, and has what is
 * missing. */
static void
length_mend(MsnpP2pHeader *header, gsize there)
{
    if (header->length > there && there > 0 && header->offset >= header->length &&
        header->total - header->offset == there)
        header->length = (guint32) there;
}

gboolean
msnp_p2p_parse(const guint8 *packet, gsize len, gsize footer, MsnpP2pHeader *header, const guint8 **body)
{
    if (len < MSNP_P2P_HEADER_SIZE + footer)
        return FALSE;
    header->session = (guint32) read_le(packet, 4);
    header->id = (guint32) read_le(packet + 4, 4);
    header->offset = read_le(packet + 8, 8);
    header->total = read_le(packet + 16, 8);
    header->length = (guint32) read_le(packet + 24, 4);
    header->flags = (guint32) read_le(packet + 28, 4);
    header->ack_id = (guint32) read_le(packet + 32, 4);
    header->ack_uid = (guint32) read_le(packet + 36, 4);
    header->ack_size = read_le(packet + 40, 8);
    *body = packet + MSNP_P2P_HEADER_SIZE;
    length_mend(header, len - MSNP_P2P_HEADER_SIZE - footer);
    return header->length <= len - MSNP_P2P_HEADER_SIZE - footer && header->offset <= header->total &&
           header->length <= header->total - header->offset;
}

gboolean
msnp_p2p_is_next(const MsnpP2pHeader *header, guint64 received, gsize *skip)
{
    if (header->offset > received || header->offset + header->length <= received)
        return FALSE;
    *skip = (gsize) (received - header->offset);
    return TRUE;
}

guint8 *
msnp_p2p_print(guint8 *p, const MsnpP2pHeader *header, const guint8 *body)
{
    p = write_le(p, header->session, 4);
    p = write_le(p, header->id, 4);
    p = write_le(p, header->offset, 8);
    p = write_le(p, header->total, 8);
    p = write_le(p, header->length, 4);
    p = write_le(p, header->flags, 4);
    p = write_le(p, header->ack_id, 4);
    p = write_le(p, header->ack_uid, 4);
    p = write_le(p, header->ack_size, 8);
    if (header->length > 0)
        memcpy(p, body, header->length);
    return p + header->length;
}

guint8 *
msnp_p2p_print_footer(guint8 *p, guint32 app_id)
{
    return write_le(p, GUINT32_SWAP_LE_BE(app_id), MSNP_P2P_FOOTER_SIZE);
}

void
msnp_p2p_acknowledge(const MsnpP2pHeader *header, guint32 id, MsnpP2pHeader *ack)
{
    memset(ack, 0, sizeof(*ack));
    ack->session = header->session;
    ack->id = id;
    ack->total = header->total;
    ack->flags = MSNP_P2P_ACK;
    ack->ack_id = header->id;
    ack->ack_uid = header->ack_id;
    ack->ack_size = header->total;
}

void
msnp_p2p_ask_again(const MsnpP2pHeader *header, guint32 id, guint64 from, MsnpP2pHeader *nak)
{
    msnp_p2p_acknowledge(header, id, nak);
    nak->flags = MSNP_P2P_NAK;
    nak->ack_size = from;
}
