/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What values look like on the wire: times. (GUIDs, base64 and the like are tried where they are used.)
 */
#include "msnp/coding.h"

static const struct {
    guint64 seconds;
    const char *text;
} times[] = {
    {0, "1970-01-01T00:00:00Z"},
    {86399, "1970-01-01T23:59:59Z"},
    {68169600, "1972-02-29T00:00:00Z"},
    {951782399, "2000-02-28T23:59:59Z"},
    {951782400, "2000-02-29T00:00:00Z"},
    {951868800, "2000-03-01T00:00:00Z"},
    {978307199, "2000-12-31T23:59:59Z"},
    {1234567890, "2009-02-13T23:31:30Z"},
    {4107542400, "2100-03-01T00:00:00Z"},
    {253402300799, "9999-12-31T23:59:59Z"},
    {253402300800, "9999-12-31T23:59:59Z"},
    {G_MAXUINT64, "9999-12-31T23:59:59Z"},
};

static void
utc(void)
{
    char text[MSNP_UTC_SIZE];
    guint i;

    for (i = 0; i < G_N_ELEMENTS(times); i++) {
        msnp_utc_print(times[i].seconds, text);
        g_assert_cmpstr(text, ==, times[i].text);
    }
}

/* The C library agrees, once a week for two hundred years. */
static void
utc_agrees(void)
{
    gint64 seconds;

    for (seconds = 0; seconds < G_GINT64_CONSTANT(200) * 366 * 86400; seconds += 7 * 86400 + 3661) {
        g_autoptr(GDateTime) then = g_date_time_new_from_unix_utc(seconds);
        g_autofree char *wanted = g_date_time_format(then, "%Y-%m-%dT%H:%M:%SZ");
        char text[MSNP_UTC_SIZE];

        msnp_utc_print((guint64) seconds, text);
        g_assert_cmpstr(text, ==, wanted);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/coding/utc", utc);
    g_test_add_func("/coding/utc-agrees", utc_agrees);
    return g_test_run();
}
