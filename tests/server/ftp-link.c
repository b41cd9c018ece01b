/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the lines of MSNFTP on the connection between a puppet and a client, from both sides, and
 * how one stops in the middle. */
#include <string.h>

#include "ftp-transfer.h"
#include "log.h"
#include "wire.h"

#define LINE_LIMIT 300

/* What follows from a line; NULL, or what is wrong with it. */
typedef const char *(*Heard)(FtpTransfer *transfer, const char *rest);

/* ---- coming together ---- */

static gsize on_received(gpointer user, const char *bytes, gsize length);
static void on_closed(gpointer user);
static void on_drained(gpointer user);

static void
link_up(FtpTransfer *transfer, GSocketConnection *socket)
{
    static const LinkHandlers handlers = {on_received, on_closed, on_drained};

    transfer->link = link_new(socket, G_IO_STREAM(socket), &handlers, transfer);
    transfer->turn = TURN_VER;
    ftp_event(transfer, "msnftp-connected", "%s", "");
    if (!transfer->sends || transfer->manner->first)
        ftp_say(transfer, "VER", "MSNFTP");
}

/* Only the first who comes is let in. */
static void
on_met(gpointer user, GSocketConnection *socket)
{
    FtpTransfer *transfer = user;

    if (socket == NULL)
        ftp_event(transfer, "msnftp-unreachable", "%s", "");
    else if (transfer->link == NULL && !transfer->over)
        link_up(transfer, socket);
}

gboolean
ftp_listen(FtpTransfer *transfer)
{
    transfer->meet = meet_listen(&transfer->port, on_met, transfer);
    if (transfer->meet == NULL)
        return FALSE;
    if (transfer->manner->absent)
        ftp_listen_stop(transfer);
    return TRUE;
}

void
ftp_listen_stop(FtpTransfer *transfer)
{
    g_clear_pointer(&transfer->meet, meet_end);
}

void
ftp_connect(FtpTransfer *transfer, guint port)
{
    if (!transfer->manner->absent)
        transfer->meet = meet_dial(port, on_met, transfer);
}

static void
on_closed(gpointer user)
{
    FtpTransfer *transfer = user;

    /* Who closes himself forgets the link first. */
    if (transfer->link != NULL)
        ftp_event(transfer, "msnftp-closed", " %" G_GUINT64_FORMAT, transfer->moved);
    transfer->link = NULL;
}

/* ---- saying ---- */

void
ftp_say(FtpTransfer *transfer, const char *verb, const char *rest)
{
    const GString *other = g_hash_table_lookup(transfer->manner->says, verb);
    g_autoptr(GString) said = g_string_new(verb);

    if (other != NULL) {
        g_string_truncate(said, 0);
        g_string_append_len(said, other->str, (gssize) other->len);
        g_string_replace(said, "%A", transfer->auth != NULL ? transfer->auth : "", 0);
    } else {
        g_string_append_printf(said, "%s%s\r\n", rest[0] != '\0' ? " " : "", rest);
    }
    log_wire(transfer->label, "S", said->str, said->len);
    link_write(transfer->link, said->str, said->len);
}

void
ftp_hang_up(FtpTransfer *transfer)
{
    Link *link = transfer->link;

    ftp_listen_stop(transfer);
    if (link == NULL)
        return;
    transfer->link = NULL;
    link_close(link);
}

static void
stop_bye(FtpTransfer *transfer, const char *code)
{
    ftp_say(transfer, "BYE",
            code != NULL      ? code
            : transfer->sends ? FTP_SENDER_CANCELLED
                              : FTP_TAKER_CANCELLED);
    ftp_hang_up(transfer);
}

static void
stop_reset(FtpTransfer *transfer)
{
    Link *link = transfer->link;

    ftp_listen_stop(transfer);
    transfer->link = NULL;
    link_reset(link);
}

static const char *
stop_on_link(FtpTransfer *transfer, const FtpHow *how)
{
    static const char end[] = {1, 0, 0};

    switch (how->kind) {
    case HOW_CCL:
        link_write(transfer->link, "CCL\r\n", 5);
        ftp_hang_up(transfer);
        break;
    case HOW_BYE:
        stop_bye(transfer, how->code);
        break;
    case HOW_BLOCK:
        link_write(transfer->link, end, sizeof end);
        transfer->turn = TURN_BYE;
        break;
    case HOW_RESET:
        stop_reset(transfer);
        break;
    case HOW_HANG:
        link_hold(transfer->link);
        break;
    default:
        ftp_hang_up(transfer);
        break;
    }
    return NULL;
}

const char *
ftp_stop(FtpTransfer *transfer, const FtpHow *how)
{
    if (how->kind != HOW_CANCEL && transfer->link == NULL)
        return "there is no connection";
    if (how->kind == HOW_BLOCK && !transfer->sends)
        return "who takes a file sends no blocks";
    transfer->stopped = TRUE;
    ftp_event(transfer, "msnftp-stopped", " %" G_GUINT64_FORMAT, transfer->moved);
    if (how->kind == HOW_CANCEL)
        return ftp_say_cancel(transfer, how->code != NULL ? how->code : "FTTIMEOUT");
    return stop_on_link(transfer, how);
}

/* ---- hearing ---- */

static const char *
heard_ver(FtpTransfer *transfer, const char *rest)
{
    g_autofree char *user = g_strdup_printf("%s %s", transfer->puppet->mail, transfer->auth);

    if (strcmp(rest, "MSNFTP") != 0)
        return "the protocol is MSNFTP";
    if (!transfer->sends)
        ftp_say(transfer, "USR", user);
    else if (!transfer->manner->first)
        ftp_say(transfer, "VER", "MSNFTP");
    transfer->turn = transfer->sends ? TURN_USR : TURN_FIL;
    return NULL;
}

static const char *
heard_usr(FtpTransfer *transfer, const char *rest)
{
    g_auto(GStrv) words = g_strsplit(rest, " ", -1);
    g_autofree char *size = g_strdup_printf("%" G_GUINT64_FORMAT, transfer->size);

    if (g_strv_length(words) != 2)
        return "USR has an account and an AuthCookie";
    if (g_ascii_strcasecmp(words[0], transfer->peer->mail) != 0)
        return "USR of somebody else";
    if (g_strcmp0(words[1], transfer->auth) != 0)
        return "another AuthCookie";
    ftp_say(transfer, "FIL", size);
    transfer->turn = TURN_TFR;
    return NULL;
}

static const char *
heard_fil(FtpTransfer *transfer, const char *rest)
{
    const FtpManner *manner = transfer->manner;
    guint64 size;

    if (!wire_number(rest, G_MAXUINT64, &size) || size != transfer->announced)
        return "FIL is not the size of the INVITE";
    transfer->turn = TURN_DATA;
    if (manner->stops && manner->stop_at == 0) {
        ftp_stop(transfer, &manner->how);
        return NULL;
    }
    ftp_event(transfer, "msnftp-began", "%s", "");
    ftp_say(transfer, "TFR", "");
    return NULL;
}

static const char *
heard_tfr(FtpTransfer *transfer, const char *rest)
{
    if (rest[0] != '\0')
        return "TFR has no words";
    transfer->turn = TURN_BYE;
    ftp_event(transfer, "msnftp-began", "%s", "");
    ftp_data_send(transfer);
    return NULL;
}

/* The client gives up, or has all of it. */
static const char *
heard_bye(FtpTransfer *transfer, const char *rest)
{
    static const char *const taker[] = {FTP_SUCCESS,          "2147942405", FTP_TAKER_CANCELLED,
                                        FTP_SENDER_CANCELLED, "2164261694", NULL};
    static const char *const sender[] = {FTP_SENDER_CANCELLED, NULL};

    if (!g_strv_contains(transfer->sends ? taker : sender, rest))
        return "BYE has another code";
    ftp_event(transfer, "msnftp-bye", " %s", rest);
    if (strcmp(rest, FTP_SUCCESS) != 0) {
        transfer->over = TRUE;
        ftp_hang_up(transfer);
        return NULL;
    }
    if (!ftp_data_whole(transfer))
        return "success with a file that is not as announced";
    ftp_done(transfer);
    return NULL;
}

static const char *
heard_ccl(FtpTransfer *transfer, const char *rest)
{
    if (!transfer->sends || rest[0] != '\0')
        return "CCL is for who takes a file, and has no words";
    transfer->over = TRUE;
    ftp_event(transfer, "msnftp-ccl", "%s", "");
    ftp_hang_up(transfer);
    return NULL;
}

static const struct {
    const char *verb;
    FtpTurn turn;
    gboolean any_time; /* from VER on */
    Heard heard;
} rows[] = {
    {"VER", TURN_VER, FALSE, heard_ver}, {"USR", TURN_USR, FALSE, heard_usr},
    {"FIL", TURN_FIL, FALSE, heard_fil}, {"TFR", TURN_TFR, FALSE, heard_tfr},
    {"BYE", TURN_BYE, TRUE, heard_bye},  {"CCL", TURN_BYE, TRUE, heard_ccl},
};

static const char *
line_heard(FtpTransfer *transfer, const char *line)
{
    gsize length = strcspn(line, " ");

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strlen(rows[i].verb) != length || strncmp(line, rows[i].verb, length) != 0)
            continue;
        if (rows[i].turn != transfer->turn && (!rows[i].any_time || transfer->turn == TURN_VER))
            return "it is not time for this";
        if (line[length] == ' ' && line[length + 1] == '\0')
            return "a blank at the end of a line";
        return rows[i].heard(transfer, line + length + (line[length] == ' ' ? 1 : 0));
    }
    return "a line that MSNFTP does not have";
}

/* Behind a line that gets an answer nothing follows but a goodbye. */
static gboolean
hasty(const FtpTransfer *transfer, const char *bytes, gsize length)
{
    const FtpManner *manner = transfer->manner;

    if (manner->first || g_hash_table_size(manner->says) > 0)
        return FALSE;
    return transfer->link != NULL && length > 0 && transfer->turn != TURN_BYE && bytes[0] != 'B' &&
           bytes[0] != 'C';
}

static gsize
line_received(FtpTransfer *transfer, const char *bytes, gsize length)
{
    const char *end = memchr(bytes, '\n', MIN(length, LINE_LIMIT));
    gsize used = end != NULL ? (gsize) (end - bytes) + 1 : length;
    const char *why = NULL;

    if (end == NULL && length < LINE_LIMIT)
        return 0;
    log_wire(transfer->label, "C", bytes, used);
    if (end == NULL || used < 2 || bytes[used - 2] != '\r' || memchr(bytes, '\0', used) != NULL) {
        why = "a line ends in CRLF, and is short";
    } else {
        g_autofree char *line = g_strndup(bytes, used - 2);

        why = line_heard(transfer, line);
    }
    if (why == NULL && hasty(transfer, bytes + used, length - used))
        why = "does not wait for the answer";
    if (why != NULL) {
        ftp_bad(transfer, bytes, used, why);
        transfer->over = TRUE;
        ftp_hang_up(transfer);
    }
    return used;
}

static gsize
on_received(gpointer user, const char *bytes, gsize length)
{
    FtpTransfer *transfer = user;

    if (transfer->stopped && !transfer->sends)
        return length;
    return transfer->turn == TURN_DATA ? ftp_data_take(transfer, bytes, length)
                                       : line_received(transfer, bytes, length);
}

static void
on_drained(gpointer user)
{
    ftp_data_send(user);
}
