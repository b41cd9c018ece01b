/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows what a client must say when it offers a file to a puppet, and what he makes of it. */
#include <string.h>

#include "log.h"
#include "p2p-blob.h"
#include "p2p-talk.h"

#define VERSION_2     2
#define LENGTH_2      574
#define VERSION_3     3
#define LENGTH_3      638
#define NAME_AT       20
#define NAME_UNITS    260
#define NAME_END      (NAME_AT + 2 * NAME_UNITS)
#define END_AT        570
#define PREVIEW_LIMIT 32768
#define MSNC          0xF0000000

/* The Context of an offer. */
typedef struct {
    guint32 length, version, type;
    guint64 size;
    const guchar *bytes;
    gsize count;
} Offer;

static void
tell(const P2pSession *session, const char *what)
{
    log_event("%s %s %s", what, session->link->peer->key, session->link->puppet->key);
}

static guint64
little(const guchar *bytes, guint count)
{
    guint64 value = 0;

    for (guint i = count; i > 0; i--)
        value = value << 8 | bytes[i - 1];
    return value;
}

/* ---- the offer ---- */

static gboolean
all_zero(const guchar *bytes, gsize count)
{
    for (gsize i = 0; i < count; i++) {
        if (bytes[i] != 0)
            return FALSE;
    }
    return TRUE;
}

/* The name as UTF-8; NULL with the fault in *why. Caller frees. */
static char *
offer_name(const Offer *offer, const char **why)
{
    gunichar2 units[NAME_UNITS + 1] = {0};
    glong count = 0;

    for (guint i = 0; i < NAME_UNITS; i++)
        units[i] = (gunichar2) little(offer->bytes + NAME_AT + 2 * i, 2);
    while (units[count] != 0)
        count++;
    char *name = g_utf16_to_utf8(units, count, NULL, NULL, NULL);

    *why = NULL;
    if (name == NULL || count == 0 || count == NAME_UNITS)
        *why = "the name of a file is UTF-16 of 1 to 259 units, and a NUL";
    else if (strpbrk(name, "/\\") != NULL)
        *why = "the name of a file has no path";
    else if (!all_zero(offer->bytes + NAME_AT + 2 * count, NAME_END - NAME_AT - 2 * (gsize) count))
        *why = "there is something behind the name of a file";
    if (*why != NULL)
        g_clear_pointer(&name, g_free);
    return name;
}

static const char *
offer_fault(const Offer *offer)
{
    gsize preview = offer->count - MIN(offer->count, offer->length);

    if (offer->version == VERSION_2 ? offer->length != LENGTH_2
                                    : offer->version != VERSION_3 || offer->length != LENGTH_3)
        return "the Context of a file is version 2 with 574 bytes, or 3 with 638";
    if (offer->count < offer->length || offer->type > 1)
        return "the Context of a file is too short, or its type not 0 or 1";
    if ((offer->type == 0) != (preview > 0))
        return "a preview follows if the type says so, and only then";
    if (preview > PREVIEW_LIMIT)
        return "a preview of more than 32768 bytes";
    if (!all_zero(offer->bytes + NAME_END, END_AT - NAME_END) ||
        little(offer->bytes + END_AT, 4) != G_MAXUINT32)
        return "behind the name of a file come 30 zeros and FFFFFFFF";
    return NULL;
}

static const char *
offer_read(P2pSession *session, const GString *context)
{
    Offer offer = {.bytes = (const guchar *) context->str, .count = context->len};
    const char *why;

    if (context->len < LENGTH_2)
        return "the Context of a file has 574 bytes at least";
    offer.length = (guint32) little(offer.bytes, 4);
    offer.version = (guint32) little(offer.bytes + 4, 4);
    offer.size = little(offer.bytes + 8, 8);
    offer.type = (guint32) little(offer.bytes + 16, 4);
    why = offer_fault(&offer);
    if (why != NULL)
        return why;
    g_autofree char *name = offer_name(&offer, &why);

    if (name == NULL)
        return why;
    session->name = wire_encode(name);
    session->size = offer.size;
    log_event("file-offered %s %s %s %" G_GUINT64_FORMAT " %" G_GSIZE_FORMAT,
              session->link->peer->key, session->link->puppet->key, session->name, session->size,
              offer.count - offer.length);
    return NULL;
}

static const char *
take_begin(P2pSession *session, const Slp *slp)
{
    g_autoptr(GString) context = slp_base64(slp, "Context");
    const char *why = context == NULL ? "the Context of a file is not base64" : NULL;

    if (why == NULL && session->app != 2)
        why = "the AppID of a file is 2";
    if (why == NULL && (session->link->puppet->client_id & MSNC) == 0)
        why = "a file for somebody who does not announce that he knows MSNSLP";
    if (why == NULL)
        why = offer_read(session, context);
    return why;
}

static void
take_reply(P2pSession *session)
{
    P2pTake take = p2p_puppet(session->link->puppet)->take;

    if (take != TAKE_IGNORE)
        p2p_talk_answer(session, take == TAKE_DECLINE ? 603 : 200);
}

/* ---- the data ---- */

static const char *
take_expects(P2pSession *session, const P2pPacket *packet)
{
    if (session->stage == STAGE_INVITED)
        return "data in front of the answer";
    if (session->stage != STAGE_OPEN)
        return "data that come twice";
    if (packet->kind != P2P_FILE)
        return "the data of a file have other flags, and no preparation";
    return packet->total == session->size ? NULL : "the total size is not the size of the file";
}

static void
take_data(P2pSession *session, const char *bytes, gsize length)
{
    const P2pLink *link = session->link;
    const P2pPuppet *puppet = p2p_puppet(link->puppet);
    guint64 before = session->got;

    p2p_session_count(session, bytes, length);
    if (before >= puppet->take_at || session->got < puppet->take_at)
        return;
    if (puppet->take == TAKE_NAK) {
        link->peer->nak_next = TRUE;
    } else if (puppet->take == TAKE_CANCEL) {
        log_event("p2p-stopped %s %s", link->puppet->key, link->peer->key);
        p2p_blob_refuse(session->link, session->id);
        p2p_talk_bye(session);
    }
}

static void
came(P2pSession *session)
{
    const P2pLink *link = session->link;

    p2p_session_count(session, "", 0);
    log_event("file-came %s %s %s %" G_GUINT64_FORMAT " %s", link->peer->key, link->puppet->key,
              session->name, session->got, g_checksum_get_string(session->sum));
}

static void
take_whole(P2pSession *session, const P2pBlob *blob)
{
    came(session);
    p2p_talk_bye(session);
}

static void
take_ended(P2pSession *session)
{
    if (session->size == 0 && session->stage == STAGE_OPEN)
        came(session);
    else
        tell(session, "file-cancelled");
}

const P2pRole p2p_take = {
    .euf = P2P_EUF_FILE,
    .begin = take_begin,
    .reply = take_reply,
    .expects = take_expects,
    .data = take_data,
    .whole = take_whole,
    .ended = take_ended,
};
