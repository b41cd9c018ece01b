/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Conversations of two: messages and typing, both ways, and what becomes of a message that was not
 * delivered. Knows libpurple's IM windows; never keeps one.
 */
#include "purple/im.h"

#include <errno.h>
#include <string.h>
#include "purple/chat.h"
#include "purple/errtext.h"
#include "purple/markup.h"
#include "purple/nls.h"
#include "purple/plus.h"
#include "purple/pump.h"
#include "purple/smiley.h"

/* Seconds after which a typing notice is sent again, and after which a received one is over. */
#define TYPING_AGAIN 4
#define TYPING_OVER  6

int
msnp_im_send(PurpleConnection *gc, const char *who, const char *html, PurpleMessageFlags flags)
{
    MsnpAccount *ma = msnp_pump_enter(gc);
    g_autofree char *text = NULL;
    MsnpStyle style;
    char font[128];
    MsnpError error;
    int shown;

    if (!ma)
        return -EINVAL;
    text = msnp_markup_to_text(html, &style, font, sizeof(font));
    msnp_smiley_announce(ma, who, 0, text);
    error = msnp_send_text(ma->session, who, text, strlen(text), &style, NULL);
    shown = msnp_im_sent(ma, error, 0, who, text);
    msnp_pump_leave(ma);
    return shown;
}

unsigned int
msnp_im_send_typing(PurpleConnection *gc, const char *who, PurpleTypingState state)
{
    MsnpAccount *ma = state == PURPLE_TYPING ? msnp_pump_enter(gc) : NULL;

    if (!ma)
        return 0;
    msnp_send_typing(ma->session, who);
    msnp_pump_leave(ma);
    return TYPING_AGAIN;
}

/* P4-Context: a name for this one message, said before it, as windows show one name for a person. */
static void
im_append_context(const MsnpAction *action, GString *html)
{
    g_autofree char *name = NULL;

    if (!action->context)
        return;
    name = g_markup_escape_text(action->name, -1);
    g_string_append_printf(html, "<b>%s:</b> ", name);
}

/* The text without the codes of Messenger Plus!; those begin with a bracket or a middle dot. */
static gboolean
im_strip_plus(const MsnpAction *action, GString *plain)
{
    const char *text = (const char *) action->data;

    if (!memchr(text, '[', action->len) && !memchr(text, 0xc2, action->len))
        return FALSE;
    return msnp_plus_strip_text(plain, text, action->len);
}

/* What was written at another place of the user's stands in the conversation as if it had been here. */
static void
im_show_own(MsnpAccount *ma, const char *who, const char *html)
{
    PurpleConversation *conv = purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, ma->account);

    if (!conv)
        conv = purple_conversation_new(PURPLE_CONV_TYPE_IM, ma->account, who);
    purple_conv_im_write(PURPLE_CONV_IM(conv), purple_account_get_username(ma->account), html,
                         PURPLE_MESSAGE_SEND | PURPLE_MESSAGE_REMOTE_SEND, time(NULL));
}

void
msnp_im_append_text(GString *html, const MsnpAction *action)
{
    g_autoptr(GString) plain = g_string_new(NULL);

    im_append_context(action, html);
    if (im_strip_plus(action, plain))
        msnp_markup_from_text(html, plain->str, plain->len, &action->style);
    else
        msnp_markup_from_text(html, (const char *) action->data, action->len, &action->style);
}

void
msnp_im_message(MsnpAccount *ma, const MsnpAction *action)
{
    g_autoptr(GString) html = g_string_sized_new(action->len + 64);

    msnp_im_append_text(html, action);
    if (action->chat)
        msnp_chat_message(ma, action, html->str);
    else if (action->number)
        im_show_own(ma, action->who, html->str);
    else
        serv_got_im(ma->gc, action->who, html->str, PURPLE_MESSAGE_RECV, time(NULL));
}

/* libpurple knows no typing in group conversations. */
void
msnp_im_typing(MsnpAccount *ma, const MsnpAction *action)
{
    if (!action->chat)
        serv_got_typing(ma->gc, action->who, TYPING_OVER, PURPLE_TYPING);
}

/* ---- nudges ---- */

/* libpurple keeps no copy, and frees nothing. */
GList *
msnp_im_attention_types(PurpleAccount *account)
{
    static GList *list;

    if (!list)
        list = g_list_append(NULL, purple_attention_type_new("nudge",
                                                             /* TRANSLATORS: name of what shakes the window */
                                                             _("Nudge"),
                                                             /* TRANSLATORS: %s is somebody's name */
                                                             _("%s has nudged you!"),
                                                             /* TRANSLATORS: %s is somebody's name */
                                                             _("Nudging %s...")));
    return list;
}

/* Whatever somebody calls himself is no link. */
#define NUDGE_FLAGS (PURPLE_MESSAGE_SYSTEM | PURPLE_MESSAGE_NOTIFY | PURPLE_MESSAGE_NO_LINKIFY)

/* libpurple would put the name into its sentence as it came. */
char *
msnp_im_name_markup(MsnpAccount *ma, const char *who)
{
    PurpleBuddy *buddy = purple_find_buddy(ma->account, who);

    return g_markup_escape_text(buddy ? purple_buddy_get_alias(buddy) : who, -1);
}

/* name: markup */
static void
nudge_shown(PurpleConversation *conv, const char *name)
{
    g_autofree char *text = g_strdup_printf(_("Nudging %s..."), name);

    purple_conversation_write(conv, NULL, text, NUDGE_FLAGS, time(NULL));
}

/* Says it in the window, and tells who listens, as libpurple itself would have done. */
static void
im_nudge_sent(MsnpAccount *ma, const char *who)
{
    PurpleConversation *conv = purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, ma->account);
    g_autofree char *name = msnp_im_name_markup(ma, who);

    if (!conv)
        conv = purple_conversation_new(PURPLE_CONV_TYPE_IM, ma->account, who);
    nudge_shown(conv, name);
    purple_signal_emit(purple_conversations_get_handle(), "sent-attention", ma->account, who, conv, 0);
}

gboolean
msnp_im_nudge_all(PurpleConversation *conv)
{
    MsnpAccount *ma = msnp_pump_enter(purple_conversation_get_gc(conv));
    guint chat = (guint) purple_conv_chat_get_id(PURPLE_CONV_CHAT(conv));
    g_autofree char *title = g_markup_escape_text(purple_conversation_get_title(conv), -1);
    gboolean sent;

    if (!ma)
        return FALSE;
    sent = msnp_chat_nudge(ma->session, chat) == MSNP_ERROR_NONE;
    if (sent)
        nudge_shown(conv, title);
    msnp_pump_leave(ma);
    return sent;
}

/* Always FALSE: libpurple has nothing left to say. */
gboolean
msnp_im_send_nudge(PurpleConnection *gc, const char *who, guint type)
{
    MsnpAccount *ma = msnp_pump_enter(gc);
    MsnpError error;

    if (!ma)
        return FALSE;
    error = msnp_send_nudge(ma->session, who, NULL);
    if (error == MSNP_ERROR_NONE)
        im_nudge_sent(ma, who);
    msnp_pump_leave(ma);
    return FALSE;
}

void
msnp_im_nudge(MsnpAccount *ma, const MsnpAction *action)
{
    PurpleAccount *account = ma->account;
    const char *who = action->who;
    g_autofree char *name = msnp_im_name_markup(ma, who);
    g_autofree char *text = g_strdup_printf(_("%s has nudged you!"), name);
    PurpleConversation *conv;

    if (action->chat) {
        serv_got_chat_in(ma->gc, (int) action->chat, who, NUDGE_FLAGS | PURPLE_MESSAGE_RECV, text, time(NULL));
        return;
    }
    serv_got_im(ma->gc, who, text, NUDGE_FLAGS | PURPLE_MESSAGE_RECV, time(NULL));
    conv = purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, account);
    if (conv)
        purple_signal_emit(purple_conversations_get_handle(), "got-attention", account, who, conv, 0);
}

/* ---- what was not delivered ---- */

/* Says it in the conversation, which is opened when it has been closed. */
static void
im_present_error(MsnpAccount *ma, const char *who, const char *markup)
{
    if (purple_conv_present_error(who, ma->account, markup))
        return;
    purple_conversation_new(PURPLE_CONV_TYPE_IM, ma->account, who);
    purple_conv_present_error(who, ma->account, markup);
}

/* The sentence for what was not delivered, as markup. */
static char *
im_failed_markup(const MsnpAction *action)
{
    g_autofree char *why = msnp_errtext_message(action->error, action->number,
                                                action->who);
    g_autofree char *why_markup = g_markup_escape_text(why, -1), *lead = NULL;
    g_autoptr(GString) quoted = g_string_sized_new(action->len + 64);

    if (action->len == 0)
        /* TRANSLATORS: %s is a sentence that says why */
        return g_strdup_printf(_("Your nudge was not delivered. %s"), why_markup);
    msnp_markup_from_text(quoted, (const char *) action->data, action->len, NULL);
    /* TRANSLATORS: %s is a sentence that says why; the message itself follows in a new line */
    lead = g_strdup_printf(_("Your message was not delivered. %s The message was:"), why_markup);
    return g_strdup_printf("%s<br>%s", lead, quoted->str);
}

/* The window of a chat cannot be opened again: it is said in one of its own, which outlives the connection. */
void
msnp_im_failed(MsnpAccount *ma, const MsnpAction *action)
{
    g_autofree char *markup = im_failed_markup(action);

    if (!action->chat)
        im_present_error(ma, action->who, markup);
    else if (!msnp_chat_present_error(ma, action->chat, markup))
        purple_notify_formatted(purple_connection_get_prpl(ma->gc), NULL, _("Message not delivered"), NULL, markup,
                                NULL, NULL);
}

int
msnp_im_sent(MsnpAccount *ma, MsnpError error, guint chat, const char *who, const char *text)
{
    MsnpAction failed = {.chat = chat, .who = who, .data = (const guint8 *) text, .len = strlen(text), .error = error};

    if ((error != MSNP_ERROR_STATE && error != MSNP_ERROR_NOT_OFFERED) || !*text)
        return error == MSNP_ERROR_NONE ? 1 : -EINVAL;
    msnp_im_failed(ma, &failed);
    return 0;
}

/* Only where somebody looks: nothing was lost. */
void
msnp_im_trouble(MsnpAccount *ma, const MsnpAction *action)
{
    g_autofree char *why = msnp_errtext_message(action->error, action->number, action->who);
    g_autofree char *markup = g_markup_escape_text(why, -1);

    if (action->chat)
        msnp_chat_present_error(ma, action->chat, markup);
    else
        purple_conv_present_error(action->who, ma->account, markup);
}
