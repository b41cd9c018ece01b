/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows what has happened and who waits for it; events are plain words here. */
#include "events.h"

#include <string.h>

#include "log.h"

static GPtrArray *events;   /* of lines: there are many, and few are looked at */
static guint cursor;        /* events before this one do not count any more */
static GPtrArray *patterns; /* of what is waited for */
static EventsDone done_func;

/* The words of the pattern are those that the event begins with; "*" is any. */
static gboolean
fits(char **pattern, const char *event)
{
    for (; *pattern != NULL; pattern++) {
        gsize length = event != NULL ? strcspn(event, " ") : 0;

        if (event == NULL)
            return FALSE;
        if (strcmp(*pattern, "*") != 0 &&
            (strncmp(*pattern, event, length) != 0 || (*pattern)[length] != '\0'))
            return FALSE;
        event = event[length] != '\0' ? event + length + 1 : NULL;
    }
    return TRUE;
}

/* Every pattern gets an event of its own. Where the last of them stands, or -1. */
static int
find_all(void)
{
    g_autoptr(GHashTable) taken = g_hash_table_new(NULL, NULL);
    guint last = 0;

    for (guint p = 0; p < patterns->len; p++) {
        gboolean found = FALSE;

        for (guint i = cursor; i < events->len && !found; i++) {
            found = !g_hash_table_contains(taken, GUINT_TO_POINTER(i + 1)) &&
                    fits(patterns->pdata[p], events->pdata[i]);
            if (found) {
                g_hash_table_add(taken, GUINT_TO_POINTER(i + 1));
                last = MAX(last, i);
            }
        }
        if (!found)
            return -1;
    }
    return (int) last;
}

static void
try_waiting(void)
{
    int last = patterns != NULL ? find_all() : -1;

    if (last < 0)
        return;
    EventsDone done = done_func;

    cursor = (guint) last + 1;
    g_clear_pointer(&patterns, g_ptr_array_unref);
    done();
}

static void
on_event(const char *event)
{
    g_ptr_array_add(events, g_strdup(event));
    try_waiting();
}

static void
vector_free(gpointer data)
{
    g_strfreev(data);
}

void
events_start(void)
{
    events = g_ptr_array_new_with_free_func(g_free);
    log_set_event_func(on_event);
}

void
events_stop(void)
{
    log_set_event_func(NULL);
    g_clear_pointer(&events, g_ptr_array_unref);
    g_clear_pointer(&patterns, g_ptr_array_unref);
}

void
events_await(const char *words, EventsDone done)
{
    g_auto(GStrv) parts = g_strsplit(words, " ; ", -1);

    patterns = g_ptr_array_new_with_free_func(vector_free);
    for (guint i = 0; parts[i] != NULL; i++)
        g_ptr_array_add(patterns, g_strsplit(g_strstrip(parts[i]), " ", -1));
    done_func = done;
    try_waiting();
}

void
events_forget(void)
{
    cursor = events->len;
}

guint
events_count(const char *text)
{
    g_auto(GStrv) pattern = g_strsplit(text, " ", -1);
    guint count = 0;

    for (guint i = 0; i < events->len; i++) {
        if (fits(pattern, events->pdata[i]))
            count++;
    }
    return count;
}
