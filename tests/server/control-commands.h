/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands of the control channel. */
#ifndef MSNPD_CONTROL_COMMANDS_H
#define MSNPD_CONTROL_COMMANDS_H

/* Runs one line; the answer, "ok", "ok VALUE" or "error WHY". Caller frees. */
char *control_run(const char *line);

#endif
