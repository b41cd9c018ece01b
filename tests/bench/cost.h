/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the processes of bare.c have cost, and how two of them compare. */
#ifndef MSNP_BENCH_COST_H
#define MSNP_BENCH_COST_H

#include "bench.h"
#include "person.h"

/* Of a process, so far. */
typedef struct {
    double cpu;  /* seconds of processor time, in user mode and in the system */
    double heap; /* MiB */
} Cost;

/* Waits for an answer that tells a cost. */
Cost cost_answer(Person *person);

/* What came between. */
Cost cost_between(Cost before, Cost after);

/* A person with a bare libpurple: with the plugin, signed in at the service that said LINE; or with
 * the floor's protocol. before: the cost up to where the contacts come. wrapper: see person.h. */
Person *cost_join(const char *dialect, const char *line, const char *wrapper, Cost *before);
Person *cost_join_floor(const char *wrapper, Cost *before);

/* The plugin as it gets installed; free it. */
char *cost_plugin_path(void);

/* A service with so many contacts; *line is what it says of itself, to be freed. */
Person *cost_service(guint contacts, char **line);

#endif
