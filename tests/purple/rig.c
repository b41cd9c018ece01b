/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Starts and ends libpurple, and looks at what is left: connections, timers, secrets. Knows
 * nothing about accounts in particular (rig-account.c). */
#include "rig.h"
#include "rig-loop.h"
#include "rig-secrets.h"
#include "rig-ui.h"

#include <stdio.h>
#include <string.h>

static gboolean started;
static FILE *debug_log;

char *
rig_profile_path(const char *name)
{
    g_autofree char *profile = rig_path("profile");
    char *path = g_build_filename(profile, name, NULL);
    g_autofree char *folder = g_path_get_dirname(path);
    g_mkdir_with_parents(folder, 0700);
    return path;
}

void
rig_profile_write(const char *name, const char *text)
{
    g_autofree char *path = rig_profile_path(name);
    rig_check(g_file_set_contents(path, text, -1, NULL));
}

/* -- the debug log: everything, as a user would be asked for ------------------------------------
 */

static void
debug_print(PurpleDebugLevel level, const char *category, const char *text)
{
    if (g_strcmp0(category, "nss") == 0) {
        return; /* a list of every cipher there is */
    }
    fprintf(debug_log, "%s: %s", category != NULL ? category : "", text);
    fflush(debug_log); /* a crash must not take the last lines with it */
}

static gboolean
debug_enabled(PurpleDebugLevel level, const char *category)
{
    return TRUE;
}

static void
debug_start(void)
{
    static PurpleDebugUiOps ops = {.print = debug_print, .is_enabled = debug_enabled};
    g_autofree char *path = rig_path("debug.log");
    debug_log = fopen(path, "we");
    g_assert(debug_log != NULL);
    purple_debug_set_ui_ops(&ops);
    purple_debug_set_verbose(TRUE);
}

/* A broken precondition in libpurple or GLib is a bug of ours. */
static GLogWriterOutput
glib_log(GLogLevelFlags level, const GLogField *fields, gsize count, gpointer data)
{
    g_autofree char *text = g_log_writer_format_fields(level, fields, count, FALSE);
    if (level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR | G_LOG_LEVEL_WARNING)) {
        rig_fail("GLib complains: %s", text);
    }
    return G_LOG_WRITER_HANDLED;
}

/* What libpurple itself never frees; the last is its sentence for a nudge, when the plugin has said
 * one of its own. */
const char *__lsan_default_suppressions(void);

__attribute__((visibility("default"))) const char *
__lsan_default_suppressions(void)
{
    return "leak:purple_prefs_connect_callback\nleak:purple_network_init\n"
           "leak:purple_prpl_send_attention\n";
}

/* -- start --------------------------------------------------------------------------------------
 */

static void
ui_init(void)
{
    rig_ui_install();
    rig_talk_install();
    rig_request_install();
}

static void
add_plugin_dir(void)
{
    const char *told = g_getenv("MSNP_PLUGIN_DIR");
    g_autofree char *built = g_build_filename(rig_build_dir(), "asan", NULL);
    purple_plugins_add_search_path(told != NULL ? told : built);
}

static void
load_profile(void)
{
    purple_set_blist(purple_blist_new());
    purple_prefs_load();
    purple_prefs_set_bool("/purple/away/away_when_idle", FALSE);
    purple_prefs_set_string("/purple/away/idle_reporting", "none");
    purple_blist_load();
    purple_idle_touch(); /* before that the last key press was in 1970 */
    PurpleSavedStatus *status = purple_savedstatus_new(NULL, PURPLE_STATUS_AVAILABLE);
    purple_savedstatus_activate(status);
}

void
rig_start(void)
{
    static PurpleCoreUiOps core = {.ui_prefs_init = NULL, .ui_init = ui_init};
    if (started) {
        return;
    }
    started = TRUE;
    g_autofree char *profile = rig_profile_path("");
    g_log_set_writer_func(glib_log, NULL, NULL);
    debug_start();
    purple_util_set_user_dir(profile);
    purple_core_set_ui_ops(&core);
    rig_loop_install();
    add_plugin_dir();
    rig_check(purple_core_init("rig"));
    rig_check(purple_ssl_is_supported());
    if (purple_find_prpl("prpl-msn") == NULL) {
        rig_fail("libpurple has not found our plugin");
    }
    load_profile();
    rig_talk_connect_signals();
}

/* -- end ----------------------------------------------------------------------------------------
 */

static gboolean
nobody_connected(gpointer data)
{
    return purple_connections_get_all() == NULL && purple_connections_get_connecting() == NULL;
}

static void
disconnect_all(void)
{
    rig_settle(); /* acknowledgements may be on their way */
    for (GList *l = purple_accounts_get_all(); l != NULL; l = l->next) {
        purple_account_set_enabled(l->data, purple_core_get_ui(), FALSE);
    }
    rig_wait("all accounts to be disconnected", nobody_connected, NULL);
    rig_settle();
}

void
rig_finish(void)
{
    if (!started) {
        rig_server_stop_all();
        return;
    }
    started = FALSE;
    disconnect_all();
    rig_run_deferred(); /* relays close what they hold, so that the rest is ours */
    if (rig_loop_plugin_sources() > 0) {
        rig_fail("the plugin left %u timers or watches behind", rig_loop_plugin_sources());
    }
    if (rig_loop_open_connections() > 0) {
        rig_fail("%u connections are still open", rig_loop_open_connections());
    }
    rig_server_stop_all();
    purple_core_quit();
    fclose(debug_log);
    rig_server_each_secret(rig_secrets_add);
    rig_secrets_check();
}
