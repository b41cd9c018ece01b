/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows ADG, REG and RMG in their two forms. */
#include "ns.h"

#include <string.h>

#include "lists.h"
#include "log.h"
#include "verbs.h"

#define NAME_LIMIT       61
#define NAME_HANGS_UP    200
#define REPLY_FINAL_ZERO " 0"

/* A group name that may be taken, decoded; NULL after the error was answered. SELF is the group
 * that is renamed, or NULL. */
static char *
take_group_name(Client *client, const Command *command, const char *word, const Group *self)
{
    const char *why = NULL;
    g_autofree char *name = wire_decode(word, &why);

    if (name == NULL) {
        client_bad_close(client, command, why);
        return NULL;
    }
    gsize size = options()->living ? (gsize) g_utf8_strlen(name, -1) : strlen(word);
    const Group *other = group_by_name(client->account, name);

    if (size > NAME_HANGS_UP) {
        client_bad_close(client, command, "a group name much longer than 61 bytes");
    } else if (size > NAME_LIMIT) {
        client_error(client, command, 229);
    } else if (other != NULL && other != self) {
        client_error(client, command, 228);
    } else {
        return g_steal_pointer(&name);
    }
    return NULL;
}

static gboolean
counted_form(const Client *client)
{
    return client->dialect->versions;
}

static void
check_final_zero(Client *client, const Command *command)
{
    if (strcmp(command->args[command->count - 1], "0") != 0)
        client_bad(client, command, "the last word is 0 in this dialect");
}

void
ns_send_adg(Client *client, guint32 trid, const Group *group)
{
    g_autofree char *name = client_encode(group->name);

    if (counted_form(client))
        client_send(client, "ADG %u %u %s %u 0", trid, client->account->list_version, name,
                    group->id);
    else
        client_send(client, "ADG %u %s %s%s", trid, name, ns_group_word(client, group),
                    options()->living ? REPLY_FINAL_ZERO : "");
}

void
ns_send_reg(Client *client, guint32 trid, const Group *group)
{
    g_autofree char *name = client_encode(group->name);
    const char *word = ns_group_word(client, group);

    if (counted_form(client))
        client_send(client, "REG %u %u %s %s 0", trid, client->account->list_version, word, name);
    else if (options()->living)
        client_send(client, "REG %u 1 %s %s 0", trid, name, word);
    else
        client_send(client, "REG %u %s %s", trid, word, name);
}

void
ns_send_rmg(Client *client, guint32 trid, const Group *group)
{
    const char *word = ns_group_word(client, group);

    if (counted_form(client))
        client_send(client, "RMG %u %u %s", trid, client->account->list_version, word);
    else
        client_send(client, "RMG %u %s%s", trid, options()->living ? "1 " : "", word);
}

void
ns_adg(Client *client, const Command *command)
{
    g_autofree char *name = NULL;

    if (counted_form(client))
        check_final_zero(client, command);
    name = take_group_name(client, command, command->args[0], NULL);
    if (name == NULL)
        return;
    Group *group = group_add(client->account, name);

    if (group == NULL) {
        client_error(client, command, 223);
        return;
    }
    client->account->list_version++;
    ns_send_adg(client, command->trid, group);
    log_event("group-added %s %s", client->account->key, command->args[0]);
}

/* The group a word names; NULL after 224 was answered. */
static Group *
take_group(Client *client, const Command *command, const char *word)
{
    Group *group = ns_group_from_word(client, word);
    guint64 number;

    if (client_guids(client) ? !wire_is_guid(word) : !wire_number(word, 1000000, &number))
        client_bad(client, command, "no group id of this mode");
    if (group == NULL)
        client_error(client, command, 224);
    return group;
}

void
ns_reg(Client *client, const Command *command)
{
    Group *group = take_group(client, command, command->args[0]);

    if (group == NULL)
        return;
    g_autofree char *name = take_group_name(client, command, command->args[1], group);

    if (name == NULL)
        return;
    if (counted_form(client))
        check_final_zero(client, command);
    client->account->list_version++;
    g_free(group->name);
    group->name = g_steal_pointer(&name);
    ns_send_reg(client, command->trid, group);
    log_event("group-renamed %s %s", client->account->key, command->args[1]);
}

void
ns_rmg(Client *client, const Command *command)
{
    Account *account = client->account;
    Group *group = take_group(client, command, command->args[0]);

    if (group == NULL)
        return;
    if (group->id == 0) {
        client_error(client, command, options()->living ? 224 : 230);
        return;
    }
    g_autofree char *name = client_encode(group->name);
    account->list_version++;
    ns_send_rmg(client, command->trid, group);
    lists_group_emptied(account, group);
    group_remove(account, group);
    log_event("group-removed %s %s", account->key, name);
}
