/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the blocks in which MSNFTP moves a file: honest and other ones of a puppet, and what is
 * wrong with those of a client. */
#include <string.h>

#include "ftp-transfer.h"
#include "p2p-object.h"

#define HEAD        3
#define BLOCK       2045
#define QUEUE_BYTES 65536

/* ---- sending ---- */

static guint64
total_of(const FtpTransfer *transfer)
{
    const FtpManner *manner = transfer->manner;

    return transfer->size + manner->more - MIN(transfer->size, manner->less);
}

static void
write_block(FtpTransfer *transfer, guint64 type, gsize length)
{
    g_autofree char *block = g_malloc(HEAD + length);

    block[0] = (char) type;
    block[1] = (char) (length & 0xff);
    block[2] = (char) (length >> 8);
    for (gsize i = 0; i < length; i++)
        block[HEAD + i] = (char) p2p_filler(transfer->moved + i);
    g_checksum_update(transfer->sum, (const guchar *) block + HEAD, (gssize) length);
    link_write(transfer->link, block, HEAD + length);
    transfer->moved += length;
}

/* The next block is as long as it can be before the end, or before where he stops. */
static void
send_block(FtpTransfer *transfer)
{
    const FtpManner *manner = transfer->manner;
    guint64 most = manner->block > 0 ? manner->block : BLOCK;
    guint64 left = total_of(transfer) - transfer->moved;

    if (manner->stops && manner->stop_at > transfer->moved)
        left = MIN(left, manner->stop_at - transfer->moved);
    if (transfer->moved == 0 && manner->empty)
        write_block(transfer, 0, 0);
    write_block(transfer, transfer->moved == 0 ? manner->type : 0, (gsize) MIN(most, left));
}

static gboolean
stops_here(const FtpTransfer *transfer)
{
    return transfer->manner->stops && !transfer->stopped &&
           transfer->moved == transfer->manner->stop_at;
}

void
ftp_data_send(FtpTransfer *transfer)
{
    if (transfer->turn != TURN_BYE || !transfer->sends)
        return;
    while (transfer->link != NULL && !transfer->all && !transfer->stopped) {
        if (link_queued(transfer->link) > (stops_here(transfer) ? 0 : QUEUE_BYTES))
            return;
        if (stops_here(transfer)) {
            ftp_stop(transfer, &transfer->manner->how);
        } else if (transfer->moved < total_of(transfer)) {
            send_block(transfer);
        } else {
            transfer->all = TRUE;
            if (!transfer->manner->no_end)
                link_write(transfer->link, "\1\0\0", HEAD);
        }
    }
}

gboolean
ftp_data_whole(const FtpTransfer *transfer)
{
    return transfer->all && transfer->moved == transfer->announced &&
           link_queued(transfer->link) == 0 && transfer->manner->type == 0 &&
           !g_hash_table_contains(transfer->manner->says, "FIL");
}

/* ---- taking ---- */

static const char *
data_fault(const FtpTransfer *transfer, gsize length)
{
    guint64 left = transfer->announced - transfer->moved;

    if (length == 0 || length > BLOCK)
        return "a block has 1 to 2045 bytes";
    if (length > left)
        return "more data than announced";
    return length < BLOCK && length < left ? "a block that is not full in front of the last" : NULL;
}

static void
end_heard(FtpTransfer *transfer)
{
    if (transfer->moved == transfer->announced) {
        ftp_say(transfer, "BYE", FTP_SUCCESS);
        ftp_done(transfer);
        return;
    }
    transfer->over = TRUE;
    ftp_event(transfer, "msnftp-ended", " %" G_GUINT64_FORMAT, transfer->moved);
    ftp_say(transfer, "BYE", FTP_SENDER_CANCELLED);
    ftp_hang_up(transfer);
}

static void
data_heard(FtpTransfer *transfer, const char *data, gsize length)
{
    const FtpManner *manner = transfer->manner;

    g_checksum_update(transfer->sum, (const guchar *) data, (gssize) length);
    transfer->moved += length;
    if (manner->stops && !transfer->stopped && transfer->moved >= manner->stop_at)
        ftp_stop(transfer, &manner->how);
}

static const char *
block_fault(const FtpTransfer *transfer, guint type, gsize length)
{
    if (type > 1)
        return "a block is of type 0 or 1";
    if (type == 1)
        return length == 0 ? NULL : "the last block has a length";
    return data_fault(transfer, length);
}

gsize
ftp_data_take(FtpTransfer *transfer, const char *bytes, gsize length)
{
    if (length < HEAD)
        return 0;
    gsize count = (guchar) bytes[1] + 256 * (gsize) (guchar) bytes[2];
    const char *why = block_fault(transfer, (guchar) bytes[0], count);

    if (why != NULL) {
        ftp_bad(transfer, bytes, HEAD, why);
        transfer->over = TRUE;
        ftp_hang_up(transfer);
        return length;
    }
    if (length < HEAD + count)
        return 0;
    if (bytes[0] == 0) {
        data_heard(transfer, bytes + HEAD, count);
        return HEAD + count;
    }
    end_heard(transfer);
    if (length > HEAD)
        ftp_bad(transfer, bytes + HEAD, MIN(length - HEAD, HEAD),
                "something follows the last block");
    return HEAD;
}
