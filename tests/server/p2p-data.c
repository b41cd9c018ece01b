/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how data are cut into chunks, honestly or not, and how much of them may wait in a link. */
#include "p2p-data.h"

#include <string.h>

#include "log.h"
#include "p2p-talk.h"

#define QUEUE_BYTES 65536
#define AT_ONCE     16
#define TOO_MUCH    10
#define STEP_BACK   100

typedef struct {
    guint64 offset;
    guint32 length;
} Piece;

static guint wake_idle;

/* ---- the plan ---- */

static void
piece_add(GArray *plan, guint64 offset, guint64 length)
{
    const Piece piece = {offset, (guint32) length};

    if (length > 0)
        g_array_append_val(plan, piece);
}

/* How long a chunk is, by the way that they take now. */
static gsize
chunk_of(const P2pSession *session)
{
    return p2p_direct_ready(session->link) ? p2p_direct_body(session->link) : P2P_BODY_LIMIT;
}

static GArray *
plan_from(guint64 offset, guint64 size, gsize chunk)
{
    GArray *plan = g_array_new(FALSE, FALSE, sizeof(Piece));

    for (; offset < size; offset += chunk)
        piece_add(plan, offset, MIN(chunk, size - offset));
    return plan;
}

/* The same in two chunks at least, where a lie needs that. */
static GArray *
plan_pair(guint64 size, gsize chunk)
{
    GArray *plan = g_array_new(FALSE, FALSE, sizeof(Piece));

    if (size > chunk || size < 2) {
        g_array_unref(plan);
        return plan_from(0, size, chunk);
    }
    piece_add(plan, 0, size / 2);
    piece_add(plan, size / 2, size - size / 2);
    return plan;
}

static void
plan_overlap(GArray *plan)
{
    Piece *second = &g_array_index(plan, Piece, 1);

    second->offset -= MIN(second->offset, STEP_BACK);
}

/* The last chunk ends behind the total size. */
static void
plan_beyond(GArray *plan, gsize chunk)
{
    Piece *last = &g_array_index(plan, Piece, plan->len - 1);

    last->length++;
    if (last->length > chunk) {
        last->offset++;
        last->length--;
    }
}

static void
plan_twice(GArray *plan)
{
    const Piece first = g_array_index(plan, Piece, 0);

    g_array_insert_val(plan, 1, first);
}

/* Bends the PLAN of at least one chunk as LIE wants it. */
static void
plan_bend(GArray *plan, P2pLie lie, guint64 total, gsize chunk)
{
    switch (lie) {
    case LIE_SHORT:
    case LIE_BYE_EARLY:
        g_array_set_size(plan, (plan->len + 1) / 2);
        break;
    case LIE_LONG:
        piece_add(plan, total, chunk);
        break;
    case LIE_OVER:
        plan_beyond(plan, chunk);
        break;
    case LIE_TWICE:
        plan_twice(plan);
        break;
    case LIE_OFFSET:
    case LIE_HOLE:
        if (plan->len > 1)
            g_array_remove_index(plan, plan->len > 2 ? 1 : 0);
        break;
    case LIE_OVERLAP:
        if (plan->len > 1)
            plan_overlap(plan);
        break;
    default:
        break;
    }
}

static gboolean
needs_pair(P2pLie lie)
{
    return lie >= LIE_SHORT && lie != LIE_HUGE && lie <= LIE_BYE_EARLY;
}

/* As much as the session says that it has; all of it is to go, as its lie wants it. */
static guint64
plan_new(P2pSession *session)
{
    guint64 total = session->size + (session->lie == LIE_SIZE ? TOO_MUCH : 0);
    gsize chunk = chunk_of(session);

    g_clear_pointer(&session->plan, g_array_unref);
    session->plan = needs_pair(session->lie) ? plan_pair(total, chunk) : plan_from(0, total, chunk);
    if (session->plan->len > 0)
        plan_bend(session->plan, session->lie, total, chunk);
    session->next = 0;
    return session->lie == LIE_HUGE ? G_MAXUINT64 : total;
}

void
p2p_data_begin(P2pSession *session, guint32 flags, guint32 app)
{
    guint64 total = plan_new(session);
    P2pPacket *like = &session->like;

    session->stage = STAGE_DATA;
    const P2pSent *sent = p2p_expect_ack(session->link, session->id, total, session, PART_DATA);

    like->session = session->id;
    like->id = sent->id;
    like->ack_id = sent->chance;
    like->total = total;
    like->flags = session->lie == LIE_FLAGS ? flags ^ P2P_FLAG_NEW : flags;
    like->app = app;
    p2p_data_wake();
}

/* What is wrong with a NAK; NULL if nothing. */
static const char *
again_fault(const P2pLink *link, const P2pSession *session, const P2pPacket *packet)
{
    if (session == NULL || session->plan == NULL || packet->ack_id != session->like.id ||
        packet->ack_uid != session->like.ack_id)
        return "asked again for what is not on its way";
    if (packet->ack_size >= session->like.total || packet->total != session->like.total)
        return "asked again for what is behind the end";
    return p2p_link_lies(link) || link->jumbled ? NULL : "asked again for what was not missing";
}

void
p2p_data_again(P2pLink *link, const P2pPacket *packet)
{
    P2pSession *session = p2p_session_by_id(link, packet->session);
    const char *why = again_fault(link, session, packet);

    if (why != NULL) {
        if (!link->wild)
            p2p_bad(link, why);
        return;
    }
    log_event("p2p-asked-again %s %s %" G_GUINT64_FORMAT, link->peer->key, link->puppet->key,
              packet->ack_size);
    if (session->lie != LIE_HOLE && session->lie != LIE_NONE)
        return;
    g_array_unref(session->plan);
    session->plan = plan_from(packet->ack_size, session->like.total, chunk_of(session));
    session->next = 0;
    p2p_data_wake();
}

void
p2p_data_anew(P2pLink *link)
{
    for (guint i = 0; i < link->sessions->len; i++) {
        P2pSession *session = link->sessions->pdata[i];

        if (session->plan != NULL && session->stage == STAGE_DATA)
            plan_new(session);
    }
    p2p_data_wake();
}

void
p2p_data_give_up(P2pLink *link)
{
    for (guint i = 0; i < link->sessions->len; i++) {
        P2pSession *session = link->sessions->pdata[i];

        if (session->plan != NULL)
            session->next = session->plan->len;
    }
}

/* ---- sending ---- */

static void
fill(const P2pSession *session, const Piece *piece, char *bytes)
{
    gsize size = 0;
    const char *data = session->data != NULL ? g_bytes_get_data(session->data, &size) : NULL;

    for (guint32 i = 0; i < piece->length; i++) {
        guint64 index = piece->offset + i;

        bytes[i] = (char) (index < size ? (guchar) data[index] : p2p_filler(index));
    }
    if (session->lie == LIE_SHA && piece->offset == 0)
        bytes[0] ^= 1;
}

static void
send_piece(P2pSession *session)
{
    const Piece *piece = &g_array_index(session->plan, Piece, session->next++);
    g_autofree char *bytes = g_malloc(piece->length);
    P2pPacket packet = session->like;

    fill(session, piece, bytes);
    packet.offset = piece->offset;
    packet.length = piece->length;
    packet.body = bytes;
    p2p_send_packet(session->link, &packet);
}

/* All that was planned is gone. */
static void
plan_done(P2pSession *session)
{
    const P2pLink *link = session->link;

    if (session->lie == LIE_SHORT || session->lie == LIE_BYE_EARLY)
        log_event("p2p-stopped %s %s", link->puppet->key, link->peer->key);
    if (session->lie == LIE_BYE_EARLY || session->lie == LIE_BYE_AFTER)
        p2p_talk_bye(session);
}

static gboolean
wants(const P2pSession *session)
{
    return session->plan != NULL && session->stage == STAGE_DATA &&
           session->next < session->plan->len;
}

/* TRUE when there is still room in the link. */
static gboolean
room_left(const P2pLink *link)
{
    if (p2p_direct_ready(link))
        return p2p_direct_queued(link) < QUEUE_BYTES;
    Room *room = p2p_link_room(link);
    const Client *client = room != NULL ? room_member(room, link->peer)->client : NULL;

    return client != NULL && client->link != NULL && link_queued(client->link) < QUEUE_BYTES;
}

/* TRUE when it could send more at once. */
static gboolean
pump(P2pSession *session)
{
    for (guint i = 0; i < AT_ONCE && wants(session); i++) {
        if (!room_left(session->link))
            return FALSE;
        send_piece(session);
        if (!wants(session))
            plan_done(session);
    }
    return wants(session);
}

static gboolean
on_wake(gpointer data)
{
    const GPtrArray *all = p2p_links();
    gboolean more = FALSE;

    wake_idle = 0;
    for (guint i = 0; i < all->len; i++) {
        const P2pLink *link = all->pdata[i];

        for (guint s = 0; s < link->sessions->len; s++)
            more |= pump(link->sessions->pdata[s]);
    }
    if (more)
        p2p_data_wake();
    return G_SOURCE_REMOVE;
}

void
p2p_data_wake(void)
{
    if (wake_idle == 0)
        wake_idle = g_idle_add(on_wake, NULL);
}

void
p2p_data_stop(void)
{
    if (wake_idle != 0)
        g_source_remove(wake_idle);
    wake_idle = 0;
}
