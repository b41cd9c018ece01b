/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The header of a P2P packet, written as words. Knows where its numbers stand; refuses to know what
 * they mean. Shares nothing with the core, so that one misunderstanding cannot cancel out. */
#include "packet.h"

#include <string.h>

#include "text.h"

#define HEADER_SIZE 48

/* All of them are little-endian. */
static const struct {
    const char *name;
    guint start;
    guint bytes;
} numbers[] = {
    {"session", 0, 4}, {"id", 4, 4},   {"offset", 8, 8}, {"total", 16, 8}, {"length", 24, 4},
    {"flags", 28, 4},  {"ack", 32, 4}, {"uid", 36, 4},   {"size", 40, 8},
};

/* Puts "name=number" where it belongs; the number is decimal, or hexadecimal with 0x. */
static gboolean
set_number(const char *word, guint8 *header)
{
    const char *text = strchr(word, '=');
    gboolean hex = text && g_str_has_prefix(text, "=0x");
    guint64 value, max;

    for (guint i = 0; text && i < G_N_ELEMENTS(numbers); i++) {
        gsize len = text - word;

        if (strlen(numbers[i].name) != len || memcmp(numbers[i].name, word, len) != 0)
            continue;
        max = G_MAXUINT64 >> (64 - 8 * numbers[i].bytes);
        if (!g_ascii_string_to_unsigned(text + (hex ? 3 : 1), hex ? 16 : 10, 0, max, &value, NULL))
            return FALSE;
        for (guint byte = 0; byte < numbers[i].bytes; byte++)
            header[numbers[i].start + byte] = (guint8) (value >> (8 * byte));
        return TRUE;
    }
    return FALSE;
}

gboolean
packet_header(const char *words, GString *out)
{
    guint8 header[HEADER_SIZE] = {0};

    while (*words) {
        g_autofree char *word = text_word(&words);

        if (!word || !set_number(word, header))
            return FALSE;
    }
    g_string_append_len(out, (const char *) header, sizeof(header));
    return TRUE;
}
