/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows frames, and who says which nonce when; how the two agreed on it is p2p-offer.c's business,
 * what is in a packet that of others. */
#include "p2p-direct.h"

#include <string.h>

#include "log.h"
#include "meet.h"
#include "p2p-data.h"

#define COUNT       4
#define HEADER      48
#define NONCE_AT    32
#define FLAG_NONCE  0x100
#define GREETING    "foo"
#define PATIENCE_MS 5000

typedef enum {
    DIRECT_NONE,
    DIRECT_WAITING, /* for a connection, either way */
    DIRECT_PROVING,
    DIRECT_READY,
    DIRECT_LEFT /* the puppet says nothing more here, and hears all */
} DirectState;

struct P2pDirect {
    P2pLink *p2p;
    DirectState state;
    Meet *meet;     /* NULL: has come together */
    Link *link;     /* NULL: no connection */
    gboolean dials; /* the puppet comes to the client */
    gboolean greeted;
    P2pNonces nonces;
    P2pTrick trick;
    gboolean played; /* the trick */
    guint64 moved;   /* bytes of data, both ways */
    guint patience;
    char *label;
    const char *frame; /* that is being read; NULL: none */
    gsize length;
};

void
p2p_nonce_hash(const guint8 *secret, guint8 *out)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
    guint8 digest[20];
    gsize length = sizeof digest;

    g_checksum_update(sum, secret, P2P_NONCE);
    g_checksum_get_digest(sum, digest, &length);
    memcpy(out, digest, P2P_NONCE);
}

static P2pDirect *
direct_of(P2pLink *link)
{
    if (link->direct == NULL) {
        link->direct = g_new0(P2pDirect, 1);
        link->direct->p2p = link;
        link->direct->label = g_strdup_printf("direct/%s", link->peer->key);
    }
    return link->direct;
}

static void
tell(const P2pDirect *direct, const char *what)
{
    log_event("%s %s %s", what, direct->p2p->peer->key, direct->p2p->puppet->key);
}

gboolean
p2p_direct_bad(const P2pLink *link, const char *why)
{
    const P2pDirect *direct = link->direct;

    if (direct == NULL || direct->frame == NULL)
        return FALSE;
    log_bad(direct->label, direct->frame, MIN(direct->length, HEADER), "P2P to %s: %s",
            link->puppet->key, why);
    return TRUE;
}

/* ---- the end ---- */

static void
direct_stop(P2pDirect *direct)
{
    g_clear_pointer(&direct->meet, meet_end);
    if (direct->patience != 0)
        g_source_remove(direct->patience);
    direct->patience = 0;
    direct->state = DIRECT_NONE;
}

/* What went this way, in either direction, may have got lost, and comes by the switchboard. */
static void
reroute(P2pDirect *direct)
{
    direct->p2p->jumbled = direct->p2p->rerouted = TRUE;
    p2p_data_anew(direct->p2p);
}

static void
direct_over(P2pDirect *direct)
{
    direct_stop(direct);
    reroute(direct);
    p2p_sessions_go_on(direct->p2p);
}

static void
on_closed(gpointer user)
{
    P2pDirect *direct = user;

    direct->link = NULL;
    if (direct->p2p == NULL)
        return;
    log_event("direct-closed %s %s %" G_GUINT64_FORMAT, direct->p2p->peer->key,
              direct->p2p->puppet->key, direct->moved);
    direct_over(direct);
}

const char *
p2p_direct_close(P2pLink *link)
{
    if (link->direct == NULL || link->direct->link == NULL)
        return "there is no connection";
    link_close(link->direct->link);
    return NULL;
}

void
p2p_direct_free(P2pDirect *direct)
{
    if (direct == NULL)
        return;
    direct->p2p = NULL; /* on_closed() has nobody to tell */
    direct_stop(direct);
    if (direct->link != NULL)
        link_close(direct->link);
    g_free(direct->label);
    g_free(direct);
}

/* ---- saying ---- */

static void
put(GString *frame, gsize at, guint64 value)
{
    for (guint i = 0; i < COUNT; i++)
        frame->str[at + i] = (char) (value >> 8 * i & 0xff);
}

static void
write_bytes(P2pDirect *direct, const char *bytes, gsize length)
{
    log_wire(direct->label, "S", bytes, MIN(length, COUNT + HEADER));
    link_write(direct->link, bytes, length);
}

/* A packet as it goes here: its length in front, and no footer. Caller frees. */
static GString *
frame_of(const P2pPacket *packet)
{
    GString *frame = g_string_new_len("\0\0\0\0", COUNT);

    p2p_packet_print(frame, packet);
    g_string_truncate(frame, COUNT + HEADER + packet->length);
    put(frame, 0, HEADER + packet->length);
    return frame;
}

static gboolean
is_data(const P2pPacket *packet)
{
    return packet->session != 0 && (packet->flags & P2P_FLAG_OBJECT) != 0;
}

static gboolean
is_middle(const P2pPacket *packet)
{
    return is_data(packet) && packet->offset >= packet->total / 2;
}

static void
write_half(P2pDirect *direct, const GString *frame)
{
    write_bytes(direct, frame->str, frame->len / 2);
}

/* What was ordered for the middle of the data is done to FRAME. */
static void
play(P2pDirect *direct, GString *frame)
{
    direct->played = direct->p2p->jumbled = TRUE;
    switch (direct->trick.kind) {
    case TRICK_FIN:
        link_close(direct->link);
        return;
    case TRICK_RESET:
        link_reset(direct->link);
        return;
    case TRICK_HALF_FIN:
        write_half(direct, frame);
        link_close(direct->link);
        return;
    case TRICK_DEAF:
        link_hold(direct->link);
        G_GNUC_FALLTHROUGH;
    case TRICK_HALF:
        write_half(direct, frame);
        direct->state = DIRECT_LEFT;
        reroute(direct);
        return;
    case TRICK_HANG:
        write_half(direct, frame);
        p2p_data_give_up(direct->p2p);
        link_hold(direct->link);
        direct->state = DIRECT_LEFT;
        return;
    case TRICK_LENGTH:
        put(frame, 0, direct->trick.value);
        break;
    case TRICK_FIELD:
        put(frame, COUNT + direct->trick.at, direct->trick.value);
        break;
    default:
        break;
    }
    write_bytes(direct, frame->str, frame->len);
}

void
p2p_direct_send(P2pLink *link, const P2pPacket *packet)
{
    P2pDirect *direct = link->direct;
    g_autoptr(GString) frame = frame_of(packet);

    if (is_data(packet))
        direct->moved += packet->length;
    if (!direct->played && is_middle(packet))
        play(direct, frame);
    else
        write_bytes(direct, frame->str, frame->len);
}

/* ---- who is there ---- */

/* Data of the file that is agreed on, and not what is in it. */
static void
say_stray(P2pDirect *direct)
{
    const P2pSession *session = p2p_session_newest_file(direct->p2p);
    const P2pPacket packet = {.session = session != NULL ? session->id : 1,
                              .id = g_random_int(),
                              .total = session != NULL ? session->size : 5,
                              .length = 5,
                              .flags = P2P_FLAG_FILE | P2P_FLAG_NEW,
                              .ack_id = 1,
                              .body = "wrong"};
    g_autoptr(GString) frame = frame_of(&packet);

    write_bytes(direct, frame->str, frame->len);
}

static void
say_nonce(P2pDirect *direct)
{
    const P2pPacket packet = {.id = g_random_int() | 1, .flags = FLAG_NONCE, .body = ""};
    g_autoptr(GString) frame = frame_of(&packet);

    if (direct->trick.kind == TRICK_MUTE || direct->trick.kind == TRICK_GARBAGE)
        return;
    if (direct->trick.kind == TRICK_EARLY || direct->trick.kind == TRICK_NO_NONCE)
        say_stray(direct);
    if (direct->trick.kind == TRICK_NO_NONCE)
        return;
    memcpy(frame->str + COUNT + NONCE_AT,
           direct->trick.kind == TRICK_ECHO ? direct->nonces.hear : direct->nonces.say, P2P_NONCE);
    if (direct->trick.kind == TRICK_NONCE)
        frame->str[COUNT + NONCE_AT + P2P_NONCE - 1] ^= 1;
    write_bytes(direct, frame->str, frame->len);
}

static void
say_hello(P2pDirect *direct)
{
    static const char garbage[] = "GET / HTTP/1.0\r\n\r\n";
    static const char greeting[] = "\4\0\0\0" GREETING;

    if (direct->trick.kind == TRICK_GARBAGE)
        write_bytes(direct, garbage, sizeof garbage - 1);
    else if (direct->trick.kind != TRICK_MUTE && direct->dials)
        write_bytes(direct, greeting, sizeof greeting);
    if (direct->dials)
        say_nonce(direct);
}

static guint32
little(const char *bytes)
{
    const guchar *raw = (const guchar *) bytes;

    return raw[0] | (guint32) raw[1] << 8 | (guint32) raw[2] << 16 | (guint32) raw[3] << 24;
}

static gboolean
nonce_right(P2pNonces *nonces, const char *heard)
{
    guint8 hash[P2P_NONCE];
    guint8 said[P2P_NONCE];
    gboolean hashed = nonces->proof == PROOF_HASH;

    memcpy(said, heard, P2P_NONCE);
    p2p_nonce_hash(said, hash);
    if (nonces->proof != PROOF_ANY && memcmp(hashed ? hash : said, nonces->hear, P2P_NONCE) != 0)
        return FALSE;
    memcpy(nonces->hear, said, P2P_NONCE); /* for TRICK_ECHO */
    return TRUE;
}

static const char *
nonce_fault(P2pDirect *direct)
{
    const char *frame = direct->frame;
    static const char zeros[20];

    if (direct->length != HEADER || little(frame + 28) != FLAG_NONCE)
        return "the first packet of a direct connection is the nonce";
    if (memcmp(frame, zeros, 4) != 0 || memcmp(frame + 8, zeros, 20) != 0 || little(frame + 4) == 0)
        return "the packet of a nonce has an identifier, and is empty otherwise";
    return nonce_right(&direct->nonces, frame + NONCE_AT) ? NULL : "a wrong nonce";
}

static void
direct_ready(P2pDirect *direct)
{
    direct->state = DIRECT_READY;
    tell(direct, "direct-ready");
    p2p_sessions_go_on(direct->p2p);
}

/* Whoever comes says a greeting and the nonce, then the other one the nonce. */
static const char *
prove(P2pDirect *direct)
{
    const char *why;

    if (!direct->dials && !direct->greeted) {
        direct->greeted = TRUE;
        return direct->length == sizeof GREETING &&
                       memcmp(direct->frame, GREETING, sizeof GREETING) == 0
                   ? NULL
                   : "who comes to a direct connection greets";
    }
    why = nonce_fault(direct);
    if (why != NULL)
        return why;
    if (!direct->dials)
        say_nonce(direct);
    if (p2p_trick_at_hello(&direct->trick))
        return direct->dials ? "believed whoever has not proved anything" : NULL;
    direct_ready(direct);
    return NULL;
}

/* ---- hearing ---- */

/* Who takes has nothing to bend, so that an empty packet comes for it. Where no length is right any
 * more, the rest of what he says goes by the switchboard. */
static void
play_as_taker(P2pDirect *direct, const P2pPacket *heard)
{
    P2pPacket packet = *heard;

    if (!p2p_trick_in_data(&direct->trick))
        return;
    packet.length = 0;
    g_autoptr(GString) frame = frame_of(&packet);

    play(direct, frame);
    if (direct->trick.kind != TRICK_LENGTH)
        return;
    direct->state = DIRECT_LEFT;
    reroute(direct);
}

static const char *
packet_heard(P2pDirect *direct)
{
    P2pPacket packet;
    const char *why = p2p_frame_read(direct->frame, direct->length, &packet);

    if (why != NULL)
        return why;
    if (is_data(&packet))
        direct->moved += packet.length;
    p2p_packet_heard(direct->p2p, &packet);
    if (direct->state == DIRECT_READY && !direct->played && is_middle(&packet))
        play_as_taker(direct, &packet);
    return NULL;
}

static void
frame_heard(P2pDirect *direct)
{
    const char *why = direct->state == DIRECT_PROVING ? prove(direct) : packet_heard(direct);

    if (why == NULL)
        return;
    p2p_direct_bad(direct->p2p, why);
    if (direct->link != NULL)
        link_close(direct->link);
}

static gsize
on_received(gpointer user, const char *bytes, gsize length)
{
    P2pDirect *direct = user;
    gsize size = length >= COUNT ? little(bytes) : 0;
    gboolean large = size > HEADER + P2P_DIRECT_LIMIT;

    if (length < COUNT || (!large && length < COUNT + size))
        return 0;
    log_wire(direct->label, "C", bytes, MIN(length, COUNT + MIN(size, HEADER)));
    direct->frame = bytes + COUNT;
    direct->length = large ? length - COUNT : size;
    if (large) {
        p2p_direct_bad(direct->p2p, "a frame of more than 1400 bytes");
        link_close(direct->link);
    } else {
        frame_heard(direct);
    }
    direct->frame = NULL;
    return large ? length : COUNT + size;
}

/* ---- coming together ---- */

/* Only the first who comes is let in. */
static void
on_met(gpointer user, GSocketConnection *socket)
{
    static const LinkHandlers handlers = {on_received, on_closed, NULL};
    P2pDirect *direct = user;

    direct_stop(direct);
    if (socket == NULL) {
        tell(direct, "direct-unreachable");
        p2p_sessions_go_on(direct->p2p);
        return;
    }
    direct->link = link_new(socket, G_IO_STREAM(socket), &handlers, direct);
    direct->state = DIRECT_PROVING;
    tell(direct, "direct-connected");
    say_hello(direct);
}

static gboolean
on_patience(gpointer user)
{
    P2pDirect *direct = user;

    direct->patience = 0;
    direct_stop(direct);
    tell(direct, "direct-unreachable");
    p2p_sessions_go_on(direct->p2p);
    return G_SOURCE_REMOVE;
}

static P2pDirect *
direct_begin(P2pLink *link, const P2pNonces *nonces, gboolean dials)
{
    P2pDirect *direct = direct_of(link);

    direct->trick = p2p_trick_take(link->puppet);
    direct->played = direct->greeted = FALSE;
    direct->moved = 0;
    direct->dials = dials;
    direct->nonces = *nonces;
    direct->state = DIRECT_WAITING;
    return direct;
}

guint
p2p_direct_listen(P2pLink *link, const P2pNonces *nonces)
{
    P2pDirect *direct = direct_begin(link, nonces, FALSE);
    guint port = 0;

    direct->meet = meet_listen(&port, on_met, direct);
    if (direct->trick.kind == TRICK_ABSENT || direct->trick.kind == TRICK_WALL)
        g_clear_pointer(&direct->meet, meet_end);
    if (direct->trick.kind == TRICK_WALL)
        port = (guint) direct->trick.value;
    direct->patience = g_timeout_add(PATIENCE_MS, on_patience, direct);
    return port;
}

void
p2p_direct_dial(P2pLink *link, guint port, const P2pNonces *nonces)
{
    P2pDirect *direct = direct_begin(link, nonces, TRUE);

    if (direct->trick.kind != TRICK_ABSENT) {
        direct->meet = meet_dial(port, on_met, direct);
        return;
    }
    direct_stop(direct);
    p2p_sessions_go_on(link);
}

gboolean
p2p_direct_busy(const P2pLink *link)
{
    return link->direct != NULL && link->direct->state != DIRECT_NONE;
}

gboolean
p2p_direct_ready(const P2pLink *link)
{
    return link->direct != NULL && link->direct->state == DIRECT_READY;
}

gsize
p2p_direct_body(const P2pLink *link)
{
    const P2pTrick *trick = &link->direct->trick;

    return trick->kind == TRICK_BODY ? (gsize) MAX(trick->value, 1) : P2P_DIRECT_LIMIT;
}

gsize
p2p_direct_queued(const P2pLink *link)
{
    return link_queued(link->direct->link);
}
