/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Conversations of two: messages and typing, both ways, and what becomes of a message that was not
 * delivered. Knows libpurple's IM windows; never keeps one.
 */
#include "purple/im.h"

#include <errno.h>
#include <string.h>
#include "purple/errtext.h"
#include "purple/markup.h"
#include "purple/nls.h"
#include "purple/pump.h"

/* Seconds after which a typing notice is sent again, and after which a received one is over. */
#define TYPING_AGAIN 4
#define TYPING_OVER  6

int
msnp_im_send(PurpleConnection *gc, const char *who, const char *html, PurpleMessageFlags flags)
{
    MsnpAccount *ma = msnp_account_of(gc);
    g_autofree char *text = NULL;
    MsnpStyle style;
    char font[128];
    MsnpError error;

    if (!ma || !ma->session)
        return -ENOTCONN;
    text = msnp_markup_to_text(html, &style, font, sizeof(font));
    msnp_pump_tick(ma);
    error = msnp_send_text(ma->session, who, text, strlen(text), &style, NULL);
    msnp_pump(ma);
    if (error == MSNP_ERROR_STATE)
        return -ENOTCONN;
    return error == MSNP_ERROR_NONE ? 1 : -EINVAL;
}

unsigned int
msnp_im_send_typing(PurpleConnection *gc, const char *who, PurpleTypingState state)
{
    MsnpAccount *ma = msnp_account_of(gc);

    if (!ma || !ma->session || state != PURPLE_TYPING)
        return 0;
    msnp_pump_tick(ma);
    msnp_send_typing(ma->session, who);
    msnp_pump(ma);
    return TYPING_AGAIN;
}

void
msnp_im_message(MsnpAccount *ma, const MsnpAction *action)
{
    g_autoptr(GString) html = g_string_sized_new(action->len + 64);

    msnp_markup_from_text(html, (const char *) action->data, action->len, &action->style);
    serv_got_im(ma->gc, action->who, html->str, PURPLE_MESSAGE_RECV, time(NULL));
}

void
msnp_im_typing(MsnpAccount *ma, const MsnpAction *action)
{
    serv_got_typing(ma->gc, action->who, TYPING_OVER, PURPLE_TYPING);
}

/* Says it in the conversation, which is opened when it has been closed. */
static void
im_present_error(MsnpAccount *ma, const char *who, const char *markup)
{
    if (purple_conv_present_error(who, ma->account, markup))
        return;
    purple_conversation_new(PURPLE_CONV_TYPE_IM, ma->account, who);
    purple_conv_present_error(who, ma->account, markup);
}

void
msnp_im_failed(MsnpAccount *ma, const MsnpAction *action)
{
    g_autofree char *why = msnp_errtext_message(action->error, action->number, action->who);
    g_autofree char *why_markup = g_markup_escape_text(why, -1);
    g_autoptr(GString) quoted = g_string_sized_new(action->len + 64);
    g_autofree char *markup = NULL;

    msnp_markup_from_text(quoted, (const char *) action->data, action->len, NULL);
    /* TRANSLATORS: the first %s is a sentence that says why, the second is the message itself */
    markup = g_strdup_printf(_("Your message was not delivered. %s The message was:<br>%s"), why_markup,
                             quoted->str);
    im_present_error(ma, action->who, markup);
}

/* Only where somebody looks: nothing was lost. */
void
msnp_im_trouble(MsnpAccount *ma, const MsnpAction *action)
{
    g_autofree char *why = msnp_errtext_message(action->error, action->number, action->who);
    g_autofree char *markup = g_markup_escape_text(why, -1);

    purple_conv_present_error(action->who, ma->account, markup);
}
