/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows which token opens what, for whom and how long; how they travel is others' business. */
#include "tokens.h"

#include <string.h>

#include "client.h"
#include "options.h"
#include "passport.h"

#define TOKEN_SECONDS 86400
#define FILLER        "EwCYAZY5BAAUiNGmsnpd"

typedef struct {
    Account *account;
    const TokenService *service;
    char *secret;
    gint64 expires;
} Token;

/* clang-format off */
static const TokenService services[] = {
    { "http://Passport.NET/tb",       "" },
    { "messengerclear.live.com",      "MBI_KEY_OLD MBI_KEY" },
    { "messenger.msn.com",            "?" },
    { "contacts.msn.com",             "MBI ?" },
    { "messengersecure.live.com",     "MBI_SSL" },
    { "storage.msn.com",              "MBI MBI_SSL" },
    { "storage.live.com",             "MBI" },
    { "spaces.live.com",              "MBI" },
    { "sup.live.com",                 "MBI" },
    { "voice.messenger.msn.com",      "?" },
    { "directory.services.live.com",  "MBI" },
    { "livecontacts.live.com",        "MBI" },
    { "rpstauth.live.com",            "MBI" },
};
/* clang-format on */

static GHashTable *tokens;

static void
token_free(gpointer data)
{
    Token *token = data;

    g_free(token->secret);
    g_free(token);
}

const TokenService *
token_service(const char *address)
{
    for (guint i = 0; i < G_N_ELEMENTS(services); i++)
        if (strcmp(services[i].address, address) == 0)
            return &services[i];
    return NULL;
}

gboolean
token_policy_right(const TokenService *service, const char *policy)
{
    g_auto(GStrv) known = g_strsplit(service->policies, " ", -1);

    if (policy == NULL)
        return service->policies[0] == '\0';
    if (policy[0] == '?')
        return g_strv_contains((const char *const *) known, "?");
    return g_strv_contains((const char *const *) known, policy);
}

/* Living services have one and the same ticket for everything; only its first 20 characters count.
 */
static char *
token_text(void)
{
    if (options()->living)
        return g_strdup_printf("%08x%08x%04x", g_random_int(), g_random_int(),
                               g_random_int() & 0xffff);
    return g_strdup_printf("t=" FILLER "%08x+%08x/%08x&p=", g_random_int(), g_random_int(),
                           g_random_int());
}

const char *
token_new(Account *account, const TokenService *service, const char *secret)
{
    Token *token = g_new0(Token, 1);
    char *text = token_text();

    if (tokens == NULL)
        tokens = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, token_free);
    token->account = account;
    token->service = service;
    token->secret = g_strdup(secret);
    token->expires = g_get_monotonic_time() + (gint64) TOKEN_SECONDS * G_USEC_PER_SEC;
    g_hash_table_replace(tokens, text, token);
    return text;
}

/* Without "t=" and filler, as living services read it. */
static char *
token_key(const char *text)
{
    if (!options()->living)
        return g_strdup(text);
    return g_strndup(g_str_has_prefix(text, "t=") ? text + 2 : text, 20);
}

static Token *
token_find(const char *text)
{
    g_autofree char *key = token_key(text);

    return tokens != NULL ? g_hash_table_lookup(tokens, key) : NULL;
}

/* A ticket of Passport opens the services while the session that it began is there. */
static TokenState
ticket_check(const char *text, Account **account)
{
    g_autofree char *ticket = token_key(text);
    const char *key = passport_ticket_owner(ticket);
    Account *owner = key != NULL ? world_find(key) : NULL;

    if (owner == NULL)
        return TOKEN_UNKNOWN;
    *account = owner;
    return owner->client != NULL ? TOKEN_GOOD : TOKEN_EXPIRED;
}

TokenState
token_check(const char *text, const char *address, const char *other, Account **account)
{
    const Token *token = token_find(text);

    if (token == NULL)
        return ticket_check(text, account);
    if (!options()->living && strcmp(token->service->address, address) != 0 &&
        g_strcmp0(token->service->address, other) != 0)
        return TOKEN_OTHER_SERVICE;
    *account = token->account;
    return token->expires >= g_get_monotonic_time() ? TOKEN_GOOD : TOKEN_EXPIRED;
}

const char *
token_secret(const char *text)
{
    const Token *token = token_find(text);

    return token != NULL ? token->secret : NULL;
}

void
tokens_expire(const Account *account)
{
    GHashTableIter iter;
    gpointer value;

    if (tokens == NULL)
        return;
    g_hash_table_iter_init(&iter, tokens);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Token *token = value;

        if (token->account == account)
            token->expires = 0;
    }
}

void
tokens_clear(void)
{
    g_clear_pointer(&tokens, g_hash_table_unref);
}
