/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages that came: text, typing, nudges, invitations, and packets of longer ones. Knows the kinds;
 * refuses to know what a window is.
 */
#include "msnp/talk-private.h"

#include <string.h>
#include "msnp/invite.h"
#include "msnp/limits.h"
#include "msnp/message.h"
#include "msnp/msnobj.h"
#include "msnp/rate.h"
#include "msnp/show.h"
#include "msnp/style.h"
#include "msnp/text.h"

/* Where a message came from. */
typedef struct {
    MsnpTalks *talks;
    MsnpSb *sb;
    guint chat;
    const char *who;
    const char *name;
    gboolean own; /* one has written it oneself, at another place, and who is the one it went to */
} Origin;

/* An invitation that waits for our answer. */
typedef struct {
    MsnpSb *sb;
    guint chat;
    char *who;
    guint32 cookie;
    char *session_id;
} Pending;

static MsnpAction *
in_tell(const Origin *from, MsnpActionKind kind)
{
    MsnpAction *action = msnp_core_tell_who(from->talks->core, kind, from->who, NULL);

    action->chat = from->chat;
    return action;
}

/* ---- text ---- */

/* P4-Context gives the name under which this one message is to be shown. */
static const char *
text_name(const Origin *from, const MsnpMessage *m)
{
    MsnpSlice context = m->headers[MSNP_HEADER_CONTEXT];
    char *name;

    if (context.len == 0)
        return from->name;
    name = msnp_actions_keep(from->talks->core->actions, context.at, MIN(context.len, MSNP_LIMIT_NAME));
    return msnp_wire_launder(name, MSNP_LIMIT_NAME);
}

/* Everything points into the payload where it can: this is the way of every message. */
static void
in_text(const Origin *from, const MsnpMessage *m)
{
    MsnpActions *actions = from->talks->core->actions;
    GString *scratch = from->talks->scratch;
    MsnpSlice format = m->headers[MSNP_HEADER_FORMAT];
    const char *text, *name = text_name(from, m);
    MsnpAction *action;
    MsnpStyle style;
    gsize len;

    text = msnp_message_text(m, &len, scratch);
    if (len == 0) {
        msnp_core_debug(from->talks->core, "a message without text ignored");
        return;
    }
    if (text == scratch->str)
        text = msnp_actions_keep(actions, text, len);
    style = *msnp_style_recall(&from->talks->style, format.at, format.len);
    style.font = msnp_actions_keep_str(actions, style.font);
    action = msnp_actions_push(actions, MSNP_EVENT_MESSAGE);
    action->chat = from->chat;
    action->who = from->who;
    action->name = name;
    action->context = name != from->name;
    action->number = from->own;
    action->data = (const guint8 *) text;
    action->len = len;
    action->style = style;
}

static void
in_typing(const Origin *from, const MsnpMessage *m)
{
    if (msnp_rate_allows(from->talks->core, MSNP_RATE_TYPING, from->who))
        in_tell(from, MSNP_EVENT_TYPING);
}

/* ---- datacast ---- */

static void
in_datacast(const Origin *from, const MsnpMessage *m)
{
    MsnpCore *core = from->talks->core;
    guint64 id;

    if (!msnp_header_uint(m->body, m->body_len, "ID", &id) || id != 1)
        msnp_show_datacast(core, from->chat, from->who, m);
    else if (msnp_rate_allows(core, MSNP_RATE_NUDGE, from->who))
        in_tell(from, MSNP_EVENT_NUDGE);
}

static void
in_ink(const Origin *from, const MsnpMessage *m)
{
    msnp_show_ink(from->talks->core, from->chat, from->who, m);
}

/* ---- invitations ---- */

static void
pending_free(gpointer data)
{
    Pending *pending = data;

    g_free(pending->who);
    g_free(pending->session_id);
    g_free(pending);
}

GHashTable *
msnp_in_new_invites(void)
{
    return g_hash_table_new_full(NULL, NULL, NULL, pending_free);
}

/* Whether one more may wait for the user: nobody takes the places of all the others. */
static gboolean
in_has_room(const Origin *from)
{
    GHashTable *invites = from->talks->invites;
    GHashTableIter iter;
    gpointer value;
    guint n = 0;

    g_hash_table_iter_init(&iter, invites);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        n += !strcmp(((const Pending *) value)->who, from->who);
    if (n < MSNP_LIMIT_INVITATIONS && g_hash_table_size(invites) < MSNP_LIMIT_INVITATIONS_ALL)
        return TRUE;
    msnp_core_debug(from->talks->core, "too many invitations wait: one ignored");
    return FALSE;
}

static MsnpInviteField *
keep_fields(MsnpActions *actions, const MsnpInvite *invite)
{
    MsnpInviteField *fields = msnp_actions_alloc(actions, invite->n_fields * sizeof(*fields));
    guint i;

    for (i = 0; i < invite->n_fields; i++) {
        fields[i].name = msnp_actions_keep_str(actions, invite->fields[i].name);
        fields[i].value = msnp_actions_keep_str(actions, invite->fields[i].value);
    }
    return fields;
}

static void
in_invited(const Origin *from, const MsnpInvite *invite)
{
    MsnpTalks *talks = from->talks;
    MsnpActions *actions = talks->core->actions;
    MsnpInviteField *fields;
    MsnpAction *action;
    Pending *pending;

    if (!in_has_room(from) || !msnp_rate_allows(talks->core, MSNP_RATE_INVITE, from->who))
        return;
    pending = g_new0(Pending, 1);
    pending->sb = from->sb;
    pending->chat = from->chat;
    pending->who = g_strdup(from->who);
    pending->cookie = invite->cookie;
    pending->session_id = g_strdup(invite->session_id);
    g_hash_table_insert(talks->invites, GUINT_TO_POINTER(talks->next_invite), pending);
    fields = keep_fields(actions, invite);
    action = in_tell(from, MSNP_EVENT_INVITED);
    action->id = talks->next_invite++;
    action->invite = invite->kind;
    action->name = msnp_actions_keep_str(actions, invite->application_name ? invite->application_name : "");
    action->fields = fields;
    action->n_fields = invite->n_fields;
}

/* The inviter takes one back. A CANCEL or ACCEPT that we know nothing of is never answered. */
static void
in_cancelled(const Origin *from, const MsnpInvite *invite)
{
    GHashTableIter iter;
    gpointer key, value;
    MsnpAction *action;

    g_hash_table_iter_init(&iter, from->talks->invites);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const Pending *pending = value;

        if (pending->cookie != invite->cookie || strcmp(pending->who, from->who))
            continue;
        action = in_tell(from, MSNP_EVENT_INVITE_OVER);
        action->id = GPOINTER_TO_UINT(key);
        action->text = msnp_actions_keep_str(from->talks->core->actions,
                                             invite->cancel_code ? invite->cancel_code : "");
        g_hash_table_iter_remove(&iter);
        return;
    }
    msnp_core_debug(from->talks->core, "a CANCEL of nothing that is open ignored");
}

static void
in_invite(const Origin *from, const MsnpMessage *m)
{
    MsnpTalks *talks = from->talks;
    MsnpInvite invite;

    if (!msnp_invite_parse(m, &invite)) {
        msnp_core_debug(from->talks->core, "an invitation that cannot be answered ignored");
        return;
    }
    if (from->chat == 0 && talks->invited && talks->invited->invitation(talks->invited_owner, from->who, &invite))
        ; /* somebody has taken it */
    else if (invite.command == MSNP_INVITE_CMD_INVITE)
        in_invited(from, &invite);
    else if (invite.command == MSNP_INVITE_CMD_CANCEL)
        in_cancelled(from, &invite);
    else
        msnp_core_debug(from->talks->core, "an answer to no invitation of ours ignored");
    msnp_invite_clear(&invite);
}

void
msnp_in_refuse(MsnpTalks *talks, guint id, const char *code)
{
    Pending *pending = g_hash_table_lookup(talks->invites, GUINT_TO_POINTER(id));
    g_autoptr(GString) payload = g_string_new(NULL);

    if (!pending)
        return;
    msnp_invite_print_cancel(payload, pending->cookie, code, pending->session_id);
    msnp_sb_send(pending->sb, NULL, NULL, "N", payload->str, payload->len);
    g_hash_table_remove(talks->invites, GUINT_TO_POINTER(id));
}

void
msnp_in_accept(MsnpTalks *talks, guint id, gboolean launch, const MsnpInviteField *fields, guint n_fields)
{
    Pending *pending = g_hash_table_lookup(talks->invites, GUINT_TO_POINTER(id));
    g_autoptr(GString) payload = g_string_new(NULL);

    if (!pending)
        return;
    if (msnp_invite_print_accept(payload, pending->cookie, launch, pending->session_id, fields, n_fields))
        msnp_sb_send(pending->sb, NULL, NULL, "N", payload->str, payload->len);
    g_hash_table_remove(talks->invites, GUINT_TO_POINTER(id));
}

void
msnp_in_forget_sb(MsnpTalks *talks, MsnpSb *sb)
{
    GHashTableIter iter;
    gpointer key, value;

    g_hash_table_iter_init(&iter, talks->invites);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const Pending *pending = value;
        MsnpAction *action;

        if (pending->sb != sb)
            continue;
        action = msnp_core_tell_who(talks->core, MSNP_EVENT_INVITE_OVER, pending->who, NULL);
        action->chat = pending->chat;
        action->id = GPOINTER_TO_UINT(key);
        action->text = "";
        g_hash_table_iter_remove(&iter);
    }
}

/* ---- P2P and emoticons ---- */

/* The room hears what is for one of us: "P2P-Dest: handle", perhaps with ";{guid}" behind it, which is then to be this
 * place. */
static gboolean
is_for_us(MsnpCore *core, MsnpSlice dest)
{
    gsize own = strlen(core->own);
    const char *machine;

    if (dest.len < own || g_ascii_strncasecmp(dest.at, core->own, own) || (dest.len > own && dest.at[own] != ';'))
        return FALSE;
    if (dest.len == own || !core->dialect || !core->dialect->endpoints)
        return TRUE;
    machine = msnp_core_machine(core);
    return dest.len == own + 1 + strlen(machine) && !g_ascii_strncasecmp(dest.at + own + 1, machine, strlen(machine));
}

static void
in_p2p(const Origin *from, const MsnpMessage *m)
{
    MsnpTalks *talks = from->talks;

    if (talks->carried && is_for_us(talks->core, m->headers[MSNP_HEADER_P2P_DEST]))
        talks->carried->packet(talks->carried_owner, from->who, (const guint8 *) m->body, m->body_len);
}

/* Whoever names somebody else as the one who has it would have us ask a third person. */
static void
in_one_emoticon(const Origin *from, const char *shortcut, const char *text)
{
    MsnpActions *actions = from->talks->core->actions;
    char hex[2 * MSNP_SHA1_SIZE + 1];
    MsnpAction *action;
    MsnpObject object;

    if (!*shortcut || strlen(shortcut) > MSNP_LIMIT_SHORTCUT || !msnp_object_parse(text, strlen(text), &object) ||
        strcmp(object.creator, from->who) || object.type != MSNP_OBJECT_EMOTICON ||
        object.size > msnp_object_limit(object.type)) {
        msnp_core_debug(from->talks->core, "an emoticon that cannot be fetched ignored");
        return;
    }
    msnp_sha1_hex(object.sha1d, hex);
    action = in_tell(from, MSNP_EVENT_EMOTICON);
    action->text = msnp_actions_keep_str(actions, shortcut);
    action->name = msnp_actions_keep_str(actions, hex);
    action->detail = msnp_actions_keep_str(actions, text);
}

/* shortcut TAB object TAB shortcut TAB object... */
static void
in_emoticons(const Origin *from, const MsnpMessage *m)
{
    const char *text;
    g_autofree char *body = NULL;
    g_auto(GStrv) words = NULL;
    gsize len;
    guint i;

    text = msnp_text_body(m, &len, from->talks->scratch);
    body = g_strndup(text, len);
    words = g_strsplit(g_strchomp(body), "\t", 2 * MSNP_LIMIT_EMOTICONS + 1);
    for (i = 0; i < 2 * MSNP_LIMIT_EMOTICONS && words[i] && words[i + 1]; i += 2)
        in_one_emoticon(from, words[i], words[i + 1]);
}

/* ---- all kinds ---- */

static void
in_nothing(const Origin *from, const MsnpMessage *m)
{
}

static const struct {
    MsnpMsgType type;
    void (*handle)(const Origin *from, const MsnpMessage *message);
} kinds[] = {
    {MSNP_MSG_TEXT, in_text},         {MSNP_MSG_TYPING, in_typing},     {MSNP_MSG_DATACAST, in_datacast},
    {MSNP_MSG_INVITE, in_invite},     {MSNP_MSG_CLIENTCAPS, in_nothing}, {MSNP_MSG_KEEPALIVE, in_nothing},
    {MSNP_MSG_P2P, in_p2p},           {MSNP_MSG_EMOTICON, in_emoticons},
    {MSNP_MSG_INK, in_ink},
};

static void
in_dispatch(const Origin *from, const MsnpMessage *message)
{
    guint i;

    if (from->own && message->type != MSNP_MSG_TEXT)
        return;
    for (i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (kinds[i].type == message->type) {
            kinds[i].handle(from, message);
            return;
        }
    msnp_core_debug(from->talks->core, "a message of a kind that is not shown ignored");
}

/* Of two people the other one is there, or was called. FALSE if it is nobody. */
static gboolean
in_from_own_place(Origin *from)
{
    const char *other = msnp_sb_participant(from->sb, 0);

    from->own = TRUE;
    if (from->chat == 0)
        from->who = other ? other : msnp_sb_peer(from->sb);
    return from->chat != 0 || strcmp(from->who, from->talks->core->own);
}

void
msnp_in_message(MsnpTalks *talks, MsnpSb *sb, const char *who, const char *name, const guint8 *payload,
                gsize len)
{
    MsnpGroupTalk *group = msnp_sb_data(sb);
    Origin from = {talks, sb, group ? msnp_group_number(group) : 0, who, name, FALSE};
    MsnpMessage message;

    if (msnp_sb_has_places(sb) && !strcmp(who, talks->core->own) && !in_from_own_place(&from)) {
        msnp_core_debug(talks->core, "something that one has said to nobody ignored");
        return;
    }
    if (!msnp_message_recall(&talks->head, payload, len, &message)) {
        msnp_core_debug(talks->core, "a message without headers ignored");
        return;
    }
    switch (msnp_chunks_add(talks->chunks, who, &message, talks->core->now, &payload, &len)) {
    case MSNP_CHUNK_NONE:
        in_dispatch(&from, &message);
        break;
    case MSNP_CHUNK_DONE:
        payload = (guint8 *) msnp_actions_keep(talks->core->actions, payload, len);
        if (msnp_message_parse(payload, len, &message))
            in_dispatch(&from, &message);
        break;
    case MSNP_CHUNK_BAD:
        msnp_core_debug(talks->core, "a packet of a message that makes no sense ignored");
        break;
    case MSNP_CHUNK_MORE:
        break;
    }
}
