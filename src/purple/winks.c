/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Winks, voice clips, drawings and deeds in conversations: the picture where there is one that can be shown, a file
 * where there is not. Knows libpurple's windows and picture store; never keeps either.
 */
#include "purple/winks.h"

#include <string.h>
#include "purple/cab.h"
#include "purple/im.h"
#include "purple/image.h"
#include "purple/nls.h"
#include "purple/object.h"
#include "purple/xfer.h"

/* As many are waited for at once. */
#define WAITING_MAX 100

/* A line of ours, with a little noise, as for nudges, in which nothing is a link, whatever somebody calls himself or his
 * wink; and what somebody says himself. */
#define LINE_FLAGS (PURPLE_MESSAGE_SYSTEM | PURPLE_MESSAGE_NOTIFY | PURPLE_MESSAGE_RECV | PURPLE_MESSAGE_NO_LINKIFY)
#define SAID_FLAGS PURPLE_MESSAGE_RECV

/* A wink or a voice clip on its way. */
typedef struct {
    MsnpActionKind kind;
    guint chat;
    char *who;
    char *title;
    char *file;
    char *object;
} Wink;

/* ---- lines in a conversation ---- */

static PurpleConversation *
winks_window(MsnpAccount *ma, guint chat, const char *who)
{
    if (chat)
        return purple_find_chat(ma->gc, (int) chat);
    return purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, ma->account);
}

static void
winks_say(MsnpAccount *ma, guint chat, const char *who, const char *markup, PurpleMessageFlags flags)
{
    if (chat)
        serv_got_chat_in(ma->gc, (int) chat, who, flags, markup, time(NULL));
    else
        serv_got_im(ma->gc, who, markup, flags, time(NULL));
}

/* The same with a picture below it, which was found to be safe. Who shows it holds it. */
static void
winks_say_picture(MsnpAccount *ma, guint chat, const char *who, const char *markup, const guint8 *data, gsize len,
                  PurpleMessageFlags flags)
{
    int id = purple_imgstore_add_with_id(g_memdup2(data, len), len, NULL);
    g_autofree char *all = g_strdup_printf("%s<br><img id=\"%d\">", markup, id);

    winks_say(ma, chat, who, all, flags | PURPLE_MESSAGE_IMAGES);
    purple_imgstore_unref_by_id(id);
}

/* Whom the user does not want to hear from is not asked for anything either. */
static gboolean
winks_are_welcome(MsnpAccount *ma, const MsnpAction *action)
{
    PurpleConversation *conv;

    if (!purple_privacy_check(ma->account, action->who))
        return FALSE;
    if (!action->chat)
        return TRUE;
    conv = winks_window(ma, action->chat, action->who);
    return conv && !purple_conv_chat_is_user_ignored(PURPLE_CONV_CHAT(conv), action->who);
}

/* ---- winks and voice clips ---- */

static void
wink_free(gpointer data)
{
    Wink *wink = data;

    g_free(wink->who);
    g_free(wink->title);
    g_free(wink->file);
    g_free(wink->object);
    g_free(wink);
}

static char *
wink_markup(MsnpAccount *ma, const Wink *wink)
{
    g_autofree char *name = msnp_im_name_markup(ma, wink->who);
    g_autofree char *title = g_markup_escape_text(wink->title, -1);

    if (!*title)
        /* TRANSLATORS: line in a conversation; %s is somebody's name. A wink is an animation */
        return g_strdup_printf(_("%s sent a wink."), name);
    /* TRANSLATORS: line in a conversation; the first %s is somebody's name, the second what the wink is called */
    return g_strdup_printf(_("%s sent a wink: %s"), name, title);
}

/* What has no picture that can be shown is a file. */
static void
wink_show(MsnpAccount *ma, const Wink *wink, const guint8 *data, gsize len)
{
    g_autoptr(GBytes) picture = data ? msnp_cab_picture(data, len) : NULL;
    g_autofree char *markup = wink_markup(ma, wink);

    if (picture)
        winks_say_picture(ma, wink->chat, wink->who, markup, g_bytes_get_data(picture, NULL),
                          g_bytes_get_size(picture), LINE_FLAGS);
    else
        winks_say(ma, wink->chat, wink->who, markup, LINE_FLAGS);
    if (data && !picture && ma->gc)
        msnp_xfer_offer_bytes(ma, wink->who, wink->file, data, len);
}

static void
voice_show(MsnpAccount *ma, const Wink *wink, const guint8 *data, gsize len)
{
    g_autofree char *name = msnp_im_name_markup(ma, wink->who);
    /* TRANSLATORS: line in a conversation; %s is somebody's name */
    g_autofree char *markup = g_strdup_printf(data ? _("%s sent a voice clip.")
                                                   /* TRANSLATORS: line in a conversation; %s is somebody's name */
                                                   : _("%s sent a voice clip, but it could not be received."),
                                              name);

    winks_say(ma, wink->chat, wink->who, markup, LINE_FLAGS);
    if (data && ma->gc)
        msnp_xfer_offer_bytes(ma, wink->who, wink->file, data, len);
}

/* Not in a chat that was left meanwhile. */
static void
wink_end(MsnpAccount *ma, Wink *wink, const guint8 *data, gsize len)
{
    gboolean has_window = !wink->chat || winks_window(ma, wink->chat, wink->who);

    if (has_window && wink->kind == MSNP_EVENT_WINK)
        wink_show(ma, wink, data, len);
    else if (has_window)
        voice_show(ma, wink, data, len);
    wink_free(wink);
}

static Wink *
winks_take(MsnpAccount *ma, const char *who, const char *object)
{
    GSList *l;

    for (l = ma->winks; l; l = l->next) {
        Wink *wink = l->data;

        if (!strcmp(wink->who, who) && !strcmp(wink->object, object)) {
            ma->winks = g_slist_remove(ma->winks, wink);
            return wink;
        }
    }
    return NULL;
}

/* It was fetched once, however often he has sent it meanwhile. */
static void
winks_told(MsnpAccount *ma, const char *who, const char *object, const guint8 *data, gsize len)
{
    Wink *wink;

    while (ma->gc && (wink = winks_take(ma, who, object)))
        wink_end(ma, wink, data, len);
}

/* The file of one that its sender has given no name. */
static const char *
wink_unnamed(MsnpActionKind kind)
{
    /* TRANSLATORS: name of a file; keep ".cab" and use no slash */
    return kind == MSNP_EVENT_WINK ? _("wink.cab")
                                   /* TRANSLATORS: name of a file; keep ".wav" and use no slash */
                                   : _("voice clip.wav");
}

static Wink *
wink_new(const MsnpAction *action)
{
    Wink *wink = g_new0(Wink, 1);

    wink->kind = action->kind;
    wink->chat = action->chat;
    wink->who = g_strdup(action->who);
    wink->title = g_strdup(action->text);
    wink->file = g_strdup(*action->text ? action->name : wink_unnamed(action->kind));
    wink->object = g_strdup(action->detail);
    return wink;
}

void
msnp_winks_sent(MsnpAccount *ma, const MsnpAction *action)
{
    Wink *wink;

    if (!winks_are_welcome(ma, action)) {
        purple_debug_info("msnp", "a wink or a voice clip of %s is not asked for\n", action->who);
        return;
    }
    wink = wink_new(action);
    if (g_slist_length(ma->winks) < WAITING_MAX &&
        msnp_object_fetch_bytes(ma, wink->who, wink->object, wink->object, winks_told))
        ma->winks = g_slist_append(ma->winks, wink);
    else
        wink_end(ma, wink, NULL, 0);
}

void
msnp_winks_forget(MsnpAccount *ma)
{
    g_slist_free_full(g_steal_pointer(&ma->winks), wink_free);
}

/* ---- drawings ---- */

#define HINT_KEY "msnp-ink-hint"

/* Once in each window. */
static void
drawing_hint(MsnpAccount *ma, const MsnpAction *action)
{
    g_autofree char *name = msnp_im_name_markup(ma, action->who);
    /* TRANSLATORS: line in a conversation; %s is somebody's name */
    g_autofree char *markup = g_strdup_printf(_("%s sent a drawing in a format that cannot be shown."), name);
    PurpleConversation *conv = winks_window(ma, action->chat, action->who);

    if (conv && purple_conversation_get_data(conv, HINT_KEY))
        return;
    winks_say(ma, action->chat, action->who, markup, LINE_FLAGS);
    conv = ma->gc ? winks_window(ma, action->chat, action->who) : NULL;
    if (conv)
        purple_conversation_set_data(conv, HINT_KEY, GINT_TO_POINTER(TRUE));
}

void
msnp_winks_drawn(MsnpAccount *ma, const MsnpAction *action)
{
    MsnpImage image;

    if (!winks_are_welcome(ma, action))
        purple_debug_info("msnp", "a drawing of %s is not shown\n", action->who);
    else if (action->len == 0 || !msnp_image_is_safe(action->data, action->len, &image))
        drawing_hint(ma, action);
    else
        /* TRANSLATORS: stands above a picture that somebody has drawn by hand */
        winks_say_picture(ma, action->chat, action->who, _("(drawing)"), action->data, action->len, SAID_FLAGS);
}

/* ---- deeds ---- */

void
msnp_winks_deed(MsnpAccount *ma, const MsnpAction *action)
{
    g_autofree char *name = msnp_im_name_markup(ma, action->who);
    g_autofree char *text = g_markup_escape_text(action->text, -1);
    /* TRANSLATORS: line in a conversation; the first %s is somebody's name, the second says what he does */
    g_autofree char *markup = g_strdup_printf(_("%s: %s"), name, text);

    if (winks_are_welcome(ma, action))
        winks_say(ma, action->chat, action->who, markup, LINE_FLAGS);
}
