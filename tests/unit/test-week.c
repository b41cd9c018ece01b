/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A week goes by in seconds: two people are online, say something every hour, and their sessions
 * hold no more memory at its end than after its first day. */
#include "two-people.h"

#include <malloc.h>
#include <string.h>

enum { HOUR = 60 * 60 * 1000, DAY_HOURS = 24, WEEK_DAYS = 7 };

/* Set by the address sanitizer, which has an allocator of its own. */
extern gsize __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

static gsize
memory(void)
{
    return __sanitizer_get_current_allocated_bytes ? __sanitizer_get_current_allocated_bytes()
                                                   : mallinfo2().uordblks;
}

static void
an_hour_goes_by(Service *s)
{
    static const char text[] = "still here";
    MsnpStyle style = {.color = -1};
    pass(s, HOUR);
    g_assert_cmpint(msnp_send_text(s->alice.session, BOB, text, strlen(text), &style, NULL), ==,
                    MSNP_ERROR_NONE);
    settle(s);
    g_assert_cmpstr(s->bob.heard->str, ==, text);
    g_string_truncate(s->bob.heard, 0);
}

static gsize
memory_after_a_day(Service *s)
{
    for (guint i = 0; i < DAY_HOURS; i++)
        an_hour_goes_by(s);
    return memory();
}

static void
test_week(void)
{
    Service *s = service_new(FALSE);
    gsize first = memory_after_a_day(s), last = first;
    guint pings = s->pings;
    for (guint day = 1; day < WEEK_DAYS; day++)
        last = memory_after_a_day(s);
    g_test_message("%u PNG in a week; %" G_GSIZE_FORMAT " bytes after a day, %" G_GSIZE_FORMAT
                   " after seven",
                   s->pings, first, last);
    g_assert_cmpuint(pings, >, DAY_HOURS);
    g_assert_cmpuint(s->pings, >=, (WEEK_DAYS - 1) * pings);
    g_assert_cmpuint(last, <=, first + first / 100);
    g_assert_true(msnp_session_is_online(s->alice.session));
    service_free(s);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/week/memory", test_week);
    return g_test_run();
}
