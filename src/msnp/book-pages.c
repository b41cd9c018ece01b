/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An address book that comes in pages: each answer may hold what is to be said for the next. Knows when to ask on, and
 * when a service goes in circles or never ends; refuses to know whose book it is and what stands in it.
 */
#include "msnp/book-pages.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/soap.h"

void
msnp_book_pages_init(MsnpBookPages *pages)
{
    pages->next = g_string_new(NULL);
    pages->asked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    pages->filled = pages->cut = FALSE;
}

void
msnp_book_pages_clear(MsnpBookPages *pages)
{
    g_string_free(pages->next, TRUE);
    g_hash_table_destroy(pages->asked);
}

void
msnp_book_pages_begin(MsnpBookPages *pages)
{
    g_string_truncate(pages->next, 0);
    g_hash_table_remove_all(pages->asked);
    pages->filled = pages->cut = FALSE;
}

void
msnp_book_pages_filled(MsnpBookPages *pages)
{
    pages->filled = TRUE;
}

/* What the service wants to hear in order to go on where it has stopped: said back as it is. */
static void
context_print(GString *out, const MsnpXmlNode *node)
{
    const MsnpXmlNode *child;

    if (out->len > MSNP_LIMIT_PAGE_CONTEXT || !strcmp(msnp_xml_attribute(node, "nil"), "true"))
        return;
    g_string_append_printf(out, "<%s>", node->name);
    if (!node->first)
        msnp_soap_printf(out, "%s", node->text);
    for (child = node->first; child; child = child->next)
        context_print(out, child);
    g_string_append_printf(out, "</%s>", node->name);
}

void
msnp_book_pages_context(MsnpBookPages *pages, const MsnpXmlNode *node)
{
    g_string_truncate(pages->next, 0);
    if (node->first || *msnp_xml_value(node, ""))
        context_print(pages->next, node);
}

/* Not what is too long to be said back, either. */
static gboolean
pages_go_on(const MsnpBookPages *pages)
{
    return pages->filled && pages->next->len <= MSNP_LIMIT_PAGE_CONTEXT &&
           !g_hash_table_contains(pages->asked, pages->next->str) &&
           g_hash_table_size(pages->asked) + 1 < MSNP_LIMIT_BOOK_PAGES;
}

char *
msnp_book_pages_next(MsnpBookPages *pages)
{
    char *next = NULL;

    if (pages->next->len > 0 && pages_go_on(pages)) {
        next = g_strdup(pages->next->str);
        g_hash_table_add(pages->asked, g_strdup(next));
    } else if (pages->next->len > 0) {
        pages->cut = TRUE;
    }
    g_string_truncate(pages->next, 0);
    pages->filled = FALSE;
    return next;
}
