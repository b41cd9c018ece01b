/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes down what happens in conversations and on the buddy list. Changes nothing. */
#include "rig-ui.h"
#include "rig-event.h"

#include <purple.h>

static const struct {
    PurpleMessageFlags flag;
    const char *name;
} flag_names[] = {
    {PURPLE_MESSAGE_SEND, "send"},
    {PURPLE_MESSAGE_RECV, "recv"},
    {PURPLE_MESSAGE_SYSTEM, "system"},
    {PURPLE_MESSAGE_AUTO_RESP, "auto"},
    {PURPLE_MESSAGE_NICK, "nick"},
    {PURPLE_MESSAGE_NO_LOG, "no-log"},
    {PURPLE_MESSAGE_WHISPER, "whisper"},
    {PURPLE_MESSAGE_ERROR, "error"},
    {PURPLE_MESSAGE_DELAYED, "delayed"},
    {PURPLE_MESSAGE_RAW, "raw"},
    {PURPLE_MESSAGE_IMAGES, "images"},
    {PURPLE_MESSAGE_NOTIFY, "notify"},
    {PURPLE_MESSAGE_NO_LINKIFY, "no-linkify"},
    {PURPLE_MESSAGE_REMOTE_SEND, "remote-send"},
};

static char *
flags_print(PurpleMessageFlags flags)
{
    GString *text = g_string_new("");
    for (guint i = 0; i < G_N_ELEMENTS(flag_names); i++) {
        if (flags & flag_names[i].flag) {
            g_string_append_printf(text, "%s%s", text->len > 0 ? "," : "", flag_names[i].name);
        }
    }
    return g_string_free(text, FALSE);
}

static const char *
kind_of(PurpleMessageFlags flags)
{
    return flags & PURPLE_MESSAGE_ERROR    ? "im-error"
           : flags & PURPLE_MESSAGE_SYSTEM ? "system"
           : flags & PURPLE_MESSAGE_SEND   ? "sent"
                                           : "im";
}

/* The first picture in a message as it is in libpurple's store now, where windows get it from: its
 * SHA-1, or "". Caller frees. */
static char *
picture_sum(const char *message)
{
    static const char tag[] = "<img id=\"";
    const char *at = strstr(message, tag);
    PurpleStoredImage *image =
        at != NULL ? purple_imgstore_find_by_id(atoi(at + strlen(tag))) : NULL;
    return image == NULL ? g_strdup("")
                         : g_compute_checksum_for_data(G_CHECKSUM_SHA1,
                                                       purple_imgstore_get_data(image),
                                                       purple_imgstore_get_size(image));
}

static void
write_conv(PurpleConversation *conv, const char *name, const char *alias, const char *message,
           PurpleMessageFlags flags, time_t when)
{
    PurpleAccount *account = purple_conversation_get_account(conv);
    g_autofree char *flag_text = flags_print(flags);
    g_autofree char *time_text = g_strdup_printf("%ld", (long) when);
    g_autofree char *picture = picture_sum(message);
    gboolean chat = purple_conversation_get_type(conv) == PURPLE_CONV_TYPE_CHAT;
    rig_record(account, kind_of(flags), "account", purple_account_get_username(account), "who",
               purple_conversation_get_name(conv), "from", name, "alias", alias, "text", message,
               "flags", flag_text, "time", time_text, "conv", chat ? "chat" : "im", "picture",
               picture, NULL);
}

static void
chat_opened(PurpleConversation *conv)
{
    PurpleAccount *account = purple_conversation_get_account(conv);
    if (purple_conversation_get_type(conv) == PURPLE_CONV_TYPE_CHAT) {
        rig_record(account, "chat", "account", purple_account_get_username(account), "who",
                   purple_conversation_get_name(conv), NULL);
    }
}

static void
record_user(PurpleConversation *conv, const char *kind, const char *user, gboolean is_new)
{
    PurpleAccount *account = purple_conversation_get_account(conv);
    rig_record(account, kind, "account", purple_account_get_username(account), "who",
               purple_conversation_get_name(conv), "user", user, "new", is_new ? "1" : "0", NULL);
}

static void
chat_add_users(PurpleConversation *conv, GList *users, gboolean is_new)
{
    for (GList *l = users; l != NULL; l = l->next) {
        const PurpleConvChatBuddy *user = l->data;
        record_user(conv, "chat-in", user->name, is_new);
    }
}

static void
chat_remove_users(PurpleConversation *conv, GList *users)
{
    for (GList *l = users; l != NULL; l = l->next) {
        record_user(conv, "chat-out", l->data, FALSE);
    }
}

static void
record_who(PurpleAccount *account, const char *kind, const char *who, const char *key,
           const char *value)
{
    rig_record(account, kind, "account", purple_account_get_username(account), "who", who, key,
               value, NULL);
}

static void
typing(PurpleAccount *account, const char *who, gpointer state)
{
    record_who(account, "typing", who, "state", state);
}

static void
nudged(PurpleAccount *account, const char *who, PurpleConversation *conv, guint type, gpointer data)
{
    g_autofree char *number = g_strdup_printf("%u", type);
    record_who(account, "nudge", who, "type", number);
}

/* -- custom emoticons: a window that wants each of them once -------------------------------------
 */

static void
record_smiley(PurpleConversation *conv, const char *deed, const char *shortcut, const guchar *data,
              gsize size)
{
    PurpleAccount *account = purple_conversation_get_account(conv);
    gboolean chat = purple_conversation_get_type(conv) == PURPLE_CONV_TYPE_CHAT;
    g_autofree char *length = g_strdup_printf("%u", (guint) size);
    g_autofree char *sum =
        data != NULL ? g_compute_checksum_for_data(G_CHECKSUM_SHA1, data, size) : NULL;
    rig_record(account, "smiley", "account", purple_account_get_username(account), "who",
               purple_conversation_get_name(conv), "conv", chat ? "chat" : "im", "deed", deed,
               "shortcut", shortcut, "size", length, "sum", sum, NULL);
}

/* Adding twice without closing, or closing what is not open, is what the rig notices. */
static gboolean
smiley_open(PurpleConversation *conv, const char *shortcut, gboolean open)
{
    g_autofree char *key = g_strconcat("smiley-open-", shortcut, NULL);
    gboolean was = purple_conversation_get_data(conv, key) != NULL;
    purple_conversation_set_data(conv, key, open ? conv : NULL);
    return was;
}

static gboolean
smiley_add(PurpleConversation *conv, const char *shortcut, gboolean remote)
{
    if (smiley_open(conv, shortcut, TRUE)) {
        rig_fail("the emoticon %s is added twice", shortcut);
    }
    record_smiley(conv, "add", shortcut, NULL, 0);
    return TRUE;
}

static void
smiley_write(PurpleConversation *conv, const char *shortcut, const guchar *data, gsize size)
{
    record_smiley(conv, "write", shortcut, data, size);
}

static void
smiley_close(PurpleConversation *conv, const char *shortcut)
{
    if (!smiley_open(conv, shortcut, FALSE)) {
        rig_fail("the emoticon %s is closed and was not open", shortcut);
    }
    record_smiley(conv, "close", shortcut, NULL, 0);
}

/* -- buddies ------------------------------------------------------------------------------------
 */

static void
buddy_event(PurpleBuddy *buddy, gpointer kind)
{
    PurpleGroup *group = purple_buddy_get_group(buddy);
    record_who(purple_buddy_get_account(buddy), kind, purple_buddy_get_name(buddy), "group",
               group != NULL ? purple_group_get_name(group) : NULL);
}

static void
buddy_status(PurpleBuddy *buddy, PurpleStatus *was, PurpleStatus *is, gpointer data)
{
    PurpleAccount *account = purple_buddy_get_account(buddy);
    rig_record(account, "buddy-status", "account", purple_account_get_username(account), "who",
               purple_buddy_get_name(buddy), "was", purple_status_get_id(was), "status",
               purple_status_get_id(is), NULL);
}

static void
buddy_idle(PurpleBuddy *buddy, gboolean was, gboolean is, gpointer data)
{
    record_who(purple_buddy_get_account(buddy), "buddy-idle", purple_buddy_get_name(buddy), "idle",
               is ? "1" : "0");
}

static void
node_aliased(PurpleBlistNode *node, const char *was, gpointer data)
{
    if (PURPLE_BLIST_NODE_IS_BUDDY(node)) {
        PurpleBuddy *buddy = PURPLE_BUDDY(node);
        record_who(purple_buddy_get_account(buddy), "buddy-alias", purple_buddy_get_name(buddy),
                   "alias", purple_buddy_get_alias(buddy));
    }
}

/* The picture as it is now; sum is what its bytes really are. */
static void
buddy_icon(PurpleBuddy *buddy, gpointer data)
{
    PurpleBuddyIcon *icon = purple_buddy_get_icon(buddy);
    PurpleAccount *account = purple_buddy_get_account(buddy);
    size_t size = 0;
    gconstpointer bytes = icon != NULL ? purple_buddy_icon_get_data(icon, &size) : NULL;
    g_autofree char *length = g_strdup_printf("%u", (guint) size);
    g_autofree char *sum =
        bytes != NULL ? g_compute_checksum_for_data(G_CHECKSUM_SHA1, bytes, size) : NULL;
    rig_record(account, "icon", "account", purple_account_get_username(account), "who",
               purple_buddy_get_name(buddy), "size", length, "sum", sum, "checksum",
               icon != NULL ? purple_buddy_icon_get_checksum(icon) : NULL, NULL);
}

/* The window in which a user adds somebody opens: nothing is added by itself. */
static void
request_add_buddy(PurpleAccount *account, const char *who, const char *group, const char *alias)
{
    rig_record(account, "request", "account", purple_account_get_username(account), "type",
               "add-buddy", "who", who, "group", group, "alias", alias, NULL);
}

/* No buddy-list face at all would mean no blist.xml: nearly an empty one is enough. */
static PurpleBlistUiOps blist_ops = {.request_add_buddy = request_add_buddy};

void
rig_talk_install(void)
{
    static PurpleConversationUiOps conversations = {.create_conversation = chat_opened,
                                                    .write_conv = write_conv,
                                                    .chat_add_users = chat_add_users,
                                                    .chat_remove_users = chat_remove_users,
                                                    .custom_smiley_add = smiley_add,
                                                    .custom_smiley_write = smiley_write,
                                                    .custom_smiley_close = smiley_close};
    purple_conversations_set_ui_ops(&conversations);
    purple_blist_set_ui_ops(&blist_ops);
}

static void
on(void *instance, const char *signal, PurpleCallback callback, const char *data)
{
    static char handle;
    purple_signal_connect(instance, signal, &handle, callback, (gpointer) data);
}

void
rig_talk_connect_signals(void)
{
    void *conversations = purple_conversations_get_handle();
    void *blist = purple_blist_get_handle();
    on(conversations, "buddy-typing", PURPLE_CALLBACK(typing), "typing");
    on(conversations, "buddy-typed", PURPLE_CALLBACK(typing), "typed");
    on(conversations, "buddy-typing-stopped", PURPLE_CALLBACK(typing), "none");
    on(conversations, "got-attention", PURPLE_CALLBACK(nudged), NULL);
    on(blist, "buddy-signed-on", PURPLE_CALLBACK(buddy_event), "buddy-on");
    on(blist, "buddy-signed-off", PURPLE_CALLBACK(buddy_event), "buddy-off");
    on(blist, "buddy-added", PURPLE_CALLBACK(buddy_event), "buddy-added");
    on(blist, "buddy-removed", PURPLE_CALLBACK(buddy_event), "buddy-removed");
    on(blist, "buddy-status-changed", PURPLE_CALLBACK(buddy_status), NULL);
    on(blist, "buddy-idle-changed", PURPLE_CALLBACK(buddy_idle), NULL);
    on(blist, "blist-node-aliased", PURPLE_CALLBACK(node_aliased), NULL);
    on(blist, "buddy-icon-changed", PURPLE_CALLBACK(buddy_icon), NULL);
}
