/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows XML documents as libxml2 has them, strictly by namespaces, and how text is escaped; knows
 * nothing of SOAP. */
#include <libxml/parser.h>
#include <string.h>

#include "soap.h"

#define DEPTH_LIMIT 32

static gboolean
too_deep(const xmlNode *node, guint depth)
{
    if (depth > DEPTH_LIMIT)
        return TRUE;
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (child->type == XML_ELEMENT_NODE && too_deep(child, depth + 1))
            return TRUE;
    }
    return FALSE;
}

xmlDoc *
xml_read(const char *bytes, gsize length, const char **why)
{
    xmlDoc *doc = xmlReadMemory(bytes, (int) length, NULL, NULL,
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

    *why = NULL;
    if (doc == NULL)
        *why = "this is no well-formed XML";
    else if (doc->intSubset != NULL)
        *why = "a document type is declared";
    else if (too_deep(xmlDocGetRootElement(doc), 0))
        *why = "the XML is nested too deeply";
    if (*why == NULL)
        return doc;
    xmlFreeDoc(doc);
    return NULL;
}

gboolean
xml_is(const xmlNode *node, const char *space, const char *name)
{
    const char *own = node->ns != NULL ? (const char *) node->ns->href : NULL;

    return node->type == XML_ELEMENT_NODE && strcmp((const char *) node->name, name) == 0 &&
           g_strcmp0(own, space) == 0;
}

xmlNode *
xml_child(const xmlNode *node, const char *space, const char *name)
{
    for (xmlNode *child = node != NULL ? node->children : NULL; child != NULL; child = child->next)
        if (xml_is(child, space, name))
            return child;
    return NULL;
}

xmlNode *
xml_next(const xmlNode *node)
{
    const char *space = node->ns != NULL ? (const char *) node->ns->href : NULL;

    for (xmlNode *next = node->next; next != NULL; next = next->next)
        if (xml_is(next, space, (const char *) node->name))
            return next;
    return NULL;
}

xmlNode *
xml_path(const xmlNode *node, const char *space, const char *path)
{
    g_auto(GStrv) names = g_strsplit(path, "/", -1);
    xmlNode *at = (xmlNode *) node;

    for (char **name = names; *name != NULL && at != NULL; name++)
        at = xml_child(at, space, *name);
    return at;
}

char *
xml_text(const xmlNode *node)
{
    if (node == NULL || xmlFirstElementChild((xmlNode *) node) != NULL)
        return NULL;
    xmlChar *content = xmlNodeGetContent(node);
    char *text = g_strdup(content != NULL ? (const char *) content : "");

    xmlFree(content);
    return text;
}

char *
xml_leaf(const xmlNode *node, const char *space, const char *path)
{
    return xml_text(xml_path(node, space, path));
}

char *
xml_attribute(const xmlNode *node, const char *space, const char *name)
{
    if (node == NULL)
        return NULL;
    xmlChar *value = space != NULL
                         ? xmlGetNsProp(node, (const xmlChar *) name, (const xmlChar *) space)
                         : xmlGetNoNsProp(node, (const xmlChar *) name);
    char *text = g_strdup((const char *) value);

    xmlFree(value);
    return text;
}

const char *
xml_stranger(const xmlNode *node, const char *space, const char *names)
{
    g_auto(GStrv) known = g_strsplit(names, " ", -1);

    for (const xmlNode *child = node != NULL ? node->children : NULL; child != NULL;
         child = child->next) {
        const char *name = (const char *) child->name;

        if (child->type == XML_ELEMENT_NODE &&
            !(g_strv_contains((const char *const *) known, name) && xml_is(child, space, name)))
            return name;
    }
    return NULL;
}

void
xml_append(GString *out, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *text = g_markup_vprintf_escaped(format, args);
    va_end(args);
    g_string_append(out, text);
}

char *
xml_numeric(const char *text)
{
    GString *out = g_string_new(NULL);

    for (; *text != '\0'; text++) {
        if (strchr("&<>\"'", *text) != NULL)
            g_string_append_printf(out, "&#x%X;", (guint) *text);
        else
            g_string_append_c(out, *text);
    }
    return g_string_free(out, FALSE);
}
