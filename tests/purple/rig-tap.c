/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The runner: one process per scenario, a watchdog on each, TAP on standard output. libpurple
 * cannot be started twice in one process, and a crash must cost one scenario only. Knows processes
 * and environment, not what a scenario does. */
#include "rig-tap.h"
#include "rig-event.h"
#include "rig-fault.h"
#include "rig-orphans.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WATCHDOG_SECONDS = 90, TAIL_LINES = 60, USUAL_DIALECT = 12, NEWEST_DIALECT = 18 };

typedef struct {
    const RigScenario *scenario;
    guint dialect;
    gboolean living;
    char *name;
} Run;

static RigCase this_case;
static void (*after_hook)(void);

const RigCase *
rig_case(void)
{
    return &this_case;
}

const char *
rig_dialect(void)
{
    g_autofree char *name = g_strdup_printf("MSNP%u", this_case.dialect);
    return this_case.dialect == 0 ? "auto" : g_intern_string(name);
}

char *
rig_path(const char *name)
{
    return g_build_filename(this_case.dir, name, NULL);
}

const char *
rig_build_dir(void)
{
    static char *found;
    const char *told = g_getenv("MSNP_BUILD_DIR");
    if (told != NULL) {
        return told;
    }
    if (found == NULL) {
        found = g_file_read_link("/proc/self/exe", NULL);
    }
    for (;;) {
        g_autofree char *server = g_build_filename(found, "msnpd", NULL);
        if (g_file_test(server, G_FILE_TEST_IS_REGULAR)) {
            return found;
        }
        char *up = g_path_get_dirname(found);
        if (strcmp(up, found) == 0) {
            rig_fail("no msnpd in any folder above this program; set MSNP_BUILD_DIR");
        }
        g_free(found);
        found = up;
    }
}

/* -- the list of runs ---------------------------------------------------------------------------
 */

static gboolean everything; /* all dialects, and the long scenarios */

static gboolean
is_asked(const char *name)
{
    const char *value = g_getenv(name);
    return value != NULL && strcmp(value, "0") != 0;
}

/* The only dialect that is asked for, 0 if none is. */
static guint
dialect_asked_for(void)
{
    const char *asked = g_getenv("RIG_DIALECT");
    return asked != NULL ? (guint) atoi(asked) : 0;
}

static void
add_run(GPtrArray *runs, const RigScenario *scenario, guint dialect, gboolean living)
{
    Run *run = g_new0(Run, 1);
    GString *name = g_string_new(scenario->name);
    run->scenario = scenario;
    run->dialect = dialect;
    run->living = living;
    if (scenario->spread & (RIG_DIALECTS | RIG_SINCE | RIG_WEB)) {
        g_string_append_printf(name, " MSNP%u", dialect);
    }
    if (scenario->spread & RIG_MOODS) {
        g_string_append(name, living ? " living" : " official");
    }
    run->name = g_string_free(name, FALSE);
    g_ptr_array_add(runs, run);
}

/* Of the dialects with web services those that stand for the others: with SSO, and with circles. */
static gboolean
is_between(guint dialect)
{
    return dialect > USUAL_DIALECT && dialect != 15 && dialect != NEWEST_DIALECT;
}

/* What is between is asked in one mood only, lest make check-all take for ever. */
static void
add_moods(GPtrArray *runs, const RigScenario *scenario, guint dialect)
{
    gboolean both =
        !(scenario->spread & RIG_SINCE) || dialect >= USUAL_DIALECT || everything;
    both = both && (!is_between(dialect) || dialect == dialect_asked_for());
    add_run(runs, scenario, dialect, FALSE);
    if ((scenario->spread & RIG_MOODS) && both) {
        add_run(runs, scenario, dialect, TRUE);
    }
}

/* Lists and tickets by web services. */
static gboolean
web_dialect_wanted(const RigScenario *scenario, guint dialect)
{
    return (scenario->spread & RIG_WEB) && (everything || !is_between(dialect));
}

static gboolean
dialect_wanted(const RigScenario *scenario, guint dialect)
{
    if (dialect_asked_for() != 0) {
        return dialect == dialect_asked_for();
    }
    if (dialect > USUAL_DIALECT) {
        return web_dialect_wanted(scenario, dialect);
    }
    if (scenario->spread & RIG_SINCE) {
        return dialect == scenario->dialect || dialect == USUAL_DIALECT ||
               (dialect > scenario->dialect && everything);
    }
    if (!(scenario->spread & RIG_DIALECTS)) {
        return FALSE;
    }
    /* one of each generation: old lists, groups, Passport, address cards by GUID */
    return everything || dialect == 2 || dialect == 7 || dialect == 9 || dialect == 12;
}

static GPtrArray *
list_all(const RigScenario *scenarios, guint count, gboolean all)
{
    everything = all;
    GPtrArray *runs = g_ptr_array_new();
    for (guint i = 0; i < count; i++) {
        if ((scenarios[i].spread & RIG_LONG) && !everything && !rig_faults_all()) {
            continue;
        }
        if (!(scenarios[i].spread & (RIG_DIALECTS | RIG_SINCE | RIG_WEB))) {
            add_moods(runs, &scenarios[i], scenarios[i].dialect);
            continue;
        }
        for (guint dialect = 2; dialect <= NEWEST_DIALECT; dialect++) {
            if (dialect_wanted(&scenarios[i], dialect)) {
                add_moods(runs, &scenarios[i], dialect);
            }
        }
    }
    return runs;
}

static void
run_free(gpointer data)
{
    Run *run = data;
    g_free(run->name);
    g_free(run);
}

static gboolean
is_same(gconstpointer a, gconstpointer b)
{
    return strcmp(((const Run *) a)->name, ((const Run *) b)->name) == 0;
}

/* What make check has run is not run again, unless it would try more. */
static void
leave_out(GPtrArray *runs, GPtrArray *done)
{
    for (guint i = 0; i < done->len; i++) {
        const Run *run = done->pdata[i];
        guint index;
        if (!(run->scenario->spread & RIG_SAMPLES) &&
            g_ptr_array_find_with_equal_func(runs, run, is_same, &index)) {
            run_free(g_ptr_array_remove_index(runs, index));
        }
    }
}

static GPtrArray *
list_runs(const RigScenario *scenarios, guint count)
{
    if (!is_asked("MSNP_ALL_DIALECTS")) {
        return list_all(scenarios, count, FALSE);
    }
    g_autoptr(GPtrArray) usual = list_all(scenarios, count, FALSE);
    g_ptr_array_set_free_func(usual, run_free);
    GPtrArray *runs = list_all(scenarios, count, TRUE);
    if (is_asked("MSNP_CHECK_REST")) {
        leave_out(runs, usual);
    }
    return runs;
}

static gboolean
asked_for(const Run *run, int argc, char **argv)
{
    gboolean named = run->scenario->spread & RIG_NAMED;
    gboolean wanted = argc < 2 && !named;
    for (int i = 1; i < argc; i++) {
        wanted |= named ? g_str_equal(argv[i], run->name)
                        : g_pattern_match_simple(argv[i], run->name);
    }
    return wanted;
}

/* -- inside the scenario's process --------------------------------------------------------------
 */

static void
watchdog(int signal_number)
{
    const char *what = rig_waiting_for();
    const char *text = what != NULL ? what : "nothing: the main loop does not come back";
    static const char prefix[] = "\n# watchdog; was waiting for ";
    ssize_t n = write(STDOUT_FILENO, prefix, sizeof prefix - 1);
    n += write(STDOUT_FILENO, text, strlen(text));
    n += write(STDOUT_FILENO, "\n", 1);
    abort(); /* the sanitizer prints where we hang */
}

static int
end_scenario(void)
{
    if (after_hook != NULL) {
        after_hook();
    }
    rig_run_deferred();
    rig_check_nothing_left();
    fflush(NULL);
    return 0;
}

static int
run_here(const Run *run, void (*before)(void), void (*after)(void))
{
    after_hook = after;
    this_case.dialect = run->dialect;
    this_case.living = run->living;
    this_case.samples = (run->scenario->spread & RIG_SAMPLES) != 0;
    this_case.dir = g_getenv("RIG_DIR");
    signal(SIGPIPE, SIG_IGN);
    signal(SIGALRM, watchdog);
    alarm((run->scenario->spread & RIG_NAMED) ? 10 * WATCHDOG_SECONDS : WATCHDOG_SECONDS);
    if (before != NULL) {
        before();
    }
    run->scenario->run();
    return end_scenario();
}

void
rig_earlier(void (*day)(void))
{
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        alarm(WATCHDOG_SECONDS);
        day();
        _exit(end_scenario());
    }
    int status = -1;
    alarm(0); /* it has a watchdog of its own */
    waitpid(pid, &status, 0);
    alarm(WATCHDOG_SECONDS);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        rig_fail("the earlier day ended badly");
    }
}

/* -- the runner's side --------------------------------------------------------------------------
 */

void
rig_environment(const char *dir)
{
    static const char *const unset[] = {
        "http_proxy",    "HTTP_PROXY", "https_proxy",     "HTTPS_PROXY",     "no_proxy",
        "NO_PROXY",      "all_proxy",  "ALL_PROXY",       "XDG_CONFIG_HOME", "XDG_CACHE_HOME",
        "XDG_DATA_HOME", "LANGUAGE",   "G_MESSAGES_DEBUG"};
    for (guint i = 0; i < G_N_ELEMENTS(unset); i++) {
        g_unsetenv(unset[i]);
    }
    g_setenv("HOME", dir, TRUE);
    g_setenv("TMPDIR", dir, TRUE);
    g_setenv("LC_ALL", "C.UTF-8", TRUE);
    g_setenv("TZ", "UTC", TRUE);
    g_setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
    g_setenv("GST_PLUGIN_SYSTEM_PATH_1_0", dir, TRUE); /* which would be searched each time */
    g_setenv("RIG_DIR", dir, TRUE);
}

static void
child_environment(const Run *run, const char *dir)
{
    rig_environment(dir);
    gboolean leaks = (run->scenario->spread & RIG_LEAKS) != 0;
    g_autofree char *asan =
        g_strconcat("handle_abort=1:exitcode=99:detect_stack_use_after_return=1:"
                    "strict_string_checks=1:",
                    leaks ? "detect_leaks=1:fast_unwind_on_malloc=0" : "detect_leaks=0", NULL);
    g_setenv("ASAN_OPTIONS", asan, TRUE);
    g_setenv("LSAN_OPTIONS", "print_suppressions=0", TRUE);
    g_setenv("UBSAN_OPTIONS", "halt_on_error=1:print_stacktrace=1:exitcode=99", TRUE);
    g_setenv("G_SLICE", "always-malloc", TRUE);
    g_setenv("PURPLE_LEAKCHECK_HELP", "1", TRUE); /* keeps plugins mapped for stack traces */
}

static void
become_child(const Run *run, const char *dir, const char *self)
{
    g_autofree char *output = g_build_filename(dir, "output.log", NULL);
    int out = open(output, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
    int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 ||
        dup2(out, STDERR_FILENO) < 0) {
        _exit(127);
    }
    child_environment(run, dir);
    g_setenv("RIG_RUN", run->name, TRUE);
    const char *wrapper = g_getenv("RIG_WRAPPER");
    g_auto(GStrv) words = NULL;
    if (wrapper == NULL) {
        execl(self, self, NULL);
    } else if (g_shell_parse_argv(wrapper, NULL, &words, NULL)) {
        guint count = g_strv_length(words);
        words = g_renew(char *, words, count + 2);
        words[count] = g_strdup(self);
        words[count + 1] = NULL;
        execvp(words[0], words);
    }
    _exit(127);
}

static void
print_tail(const char *dir, const char *name)
{
    g_autofree char *path = g_build_filename(dir, name, NULL);
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        return;
    }
    g_auto(GStrv) lines = g_strsplit(g_strchomp(text), "\n", -1);
    guint count = g_strv_length(lines);
    guint from = count > TAIL_LINES && strcmp(name, "output.log") != 0 ? count - TAIL_LINES : 0;
    printf("# --- %s%s\n", name, from > 0 ? " (its end)" : "");
    for (guint i = from; i < count; i++) {
        if (strstr(lines[i], "nss: Cipher") == NULL) {
            printf("#   %s\n", lines[i]);
        }
    }
}

static void
print_logs(const char *dir)
{
    g_autoptr(GDir) folder = g_dir_open(dir, 0, NULL);
    print_tail(dir, "output.log");
    for (const char *name; folder != NULL && (name = g_dir_read_name(folder)) != NULL;) {
        if (g_str_has_suffix(name, ".log") && strcmp(name, "output.log") != 0) {
            print_tail(dir, name);
        }
    }
}

static void
remove_tree(const char *path)
{
    if (g_file_test(path, G_FILE_TEST_IS_DIR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK)) {
        g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
        for (const char *name; folder != NULL && (name = g_dir_read_name(folder)) != NULL;) {
            g_autofree char *inside = g_build_filename(path, name, NULL);
            remove_tree(inside);
        }
    }
    g_remove(path);
}

/* Returns 0, or RIG_SKIPPED, or that it has failed. */
static int
run_apart(const Run *run, const char *self)
{
    g_autofree char *dir = g_dir_make_tmp("rig-XXXXXX", NULL);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        become_child(run, dir, self);
    }
    int status = -1;
    waitpid(pid, &status, 0);
    rig_orphans_kill();
    int outcome = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    rig_faults_add(dir);
    if (outcome != 0) {
        print_logs(dir);
    }
    if (g_getenv("RIG_KEEP") != NULL) {
        printf("# kept: %s\n", dir);
    } else {
        remove_tree(dir);
    }
    return outcome;
}

static int
run_all(GPtrArray *runs, int argc, char **argv)
{
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
    guint planned = 0, failed = 0;
    rig_orphans_adopt();
    for (guint i = 0; i < runs->len; i++) {
        planned += asked_for(runs->pdata[i], argc, argv);
    }
    if (planned == 0 && argc == 1) { /* all that there is takes long, or nothing does */
        printf("1..0 # SKIP part of make check%s\n", everything ? ", not run again" : "-all");
        return 0;
    }
    printf("1..%u\n", planned);
    for (guint i = 0, number = 0; i < runs->len; i++) {
        const Run *run = runs->pdata[i];
        if (!asked_for(run, argc, argv)) {
            continue;
        }
        gint64 start = g_get_monotonic_time();
        int outcome = run_apart(run, self);
        gboolean good = outcome == 0 || outcome == RIG_SKIPPED;
        printf("%s %u - %s%s\n", good ? "ok" : "not ok", ++number, run->name,
               outcome == RIG_SKIPPED ? " # SKIP" : "");
        printf("# %d ms\n", (int) ((g_get_monotonic_time() - start) / 1000));
        fflush(stdout);
        failed += !good;
    }
    rig_faults_print();
    return failed == 0 && planned > 0 ? 0 : 1;
}

int
rig_main(int argc, char **argv, const RigScenario *scenarios, guint count, void (*before)(void),
         void (*after)(void))
{
    static GPtrArray *runs; /* static: so that it is no leak */
    runs = list_runs(scenarios, count);
    const char *mine = g_getenv("RIG_RUN");
    if (mine == NULL) {
        return run_all(runs, argc, argv);
    }
    for (guint i = 0; i < runs->len; i++) {
        const Run *run = runs->pdata[i];
        if (strcmp(run->name, mine) == 0) {
            return run_here(run, before, after);
        }
    }
    fprintf(stderr, "no scenario is called \"%s\"\n", mine);
    return 1;
}
