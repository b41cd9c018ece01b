/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the lists as MSNP2 to 7 have them, each line with its TrID and version; LST and LSG as
 * requests too. */
#include "syn.h"

#include <string.h>

#include "verbs.h"

static const struct {
    const char *name;
    guint bit;
} old_lists[] = {{"FL", LIST_FL}, {"AL", LIST_AL}, {"BL", LIST_BL}, {"RL", LIST_RL}};

static void
append_old_bprs(GString *out, Client *client, const Account *who)
{
    guint version = client->account->list_version;

    for (guint i = PHONE_PHH; i <= PHONE_MOB; i++) {
        g_autofree char *value = phone_value(who, i);

        if (!options()->living)
            g_string_append_printf(out, "BPR %u %s %s%s\r\n", version, who->mail, phone_key(i),
                                   value);
        else if (who->phones[i] != NULL)
            g_string_append_printf(out, "BPR %u %s%s\r\n", version, phone_key(i), value);
    }
}

static void
append_old_contact(GString *out, Client *client, const Command *command, guint list, guint index,
                   guint total, const Contact *contact)
{
    g_autofree char *name = client_encode(contact_name(contact));

    g_string_append_printf(out, "LST %u %s %u %u %u %s %s", command->trid, old_lists[list].name,
                           client->account->list_version, index, total, contact->who->mail, name);
    if (list == 0 && client->dialect->groups) {
        g_autofree char *groups = ns_group_words(client, contact);

        g_string_append_printf(out, " %s", groups);
    }
    g_string_append(out, "\r\n");
}

static void
append_old_list(GString *out, Client *client, const Command *command, guint list, gboolean phones)
{
    const Account *account = client->account;
    guint total = world_count(account, old_lists[list].bit);
    guint index = 0;

    if (total == 0)
        g_string_append_printf(out, "LST %u %s %u 0 0\r\n", command->trid, old_lists[list].name,
                               account->list_version);
    for (guint i = 0; i < account->contacts->len; i++) {
        const Contact *contact = account->contacts->pdata[i];

        if ((contact->lists & old_lists[list].bit) == 0)
            continue;
        append_old_contact(out, client, command, list, ++index, total, contact);
        if (phones && (list == 0 || options()->living))
            append_old_bprs(out, client, contact->who);
    }
}

static void
append_old_groups(GString *out, Client *client, const Command *command)
{
    const Account *account = client->account;
    guint total = account->groups->len;

    /* A single group named ~ says that none was ever made. */
    if (total == 1 && !options()->living) {
        g_string_append_printf(out, "LSG %u %u 1 1 0 ~ 0\r\n", command->trid,
                               account->list_version);
        return;
    }
    for (guint i = 0; i < total; i++) {
        const Group *group = account->groups->pdata[i];
        g_autofree char *name = client_encode(group->name);

        g_string_append_printf(out, "LSG %u %u %u %u %u %s 0\r\n", command->trid,
                               account->list_version, i + 1, total, group->id, name);
    }
}

static void
append_old_phones(GString *out, Client *client, const Command *command)
{
    const Account *account = client->account;

    for (guint i = PHONE_PHH; i <= PHONE_MBE; i++) {
        g_autofree char *value = phone_value(account, i);

        if (!options()->living)
            g_string_append_printf(out, "PRP %u %u %s%s\r\n", command->trid, account->list_version,
                                   phone_key(i), value);
        else if (account->phones[i] != NULL)
            g_string_append_printf(out, "PRP %u %s%s\r\n", account->list_version, phone_key(i),
                                   value);
    }
}

void
syn_old(GString *out, Client *client, const Command *command)
{
    const Account *account = client->account;
    guint version = account->list_version;

    g_string_append_printf(out, "GTC %u %u %c\r\n", command->trid, version,
                           account->ask ? 'A' : 'N');
    g_string_append_printf(out, "BLP %u %u %s\r\n", command->trid, version,
                           account->allow ? "AL" : "BL");
    if (client->dialect->phones)
        append_old_phones(out, client, command);
    if (client->dialect->groups)
        append_old_groups(out, client, command);
    for (guint list = 0; list < G_N_ELEMENTS(old_lists); list++)
        append_old_list(out, client, command, list, client->dialect->phones);
}

void
ns_lst(Client *client, const Command *command)
{
    g_autoptr(GString) out = g_string_new(NULL);

    for (guint list = 0; list < G_N_ELEMENTS(old_lists); list++) {
        if (strcmp(old_lists[list].name, command->args[0]) == 0) {
            append_old_list(out, client, command, list, FALSE);
            client_send_bytes(client, out->str, out->len);
            return;
        }
    }
    client_bad_close(client, command, "there is no such list");
}

void
ns_lsg(Client *client, const Command *command)
{
    g_autoptr(GString) out = g_string_new(NULL);

    append_old_groups(out, client, command);
    client_send_bytes(client, out->str, out->len);
}
