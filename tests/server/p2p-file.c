/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how a puppet offers a file to a client and sends it; how he takes one is p2p-take.c's
 * business. */
#include <string.h>

#include "log.h"
#include "p2p-data.h"
#include "p2p-offer.h"
#include "p2p-roles.h"
#include "p2p-talk.h"

#define CONTEXT    574
#define NAME_AT    20
#define NAME_UNITS 260
#define TYPE_AT    16
#define END_AT     570

static void
tell(const P2pSession *session, const char *what)
{
    log_event("%s %s %s", what, session->link->puppet->key, session->link->peer->key);
}

static void
put(GString *out, gsize at, guint64 value, guint count)
{
    for (guint i = 0; i < count; i++)
        out->str[at + i] = (char) (value >> 8 * i & 0xff);
}

/* The Context of version 2; NULL when the name does not fit. */
static GString *
context_print(const char *name, guint64 size, GBytes *preview)
{
    glong units = 0;
    g_autofree gunichar2 *wide = g_utf8_to_utf16(name, -1, NULL, &units, NULL);

    if (wide == NULL || units > NAME_UNITS)
        return NULL;
    GString *out = g_string_new(NULL);

    g_string_set_size(out, CONTEXT);
    memset(out->str, 0, CONTEXT);
    put(out, 0, CONTEXT, 4);
    put(out, 4, 2, 4);
    put(out, 8, size, 8);
    put(out, TYPE_AT, preview == NULL ? 1 : 0, 4);
    for (glong i = 0; i < units; i++)
        put(out, NAME_AT + 2 * (gsize) i, wide[i], 2);
    put(out, END_AT, G_MAXUINT32, 4);
    if (preview != NULL)
        g_string_append_len(out, g_bytes_get_data(preview, NULL),
                            (gssize) g_bytes_get_size(preview));
    return out;
}

const char *
p2p_file_offer(P2pLink *link, const char *name, guint64 size, GBytes *preview)
{
    g_autoptr(GString) context = context_print(name, size, preview);

    if (context == NULL)
        return "a name has at most 260 units of UTF-16";
    P2pSession *session = p2p_session_new(link, &p2p_file, NULL, NULL);

    session->app = 2;
    session->size = size;
    return p2p_talk_invite(session, P2P_EUF_FILE, context);
}

const char *
p2p_file_cancel(P2pLink *link)
{
    P2pSession *session = p2p_session_newest_file(link);

    if (session == NULL)
        return "no file is under way";
    if (session->role == &p2p_take && session->stage == STAGE_INVITED)
        p2p_talk_answer(session, 603);
    else
        p2p_talk_bye(session);
    return NULL;
}

static void
send_data(P2pSession *session)
{
    if (session->lie == LIE_SILENT)
        return;
    if (session->size > 0) {
        p2p_data_begin(session, P2P_FLAG_FILE | P2P_FLAG_NEW, session->app);
        return;
    }
    tell(session, "file-sent");
    p2p_talk_bye(session);
}

static void
file_answered(P2pSession *session, guint status)
{
    const P2pLink *link = session->link;

    if (status != 200) {
        log_event("file-declined %s %s %u", link->puppet->key, link->peer->key, status);
        return;
    }
    tell(session, "file-accepted");
    if (session->lie == LIE_TRANSPORT)
        p2p_offer_ask(session);
    else if (!p2p_offer_begin(session))
        send_data(session);
}

static void
file_acked(P2pSession *session, P2pPart part)
{
    if (part != PART_DATA)
        return;
    tell(session, "file-sent");
    if (session->stage != STAGE_ENDING)
        session->stage = STAGE_WHOLE;
}

static void
file_ended(P2pSession *session)
{
    if (session->stage != STAGE_WHOLE)
        tell(session, "file-cancelled");
}

const P2pRole p2p_file = {
    .sends = TRUE,
    .answered = file_answered,
    .bridged = send_data,
    .acked = file_acked,
    .ended = file_ended,
};
