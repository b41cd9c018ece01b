/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A host that ends the session from within an action still looks at what the action points to. */
#include "two-people.h"

#include <string.h>

#define TEXT "are you there?"

static void
test_message(void)
{
    static const char head[] = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n";
    Service *s = service_new(FALSE);
    MsnpStyle style = {.color = -1};
    const MsnpAction *action;
    const guint8 *data;
    g_assert_cmpint(msnp_send_text(s->alice.session, BOB, TEXT, strlen(TEXT), &style, NULL), ==,
                    MSNP_ERROR_NONE);
    settle(s);
    say(&s->bob, s->bob.sb, "MSG %s Alice %u\r\n%s" TEXT, ALICE,
        (guint) (strlen(head) + strlen(TEXT)), head);
    while ((action = msnp_session_next(s->bob.session)) && action->kind != MSNP_EVENT_MESSAGE)
        ;
    g_assert_nonnull(action);
    data = action->data;
    msnp_session_hold(s->bob.session);
    while (msnp_session_next(s->bob.session))
        ;
    g_assert_cmpmem(data, strlen(TEXT), TEXT, strlen(TEXT));
    service_free(s);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/hold/message", test_message);
    return g_test_run();
}
