/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an HTTP gateway answers to a link: each piece is a reply, an empty one is none, in which
 * time passes and something is written. */
#include "kit.h"

#include <string.h>

#include "purple/httpmsg.h"
#include "purple/tunnel.h"

#define URL   "http://gateway.example.com/gateway/gateway.dll"
#define START "POST /gateway/gateway.dll?"
#define WORD  "PNG\r\n"

/* One head, then only what was written: nothing of a reply gets between the lines. */
static void
check_request(const GString *text)
{
    const char *line = strstr(text->str, "\r\n"), *end = strstr(text->str, "\r\n\r\n");

    kit_promise(g_str_has_prefix(text->str, START) && end);
    kit_promise(g_str_has_prefix(line, "\r\nHost: gateway.example.com\r\n"));
    kit_promise(memcmp(line - strlen(" HTTP/1.1"), " HTTP/1.1", strlen(" HTTP/1.1")) == 0);
    for (const char *p = text->str + strlen(START); p < line - strlen(" HTTP/1.1"); p++)
        kit_promise(g_ascii_isgraph(*p));
    for (end += 4; *end; end += strlen(WORD))
        kit_promise(g_str_has_prefix(end, WORD));
}

static void
ask(MsnpTunnel *tunnel, guint64 now)
{
    gboolean due = msnp_tunnel_is_due(tunnel, now);
    GString *text = msnp_tunnel_next(tunnel, now);

    kit_promise((text != NULL) == due);
    if (!text)
        return;
    kit_promise(!msnp_tunnel_is_over(tunnel) && !msnp_tunnel_is_due(tunnel, now));
    check_request(text);
    msnp_http_request_free(text);
}

static void
answer(MsnpTunnel *tunnel, const guint8 *data, gsize len, guint64 now)
{
    g_autoptr(MsnpHttpParser) parser = msnp_http_parser_new();
    const MsnpHttpReply *reply;

    msnp_http_parser_set_body_max(parser, MSNP_TUNNEL_REPLY_MAX);
    if (msnp_http_parser_feed(parser, data, len) == MSNP_HTTP_MORE)
        msnp_http_parser_eof(parser);
    reply = msnp_http_parser_reply(parser);
    kit_promise(reply || !msnp_http_parser_may_go_on(parser));
    if (reply)
        kit_promise(msnp_tunnel_reply(tunnel, reply, now) == MSNP_TUNNEL_GOOD ||
                    msnp_tunnel_is_over(tunnel));
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(MsnpTunnel) tunnel = msnp_tunnel_new(URL, MSNP_LINK_SWITCHBOARD, "192.0.2.1");
    const guint8 *piece;
    gsize len;
    guint64 now = 0;

    if (size > 65536)
        return 0;
    msnp_tunnel_write(tunnel, WORD, strlen(WORD));
    ask(tunnel, now);
    while (kit_piece(&data, &size, &piece, &len)) {
        if (len > 0) {
            answer(tunnel, piece, len, now);
        } else {
            now = MAX(now, msnp_tunnel_deadline(tunnel));
            msnp_tunnel_write(tunnel, WORD, strlen(WORD));
        }
        ask(tunnel, now);
    }
    msnp_tunnel_leave(tunnel);
    return 0;
}
