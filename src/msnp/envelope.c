/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The letters of the notification server (PUT, NFY and SDG): three blocks of headers and a body, and the addresses in
 * them. Knows how they are written and read; refuses to know what they say.
 */
#include "msnp/envelope.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/wire.h"

/* ---- addresses ---- */

/* "9:guid@live.com", changed in place: its network, and *handle points behind the colon. 0 if it is none. */
static guint
address_split(char *word, char **handle)
{
    char *colon = strchr(word, ':');
    guint64 network;

    if (!colon)
        return 0;
    *colon = '\0';
    *handle = colon + 1;
    if (!msnp_wire_number(word, G_MAXUINT8, &network) || strchr(*handle, '%') || !msnp_wire_handle(*handle))
        return 0;
    return (guint) network;
}

static void
address_part(MsnpAddress *out, char *part)
{
    char *handle;
    guint network;

    if (!g_ascii_strncasecmp(part, "epid=", 5) && !out->epid) {
        out->epid = g_strdup(part + 5);
    } else if (!g_ascii_strncasecmp(part, "via=", 4) && !out->via && (network = address_split(part + 4, &handle))) {
        out->via_network = network;
        out->via = g_strdup(handle);
    }
}

gboolean
msnp_address_parse(const char *text, gsize len, MsnpAddress *out)
{
    g_autofree char *copy = g_strndup(text, len);
    g_auto(GStrv) parts = NULL;
    char *handle;
    guint i;

    memset(out, 0, sizeof(*out));
    if (strlen(copy) != len || len > 4 * MSNP_LIMIT_HANDLE)
        return FALSE;
    parts = g_strsplit(copy, ";", 8);
    if (!parts[0] || !(out->network = address_split(parts[0], &handle)))
        return FALSE;
    out->handle = g_strdup(handle);
    for (i = 1; parts[i]; i++)
        address_part(out, parts[i]);
    return TRUE;
}

void
msnp_address_clear(MsnpAddress *address)
{
    g_free(address->handle);
    g_free(address->via);
    g_free(address->epid);
    memset(address, 0, sizeof(*address));
}

/* ---- letters ---- */

/* Takes the block up to the next blank line off the rest; FALSE if there is no blank line: then it is all. */
static gboolean
take_block(MsnpSlice *rest, MsnpSlice *block)
{
    gsize i;

    *block = *rest;
    for (i = 0; i < rest->len; i++) {
        gsize blank = rest->at[i] != '\n'                                                              ? 0
                      : i + 1 < rest->len && rest->at[i + 1] == '\n'                                   ? 1
                      : i + 2 < rest->len && rest->at[i + 1] == '\r' && rest->at[i + 2] == '\n' ? 2
                                                                                                       : 0;

        if (blank) {
            block->len = i + 1;
            rest->at += i + 1 + blank;
            rest->len -= i + 1 + blank;
            return TRUE;
        }
    }
    rest->at += rest->len;
    rest->len = 0;
    return FALSE;
}

gboolean
msnp_envelope_parse(const guint8 *payload, gsize len, MsnpEnvelope *out)
{
    MsnpSlice rest = {(const char *) payload, len};
    guint64 announced;

    memset(out, 0, sizeof(*out));
    if (!take_block(&rest, &out->routing) || !take_block(&rest, &out->reliability))
        return FALSE;
    take_block(&rest, &out->content);
    out->body = rest.at;
    out->body_len = rest.len;
    if (msnp_header_uint(out->content.at, out->content.len, "Content-Length", &announced))
        out->body_len = (gsize) MIN((guint64) rest.len, announced);
    return TRUE;
}

char *
msnp_envelope_value(MsnpSlice block, const char *name)
{
    const char *value;
    gsize len;

    if (!block.at || !msnp_header_find(block.at, block.len, name, &value, &len))
        return g_strdup("");
    return g_strndup(value, MIN(len, MSNP_LIMIT_NAME));
}

gboolean
msnp_envelope_address(const MsnpEnvelope *envelope, const char *name, MsnpAddress *out)
{
    g_autofree char *value = msnp_envelope_value(envelope->routing, name);

    return msnp_address_parse(value, strlen(value), out);
}
