/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads everything the run has written and everything it has shown. */
#define _GNU_SOURCE 1
#include "rig-secrets.h"
#include "rig-event.h"
#include "rig-tap.h"

#include <string.h>

static GPtrArray *secrets;

static void
add_once(char *secret)
{
    if (secrets == NULL) {
        secrets = g_ptr_array_new_with_free_func(g_free);
    }
    if (g_ptr_array_find_with_equal_func(secrets, secret, g_str_equal, NULL)) {
        g_free(secret);
    } else {
        g_ptr_array_add(secrets, secret);
    }
}

/* %2c for %2C */
static char *
lower_escapes(char *text)
{
    for (char *p = text; (p = strchr(p, '%')) != NULL && p[1] != '\0' && p[2] != '\0'; p += 3) {
        p[1] = g_ascii_tolower(p[1]);
        p[2] = g_ascii_tolower(p[2]);
    }
    return text;
}

void
rig_secrets_add(const char *secret)
{
    if (secret[0] == '\0') {
        return;
    }
    add_once(g_strdup(secret));
    add_once(g_uri_escape_string(secret, NULL, FALSE));
    add_once(lower_escapes(g_uri_escape_string(secret, NULL, FALSE)));
    add_once(g_markup_escape_text(secret, -1));
    add_once(g_base64_encode((const guchar *) secret, strlen(secret)));
    add_once(g_compute_checksum_for_string(G_CHECKSUM_MD5, secret, -1));
    add_once(g_compute_checksum_for_string(G_CHECKSUM_SHA1, secret, -1));
}

static void
check_text(const char *where, const char *text, gsize length)
{
    for (guint i = 0; secrets != NULL && i < secrets->len; i++) {
        const char *secret = secrets->pdata[i];
        if (memmem(text, length, secret, strlen(secret)) != NULL) {
            rig_fail("%s holds a password or a ticket, or the like: %.3s...", where, secret);
        }
    }
}

static void
check_file(const char *path)
{
    g_autofree char *text = NULL;
    gsize length = 0;
    if (g_file_get_contents(path, &text, &length, NULL)) {
        check_text(path, text, length);
    }
}

static void
check_folder(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    for (const char *name; folder != NULL && (name = g_dir_read_name(folder)) != NULL;) {
        g_autofree char *inside = g_build_filename(path, name, NULL);
        if (g_file_test(inside, G_FILE_TEST_IS_DIR)) {
            check_folder(inside);
        } else if (g_file_test(inside, G_FILE_TEST_IS_REGULAR) && /* a debugger leaves pipes here */
                   strcmp(name, "accounts.xml") != 0 && !g_str_has_prefix(name, "msnpd-")) {
            check_file(inside);
        }
    }
}

/* The browser is given an address that signs in by itself, where the user allows it. */
static gboolean
is_for_the_browser(const char *event)
{
    gboolean is_address = g_str_has_prefix(event, "uri ") || g_str_has_prefix(event, "email");
    return is_address && strstr(event, "auth=") != NULL && strstr(event, "creds=") != NULL;
}

static void
check_event(const char *text)
{
    if (is_for_the_browser(text)) {
        return;
    }
    check_text("what was shown", text, strlen(text));
}

void
rig_secrets_check(void)
{
    g_autofree char *all = rig_path("");
    check_folder(all);
    rig_each_event(check_event);
}
