/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values picked out of XML, good and bad, and text made fit to be shown.
 */
#include "msnp/xml.h"

#include <string.h>
#include "msnp/text.h"

#define BAD "\357\277\275" /* U+FFFD */

/* Picks from a copy that has no byte behind it. */
static gboolean
pick(const char *xml, gsize len, const MsnpXmlWish *wishes, guint n, char **values)
{
    g_autofree guint8 *copy = len > 0 ? g_memdup2(xml, len) : g_malloc(1);

    return msnp_xml_pick(copy, len, wishes, n, values);
}

/* ---- one wish for the text of <t>, one for its attribute a --------------------------------------
 */

static const struct {
    const char *xml;
    const char *text;
    const char *attribute;
} documents[] = {
    {"<t>hello</t>", "hello", NULL},
    {"<t a='b'>hello</t>", "hello", "b"},
    {"<t a=\"b &amp; c\"/>", "", "b & c"},
    {"<?xml version='1.0' encoding='utf-8'?>\r\n<r><s><t a='b'>hello</t></s></r>\r\n", "hello",
     "b"},
    {"<!DOCTYPE r><!-- <t>no</t> --><r><t>yes</t></r>", "yes", NULL},
    {"<T A='b'>hello</T>", "hello", "b"},
    {"<t>one</t><t a='b'>two</t>", "one", "b"},
    {"text before <t>hello</t> text behind", "hello", NULL},
    {"<t>a<b>c</b>d</t>", "acd", NULL},
    {"<t>a<t>b</t>c</t><t>d</t>", "abc", NULL},
    {"<t>  a \n b  </t>", "  a \n b  ", NULL},
    {"<t/>", "", NULL},
    {"<t></t>", "", NULL},
    {"<tt>no</tt><x:t>no</x:t>", NULL, NULL},
    {"", NULL, NULL},
    {"hello", NULL, NULL},
    /* entities and references */
    {"<t>&lt;t&gt; &quot;&apos; &amp;amp;</t>", "<t> \"' &amp;", NULL},
    {"<t>&#x26;&#38;&#x20AC;&#128512;&#XE4;</t>", "&&€😀ä", NULL},
    {"<t>&#0;&#x0;&#27;&#x1b;&#x7f;&#x85;&#xd800;&#xffff;&#x110000;&#xffffffff;&#x100000000;</t>",
     BAD BAD BAD BAD BAD BAD BAD BAD BAD BAD "&#x100000000;", NULL},
    {"<t>&#10;&#9;&#13;</t>", "\n\t\n", NULL},
    {"<!DOCTYPE t [<!ENTITY e \"boom\">]><t>&e;</t>", "&e;", NULL},
    {"<!DOCTYPE t [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><t>&e;</t>", "&e;", NULL},
    {"<t>a<![CDATA[ &amp; <b> & ]]>c</t>", "a &amp; <b> & c", NULL},
    /* sloppy */
    {"<t>Tom & Jerry&Co &amp &nbsp; &# &#x; &#38 &;</t>",
     "Tom & Jerry&Co &amp &nbsp; &# &#x; &#38 &;", NULL},
    {"<t a='x?a=1&b=2&amp;c=3'>y</t>", "y", "x?a=1&b=2&c=3"},
    {"<t>I <3 you</t>", "I <3 you", NULL},
    {"<t>a < b <- c <", "a < b <- c <", NULL},
    {"<t>&", "&", NULL},
    {"<t>&amp", "&amp", NULL},
    /* broken: what came before stays */
    {"<t>hello", "hello", NULL},
    {"<t>hello</", "hello", NULL},
    {"<t>hello</s>", "hello", NULL},
    {"<t>hello<b x></t>", "hello", NULL},
    {"<t>hello<![CDATA[ there", "hello", NULL},
    {"<t a='b", NULL, NULL},
    {"</t><t>hello</t>", NULL, NULL},
    {"<t>one</t></x><t a='b'>two</t>", "one", "b"},
    /* text that is none */
    {"<t>a\xff\xfe\xc3</t>", "a" BAD BAD BAD, NULL},
    {"<t>a\x1b\x7f\302\205\r\nb\rc</t>", "a" BAD BAD BAD "\nb\nc", NULL},
    {"<t\xff>a</t>", NULL, NULL},
    {"<t a='\xff\x01'/>", "", BAD BAD},
};

static void
test_documents(void)
{
    static const MsnpXmlWish wishes[] = {{"t", NULL}, {"t", "a"}, {"none", NULL}};
    char *values[G_N_ELEMENTS(wishes)];

    for (guint i = 0; i < G_N_ELEMENTS(documents); i++) {
        g_test_message("%s", documents[i].xml);
        g_assert_true(
            pick(documents[i].xml, strlen(documents[i].xml), wishes, G_N_ELEMENTS(wishes), values));
        g_assert_cmpstr(values[0], ==, documents[i].text);
        g_assert_cmpstr(values[1], ==, documents[i].attribute);
        g_assert_null(values[2]);
        for (guint n = 0; n < G_N_ELEMENTS(wishes); n++)
            g_free(values[n]);
    }
}

static void
test_presence(void)
{
    static const char xml[] = "<a><b/></a><c d=''/>";
    static const MsnpXmlWish wishes[] = {{"a", ""}, {"B", ""}, {"c", "d"}, {"c", "e"}, {"d", ""}};
    char *values[G_N_ELEMENTS(wishes)];

    g_assert_true(pick(xml, strlen(xml), wishes, G_N_ELEMENTS(wishes), values));
    g_assert_cmpstr(values[0], ==, "");
    g_assert_cmpstr(values[1], ==, "");
    g_assert_cmpstr(values[2], ==, "");
    g_assert_null(values[3]);
    g_assert_null(values[4]);
    for (guint n = 0; n < G_N_ELEMENTS(wishes); n++)
        g_free(values[n]);
}

static void
test_nul(void)
{
    static const char xml[] = "\0<t>a\0b</t>\0";
    static const MsnpXmlWish wish = {"t", NULL};
    char *value;

    g_assert_true(pick(xml, sizeof(xml), &wish, 1, &value));
    g_assert_cmpstr(value, ==, "a" BAD "b");
    g_free(value);
}

/* ---- bounds ---------------------------------------------------------------------------------- */

/* n times `unit`, then a document with the wish in it. */
static char *
pick_behind(const char *unit, guint n)
{
    static const MsnpXmlWish wish = {"t", NULL};
    g_autoptr(GString) xml = g_string_new(NULL);
    char *value;

    for (guint i = 0; i < n; i++)
        g_string_append(xml, unit);
    g_string_append(xml, "<t>x</t>");
    msnp_xml_pick((const guint8 *) xml->str, xml->len, &wish, 1, &value);
    return value;
}

static void
test_limits(void)
{
    /* the element around all, and the one that is looked for */
    const guint depth = MSNP_XML_LIMIT_DEPTH - 2, elements = MSNP_XML_LIMIT_ELEMENTS - 2;
    const guint blanks = MSNP_XML_LIMIT_BYTES - 8;
    const struct {
        const char *unit;
        guint n;
        gboolean found;
    } cases[] = {
        {"<a>", depth, TRUE},     {"<a>", depth + 1, FALSE},     {"<a>", 20000, FALSE},
        {"<a/>", elements, TRUE}, {"<a/>", elements + 1, FALSE}, {" ", blanks, TRUE},
        {" ", blanks + 1, FALSE}, {"&", blanks, TRUE},           {"<", blanks, TRUE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *value = pick_behind(cases[i].unit, cases[i].n);

        g_test_message("%u times %s", cases[i].n, cases[i].unit);
        g_assert_cmpstr(value, ==, cases[i].found ? "x" : NULL);
    }
}

static void
test_long_value(void)
{
    static const MsnpXmlWish wish = {"t", NULL};
    g_autoptr(GString) xml = g_string_new("<t>x");
    char *value;

    while (xml->len < 3 * MSNP_XML_LIMIT_VALUE)
        g_string_append(xml, "ü");
    g_assert_true(pick(xml->str, xml->len, &wish, 1, &value));
    g_assert_cmpuint(strlen(value), ==, MSNP_XML_LIMIT_VALUE - 1);
    g_assert_true(g_utf8_validate(value, -1, NULL));
    g_free(value);
}

/* Every byte of a document made every wrong one of a few, and the document ended there. */
static void
test_bytes(void)
{
    static const char xml[] = "<?xml?><r a='b'><!--c--><t d=\"e\">&lt;f&#103;<![CDATA[h]]></t></r>";
    static const char bytes[] = "\0<>&;'\"/![-]# \xff\xc3x";
    static const MsnpXmlWish wishes[] = {{"t", NULL}, {"r", "a"}, {"t", "d"}};
    char *values[G_N_ELEMENTS(wishes)];

    for (gsize at = 0; at < sizeof(xml) - 1; at++)
        for (guint i = 0; i < 2 * (sizeof(bytes) - 1); i++) {
            gboolean cut = i >= sizeof(bytes) - 1;
            g_autofree char *copy = g_memdup2(xml, sizeof(xml) - 1);

            copy[at] = bytes[i % (sizeof(bytes) - 1)];
            g_assert_true(
                pick(copy, cut ? at + 1 : sizeof(xml) - 1, wishes, G_N_ELEMENTS(wishes), values));
            for (guint n = 0; n < G_N_ELEMENTS(wishes); n++) {
                g_assert_true(!values[n] || g_utf8_validate(values[n], -1, NULL));
                g_free(values[n]);
            }
        }
}

/* ---- text ------------------------------------------------------------------------------------ */

static const struct {
    const char *text;
    gsize max;
    const char *line;
} lines[] = {
    {"", 10, ""},
    {"hello", 10, "hello"},
    {"hello", 5, "hello"},
    {"hello", 4, "hell"},
    {"hello", 0, ""},
    {"  a  b  ", 10, "a  b"},
    {"  hello", 5, "hello"},
    {"\t\n a \n", 10, "a"},
    {"a\nb\tc", 10, "a b c"},
    {"a\x01\x1b\x7f\302\205\342\200\250z", 20, "a        z"},
    {"üü", 4, "üü"},
    {"üü", 3, "ü"},
    {"üü", 1, ""},
    {"a😀", 5, "a😀"},
    {"a😀", 4, "a"},
    {"a\302\240b", 10, "a\302\240b"},
};

static void
test_lines(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
        gsize len = strlen(lines[i].text);
        g_autofree char *copy = len > 0 ? g_memdup2(lines[i].text, len) : g_malloc(1);
        g_autofree char *line = msnp_text_line(copy, len, lines[i].max);

        g_assert_cmpstr(line, ==, lines[i].line);
    }
}

static void
test_body(void)
{
    static const struct {
        const char *payload;
        const char *body;
    } bodies[] = {
        {"Content-Type: x/y\r\n\r\nü\r\nb", "ü\nb"},
        {"Content-Type: x/y\r\n\r\n\xfc", "ü"},
        {"Content-Type: x/y; charset=UTF-8\r\n\r\n\xfc", BAD},
        {"Content-Type: x/y; charset=iso-8859-1\r\n\r\nü", "Ã¼"},
        {"Content-Type: x/y\r\n\r\n", ""},
    };

    for (guint i = 0; i < G_N_ELEMENTS(bodies); i++) {
        g_autoptr(GString) scratch = g_string_new("old");
        MsnpMessage message;
        const char *body;
        gsize len;

        g_assert_true(msnp_message_parse((const guint8 *) bodies[i].payload,
                                         strlen(bodies[i].payload), &message));
        body = msnp_text_body(&message, &len, scratch);
        g_assert_cmpmem(body, len, bodies[i].body, strlen(bodies[i].body));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xml/documents", test_documents);
    g_test_add_func("/xml/presence", test_presence);
    g_test_add_func("/xml/nul", test_nul);
    g_test_add_func("/xml/limits", test_limits);
    g_test_add_func("/xml/long-value", test_long_value);
    g_test_add_func("/xml/bytes", test_bytes);
    g_test_add_func("/text/line", test_lines);
    g_test_add_func("/text/body", test_body);
    return g_test_run();
}
