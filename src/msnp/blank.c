/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Documents of web services as they may stand in a debug log: without passwords, tickets and what is made of them. Knows
 * the names of the elements that hold such; refuses to know what the others mean.
 */
#include "msnp/blank.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/secret.h"
#include "msnp/soap.h"

/* Elements of which nothing is told, whatever is in them: t, p are a ticket in two pieces, Data a picture. */
static const char *const secret_elements[] = {
    "Password", "TicketToken", "BinarySecurityToken", "BinarySecret", "CipherValue", "PreAuthURL",
    "Cookies",  "browserCookie", "extProperty",       "t",            "p",           "Data",
};

/* And attributes: the ticket, and the answer that proves a product key, of messages to people who are away. */
static const char *const secret_attributes[] = {"passport", "lockkey"};

/* Texts that are shorter are not looked for: they may stand anywhere. */
#define SECRET_MIN 3

static gboolean
is_among(const char *const *names, guint n, const char *name, gsize len)
{
    guint i;

    for (i = 0; i < n; i++)
        if (strlen(names[i]) == len && !g_ascii_strncasecmp(names[i], name, len))
            return TRUE;
    return FALSE;
}

/* The name within a tag, without its prefix; *len may come to 0. */
static const char *
local_name(const char *name, const char *end, gsize *len)
{
    const char *p = name, *local = name;

    for (; p < end && !strchr(" \t\r\n/>=", *p); p++)
        if (*p == ':')
            local = p + 1;
    *len = (gsize) (p - local);
    return local;
}

static const char *
find(const char *p, const char *end, char c)
{
    return p < end ? memchr(p, c, (gsize) (end - p)) : NULL;
}

/* A tag from < to >, with its attributes. */
static void
append_tag(GString *out, const char *p, const char *end)
{
    while (p < end) {
        const char *equals = find(p, end, '='), *value = equals ? equals + 1 : NULL, *stop, *name;
        gsize len;

        stop = value && value < end && (*value == '"' || *value == '\'') ? find(value + 1, end, *value) : NULL;
        if (!stop)
            break;
        for (name = equals; name > p && !strchr(" \t\r\n", name[-1]); name--)
            ;
        name = local_name(name, equals, &len);
        g_string_append_len(out, p, value + 1 - p);
        if (is_among(secret_attributes, G_N_ELEMENTS(secret_attributes), name, len))
            g_string_append(out, "***");
        else
            g_string_append_len(out, value + 1, stop - value - 1);
        p = stop;
        g_string_append_len(out, p++, 1);
    }
    g_string_append_len(out, p, end - p);
}

/* Where the end tag of that element begins; NULL if there is none. */
static const char *
find_close(const char *p, const char *end, const char *name, gsize len)
{
    const char *local;
    gsize n;

    for (; (p = find(p, end, '<')); p++) {
        if (p + 1 >= end || p[1] != '/')
            continue;
        local = local_name(p + 2, end, &n);
        if (n == len && !g_ascii_strncasecmp(local, name, len))
            return p;
    }
    return NULL;
}

void
msnp_blank_append(GString *out, const char *xml, gsize len)
{
    const char *p = xml, *end = xml + MIN(len, MSNP_LIMIT_LOGGED), *tag, *stop, *name;
    gsize n;

    while ((tag = find(p, end, '<'))) {
        g_string_append_len(out, p, tag - p);
        stop = find(tag, end, '>');
        if (!stop)
            return;
        append_tag(out, tag, stop + 1);
        p = stop + 1;
        name = local_name(tag + 1, stop, &n);
        if (tag[1] == '/' || stop[-1] == '/' ||
            !is_among(secret_elements, G_N_ELEMENTS(secret_elements), name, n))
            continue;
        p = find_close(p, end, name, n);
        g_string_append(out, "***");
        if (!p)
            return;
    }
}

static void
blank_text(GString *text, const char *secret)
{
    gsize at = 0, n = strlen(secret);
    const char *found;

    while ((found = g_strstr_len(text->str + at, (gssize) (text->len - at), secret))) {
        at = (gsize) (found - text->str);
        g_string_erase(text, (gssize) at, (gssize) n);
        g_string_insert(text, (gssize) at, "***");
        at += 3;
    }
}

void
msnp_blank_secret(GString *text, const char *secret)
{
    GString *escaped;

    if (!secret || strlen(secret) < SECRET_MIN)
        return;
    escaped = g_string_sized_new(msnp_soap_size(secret) + 1);
    msnp_soap_printf(escaped, "%s", secret);
    blank_text(text, secret);
    blank_text(text, escaped->str);
    msnp_secret_free_string(escaped);
}
