/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how a puppet fetches an object from a client, and what the client must send. Asking for
 * anything else begins, and ends, in the same way. */
#include <string.h>

#include "log.h"
#include "p2p-roles.h"
#include "p2p-talk.h"

#define PREPARATION 4

const char *
p2p_fetch_object(P2pLink *link, const char *text)
{
    g_autofree char *sha1 = NULL;
    guint64 size;

    if (!p2p_object_promise(text, &size, &sha1))
        return "this object has no size, or no hash";
    P2pSession *session = p2p_session_new(link, &p2p_fetch, NULL, NULL);
    g_autoptr(GString) context = g_string_new(text);

    g_string_append_c(context, '\0');
    session->app = 1;
    session->size = size;
    session->sha1 = g_steal_pointer(&sha1);
    return p2p_talk_invite(session, P2P_EUF_OBJECT, context);
}

static void
fetch_answered(P2pSession *session, guint status)
{
    const P2pLink *link = session->link;

    if (status != 200)
        log_event("fetch-declined %s %s %u", link->puppet->key, link->peer->key, status);
}

static const char *
fetch_expects(P2pSession *session, const P2pPacket *packet)
{
    if (session->stage != STAGE_OPEN)
        return session->stage == STAGE_INVITED ? "data in front of the answer"
                                               : "data that come twice";
    if (packet->kind == P2P_FILE || (packet->kind == P2P_PREPARATION && session->prepared))
        return "the data of an object have other flags";
    if (packet->app != session->app)
        return "the footer of data is not the AppID";
    if (packet->kind == P2P_PREPARATION)
        return packet->total == PREPARATION ? NULL : "the preparation of data is four bytes";
    if (!session->prepared)
        return "data without preparation";
    return packet->total == session->size ? NULL : "the total size is not the Size of the object";
}

static void
fetch_whole(P2pSession *session, const P2pBlob *blob)
{
    const P2pLink *link = session->link;

    if (blob->text != NULL) {
        if (memcmp(blob->text->str, "\0\0\0\0", PREPARATION) != 0)
            p2p_bad(link, "the preparation of data is not zero");
        session->prepared = TRUE;
        return;
    }
    const char *sha1 = g_checksum_get_string(session->sum);

    if (strcmp(sha1, session->sha1) != 0)
        p2p_bad(link, "the data do not have the hash of the object");
    log_event("fetched %s %s %s %" G_GUINT64_FORMAT, link->puppet->key, link->peer->key, sha1,
              session->got);
    p2p_talk_bye(session);
}

static void
fetch_ended(P2pSession *session)
{
    log_event("fetch-cancelled %s %s", session->link->puppet->key, session->link->peer->key);
}

const P2pRole p2p_fetch = {
    .answered = fetch_answered,
    .expects = fetch_expects,
    .data = p2p_session_count,
    .whole = fetch_whole,
    .ended = fetch_ended,
};

/* ---- anything ---- */

const char *
p2p_ask_for(P2pLink *link, const char *euf, guint32 app, const GString *context)
{
    P2pSession *session = p2p_session_new(link, &p2p_ask, NULL, NULL);

    session->app = app;
    return p2p_talk_invite(session, euf, context);
}

static void
ask_answered(P2pSession *session, guint status)
{
    log_event("p2p-answered %s %s %u", session->link->puppet->key, session->link->peer->key,
              status);
    if (status == 200)
        p2p_talk_bye(session);
}

const P2pRole p2p_ask = {
    .answered = ask_answered,
};
