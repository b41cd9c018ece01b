/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows what an account may set about itself: privacy, names, phones, personal message. */
#include "ns.h"

#include <string.h>

#include "log.h"
#include "verbs.h"

#define NAME_LIMIT  387
#define PHONE_LIMIT 95

/* "TrID ver" where replies carry the list version, else "TrID". Bumps the version. */
static char *
reply_head(Client *client, const Command *command)
{
    client->account->list_version++;
    client->account->settings_version++;
    if (client->dialect->versions)
        return g_strdup_printf("%s %u %u", command->verb, command->trid,
                               client->account->list_version);
    return g_strdup_printf("%s %u", command->verb, command->trid);
}

void
ns_gtc(Client *client, const Command *command)
{
    Account *account = client->account;
    gboolean ask = strcmp(command->args[0], "A") == 0;

    if (!ask && strcmp(command->args[0], "N") != 0) {
        client_bad_close(client, command, "GTC takes A or N");
        return;
    }
    if (ask == account->ask) {
        client_error(client, command, 218);
        return;
    }
    account->ask = ask;
    g_autofree char *head = reply_head(client, command);

    client_send(client, "%s %s", head, command->args[0]);
    log_event("gtc %s %s", account->key, command->args[0]);
}

/* The default has changed: who is on neither list sees us come or go. */
void
ns_blp_spread(Account *account)
{
    for (guint i = 0; i < account->contacts->len; i++) {
        const Contact *contact = account->contacts->pdata[i];

        if ((contact->lists & LIST_RL) != 0 &&
            (contact_live(account, contact) & (LIST_AL | LIST_BL)) == 0)
            presence_tell(contact->who, account);
    }
}

/* Where the address book has the setting, this is only what holds now, and is said each time. */
static void
blp_live(Client *client, const Command *command, gboolean allow)
{
    Account *account = client->account;
    gboolean changed = allow != account->allow_live;

    account->allow_live = allow;
    client_send(client, "BLP %u %s", command->trid, command->args[0]);
    log_event("blp %s %s", account->key, command->args[0]);
    if (changed)
        ns_blp_spread(account);
}

void
ns_blp(Client *client, const Command *command)
{
    Account *account = client->account;
    gboolean allow = strcmp(command->args[0], "AL") == 0;

    if (!allow && strcmp(command->args[0], "BL") != 0) {
        client_bad_close(client, command, "BLP takes AL or BL");
        return;
    }
    if (account->web) {
        blp_live(client, command, allow);
        return;
    }
    /* Living services take the default as not yet set. */
    if (allow == account->allow && (!options()->living || account->allow_was_set)) {
        client_error(client, command, 218);
        return;
    }
    gboolean changed = allow != account->allow;

    account->allow = allow;
    account->allow_was_set = TRUE;
    g_autofree char *head = reply_head(client, command);

    client_send(client, "%s %s", head, command->args[0]);
    log_event("blp %s %s", account->key, command->args[0]);
    if (changed)
        ns_blp_spread(account);
}

/* A friendly name from the wire, decoded; NULL after the error was answered. */
static char *
take_name(Client *client, const Command *command, const char *word)
{
    const char *why = NULL;
    g_autofree char *name = wire_decode(word, &why);

    if (name == NULL || strlen(word) > NAME_LIMIT) {
        client_bad(client, command, "%s", name == NULL ? why : "the name is longer than 387 bytes");
        client_error(client, command, 209);
        return NULL;
    }
    if (strstr(name, "badword") != NULL) {
        client_error(client, command, 209);
        return NULL;
    }
    return g_steal_pointer(&name);
}

static void
set_own_name(Account *account, const char *name)
{
    g_free(account->name);
    account->name = g_strdup(name);
    log_event("name %s", account->key);
    presence_changed(account);
    presence_own(account);
}

static void
prp_name(Client *client, const Command *command)
{
    if (client->dialect->syn < SYN_PREFIXED) {
        client_bad(client, command, "MFN is not known in this dialect");
        client_error(client, command, 715);
        return;
    }
    if (command->count != 2) {
        client_bad(client, command, "MFN needs a name");
        client_error(client, command, 201);
        return;
    }
    g_autofree char *name = take_name(client, command, command->args[1]);

    if (name == NULL)
        return;
    g_autofree char *head = reply_head(client, command);

    client_send(client, "%s MFN %s", head, command->args[1]);
    set_own_name(client->account, name);
}

void
ns_tell_phone(Account *subject, guint index)
{
    g_autoptr(GPtrArray) watchers = world_watchers(subject);
    g_autofree char *value =
        subject->phones[index] != NULL ? client_encode(subject->phones[index]) : NULL;
    const char *shown = value != NULL ? value : "";
    const char *gap = value != NULL ? " " : "";

    for (guint i = 0; i < watchers->len; i++) {
        const Account *viewer = watchers->pdata[i];
        Client *client = viewer->client;

        if (client->dialect->syn == SYN_NONE && world_allows(subject, viewer))
            ns_tell_book_changed(viewer->client->account);
        if (!client->synced || !client->dialect->phones || !world_allows(subject, viewer))
            continue;
        if (client->dialect->versions)
            client_send(client, "BPR %u %s %s%s%s", viewer->list_version, subject->mail,
                        phone_key(index), gap, shown);
        else
            client_send(client, "BPR %s %s%s%s", subject->mail, phone_key(index), gap, shown);
    }
}

static gboolean
phone_settable(const Client *client, int index)
{
    if (index == PHONE_WWE)
        return client->dialect->object;
    return index >= 0 && index != PHONE_MBE && index != PHONE_HSB;
}

static void
prp_phone(Client *client, const Command *command, int index)
{
    const char *why = NULL;
    const char *word = command->count == 2 ? command->args[1] : "";
    g_autofree char *value = wire_decode(word, &why);

    if (value == NULL || strlen(word) > PHONE_LIMIT) {
        client_bad_close(client, command, value == NULL ? why : "longer than 95 bytes");
        return;
    }
    if (index == PHONE_MOB && strcmp(value, "Y") != 0 && strcmp(value, "N") != 0)
        client_bad(client, command, "MOB is Y or N");
    g_free(client->account->phones[index]);
    client->account->phones[index] = value[0] != '\0' ? g_steal_pointer(&value) : NULL;
    g_autofree char *head = reply_head(client, command);

    if (command->count == 2)
        client_send(client, "%s %s %s", head, command->args[0], word);
    else
        client_send(client, "%s %s", head, command->args[0]);
    log_event("property %s %s %s", client->account->key, command->args[0], word);
    ns_tell_phone(client->account, (guint) index);
}

void
ns_prp(Client *client, const Command *command)
{
    int index = phone_index(command->args[0]);

    if (strlen(command->args[0]) != 3) {
        client_bad_close(client, command, "a property key has three letters");
    } else if (strcmp(command->args[0], "MFN") == 0) {
        prp_name(client, command);
    } else if (!phone_settable(client, index)) {
        client_bad(client, command, "no property that can be set in this dialect");
        client_error(client, command, 715);
    } else {
        prp_phone(client, command, index);
    }
}

static void
rea_contact(Client *client, const Command *command, const char *name)
{
    Account *who = world_find(command->args[0]);
    Contact *contact = who != NULL ? contact_find(client->account, who) : NULL;

    if (contact == NULL) {
        client_error(client, command, 216);
        return;
    }
    /* Living services acknowledge the name and forget it. */
    if (!options()->living) {
        g_free(contact->nick);
        contact->nick = g_strdup(name);
    }
    g_autofree char *head = reply_head(client, command);

    client_send(client, "%s %s %s", head, command->args[0], command->args[1]);
    log_event("nick %s %s %s", client->account->key, who->key, command->args[1]);
}

void
ns_rea(Client *client, const Command *command)
{
    if (!wire_is_mail(command->args[0])) {
        client_bad(client, command, "no account name");
        client_error(client, command, 201);
        return;
    }
    g_autofree char *name = take_name(client, command, command->args[1]);
    g_autofree char *key = wire_mail_key(command->args[0]);

    if (name == NULL)
        return;
    if (strcmp(key, client->account->key) != 0) {
        rea_contact(client, command, name);
        return;
    }
    g_autofree char *head = reply_head(client, command);

    client_send(client, "%s %s %s", head, command->args[0], command->args[1]);
    set_own_name(client->account, name);
}

void
ns_sbp(Client *client, const Command *command)
{
    Contact *contact;
    Account *who;

    if (client_guids(client)) {
        contact = contact_by_guid(client->account, command->args[0]);
        if (!wire_is_guid(command->args[0]))
            client_bad(client, command, "a contact is named by its GUID here");
    } else {
        who = world_find(command->args[0]);
        contact = who != NULL ? contact_find(client->account, who) : NULL;
    }
    if (contact == NULL) {
        client_error(client, command, 216);
        return;
    }
    if (strcmp(command->args[1], "MFN") == 0 && command->count == 3) {
        g_autofree char *name = take_name(client, command, command->args[2]);

        if (name == NULL)
            return;
        if (!options()->living) {
            g_free(contact->nick);
            contact->nick = g_strdup(name);
        }
        log_event("nick %s %s %s", client->account->key, contact->who->key, command->args[2]);
    }
    client->account->list_version++;
    client_send(client, "%s", command->line);
}
