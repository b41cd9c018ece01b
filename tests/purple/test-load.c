/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Much at once: contacts, presence, switchboards, messages. Memory does not grow with what has gone
 * by, and nothing keeps the main loop, which is the user interface's, for longer than 50 ms. Built
 * without sanitizers this measures; with them it is smaller, and looks for errors. */
#include "rig-deeds.h"
#include "rig-loop.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
enum { MEASURES = FALSE, CONTACTS = 1000, ROOMS = 40, MESSAGES = 3000 };
#else
enum { MEASURES = TRUE, CONTACTS = 10000, ROOMS = 200, MESSAGES = 60000 };
#endif

/* Lines that the service says at once. */
enum { BURST = 1000 };

#define LONGEST_MS 50.0

/* What may be left of ten times as much as had been there: caches, arenas of strings. */
#define TOLERANCE 1.02

static RigServer *server;
static PurpleAccount *alice;

/* What has been measured so far, and a new beginning. */
static void
check_time(const char *what)
{
    const char *name;
    double longest = rig_loop_longest(&name);
    g_print("# %s: the longest callback took %.1f ms of CPU (%s)\n", what, longest, name);
    if (MEASURES && longest > LONGEST_MS) {
        rig_fail("%s: %s kept the main loop for %.1f ms", what, name, longest);
    }
}

static gsize
memory(void)
{
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

static guint
resident_kib(void)
{
    g_autofree char *text = NULL;
    const char *line = NULL;
    if (g_file_get_contents("/proc/self/status", &text, NULL, NULL)) {
        line = strstr(text, "VmRSS:");
    }
    return line != NULL ? (guint) g_ascii_strtoull(line + strlen("VmRSS:"), NULL, 10) : 0;
}

static void
check_memory(const char *what, gsize before)
{
    gsize after = memory();
    g_print("# %s: %.2f MiB before, %.2f MiB after; resident %u KiB\n", what,
            (double) before / 1048576, (double) after / 1048576, resident_kib());
    if (MEASURES && (double) after > (double) before * TOLERANCE) {
        rig_fail("%s: memory grew from %zu to %zu bytes", what, before, after);
    }
}

/* What a user has: no debug log. */
static void
alice_online(const char *options)
{
    server = rig_server_start_plain(options);
    rig_start();
    if (MEASURES) {
        purple_debug_set_ui_ops(NULL);
        purple_debug_set_verbose(FALSE);
    }
    rig_record_events(FALSE);
    alice = rig_account(server, ALICE);
    rig_loop_longest(NULL);
}

static gboolean
is_online(gpointer data)
{
    return purple_account_is_connected(alice);
}

static void
sign_in(void)
{
    rig_enable(alice);
    rig_wait("Alice to be online", is_online, NULL);
    rig_server_tell(server, "await status " ALICE " NLN");
}

static char *
contact(guint number)
{
    return g_strdup_printf("contact%05u@example.test", number + 1);
}

/* -- contacts -----------------------------------------------------------------------------------
 */

static guint
online_count(void)
{
    guint count = 0;
    GSList *buddies = purple_find_buddies(alice, NULL);
    for (GSList *l = buddies; l != NULL; l = l->next) {
        count += PURPLE_BUDDY_IS_ONLINE(l->data) != 0;
    }
    g_slist_free(buddies);
    return count;
}

static gboolean
so_many_are_online(gpointer count)
{
    return online_count() == GPOINTER_TO_UINT(count);
}

/* Everybody's status, in bursts: HEAD, the address, TAIL. */
static void
storm(const char *head, const char *tail, guint online)
{
    for (guint first = 0; first < CONTACTS; first += BURST) {
        g_autoptr(GString) burst = g_string_new(NULL);
        for (guint i = first; i < first + BURST; i++) {
            g_autofree char *who = contact(i);
            g_string_append_printf(burst, "%s %s%s\\r\\n", head, who, tail);
        }
        rig_server_tell(server, "nsraw " ALICE " %s", burst->str);
    }
    rig_wait("everybody to be shown so", so_many_are_online, GUINT_TO_POINTER(online));
}

static void
many_contacts(void)
{
    g_autofree char *options = g_strdup_printf("--contacts %d", CONTACTS);
    alice_online(options);
    sign_in();
    check_time("sign-in with all contacts");
    rig_wait("half of them to be online", so_many_are_online, GUINT_TO_POINTER(CONTACTS / 2));
    rig_check(rig_buddy_count(alice) == CONTACTS);
    check_time("half of them come online");
    storm("NLN NLN", " Name", CONTACTS);
    check_time("all of them come online");
    gsize before = 0;
    for (guint i = 0; i < 6; i++) {
        storm("FLN", "", 0);
        storm("NLN AWY", " Name", CONTACTS);
        before = i == 0 ? memory() : before;
    }
    check_time("all of them come and go again and again");
    check_memory("they come and go", before);
    rig_disable(alice);
    rig_loop_longest(NULL);
    sign_in(); /* and now all are on the list already */
    rig_wait("half of them to be online", so_many_are_online, GUINT_TO_POINTER(CONTACTS / 2));
    check_time("sign-in with all of them known");
}

/* -- switchboards -------------------------------------------------------------------------------
 */

static void
close_windows(void)
{
    while (purple_get_conversations() != NULL) {
        purple_conversation_destroy(purple_get_conversations()->data);
    }
}

static gboolean
so_many_windows(gpointer count)
{
    return g_list_length(purple_get_ims()) == GPOINTER_TO_UINT(count);
}

/* Those with odd numbers are online. */
static void
many_ring(void)
{
    for (guint i = 0; i < ROOMS; i++) {
        g_autofree char *who = contact(2 * i);
        rig_server_tell(server, "say %s %s hello", who, ALICE);
    }
    rig_wait("a window for each", so_many_windows, GUINT_TO_POINTER(ROOMS));
}

static gboolean
so_many_connections(gpointer count)
{
    return rig_loop_open_connections() == GPOINTER_TO_UINT(count);
}

static void
many_switchboards(void)
{
    g_autofree char *options = g_strdup_printf("--contacts %d", 2 * ROOMS);
    gsize before = 0;
    alice_online(options);
    sign_in();
    check_time("sign-in");
    for (guint i = 0; i < 3; i++) { /* more would be a flood: MSNP_LIMIT_RINGS_ALL */
        many_ring();
        check_time("so many switchboards open");
        rig_server_tell(server, "%s " ALICE " sb", i % 2 ? "drop" : "fin");
        rig_wait("all of them to be closed", so_many_connections, GUINT_TO_POINTER(1));
        check_time("so many switchboards close");
        rig_settle(); /* the service has noticed, too */
        close_windows();
        before = i == 0 ? memory() : before;
    }
    check_memory("switchboards open and close", before);
}

/* -- messages -----------------------------------------------------------------------------------
 */

static guint heard;

static void
hear(void)
{
    heard++;
}

static gboolean
so_many_heard(gpointer count)
{
    return heard >= GPOINTER_TO_UINT(count);
}

static void
burst_of_messages(const char *who)
{
    g_autoptr(GString) burst = g_string_new(NULL);
    for (guint i = 0; i < BURST; i++) {
        g_string_append_printf(burst,
                               "MSG %s Name 86\\r\\nMIME-Version: 1.0\\r\\nContent-Type: "
                               "text/plain; charset=UTF-8\\r\\n\\r\\nmessage of length: %05u",
                               who, i);
    }
    rig_server_tell(server, "sbraw " ALICE " %s", burst->str);
}

static void
many_messages(void)
{
    static char handle;
    g_autofree char *who = contact(0);
    gsize before = 0;
    alice_online("--contacts 2");
    sign_in();
    purple_signal_connect(purple_conversations_get_handle(), "received-im-msg", &handle,
                          PURPLE_CALLBACK(hear), NULL);
    rig_server_tell(server, "say %s %s hello", who, ALICE);
    rig_wait("the first message", so_many_heard, GUINT_TO_POINTER(1));
    rig_loop_longest(NULL);
    gint64 start = g_get_monotonic_time();
    for (guint sent = 0; sent < MESSAGES; sent += BURST) {
        burst_of_messages(who);
        rig_wait("the messages", so_many_heard, GUINT_TO_POINTER(1 + sent + BURST));
        if ((sent + BURST) % (MESSAGES / 10) == 0) {
            close_windows(); /* libpurple keeps what a window has shown */
            before = before == 0 ? memory() : before;
        }
    }
    g_print("# %d messages in %.1f s\n", MESSAGES,
            (double) (g_get_monotonic_time() - start) / G_USEC_PER_SEC);
    purple_signals_disconnect_by_handle(&handle);
    check_time("messages");
    check_memory("messages come", before);
}

static const RigScenario scenarios[] = {
    {"many contacts", many_contacts, RIG_ONCE, 7},
    {"many contacts in the newest dialect without web services", many_contacts, RIG_ONCE, 12},
    {"many contacts of web services", many_contacts, RIG_WEB, 0},
    {"many switchboards", many_switchboards, RIG_ONCE, 7},
    {"many messages", many_messages, RIG_ONCE, 9},
};

RIG_MAIN(scenarios)
