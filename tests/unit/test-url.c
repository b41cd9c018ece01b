/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Addresses of web services: which are taken apart and how, and the many that are refused.
 */
#include "msnp/url.h"

#include "msnp/limits.h"

/* ---- addresses ------------------------------------------------------------------------------ */

static const struct {
    const char *url;
    gboolean tls;
    const char *host; /* NULL: refused */
    guint16 port;
    const char *path;
} urls[] = {
    {"https://nexus.passport.com/rdr/pprdr.asp", TRUE, "nexus.passport.com", 443, "/rdr/pprdr.asp"},
    {"http://127.0.0.1:8080/", FALSE, "127.0.0.1", 8080, "/"},
    {"HTTPS://Login.Example.COM", TRUE, "login.example.com", 443, "/"},
    {"https://h:443/x", TRUE, "h", 443, "/x"},
    {"https://h?a=b", TRUE, "h", 443, "/?a=b"},
    {"https://h/a?b=c/d:e@f#g", TRUE, "h", 443, "/a?b=c/d:e@f"},
    {"https://h#frag", TRUE, "h", 443, "/"},
    {"https://h/?#", TRUE, "h", 443, "/?"},
    {"https://a-b_c.d.", TRUE, "a-b_c.d.", 443, "/"},
    {"http://[::1]/x", FALSE, "::1", 80, "/x"},
    {"http://[2001:DB8::1]:81", FALSE, "2001:db8::1", 81, "/"},
    {"https://h:65535", TRUE, "h", 65535, "/"},
    {"https://h:00443", TRUE, "h", 443, "/"},
    {"https://h:1", TRUE, "h", 1, "/"},
    {"https://h//x/../y", TRUE, "h", 443, "//x/../y"},
    /* refused */
    {NULL, FALSE, NULL, 0, NULL},
    {"", FALSE, NULL, 0, NULL},
    {"h/x", FALSE, NULL, 0, NULL},
    {"//h/x", FALSE, NULL, 0, NULL},
    {"ftp://h/", FALSE, NULL, 0, NULL},
    {"file:///etc/passwd", FALSE, NULL, 0, NULL},
    {"httpss://h/", FALSE, NULL, 0, NULL},
    {"https:/h", FALSE, NULL, 0, NULL},
    {"https:h", FALSE, NULL, 0, NULL},
    {"https://", FALSE, NULL, 0, NULL},
    {"https:///x", FALSE, NULL, 0, NULL},
    {"https://:443", FALSE, NULL, 0, NULL},
    {"https://.h", FALSE, NULL, 0, NULL},
    {"https://user@h/", FALSE, NULL, 0, NULL},
    {"https://user:pw@h/", FALSE, NULL, 0, NULL},
    {"https://h@evil.example:80/", FALSE, NULL, 0, NULL},
    {"https://h\\@evil.example/", FALSE, NULL, 0, NULL},
    {"https://h%2e/", FALSE, NULL, 0, NULL},
    {"https://h\303\251/", FALSE, NULL, 0, NULL},
    {"https://h/\303\251", FALSE, NULL, 0, NULL},
    {"https://h/a b", FALSE, NULL, 0, NULL},
    {" https://h/", FALSE, NULL, 0, NULL},
    {"https://h/\r\nX: y", FALSE, NULL, 0, NULL},
    {"https://h/\t", FALSE, NULL, 0, NULL},
    {"https://h/\x7f", FALSE, NULL, 0, NULL},
    {"https://h:", FALSE, NULL, 0, NULL},
    {"https://h:0", FALSE, NULL, 0, NULL},
    {"https://h:65536", FALSE, NULL, 0, NULL},
    {"https://h:000443", FALSE, NULL, 0, NULL},
    {"https://h:4294967739", FALSE, NULL, 0, NULL},
    {"https://h:+1", FALSE, NULL, 0, NULL},
    {"https://h:1x", FALSE, NULL, 0, NULL},
    {"https://h:1:2", FALSE, NULL, 0, NULL},
    {"https://[::1", FALSE, NULL, 0, NULL},
    {"https://[::1]x", FALSE, NULL, 0, NULL},
    {"https://[::1]:", FALSE, NULL, 0, NULL},
    {"https://[]/", FALSE, NULL, 0, NULL},
    {"https://[127.0.0.1]/", FALSE, NULL, 0, NULL},
    {"https://[evil.example]/", FALSE, NULL, 0, NULL},
    {"https://[fe80::1%eth0]/", FALSE, NULL, 0, NULL},
    {"https://::1/", FALSE, NULL, 0, NULL},
};

static void
test_url(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(urls); i++) {
        g_autofree char *host = NULL, *path = NULL;
        gboolean tls = 42, ok;
        guint16 port = 42;

        g_test_message("row %u", i);
        ok = msnp_url_split(urls[i].url, &tls, &host, &port, &path);
        g_assert_cmpint(ok, ==, urls[i].host != NULL);
        g_assert_cmpstr(host, ==, urls[i].host);
        g_assert_cmpstr(path, ==, urls[i].path);
        g_assert_cmpuint(port, ==, ok ? urls[i].port : 42);
        g_assert_cmpint(tls, ==, ok ? urls[i].tls : 42);
    }
}

static void
check_url_length(const char *prefix, gsize fill, gboolean expected)
{
    g_autofree char *tail = g_strnfill(fill, 'x');
    g_autofree char *url = g_strconcat(prefix, tail, NULL);
    g_autofree char *host = NULL, *path = NULL;
    gboolean tls;
    guint16 port;

    g_assert_cmpint(msnp_url_split(url, &tls, &host, &port, &path), ==, expected);
}

static void
test_url_length(void)
{
    check_url_length("https://", 253, TRUE);
    check_url_length("https://", 254, FALSE);
    check_url_length("https://h/", MSNP_LIMIT_URL - 10, TRUE);
    check_url_length("https://h/", MSNP_LIMIT_URL - 9, FALSE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/url/split/table", test_url);
    g_test_add_func("/url/split/length", test_url_length);
    return g_test_run();
}
