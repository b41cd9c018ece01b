/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Starts, asks and stops msnpd. */
#include "rig-server.h"
#include "rig-event.h"
#include "rig-tap.h"

#include <gio/gio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROTOCOL_ERRORS_STATUS = 3 };

struct RigServer {
    GSubprocess *process;
    GDataInputStream *output;
    char *ca, *cert, *log, *line;
    char *reply; /* the last whole line that came, NULL while we wait for one */
    guint16 ns_port, https_port, http_port;
    gboolean ended;
    const char *tolerated; /* a glob, NULL for none */
};

static const struct {
    const char *mail, *password, *name;
} cast[] = {
    {ALICE, "Al1ce's pa%73s, wörd & =very+long?#", "Alice ☺ 100%"},
    {BOB, "bob$Secret/2\"x\"", "Bob"},
    {CAROL, "carol<Secret>\\3", "Carol & Søn"},
    {DAVE, "daveSecret4567890123456789", NULL},
};

static GPtrArray *running;
static GPtrArray *logs; /* paths, of all that were ever started */
static guint started;

const char *
rig_password(const char *mail)
{
    for (guint i = 0; i < G_N_ELEMENTS(cast); i++) {
        if (g_ascii_strcasecmp(cast[i].mail, mail) == 0) {
            return cast[i].password;
        }
    }
    return "no-such-password";
}

const char *
rig_friendly_name(const char *mail)
{
    for (guint i = 0; i < G_N_ELEMENTS(cast); i++) {
        if (strcmp(cast[i].mail, mail) == 0 && cast[i].name != NULL) {
            return cast[i].name;
        }
    }
    return mail;
}

guint16
rig_server_ns_port(const RigServer *server)
{
    return server->ns_port;
}

guint16
rig_server_http_port(const RigServer *server)
{
    return server->http_port;
}

guint16
rig_server_https_port(const RigServer *server)
{
    return server->https_port;
}

const char *
rig_server_cert(const RigServer *server)
{
    return server->cert;
}

const char *
rig_server_ca(const RigServer *server)
{
    return server->ca;
}

/* -- its lines ----------------------------------------------------------------------------------
 */

static void
line_read(GObject *source, GAsyncResult *result, gpointer data)
{
    RigServer *server = data;
    g_autoptr(GError) error = NULL;
    char *line = g_data_input_stream_read_line_finish(server->output, result, NULL, &error);
    if (line == NULL) {
        server->ended = TRUE;
        return;
    }
    g_free(server->reply);
    server->reply = line;
}

static gboolean
has_reply(gpointer data)
{
    const RigServer *server = data;
    return server->reply != NULL || server->ended;
}

/* One line is asked for at a time: the service speaks only when spoken to. */
static const char *
next_line(RigServer *server, const char *what)
{
    g_clear_pointer(&server->reply, g_free);
    g_data_input_stream_read_line_async(server->output, G_PRIORITY_DEFAULT, NULL, line_read,
                                        server);
    rig_wait(what, has_reply, server);
    if (server->reply == NULL) {
        rig_fail("msnpd ended instead of: %s", what);
    }
    return server->reply;
}

static guint16
port_of(const char *endpoint)
{
    const char *colon = strrchr(endpoint, ':');
    return colon == NULL ? 0 : (guint16) g_ascii_strtoull(colon + 1, NULL, 10);
}

static void
take_ready_line(RigServer *server, const char *line)
{
    if (!g_str_has_prefix(line, "msnpd ready ")) {
        rig_fail("not a ready line: %s", line);
    }
    g_auto(GStrv) words = g_strsplit(line, " ", -1);
    for (guint i = 2; words[i] != NULL; i++) {
        const char *value = strchr(words[i], '=');
        if (g_str_has_prefix(words[i], "ns=")) {
            server->ns_port = port_of(value);
        } else if (g_str_has_prefix(words[i], "https=")) {
            server->https_port = port_of(value);
        } else if (g_str_has_prefix(words[i], "http=")) {
            server->http_port = port_of(value);
        } else if (g_str_has_prefix(words[i], "ca=")) {
            server->ca = g_strdup(value + 1);
        } else if (g_str_has_prefix(words[i], "cert=")) {
            server->cert = g_strdup(value + 1);
        }
    }
    server->line = g_strdup(line);
    if (server->ns_port == 0 || server->https_port == 0 || server->cert == NULL) {
        rig_fail("something is missing in: %s", line);
    }
}

/* -- start --------------------------------------------------------------------------------------
 */

static void
add_cast(GPtrArray *args)
{
    for (guint i = 0; i < G_N_ELEMENTS(cast); i++) {
        g_ptr_array_add(args, g_strdup("--account"));
        g_ptr_array_add(
            args, cast[i].name == NULL
                      ? g_strdup_printf("%s:%s", cast[i].mail, cast[i].password)
                      : g_strdup_printf("%s:%s:%s", cast[i].mail, cast[i].password, cast[i].name));
    }
}

static GPtrArray *
command_line(const char *log)
{
    static const char *const always[] = {"--ns-port", "0", "--https-port", "0", "--quiet", "--log"};
    const char *binary = g_getenv("MSNPD");
    GPtrArray *args = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(args, binary != NULL ? g_strdup(binary)
                                         : g_build_filename(rig_build_dir(), "msnpd", NULL));
    for (guint i = 0; i < G_N_ELEMENTS(always); i++) {
        g_ptr_array_add(args, g_strdup(always[i]));
    }
    g_ptr_array_add(args, g_strdup(log));
    add_cast(args);
    return args;
}

static RigServer *
spawn(GPtrArray *args, char *log)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *errors = g_strconcat(log, ".stderr.log", NULL);
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
    g_subprocess_launcher_set_stderr_file_path(launcher, errors);
    g_ptr_array_add(args, NULL);
    RigServer *server = g_new0(RigServer, 1);
    server->log = log;
    server->process =
        g_subprocess_launcher_spawnv(launcher, (const char *const *) args->pdata, &error);
    if (server->process == NULL) {
        rig_fail("cannot start msnpd: %s", error->message);
    }
    server->output = g_data_input_stream_new(g_subprocess_get_stdout_pipe(server->process));
    if (running == NULL) {
        running = g_ptr_array_new();
        logs = g_ptr_array_new();
    }
    g_ptr_array_add(running, server);
    g_ptr_array_add(logs, log);
    take_ready_line(server, next_line(server, "msnpd's ready line"));
    return server;
}

static RigServer *
start(const char *mood, const char *options)
{
    g_autofree char *name = g_strdup_printf("msnpd-%u.log", ++started);
    char *log = rig_path(name);
    g_autoptr(GPtrArray) args = command_line(log);
    g_autofree char *all = g_strjoin(" ", mood, options, NULL);
    g_auto(GStrv) words = NULL;
    g_shell_parse_argv(all, NULL, &words, NULL); /* nothing in it: no words */
    for (guint i = 0; words != NULL && words[i] != NULL; i++) {
        g_ptr_array_add(args, g_strdup(words[i]));
    }
    return spawn(args, log);
}

RigServer *
rig_server_start(const char *options)
{
    return start(rig_case()->living ? "--living" : "--dispatch", options);
}

RigServer *
rig_server_start_plain(const char *options)
{
    return start("", options);
}

const char *
rig_server_line(const RigServer *server)
{
    return server->line;
}

RigServer *
rig_server_elsewhere(const char *line)
{
    RigServer *server = g_new0(RigServer, 1);
    take_ready_line(server, line);
    return server;
}

/* -- ask and stop -------------------------------------------------------------------------------
 */

const char *
rig_server_tell(RigServer *server, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *command = g_strdup_vprintf(format, args);
    va_end(args);
    g_autofree char *line = g_strconcat(command, "\n", NULL);
    g_autoptr(GError) error = NULL;
    GOutputStream *input = g_subprocess_get_stdin_pipe(server->process);
    if (!g_output_stream_write_all(input, line, strlen(line), NULL, NULL, &error)) {
        rig_fail("cannot tell msnpd \"%s\": %s", command, error->message);
    }
    const char *reply = next_line(server, command);
    if (strncmp(reply, "ok", 2) != 0) {
        rig_fail("msnpd, told \"%s\", answered: %s", command, reply);
    }
    return g_strchug(server->reply + 2);
}

static gboolean
at_rest(gpointer data)
{
    return !g_main_context_pending(NULL);
}

/* What a service had to say when the first answer came is in our sockets when the second comes: it
 * writes in the round of its loop that answers, perhaps after that. We read until they are dry. */
void
rig_settle(void)
{
    for (guint i = 0; running != NULL && i < running->len; i++) {
        rig_server_tell(running->pdata[i], "errors");
        rig_server_tell(running->pdata[i], "errors");
    }
    rig_wait("the main loop to come to rest", at_rest, NULL);
}

static void
stopped(GObject *source, GAsyncResult *result, gpointer data)
{
    g_subprocess_wait_finish(G_SUBPROCESS(source), result, NULL);
    *(gboolean *) data = TRUE;
}

static gboolean
is_true(gpointer data)
{
    return *(gboolean *) data;
}

/* What is left to read of a log. They are long, and the sanitizer measures a whole string each time
 * anything is looked for in it: so its length is kept here. */
typedef struct {
    char *text, *next;
    gsize left;
} Log;

static void
log_open(Log *log, const char *path)
{
    log->text = NULL;
    log->left = 0;
    g_file_get_contents(path, &log->text, &log->left, NULL);
    log->next = log->text;
}

/* Its next line, NULL at the end. */
static const char *
log_line(Log *log)
{
    char *line = log->next;
    char *end = log->left > 0 ? memchr(line, '\n', log->left) : NULL;
    if (end == NULL) {
        return NULL;
    }
    *end = '\0';
    log->left -= (gsize) (end + 1 - line);
    log->next = end + 1;
    return line;
}

/* How many protocol errors its log holds beside those that are meant. */
static guint
count_bad_lines(const RigServer *server)
{
    guint count = 0;
    Log log;
    log_open(&log, server->log);
    for (const char *line; (line = log_line(&log)) != NULL;) {
        gboolean meant =
            server->tolerated != NULL && g_pattern_match_simple(server->tolerated, line);
        if (g_str_has_prefix(line, "BAD ") && !meant) {
            printf("#   msnpd: %s\n", line);
            count++;
        }
    }
    g_free(log.text);
    return count;
}

void
rig_server_tolerate(RigServer *server, const char *glob)
{
    server->tolerated = glob;
}

gboolean
rig_server_saw(const RigServer *server, const char *text)
{
    g_autofree char *log = NULL;
    rig_check(g_file_get_contents(server->log, &log, NULL, NULL));
    return strstr(log, text) != NULL;
}

gboolean
rig_server_heard(const RigServer *server, const char *who, const char *text)
{
    g_autofree char *by = g_strdup_printf("/%s C", who);
    FILE *log = fopen(server->log, "r");
    gboolean heard = FALSE;
    char *line = NULL;
    size_t room = 0;
    rig_check(log != NULL);
    while (!heard && getline(&line, &room, log) > 0) {
        heard = strstr(line, by) != NULL && strstr(line, text) != NULL;
    }
    free(line);
    fclose(log);
    return heard;
}

void
rig_server_stop(RigServer *server)
{
    gboolean gone = FALSE;
    if (!g_ptr_array_remove(running, server)) {
        return;
    }
    g_subprocess_send_signal(server->process, SIGTERM);
    g_subprocess_wait_async(server->process, NULL, stopped, &gone);
    rig_wait("the end of msnpd", is_true, &gone);
    int status = g_subprocess_get_if_exited(server->process)
                     ? g_subprocess_get_exit_status(server->process)
                     : -g_subprocess_get_term_sig(server->process);
    if (status != 0 && status != PROTOCOL_ERRORS_STATUS) {
        rig_fail("msnpd ended with status %d", status);
    }
    if (status == PROTOCOL_ERRORS_STATUS && count_bad_lines(server) > 0) {
        rig_fail("the client made protocol errors");
    }
}

void
rig_server_stop_all(void)
{
    while (running != NULL && running->len > 0) {
        rig_server_stop(running->pdata[0]);
    }
}

/* -- secrets ------------------------------------------------------------------------------------
 */

/* What stands in the log between these is a secret. */
static const struct {
    const char *before;
    const char *after; /* one of these, or the end of the line */
} between[] = {
    {"from-PP='", "'"},   {"MSPAuth: ", "\\"}, {"AuthCookie: ", "\\"},
    {"\\nNonce: {", "}"}, {" CKI ", " \\"}, {"<TicketToken>", "<"},
    {"BinarySecret>", "<"},
};

/* Shorter ones stand elsewhere by chance: people whom msnpd plays choose their cookies badly. */
#define SECRET_MIN 6

static void
tell_secret(const char *text, gsize length, void (*function)(const char *secret))
{
    if (length < SECRET_MIN || g_str_has_prefix(text, "00000000-")) {
        return;
    }
    g_autofree char *secret = g_strndup(text, length);
    function(secret);
}

/* The answer to a challenge: 32 digits, and nothing else in the payload. */
static void
secrets_in_payload(const char *line, void (*function)(const char *secret))
{
    const char *payload = strstr(line, " C|: ");
    if (payload == NULL) {
        return;
    }
    payload += strlen(" C|: ");
    if (strlen(payload) == 32 && strspn(payload, "0123456789abcdef") == 32) {
        function(payload);
    }
}

/* C: USR TrID MD5|TWN S digest or ticket; C: USR TrID SSO S ticket proof [place]; and of an old
 * client's file: C: USR who cookie */
static void
secrets_in_usr(const char *line, void (*function)(const char *secret))
{
    const char *usr = strstr(line, " C: USR ");
    g_auto(GStrv) words = g_strsplit_set(usr != NULL ? usr + 1 : "", " \\", -1);
    guint n = g_strv_length(words);
    if (n >= 6 && strcmp(words[4], "S") == 0) {
        for (guint i = 5; i < MIN(n, 7); i++) {
            tell_secret(words[i], strlen(words[i]), function);
        }
    } else if (n >= 4 && g_str_has_prefix(line, "msnftp#")) {
        tell_secret(words[3], strlen(words[3]), function);
    }
}

static void
secrets_in_line(const char *line, void (*function)(const char *secret))
{
    for (guint i = 0; i < G_N_ELEMENTS(between); i++) {
        const char *at = strstr(line, between[i].before);
        if (at != NULL) {
            at += strlen(between[i].before);
            tell_secret(at, strcspn(at, between[i].after), function);
        }
    }
    secrets_in_usr(line, function);
    secrets_in_payload(line, function);
}

void
rig_server_each_secret(void (*function)(const char *secret))
{
    for (guint i = 0; logs != NULL && i < logs->len; i++) {
        Log log;
        log_open(&log, logs->pdata[i]);
        for (const char *line; (line = log_line(&log)) != NULL;) {
            secrets_in_line(line, function);
        }
        g_free(log.text);
    }
}
