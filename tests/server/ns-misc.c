/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the small commands of the notification server: keep-alive, leaving, switchboard referral,
 * policy file, mailbox address, and the ones that died early. */
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
ns_gcf(Client *client, const Command *command)
{
    if (options()->living && !client->synced) {
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

static gboolean
url_service_known(const char *service)
{
    static const char *const services[] = {"INBOX",  "FOLDERS",  "COMPOSE",   "PASSWORD",
                                           "PERSON", "PROFILE",  "CHAT",      "MOBILE",
                                           "CHGMOB", "ADDRBOOK", "ADVSEARCH", "INTSEARCH"};

    for (guint i = 0; i < G_N_ELEMENTS(services); i++) {
        if (strcmp(services[i], service) == 0)
            return TRUE;
    }
    return FALSE;
}

void
ns_url(Client *client, const Command *command)
{
    if (!url_service_known(command->args[0]))
        client_bad(client, command, "unknown URL service");
    if (options()->living)
        client_send(client, "URL %u /unused1 /unused2 1", command->trid);
    else
        client_send(client,
                    "URL %u /cgi-bin/HoTMaiL "
                    "https://loginnet.passport.com/ppsecure/md5auth.srf?lc=1033%s",
                    command->trid, client->dialect->url_id ? " 2" : "");
}

void
ns_snd(Client *client, const Command *command)
{
    if (!wire_is_mail(command->args[0]))
        client_bad(client, command, "no mail address");
    client_send(client, "SND %u OK", command->trid);
}

void
ns_sdc(Client *client, const Command *command)
{
    if (!wire_is_mail(command->args[0]))
        client_bad(client, command, "no mail address");
    client_send(client, "SDC %u OK", command->trid);
}

void
ns_fnd(Client *client, const Command *command)
{
    /* The member directory was switched off for everybody in 2003. */
    if (client->dialect->client_id)
        client_error(client, command, 502);
    else
        client_send(client, "FND %u 0 0", command->trid);
}

void
ns_ims(Client *client, const Command *command)
{
    client_send(client, "IMS %u 0 %s", command->trid, command->args[0]);
}

void
ns_pag(Client *client, const Command *command)
{
    if (strcmp(command->verb, "PAG") == 0 && client->dialect->object)
        client_error(client, command, 715);
}
