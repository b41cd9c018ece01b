/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Custom emoticons: the user's, announced with what is said, and other people's, shown in conversations. Knows
 * libpurple's smileys and windows; never keeps either.
 */
#include "purple/smiley.h"

#include <string.h>
#include "purple/image.h"
#include "purple/object.h"
#include "purple/pump.h"
#include "purple/shortcuts.h"

/* As many different ones the clients of old announce, and take, with one message. */
#define ANNOUNCED_MAX 5

/* What is remembered of one person in one conversation, and of everybody together; the oldest goes first. */
#define PERSON_MAX  30
#define ACCOUNT_MAX 500

/* Pictures that are kept while the account is online, in bytes. */
#define CACHE_MAX (8 * 1024 * 1024)

/* ---- what is remembered ---- */

typedef enum {
    SMILEY_UNSHOWN, /* no window yet, or one that does not want it, or the picture did not come */
    SMILEY_OPEN,    /* a window waits for the picture, and for nothing else under this shortcut */
    SMILEY_SHOWN,   /* a window has it */
} SmileyState;

typedef struct {
    guint chat;
    char *who;
    char *shortcut;
    char *hash;
    char *object;
    SmileyState state;
} Smiley;

struct _MsnpSmileys {
    GQueue known;      /* of Smiley, the oldest first */
    GHashTable *cache; /* hash to GBytes */
    GQueue cached;     /* the keys of the cache, the oldest first */
    gsize cached_size;
};

static void
smiley_free(gpointer data)
{
    Smiley *smiley = data;

    g_free(smiley->who);
    g_free(smiley->shortcut);
    g_free(smiley->hash);
    g_free(smiley->object);
    g_free(smiley);
}

static MsnpSmileys *
smileys_of(MsnpAccount *ma)
{
    if (!ma->smileys) {
        ma->smileys = g_new0(MsnpSmileys, 1);
        ma->smileys->cache = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
    }
    return ma->smileys;
}

void
msnp_smiley_forget(MsnpAccount *ma)
{
    MsnpSmileys *smileys = g_steal_pointer(&ma->smileys);

    if (!smileys)
        return;
    g_queue_clear_full(&smileys->known, smiley_free);
    g_queue_clear(&smileys->cached);
    g_hash_table_destroy(smileys->cache);
    g_free(smileys);
}

/* ---- the cache ---- */

static void
cache_drop_oldest(MsnpSmileys *smileys)
{
    char *hash = g_queue_pop_head(&smileys->cached);

    smileys->cached_size -= g_bytes_get_size(g_hash_table_lookup(smileys->cache, hash));
    g_hash_table_remove(smileys->cache, hash);
}

static void
cache_add(MsnpSmileys *smileys, const char *hash, const guint8 *data, gsize len)
{
    char *key;

    if (len > CACHE_MAX || g_hash_table_contains(smileys->cache, hash))
        return;
    while (smileys->cached_size + len > CACHE_MAX)
        cache_drop_oldest(smileys);
    key = g_strdup(hash);
    g_hash_table_insert(smileys->cache, key, g_bytes_new(data, len));
    g_queue_push_tail(&smileys->cached, key);
    smileys->cached_size += len;
}

/* ---- windows ---- */

static PurpleConversation *
smiley_window(MsnpAccount *ma, const Smiley *smiley)
{
    if (smiley->chat)
        return purple_find_chat(ma->gc, (int) smiley->chat);
    return purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, smiley->who, ma->account);
}

/* Ends what a window waits for: with the picture, or without. */
static void
smiley_close(MsnpAccount *ma, Smiley *smiley, const guint8 *data, gsize len)
{
    PurpleConversation *conv = smiley_window(ma, smiley);

    smiley->state = len > 0 ? SMILEY_SHOWN : SMILEY_UNSHOWN;
    if (conv && len > 0)
        purple_conv_custom_smiley_write(conv, smiley->shortcut, data, len);
    if (conv)
        purple_conv_custom_smiley_close(conv, smiley->shortcut);
}

static void
smiley_told(MsnpAccount *ma, const char *who, const char *hash, const guint8 *data, gsize len)
{
    GList *l;

    if (!ma->smileys)
        return;
    if (data)
        cache_add(ma->smileys, hash, data, len);
    for (l = ma->smileys->known.head; l; l = l->next) {
        Smiley *smiley = l->data;

        /* in a chat others may say the same, and be asked for it too */
        if (smiley->state == SMILEY_OPEN && !strcmp(smiley->hash, hash) && (data || !strcmp(smiley->who, who)))
            smiley_close(ma, smiley, data, len);
    }
}

/* Gets the picture for a window that waits: from the cache, else from who has announced it. */
static void
smiley_fill(MsnpAccount *ma, Smiley *smiley)
{
    GBytes *cached = g_hash_table_lookup(ma->smileys->cache, smiley->hash);

    if (cached)
        smiley_close(ma, smiley, g_bytes_get_data(cached, NULL), g_bytes_get_size(cached));
    else if (!msnp_object_fetch(ma, smiley->who, smiley->object, smiley->hash, smiley_told))
        smiley_close(ma, smiley, NULL, 0);
}

/* The window has to know of it before the text comes: only then does it leave room for the picture. */
static void
smiley_show(MsnpAccount *ma, Smiley *smiley, PurpleConversation *conv)
{
    if (!purple_conv_custom_smiley_add(conv, smiley->shortcut, "sha1", smiley->hash, TRUE))
        return;
    smiley->state = SMILEY_OPEN;
    smiley_fill(ma, smiley);
}

/* ---- announced by others ---- */

/* The one with that shortcut in that conversation; in a chat the shortcuts of all are one, as its window has it. */
static Smiley *
smileys_find(MsnpSmileys *smileys, guint chat, const char *who, const char *shortcut)
{
    GList *l;

    for (l = smileys->known.head; l; l = l->next) {
        Smiley *smiley = l->data;

        if (smiley->chat == chat && (chat || !strcmp(smiley->who, who)) && !strcmp(smiley->shortcut, shortcut))
            return smiley;
    }
    return NULL;
}

static void
smileys_drop(MsnpAccount *ma, GList *link)
{
    Smiley *smiley = link->data;

    if (smiley->state == SMILEY_OPEN)
        smiley_close(ma, smiley, NULL, 0);
    g_queue_delete_link(&ma->smileys->known, link);
    smiley_free(smiley);
}

/* Makes room for one more of this person: his oldest goes, or that of everybody. */
static void
smileys_make_room(MsnpAccount *ma, guint chat, const char *who)
{
    GList *l, *oldest = NULL;
    guint n = 0;

    for (l = ma->smileys->known.tail; l; l = l->prev) {
        const Smiley *smiley = l->data;

        if (smiley->chat == chat && !strcmp(smiley->who, who)) {
            oldest = l;
            n++;
        }
    }
    if (n >= PERSON_MAX)
        smileys_drop(ma, oldest);
    else if (ma->smileys->known.length >= ACCOUNT_MAX)
        smileys_drop(ma, ma->smileys->known.head);
}

static Smiley *
smileys_add(MsnpAccount *ma, const MsnpAction *action)
{
    Smiley *smiley;

    smileys_make_room(ma, action->chat, action->who);
    smiley = g_new0(Smiley, 1);
    smiley->chat = action->chat;
    smiley->who = g_strdup(action->who);
    smiley->shortcut = g_strdup(action->text);
    g_queue_push_tail(&ma->smileys->known, smiley);
    return smiley;
}

/* What it stands for now. */
static void
smiley_set(Smiley *smiley, const MsnpAction *action)
{
    g_free(smiley->who);
    g_free(smiley->hash);
    g_free(smiley->object);
    smiley->who = g_strdup(action->who);
    smiley->hash = g_strdup(action->name);
    smiley->object = g_strdup(action->detail);
}

/* ---- windows that open ---- */

/* What is known of a conversation of two is shown in its window. */
static void
smileys_show_all(MsnpAccount *ma, const char *who, PurpleConversation *conv)
{
    GList *l;

    for (l = ma->smileys->known.head; l; l = l->next) {
        Smiley *smiley = l->data;

        if (!smiley->chat && !strcmp(smiley->who, who))
            smiley_show(ma, smiley, conv);
    }
}

/* A window has opened, perhaps for the text that is about to come: it knows nothing of what an earlier one knew. Those
 * of chats are open before anything is said in them. */
static void
window_opened(PurpleConversation *conv, gpointer data)
{
    PurpleAccount *account = purple_conversation_get_account(conv);
    g_autofree char *who = NULL;
    MsnpAccount *ma;

    if (purple_conversation_get_type(conv) != PURPLE_CONV_TYPE_IM ||
        g_strcmp0(purple_account_get_protocol_id(account), "prpl-msn") != 0)
        return;
    ma = msnp_pump_enter(purple_account_get_connection(account));
    if (!ma)
        return;
    who = g_strdup(purple_normalize(account, purple_conversation_get_name(conv)));
    if (ma->smileys)
        smileys_show_all(ma, who, conv);
    msnp_pump_leave(ma);
}

static gboolean is_listening;

static void
windows_listen(void)
{
    if (!is_listening)
        purple_signal_connect(purple_conversations_get_handle(), "conversation-created", &is_listening,
                              PURPLE_CALLBACK(window_opened), NULL);
    is_listening = TRUE;
}

void
msnp_smiley_unload(void)
{
    purple_signals_disconnect_by_handle(&is_listening);
    is_listening = FALSE;
}

/* It is announced with every message again. A window that waits for another picture under this shortcut gets the new
 * one instead: it must not be told of a second while the first is open. */
void
msnp_smiley_announced(MsnpAccount *ma, const MsnpAction *action)
{
    Smiley *smiley = smileys_find(smileys_of(ma), action->chat, action->who, action->text);
    PurpleConversation *conv;

    if (!msnp_shortcut_is_usable(action->text)) {
        purple_debug_info("msnp", "%s announces an emoticon that cannot be one\n", action->who);
        return;
    }
    if (smiley && smiley->state != SMILEY_UNSHOWN && !strcmp(smiley->hash, action->name))
        return;
    if (!smiley)
        smiley = smileys_add(ma, action);
    windows_listen();
    smiley_set(smiley, action);
    conv = smiley_window(ma, smiley);
    if (smiley->state == SMILEY_OPEN)
        smiley_fill(ma, smiley);
    else if (conv)
        smiley_show(ma, smiley, conv);
}

/* ---- the user's own ---- */

/* What there is to announce: what has a picture that others can show. Both arrays run side by side. */
static void
own_smileys(GPtrArray *shortcuts, GArray *emoticons)
{
    GList *all = purple_smileys_get_all(), *l;

    for (l = all; l; l = l->next) {
        MsnpEmoticon emoticon = {.shortcut = purple_smiley_get_shortcut(l->data)};
        size_t len = 0;
        MsnpImage image;

        emoticon.data = purple_smiley_get_data(l->data, &len);
        emoticon.len = len;
        if (!emoticon.shortcut || !*emoticon.shortcut || !emoticon.data ||
            !msnp_image_read(emoticon.data, emoticon.len, &image))
            continue;
        g_ptr_array_add(shortcuts, (gpointer) emoticon.shortcut);
        g_array_append_val(emoticons, emoticon);
    }
    g_list_free(all);
}

void
msnp_smiley_announce(MsnpAccount *ma, const char *who, guint chat, const char *text)
{
    g_autoptr(GPtrArray) shortcuts = g_ptr_array_new();
    g_autoptr(GArray) emoticons = g_array_new(FALSE, FALSE, sizeof(MsnpEmoticon));
    MsnpEmoticon announced[ANNOUNCED_MAX];
    guint found[ANNOUNCED_MAX], n, i;

    own_smileys(shortcuts, emoticons);
    n = msnp_shortcuts_find(text, (const char *const *) shortcuts->pdata, shortcuts->len, found, ANNOUNCED_MAX);
    for (i = 0; i < n; i++)
        announced[i] = g_array_index(emoticons, MsnpEmoticon, found[i]);
    if (n > 0)
        msnp_announce_emoticons(ma->session, who ? who : "", chat, announced, n);
}
