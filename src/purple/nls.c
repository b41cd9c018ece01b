/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds the words in the user's language. Knows where a plugin and its catalogues may have been put; never touches the
 * host's text domain.
 */
#include "purple/nls.h"

/* From the plugin's own folder: one's own ~/.purple/plugins; PREFIX/lib/purple-2, whatever PREFIX it was built with. */
static const char *const places[] = {"locale", "../../share/locale"};

/* TRUE if that folder has a catalogue in one of the languages that the user reads. */
static gboolean
nls_has_words(const char *folder)
{
    const char *const *languages = g_get_language_names();
    guint i;

    for (i = 0; languages[i]; i++) {
        g_autofree char *file = g_build_filename(folder, languages[i], "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);

        if (g_file_test(file, G_FILE_TEST_IS_REGULAR))
            return TRUE;
    }
    return FALSE;
}

void
msnp_nls_bind(const char *plugin)
{
    g_autofree char *path = g_canonicalize_filename(plugin ? plugin : "", NULL), *own = g_path_get_dirname(path);
    g_autofree char *folder = g_strdup(LOCALEDIR);
    guint i;

    for (i = G_N_ELEMENTS(places); i-- > 0;) {
        g_autofree char *place = g_build_filename(own, places[i], NULL);

        if (nls_has_words(place)) {
            g_free(folder);
            folder = g_steal_pointer(&place);
        }
    }
    bindtextdomain(GETTEXT_PACKAGE, folder);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
}
