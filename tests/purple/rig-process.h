/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other programs beside ours: X servers, terminals, Pidgin. All of them end with the scenario. */
#ifndef MSNP_TEST_RIG_PROCESS_H
#define MSNP_TEST_RIG_PROCESS_H

#include <gio/gio.h>

/* Starts a program whose output goes to LOG, a name in the folder of the scenario. NULL when there
 * is no such program. Killed at the end of the scenario if it still runs; owned by the rig. */
GSubprocess *rig_spawn(const char *log, const char *const *argv);

/* The same for a program that talks over its standard input, a socket, which is taken. */
GSubprocess *rig_spawn_on(int input, const char *log, const char *const *argv);

/* Starts a program that says one thing and goes on; returns that line, to be freed. */
char *rig_spawn_line(const char *log, const char *const *argv);

/* Runs a program to its end and returns its output, NULL when it failed. To be freed. */
char *rig_run(const char *const *argv);

/* Waits until it has ended; returns its exit status, -1 when a signal ended it. */
int rig_wait_exit(const char *what, GSubprocess *process);

#define RIG_ARGS(...) ((const char *const[]){__VA_ARGS__, NULL})

#endif
