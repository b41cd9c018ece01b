/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Links such as msnim:chat?contact=friend@example.com. Knows what they may ask for and which account is meant; never
 * does more than open a window: a web page is not the user.
 */
#include "purple/uri.h"

#include <string.h>
#include "purple/account.h"
#include "purple/nls.h"

/* The longest address in a link, as the session takes it. */
#define ADDRESS_MAX 320

/* ---- what stands in a link ---- */

static gboolean
uri_is_printable(const char *text)
{
    for (; *text; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);

        if (!g_unichar_isgraph(c) || g_unichar_isspace(c) || strchr("\"<>", (int) MIN(c, 0x7f)))
            return FALSE;
    }
    return TRUE;
}

/* The address of that name in the link, the caller's; NULL if there is none, or none that can be one. */
static char *
uri_address(GHashTable *params, const char *name)
{
    const char *escaped = params ? g_hash_table_lookup(params, name) : NULL;
    g_autofree char *address = NULL;
    const char *at;

    if (!escaped || strlen(escaped) > 3 * ADDRESS_MAX)
        return NULL;
    address = g_uri_unescape_string(escaped, NULL);
    if (!address || strlen(address) > ADDRESS_MAX || !g_utf8_validate(address, -1, NULL) || !uri_is_printable(address))
        return NULL;
    at = strchr(address, '@');
    if (!at || at == address || !at[1] || strchr(at + 1, '@'))
        return NULL;
    return g_steal_pointer(&address);
}

/* ---- which account ---- */

static gboolean
uri_is_online(PurpleConnection *gc, PurplePlugin *plugin)
{
    MsnpAccount *ma = purple_connection_get_prpl(gc) == plugin ? msnp_account_of(gc) : NULL;

    return ma && ma->session && msnp_session_is_online(ma->session);
}

static gboolean
uri_is_of(PurpleAccount *account, const char *address)
{
    g_autofree char *own = g_strdup(purple_normalize(account, purple_account_get_username(account)));

    return strcmp(own, purple_normalize(account, address)) == 0;
}

/* The account that the link names, else the first that has the contact, else the first; NULL: not online. */
static PurpleAccount *
uri_account(PurplePlugin *plugin, const char *named, const char *contact)
{
    PurpleAccount *first = NULL;
    GList *l;

    for (l = purple_connections_get_all(); l; l = l->next) {
        PurpleAccount *account = purple_connection_get_account(l->data);

        if (!uri_is_online(l->data, plugin) || (named && !uri_is_of(account, named)))
            continue;
        if (purple_find_buddy(account, contact))
            return account;
        if (!first)
            first = account;
    }
    return first;
}

/* ---- what a link does ---- */

static void
uri_chat(PurpleAccount *account, const char *contact)
{
    purple_conversation_present(purple_conversation_new(PURPLE_CONV_TYPE_IM, account, contact));
}

/* The window in which the user says yes or no. */
static void
uri_add(PurpleAccount *account, const char *contact)
{
    purple_blist_request_add_buddy(account, contact, NULL, NULL);
}

static const struct {
    const char *command;
    void (*act)(PurpleAccount *account, const char *contact);
} commands[] = {
    {"chat", uri_chat}, {"voice", uri_chat}, {"video", uri_chat}, {"add", uri_add},
};

static guint
uri_command(const char *command)
{
    guint i = 0;

    while (i < G_N_ELEMENTS(commands) && g_ascii_strcasecmp(command, commands[i].command) != 0)
        i++;
    return i;
}

static void
uri_refuse(PurplePlugin *plugin, const char *why)
{
    /* TRANSLATORS: title of a message about a link such as msnim:chat?contact=name@example.com */
    purple_notify_error(plugin, NULL, _("The link could not be opened."), why);
}

/* libpurple's signal "uri-handler": TRUE if it is ours. params is NULL if there are none. */
static gboolean
uri_handle(const char *scheme, const char *command, GHashTable *params, PurplePlugin *plugin)
{
    g_autofree char *contact = uri_address(params, "contact"), *named = uri_address(params, "account");
    guint i = uri_command(command);
    PurpleAccount *account;

    if (g_ascii_strcasecmp(scheme, "msnim") != 0)
        return FALSE;
    if (i == G_N_ELEMENTS(commands) || !contact || (g_hash_table_contains(params, "account") && !named)) {
        /* TRANSLATORS: why a link that was clicked did nothing */
        uri_refuse(plugin, _("It is not a link to somebody on MSN."));
        return TRUE;
    }
    account = uri_account(plugin, named, contact);
    if (account)
        commands[i].act(account, contact);
    else
        /* TRANSLATORS: why a link that was clicked did nothing */
        uri_refuse(plugin, _("No MSN account that could open it is online. Sign in, then try again."));
    return TRUE;
}

void
msnp_uri_load(PurplePlugin *plugin)
{
    purple_signal_connect(purple_get_core(), "uri-handler", plugin, PURPLE_CALLBACK(uri_handle), plugin);
}

void
msnp_uri_unload(PurplePlugin *plugin)
{
    purple_signal_disconnect(purple_get_core(), "uri-handler", plugin, PURPLE_CALLBACK(uri_handle));
    purple_notify_close_with_handle(plugin);
}
