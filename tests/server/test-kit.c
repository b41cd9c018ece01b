/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how to start msnpd, talk to it and sign in; what is right is the tests' business. */
#include "test-kit.h"

#include <glib/gstdio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <string.h>

#define TIMEOUT_S 20

static const char *program;

const Mood moods[MOODS] = {{2, FALSE}, {7, FALSE}, {9, FALSE}, {12, FALSE},
                           {2, TRUE},  {7, TRUE},  {9, TRUE},  {12, TRUE}};

void
kit_init(const char *path)
{
    program = path;
}

/* ---- the service ---- */

static char *
service_line(Service *service)
{
    g_autoptr(GError) error = NULL;
    char *line = g_data_input_stream_read_line(service->out, NULL, NULL, &error);

    g_assert_no_error(error);
    g_assert_nonnull(line);
    return line;
}

/* Takes ports and certificate from the ready line. */
static void
read_ready(Service *service)
{
    g_autofree char *ready = service_line(service);
    g_autoptr(GError) error = NULL;
    g_autoptr(GMatchInfo) match = NULL;
    g_autoptr(GRegex) regex = g_regex_new("^msnpd ready ns=127\\.0\\.0\\.1:(\\d+) "
                                          "https=127\\.0\\.0\\.1:(\\d+) ca=(\\S+) cert=\\S+ "
                                          "http=127\\.0\\.0\\.1:(\\d+)$",
                                          0, 0, NULL);

    g_assert_true(g_regex_match(regex, ready, 0, &match));
    g_autofree char *ns_port = g_match_info_fetch(match, 1);
    g_autofree char *https_port = g_match_info_fetch(match, 2);
    g_autofree char *ca = g_match_info_fetch(match, 3);
    g_autofree char *http_port = g_match_info_fetch(match, 4);

    service->ns_port = (guint) g_ascii_strtoull(ns_port, NULL, 10);
    service->https_port = (guint) g_ascii_strtoull(https_port, NULL, 10);
    service->http_port = (guint) g_ascii_strtoull(http_port, NULL, 10);
    service->trust = g_tls_file_database_new(ca, &error);
    g_assert_no_error(error);
}

Service *
service_start(guint dialect, gboolean living, const char *more)
{
    Service *service = g_new0(Service, 1);
    g_autoptr(GError) error = NULL;
    GString *command = g_string_new(NULL);

    service->dialect = dialect;
    service->living = living;
    g_close(g_file_open_tmp("test-msnpd-XXXXXX", &service->log, NULL), NULL);
    g_string_printf(command,
                    "'%s' --ns-port 0 --https-port 0 --account '" ALICE ":" PASSWORD ":Alice' "
                    "--account '" BOB ":" PASSWORD ":Bob B' --account '" CAROL ":" PASSWORD "' "
                    "--friends " ALICE "," BOB " --max-dialect MSNP%u --log '%s' --quiet %s %s",
                    program, dialect, service->log, living ? "--living" : "", more);
    g_auto(GStrv) argv = NULL;

    g_assert_true(g_shell_parse_argv(command->str, NULL, &argv, &error));
    service->process =
        g_subprocess_newv((const char *const *) argv,
                          G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                              G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                          &error);
    g_assert_no_error(error);
    service->in = g_subprocess_get_stdin_pipe(service->process);
    service->out = g_data_input_stream_new(g_subprocess_get_stdout_pipe(service->process));
    read_ready(service);
    g_string_free(command, TRUE);
    return service;
}

/* The whole answer. Caller frees. */
static char *
control_answer(Service *service, const char *line)
{
    g_autofree char *text = g_strconcat(line, "\n", NULL);

    g_assert_true(g_output_stream_write_all(service->in, text, strlen(text), NULL, NULL, NULL));
    return service_line(service);
}

char *
control(Service *service, const char *line)
{
    g_autofree char *answer = control_answer(service, line);

    if (!g_str_has_prefix(answer, "ok"))
        g_test_message("%s: %s", line, answer);
    g_assert_true(g_str_has_prefix(answer, "ok"));
    return g_strdup(answer[2] == ' ' ? answer + 3 : "");
}

void
control_refused(Service *service, const char *line)
{
    g_autofree char *answer = control_answer(service, line);

    if (!g_str_has_prefix(answer, "error "))
        g_assert_cmpstr(answer, ==, "error");
}

void
control_ok(Service *service, const char *line)
{
    g_autofree char *answer = control(service, line);

    g_assert_cmpstr(answer, ==, "");
}

void
service_stop(Service *service, guint errors)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *log = NULL;

    g_assert_true(g_output_stream_close(service->in, NULL, &error));
    g_assert_true(g_subprocess_wait(service->process, NULL, &error));
    g_assert_true(g_file_get_contents(service->log, &log, NULL, &error));
    guint counted = 0;

    for (const char *p = log; p != NULL; p = strstr(p + 1, "\nBAD "))
        counted += g_str_has_prefix(p, "\nBAD ") ? 1 : 0;
    if (counted != errors)
        g_test_message("%s", log);
    g_assert_cmpuint(counted, ==, errors);
    g_assert_true(g_subprocess_get_if_exited(service->process));
    g_assert_cmpint(g_subprocess_get_exit_status(service->process), ==, errors > 0 ? 3 : 0);
    g_object_unref(service->out);
    g_object_unref(service->process);
    g_object_unref(service->trust);
    g_remove(service->log);
    g_free(service->log);
    g_free(service);
}

void
expect_bad(Service *service, const char *why)
{
    g_autofree char *log = NULL;

    control_ok(service, "await bad");
    g_assert_true(g_file_get_contents(service->log, &log, NULL, NULL));
    const char *bad = g_strrstr(log, "\nBAD ");

    g_assert_nonnull(bad);
    if (strstr(bad, why) == NULL)
        g_test_message("not \"%s\": %s", why, bad);
    g_assert_nonnull(strstr(bad, why));
}

/* ---- a link ---- */

Peer *
peer_new(guint port)
{
    g_autoptr(GSocketClient) client = g_socket_client_new();
    g_autoptr(GError) error = NULL;
    Peer *peer = g_new0(Peer, 1);

    g_socket_client_set_timeout(client, TIMEOUT_S);
    peer->stream = G_IO_STREAM(
        g_socket_client_connect_to_host(client, "127.0.0.1", (guint16) port, NULL, &error));
    g_assert_no_error(error);
    g_socket_set_option(g_socket_connection_get_socket(G_SOCKET_CONNECTION(peer->stream)),
                        IPPROTO_TCP, TCP_NODELAY, 1, NULL);
    peer->in = g_data_input_stream_new(g_io_stream_get_input_stream(peer->stream));
    return peer;
}

GSocketListener *
peer_listener(guint16 *port)
{
    GSocketListener *listener = g_socket_listener_new();

    *port = g_socket_listener_add_any_inet_port(listener, NULL, NULL);
    g_assert_cmpuint(*port, !=, 0);
    return listener;
}

Peer *
peer_let_in(GSocketListener *listener)
{
    Peer *peer = g_new0(Peer, 1);
    GSocketConnection *socket = g_socket_listener_accept(listener, NULL, NULL, NULL);

    g_assert_nonnull(socket);
    g_socket_set_timeout(g_socket_connection_get_socket(socket), TIMEOUT_S);
    peer->stream = G_IO_STREAM(socket);
    peer->in = g_data_input_stream_new(g_io_stream_get_input_stream(peer->stream));
    g_object_unref(listener);
    return peer;
}

void
peer_free(Peer *peer)
{
    g_object_unref(peer->in);
    g_io_stream_close(peer->stream, NULL, NULL);
    g_object_unref(peer->stream);
    g_free(peer->line);
    g_free(peer->payload);
    g_free(peer);
}

void
peer_write(Peer *peer, const char *bytes)
{
    peer_write_bytes(peer, bytes, strlen(bytes));
}

void
peer_write_bytes(Peer *peer, const char *bytes, gsize length)
{
    g_output_stream_write_all(g_io_stream_get_output_stream(peer->stream), bytes, length, NULL,
                              NULL, NULL);
}

static void
peer_payload(Peer *peer)
{
    static const char *const with_payload[] = {"MSG ", "UBX ", "GCF ", "NOT ",   "IPG ",
                                               "FQY ", "UBN ", "UBM ", "ADL 0 ", "RML 0 ",
                                               "NFY ", "SDG ", "PUT "};

    /* An error may show what was wrong. */
    gboolean error = g_regex_match_simple("^\\d{3} \\d+ \\d+$", peer->line, 0, 0);

    g_clear_pointer(&peer->payload, g_free);
    for (guint i = 0; i < G_N_ELEMENTS(with_payload); i++) {
        if (!g_str_has_prefix(peer->line, with_payload[i]) && !error)
            continue;
        gsize size = g_ascii_strtoull(strrchr(peer->line, ' ') + 1, NULL, 10);

        peer->payload = g_malloc0(size + 1);
        peer->payload_length = size;
        g_assert_true(g_input_stream_read_all(G_INPUT_STREAM(peer->in), peer->payload, size, NULL,
                                              NULL, NULL));
        break;
    }
}

/* FALSE at the end of the stream. */
static gboolean
peer_read(Peer *peer)
{
    g_free(peer->line);
    peer->line = g_data_input_stream_read_line(peer->in, NULL, NULL, NULL);
    if (peer->line == NULL)
        return FALSE;
    g_assert_true(g_str_has_suffix(peer->line, "\r"));
    peer->line[strlen(peer->line) - 1] = '\0';
    peer_payload(peer);
    return TRUE;
}

/* What comes without a line end before the end of the stream. */
static const char *
peer_rest(Peer *peer)
{
    g_free(peer->line);
    peer->line = g_data_input_stream_read_line(peer->in, NULL, NULL, NULL);
    return peer->line != NULL ? peer->line : "";
}

void
step(Peer *peer, const char *what)
{
    g_autofree char *text = NULL;

    switch (what[0]) {
    case '>':
        text = g_strconcat(what + 1, "\r\n", NULL);
        peer_write(peer, text);
        break;
    case '=':
        g_assert_nonnull(peer->payload);
        if (strstr(peer->payload, what + 1) == NULL)
            g_assert_cmpstr(peer->payload, ==, what + 1);
        break;
    case '#':
        g_assert_cmpstr(peer_rest(peer), ==, what + 1);
        break;
    default:
        do {
            if (!peer_read(peer))
                g_error("the link ended instead of \"%s\"", what);
        } while (what[0] == '~' && !g_pattern_match_simple(what + 1, peer->line));
        if (!g_pattern_match_simple(what + 1, peer->line))
            g_assert_cmpstr(peer->line, ==, what + 1);
    }
}

void
talk(Peer *peer, ...)
{
    va_list steps;
    const char *what;

    va_start(steps, peer);
    while ((what = va_arg(steps, const char *)) != NULL)
        step(peer, what);
    va_end(steps);
}

void
say(Peer *peer, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    step(peer, text);
}

/* ---- sign-in ---- */

char *
https_get(Service *service, const char *path, const char *authorization)
{
    Peer *peer = peer_new(service->https_port);
    g_autoptr(GSocketConnectable) identity = g_network_address_new("127.0.0.1", 443);
    g_autoptr(GIOStream) tls = g_tls_client_connection_new(peer->stream, identity, NULL);
    g_autofree char *request = g_strdup_printf(
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n%s%s%sConnection: close\r\n\r\n", path,
        service->https_port, authorization != NULL ? "Authorization: " : "",
        authorization != NULL ? authorization : "", authorization != NULL ? "\r\n" : "");
    char head[4096] = "";

    g_tls_connection_set_database(G_TLS_CONNECTION(tls), service->trust);
    g_autoptr(GError) error = NULL;

    if (!g_output_stream_write_all(g_io_stream_get_output_stream(tls), request, strlen(request),
                                   NULL, NULL, &error) ||
        !g_input_stream_read_all(g_io_stream_get_input_stream(tls), head, sizeof head - 1, NULL,
                                 NULL, &error))
        g_test_message("%s: %s", path, error->message);
    peer_free(peer);
    return head[0] != '\0' ? g_strdup(head) : NULL;
}

char *
between(const char *text, const char *begin, const char *end)
{
    const char *start = strstr(text, begin);

    g_assert_nonnull(start);
    start += strlen(begin);
    const char *stop = strstr(start, end);

    g_assert_nonnull(stop);
    return g_strndup(start, (gsize) (stop - start));
}

char *
authorization(const char *mail, const char *password, const char *challenge)
{
    g_autofree char *user = g_uri_escape_string(mail, NULL, FALSE);
    g_autofree char *secret = g_uri_escape_string(password, NULL, FALSE);

    return g_strdup_printf("Passport1.4 OrgVerb=GET,OrgURL=http%%3A%%2F%%2Fmessenger%%2Emsn%%2Ecom,"
                           "sign-in=%s,pwd=%s,%s",
                           user, secret, challenge);
}

static char *
login_path(Service *service)
{
    g_autofree char *nexus = https_get(service, "/rdr/pprdr.asp", NULL);
    g_autofree char *login =
        service->living ? between(nexus, "Passporturls: DALogin=https://", "\r\n")
                        : between(nexus, "PassportURLs: DARealm=Passport.Net,DALogin=", ",");

    return g_strdup(strchr(login, '/'));
}

char *
ticket(Service *service, const char *mail, const char *challenge)
{
    g_autofree char *header = authorization(mail, PASSWORD, challenge);
    g_autofree char *path = login_path(service);
    g_autofree char *answer = https_get(service, path, header);

    while (strstr(answer, " 302 ") != NULL) {
        g_autofree char *address = between(answer, "Location: https://", "\r\n");

        g_free(answer);
        answer = https_get(service, strchr(address, '/'), header);
    }
    return between(answer, "from-PP='", "'");
}

void
negotiate(Service *service, Peer *peer, const char *mail)
{
    gboolean list = service->dialect <= 7 && !service->living;
    g_autofree char *best = g_strdup_printf(" MSNP%u", service->dialect);

    say(peer, ">VER 1 MSNP21%s CVR0",
        strstr(" MSNP12 MSNP11 MSNP10 MSNP9 MSNP8 MSNP7 MSNP6 MSNP5 MSNP4 MSNP3 MSNP2", best));
    say(peer, list ? "<VER 1 MSNP%u*CVR0" : "<VER 1 MSNP%u", service->dialect);
    if (service->dialect <= 7) {
        talk(peer, ">INF 2", "<INF 2*MD5", NULL);
        say(peer, ">USR 3 MD5 I %s", mail);
        step(peer, "<USR 3 MD5 S *");
    } else {
        say(peer, ">CVR 2 0x0409 winnt 5.1 i386 MSNMSGR 7.5.0324 MSMSGS %s", mail);
        step(peer, "<CVR 2 7.5.0324 7.5.0324 * http* http*");
        say(peer, ">USR 3 TWN I %s", mail);
        step(peer, "<USR 3 TWN S *");
    }
}

void
answer_sign_in(Service *service, Peer *peer, const char *mail)
{
    const char *challenge = peer->line + strlen("USR 3 TWN S ");

    if (service->dialect <= 7) {
        g_autofree char *text = g_strconcat(challenge, PASSWORD, NULL);
        g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_MD5, text, -1);

        say(peer, ">USR 4 MD5 S %s", digest);
    } else {
        g_autofree char *word = ticket(service, mail, challenge);

        say(peer, ">USR 4 TWN S %s", word);
    }
}

Peer *
sign_in(Service *service, const char *mail)
{
    Peer *peer = peer_new(service->ns_port);

    negotiate(service, peer, mail);
    answer_sign_in(service, peer, mail);
    say(peer, "<USR 4 OK %s*", mail);
    return peer;
}

Peer *
online(Service *service, const char *mail)
{
    Peer *peer = sign_in(service, mail);

    step(peer, service->dialect >= 10 ? ">SYN 5 0 0" : ">SYN 5 0");
    step(peer, service->dialect >= 8 ? ">CHG 6 NLN 0" : ">CHG 6 NLN");
    talk(peer, "~CHG 6 NLN*", ">PNG", "~QNG*", NULL);
    return peer;
}

Peer *
online_as(Service *service, const char *mail, guint dialect)
{
    guint highest = service->dialect;

    service->dialect = dialect;
    Peer *peer = online(service, mail);

    service->dialect = highest;
    return peer;
}

/* ---- switchboards ---- */

void
send_message(Peer *peer, const char *head, const char *payload)
{
    g_autofree char *text =
        g_strdup_printf("%s %" G_GSIZE_FORMAT "\r\n%s", head, strlen(payload), payload);

    peer_write(peer, text);
}

void
send_bytes(Peer *peer, const char *head, const GString *payload)
{
    g_autoptr(GString) text = g_string_new(NULL);

    g_string_printf(text, "%s %" G_GSIZE_FORMAT "\r\n", head, payload->len);
    g_string_append_len(text, payload->str, (gssize) payload->len);
    g_output_stream_write_all(g_io_stream_get_output_stream(peer->stream), text->str, text->len,
                              NULL, NULL, NULL);
}

char *
word(const Peer *peer, guint index)
{
    g_auto(GStrv) words = g_strsplit(peer->line, " ", -1);

    g_assert_cmpuint(g_strv_length(words), >, index);
    return g_strdup(words[index]);
}

Peer *
switchboard(const Peer *ns, guint index)
{
    g_autofree char *address = word(ns, index);

    g_assert_true(g_str_has_prefix(address, "127.0.0.1:"));
    return peer_new((guint) g_ascii_strtoull(address + strlen("127.0.0.1:"), NULL, 10));
}

Peer *
open_switchboard(Peer *alice)
{
    talk(alice, ">XFR 20 SB", "~XFR 20 SB 127.0.0.1:* CKI *", NULL);
    Peer *sb = switchboard(alice, 3);
    g_autofree char *cookie = word(alice, 5);

    say(sb, ">USR 1 " ALICE " %s", cookie);
    step(sb, "<USR 1 OK " ALICE " Alice");
    return sb;
}

Peer *
answer_call(Peer *bob)
{
    step(bob, "~RNG * 127.0.0.1:* CKI * " ALICE " Alice");
    Peer *sb = switchboard(bob, 2);
    g_autofree char *session = word(bob, 1);
    g_autofree char *cookie = word(bob, 4);

    say(sb, ">ANS 1 " BOB " %s %s", cookie, session);
    return sb;
}
