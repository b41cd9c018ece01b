/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The demo for a machine without a screen: a real libpurple that has no face, with a profile that
 * tests/demo wrote. Signs in, waits for somebody who echoes, says a few lines, prints what is said,
 * signs off. Succeeds only if every line came back. Knows nothing of MSN but the plugin's id. */
#include <glib.h>
#include <purple.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define UI_ID         "msnp-demo"
#define PROTOCOL_ID   "prpl-msn"
#define PATIENCE_SECS 30

static const char *const lines[] = {
    "Hello! Is anybody there?",
    "Grüße, 你好, привет, مرحبا, \xf0\x9f\x91\x8b",
    "2 < 3 && \"quotes\" are <b>not</b> markup",
    "One message\nmay have several lines.",
};

static GMainLoop *loop;
static const char *own_mail;
static const char *peer_mail;
static PurpleConversation *window; /* NULL before the echo is online */
static guint said;                 /* so many lines went out */
static int status = 1;

static void G_GNUC_PRINTF(1, 2) note(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    printf("-- ");
    vprintf(format, args);
    printf("\n");
    fflush(stdout);
    va_end(args);
}

static void
leave(int with)
{
    status = with;
    g_main_loop_quit(loop);
}

static gboolean
out_of_patience(gpointer data)
{
    note("nothing has happened for %d seconds: giving up", PATIENCE_SECS);
    leave(1);
    return G_SOURCE_REMOVE;
}

static void
be_patient(void)
{
    static guint timer;

    if (timer != 0)
        g_source_remove(timer);
    timer = g_timeout_add_seconds(PATIENCE_SECS, out_of_patience, NULL);
}

/* ---- the conversation ---- */

static void
print_said(const char *who, const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, "\n", -1);
    guint i;

    for (i = 0; parts[i]; i++)
        printf("%20s%s %s\n", i == 0 ? who : "", i == 0 ? ":" : " ", parts[i]);
    fflush(stdout);
}

static void
say_next(void)
{
    g_autofree char *markup = purple_markup_escape_text(lines[said], -1);
    g_autofree char *with_breaks = purple_strreplace(markup, "\n", "<br>");

    print_said(own_mail, lines[said++]);
    purple_conv_im_send(PURPLE_CONV_IM(window), with_breaks);
    be_patient();
}

/* What came is markup; what was said is plain. */
static gboolean
is_the_echo(const char *markup)
{
    g_autofree char *plain = purple_markup_strip_html(markup);

    print_said(peer_mail, plain);
    return said > 0 && strcmp(plain, lines[said - 1]) == 0;
}

static void
on_message(PurpleAccount *account, char *from, char *markup, PurpleConversation *conv, int flags)
{
    if (strcmp(from, peer_mail) != 0)
        return;
    if (!is_the_echo(markup)) {
        note("that is not what was said");
        leave(1);
    } else if (said < G_N_ELEMENTS(lines)) {
        say_next();
    } else {
        note("%u lines said, %u echoed: signing off", said, said);
        leave(0);
    }
}

static void
on_typing(PurpleAccount *account, const char *who)
{
    note("%s is typing", who);
}

static void
on_buddy_online(PurpleBuddy *buddy)
{
    const char *name = purple_buddy_get_name(buddy);

    note("%s (%s) is online", purple_buddy_get_alias(buddy), name);
    if (window != NULL || strcmp(name, peer_mail) != 0)
        return;
    window = purple_conversation_new(PURPLE_CONV_TYPE_IM, purple_buddy_get_account(buddy), name);
    say_next();
}

/* ---- the connection ---- */

static void
on_signed_on(PurpleConnection *connection)
{
    note("signed in as %s", purple_account_get_username(purple_connection_get_account(connection)));
    be_patient();
}

static void
on_error(PurpleConnection *connection, PurpleConnectionError reason, const char *text)
{
    note("%s", text);
    leave(1);
}

static void
listen_to_libpurple(void)
{
    static int handle;
    void *connections = purple_connections_get_handle();
    void *conversations = purple_conversations_get_handle();

    purple_signal_connect(connections, "signed-on", &handle, PURPLE_CALLBACK(on_signed_on), NULL);
    purple_signal_connect(connections, "connection-error", &handle, PURPLE_CALLBACK(on_error),
                          NULL);
    purple_signal_connect(purple_blist_get_handle(), "buddy-signed-on", &handle,
                          PURPLE_CALLBACK(on_buddy_online), NULL);
    purple_signal_connect(conversations, "received-im-msg", &handle, PURPLE_CALLBACK(on_message),
                          NULL);
    purple_signal_connect(conversations, "buddy-typing", &handle, PURPLE_CALLBACK(on_typing), NULL);
}

/* ---- libpurple's main loop on GLib's ---- */

typedef struct {
    PurpleInputFunction function;
    gpointer data;
} Watch;

static gboolean
on_watch(GIOChannel *channel, GIOCondition condition, gpointer data)
{
    const Watch *watch = data;
    int what = 0;

    if (condition & (G_IO_IN | G_IO_HUP | G_IO_ERR))
        what |= PURPLE_INPUT_READ;
    if (condition & (G_IO_OUT | G_IO_HUP | G_IO_ERR | G_IO_NVAL))
        what |= PURPLE_INPUT_WRITE;
    watch->function(watch->data, g_io_channel_unix_get_fd(channel), (PurpleInputCondition) what);
    return G_SOURCE_CONTINUE;
}

static guint
watch_add(int fd, PurpleInputCondition condition, PurpleInputFunction function, gpointer data)
{
    Watch *watch = g_new0(Watch, 1);
    GIOChannel *channel = g_io_channel_unix_new(fd);
    int what = G_IO_HUP | G_IO_ERR | G_IO_NVAL;

    watch->function = function;
    watch->data = data;
    if (condition & PURPLE_INPUT_READ)
        what |= G_IO_IN;
    if (condition & PURPLE_INPUT_WRITE)
        what |= G_IO_OUT;
    guint id = g_io_add_watch_full(channel, G_PRIORITY_DEFAULT, (GIOCondition) what, on_watch,
                                   watch, g_free);

    g_io_channel_unref(channel);
    return id;
}

static PurpleEventLoopUiOps loop_ops = {
    .timeout_add = g_timeout_add,
    .timeout_remove = g_source_remove,
    .input_add = watch_add,
    .input_remove = g_source_remove,
    .timeout_add_seconds = g_timeout_add_seconds,
};

/* ---- up and down ---- */

static gboolean
start(const char *profile)
{
    g_autofree char *plugins = g_build_filename(profile, "plugins", NULL);

    purple_util_set_user_dir(profile);
    purple_plugins_add_search_path(plugins);
    purple_debug_set_enabled(FALSE);
    purple_eventloop_set_ui_ops(&loop_ops);
    if (!purple_core_init(UI_ID))
        return FALSE;
    purple_set_blist(purple_blist_new());
    purple_blist_load();
    purple_prefs_load();
    return TRUE;
}

static gboolean
sign_in(void)
{
    PurpleAccount *account = purple_accounts_find(own_mail, PROTOCOL_ID);

    if (account == NULL || purple_find_prpl(PROTOCOL_ID) == NULL) {
        note(account == NULL ? "the profile has no account %s" : "no plugin was found for %s",
             own_mail);
        return FALSE;
    }
    be_patient();
    purple_savedstatus_activate(purple_savedstatus_new(NULL, PURPLE_STATUS_AVAILABLE));
    purple_account_set_enabled(account, UI_ID, TRUE);
    return TRUE;
}

int
main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: demo-chat PROFILE OWN-ADDRESS ADDRESS-THAT-ECHOES\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    own_mail = argv[2];
    peer_mail = argv[3];
    loop = g_main_loop_new(NULL, FALSE);
    if (!start(argv[1])) {
        note("libpurple did not start");
        return 1;
    }
    listen_to_libpurple();
    if (sign_in())
        g_main_loop_run(loop);
    purple_core_quit();
    g_main_loop_unref(loop);
    return status;
}
