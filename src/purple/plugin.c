/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What libpurple is told of the plugin: the PurplePluginInfo and the protocol table, nothing else.
 */
#include <string.h>
#include <purple.h>
#include "purple/account.h"
#include "purple/blist.h"
#include "purple/im.h"
#include "purple/nls.h"
#include "purple/options.h"
#include "purple/status.h"

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

static char *
plugin_status_text(PurpleBuddy *buddy)
{
    PurpleStatus *status = purple_presence_get_active_status(purple_buddy_get_presence(buddy));

    if (!purple_presence_is_online(purple_buddy_get_presence(buddy)) || purple_status_is_available(status))
        return NULL;
    return g_markup_escape_text(purple_status_get_name(status), -1);
}

static void
plugin_tooltip_text(PurpleBuddy *buddy, PurpleNotifyUserInfo *info, gboolean full)
{
    PurplePresence *presence = purple_buddy_get_presence(buddy);

    if (purple_presence_is_online(presence))
        /* TRANSLATORS: label in a tooltip, before a status such as "Busy" */
        purple_notify_user_info_add_pair_plaintext(
            info, _("Status"), purple_status_get_name(purple_presence_get_active_status(presence)));
}

static gboolean
plugin_offline_message(const PurpleBuddy *buddy)
{
    return FALSE;
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
    .icon_spec = NO_BUDDY_ICONS,
    .list_icon = plugin_list_icon,
    .status_text = plugin_status_text,
    .tooltip_text = plugin_tooltip_text,
    .status_types = msnp_status_types,
    .login = msnp_account_login,
    .close = msnp_account_close,
    .send_im = msnp_im_send,
    .send_typing = msnp_im_send_typing,
    .set_status = msnp_status_set,
    .set_idle = msnp_status_set_idle,
    .normalize = plugin_normalize,
    .offline_message = plugin_offline_message,
    .get_account_text_table = plugin_account_text_table,
    .struct_size = sizeof(PurplePluginProtocolInfo),
};

/* Account options belong to libpurple, which frees them on unload: a reload needs new ones. */
static gboolean
plugin_load(PurplePlugin *plugin)
{
    if (!protocol.protocol_options)
        protocol.protocol_options = msnp_options_list();
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
    .extra_info = &protocol,
};

static void
plugin_init(PurplePlugin *plugin)
{
    bindtextdomain(GETTEXT_PACKAGE, LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    info.summary = (char *) _("MSN Messenger protocol");
    info.description = (char *) _("Signs in to today's MSN Messenger services: Escargot, CrossTalk, or your "
                                  "own server.");
    protocol.protocol_options = msnp_options_list();
}

PURPLE_INIT_PLUGIN(msnp, plugin_init, info)
