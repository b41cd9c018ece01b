/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how an address book is given out in pages. Nothing is known of a pageContext but that it
 * comes back with the next request as it was: what is in it is ours, and is to come back exactly.
 */
#include <string.h>

#include "ab.h"
#include "options.h"

typedef struct {
    char *text; /* of the context that was given out; it is good once */
    guint from; /* where its page begins */
} NextPage;

static GHashTable *next_pages; /* "MAIL BOOK" to NextPage */

static void
next_page_free(gpointer data)
{
    NextPage *next = data;

    g_free(next->text);
    g_free(next);
}

void
ab_pages_clear(void)
{
    g_clear_pointer(&next_pages, g_hash_table_destroy);
}

static char *
page_key(const AbCall *call, const char *book)
{
    return g_strdup_printf("%s %s", call->account->key, book);
}

gboolean
ab_page_begin(const AbCall *call, const char *book, guint *from)
{
    const xmlNode *context = xml_child(call->op, NS_AB, "pageContext");
    g_autofree char *key = page_key(call, book);
    g_autofree char *size = xml_leaf(context, NS_AB, "PageSize");
    g_autofree char *text = xml_leaf(context, NS_AB, "Position/From");
    g_autofree char *wanted = g_strdup_printf("%d", options()->page_size);
    const NextPage *next = next_pages != NULL ? g_hash_table_lookup(next_pages, key) : NULL;

    *from = 0;
    if (context == NULL)
        return TRUE;
    if (next == NULL || g_strcmp0(text, next->text) != 0 || g_strcmp0(size, wanted) != 0 ||
        xml_stranger(context, NS_AB, "PageSize Position") != NULL) {
        ab_wrong(call, "this pageContext was not given out last");
        return FALSE;
    }
    *from = next->from;
    g_hash_table_remove(next_pages, key);
    return TRUE;
}

guint
ab_page_end(const AbCall *call, const char *book, guint from, guint count, GString *context)
{
    guint size = (guint) options()->page_size;
    NextPage *next;

    if (size == 0 || count - from <= size)
        return count;
    next = g_new(NextPage, 1);
    next->from = from + size;
    next->text = g_strdup_printf("<%u> & %08x", next->from, g_random_int());
    xml_append(context,
               "<pageContext><PageSize>%u</PageSize><Position><From>%s</From>"
               "</Position></pageContext>",
               size, next->text);
    if (next_pages == NULL)
        next_pages = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, next_page_free);
    g_hash_table_replace(next_pages, page_key(call, book), next);
    return next->from;
}
