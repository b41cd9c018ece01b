/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The user disables or removes an account in the middle of its sign-in, wherever it stands. */
#include "relay.h"
#include "rig-fault.h"
#include "rig.h"

#define BOT    "echo@example.test"
#define PEOPLE "--friends " ALICE "," BOB " --friends " ALICE "," CAROL " --bot echo:" BOT

enum { STEPS_MAX = 60 };

/* A relay between the account and the notification server. */
static Relay *
through_relay(PurpleAccount *account, const RigServer *server)
{
    Relay *relay = relay_new(RELAY_PLAIN);
    relay_target(relay, rig_server_ns_port(server));
    purple_account_set_int(account, "port", relay_port(relay));
    return relay;
}

/* Where the lines from the server end, in the bytes of one sign-in. */
static GArray *
line_ends(const GByteArray *bytes)
{
    GArray *ends = g_array_new(FALSE, FALSE, sizeof(gsize));
    for (gsize i = 0; i < bytes->len; i++) {
        gsize end = i + 1;
        if (bytes->data[i] == '\n' && ends->len < STEPS_MAX) {
            g_array_append_val(ends, end);
        }
    }
    return ends;
}

static gboolean
has_seen(gpointer data)
{
    const Relay *relay = ((gpointer *) data)[0];
    gsize bytes = GPOINTER_TO_SIZE(((gpointer *) data)[1]);
    const GByteArray *seen = relay_seen(relay, RELAY_DOWN);
    return seen != NULL && seen->len >= bytes;
}

/* Everything the server says after BYTES is held back, so that sign-in stands still there. */
static void
stop_sign_in_after(PurpleAccount *account, Relay *relay, gsize bytes)
{
    gpointer data[] = {relay, GSIZE_TO_POINTER(bytes)};
    guint before = rig_count(relay, "relay-open");
    relay_cut_after(relay, RELAY_DOWN, bytes, RELAY_FREEZE);
    rig_enable(account);
    rig_expect(relay, "relay-open");
    rig_check(before == 0);
    rig_wait("sign-in to get that far", has_seen, data);
}

static GArray *
phases(PurpleAccount *account, Relay *relay)
{
    rig_go_online(account);
    GArray *ends = line_ends(relay_seen(relay, RELAY_DOWN));
    rig_disable(account);
    rig_forget(NULL);
    rig_check(ends->len >= 4);
    return ends;
}

static void
disabled_in_every_phase(void)
{
    RigServer *server = rig_server_start_plain(PEOPLE);
    PurpleAccount *alice = rig_account(server, ALICE);
    Relay *relay = through_relay(alice, server);
    g_autoptr(GArray) ends = phases(alice, relay);
    rig_forbid(alice, "error");
    for (guint i = 0; i < ends->len; i++) {
        rig_fault("account disabled in the sign-in");
        stop_sign_in_after(alice, relay, g_array_index(ends, gsize, i));
        rig_disable(alice);
        relay_cut_now(relay, RELAY_FIN);
        rig_forget(NULL);
        rig_faults_survived();
    }
    relay_cut_after(relay, RELAY_DOWN, G_MAXSIZE, RELAY_FIN);
    rig_go_online(alice);
}

static void
removed_in_every_phase(void)
{
    RigServer *server = rig_server_start_plain(PEOPLE);
    PurpleAccount *alice = rig_account(server, ALICE);
    Relay *relay = through_relay(alice, server);
    g_autoptr(GArray) ends = phases(alice, relay);
    for (guint i = 0; i < ends->len; i += 2) {
        rig_fault("account removed in the sign-in");
        stop_sign_in_after(alice, relay, g_array_index(ends, gsize, i));
        purple_accounts_delete(alice);
        relay_cut_now(relay, RELAY_FIN);
        rig_forget(NULL);
        rig_faults_survived();
        alice = rig_account(server, ALICE);
        purple_account_set_int(alice, "port", relay_port(relay));
    }
}

static void
removed_while_online(void)
{
    RigServer *server = rig_server_start(PEOPLE);
    PurpleAccount *alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOT, "online=1");
    rig_say(alice, BOT, "bye");
    purple_accounts_delete(alice);
    rig_forget(NULL);
}

static void
disabled_while_passport_waits(void)
{
    RigServer *server = rig_server_start_plain(PEOPLE);
    PurpleAccount *alice = rig_account(server, ALICE);
    Relay *relay = relay_new(RELAY_PLAIN);
    g_autofree char *nexus =
        g_strdup_printf("https://127.0.0.1:%u/rdr/pprdr.asp", relay_port(relay));
    purple_account_set_string(alice, "nexus_url", nexus);
    relay_target(relay, rig_server_https_port(server));
    rig_forbid(alice, "error");
    for (gsize bytes = 0; bytes < 1600; bytes += 400) {
        relay_cut_after(relay, RELAY_DOWN, bytes, RELAY_FREEZE);
        rig_enable(alice);
        rig_expect(relay, "relay-open");
        rig_disable(alice);
        relay_cut_now(relay, RELAY_FIN);
        rig_forget(NULL);
    }
}

static const RigScenario scenarios[] = {
    {"disabled in every phase, MD5", disabled_in_every_phase, RIG_ONCE, 7},
    {"disabled in every phase, Passport", disabled_in_every_phase, RIG_ONCE, 12},
    {"disabled in every phase, web services", disabled_in_every_phase, RIG_ONCE, 18},
    {"removed in every phase, MD5", removed_in_every_phase, RIG_ONCE, 2},
    {"removed in every phase, Passport", removed_in_every_phase, RIG_ONCE, 12},
    {"removed in every phase, web services", removed_in_every_phase, RIG_ONCE, 15},
    {"removed while online", removed_while_online, RIG_ONCE, 0},
    {"disabled while Passport waits", disabled_while_passport_waits, RIG_ONCE, 0},
};

RIG_MAIN(scenarios)
