/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is said in circles: letters by way of the notification server (SDG), which acknowledges none and refuses some.
 * Knows those letters both ways; refuses to know who is in a circle.
 */
#include "msnp/circle-private.h"

#include <string.h>
#include "msnp/error.h"
#include "msnp/limits.h"
#include "msnp/rate.h"

/* ---- out ---- */

/* A text on its way, in one letter or several. */
typedef struct {
    MsnpCore *core;
    guint chat;
    guint id;
    char *text;
    gsize len;
    guint unanswered;
    gboolean failed;
} Sent;

static MsnpAction *
sent_tell(const Sent *sent, MsnpActionKind kind)
{
    MsnpAction *action = msnp_core_tell_who(sent->core, kind, NULL, NULL);

    action->chat = sent->chat;
    action->id = sent->id;
    return action;
}

static void
sent_fail(Sent *sent, MsnpError error, guint number)
{
    MsnpAction *action;

    if (sent->failed)
        return;
    sent->failed = TRUE;
    action = sent_tell(sent, MSNP_EVENT_FAILED);
    action->data = (const guint8 *) msnp_actions_keep(sent->core->actions, sent->text, sent->len);
    action->len = sent->len;
    action->error = error;
    action->number = number;
}

static void
sent_unref(Sent *sent)
{
    if (--sent->unanswered > 0)
        return;
    if (!sent->failed)
        sent_tell(sent, MSNP_EVENT_DELIVERED);
    g_free(sent->text);
    g_free(sent);
}

/* Silence is success. When the line has broken before that is known, it may not have arrived; who signs out by himself
 * has seen it go. */
static void
letter_failed(gpointer who, MsnpError error, guint number)
{
    Sent *sent = who;

    if (error == MSNP_ERROR_SERVER)
        sent_fail(sent, msnp_error_of_message(number), number);
    else if (error == MSNP_ERROR_LOST && sent->core->end != MSNP_ERROR_SIGNED_OUT)
        sent_fail(sent, MSNP_ERROR_SB_LOST, 0);
    sent_unref(sent);
}

/* Some service may say OK. */
static void
letter_answered(gpointer who, const MsnpCommand *reply)
{
    sent_unref(who);
}

/* The begin of a letter, up to what differs. */
static GString *
letter_new(const MsnpCircle *circle, gsize body_len, const char *content_type)
{
    GString *letter = g_string_sized_new(body_len + 512);

    msnp_circle_print_routing(circle, ";path=IM", letter);
    g_string_append_printf(letter,
                           "Reliability: 1.0\r\nStream: 0\r\nSegment: %u\r\n\r\nMessaging: 1.0\r\n"
                           "Content-Length: %" G_GSIZE_FORMAT "\r\nContent-Type: %s\r\n"
                           "Content-Transfer-Encoding: 7bit\r\n",
                           ++circle->circles->segment, body_len, content_type);
    return letter;
}

static void
letter_send(const MsnpCircle *circle, const GString *letter, Sent *sent)
{
    static const MsnpAsk ask_sdg = {MSNP_VERB_SDG, letter_answered, letter_failed, NULL};

    msnp_link_request_payload(circle->circles->link, sent ? &ask_sdg : NULL, sent, TRUE, "SDG", "", letter->str,
                              letter->len);
}

/* Line ends of the wire. */
static GString *
body_of(const char *text, gsize len)
{
    GString *body = g_string_sized_new(len + 16);
    gsize i;

    for (i = 0; i < len; i++) {
        if (text[i] == '\r' && i + 1 < len && text[i + 1] == '\n')
            continue;
        if (text[i] == '\n')
            g_string_append_c(body, '\r');
        g_string_append_c(body, text[i]);
    }
    return body;
}

static void
text_send(const MsnpCircle *circle, const char *text, gsize len, const MsnpStyle *style, Sent *sent)
{
    g_autoptr(GString) body = body_of(text, len);
    g_autoptr(GString) letter = letter_new(circle, body->len, "Text/plain; charset=UTF-8");

    g_string_append(letter, "Message-Type: Text\r\nMIME-Version: 1.0\r\nX-MMS-IM-Format: ");
    msnp_style_print(style, letter);
    g_string_append(letter, "\r\n\r\n");
    g_string_append_len(letter, body->str, (gssize) body->len);
    sent->unanswered++;
    letter_send(circle, letter, sent);
}

gboolean
msnp_circles_send(MsnpCircles *circles, guint chat, const char *text, gsize len, const MsnpStyle *style, guint id)
{
    MsnpCircle *circle = msnp_circle_of_chat(circles, chat);
    Sent *sent;
    gsize n;

    if (!circle)
        return FALSE;
    sent = g_new0(Sent, 1);
    sent->core = circles->core;
    sent->chat = chat;
    sent->id = id;
    sent->text = g_strndup(text, len);
    sent->len = len;
    sent->unanswered = 1; /* held until all is on its way */
    if (!circles->link)
        sent_fail(sent, MSNP_ERROR_SB_LOST, 0);
    for (; circles->link && len > 0; text += n, len -= n) {
        n = MAX(msnp_message_split(text, len, MSNP_CIRCLE_TEXT), 1);
        text_send(circle, text, n, style, sent);
    }
    sent_unref(sent);
    return TRUE;
}

gboolean
msnp_circles_type(MsnpCircles *circles, guint chat)
{
    MsnpCircle *circle = msnp_circle_of_chat(circles, chat);
    g_autoptr(GString) letter = NULL;

    if (!circle || !circles->link)
        return circle != NULL;
    letter = letter_new(circle, 2, "text/x-msmsgscontrol");
    g_string_append_printf(letter,
                           "Message-Type: Control\r\nMessage-Subtype: Typing\r\nMIME-Version: 1.0\r\n"
                           "TypingUser: %s\r\n\r\n\r\n",
                           circles->core->account);
    letter_send(circle, letter, NULL);
    return TRUE;
}

/* Like typing, nothing is lost with one that does not arrive. */
gboolean
msnp_circles_nudge(MsnpCircles *circles, guint chat)
{
    static const char nudge[] = "ID: 1\r\n\r\n";
    MsnpCircle *circle = msnp_circle_of_chat(circles, chat);
    g_autoptr(GString) letter = NULL;

    if (!circle || !circles->link)
        return circle != NULL;
    letter = letter_new(circle, strlen(nudge), "Text/plain; charset=UTF-8");
    g_string_append_printf(letter, "Message-Type: Nudge\r\nMIME-Version: 1.0\r\n\r\n%s", nudge);
    letter_send(circle, letter, NULL);
    return TRUE;
}

/* ---- in ---- */

/* A letter that has come: who has written it, to which circle. */
typedef struct {
    MsnpCircle *circle;
    char *who;
    const char *name;
    gboolean own; /* at another place */
} Origin;

static MsnpAction *
letter_tell(const Origin *from, MsnpActionKind kind)
{
    MsnpAction *action = msnp_core_tell_who(from->circle->circles->core, kind, from->who, from->name);

    action->chat = from->circle->chat;
    return action;
}

static void
letter_text(const Origin *from, const MsnpMessage *m)
{
    MsnpCircles *circles = from->circle->circles;
    MsnpActions *actions = circles->core->actions;
    MsnpSlice format = m->headers[MSNP_HEADER_FORMAT];
    g_autoptr(GString) scratch = g_string_new(NULL);
    const char *text;
    MsnpAction *action;
    gsize len;

    text = msnp_message_text(m, &len, scratch);
    if (len == 0)
        return;
    if (from->circle->chat == 0 && !msnp_rate_allows(circles->core, MSNP_RATE_CHAT, from->circle->address))
        return;
    msnp_circles_open(circles, from->circle);
    action = letter_tell(from, MSNP_EVENT_MESSAGE);
    action->number = from->own;
    action->data = (const guint8 *) msnp_actions_keep(actions, text, len);
    action->len = len;
    action->style = *msnp_style_recall(&circles->style, format.at, format.len);
    action->style.font = msnp_actions_keep_str(actions, action->style.font);
}

/* Nudges and typing open no window: they say nothing. */
static void
letter_sign(const Origin *from, MsnpActionKind kind, MsnpRate rate)
{
    if (from->circle->chat && !from->own && msnp_rate_allows(from->circle->circles->core, rate, from->who))
        letter_tell(from, kind);
}

static void
letter_read(const Origin *from, const MsnpEnvelope *letter)
{
    gsize len = (gsize) (letter->body - letter->content.at) + letter->body_len;
    g_autofree char *type = msnp_envelope_value(letter->content, "Message-Type");
    g_autofree char *subtype = msnp_envelope_value(letter->content, "Message-Subtype");
    MsnpMessage m;

    if (!g_ascii_strcasecmp(type, "Nudge"))
        letter_sign(from, MSNP_EVENT_NUDGE, MSNP_RATE_NUDGE);
    else if (!g_ascii_strcasecmp(subtype, "Typing"))
        letter_sign(from, MSNP_EVENT_TYPING, MSNP_RATE_TYPING);
    else if (letter->body_len > 0 &&
             msnp_message_recall(&from->circle->circles->head, (const guint8 *) letter->content.at, len, &m) &&
             m.type == MSNP_MSG_TEXT && (!*type || !g_ascii_strcasecmp(type, "Text")))
        letter_text(from, &m);
    else
        msnp_core_debug(from->circle->circles->core, "a letter that is no text ignored");
}

/* Who writes is there. One's own letter comes back from other places, and maybe from this one. */
static void
letter_from(MsnpCircle *circle, const MsnpAddress *writer, const MsnpEnvelope *letter)
{
    MsnpCore *core = circle->circles->core;
    MsnpCircleMember *member = msnp_circle_add_member(circle, writer->handle);
    Origin from = {circle, NULL, "", !strcmp(writer->handle, core->own)};

    if (from.own && writer->epid && !g_ascii_strcasecmp(writer->epid, msnp_core_machine(core)))
        return;
    if (!member && !from.own)
        return;
    if (member && !member->present) {
        msnp_circle_set_present(circle, member, TRUE);
        msnp_circle_tell_member(circle, member);
    }
    from.who = writer->handle;
    from.name = member ? member->name : "";
    letter_read(&from, letter);
}

/* SDG 0 length. The circle is in To; services that put it behind the writer, as in presence, are understood too. */
void
msnp_circle_letter(MsnpCircles *circles, const MsnpCommand *c)
{
    MsnpCircle *circle = NULL;
    MsnpEnvelope letter;
    MsnpAddress to = {0}, from = {0};

    if (msnp_envelope_parse(c->payload, c->payload_len, &letter) && msnp_envelope_address(&letter, "From", &from)) {
        if (msnp_envelope_address(&letter, "To", &to) && to.network == MSNP_NETWORK_CIRCLE)
            circle = msnp_circle_by_address(circles, to.handle);
        else if (from.via && from.via_network == MSNP_NETWORK_CIRCLE)
            circle = msnp_circle_by_address(circles, from.via);
    }
    if (circle && from.network == MSNP_NETWORK_MSN)
        letter_from(circle, &from, &letter);
    else
        msnp_core_debug(circles->core, "SDG of no circle of ours ignored");
    msnp_address_clear(&to);
    msnp_address_clear(&from);
}
