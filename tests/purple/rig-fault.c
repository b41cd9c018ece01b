/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A scenario's faults stand in a file of its folder, a line for each, so that one that dies of a
 * fault has it counted all the same. Knows sums, not faults. */
#include "rig-fault.h"
#include "rig-event.h"
#include "rig-tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    guint injected, survived;
} Sum;

static GPtrArray *pending; /* kinds that have not been survived yet */
static GHashTable *sums;   /* kind -> Sum */

static void
note(const char *kind, const char *what)
{
    g_autofree char *path = rig_path("faults");
    FILE *file = fopen(path, "ae");
    rig_check(file != NULL);
    fprintf(file, "%s %s\n", what, kind);
    fclose(file);
}

void
rig_fault(const char *kind)
{
    if (pending == NULL) {
        pending = g_ptr_array_new_with_free_func(g_free);
    }
    g_ptr_array_add(pending, g_strdup(kind));
    note(kind, "injected");
}

void
rig_faults_survived(void)
{
    for (guint i = 0; pending != NULL && i < pending->len; i++) {
        note(pending->pdata[i], "survived");
    }
    g_clear_pointer(&pending, g_ptr_array_unref);
}

static gboolean
is_set(const char *name)
{
    const char *value = g_getenv(name);
    return value != NULL && *value != '\0' && strcmp(value, "0") != 0;
}

gboolean
rig_faults_all(void)
{
    return is_set("MSNP_ALL_FAULTS");
}

guint
rig_faults_wanted(guint count, guint few, guint many)
{
    rig_check(rig_case()->samples); /* or make check-all would leave out the rest of them */
    guint wanted = rig_faults_all() ? count : is_set("MSNP_ALL_DIALECTS") ? many : few;
    return MIN(wanted, count);
}

/* -- the runner's side --------------------------------------------------------------------------
 */

static Sum *
sum_of(const char *kind)
{
    if (sums == NULL) {
        sums = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    }
    Sum *sum = g_hash_table_lookup(sums, kind);
    if (sum == NULL) {
        sum = g_new0(Sum, 1);
        g_hash_table_insert(sums, g_strdup(kind), sum);
    }
    return sum;
}

void
rig_faults_add(const char *dir)
{
    g_autofree char *path = g_build_filename(dir, "faults", NULL);
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        return;
    }
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        char *kind = strchr(lines[i], ' ');
        if (kind != NULL) {
            Sum *sum = sum_of(kind + 1);
            sum->injected += g_str_has_prefix(lines[i], "injected ");
            sum->survived += g_str_has_prefix(lines[i], "survived ");
        }
    }
}

void
rig_faults_print(void)
{
    Sum total = {0, 0};
    GHashTableIter iter;
    gpointer kind, value;
    if (sums == NULL) {
        return;
    }
    g_hash_table_iter_init(&iter, sums);
    while (g_hash_table_iter_next(&iter, &kind, &value)) {
        const Sum *sum = value;
        total.injected += sum->injected;
        total.survived += sum->survived;
        printf("# of these %s: %u, survived %u\n", (const char *) kind, sum->injected,
               sum->survived);
    }
    printf("# faults injected %u, survived %u\n", total.injected, total.survived);
}
