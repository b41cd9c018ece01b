/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Agreeing on a direct connection within a call. Knows who listens, who connects and by which nonces; refuses to know
 * what the connection is used for. Source: the MSN wikis' pages on transport requests, and what clients were seen to
 * send.
 */
#include "msnp/call-private.h"

#include <string.h>
#include "msnp/limits.h"

typedef enum {
    OFFER_NONE,
    OFFER_MADE,      /* by us, not answered yet */
    OFFER_ANSWERING, /* theirs: we try to listen, and answer then */
    OFFER_INVITING,  /* they cannot listen: we try to, and invite them then */
} OfferState;

struct _MsnpOffer {
    OfferState state;
    guint heard; /* how many of theirs */
    char *branch; /* of theirs, to be answered */
    guint cseq;
    guint8 secret[16]; /* our nonce, or what ours is the hash of */
    gboolean hashed;
};

void
msnp_offer_free(MsnpOffer *offer)
{
    if (!offer)
        return;
    msnp_wipe(offer->secret, sizeof(offer->secret));
    g_free(offer->branch);
    g_free(offer);
}

static MsnpOffer *
call_offer(MsnpCall *call)
{
    if (!call->offer) {
        call->offer = g_new0(MsnpOffer, 1);
        msnp_core_random(call->calls->core, call->offer->secret, sizeof(call->offer->secret));
    }
    return call->offer;
}

/* The client id of libpurple's own plugin since it has known a second version of P2P. */
#define LIBPURPLE_CLIENT 0x90040024

/* It loses the last four bytes of each packet that comes directly. */
static gboolean
call_would_be_garbled(const MsnpCall *call)
{
    const MsnpContact *contact = msnp_roster_contact(call->calls->core->roster, msnp_call_who(call));

    return contact && msnp_contact_client(contact) == LIBPURPLE_CLIENT;
}

static gboolean
call_may_connect(const MsnpCall *call)
{
    return call->calls->core->direct && call->direct && call->active && !msnp_peer_has_direct(call->peer) &&
           !call_would_be_garbled(call);
}

void
msnp_call_allow_direct(MsnpCall *call)
{
    call->direct = TRUE;
}

/* ---- nonces ---- */

/* A nonce field of theirs. FALSE if there is none that can be used. */
static gboolean
offer_read_nonce(const MsnpSlp *slp, const char *name, guint8 out[16])
{
    g_autofree char *text = msnp_slp_field(slp, name);

    return text && msnp_guid_read(text, out);
}

/* Ours as a field: the hash where they know hashes. */
static char *
offer_print_nonce(const MsnpOffer *offer, gboolean hashed)
{
    char guid[MSNP_GUID_SIZE];
    guint8 hash[16];

    msnp_nonce_hash(offer->secret, hash);
    msnp_guid_print(hashed ? hash : offer->secret, guid);
    return g_strdup_printf("%s: %s\r\n", hashed ? "Hashed-Nonce" : "Nonce", guid);
}

/* What is to be said and heard if we listen; they have perhaps said a hash. */
static void
offer_nonces_of_listener(MsnpOffer *offer, const MsnpSlp *slp, MsnpNonces *nonces)
{
    memcpy(nonces->say, offer->secret, 16);
    nonces->hashed = offer->hashed = offer_read_nonce(slp, "Hashed-Nonce", nonces->hear);
    if (!nonces->hashed)
        memcpy(nonces->hear, offer->secret, 16);
}

/* The same if they listen. FALSE if they have said no nonce. */
static gboolean
offer_nonces_of_connector(const MsnpOffer *offer, const MsnpSlp *slp, MsnpNonces *nonces)
{
    memcpy(nonces->say, offer->secret, 16);
    nonces->hashed = offer_read_nonce(slp, "Hashed-Nonce", nonces->hear);
    if (nonces->hashed)
        return TRUE;
    if (!offer_read_nonce(slp, "Nonce", nonces->hear))
        return FALSE;
    memcpy(nonces->say, nonces->hear, 16);
    return TRUE;
}

/* ---- addresses ---- */

/* A field, or the same written from right to left, name and value, as the clients of 2009 do behind a router. */
static char *
field_either_way(const MsnpSlp *slp, const char *name)
{
    g_autofree char *reversed = g_strreverse(g_strdup(name));
    char *value = msnp_slp_field(slp, name);

    if (value)
        return value;
    value = msnp_slp_field(slp, reversed);
    return value ? g_strreverse(value) : NULL;
}

static void
addresses_add_fields(const MsnpCore *core, GPtrArray *addresses, const MsnpSlp *slp, const char *kind)
{
    g_autofree char *hosts_name = g_strdup_printf("IPv4%s-Addrs", kind);
    g_autofree char *port_name = g_strdup_printf("IPv4%s-Port", kind);
    g_autofree char *both_name = g_strdup_printf("IPv4%sAddrsAndPorts", kind);
    g_autofree char *hosts = field_either_way(slp, hosts_name), *port = field_either_way(slp, port_name);
    g_autofree char *both = field_either_way(slp, both_name);
    g_auto(GStrv) words = g_strsplit(hosts && port ? hosts : "", " ", 2 * MSNP_LIMIT_ADDRESSES);
    g_auto(GStrv) pairs = g_strsplit(both ? both : "", " ", 2 * MSNP_LIMIT_ADDRESSES);
    guint i;

    for (i = 0; words[i]; i++)
        msnp_direct_add_address(core, addresses, words[i], port);
    for (i = 0; pairs[i]; i++) {
        char *colon = strchr(pairs[i], ':');

        if (!colon)
            continue;
        *colon = '\0';
        msnp_direct_add_address(core, addresses, pairs[i], colon + 1);
    }
}

/* Where we can be reached, as fields. */
static char *
addresses_print(const MsnpAddresses *addresses)
{
    g_autofree char *internal = g_strjoinv(" ", (char **) addresses->internal);
    g_autoptr(GString) out = g_string_new(NULL);

    if (addresses->external)
        g_string_append_printf(out, "IPv4External-Addrs: %s\r\nIPv4External-Port: %u\r\n", addresses->external,
                               addresses->external_port);
    g_string_append_printf(out, "IPv4Internal-Addrs: %s\r\nIPv4Internal-Port: %u\r\n", internal, addresses->port);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

/* ---- connecting ---- */

/* Both have offered at the same time, and both listen now: whose address is the lower one connects. */
static gboolean
call_gives_way(const MsnpCall *call)
{
    const MsnpCore *core = call->calls->core;

    return core->direct && call->direct && call->active && msnp_peer_awaits_him(call->peer) &&
           strcmp(core->own, msnp_peer_who(call->peer)) < 0;
}

/* They listen: to where they say, from inside first. */
static gboolean
offer_connect(MsnpCall *call, const MsnpSlp *slp)
{
    g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *listening = msnp_slp_field(slp, "Listening");
    MsnpNonces nonces;

    if (!listening || g_ascii_strcasecmp(listening, "true") || !(call_may_connect(call) || call_gives_way(call)) ||
        !offer_nonces_of_connector(call->offer, slp, &nonces))
        return FALSE;
    addresses_add_fields(call->calls->core, addresses, slp, "Internal");
    addresses_add_fields(call->calls->core, addresses, slp, "External");
    if (addresses->len == 0)
        return FALSE;
    msnp_peer_connect(call->peer, g_steal_pointer(&addresses), &nonces);
    msnp_wipe(&nonces, sizeof(nonces));
    return TRUE;
}

static void
offer_listen(MsnpCall *call, const MsnpSlp *slp, OfferState state)
{
    MsnpNonces nonces;

    offer_nonces_of_listener(call->offer, slp, &nonces);
    call->offer->state = state;
    msnp_peer_listen(call->peer, &nonces);
    msnp_wipe(&nonces, sizeof(nonces));
}

/* ---- what they say ---- */

/* The dummy address is for those who take a refusal without one for something else, and would ask for ever. */
static void
offer_refuse(MsnpCall *call, const MsnpSlp *asked)
{
    msnp_calls_answer(call->calls, call->peer, asked, 200, MSNP_SLP_TRANSPORT_ANSWER,
                      "Bridge: TCPv1\r\nListening: false\r\nNonce: {00000000-0000-0000-0000-000000000000}\r\n"
                      "IPv4Internal-Addrs: 127.0.0.1\r\nIPv4Internal-Port: 1\r\n");
}

void
msnp_offer_invited(MsnpCalls *calls, MsnpPeer *peer, MsnpCall *call, const MsnpSlp *slp)
{
    MsnpOffer *offer;

    if (!call) {
        msnp_calls_answer(calls, peer, slp, 481, MSNP_SLP_NOTHING, "");
        return;
    }
    offer = call_offer(call);
    if (offer->heard++ >= 2)
        return;
    if (slp->body == MSNP_SLP_TRANSPORT_ANSWER) {
        offer_refuse(call, slp);
        offer_connect(call, slp);
    } else if (call_may_connect(call) && offer->state == OFFER_NONE) {
        g_free(offer->branch); /* of one that came to nothing */
        offer->branch = g_strdup(slp->branch);
        offer->cseq = slp->cseq;
        offer_listen(call, slp, OFFER_ANSWERING);
    } else {
        offer_refuse(call, slp);
    }
}

void
msnp_offer_answered(MsnpCall *call, const MsnpSlp *slp)
{
    MsnpOffer *offer = call->offer;

    if (!offer || offer->state != OFFER_MADE) {
        msnp_core_debug(call->calls->core, "an SLP answer to nothing that was asked ignored");
        return;
    }
    offer->state = OFFER_NONE;
    if (slp->status != 200 || slp->body != MSNP_SLP_TRANSPORT_ANSWER)
        msnp_peer_hold(call->peer, FALSE);
    else if (offer_connect(call, slp))
        return;
    else if (call_may_connect(call))
        offer_listen(call, slp, OFFER_INVITING);
}

/* ---- what we say ---- */

static void
offer_say_listening(MsnpCall *call, const MsnpAddresses *addresses)
{
    MsnpOffer *offer = call->offer;
    MsnpSlp asked = {.branch = offer->branch, .call_id = call->call_id, .cseq = offer->cseq};
    g_autofree char *nonce = offer_print_nonce(offer, offer->hashed);
    g_autofree char *where = addresses ? addresses_print(addresses) : NULL, *fields = NULL;
    char branch[MSNP_GUID_SIZE];
    MsnpSlp invite = {.kind = MSNP_SLP_INVITE, .branch = branch, .call_id = call->call_id,
                      .body = MSNP_SLP_TRANSPORT_ANSWER};

    if (where)
        fields = g_strdup_printf("Bridge: TCPv1\r\nListening: true\r\n%s%s", nonce, where);
    if (offer->state == OFFER_ANSWERING && !where) {
        offer_refuse(call, &asked);
    } else if (offer->state == OFFER_ANSWERING) {
        msnp_calls_answer(call->calls, call->peer, &asked, 200, MSNP_SLP_TRANSPORT_ANSWER, fields);
    } else if (where) {
        msnp_core_guid(call->calls->core, branch);
        invite.fields = fields;
        invite.fields_len = strlen(fields);
        msnp_calls_say(call->calls, call->peer, &invite);
    }
    offer->state = OFFER_NONE;
}

void
msnp_offer_listening(gpointer owner, MsnpPeer *peer, const MsnpAddresses *addresses)
{
    MsnpCalls *calls = owner;
    guint i;

    for (i = 0; i < calls->calls->len; i++) {
        MsnpCall *call = g_ptr_array_index(calls->calls, i);

        if (call->peer == peer && call->offer &&
            (call->offer->state == OFFER_ANSWERING || call->offer->state == OFFER_INVITING)) {
            offer_say_listening(call, addresses);
            return;
        }
    }
}

void
msnp_call_offer_direct(MsnpCall *call)
{
    char branch[MSNP_GUID_SIZE];
    g_autofree char *nonce = NULL, *fields = NULL;
    MsnpSlp invite = {.kind = MSNP_SLP_INVITE, .branch = branch, .call_id = call->call_id,
                      .body = MSNP_SLP_TRANSPORT};

    if (!call_may_connect(call) || call_offer(call)->state != OFFER_NONE)
        return;
    call->offer->state = OFFER_MADE;
    nonce = offer_print_nonce(call->offer, TRUE);
    fields = g_strdup_printf("Bridges: TCPv1\r\nNetID: 0\r\nConn-Type: Direct-Connect\r\nUPnPNat: false\r\n"
                             "ICF: false\r\n%s", nonce);
    msnp_core_guid(call->calls->core, branch);
    invite.fields = fields;
    invite.fields_len = strlen(fields);
    msnp_calls_say(call->calls, call->peer, &invite);
    msnp_peer_hold(call->peer, TRUE);
}
