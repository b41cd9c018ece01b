/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows UUM: a message to somebody who is not there, by the notification link. */
#include "ns.h"

#include <string.h>

#include "log.h"
#include "oim.h"
#include "verbs.h"

/* What is wrong, or NULL; in *body where the text begins. */
static const char *
uum_fault(const Command *command, const char *text, const char **body)
{
    *body = strstr(text, "\r\n\r\n");
    if (strcmp(command->args[1], "1") != 0 || strcmp(command->args[2], "1") != 0)
        return "only text, and only to network 1";
    if (*body == NULL || !g_str_has_prefix(text, "MIME-Version: 1.0\r\n"))
        return "no MIME head";
    g_autofree char *head = g_strndup(text, (gsize) (*body - text) + 2);

    *body += 4;
    if (strstr(head, "\r\nContent-Type: text/plain; charset=UTF-8\r\n") == NULL)
        return "the Content-Type is not text/plain; charset=UTF-8";
    if (strstr(head, "\r\nDest-Agent: client\r\n") == NULL)
        return "no Dest-Agent: client";
    return g_utf8_validate(text, -1, NULL) && **body != '\0' ? NULL : "no text, or not UTF-8";
}

/* All that goes from one to another this way is one run. */
static char *
run_of(const Account *from, const Account *to)
{
    g_autofree char *names = g_strdup_printf("%s %s", from->key, to->key);
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_MD5, names, -1);

    return g_strdup_printf("{%.8s-%.4s-%.4s-%.4s-%.12s}", sum, sum + 8, sum + 12, sum + 16,
                           sum + 20);
}

void
ns_uum(Client *client, const Command *command)
{
    Account *to = world_find(command->args[0]);
    g_autofree char *text = g_strndup(command->payload, command->payload_length);
    const char *body = NULL;
    const char *why = uum_fault(command, text, &body);

    if (why != NULL) {
        client_bad_close(client, command, why);
        return;
    }
    if (to == NULL || !world_allows(to, client->account)) {
        log_event("oim-refused %s %s", client->account->key, command->args[0]);
        if (!options()->living)
            client_error(client, command, 217);
        return;
    }
    /* Living services lose it without a word when he has come meanwhile. */
    if (options()->living && account_online(to))
        return;
    g_autofree char *run = run_of(client->account, to);

    oim_store(to, client->account, run, oim_sequence_next(run), body);
}
