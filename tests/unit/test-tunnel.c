/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A link as requests to the HTTP gateway: what is asked when, and what a reply may say. */
#include "purple/httpmsg.h"
#include "purple/tunnel.h"

#include <string.h>

#define URL  "http://gw.example/gateway/gateway.dll"
#define OPEN "VER 1 MSNP18 CVR0\r\n"

/* ---- addresses ---- */

static const struct {
    const char *own;
    const char *web;
    const char *nexus;
    const char *address; /* NULL: none */
} addresses[] = {
    {"", "", "https://n.example/rdr/pprdr.asp", "https://n.example:443/gateway/gateway.dll"},
    {NULL, NULL, "https://n.example:8443/x", "https://n.example:8443/gateway/gateway.dll"},
    {"", "https://w.example", "https://n.example/", "https://w.example:443/gateway/gateway.dll"},
    {"", "https://[::1]/", "", "https://[::1]:443/gateway/gateway.dll"},
    {"", "http://127.0.0.1:81/", "", "http://127.0.0.1:81/gateway/gateway.dll"},
    {"http://g.example", "https://w.example", "", "http://g.example/gateway/gateway.dll"},
    {"http://g.example:81/", "", "", "http://g.example:81/gateway/gateway.dll"},
    {"https://g.example/own.dll", "", "", "https://g.example/own.dll"},
    /* none, or not in the clear unless that was said */
    {"", "", "", NULL},
    {NULL, NULL, NULL, NULL},
    {"", "http://w.example", "https://n.example/", NULL},
    {"", "", "http://n.example/rdr/pprdr.asp", NULL},
    {"g.example", "https://w.example", "", NULL},
    {"ftp://g.example", "https://w.example", "", NULL},
    {"http://g.example/x?Action=open", "", "", NULL},
    {"http://g.example/x y", "", "", NULL},
    {"http://user:password@g.example", "", "", NULL},
};

static void
test_addresses(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(addresses); i++) {
        g_autofree char *address =
            msnp_tunnel_address(addresses[i].own, addresses[i].web, addresses[i].nexus);

        g_assert_cmpstr(address, ==, addresses[i].address);
    }
}

/* ---- requests ---- */

/* The next request, which has to be there, as its first line and its body. */
static void
expect(MsnpTunnel *tunnel, guint64 now, const char *target, const char *body)
{
    g_assert_true(msnp_tunnel_is_due(tunnel, now));
    GString *text = msnp_tunnel_next(tunnel, now);
    g_autofree char *line = g_strdup_printf("POST %s HTTP/1.1\r\n", target);
    g_autofree char *length = g_strdup_printf("\r\nContent-Length: %zu\r\n", strlen(body));
    const char *end = strstr(text->str, "\r\n\r\n");

    g_assert_true(g_str_has_prefix(text->str, line));
    g_assert_nonnull(strstr(text->str, "\r\nHost: gw.example\r\n"));
    g_assert_nonnull(strstr(text->str, length));
    g_assert_cmpstr(end + 4, ==, body);
    msnp_http_request_free(text);
    g_assert_false(msnp_tunnel_is_due(tunnel, now + 1)); /* one at a time */
    g_assert_null(msnp_tunnel_next(tunnel, now + 1));
}

static void
say(MsnpTunnel *tunnel, const char *text)
{
    msnp_tunnel_write(tunnel, text, strlen(text));
}

static MsnpTunnelNews
answer(MsnpTunnel *tunnel, guint64 now, guint status, const char *header, const char *body)
{
    const MsnpHttpHeader headers[] = {{"X-Other", "SessionID=x", FALSE},
                                      {"x-msn-messenger", header, FALSE}};
    const MsnpHttpReply reply = {.status = status,
                                 .headers = headers,
                                 .n_headers = header ? 2 : 1,
                                 .body = (const guint8 *) body,
                                 .body_len = strlen(body)};

    return msnp_tunnel_reply(tunnel, &reply, now);
}

static MsnpTunnel *
opened(void)
{
    MsnpTunnel *tunnel = msnp_tunnel_new(URL, MSNP_LINK_NOTIFICATION, "ns.example");

    say(tunnel, OPEN);
    expect(tunnel, 0, "/gateway/gateway.dll?Action=open&Server=NS&IP=ns.example", OPEN);
    g_assert_false(msnp_tunnel_is_open(tunnel));
    g_assert_cmpint(answer(tunnel, 0, 200, "SessionID=1.1; GW-IP=evil.example", "VER 1\r\n"), ==,
                    MSNP_TUNNEL_GOOD);
    g_assert_true(msnp_tunnel_is_open(tunnel));
    return tunnel;
}

#define SEND(id) "/gateway/gateway.dll?SessionID=" id
#define POLL(id) "/gateway/gateway.dll?Action=poll&SessionID=" id

/* Opened by the first bytes; the newest id; what was written meanwhile goes at once, in one. */
static void
test_requests(void)
{
    g_autoptr(MsnpTunnel) silent = msnp_tunnel_new(URL, MSNP_LINK_SWITCHBOARD, "::1");
    g_autoptr(MsnpTunnel) tunnel = opened();

    g_assert_false(msnp_tunnel_is_due(silent, 100000));
    g_assert_cmpuint(msnp_tunnel_deadline(silent), ==, 0);
    say(silent, "ANS 1\r\n");
    expect(silent, 0, "/gateway/gateway.dll?Action=open&Server=SB&IP=%3A%3A1", "ANS 1\r\n");
    g_assert_true(msnp_tunnel_is_dry(tunnel));
    say(tunnel, "A\r\n");
    expect(tunnel, 0, SEND("1.1"), "A\r\n");
    say(tunnel, "B\r\n");
    say(tunnel, "C\r\n");
    answer(tunnel, 0, 200, "SessionID=1.2", "");
    g_assert_false(msnp_tunnel_is_dry(tunnel));
    expect(tunnel, 0, SEND("1.2"), "B\r\nC\r\n");
    answer(tunnel, 0, 200, "SessionID=1.3", "");
    g_assert_true(msnp_tunnel_is_dry(tunnel));
}

/* No request grows without end, and none cuts a command that was written in one piece. */
static void
test_long_writes(void)
{
    g_autoptr(MsnpTunnel) tunnel = opened();
    g_autofree char *half = g_strnfill(MSNP_TUNNEL_POST_MAX / 2, 'h');
    g_autofree char *huge = g_strnfill(2 * MSNP_TUNNEL_POST_MAX, 'H');
    g_autofree char *both = g_strconcat(half, half, NULL);

    say(tunnel, half);
    say(tunnel, half);
    say(tunnel, huge);
    say(tunnel, half);
    expect(tunnel, 0, SEND("1.1"), both);
    answer(tunnel, 0, 200, "SessionID=1.1", "");
    expect(tunnel, 0, SEND("1.1"), huge);
    answer(tunnel, 0, 200, "SessionID=1.1", "");
    expect(tunnel, 0, SEND("1.1"), half);
}

/* ---- polls ---- */

/* At once after bytes, then more and more seldom. */
static void
test_polls(void)
{
    g_autoptr(MsnpTunnel) tunnel = opened();
    guint64 now = 0, last = 0;

    expect(tunnel, 0, POLL("1.1"), "");
    answer(tunnel, 0, 200, "SessionID=1.1", "");
    for (guint i = 0; i < 40; i++) {
        now = msnp_tunnel_deadline(tunnel);
        g_assert_cmpuint(now - last, >=, MSNP_TUNNEL_POLL_LEAST);
        g_assert_cmpuint(now - last, <=, MSNP_TUNNEL_POLL_MOST);
        g_assert_false(msnp_tunnel_is_due(tunnel, now - 1));
        expect(tunnel, now, POLL("1.1"), "");
        answer(tunnel, now, 200, "SessionID=1.1", "");
        last = now;
    }
    g_assert_cmpuint(msnp_tunnel_deadline(tunnel), ==, now + MSNP_TUNNEL_POLL_MOST);
    expect(tunnel, now + MSNP_TUNNEL_POLL_MOST, POLL("1.1"), "");
    answer(tunnel, now + MSNP_TUNNEL_POLL_MOST, 200, "SessionID=1.1", "NLN\r\n");
    expect(tunnel, now + MSNP_TUNNEL_POLL_MOST, POLL("1.1"), "");
}

/* A poll that a closed connection has swallowed is sent again, once; a command never is. */
static void
test_again(void)
{
    g_autoptr(MsnpTunnel) tunnel = opened();

    expect(tunnel, 0, POLL("1.1"), "");
    g_assert_true(msnp_tunnel_again(tunnel));
    expect(tunnel, 0, POLL("1.1"), "");
    g_assert_false(msnp_tunnel_again(tunnel));
    answer(tunnel, 0, 200, "SessionID=1.1", "");
    say(tunnel, "A\r\n");
    expect(tunnel, 0, SEND("1.1"), "A\r\n");
    g_assert_false(msnp_tunnel_again(tunnel));
}

static void
test_overdue(void)
{
    g_autoptr(MsnpTunnel) tunnel = opened();

    expect(tunnel, 10, POLL("1.1"), "");
    g_assert_cmpuint(msnp_tunnel_deadline(tunnel), ==, 10 + MSNP_TUNNEL_ANSWER);
    g_assert_false(msnp_tunnel_is_overdue(tunnel, 9 + MSNP_TUNNEL_ANSWER));
    g_assert_true(msnp_tunnel_is_overdue(tunnel, 10 + MSNP_TUNNEL_ANSWER));
}

/* ---- the end ---- */

static void
test_leaving(void)
{
    g_autoptr(MsnpTunnel) tunnel = opened(), said = opened();
    g_autoptr(MsnpTunnel) unopened = msnp_tunnel_new(URL, MSNP_LINK_NOTIFICATION, "ns.example");

    expect(tunnel, 0, POLL("1.1"), "");
    say(tunnel, "CHG\r\n");
    msnp_tunnel_leave(tunnel);
    say(tunnel, "too late\r\n");
    answer(tunnel, 0, 200, "SessionID=1.2", "");
    g_assert_false(msnp_tunnel_is_over(tunnel));
    expect(tunnel, 0, SEND("1.2"), "CHG\r\nOUT\r\n");
    answer(tunnel, 0, 200, "SessionID=1.3", "");
    g_assert_true(msnp_tunnel_is_over(tunnel));
    g_assert_null(msnp_tunnel_next(tunnel, 100000));
    say(said, "OUT\r\n");
    msnp_tunnel_leave(said);
    expect(said, 0, SEND("1.1"), "OUT\r\n");
    say(unopened, OPEN);
    msnp_tunnel_leave(unopened);
    g_assert_true(msnp_tunnel_is_over(unopened));
}

/* ---- what replies may say ---- */

#define ID_64  "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define ID_256 ID_64 ID_64 ID_64 ID_64

static const struct {
    guint status;
    const char *header; /* NULL: there is none */
    MsnpTunnelNews open; /* of the first reply */
    MsnpTunnelNews later;
} replies[] = {
    {200, "SessionID=1.2", MSNP_TUNNEL_GOOD, MSNP_TUNNEL_GOOD},
    {200, "sessionid=1.2 ;session=CLOSE", MSNP_TUNNEL_CLOSED, MSNP_TUNNEL_CLOSED},
    {200, "Session=close", MSNP_TUNNEL_CLOSED, MSNP_TUNNEL_CLOSED},
    {200, "Session=closed; SessionID=1.2", MSNP_TUNNEL_GOOD, MSNP_TUNNEL_GOOD},
    {200, ";;; GW-IP=1.2.3.4;SessionID=f0e1-d2~_", MSNP_TUNNEL_GOOD, MSNP_TUNNEL_GOOD},
    {200, "SessionID=" ID_256, MSNP_TUNNEL_GOOD, MSNP_TUNNEL_GOOD},
    {200, "GW-IP=1.2.3.4", MSNP_TUNNEL_NONE, MSNP_TUNNEL_GOOD},
    {200, "", MSNP_TUNNEL_NONE, MSNP_TUNNEL_LOST},
    {200, "hello", MSNP_TUNNEL_NONE, MSNP_TUNNEL_LOST},
    {200, "Session=open", MSNP_TUNNEL_NONE, MSNP_TUNNEL_LOST},
    {200, NULL, MSNP_TUNNEL_NONE, MSNP_TUNNEL_LOST},
    {200, "SessionID=", MSNP_TUNNEL_NONE, MSNP_TUNNEL_LOST},
    {200, "SessionID=" ID_256 "x", MSNP_TUNNEL_NONE, MSNP_TUNNEL_LOST},
    {200, "SessionID=1.2&Action=open", MSNP_TUNNEL_NONE, MSNP_TUNNEL_LOST},
    {200, "SessionID=1 HTTP/1.1\r\nX: y", MSNP_TUNNEL_NONE, MSNP_TUNNEL_LOST},
    {200, "SessionID=%0d%0a", MSNP_TUNNEL_NONE, MSNP_TUNNEL_LOST},
    {200, "SessionID=\xc3\xa4", MSNP_TUNNEL_NONE, MSNP_TUNNEL_LOST},
    {201, "SessionID=1.2", MSNP_TUNNEL_NONE, MSNP_TUNNEL_LOST},
    {302, "SessionID=1.2", MSNP_TUNNEL_NONE, MSNP_TUNNEL_LOST},
    {400, "SessionID=1.2", MSNP_TUNNEL_NONE, MSNP_TUNNEL_LOST},
    {404, NULL, MSNP_TUNNEL_NONE, MSNP_TUNNEL_LOST},
    {500, NULL, MSNP_TUNNEL_NONE, MSNP_TUNNEL_LOST},
};

static void
test_replies(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(replies); i++) {
        g_autoptr(MsnpTunnel) fresh = msnp_tunnel_new(URL, MSNP_LINK_NOTIFICATION, "ns.example");
        g_autoptr(MsnpTunnel) tunnel = opened();
        gboolean good = replies[i].later == MSNP_TUNNEL_GOOD;

        g_test_message("row %u", i);
        say(fresh, OPEN);
        expect(fresh, 0, "/gateway/gateway.dll?Action=open&Server=NS&IP=ns.example", OPEN);
        g_assert_cmpint(answer(fresh, 0, replies[i].status, replies[i].header, "x"), ==,
                        replies[i].open);
        expect(tunnel, 0, POLL("1.1"), "");
        g_assert_cmpint(answer(tunnel, 0, replies[i].status, replies[i].header, "x"), ==,
                        replies[i].later);
        g_assert_cmpint(msnp_tunnel_is_over(tunnel), ==, !good);
        g_assert_cmpint(msnp_tunnel_is_due(tunnel, 100000), ==, good);
    }
}

/* A reply that nobody has asked for ends it. */
static void
test_unasked(void)
{
    g_autoptr(MsnpTunnel) tunnel = opened();

    g_assert_cmpint(answer(tunnel, 0, 200, "SessionID=1.2", ""), ==, MSNP_TUNNEL_LOST);
    g_assert_true(msnp_tunnel_is_over(tunnel));
}

/* ---- a proxy ---- */

static void
test_proxy(void)
{
    g_autoptr(MsnpTunnel) tunnel = msnp_tunnel_new(URL, MSNP_LINK_NOTIFICATION, "ns.example");

    msnp_tunnel_set_proxy(tunnel, "user", "password");
    say(tunnel, OPEN);
    GString *text = msnp_tunnel_next(tunnel, 0);

    g_assert_true(g_str_has_prefix(
        text->str, "POST http://gw.example:80/gateway/gateway.dll?Action=open&Server=NS&"
                   "IP=ns.example HTTP/1.1\r\nHost: gw.example\r\n"));
    g_assert_nonnull(
        strstr(text->str, "\r\nProxy-Authorization: Basic dXNlcjpwYXNzd29yZA==\r\n"));
    msnp_http_request_free(text);
    answer(tunnel, 0, 200, "SessionID=1.1", "");
    msnp_tunnel_set_proxy(tunnel, NULL, NULL);
    say(tunnel, "A\r\n");
    text = msnp_tunnel_next(tunnel, 0);
    g_assert_null(strstr(text->str, "Proxy-Authorization"));
    g_assert_nonnull(strstr(text->str, "\r\nProxy-Connection: Keep-Alive\r\n"));
    msnp_http_request_free(text);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tunnel/addresses", test_addresses);
    g_test_add_func("/tunnel/requests", test_requests);
    g_test_add_func("/tunnel/long-writes", test_long_writes);
    g_test_add_func("/tunnel/polls", test_polls);
    g_test_add_func("/tunnel/again", test_again);
    g_test_add_func("/tunnel/overdue", test_overdue);
    g_test_add_func("/tunnel/leaving", test_leaving);
    g_test_add_func("/tunnel/replies", test_replies);
    g_test_add_func("/tunnel/unasked", test_unasked);
    g_test_add_func("/tunnel/proxy", test_proxy);
    return g_test_run();
}
