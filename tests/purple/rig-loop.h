/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libpurple's event loop on GLib, and who asked for what in it. */
#ifndef MSNP_TEST_RIG_LOOP_H
#define MSNP_TEST_RIG_LOOP_H

#include <glib.h>

/* Gives libpurple its main loop. */
void rig_loop_install(void);

/* How many timers and watches are alive whose callback lies in the plugin's own code. */
guint rig_loop_plugin_sources(void);

/* The longest CPU time, in milliseconds, for which one timer or watch kept the main loop since the
 * last call, with what it called; whose it was is in *name (static; may be NULL). libpurple's own
 * timers are left out: they are its saving and disconnecting. */
double rig_loop_longest(const char **name);

/* How many TCP connections of this process are open (listening sockets do not count). */
guint rig_loop_open_connections(void);

/* Shuts all TCP connections of which both ends are here, as those straight from one account to
 * another. How many ends there were. */
guint rig_loop_cut_within(void);

#endif
