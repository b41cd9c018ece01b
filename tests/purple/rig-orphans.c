/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cleans up after a scenario that crashed: terminal servers, X servers, clients. Touches nothing
 * but descendants of this very process. */
#include "rig-orphans.h"

#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

void
rig_orphans_adopt(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

/* The parent's id stands after the name in brackets, which may hold anything. */
static gboolean
is_child(const char *pid)
{
    g_autofree char *path = g_build_filename("/proc", pid, "stat", NULL);
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        return FALSE;
    }
    const char *after = strrchr(text, ')');
    int parent = 0;
    return after != NULL && sscanf(after + 1, " %*c %d", &parent) == 1 && parent == getpid();
}

static guint
kill_children(void)
{
    guint count = 0;
    g_autoptr(GDir) folder = g_dir_open("/proc", 0, NULL);
    for (const char *name; folder != NULL && (name = g_dir_read_name(folder)) != NULL;) {
        if (g_ascii_isdigit(name[0]) && is_child(name)) {
            pid_t pid = (pid_t) atoi(name);
            kill(pid, SIGKILL);
            waitpid(pid, NULL, 0);
            count++;
        }
    }
    return count;
}

void
rig_orphans_kill(void)
{
    while (kill_children() > 0) {
    }
}
