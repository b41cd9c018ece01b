/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The connection over which clients older than 6.0 move a file (MSNFTP): getting it, saying who one is, blocks of data.
 * Knows both roles, whoever of the two listens; refuses to know how the transfer was agreed on and what is in the file.
 */
#include "msnp/msnftp.h"

#include <string.h>
#include <openssl/crypto.h>
#include "msnp/limits.h"
#include "msnp/secret.h"

/* A block: its kind, its length in two bytes, and that many bytes. */
#define BLOCK_HEADER 3
#define BLOCK_DATA   0
#define BLOCK_END    1

/* Bytes in a block: some clients insist on full ones of this size. */
#define BLOCK_SIZE 2045

/* Blocks that are read from the file, and written, at a time. */
#define BLOCKS_AT_ONCE 16

/* What BYE says. */
#define BYE_SENT              16777987
#define BYE_RECEIVED          16777989
#define BYE_RECEIVER_CANCELS  G_GUINT64_CONSTANT(2164261682)
#define BYE_TIMED_OUT         G_GUINT64_CONSTANT(2164261694)

typedef enum {
    FTP_WAITING, /* for a connection, either way */
    FTP_TALKING, /* connected, and no data yet */
    FTP_MOVING,
    FTP_ENDING, /* all of it has gone or come: only the good-bye is missing */
    FTP_OVER,
} FtpState;

struct _MsnpFtp {
    MsnpCore *core;
    const MsnpFtpOwner *klass;
    gpointer owner;
    gboolean sending;
    guint64 size;
    char *receiver;
    char *auth;
    MsnpLink *link;
    GPtrArray *addresses; /* those not tried yet; NULL if we listen */
    FtpState state;
    guint64 deadline; /* when nothing has happened for too long; 0 for never */
    guint64 moved;    /* bytes that have gone or come */
    guint64 wanted;   /* sending: up to where it was asked for */
    gsize queued;     /* sending: bytes written since there was room last */
    gboolean greeted; /* VER has been answered */
    gboolean known;   /* sending: he has said who he is */
    gsize block;      /* receiving: what is to come of the block that has begun */
    gboolean in_block;
};

static void
ftp_say(MsnpFtp *ftp, const char *line, const MsnpSpan *secret)
{
    if (ftp->link && ftp->state != FTP_WAITING)
        msnp_link_send_bytes(ftp->link, line, strlen(line), secret);
}

/* ---- the end ---- */

static void
ftp_close(MsnpFtp *ftp)
{
    ftp->state = FTP_OVER;
    ftp->deadline = 0;
    msnp_link_close(ftp->link);
    ftp->link = NULL;
}

/* The owner frees it. What goes wrong after the last byte came is no failure. */
static void
ftp_end(MsnpFtp *ftp, MsnpError error)
{
    gboolean whole = ftp->state == FTP_ENDING && !ftp->sending;

    if (ftp->state == FTP_OVER)
        return;
    ftp_close(ftp);
    ftp->klass->over(ftp->owner, whole ? MSNP_ERROR_NONE : error);
}

static void
ftp_end_saying(MsnpFtp *ftp, MsnpError error, const char *line)
{
    ftp_say(ftp, line, NULL);
    ftp_end(ftp, error);
}

/* ---- sending data ---- */

static void
send_more(MsnpFtp *ftp)
{
    guint64 left = ftp->size - ftp->wanted;
    gsize len = (gsize) MIN(left, BLOCKS_AT_ONCE * BLOCK_SIZE);

    if (ftp->state != FTP_MOVING || ftp->wanted > ftp->moved || ftp->queued >= MSNP_DIRECT_QUEUE || len == 0)
        return;
    ftp->wanted += len;
    ftp->klass->want(ftp->owner, ftp->moved, len);
}

/* The end block follows the last byte; he says good-bye then. */
static void
send_end(MsnpFtp *ftp)
{
    static const guint8 end[BLOCK_HEADER] = {BLOCK_END, 0, 0};

    msnp_link_send_bytes(ftp->link, end, sizeof(end), NULL);
    ftp->state = FTP_ENDING;
    ftp->deadline = ftp->core->now + MSNP_FTP_TIMEOUT;
}

void
msnp_ftp_feed(MsnpFtp *ftp, const guint8 *data, gsize len)
{
    g_autoptr(GByteArray) out = NULL;
    gsize n;

    if (ftp->state != FTP_MOVING || len != ftp->wanted - ftp->moved)
        return;
    ftp->moved += len;
    ftp->deadline = ftp->core->now + MSNP_FTP_TIMEOUT;
    out = g_byte_array_new();
    for (; len > 0; data += n, len -= n) {
        guint8 header[BLOCK_HEADER];

        n = MIN(len, BLOCK_SIZE);
        header[0] = BLOCK_DATA;
        header[1] = (guint8) n;
        header[2] = (guint8) (n >> 8);
        g_byte_array_append(out, header, BLOCK_HEADER);
        g_byte_array_append(out, data, (guint) n);
    }
    ftp->queued += out->len;
    msnp_link_send_bytes(ftp->link, out->data, out->len, NULL);
    if (ftp->moved == ftp->size)
        send_end(ftp);
    else
        send_more(ftp);
}

/* ---- what is said to the sender ---- */

static void
sender_version(MsnpFtp *ftp, const char *argument)
{
    if (!ftp->greeted)
        ftp_say(ftp, "VER MSNFTP\r\n", NULL);
    ftp->greeted = TRUE;
}

/* Whoever comes says who he is and proves it by the cookie. */
static void
sender_user(MsnpFtp *ftp, const char *argument)
{
    g_auto(GStrv) words = g_strsplit(argument, " ", 3);
    gsize len = strlen(ftp->auth);
    g_autofree char *line = NULL;

    if (ftp->state != FTP_TALKING) /* a line has no place among the blocks */
        return;
    if (g_strv_length(words) < 2 || !msnp_wire_handle(words[0]) || strcmp(words[0], ftp->receiver) ||
        strlen(words[1]) != len || CRYPTO_memcmp(words[1], ftp->auth, len) != 0) {
        msnp_core_debug(ftp->core, "MSNFTP: somebody else came: closed");
        ftp_end(ftp, MSNP_ERROR_DAMAGED);
        return;
    }
    ftp->known = TRUE;
    line = g_strdup_printf("FIL %" G_GUINT64_FORMAT "\r\n", ftp->size);
    ftp_say(ftp, line, NULL);
}

static void
sender_transfer(MsnpFtp *ftp, const char *argument)
{
    if (!ftp->known || ftp->state != FTP_TALKING)
        return;
    ftp->state = FTP_MOVING;
    ftp->klass->begun(ftp->owner);
    if (ftp->size == 0)
        send_end(ftp);
    else
        send_more(ftp);
}

/* ---- what is said to the receiver ---- */

static void
receiver_version(MsnpFtp *ftp, const char *argument)
{
    g_autofree char *line = NULL;
    MsnpSpan secret;

    if (ftp->greeted)
        return;
    ftp->greeted = TRUE;
    line = g_strdup_printf("USR %s %s\r\n", ftp->receiver, ftp->auth);
    secret.len = strlen(ftp->auth);
    secret.start = strlen(line) - 2 - secret.len;
    ftp_say(ftp, line, &secret);
}

/* All is here; the end block may still come. */
static void
receiver_done(MsnpFtp *ftp)
{
    ftp->state = FTP_ENDING;
    ftp->deadline = ftp->core->now + MSNP_BYE_TIMEOUT;
    ftp->klass->done(ftp->owner);
}

static void
receiver_bye(MsnpFtp *ftp)
{
    g_autofree char *line = g_strdup_printf("BYE %u\r\n", BYE_RECEIVED);

    ftp_end_saying(ftp, MSNP_ERROR_NONE, line);
}

static void
receiver_file(MsnpFtp *ftp, const char *argument)
{
    guint64 size;

    if (!ftp->greeted)
        return;
    if (!msnp_wire_number(argument, G_MAXUINT64, &size) || size != ftp->size) {
        ftp_end_saying(ftp, MSNP_ERROR_DAMAGED, "CCL\r\n");
        return;
    }
    ftp_say(ftp, "TFR\r\n", NULL);
    ftp->state = FTP_MOVING;
    ftp->klass->begun(ftp->owner);
    if (ftp->size == 0)
        receiver_done(ftp);
}

/* ---- what is said to both ---- */

static void
either_cancelled(MsnpFtp *ftp, const char *argument)
{
    ftp_end(ftp, MSNP_ERROR_CANCELLED);
}

static void
either_bye(MsnpFtp *ftp, const char *argument)
{
    guint64 code = 0;

    if (!msnp_wire_number(argument, G_MAXUINT32, &code))
        msnp_core_debug(ftp->core, "MSNFTP: BYE without a number");
    if (ftp->sending && ftp->state == FTP_ENDING && (code == BYE_RECEIVED || code == BYE_SENT)) {
        ftp->klass->done(ftp->owner);
        ftp_end(ftp, MSNP_ERROR_NONE);
    } else {
        ftp_end(ftp, code == BYE_TIMED_OUT ? MSNP_ERROR_NO_ANSWER : MSNP_ERROR_CANCELLED);
    }
}

static const struct {
    const char *verb;
    void (*to_sender)(MsnpFtp *ftp, const char *argument);
    void (*to_receiver)(MsnpFtp *ftp, const char *argument);
} lines[] = {
    {"VER", sender_version, receiver_version},
    {"USR", sender_user, NULL},
    {"FIL", NULL, receiver_file},
    {"TFR", sender_transfer, NULL},
    {"CCL", either_cancelled, either_cancelled},
    {"BYE", either_bye, either_bye},
};

static void
ftp_line(MsnpFtp *ftp, char *line)
{
    char *argument = strchr(line, ' ');
    guint i;

    if (argument)
        *argument++ = '\0';
    for (i = 0; i < G_N_ELEMENTS(lines); i++)
        if (!g_ascii_strcasecmp(lines[i].verb, line)) {
            void (*handle)(MsnpFtp *, const char *) = ftp->sending ? lines[i].to_sender : lines[i].to_receiver;

            if (handle)
                handle(ftp, argument ? argument : "");
            return;
        }
    msnp_core_debug(ftp->core, "MSNFTP: a line that is not known ignored");
}

/* ---- receiving data ---- */

static void
receive_bytes(MsnpFtp *ftp, const guint8 *data, gsize len)
{
    ftp->deadline = ftp->core->now + MSNP_FTP_TIMEOUT;
    ftp->moved += len;
    ftp->klass->data(ftp->owner, data, len);
    if (ftp->moved == ftp->size)
        receiver_done(ftp);
}

/* The end block ends what is whole, and cancels what is not. */
static void
receive_header(MsnpFtp *ftp, const guint8 *header)
{
    gsize len = (gsize) header[1] | (gsize) header[2] << 8;

    if (header[0] == BLOCK_END && ftp->state == FTP_ENDING) {
        receiver_bye(ftp);
    } else if (header[0] == BLOCK_END || !memcmp(header, "BYE", BLOCK_HEADER)) {
        ftp_end(ftp, MSNP_ERROR_CANCELLED);
    } else if (header[0] != BLOCK_DATA || len > ftp->size - ftp->moved) {
        ftp_end_saying(ftp, MSNP_ERROR_DAMAGED, "CCL\r\n");
    } else {
        ftp->block = len;
        ftp->in_block = len > 0;
    }
}

static gboolean
receive_step(MsnpFtp *ftp, MsnpInbuf *in)
{
    const guint8 *bytes = msnp_inbuf_take(in, ftp->in_block ? ftp->block : BLOCK_HEADER);

    if (!bytes)
        return FALSE;
    if (ftp->in_block) {
        ftp->in_block = FALSE;
        receive_bytes(ftp, bytes, ftp->block);
    } else {
        receive_header(ftp, bytes);
    }
    return TRUE;
}

/* ---- what the link tells ---- */

static gboolean
ftp_step(gpointer machine, MsnpInbuf *in)
{
    MsnpFtp *ftp = machine;
    char *line;
    gsize len;

    if (!ftp->sending && (ftp->state == FTP_MOVING || ftp->state == FTP_ENDING))
        return receive_step(ftp, in);
    switch (msnp_inbuf_line(in, &line, &len)) {
    case MSNP_INBUF_LINE:
        ftp_line(ftp, line);
        return TRUE;
    case MSNP_INBUF_LONG:
        ftp_end(ftp, MSNP_ERROR_DAMAGED);
        return TRUE;
    case MSNP_INBUF_MORE:
        break;
    }
    return FALSE;
}

/* The receiver speaks first, whoever of the two has connected. */
static void
ftp_up(gpointer machine)
{
    MsnpFtp *ftp = machine;

    ftp->state = FTP_TALKING;
    ftp->deadline = ftp->core->now + MSNP_FTP_TIMEOUT;
    if (!ftp->sending)
        ftp_say(ftp, "VER MSNFTP\r\n", NULL);
}

static const MsnpLinkClass ftp_class;

static void
ftp_try_next(MsnpFtp *ftp)
{
    ftp->deadline = ftp->core->now + MSNP_DIRECT_CONNECT_TIMEOUT;
    ftp->link = msnp_link_open_next(ftp->core, &ftp_class, ftp, ftp->addresses);
    if (!ftp->link)
        ftp_end(ftp, MSNP_ERROR_NO_WAY);
}

static void
ftp_ended(gpointer machine, MsnpError error, const char *detail)
{
    MsnpFtp *ftp = machine;

    ftp->link = NULL;
    if (ftp->state == FTP_WAITING && ftp->addresses)
        ftp_try_next(ftp);
    else
        ftp_end(ftp, ftp->state == FTP_WAITING ? MSNP_ERROR_NO_WAY : MSNP_ERROR_NO_ANSWER);
}

static void
ftp_room(gpointer machine)
{
    MsnpFtp *ftp = machine;

    ftp->queued = 0;
    if (ftp->sending)
        send_more(ftp);
}

static void
ftp_listening(gpointer machine, const MsnpAddresses *addresses)
{
    MsnpFtp *ftp = machine;

    ftp->klass->listening(ftp->owner, addresses);
}

static const MsnpLinkClass ftp_class = {
    .up = ftp_up, .ended = ftp_ended, .step = ftp_step, .room = ftp_room, .listening = ftp_listening};

/* ---- using it ---- */

MsnpFtp *
msnp_ftp_new(MsnpCore *core, const MsnpFtpOwner *klass, gpointer owner, const MsnpFtpDeal *deal)
{
    MsnpFtp *ftp = g_new0(MsnpFtp, 1);

    ftp->core = core;
    ftp->klass = klass;
    ftp->owner = owner;
    ftp->sending = deal->sending;
    ftp->size = deal->size;
    ftp->receiver = g_strdup(deal->receiver);
    ftp->auth = g_strdup(deal->auth);
    return ftp;
}

void
msnp_ftp_free(MsnpFtp *ftp)
{
    if (!ftp)
        return;
    msnp_link_close(ftp->link);
    if (ftp->addresses)
        g_ptr_array_free(ftp->addresses, TRUE);
    g_free(ftp->receiver);
    msnp_secret_free(ftp->auth);
    g_free(ftp);
}

void
msnp_ftp_connect(MsnpFtp *ftp, GPtrArray *addresses)
{
    ftp->addresses = addresses;
    ftp->deadline = ftp->core->now; /* begins at the next tick, when the owner has it */
}

void
msnp_ftp_listen(MsnpFtp *ftp)
{
    ftp->deadline = ftp->core->now + MSNP_FTP_LISTEN_TIMEOUT;
    ftp->link = msnp_link_listen(ftp->core, &ftp_class, ftp);
}

gboolean
msnp_ftp_is_met(const MsnpFtp *ftp)
{
    return ftp->state != FTP_WAITING;
}

/* A sender stops by the end block, where data was to come. */
void
msnp_ftp_stop(MsnpFtp *ftp, gboolean kept)
{
    guint64 code = kept && ftp->state == FTP_ENDING ? BYE_RECEIVED : BYE_RECEIVER_CANCELS;
    g_autofree char *line = g_strdup_printf("BYE %" G_GUINT64_FORMAT "\r\n", code);

    if (!ftp->link)
        return;
    if (!ftp->sending && ftp->state != FTP_WAITING)
        ftp_say(ftp, ftp->state == FTP_MOVING ? "CCL\r\n" : line, NULL);
    else if (ftp->state == FTP_MOVING)
        send_end(ftp);
    ftp_close(ftp);
}

/* ---- time ---- */

void
msnp_ftp_tick(MsnpFtp *ftp)
{
    if (ftp->deadline == 0 || ftp->core->now < ftp->deadline)
        return;
    if (ftp->state == FTP_WAITING && ftp->addresses) {
        msnp_link_close(ftp->link);
        ftp_try_next(ftp);
    } else if (ftp->state == FTP_ENDING && !ftp->sending) {
        receiver_bye(ftp);
    } else {
        ftp_end(ftp, ftp->state == FTP_WAITING ? MSNP_ERROR_NO_WAY : MSNP_ERROR_NO_ANSWER);
    }
}

guint64
msnp_ftp_deadline(const MsnpFtp *ftp)
{
    return ftp->deadline;
}
