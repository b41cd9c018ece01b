/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how commands are framed on an MSN link and which are well-formed; the commands themselves
 * are handled elsewhere, through the table of verbs.c. */
#include "client-read.h"

#include <string.h>

#include "client-fault.h"
#include "log.h"
#include "verbs.h"

#define LINE_LIMIT 8192

/* What follows from a line that is wrong. */
typedef enum {
    WRONG_SILENT, /* living services say nothing; the official one hangs up */
    WRONG_200,    /* living services say nothing; the official one answers 200 */
    WRONG_CLOSE   /* both hang up */
} Wrong;

static const char *
role_name(Role role)
{
    return role == ROLE_DS ? "DS" : role == ROLE_NS ? "NS" : "SB";
}

void
client_clear_pending(Client *client)
{
    wire_line_clear(&client->line);
    g_clear_pointer(&client->raw, g_free);
    client->verb = NULL;
    client->payload_length = 0;
}

static void
client_refuse(Client *client, const char *why, Wrong wrong)
{
    log_bad(client_label(client), client->raw, strlen(client->raw), "%s", why);
    if (wrong == WRONG_200 && !options()->living)
        client_send(client, "200 %s", client->line.args[0]);
    else if (wrong == WRONG_CLOSE || (wrong == WRONG_SILENT && !options()->living))
        client_close(client);
    client_clear_pending(client);
}

/* ---- a whole command ---- */

static void
client_serve(Client *client, const Command *command)
{
    if (client->delayed) {
        client->delayed = FALSE;
        client->verb->handler(client, command);
        return;
    }
    Fault fault = fault_take(role_name(client->role), command->verb, FAULT_NONE);

    switch (client_suffer(client, command, &fault)) {
    case SUFFER_SERVE:
        client->verb->handler(client, command);
        client_suffer_after(client, command, &fault);
        break;
    case SUFFER_WAIT:
        client->delayed = TRUE;
        break;
    case SUFFER_OVER:
        break;
    }
    fault_clear(&fault);
}

/* FALSE when the command must wait; otherwise it is forgotten. */
static gboolean
client_run(Client *client, const char *payload)
{
    guint64 trid = 0;
    guint skip = (client->verb->flags & VERB_TRID) != 0 ? 1 : 0;

    if (skip == 1)
        wire_number(client->line.args[0], G_MAXUINT32, &trid);
    const Command command = {.verb = client->line.verb,
                             .trid = (guint32) trid,
                             .args = client->line.args + skip,
                             .count = client->line.count - skip,
                             .payload = payload,
                             .payload_length = client->payload_length,
                             .line = client->raw};

    /* A muted link plays a dead peer: it reads, and that is all. */
    if (!link_muted(client->link))
        client_serve(client, &command);
    else if (client->account != NULL)
        log_event("ignored %s %s", client->account->key, command.verb);
    if (!client->delayed)
        client_clear_pending(client);
    return !client->delayed;
}

/* ---- one line ---- */

/* What is wrong with the words by the table; NULL when nothing is. */
static const char *
words_fault(Client *client, Wrong *wrong)
{
    const Verb *verb = client->verb;
    guint64 number;
    guint skip = (verb->flags & VERB_TRID) != 0 ? 1 : 0;

    *wrong = WRONG_SILENT;
    if (skip == 1 && client->line.count == 0)
        return "no TrID";
    if (skip == 1 && (!wire_number(client->line.args[0], G_MAXUINT32, &number) || number == 0))
        return "the TrID is no number from 1 to 4294967295";
    if ((verb->flags & VERB_SIGNED) != 0 && client->stage != SIGN_IN) {
        if (strcmp(verb->verb, "PNG") == 0)
            *wrong = WRONG_CLOSE;
        return "command before sign-in";
    }
    if (skip == 1)
        *wrong = WRONG_200;
    if (client->line.count < verb->min + skip)
        return "too few words";
    if (client->line.count > verb->max + skip)
        return "too many words";
    if (verb->payload == NO_PAYLOAD)
        return NULL;
    /* Without a length it is not known where the next command begins. */
    *wrong = WRONG_CLOSE;
    if (!wire_number(client->line.args[(guint) verb->payload + skip], G_MAXUINT32, &number))
        return "the payload length is no number";
    if (number > verb->payload_limit)
        return "the payload is longer than allowed";
    client->payload_length = number;
    return NULL;
}

static const char *
command_fault(Client *client, Wrong *wrong)
{
    const char *why = NULL;

    client->verb = verb_find(client->line.verb, client->role, client_number(client), &why);
    if (client->verb != NULL)
        return words_fault(client, wrong);
    *wrong = strcmp(client->line.verb, "INF") == 0 || strcmp(client->line.verb, "PNG") == 0
                 ? WRONG_CLOSE
                 : WRONG_SILENT;
    return why;
}

/* Living services take lower case and doubled spaces; it stays an error of the client's. */
static gboolean
client_tolerate(Client *client, const char *why)
{
    if (!options()->living || !client->line.readable)
        return FALSE;
    log_bad(client_label(client), client->raw, strlen(client->raw), "%s", why);
    for (char *p = client->line.verb; *p != '\0'; p++)
        *p = g_ascii_toupper(*p);
    return TRUE;
}

/* TRUE when the line stands and may run, or waits for its payload. */
static gboolean
client_take_line(Client *client, const char *bytes, gsize length)
{
    Wrong wrong = WRONG_SILENT;
    const char *why = NULL;
    gsize bare = length - 1; /* without LF */
    gboolean crlf = bare > 0 && bytes[bare - 1] == '\r';

    if (crlf)
        bare--;
    client->raw = g_strndup(bytes, bare);
    client_log(client, "C", bytes, bare);
    if (!crlf)
        log_bad(client_label(client), bytes, bare, "line ends in LF without CR");
    if (!wire_split(bytes, bare, &client->line, &why) && !client_tolerate(client, why)) {
        /* An empty line jams a living service for good. */
        client->jammed = options()->living && bare == 0;
        client_refuse(client, why, WRONG_SILENT);
        return FALSE;
    }
    why = command_fault(client, &wrong);
    if (why == NULL)
        return TRUE;
    client_refuse(client, why, wrong);
    return FALSE;
}

/* ---- the stream ---- */

/* Returns how much was used; the command may have run. */
static gsize
client_read_line(Client *client, const char *bytes, gsize length)
{
    const char *lf = memchr(bytes, '\n', MIN(length, LINE_LIMIT));

    if (lf == NULL) {
        if (length >= LINE_LIMIT) {
            log_bad(client_label(client), bytes, 80, "line longer than %d bytes", LINE_LIMIT);
            client_close(client);
        }
        return 0;
    }
    gsize used = (gsize) (lf - bytes) + 1;

    if (client_take_line(client, bytes, used) && client->payload_length == 0)
        client_run(client, "");
    return used;
}

static gsize
client_read_payload(Client *client, const char *bytes, gsize length)
{
    gsize used = client->payload_length;

    if (length < used)
        return 0;
    if (!client->delayed)
        client_log(client, "C|", bytes, used);
    return client_run(client, bytes) ? used : 0;
}

gsize
client_received(gpointer user, const char *bytes, gsize length)
{
    Client *client = client_ref(user);
    gsize used = 0;

    /* A command without payload that was delayed: its line is used up already. */
    if (client->verb != NULL && client->payload_length == 0)
        client_run(client, "");
    if (client->link == NULL || length == 0)
        used = 0;
    else if (client->jammed)
        used = length;
    else if (client->verb != NULL)
        used = client_read_payload(client, bytes, length);
    else
        used = client_read_line(client, bytes, length);
    client_unref(client);
    return used;
}
