/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the words that several list commands share: phone keys, groups, list bits. */
#include "ns.h"

#include <string.h>

static const char *const phone_keys[PHONE_LAST] = {"PHH", "PHW", "PHM", "MOB", "MBE", "WWE", "HSB"};
const char *
phone_key(guint index)
{
    return index < PHONE_LAST ? phone_keys[index] : NULL;
}

int
phone_index(const char *key)
{
    for (int i = 0; i < PHONE_LAST; i++) {
        if (strcmp(phone_keys[i], key) == 0)
            return i;
    }
    return -1;
}

guint
ns_list_bits(const Client *client, const Contact *contact)
{
    guint bits = contact->lists & (LIST_FL | LIST_AL | LIST_BL);

    /* Below MSNP10 there is no pending list: such a contact is on the reverse list only. */
    if (client->dialect->syn < SYN_PREFIXED)
        return bits | (contact->lists & LIST_RL);
    bits |= contact->lists & LIST_PL;
    if ((contact->lists & LIST_PL) == 0 || contact->rl_accepted)
        bits |= contact->lists & LIST_RL;
    return bits;
}

const char *
ns_group_word(const Client *client, const Group *group)
{
    static char number[16];

    if (client_guids(client))
        return group->guid;
    g_snprintf(number, sizeof number, "%u", group->id);
    return number;
}

Group *
ns_group_from_word(Client *client, const char *word)
{
    guint64 id;

    if (client_guids(client))
        return group_by_guid(client->account, word);
    return wire_number(word, G_MAXUINT, &id) ? group_by_id(client->account, (guint) id) : NULL;
}

char *
ns_group_words(const Client *client, const Contact *contact)
{
    GString *words = g_string_new(NULL);

    for (guint i = 0; contact->groups != NULL && i < contact->groups->len; i++) {
        const Group *group = contact->groups->pdata[i];

        /* Living services show no default group in GUID dialects. */
        if (options()->living && client_guids(client) && group->id == 0)
            continue;
        if (words->len > 0)
            g_string_append_c(words, ',');
        g_string_append(words, ns_group_word(client, group));
    }
    if (words->len == 0 && !client_guids(client))
        g_string_append_c(words, '0');
    return g_string_free(words, FALSE);
}

char *
phone_value(const Account *account, guint index)
{
    if (account->phones[index] == NULL)
        return g_strdup(index == PHONE_MOB || index == PHONE_MBE ? " N" : "");
    g_autofree char *value = client_encode(account->phones[index]);

    return g_strconcat(" ", value, NULL);
}

void
ns_send_phones(Client *client, const Contact *contact)
{
    g_autoptr(GString) out = g_string_new(NULL);

    if (!client->dialect->phones)
        return;
    for (guint i = PHONE_PHH; i <= PHONE_MOB; i++) {
        g_autofree char *value = phone_value(contact->who, i);

        if (client->dialect->versions)
            g_string_append_printf(out, "BPR %u %s %s%s\r\n", client->account->list_version,
                                   contact->who->mail, phone_key(i), value);
        else if (contact->who->phones[i] != NULL)
            g_string_append_printf(out, "BPR %s %s%s\r\n", contact->who->mail, phone_key(i), value);
    }
    if (out->len > 0)
        client_send_bytes(client, out->str, out->len);
}
