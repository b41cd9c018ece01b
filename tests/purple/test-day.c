/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A day of use in which one thing goes wrong, at each place where it can: lines are cut, commands
 * lost, doubled, late and out of order, the account disabled or removed, windows closed, the plugin
 * unloaded. No crash, no hang, nothing that was typed lost without a word, nobody lost from the
 * list. */
#include "rig-day.h"
#include "rig-fault.h"
#include "rig-loop.h"

#include <stdio.h>
#include <string.h>

/* When all faults are wanted there are so many days in one life of libpurple: its log is searched
 * for passwords at the end. */
enum { PART = 200 };

/* How many faults each scenario tries in `make check` and in `make check-all`. */
enum { FEW = 5, MANY = 30 };

/* No day has fewer events. */
enum { EVENTS = 55 };

static void
nothing_goes_wrong(void)
{
    day_prepare();
    day_undisturbed();
    day_check();
}

/* -- where it can happen ------------------------------------------------------------------------
 */

typedef enum { NOTIFICATION, SWITCHBOARD, PASSPORT } Line;

typedef struct {
    char *target;
    guint number; /* of the connections to there, from 1 */
    RelayWay way;
    gsize place; /* bytes, or commands */
    RelayHarm harm;
} Spot;

static void
spot_clear(gpointer data)
{
    g_free(((Spot *) data)->target);
}

static Line
line_of(const char *target)
{
    guint port = (guint) g_ascii_strtoull(strrchr(target, ':') + 1, NULL, 10);
    return port == rig_server_ns_port(day_server())      ? NOTIFICATION
           : port == rig_server_https_port(day_server()) ? PASSPORT
                                                         : SWITCHBOARD;
}

static guint
number_of(guint index)
{
    const char *target = relay_target_of(day_relay(), index);
    guint number = 0;
    for (guint i = 0; i <= index; i++) {
        number += strcmp(relay_target_of(day_relay(), i), target) == 0;
    }
    return number;
}

static void
add_spot(GArray *spots, guint connection, RelayWay way, gsize place, RelayHarm harm)
{
    Spot spot = {g_strdup(relay_target_of(day_relay(), connection)), number_of(connection), way,
                 place, harm};
    g_array_append_val(spots, spot);
}

/* Around the end of each line, which are the ends of commands and of the lines in payloads; at each
 * byte when all faults are wanted, and where there are no lines. */
static void
add_cuts(GArray *spots, guint connection, RelayWay way)
{
    const GByteArray *bytes = relay_bytes_of(day_relay(), connection, way);
    gboolean each = rig_faults_all() ||
                    line_of(relay_target_of(day_relay(), connection)) == PASSPORT;
    for (gsize i = 0; i < bytes->len; i++) {
        gboolean near = bytes->data[i] == '\n' || (i > 0 && bytes->data[i - 1] == '\n') ||
                        (i + 1 < bytes->len && bytes->data[i + 1] == '\n');
        if (each || near) {
            add_spot(spots, connection, way, i, RELAY_UNHARMED);
        }
    }
}

static void
add_harms(GArray *spots, guint connection)
{
    const GByteArray *bytes = relay_bytes_of(day_relay(), connection, RELAY_DOWN);
    gsize at = 0, size;
    for (guint command = 0;
         (size = relay_command(bytes->data + at, bytes->len - at)) > 0; command++, at += size) {
        for (RelayHarm harm = RELAY_DROPPED; harm <= RELAY_SWAPPED; harm++) {
            if (harm != RELAY_SWAPPED || at + size < bytes->len) {
                add_spot(spots, connection, RELAY_DOWN, command, harm);
            }
        }
    }
}

/* A day goes by, and we look where something could have gone wrong. */
static GArray *
spots_of_a_day(Line line, gboolean cuts)
{
    GArray *spots = g_array_new(FALSE, FALSE, sizeof(Spot));
    g_array_set_clear_func(spots, spot_clear);
    day_prepare();
    if (!cuts) {
        rig_server_tolerate(day_server(), "*QRY without CHL*"); /* which came twice */
    }
    day_undisturbed(); /* the first day makes groups */
    day_check();
    day_undisturbed();
    for (guint i = 0; i < relay_count(day_relay()); i++) {
        if (line_of(relay_target_of(day_relay(), i)) != line) {
            continue;
        }
        if (cuts) {
            add_cuts(spots, i, RELAY_UP);
            add_cuts(spots, i, RELAY_DOWN);
        } else {
            add_harms(spots, i);
        }
    }
    day_check();
    return spots;
}

/* Of COUNT places the one of the turn: evenly spread, and other ones in each dialect. */
static guint
turn(guint count, guint wanted, guint i)
{
    return (i * count + rig_case()->dialect * count / 13) / wanted % count;
}

/* -- in parts -----------------------------------------------------------------------------------
 */

static guint part;

static void
say_whether_there_is_more(gboolean yes)
{
    g_autofree char *path = rig_path("more");
    if (yes) {
        rig_check(g_file_set_contents(path, "", 0, NULL));
    } else {
        remove(path);
    }
}

static gboolean
is_more(void)
{
    g_autofree char *path = rig_path("more");
    return g_file_test(path, G_FILE_TEST_EXISTS);
}

static void
in_parts(void (*days)(void))
{
    do {
        rig_earlier(days);
        part++;
    } while (is_more());
}

/* -- lines --------------------------------------------------------------------------------------
 */

static void
days_with(GArray *spots, const char *kind, void (*order)(const Spot *spot))
{
    guint wanted = rig_faults_wanted(spots->len, FEW, MANY);
    guint reached = 0, first = part * PART, last = MIN(wanted, first + PART);
    rig_check(first < last);
    say_whether_there_is_more(last < wanted);
    for (guint i = first; i < last; i++) {
        const Spot *spot = &g_array_index(spots, Spot, turn(spots->len, wanted, i));
        guint harmed = relay_harmed(day_relay());
        g_print("# %s: connection %u to %s, way %u, place %u, harm %u\n", kind, spot->number,
                spot->target, spot->way, (guint) spot->place, spot->harm);
        relay_only(day_relay(), spot->target, spot->number);
        order(spot);
        day_spend();
        if (relay_harmed(day_relay()) > harmed) {
            rig_fault(kind); /* a day may be some bytes shorter than the one before */
            reached++;
        }
        day_check();
        rig_faults_survived();
    }
    rig_check(2 * reached >= last - first);
    g_array_unref(spots);
}

static void
order_cut(const Spot *spot)
{
    static const RelayCut cuts[] = {RELAY_FIN, RELAY_RESET, RELAY_FREEZE};
    relay_cut_after(day_relay(), spot->way, spot->place,
                    cuts[(spot->place + spot->place / 3) % G_N_ELEMENTS(cuts)]);
}

static void
order_harm(const Spot *spot)
{
    relay_disturb(day_relay(), (guint) spot->place, spot->harm);
}

static void
days_notification_line_cut(void)
{
    days_with(spots_of_a_day(NOTIFICATION, TRUE), "line to the notification server cut", order_cut);
}

static void
notification_line_cut(void)
{
    in_parts(days_notification_line_cut);
}

static void
days_switchboard_line_cut(void)
{
    days_with(spots_of_a_day(SWITCHBOARD, TRUE), "line to a switchboard cut", order_cut);
}

static void
switchboard_line_cut(void)
{
    in_parts(days_switchboard_line_cut);
}

static void
days_passport_line_cut(void)
{
    days_with(spots_of_a_day(PASSPORT, TRUE), "line to Passport cut", order_cut);
}

static void
passport_line_cut(void)
{
    in_parts(days_passport_line_cut);
}

static void
days_notification_disturbed(void)
{
    days_with(spots_of_a_day(NOTIFICATION, FALSE),
              "command of the notification server lost, doubled, late or out of order", order_harm);
}

static void
notification_disturbed(void)
{
    in_parts(days_notification_disturbed);
}

static void
days_switchboard_disturbed(void)
{
    days_with(spots_of_a_day(SWITCHBOARD, FALSE),
              "command of a switchboard lost, doubled, late or out of order", order_harm);
}

static void
switchboard_disturbed(void)
{
    in_parts(days_switchboard_disturbed);
}

/* -- at any moment ------------------------------------------------------------------------------
 */

static guint moment; /* the event after which it happens; 0: it has happened */
static void (*deed)(void);

static void
now(void)
{
    moment = 0;
    day_goes_wrong();
    deed();
}

static void
when_it_is_time(void)
{
    if (moment > 0 && rig_events() >= moment) {
        now();
    }
}

/* A day on which it happens, when all is over at the latest. */
static void
day_with_deed(void)
{
    rig_each_round(when_it_is_time);
    day_spend();
    rig_each_round(NULL);
    if (moment > 0) {
        now();
    }
}

static void
days_with_deed(const char *kind, void (*what)(void))
{
    day_prepare();
    day_undisturbed();
    day_check();
    guint before = rig_events();
    day_undisturbed();
    guint events = rig_events() - before;
    day_check();
    guint wanted = rig_faults_wanted(events, FEW, MANY);
    for (guint i = 0; i < wanted; i++) {
        guint after = turn(events, wanted, i);
        g_print("# %s after event %u\n", kind, after);
        deed = what;
        moment = rig_events() + after + 1;
        rig_fault(kind);
        day_with_deed();
        day_check();
        rig_faults_survived();
    }
}

static void
disabled(void)
{
    days_with_deed("account disabled", day_alice_goes);
}

static void
removed(void)
{
    days_with_deed("account removed", day_alice_is_removed);
}

static void
windows_closed(void)
{
    days_with_deed("windows closed", day_windows_close);
}

/* Nothing of it may run any more. */
static void
plugin_is_unloaded(void)
{
    rig_check(purple_plugin_unload(purple_find_prpl("prpl-msn")));
    rig_check(rig_loop_plugin_sources() == 0);
}

static void
day_with_unloading(void)
{
    day_prepare();
    deed = plugin_is_unloaded;
    moment += rig_events();
    rig_fault("plugin unloaded");
    day_with_deed();
    rig_forget(NULL);
    rig_faults_survived();
}

/* libpurple does not give a protocol back that was unloaded: each time a process of its own. */
static void
unloaded(void)
{
    guint wanted = rig_faults_wanted(EVENTS, FEW, MANY);
    for (guint i = 0; i < wanted; i++) {
        moment = turn(EVENTS, wanted, i) + 1;
        rig_earlier(day_with_unloading);
    }
}

static const RigScenario scenarios[] = {
    {"nothing goes wrong", nothing_goes_wrong, RIG_DIALECTS, 0},
    {"the line to the notification server is cut", notification_line_cut,
     RIG_DIALECTS | RIG_SAMPLES, 0},
    {"the line to a switchboard is cut", switchboard_line_cut, RIG_DIALECTS | RIG_SAMPLES, 0},
    {"the line to Passport is cut", passport_line_cut, RIG_SINCE | RIG_SAMPLES, 8},
    {"the notification server is disturbed", notification_disturbed, RIG_DIALECTS | RIG_SAMPLES,
     0},
    {"a switchboard is disturbed", switchboard_disturbed, RIG_DIALECTS | RIG_SAMPLES, 0},
    {"the account is disabled", disabled, RIG_DIALECTS | RIG_SAMPLES, 0},
    {"the account is removed", removed, RIG_DIALECTS | RIG_SAMPLES, 0},
    {"windows are closed", windows_closed, RIG_DIALECTS | RIG_SAMPLES, 0},
    {"the plugin is unloaded", unloaded, RIG_DIALECTS | RIG_SAMPLES, 0},
    {"no memory is left when lines are cut", days_notification_line_cut,
     RIG_LEAKS | RIG_SAMPLES, 7},
    {"no memory is left when switchboards are cut", days_switchboard_line_cut,
     RIG_LEAKS | RIG_LONG | RIG_SAMPLES, 12},
    {"no memory is left when Passport is cut", days_passport_line_cut,
     RIG_LEAKS | RIG_LONG | RIG_SAMPLES, 12},
    {"no memory is left when a switchboard is disturbed", days_switchboard_disturbed,
     RIG_LEAKS | RIG_LONG | RIG_SAMPLES, 12},
    {"no memory is left when the account is disabled", disabled,
     RIG_LEAKS | RIG_LONG | RIG_SAMPLES, 12},
    {"no memory is left when the account is removed", removed,
     RIG_LEAKS | RIG_LONG | RIG_SAMPLES, 12},
};

RIG_MAIN(scenarios)
