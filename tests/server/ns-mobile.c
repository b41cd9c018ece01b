/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows PAG and PGD: pages to a telephone or a watch. Only errors are answered. */
#include "ns.h"

#include <string.h>

#include "log.h"
#include "verbs.h"

#define CALLBACK "(?:<PHONE pri=\"1\"><LOC>(?:HOME|WORK|MOBILE)</LOC><NUM>[0-9]+</NUM></PHONE>)?"
#define ESCAPES  "&#x(?:26|3[BCE]|5E);"
#define WORDS    "((?:[^&;<>^\\x00-\\x1f]|" ESCAPES ")+)"
#define ERROR    800 /* the one number that has been seen */

/* The words of a page, or NULL with what is wrong in *why. Caller frees. */
static char *
page_words(const Command *command, const char **why)
{
    gboolean pgd = command->count == 3;
    g_autofree char *text = g_strndup(command->payload, command->payload_length);
    g_autofree char *pattern =
        g_strconcat("^" CALLBACK "<TEXT xml:space=\"preserve\"", pgd ? "(?: enc=\"utf-8\")?" : "",
                    ">" WORDS "</TEXT>\\z", NULL);
    g_autoptr(GRegex) regex = g_regex_new(pattern, 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;

    if (strlen(text) != command->payload_length || !g_utf8_validate(text, -1, NULL)) {
        *why = "the page is not UTF-8";
        return NULL;
    }
    if (!g_regex_match(regex, text, 0, &match)) {
        *why = "the page is not <TEXT xml:space=\"preserve\">, escaped, with nothing after it";
        return NULL;
    }
    return g_match_info_fetch(match, 1);
}

/* WHO has said that he takes pages on this device. */
static gboolean
takes_pages(const Account *who, gboolean watch)
{
    if (g_str_has_prefix(who->mail, "tel:"))
        return !watch;
    const char *value = who->phones[watch ? PHONE_WWE : PHONE_MOB];

    return value != NULL && strcmp(value, watch ? "1" : "Y") == 0;
}

void
ns_pag(Client *client, const Command *command)
{
    const char *key = client->account->key;
    const char *mail = command->args[0];
    gboolean pgd = command->count == 3;
    gboolean watch = pgd && strcmp(command->args[1], "2") == 0;
    const Account *who = world_find(mail);
    const char *why = NULL;
    g_autofree char *words = page_words(command, &why);

    if (why == NULL && pgd && !watch && strcmp(command->args[1], "1") != 0)
        why = "the device is 1 or 2";
    if (why == NULL && !wire_is_mail(mail) && !g_str_has_prefix(mail, "tel:"))
        why = "neither an account name nor a telephone";
    if (why != NULL)
        client_bad(client, command, "%s", why);
    if (!pgd && client->dialect->object) {
        client_error(client, command, 715);
        return;
    }
    if (why != NULL || who == NULL || !takes_pages(who, watch) || options()->living) {
        log_event("page-refused %s %s", key, mail);
        /* Living services do not know the command, and say nothing. */
        if (!options()->living)
            client_error(client, command, ERROR);
        return;
    }
    g_autofree char *shown = wire_encode(words);

    log_event("page %s %s %s", key, mail, shown);
}
