/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows what is asked and answered about direct connections, and which nonces follow from it; the
 * connection itself is p2p-direct.c's business. */
#include "p2p-offer.h"

#include <string.h>

#include "log.h"
#include "p2p-talk.h"
#include "wire.h"

#define NO_NONCE "{00000000-0000-0000-0000-000000000000}"
#define GUID     "^\\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\\}\\z"

/* The bytes of a GUID, as the text has them. */
static const guint8 places[P2P_NONCE] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};

static const P2pPuppet *
manner_of(const P2pSession *session)
{
    return p2p_puppet(session->link->puppet);
}

/* ---- nonces ---- */

static gboolean
guid_read(const char *text, guint8 *out)
{
    guint index = 0;

    if (text == NULL || !g_regex_match_simple(GUID, text, 0, 0))
        return FALSE;
    while (index < P2P_NONCE) {
        if (!g_ascii_isxdigit(*text)) {
            text++;
            continue;
        }
        out[places[index++]] =
            (guint8) (g_ascii_xdigit_value(text[0]) << 4 | g_ascii_xdigit_value(text[1]));
        text += 2;
    }
    return TRUE;
}

static char *
guid_print(const guint8 *bytes)
{
    GString *out = g_string_new("{");

    for (guint i = 0; i < P2P_NONCE; i++)
        g_string_append_printf(out, "%s%02X", i > 3 && i < 11 && i % 2 == 0 ? "-" : "",
                               bytes[places[i]]);
    return g_string_free(g_string_append_c(out, '}'), FALSE);
}

/* The puppet's, as a line; HASHED or not. Caller frees. */
static char *
nonce_line(const P2pSession *session, gboolean hashed)
{
    guint8 hash[P2P_NONCE];

    p2p_nonce_hash(session->nonce, hash);
    g_autofree char *guid = guid_print(hashed ? hash : session->nonce);

    return g_strdup_printf("%s: %s\r\n", hashed ? "Hashed-Nonce" : "Nonce", guid);
}

/* Who listens makes the nonce, unless both have one and have said its hash. */
static P2pNonces
nonces_of(const P2pSession *session, const Slp *slp, gboolean listens)
{
    P2pNonces nonces = {.proof = PROOF_NONCE};
    const char *hash = slp != NULL ? slp_field(slp, "Hashed-Nonce") : NULL;

    memcpy(nonces.say, session->nonce, P2P_NONCE);
    memcpy(nonces.hear, session->nonce, P2P_NONCE);
    if (listens && manner_of(session)->hashed)
        nonces.proof = guid_read(hash, nonces.hear) ? PROOF_HASH : PROOF_ANY;
    else if (!listens && guid_read(hash, nonces.hear))
        nonces.proof = PROOF_HASH;
    else if (!listens && guid_read(slp_field(slp, "Nonce"), nonces.hear))
        memcpy(nonces.say, nonces.hear, P2P_NONCE);
    return nonces;
}

/* ---- what the puppet says ---- */

static void
answer(P2pSession *session, const Slp *asked, const char *fields)
{
    Slp slp = {.status = 200, .branch = asked->branch, .type = SLP_BRIDGE};

    p2p_talk_say(session, &slp, fields, PART_TRANSPORT);
}

static void
ask(P2pSession *session, SlpType type, const char *fields)
{
    Slp slp = {.method = (char *) "INVITE", .type = type};

    g_free(session->transport);
    session->transport = slp_guid();
    session->waits = TRUE;
    slp.branch = session->transport;
    p2p_talk_say(session, &slp, fields, PART_TRANSPORT);
}

/* Nobody listens here; who connects later may say a hash all the same. */
static void
refuse(P2pSession *session, const Slp *asked)
{
    const P2pPuppet *manner = manner_of(session);
    gboolean hashed = manner->hashed && manner->direct == DIRECT_CONNECT;
    g_autofree char *nonce =
        hashed ? nonce_line(session, TRUE) : g_strdup("Nonce: " NO_NONCE "\r\n");
    g_autofree char *fields = g_strdup_printf("Bridge: TCPv1\r\nListening: false\r\n%s", nonce);

    answer(session, asked, fields);
}

/* Listens, and says so as answer to ASKED, or unasked. */
static void
say_where(P2pSession *session, const Slp *asked)
{
    const P2pNonces nonces = nonces_of(session, asked, TRUE);
    g_autofree char *nonce = nonce_line(session, manner_of(session)->hashed);
    g_autofree char *fields = g_strdup_printf("Bridge: TCPv1\r\nListening: true\r\n%s"
                                              "IPv4Internal-Addrs: 127.0.0.1\r\n"
                                              "IPv4Internal-Port: %u\r\n",
                                              nonce, p2p_direct_listen(session->link, &nonces));

    if (asked != NULL)
        answer(session, asked, fields);
    else
        ask(session, SLP_BRIDGE, fields);
}

void
p2p_offer_ask(P2pSession *session)
{
    gboolean connects = manner_of(session)->direct == DIRECT_CONNECT;
    g_autofree char *nonce = manner_of(session)->hashed ? nonce_line(session, TRUE) : g_strdup("");
    g_autofree char *fields = g_strdup_printf(
        "Bridges: TCPv1\r\nNetID: 0\r\nConn-Type: %s\r\nUPnPNat: false\r\nICF: false\r\n%s",
        connects ? "Direct-Connect" : "Firewall", nonce);

    ask(session, SLP_TRANSPORT, fields);
}

gboolean
p2p_offer_begin(P2pSession *session)
{
    P2pDirectMode mode = manner_of(session)->direct;

    if (mode == DIRECT_REFUSE || p2p_direct_busy(session->link))
        return FALSE;
    if (mode == DIRECT_CONNECT)
        p2p_offer_ask(session);
    else
        say_where(session, NULL);
    return TRUE;
}

/* ---- what the client says ---- */

static gboolean
listens(const Slp *slp)
{
    return g_strcmp0(slp_field(slp, "Listening"), "true") == 0;
}

static const char *
port_fault(const Slp *slp)
{
    guint32 port = 0;

    if (slp_field(slp, "IPv4Internal-Addrs") == NULL ||
        !slp_number(slp, "IPv4Internal-Port", &port))
        return "who listens says where";
    return port < 1024 || port > G_MAXUINT16 ? "no port to listen at" : NULL;
}

/* HASHES: the puppet has said a hash, and gets one. */
static const char *
bridge_fault(const Slp *slp, gboolean hashes)
{
    const char *listening = slp_field(slp, "Listening");
    const char *field = slp_field(slp, hashes ? "Hashed-Nonce" : "Nonce");
    guint8 nonce[P2P_NONCE];

    if (slp->type != SLP_BRIDGE || g_strcmp0(slp_field(slp, "Bridge"), "TCPv1") != 0)
        return "the answer how to connect has a Bridge: TCPv1";
    if (g_strcmp0(listening, "false") != 0 && g_strcmp0(listening, "true") != 0)
        return "the answer how to connect says Listening: true or false";
    if (!listens(slp))
        return slp_field(slp, "Nonce") == NULL && slp_field(slp, "Hashed-Nonce") == NULL
                   ? "the answer how to connect has a Nonce"
                   : NULL;
    if (!guid_read(field, nonce) || strcmp(field, NO_NONCE) == 0)
        return "who listens has a Nonce, or a hash of it where hashes are said";
    return port_fault(slp);
}

static const char *
question_fault(const Slp *slp)
{
    guint8 nonce[P2P_NONCE];

    if (g_strcmp0(slp_field(slp, "Bridges"), "TCPv1") != 0)
        return "who asks how to connect has Bridges: TCPv1";
    return guid_read(slp_field(slp, "Hashed-Nonce"), nonce) ? NULL : "no Hashed-Nonce";
}

/* Where the client listens; only the port counts. */
static void
dial(P2pSession *session, const Slp *slp)
{
    const P2pNonces nonces = nonces_of(session, slp, FALSE);
    guint32 port = 0;

    slp_number(slp, "IPv4Internal-Port", &port);
    p2p_direct_dial(session->link, port, &nonces);
}

static void
told_where(P2pSession *session, const Slp *slp)
{
    const P2pPuppet *manner = manner_of(session);
    gboolean comes = manner->direct == DIRECT_CONNECT && !p2p_direct_busy(session->link);
    const char *why = bridge_fault(slp, manner->hashed && manner->direct == DIRECT_CONNECT);

    log_event("transport-told %s %s", session->link->peer->key, session->link->puppet->key);
    if (why != NULL)
        p2p_bad(session->link, why);
    refuse(session, slp);
    if (why == NULL && comes && listens(slp))
        dial(session, slp);
}

void
p2p_offer_heard(P2pSession *session, const Slp *slp)
{
    const char *why;

    if (slp->type == SLP_BRIDGE) {
        told_where(session, slp);
        return;
    }
    log_event("transport-asked %s %s", session->link->peer->key, session->link->puppet->key);
    why = question_fault(slp);
    if (why != NULL)
        p2p_bad(session->link, why);
    if (why == NULL && manner_of(session)->direct == DIRECT_LISTEN &&
        !p2p_direct_busy(session->link))
        say_where(session, slp);
    else
        refuse(session, slp);
}

const char *
p2p_offer_fault(const P2pSession *session, const Slp *slp)
{
    if (p2p_unacknowledged(session->link, session, PART_TRANSPORT))
        return "answered before it was acknowledged";
    return slp->status == 200 ? bridge_fault(slp, manner_of(session)->hashed) : NULL;
}

/* Who listens himself waits, if the client may come. */
void
p2p_offer_answered(P2pSession *session, const Slp *slp)
{
    P2pLink *link = session->link;

    log_event("transport-answered %s %s %u", link->peer->key, link->puppet->key, slp->status);
    g_clear_pointer(&session->transport, g_free);
    if (manner_of(session)->direct == DIRECT_CONNECT && slp->status == 200 && listens(slp))
        dial(session, slp);
    else if (manner_of(session)->direct != DIRECT_LISTEN || slp->status != 200)
        p2p_sessions_go_on(link);
}
