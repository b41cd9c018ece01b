/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how msnpd comes up from its options and how it ends. */
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <libxml/parser.h>

#include "ab.h"
#include "bots.h"
#include "cert.h"
#include "circles.h"
#include "control.h"
#include "fault.h"
#include "ftp.h"
#include "gateway.h"
#include "log.h"
#include "oim.h"
#include "options.h"
#include "p2p.h"
#include "passport.h"
#include "populate.h"
#include "puppets.h"
#include "server.h"
#include "storage.h"
#include "tokens.h"

#define EXIT_CLIENT_ERRORS 3

static gboolean
on_signal(gpointer data)
{
    g_main_loop_quit(data);
    return G_SOURCE_CONTINUE;
}

static void
clean_up(void)
{
    control_stop();
    server_stop();
    bots_stop();
    puppets_clear();
    p2p_clear();
    gateway_clear();
    link_shutdown_all();
    ftp_clear();
    sb_clear();
    passport_clear();
    tokens_clear();
    oim_clear();
    storage_clear();
    ab_clear();
    ab_pages_clear();
    xmlCleanupParser();
    fault_clear_all();
    cert_clear();
    circles_clear();
    world_clear();
    options_clear();
}

static gboolean
start(void)
{
    g_autoptr(GError) error = NULL;

    if (!log_open(options()->log_path)) {
        fprintf(stderr, "msnpd: cannot write %s\n", options()->log_path);
        return FALSE;
    }
    log_set_quiet(options()->quiet);
    log_set_terse(options()->terse);
    link_set_dribble(options()->dribble);
    if (!populate())
        return FALSE;
    if (!cert_prepare(options()->cert_dir, &error) || !server_start(&error)) {
        fprintf(stderr, "msnpd: %s\n", error->message);
        return FALSE;
    }
    bots_start();
    p2p_start();
    return TRUE;
}

int
main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    if (!options_parse(&argc, &argv))
        return 2;
    if (!start()) {
        clean_up();
        log_close();
        return 2;
    }
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    guint term = g_unix_signal_add(SIGTERM, on_signal, loop);
    guint interrupt = g_unix_signal_add(SIGINT, on_signal, loop);
    guint hangup = g_unix_signal_add(SIGHUP, on_signal, loop);

    printf("msnpd ready ns=%s https=%s ca=%s cert=%s http=%s\n", server_first_address(),
           server_https_address(), cert_ca_path(), cert_leaf_path(), server_http_address());
    fflush(stdout);
    control_start(loop);
    g_main_loop_run(loop);
    g_source_remove(term);
    g_source_remove(interrupt);
    g_source_remove(hangup);
    clean_up();
    log_note("end");
    fprintf(stderr, "msnpd: %u protocol errors by clients\n", log_bad_count());
    log_close();
    return log_bad_count() > 0 ? EXIT_CLIENT_ERRORS : 0;
}
