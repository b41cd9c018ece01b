/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how a client with P2P talks to a puppet of msnpd's. */
#include "test-p2p-kit.h"

#include <string.h>

#define HEAD  "MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\nP2P-Dest: "
#define CHUNK 1202

Pair
pair_new(guint dialect, gboolean living, const char *more)
{
    g_autofree char *options =
        g_strdup_printf("--account " DAVE ":d:Dave --friends " ALICE "," DAVE " %s", more);
    Pair pair = {.service = service_start(dialect, living, options), .trid = 100, .id = 5000};

    control_ok(pair.service, "status " DAVE " NLN");
    control_ok(pair.service, "answer " DAVE " on");
    pair.alice = online(pair.service, ALICE);
    pair.one = open_switchboard(pair.alice);
    talk(pair.one, ">CAL 3 " DAVE, "<CAL 3 RINGING *", "<JOI " DAVE " Dave*", NULL);
    return pair;
}

void
pair_end(Pair *pair, guint errors)
{
    peer_free(pair->one);
    peer_free(pair->alice);
    service_stop(pair->service, errors);
}

void
pair_show(Pair *pair, const char *object)
{
    g_autofree char *word = g_uri_escape_string(object, NULL, FALSE);

    say(pair->alice, ">CHG 30 NLN 268435488 %s", word);
    step(pair->alice, "~CHG 30 *");
}

void
pair_await(Pair *pair, const char *events)
{
    g_autofree char *line = g_strconcat("await ", events, NULL);

    control_ok(pair->service, line);
}

/* ---- packets ---- */

static void
put(GString *out, guint64 value, guint count)
{
    for (guint i = 0; i < count; i++)
        g_string_append_c(out, (char) (value >> 8 * i & 0xff));
}

static guint64
get(const char *bytes, guint count)
{
    guint64 value = 0;

    for (guint i = 0; i < count; i++)
        value |= (guint64) (guchar) bytes[i] << 8 * i;
    return value;
}

GString *
parcel_print(const Parcel *parcel)
{
    GString *out = g_string_new(NULL);

    put(out, parcel->session, 4);
    put(out, parcel->id, 4);
    put(out, parcel->offset, 8);
    put(out, parcel->total, 8);
    put(out, parcel->length, 4);
    put(out, parcel->flags, 4);
    put(out, parcel->ack_id, 4);
    put(out, parcel->ack_uid, 4);
    put(out, parcel->ack_size, 8);
    g_string_append_len(out, parcel->body, parcel->length);
    put(out, GUINT32_SWAP_LE_BE(parcel->app), 4);
    return out;
}

void
pair_send_raw(Pair *pair, const GString *bytes)
{
    g_autofree char *line = g_strdup_printf("MSG %u D", pair->trid++);
    g_autoptr(GString) payload = g_string_new(HEAD DAVE "\r\n\r\n");

    g_string_append_len(payload, bytes->str, (gssize) bytes->len);
    send_bytes(pair->one, line, payload);
}

void
pair_send(Pair *pair, const Parcel *parcel)
{
    g_autoptr(GString) bytes = parcel_print(parcel);

    pair_send_raw(pair, bytes);
}

void
pair_blob(Pair *pair, guint32 session, guint32 flags, guint32 app, const GString *bytes)
{
    Parcel parcel = {.session = session,
                     .id = pair->id++,
                     .total = bytes->len,
                     .flags = flags,
                     .ack_id = 0xABC00000 + pair->id,
                     .app = app};

    for (gsize offset = 0; offset < bytes->len; offset += CHUNK) {
        parcel.offset = offset;
        parcel.length = (guint32) MIN(CHUNK, bytes->len - offset);
        parcel.body = bytes->str + offset;
        pair_send(pair, &parcel);
    }
    pair->last = parcel;
}

Parcel
pair_get(Pair *pair)
{
    static const char head[] = HEAD ALICE "\r\n\r\n";
    Parcel parcel;

    step(pair->one, "~MSG " DAVE " *");
    const char *packet = pair->one->payload + strlen(head);

    g_assert_true(g_str_has_prefix(pair->one->payload, head));
    parcel.session = (guint32) get(packet, 4);
    parcel.id = (guint32) get(packet + 4, 4);
    parcel.offset = get(packet + 8, 8);
    parcel.total = get(packet + 16, 8);
    parcel.length = (guint32) get(packet + 24, 4);
    parcel.flags = (guint32) get(packet + 28, 4);
    parcel.ack_id = (guint32) get(packet + 32, 4);
    parcel.ack_uid = (guint32) get(packet + 36, 4);
    parcel.ack_size = get(packet + 40, 8);
    parcel.body = packet + 48;
    parcel.app = GUINT32_SWAP_LE_BE((guint32) get(parcel.body + parcel.length, 4));
    g_assert_cmpuint(pair->one->payload_length, ==, strlen(head) + 52 + parcel.length);
    return parcel;
}

void
pair_acked(Pair *pair)
{
    const Parcel parcel = pair_get(pair);

    g_assert_cmphex(parcel.flags, ==, 2);
    g_assert_cmpuint(parcel.length, ==, 0);
    g_assert_cmpuint(parcel.offset, ==, 0);
    g_assert_cmpuint(parcel.session, ==, pair->last.session);
    g_assert_cmpuint(parcel.total, ==, pair->last.total);
    g_assert_cmpuint(parcel.ack_id, ==, pair->last.id);
    g_assert_cmpuint(parcel.ack_uid, ==, pair->last.ack_id);
    g_assert_cmpuint(parcel.ack_size, ==, pair->last.total);
    g_assert_cmpuint(parcel.app, ==, 0);
}

void
pair_ack(Pair *pair, const Parcel *parcel)
{
    const Parcel ack = {.session = parcel->session,
                        .id = pair->id++,
                        .total = parcel->total,
                        .flags = 2,
                        .ack_id = parcel->id,
                        .ack_uid = parcel->ack_id,
                        .ack_size = parcel->total,
                        .body = ""};

    pair_send(pair, &ack);
}

GString *
pair_get_blob(Pair *pair, Parcel *first)
{
    GString *bytes = g_string_new(NULL);
    Parcel parcel = pair_get(pair);

    if (first != NULL)
        *first = parcel;
    g_assert_cmphex(parcel.flags, !=, 2);
    while (TRUE) {
        g_assert_cmpuint(parcel.length, <=, CHUNK);
        g_assert_cmpuint(parcel.offset, ==, bytes->len);
        g_string_append_len(bytes, parcel.body, parcel.length);
        if (bytes->len >= parcel.total)
            break;
        parcel = pair_get(pair);
    }
    g_assert_cmpuint(bytes->len, ==, parcel.total);
    pair_ack(pair, &parcel);
    return bytes;
}

void
pair_hears(Pair *pair, const char *text)
{
    g_autoptr(GString) blob = pair_get_blob(pair, NULL);

    if (strstr(blob->str, text) == NULL)
        g_assert_cmpstr(blob->str, ==, text);
}

/* ---- SLP ---- */

static GString *
slp(const char *line, const char *branch, guint number, const char *call, const char *type,
    const char *fields)
{
    GString *text = g_string_new(NULL);

    g_string_printf(text,
                    "%s\r\nTo: <msnmsgr:" DAVE ">\r\nFrom: <msnmsgr:" ALICE ">\r\n"
                    "Via: MSNSLP/1.0/TLP ;branch=%s\r\nCSeq: %u \r\nCall-ID: %s\r\n"
                    "Max-Forwards: 0\r\nContent-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT
                    "\r\n\r\n%s\r\n",
                    line, branch, number, call, type, strlen(fields) + 3, fields);
    g_string_append_c(text, '\0');
    return text;
}

GString *
slp_request(const char *method, const char *type, const char *fields)
{
    g_autofree char *line = g_strdup_printf("%s MSNMSGR:" DAVE " MSNSLP/1.0", method);

    return slp(line, BRANCH, 0, CALL, type, fields);
}

GString *
slp_answer(const char *status, const char *invite, const char *fields)
{
    g_autofree char *line = g_strdup_printf("MSNSLP/1.0 %s", status);
    g_autofree char *branch = cut_out(invite, ";branch=", "\r\n");
    g_autofree char *call = cut_out(invite, "Call-ID: ", "\r\n");

    return slp(line, branch, 1, call, REQUEST, fields);
}

void
pair_say(Pair *pair, GString *text)
{
    pair_blob(pair, 0, 0, 0, text);
    g_string_free(text, TRUE);
}

/* ---- small things ---- */

char *
cut_out(const char *text, const char *begin, const char *end)
{
    const char *start = strstr(text, begin);

    g_assert_nonnull(start);
    start += strlen(begin);
    const char *stop = strstr(start, end);

    g_assert_nonnull(stop);
    return g_strndup(start, (gsize) (stop - start));
}

void
swap_text(GString *bytes, const char *text, const char *other)
{
    const char *place = strstr(bytes->str, text);

    g_assert_nonnull(place);
    gssize at = place - bytes->str;

    g_string_erase(bytes, at, (gssize) strlen(text));
    g_string_insert(bytes, at, other);
}

GString *
filler(gsize size)
{
    GString *bytes = g_string_new(NULL);

    for (gsize i = 0; i < size; i++)
        g_string_append_c(bytes, (char) ((i * 7 + i / 251) & 255));
    return bytes;
}
