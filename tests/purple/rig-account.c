/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a user does with an account: add it, sign in, talk, look at the list. */
#include "rig.h"
#include "rig-secrets.h"

#include <string.h>

#define PLUGIN_ID "prpl-msn"

/* -- accounts -----------------------------------------------------------------------------------
 */

void
rig_trust(const RigServer *server, const char *host)
{
    g_autofree char *text = NULL;
    g_autofree char *name = g_strconcat("certificates/x509/tls_peers/", host, NULL);
    rig_check(g_file_get_contents(rig_server_cert(server), &text, NULL, NULL));
    rig_profile_write(name, text);
}

void
rig_account_point(PurpleAccount *account, const RigServer *server)
{
    g_autofree char *nexus =
        g_strdup_printf("https://127.0.0.1:%u/rdr/pprdr.asp", rig_server_https_port(server));
    purple_account_set_string(account, "service", "custom");
    purple_account_set_string(account, "server", "127.0.0.1");
    purple_account_set_int(account, "port", rig_server_ns_port(server));
    purple_account_set_string(account, "nexus_url", nexus);
    purple_account_set_string(account, "dialect", rig_dialect());
}

PurpleAccount *
rig_account(RigServer *server, const char *mail)
{
    rig_start();
    rig_trust(server, "127.0.0.1");
    PurpleAccount *account = purple_account_new(mail, PLUGIN_ID);
    purple_account_set_remember_password(account, TRUE);
    purple_account_set_password(account, rig_password(mail));
    rig_secrets_add(rig_password(mail));
    rig_account_point(account, server);
    purple_accounts_add(account);
    return account;
}

void
rig_account_proxy(PurpleAccount *account, PurpleProxyType type, guint16 port, const char *user,
                  const char *password)
{
    PurpleProxyInfo *info = purple_proxy_info_new();
    purple_proxy_info_set_type(info, type);
    purple_proxy_info_set_host(info, "127.0.0.1");
    purple_proxy_info_set_port(info, port);
    purple_proxy_info_set_username(info, user);
    purple_proxy_info_set_password(info, password);
    purple_account_set_proxy_info(account, info);
}

void
rig_enable(PurpleAccount *account)
{
    purple_account_set_enabled(account, purple_core_get_ui(), TRUE);
}

static gboolean
is_disconnected(gpointer account)
{
    return purple_account_is_disconnected(account);
}

void
rig_disable(PurpleAccount *account)
{
    purple_account_set_enabled(account, purple_core_get_ui(), FALSE);
    rig_wait("the account to be disconnected", is_disconnected, account);
}

void
rig_go_online(PurpleAccount *account)
{
    rig_enable(account);
    rig_expect(account, "connected");
}

PurpleAccount *
rig_sign_in(RigServer *server, const char *mail)
{
    PurpleAccount *account = rig_account(server, mail);
    rig_go_online(account);
    return account;
}

PurpleAccount *
rig_sign_in_as(RigServer *server, const char *mail, const char *dialect)
{
    PurpleAccount *account = rig_account(server, mail);
    purple_account_set_string(account, "dialect", dialect);
    rig_go_online(account);
    return account;
}

void
rig_sign_in_friends(RigServer *server, PurpleAccount **alice, PurpleAccount **bob)
{
    *alice = rig_sign_in(server, ALICE);
    *bob = rig_sign_in(server, BOB);
    rig_expect_buddy(*alice, BOB, "online=1");
    rig_expect_buddy(*bob, ALICE, "online=1");
}

const RigEvent *
rig_expect_error_full(const char *where, PurpleAccount *account, const char *reason,
                      const char *text)
{
    g_autofree char *is_reason = g_strconcat("reason=", reason, NULL);
    g_autofree char *has_text = g_strconcat("text=", text, NULL);
    const RigEvent *event =
        rig_expect_full(where, TRUE, account, "error", is_reason, has_text, NULL);
    rig_wait_full(where, "the account to be disconnected", is_disconnected, account);
    return event;
}

void
rig_set_status(PurpleAccount *account, const char *id, const char *message)
{
    if (message != NULL) {
        purple_account_set_status(account, id, TRUE, "message", message, NULL);
    } else {
        purple_account_set_status(account, id, TRUE, NULL);
    }
}

/* -- people -------------------------------------------------------------------------------------
 */

typedef struct {
    PurpleAccount *account;
    const char *who;
    const char *patterns[8];
} Portrait;

static char *
trait(PurpleBuddy *buddy, const char *key)
{
    PurplePresence *presence = purple_buddy_get_presence(buddy);
    PurpleGroup *group = purple_buddy_get_group(buddy);
    if (strcmp(key, "status") == 0) {
        return g_strdup(purple_status_get_id(purple_presence_get_active_status(presence)));
    } else if (strcmp(key, "online") == 0) {
        return g_strdup(purple_presence_is_online(presence) ? "1" : "0");
    } else if (strcmp(key, "idle") == 0) {
        return g_strdup(purple_presence_is_idle(presence) ? "1" : "0");
    } else if (strcmp(key, "alias") == 0) {
        return g_strdup(purple_buddy_get_server_alias(buddy));
    } else if (strcmp(key, "shown") == 0) {
        return g_strdup(purple_buddy_get_alias(buddy));
    } else if (strcmp(key, "group") == 0) {
        return g_strdup(group != NULL ? purple_group_get_name(group) : "");
    }
    rig_fail("a buddy has no \"%s\"", key);
}

/* The buddy may be in several groups: one of them has to fit. */
static gboolean
looks_like(PurpleBuddy *buddy, const Portrait *portrait)
{
    for (guint i = 0; portrait->patterns[i] != NULL; i++) {
        const char *equals = strchr(portrait->patterns[i], '=');
        g_autofree char *key =
            g_strndup(portrait->patterns[i], (gsize) (equals - portrait->patterns[i]));
        g_autofree char *value = trait(buddy, key);
        if (!g_pattern_match_simple(equals + 1, value != NULL ? value : "")) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
has_portrait(gpointer data)
{
    const Portrait *portrait = data;
    gboolean found = FALSE;
    GSList *buddies = purple_find_buddies(portrait->account, portrait->who);
    for (GSList *l = buddies; l != NULL; l = l->next) {
        found |= looks_like(l->data, portrait);
    }
    g_slist_free(buddies);
    return found;
}

static char *
portrait_describe(const Portrait *portrait)
{
    GString *text = g_string_new(portrait->who);
    for (guint i = 0; portrait->patterns[i] != NULL; i++) {
        g_string_append_printf(text, " %s", portrait->patterns[i]);
    }
    return g_string_free(text, FALSE);
}

void
rig_expect_buddy_full(const char *where, PurpleAccount *account, const char *who, ...)
{
    Portrait portrait = {.account = account, .who = who};
    va_list patterns;
    va_start(patterns, who);
    for (guint i = 0; (portrait.patterns[i] = va_arg(patterns, const char *)) != NULL; i++) {
        g_assert(i + 2 < G_N_ELEMENTS(portrait.patterns));
    }
    va_end(patterns);
    g_autofree char *what = portrait_describe(&portrait);
    rig_wait_full(where, what, has_portrait, &portrait);
}

guint
rig_buddy_count(PurpleAccount *account)
{
    GSList *buddies = purple_find_buddies(account, NULL);
    guint count = g_slist_length(buddies);
    g_slist_free(buddies);
    return count;
}

/* -- talk ---------------------------------------------------------------------------------------
 */

static PurpleConvIm *
window(PurpleAccount *account, const char *who)
{
    PurpleConversation *conv =
        purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, account);
    if (conv == NULL) {
        conv = purple_conversation_new(PURPLE_CONV_TYPE_IM, account, who);
    }
    return purple_conversation_get_im_data(conv);
}

void
rig_say_markup(PurpleAccount *account, const char *who, const char *markup)
{
    purple_conv_im_send(window(account, who), markup);
}

void
rig_say(PurpleAccount *account, const char *who, const char *text)
{
    g_autofree char *escaped = g_markup_escape_text(text, -1);
    g_autofree char *markup = purple_strdup_withhtml(escaped);
    rig_say_markup(account, who, markup);
}

void
rig_type(PurpleAccount *account, const char *who, PurpleTypingState state)
{
    window(account, who);
    serv_send_typing(purple_account_get_connection(account), who, state);
}

void
rig_close_window(PurpleAccount *account, const char *who)
{
    PurpleConversation *conv =
        purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, account);
    if (conv != NULL) {
        purple_conversation_destroy(conv);
    }
}
