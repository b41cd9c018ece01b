/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how log lines look and counts the protocol errors; knows nothing of the protocol itself. */
#include "log.h"

#include <stdio.h>

static FILE *log_file;
static gboolean log_quiet;
static gboolean log_terse;
static guint bad_count;
static LogEventFunc event_func;

gboolean
log_open(const char *path)
{
    if (path == NULL)
        return TRUE;
    log_file = fopen(path, "w");
    return log_file != NULL;
}

void
log_close(void)
{
    if (log_file != NULL)
        fclose(log_file);
    log_file = NULL;
}

void
log_set_quiet(gboolean quiet)
{
    log_quiet = quiet;
}

void
log_set_terse(gboolean terse)
{
    log_terse = terse;
}

static void
put_line(const char *line, gboolean to_stderr)
{
    if (to_stderr)
        fprintf(stderr, "%s\n", line);
    if (log_file != NULL) {
        fprintf(log_file, "%s\n", line);
        fflush(log_file);
    }
}

void
log_note(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_autofree char *line = g_strdup_printf("# %s", text);
    put_line(line, TRUE);
}

char *
log_printable(const char *bytes, gsize length)
{
    GString *out = g_string_sized_new(length + 8);

    for (gsize i = 0; i < length; i++) {
        guchar c = (guchar) bytes[i];

        if (c == '\r')
            g_string_append(out, "\\r");
        else if (c == '\n')
            g_string_append(out, "\\n");
        else if (c == '\\')
            g_string_append(out, "\\\\");
        else if (c < 0x20 || c >= 0x7f)
            g_string_append_printf(out, "\\x%02x", c);
        else
            g_string_append_c(out, (char) c);
    }
    return g_string_free(out, FALSE);
}

gboolean
log_wants_wire(void)
{
    return !log_terse && (!log_quiet || log_file != NULL);
}

void
log_wire(const char *connection, const char *direction, const char *bytes, gsize length)
{
    if (!log_wants_wire())
        return;
    g_autofree char *shown = log_printable(bytes, length);
    g_autofree char *line = g_strdup_printf("%s %s: %s", connection, direction, shown);
    put_line(line, !log_quiet);
}

void
log_bad(const char *connection, const char *offending, gsize length, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *why = g_strdup_vprintf(format, args);
    va_end(args);
    g_autofree char *shown = log_printable(offending != NULL ? offending : "", length);
    g_autofree char *line = g_strdup_printf("BAD %s \"%s\": %s", connection, shown, why);
    put_line(line, TRUE);
    bad_count++;
    if (event_func != NULL)
        event_func("bad");
}

void
log_event(const char *format, ...)
{
    char few[256]; /* nearly always enough */
    const char *event = few;
    g_autofree char *more = NULL;
    va_list args;

    va_start(args, format);
    int length = g_vsnprintf(few, sizeof few, format, args);
    va_end(args);
    if (length >= (int) sizeof few) {
        va_start(args, format);
        event = more = g_strdup_vprintf(format, args);
        va_end(args);
    }
    if (!log_terse) {
        g_autofree char *line = g_strdup_printf("EVENT %s", event);

        put_line(line, TRUE);
    }
    if (event_func != NULL)
        event_func(event);
}

void
log_set_event_func(LogEventFunc func)
{
    event_func = func;
}

guint
log_bad_count(void)
{
    return bad_count;
}
