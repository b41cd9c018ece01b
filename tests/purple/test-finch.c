/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The real Finch in a terminal whose screen can be read: an account is added by keyboard in its
 * dialogue, signs in, sees a buddy, chats. Knows keys and words on the screen, nothing beneath. */
#include "rig-deeds.h"
#include "rig-process.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BOT "echo@example.test"

static char *terminal; /* the socket of our own tmux server */
static char *screen;   /* what it shows, refreshed whenever something was written to it */
static int output_fd = -1;

/* -- the terminal -------------------------------------------------------------------------------
 */

#define TMUX(...) RIG_ARGS("tmux", "-S", terminal, __VA_ARGS__)

static void
screen_read(void)
{
    char *now = rig_run(TMUX("capture-pane", "-p", "-t", "finch"));
    if (now != NULL) {
        g_free(screen);
        screen = now;
    }
}

/* Whatever the program writes comes through here as well: the sign to look again. */
static gboolean
something_written(int fd, GIOCondition condition, gpointer data)
{
    char bytes[4096];
    while (read(fd, bytes, sizeof bytes) > 0) {
    }
    screen_read();
    return G_SOURCE_CONTINUE;
}

/* The terminal draws a moment after it passed the bytes on, so the last look may come early. */
static gboolean
look_again(gpointer data)
{
    screen_read();
    return G_SOURCE_CONTINUE;
}

static gboolean
on_screen(gpointer data)
{
    return screen != NULL && strstr(screen, data) != NULL;
}

static void
print_screen(gpointer data)
{
    g_auto(GStrv) lines = g_strsplit(screen != NULL ? screen : "", "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        printf("# | %s\n", lines[i]);
    }
}

static void
see(const char *text)
{
    rig_wait(text, on_screen, (gpointer) text);
}

/* Keys by their tmux names. */
#define press(...) g_free(rig_run(TMUX("send-keys", "-t", "finch", __VA_ARGS__)))

static void
type(const char *text)
{
    g_free(rig_run(TMUX("send-keys", "-t", "finch", "-l", text)));
}

static gboolean
terminal_gone(gpointer data)
{
    g_autofree char *sessions = rig_run(TMUX("list-sessions"));
    return sessions == NULL;
}

/* A key, what it brings onto the screen (NULL: the end of Finch), and what is there as long as it
 * has not been taken (NULL: it may be pressed again at any time). */
typedef struct {
    const char *key, *brings, *before;
    guint looks;
} Hope;

/* A machine under load may take an escape sequence apart, and Finch then takes neither half of it
 * for the key. */
static gboolean
hope_fulfilled(gpointer data)
{
    Hope *hope = data;
    if (hope->brings != NULL ? on_screen((gpointer) hope->brings) : terminal_gone(NULL)) {
        return TRUE;
    }
    if (++hope->looks % 50 == 0 && (hope->before == NULL || on_screen((gpointer) hope->before))) {
        press(hope->key);
    }
    return FALSE;
}

static void
insist(const char *key, const char *brings, const char *before)
{
    Hope hope = {key, brings, before, 0};
    press(key);
    rig_wait(brings != NULL ? brings : "Finch to quit", hope_fulfilled, &hope);
}

static void
terminal_close(gpointer data)
{
    g_free(rig_run(TMUX("kill-server")));
}

static void
terminal_watch(void)
{
    g_autofree char *pipe = rig_path("screen.pipe");
    g_autofree char *copy = g_strdup_printf("cat > '%s'", pipe);
    rig_check(mkfifo(pipe, 0600) == 0);
    output_fd = open(pipe, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    rig_check(output_fd >= 0);
    g_unix_fd_add(output_fd, G_IO_IN, something_written, NULL);
    g_timeout_add(100, look_again, NULL);
    g_free(rig_run(TMUX("pipe-pane", "-t", "finch", copy)));
}

/* -- Finch --------------------------------------------------------------------------------------
 */

static void
profile_make(const RigServer *server)
{
    const char *told = g_getenv("MSNP_PLAIN_PLUGIN_DIR");
    g_autofree char *plugin =
        g_build_filename(told != NULL ? told : rig_build_dir(), "libmsnp.so", NULL);
    g_autofree char *link = rig_profile_path("plugins/libmsnp.so");
    rig_check(g_file_test(plugin, G_FILE_TEST_EXISTS));
    rig_check(symlink(plugin, link) == 0);
    rig_trust(server, "127.0.0.1");
}

static void
finch_start(const RigServer *server)
{
    g_autofree char *profile = rig_profile_path("");
    g_autofree char *errors = rig_path("finch.log");
    g_autofree char *command = g_strdup_printf("cd '%s' && exec finch -c '%s' 2>'%s'",
                                               rig_case()->dir, profile, errors);
    profile_make(server);
    terminal = rig_path("tmux.sock");
    rig_defer(terminal_close, NULL);
    rig_defer(print_screen, NULL); /* seen only when the scenario fails */
    g_free(rig_run(TMUX("-f", "/dev/null", "new-session", "-d", "-s", "finch", "-x", "110", "-y",
                        "50", command)));
    terminal_watch();
}

/* -- the account dialogue -----------------------------------------------------------------------
 */

static gboolean
popup_open(gpointer data)
{
    static guint looks;
    if (on_screen((gpointer) "│IRC ")) {
        return TRUE;
    }
    if (looks++ % 20 == 0) { /* keys are lost while Finch draws its first windows: press again */
        press("Down");
        type("M");
    }
    return FALSE;
}

/* All of the dialogue, which under load is drawn in several goes, down to its last field. */
static gboolean
protocol_chosen(gpointer data)
{
    const char *label = screen != NULL ? strstr(screen, "Protocol:") : NULL;
    g_autofree char *line = label == NULL ? NULL : g_strndup(label, strcspn(label, "\n"));
    return line != NULL && strstr(line, "│MSN ") != NULL && strstr(screen, "│IRC ") == NULL &&
           strstr(label, "Invitations to a game") != NULL && strstr(label, "│ Save │") != NULL;
}

static void
choose_protocol(void)
{
    see("New Account");
    see("Buddy List");
    rig_wait("the list of protocols", popup_open, NULL);
    press("Enter");
    rig_wait("MSN to be chosen", protocol_chosen, NULL);
}

/* One Tab stop of the dialogue: a line with an entry, a box or a list in it. */
static gboolean
is_field(const char *line)
{
    return strstr(line, "____") != NULL || strstr(line, "[ ]") != NULL ||
           strstr(line, "[X]") != NULL || strstr(line, "│↓│") != NULL;
}

/* Label and value for it, or NULL. */
static const char *const *
field_of(const char *line, const char *const *labels_and_values)
{
    for (guint i = 0; labels_and_values[i] != NULL; i += 2) {
        if (strstr(line, labels_and_values[i]) != NULL) {
            return labels_and_values + i;
        }
    }
    return NULL;
}

typedef struct {
    const char *label, *value;
} Filled;

static gboolean
is_filled(gpointer data)
{
    const Filled *filled = data;
    const char *label = strstr(screen, filled->label);
    g_autofree char *line = label == NULL ? NULL : g_strndup(label, strcspn(label, "\n"));
    return line != NULL && strstr(line, filled->value) != NULL;
}

/* A password is shown as dots, and of what is long only the end. */
static void
fill_field(const char *label, const char *value)
{
    const char *end = value + strlen(value) - MIN(strlen(value), 12);
    const char *shown = strcmp(label, "Password") == 0 ? "··" : end;
    Filled filled = {label, shown};
    press("C-u");
    type(value);
    rig_wait(label, is_filled, &filled);
}

/* Walks through the fields from the top and fills those whose label begins so. */
static void
fill_in(const char *const *labels_and_values)
{
    g_auto(GStrv) lines = g_strsplit(screen, "\n", -1);
    gboolean below_protocol = FALSE;
    for (guint i = 0; lines[i] != NULL && strstr(lines[i], "Cancel") == NULL; i++) {
        if (!below_protocol) {
            below_protocol = strstr(lines[i], "Protocol:") != NULL;
            continue;
        }
        if (!is_field(lines[i])) {
            continue;
        }
        const char *const *field = field_of(lines[i], labels_and_values);
        press("Tab");
        if (field != NULL) {
            fill_field(field[0], field[1]);
        }
    }
    press("Tab", "Tab"); /* Cancel, Save */
}

static void
add_account(const RigServer *server)
{
    g_autofree char *port = g_strdup_printf("%u", rig_server_ns_port(server));
    g_autofree char *nexus =
        g_strdup_printf("https://127.0.0.1:%u/rdr/pprdr.asp", rig_server_https_port(server));
    choose_protocol();
    fill_in((const char *const[]){"Username", ALICE, "Password", rig_password(ALICE), "Server",
                                  "127.0.0.1", "Port", port, "exus", nexus, NULL});
}

/* -- scenarios ----------------------------------------------------------------------------------
 */

/* The tooltip of the buddy under the cursor tells the presence as it was when it opened: moving
 * away and back shows it anew. */
static gboolean
tooltip_shows(gpointer line)
{
    static guint looks;
    if (on_screen((gpointer) "Nickname: Echo Bot") && on_screen(line)) {
        return TRUE;
    }
    if (looks++ % 10 == 0) {
        press("C-p");
        press("C-n");
    }
    return FALSE;
}

static void
see_presence(const char *status)
{
    g_autofree char *line = g_strconcat("Status: ", status, NULL);
    rig_wait(line, tooltip_shows, line);
}

static void
add_sign_in_chat_quit(void)
{
    RigServer *server = rig_server_start("--bot echo:" BOT);
    finch_start(server);
    add_account(server);
    insist("Enter", "[X] " ALICE, "New Account");
    rig_server_tell(server, "await signed-in " ALICE " MSNP18"); /* nobody has chosen anything */
    insist("M-c", "Echo Bot", "[X] " ALICE); /* closes the window of accounts */
    see_presence("Available");
    rig_server_tell(server, "status " BOT " AWY");
    see_presence("Away");
    insist("Enter", "Echo Bot (" ALICE " -- MSN)", NULL);
    type("grüße from a terminal <3");
    insist("Enter", "100%: grüße from a terminal <3", NULL); /* the end of Alice's name */
    see("Echo Bot: grüße from a terminal <3");
    type("/busy");
    insist("Enter", "Your status is now “Busy”", NULL);
    rig_server_tell(server, "await status " ALICE " BSY");
    insist("M-q", NULL, NULL);
    rig_server_tell(server, "await signed-out " ALICE);
}

/* -- a profile that signs in by itself ----------------------------------------------------------
 */

static void
account_write(const RigServer *server)
{
    g_autofree char *password = g_markup_escape_text(rig_password(ALICE), -1);
    g_autofree char *text = g_strdup_printf(
        "<?xml version='1.0' encoding='UTF-8' ?>\n<account version='1.0'><account>"
        "<protocol>prpl-msn</protocol><name>" ALICE "</name><password>%s</password>"
        "<statuses><status type='available' name='Available' active='true'><attributes/></status>"
        "</statuses><settings><setting name='service' type='string'>custom</setting>"
        "<setting name='server' type='string'>127.0.0.1</setting>"
        "<setting name='port' type='int'>%u</setting>"
        "<setting name='nexus_url' type='string'>https://127.0.0.1:%u/rdr/pprdr.asp</setting>"
        "<setting name='dialect' type='string'>%s</setting>"
        "<setting name='check-mail' type='bool'>1</setting></settings>"
        "<settings ui='gnt-purple'><setting name='auto-login' type='bool'>1</setting></settings>"
        "</account></account>\n",
        password, rig_server_ns_port(server), rig_server_https_port(server), rig_dialect());
    rig_profile_write("accounts.xml", text);
}

static gboolean
tooltip_has(gpointer line)
{
    static guint looks;
    if (on_screen(line)) {
        return TRUE;
    }
    if (looks++ % 10 == 0) { /* of the buddy under the cursor, shown anew */
        press("C-p");
        press("C-n");
    }
    return FALSE;
}

static void
see_tooltip(const char *line)
{
    rig_wait(line, tooltip_has, (gpointer) line);
}

/* Goes from window to window until one shows this. */
static gboolean
in_front(gpointer text)
{
    static guint looks;
    if (on_screen(text)) {
        return TRUE;
    }
    if (looks++ % 10 == 0) {
        press("M-n");
    }
    return FALSE;
}

static void
bring(const char *text)
{
    rig_wait(text, in_front, (gpointer) text);
}

/* Of the buddy under the cursor. */
static void
choose_from_menu(const char *entry, const char *key)
{
    press("F11");
    see(entry);
    press(key);
}

/* Where the newest dialects do not work, an older one is taken, and the person is told. */
static void
what_became_of_the_newest(void)
{
    RigServer *server = rig_server_start("--friends " ALICE "," BOB);
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "fault HTTPS:RST status 503");
    account_write(server);
    finch_start(server);
    see("Bob");
    bring("Signed in the older way");
    rig_server_tell(server, "await signed-in " ALICE " MSNP12");
    insist("M-q", NULL, NULL);
}

/* Everything a person sees beside plain talk, each on the screen. */
static void
what_a_person_sees(void)
{
    RigServer *server = rig_server_start("--friends " ALICE "," BOB);
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "status " DAVE " NLN");
    rig_server_tell(server, "mail " ALICE " 3");
    account_write(server);
    finch_start(server);
    see("Bob");
    see("New Mail");
    press("M-n");
    see("3 new messages");
    press("M-c");
    see_tooltip("Has you: Yes");
    if (rig_case()->dialect >= 11) {
        rig_server_tell(server, "personal " BOB " <Data><PSM>tea, please</PSM></Data>");
        see_tooltip("Personal message: tea, please");
    }
    rig_server_tell(server, "phone " BOB " PHH +1 555");
    see_tooltip("Home phone: +1 555");
    choose_from_menu("[ ] Blocked", "b");
    rig_expect_lists(server, ALICE, BOB, "13*"); /* FL, BL, RL */
    see_tooltip("Blocked: Yes");
    choose_from_menu("[X] Blocked", "b");
    rig_expect_lists(server, ALICE, BOB, "11*");
    rig_server_tell(server, "nudge " BOB " " ALICE);
    bring("Bob has nudged you!");
    rig_server_tell(server, "join " DAVE " " ALICE);
    bring("goes on with more people");
    rig_server_tell(server, "say " DAVE " " ALICE " hello everybody");
    bring("hello everybody");
    rig_server_tell(server, "remote " CAROL " add FL " ALICE);
    bring("wants to add");
    press("Enter");
    see("Add Buddy");
    rig_expect_lists(server, ALICE, CAROL, "10");
    insist("M-q", NULL, NULL);
    rig_server_tell(server, "await signed-out " ALICE);
}

static gboolean
file_is_there(gpointer path)
{
    g_autofree char *bytes = NULL;
    gsize len = 0;
    return g_file_get_contents(path, &bytes, &len, NULL) && len == 5000;
}

/* A friend's file: the question, the window in which one says where it goes, the file. Finch names
 * it relative to the folder it was started in. */
static void
a_file_is_taken(void)
{
    RigServer *server = rig_server_start("--friends " ALICE "," BOB);
    g_autofree char *path = rig_path("note.txt");
    rig_server_tell(server, "status " BOB " NLN");
    account_write(server);
    finch_start(server);
    see("Bob");
    rig_server_tell(server, "%s " BOB " " ALICE " note.txt @5000",
                    rig_case()->dialect >= 9 ? "sendfile" : "msnftp-send");
    bring("wants to send you note.txt");
    press("Enter");
    see("Select"); /* where it goes is filled in */
    press("Tab", "Tab", "Tab", "Tab", "Enter");
    rig_wait("the file to come", file_is_there, path);
    insist("M-q", NULL, NULL);
}

static void
send_from_menu(const char *path)
{
    see("Bob");
    see_tooltip("Has you: Yes");
    choose_from_menu("Send File", "s");
    see("Select");
    press("Tab", "Tab");
    type(path);
    press("Tab", "Tab", "Enter");
}

/* One of ours: from the buddy's menu, typed into the window. */
static void
a_file_is_sent(void)
{
    RigServer *server = rig_server_start("--friends " ALICE "," BOB);
    g_autofree char *path = rig_path("mine.txt");
    g_autofree char *bytes = g_strnfill(5000, 'x');
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA1, bytes, 5000);
    rig_check(g_file_set_contents(path, bytes, 5000, NULL));
    gboolean p2p = rig_case()->dialect >= 9;
    rig_server_tell(server, "%s " BOB " accept", p2p ? "takefile" : "msnftp-take");
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "answer " BOB " on");
    account_write(server);
    finch_start(server);
    send_from_menu(path);
    if (p2p) {
        rig_server_tell(server, "await file-came " ALICE " " BOB " mine.txt 5000 %s", sum);
    } else {
        rig_server_tell(server, "await msnftp-done " ALICE " " BOB " 5000 %s", sum);
    }
    insist("M-q", NULL, NULL);
}

/* In a window, as there is no conversation. */
static void
a_file_is_declined(void)
{
    RigServer *server = rig_server_start("--friends " ALICE "," BOB);
    g_autofree char *path = rig_path("mine.txt");
    rig_check(g_file_set_contents(path, "mine", 4, NULL));
    rig_server_tell(server, "%s " BOB " decline",
                    rig_case()->dialect >= 9 ? "takefile" : "msnftp-take");
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "answer " BOB " on");
    account_write(server);
    finch_start(server);
    send_from_menu(path);
    bring("mine.txt: " BOB " declined the file.");
    insist("M-q", NULL, NULL);
}

static const RigScenario scenarios[] = {
    {"finch adds an account by keyboard, signs in, chats and quits", add_sign_in_chat_quit,
     RIG_MOODS, 0},
    {"finch says that an older protocol is used", what_became_of_the_newest, RIG_ONCE, 0},
    {"finch shows what a person sees", what_a_person_sees, RIG_SINCE, 7},
    {"finch takes a file", a_file_is_taken, RIG_SINCE, 2},
    {"finch sends a file", a_file_is_sent, RIG_SINCE, 2},
    {"finch is told that a file is declined", a_file_is_declined, RIG_SINCE, 2},
};

RIG_MAIN(scenarios)
