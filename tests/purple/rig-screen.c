/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands on the display of an Xvfb: the file in which it keeps that, in the format of xwd. */
#include "rig-screen.h"

#include <string.h>
#include "rig-event.h"
#include "rig-share.h"

/* Numbers of the head, each of 32 bits, the highest first. */
enum {
    AT_HEAD_SIZE = 0,
    AT_WIDTH = 4,
    AT_HEIGHT = 5,
    AT_BITS = 11,
    AT_LINE = 12,
    AT_COLOURS = 19,
};

#define COLOUR_SIZE 12

/* How often somebody looks who waits, in milliseconds: nobody tells what has been drawn. */
#define LOOK_EVERY 50

static GMappedFile *screen;

static guint32
head(guint at)
{
    guint32 number;
    memcpy(&number, g_mapped_file_get_contents(screen) + at * sizeof number, sizeof number);
    return GUINT32_FROM_BE(number);
}

static gboolean
look_again(gpointer data)
{
    return G_SOURCE_CONTINUE;
}

static void
screen_close(gpointer data)
{
    g_clear_pointer(&screen, g_mapped_file_unref);
}

void
rig_screen_open(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "Xvfb_screen0", NULL);
    screen = g_mapped_file_new(path, FALSE, NULL);
    if (screen == NULL || head(AT_BITS) != 32) {
        rig_fail("nobody can look at the display in %s", path);
    }
    rig_defer(screen_close, NULL);
    g_timeout_add(LOOK_EVERY, look_again, NULL);
}

guint
rig_screen_count(guint32 colour)
{
    const char *pixels =
        g_mapped_file_get_contents(screen) + head(AT_HEAD_SIZE) + head(AT_COLOURS) * COLOUR_SIZE;
    guint count = 0;
    for (guint y = 0; y < head(AT_HEIGHT); y++) {
        const guint32 *line = (const guint32 *) (pixels + y * (gsize) head(AT_LINE));
        for (guint x = 0; x < head(AT_WIDTH); x++) {
            count += (line[x] & 0xffffff) == colour;
        }
    }
    return count;
}

typedef struct {
    guint32 colour;
    guint squares;
} Look;

static gboolean
is_seen(gpointer data)
{
    const Look *look = data;
    guint count = rig_screen_count(look->colour);
    return look->squares == 0 ? count == 0
                              : count >= look->squares * RIG_SQUARE * RIG_SQUARE * 9 / 10;
}

void
rig_expect_squares_full(const char *where, guint32 colour, guint squares)
{
    Look look = {colour, squares};
    g_autofree char *what = g_strdup_printf("%u squares of colour %06x", squares, colour);
    rig_wait_full(where, what, is_seen, &look);
}

/* -- pictures -----------------------------------------------------------------------------------
 */

#define BYTES(text) (const guint8 *) text, sizeof(text) - 1

static void
append_colours(GByteArray *gif, guint32 colour)
{
    const guint8 table[6] = {(guint8) (colour >> 16), (guint8) (colour >> 8), (guint8) colour};
    g_byte_array_append(gif, table, sizeof table);
}

/* For a second: the whole square in the first of two colours. */
static void
append_frame(GByteArray *gif, guint32 colour)
{
    g_byte_array_append(gif, BYTES("!\xf9\4\0\x64\0\0\0,\0\0\0\0\x20\0\x20\0\x80"));
    append_colours(gif, colour);
    g_byte_array_append(
        gif, BYTES("\2\x1e\x84\x8f\xa9\xcb\xed\x0f\xa3\x9c\xb4\xda\x8b\xb3\xde\xbc\xfb\x0f\x86\xe2"
                   "\x48\x96\xe6\x89\xa6\xea\xca\xb6\xee\x0b\x9b\5\0"));
}

GByteArray *
rig_square(guint32 colour, guint32 then)
{
    GByteArray *gif = g_byte_array_new();
    g_byte_array_append(gif, BYTES("GIF89a\x20\0\x20\0\x80\0\0"));
    append_colours(gif, colour);
    if (then != colour) {
        g_byte_array_append(gif, BYTES("!\xff\x0bNETSCAPE2.0\3\1\0\0\0"));
    }
    append_frame(gif, colour);
    if (then != colour) {
        append_frame(gif, then);
    }
    g_byte_array_append(gif, BYTES(";"));
    return gif;
}

char *
rig_square_bytes(guint32 colour, guint32 then)
{
    g_autoptr(GByteArray) gif = rig_square(colour, then);
    return rig_escaped(gif->data, gif->len);
}
