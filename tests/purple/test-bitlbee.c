/* SPDX-License-Identifier: GPL-2.0-or-later */
/* BitlBee, which makes an IRC server of libpurple: accounts are added by typing, sign in and chat
 * both ways; and its OTR plugin holds a private conversation over ours. Knows IRC and BitlBee's
 * words, nothing beneath. */
#include "rig-process.h"
#include "rig-share.h"

#include <glib-unix.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Passwords of the rig's cast have in them what one cannot type into IRC. */
#define ANNA     "anna@example.test"
#define BERT     "bert@example.test"
#define PASSWORD "typed-into-irc"

/* Debian's folder for BitlBee's own plugins. */
#define BITLBEE_PLUGINS "/usr/lib/bitlbee"

/* One user: a BitlBee of his own, whose standard input is the line of his IRC client. */
typedef struct {
    const char *nick;
    int fd;
    GString *said; /* all that came and was not waited for yet */
} Bee;

static RigServer *server;
static Bee anna = {"anna", -1, NULL}, bert = {"bert", -1, NULL};

/* -- BitlBee ------------------------------------------------------------------------------------
 */

static gboolean
bee_hears(int fd, GIOCondition condition, gpointer data)
{
    Bee *bee = data;
    char bytes[4096];
    ssize_t n = read(fd, bytes, sizeof bytes);
    if (n <= 0) {
        return G_SOURCE_REMOVE;
    }
    g_string_append_len(bee->said, bytes, n);
    return G_SOURCE_CONTINUE;
}

static void
bee_print(gpointer data)
{
    const Bee *bee = data;
    g_auto(GStrv) lines = g_strsplit(bee->said->str, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        printf("# %s | %s\n", bee->nick, lines[i]);
    }
}

static void
bee_end(gpointer data)
{
    close(((Bee *) data)->fd);
}

/* Its configuration: our plugin is among libpurple's, and BitlBee's own for OTR beside them. Free
 * the path. */
static char *
bee_configure(void)
{
    const char *told = g_getenv("MSNP_PLAIN_PLUGIN_DIR");
    g_autofree char *plugin =
        g_build_filename(told != NULL ? told : rig_build_dir(), "libmsnp.so", NULL);
    g_autofree char *plugins = rig_path("plugins/purple");
    g_autofree char *ours = g_build_filename(plugins, "libmsnp.so", NULL);
    g_autofree char *otr = rig_path("plugins/otr.so");
    g_autofree char *own = g_strdup_printf("%s/plugins", rig_case()->dir);
    g_autofree char *text = g_strdup_printf("[settings]\nPluginDir = %s\n", own);
    char *conf = rig_path("bitlbee.conf");
    rig_check(g_file_test(plugin, G_FILE_TEST_EXISTS));
    rig_check(g_mkdir_with_parents(plugins, 0700) == 0);
    rig_check(symlink(plugin, ours) == 0 || g_file_test(ours, G_FILE_TEST_EXISTS));
    rig_check(symlink(BITLBEE_PLUGINS "/otr.so", otr) == 0 ||
              g_file_test(otr, G_FILE_TEST_IS_SYMLINK));
    rig_check(g_file_set_contents(conf, text, -1, NULL));
    return conf;
}

static void
bee_send(Bee *bee, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void
bee_send(Bee *bee, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_autofree char *line = g_strconcat(text, "\r\n", NULL);
    rig_check(write(bee->fd, line, strlen(line)) == (ssize_t) strlen(line));
}

typedef struct {
    const Bee *bee;
    const char *text;
} Wish;

static gboolean
has_said(gpointer data)
{
    const Wish *wish = data;
    return strstr(wish->bee->said->str, wish->text) != NULL;
}

/* Waits for this and takes the rest of its line; what else was said stays, in whatever order. */
static void
bee_says(Bee *bee, const char *text)
{
    Wish wish = {bee, text};
    rig_wait(text, has_said, &wish);
    const char *found = strstr(bee->said->str, text);
    g_string_erase(bee->said, found - bee->said->str, (gssize) strcspn(found, "\n"));
}

static void
bee_start(Bee *bee)
{
    int ends[2];
    g_autofree char *conf = bee_configure();
    g_autofree char *folder = g_strconcat(bee->nick, "-conf", NULL);
    g_autofree char *data = rig_folder(folder);
    g_autofree char *log = g_strconcat(bee->nick, ".log", NULL);
    rig_check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    bee->fd = ends[0];
    bee->said = g_string_new(NULL);
    g_unix_fd_add(bee->fd, G_IO_IN | G_IO_HUP, bee_hears, bee);
    rig_defer(bee_end, bee);
    rig_defer(bee_print, bee); /* seen only when the scenario fails */
    rig_spawn_on(ends[1], log, RIG_ARGS("bitlbee", "-I", "-c", conf, "-d", data));
    bee_send(bee, "NICK %s", bee->nick);
    bee_send(bee, "USER %s . . :%s", bee->nick, bee->nick);
    bee_says(bee, "Welcome to the BitlBee gateway");
    bee_send(bee, "PRIVMSG &bitlbee :register a-password-for-bitlbee");
    bee_says(bee, "Account successfully created");
}

/* What a user types to have an account. */
static void
bee_sign_in(Bee *bee, const char *mail)
{
    bee_send(bee, "PRIVMSG &bitlbee :account add msn %s \"%s\"", mail, PASSWORD);
    bee_says(bee, "Account successfully added with tag msn");
    bee_send(bee, "PRIVMSG &bitlbee :account msn set service custom");
    bee_send(bee, "PRIVMSG &bitlbee :account msn set server 127.0.0.1");
    bee_send(bee, "PRIVMSG &bitlbee :account msn set port %u", rig_server_ns_port(server));
    bee_send(bee, "PRIVMSG &bitlbee :account msn set nexus_url https://127.0.0.1:%u/rdr/pprdr.asp",
             rig_server_https_port(server));
    bee_send(bee, "PRIVMSG &bitlbee :account msn set dialect %s", rig_dialect());
    bee_says(bee, "dialect = ");
    bee_send(bee, "PRIVMSG &bitlbee :account msn on");
    if (rig_case()->dialect >= 8) {
        bee_says(bee, "Accept certificate for 127.0.0.1?");
        bee_says(bee, "commands to accept/reject this request");
        bee_send(bee, "PRIVMSG &bitlbee :yes");
    }
    bee_says(bee, "msn - Logging in: Logged in");
}

/* Both are there, and see each other. */
static void
two_bees(void)
{
    server = rig_server_start("--account " ANNA ":" PASSWORD ":Anna --account " BERT
                              ":" PASSWORD ":Bert --friends " ANNA "," BERT);
    bee_start(&anna);
    bee_start(&bert);
    bee_sign_in(&anna, ANNA);
    bee_sign_in(&bert, BERT);
    bee_says(&anna, "+v bert");
    bee_says(&bert, "+v anna");
}

static void
bee_tells(Bee *from, Bee *to, const char *text)
{
    g_autofree char *heard = g_strdup_printf("PRIVMSG %s :%s", to->nick, text);
    bee_send(from, "PRIVMSG %s :%s", to->nick, text);
    bee_says(to, heard);
}

/* -- scenarios ----------------------------------------------------------------------------------
 */

static void
chats_both_ways(void)
{
    two_bees();
    bee_tells(&anna, &bert, "grüße from IRC <3 & so on");
    bee_tells(&bert, &anna, "and back again");
    rig_server_tell(server, "await signed-in " ANNA);
    bee_send(&anna, "AWAY :gone fishing");
    rig_server_tell(server, "await status " ANNA " AWY");
    bee_send(&anna, "QUIT");
    rig_server_tell(server, "await signed-out " ANNA);
}

/* One message of several lines: what becomes of it is larger than what a switchboard takes. */
static void
says_much(Bee *bee)
{
    g_autofree char *filling = g_strnfill(380, '-');
    bee_send(bee, "PRIVMSG &bitlbee :set paste_buffer true");
    bee_says(bee, "paste_buffer = ");
    for (guint i = 1; i <= 6; i++) {
        bee_send(bee, "PRIVMSG bert :%s and that was line %u", filling, i);
    }
}

/* A key; and that nobody begins before he is told to, which would cross what he is told. */
static void
bee_prepares_otr(Bee *bee, const char *mail)
{
    g_autofree char *done = g_strdup_printf("otr keygen for %s/msn complete", mail);
    bee_send(bee, "PRIVMSG &bitlbee :set otr_policy manual");
    bee_says(bee, "otr_policy = ");
    bee_send(bee, "PRIVMSG &bitlbee :otr keygen msn");
    bee_says(bee, done);
}

static void
private_conversation(void)
{
    two_bees();
    bee_prepares_otr(&anna, ANNA);
    bee_prepares_otr(&bert, BERT);
    bee_tells(&anna, &bert, "everybody hears this");
    bee_send(&anna, "PRIVMSG &bitlbee :otr connect bert");
    bee_says(&anna, "off the record");
    bee_says(&bert, "off the record");
    bee_send(&anna, "PRIVMSG bert :between the two of us");
    bee_says(&bert, "between the two of us");
    bee_send(&bert, "PRIVMSG anna :nobody else, grüße <3");
    bee_says(&anna, "nobody else, grüße <3");
    if (rig_case()->dialect >= 8) {
        says_much(&anna);
        bee_says(&bert, "and that was line 6");
        rig_check(rig_server_saw(server, "Chunks: "));
    }
    rig_check(rig_server_saw(server, "everybody hears this") && rig_server_saw(server, "?OTR:"));
    rig_check(!rig_server_saw(server, "the two of us") && !rig_server_saw(server, "nobody else"));
    rig_check(!rig_server_saw(server, "was line"));
}

static const RigScenario scenarios[] = {
    {"BitlBee signs in and chats", chats_both_ways, RIG_SINCE | RIG_LONG, 2},
    {"BitlBee holds a private conversation by OTR", private_conversation, RIG_SINCE | RIG_LONG, 2},
};

RIG_MAIN(scenarios)
