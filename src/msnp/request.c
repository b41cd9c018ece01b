/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a host may ask of a session: checks what was given and passes it to the machine that does it. Knows
 * no command.
 */
#include "msnp/session-private.h"

#include <string.h>
#include "msnp/circle.h"
#include "msnp/limits.h"
#include "msnp/link.h"
#include "msnp/oim-in.h"
#include "msnp/phone.h"
#include "msnp/places.h"
#include "msnp/service.h"
#include "msnp/storage.h"

/* ---- status and talk ---- */

MsnpError
msnp_set_status(MsnpSession *session, MsnpStatus status)
{
    if (status == MSNP_OFFLINE || (guint) status > MSNP_INVISIBLE)
        return MSNP_ERROR_ARGUMENT;
    if (session->core.status == status)
        return MSNP_ERROR_NONE;
    session->core.status = status;
    if (session->core.status_sent && !session->over)
        msnp_ns_send_status(session->ns);
    return MSNP_ERROR_NONE;
}

/* A telephone has no switchboard. */
static MsnpError
session_text_phone(MsnpSession *session, const char *phone, const char *text, gsize len, guint *id)
{
    g_autofree char *all = g_strndup(text, len);

    return msnp_send_page(session, phone, all, id);
}

/* There are no switchboards to other networks, and nothing is kept for them. */
static gboolean
session_reaches(const MsnpSession *session, const char *key)
{
    const MsnpContact *contact = msnp_roster_contact(session->core.roster, key);

    return !contact || msnp_contact_network(contact) == MSNP_NETWORK_MSN;
}

/* To a telephone, neither. */
static gboolean
session_calls(const MsnpSession *session, const char *key)
{
    return !msnp_phone_is_handle(key) && session_reaches(session, key);
}

MsnpError
msnp_send_text(MsnpSession *session, const char *handle, const char *text, gsize len,
               const MsnpStyle *style, guint *id)
{
    g_autofree char *key = msnp_session_key(handle);

    if (!session->core.online)
        return MSNP_ERROR_STATE;
    if (!key || len == 0 || !g_utf8_validate(text, (gssize) len, NULL))
        return MSNP_ERROR_ARGUMENT;
    if (msnp_phone_is_handle(key))
        return session_text_phone(session, key, text, len, id);
    if (!session_reaches(session, key))
        return MSNP_ERROR_NOT_OFFERED;
    if (id)
        *id = session->core.next_message;
    if (msnp_oim_out_takes(session->oim_out, key))
        msnp_oim_out_send(session->oim_out, key, text, len, style, session->core.next_message++);
    else
        msnp_talks_send(session->talks, key, text, len, style, session->core.next_message++);
    return MSNP_ERROR_NONE;
}

gboolean
msnp_session_keeps_messages(const MsnpSession *session)
{
    return session->core.online && msnp_oim_out_is_possible(session->oim_out);
}

MsnpError
msnp_place_sign_out(MsnpSession *session, const char *id)
{
    MsnpLink *link = msnp_ns_link(session->ns);

    if (!session->core.online || !link)
        return MSNP_ERROR_STATE;
    return msnp_places_sign_out(session->core.places, link, id) ? MSNP_ERROR_NONE : MSNP_ERROR_ARGUMENT;
}

void
msnp_offline_shown(MsnpSession *session, guint id)
{
    msnp_oim_in_shown(session->core.oim_in, id);
}

void
msnp_send_typing(MsnpSession *session, const char *handle)
{
    g_autofree char *key = msnp_session_key(handle);

    if (key && session->core.online && !msnp_phone_is_handle(key))
        msnp_talks_type(session->talks, key);
}

/* ---- roster and oneself ---- */

/* Queues a change, if it can be. handle and group as given. */
static MsnpError
session_edit(MsnpSession *session, MsnpEditWish *wish, const char *handle, guint *id)
{
    g_autofree char *key = handle ? msnp_session_key(handle) : NULL;
    guint number;

    if (!session->core.online)
        return MSNP_ERROR_STATE;
    if (handle && !key)
        return MSNP_ERROR_ARGUMENT;
    wish->who = key;
    number = msnp_edits_queue(session->edits, wish);
    if (id)
        *id = number;
    return MSNP_ERROR_NONE;
}

/* A name or number that goes to the server: some text, one line. */
static gboolean
is_value(const char *text)
{
    return text && *text && g_utf8_validate(text, -1, NULL) && !strpbrk(text, "\r\n");
}

MsnpError
msnp_contact_add(MsnpSession *session, const char *handle, const char *group, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_ADD, .group = group};
    const MsnpDialect *dialect = session->core.online ? session->core.dialect : NULL;

    if (dialect && dialect->roster != MSNP_ROSTER_SOAP && msnp_phone_is_handle(handle))
        return MSNP_ERROR_NOT_OFFERED;
    return session_edit(session, &wish, handle, id);
}

MsnpError
msnp_contact_remove(MsnpSession *session, const char *handle, const char *group, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_REMOVE, .group = group};

    return session_edit(session, &wish, handle, id);
}

MsnpError
msnp_contact_move(MsnpSession *session, const char *handle, const char *from, const char *to, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_MOVE, .group = from, .new_name = to};

    return session_edit(session, &wish, handle, id);
}

MsnpError
msnp_contact_rename(MsnpSession *session, const char *handle, const char *name, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_RENAME, .new_name = name};

    return session_edit(session, &wish, handle, id);
}

MsnpError
msnp_contact_block(MsnpSession *session, const char *handle, gboolean block, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_BLOCK, .yes = block};

    return session_edit(session, &wish, handle, id);
}

MsnpError
msnp_contact_answer(MsnpSession *session, const char *handle, gboolean accept, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_ANSWER, .yes = accept};

    return session_edit(session, &wish, handle, id);
}

MsnpError
msnp_group_rename(MsnpSession *session, const char *name, const char *new_name, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_GROUP_RENAME, .group = name, .new_name = new_name};

    return is_value(name) && is_value(new_name) ? session_edit(session, &wish, NULL, id) : MSNP_ERROR_ARGUMENT;
}

MsnpError
msnp_group_remove(MsnpSession *session, const char *name, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_GROUP_REMOVE, .group = name};

    return is_value(name) ? session_edit(session, &wish, NULL, id) : MSNP_ERROR_ARGUMENT;
}

MsnpError
msnp_set_allow_strangers(MsnpSession *session, gboolean allow, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_PRIVACY, .yes = allow};

    return session_edit(session, &wish, NULL, id);
}

MsnpError
msnp_set_own_name(MsnpSession *session, const char *name, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_OWN_NAME, .new_name = name};

    return is_value(name) ? session_edit(session, &wish, NULL, id) : MSNP_ERROR_ARGUMENT;
}

MsnpError
msnp_set_phone(MsnpSession *session, MsnpPhoneKind kind, const char *number, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_PHONE, .new_name = number, .key = (int) kind};

    if (session->core.dialect && !session->core.dialect->properties)
        return MSNP_ERROR_NOT_OFFERED;
    return !*number || is_value(number) ? session_edit(session, &wish, NULL, id) : MSNP_ERROR_ARGUMENT;
}

MsnpError
msnp_set_takes_pages(MsnpSession *session, gboolean takes, guint *id)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_PHONE, .yes = takes, .key = -1};

    if (session->core.dialect && !session->core.dialect->properties)
        return MSNP_ERROR_NOT_OFFERED;
    return session_edit(session, &wish, NULL, id);
}

const char *
msnp_session_phone(const MsnpSession *session, MsnpPhoneKind kind)
{
    return msnp_roster_phone(session->core.roster, kind);
}

gboolean
msnp_session_takes_pages(const MsnpSession *session)
{
    return msnp_roster_takes_pages(session->core.roster);
}

void
msnp_set_personal(MsnpSession *session, const char *message, MsnpMedia media, const char *title,
                  const char *artist, const char *album)
{
    MsnpPersonal *p = &session->core.personal;

    if (p->media == media && !g_strcmp0(p->message, message) && !g_strcmp0(p->title, title) &&
        !g_strcmp0(p->artist, artist) && !g_strcmp0(p->album, album))
        return;
    msnp_personal_clear(p);
    p->message = g_strdup(message);
    p->media = media;
    p->title = g_strdup(title);
    p->artist = g_strdup(artist);
    p->album = g_strdup(album);
    session->core.personal_set = TRUE;
    if (message && *message) {
        session->core.message_chosen = TRUE;
        g_clear_pointer(&session->core.kept_message, g_free);
    }
    if (session->over)
        return;
    msnp_ns_send_personal(session->ns);
    msnp_storage_changed(session->core.storage);
}

/* ---- chats ---- */

MsnpError
msnp_send_nudge(MsnpSession *session, const char *handle, guint *id)
{
    g_autofree char *key = msnp_session_key(handle);

    if (!session->core.online)
        return MSNP_ERROR_STATE;
    if (!key)
        return MSNP_ERROR_ARGUMENT;
    if (!session_calls(session, key))
        return MSNP_ERROR_NOT_OFFERED;
    if (id)
        *id = session->core.next_message;
    msnp_talks_send(session->talks, key, NULL, 0, NULL, session->core.next_message++);
    return MSNP_ERROR_NONE;
}

MsnpError
msnp_chat_new(MsnpSession *session, const char *handle, guint *chat)
{
    g_autofree char *key = msnp_session_key(handle);

    if (!session->core.online)
        return MSNP_ERROR_STATE;
    if (!key)
        return MSNP_ERROR_ARGUMENT;
    *chat = msnp_talks_new_chat(session->talks, key);
    return MSNP_ERROR_NONE;
}

MsnpError
msnp_chat_from_talk(MsnpSession *session, const char *handle, const char *third, guint *chat)
{
    g_autofree char *key = msnp_session_key(handle), *other = msnp_session_key(third);

    if (!session->core.online)
        return MSNP_ERROR_STATE;
    if (!key || !other)
        return MSNP_ERROR_ARGUMENT;
    *chat = msnp_talks_chat_from_talk(session->talks, key, other);
    return MSNP_ERROR_NONE;
}

MsnpError
msnp_chat_invite(MsnpSession *session, guint chat, const char *handle)
{
    g_autofree char *key = msnp_session_key(handle);

    if (!session->core.online)
        return MSNP_ERROR_STATE;
    if (msnp_circles_has_chat(session->core.circles, chat))
        return MSNP_ERROR_NOT_OFFERED;
    return key && msnp_talks_chat_invite(session->talks, chat, key) ? MSNP_ERROR_NONE : MSNP_ERROR_ARGUMENT;
}

MsnpError
msnp_chat_send(MsnpSession *session, guint chat, const char *text, gsize len, const MsnpStyle *style, guint *id)
{
    guint number = session->core.next_message;

    if (!session->core.online)
        return MSNP_ERROR_STATE;
    if (len == 0 || !g_utf8_validate(text, (gssize) len, NULL) ||
        (!msnp_circles_send(session->core.circles, chat, text, len, style, number) &&
         !msnp_talks_chat_send(session->talks, chat, text, len, style, number)))
        return MSNP_ERROR_ARGUMENT;
    session->core.next_message++;
    if (id)
        *id = number;
    return MSNP_ERROR_NONE;
}

void
msnp_chat_typing(MsnpSession *session, guint chat)
{
    if (session->core.online && !msnp_circles_type(session->core.circles, chat))
        msnp_talks_chat_type(session->talks, chat);
}

MsnpError
msnp_chat_nudge(MsnpSession *session, guint chat)
{
    if (!session->core.online)
        return MSNP_ERROR_STATE;
    return msnp_circles_nudge(session->core.circles, chat) ? MSNP_ERROR_NONE : MSNP_ERROR_NOT_OFFERED;
}

void
msnp_chat_leave(MsnpSession *session, guint chat)
{
    if (!msnp_circles_leave(session->core.circles, chat))
        msnp_talks_chat_leave(session->talks, chat);
}

MsnpError
msnp_circle_open(MsnpSession *session, const char *id_or_name, guint *chat)
{
    const MsnpCircle *circle = msnp_circles_find(session->core.circles, id_or_name);

    if (!session->core.online)
        return MSNP_ERROR_STATE;
    if (!circle)
        return MSNP_ERROR_ARGUMENT;
    *chat = msnp_circles_open(session->core.circles, circle);
    return MSNP_ERROR_NONE;
}

gboolean
msnp_chat_is_of_circle(const MsnpSession *session, guint chat)
{
    return msnp_circles_has_chat(session->core.circles, chat);
}

void
msnp_invite_refuse(MsnpSession *session, guint id, const char *code)
{
    msnp_talks_refuse(session->talks, id, code);
}

void
msnp_invite_accept(MsnpSession *session, guint id, gboolean launch, const MsnpInviteField *fields,
                   guint n_fields)
{
    msnp_talks_accept(session->talks, id, launch, fields, n_fields);
}

/* ---- objects and files ---- */

static gboolean
session_has_objects(const MsnpSession *session)
{
    return session->core.dialect && session->core.dialect->objects;
}

MsnpError
msnp_set_picture(MsnpSession *session, const void *data, gsize len)
{
    char *before = g_strdup(session->core.object);

    if (!msnp_transfers_set_picture(session->transfers, data, data ? len : 0)) {
        g_free(before);
        return MSNP_ERROR_ARGUMENT;
    }
    if (session->core.status_sent && !session->over && g_strcmp0(before, session->core.object) &&
        session_has_objects(session))
        msnp_ns_send_status(session->ns);
    if (!session->over)
        msnp_storage_pictured(session->core.storage);
    g_free(before);
    return MSNP_ERROR_NONE;
}

MsnpError
msnp_fetch_object(MsnpSession *session, const char *handle, const char *object, guint *id)
{
    g_autofree char *key = msnp_session_key(handle);

    if (session->over || session->core.end != MSNP_ERROR_NONE)
        return MSNP_ERROR_STATE;
    if (!session_has_objects(session))
        return MSNP_ERROR_NOT_OFFERED;
    return key && msnp_transfers_fetch(session->transfers, key, object, id) ? MSNP_ERROR_NONE : MSNP_ERROR_ARGUMENT;
}

MsnpError
msnp_announce_emoticons(MsnpSession *session, const char *handle, guint chat, const MsnpEmoticon *emoticons, guint n)
{
    g_autofree char *key = chat == 0 ? msnp_session_key(handle) : NULL;

    if (!session->core.online)
        return MSNP_ERROR_STATE;
    if (!session_has_objects(session) ||
        (key && (!session_calls(session, key) || msnp_oim_out_takes(session->oim_out, key))))
        return MSNP_ERROR_NOT_OFFERED;
    if ((chat == 0 && !key) || !msnp_transfers_announce(session->transfers, key, chat, emoticons, n))
        return MSNP_ERROR_ARGUMENT;
    return MSNP_ERROR_NONE;
}

/* Client id bits: on a mobile device, in a web page. */
#define CLIENT_MOBILE 0x1
#define CLIENT_WEB    0x200

/* The highest four bits of the client id count generations from 6.0 on: those take files as P2P does. Of who is offline
 * nothing is known; he is told to be so when he does not come. */
static gboolean
session_has_p2p(const MsnpSession *session, const MsnpContact *contact)
{
    gboolean online = contact && msnp_contact_status(contact) != MSNP_OFFLINE;

    return session_has_objects(session) && !(online && !(msnp_contact_client(contact) & 0xf0000000));
}

/* Others take them the old way, over a direct connection, but those which have no machine to connect to. */
static gboolean
session_has_msnftp(const MsnpSession *session, const MsnpContact *contact)
{
    return session->core.direct && !(contact && (msnp_contact_client(contact) & (CLIENT_MOBILE | CLIENT_WEB)));
}

gboolean
msnp_contact_takes_files(const MsnpSession *session, const char *handle)
{
    const MsnpContact *contact = msnp_session_contact(session, handle);

    return contact && session->core.online && msnp_contact_status(contact) != MSNP_OFFLINE &&
           msnp_contact_network(contact) == MSNP_NETWORK_MSN &&
           (session_has_p2p(session, contact) || session_has_msnftp(session, contact));
}

MsnpError
msnp_file_send(MsnpSession *session, const char *handle, const char *name, guint64 size, const void *preview,
               gsize preview_len, guint *id)
{
    g_autofree char *key = msnp_session_key(handle);
    const MsnpContact *contact = key ? msnp_session_contact(session, key) : NULL;

    if (!session->core.online)
        return MSNP_ERROR_STATE;
    if (!key || !g_utf8_validate(name, -1, NULL) || preview_len > MSNP_LIMIT_PREVIEW)
        return MSNP_ERROR_ARGUMENT;
    if (!session_reaches(session, key))
        return MSNP_ERROR_NOT_OFFERED;
    if (session_has_p2p(session, contact))
        *id = msnp_transfers_send_file(session->transfers, key, name, size, preview, preview_len);
    else if (session_has_msnftp(session, contact))
        *id = msnp_old_files_send(session->transfers, key, name, size);
    else
        return MSNP_ERROR_NOT_OFFERED;
    return MSNP_ERROR_NONE;
}

void
msnp_file_accept(MsnpSession *session, guint id)
{
    if (!session->over)
        msnp_transfers_accept_file(session->transfers, id);
}

void
msnp_file_cancel(MsnpSession *session, guint id)
{
    if (!session->over)
        msnp_transfers_cancel_file(session->transfers, id);
}

void
msnp_session_file_piece(MsnpSession *session, guint id, guint64 offset, const void *data, gsize len)
{
    if (!session->over)
        msnp_transfers_file_piece(session->transfers, id, offset, data, len);
}

/* ---- the service ---- */

gboolean
msnp_session_has_inbox(const MsnpSession *session)
{
    return session->core.profile.has_inbox;
}

gboolean
msnp_session_can_find(const MsnpSession *session)
{
    return session->core.dialect && session->core.dialect->find;
}

/* The link to ask on; *error says why there is none. */
static MsnpLink *
session_service(MsnpSession *session, gboolean offered, MsnpError *error)
{
    MsnpLink *link = msnp_ns_link(session->ns);

    *error = !session->core.online || !link ? MSNP_ERROR_STATE : !offered ? MSNP_ERROR_NOT_OFFERED : MSNP_ERROR_NONE;
    return *error == MSNP_ERROR_NONE ? link : NULL;
}

MsnpError
msnp_send_page(MsnpSession *session, const char *handle, const char *text, guint *id)
{
    const MsnpDialect *dialect = session->core.dialect;
    g_autofree char *key = msnp_session_key(handle);
    MsnpError error;
    MsnpLink *link = session_service(session, dialect && dialect->page, &error);
    guint number;

    if (!link)
        return error;
    if (!key || !*text || !g_utf8_validate(text, -1, NULL))
        return MSNP_ERROR_ARGUMENT;
    number = msnp_service_page(&session->core, link, key, text);
    if (id)
        *id = number;
    return MSNP_ERROR_NONE;
}

MsnpError
msnp_ask_url(MsnpSession *session, const char *service, guint *id)
{
    MsnpError error;
    MsnpLink *link = session_service(session, TRUE, &error);

    if (link)
        *id = msnp_service_ask_url(&session->core, link, service);
    return error;
}

MsnpError
msnp_find(MsnpSession *session, const char *first, const char *last, const char *country, guint *id)
{
    const MsnpDialect *dialect = session->core.dialect;
    MsnpError error;
    MsnpLink *link = session_service(session, dialect && dialect->find, &error);

    if (link)
        *id = msnp_service_find(&session->core, link, first, last, country);
    return error;
}

MsnpError
msnp_invite_by_mail(MsnpSession *session, const char *address, const char *text, guint *id)
{
    g_autofree char *key = msnp_session_key(address);
    MsnpError error;
    MsnpLink *link = session_service(session, TRUE, &error);

    if (!link)
        return error;
    if (!key || !g_utf8_validate(text, -1, NULL) || strlen(text) > MSNP_LIMIT_SB_PAYLOAD)
        return MSNP_ERROR_ARGUMENT;
    *id = msnp_service_invite_by_mail(&session->core, link, key, text);
    return MSNP_ERROR_NONE;
}
