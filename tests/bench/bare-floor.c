/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cheapest way of having things in libpurple: no service, no words to read, nothing to keep.
 * What it puts there is what msnpd's contacts come to. */
#include "bare.h"

#include <string.h>
#include <sys/socket.h>

#define FLOOR_ID "prpl-floor"
#define GROUPS   10

static const char *
list_icon(PurpleAccount *account, PurpleBuddy *buddy)
{
    return "msn";
}

/* Every buddy has one of each in libpurple: these are as many as the plugin has, with as much to
 * them. */
static GList *
status_types(PurpleAccount *account)
{
    static const char *const words[] = {"available", "away",      "brb",     "busy", "phone",
                                        "lunch",     "invisible", "offline", "idle"};
    static const PurpleStatusPrimitive primitives[] = {
        PURPLE_STATUS_AVAILABLE,   PURPLE_STATUS_AWAY,        PURPLE_STATUS_AWAY,
        PURPLE_STATUS_UNAVAILABLE, PURPLE_STATUS_UNAVAILABLE, PURPLE_STATUS_AWAY,
        PURPLE_STATUS_INVISIBLE,   PURPLE_STATUS_OFFLINE,     PURPLE_STATUS_AWAY};
    PurpleStatusType *tune;
    GList *list = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        PurpleStatusType *type = purple_status_type_new_with_attrs(
            primitives[i], words[i], NULL, TRUE, TRUE, FALSE, "message", "Message",
            purple_value_new(PURPLE_TYPE_STRING), NULL);
        list = g_list_append(list, type);
    }
    tune = purple_status_type_new_with_attrs(
        PURPLE_STATUS_TUNE, "tune", NULL, FALSE, FALSE, TRUE, PURPLE_TUNE_ARTIST, "Artist",
        purple_value_new(PURPLE_TYPE_STRING), PURPLE_TUNE_ALBUM, "Album",
        purple_value_new(PURPLE_TYPE_STRING), PURPLE_TUNE_TITLE, "Title",
        purple_value_new(PURPLE_TYPE_STRING), "game", "Game", purple_value_new(PURPLE_TYPE_STRING),
        "office", "Office", purple_value_new(PURPLE_TYPE_STRING), NULL);
    return g_list_append(list, tune);
}

static void
login(PurpleAccount *account)
{
    purple_connection_set_state(purple_account_get_connection(account), PURPLE_CONNECTED);
}

static void
close_connection(PurpleConnection *gc)
{
}

static PurplePluginProtocolInfo protocol = {
    .options = OPT_PROTO_NO_PASSWORD,
    .icon_spec = NO_BUDDY_ICONS,
    .list_icon = list_icon,
    .status_types = status_types,
    .login = login,
    .close = close_connection,
    .struct_size = sizeof protocol,
};

static PurplePluginInfo info = {
    .magic = PURPLE_PLUGIN_MAGIC,
    .major_version = PURPLE_MAJOR_VERSION,
    .minor_version = PURPLE_MINOR_VERSION,
    .type = PURPLE_PLUGIN_PROTOCOL,
    .priority = PURPLE_PRIORITY_DEFAULT,
    .id = (char *) FLOOR_ID,
    .name = (char *) "Floor",
    .version = (char *) "0",
    .summary = (char *) "",
    .description = (char *) "",
    .extra_info = &protocol,
};

void
floor_register(void)
{
    PurplePlugin *plugin = purple_plugin_new(TRUE, NULL);
    plugin->info = &info;
    purple_plugin_register(plugin);
}

PurpleAccount *
floor_join(void)
{
    PurpleAccount *account = purple_account_new("floor", FLOOR_ID);
    purple_accounts_add(account);
    purple_account_set_enabled(account, purple_core_get_ui(), TRUE);
    return account;
}

/* -- contacts -----------------------------------------------------------------------------------
 */

static const char *
handle_of(guint number)
{
    static char handle[40];
    g_snprintf(handle, sizeof handle, "contact%05u@example.test", number);
    return handle;
}

/* Behind the last one: libpurple would look for it from the first one on. */
static void
add_contact(PurpleAccount *account, PurpleGroup *group, PurpleBlistNode **last, guint number)
{
    char name[40];
    PurpleBuddy *buddy = purple_buddy_new(account, handle_of(number), NULL);
    PurpleContact *contact = purple_contact_new();
    g_snprintf(name, sizeof name, "Contact %u", number);
    purple_blist_add_contact(contact, group, *last);
    purple_blist_add_buddy(buddy, contact, group, NULL);
    purple_blist_server_alias_buddy(buddy, name);
    *last = (PurpleBlistNode *) contact;
}

void
floor_contacts(PurpleAccount *account, guint count)
{
    PurpleGroup *groups[GROUPS];
    PurpleBlistNode *last[GROUPS] = {NULL};
    for (guint i = 0; i < GROUPS; i++) {
        g_autofree char *name = g_strdup_printf("Group %u", i + 1);
        groups[i] = purple_group_new(name);
        purple_blist_add_group(groups[i], NULL);
    }
    for (guint number = 1; number <= count; number++) {
        guint group = number % GROUPS;
        add_contact(account, groups[group], &last[group], number);
    }
    for (guint number = 1; number <= count; number += 2) {
        purple_prpl_got_user_status(account, handle_of(number),
                                    number % 3 == 0 ? "away" : "available", NULL);
    }
}

void
floor_statuses(PurpleAccount *account, guint count)
{
    guint online = bare_counts.online;
    for (guint i = 0; i < count; i++) {
        purple_prpl_got_user_status(account, handle_of(i % online * 2 + 1),
                                    i / online % 2 == 0 ? "busy" : "away", NULL);
    }
}

/* -- messages -----------------------------------------------------------------------------------
 */

const char *floor_text = "";

void
floor_messages(PurpleAccount *account, guint count)
{
    PurpleConnection *gc = purple_account_get_connection(account);
    for (guint i = 0; i < count; i++) {
        serv_got_im(gc, handle_of(1), floor_text, PURPLE_MESSAGE_RECV, 1);
    }
}

static void
nothing_came(gpointer data, int fd, PurpleInputCondition condition)
{
}

void
floor_talks(PurpleAccount *account, guint count)
{
    PurpleConnection *gc = purple_account_get_connection(account);
    for (guint i = 0; i < count; i++) {
        int ends[2];
        serv_got_im(gc, handle_of(i * 2 + 1), floor_text, PURPLE_MESSAGE_RECV, 1);
        g_assert(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
        purple_input_add(ends[0], PURPLE_INPUT_READ, nothing_came, NULL);
    }
}
