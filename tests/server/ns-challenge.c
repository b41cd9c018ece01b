/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows when a challenge is sent and what follows from the answer. */
#include "ns.h"

#include <string.h>

#include "challenge.h"
#include "log.h"
#include "verbs.h"

#define ANSWER_SECONDS 50

static gboolean
answer_missing(gpointer data)
{
    Client *client = data;

    client->chl_timer = 0;
    log_bad(client_label(client), client->chl, strlen(client->chl),
            "challenge not answered in %d s", ANSWER_SECONDS);
    client_close(client);
    return G_SOURCE_REMOVE;
}

void
ns_challenge(Client *client)
{
    if (client->dialect->challenge == CHALLENGE_NONE || client->chl != NULL)
        return;
    client->chl = g_strdup_printf("%010u%010u", g_random_int(), g_random_int());
    client_send(client, "CHL 0 %s", client->chl);
    client->chl_timer = g_timeout_add_seconds(ANSWER_SECONDS, answer_missing, client);
}

static gboolean
answer_right(Client *client, const Command *command)
{
    g_autofree char *right =
        challenge_answer(client->dialect->challenge, client->chl, command->args[0]);

    if (right == NULL) {
        client_bad(client, command, "this product id is not one of this dialect's");
        return FALSE;
    }
    if (command->payload_length != 32 || memcmp(right, command->payload, 32) != 0) {
        client_bad(client, command, "wrong answer to the challenge, right would be %s", right);
        return FALSE;
    }
    return TRUE;
}

void
ns_qry(Client *client, const Command *command)
{
    if (client->chl == NULL) {
        client_bad(client, command, "QRY without CHL");
        return;
    }
    gboolean right = answer_right(client, command);

    if (client->chl_timer != 0)
        g_source_remove(client->chl_timer);
    client->chl_timer = 0;
    g_clear_pointer(&client->chl, g_free);
    log_event("challenge-%s %s", right ? "ok" : "wrong", client->account->key);
    if (options()->living)
        return; /* never answered there */
    if (right) {
        client_send(client, "QRY %u", command->trid);
    } else {
        client_error(client, command, 540);
        client_close(client);
    }
}
