/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows CHG, and how presence is told to others: ILN, NLN, FLN, UBX. */
#include "ns.h"

#include <string.h>

#include "circles.h"
#include "log.h"
#include "p2p-object.h"
#include "verbs.h"

#define BATCH_MS     200
#define MSNC         0xF0000000
#define EMPTY_OBJECT "%3Cmsnobj%2F%3E"

char *
ns_address(const Client *viewer, const Account *subject)
{
    guint network = account_network(subject);

    switch (viewer->dialect->address) {
    case ADDRESS_WORD:
        return g_strdup_printf("%s %u", subject->mail, network);
    case ADDRESS_PREFIX:
        return g_strdup_printf("%u:%s", network, subject->mail);
    default:
        return g_strdup(subject->mail);
    }
}

/* "STATE handle nick [client id [object]]" */
static char *
presence_words(const Client *viewer, const Account *subject, const char *state)
{
    g_autofree char *name = client_encode(subject->name);
    GString *words = g_string_new(NULL);

    g_autofree char *address = ns_address(viewer, subject);

    g_string_append_printf(words, "%s %s %s", state, address, name);
    if (viewer->dialect->client_id)
        g_string_append_printf(words, " %u", subject->client_id);
    if (viewer->dialect->endpoints)
        g_string_append_printf(words, ":%u", subject->client_ex);
    if (viewer->dialect->object) {
        if (subject->object != NULL)
            g_string_append_printf(words, " %s", subject->object);
        else if (options()->living)
            g_string_append(words, " " EMPTY_OBJECT);
        else if (viewer->dialect->syn == SYN_NONE)
            g_string_append(words, " 0");
    }
    return g_string_free(words, FALSE);
}

/* With several places UBX says which there are. */
static gboolean
says_more(const Client *viewer, const Account *subject)
{
    return subject->psm != NULL || options()->living ||
           (viewer->dialect->endpoints && subject->client != NULL &&
            subject->client->machine != NULL);
}

static void
append_initial(GString *out, Client *viewer, Account *subject, guint32 trid)
{
    const char *state = world_state_seen(subject, viewer->account);

    if (strcmp(state, "FLN") == 0)
        return;
    g_autofree char *words = presence_words(viewer, subject, state);

    subject->shown = TRUE; /* though his coming may still wait for its batch */
    if (viewer->dialect->address == ADDRESS_PREFIX)
        g_string_append_printf(out, "NLN %s\r\n", words);
    else
        g_string_append_printf(out, "ILN %u %s\r\n", trid, words);
    if (viewer->dialect->psm && says_more(viewer, subject))
        append_psm(out, viewer, subject, TRUE);
}

void
presence_initial(Client *viewer, Account *subject, guint32 trid)
{
    g_autoptr(GString) out = g_string_new(NULL);

    append_initial(out, viewer, subject, trid);
    if (out->len > 0)
        client_send_bytes(viewer, out->str, out->len);
}

static void
tell_offline(Client *client, const Account *subject)
{
    g_autofree char *address = ns_address(client, subject);
    const char *tail = client->dialect->endpoints                 ? " 0:0"
                       : client->dialect->address != ADDRESS_BARE ? " 0"
                                                                  : "";

    client_send(client, "FLN %s%s", address, tail);
}

void
presence_tell_place(Client *client, Account *subject)
{
    Account *viewer = client->account;
    const Contact *contact = contact_find(viewer, subject);

    if (!client->announced || contact == NULL || (contact_live(viewer, contact) & LIST_FL) == 0)
        return;
    const char *state = world_state_seen(subject, viewer);

    if (strcmp(state, "FLN") == 0) {
        tell_offline(client, subject);
        return;
    }
    g_autofree char *words = presence_words(client, subject, state);

    client_send(client, "NLN %s", words);
    if (says_more(client, subject))
        presence_psm(client, subject, TRUE);
}

void
presence_tell(Account *viewer, Account *subject)
{
    for (guint i = 0; i < viewer->places->len; i++)
        presence_tell_place(viewer->places->pdata[i], subject);
}

void
presence_own(Account *account)
{
    for (guint i = 0; i < account->places->len; i++) {
        Client *client = account->places->pdata[i];

        if (!client->announced || !client->dialect->endpoints)
            continue;
        g_autofree char *words = presence_words(client, account, account->state);

        client_send(client, "NLN %s", words);
        presence_psm(client, account, TRUE);
    }
}

static void
presence_spread(Account *subject)
{
    gboolean visible = account_online(subject) && strcmp(subject->state, "HDN") != 0;

    /* Nobody is told twice that somebody is not there. */
    if (!visible && !subject->shown)
        return;
    subject->shown = visible;
    circles_presence(subject);
    if (subject->kind == KIND_CONTACT) {
        /* Those have no lists of their own. */
        GPtrArray *all = world_accounts();

        for (guint i = 0; i < all->len; i++)
            presence_tell(all->pdata[i], subject);
        return;
    }
    for (guint i = 0; i < subject->contacts->len; i++) {
        Contact *contact = subject->contacts->pdata[i];

        if ((contact->lists & LIST_RL) != 0 && contact->who->client != NULL &&
            world_allows(subject, contact->who))
            presence_tell(contact->who, subject);
    }
}

static gboolean
batch_over(gpointer data)
{
    Account *subject = data;

    subject->notify_timer = 0;
    presence_spread(subject);
    return G_SOURCE_REMOVE;
}

void
presence_changed(Account *account)
{
    if (!options()->living)
        presence_spread(account);
    else if (account->notify_timer == 0)
        account->notify_timer = g_timeout_add(BATCH_MS, batch_over, account);
}

static gboolean
state_known(const char *state)
{
    static const char *const states[] = {"NLN", "BSY", "IDL", "BRB", "AWY", "PHN", "LUN", "HDN"};

    for (guint i = 0; i < G_N_ELEMENTS(states); i++) {
        if (strcmp(states[i], state) == 0)
            return TRUE;
    }
    return FALSE;
}

/* "NUMBER", or "NUMBER:NUMBER" where there are endpoints. */
static gboolean
take_caps(const Client *client, const char *word, guint32 *id, guint32 *extended)
{
    g_auto(GStrv) parts = g_strsplit(word, ":", -1);
    guint wanted = client->dialect->endpoints ? 2 : 1;
    guint64 numbers[2] = {0, 0};

    if (g_strv_length(parts) != wanted)
        return FALSE;
    for (guint i = 0; i < wanted; i++)
        if (!wire_number(parts[i], G_MAXUINT32, &numbers[i]))
            return FALSE;
    *id = (guint32) numbers[0];
    *extended = (guint32) numbers[1];
    return TRUE;
}

/* FALSE when the command was refused. */
static gboolean
chg_check(Client *client, const Command *command)
{
    guint32 id, extended;

    if (strcmp(command->args[0], "FLN") == 0) {
        client_bad(client, command, "FLN is no state to change to");
        client_error(client, command, 201);
        return FALSE;
    }
    if (!state_known(command->args[0])) {
        client_bad_close(client, command, "unknown state");
        return FALSE;
    }
    if (!client->dialect->client_id)
        return TRUE;
    if (command->count < 2 || !take_caps(client, command->args[1], &id, &extended)) {
        client_bad(client, command, command->count < 2 ? "no client id" : "bad client id");
        if (!options()->living)
            client_error(client, command, 201);
        return FALSE;
    }
    return TRUE;
}

/* What is wrong with ACCOUNT's display picture, or NULL. */
static const char *
object_fault(const Account *account, const char *word, guint32 client_id)
{
    const char *why = NULL;
    g_autofree char *object = wire_decode(word, &why);

    if (object == NULL)
        return why;
    if (!g_str_has_prefix(object, "<msnobj ") || !g_str_has_suffix(object, "/>"))
        return "the third word is no msnobj";
    if (strpbrk(word, "<>\"=/") != NULL)
        return "the msnobj is not completely percent-encoded";
    if ((client_id & MSNC) == 0)
        return "a display picture, but no MSNC version in the client id";
    return p2p_object_fault(object, account->mail, P2P_TYPE_PICTURE);
}

static void
chg_first(Client *client, const Command *command)
{
    GPtrArray *contacts = client->account->contacts;
    g_autoptr(GString) burst = g_string_new(NULL);

    client->announced = TRUE;
    for (guint i = 0; i < contacts->len; i++) {
        const Contact *contact = contacts->pdata[i];

        if ((contact_live(client->account, contact) & LIST_FL) != 0)
            append_initial(burst, client, contact->who, command->trid);
    }
    client_send_bytes(client, burst->str, burst->len);
    ns_send_mail(client);
    if (!options()->living)
        ns_challenge(client);
}

void
ns_chg(Client *client, const Command *command)
{
    Account *account = client->account;
    guint32 number = 0;
    guint32 extended = 0;

    if (!chg_check(client, command))
        return;
    if (client->dialect->client_id)
        take_caps(client, command->args[1], &number, &extended);
    if (client->dialect->syn == SYN_NONE && !client->announced)
        ns_check_dump(client, command);
    const char *object =
        command->count == 3 && strcmp(command->args[2], "0") != 0 ? command->args[2] : NULL;
    const char *why = object != NULL ? object_fault(account, object, number) : NULL;

    if (why != NULL)
        client_bad(client, command, "%s", why);
    client_send(client, "%s", command->line);
    g_strlcpy(account->state, command->args[0], sizeof account->state);
    account->client_id = client->client_id = number;
    account->client_ex = client->client_ex = extended;
    g_free(account->object);
    account->object = g_strdup(why == NULL ? object : NULL);
    log_event("status %s %s", account->key, account->state);
    presence_changed(account);
    if (!client->announced)
        chg_first(client, command);
    presence_own(account);
}
