/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes what fuzzing begins with out of the replays: for each harness a folder of what links, jobs
 * and payloads say there. Knows how each harness reads its input; a few pictures are its own.
 *
 * usage: corpus FOLDER REPLAY... */
#include <glib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "script.h"

static const char *folder;

/* The same bytes twice are one file. */
static void
save(const char *harness, const char *data, gsize len)
{
    g_autofree char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA1, (const guchar *) data, len);
    g_autofree char *path = g_build_filename(folder, harness, NULL);
    g_autofree char *file = g_build_filename(path, sum, NULL);

    if (g_mkdir_with_parents(path, 0777) != 0 || !g_file_set_contents(file, data, len, NULL))
        g_error("cannot write %s", file);
}

static void
save_string(const char *harness, const GString *bytes)
{
    save(harness, bytes->str, bytes->len);
}

/* As kit_piece() cuts them off. */
static void
append_piece(GString *out, const char *data, gsize len)
{
    g_string_append_c(out, (char) (len & 0xff));
    g_string_append_c(out, (char) (len >> 8 & 0xff));
    g_string_append_len(out, data, (gssize) len);
}

/* ---- the replay itself ---- */

/* What happens, and the names of links; comments and what the session does are not read. */
static void
save_session(const char *file)
{
    g_autofree char *text = NULL;
    g_autoptr(GString) kept = g_string_new(NULL);
    g_auto(GStrv) lines = NULL;
    gboolean keep = FALSE;

    if (!g_file_get_contents(file, &text, NULL, NULL))
        g_error("cannot read %s", file);
    lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        if (*lines[i] != '|')
            keep = (*lines[i] && strchr("@<!~?", *lines[i])) || strstr(lines[i], " connect ") ||
                   g_str_has_suffix(lines[i], " listen");
        if (keep)
            g_string_append_printf(kept, "%s\n", lines[i]);
    }
    save_string("session", kept);
}

/* ---- streams ---- */

/* All that a link says, behind a byte that chooses one of the beginnings. */
static void
save_stream(const Script *script, const char *harness, const char *link, gboolean pieces)
{
    for (char start = 0; start < 12; start++) {
        g_autoptr(GString) stream = g_string_new(NULL);

        g_string_append_c(stream, start);
        for (guint i = 0; i < script->items->len; i++) {
            const Item *item = g_ptr_array_index(script->items, i);
            g_autoptr(GString) bytes = g_string_new_len(item->head->str, (gssize) item->head->len);

            if (item->kind != ITEM_BYTES || strcmp(item->name, link) || (!item->own && start))
                continue;
            g_string_append(bytes, item->raw ? "" : "\r\n");
            g_string_append_len(bytes, item->payload->str, (gssize) item->payload->len);
            if (pieces)
                append_piece(stream, bytes->str, bytes->len);
            else
                g_string_append_len(stream, bytes->str, (gssize) bytes->len);
        }
        if (stream->len > 1)
            save_string(harness, stream);
    }
}

/* ---- payloads ---- */

/* What stands behind the empty line of a P2P message, NULL in others. */
static const char *
packet_of(const Item *item, gsize *len)
{
    const char *body = g_strstr_len(item->payload->str, (gssize) item->payload->len, "\r\n\r\n");

    if (!body || !g_strstr_len(item->payload->str, body - item->payload->str, "msnmsgrp2p"))
        return NULL;
    *len = (gsize) (item->payload->str + item->payload->len - body - 4);
    return body + 4;
}

static void
save_slp(const char *packet, gsize len)
{
    if (len > 52 && g_strstr_len(packet + 48, (gssize) len - 48, "MSNSLP/1.0"))
        save("slp", packet + 48, len - 52);
}

static void
save_packets(const Script *script)
{
    for (char start = 0; start < 6; start++) {
        g_autoptr(GString) packets = g_string_new(NULL);

        g_string_append_c(packets, start);
        for (guint i = 0; i < script->items->len; i++) {
            const Item *item = g_ptr_array_index(script->items, i);
            gsize len;
            const char *packet = item->kind == ITEM_BYTES ? packet_of(item, &len) : NULL;

            if (packet)
                append_piece(packets, packet, len);
            if (packet && start == 0)
                save_slp(packet, len);
        }
        if (packets->len > 1)
            save_string("p2p", packets);
    }
}

/* Objects are arguments, percent-encoded, and bodies. */
static void
save_objects(const char *text, gsize len)
{
    g_autofree char *copy = g_strndup(text, len);
    g_autofree char *plain = g_uri_unescape_string(copy, NULL);
    const char *object = strstr(plain ? plain : copy, "<msnobj");
    g_autoptr(GString) bytes = g_string_new(NULL);

    if (!object)
        return;
    g_string_append_c(bytes, '\0');
    g_string_append(bytes, object);
    save_string("object", bytes);
}

static void
save_url(const char *text)
{
    g_autoptr(GString) bytes = g_string_new(NULL);

    g_string_append_c(bytes, '\3');
    g_string_append(bytes, text);
    save_string("object", bytes);
}

static void
save_payloads(const Script *script)
{
    g_autoptr(GString) messages = g_string_new(NULL);

    for (guint i = 0; i < script->items->len; i++) {
        const Item *item = g_ptr_array_index(script->items, i);
        g_autoptr(GString) one = g_string_new(NULL);

        save_objects(item->head->str, item->head->len);
        save_objects(item->payload->str, item->payload->len);
        if (item->kind == ITEM_REQUEST && item->payload->len > 0)
            save_string("markup", item->payload);
        if (item->kind != ITEM_BYTES || item->payload->len == 0)
            continue;
        if (item->payload->str[0] == '<' || strstr(item->payload->str, "</"))
            save_string("xml", item->payload);
        append_piece(one, item->payload->str, item->payload->len);
        save_string("message", one);
        g_string_append_len(messages, one->str, (gssize) one->len);
    }
    save_string("message", messages);
}

/* ---- jobs ---- */

static void
append_reply(GString *out, const Item *item)
{
    g_autoptr(GString) reply = g_string_new(NULL);

    if (item->error == MSNP_ERROR_NONE)
        g_string_printf(reply, "HTTP/1.1 %u Because\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n",
                        (guint) item->number, item->payload->len);
    for (guint i = 0; i < item->fields->len; i++) {
        const Field *field = g_ptr_array_index(item->fields, i);

        g_string_append_printf(reply, "%s: %s\r\n", field->name, field->value);
        if (strstr(field->value, "http"))
            save_url(strstr(field->value, "http"));
    }
    g_string_append(reply, item->error == MSNP_ERROR_NONE ? "\r\n" : "");
    g_string_append_len(reply, item->payload->str, (gssize) item->payload->len);
    append_piece(out, reply->str, reply->len);
}

/* Bodies alone, behind a byte that chooses what was asked for. */
static void
save_bodies(const Script *script)
{
    for (char start = 0; start < 2; start++) {
        g_autoptr(GString) bodies = g_string_new_len(&start, 1);

        for (guint i = 0; i < script->items->len; i++) {
            const Item *item = g_ptr_array_index(script->items, i);

            if (item->kind == ITEM_REPLY && item->payload->len > 0 && (item->own || start == 0))
                append_piece(bodies, item->payload->str, item->payload->len);
        }
        if (bodies->len > 1)
            save_string("soap", bodies);
    }
}

static void
save_replies(const Script *script)
{
    g_autoptr(GString) replies = g_string_new_len("\0", 1);

    for (guint i = 0; i < script->items->len; i++) {
        const Item *item = g_ptr_array_index(script->items, i);

        if (item->kind == ITEM_REPLY)
            append_reply(replies, item);
    }
    if (replies->len > 1)
        save_string("http", replies);
}

/* ---- our own ---- */

#define PNG "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x60\0\0\0\x40\x08\x06\0\0\0CRC!"
/* Head, one folder with one block, one file, by that method; sizes of the block packed and not. */
#define CABINET(method, packed, plain)                                                             \
    "MSCF\0\0\0\0\xff\0\0\0\0\0\0\0\x2c\0\0\0\0\0\0\0\3\1\1\0\1\0\0\0\0\0\0\0"                     \
    "\x42\0\0\0\1\0" method plain "\0\0\0\0\0\0\0\0\0\0\0\0\x20\0"                                 \
    "a.png\0\0\0\0\0" packed plain

static const struct {
    const char *harness;
    const char *data;
    gsize len;
} seeds[] = {
#define SEED(harness, text)                                                                        \
    {                                                                                              \
        harness, text, sizeof(text) - 1                                                            \
    }
    SEED("picture", PNG),
    SEED("picture", "GIF89a\x13\0\x32\0\x80\0\0;"),
    SEED("picture", "\xff\xd8\xff\xc0\0\x0b\x08\0\x40\0\x60\1\1\x11\0"),
    SEED("picture", CABINET("\0\0", "\x21\0", "\x21\0") PNG),
    SEED("picture", CABINET("\1\0", "\x28\0", "\x21\0") "CK\1\x21\0\xde\xff" PNG),
    SEED("picture", CABINET("\2\7", "\x21\0", "\x21\0") PNG),
    SEED("picture", CABINET("\3\x15", "\x21\0", "\x21\0") PNG),
    SEED("markup", "Arial\n<b>bold</b> &amp; <font color=\"#ff0000\">red</font><br>"),
    SEED("tunnel", "\x55\0"
                   "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
                   "X-MSN-Messenger: SessionID=1.2; GW-IP=1.2.3.4\r\n\r\n"
                   "\0\0\x58\0"
                   "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n"
                   "X-MSN-Messenger: SessionID=1.3; Session=close\r\n\r\nOUT"),
    SEED("markup", "\n[c=12]text[/c] \xc2\xb7$4name\xc2\xb7# :-) http://example.com/:)"),
    SEED("object", "\2{B8B6A2C0-0102-4304-8506-0708090A0B0C}"),
    SEED("object", "\2QWxpY2U="),
};

static void
save_from(const char *file)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Script) script = script_load(file, &error);

    if (!script)
        g_error("%s", error->message);
    save_session(file);
    save_stream(script, "notification", "ns", FALSE);
    save_stream(script, "switchboard", "sb1", FALSE);
    save_stream(script, "direct", "ft1", TRUE);
    save_packets(script);
    save_payloads(script);
    save_replies(script);
    save_bodies(script);
}

int
main(int argc, char **argv)
{
    folder = argv[1];
    for (int i = 2; i < argc; i++)
        save_from(argv[i]);
    for (guint i = 0; i < G_N_ELEMENTS(seeds); i++)
        save(seeds[i].harness, seeds[i].data, seeds[i].len);
    return argc > 2 ? EXIT_SUCCESS : EXIT_FAILURE;
}
