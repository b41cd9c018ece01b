/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows where the fields of a P2P packet stand and which of them go together; what a session makes
 * of a packet is p2p-link.c's business. */
#include "p2p-wire.h"

#include <string.h>

#define HEADER 48
#define FOOTER 4

static guint64
little(const guchar *bytes, guint count)
{
    guint64 value = 0;

    for (guint i = count; i > 0; i--)
        value = value << 8 | bytes[i - 1];
    return value;
}

/* Only the footer is big-endian. */
static guint32
big(const guchar *bytes)
{
    guint32 value = 0;

    for (guint i = 0; i < FOOTER; i++)
        value = value << 8 | bytes[i];
    return value;
}

static void
put_little(GString *out, guint64 value, guint count)
{
    for (guint i = 0; i < count; i++)
        g_string_append_c(out, (char) (value >> 8 * i & 0xff));
}

/* FALSE: no blob of ours has such flags. */
static gboolean
take_kind(P2pPacket *packet)
{
    switch (packet->flags & ~(guint32) P2P_FLAG_NEW) {
    case 0:
        packet->kind = packet->session == 0 ? P2P_SLP : P2P_PREPARATION;
        return TRUE;
    case P2P_FLAG_ACK:
        packet->kind = P2P_ACK;
        return TRUE;
    case P2P_FLAG_NAK:
        packet->kind = P2P_NAK;
        return TRUE;
    case P2P_FLAG_RESET:
        packet->kind = P2P_RESET;
        return TRUE;
    case P2P_FLAG_OBJECT:
        packet->kind = P2P_OBJECT;
        return TRUE;
    case P2P_FLAG_FILE:
        packet->kind = P2P_FILE;
        return TRUE;
    default:
        return FALSE;
    }
}

static const char *
sign_fault(const P2pPacket *packet)
{
    if (packet->length != 0 || packet->offset != 0)
        return "an acknowledgement has no body and offset 0";
    if (packet->ack_id == 0)
        return "an acknowledgement of nothing";
    return packet->app != 0 ? "the footer of an acknowledgement is 0" : NULL;
}

static gboolean
footer_ok(const P2pPacket *packet)
{
    if (packet->kind == P2P_SLP || packet->direct)
        return packet->app == 0;
    if (packet->kind == P2P_FILE)
        return packet->app == 2;
    return packet->app == 1 || packet->app == 11 || packet->app == 12;
}

static const char *
chunk_fault(const P2pPacket *packet)
{
    if (packet->length == 0)
        return "an empty chunk";
    if (packet->length > (packet->direct ? P2P_DIRECT_LIMIT : P2P_BODY_LIMIT))
        return "a chunk of more than 1202 bytes, or directly 1352";
    if (packet->offset > packet->total || packet->length > packet->total - packet->offset)
        return "a chunk that ends behind the total size";
    if (packet->ack_id == 0)
        return "the number of chance of a blob is 0";
    if (packet->ack_uid != 0 || packet->ack_size != 0)
        return "only an acknowledgement has the fields AckUID and AckSize";
    if (packet->kind != P2P_SLP && (packet->session == 0 || packet->session == P2P_SESSION_INK))
        return "data without a session";
    return footer_ok(packet) ? NULL : "the footer does not fit to what the packet is";
}

/* BODY is how long the header says that it is, or should. */
static const char *
read_packet(const char *bytes, gsize body, P2pPacket *packet)
{
    const guchar *header = (const guchar *) bytes;

    packet->session = (guint32) little(header, 4);
    packet->id = (guint32) little(header + 4, 4);
    packet->offset = little(header + 8, 8);
    packet->total = little(header + 16, 8);
    packet->length = (guint32) little(header + 24, 4);
    packet->flags = (guint32) little(header + 28, 4);
    packet->ack_id = (guint32) little(header + 32, 4);
    packet->ack_uid = (guint32) little(header + 36, 4);
    packet->ack_size = little(header + 40, 8);
    packet->body = bytes + HEADER;
    if (packet->length != body)
        return "the length of a P2P packet is not that of its body";
    if (!take_kind(packet))
        return "P2P flags that are not for a switchboard";
    if (packet->id == 0)
        return "a P2P packet with the identifier 0";
    return packet->kind <= P2P_NAK ? sign_fault(packet) : chunk_fault(packet);
}

const char *
p2p_packet_read(const char *bytes, gsize length, P2pPacket *packet)
{
    if (length < HEADER + FOOTER)
        return "P2P shorter than header and footer";
    packet->app = big((const guchar *) bytes + length - FOOTER);
    packet->direct = FALSE;
    return read_packet(bytes, length - HEADER - FOOTER, packet);
}

const char *
p2p_frame_read(const char *bytes, gsize length, P2pPacket *packet)
{
    if (length < HEADER)
        return "P2P shorter than its header";
    packet->app = 0;
    packet->direct = TRUE;
    return read_packet(bytes, length - HEADER, packet);
}

void
p2p_packet_print(GString *out, const P2pPacket *packet)
{
    put_little(out, packet->session, 4);
    put_little(out, packet->id, 4);
    put_little(out, packet->offset, 8);
    put_little(out, packet->total, 8);
    put_little(out, packet->length, 4);
    put_little(out, packet->flags, 4);
    put_little(out, packet->ack_id, 4);
    put_little(out, packet->ack_uid, 4);
    put_little(out, packet->ack_size, 8);
    g_string_append_len(out, packet->body, packet->length);
    for (guint i = 0; i < FOOTER; i++)
        g_string_append_c(out, (char) (packet->app >> 8 * (FOOTER - 1 - i) & 0xff));
}
