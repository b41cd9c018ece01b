/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows what clients say about circles: USR SHA, PUT and SDG, letter by letter. */
#include "circles.h"

#include <string.h>

#include "log.h"
#include "soap.h"

#define CIRCLE_DOMAIN "@live.com"

/* ---- the ticket ---- */

void
ns_usr_sha(Client *client, const Command *command)
{
    g_autofree char *ticket = circles_ticket(client->account);
    g_autofree char *word = g_base64_encode((const guchar *) ticket, strlen(ticket));

    if (command->count != 3 || strcmp(command->args[1], "A") != 0)
        client_bad(client, command, "USR SHA takes A and the ticket");
    if (command->count != 3 || strcmp(command->args[2], word) != 0) {
        client_bad(client, command, "this is not the ticket of the address book");
        client_error(client, command, 911);
        return;
    }
    client->circled = TRUE;
    log_event("circle-ticket %s", client->account->key);
    client_send(client, "USR %u OK %s 0 0", command->trid, client->account->mail);
}

/* ---- letters ---- */

/* What is wrong with a block of headers, or NULL; they go into HEADERS by their names. */
static const char *
read_block(GHashTable *headers, const char *block)
{
    g_auto(GStrv) lines = g_strsplit(block, "\r\n", -1);

    for (guint i = 0; lines[i] != NULL; i++) {
        char *colon = strstr(lines[i], ": ");

        if (colon == NULL || strpbrk(lines[i], "\r\n") != NULL)
            return "a line that is no header";
        *colon = '\0';
        if (!g_hash_table_insert(headers, g_strdup(lines[i]), g_strdup(colon + 2)))
            return "a header that comes twice";
    }
    return NULL;
}

/* The body is behind the third blank line; it lives as long as HEADERS. */
static const char *
read_letter(const Command *command, GHashTable *headers, const char **body)
{
    static const char *const first[] = {"Routing: 1.0\r\n", "Reliability: 1.0", ""};
    char *rest = g_strndup(command->payload, command->payload_length);
    const char *why = NULL;
    guint64 length = 0;

    g_hash_table_insert(headers, g_strdup(""), rest);

    for (guint i = 0; i < G_N_ELEMENTS(first) && why == NULL; i++) {
        char *end = strstr(rest, "\r\n\r\n");

        if (end == NULL)
            return "fewer than three blocks";
        g_autofree char *block = g_strndup(rest, (gsize) (end - rest));

        why = g_str_has_prefix(rest, first[i]) ? read_block(headers, block)
                                               : "another first header";
        rest = end + 4;
    }
    *body = rest;
    const char *said = why == NULL ? g_hash_table_lookup(headers, "Content-Length") : NULL;

    if (why != NULL)
        return why;
    return said != NULL && wire_number(said, 8192, &length) && length == strlen(rest)
               ? NULL
               : "Content-Length is not that of the body";
}

/* The circle that the letter is for, with TAIL behind its address; NULL with *why. */
static Circle *
addressed(const Client *client, GHashTable *headers, const char *tail, const char **why)
{
    const char *to = g_hash_table_lookup(headers, "To");
    g_autofree char *from = g_strdup_printf("1:%s;epid=%s", client->account->mail, client->machine);
    g_autofree char *end = g_strconcat(CIRCLE_DOMAIN, tail, NULL);

    if (g_strcmp0(g_hash_table_lookup(headers, "From"), from) != 0) {
        *why = "From is not this place";
        return NULL;
    }
    if (to == NULL || !g_str_has_prefix(to, "9:") || !g_str_has_suffix(to, end)) {
        *why = "To is no circle, or says more or less than it should";
        return NULL;
    }
    g_autofree char *id = g_strndup(to + 2, strlen(to) - 2 - strlen(end));
    Circle *circle = circle_by_id(id);

    if (circle == NULL || !g_ptr_array_find(circle->entered, client, NULL)) {
        *why = "a circle that no ADL has named";
        return NULL;
    }
    return circle;
}

static Circle *
open_letter(Client *client, const Command *command, GHashTable *headers, const char *tail,
            const char **body)
{
    const char *why = read_letter(command, headers, body);
    Circle *circle = why == NULL ? addressed(client, headers, tail, &why) : NULL;

    if (circle != NULL)
        return circle;
    client_bad(client, command, "%s", why);
    client_error(client, command, 201);
    return NULL;
}

static GHashTable *
new_headers(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

static gboolean
says(GHashTable *headers, const char *name, const char *value)
{
    return g_strcmp0(g_hash_table_lookup(headers, name), value) == 0;
}

void
ns_put(Client *client, const Command *command)
{
    g_autoptr(GHashTable) headers = new_headers();
    const char *body = NULL;
    const Circle *circle = open_letter(client, command, headers, "", &body);
    g_autofree char *right =
        g_strdup_printf("<circle><roster><id>IM</id><user><id>1:%s</id></user></roster></circle>",
                        client->account->mail);

    if (circle == NULL)
        return;
    if (!says(headers, "Publication", "1.0") || !says(headers, "Uri", "/circle") ||
        !says(headers, "Content-Type", "application/circles+xml") || strcmp(body, right) != 0)
        client_bad(client, command, "not how one comes into the conversation of a circle");
    log_event("circle-put %s %s", client->account->key, circle->id);
    client_send_payload(client, "", 0, "PUT %u OK", command->trid);
}

static const char *
content_fault(GHashTable *headers, const char *body)
{
    if (!says(headers, "Messaging", "1.0") || !says(headers, "MIME-Version", "1.0") ||
        !says(headers, "Content-Transfer-Encoding", "7bit") || !says(headers, "Stream", "0") ||
        g_hash_table_lookup(headers, "Segment") == NULL)
        return "a header of letters is missing, or says something else";
    if (says(headers, "Message-Type", "Text"))
        return !says(headers, "Content-Type", "Text/plain; charset=UTF-8") ||
                       g_hash_table_lookup(headers, "X-MMS-IM-Format") == NULL ||
                       !g_utf8_validate(body, -1, NULL) || body[0] == '\0'
                   ? "a text without type, looks or text"
                   : NULL;
    if (says(headers, "Message-Type", "Nudge"))
        return !says(headers, "Content-Type", "Text/plain; charset=UTF-8") ||
                       strcmp(body, "ID: 1\r\n\r\n") != 0
                   ? "a nudge that is none"
                   : NULL;
    return says(headers, "Message-Type", "Control") &&
                   says(headers, "Message-Subtype", "Typing") && strcmp(body, "\r\n") == 0
               ? NULL
               : "neither a text nor typing nor a nudge";
}

void
ns_sdg(Client *client, const Command *command)
{
    g_autoptr(GHashTable) headers = new_headers();
    const char *body = NULL;
    const Circle *circle = open_letter(client, command, headers, ";path=IM", &body);
    const char *why = circle != NULL ? content_fault(headers, body) : NULL;

    if (circle == NULL)
        return;
    if (why != NULL)
        client_bad(client, command, "%s", why);
    g_autofree char *text = wire_encode(body);
    g_autofree char *name = wire_encode(circle->name);

    if (says(headers, "Message-Type", "Nudge"))
        log_event("circle-nudged %s %s", client->account->key, name);
    else
        log_event("circle-said %s %s %s", client->account->key, name, text);
    circle_post(circle, client, command->payload, command->payload_length);
}
