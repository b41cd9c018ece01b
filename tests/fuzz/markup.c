/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text of messages as libpurple's HTML and back, names with Messenger Plus! codes, shortcuts of
 * emoticons. The first line is the name of a font, the rest is the text. */
#include "purple/markup.h"

#include <string.h>

#include "kit.h"
#include "purple/plus.h"
#include "purple/shortcuts.h"

static void
strip(const char *text)
{
    g_autoptr(GString) plain = g_string_new(NULL);

    msnp_plus_strip_name(plain, text);
    msnp_plus_strip_text(plain, text, strlen(text));
    kit_promise(kit_is_text(plain->str, plain->len));
}

static gboolean
has_control(const char *text)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        if (*p != '\n' && g_unichar_iscntrl(g_utf8_get_char(p)))
            return TRUE;
    }
    return FALSE;
}

/* What was plain text comes back as it was, but for what HTML does not keep. */
static void
there_and_back(const char *text, const char *name, guint flags)
{
    g_autoptr(GString) html = g_string_new(NULL);
    MsnpStyle style = {name, flags, (gint32) (flags * 4099) & 0xffffff}, back;
    char font[128];
    g_autofree char *plain = NULL;

    msnp_markup_from_text(html, text, strlen(text), &style);
    kit_promise(kit_is_text(html->str, html->len));
    plain = msnp_markup_to_text(html->str, &back, font, sizeof(font));
    kit_promise(strcmp(plain, text) == 0);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static const char *const shortcuts[] = {":)", "a", ":-)", "((("};
    g_autofree char *text = g_strndup((const char *) data, size);
    char *line = strchr(text, '\n');
    char font[128];
    MsnpStyle style;
    guint found[3];
    g_autofree char *plain = msnp_markup_to_text(text, &style, font, sizeof(font));

    kit_promise(kit_is_text(plain, strlen(plain)));
    kit_promise(!style.font || kit_is_text(style.font, strlen(style.font)));
    if (!kit_is_text(text, strlen(text)))
        return 0;
    strip(text);
    kit_promise(msnp_shortcuts_find(text, shortcuts, 4, found, 3) <= 3);
    msnp_shortcut_is_usable(text);
    if (line && !has_control(line)) {
        *line = '\0';
        there_and_back(line + 1, text, (guint) size);
    }
    return 0;
}
