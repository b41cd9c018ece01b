/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Replies of web servers while one signs in: pieces are taken apart as they come from the network,
 * and what comes of them ends the job that waits. The first byte chooses the job. */
#include "kit.h"

#include <string.h>

#include "purple/httpmsg.h"

/* One reply, fed in two parts; an empty piece is a connection that fails. */
static void
feed_reply(Drive *drive, guint job, const guint8 *data, gsize len)
{
    MsnpHttpReply failed = {.end = MSNP_ERROR_PASSPORT_CONNECT, .detail = "no route"};
    g_autoptr(MsnpHttpParser) parser = msnp_http_parser_new();
    g_autofree char *name = g_strdup_printf("%u", job);
    gsize half = len / 2;
    MsnpHttpState state = msnp_http_parser_feed(parser, data, half);

    state = msnp_http_parser_feed(parser, data + half, len - half);
    if (state == MSNP_HTTP_MORE)
        state = msnp_http_parser_eof(parser);
    kit_promise((msnp_http_parser_reply(parser) != NULL) == (state == MSNP_HTTP_DONE));
    if (state == MSNP_HTTP_DONE)
        drive_end_job(drive, name, msnp_http_parser_reply(parser));
    else if (len == 0)
        drive_end_job(drive, name, &failed);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static const char *const starts[] = {"parts/nexus-msnp9.part", "parts/login-msnp9.part"};
    const guint8 *piece;
    gsize len;
    Drive *drive;

    if (size == 0 || size > 65536)
        return 0;
    drive = kit_begin(starts[*data % 2], NULL);
    size--;
    for (guint job = 1 + *data++ % 2; kit_piece(&data, &size, &piece, &len); job++) {
        if (!drive_tells_secret(drive, (const char *) piece, len))
            feed_reply(drive, job, piece, len);
    }
    kit_end(drive);
    return 0;
}
