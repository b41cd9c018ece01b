/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows SYN itself: versions, stamps, and whether the client has it all already. */
#include "syn.h"

#include <string.h>

#include "log.h"
#include "verbs.h"

#define LIVING_STAMP "2000-01-01T00:00:00.0-00:00"

/* The words for list and settings version: numbers, or time stamps in GUID mode. */
static char *
stamp_words(const Client *client, guint list, guint settings)
{
    if (!client_guids(client))
        return g_strdup_printf("%u %u", list, settings);
    if (options()->living)
        return g_strdup(LIVING_STAMP " " LIVING_STAMP);
    return g_strdup_printf("2024-09-28T%02u:%02u:%02u.6400000-07:00 "
                           "2024-10-01T%02u:%02u:%02u.1230000-07:00",
                           list / 3600 % 24, list / 60 % 60, list % 60, settings / 3600 % 24,
                           settings / 60 % 60, settings % 60);
}

static gboolean
stamp_ok(const Client *client, const char *word)
{
    guint64 number;

    if (!client_guids(client))
        return wire_number(word, G_MAXUINT32, &number);
    return strcmp(word, "0") == 0 ||
           g_regex_match_simple(
               "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+[-+]\\d\\d:\\d\\d$", word, 0, 0);
}

static gboolean
syn_check(Client *client, const Command *command)
{
    guint64 number;

    if (client->synced)
        client_bad(client, command, "SYN twice in one session");
    client->synced = TRUE;
    if (client->dialect->syn != SYN_PREFIXED) {
        if (wire_number(command->args[0], G_MAXUINT32, &number))
            return TRUE;
        client_bad_close(client, command, "the list version is no number");
        return FALSE;
    }
    if (stamp_ok(client, command->args[0]) && stamp_ok(client, command->args[1]))
        return TRUE;
    client_bad_close(client, command, "no list version of this mode");
    return FALSE;
}

/* The words of the reply after TrID, without counts. In *current whether the client has it all. */
static char *
syn_version_words(Client *client, const Command *command, gboolean *current)
{
    Account *account = client->account;
    guint64 number = 0;
    char *words;

    *current = FALSE;
    if (client->dialect->syn == SYN_PREFIXED) {
        g_autofree char *asked = g_strjoinv(" ", command->args);

        words = stamp_words(client, account->list_version, account->settings_version);
        *current = !options()->living && strcmp(asked, words) == 0;
        return words;
    }
    wire_number(command->args[0], G_MAXUINT32, &number);
    if (options()->living)
        account->list_version = (guint) number + 1;
    *current = number == account->list_version;
    return g_strdup_printf("%u", account->list_version);
}

void
ns_syn(Client *client, const Command *command)
{
    gboolean current;
    g_autoptr(GString) out = g_string_new(NULL);

    if (!syn_check(client, command))
        return;
    Account *account = client->account;
    g_autofree char *words = syn_version_words(client, command, &current);

    if (current) {
        client_send(client, "SYN %u %s", command->trid, words);
        log_event("synced %s current", account->key);
        return;
    }
    g_string_append_printf(out, "SYN %u %s", command->trid, words);
    if (client->dialect->syn == SYN_OLD) {
        g_string_append(out, "\r\n");
        syn_old(out, client, command);
    } else {
        guint hidden = syn_group_hidden(client, account->groups->pdata[0]) ? 1 : 0;

        g_string_append_printf(out, " %u %u\r\n", account->contacts->len,
                               account->groups->len - hidden);
        syn_new(out, client);
    }
    client_send_bytes(client, out->str, out->len);
    log_event("synced %s all", account->key);
}
