/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The control channel on standard input. */
#ifndef MSNPD_CONTROL_H
#define MSNPD_CONTROL_H

#include <glib.h>

/* Starts reading standard input if it is a pipe or a socket; LOOP ends when it closes. */
void control_start(GMainLoop *loop);
void control_stop(void);

#endif
