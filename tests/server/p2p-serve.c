/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how a puppet serves an object that he has announced: answer, preparation, data. */
#include <string.h>

#include "log.h"
#include "p2p-data.h"
#include "p2p-talk.h"

static void
tell(const P2pSession *session, const char *what)
{
    const P2pLink *link = session->link;

    log_event("%s %s %s %u", what, link->puppet->key, link->peer->key, session->type);
}

static gboolean
app_ok(const P2pSession *session)
{
    return session->app == 1 || session->app == (session->type == P2P_TYPE_EMOTICON ? 11 : 12);
}

static const char *
serve_begin(P2pSession *session, const Slp *slp)
{
    const P2pLink *link = session->link;
    g_autoptr(GString) context = slp_base64(slp, "Context");
    const P2pObject *object = NULL;

    if (context != NULL && strlen(context->str) + 1 == context->len)
        object = p2p_published(link->puppet, context->str);
    if (object == NULL)
        return "the Context is not an object as it was announced, and one NUL";
    session->type = object->type;
    session->data = object->data != NULL ? g_bytes_ref(object->data) : NULL;
    session->size = object->data != NULL ? g_bytes_get_size(object->data) : 0;
    log_event("object-asked %s %s %u", link->peer->key, link->puppet->key, session->type);
    return app_ok(session) ? NULL : "the AppID of an object is 1, or 11 or 12 by its type";
}

static void
serve_reply(P2pSession *session)
{
    if (session->lie == LIE_500) {
        p2p_talk_answer(session, 500);
    } else if (session->lie == LIE_DECLINE || session->data == NULL) {
        tell(session, "object-refused");
        p2p_talk_answer(session, 603);
    } else {
        p2p_talk_answer(session, 200);
    }
}

static void
send_preparation(P2pSession *session)
{
    const P2pPacket like = {.session = session->id, .app = session->app};
    g_autoptr(GString) zeros = g_string_new_len("\0\0\0\0", 4);

    p2p_send_blob(session->link, &like, zeros, session, PART_PREPARATION);
}

static void
serve_acked(P2pSession *session, P2pPart part)
{
    if (part == PART_ANSWER && session->lie != LIE_NO_PREP) {
        send_preparation(session);
    } else if (part == PART_ANSWER || part == PART_PREPARATION) {
        p2p_data_begin(session, P2P_FLAG_OBJECT, session->app);
    } else if (part == PART_DATA) {
        tell(session, "object-served");
        if (session->stage != STAGE_ENDING)
            session->stage = STAGE_WHOLE;
    }
}

const P2pRole p2p_serve = {
    .euf = P2P_EUF_OBJECT,
    .sends = TRUE,
    .begin = serve_begin,
    .reply = serve_reply,
    .acked = serve_acked,
};
