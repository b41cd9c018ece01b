/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the control channel: lines in, one answer each, in order. What the commands do is in
 * control-commands.c. */
#include "control.h"

#include <glib-unix.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "control-commands.h"
#include "events.h"
#include "log.h"

static GMainLoop *main_loop;
static GString *pending; /* bytes not handled yet */
static guint watch;
static guint resume_idle;
static gboolean blocked; /* an await has not been answered */

static void
answer(const char *text)
{
    log_note("control answer: %s", text);
    printf("%s\n", text);
    fflush(stdout);
}

static void handle_pending(void);

static gboolean
resume(gpointer data)
{
    resume_idle = 0;
    handle_pending();
    return G_SOURCE_REMOVE;
}

/* May come from deep inside a handler: what waits behind the await runs later. */
static void
await_done(void)
{
    blocked = FALSE;
    answer("ok");
    resume_idle = g_idle_add(resume, NULL);
}

static void
handle_line(const char *line)
{
    log_note("control: %s", line);
    if (g_str_has_prefix(line, "await ")) {
        blocked = TRUE;
        events_await(line + strlen("await "), await_done);
        return;
    }
    g_autofree char *text = control_run(line);

    answer(text);
}

static void
handle_pending(void)
{
    char *end;

    while (!blocked && (end = memchr(pending->str, '\n', pending->len)) != NULL) {
        g_autofree char *line = g_strndup(pending->str, (gsize) (end - pending->str));

        g_string_erase(pending, 0, end - pending->str + 1);
        g_strchomp(line);
        if (line[0] != '\0')
            handle_line(line);
    }
}

static gboolean
on_input(gint fd, GIOCondition condition, gpointer data)
{
    char buffer[4096];
    gssize got = read(fd, buffer, sizeof buffer);

    if (got <= 0) {
        watch = 0;
        g_main_loop_quit(main_loop);
        return G_SOURCE_REMOVE;
    }
    g_string_append_len(pending, buffer, got);
    handle_pending();
    return G_SOURCE_CONTINUE;
}

void
control_start(GMainLoop *loop)
{
    struct stat info;

    main_loop = loop;
    if (fstat(STDIN_FILENO, &info) != 0 || (!S_ISFIFO(info.st_mode) && !S_ISSOCK(info.st_mode)))
        return;
    pending = g_string_new(NULL);
    events_start();
    watch = g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP, on_input, NULL);
}

void
control_stop(void)
{
    if (watch != 0)
        g_source_remove(watch);
    if (resume_idle != 0)
        g_source_remove(resume_idle);
    watch = resume_idle = 0;
    if (pending != NULL) {
        events_stop();
        g_string_free(pending, TRUE);
    }
    pending = NULL;
}
