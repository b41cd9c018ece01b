/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Conversations of two: what waits to be sent to somebody, and over which of any number of switchboards
 * it goes. Knows whom one talks to; refuses to know how one gets into a switchboard.
 */
#include "msnp/talk.h"

#include <string.h>
#include "msnp/error.h"
#include "msnp/limits.h"
#include "msnp/link.h"
#include "msnp/message.h"
#include "msnp/sb.h"
#include "msnp/style.h"

struct _MsnpTalks {
    MsnpCore *core;
    MsnpLink *ns;
    GHashTable *talks; /* handle to Talk, owned */
    GPtrArray *sbs;    /* MsnpSb, owned, in the order of their beginning */
    gboolean has_dead; /* some of them are over */
    gboolean acks;     /* the service acknowledges: silence means something */
    gboolean quiet;    /* what is not acknowledged now is not known to have failed */
    gboolean ending;
    GString *scratch;
};

/* One person. */
typedef struct {
    MsnpTalks *talks;
    char *who;
    MsnpSb *sb;      /* over which the next message goes; the newest of two; NULL if none */
    gboolean asked;  /* XFR SB is under way */
    gboolean retried;
    GQueue waiting; /* Out, not sent yet */
} Talk;

/* One message. */
typedef struct {
    MsnpTalks *talks;
    char *who;
    guint id;
    char *text; /* as it was given */
    gsize len;
    GString *payload;
} Out;

static void talk_reach(Talk *talk);

/* ---- outgoing messages ---- */

static Out *
out_new(MsnpTalks *talks, const char *who, guint id, const char *text, gsize len, const MsnpStyle *style)
{
    Out *out = g_new0(Out, 1);

    out->talks = talks;
    out->who = g_strdup(who);
    out->id = id;
    out->text = g_strndup(text, len);
    out->len = len;
    out->payload = g_string_sized_new(len + 160);
    msnp_message_print_text(out->payload, style, text, len);
    return out;
}

static void
out_free(Out *out)
{
    g_free(out->who);
    g_free(out->text);
    g_string_free(out->payload, TRUE);
    g_free(out);
}

/* Tells that it was not delivered, and frees it. */
static void
out_fail(Out *out, MsnpError error, guint number)
{
    MsnpCore *core = out->talks->core;
    MsnpAction *action = msnp_core_tell_who(core, MSNP_EVENT_FAILED, out->who, NULL);

    action->id = out->id;
    action->data = (guint8 *) msnp_actions_keep(core->actions, out->text, out->len);
    action->len = out->len;
    action->error = error;
    action->number = number;
    out_free(out);
}

static void
out_acknowledged(gpointer who, const MsnpCommand *reply)
{
    Out *out = who;

    out->talks->acks = TRUE;
    msnp_core_tell_who(out->talks->core, MSNP_EVENT_DELIVERED, out->who, NULL)->id = out->id;
    out_free(out);
}

static void
out_failed(gpointer who, MsnpError error, guint number)
{
    Out *out = who;

    if (error == MSNP_ERROR_LOST && out->talks->quiet)
        out_free(out);
    else if (error == MSNP_ERROR_SERVER)
        out_fail(out, msnp_error_of_message(number), number);
    else if (error == MSNP_ERROR_REFUSED)
        out_fail(out, MSNP_ERROR_REFUSED, 0);
    else
        out_fail(out, out->talks->ending ? MSNP_ERROR_SIGNED_OUT : MSNP_ERROR_SB_LOST, 0);
}

static const MsnpAsk ask_text = {MSNP_VERB_ACK, out_acknowledged, out_failed};

/* ---- talks ---- */

static Talk *
talk_get(MsnpTalks *talks, const char *who)
{
    Talk *talk = g_hash_table_lookup(talks->talks, who);

    if (talk)
        return talk;
    talk = g_new0(Talk, 1);
    talk->talks = talks;
    talk->who = g_strdup(who);
    g_queue_init(&talk->waiting);
    g_hash_table_insert(talks->talks, talk->who, talk);
    return talk;
}

static void
talk_free(gpointer data)
{
    Talk *talk = data;

    g_free(talk->who);
    g_free(talk);
}

/* Forgets a talk that has nothing to do any more. */
static void
talk_settle(Talk *talk)
{
    if (!talk->sb && !talk->asked && g_queue_is_empty(&talk->waiting))
        g_hash_table_remove(talk->talks->talks, talk->who);
}

static void
talk_fail(Talk *talk, MsnpError error, guint number)
{
    Out *out;

    talk->retried = FALSE;
    while ((out = g_queue_pop_head(&talk->waiting)))
        out_fail(out, error, number);
    talk_settle(talk);
}

static void
talk_flush(Talk *talk)
{
    Out *out;

    talk->retried = FALSE;
    while ((out = g_queue_pop_head(&talk->waiting)))
        msnp_sb_send(talk->sb, &ask_text, out, "A", out->payload->str, out->payload->len);
}

/* The conversation goes over this switchboard from now on; what waits goes out. */
static void
talk_use(Talk *talk, MsnpSb *sb)
{
    talk->sb = sb;
    talk_flush(talk);
}

/* The way to somebody has ended before anything could be sent. A line that broke is tried once more. */
static void
talk_unreached(Talk *talk, MsnpError error, guint number)
{
    gboolean broken = error == MSNP_ERROR_SB_CONNECT || error == MSNP_ERROR_SB_LOST;

    if (g_queue_is_empty(&talk->waiting)) {
        talk_settle(talk);
    } else if (broken && !talk->retried && !talk->talks->ending) {
        talk->retried = TRUE;
        talk_reach(talk);
    } else {
        talk_fail(talk, error, number);
    }
}

/* ---- switchboards ---- */

/* The talk that uses this switchboard, or NULL. */
static Talk *
sb_talk(MsnpTalks *talks, MsnpSb *sb, const char *who)
{
    Talk *talk = g_hash_table_lookup(talks->talks, who);

    return talk && talk->sb == sb ? talk : NULL;
}

static void
sb_leave(MsnpTalks *talks, MsnpSb *sb)
{
    msnp_sb_close(sb);
    talks->has_dead = TRUE;
}

static void
on_ready(gpointer owner, MsnpSb *sb)
{
    MsnpTalks *talks = owner;

    if (msnp_sb_n_participants(sb) == 0)
        sb_leave(talks, sb); /* the caller has gone already */
    else if (msnp_sb_n_participants(sb) == 1)
        talk_use(talk_get(talks, msnp_sb_participant(sb, 0)), sb);
}

/* The first one comes back to an empty room; with a third person it is no conversation of two any more. */
static void
on_joined(gpointer owner, MsnpSb *sb, const char *who)
{
    MsnpTalks *talks = owner;
    guint i;

    if (msnp_sb_n_participants(sb) == 1) {
        talk_use(talk_get(talks, who), sb);
        return;
    }
    for (i = 0; i < msnp_sb_n_participants(sb); i++) {
        Talk *talk = sb_talk(talks, sb, msnp_sb_participant(sb, i));

        if (talk) {
            talk->sb = NULL;
            talk_settle(talk);
        }
    }
}

/* An empty room is left, but not before it has said what became of the messages. */
static void
on_left(gpointer owner, MsnpSb *sb, const char *who)
{
    MsnpTalks *talks = owner;
    Talk *talk = sb_talk(talks, sb, who);

    if (talk) {
        talk->sb = NULL;
        talk_settle(talk);
    }
    if (msnp_sb_n_participants(sb) == 0 && !msnp_sb_has_unacknowledged(sb))
        sb_leave(talks, sb);
}

static void
on_over(gpointer owner, MsnpSb *sb, MsnpError error, guint number)
{
    MsnpTalks *talks = owner;
    Talk *talk = g_hash_table_lookup(talks->talks, msnp_sb_peer(sb));
    guint i;

    talks->has_dead = TRUE;
    if (error == MSNP_ERROR_PROTOCOL)
        msnp_core_tell_who(talks->core, MSNP_EVENT_TROUBLE, msnp_sb_peer(sb), NULL)->error = error;
    for (i = 0; i < msnp_sb_n_participants(sb); i++) {
        Talk *user = sb_talk(talks, sb, msnp_sb_participant(sb, i));

        if (user && user != talk) {
            user->sb = NULL;
            talk_unreached(user, error, number);
        }
    }
    if (talk && talk->sb == sb) {
        talk->sb = NULL;
        talk_unreached(talk, error, number);
    }
}

/* ---- incoming messages ---- */

static void
incoming_text(MsnpTalks *talks, const char *who, const char *name, const MsnpMessage *m)
{
    MsnpActions *actions = talks->core->actions;
    MsnpAction *action;
    const char *format, *text;
    gsize format_len, len;

    text = msnp_message_text(m, &len, talks->scratch);
    if (text == talks->scratch->str)
        text = msnp_actions_keep(actions, text, len);
    action = msnp_actions_push(actions, MSNP_EVENT_MESSAGE);
    action->who = who;
    action->name = name;
    action->data = (const guint8 *) text;
    action->len = len;
    if (msnp_header_find(m->head, m->head_len, "X-MMS-IM-Format", &format, &format_len)) {
        char *font = msnp_actions_alloc(actions, MSNP_STYLE_FONT_SIZE);

        msnp_style_parse(format, format_len, &action->style, font, MSNP_STYLE_FONT_SIZE);
    }
}

static void
incoming_typing(MsnpTalks *talks, const char *who, const char *name, const MsnpMessage *m)
{
    msnp_core_tell_who(talks->core, MSNP_EVENT_TYPING, who, NULL);
}

static const struct {
    MsnpMsgType type;
    void (*handle)(MsnpTalks *talks, const char *who, const char *name, const MsnpMessage *message);
} kinds[] = {
    {MSNP_MSG_TEXT, incoming_text},
    {MSNP_MSG_TYPING, incoming_typing},
};

static void
on_message(gpointer owner, MsnpSb *sb, const char *who, const char *name, const guint8 *payload, gsize len)
{
    MsnpTalks *talks = owner;
    MsnpMessage message;
    guint i;

    if (!msnp_message_parse(payload, len, &message)) {
        msnp_core_debug(talks->core, "a message without headers ignored");
        return;
    }
    for (i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (kinds[i].type == message.type) {
            kinds[i].handle(talks, who, name, &message);
            return;
        }
    msnp_core_debug(talks->core, "a message of a kind that is not shown ignored");
}

static const MsnpSbOwner sb_owner = {on_ready, on_joined, on_left, on_message, on_over};

/* ---- getting a switchboard ---- */

/* XFR n SB host:port CKI cookie */
static void
talk_granted(gpointer who, const MsnpCommand *reply)
{
    Talk *talk = who;
    MsnpTalks *talks = talk->talks;
    char *host;
    guint16 port;

    talk->asked = FALSE;
    if (talk->sb) /* somebody has rung meanwhile */
        return;
    if (g_queue_is_empty(&talk->waiting)) {
        talk_settle(talk);
    } else if (strcmp(msnp_command_arg(reply, 0), "SB") || !*msnp_command_arg(reply, 3) ||
               !msnp_wire_address(msnp_command_arg(reply, 1), &host, &port)) {
        talk_fail(talk, MSNP_ERROR_SB_CONNECT, 0);
    } else {
        talk->sb = msnp_sb_call(talks->core, &sb_owner, talks, host, port, msnp_command_arg(reply, 3),
                                talk->who);
        g_ptr_array_add(talks->sbs, talk->sb);
    }
}

static void
talk_not_granted(gpointer who, MsnpError error, guint number)
{
    Talk *talk = who;

    talk->asked = FALSE;
    if (talk->sb)
        return;
    if (error == MSNP_ERROR_SERVER)
        talk_fail(talk, msnp_error_of_message(number), number);
    else if (error != MSNP_ERROR_LOST)
        talk_fail(talk, MSNP_ERROR_SB_CONNECT, 0);
}

static void
talk_reach(Talk *talk)
{
    static const MsnpAsk ask_xfr = {MSNP_VERB_XFR, talk_granted, talk_not_granted};

    if (talk->asked)
        return;
    if (!talk->talks->ns) {
        talk_fail(talk, MSNP_ERROR_SIGNED_OUT, 0);
        return;
    }
    talk->asked = TRUE;
    msnp_link_request(talk->talks->ns, &ask_xfr, talk, 0, "XFR", "%s", "SB");
}

/* ---- requests ---- */

void
msnp_talks_send(MsnpTalks *talks, const char *who, const char *text, gsize len, const MsnpStyle *style,
                guint id)
{
    Talk *talk = talk_get(talks, who);
    gsize budget = msnp_message_text_budget(style), n;

    do {
        n = msnp_message_split(text, len, budget);
        g_queue_push_tail(&talk->waiting, out_new(talks, who, id, text, n, style));
        text += n;
        len -= n;
    } while (len > 0 && n > 0);
    if (!talk->sb)
        talk_reach(talk);
    else if (msnp_sb_is_ready(talk->sb))
        talk_flush(talk);
}

void
msnp_talks_type(MsnpTalks *talks, const char *who)
{
    Talk *talk = g_hash_table_lookup(talks->talks, who);
    g_autoptr(GString) payload = NULL;

    if (!talk || !talk->sb || !msnp_sb_is_ready(talk->sb))
        return;
    payload = g_string_sized_new(128);
    msnp_message_print_typing(payload, talks->core->account);
    msnp_sb_send(talk->sb, NULL, NULL, "U", payload->str, payload->len);
}

void
msnp_talks_ring(MsnpTalks *talks, const char *host, guint16 port, const char *cookie, const char *session,
                const char *who)
{
    if (talks->sbs->len >= MSNP_LIMIT_SWITCHBOARDS) {
        msnp_core_debug(talks->core, "too many switchboards: an invitation ignored");
        return;
    }
    g_ptr_array_add(talks->sbs, msnp_sb_answer(talks->core, &sb_owner, talks, host, port, cookie, session, who));
}

/* ---- life ---- */

MsnpTalks *
msnp_talks_new(MsnpCore *core)
{
    MsnpTalks *talks = g_new0(MsnpTalks, 1);

    talks->core = core;
    talks->talks = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, talk_free);
    talks->sbs = g_ptr_array_new();
    talks->scratch = g_string_new(NULL);
    return talks;
}

void
msnp_talks_free(MsnpTalks *talks)
{
    msnp_talks_bury(talks);
    g_hash_table_destroy(talks->talks);
    g_ptr_array_free(talks->sbs, TRUE);
    g_string_free(talks->scratch, TRUE);
    g_free(talks);
}

void
msnp_talks_set_ns(MsnpTalks *talks, MsnpLink *ns)
{
    talks->ns = ns;
}

void
msnp_talks_end(MsnpTalks *talks)
{
    g_autoptr(GList) all = g_hash_table_get_values(talks->talks);
    GList *l;
    guint i;

    talks->ending = TRUE;
    for (i = 0; i < talks->sbs->len; i++)
        sb_leave(talks, g_ptr_array_index(talks->sbs, i));
    for (l = all; l; l = l->next) {
        Talk *talk = l->data;

        talk->sb = NULL;
        talk->asked = FALSE;
        talk_fail(talk, MSNP_ERROR_SIGNED_OUT, 0);
    }
}

/* When a switchboard is to be left: a room of two without traffic, or an empty one that does not say what
 * became of the messages. 0 if it may stay. */
static guint64
sb_leave_at(const MsnpSb *sb)
{
    if (!msnp_sb_is_ready(sb) || msnp_sb_n_participants(sb) > 1)
        return 0;
    if (msnp_sb_n_participants(sb) == 0)
        return msnp_sb_active(sb) + MSNP_SB_LINGER;
    return msnp_sb_has_unacknowledged(sb) ? 0 : msnp_sb_active(sb) + MSNP_SB_IDLE;
}

static void
sb_tick(MsnpTalks *talks, MsnpSb *sb)
{
    guint64 leave_at = sb_leave_at(sb);
    Talk *talk;

    msnp_sb_tick(sb);
    if (leave_at == 0 || talks->core->now < leave_at)
        return;
    talk = sb_talk(talks, sb, msnp_sb_n_participants(sb) ? msnp_sb_participant(sb, 0) : msnp_sb_peer(sb));
    talks->quiet = !talks->acks;
    sb_leave(talks, sb);
    talks->quiet = FALSE;
    if (talk) {
        talk->sb = NULL;
        talk_settle(talk);
    }
}

void
msnp_talks_tick(MsnpTalks *talks)
{
    guint i;

    for (i = 0; i < talks->sbs->len; i++)
        sb_tick(talks, g_ptr_array_index(talks->sbs, i));
}

guint64
msnp_talks_deadline(const MsnpTalks *talks)
{
    guint64 deadline = 0;
    guint i;

    for (i = 0; i < talks->sbs->len; i++) {
        const MsnpSb *sb = g_ptr_array_index(talks->sbs, i);

        deadline = msnp_earlier(deadline, msnp_earlier(msnp_sb_deadline(sb), sb_leave_at(sb)));
    }
    return deadline;
}

void
msnp_talks_bury(MsnpTalks *talks)
{
    guint i = 0;

    if (!talks->has_dead)
        return;
    talks->has_dead = FALSE;
    while (i < talks->sbs->len) {
        MsnpSb *sb = g_ptr_array_index(talks->sbs, i);

        if (!msnp_sb_is_over(sb)) {
            i++;
            continue;
        }
        g_ptr_array_remove_index(talks->sbs, i);
        msnp_sb_free(sb);
    }
}
