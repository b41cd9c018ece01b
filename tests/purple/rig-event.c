/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The queue of events: record, match, expect, forbid. Knows the GLib main loop and nothing else. */
#include "rig-event.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATIENCE_SECONDS = 20, LIFE_SIGN_SECONDS = 60, PATTERNS_MAX = 12 };

struct RigEvent {
    guint serial;
    gconstpointer source;
    char *kind;
    GPtrArray *fields; /* key, value, key, value */
    gboolean taken;
};

typedef struct {
    gconstpointer source;
    char *kind;
    char *patterns[PATTERNS_MAX + 1];
} Wanted;

typedef struct {
    void (*function)(gpointer);
    gpointer data;
} Deferred;

/* Kinds that a scenario has to account for: whoever does not expect them has not thought of them.
 */
static const char *const loud_kinds[] = {"im",     "im-error", "error",  "request",
                                         "notify", "nudge",    "outside"};

static GPtrArray *events, *forbidden;
static gboolean deaf;
static GArray *deferred;
static const char *waiting_for;
static void (*each_round)(void);
static const char *must_fail;

static void
wanted_free(gpointer data)
{
    Wanted *wanted = data;
    for (guint i = 0; wanted->patterns[i] != NULL; i++) {
        g_free(wanted->patterns[i]);
    }
    g_free(wanted->kind);
    g_free(wanted);
}

static Wanted *
wanted_new(gconstpointer source, const char *kind, va_list patterns)
{
    Wanted *wanted = g_new0(Wanted, 1);
    wanted->source = source;
    wanted->kind = g_strdup(kind);
    const char *pattern;
    for (guint i = 0; (pattern = va_arg(patterns, const char *)) != NULL; i++) {
        g_assert(i < PATTERNS_MAX && strchr(pattern, '=') != NULL);
        wanted->patterns[i] = g_strdup(pattern);
    }
    return wanted;
}

static char *
wanted_print(const Wanted *wanted)
{
    GString *text = g_string_new(wanted->kind);
    for (guint i = 0; wanted->patterns[i] != NULL; i++) {
        g_string_append_printf(text, " %s", wanted->patterns[i]);
    }
    return g_string_free(text, FALSE);
}

/* Keeps UTF-8 readable and everything else on one line. */
static char *
quoted(const char *text)
{
    char high[129];
    for (guint i = 0; i < 128; i++) {
        high[i] = (char) (i + 128);
    }
    high[128] = '\0';
    return g_strescape(text, high);
}

static char *
event_print(const RigEvent *event)
{
    GString *text = g_string_new(event->kind);
    for (guint i = 0; i + 1 < event->fields->len; i += 2) {
        g_autofree char *value = quoted(event->fields->pdata[i + 1]);
        g_string_append_printf(text, " %s=\"%s\"", (char *) event->fields->pdata[i], value);
    }
    return g_string_free(text, FALSE);
}

const char *
rig_event_get(const RigEvent *event, const char *key)
{
    for (guint i = 0; i + 1 < event->fields->len; i += 2) {
        if (strcmp(event->fields->pdata[i], key) == 0) {
            return event->fields->pdata[i + 1];
        }
    }
    return NULL;
}

guint
rig_event_serial(const RigEvent *event)
{
    return event->serial;
}

static gboolean
pattern_matches(const char *pattern, const RigEvent *event)
{
    const char *equals = strchr(pattern, '=');
    gboolean negated = equals > pattern && equals[-1] == '!';
    g_autofree char *key = g_strndup(pattern, (gsize) (equals - pattern) - (negated ? 1 : 0));
    const char *value = rig_event_get(event, key);
    return value != NULL && g_pattern_match_simple(equals + 1, value) != negated;
}

static gboolean
same_kind(const Wanted *wanted, const RigEvent *event)
{
    return (wanted->source == NULL || wanted->source == event->source) &&
           strcmp(wanted->kind, event->kind) == 0;
}

static gboolean
wanted_matches(const Wanted *wanted, const RigEvent *event)
{
    if (!same_kind(wanted, event)) {
        return FALSE;
    }
    for (guint i = 0; wanted->patterns[i] != NULL; i++) {
        if (!pattern_matches(wanted->patterns[i], event)) {
            return FALSE;
        }
    }
    return TRUE;
}

static void
check_forbidden(const RigEvent *event)
{
    for (guint i = 0; forbidden != NULL && i < forbidden->len; i++) {
        if (wanted_matches(forbidden->pdata[i], event)) {
            g_autofree char *rule = wanted_print(forbidden->pdata[i]);
            g_autofree char *text = event_print(event);
            rig_fail("this was forbidden (%s): %s", rule, text);
        }
    }
}

void
rig_record(gconstpointer source, const char *kind, ...)
{
    if (deaf) {
        return;
    }
    if (events == NULL) {
        events = g_ptr_array_new();
    }
    RigEvent *event = g_new0(RigEvent, 1);
    event->serial = events->len;
    event->source = source;
    event->kind = g_strdup(kind);
    event->fields = g_ptr_array_new();
    va_list pairs;
    va_start(pairs, kind);
    for (const char *key; (key = va_arg(pairs, const char *)) != NULL;) {
        const char *value = va_arg(pairs, const char *);
        g_ptr_array_add(event->fields, g_strdup(key));
        g_ptr_array_add(event->fields, g_strdup(value != NULL ? value : ""));
    }
    va_end(pairs);
    g_ptr_array_add(events, event);
    if (g_getenv("RIG_VERBOSE") != NULL) {
        g_autofree char *text = event_print(event);
        fprintf(stderr, "# %s\n", text);
    }
    check_forbidden(event);
}

static guint
events_len(void)
{
    return events == NULL ? 0 : events->len;
}

/* Where the events begin that may not have been taken: of a long day most have been. */
static guint
first_open(void)
{
    static guint first;
    while (first < events_len() && ((const RigEvent *) events->pdata[first])->taken) {
        first++;
    }
    return first;
}

guint
rig_count_full(gconstpointer source, const char *kind, ...)
{
    va_list patterns;
    va_start(patterns, kind);
    Wanted *wanted = wanted_new(source, kind, patterns);
    va_end(patterns);
    guint count = 0;
    for (guint i = first_open(); i < events_len(); i++) {
        const RigEvent *event = events->pdata[i];
        count += !event->taken && wanted_matches(wanted, event);
    }
    wanted_free(wanted);
    return count;
}

typedef struct {
    Wanted *wanted;
    gboolean next;
    guint from; /* events before this one have been looked at */
    const char *where;
    RigEvent *found;
} Search;

static gboolean
search(gpointer data)
{
    Search *s = data;
    for (; s->found == NULL && s->from < events_len(); s->from++) {
        RigEvent *event = events->pdata[s->from];
        if (event->taken) {
            continue;
        }
        if (wanted_matches(s->wanted, event)) {
            s->found = event;
        } else if (s->next && same_kind(s->wanted, event)) {
            g_autofree char *expected = wanted_print(s->wanted);
            g_autofree char *text = event_print(event);
            rig_fail_full(s->where, "expected next: %s\n#   came first: %s", expected, text);
        }
    }
    return s->found != NULL;
}

const RigEvent *
rig_expect_full(const char *where, gboolean next, gconstpointer source, const char *kind, ...)
{
    va_list patterns;
    va_start(patterns, kind);
    Search s = {.wanted = wanted_new(source, kind, patterns),
                .next = next,
                .from = first_open(),
                .where = where};
    va_end(patterns);
    g_autofree char *what = wanted_print(s.wanted);
    rig_wait_full(where, what, search, &s);
    s.found->taken = TRUE;
    wanted_free(s.wanted);
    return s.found;
}

void
rig_forbid_full(const char *where, gconstpointer source, const char *kind, ...)
{
    if (forbidden == NULL) {
        forbidden = g_ptr_array_new_with_free_func(wanted_free);
    }
    va_list patterns;
    va_start(patterns, kind);
    Wanted *rule = wanted_new(source, kind, patterns);
    va_end(patterns);
    g_ptr_array_add(forbidden, rule);
    for (guint i = 0; i < events_len(); i++) {
        const RigEvent *event = events->pdata[i];
        if (!event->taken && wanted_matches(rule, event)) {
            g_autofree char *text = event_print(event);
            rig_fail_full(where, "forbidden, and there already: %s", text);
        }
    }
}

void
rig_allow_all(void)
{
    g_clear_pointer(&forbidden, g_ptr_array_unref);
}

void
rig_forget(const char *kind)
{
    for (guint i = first_open(); i < events_len(); i++) {
        RigEvent *event = events->pdata[i];
        event->taken |= kind == NULL || strcmp(kind, event->kind) == 0;
    }
}

void
rig_each_round(void (*function)(void))
{
    each_round = function;
}

void
rig_record_events(gboolean yes)
{
    deaf = !yes;
}

guint
rig_events(void)
{
    return events_len();
}

static guint
patience(void)
{
    const char *seconds = g_getenv("RIG_PATIENCE");
    guint wanted = seconds == NULL ? 0 : (guint) atoi(seconds);
    return wanted > 0 ? wanted : PATIENCE_SECONDS;
}

static gboolean
out_of_patience(gpointer data)
{
    *(gboolean *) data = TRUE;
    return G_SOURCE_REMOVE;
}

void
rig_wait_full(const char *where, const char *what, gboolean (*condition)(gpointer), gpointer data)
{
    gboolean expired = FALSE;
    const char *outer = waiting_for;
    waiting_for = what;
    alarm(patience() + LIFE_SIGN_SECONDS); /* for the watchdog: we are alive */
    guint timer = g_timeout_add_seconds(patience(), out_of_patience, &expired);
    while (!condition(data)) {
        if (expired) {
            rig_fail_full(where, "still waiting for: %s", what);
        }
        if (each_round != NULL) {
            each_round();
        }
        g_main_context_iteration(NULL, TRUE);
    }
    if (!expired) {
        g_source_remove(timer);
    }
    waiting_for = outer;
}

const char *
rig_waiting_for(void)
{
    return waiting_for;
}

void
rig_check_str_full(const char *where, const char *what, const char *is, const char *should_be)
{
    if (g_strcmp0(is, should_be) != 0) {
        rig_fail_full(where, "%s is \"%s\", not \"%s\"", what, is != NULL ? is : "(null)",
                      should_be != NULL ? should_be : "(null)");
    }
}

void
rig_defer(void (*function)(gpointer), gpointer data)
{
    Deferred last = {function, data};
    if (deferred == NULL) {
        deferred = g_array_new(FALSE, FALSE, sizeof last);
    }
    g_array_append_val(deferred, last);
}

void
rig_run_deferred(void)
{
    while (deferred != NULL && deferred->len > 0) {
        Deferred last = g_array_index(deferred, Deferred, deferred->len - 1);
        g_array_set_size(deferred, deferred->len - 1);
        last.function(last.data);
    }
}

static void
list_untaken(void)
{
    for (guint i = 0; i < events_len(); i++) {
        const RigEvent *event = events->pdata[i];
        if (!event->taken) {
            g_autofree char *text = event_print(event);
            printf("#   not taken: %s\n", text);
        }
    }
}

void
rig_must_fail(const char *words)
{
    must_fail = words;
}

void
rig_fail_full(const char *where, const char *format, ...)
{
    static gboolean failing;
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    gboolean meant = must_fail != NULL && strstr(text, must_fail) != NULL;
    printf("# %s: %s\n", where, text);
    if (!failing) {
        failing = TRUE; /* something deferred may fail too */
        list_untaken();
        rig_run_deferred();
    }
    fflush(NULL);
    _exit(meant ? 0 : 1);
}

void
rig_skip(const char *why)
{
    printf("# not tried: %s\n", why);
    fflush(NULL);
    _exit(RIG_SKIPPED);
}

void
rig_each_event(void (*function)(const char *text))
{
    for (guint i = 0; i < events_len(); i++) {
        g_autofree char *text = event_print(events->pdata[i]);
        function(text);
    }
}

void
rig_check_nothing_left(void)
{
    for (guint i = 0; i < events_len(); i++) {
        const RigEvent *event = events->pdata[i];
        for (guint k = 0; !event->taken && k < G_N_ELEMENTS(loud_kinds); k++) {
            if (strcmp(event->kind, loud_kinds[k]) == 0) {
                g_autofree char *text = event_print(event);
                rig_fail("nobody expected: %s", text);
            }
        }
    }
    if (must_fail != NULL) {
        const char *words = must_fail;
        must_fail = NULL;
        rig_fail("nobody complained: %s", words);
    }
}
