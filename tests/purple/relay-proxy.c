/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SOCKS5 (RFC 1928, 1929), HTTP CONNECT and plain HTTP, the server's side, as much as a client needs. */
#include "relay-proxy.h"

#include <string.h>

enum { SOCKS_VERSION = 5, LOGIN_VERSION = 1, METHOD_NONE = 0, METHOD_LOGIN = 2, NO_METHOD = 0xff };
enum { ADDRESS_IPV4 = 1, ADDRESS_NAME = 3, COMMAND_CONNECT = 1 };
enum { PHASE_METHODS, PHASE_LOGIN, PHASE_REQUEST };

static void
answer(GByteArray *output, const char *bytes, guint length)
{
    g_byte_array_append(output, (const guint8 *) bytes, length);
}

static void
answer_text(GByteArray *output, const char *text)
{
    answer(output, text, (guint) strlen(text));
}

static gboolean
same(const guint8 *bytes, gsize length, const char *text)
{
    return text != NULL && strlen(text) == length && memcmp(bytes, text, length) == 0;
}

/* -- SOCKS5 -------------------------------------------------------------------------------------
 */

static ProxyStep
socks_methods(ProxyTalk *talk, GByteArray *input, GByteArray *output)
{
    if (input->len < 2 || input->len < 2u + input->data[1]) {
        return PROXY_MORE;
    }
    guint8 wanted = talk->user != NULL ? METHOD_LOGIN : METHOD_NONE;
    gboolean offered = memchr(input->data + 2, wanted, input->data[1]) != NULL;
    gboolean good = input->data[0] == SOCKS_VERSION && offered;
    g_byte_array_remove_range(input, 0, 2u + input->data[1]);
    answer(output, (char[]){SOCKS_VERSION, (char) (good ? wanted : NO_METHOD)}, 2);
    talk->phase = talk->user != NULL ? PHASE_LOGIN : PHASE_REQUEST;
    return good ? PROXY_MORE : PROXY_ENOUGH;
}

static ProxyStep
socks_login(ProxyTalk *talk, GByteArray *input, GByteArray *output)
{
    if (input->len < 2 || input->len < 3u + input->data[1] ||
        input->len < 3u + input->data[1] + input->data[2 + input->data[1]]) {
        return PROXY_MORE;
    }
    const guint8 *user = input->data + 2;
    guint8 user_length = input->data[1], password_length = user[user_length];
    gboolean good = input->data[0] == LOGIN_VERSION && same(user, user_length, talk->user) &&
                    same(user + user_length + 1, password_length, talk->password);
    g_byte_array_remove_range(input, 0, 3u + user_length + password_length);
    answer(output, (char[]){LOGIN_VERSION, (char) !good}, 2);
    talk->phase = PHASE_REQUEST;
    return good ? PROXY_MORE : PROXY_ENOUGH;
}

static ProxyStep
socks_request(ProxyTalk *talk, GByteArray *input, GByteArray *output)
{
    const guint8 *in = input->data;
    if (input->len < 5) {
        return PROXY_MORE;
    }
    guint address = in[3] == ADDRESS_NAME ? 1u + in[4] : 4u;
    if (input->len < 4 + address + 2) {
        return PROXY_MORE;
    }
    if (in[0] != SOCKS_VERSION || in[1] != COMMAND_CONNECT ||
        (in[3] != ADDRESS_NAME && in[3] != ADDRESS_IPV4)) {
        answer(output, "\5\7\0\1\0\0\0\0\0\0", 10);
        return PROXY_ENOUGH;
    }
    guint port = (guint) in[4 + address] << 8 | in[5 + address];
    if (in[3] == ADDRESS_NAME) {
        talk->target = g_strdup_printf("%.*s:%u", in[4], (const char *) in + 5, port);
    } else {
        talk->target = g_strdup_printf("%u.%u.%u.%u:%u", in[4], in[5], in[6], in[7], port);
    }
    g_byte_array_remove_range(input, 0, 4 + address + 2);
    return PROXY_CONNECT;
}

static ProxyStep
socks_talk(ProxyTalk *talk, GByteArray *input, GByteArray *output)
{
    static ProxyStep (*const phases[])(ProxyTalk *, GByteArray *,
                                       GByteArray *) = {socks_methods, socks_login, socks_request};
    ProxyStep step;
    guint phase;
    do {
        phase = talk->phase;
        step = phases[phase](talk, input, output);
    } while (step == PROXY_MORE && talk->phase != phase);
    return step;
}

/* -- HTTP ---------------------------------------------------------------------------------------
 */

static gboolean
http_login_right(const ProxyTalk *talk, const char *head)
{
    if (talk->user == NULL) {
        return TRUE;
    }
    g_autofree char *both = g_strdup_printf("%s:%s", talk->user, talk->password);
    g_autofree char *coded = g_base64_encode((const guchar *) both, strlen(both));
    g_autofree char *line = g_strdup_printf("\r\nProxy-Authorization: Basic %s\r\n", coded);
    return strstr(head, line) != NULL;
}

/* "http://host/path" as "host:80". */
static char *
http_target(const char *address)
{
    const char *host = address + strlen("http://");
    g_autofree char *name = g_strndup(host, strcspn(host, "/"));
    return strchr(name, ':') != NULL ? g_strdup(name) : g_strconcat(name, ":80", NULL);
}

static ProxyStep
http_talk(ProxyTalk *talk, GByteArray *input, GByteArray *output)
{
    g_autofree char *text = g_strndup((const char *) input->data, input->len);
    char *end = strstr(text, "\r\n\r\n");
    if (end == NULL) {
        return PROXY_MORE;
    }
    end[2] = '\0';
    if (!http_login_right(talk, text)) {
        answer_text(output, "HTTP/1.1 407 Proxy Authentication Required\r\n"
                            "Proxy-Authenticate: Basic realm=\"rig\"\r\n"
                            "Content-Length: 0\r\n\r\n");
        return PROXY_ENOUGH;
    }
    g_auto(GStrv) words = g_strsplit(text, " ", 3);
    gboolean whole = g_strv_length(words) == 3;
    talk->plain = whole && g_str_has_prefix(words[1], "http://");
    if (talk->plain) {
        talk->target = http_target(words[1]);
        return PROXY_CONNECT;
    }
    g_byte_array_remove_range(input, 0, (guint) (end - text) + 4);
    if (!whole || strcmp(words[0], "CONNECT") != 0) {
        answer_text(output, "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n");
        return PROXY_ENOUGH;
    }
    talk->target = g_strdup(words[1]);
    return PROXY_CONNECT;
}

ProxyStep
proxy_talk(ProxyTalk *talk, GByteArray *input, GByteArray *output)
{
    return talk->kind == RELAY_SOCKS5 ? socks_talk(talk, input, output)
                                      : http_talk(talk, input, output);
}

void
proxy_accepted(const ProxyTalk *talk, GByteArray *output)
{
    if (talk->kind == RELAY_SOCKS5) {
        answer(output, "\5\0\0\1\0\0\0\0\0\0", 10);
    } else if (!talk->plain) {
        answer_text(output, "HTTP/1.1 200 Connection established\r\n\r\n");
    }
}

void
proxy_refused(const ProxyTalk *talk, GByteArray *output)
{
    if (talk->kind == RELAY_SOCKS5) {
        answer(output, "\5\4\0\1\0\0\0\0\0\0", 10);
    } else {
        answer_text(output, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
    }
}
