/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A process with libpurple in it that does what it is told, for person.c: one order a line on
 * standard input, for each one line "ok ANSWER". Anything else that it says is why it has failed.
 *
 * usage: host FOLDER */
#include "rig.h"
#include "rig-share.h"

#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NAME     "orders are carried out"
#define PATIENCE "300"

static RigServer *server;
static PurpleAccount *account;

/* -- the orders ---------------------------------------------------------------------------------
 */

/* serve OPTION...: starts msnpd. Answers its ready line. */
static const char *
serve(char **words)
{
    g_autofree char *options = g_strjoinv(" ", words);
    server = rig_server_start_plain(options);
    return rig_server_line(server);
}

/* What a user has: no debug log. */
static void
start_silently(void)
{
    rig_start();
    purple_debug_set_ui_ops(NULL);
    purple_debug_set_verbose(FALSE);
}

/* join MAIL direct|service LINE: signs in. */
static const char *
join(char **words)
{
    start_silently();
    RigServer *where = server != NULL ? server : rig_server_elsewhere(words[2]);
    account = rig_account(where, words[0]);
    purple_account_set_bool(account, "direct_connect", strcmp(words[1], "direct") == 0);
    rig_go_online(account);
    return "";
}

/* see WHO: until he is online. */
static const char *
see(char **words)
{
    rig_expect_buddy(account, words[0], "online=1");
    return "";
}

/* tell COMMAND...: to the service, of which this is the process. */
static const char *
tell(char **words)
{
    g_autofree char *command = g_strjoinv(" ", words);
    return rig_server_tell(server, "%s", command);
}

/* count EVENT...: how often that happened at the service. */
static const char *
count(char **words)
{
    g_autofree char *event = g_strjoinv(" ", words);
    return rig_server_tell(server, "count %s", event);
}

/* send WHO PATH: until it is done. */
static const char *
send_file(char **words)
{
    rig_send_file(account, words[0], words[1]);
    rig_expect(account, "xfer-end", "detail=done");
    return "";
}

/* take FOLDER: waits for a file and takes it. Answers where it is. */
static const char *
take_file(char **words)
{
    rig_expect(account, "request", "type=action");
    g_autofree char *where = rig_take_file(account, "*", words[0]);
    rig_expect(account, "xfer-end", "detail=done");
    return g_intern_string(where);
}

static const struct {
    const char *word;
    guint count; /* of words behind it, at least */
    const char *(*carry_out)(char **words);
} orders[] = {
    {"serve", 0, serve}, {"tell", 1, tell},      {"join", 3, join},      {"see", 1, see},
    {"count", 1, count}, {"send", 2, send_file}, {"take", 1, take_file},
};

static const char *
carry_out(char **words)
{
    for (guint i = 0; i < G_N_ELEMENTS(orders); i++) {
        if (strcmp(orders[i].word, words[0]) == 0 && g_strv_length(words) > orders[i].count) {
            return orders[i].carry_out(words + 1);
        }
    }
    rig_fail("no order: %s", words[0]);
}

/* -- reading them -------------------------------------------------------------------------------
 */

typedef struct {
    gboolean came;
    char *line; /* NULL: no more will come */
} Order;

static void
line_read(GObject *source, GAsyncResult *result, gpointer data)
{
    Order *order = data;
    order->line =
        g_data_input_stream_read_line_finish(G_DATA_INPUT_STREAM(source), result, NULL, NULL);
    order->came = TRUE;
}

static gboolean
has_come(gpointer data)
{
    return ((Order *) data)->came;
}

static char *
next_order(GDataInputStream *input)
{
    Order order = {FALSE, NULL};
    g_data_input_stream_read_line_async(input, G_PRIORITY_DEFAULT, NULL, line_read, &order);
    rig_wait("an order", has_come, &order);
    return order.line;
}

static void
obey(void)
{
    g_autoptr(GInputStream) raw = g_unix_input_stream_new(STDIN_FILENO, FALSE);
    g_autoptr(GDataInputStream) input = g_data_input_stream_new(raw);
    for (char *line; (line = next_order(input)) != NULL; g_free(line)) {
        g_auto(GStrv) words = NULL;
        rig_check(g_shell_parse_argv(line, NULL, &words, NULL));
        printf("ok %s\n", carry_out(words));
        fflush(stdout);
    }
}

int
main(int argc, char **argv)
{
    static const RigScenario scenarios[] = {{NAME, obey, RIG_ONCE, 0}};
    if (argc != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    rig_environment(argv[1]);
    g_setenv("RIG_RUN", NAME, TRUE);
    g_setenv("RIG_PATIENCE", PATIENCE, TRUE);
    g_setenv("MSNP_PLUGIN_DIR", rig_build_dir(), TRUE);
    return rig_main(1, argv, scenarios, G_N_ELEMENTS(scenarios), NULL, rig_finish);
}
