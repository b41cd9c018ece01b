/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the small commands of the notification server: keep-alive, leaving, switchboard referral,
 * policy file, and one that died early. */
#include "ns.h"

#include <string.h>

#include "log.h"
#include "sb.h"
#include "verbs.h"

#define SHIELDS                                                                                    \
    "<?xml version=\"1.0\" encoding=\"utf-8\" ?><config><shield><cli maj=\"7\" min=\"0\" "         \
    "minbld=\"0\" maxbld=\"9999\" deny=\" \" /></shield><block></block></config>"

void
ns_png(Client *client, const Command *command)
{
    log_event("png %s", client->account->key);
    if (client->dialect->qng_seconds)
        client_send(client, "QNG %d", options()->living ? 60 : 50);
    else
        client_send(client, "QNG");
}

void
ns_out(Client *client, const Command *command)
{
    client_close(client);
}

void
ns_xfr(Client *client, const Command *command)
{
    if (strcmp(command->args[0], "SB") != 0) {
        client_bad(client, command, "only a switchboard can be asked for");
        client_error(client, command, 201);
        return;
    }
    if (!client->announced || strcmp(client->account->state, "HDN") == 0) {
        client_error(client, command, 913);
        return;
    }
    sb_refer(client, command);
}

void
ns_send_policies(Client *client)
{
    g_autofree char *config = g_strdup(strstr(SHIELDS, "<config>"));
    g_autofree char *text = g_strdup_printf(
        "<Policies>\r\n\t<Policy type=\"SHIELDS\" checksum=\"D9705A71BA841CB38955822E048970C3\">"
        "%s</Policy>\r\n</Policies>",
        config);

    client_send_payload(client, text, strlen(text), "GCF 0");
}

void
ns_gcf(Client *client, const Command *command)
{
    if (options()->living && !client->synced && client->dialect->syn != SYN_NONE) {
        client_error(client, command, 715);
        return;
    }
    if (strcmp(command->args[0], "Shields.xml") != 0) {
        client_bad(client, command, "the only file is Shields.xml");
        client_error(client, command, 201);
        return;
    }
    client_send_payload(client, SHIELDS, strlen(SHIELDS), "GCF %u Shields.xml", command->trid);
}

void
ns_ims(Client *client, const Command *command)
{
    if (strcmp(command->args[0], "ON") != 0 && strcmp(command->args[0], "OFF") != 0)
        client_bad(client, command, "IMS takes ON or OFF");
    client_send(client, "IMS %u 0 %s", command->trid, command->args[0]);
}
