/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Documents of web services in a debug log: what is left out of them, also where they are not what they should be.
 */
#include "msnp/blank.h"

#include <string.h>
#include "msnp/limits.h"

static const struct {
    const char *xml;
    const char *shown;
} rows[] = {
    {"<a><b>x</b></a>", "<a><b>x</b></a>"},
    {"<wsse:Password>p,word</wsse:Password><c/>", "<wsse:Password>***</wsse:Password><c/>"},
    {"<PASSWORD x=\"1\">p</PASSWORD>", "<PASSWORD x=\"1\">***</PASSWORD>"},
    {"<Password></Password>y", "<Password>***</Password>"},
    {"<Password/>y<z/>", "<Password/>y<z/>"},
    {"<a:TicketToken>t=1&amp;p=2</a:TicketToken><b>", "<a:TicketToken>***</a:TicketToken><b>"},
    {"<TicketToken><x>t=1</x>t=2</TicketToken>z<q/>", "<TicketToken>***</TicketToken>z<q/>"},
    {"<PassportCookie><t>abc</t><p>def</p></PassportCookie>",
     "<PassportCookie><t>***</t><p>***</p></PassportCookie>"},
    {"<Ticket passport=\"t=1\" appid='A' lockkey='k'/>", "<Ticket passport=\"***\" appid='A' lockkey='***'/>"},
    {"<x:Ticket\n a:passport='t=1'>", "<x:Ticket\n a:passport='***'>"},
    {"<BinarySecret>abc", "<BinarySecret>***"},           /* cut short */
    {"<Password>abc</Passwor", "<Password>***"},
    {"<Password>abc<", "<Password>***"},
    {"<a>b<Ticket passport=\"t=", "<a>b"},
    {"<a passport=\"t=1>", "<a passport=\"t=1>"},          /* no value that ends: no ticket of anybody's */
    {"no document", ""},
    {"<", ""},
    {"<>x</>", "<>x</>"},
    {"</Password>x</Password><y/>", "</Password>x</Password><y/>"},
    {"<Password ><Password>a</Password>b</Password>c<d/>", "<Password >***</Password>b</Password>c<d/>"},
    {"", ""},
};

static void
elements(void)
{
    guint i;

    for (i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        g_autofree char *bytes = g_memdup2(rows[i].xml, strlen(rows[i].xml)); /* nothing behind it */

        msnp_blank_append(out, bytes, strlen(rows[i].xml));
        g_assert_cmpstr(out->str, ==, rows[i].shown);
    }
}

/* Wherever a document is cut, no part of a secret is left. */
static void
cut_anywhere(void)
{
    static const char xml[] = "<a><Password>QQQQ</Password><Ticket passport='QQQQ' lockkey=\"QQQQ\"/><t>QQQQ</t></a>";
    gsize len;

    for (len = 0; len < sizeof(xml); len++) {
        g_autoptr(GString) out = g_string_new(NULL);

        msnp_blank_append(out, xml, len);
        g_assert_null(strchr(out->str, 'Q'));
    }
}

static void
long_ones(void)
{
    g_autoptr(GString) xml = g_string_new(NULL), out = g_string_new(NULL);

    while (xml->len < 2 * MSNP_LIMIT_LOGGED)
        g_string_append(xml, "<a>b</a>");
    msnp_blank_append(out, xml->str, xml->len);
    g_assert_cmpuint(out->len, >, MSNP_LIMIT_LOGGED - 10);
    g_assert_cmpuint(out->len, <=, MSNP_LIMIT_LOGGED);
}

static void
by_value(void)
{
    g_autoptr(GString) text = g_string_new("wrong password a&b! (a&amp;b!), ***, ab");

    msnp_blank_secret(text, "a&b!");
    g_assert_cmpstr(text->str, ==, "wrong password *** (***), ***, ab");
    msnp_blank_secret(text, "***");
    msnp_blank_secret(text, "ab");
    msnp_blank_secret(text, "");
    msnp_blank_secret(text, NULL);
    g_assert_cmpstr(text->str, ==, "wrong password *** (***), ***, ab");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/blank/elements", elements);
    g_test_add_func("/blank/cut-anywhere", cut_anywhere);
    g_test_add_func("/blank/long", long_ones);
    g_test_add_func("/blank/by-value", by_value);
    return g_test_run();
}
