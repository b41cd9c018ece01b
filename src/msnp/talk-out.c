/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages on their way out: bytes, acknowledgement, failure. Knows what becomes of one message; refuses
 * to know which way it takes.
 */
#include "msnp/talk-private.h"

#include <string.h>
#include "msnp/error.h"
#include "msnp/limits.h"
#include "msnp/message.h"

/* Text is sent as packets, each with its own TrID; the message is delivered when all of them are. */
struct _MsnpOut {
    MsnpTalks *talks;
    char *who; /* NULL in a group */
    guint chat;
    guint id;
    char *text; /* as it was given; NULL for a nudge */
    gsize len;
    MsnpStyle style;
    guint unanswered;
    gboolean failed; /* told already */
    gboolean is_knock;
    gboolean is_raw; /* text is the payload */
};

MsnpOut *
msnp_out_new(MsnpTalks *talks, const char *who, guint chat, guint id, const char *text, gsize len,
             const MsnpStyle *style)
{
    MsnpOut *out = g_new0(MsnpOut, 1);

    out->talks = talks;
    out->who = g_strdup(who);
    out->chat = chat;
    out->id = id;
    out->text = text ? g_strndup(text, len) : NULL;
    out->len = len;
    out->style.color = -1;
    if (style) {
        out->style = *style;
        out->style.font = g_strdup(style->font);
    }
    return out;
}

MsnpOut *
msnp_out_new_knock(MsnpTalks *talks, const char *who)
{
    MsnpOut *out = msnp_out_new(talks, who, 0, 0, NULL, 0, NULL);

    out->is_knock = TRUE;
    return out;
}

MsnpOut *
msnp_out_new_raw(MsnpTalks *talks, const char *who, const char *payload, gsize len)
{
    MsnpOut *out = msnp_out_new(talks, who, 0, 0, payload, len, NULL);

    out->is_raw = TRUE;
    return out;
}

static void
out_free(MsnpOut *out)
{
    g_free(out->who);
    g_free(out->text);
    g_free((char *) out->style.font);
    g_free(out);
}

static MsnpAction *
out_tell(MsnpOut *out, MsnpActionKind kind)
{
    MsnpAction *action = msnp_core_tell_who(out->talks->core, kind, out->who, NULL);

    action->chat = out->chat;
    action->id = out->id;
    return action;
}

static void
out_tell_failed(MsnpOut *out, MsnpError error, guint number)
{
    MsnpAction *action;

    if (out->failed)
        return;
    out->failed = TRUE;
    action = out_tell(out, MSNP_EVENT_FAILED);
    action->data = (guint8 *) msnp_actions_keep(out->talks->core->actions, out->text, out->len);
    action->len = out->len;
    action->error = error;
    action->number = number;
}

static void
out_answer_knock(MsnpOut *out, MsnpError error)
{
    MsnpTalks *talks = out->talks;

    if (talks->carried)
        talks->carried->bridge(talks->carried_owner, out->who, error);
    out_free(out);
}

void
msnp_out_fail(MsnpOut *out, MsnpError error, guint number)
{
    if (out->is_knock) {
        out_answer_knock(out, error);
        return;
    }
    if (!out->is_raw)
        out_tell_failed(out, error, number);
    else if (out->who && out->talks->invited)
        out->talks->invited->unsent(out->talks->invited_owner, out->who, error);
    out_free(out);
}

/* One packet has its answer. */
static void
out_answered(MsnpOut *out)
{
    if (--out->unanswered > 0)
        return;
    out_free(out);
}

static void
packet_acknowledged(gpointer who, const MsnpCommand *reply)
{
    MsnpOut *out = who;

    out->talks->acks = TRUE;
    if (out->unanswered == 1 && !out->failed)
        out_tell(out, MSNP_EVENT_DELIVERED);
    out_answered(out);
}

static void
packet_failed(gpointer who, MsnpError error, guint number)
{
    MsnpOut *out = who;

    if (error == MSNP_ERROR_SERVER)
        out_tell_failed(out, msnp_error_of_message(number), number);
    else if (error == MSNP_ERROR_REFUSED)
        out_tell_failed(out, error, 0);
    else if (!out->talks->quiet)
        out_tell_failed(out, out->talks->ending ? MSNP_ERROR_SIGNED_OUT : MSNP_ERROR_SB_LOST, 0);
    out_answered(out);
}

static const MsnpAsk ask_packet = {MSNP_VERB_ACK, packet_acknowledged, packet_failed, NULL};

/* A nudge asks for no acknowledgement: clients send it so, and nothing that was typed is lost with it. */
static void
out_send_nudge(MsnpOut *out, MsnpSb *sb)
{
    static const char nudge[] = "MIME-Version: 1.0\r\nContent-Type: text/x-msnmsgr-datacast\r\n\r\nID: 1\r\n\r\n";

    msnp_sb_send(sb, NULL, NULL, "N", nudge, strlen(nudge));
    out_free(out);
}

static void
out_send_packet(MsnpOut *out, MsnpSb *sb, const GString *payload)
{
    msnp_sb_send(sb, &ask_packet, out, "A", payload->str, payload->len);
}

/* Long text as one message in several packets. FALSE if that cannot be. */
static gboolean
out_send_chunks(MsnpOut *out, MsnpSb *sb)
{
    g_autoptr(GPtrArray) packets = NULL;
    char guid[MSNP_GUID_SIZE];
    guint i;

    msnp_core_guid(out->talks->core, guid);
    packets = msnp_chunks_print(&out->style, out->text, out->len, guid);
    if (!packets)
        return FALSE;
    out->unanswered = packets->len;
    for (i = 0; i < packets->len; i++)
        out_send_packet(out, sb, g_ptr_array_index(packets, i));
    return TRUE;
}

/* Long text as several messages, cut between words where it can be. */
static void
out_send_pieces(MsnpOut *out, MsnpSb *sb)
{
    gsize budget = msnp_message_text_budget(&out->style), left = out->len, n;
    g_autoptr(GString) payload = g_string_sized_new(out->len + 160);
    const char *text = out->text;

    out->unanswered = 1; /* held until all are on their way */
    for (; left > 0; text += n, left -= n) {
        n = MAX(msnp_message_split(text, left, budget), 1);
        g_string_truncate(payload, 0);
        msnp_message_print_text(payload, &out->style, text, n);
        out->unanswered++;
        out_send_packet(out, sb, payload);
    }
    out_answered(out);
}

static void
out_send_raw(MsnpOut *out, MsnpSb *sb)
{
    msnp_sb_send(sb, NULL, NULL, "N", out->text, out->len);
    out_free(out);
}

void
msnp_out_send(MsnpOut *out, MsnpSb *sb)
{
    if (out->is_knock)
        out_answer_knock(out, MSNP_ERROR_NONE);
    else if (out->is_raw)
        out_send_raw(out, sb);
    else if (!out->text)
        out_send_nudge(out, sb);
    else if (out->len <= msnp_message_text_budget(&out->style) || !msnp_talks_sb_joins_chunks(out->talks, sb) ||
             !out_send_chunks(out, sb))
        out_send_pieces(out, sb);
}
