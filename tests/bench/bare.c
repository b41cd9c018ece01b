/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A process with a libpurple that shows nothing to anybody, and does what it is told: one order a
 * line on standard input, for each one line "ok ANSWER". Knows what can be counted and what the
 * process has cost; nothing of what is compared.
 *
 * usage: bare FOLDER */
#define _GNU_SOURCE 1
#include "bare.h"

#include <dlfcn.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "rig.h"
#include "rig-loop.h"
#include "rig-server.h"
#include "rig-tap.h"

#define NAME "orders are carried out"

enum { QUIET_MS = 150 };

BareCounts bare_counts;

static PurpleAccount *account;

static void fail(const char *format, ...) G_GNUC_PRINTF(1, 2) G_GNUC_NORETURN;

static void
fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
    exit(1);
}

/* -- libpurple, without anything ----------------------------------------------------------------
 */

/* libpurple looks for plugins through this, and finds none: this process has those that it asks
 * for. */
G_MODULE_EXPORT GDir *
g_dir_open(const char *path, guint flags, GError **error)
{
    static GDir *(*next)(const char *path, guint flags, GError **error);
    if (next == NULL) {
        next = dlsym(RTLD_NEXT, "g_dir_open");
    }
    return g_str_has_prefix(path, PURPLE_PLUGIN_DIR) ? NULL : next(path, flags, error);
}

static void
count_online(PurpleBuddy *buddy, gpointer data)
{
    bare_counts.online++;
}

static void
count_status(PurpleBuddy *buddy, PurpleStatus *before, PurpleStatus *now, gpointer data)
{
    bare_counts.statuses++;
}

static void
count_message(PurpleAccount *to, char *who, char *text, PurpleConversation *talk, int flags,
              gpointer data)
{
    if (bare_counts.messages++ == 0) {
        floor_text = g_strdup(text);
    }
}

static void
count_buddies(PurpleBlistNode *node, gpointer data)
{
    bare_counts.buddies += PURPLE_BLIST_NODE_IS_BUDDY(node);
}

static void
start(void)
{
    static PurpleCoreUiOps core;
    g_autofree char *profile = rig_profile_path("");
    purple_util_set_user_dir(profile);
    purple_core_set_ui_ops(&core);
    rig_loop_install();
    if (!purple_core_init("bare") || purple_plugins_get_all() != NULL) {
        fail("libpurple has not started, or has plugins of its own");
    }
    purple_set_blist(purple_blist_new());
    purple_prefs_load();
    purple_savedstatus_activate(purple_savedstatus_new(NULL, PURPLE_STATUS_AVAILABLE));
    purple_prefs_set_bool("/purple/logging/log_ims", FALSE);
    purple_prefs_set_bool("/purple/logging/log_system", FALSE);
    purple_signal_connect(purple_blist_get_handle(), "blist-node-added", &core,
                          PURPLE_CALLBACK(count_buddies), NULL);
    purple_signal_connect(purple_blist_get_handle(), "buddy-signed-on", &core,
                          PURPLE_CALLBACK(count_online), NULL);
    purple_signal_connect(purple_blist_get_handle(), "buddy-status-changed", &core,
                          PURPLE_CALLBACK(count_status), NULL);
    purple_signal_connect(purple_conversations_get_handle(), "received-im-msg", &core,
                          PURPLE_CALLBACK(count_message), NULL);
}

/* -- what it costs ------------------------------------------------------------------------------
 */

static guint64
cpu_usec(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (guint64) time.tv_sec * G_USEC_PER_SEC + (guint64) time.tv_nsec / 1000;
}

/* Microseconds of processor time so far, and bytes on the heap. */
static char *
cost(void)
{
    struct mallinfo2 heap = mallinfo2();
    return g_strdup_printf("%" G_GUINT64_FORMAT " %zu", cpu_usec(), heap.uordblks + heap.hblkhd);
}

/* -- waiting ------------------------------------------------------------------------------------
 */

static gboolean
is_quiet(gpointer data)
{
    *(gboolean *) data = TRUE;
    return G_SOURCE_REMOVE;
}

/* What is still to be done of what has come is done. */
static void
calm_down(void)
{
    gboolean quiet = FALSE;
    g_timeout_add(QUIET_MS, is_quiet, &quiet);
    while (!quiet) {
        g_main_context_iteration(NULL, TRUE);
    }
}

static void
wait_for(const guint64 *counter, guint64 count)
{
    while (*counter < count) {
        g_main_context_iteration(NULL, TRUE);
    }
    calm_down();
}

/* -- the orders ---------------------------------------------------------------------------------
 */

/* plugin PATH: loads it as libpurple does. Answers microseconds of processor time. */
static char *
load_plugin(char **words)
{
    guint64 before = cpu_usec();
    PurplePlugin *plugin = purple_plugin_probe(words[0]);
    if (plugin == NULL || !purple_plugin_load(plugin)) {
        fail("%s is no plugin", words[0]);
    }
    guint64 after = cpu_usec();
    purple_plugins_probe(NULL); /* makes it one of the protocols that accounts can have */
    return g_strdup_printf("%" G_GUINT64_FORMAT, after - before);
}

/* tls: TLS of libpurple, which is two plugins. */
static char *
load_tls(char **words)
{
    static const char *const names[] = {"ssl-nss.so", "ssl.so"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(PURPLE_PLUGIN_DIR, names[i], NULL);
        PurplePlugin *plugin = purple_plugin_probe(path);
        if (plugin == NULL || !purple_plugin_load(plugin)) {
            fail("%s is no plugin", path);
        }
    }
    return g_strdup("");
}

static gboolean
is_online(void)
{
    return account != NULL && purple_account_is_connected(account);
}

/* Behind the password, which TLS may have carried: all there is now is the list of contacts. */
enum { STEP_ROSTER = 4 };

static char *before_roster;

static void
connect_progress(PurpleConnection *gc, const char *text, size_t step, size_t count)
{
    if (step == STEP_ROSTER && before_roster == NULL) {
        before_roster = cost();
    }
}

/* join MAIL DIALECT LINE: signs in at the service that said LINE. Answers the cost of all that came
 * before the contacts. */
static char *
join(char **words)
{
    static PurpleConnectionUiOps ops = {.connect_progress = connect_progress};
    purple_connections_set_ui_ops(&ops);
    RigServer *server = rig_server_elsewhere(words[2]);
    rig_trust(server, "127.0.0.1");
    account = purple_account_new(words[0], "prpl-msn");
    purple_account_set_password(account, rig_password(words[0]));
    purple_account_set_string(account, "service", "custom");
    purple_account_set_string(account, "server", "127.0.0.1");
    purple_account_set_int(account, "port", rig_server_ns_port(server));
    g_autofree char *nexus =
        g_strdup_printf("https://127.0.0.1:%u/rdr/pprdr.asp", rig_server_https_port(server));
    purple_account_set_string(account, "nexus_url", nexus);
    purple_account_set_string(account, "dialect", words[1]);
    purple_accounts_add(account);
    purple_account_set_enabled(account, purple_core_get_ui(), TRUE);
    while (!is_online()) {
        if (purple_account_get_current_error(account) != NULL) {
            fail("%s", purple_account_get_current_error(account)->description);
        }
        g_main_context_iteration(NULL, TRUE);
    }
    return g_steal_pointer(&before_roster);
}

static char *
join_floor(char **words)
{
    floor_register();
    purple_plugins_probe(NULL);
    account = floor_join();
    if (!is_online()) {
        fail("the floor is not online");
    }
    return cost();
}

static const guint64 *
counter_of(const char *name)
{
    static const struct {
        const char *name;
        const guint64 *counter;
    } counters[] = {
        {"buddies", &bare_counts.buddies},
        {"online", &bare_counts.online},
        {"statuses", &bare_counts.statuses},
        {"messages", &bare_counts.messages},
    };
    for (guint i = 0; i < G_N_ELEMENTS(counters); i++) {
        if (strcmp(counters[i].name, name) == 0) {
            return counters[i].counter;
        }
    }
    fail("nobody counts %s", name);
}

/* await WHAT COUNT: until so many have been counted. Answers the cost then. */
static char *
await(char **words)
{
    wait_for(counter_of(words[0]), g_ascii_strtoull(words[1], NULL, 10));
    return cost();
}

/* count WHAT */
static char *
count(char **words)
{
    return g_strdup_printf("%" G_GUINT64_FORMAT, *counter_of(words[0]));
}

/* text: what was said first. */
static char *
text(char **words)
{
    return g_strdup(floor_text);
}

/* say TEXT: what the floor's contacts say. */
static char *
say(char **words)
{
    floor_text = g_strdup(words[0]);
    return g_strdup("");
}

/* floor WHAT COUNT: the same, made here. */
static char *
make(char **words)
{
    static const struct {
        const char *name;
        void (*make)(PurpleAccount *account, guint count);
    } things[] = {
        {"contacts", floor_contacts},
        {"statuses", floor_statuses},
        {"messages", floor_messages},
        {"talks", floor_talks},
    };
    for (guint i = 0; i < G_N_ELEMENTS(things); i++) {
        if (strcmp(things[i].name, words[0]) == 0) {
            things[i].make(account, (guint) g_ascii_strtoull(words[1], NULL, 10));
            calm_down();
            return cost();
        }
    }
    fail("the floor makes no %s", words[0]);
}

static const struct {
    const char *word;
    guint count; /* of words behind it, at least */
    char *(*carry_out)(char **words);
} orders[] = {
    {"plugin", 1, load_plugin}, {"tls", 0, load_tls}, {"join", 3, join},   {"join-floor", 0, join_floor},
    {"await", 2, await},        {"floor", 2, make},   {"count", 1, count},
    {"text", 0, text},          {"say", 1, say},
};

static char *
carry_out(char **words)
{
    for (guint i = 0; i < G_N_ELEMENTS(orders); i++) {
        if (strcmp(orders[i].word, words[0]) == 0 && g_strv_length(words) > orders[i].count) {
            return orders[i].carry_out(words + 1);
        }
    }
    fail("no order: %s", words[0]);
}

static void
obey(void)
{
    char line[4096];
    start();
    while (fgets(line, sizeof line, stdin) != NULL) {
        g_auto(GStrv) words = NULL;
        if (!g_shell_parse_argv(line, NULL, &words, NULL)) {
            fail("no order: %s", line);
        }
        g_autofree char *answer = carry_out(words);
        printf("ok %s\n", answer);
        fflush(stdout);
    }
    purple_core_quit();
}

int
main(int argc, char **argv)
{
    static const RigScenario scenarios[] = {{NAME, obey, RIG_NAMED, 0}};
    if (argc != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    rig_environment(argv[1]);
    g_unsetenv("GST_PLUGIN_SYSTEM_PATH_1_0"); /* what libpurple's XMPP asks GStreamer is a part of it */
    g_setenv("RIG_RUN", NAME, TRUE);
    return rig_main(1, argv, scenarios, G_N_ELEMENTS(scenarios), NULL, NULL);
}
