/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows VER, CVR, INF and USR on the dispatch and notification servers, up to USR OK. */
#include "ns.h"

#include <string.h>

#include "circles.h"
#include "log.h"
#include "p2p-link.h"
#include "passport.h"
#include "server.h"
#include "tokens.h"
#include "verbs.h"

#define DOWNLOAD_URL "http://download.example.test/msnmessenger/setup.exe"
#define INFO_URL     "http://messenger.example.test"

/* What is wrong with the offer of VER, or NULL. Best first, CVR0 last. */
static const char *
ver_fault(const Command *command)
{
    guint previous = 1000;

    for (guint i = 0; i < command->count; i++) {
        guint number = dialect_parse(command->args[i]);

        if (strcmp(command->args[i], "CVR0") == 0) {
            if (i + 1 != command->count)
                return "CVR0 is not the last of the offer";
            continue;
        }
        if (number < DIALECT_LOWEST || number > 21)
            return "the offer contains what is no dialect";
        if (number >= previous)
            return "the dialects are not offered from the best to the worst";
        previous = number;
    }
    return NULL;
}

static gboolean
dialect_mutual(const char *word)
{
    guint number = dialect_parse(word);

    return number >= options()->min_dialect && number <= options()->max_dialect;
}

static gboolean
ver_offers_cvr0(const Command *command)
{
    return strcmp(command->args[command->count - 1], "CVR0") == 0;
}

static void
ver_answer(Client *client, const Command *command)
{
    g_autoptr(GString) answer = g_string_new(NULL);

    for (guint i = 0; i < command->count; i++) {
        if (dialect_mutual(command->args[i]))
            g_string_append_printf(answer, " %s", command->args[i]);
    }
    if (ver_offers_cvr0(command))
        g_string_append(answer, " CVR0");
    gboolean list = client->dialect->ver_list || client->role == ROLE_DS;

    if (list && !options()->living)
        client_send(client, "VER %u%s", command->trid, answer->str);
    else
        client_send(client, "VER %u MSNP%u", command->trid, client_number(client));
}

void
ns_ver(Client *client, const Command *command)
{
    const char *why = ver_fault(command);
    guint best = 0;

    if (client->cvr0_only) {
        client_bad_close(client, command, "VER twice");
        return;
    }
    if (why != NULL)
        client_bad(client, command, "%s", why);
    for (guint i = 0; i < command->count; i++) {
        if (dialect_mutual(command->args[i]))
            best = MAX(best, dialect_parse(command->args[i]));
    }
    if (best > 0) {
        client->dialect = dialect_get(best);
        ver_answer(client, command);
    } else if (ver_offers_cvr0(command) && !options()->living) {
        client->cvr0_only = TRUE;
        client_send(client, "VER %u CVR0", command->trid);
    } else {
        client_send(client, "VER %u 0", command->trid);
        client_close(client);
    }
}

static gboolean
cvr_version_ok(const char *version)
{
    return g_regex_match_simple("^\\d{1,2}\\.\\d{1,2}\\.\\d{4}(\\.\\d{4})?$", version, 0, 0);
}

static void
cvr_answer(Client *client, const Command *command)
{
    const char *version = command->args[5];

    if (options()->living)
        client_send(client, "%s %u %s %s %s https://%s https://%s", command->verb, command->trid,
                    version, version, version, server_https_address(), server_https_address());
    else
        client_send(client, "%s %u %s %s 1.0.0000 %s %s", command->verb, command->trid, version,
                    version, DOWNLOAD_URL, INFO_URL);
}

void
ns_cvq(Client *client, const Command *command)
{
    if (!client->cvr0_only) {
        client_bad_close(client, command, "CVQ without a CVR0 session");
        return;
    }
    cvr_answer(client, command);
    client_close(client);
}

void
ns_cvr(Client *client, const Command *command)
{
    if (!g_regex_match_simple("^0x[0-9a-fA-F]{4}$", command->args[0], 0, 0))
        client_bad(client, command, "the locale is not like 0x0409");
    if (!cvr_version_ok(command->args[5]))
        client_bad(client, command, "the version is not like 7.5.0324");
    if (command->count == 8 && !wire_is_mail(command->args[7]))
        client_bad(client, command, "the last word is no account name");
    if (command->count == 8 && client->has_cvr)
        client_bad(client, command, "CVR twice");
    client->has_cvr = TRUE;
    if (command->count == 8) {
        g_free(client->cvr_mail);
        client->cvr_mail = g_strdup(command->args[7]);
    }
    cvr_answer(client, command);
}

void
ns_inf(Client *client, const Command *command)
{
    if (client->has_inf || client->stage != SIGN_NONE)
        client_bad(client, command, "INF not directly after VER");
    client->has_inf = TRUE;
    if (client_number(client) == 2 && !options()->living)
        client_send(client, "INF %u CTP MD5", command->trid);
    else
        client_send(client, "INF %u MD5", command->trid);
}

static void
sign_in_refer(Client *client, const Command *command)
{
    ns_refer(client, command->trid, world_find(command->args[2]));
    log_event("referred %s", command->args[2]);
    client_close(client);
}

/* The account was moved to the other notification server. */
static gboolean
lives_elsewhere(const Client *client, const char *mail)
{
    const Account *account = world_find(mail);

    return account != NULL && account->second_home != client->second;
}

void
ns_sign_in_fail(Client *client, const Command *command)
{
    log_event("refused %s", client->sign_mail != NULL ? client->sign_mail : command->args[2]);
    client_error(client, command, 911);
    client_close(client);
}

Account *
ns_sign_in_account(const char *mail)
{
    Account *account = world_find(mail);

    if (account == NULL || account->kind != KIND_PERSON)
        return NULL;
    if (options()->living && strcmp(account->mail, mail) != 0)
        return NULL;
    return account;
}

static char *
md5_salt(const char *mail)
{
    if (!options()->living)
        return g_strdup_printf("%" G_GINT64_FORMAT ".%u", g_get_real_time() / G_USEC_PER_SEC,
                               g_random_int());
    if (ns_sign_in_account(mail) == NULL)
        return g_strdup_printf("%u.%u", g_random_int(), g_random_int() % 1000000);
    return g_strdup_printf("%07x%08x", g_random_int() & 0xfffffff, g_random_int());
}

gboolean
ns_sign_in_asked(Client *client, const Command *command)
{
    const char *mail = command->args[2];

    if (client->stage == SIGN_ASKED)
        client_bad(client, command, "USR I twice");
    if (!wire_is_mail(mail)) {
        client_bad(client, command, "no account name");
        ns_sign_in_fail(client, command);
        return FALSE;
    }
    if (client->cvr_mail != NULL && strcmp(client->cvr_mail, mail) != 0)
        client_bad(client, command, "CVR named another account");
    if (client->dialect->sign == SIGN_MD5 ? !client->has_inf : !client->has_cvr)
        client_bad(client, command, "USR before %s",
                   client->dialect->sign == SIGN_MD5 ? "INF" : "CVR");
    if (client->role == ROLE_DS || lives_elsewhere(client, mail)) {
        sign_in_refer(client, command);
        return FALSE;
    }
    g_free(client->sign_mail);
    client->sign_mail = g_strdup(mail);
    client->stage = SIGN_ASKED;
    return TRUE;
}

static void
sign_in_ask(Client *client, const Command *command)
{
    if (!ns_sign_in_asked(client, command))
        return;
    g_free(client->challenge);
    client->challenge =
        client->dialect->sign == SIGN_MD5 ? md5_salt(client->sign_mail) : passport_challenge();
    if (client->dialect->syn == SYN_NONE)
        ns_send_policies(client);
    client_send(client, "USR %u %s S %s", command->trid, command->args[0], client->challenge);
}

/* Who may stay when CLIENT comes: places with other names. TRUE if somebody stays. */
static gboolean
leave_places(const Client *client, Account *account)
{
    g_autoptr(GPtrArray) places = g_ptr_array_copy(account->places, NULL, NULL);

    for (guint i = 0; i < places->len; i++) {
        Client *old = places->pdata[i];

        if (client->machine != NULL && old->machine != NULL &&
            strcmp(client->machine, old->machine) != 0)
            continue;
        log_note("%s signs in again", account->key);
        client_send(old, "OUT OTH");
        client_close(old);
    }
    return account->places->len > 0;
}

void
ns_sign_in_done(Client *client, const Command *command, Account *account)
{
    const Dialect *dialect = client->dialect;
    g_autofree char *name = client_encode(account->name);
    g_autoptr(GString) line = g_string_new(NULL);
    Client *old = account->client;

    if (!ns_move_arrived(account, old) && !leave_places(client, account))
        p2p_forget(account);
    g_string_printf(line, "USR %u OK %s", command->trid, client->sign_mail);
    if (dialect->ok_nick)
        g_string_append_printf(line, " %s", name);
    if (dialect->ok_flags >= 1)
        g_string_append(line, " 1");
    if (dialect->ok_flags >= 2)
        g_string_append(line, " 0");
    client_send(client, "%s", line->str);
    client->stage = SIGN_IN;
    client->account = account;
    account->client = client;
    if (account->places->len == 0)
        account_set_web(account, dialect->syn == SYN_NONE && !options()->living);
    g_ptr_array_add(account->places, client);
    if (dialect->psm)
        client_send(client, "SBS 0 null");
    ns_send_profile(client);
    if (dialect->endpoints) {
        g_autofree char *self = ns_address(client, account);

        client_send(client, "UBX %s 0", self);
    }
    log_event("signed-in %s MSNP%u", account->key, dialect->number);
}

static gboolean
md5_right(Client *client, const Command *command, const Account *account)
{
    const char *digest = command->args[2];

    if (strlen(digest) != 32 || !wire_is_lower_hex(digest, 32)) {
        client_bad(client, command, "the digest is not 32 lower-case hexadecimal digits");
        return FALSE;
    }
    if (account == NULL)
        return FALSE;
    g_autofree char *text = g_strconcat(client->challenge, account->password, NULL);
    g_autofree char *right = g_compute_checksum_for_string(G_CHECKSUM_MD5, text, -1);

    return strcmp(digest, right) == 0;
}

/* A ticket of Passport; or the token of RST for the same, as MSN 7.5 has it. */
static gboolean
ticket_right(const char *text, const Account *account)
{
    Account *owner = NULL;

    return passport_use_ticket(text, account->key) ||
           (token_check(text, "messenger.msn.com", NULL, &owner) == TOKEN_GOOD && owner == account);
}

static void
sign_in_answer(Client *client, const Command *command)
{
    if (client->stage != SIGN_ASKED) {
        client_bad_close(client, command, "USR S without a challenge");
        return;
    }
    Account *account = ns_sign_in_account(client->sign_mail);
    gboolean right;

    if (client->dialect->sign == SIGN_MD5)
        right = md5_right(client, command, account);
    else
        right = account != NULL && ticket_right(command->args[2], account);
    if (right)
        ns_sign_in_done(client, command, account);
    else
        ns_sign_in_fail(client, command);
}

void
ns_usr(Client *client, const Command *command)
{
    if (client->stage == SIGN_IN) {
        client_bad(client, command, "USR when signed in already");
        client_error(client, command, 207);
        return;
    }
    if (strcmp(command->args[0], client->dialect->sign == SIGN_MD5 ? "MD5" : "TWN") != 0)
        client_bad_close(client, command, "this dialect has another kind of sign-in");
    else if (strcmp(command->args[1], "I") == 0)
        sign_in_ask(client, command);
    else if (strcmp(command->args[1], "S") == 0)
        sign_in_answer(client, command);
    else
        client_bad_close(client, command, "USR has the steps I and S");
}

void
ns_signed_out(Account *account)
{
    ns_forget_personal(account);
    g_clear_pointer(&account->object, g_free);
    g_strlcpy(account->state, "FLN", sizeof account->state);
    log_event("signed-out %s", account->key);
    account_set_web(account, FALSE);
    presence_changed(account);
}

void
ns_client_closed(Client *client)
{
    Account *account = client->account;

    circles_forget(client);
    if (account == NULL || !g_ptr_array_remove(account->places, client))
        return;
    if (account->places->len > 0) {
        account->client = account->places->pdata[account->places->len - 1];
        log_event("place-left %s %s", account->key, client->machine);
        presence_own(account);
        return;
    }
    account->client = NULL;
    if (client->moving)
        ns_move_left(account);
    else
        ns_signed_out(account);
}
