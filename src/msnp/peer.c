/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * P2P with people: who there is, and by which way each is reached, switchboards or a direct connection. Knows ways;
 * refuses to know packets.
 */
#include "msnp/peer-private.h"

#include <string.h>
#include "msnp/limits.h"

void
msnp_peer_touch(MsnpPeer *peer)
{
    if (peer->is_dirty || peer->peers->ended)
        return;
    peer->is_dirty = TRUE;
    g_queue_push_tail(&peer->peers->dirty, peer);
}

void
msnp_peer_wake(MsnpPeer *peer)
{
    if (peer->is_awake)
        return;
    peer->is_awake = TRUE;
    g_ptr_array_add(peer->peers->awake, peer);
}

void
msnp_peer_unreached(MsnpPeer *peer, MsnpError error)
{
    while (peer->blobs->len > 0)
        msnp_blob_drop(g_ptr_array_index(peer->blobs, peer->blobs->len - 1));
    g_ptr_array_set_size(peer->parts, 0);
    peer->refused = 0;
    peer->peers->klass->unreached(peer->peers->owner, peer, error);
}

gboolean
msnp_peers_run(MsnpPeers *peers)
{
    gboolean any = FALSE;
    MsnpPeer *peer;

    while ((peer = g_queue_pop_head(&peers->dirty))) {
        peer->is_dirty = FALSE;
        any = TRUE;
        msnp_peer_run(peer);
        msnp_peer_wake(peer); /* packets in flight, perhaps */
    }
    return any;
}

/* ---- the direct connection ---- */

/* Who is offline, as far as anybody can see, comes back over no way once he has left the last. */
static void
peer_left_a_way(MsnpPeer *peer)
{
    MsnpContact *contact = msnp_roster_contact(peer->peers->core->roster, peer->who);

    if (contact && msnp_contact_status(contact) == MSNP_OFFLINE && !msnp_peer_has_bridge(peer))
        msnp_peer_unreached(peer, MSNP_ERROR_PEER_OFFLINE);
}

static void
peer_drop_direct(MsnpPeer *peer)
{
    gboolean was_used = peer->used > 0;

    g_clear_pointer(&peer->direct, msnp_direct_free);
    peer->used = 0;
    if (was_used)
        msnp_peer_rewind(peer);
    peer->hold_until = 0;
    msnp_peer_touch(peer);
    peer_left_a_way(peer);
}

static void
on_direct_listening(gpointer owner, const MsnpAddresses *addresses)
{
    MsnpPeer *peer = owner;

    if (!peer->listens)
        return;
    peer->listens = FALSE;
    peer->peers->klass->listening(peer->peers->owner, peer, addresses);
}

static void
on_direct_ready(gpointer owner)
{
    MsnpPeer *peer = owner;

    msnp_core_debug(peer->peers->core, "a direct connection is used");
    peer->waited_in_vain = FALSE;
    peer->hold_until = 0;
    peer->used = peer->peers->core->now;
    msnp_peer_touch(peer);
}

static void
on_direct_frame(gpointer owner, const guint8 *frame, gsize len)
{
    MsnpPeer *peer = owner;
    MsnpP2pHeader header;
    const guint8 *body;

    peer->used = peer->peers->core->now;
    if (len == 4 && !memcmp(frame, "\0\0\0\0", 4)) /* some keep it alive so */
        return;
    peer->heard_directly = TRUE;
    if (msnp_p2p_parse(frame, len, 0, &header, &body))
        msnp_peer_packet(peer, &header, body);
    else
        msnp_core_debug(peer->peers->core, "a P2P packet that cannot be one ignored");
    peer->heard_directly = FALSE;
}

static void
on_direct_room(gpointer owner)
{
    msnp_peer_touch(owner);
}

static void
on_direct_over(gpointer owner)
{
    MsnpPeer *peer = owner;
    gboolean told = !peer->listens;

    peer->listens = FALSE;
    peer->waited_in_vain = peer->waited_in_vain || peer->used == 0;
    peer_drop_direct(peer);
    if (!told)
        peer->peers->klass->listening(peer->peers->owner, peer, NULL);
}

static const MsnpDirectOwner direct_owner = {on_direct_listening, on_direct_ready, on_direct_frame, on_direct_room,
                                             on_direct_over};

gboolean
msnp_peer_has_direct(const MsnpPeer *peer)
{
    return peer->direct != NULL;
}

gboolean
msnp_peer_awaits_him(const MsnpPeer *peer)
{
    return peer->direct && msnp_direct_is_waiting(peer->direct);
}

gboolean
msnp_peer_has_overtaken(const MsnpPeer *peer)
{
    return peer->direct && msnp_direct_is_ready(peer->direct) && !peer->heard_directly;
}

void
msnp_peer_connect(MsnpPeer *peer, GPtrArray *addresses, const MsnpNonces *nonces)
{
    g_clear_pointer(&peer->direct, msnp_direct_free);
    peer->used = 0;
    on_direct_listening(peer, NULL); /* if that has not been told */
    peer->direct = msnp_direct_connect(peer->peers->core, &direct_owner, peer, addresses, nonces);
    msnp_peer_wake(peer);
}

void
msnp_peer_listen(MsnpPeer *peer, const MsnpNonces *nonces)
{
    peer->used = 0;
    peer->listens = TRUE;
    peer->direct = msnp_direct_listen(peer->peers->core, &direct_owner, peer, nonces);
    msnp_peer_wake(peer);
}

void
msnp_peer_hold(MsnpPeer *peer, gboolean hold)
{
    peer->hold_until = hold && !peer->waited_in_vain ? peer->peers->core->now + MSNP_DIRECT_PATIENCE : 0;
    msnp_peer_wake(peer);
    msnp_peer_touch(peer);
}

/* ---- what the switchboards tell ---- */

static void
on_packet(gpointer owner, const char *who, const guint8 *packet, gsize len)
{
    MsnpPeers *peers = owner;
    MsnpPeer *peer;
    MsnpP2pHeader header;
    const guint8 *body;

    if (peers->ended)
        return;
    peer = g_hash_table_lookup(peers->peers, who);
    if (!peer && g_hash_table_size(peers->peers) >= MSNP_LIMIT_PEERS)
        msnp_core_debug(peers->core, "P2P with too many people: a packet ignored");
    else if (msnp_p2p_parse(packet, len, MSNP_P2P_FOOTER_SIZE, &header, &body))
        msnp_peer_packet(peer ? peer : msnp_peers_get(peers, who), &header, body);
    else
        msnp_core_debug(peers->core, "a P2P packet that cannot be one ignored");
}

static void
on_bridge(gpointer owner, const char *who, MsnpError error)
{
    MsnpPeers *peers = owner;
    MsnpPeer *peer = g_hash_table_lookup(peers->peers, who);

    if (!peer || peers->ended)
        return;
    peer->knocking = FALSE;
    if (error == MSNP_ERROR_NONE)
        msnp_peer_touch(peer);
    else
        msnp_peer_unreached(peer, error);
}

static void
on_left(gpointer owner, const char *who)
{
    MsnpPeers *peers = owner;
    MsnpPeer *peer = g_hash_table_lookup(peers->peers, who);

    if (!peer || peers->ended)
        return;
    peer->leaves++;
    peers->klass->lost(peers->owner, peer);
    peer_left_a_way(peer);
}

static void
on_lost(gpointer owner, const char *who)
{
    MsnpPeers *peers = owner;
    MsnpPeer *peer = g_hash_table_lookup(peers->peers, who);

    if (peer && !peers->ended)
        peers->klass->lost(peers->owner, peer);
}

/* ---- life ---- */

static void
peer_free(gpointer data)
{
    MsnpPeer *peer = data;

    msnp_direct_free(peer->direct);
    g_ptr_array_free(peer->blobs, TRUE);
    g_ptr_array_free(peer->parts, TRUE);
    g_free(peer->who);
    g_free(peer);
}

MsnpPeers *
msnp_peers_new(MsnpCore *core, MsnpTalks *talks, const MsnpPeersOwner *klass, gpointer owner)
{
    static const MsnpTalksCarried carried = {on_packet, on_bridge, on_left, on_lost};
    MsnpPeers *peers = g_new0(MsnpPeers, 1);

    peers->core = core;
    peers->talks = talks;
    peers->klass = klass;
    peers->owner = owner;
    peers->peers = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, peer_free);
    peers->awake = g_ptr_array_new();
    g_queue_init(&peers->dirty);
    msnp_talks_set_carried(talks, &carried, peers);
    return peers;
}

void
msnp_peers_free(MsnpPeers *peers)
{
    g_queue_clear(&peers->dirty);
    g_ptr_array_free(peers->awake, TRUE);
    g_hash_table_destroy(peers->peers);
    g_free(peers);
}

MsnpPeer *
msnp_peers_get(MsnpPeers *peers, const char *who)
{
    MsnpPeer *peer = g_hash_table_lookup(peers->peers, who);

    if (peer)
        return peer;
    peer = g_new0(MsnpPeer, 1);
    peer->peers = peers;
    peer->who = g_strdup(who);
    peer->window = MSNP_P2P_WINDOW;
    peer->blobs = g_ptr_array_new_with_free_func((GDestroyNotify) msnp_blob_unref);
    peer->parts = g_ptr_array_new_with_free_func(msnp_peer_part_free);
    msnp_core_random(peers->core, (guint8 *) &peer->next_id, sizeof(peer->next_id));
    peer->next_id = GUINT32_FROM_LE(peer->next_id) >> 1;
    g_hash_table_insert(peers->peers, peer->who, peer);
    return peer;
}

const char *
msnp_peer_who(const MsnpPeer *peer)
{
    return peer->who;
}

gboolean
msnp_peer_has_bridge(const MsnpPeer *peer)
{
    return (peer->direct && msnp_direct_is_ready(peer->direct)) ||
           msnp_talks_carrier(peer->peers->talks, peer->who) != NULL;
}

void
msnp_peers_end(MsnpPeers *peers)
{
    GHashTableIter iter;
    gpointer value;

    peers->ended = TRUE;
    g_hash_table_iter_init(&iter, peers->peers);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        MsnpPeer *peer = value;

        g_clear_pointer(&peer->direct, msnp_direct_free);
        while (peer->blobs->len > 0)
            msnp_blob_drop(g_ptr_array_index(peer->blobs, peer->blobs->len - 1));
        peer->is_dirty = FALSE;
    }
    g_queue_clear(&peers->dirty);
}

/* ---- time ---- */

/* When a full window is taken for acknowledged; 0 if it is not full. */
static guint64
peer_silence_at(const MsnpPeer *peer)
{
    if (peer->in_flight < peer->window)
        return 0;
    return peer->heard + (peer->silent ? MSNP_P2P_PAUSE : MSNP_P2P_SILENCE);
}

/* When the direct connection has been idle for too long; 0 if there is none in use. */
static guint64
peer_idle_at(const MsnpPeer *peer)
{
    return peer->direct && msnp_direct_is_ready(peer->direct) ? peer->used + MSNP_DIRECT_IDLE : 0;
}

static guint64
peer_deadline(const MsnpPeer *peer)
{
    guint64 deadline = peer_silence_at(peer);
    guint i;

    deadline = msnp_earlier(deadline, peer->hold_until);
    deadline = msnp_earlier(deadline, peer_idle_at(peer));
    if (peer->direct)
        deadline = msnp_earlier(deadline, msnp_direct_deadline(peer->direct));
    for (i = 0; i < peer->parts->len; i++)
        deadline = msnp_earlier(deadline, ((MsnpPart *) g_ptr_array_index(peer->parts, i))->heard + MSNP_SLP_TIMEOUT);
    return deadline;
}

static void
peer_tick(MsnpPeer *peer)
{
    guint64 now = peer->peers->core->now, idle_at = peer_idle_at(peer);
    guint i;

    for (i = peer->parts->len; i > 0; i--)
        if (now >= ((MsnpPart *) g_ptr_array_index(peer->parts, i - 1))->heard + MSNP_SLP_TIMEOUT)
            g_ptr_array_remove_index(peer->parts, i - 1);
    if (peer->in_flight >= peer->window && now >= peer_silence_at(peer))
        msnp_peer_stop_waiting(peer);
    if (peer->hold_until && now >= peer->hold_until) {
        peer->waited_in_vain = TRUE;
        msnp_peer_hold(peer, FALSE);
    }
    if (idle_at && now >= idle_at)
        peer_drop_direct(peer);
    if (peer->direct)
        msnp_direct_tick(peer->direct);
}

/* A tick may tell owners, who may wake others: those are added behind. */
void
msnp_peers_tick(MsnpPeers *peers)
{
    guint i;

    for (i = peers->awake->len; i > 0; i--) {
        MsnpPeer *peer = g_ptr_array_index(peers->awake, i - 1);

        peer_tick(peer);
        if (peer_deadline(peer) > 0)
            continue;
        peer->is_awake = FALSE;
        g_ptr_array_remove_index(peers->awake, i - 1);
    }
}

guint64
msnp_peers_deadline(const MsnpPeers *peers)
{
    guint64 deadline = 0;
    guint i;

    for (i = 0; i < peers->awake->len; i++)
        deadline = msnp_earlier(deadline, peer_deadline(g_ptr_array_index(peers->awake, i)));
    return deadline;
}
