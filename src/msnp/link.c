/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One byte stream: its receive buffer, its outstanding TrIDs, and what is written to it. Knows how
 * commands become bytes and back; refuses to know what they mean: that is its machine's.
 */
#include "msnp/link.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/secret.h"

static MsnpLink *
link_new(MsnpCore *core, const MsnpLinkClass *klass, gpointer machine)
{
    MsnpLink *link = g_new0(MsnpLink, 1);

    link->core = core;
    link->klass = klass;
    link->machine = machine;
    link->id = core->next_link++;
    link->heard = core->now;
    link->next_trid = 1;
    g_ptr_array_add(core->links, link);
    return link;
}

MsnpLink *
msnp_link_listen(MsnpCore *core, const MsnpLinkClass *klass, gpointer machine)
{
    MsnpLink *link = link_new(core, klass, machine);

    msnp_actions_push(core->actions, MSNP_ACTION_LISTEN)->link = link->id;
    return link;
}

MsnpLink *
msnp_link_open(MsnpCore *core, const MsnpLinkClass *klass, gpointer machine, const char *host,
               guint16 port)
{
    MsnpLink *link = link_new(core, klass, machine);
    MsnpAction *action = msnp_actions_push(core->actions, MSNP_ACTION_CONNECT);

    action->link = link->id;
    action->number = klass->kind;
    action->host = msnp_actions_keep_str(core->actions, host);
    action->port = port;
    return link;
}

MsnpLink *
msnp_link_open_next(MsnpCore *core, const MsnpLinkClass *klass, gpointer machine, GPtrArray *addresses)
{
    char *host;
    guint16 port;

    while (addresses->len > 0) {
        g_autofree char *address = g_ptr_array_steal_index(addresses, 0);

        if (msnp_wire_address(address, &host, &port))
            return msnp_link_open(core, klass, machine, host, port);
    }
    return NULL;
}

static void
link_set_closed(MsnpLink *link)
{
    link->closed = TRUE;
    link->core->closed_links++;
}

void
msnp_link_close(MsnpLink *link)
{
    if (!link || link->closed)
        return;
    link_set_closed(link);
    msnp_actions_push(link->core->actions, MSNP_ACTION_CLOSE)->link = link->id;
}

static MsnpTraffic *
link_traffic(MsnpLink *link)
{
    if (!link->traffic)
        link->traffic = g_new0(MsnpTraffic, 1);
    return link->traffic;
}

static MsnpTrans *
link_trans(const MsnpLink *link)
{
    return link->traffic ? link->traffic->trans : NULL;
}

static void
link_free_traffic(MsnpLink *link)
{
    if (!link->traffic)
        return;
    msnp_inbuf_clear(&link->traffic->in);
    msnp_trans_free(link->traffic->trans);
    g_free(link->traffic->end_detail);
    g_clear_pointer(&link->traffic, g_free);
}

/* What was received has been dealt with, and nobody points to it. */
static void
link_settle(MsnpLink *link)
{
    MsnpTraffic *traffic = link->traffic;

    if (!traffic || traffic->want_payload || !msnp_inbuf_is_empty(&traffic->in))
        return;
    msnp_inbuf_clear(&traffic->in);
    if (!traffic->trans && !link->ended)
        link_free_traffic(link);
}

static void
link_free(MsnpLink *link)
{
    g_queue_remove(&link->core->ready, link);
    link_free_traffic(link);
    g_free(link);
}

/* ---- writing ---- */

/* Where the last n words of a line (without its end) begin. */
static gsize
link_secret_start(const char *line, gsize len, guint n)
{
    while (n > 0 && len > 0)
        if (line[--len] == ' ')
            n--;
    return line[len] == ' ' ? len + 1 : len;
}

/* data is the actions' own. */
static void
link_write_kept(MsnpLink *link, const guint8 *data, gsize len, const MsnpSpan *secret)
{
    MsnpActions *actions = link->core->actions;
    MsnpSpan *span = NULL;
    MsnpAction *action;

    if (secret) {
        span = msnp_actions_alloc(actions, sizeof(*span));
        *span = *secret;
    }
    action = msnp_actions_push(actions, MSNP_ACTION_WRITE);
    action->link = link->id;
    action->data = data;
    action->len = len;
    action->secrets = span;
    action->n_secrets = span ? 1 : 0;
}

void
msnp_link_send_bytes(MsnpLink *link, const void *data, gsize len, const MsnpSpan *secret)
{
    link_write_kept(link, (const guint8 *) msnp_actions_keep(link->core->actions, data, len), len, secret);
}

/* Queues the bytes of line (which gets its CRLF here) and of a payload, which the caller puts where this returns, in
 * one write: some servers take each read for whole commands. */
static guint8 *
link_write(MsnpLink *link, GString *line, const MsnpSpan *secret, gsize payload_len)
{
    guint8 *bytes;

    g_string_append(line, "\r\n");
    bytes = msnp_actions_alloc(link->core->actions, line->len + payload_len);
    memcpy(bytes, line->str, line->len);
    link_write_kept(link, bytes, line->len + payload_len, secret);
    msnp_wipe(line->str, line->len);
    return bytes + line->len;
}

static guint32
link_next_trid(MsnpLink *link, const MsnpAsk *ask, gpointer who, gboolean timed)
{
    guint32 trid = link->next_trid++;

    if (link->next_trid == 0)
        link->next_trid = 1;
    if (ask)
        msnp_trans_add(&link_traffic(link)->trans, trid, ask, who,
                       timed ? link->core->now + MSNP_REPLY_TIMEOUT : 0);
    return trid;
}

guint32
msnp_link_request(MsnpLink *link, const MsnpAsk *ask, gpointer who, guint secret, const char *verb,
                  const char *format, ...)
{
    g_autoptr(GString) line = g_string_sized_new(128);
    guint32 trid = link_next_trid(link, ask, who, TRUE);
    MsnpSpan span;
    va_list args;

    g_string_printf(line, "%s %u ", verb, trid);
    va_start(args, format);
    msnp_secret_append_vprintf(line, format, args);
    va_end(args);
    if (line->str[line->len - 1] == ' ') /* no arguments */
        g_string_truncate(line, line->len - 1);
    span.start = link_secret_start(line->str, line->len, secret);
    span.len = line->len - span.start;
    link_write(link, line, secret > 0 ? &span : NULL, 0);
    return trid;
}

/* A blank and a number. Of a file, this is asked for with each packet. */
static void
line_append_number(GString *line, gsize number)
{
    char word[24], *end = word + sizeof(word), *p = end;

    do
        *--p = (char) ('0' + number % 10);
    while ((number /= 10) > 0);
    *--p = ' ';
    g_string_append_len(line, p, end - p);
}

guint8 *
msnp_link_request_room(MsnpLink *link, const MsnpAsk *ask, gpointer who, gboolean timed, const char *verb,
                       const char *arguments, gsize len)
{
    g_autoptr(GString) line = g_string_sized_new(128);

    g_string_append(line, verb);
    line_append_number(line, link_next_trid(link, ask, who, timed));
    if (*arguments)
        g_string_append_c(line, ' ');
    g_string_append(line, arguments);
    line_append_number(line, len);
    return link_write(link, line, NULL, len);
}

void
msnp_link_request_payload(MsnpLink *link, const MsnpAsk *ask, gpointer who, gboolean timed, const char *verb,
                          const char *arguments, const void *payload, gsize len)
{
    guint8 *room = msnp_link_request_room(link, ask, who, timed, verb, arguments, len);

    if (len > 0)
        memcpy(room, payload, len);
}

guint32
msnp_link_request_proof(MsnpLink *link, const MsnpAsk *ask, gpointer who, const char *verb,
                        const char *argument, const char *proof)
{
    g_autoptr(GString) line = g_string_sized_new(128);
    guint32 trid = link_next_trid(link, ask, who, TRUE);
    MsnpSpan span = {0, strlen(proof)};

    g_string_printf(line, "%s %u %s %" G_GSIZE_FORMAT, verb, trid, argument, span.len);
    span.start = line->len + 2;
    memcpy(link_write(link, line, &span, span.len), proof, span.len);
    return trid;
}

void
msnp_link_send(MsnpLink *link, const char *text)
{
    g_autoptr(GString) line = g_string_new(text);

    link_write(link, line, NULL, 0);
}

guint8 *
msnp_link_send_frame(MsnpLink *link, gsize len, gboolean secret)
{
    guint8 *bytes = msnp_actions_alloc(link->core->actions, len + 4);
    const MsnpSpan all = {4, len};
    guint i;

    for (i = 0; i < 4; i++)
        bytes[i] = (guint8) (len >> (8 * i));
    link_write_kept(link, bytes, len + 4, secret ? &all : NULL);
    return bytes + 4;
}

void
msnp_link_forget_who(MsnpLink *link, gconstpointer who)
{
    if (link->traffic)
        msnp_trans_forget_who(&link->traffic->trans, who);
}

gboolean
msnp_link_awaits(const MsnpLink *link)
{
    return link_trans(link) != NULL;
}

void
msnp_link_fail_all(MsnpLink *link)
{
    if (link->traffic)
        msnp_trans_fail_all(&link->traffic->trans, MSNP_ERROR_LOST, 0);
}

gboolean
msnp_link_fail(MsnpLink *link, guint32 trid, MsnpError error)
{
    gpointer who;
    const MsnpAsk *ask = msnp_trans_find(link_trans(link), trid, &who);

    if (!ask)
        return FALSE;
    msnp_trans_remove(&link->traffic->trans, trid);
    if (ask->failed)
        ask->failed(who, error, 0);
    return TRUE;
}

/* ---- feeding ---- */

static MsnpLink *
core_link(const MsnpCore *core, guint i)
{
    return g_ptr_array_index(core->links, i);
}

MsnpLink *
msnp_link_find(const MsnpCore *core, guint id)
{
    guint low = 0, high = core->links->len;

    while (low < high) {
        guint middle = (low + high) / 2;

        if (core_link(core, middle)->id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < core->links->len && core_link(core, low)->id == id && !core_link(core, low)->closed
               ? core_link(core, low)
               : NULL;
}

static void
link_make_ready(MsnpLink *link)
{
    if (link->queued)
        return;
    link->queued = TRUE;
    g_queue_push_tail(&link->core->ready, link);
}

void
msnp_link_feed(MsnpLink *link, const void *data, gsize len)
{
    if (link->up)
        link->heard = link->core->now;
    link->fed += (guint32) len;
    msnp_inbuf_append(&link_traffic(link)->in, data, len);
    link_make_ready(link);
}

void
msnp_link_set_up(MsnpLink *link)
{
    if (link->up)
        return;
    link->up = TRUE;
    link->klass->up(link->machine);
}

void
msnp_link_set_room(MsnpLink *link)
{
    if (link->klass->room)
        link->klass->room(link->machine);
}

void
msnp_link_set_listening(MsnpLink *link, const MsnpAddresses *addresses)
{
    if (link->klass->listening && !link->up)
        link->klass->listening(link->machine, addresses);
}

void
msnp_link_set_ended(MsnpLink *link, MsnpError error, const char *detail)
{
    if (link->ended)
        return;
    link->ended = TRUE;
    link_traffic(link)->end_error = error;
    link->traffic->end_detail = g_strdup(detail);
    link_make_ready(link);
}

/* ---- parsing ---- */

/* A line for the log, of a command that is already cut; secret words hidden. */
static void
link_trace(MsnpLink *link, const MsnpCommand *command)
{
    g_autoptr(GString) text = g_string_new(command->verb ? command->verb->name : NULL);
    guint i;

    if (!command->verb)
        g_string_printf(text, "%u", command->number);
    if (command->trid)
        g_string_append_printf(text, " %u", command->trid);
    for (i = 0; i < command->argc; i++)
        g_string_append_printf(text, " %s", command->verb && command->verb->secret == i + 1
                                                ? "***"
                                                : msnp_command_arg(command, i));
    msnp_wire_decode(text->str, text->len + 8);
    msnp_core_debug(link->core, "link %u < %s", link->id, text->str);
}

/* To whoever asked, else to the machine. */
static void
link_dispatch(MsnpLink *link, const MsnpCommand *command)
{
    gpointer who = NULL;
    const MsnpAsk *ask = command->trid ? msnp_trans_find(link_trans(link), command->trid, &who) : NULL;

    if (link->core->trace)
        link_trace(link, command);
    if (ask && command->number) {
        msnp_trans_remove(&link->traffic->trans, command->trid);
        if (ask->failed)
            ask->failed(who, MSNP_ERROR_SERVER, command->number);
    } else if (ask && command->verb && command->verb->id == ask->verb && ask->usable && !ask->usable(command)) {
        msnp_core_debug(link->core, "link %u: %s cut short ignored", link->id, command->verb->name);
    } else if (ask && command->verb && command->verb->id == ask->verb) {
        msnp_trans_remove(&link->traffic->trans, command->trid);
        if (ask->answered)
            ask->answered(who, command);
    } else {
        link->klass->command(link->machine, command);
    }
}

/* The whole command is there. */
static void
link_finish(MsnpLink *link, const guint8 *payload)
{
    link->traffic->want_payload = FALSE;
    link->traffic->command.payload = payload;
    link_dispatch(link, &link->traffic->command);
}

/* The end of what came: tell who waits, then the machine. */
static void
link_end(MsnpLink *link)
{
    link_set_closed(link);
    msnp_link_fail_all(link);
    link->klass->ended(link->machine, link->traffic->end_error, link->traffic->end_detail);
}

/* It ends because we want it to. */
static void
link_drop(MsnpLink *link, MsnpError error)
{
    link_traffic(link)->end_error = error;
    msnp_actions_push(link->core->actions, MSNP_ACTION_CLOSE)->link = link->id;
    link_end(link);
}

/* "QNG 60" from a server that forgets the line end: what follows the digits is the next command. The
 * digits are given up, as they have no end of their own. Returns the length of the line. */
static gsize
link_mend_qng(MsnpLink *link, char *line, gsize len)
{
    gsize i;

    if (len < 5 || line[0] != 'Q' || strncmp(line, "QNG ", 4) != 0)
        return len;
    for (i = 4; i < len && g_ascii_isdigit(line[i]); i++)
        ;
    if (i == 4 || i == len || !g_ascii_isupper(line[i]))
        return len;
    msnp_inbuf_unread(&link->traffic->in, line + i, len - i);
    line[3] = '\0';
    return 3;
}

static void
link_line(MsnpLink *link, char *line, gsize len)
{
    MsnpCore *core = link->core;
    MsnpCommand *command = &link->traffic->command;
    const MsnpDialect *dialect = core->dialect;

    len = link_mend_qng(link, line, len);
    switch (msnp_wire_parse(line, len, link->klass->kind, dialect ? dialect->number : 0, command)) {
    case MSNP_WIRE_EMPTY:
        msnp_core_debug(core, "link %u: empty line ignored", link->id);
        return;
    case MSNP_WIRE_UNKNOWN:
        msnp_core_debug(core, "link %u: unknown command ignored", link->id);
        return;
    case MSNP_WIRE_BAD:
        msnp_core_debug(core, "link %u: malformed %s ignored", link->id,
                        command->verb ? command->verb->name : "error");
        return;
    case MSNP_WIRE_OK:
        break;
    }
    if (command->payload_len > link->klass->payload_limit) {
        msnp_core_debug(core, "link %u: %s announces %" G_GSIZE_FORMAT " bytes", link->id,
                        command->verb ? command->verb->name : "error", command->payload_len);
        link_drop(link, MSNP_ERROR_PROTOCOL);
    } else if (command->payload_len > 0) {
        link->traffic->want_payload = TRUE;
        msnp_inbuf_hold(&link->traffic->in, command->line);
    } else {
        link_finish(link, command->verb && command->verb->payload ? (const guint8 *) "" : NULL);
    }
}

/* The payload of the command that was read last; FALSE while it is not all here. */
static gboolean
link_payload(MsnpLink *link)
{
    MsnpTraffic *traffic = link->traffic;
    const guint8 *payload = msnp_inbuf_take(&traffic->in, traffic->command.payload_len);

    if (!payload)
        return FALSE;
    traffic->command.line = msnp_inbuf_held(&traffic->in);
    link_finish(link, payload);
    return TRUE;
}

/* One frame; FALSE if there is no whole one. */
static gboolean
link_step_frame(MsnpLink *link)
{
    MsnpTraffic *traffic = link->traffic;
    const guint8 *bytes;

    if (!traffic->want_payload) {
        bytes = msnp_inbuf_take(&traffic->in, 4);
        if (!bytes)
            return FALSE;
        traffic->frame_len = (gsize) bytes[0] | (gsize) bytes[1] << 8 | (gsize) bytes[2] << 16 | (gsize) bytes[3] << 24;
        traffic->want_payload = TRUE;
    }
    if (traffic->frame_len > link->klass->payload_limit) {
        link_drop(link, MSNP_ERROR_PROTOCOL);
        return TRUE;
    }
    bytes = msnp_inbuf_take(&traffic->in, traffic->frame_len);
    if (!bytes)
        return FALSE;
    traffic->want_payload = FALSE;
    link->klass->frame(link->machine, bytes, traffic->frame_len);
    return TRUE;
}

/* One command of this link; FALSE if there is no whole one. */
static gboolean
link_step(MsnpLink *link)
{
    char *line;
    gsize len;

    if (!link->traffic)
        return FALSE;
    if (link->klass->step)
        return link->klass->step(link->machine, &link->traffic->in);
    if (link->klass->frame)
        return link_step_frame(link);
    if (link->traffic->want_payload)
        return link_payload(link);
    switch (msnp_inbuf_line(&link->traffic->in, &line, &len)) {
    case MSNP_INBUF_LINE:
        link_line(link, line, len);
        return TRUE;
    case MSNP_INBUF_LONG:
        msnp_core_debug(link->core, "link %u: over-long line skipped", link->id);
        return TRUE;
    case MSNP_INBUF_MORE:
        break;
    }
    return FALSE;
}

gboolean
msnp_links_step(MsnpCore *core, gboolean held)
{
    MsnpLink *link = g_queue_peek_head(&core->ready);

    if (!link)
        return FALSE;
    if (!link->closed && link_step(link))
        return TRUE;
    g_queue_pop_head(&core->ready);
    link->queued = FALSE;
    if (!held)
        link_settle(link);
    if (!link->closed && link->ended)
        link_end(link);
    return TRUE;
}

/* ---- time ---- */

void
msnp_links_tick(MsnpCore *core)
{
    guint i, n = core->links->len; /* who is told of a failure may open more */

    for (i = 0; i < n; i++) {
        MsnpLink *link = core_link(core, i);

        if (link->closed)
            continue;
        if (link->traffic)
            msnp_trans_expire(&link->traffic->trans, core->now);
        if (!link->up && !link->closed && !link->ended && core->now >= link->heard + MSNP_CONNECT_TIMEOUT)
            link_drop(link, MSNP_ERROR_CONNECT);
    }
}

guint64
msnp_links_deadline(const MsnpCore *core)
{
    guint64 deadline = 0;
    guint i;

    for (i = 0; i < core->links->len; i++) {
        const MsnpLink *link = core_link(core, i);

        if (link->closed || link->ended)
            continue;
        deadline = msnp_earlier(deadline, msnp_trans_deadline(link_trans(link)));
        if (!link->up)
            deadline = msnp_earlier(deadline, link->heard + MSNP_CONNECT_TIMEOUT);
    }
    return deadline;
}

void
msnp_links_bury(MsnpCore *core)
{
    guint i, n = 0;

    if (core->closed_links == 0)
        return;
    core->closed_links = 0;
    for (i = 0; i < core->links->len; i++)
        if (core_link(core, i)->closed)
            link_free(core_link(core, i));
        else
            g_ptr_array_index(core->links, n++) = core_link(core, i);
    g_ptr_array_set_size(core->links, (gint) n);
}

void
msnp_links_fail_all(MsnpCore *core)
{
    guint i, n = core->links->len; /* likewise */

    for (i = 0; i < n; i++)
        msnp_link_fail_all(core_link(core, i));
}

void
msnp_links_close_all(MsnpCore *core)
{
    guint i;

    for (i = 0; i < core->links->len; i++)
        msnp_link_close(core_link(core, i));
}
