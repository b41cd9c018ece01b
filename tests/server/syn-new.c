/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the lists as MSNP8 to 12 have them, one line for each contact. */
#include "syn.h"

static gboolean
phone_in_dialect(const Client *client, guint index)
{
    return index < PHONE_WWE || (index == PHONE_WWE && client->dialect->object) ||
           (index == PHONE_HSB && client->dialect->psm);
}

static void
append_new_phones(GString *out, const Client *client, const char *verb, const Account *who)
{
    for (guint i = 0; i < PHONE_LAST; i++) {
        if (who->phones[i] == NULL || !phone_in_dialect(client, i))
            continue;
        g_autofree char *value = phone_value(who, i);

        g_string_append_printf(out, "%s %s%s\r\n", verb, phone_key(i), value);
    }
}

gboolean
syn_group_hidden(const Client *client, const Group *group)
{
    return group->id == 0 && options()->living && client_guids(client);
}

static void
append_new_groups(GString *out, Client *client)
{
    const GPtrArray *groups = client->account->groups;

    for (guint i = 0; i < groups->len; i++) {
        const Group *group = groups->pdata[i];
        gboolean none = group->id == 0 && groups->len == 1 && !options()->living;
        g_autofree char *name = client_encode(none ? "~" : group->name);

        if (syn_group_hidden(client, group))
            continue;
        if (client->dialect->syn == SYN_PREFIXED)
            g_string_append_printf(out, "LSG %s %s\r\n", name, ns_group_word(client, group));
        else
            g_string_append_printf(out, "LSG %u %s 0\r\n", group->id, name);
    }
}

static void
append_prefixed_contact(GString *out, Client *client, Contact *contact)
{
    guint bits = ns_list_bits(client, contact);
    g_autofree char *name = client_encode(contact_name(contact));
    g_autofree char *groups = ns_group_words(client, contact);
    gboolean forward = (bits & LIST_FL) != 0;

    g_string_append_printf(out, "LST N=%s F=%s", contact->who->mail, name);
    if (forward)
        g_string_append_printf(out, " C=%s",
                               client_guids(client) ? contact_guid(client->account, contact)
                                                    : contact->who->mail);
    g_string_append_printf(out, " %u", bits);
    if (client->dialect->lst_type)
        g_string_append(out, " 1");
    /* Living services print an empty group list as an empty word. */
    if (options()->living)
        g_string_append_printf(out, " %s", forward ? groups : "");
    else if (forward && groups[0] != '\0')
        g_string_append_printf(out, " %s", groups);
    g_string_append(out, "\r\n");
}

static void
append_counted_contact(GString *out, Client *client, const Contact *contact)
{
    guint bits = ns_list_bits(client, contact);
    g_autofree char *name = client_encode(contact_name(contact));
    g_autofree char *groups = ns_group_words(client, contact);

    g_string_append_printf(out, "LST %s %s %u", contact->who->mail, name, bits);
    if ((bits & LIST_FL) != 0)
        g_string_append_printf(out, " %s", groups);
    g_string_append(out, "\r\n");
}

void
syn_new(GString *out, Client *client)
{
    const Account *account = client->account;
    gboolean prefixed = client->dialect->syn == SYN_PREFIXED;

    g_string_append_printf(out, "GTC %c\r\nBLP %s\r\n", account->ask ? 'A' : 'N',
                           account->allow ? "AL" : "BL");
    if (prefixed) {
        g_autofree char *name = client_encode(account->name);

        g_string_append_printf(out, "PRP MFN %s\r\n", name);
    }
    append_new_phones(out, client, "PRP", account);
    append_new_groups(out, client);
    for (guint i = 0; i < account->contacts->len; i++) {
        Contact *contact = account->contacts->pdata[i];

        if (prefixed)
            append_prefixed_contact(out, client, contact);
        else
            append_counted_contact(out, client, contact);
        if ((contact->lists & LIST_FL) != 0)
            append_new_phones(out, client, "BPR", contact->who);
    }
}
