/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Starts programs and sees them off. */
#include "rig-process.h"
#include "rig-event.h"
#include "rig-tap.h"

#include <signal.h>

static void
reap(gpointer data)
{
    GSubprocess *process = data;
    g_subprocess_force_exit(process);
    g_subprocess_wait(process, NULL, NULL);
    g_object_unref(process);
}

static GSubprocess *
launch(GSubprocessLauncher *launcher, const char *const *argv)
{
    g_autoptr(GError) error = NULL;
    GSubprocess *process = g_subprocess_launcher_spawnv(launcher, argv, &error);
    if (process == NULL) {
        rig_fail("cannot start %s: %s", argv[0], error->message);
    }
    rig_defer(reap, process);
    return process;
}

static GSubprocess *
spawn(const char *log, const char *const *argv, GSubprocessFlags flags)
{
    g_autofree char *path = rig_path(log);
    g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(flags);
    if (!(flags & G_SUBPROCESS_FLAGS_STDOUT_PIPE)) {
        g_subprocess_launcher_set_stdout_file_path(launcher, path);
    }
    if (!(flags & G_SUBPROCESS_FLAGS_STDERR_MERGE)) {
        g_subprocess_launcher_set_stderr_file_path(launcher, path);
    }
    return launch(launcher, argv);
}

GSubprocess *
rig_spawn_on(int input, const char *log, const char *const *argv)
{
    g_autofree char *path = rig_path(log);
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDERR_MERGE);
    g_subprocess_launcher_take_stdin_fd(launcher, input);
    g_subprocess_launcher_set_stdout_file_path(launcher, path);
    return launch(launcher, argv);
}

GSubprocess *
rig_spawn(const char *log, const char *const *argv)
{
    return spawn(log, argv, G_SUBPROCESS_FLAGS_STDERR_MERGE);
}

typedef struct {
    gboolean done;
    char *line;
} Line;

static void
line_read(GObject *source, GAsyncResult *result, gpointer data)
{
    Line *line = data;
    line->line =
        g_data_input_stream_read_line_finish(G_DATA_INPUT_STREAM(source), result, NULL, NULL);
    line->done = TRUE;
}

static gboolean
is_done(gpointer data)
{
    return *(gboolean *) data;
}

char *
rig_spawn_line(const char *log, const char *const *argv)
{
    Line line = {FALSE, NULL};
    GSubprocess *process = spawn(log, argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
    g_autoptr(GDataInputStream) output =
        g_data_input_stream_new(g_subprocess_get_stdout_pipe(process));
    g_filter_input_stream_set_close_base_stream(G_FILTER_INPUT_STREAM(output), FALSE);
    g_data_input_stream_read_line_async(output, G_PRIORITY_DEFAULT, NULL, line_read, &line);
    rig_wait(argv[0], is_done, &line.done);
    if (line.line == NULL) {
        rig_fail("%s said nothing", argv[0]);
    }
    return line.line;
}

char *
rig_run(const char *const *argv)
{
    char *output = NULL;
    g_autoptr(GSubprocess) process = g_subprocess_newv(
        argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, NULL);
    if (process == NULL ||
        !g_subprocess_communicate_utf8(process, NULL, NULL, &output, NULL, NULL) ||
        !g_subprocess_get_successful(process)) {
        g_clear_pointer(&output, g_free);
    }
    return output;
}

static void
ended(GObject *source, GAsyncResult *result, gpointer data)
{
    g_subprocess_wait_finish(G_SUBPROCESS(source), result, NULL);
    *(gboolean *) data = TRUE;
}

int
rig_wait_exit(const char *what, GSubprocess *process)
{
    gboolean done = FALSE;
    g_subprocess_wait_async(process, NULL, ended, &done);
    rig_wait(what, is_done, &done);
    return g_subprocess_get_if_exited(process) ? g_subprocess_get_exit_status(process) : -1;
}
