/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What libpurple is told of the plugin: the PurplePluginInfo and the protocol table, nothing else.
 */
#include <string.h>
#include <purple.h>
#include "purple/account.h"
#include "purple/buddies.h"
#include "purple/chat.h"
#include "purple/circles.h"
#include "purple/commands.h"
#include "purple/gateway.h"
#include "purple/icon.h"
#include "purple/im.h"
#include "purple/info.h"
#include "purple/invite.h"
#include "purple/menus.h"
#include "purple/nls.h"
#include "purple/offline.h"
#include "purple/options.h"
#include "purple/privacy.h"
#include "purple/request.h"
#include "purple/smiley.h"
#include "purple/status.h"
#include "purple/uri.h"
#include "purple/xfer.h"

/* Older ones have holes that a server or a peer could reach through us: certificates of intermediate authorities were
 * not checked (CVE-2014-3694), entities wrote beyond a buffer (CVE-2017-2640). libpurple itself refuses a plugin that
 * was built for a newer one than it is. */
#if !PURPLE_VERSION_CHECK(2, 12, 0)
#error "libpurple 2.12.0 or newer is needed"
#endif

/* The id of the plugin that Pidgin once had: accounts, buddies and logs of old come back to life. */
#define PLUGIN_ID "prpl-msn"

static const char *
plugin_list_icon(PurpleAccount *account, PurpleBuddy *buddy)
{
    return "msn";
}

/* Called on nearly every look-up: addresses are compared in lower case. */
static const char *
plugin_normalize(const PurpleAccount *account, const char *who)
{
    static char buffer[512];
    char *out = buffer;

    for (; *who && out < buffer + sizeof(buffer) - 1; who++)
        if (*who != ' ')
            *out++ = g_ascii_tolower(*who);
    *out = '\0';
    return buffer;
}

static GHashTable *
plugin_account_text_table(PurpleAccount *account)
{
    GHashTable *table = g_hash_table_new(g_str_hash, g_str_equal);

    /* TRANSLATORS: label of the account name in the account window */
    g_hash_table_insert(table, (gpointer) "login_label", (gpointer) _("Email address"));
    return table;
}

static PurplePluginProtocolInfo protocol = {
    .options = OPT_PROTO_MAIL_CHECK,
    .icon_spec = MSNP_ICON_SPEC,
    .list_icon = plugin_list_icon,
    .list_emblem = msnp_info_emblem,
    .status_text = msnp_info_status_text,
    .tooltip_text = msnp_info_tooltip,
    .get_info = msnp_info_get,
    .blist_node_menu = msnp_menus_node,
    .status_types = msnp_status_types,
    .login = msnp_account_login,
    .close = msnp_account_close,
    .buddy_free = msnp_buddies_freed,
    .send_im = msnp_im_send,
    .send_typing = msnp_im_send_typing,
    .send_attention = msnp_im_send_nudge,
    .get_attention_types = msnp_im_attention_types,
    .chat_info = msnp_circle_list_chat_info,
    .chat_info_defaults = msnp_circle_list_chat_defaults,
    .join_chat = msnp_circle_list_join,
    .get_chat_name = msnp_circle_list_chat_name,
    .find_blist_chat = msnp_circle_list_find_chat,
    .chat_send = msnp_chat_window_send,
    .chat_invite = msnp_chat_window_invite,
    .chat_leave = msnp_chat_window_leave,
    .add_buddy = msnp_request_add,
    .remove_buddy = msnp_request_remove,
    .group_buddy = msnp_request_move,
    .alias_buddy = msnp_request_alias,
    .rename_group = msnp_request_rename_group,
    .remove_group = msnp_request_remove_group,
    .add_permit = msnp_privacy_add_permit,
    .rem_permit = msnp_privacy_rem_permit,
    .add_deny = msnp_privacy_add_deny,
    .rem_deny = msnp_privacy_rem_deny,
    .set_permit_deny = msnp_privacy_set,
    .set_public_alias = msnp_menus_set_alias,
    .get_public_alias = msnp_menus_get_alias,
    .set_status = msnp_status_set,
    .set_idle = msnp_status_set_idle,
    .set_buddy_icon = msnp_icon_set,
    .can_receive_file = msnp_xfer_can_send,
    .new_xfer = msnp_xfer_new,
    .send_file = msnp_xfer_send,
    .normalize = plugin_normalize,
    .offline_message = msnp_offline_is_possible,
    .get_account_text_table = plugin_account_text_table,
    .struct_size = sizeof(PurplePluginProtocolInfo),
};

/* Account options belong to libpurple, which frees them on unload: a reload needs new ones. */
static gboolean
plugin_load(PurplePlugin *plugin)
{
    if (!protocol.protocol_options)
        protocol.protocol_options = msnp_options_list();
    msnp_invite_load(plugin);
    msnp_commands_load();
    msnp_uri_load(plugin);
    return TRUE;
}

/* Whoever unloads a plugin, libpurple leaves its accounts online, to run code that may be gone. */
static void
plugin_disconnect(PurplePlugin *plugin)
{
    g_autoptr(GList) all = g_list_copy(purple_connections_get_all());
    GList *l;

    for (l = all; l; l = l->next) {
        PurpleConnection *gc = l->data;

        if (PURPLE_CONNECTION_IS_VALID(gc) && purple_connection_get_prpl(gc) == plugin &&
            !purple_connection_get_account(gc)->disconnecting)
            purple_account_disconnect(purple_connection_get_account(gc));
    }
}

static gboolean
plugin_unload(PurplePlugin *plugin)
{
    plugin_disconnect(plugin);
    msnp_uri_unload(plugin);
    msnp_commands_unload();
    msnp_smiley_unload();
    msnp_invite_unload(plugin);
    msnp_gateways_unload();
    return TRUE;
}

static PurplePluginInfo info = {
    .magic = PURPLE_PLUGIN_MAGIC,
    .major_version = PURPLE_MAJOR_VERSION,
    .minor_version = PURPLE_MINOR_VERSION,
    .type = PURPLE_PLUGIN_PROTOCOL,
    .priority = PURPLE_PRIORITY_DEFAULT,
    .id = (char *) PLUGIN_ID,
    .name = (char *) "MSN",
    .version = (char *) MSNP_VERSION,
    .homepage = (char *) "",
    .author = (char *) "The purple-msnp developers",
    .load = plugin_load,
    .unload = plugin_unload,
    .extra_info = &protocol,
    .actions = msnp_menus_actions,
};

static void
plugin_init(PurplePlugin *plugin)
{
    msnp_nls_bind(plugin->path);
    /* TRANSLATORS: the plugin, in the list of plugins */
    info.summary = (char *) _("MSN Messenger protocol");
    info.description = (char *) _("Signs in to today's MSN Messenger services: Escargot, CrossTalk, or your "
                                  "own server.");
    protocol.protocol_options = msnp_options_list();
}

PURPLE_INIT_PLUGIN(msnp, plugin_init, info)
