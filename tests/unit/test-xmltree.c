/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Documents of web services, good and bad, read whole and by wanted elements; and XML that is
 * written.
 */
#include "msnp/soap.h"
#include "msnp/xmltree.h"

#include <string.h>
#include "msnp/limits.h"

#define BAD "\357\277\275" /* U+FFFD */

/* Reads a copy that has no byte behind it. */
static MsnpXmlReader *
reader_of(const char *xml, gsize len, const MsnpXmlWanted *wanted, guint n)
{
    g_autofree char *copy = len > 0 ? g_memdup2(xml, len) : g_malloc(1);

    return msnp_xml_reader_new(copy, len, wanted, n);
}

/* "name[attribute=value](text)<children>" of a node and what is behind it. */
static void
print_node(GString *out, const MsnpXmlNode *node)
{
    for (; node; node = node->next) {
        g_string_append(out, node->name);
        for (const MsnpXmlNode *a = node->attributes; a; a = a->next)
            g_string_append_printf(out, "[%s=%s]", a->name, a->text);
        if (*node->text)
            g_string_append_printf(out, "(%s)", node->text);
        if (node->first) {
            g_string_append_c(out, '<');
            print_node(out, node->first);
            g_string_append_c(out, '>');
        }
        if (node->next)
            g_string_append_c(out, ' ');
    }
}

static const struct {
    const char *xml;
    const char *printed; /* NULL: broken before the outermost element was whole */
} documents[] = {
    {"<a/>", "a"},
    {"<a></a>", "a"},
    {"<a>b</a>", "a(b)"},
    {"\357\273\277<?xml version='1.0'?>\r\n<!-- - -->\n<a>b</a>\n<!-- x --><?y?>\n", "a(b)"},
    {"<s:a xmlns:s='urn:x' xmlns='urn:y'><s:b s:c='d' e=\"f\"/></s:a>", "a<b[e=f][c=d]>"},
    {"<a><b>1</b><b>2</b><c/></a>", "a<b(1) b(2) c>"},
    {"<a ><b\n c = 'd'\t/></a\n>", "a<b[c=d]>"},
    {"<a> x <b>1</b> y </a>", "a( x )<b(1)>"},
    {"<a>x<!-- <b> -->y<![CDATA[&<]]>z</a>", "a(xy&<z)"},
    {"<a><![CDATA[]]><b/></a>", "a<b>"},
    {"<a b='&lt;&amp;&quot;'>&gt;&apos;&#65;&#x42;&#x20AC;</a>", "a[b=<&\"](>'AB\342\202\254)"},
    {"<a>&nbsp;&x&;&#;&#x;&#12</a>", "a(&nbsp;&x&;&#;&#x;&#12)"},
    {"<a>&#0;&#xd800;&#x110000;</a>", "a(" BAD BAD BAD ")"},
    {"<a>\xff" "b</a>", "a(" BAD "b)"},
    /* no XML, or none that is taken */
    {"", NULL},
    {" \n", NULL},
    {"x", NULL},
    {"<", NULL},
    {"<a", NULL},
    {"<a>", NULL},
    {"<a>x", NULL},
    {"<a b>c</a>", NULL},
    {"<a b=c></a>", NULL},
    {"<a b='c></a>", NULL},
    {"<a b='<'></a>", NULL},
    {"<a></b>", NULL},
    {"<a><b></a></b>", NULL},
    {"</a>", NULL},
    {"<a></a", NULL},
    {"< a></a>", NULL},
    {"<a:></a:>", NULL},
    {"<a><!-- x</a>", NULL},
    {"<a><![CDATA[x</a>", NULL},
    {"<!DOCTYPE a [<!ENTITY e 'boom'>]><a>&e;</a>", NULL},
    {"x<a/>", NULL},
};

static void
test_documents(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(documents); i++) {
        const char *xml = documents[i].xml;
        g_autoptr(MsnpXmlReader) reader = reader_of(xml, strlen(xml), NULL, 0);
        g_autoptr(GString) printed = g_string_new(NULL);
        const MsnpXmlNode *node;
        MsnpXmlResult result = msnp_xml_reader_go_on(reader, &node);

        g_test_message("%s", xml);
        g_assert_cmpint(result, ==, documents[i].printed ? MSNP_XML_ELEMENT : MSNP_XML_BROKEN);
        if (!documents[i].printed)
            continue;
        print_node(printed, node);
        g_assert_cmpstr(printed->str, ==, documents[i].printed);
        g_assert_cmpint(msnp_xml_reader_go_on(reader, &node), ==, MSNP_XML_OVER);
        g_assert_cmpint(msnp_xml_reader_go_on(reader, &node), ==, MSNP_XML_OVER);
    }
}

/* Whatever is cut off, nothing is read beyond, and it is broken. */
static void
test_cut(void)
{
    static const char xml[] =
        "<?xml version='1.0'?><a b='c'><d>&amp;<![CDATA[x]]></d><!-- y --></a>";
    const MsnpXmlNode *node;

    for (gsize n = 0; n < strlen(xml); n++) {
        g_autoptr(MsnpXmlReader) reader = reader_of(xml, n, NULL, 0);

        g_assert_cmpint(msnp_xml_reader_go_on(reader, &node), ==, MSNP_XML_BROKEN);
    }
}

static void
test_wanted(void)
{
    static const MsnpXmlWanted wanted[] = {{"part", FALSE}, {"item", TRUE}};
    static const char xml[] = "<all><Part n='1'><item>a</item><x><ITEM>b<item>c</item></ITEM></x>"
                              "</Part><item/><part n='2'/></all>";
    static const char *const told[] = {"begin Part[n=1]", "item(a)", "ITEM(b)<item(c)>",
                                       "end Part",        "item",    "begin part[n=2]", "end part"};
    g_autoptr(MsnpXmlReader) reader = reader_of(xml, strlen(xml), wanted, G_N_ELEMENTS(wanted));
    const MsnpXmlNode *node;
    MsnpXmlResult result;

    for (guint i = 0; i < G_N_ELEMENTS(told); i++) {
        g_autoptr(GString) printed = g_string_new(NULL);

        result = msnp_xml_reader_go_on(reader, &node);
        g_assert_nonnull(node);
        if (result != MSNP_XML_ELEMENT)
            g_string_append(printed, result == MSNP_XML_BEGIN ? "begin " : "end ");
        print_node(printed, node);
        g_assert_cmpstr(printed->str, ==, told[i]);
    }
    g_assert_cmpint(msnp_xml_reader_go_on(reader, &node), ==, MSNP_XML_OVER);
}

/* Depth, elements and size are bounded, and large documents come in slices. */
static void
test_limits(void)
{
    g_autoptr(GString) xml = g_string_new(NULL);
    const MsnpXmlNode *node;
    guint pauses = 0;

    for (guint depth = MSNP_LIMIT_XML_DEPTH; depth <= MSNP_LIMIT_XML_DEPTH + 1; depth++) {
        g_autoptr(MsnpXmlReader) reader = NULL;

        g_string_truncate(xml, 0);
        for (guint i = 0; i < depth; i++)
            g_string_append(xml, "<a>");
        for (guint i = 0; i < depth; i++)
            g_string_append(xml, "</a>");
        reader = reader_of(xml->str, xml->len, NULL, 0);
        g_assert_cmpint(msnp_xml_reader_go_on(reader, &node), ==,
                        depth > MSNP_LIMIT_XML_DEPTH ? MSNP_XML_BROKEN : MSNP_XML_ELEMENT);
    }
    for (guint n = MSNP_LIMIT_XML_NODES - 1; n <= MSNP_LIMIT_XML_NODES; n++) {
        g_autoptr(MsnpXmlReader) reader = NULL;

        g_string_assign(xml, "<a>");
        for (guint i = 0; i < n; i++)
            g_string_append(xml, "<b/>");
        g_string_append(xml, "</a>");
        reader = reader_of(xml->str, xml->len, NULL, 0);
        g_assert_cmpint(msnp_xml_reader_go_on(reader, &node), ==,
                        n == MSNP_LIMIT_XML_NODES ? MSNP_XML_BROKEN : MSNP_XML_ELEMENT);
    }
    g_string_assign(xml, "<a>");
    while (xml->len < 5 * MSNP_XML_SLICE + 100)
        g_string_append(xml, "<b>text</b>");
    g_string_append(xml, "</a>");
    {
        /* also where every element is told */
        static const MsnpXmlWanted wanted[] = {{"b", TRUE}};
        g_autoptr(MsnpXmlReader) reader = reader_of(xml->str, xml->len, wanted, 1);
        MsnpXmlResult result;

        while ((result = msnp_xml_reader_next(reader, &node)) != MSNP_XML_OVER)
            pauses += result == MSNP_XML_PAUSE;
        g_assert_cmpuint(pauses, ==, 5);
    }
    g_string_set_size(xml, MSNP_LIMIT_XML + 1);
    {
        g_autoptr(MsnpXmlReader) reader = msnp_xml_reader_new(xml->str, xml->len, NULL, 0);

        g_assert_cmpint(msnp_xml_reader_go_on(reader, &node), ==, MSNP_XML_BROKEN);
    }
}

static void
test_look_up(void)
{
    static const char xml[] = "<a><b><c> x </c></b><b><d>true</d></b></a>";
    g_autoptr(MsnpXmlReader) reader = reader_of(xml, strlen(xml), NULL, 0);
    const MsnpXmlNode *node;

    g_assert_cmpint(msnp_xml_reader_go_on(reader, &node), ==, MSNP_XML_ELEMENT);
    g_assert_cmpstr(msnp_xml_value(node, "b/c"), ==, "x");
    g_assert_cmpstr(msnp_xml_value(node, "B/C"), ==, "x");
    g_assert_cmpstr(msnp_xml_value(node, "b/d"), ==, ""); /* of the first b */
    g_assert_cmpstr(msnp_xml_value(node, "e/f/g"), ==, "");
    g_assert_cmpstr(msnp_xml_value(NULL, "e"), ==, "");
    g_assert_cmpstr(msnp_xml_attribute(NULL, "e"), ==, "");
    g_assert_true(msnp_xml_is_true(msnp_xml_next(node->first->next, "b"), "d"));
    g_assert_null(msnp_xml_next(node->first, "c"));
}

/* What is written is read as it was. */
static void
test_written(void)
{
    static const char text[] = "<&>\"' % \303\244\n\t]]>\x01";
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(MsnpXmlReader) reader = NULL;
    const MsnpXmlNode *node;

    msnp_soap_printf(out, "<a b=\"%s\" n=\"%u\">%s</a>", text, 7u, text);
    g_assert_cmpuint(msnp_soap_size(text), ==,
                     strlen("&lt;&amp;&gt;&quot;&apos; % \303\244\n\t]]&gt; "));
    reader = reader_of(out->str, out->len, NULL, 0);
    g_assert_cmpint(msnp_xml_reader_go_on(reader, &node), ==, MSNP_XML_ELEMENT);
    g_assert_cmpstr(node->text, ==, "<&>\"' % \303\244\n\t]]> ");
    g_assert_cmpstr(msnp_xml_attribute(node, "b"), ==, "<&>\"' % \303\244\n\t]]> ");
    g_assert_cmpstr(msnp_xml_attribute(node, "n"), ==, "7");
}

/* Both forms of a fault, and one that says nothing. */
static void
test_faults(void)
{
    static const struct {
        const char *xml, *code, *outer, *redirect;
    } faults[] = {
        {"<S:Fault><faultcode>psf:Redirect</faultcode><psf:redirectUrl>https://x/</psf:redirectUrl>"
         "<faultstring>no</faultstring></S:Fault>",
         "Redirect", "Redirect", "https://x/"},
        {"<Fault><faultcode>soap:Client</faultcode><detail><errorcode>ABDoesNotExist</errorcode>"
         "</detail></Fault>",
         "ABDoesNotExist", "Client", ""},
        {"<Fault><Code><Value>S:Sender</Value><Subcode><Value>wst:FailedAuthentication</Value>"
         "</Subcode></Code></Fault>",
         "FailedAuthentication", "FailedAuthentication", ""},
        {"<Fault/>", "", "", ""},
    };

    for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
        g_autoptr(MsnpXmlReader) reader =
            reader_of(faults[i].xml, strlen(faults[i].xml), NULL, 0);
        const MsnpXmlNode *node;
        MsnpSoapFault fault;

        g_assert_cmpint(msnp_xml_reader_go_on(reader, &node), ==, MSNP_XML_ELEMENT);
        msnp_soap_fault_read(node, &fault);
        g_assert_cmpstr(fault.code, ==, faults[i].code);
        g_assert_cmpstr(fault.outer, ==, faults[i].outer);
        g_assert_cmpstr(fault.redirect, ==, faults[i].redirect);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xmltree/documents", test_documents);
    g_test_add_func("/xmltree/cut anywhere", test_cut);
    g_test_add_func("/xmltree/wanted elements", test_wanted);
    g_test_add_func("/xmltree/limits", test_limits);
    g_test_add_func("/xmltree/looking up", test_look_up);
    g_test_add_func("/xmltree/what is written", test_written);
    g_test_add_func("/xmltree/faults", test_faults);
    return g_test_run();
}
