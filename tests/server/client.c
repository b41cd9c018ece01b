/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the life of an MSN link and how an answer is written; what clients send is read in
 * client-read.c. */
#include "client.h"

#include <string.h>

#include "client-read.h"
#include "log.h"

#define LONG_BURST  32768
#define SB_DEADLINE 60

static guint client_serial;

Client *
client_ref(Client *client)
{
    client->refs++;
    return client;
}

static void
client_forget_sign_in(Client *client)
{
    g_clear_pointer(&client->cvr_mail, g_free);
    g_clear_pointer(&client->sign_mail, g_free);
    g_clear_pointer(&client->challenge, g_free);
    client->dialect = NULL;
    client->stage = SIGN_NONE;
    client->has_cvr = client->has_inf = client->cvr0_only = FALSE;
}

void
client_unref(Client *client)
{
    if (--client->refs > 0)
        return;
    client_forget_sign_in(client);
    client_clear_pending(client);
    g_free(client->name);
    g_free(client->chl);
    g_free(client->machine);
    g_free(client->private_data);
    g_clear_pointer(&client->found, g_ptr_array_unref);
    g_free(client);
}

const char *
client_label(const Client *client)
{
    static char *label;

    g_free(label);
    if (client->account != NULL)
        label = g_strdup_printf("%s/%s", client->name, client->account->key);
    else
        label = g_strdup(client->name);
    return label;
}

void
client_log(const Client *client, const char *direction, const char *bytes, gsize length)
{
    if (log_wants_wire())
        log_wire(client_label(client), direction, bytes, length);
}

void
client_send_bytes(Client *client, const char *bytes, gsize length)
{
    if (client->link == NULL || length == 0)
        return;
    if (length > LONG_BURST)
        log_note("%s: burst of %" G_GSIZE_FORMAT " bytes", client_label(client), length);
    else
        client_log(client, "S", bytes, length);
    link_write(client->link, bytes, length);
}

/* Most fit as they are, and are printed without memory being asked for. */
static void
print_line(GString *line, const char *format, va_list args)
{
    char few[256];
    va_list again;

    va_copy(again, args);
    int length = g_vsnprintf(few, sizeof few, format, args);

    g_string_truncate(line, 0);
    if (length < (int) sizeof few)
        g_string_append_len(line, few, length);
    else
        g_string_append_vprintf(line, format, again);
    va_end(again);
    g_string_append(line, "\r\n");
}

void
client_send(Client *client, const char *format, ...)
{
    static GString *line; /* kept: there are many */
    va_list args;

    if (line == NULL)
        line = g_string_new(NULL);
    va_start(args, format);
    print_line(line, format, args);
    va_end(args);
    client_send_bytes(client, line->str, line->len);
}

static void
append_length(GString *line, gsize length)
{
    char word[32], *p = word + sizeof word;

    *--p = '\n';
    *--p = '\r';
    do {
        *--p = (char) ('0' + length % 10);
        length /= 10;
    } while (length > 0);
    *--p = ' ';
    g_string_append_len(line, p, word + sizeof word - p);
}

/* As client_send_bytes() does with both in one. */
static void
send_both(Client *client, GString *line, const char *payload, gsize length)
{
    if (log_wants_wire() || line->len + length > LONG_BURST) {
        g_string_append_len(line, payload, (gssize) length);
        client_send_bytes(client, line->str, line->len);
    } else if (client->link != NULL) {
        link_write(client->link, line->str, line->len);
        link_write(client->link, payload, length);
    }
}

void
client_send_payload(Client *client, const char *payload, gsize length, const char *format, ...)
{
    va_list args;
    static GString *line; /* kept: there are many */

    if (line == NULL)
        line = g_string_new(NULL);
    va_start(args, format);
    print_line(line, format, args);
    va_end(args);
    g_string_truncate(line, line->len - 2);
    append_length(line, length);
    send_both(client, line, payload, length);
}

void
client_error(Client *client, const Command *command, guint code)
{
    if (command->trid != 0)
        client_send(client, "%u %u", code, command->trid);
    else
        client_send(client, "%u", code);
}

void
client_bad(Client *client, const Command *command, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *why = g_strdup_vprintf(format, args);
    va_end(args);
    log_bad(client_label(client), command->line, strlen(command->line), "%s", why);
}

void
client_bad_close(Client *client, const Command *command, const char *why)
{
    client_bad(client, command, "%s", why);
    client_close(client);
}

void
client_close(Client *client)
{
    if (client->link != NULL)
        link_close(client->link);
}

void
client_reset_sign_in(Client *client)
{
    client_forget_sign_in(client);
}

char *
client_encode(const char *text)
{
    return options()->living ? wire_encode_raw(text) : wire_encode(text);
}

guint
client_number(const Client *client)
{
    return client->dialect != NULL ? client->dialect->number : 0;
}

gboolean
client_guids(const Client *client)
{
    return client->dialect->syn >= SYN_PREFIXED &&
           (client_number(client) > 10 || options()->abch_migrated);
}

static void
client_closed(gpointer user)
{
    Client *client = user;

    client->link = NULL;
    if (client->chl_timer != 0)
        g_source_remove(client->chl_timer);
    if (client->deadline != 0)
        g_source_remove(client->deadline);
    if (client->move_timer != 0)
        g_source_remove(client->move_timer);
    client->chl_timer = client->deadline = client->move_timer = 0;
    log_note("%s closed", client_label(client));
    if (client->role == ROLE_SB)
        sb_client_closed(client);
    else
        ns_client_closed(client);
    client_unref(client);
}

static gboolean
deadline_over(gpointer data)
{
    Client *client = data;

    client->deadline = 0;
    log_note("%s: neither USR nor ANS in %d s", client_label(client), SB_DEADLINE);
    client_close(client);
    return G_SOURCE_REMOVE;
}

void
client_new(Role role, gboolean second, GSocketConnection *socket)
{
    static const LinkHandlers handlers = {client_received, client_closed, NULL};
    static const char *const names[] = {"?", "ds", "ns", "?", "sb"};
    Client *client = g_new0(Client, 1);

    client->refs = 1;
    client->role = role;
    client->second = second;
    client->name = g_strdup_printf("%s#%u", names[role], ++client_serial);
    client->link = link_new(socket, G_IO_STREAM(socket), &handlers, client);
    if (role == ROLE_SB)
        client->deadline = g_timeout_add_seconds(SB_DEADLINE, deadline_over, client);
    log_note("%s opened", client->name);
}
