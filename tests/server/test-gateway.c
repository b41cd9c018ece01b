/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The HTTP gateway: a sign-in through it, in the clear, and what it refuses. */
#include "test-kit.h"

#include <string.h>

#define PAGE "/gateway/gateway.dll?"

/* The whole answer, over a connection of its own. */
static char *
post(Service *service, const char *query, const char *body)
{
    Peer *peer = peer_new(service->http_port);
    g_autofree char *request =
        g_strdup_printf("POST " PAGE "%s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nConnection: close\r\n"
                        "Content-Type: application/x-msn-messenger\r\n"
                        "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                        query, service->http_port, strlen(body), body);
    char answer[8192] = "";

    peer_write(peer, request);
    g_input_stream_read_all(G_INPUT_STREAM(peer->in), answer, sizeof answer - 1, NULL, NULL, NULL);
    peer_free(peer);
    return g_strdup(answer);
}

static char *
session(const char *answer)
{
    return between(answer, "X-MSN-Messenger: SessionID=", ";");
}

static void
test_tunnel(gconstpointer data)
{
    Service *service = service_start(7, data != NULL, "");
    g_autofree char *opened =
        post(service, "Action=open&Server=NS&IP=messenger.hotmail.com", "VER 1 MSNP7 CVR0\r\n");
    g_autofree char *first = session(opened);
    g_autofree char *query = g_strconcat("SessionID=", first, NULL);
    g_autofree char *sent = post(service, query, "INF 2\r\n");
    g_autofree char *second = session(sent);
    g_autofree char *poll = g_strconcat("Action=poll&SessionID=", second, NULL);
    g_autofree char *polled = post(service, poll, "");

    g_assert_nonnull(strstr(opened, "\r\n\r\nVER 1 MSNP7"));
    g_assert_nonnull(strstr(sent, "\r\n\r\nINF 2 MD5\r\n"));
    g_assert_cmpint(strcmp(first, second) == 0, ==, service->living);
    g_assert_true(g_str_has_prefix(polled, "HTTP/1.1 200 "));
    g_assert_true(g_str_has_suffix(polled, "\r\n\r\n"));
    g_autofree char *third = session(polled);
    g_autofree char *leave = g_strconcat("SessionID=", third, NULL);
    g_autofree char *left = post(service, leave, "OUT\r\n");

    g_assert_cmpint(strstr(left, "; Session=close\r\n") != NULL, ==, !service->living);
    service_stop(service, 0);
}

static void
test_wrong(void)
{
    Service *service = service_start(7, FALSE, "");
    g_autofree char *none = post(service, "SessionID=1.2", "PNG\r\n");
    g_autofree char *server = post(service, "Action=open&Server=DS&IP=x", "VER 1 MSNP7\r\n");

    g_assert_true(g_str_has_prefix(none, "HTTP/1.1 400 "));
    g_assert_true(g_str_has_prefix(server, "HTTP/1.1 400 "));
    expect_bad(service, "open takes");
    g_autofree char *port =
        post(service, "Action=open&Server=NS&IP=127.0.0.1:1863", "VER 1 MSNP7\r\n");

    expect_bad(service, "without a port");
    g_autofree char *opened = post(service, "Action=open&Server=NS&IP=x", "VER 1 MSNP7 CVR0\r\n");
    g_autofree char *word = session(opened);
    g_autofree char *query = g_strdup_printf("SessionID=%.*s.1", (int) strcspn(word, "."), word);
    g_autofree char *old = post(service, query, "INF 2\r\n");

    expect_bad(service, "newest SessionID");
    g_autofree char *fresh = session(old);
    g_autofree char *poll = g_strconcat("Action=poll&SessionID=", fresh, NULL);
    g_autofree char *polled = post(service, poll, "PNG\r\n");

    expect_bad(service, "a poll with a body");
    service_stop(service, 4);
}

void
gateway_tests(void)
{
    g_test_add_data_func("/msnpd/gateway/official", NULL, test_tunnel);
    g_test_add_data_func("/msnpd/gateway/living", "", test_tunnel);
    g_test_add_func("/msnpd/gateway/wrong", test_wrong);
}
