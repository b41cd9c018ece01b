/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rig itself: that it waits, that it notices, that its relays and proxies do what they say. A
 * scenario that says rig_must_fail() is good when the rig finds fault with it in those words. */
#include "relay.h"
#include "rig.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>

/* -- events -------------------------------------------------------------------------------------
 */

static gboolean
record_later(gpointer data)
{
    rig_record(NULL, "later", "text", data, NULL);
    return G_SOURCE_REMOVE;
}

static void
expect_waits_and_takes_once(void)
{
    g_idle_add(record_later, (gpointer) "one");
    g_idle_add(record_later, (gpointer) "two");
    const RigEvent *two = rig_expect(NULL, "later", "text=t?o");
    const RigEvent *one = rig_expect(NULL, "later", "text!=two");
    rig_check_str(rig_event_get(one, "text"), "one");
    rig_check(rig_event_serial(one) < rig_event_serial(two));
    rig_check(rig_count(NULL, "later", "text=*") == 0);
}

static void
expect_looks_at_the_source(void)
{
    static int mine, other;
    rig_record(&other, "thing", "n", "1", NULL);
    rig_record(&mine, "thing", "n", "2", NULL);
    rig_check_str(rig_event_get(rig_expect(&mine, "thing"), "n"), "2");
    rig_check(rig_count(NULL, "thing") == 1);
}

static void
expect_gives_up(void)
{
    rig_must_fail("still waiting for: thing text=b");
    g_setenv("RIG_PATIENCE", "1", TRUE);
    rig_record(NULL, "thing", "text", "a", NULL);
    rig_expect(NULL, "thing", "text=b");
}

static void
next_minds_the_order(void)
{
    rig_must_fail("expected next: thing text=first");
    rig_record(NULL, "thing", "text", "second", NULL);
    rig_record(NULL, "thing", "text", "first", NULL);
    rig_expect_next(NULL, "thing", "text=first");
}

static void
forbidden_event_fails(void)
{
    rig_must_fail("this was forbidden (thing text=bad*)");
    rig_forbid(NULL, "thing", "text=bad*");
    rig_record(NULL, "thing", "text", "good", NULL);
    rig_record(NULL, "thing", "text", "bad luck", NULL);
}

static void
forbid_looks_back(void)
{
    rig_must_fail("forbidden, and there already");
    rig_record(NULL, "thing", "text", "bad", NULL);
    rig_forbid(NULL, "thing", "text=bad");
}

static void
unexpected_message_fails(void)
{
    rig_must_fail("nobody expected: im");
    rig_record(NULL, "im", "text", "hello", NULL);
}

/* -- libpurple ----------------------------------------------------------------------------------
 */

static void
glib_complaint_fails(void)
{
    rig_must_fail("GLib complains");
    rig_start();
    purple_account_set_password(NULL, "x");
}

static void
password_in_profile_fails(void)
{
    rig_must_fail("some.txt holds a password");
    RigServer *server = rig_server_start("");
    rig_account(server, ALICE);
    rig_profile_write("logs/some.txt", rig_password(ALICE));
}

static void
write_to_profile(const char *secret)
{
    rig_profile_write("some.txt", secret);
}

static void
ticket_in_profile_fails(void)
{
    rig_must_fail("some.txt holds a password or a ticket");
    RigServer *server = rig_server_start("");
    rig_go_online(rig_account(server, ALICE));
    rig_server_each_secret(write_to_profile);
}

/* In any file, and in the forms in which headers carry it. */
static void
password_left_behind_fails(void)
{
    rig_must_fail("left.tmp holds a password");
    rig_account(rig_server_start(""), ALICE);
    const char *password = rig_password(ALICE);
    g_autofree char *text = g_base64_encode((const guchar *) password, strlen(password));
    g_autofree char *path = rig_path("left.tmp");
    rig_check(g_file_set_contents(path, text, -1, NULL));
}

static void
leaving_loopback_fails(void)
{
    rig_must_fail("nobody expected: outside");
    rig_start();
    g_autoptr(GSocketClient) client = g_socket_client_new();
    g_autoptr(GSocketConnection) connection =
        g_socket_client_connect_to_host(client, "192.0.2.1", 80, NULL, NULL);
}

/* -- plain sockets to talk to relays and the service --------------------------------------------
 */

typedef struct {
    GSocketConnection *connection;
    GString *received;
    gboolean ended;
    char bytes[512];
} Peer;

static void
peer_read(GObject *source, GAsyncResult *result, gpointer data)
{
    Peer *peer = data;
    gssize n = g_input_stream_read_finish(G_INPUT_STREAM(source), result, NULL);
    if (n <= 0) {
        peer->ended = TRUE;
        return;
    }
    g_string_append_len(peer->received, peer->bytes, n);
    g_input_stream_read_async(G_INPUT_STREAM(source), peer->bytes, sizeof peer->bytes,
                              G_PRIORITY_DEFAULT, NULL, peer_read, peer);
}

static Peer *
peer_new(guint16 port)
{
    g_autoptr(GSocketClient) client = g_socket_client_new();
    Peer *peer = g_new0(Peer, 1);
    peer->received = g_string_new("");
    peer->connection = g_socket_client_connect_to_host(client, "127.0.0.1", port, NULL, NULL);
    rig_check(peer->connection != NULL);
    g_input_stream_read_async(g_io_stream_get_input_stream(G_IO_STREAM(peer->connection)),
                              peer->bytes, sizeof peer->bytes, G_PRIORITY_DEFAULT, NULL, peer_read,
                              peer);
    return peer;
}

static void
peer_write(Peer *peer, const char *bytes, gsize length)
{
    GOutputStream *output = g_io_stream_get_output_stream(G_IO_STREAM(peer->connection));
    rig_check(g_output_stream_write_all(output, bytes, length, NULL, NULL, NULL));
}

static gboolean
peer_ended(gpointer data)
{
    return ((Peer *) data)->ended;
}

typedef struct {
    Peer *peer;
    const char *bytes;
    gsize length;
} Awaited;

static gboolean
has_received(gpointer data)
{
    const Awaited *awaited = data;
    const GString *received = awaited->peer->received;
    return received->len >= awaited->length &&
           memcmp(received->str, awaited->bytes, awaited->length) == 0;
}

/* Waits until these bytes have come, and takes them away. */
static void
peer_expect(Peer *peer, const char *bytes, gsize length)
{
    Awaited awaited = {peer, bytes, length};
    rig_wait("bytes from a relay", has_received, &awaited);
    g_string_erase(peer->received, 0, (gssize) length);
}

#define SAY(peer, bytes)  peer_write(peer, bytes, sizeof bytes - 1)
#define HEAR(peer, bytes) peer_expect(peer, bytes, sizeof bytes - 1)

/* Somebody to relay to: answers every byte with the same byte. */
static gboolean
echo_service(GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
             gpointer data)
{
    GInputStream *input = g_io_stream_get_input_stream(G_IO_STREAM(connection));
    GOutputStream *output = g_io_stream_get_output_stream(G_IO_STREAM(connection));
    char byte;
    while (g_input_stream_read(input, &byte, 1, NULL, NULL) == 1 &&
           g_output_stream_write(output, &byte, 1, NULL, NULL) == 1) {
    }
    return TRUE;
}

static guint16
echo_start(void)
{
    GSocketService *service = g_threaded_socket_service_new(8);
    guint16 port = g_socket_listener_add_any_inet_port(G_SOCKET_LISTENER(service), NULL, NULL);
    g_signal_connect(service, "run", G_CALLBACK(echo_service), NULL);
    g_socket_service_start(service);
    return port;
}

/* -- relays -------------------------------------------------------------------------------------
 */

static void
relay_cuts_after_so_many_bytes(void)
{
    Relay *relay = relay_new(RELAY_PLAIN);
    relay_target(relay, echo_start());
    relay_cut_after(relay, RELAY_DOWN, 3, RELAY_FIN);
    Peer *peer = peer_new(relay_port(relay));
    SAY(peer, "abcdef");
    HEAR(peer, "abc");
    rig_wait("the relay to hang up", peer_ended, peer);
    rig_check(peer->received->len == 0);
    rig_check(relay_seen(relay, RELAY_DOWN)->len == 3);
    rig_expect(relay, "relay-closed");
    rig_check(relay_open_count(relay) == 0);
}

static void
relay_refuses_and_resets(void)
{
    Relay *relay = relay_new(RELAY_PLAIN);
    relay_target(relay, echo_start());
    relay_refuse(relay, TRUE);
    Peer *refused = peer_new(relay_port(relay));
    rig_wait("the relay to refuse", peer_ended, refused);
    relay_refuse(relay, FALSE);
    Peer *peer = peer_new(relay_port(relay));
    SAY(peer, "x");
    HEAR(peer, "x");
    relay_cut_now(relay, RELAY_RESET);
    rig_wait("the relay to reset", peer_ended, peer);
}

static void
socks_proxy_carries_and_remembers(void)
{
    Relay *relay = relay_new(RELAY_SOCKS5);
    relay_map(relay, "some.example.test:*", echo_start());
    relay_want_login(relay, "me", "pw");
    Peer *peer = peer_new(relay_port(relay));
    SAY(peer, "\5\2\0\2");
    HEAR(peer, "\5\2");
    SAY(peer, "\1\2me\2pw");
    HEAR(peer, "\1\0");
    SAY(peer, "\5\1\0\3\21some.example.test\0\120");
    HEAR(peer, "\5\0\0\1\0\0\0\0\0\0");
    SAY(peer, "hi");
    HEAR(peer, "hi");
    rig_check_str(relay_requests(relay)[0], "some.example.test:80");
    Peer *wrong = peer_new(relay_port(relay));
    SAY(wrong, "\5\1\2\1\2me\2xx");
    HEAR(wrong, "\5\2\1\1");
    rig_wait("the proxy to hang up", peer_ended, wrong);
}

static void
http_proxy_carries_and_refuses(void)
{
    Relay *relay = relay_new(RELAY_HTTP);
    relay_map(relay, "some.example.test:443", echo_start());
    Peer *peer = peer_new(relay_port(relay));
    SAY(peer, "CONNECT some.example.test:443 HTTP/1.1\r\nHost: x\r\n");
    SAY(peer, "\r\nmore");
    HEAR(peer, "HTTP/1.1 200 Connection established\r\n\r\nmore");
    Peer *other = peer_new(relay_port(relay));
    SAY(other, "CONNECT else.example.test:443 HTTP/1.1\r\n\r\n");
    HEAR(other, "HTTP/1.1 502 ");
    rig_wait("the proxy to hang up", peer_ended, other);
    rig_expect(relay, "relay-refused", "target=else.example.test:443");
}

/* -- the service --------------------------------------------------------------------------------
 */

static void
protocol_error_of_the_client_fails(void)
{
    rig_must_fail("the client made protocol errors");
    RigServer *server = rig_server_start("");
    Peer *peer = peer_new(rig_server_ns_port(server));
    SAY(peer, "VER x y\r\n");
    rig_wait("the service to hang up", peer_ended, peer);
}

static const RigScenario scenarios[] = {
    {"expect waits and takes each event once", expect_waits_and_takes_once, RIG_ONCE, 0},
    {"expect looks at the source", expect_looks_at_the_source, RIG_ONCE, 0},
    {"an event that does not come fails", expect_gives_up, RIG_ONCE, 0},
    {"expect_next minds the order", next_minds_the_order, RIG_ONCE, 0},
    {"a forbidden event fails", forbidden_event_fails, RIG_ONCE, 0},
    {"forbidding looks back", forbid_looks_back, RIG_ONCE, 0},
    {"a message nobody expected fails", unexpected_message_fails, RIG_ONCE, 0},
    {"a complaint of GLib fails", glib_complaint_fails, RIG_ONCE, 0},
    {"a password in the profile fails", password_in_profile_fails, RIG_ONCE, 0},
    {"a ticket in the profile fails", ticket_in_profile_fails, RIG_ONCE, 0},
    {"a password left behind fails", password_left_behind_fails, RIG_ONCE, 0},
    {"leaving the loopback network fails", leaving_loopback_fails, RIG_ONCE, 0},
    {"a relay cuts after so many bytes", relay_cuts_after_so_many_bytes, RIG_ONCE, 0},
    {"a relay refuses and resets", relay_refuses_and_resets, RIG_ONCE, 0},
    {"a SOCKS5 proxy carries and remembers", socks_proxy_carries_and_remembers, RIG_ONCE, 0},
    {"an HTTP proxy carries and refuses", http_proxy_carries_and_refuses, RIG_ONCE, 0},
    {"a protocol error of the client fails", protocol_error_of_the_client_fails, RIG_ONCE, 0},
};

RIG_MAIN(scenarios)
