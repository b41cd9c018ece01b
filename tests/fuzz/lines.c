/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How replay files are varied: by whole lines, each with the '|' lines that belong to it, or as
 * libFuzzer varies any bytes. Knows where a line begins and nothing of what it says. */
#include <glib.h>
#include <string.h>

gsize LLVMFuzzerMutate(guint8 *data, gsize size, gsize max);
gsize LLVMFuzzerCustomMutator(guint8 *data, gsize size, gsize max, guint seed);
gsize LLVMFuzzerCustomCrossOver(const guint8 *one, gsize one_size, const guint8 *other,
                                gsize other_size, guint8 *out, gsize max, guint seed);

/* Where lines begin, and the end: of guint. */
static GArray *
find_lines(const guint8 *data, gsize size)
{
    GArray *starts = g_array_new(FALSE, FALSE, sizeof(guint));

    for (guint i = 0; i <= size; i++) {
        if (i == size || i == 0 || (data[i - 1] == '\n' && data[i] != '|'))
            g_array_append_val(starts, i);
    }
    return starts;
}

/* A few lines in a row of a text: where they begin, and how long they are. */
static guint
pick_lines(const guint8 *data, gsize size, GRand *rand, guint most, gsize *len)
{
    g_autoptr(GArray) starts = find_lines(data, size);
    guint n = starts->len - 1, wanted = (guint) g_rand_int_range(rand, 1, most + 1);
    guint count = MIN(wanted, n), first = (guint) g_rand_int_range(rand, 0, n - count + 1);
    guint start = g_array_index(starts, guint, first);

    *len = g_array_index(starts, guint, first + count) - start;
    return start;
}

/* Puts lines before some line of the text, in place of it if it is to be replaced. */
static gsize
put_lines(GString *text, const guint8 *lines, gsize len, gboolean replace, GRand *rand, gsize max)
{
    gsize old;
    guint at = pick_lines((guint8 *) text->str, text->len, rand, 1, &old);

    if (replace)
        g_string_erase(text, at, (gssize) old);
    g_string_insert_len(text, at, (const char *) lines, (gssize) len);
    return MIN(text->len, max);
}

gsize
LLVMFuzzerCustomMutator(guint8 *data, gsize size, gsize max, guint seed)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    g_autoptr(GString) text = g_string_new_len((const char *) data, (gssize) size);
    guint way = (guint) g_rand_int_range(rand, 0, 8);
    gsize len;
    guint start = pick_lines(data, size, rand, 3, &len);

    if (way > 2)
        return LLVMFuzzerMutate(data, size, max);
    if (way == 0 || way == 1)
        g_string_erase(text, start, (gssize) len);
    size = way == 0 ? text->len : put_lines(text, data + start, len, FALSE, rand, max);
    memcpy(data, text->str, size);
    return size;
}

gsize
LLVMFuzzerCustomCrossOver(const guint8 *one, gsize one_size, const guint8 *other, gsize other_size,
                          guint8 *out, gsize max, guint seed)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    g_autoptr(GString) text = g_string_new_len((const char *) one, (gssize) one_size);
    gsize len;
    guint start = pick_lines(other, other_size, rand, 12, &len);
    gsize size = put_lines(text, other + start, len, seed & 1, rand, max);

    memcpy(out, text->str, size);
    return size;
}
