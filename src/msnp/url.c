/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Addresses of web services: cutting them apart, and which of them may be asked. Knows the grammar
 * and what is safe; refuses to know what is behind an address.
 */
#include "msnp/url.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/wire.h"

#define PORT_HTTP  80
#define PORT_HTTPS 443

/* The longest name DNS has. */
#define HOST_MAX 253

#define HOST_CHARS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._"

static gboolean
text_is_of(const char *text, gsize len, const char *chars)
{
    for (gsize i = 0; i < len; i++)
        if (text[i] == '\0' || !strchr(chars, text[i]))
            return FALSE;
    return len > 0;
}

/* Decimal digits up to the end of text. */
static gboolean
port_read(const char *text, gsize len, guint16 *port)
{
    guint n = 0;

    if (len < 1 || len > 5)
        return FALSE;
    for (gsize i = 0; i < len; i++) {
        if (!g_ascii_isdigit(text[i]))
            return FALSE;
        n = n * 10 + (guint) g_ascii_digit_value(text[i]);
    }
    if (n < 1 || n > G_MAXUINT16)
        return FALSE;
    *port = (guint16) n;
    return TRUE;
}

/* The host at the front of an authority, or NULL; *rest is what follows it. */
static char *
host_read(const char *authority, gsize len, const char **rest)
{
    gboolean is_literal = len > 0 && *authority == '[';
    const char *stop = len > 0 ? memchr(authority, is_literal ? ']' : ':', len) : NULL;
    g_autofree char *host = NULL;

    if (is_literal) {
        if (!stop)
            return NULL;
        host = g_ascii_strdown(authority + 1, stop - authority - 1);
        *rest = stop + 1;
        return strchr(host, ':') && !strchr(host, '%') && g_hostname_is_ip_address(host)
                   ? g_steal_pointer(&host)
                   : NULL;
    }
    *rest = stop ? stop : authority + len;
    len = *rest - authority;
    if (len > HOST_MAX || !text_is_of(authority, len, HOST_CHARS) || *authority == '.')
        return NULL;
    return g_ascii_strdown(authority, len);
}

static gboolean
url_is_printable(const char *url)
{
    gsize len = 0;

    for (; url[len]; len++)
        if (url[len] <= ' ' || url[len] >= 0x7f || len >= MSNP_LIMIT_URL)
            return FALSE;
    return TRUE;
}

static const char *
url_scheme(const char *url, gboolean *tls)
{
    static const char secure[] = "https://", plain[] = "http://";

    *tls = g_ascii_strncasecmp(url, secure, strlen(secure)) == 0;
    if (*tls)
        return url + strlen(secure);
    return g_ascii_strncasecmp(url, plain, strlen(plain)) == 0 ? url + strlen(plain) : NULL;
}

gboolean
msnp_url_split(const char *url, gboolean *tls, char **host, guint16 *port, char **path)
{
    g_autofree char *name = NULL;
    const char *authority, *rest, *tail;
    gboolean is_tls;
    guint16 number;

    if (!url || !url_is_printable(url) || !(authority = url_scheme(url, &is_tls)))
        return FALSE;
    tail = authority + strcspn(authority, "/?#");
    name = host_read(authority, tail - authority, &rest);
    if (!name)
        return FALSE;
    number = is_tls ? PORT_HTTPS : PORT_HTTP;
    if (rest < tail && (*rest != ':' || !port_read(rest + 1, tail - rest - 1, &number)))
        return FALSE;

    *tls = is_tls;
    *host = g_steal_pointer(&name);
    *port = number;
    *path = g_strdup_printf("%s%.*s", *tail == '/' ? "" : "/", (int) strcspn(tail, "#"), tail);
    return TRUE;
}

MsnpError
msnp_url_check(const char *url, gboolean plain_allowed)
{
    g_autofree char *host = NULL, *path = NULL;
    guint16 port;
    gboolean tls;

    if (!msnp_url_split(url, &tls, &host, &port, &path))
        return MSNP_ERROR_URL;
    if (!tls && !(plain_allowed && msnp_host_is_local(host)))
        return MSNP_ERROR_INSECURE_URL;
    return MSNP_ERROR_NONE;
}

gboolean
msnp_url_is_plain(const char *url)
{
    return g_ascii_strncasecmp(url, "http://", 7) == 0;
}

char *
msnp_url_resolve(const char *base, const char *location)
{
    const char *authority = strstr(base, "://");

    if (location[0] != '/' || location[1] == '/' || !authority)
        return g_strdup(location);
    authority += 3;
    return g_strdup_printf("%.*s%s", (int) (authority - base + strcspn(authority, "/?#")), base,
                           location);
}
