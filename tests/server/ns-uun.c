/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows UUN and UBN: notes from client to client, and from one's place to another. */
#include "ns.h"

#include <string.h>

#include "log.h"
#include "verbs.h"

#define TYPE_SIGN_OUT  4
#define TYPE_BOOK      6
#define TYPE_EVERYBODY 8
#define TYPE_LAST      12

/* What is wrong with a note whose text is fixed, or NULL. */
static const char *
text_fault(const Client *client, const Account *to, guint64 type, const char *text)
{
    gboolean own = to == client->account;

    if (type < 1 || type > TYPE_LAST)
        return "no type from 1 to 12";
    if (type == TYPE_SIGN_OUT && strcmp(text, "goawyplzthxbye") != 0 &&
        strcmp(text, "goawyplzthxbye-nomorempop") != 0)
        return "another text for signing out a place";
    if (type == TYPE_EVERYBODY && strcmp(text, "gtfo") != 0)
        return "another text for signing out everywhere";
    if ((type == TYPE_SIGN_OUT || type == TYPE_EVERYBODY || type == TYPE_BOOK) && !own)
        return "this type is for one's own places";
    return NULL;
}

/* The link MACHINE of TO (NULL: all), but not CLIENT itself. How many got it. */
static guint
pass_on(const Client *client, const Account *to, const char *machine, const Command *command)
{
    guint reached = 0;

    for (guint i = 0; i < to->places->len; i++) {
        Client *place = to->places->pdata[i];
        gboolean here = machine == NULL || g_strcmp0(place->machine, machine) == 0;

        if (!here || place == client || place->dialect->syn != SYN_NONE)
            continue;
        const char *from = machine != NULL ? client->machine : NULL;

        client_send_payload(place, command->payload, command->payload_length, "UBN %s%s%s %s",
                            client->account->mail, from != NULL ? ";" : "",
                            from != NULL ? from : "", command->args[1]);
        reached++;
    }
    return reached;
}

void
ns_uun(Client *client, const Command *command)
{
    g_auto(GStrv) parts = g_strsplit(command->args[0], ";", 2);
    g_autofree char *machine = parts[1] != NULL ? g_ascii_strdown(parts[1], -1) : NULL;
    g_autofree char *text = g_strndup(command->payload, command->payload_length);
    Account *to = world_find(parts[0]);
    guint64 type = 0;

    if (!wire_number(command->args[1], G_MAXUINT32, &type) || !wire_is_mail(parts[0]) ||
        (machine != NULL && (machine[0] != '{' || !g_str_has_suffix(machine, "}")))) {
        client_bad_close(client, command, "UUN takes mail or mail;{guid}, type and length");
        return;
    }
    const char *why = text_fault(client, to, type, text);

    if (why != NULL)
        client_bad(client, command, "%s", why);
    /* Living services do not answer for somebody who does not exist. */
    if (to == NULL && options()->living)
        return;
    gboolean seen = to != NULL && (to == client->account || world_allows(to, client->account)) &&
                    account_online(to);

    if (!seen || (pass_on(client, to, machine, command) == 0 && to != client->account)) {
        client_error(client, command, 217);
        return;
    }
    log_event("note %s %s %u", client->account->key, to->key, (guint) type);
    client_send(client, "UUN %u OK", command->trid);
}
