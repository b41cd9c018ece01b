/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The line breaks at any point of the sign-in, in either direction, in either way: the account ends
 * offline with a sentence and will try again; it never hangs and never blames the user. */
#include "relay.h"
#include "rig-fault.h"
#include "rig.h"

#include <string.h>

#define BOT    "echo@example.test"
#define PEOPLE "--friends " ALICE "," BOB " --bot echo:" BOT

enum { FEW_BYTES_STEP = 97, PASSPORT_STEP = 211, TLS_GOODBYE = 60 };

static RigServer *server;
static PurpleAccount *alice;
static Relay *relay;

static void
with_relay(void)
{
    server = rig_server_start_plain(PEOPLE);
    alice = rig_account(server, ALICE);
    relay = relay_new(RELAY_PLAIN);
    relay_target(relay, rig_server_ns_port(server));
    purple_account_set_int(alice, "port", relay_port(relay));
}

/* -- the line breaks at any point of the sign-in ------------------------------------------------
 */

static gsize
bytes_of_sign_in(RelayWay way)
{
    rig_go_online(alice);
    gsize bytes = relay_seen(relay, way)->len;
    rig_disable(alice);
    rig_forget(NULL);
    return bytes;
}

/* Whether the account gets online or not, it must not hang and must not blame the user. */
static gboolean
sign_in_ended(gpointer data)
{
    return rig_count(alice, "connected") + rig_count(alice, "error") > 0;
}

static void
sign_in_cut_at(RelayWay way, gsize bytes, RelayCut cut)
{
    relay_cut_after(relay, way, bytes, cut);
    rig_fault("line cut in the sign-in");
    rig_enable(alice);
    rig_wait("sign-in to end somehow", sign_in_ended, NULL);
    rig_expect_error(alice, "NETWORK_ERROR", "?*"); /* online or not, the cut has come */
    rig_disable(alice);
    rig_forget(NULL);
    rig_faults_survived();
}

/* A cut after each line, one byte before it and one after. */
static void
cut_around_each_line(void)
{
    with_relay();
    gsize total = bytes_of_sign_in(RELAY_DOWN);
    g_autofree guint8 *bytes = g_memdup2(relay_seen(relay, RELAY_DOWN)->data, total);
    sign_in_cut_at(RELAY_DOWN, 0, RELAY_FIN);
    for (gsize i = 0; i < total; i++) {
        if (bytes[i] == '\n') {
            sign_in_cut_at(RELAY_DOWN, i, RELAY_FIN);
            sign_in_cut_at(RELAY_DOWN, i + 1, i % 2 ? RELAY_FIN : RELAY_RESET);
        }
    }
}

static void
cut_every(RelayWay way, gsize step)
{
    with_relay();
    gsize total = bytes_of_sign_in(way);
    for (gsize bytes = 0; bytes < total; bytes += step) {
        sign_in_cut_at(way, bytes, bytes % 2 ? RELAY_FIN : RELAY_RESET);
    }
}

static void
cut_some_bytes_up(void)
{
    cut_every(RELAY_UP, FEW_BYTES_STEP);
}

static void
cut_every_byte_down(void)
{
    cut_every(RELAY_DOWN, 1);
}

static void
cut_every_byte_up(void)
{
    cut_every(RELAY_UP, 1);
}

/* -- Passport ---- */

static void
with_passport_relay(void)
{
    server = rig_server_start_plain(PEOPLE);
    alice = rig_account(server, ALICE);
    relay = relay_new(RELAY_PLAIN);
    relay_target(relay, rig_server_https_port(server));
    rig_server_tolerate(server, "*Host is not this server*");
    g_autofree char *nexus =
        g_strdup_printf("https://127.0.0.1:%u/rdr/pprdr.asp", relay_port(relay));
    purple_account_set_string(alice, "nexus_url", nexus);
}

static void
passport_line_cut(void)
{
    with_passport_relay();
    rig_go_online(alice);
    gsize total = relay_seen(relay, RELAY_DOWN)->len;
    rig_disable(alice);
    rig_forget(NULL);
    rig_check(total > 0);
    for (gsize bytes = 0; bytes + TLS_GOODBYE < total; bytes += PASSPORT_STEP) {
        relay_cut_after(relay, RELAY_DOWN, bytes, bytes % 2 ? RELAY_FIN : RELAY_RESET);
        rig_fault("line to Passport cut in the sign-in");
        rig_enable(alice);
        const RigEvent *error = rig_expect_error(alice, "*", "?*");
        rig_check_str(rig_event_get(error, "fatal"), "0");
        rig_disable(alice);
        rig_faults_survived();
    }
    relay_refuse(relay, TRUE);
    rig_enable(alice);
    rig_expect_error(alice, "NETWORK_ERROR", "?*");
}

static const RigScenario scenarios[] = {
    {"around each line of the sign-in", cut_around_each_line, RIG_DIALECTS | RIG_WEB, 0},
    {"within what we say", cut_some_bytes_up, RIG_DIALECTS | RIG_WEB, 0},
    {"after every byte down", cut_every_byte_down, RIG_DIALECTS | RIG_LONG, 0},
    {"after every byte up", cut_every_byte_up, RIG_DIALECTS | RIG_LONG, 0},
    {"on the line to Passport", passport_line_cut, RIG_ONCE, 12},
};

RIG_MAIN(scenarios)
