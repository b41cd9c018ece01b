/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares one action with one line of a replay file. Keeps the names that the file gives to links
 * and jobs; refuses to know what comes next. */
#ifndef REPLAY_MATCH_H
#define REPLAY_MATCH_H

#include <glib.h>

#include "msnp/msnp.h"
#include "script.h"

typedef struct {
    GHashTable *links; /* name in the file -> number of the session */
    GHashTable *jobs;
} Names;

void names_init(Names *names);
void names_clear(Names *names);
gboolean names_find(GHashTable *table, const char *name, guint *number);

/* TRUE if the action is what the item says. A connect or fetch that matches gets its name. */
gboolean match_action(const Item *item, const MsnpAction *action, Names *names);

/* TRUE if an event line, as msnp_action_print makes it, has the kind and the fields of the item. */
gboolean match_line(const Item *item, const char *line);

/* Appends an action for the reader of a failed test, in the words of the replay format. Tests have
 * no secrets, so nothing is hidden. */
void match_describe(const MsnpAction *action, const Names *names, GString *out);

#endif
