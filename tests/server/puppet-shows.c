/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how winks, voice clips and drawings are announced, and that long ones come in pieces. */
#include "puppet-shows.h"

#include <string.h>

#include "p2p-puppet.h"
#include "puppet-kinds.h"

#define MIME     "MIME-Version: 1.0\r\n"
#define DATACAST MIME "Content-Type: text/x-msnmsgr-datacast\r\n"

/* What goes into one message, and what a signature of Microsoft's takes about. */
#define PIECE_BYTES 1400
#define STAMP_BYTES 2000

/* HEAD is whole lines. */
static void
show(GPtrArray *payloads, const char *head, const char *body)
{
    gsize length = strlen(body);

    if (length > PIECE_BYTES) {
        payloads_cut(payloads, head, body, length, PIECE_BYTES);
        return;
    }
    GString *payload = g_string_new(head);

    g_string_append_printf(payload, "\r\n%s", body);
    g_ptr_array_add(payloads, payload);
}

static const char *
show_object(const Account *from, const GString *text, GPtrArray *payloads, guint id, guint type)
{
    gsize length = strcspn(text->str, " ");
    g_autofree char *word = g_strndup(text->str, length);
    g_autofree char *name = g_uri_unescape_string(word, NULL);
    g_autoptr(GString) bytes = g_string_new(NULL);

    if (text->str[length] == ' ')
        g_string_append_len(bytes, text->str + length + 1, (gssize) (text->len - length - 1));
    GBytes *data = p2p_bytes_of(bytes);

    if (data == NULL || name == NULL) {
        g_clear_pointer(&data, g_bytes_unref);
        return "NAME BYTES|@SIZE, the name percent-encoded, 4 MiB at most";
    }
    P2pObject *object = p2p_object_named(from->mail, type, data, strcmp(name, "-") != 0 ? name : "",
                                         type == P2P_TYPE_WINK ? STAMP_BYTES : 0);
    g_autofree char *body =
        g_strdup_printf("ID: %u\r\nData: %s\r\n\r\n", id, p2p_publish(from, object)->text);

    show(payloads, DATACAST, body);
    return NULL;
}

const char *
puppet_show_wink(const Account *from, const GString *text, GPtrArray *payloads)
{
    return show_object(from, text, payloads, 2, P2P_TYPE_WINK);
}

const char *
puppet_show_voice(const Account *from, const GString *text, GPtrArray *payloads)
{
    return show_object(from, text, payloads, 3, P2P_TYPE_VOICE);
}

/* ---- drawings ---- */

const char *
puppet_show_ink(const Account *from, const GString *text, GPtrArray *payloads)
{
    gboolean gif = g_str_has_prefix(text->str, "gif ");

    if (!gif && !g_str_has_prefix(text->str, "isf "))
        return "gif or isf, and the bytes";
    g_autofree char *base64 = g_base64_encode((const guchar *) text->str + 4, text->len - 4);
    g_autofree char *body = g_strconcat("base64:", base64, NULL);

    show(payloads,
         gif ? MIME "Content-Type: image/gif\r\n" : MIME "Content-Type: application/x-ms-ink\r\n",
         body);
    return NULL;
}

static void
append_utf16(GString *out, const char *ascii)
{
    for (; ascii[0] != '\0'; ascii++) {
        g_string_append_c(out, ascii[0]);
        g_string_append_c(out, '\0');
    }
}

GString *
puppet_show_ink_blob(const char *bytes, gsize length)
{
    g_autofree char *base64 = g_base64_encode((const guchar *) bytes, length);
    GString *blob = g_string_new(NULL);

    append_utf16(blob, MIME "Content-Type: image/gif\r\n\r\n");
    g_string_append_len(blob, "\0\0", 2);
    append_utf16(blob, "base64:");
    append_utf16(blob, base64);
    g_string_append_len(blob, "\0\0", 2);
    return blob;
}
