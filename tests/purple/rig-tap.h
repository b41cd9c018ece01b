/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs the scenarios of a program, each in a process of its own, and prints TAP. */
#ifndef MSNP_TEST_RIG_TAP_H
#define MSNP_TEST_RIG_TAP_H

#include <glib.h>

/* How a scenario is spread over dialects and moods of the service. */
typedef enum {
    RIG_ONCE = 0,
    RIG_DIALECTS = 1 << 0, /* once for each dialect: 2, 7, 9, 12, or all when asked */
    RIG_MOODS = 1 << 1,    /* official and living; with RIG_SINCE living in 12 only, or all */
    RIG_LEAKS = 1 << 2,    /* the leak sanitizer looks on; slow */
    RIG_LONG = 1 << 3,     /* only when every dialect, or every fault, is asked for */
    RIG_NAMED = 1 << 5,    /* only when it is asked for by its whole name */
    RIG_SINCE = 1 << 4,    /* from .dialect, the oldest that has it, to 12: both ends, or all */
    RIG_WEB = 1 << 6,      /* in 15 and 18, or all from 13 on: too, or (without those two) only */
    RIG_SAMPLES = 1 << 7,  /* it tries rig_faults_wanted(): more of them in make check-all */
} RigSpread;

typedef struct {
    const char *name; /* a sentence with underscores */
    void (*run)(void);
    RigSpread spread;
    guint dialect; /* when not spread: the dialect to offer at most, 0 for "auto" */
} RigScenario;

/* The circumstances of the scenario that runs. */
typedef struct {
    guint dialect;   /* 2 to 18; 0 when the account says "auto" */
    gboolean living; /* the service behaves like today's */
    gboolean samples;
    const char *dir; /* a folder that is removed afterwards */
} RigCase;

const RigCase *rig_case(void);

/* "auto" or "MSNPn": the value of the account option. Static or interned text. */
const char *rig_dialect(void);

/* A path in the folder of the scenario; free it. */
char *rig_path(const char *name);

/* What this process has around it from now on: nothing of the user's, and DIR for a home. Before
 * libpurple or GLib have looked. */
void rig_environment(const char *dir);

/* Runs this in a process of its own, as an earlier day: it starts and ends libpurple by itself, and
 * leaves the profile to what comes after. */
void rig_earlier(void (*day)(void));

/* Where the build is: the folder that holds msnpd, found upwards from this program. */
const char *rig_build_dir(void);

/* Body of main(). With arguments runs only the scenarios whose names match one of the globs. The
 * two hooks go around every scenario (NULL for none). Returns the exit status. */
int rig_main(int argc, char **argv, const RigScenario *scenarios, guint count, void (*before)(void),
             void (*after)(void));

#endif
