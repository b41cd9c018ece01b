/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how a client speaks MSNFTP with a puppet of msnpd's, in the switchboard and beside it. */
#include "test-ftp-kit.h"

#include <string.h>

#define INVITE_HEAD "MIME-Version: 1.0\r\nContent-Type: text/x-msmsgsinvite; charset=UTF-8\r\n\r\n"
#define BLOCK       2045

/* ---- the switchboard ---- */

/* ALICE says these fields. */
void
ftp_fields(Pair *pair, const char *letter, const char *lines)
{
    g_autofree char *head = g_strdup_printf("MSG %u %s", pair->trid++, letter);
    g_autofree char *payload = g_strconcat(INVITE_HEAD, lines, "\r\n", NULL);

    send_message(pair->one, head, payload);
}

/* DAVE says an invitation with this in it. */
void
ftp_hears(Pair *pair, const char *text)
{
    g_autofree char *want = g_strconcat("=", text, NULL);

    talk(pair->one, "~MSG " DAVE " *", "=" INVITE_HEAD, want, NULL);
}

/* The value of a field of what DAVE has just said. */
char *
ftp_field(Pair *pair, const char *name)
{
    g_autofree char *begin = g_strconcat("\r\n", name, ": ", NULL);

    return cut_out(pair->one->payload, begin, "\r\n");
}

void
ftp_offer(Pair *pair, guint size, const char *more)
{
    g_autofree char *lines =
        g_strdup_printf("Application-Name: File Transfer\r\nApplication-GUID: " GUID "\r\n"
                        "Invitation-Command: INVITE\r\nInvitation-Cookie: " MINE "\r\n"
                        "Application-File: read me.txt\r\nApplication-FileSize: %u\r\n%s",
                        size, more);

    ftp_fields(pair, "N", lines);
}

/* ---- the connection ---- */

/* To where DAVE has just said that he listens. */
Peer *
ftp_dial(Pair *pair)
{
    g_autofree char *port = ftp_field(pair, "Port");

    return peer_new((guint) g_ascii_strtoull(port, NULL, 10));
}

void
ftp_put_block(Peer *peer, guint type, gsize length, gsize offset)
{
    g_autoptr(GString) all = filler(offset + length);
    const char head[3] = {(char) type, (char) (length & 0xff), (char) (length >> 8)};

    peer_write_bytes(peer, head, sizeof head);
    peer_write_bytes(peer, all->str + offset, length);
}

/* The next block is this one. */
void
ftp_get_block(Peer *peer, guint type, gsize length, gsize offset)
{
    g_autoptr(GString) all = filler(offset + length);
    g_autofree char *got = g_malloc0(length + 3);
    gsize count = 0;

    g_assert_true(
        g_input_stream_read_all(G_INPUT_STREAM(peer->in), got, length + 3, &count, NULL, NULL));
    g_assert_cmpuint(count, ==, length + 3);
    g_assert_cmpuint((guchar) got[0], ==, type);
    g_assert_cmpuint((guchar) got[1] + 256u * (guchar) got[2], ==, length);
    g_assert_cmpmem(got + 3, length, all->str + offset, length);
}

void
ftp_get_blocks(Peer *peer, gsize size)
{
    for (gsize at = 0; at < size; at += BLOCK)
        ftp_get_block(peer, 0, MIN(BLOCK, size - at), at);
}

void
ftp_put_blocks(Peer *peer, gsize size)
{
    for (gsize at = 0; at < size; at += BLOCK)
        ftp_put_block(peer, 0, MIN(BLOCK, size - at), at);
}

/* The event at the end of a whole file. */
void
ftp_await_done(Pair *pair, const char *between, gsize size)
{
    g_autoptr(GString) all = filler(size);
    g_autofree char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA1, (guchar *) all->str, size);
    g_autofree char *event =
        g_strdup_printf("msnftp-done %s %" G_GSIZE_FORMAT " %s", between, size, sum);

    pair_await(pair, event);
}

/* ---- a puppet sends ---- */

/* Up to TFR, as the one who takes the file. */
void
ftp_ask_for(Peer *peer, const char *auth, const char *size)
{
    talk(peer, ">VER MSNFTP", "<VER MSNFTP", NULL);
    say(peer, ">USR " ALICE " %s", auth);
    say(peer, "<FIL %s", size);
    step(peer, ">TFR");
}

/* Accepts what DAVE offers; the connection on which it comes, up to TFR. */
Peer *
ftp_take_up(Pair *pair, const char *size)
{
    ftp_fields(pair, "N", ACCEPT THEIRS "\r\n" LAST);
    ftp_hears(pair, ACCEPT THEIRS "\r\nIP-Address: 127.0.0.1\r\nPort: ");
    g_autofree char *auth = ftp_field(pair, "AuthCookie");
    Peer *peer = ftp_dial(pair);

    ftp_ask_for(peer, auth, size);
    return peer;
}

/* The same when DAVE comes to us. */
Peer *
ftp_take_up_reversed(Pair *pair, const char *size)
{
    guint16 port;
    GSocketListener *listener = peer_listener(&port);
    g_autofree char *lines = g_strdup_printf(
        ACCEPT THEIRS "\r\nIP-Address: 198.51.100.7\r\nIP-Address-Internal: 10.0.2.3\r\n"
                      "Port: %u\r\nPortX: 11181\r\nAuthCookie: 1251249521\r\n"
                      "Sender-Connect: TRUE\r\n" LAST,
        port);
    g_autofree char *event =
        g_strdup_printf("msnftp-address " DAVE " " ALICE " 198.51.100.7 %u", port);

    ftp_fields(pair, "N", lines);
    pair_await(pair, event);
    Peer *peer = peer_let_in(listener);

    ftp_ask_for(peer, "1251249521", size);
    return peer;
}

static void
serve(Peer *peer, const char *auth, const char *size)
{
    talk(peer, "<VER MSNFTP", ">VER MSNFTP", NULL);
    say(peer, "<USR " DAVE " %s", auth);
    say(peer, ">FIL %s", size);
    step(peer, "<TFR");
}

/* Where ALICE listens; ended by DAVE's coming. */
Peer *
ftp_give(Pair *pair)
{
    guint16 port;
    GSocketListener *listener = peer_listener(&port);
    g_autofree char *lines =
        g_strdup_printf(ACCEPT MINE "\r\nIP-Address: 192.0.2.10\r\nPort: %u\r\n"
                                    "AuthCookie: 93301\r\n" LAST,
                        port);

    ftp_hears(pair, ACCEPT MINE "\r\n" LAST "\r\n");
    ftp_fields(pair, "N", lines);
    return peer_let_in(listener);
}

/* The connection on which DAVE takes the file that ALICE has just offered, up to TFR. */
Peer *
ftp_give_up_to(Pair *pair, gboolean reversed, const char *size)
{
    if (!reversed) {
        Peer *peer = ftp_give(pair);

        serve(peer, "93301", size);
        return peer;
    }
    ftp_hears(pair, ACCEPT MINE "\r\nIP-Address: 127.0.0.1\r\nPort: ");
    step(pair->one, "=\r\nSender-Connect: TRUE\r\n" LAST "\r\n");
    g_autofree char *auth = ftp_field(pair, "AuthCookie");
    Peer *peer = ftp_dial(pair);

    serve(peer, auth, size);
    return peer;
}

void
ftp_lie(Pair *pair, const char *lies)
{
    g_auto(GStrv) orders = g_strsplit(lies, "\t", -1);

    for (guint i = 0; orders[i] != NULL; i++) {
        g_autofree char *order = g_strconcat(LIE, orders[i], NULL);

        control_ok(pair->service, order);
    }
}
