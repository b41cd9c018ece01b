/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows where the service's pages are (URL), how to find people (FND) and how to invite them by
 * mail (SND, SDC). */
#include "ns.h"

#include <string.h>

#include "log.h"
#include "verbs.h"

#define LOGIN_URL   "https://loginnet.passport.com/ppsecure/md5auth.srf?lc=1033"
#define FOUND_LIMIT 20

static gboolean
locale_ok(const char *word)
{
    return g_regex_match_simple("^0x[0-9a-fA-F]{4}$", word, 0, 0);
}

/* ---- URL ---- */

typedef enum { URL_BARE, URL_MAIL, URL_LOCALE } UrlWord;

static const struct {
    const char *name;
    UrlWord word; /* the second word; that of URL_MAIL may be missing */
    const char *rru;
} services[] = {
    {"INBOX", URL_BARE, "/cgi-bin/HoTMaiL"},       {"FOLDERS", URL_BARE, "/cgi-bin/folders"},
    {"COMPOSE", URL_MAIL, "/cgi-bin/compose"},     {"PASSWORD", URL_BARE, "/cgi-bin/password"},
    {"PERSON", URL_LOCALE, "/cgi-bin/person"},     {"PROFILE", URL_LOCALE, "/cgi-bin/profile"},
    {"CHAT", URL_LOCALE, "/cgi-bin/chat"},         {"MOBILE", URL_BARE, "/cgi-bin/mobile"},
    {"CHGMOB", URL_BARE, "/cgi-bin/chgmob"},       {"ADDRBOOK", URL_BARE, "/cgi-bin/addresses"},
    {"ADVSEARCH", URL_BARE, "/cgi-bin/advsearch"}, {"INTSEARCH", URL_BARE, "/cgi-bin/intsearch"},
};

/* The row of the service asked for; -1 for an unknown one. */
static int
url_service(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(services); i++) {
        if (strcmp(services[i].name, name) == 0)
            return (int) i;
    }
    return -1;
}

static const char *
url_fault(const Command *command, int service)
{
    gboolean more = command->count == 2;

    if (service < 0)
        return "unknown URL service";
    switch (services[service].word) {
    case URL_MAIL:
        return more && !wire_is_mail(command->args[1]) ? "the second word is an address" : NULL;
    case URL_LOCALE:
        return !more || !locale_ok(command->args[1]) ? "this service needs a locale" : NULL;
    default:
        return more ? "this service has no second word" : NULL;
    }
}

void
ns_url(Client *client, const Command *command)
{
    int service = url_service(command->args[0]);
    const char *why = url_fault(command, service);
    const char *rru = service >= 0 ? services[service].rru : services[0].rru;

    if (why != NULL)
        client_bad(client, command, "%s", why);
    log_event("url %s %s", client->account->key, command->args[0]);
    if (options()->living)
        client_send(client, "URL %u /unused1 /unused2 1", command->trid);
    else
        client_send(client, "URL %u %s%s%s " LOGIN_URL "%s", command->trid, rru,
                    command->count == 2 ? "?q=" : "", command->count == 2 ? command->args[1] : "",
                    client->dialect->url_id ? " 2" : "");
}

/* ---- FND ---- */

typedef struct {
    char *first, *last, *city, *state, *country;
} Entry;

static const char *const keys[] = {"fname=", "lname=", "city=", "state=", "country="};

static void
entry_clear(Entry *entry)
{
    g_free(entry->first);
    g_free(entry->last);
    g_free(entry->city);
    g_free(entry->state);
    g_free(entry->country);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Entry, entry_clear)

/* What is wrong with the five words, or NULL; *asked is then filled. */
static const char *
fnd_parse(const Command *command, Entry *asked)
{
    char **values[] = {&asked->first, &asked->last, &asked->city, &asked->state, &asked->country};
    const char *why = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (!g_str_has_prefix(command->args[i], keys[i]))
            return "the words are fname=, lname=, city=, state= and country=";
        *values[i] = wire_decode(command->args[i] + strlen(keys[i]), &why);
        if (*values[i] == NULL)
            return why;
        if ((*values[i])[0] == '\0')
            return "what does not matter is a *";
    }
    if (strcmp(asked->country, "*") != 0 && strlen(asked->country) != 2)
        return "a country has two letters";
    return NULL;
}

static gboolean
any(const char *value)
{
    return strcmp(value, "*") == 0;
}

/* The directory does not look for everybody, nor for places outside of the US. */
static gboolean
fnd_answerable(const Entry *asked)
{
    if (any(asked->first) || any(asked->last))
        return FALSE;
    return strcmp(asked->country, "US") == 0 || (any(asked->city) && any(asked->state));
}

static gboolean
same(const char *asked, const char *value)
{
    g_autofree char *a = g_utf8_casefold(asked, -1);
    g_autofree char *b = g_utf8_casefold(value, -1);

    return any(asked) || strcmp(a, b) == 0;
}

/* What the directory has of ACCOUNT. The first word of a name is the first name. */
static void
entry_of(const Account *account, Entry *entry)
{
    g_auto(GStrv) names = g_strsplit(account->name, " ", 2);
    gboolean two = g_strv_length(names) == 2;

    entry->first = g_strdup(two ? names[0] : account->name);
    entry->last = g_strdup(two ? names[1] : "");
    entry->city = g_strdup(account->city != NULL ? account->city : "New York");
    entry->state = g_strdup(account->region != NULL ? account->region : "NY");
    entry->country = g_strdup(account->country != NULL ? account->country : "US");
}

static gboolean
entry_fits(const Entry *asked, const Entry *entry)
{
    return same(asked->first, entry->first) && same(asked->last, entry->last) &&
           same(asked->city, entry->city) && same(asked->state, entry->state) &&
           same(asked->country, entry->country);
}

static void
fnd_search(Client *client, const Entry *asked)
{
    GPtrArray *all = world_accounts();

    g_clear_pointer(&client->found, g_ptr_array_unref);
    client->found = g_ptr_array_new();
    for (guint i = 0; i < all->len; i++) {
        g_auto(Entry) entry = {NULL, NULL, NULL, NULL, NULL};

        entry_of(all->pdata[i], &entry);
        if (entry_fits(asked, &entry))
            g_ptr_array_add(client->found, all->pdata[i]);
    }
}

static void
fnd_answer(Client *client, const Command *command)
{
    guint total = client->found->len;

    if (total > FOUND_LIMIT) {
        g_ptr_array_set_size(client->found, 0);
        client_error(client, command, 301);
        return;
    }
    if (total == 0)
        client_send(client, "FND %u 0 0", command->trid);
    for (guint i = 0; i < total; i++) {
        g_auto(Entry) entry = {NULL, NULL, NULL, NULL, NULL};

        entry_of(client->found->pdata[i], &entry);
        g_autofree char *first = client_encode(entry.first);
        g_autofree char *last = client_encode(entry.last);
        g_autofree char *city = client_encode(entry.city);

        client_send(client, "FND %u %u %u fname=%s lname=%s city=%s state=%s country=%s",
                    command->trid, i + 1, total, first, last, city, entry.state, entry.country);
    }
    log_event("found %s %u", client->account->key, total);
}

void
ns_fnd(Client *client, const Command *command)
{
    g_auto(Entry) asked = {NULL, NULL, NULL, NULL, NULL};
    const char *why = fnd_parse(command, &asked);

    if (why != NULL)
        client_bad(client, command, "%s", why);
    /* The member directory was switched off for everybody in 2003. */
    if (client->dialect->client_id || options()->living) {
        client_error(client, command, 502);
    } else if (why != NULL || !fnd_answerable(&asked)) {
        client_error(client, command, 201);
    } else {
        fnd_search(client, &asked);
        fnd_answer(client, command);
    }
}

/* ---- SND, SDC ---- */

/* Whom a word means: an address, or a number from the last FND. NULL: neither. */
static const char *
invited(const Client *client, const char *word)
{
    guint64 number;

    if (wire_is_mail(word))
        return word;
    if (client->found == NULL || !wire_number(word, client->found->len, &number) || number == 0)
        return NULL;
    return ((const Account *) client->found->pdata[number - 1])->key;
}

void
ns_snd(Client *client, const Command *command)
{
    const char *whom = invited(client, command->args[0]);
    const char *why = NULL;

    if (whom == NULL)
        why = "neither an address nor a number of what was found";
    else if (command->count >= 2 && !locale_ok(command->args[1]))
        why = "the locale is not like 0x0409";
    else if (command->count >= 3 && !g_str_has_prefix(command->args[2], "MS"))
        why = "the library is not MSMSGS or MSNMSGR";
    if (why != NULL) {
        client_bad(client, command, "%s", why);
        client_error(client, command, 503);
        client_close(client);
        return;
    }
    log_event("invited %s %s", client->account->key, whom);
    client_send(client, "SND %u OK", command->trid);
}

static const char *
sdc_fault(const Command *command)
{
    const char *why = NULL;
    g_autofree char *name = wire_decode(command->args[6], &why);

    if (!locale_ok(command->args[1]))
        return "the locale is not like 0x0409";
    if (strcmp(command->args[4], "X") != 0 || strcmp(command->args[5], "X") != 0)
        return "before the name come two X";
    if (name == NULL)
        return why;
    if (!g_utf8_validate(command->payload, (gssize) command->payload_length, NULL))
        return "the words are not UTF-8";
    return NULL;
}

void
ns_sdc(Client *client, const Command *command)
{
    const char *whom = invited(client, command->args[0]);
    const char *why =
        whom == NULL ? "neither an address nor a number of what was found" : sdc_fault(command);

    if (why != NULL) {
        client_bad(client, command, "%s", why);
        client_error(client, command, 503);
        return;
    }
    if (strcmp(command->args[2], "MSMSGS") != 0 && strcmp(command->args[2], "MSNMSGR") != 0) {
        client_bad(client, command, "the library is not MSMSGS or MSNMSGR");
        client_error(client, command, 710);
        return;
    }
    log_event("invited %s %s", client->account->key, whom);
    client_send(client, "SDC %u OK", command->trid);
}
