/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows USR SSO: policy and nonce, ticket, response and machine. */
#include "ns.h"

#include <string.h>

#include "circles.h"
#include "log.h"
#include "mbi.h"
#include "tokens.h"
#include "verbs.h"

#define CLEAR "messengerclear.live.com"

static char *
new_nonce(void)
{
    guint8 bytes[48];

    if (options()->nonce != NULL)
        return g_strdup(options()->nonce);
    for (guint i = 0; i < sizeof bytes; i++)
        bytes[i] = (guint8) g_random_int();
    return g_base64_encode(bytes, sizeof bytes);
}

static void
sso_ask(Client *client, const Command *command)
{
    if (!ns_sign_in_asked(client, command))
        return;
    g_free(client->challenge);
    client->challenge = new_nonce();
    ns_send_policies(client);
    client_send(client, "USR %u SSO S MBI_KEY_OLD %s", command->trid, client->challenge);
}

static gboolean
machine_right(const char *word)
{
    return g_regex_match_simple("^\\{[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\\}$", word,
                                0, 0);
}

/* What is wrong with the words behind the ticket, or NULL. */
static const char *
proof_fault(Client *client, const Command *command, const char *secret)
{
    guint wanted = client->dialect->endpoints ? 5 : 4;

    /* Clients with a credential library of another make had no response. */
    if (options()->living && wanted == 4 && command->count == 3)
        return NULL;
    if (command->count != wanted)
        return wanted == 5 ? "USR SSO S needs ticket, response and machine here"
                           : "USR SSO S needs ticket and response here";
    if (wanted == 5 && !machine_right(command->args[4]))
        return "the machine is no GUID in braces";
    return mbi_fault(command->args[3], client->challenge, secret);
}

static void
sso_answer(Client *client, const Command *command)
{
    Account *owner = NULL;
    const Account *account = ns_sign_in_account(client->sign_mail);
    TokenState state = token_check(command->args[2], CLEAR, NULL, &owner);
    const char *secret = token_secret(command->args[2]);

    if (state == TOKEN_UNKNOWN || state == TOKEN_OTHER_SERVICE || secret == NULL) {
        client_bad(client, command, "this is no ticket for " CLEAR);
        ns_sign_in_fail(client, command);
        return;
    }
    const char *why = proof_fault(client, command, secret);

    if (why != NULL)
        client_bad(client, command, "%s", why);
    if (why != NULL || state == TOKEN_EXPIRED || owner != account) {
        ns_sign_in_fail(client, command);
        return;
    }
    if (client->dialect->endpoints)
        client->machine = g_ascii_strdown(command->args[4], -1);
    ns_sign_in_done(client, command, owner);
}

void
ns_usr_sso(Client *client, const Command *command)
{
    if (client->stage == SIGN_IN && client->dialect->number >= 18 &&
        strcmp(command->args[0], "SHA") == 0) {
        ns_usr_sha(client, command);
    } else if (client->stage == SIGN_IN) {
        client_bad(client, command, "USR when signed in already");
        client_error(client, command, 207);
    } else if (strcmp(command->args[0], "SSO") != 0) {
        client_bad_close(client, command, "this dialect has another kind of sign-in");
    } else if (strcmp(command->args[1], "I") == 0 && command->count == 3) {
        sso_ask(client, command);
    } else if (strcmp(command->args[1], "S") != 0) {
        client_bad_close(client, command, "USR has the steps I and S");
    } else if (client->stage != SIGN_ASKED) {
        client_bad_close(client, command, "USR S without a nonce");
    } else {
        sso_answer(client, command);
    }
}
