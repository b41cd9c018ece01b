/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Group conversations. Knows libpurple's chat windows; never keeps one.
 */
#include "purple/chat.h"

#include <errno.h>
#include <string.h>
#include "purple/im.h"
#include "purple/markup.h"
#include "purple/nls.h"
#include "purple/plus.h"
#include "purple/pump.h"
#include "purple/smiley.h"

/* In the data of a chat's window: whose it is. */
#define CHAT_OF "msn-account"

static PurpleConversation *
chat_find(MsnpAccount *ma, guint chat)
{
    return purple_find_chat(ma->gc, (int) chat);
}

/* Also when libpurple has counted the chat as left, as it does before it closes an account. */
static PurpleConversation *
chat_find_window(MsnpAccount *ma, guint chat)
{
    GList *l;

    for (l = purple_get_chats(); l; l = l->next)
        if (purple_conversation_get_data(l->data, CHAT_OF) == ma &&
            purple_conv_chat_get_id(PURPLE_CONV_CHAT(l->data)) == (int) chat)
            return l->data;
    return NULL;
}

/* A line of ours, in which nothing is a link, whatever somebody calls himself. */
static void
chat_note(PurpleConversation *conv, const char *text)
{
    g_autofree char *markup = g_markup_escape_text(text, -1);

    purple_conversation_write(conv, NULL, markup, PURPLE_MESSAGE_SYSTEM | PURPLE_MESSAGE_NO_LINKIFY, time(NULL));
}

/* What people call somebody. */
static const char *
chat_name_of(MsnpAccount *ma, const char *who)
{
    PurpleBuddy *buddy = purple_find_buddy(ma->account, who);

    return buddy ? purple_buddy_get_alias(buddy) : who;
}

/* libpurple finds one's own alias only where the nick is the name of the account; afterwards it is again what others
 * write when they mean one, unless the window has been closed from within. */
static void
chat_add_oneself(MsnpAccount *ma, PurpleConversation *conv, guint id)
{
    const char *own = purple_account_get_username(ma->account);
    PurpleConvChat *chat = PURPLE_CONV_CHAT(conv);
    g_autofree char *nick = g_strdup(purple_conv_chat_get_nick(chat));

    purple_conv_chat_set_nick(chat, purple_normalize(ma->account, own));
    purple_conv_chat_add_user(chat, own, NULL, PURPLE_CBFLAGS_NONE, FALSE);
    conv = chat_find_window(ma, id);
    if (conv)
        purple_conv_chat_set_nick(PURPLE_CONV_CHAT(conv), nick);
}

/* ---- from the server ---- */

static void
chat_set_title(PurpleConversation *conv, const MsnpCircle *circle)
{
    g_autofree char *plain = NULL;

    purple_conversation_set_title(conv, msnp_plus_shown_name(msnp_circle_name(circle), &plain));
}

/* The conversation of a circle goes by its id, so that a window which was left is taken again. */
static void
chat_circle_started(MsnpAccount *ma, const MsnpAction *action)
{
    PurpleConversation *conv = serv_got_joined_chat(ma->gc, (int) action->chat, msnp_circle_id(action->circle));

    if (!ma->gc)
        return;
    purple_conversation_set_data(conv, CHAT_OF, ma);
    chat_set_title(conv, action->circle);
    purple_conv_chat_add_user(PURPLE_CONV_CHAT(conv), purple_account_get_username(ma->account), NULL,
                              PURPLE_CBFLAGS_NONE, FALSE);
}

void
msnp_chat_renamed(MsnpAccount *ma, const MsnpCircle *circle)
{
    PurpleConversation *conv =
        purple_find_conversation_with_account(PURPLE_CONV_TYPE_CHAT, msnp_circle_id(circle), ma->account);

    if (conv)
        chat_set_title(conv, circle);
}

void
msnp_chat_say(MsnpAccount *ma, guint chat, const char *text)
{
    PurpleConversation *conv = chat_find(ma, chat);

    if (conv)
        chat_note(conv, text);
}

static void
chat_room_started(MsnpAccount *ma, const MsnpAction *action)
{
    /* libpurple takes a window that was left for one of the same title: no two of this run have one. The
     * session's numbers begin anew with each sign-in. */
    static guint windows;
    /* TRANSLATORS: title of a group conversation; %u is a number */
    g_autofree char *title = g_strdup_printf(_("MSN conversation %u"), ++windows);
    PurpleConversation *conv = serv_got_joined_chat(ma->gc, (int) action->chat, title), *pair;
    g_autofree char *note = NULL;

    if (!ma->gc) /* another plugin has disconnected from within */
        return;
    purple_conversation_set_data(conv, CHAT_OF, ma);
    chat_add_oneself(ma, conv, action->chat);
    pair = action->who
               ? purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, action->who, ma->account)
               : NULL;
    if (!pair)
        return;
    /* TRANSLATORS: in the window of a conversation of two; %s is the title of another window */
    note = g_strdup_printf(_("This conversation goes on with more people in “%s”."), title);
    chat_note(pair, note);
}

void
msnp_chat_started(MsnpAccount *ma, const MsnpAction *action)
{
    if (action->circle)
        chat_circle_started(ma, action);
    else
        chat_room_started(ma, action);
}

void
msnp_chat_joined(MsnpAccount *ma, const MsnpAction *action)
{
    PurpleConversation *conv = chat_find(ma, action->chat);

    if (conv && !purple_conv_chat_find_user(PURPLE_CONV_CHAT(conv), action->who))
        purple_conv_chat_add_user(PURPLE_CONV_CHAT(conv), action->who, NULL, PURPLE_CBFLAGS_NONE,
                                  !action->number);
}

void
msnp_chat_left(MsnpAccount *ma, const MsnpAction *action)
{
    PurpleConversation *conv = chat_find(ma, action->chat);

    if (conv)
        purple_conv_chat_remove_user(PURPLE_CONV_CHAT(conv), action->who, NULL);
}

void
msnp_chat_message(MsnpAccount *ma, const MsnpAction *action, const char *html)
{
    PurpleMessageFlags own = PURPLE_MESSAGE_SEND | PURPLE_MESSAGE_REMOTE_SEND;

    serv_got_chat_in(ma->gc, (int) action->chat, action->who, action->number ? own : PURPLE_MESSAGE_RECV, html,
                     time(NULL));
}

/* To the window itself: while libpurple closes an account it throws away what is written to a chat, and would not
 * survive a plugin that hears of the line and disconnects once more. */
static gboolean
chat_show_error(PurpleConversation *conv, const char *markup)
{
    PurpleConversationUiOps *ops = purple_conversation_get_ui_ops(conv);
    const char *title = purple_conversation_get_title(conv);

    if (!ops || !ops->write_conv)
        return FALSE;
    ops->write_conv(conv, title, title, markup, PURPLE_MESSAGE_ERROR, time(NULL));
    return TRUE;
}

gboolean
msnp_chat_present_error(MsnpAccount *ma, guint chat, const char *markup)
{
    PurpleConversation *conv = chat_find_window(ma, chat);

    if (!conv)
        return FALSE;
    if (!g_slist_find(ma->gc->buddy_chats, conv))
        return chat_show_error(conv, markup);
    purple_conversation_write(conv, NULL, markup, PURPLE_MESSAGE_ERROR, time(NULL));
    return TRUE;
}

void
msnp_chat_forget(MsnpAccount *ma)
{
    GList *l;

    for (l = purple_get_chats(); l; l = l->next)
        if (purple_conversation_get_data(l->data, CHAT_OF) == ma)
            purple_conversation_set_data(l->data, CHAT_OF, NULL);
}

/* ---- from the user ---- */

/* libpurple shows nothing of one's own in a chat by itself. */
int
msnp_chat_window_send(PurpleConnection *gc, int id, const char *html, PurpleMessageFlags flags)
{
    MsnpAccount *ma = msnp_pump_enter(gc);
    g_autofree char *text = NULL;
    char font[128];
    MsnpStyle style;
    MsnpError error;
    int shown;

    if (!ma)
        return -EINVAL;
    text = msnp_markup_to_text(html, &style, font, sizeof(font));
    msnp_smiley_announce(ma, NULL, (guint) id, text);
    error = msnp_chat_send(ma->session, (guint) id, text, strlen(text), &style, NULL);
    if (error == MSNP_ERROR_NONE)
        serv_got_chat_in(gc, id, purple_account_get_username(ma->account), flags | PURPLE_MESSAGE_SEND, html,
                         time(NULL));
    shown = msnp_im_sent(ma, error, (guint) id, NULL, text);
    msnp_pump_leave(ma);
    return shown;
}

void
msnp_chat_window_invite(PurpleConnection *gc, int id, const char *message, const char *who)
{
    MsnpAccount *ma = msnp_pump_enter(gc);
    PurpleConversation *conv;
    g_autofree char *note = NULL;

    if (!ma)
        return;
    conv = chat_find(ma, (guint) id);
    /* TRANSLATORS: line in a group conversation; %s is somebody's name */
    note = g_strdup_printf(_("%s is being invited."), chat_name_of(ma, who));
    if (msnp_chat_is_of_circle(ma->session, (guint) id))
        /* TRANSLATORS: line in the conversation of a group that the service keeps */
        msnp_chat_say(ma, (guint) id, _("People are invited to a circle on the web site of the service, not here."));
    else if (msnp_chat_invite(ma->session, (guint) id, who) == MSNP_ERROR_NONE && conv)
        chat_note(conv, note);
    msnp_pump_leave(ma);
}

void
msnp_chat_window_leave(PurpleConnection *gc, int id)
{
    MsnpAccount *ma = msnp_pump_enter(gc);

    if (!ma)
        return;
    msnp_chat_leave(ma->session, (guint) id);
    msnp_pump_leave(ma);
}

void
msnp_chat_with(PurpleConnection *gc, const char *who)
{
    MsnpAccount *ma = msnp_pump_enter(gc);
    guint chat;

    if (!ma)
        return;
    msnp_chat_new(ma->session, who, &chat);
    msnp_pump_leave(ma);
}

void
msnp_chat_with_third(PurpleConnection *gc, const char *who, const char *third)
{
    MsnpAccount *ma = msnp_pump_enter(gc);
    guint chat;

    if (!ma)
        return;
    msnp_chat_from_talk(ma->session, who, third, &chat);
    msnp_pump_leave(ma);
}
