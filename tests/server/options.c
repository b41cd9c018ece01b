/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the command line; knows nothing of what the options do. */
#include "options.h"

#include "dialect.h"

static Options values;
static char *max_word;
static char *min_word;

static const GOptionEntry entries[] = {
    {"ns-port", 0, 0, G_OPTION_ARG_INT, &values.ns_port, "Notification (or dispatch) port", "N"},
    {"sb-port", 0, 0, G_OPTION_ARG_INT, &values.sb_port, "Switchboard port", "N"},
    {"https-port", 0, 0, G_OPTION_ARG_INT, &values.https_port,
     "Port of Passport and the web services", "N"},
    {"http-port", 0, 0, G_OPTION_ARG_INT, &values.http_port, "Port of the HTTP gateway", "N"},
    {"account", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &values.accounts, "An account",
     "MAIL:PASSWORD[:NAME]"},
    {"friends", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &values.friends, "Two who list each other",
     "MAIL,MAIL"},
    {"contacts", 0, 0, G_OPTION_ARG_INT, &values.contacts, "Contacts for every account", "N"},
    {"bot", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &values.bots, "echo, flicker or nudge", "KIND:MAIL"},
    {"flicker-ms", 0, 0, G_OPTION_ARG_INT, &values.flicker_ms, "Pace of a flicker bot", "MS"},
    {"max-dialect", 0, 0, G_OPTION_ARG_STRING, &max_word, "Highest dialect", "MSNPx"},
    {"min-dialect", 0, 0, G_OPTION_ARG_STRING, &min_word, "Lowest dialect", "MSNPx"},
    {"abch-migrated", 0, 0, G_OPTION_ARG_INT, &values.abch_migrated, "MSNP10 with GUIDs", "0|1"},
    {"fl-limit", 0, 0, G_OPTION_ARG_INT, &values.fl_limit, "Forward list limit (210)", "N"},
    {"page-size", 0, 0, G_OPTION_ARG_INT, &values.page_size, "Contacts in a page", "N"},
    {"email-enabled", 0, 0, G_OPTION_ARG_INT, &values.email_enabled, "Accounts have an inbox",
     "0|1"},
    {"mspauth", 0, 0, G_OPTION_ARG_STRING, &values.mspauth, "MSPAuth of the profile", "TEXT"},
    {"nonce", 0, 0, G_OPTION_ARG_STRING, &values.nonce, "Nonce of USR SSO S", "TEXT"},
    {"secret", 0, 0, G_OPTION_ARG_STRING, &values.secret, "Secret of sign-in tokens", "BASE64"},
    {"redirects", 0, 0, G_OPTION_ARG_INT, &values.redirects, "Login redirects", "N"},
    {"dispatch", 0, 0, G_OPTION_ARG_NONE, &values.dispatch, "Refer clients first", NULL},
    {"living", 0, 0, G_OPTION_ARG_NONE, &values.living, "Behave as living services", NULL},
    {"dribble", 0, 0, G_OPTION_ARG_NONE, &values.dribble, "Write in tiny pieces", NULL},
    {"quiet", 0, 0, G_OPTION_ARG_NONE, &values.quiet, "No wire lines on stderr", NULL},
    {"terse", 0, 0, G_OPTION_ARG_NONE, &values.terse, "Log no wire lines and events", NULL},
    {"cert-dir", 0, 0, G_OPTION_ARG_FILENAME, &values.cert_dir, "Keep certificates here", "DIR"},
    {"log", 0, 0, G_OPTION_ARG_FILENAME, &values.log_path, "Log here too", "FILE"},
    {NULL, 0, 0, 0, NULL, NULL, NULL},
};

const Options *
options(void)
{
    return &values;
}

static gboolean
parse_dialect(const char *word, guint fallback, guint *number)
{
    if (word == NULL) {
        *number = fallback;
        return TRUE;
    }
    *number = dialect_parse(word);
    if (dialect_get(*number) != NULL)
        return TRUE;
    g_printerr("msnpd: %s is not a dialect from MSNP%d to MSNP%d\n", word, DIALECT_LOWEST,
               DIALECT_HIGHEST);
    return FALSE;
}

static gboolean
check_values(void)
{
    if (values.living && values.dispatch) {
        g_printerr("msnpd: living services have no dispatch server\n");
        return FALSE;
    }
    if (values.contacts < 0 || values.contacts > 99999) {
        g_printerr("msnpd: --contacts must be between 0 and 99999\n");
        return FALSE;
    }
    if (values.page_size < 0) {
        g_printerr("msnpd: --page-size must not be below 0\n");
        return FALSE;
    }
    if (values.max_dialect < values.min_dialect) {
        g_printerr("msnpd: --max-dialect is below --min-dialect\n");
        return FALSE;
    }
    if (values.email_enabled < 0)
        values.email_enabled = values.living ? 0 : 1;
    if (values.fl_limit == 0)
        values.fl_limit = values.contacts + 1000;
    return TRUE;
}

gboolean
options_parse(int *argc, char ***argv)
{
    g_autoptr(GOptionContext) context = g_option_context_new("- a loopback MSN service");
    g_autoptr(GError) error = NULL;

    values.abch_migrated = 1;
    values.email_enabled = -1;
    values.flicker_ms = 3000;
    g_option_context_add_main_entries(context, entries, NULL);
    if (!g_option_context_parse(context, argc, argv, &error)) {
        g_printerr("msnpd: %s\n", error->message);
        return FALSE;
    }
    if (*argc > 1) {
        g_printerr("msnpd: what is %s?\n", (*argv)[1]);
        return FALSE;
    }
    return parse_dialect(max_word, DIALECT_HIGHEST, &values.max_dialect) &&
           parse_dialect(min_word, DIALECT_LOWEST, &values.min_dialect) && check_values();
}

void
options_clear(void)
{
    g_clear_pointer(&max_word, g_free);
    g_clear_pointer(&min_word, g_free);
    g_clear_pointer(&values.accounts, g_strfreev);
    g_clear_pointer(&values.friends, g_strfreev);
    g_clear_pointer(&values.bots, g_strfreev);
    g_clear_pointer(&values.mspauth, g_free);
    g_clear_pointer(&values.nonce, g_free);
    g_clear_pointer(&values.secret, g_free);
    g_clear_pointer(&values.log_path, g_free);
    g_clear_pointer(&values.cert_dir, g_free);
}
