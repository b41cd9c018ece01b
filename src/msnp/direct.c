/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A direct connection with another client: getting it, and proving by a nonce who is there. Knows frames and the
 * handshake; refuses to know what goes over it and how it was agreed on.
 */
#include "msnp/direct.h"

#include <string.h>
#include <openssl/crypto.h>
#include "msnp/limits.h"
#include "msnp/p2p.h"

typedef enum {
    DIRECT_WAITING, /* for a connection, either way */
    DIRECT_PROVING, /* connected, nobody has said anything, or not the nonce */
    DIRECT_READY,
    DIRECT_OVER,
} DirectState;

struct _MsnpDirect {
    MsnpCore *core;
    const MsnpDirectOwner *klass;
    gpointer owner;
    MsnpLink *link;
    MsnpNonces nonces;
    GPtrArray *addresses; /* those not tried yet; NULL if we listen */
    DirectState state;
    guint64 deadline; /* of the state; 0 for none */
    gsize queued;     /* bytes written since there was room last */
};

/* The word with which whoever connects begins. */
static const char greeting[4] = "foo";

static const MsnpLinkClass direct_class;

void
msnp_nonce_hash(const guint8 nonce[16], guint8 out[16])
{
    guint8 sha1[MSNP_SHA1_SIZE];

    msnp_sha1(nonce, 16, sha1);
    memcpy(out, sha1, 16);
}

/* ---- addresses ---- */

/* An IPv4 address of somebody's machine: no broadcast, no multicast, not "this one" unless the server is here, too. What
 * begins with 0 is octal to who connects: 0177.0.0.1 is "this one". */
static gboolean
address_is_usable(const MsnpCore *core, const char *address)
{
    guint64 part[4];
    g_auto(GStrv) words = g_strsplit(address, ".", 5);
    guint i;

    if (g_strv_length(words) != 4)
        return FALSE;
    for (i = 0; i < 4; i++)
        if (!msnp_wire_number(words[i], 255, &part[i]) || (words[i][0] == '0' && words[i][1]))
            return FALSE;
    if (part[0] == 127)
        return msnp_host_is_local(core->host);
    return part[0] > 0 && part[0] < 224 && !(part[0] == 169 && part[1] == 254);
}

void
msnp_direct_add_address(const MsnpCore *core, GPtrArray *addresses, const char *host, const char *port)
{
    guint64 number;

    if (addresses->len < MSNP_LIMIT_ADDRESSES && address_is_usable(core, host) &&
        msnp_wire_number(port, G_MAXUINT16, &number) && number >= MSNP_DIRECT_PORT_MIN)
        g_ptr_array_add(addresses, g_strdup_printf("%s:%s", host, port));
}

/* ---- getting it ---- */

static void
direct_fail(MsnpDirect *direct)
{
    if (direct->state == DIRECT_OVER)
        return;
    direct->state = DIRECT_OVER;
    direct->deadline = 0;
    msnp_link_close(direct->link);
    direct->link = NULL;
    direct->klass->over(direct->owner);
}

static void
direct_try_next(MsnpDirect *direct)
{
    direct->state = DIRECT_WAITING;
    direct->deadline = direct->core->now + MSNP_DIRECT_CONNECT_TIMEOUT;
    direct->link = msnp_link_open_next(direct->core, &direct_class, direct, direct->addresses);
    if (!direct->link)
        direct_fail(direct);
}

static MsnpDirect *
direct_new(MsnpCore *core, const MsnpDirectOwner *klass, gpointer owner, const MsnpNonces *nonces)
{
    MsnpDirect *direct = g_new0(MsnpDirect, 1);

    direct->core = core;
    direct->klass = klass;
    direct->owner = owner;
    direct->nonces = *nonces;
    direct->deadline = core->now + MSNP_DIRECT_LISTEN_TIMEOUT;
    return direct;
}

MsnpDirect *
msnp_direct_connect(MsnpCore *core, const MsnpDirectOwner *klass, gpointer owner, GPtrArray *addresses,
                    const MsnpNonces *nonces)
{
    MsnpDirect *direct = direct_new(core, klass, owner, nonces);

    direct->addresses = addresses;
    direct->deadline = core->now; /* begins at the next tick, when the owner has it */
    return direct;
}

MsnpDirect *
msnp_direct_listen(MsnpCore *core, const MsnpDirectOwner *klass, gpointer owner, const MsnpNonces *nonces)
{
    MsnpDirect *direct = direct_new(core, klass, owner, nonces);

    direct->link = msnp_link_listen(core, &direct_class, direct);
    return direct;
}

void
msnp_direct_free(MsnpDirect *direct)
{
    if (!direct)
        return;
    msnp_link_close(direct->link);
    if (direct->addresses)
        g_ptr_array_free(direct->addresses, TRUE);
    msnp_wipe(&direct->nonces, sizeof(direct->nonces));
    g_free(direct);
}

/* ---- the handshake ---- */

static void
direct_say_nonce(MsnpDirect *direct)
{
    MsnpP2pHeader header = {.flags = MSNP_P2P_NONCE};
    guint8 *packet = msnp_link_send_frame(direct->link, MSNP_P2P_HEADER_SIZE, TRUE);

    msnp_core_random(direct->core, (guint8 *) &header.id, sizeof(header.id));
    msnp_p2p_print(packet, &header, NULL);
    memcpy(packet + 32, direct->nonces.say, 16);
}

static gboolean
direct_is_right(const MsnpDirect *direct, const guint8 *heard)
{
    guint8 hash[16];

    if (!direct->nonces.hashed)
        return CRYPTO_memcmp(heard, direct->nonces.hear, 16) == 0;
    msnp_nonce_hash(heard, hash);
    return CRYPTO_memcmp(hash, direct->nonces.hear, 16) == 0;
}

/* Whoever connects says "foo" and the nonce; whoever listens answers with the nonce. */
static void
direct_prove(MsnpDirect *direct, const guint8 *frame, gsize len)
{
    if (!direct->addresses && len == sizeof(greeting) && !memcmp(frame, greeting, sizeof(greeting)))
        return;
    if (len != MSNP_P2P_HEADER_SIZE || !(frame[29] & (MSNP_P2P_NONCE >> 8)) || !direct_is_right(direct, frame + 32)) {
        msnp_core_debug(direct->core, "a direct connection without the right nonce closed");
        direct_fail(direct);
        return;
    }
    direct->state = DIRECT_READY;
    direct->deadline = 0;
    if (!direct->addresses)
        direct_say_nonce(direct);
    direct->klass->ready(direct->owner);
}

/* ---- what the link tells ---- */

static void
direct_up(gpointer machine)
{
    MsnpDirect *direct = machine;

    direct->state = DIRECT_PROVING;
    direct->deadline = direct->core->now + MSNP_DIRECT_CONNECT_TIMEOUT;
    if (!direct->addresses)
        return;
    memcpy(msnp_link_send_frame(direct->link, sizeof(greeting), FALSE), greeting, sizeof(greeting));
    direct_say_nonce(direct);
}

static void
direct_frame(gpointer machine, const guint8 *frame, gsize len)
{
    MsnpDirect *direct = machine;

    if (direct->state == DIRECT_PROVING)
        direct_prove(direct, frame, len);
    else if (direct->state == DIRECT_READY)
        direct->klass->frame(direct->owner, frame, len);
}

static void
direct_ended(gpointer machine, MsnpError error, const char *detail)
{
    MsnpDirect *direct = machine;

    direct->link = NULL;
    if (direct->addresses && direct->state != DIRECT_READY && direct->state != DIRECT_OVER)
        direct_try_next(direct);
    else
        direct_fail(direct);
}

static void
direct_room(gpointer machine)
{
    MsnpDirect *direct = machine;

    direct->queued = 0;
    if (direct->state == DIRECT_READY)
        direct->klass->room(direct->owner);
}

static void
direct_listening(gpointer machine, const MsnpAddresses *addresses)
{
    MsnpDirect *direct = machine;

    direct->klass->listening(direct->owner, addresses);
}

static const MsnpLinkClass direct_class = {.payload_limit = MSNP_P2P_HEADER_SIZE + MSNP_LIMIT_DIRECT_BODY,
                                           .up = direct_up,
                                           .ended = direct_ended,
                                           .frame = direct_frame,
                                           .room = direct_room,
                                           .listening = direct_listening};

/* ---- using it ---- */

gboolean
msnp_direct_is_ready(const MsnpDirect *direct)
{
    return direct->state == DIRECT_READY;
}

gboolean
msnp_direct_is_waiting(const MsnpDirect *direct)
{
    return !direct->addresses && direct->state == DIRECT_WAITING;
}

gboolean
msnp_direct_has_room(const MsnpDirect *direct)
{
    return direct->state == DIRECT_READY && direct->queued < MSNP_DIRECT_QUEUE;
}

guint8 *
msnp_direct_send(MsnpDirect *direct, gsize len)
{
    direct->queued += len;
    return msnp_link_send_frame(direct->link, len, FALSE);
}

/* ---- time ---- */

void
msnp_direct_tick(MsnpDirect *direct)
{
    if (direct->deadline == 0 || direct->core->now < direct->deadline)
        return;
    if (!direct->addresses) {
        direct_fail(direct);
        return;
    }
    msnp_link_close(direct->link);
    direct->link = NULL;
    direct_try_next(direct);
}

guint64
msnp_direct_deadline(const MsnpDirect *direct)
{
    return direct->deadline;
}
