/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * When a book that comes in pages is asked on: whole documents are in tests/replay, here is what
 * takes very many of them.
 */
#include "msnp/book-pages.h"

#include <string.h>
#include "msnp/limits.h"

/* A page with somebody, or without; what asks for the one behind it. */
static char *
answer(MsnpBookPages *pages, gboolean filled, const char *context)
{
    g_autofree char *xml = g_strdup_printf("<pageContext>%s</pageContext>", context);
    g_autoptr(MsnpXmlReader) reader = msnp_xml_reader_new(xml, strlen(xml), NULL, 0);
    const MsnpXmlNode *node;

    g_assert_cmpint(msnp_xml_reader_go_on(reader, &node), ==, MSNP_XML_ELEMENT);
    if (filled)
        msnp_book_pages_filled(pages);
    msnp_book_pages_context(pages, node);
    return msnp_book_pages_next(pages);
}

static void
test_never_ends(void)
{
    MsnpBookPages pages;
    guint asked = 1;

    msnp_book_pages_init(&pages);
    msnp_book_pages_begin(&pages);
    for (;;) {
        g_autofree char *number = g_strdup_printf("%u", asked);
        g_autofree char *next = answer(&pages, TRUE, number);

        if (!next)
            break;
        asked++;
    }
    g_assert_cmpuint(asked, ==, MSNP_LIMIT_BOOK_PAGES);
    g_assert_true(pages.cut);
    msnp_book_pages_begin(&pages);
    g_assert_false(pages.cut);
    msnp_book_pages_clear(&pages);
}

static const struct {
    gboolean filled;
    gsize length; /* of the context */
    gboolean goes_on, cut;
} ends[] = {
    {TRUE, 0, FALSE, FALSE},
    {FALSE, 0, FALSE, FALSE},
    {TRUE, 1, TRUE, FALSE},
    {FALSE, 1, FALSE, TRUE},
    {TRUE, MSNP_LIMIT_PAGE_CONTEXT - (sizeof("<pageContext></pageContext>") - 1), TRUE, FALSE},
    {TRUE, MSNP_LIMIT_PAGE_CONTEXT, FALSE, TRUE},
};

static void
test_ends(gconstpointer data)
{
    guint i = GPOINTER_TO_UINT(data);
    g_autofree char *context = g_strnfill(ends[i].length, 'x');
    g_autofree char *next = NULL;
    MsnpBookPages pages;

    msnp_book_pages_init(&pages);
    msnp_book_pages_begin(&pages);
    next = answer(&pages, ends[i].filled, context);
    g_assert_cmpint(next != NULL, ==, ends[i].goes_on);
    g_assert_cmpint(pages.cut, ==, ends[i].cut);
    msnp_book_pages_clear(&pages);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/book-pages/never-ends", test_never_ends);
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autofree char *path = g_strdup_printf("/book-pages/ends/%u", i);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_ends);
    }
    return g_test_run();
}
