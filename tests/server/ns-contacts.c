/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows ADD, ADC and REM as the wire has them; what they do to the lists is lists.c's business. */
#include "ns.h"

#include <string.h>

#include "lists.h"
#include "log.h"
#include "verbs.h"

static guint
list_bit(const char *word)
{
    static const char *const names[] = {"FL", "AL", "BL", "RL", "PL"};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(names[i], word) == 0)
            return 1u << i;
    }
    return 0;
}

/* The account named MAIL; NULL after the error was answered. */
static Account *
take_account(Client *client, const Command *command, const char *mail)
{
    gboolean phone = g_str_has_prefix(mail, "tel:");
    Account *who;

    if (!wire_is_mail(mail) && (!phone || !client->dialect->psm)) {
        client_error(client, command, 201);
        return NULL;
    }
    who = world_find(mail);
    if (who == NULL && phone)
        who = world_add(mail, "", mail + 4, KIND_CONTACT);
    if (who == NULL)
        client_error(client, command, client->dialect->versions ? 205 : 208);
    return who;
}

/* A name from the wire. NULL after the error was answered. */
static char *
take_nick(Client *client, const Command *command, const char *word)
{
    const char *why = NULL;
    char *nick = wire_decode(word, &why);

    if (nick == NULL) {
        client_bad(client, command, "%s", why);
        client_error(client, command, 201);
    } else if (strstr(nick, "badword") != NULL) {
        client_error(client, command, 209);
        g_clear_pointer(&nick, g_free);
    }
    return nick;
}

/* After somebody came onto the forward list: phones and presence, where the service sends them. */
static void
show_new_contact(Client *client, const Command *command, const Contact *contact, guint before)
{
    /* Living services show a stranger only with his next change. */
    if (options()->living && before == 0)
        return;
    ns_send_phones(client, contact);
    if (client->announced)
        presence_initial(client, contact->who, command->trid);
}

/* ---- ADD ---- */

static gboolean
add_check(Client *client, const Command *command, guint bit)
{
    if (bit != LIST_FL && bit != LIST_AL && bit != LIST_BL) {
        client_bad_close(client, command, "ADD is for FL, AL and BL");
        return FALSE;
    }
    if (command->count == 4 && bit != LIST_FL) {
        client_bad_close(client, command, "only FL has groups");
        return FALSE;
    }
    return TRUE;
}

static void
add_reply(Client *client, const Command *command)
{
    client_send(client, "ADD %u %s %u %s %s%s%s", command->trid, command->args[0],
                client->account->list_version, command->args[1], command->args[2],
                command->count == 4 ? " " : "", command->count == 4 ? command->args[3] : "");
    log_event("added %s %s %s", client->account->key, command->args[0], command->args[1]);
}

void
ns_add(Client *client, const Command *command)
{
    guint bit = list_bit(command->args[0]);
    Group *group = NULL;

    if (!add_check(client, command, bit))
        return;
    Account *who = take_account(client, command, command->args[1]);
    g_autofree char *nick = who != NULL ? take_nick(client, command, command->args[2]) : NULL;

    if (nick == NULL)
        return;
    if (bit == LIST_FL && client->dialect->groups) {
        group = ns_group_from_word(client, command->count == 4 ? command->args[3] : "0");
        if (group == NULL) {
            client_error(client, command, 224);
            return;
        }
    }
    guint before = lists_bits(client->account, who);
    guint error = lists_add(client->account, who, bit, group);

    if (error != 0) {
        client_error(client, command, error);
        return;
    }
    Contact *contact = contact_find(client->account, who);

    if (bit == LIST_FL && (before & LIST_FL) == 0)
        lists_set_nick(contact, nick);
    add_reply(client, command);
    if (bit == LIST_FL && (before & LIST_FL) == 0)
        show_new_contact(client, command, contact, before);
    lists_tell_added(client->account, who, bit, before);
}

/* ---- ADC ---- */

/* The value after PREFIX, or NULL. */
static const char *
prefixed(const char *word, const char *prefix)
{
    return g_str_has_prefix(word, prefix) ? word + strlen(prefix) : NULL;
}

static void
adc_group(Client *client, const Command *command, const char *id)
{
    Account *account = client->account;
    Account *who = client_guids(client) ? NULL : world_find(id);
    Contact *contact = client_guids(client) ? contact_by_guid(account, id)
                       : who != NULL        ? contact_find(account, who)
                                            : NULL;
    Group *group = ns_group_from_word(client, command->args[2]);

    if (client_guids(client) && (!wire_is_guid(id) || !wire_is_guid(command->args[2])))
        client_bad(client, command, "contact and group are named by GUIDs here");
    if (contact == NULL || (contact->lists & LIST_FL) == 0) {
        client_error(client, command, 208);
    } else if (group == NULL) {
        client_error(client, command, 224);
    } else if (contact_in_group(contact, group)) {
        client_error(client, command, 215);
    } else {
        contact_join_group(contact, group);
        account->list_version++;
        client_send(client, "%s", command->line);
        log_event("grouped %s %s", account->key, contact->who->mail);
    }
}

/* ADC RL moves somebody who is pending; everything else about RL and PL hangs up. */
static void
adc_reverse(Client *client, const Command *command, const char *mail)
{
    Account *who = world_find(mail);
    Contact *contact = who != NULL ? contact_find(client->account, who) : NULL;
    gboolean pending = contact != NULL && (contact->lists & LIST_PL) != 0;

    if (!pending || (options()->living && client_number(client) < 11)) {
        client_bad_close(client, command, "RL is not the client's, but for the pending");
        return;
    }
    contact->rl_accepted = TRUE;
    client->account->list_version++;
    client_send(client, "%s", command->line);
    log_event("added %s RL %s", client->account->key, mail);
}

static void
adc_reply(Client *client, const Command *command, guint bit, Contact *contact)
{
    const char *id =
        client_guids(client) ? contact_guid(client->account, contact) : contact->who->mail;

    if (bit == LIST_FL)
        client_send(client, "%s C=%s", command->line, id);
    else
        client_send(client, "%s", command->line);
    log_event("added %s %s %s", client->account->key, command->args[0], contact->who->mail);
}

static void
adc_new(Client *client, const Command *command, guint bit, const char *mail)
{
    Account *who = take_account(client, command, mail);
    const char *nick_word = command->count == 3 ? prefixed(command->args[2], "F=") : "";
    g_autofree char *nick = who != NULL ? take_nick(client, command, nick_word) : NULL;

    if (nick == NULL)
        return;
    guint before = lists_bits(client->account, who);
    guint error = lists_add(client->account, who, bit, NULL);

    if (error != 0) {
        client_error(client, command, error);
        return;
    }
    Contact *contact = contact_find(client->account, who);

    if (bit == LIST_FL)
        lists_set_nick(contact, nick);
    adc_reply(client, command, bit, contact);
    if (bit == LIST_FL && (before & LIST_FL) == 0)
        show_new_contact(client, command, contact, before);
    lists_tell_added(client->account, who, bit, before);
}

/* What is wrong with the words of ADC, or NULL. */
static const char *
adc_fault(const Command *command, guint bit, const char *mail, const char *id)
{
    if (bit == 0 || bit == LIST_PL)
        return "ADC is for FL, AL, BL and RL";
    if (mail == NULL && (id == NULL || bit != LIST_FL || command->count != 3))
        return "ADC takes N=, or C= and a group on FL";
    if (mail != NULL && bit == LIST_FL && command->count != 3)
        return "ADC FL N= needs F=";
    if (mail != NULL && command->count == 3 && prefixed(command->args[2], "F=") == NULL)
        return "the word after N= is F=";
    if (mail != NULL && command->count == 3 && bit != LIST_FL)
        return "only FL has F=";
    return NULL;
}

void
ns_adc(Client *client, const Command *command)
{
    guint bit = list_bit(command->args[0]);
    const char *mail = prefixed(command->args[1], "N=");
    const char *id = prefixed(command->args[1], "C=");
    const char *why = adc_fault(command, bit, mail, id);

    if (why != NULL) {
        client_bad(client, command, "%s", why);
        if (bit == 0 || bit == LIST_PL)
            client_close(client);
        else
            client_error(client, command, 201);
    } else if (bit == LIST_RL) {
        adc_reverse(client, command, mail);
    } else if (id != NULL) {
        adc_group(client, command, id);
    } else {
        adc_new(client, command, bit, mail);
    }
}

/* ---- REM ---- */

/* The contact that REM names; NULL after the error was answered. */
static Contact *
rem_contact(Client *client, const Command *command, guint bit)
{
    const char *word = command->args[1];
    gboolean by_guid = bit == LIST_FL && client_guids(client);
    Contact *contact = NULL;

    if (by_guid && !wire_is_guid(word)) {
        client_bad(client, command, "FL is addressed by GUID here");
        client_error(client, command, options()->living ? 403 : 216);
        return NULL;
    }
    if (by_guid) {
        contact = contact_by_guid(client->account, word);
    } else {
        Account *who = world_find(word);

        contact = who != NULL ? contact_find(client->account, who) : NULL;
        if (!wire_is_mail(word) && !g_str_has_prefix(word, "tel:"))
            client_bad(client, command, "no account name");
    }
    if (contact == NULL || (contact->lists & bit) == 0) {
        client_error(client, command, 216);
        return NULL;
    }
    return contact;
}

static void
rem_reply(Client *client, const Command *command)
{
    const char *gap = command->count == 3 ? " " : "";
    const char *group = command->count == 3 ? command->args[2] : "";

    if (client->dialect->versions)
        client_send(client, "REM %u %s %u %s%s%s", command->trid, command->args[0],
                    client->account->list_version, command->args[1], gap, group);
    else
        client_send(client, "REM %u %s %s%s%s", command->trid, command->args[0], command->args[1],
                    gap, group);
}

static void
rem_group(Client *client, const Command *command, Contact *contact)
{
    Group *group = ns_group_from_word(client, command->args[2]);
    gboolean inside = group != NULL && contact_in_group(contact, group);

    /* Who is in no group counts as being in the default one. */
    if (group != NULL && group->id == 0 && (contact->groups == NULL || contact->groups->len == 0))
        inside = TRUE;
    if (group == NULL) {
        client_error(client, command, 224);
    } else if (!inside) {
        client_error(client, command, 225);
    } else {
        contact_leave_group(contact, group);
        client->account->list_version++;
        rem_reply(client, command);
        log_event("ungrouped %s %s", client->account->key, contact->who->mail);
    }
}

void
ns_rem(Client *client, const Command *command)
{
    guint bit = list_bit(command->args[0]);

    if (bit == 0 || bit == LIST_RL || (bit == LIST_PL && client->dialect->versions)) {
        client_bad_close(client, command, "REM is not for this list");
        return;
    }
    if (command->count == 3 && bit != LIST_FL) {
        client_bad_close(client, command, "only FL has groups");
        return;
    }
    Contact *contact = rem_contact(client, command, bit);

    if (contact == NULL)
        return;
    if (command->count == 3) {
        rem_group(client, command, contact);
        return;
    }
    Account *who = contact->who;
    guint before = contact->lists;

    lists_remove(client->account, contact, bit);
    rem_reply(client, command);
    log_event("removed %s %s %s", client->account->key, command->args[0], who->mail);
    lists_tell_removed(client->account, who, bit, before);
}
