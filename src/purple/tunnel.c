/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A link carried by the HTTP gateway (gateway.dll): which request is next, and what a reply means. Knows the queue, the
 * session's id and when to ask again; refuses to know sockets, the clock, and what the link's bytes say.
 *
 * Replies also name a machine (GW-IP, X-MSN-Host) that official gateways wanted to be asked from then on. Today's echo
 * what they were told, so it may be anything: nobody goes there, and secrets stay with the gateway that was chosen.
 */
#include "purple/tunnel.h"

#include <string.h>
#include "purple/buffer.h"
#include "purple/httpmsg.h"

#define PATH "/gateway/gateway.dll"

#define GOODBYE "OUT\r\n"

#define ID_CHARS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"

/* What is under way. */
typedef enum {
    ASKED_NOTHING,
    ASKED_OPEN,
    ASKED_SEND,
    ASKED_POLL,
} Asked;

struct _MsnpTunnel {
    char *url;
    char *host; /* of the gateway */
    guint16 port;
    char *path;
    char *target; /* "Server=NS&IP=host" */
    gboolean proxied;
    char *authorization; /* for the proxy, NULL for none */
    char *id;            /* NULL while there is no session */
    MsnpBuffer out;      /* what is to be sent, or on its way */
    GArray *writes;      /* gsize: how long each piece of that was */
    guint n_sent;        /* pieces on their way */
    Asked asked;
    gboolean leaving;
    gboolean over;
    gboolean repeated; /* a poll that did not arrive */
    guint64 asked_at;
    guint64 said_at; /* when bytes went or came last */
    guint64 poll_at;
};

/* ---- addresses ---- */

/* The address of a host alone becomes that of its gateway. */
static char *
address_complete(const char *url)
{
    g_autofree char *host = NULL, *path = NULL;
    guint16 port;
    gboolean tls;

    if (!msnp_url_split(url, &tls, &host, &port, &path))
        return NULL;
    if (strcmp(path, "/") != 0)
        return g_strdup(url);
    return g_strdup_printf("%.*s" PATH, (int) (strstr(url, "://") + 3 - url + strcspn(strstr(url, "://") + 3, "/?#")),
                           url);
}

/* The gateway of the host that another service is on. */
static char *
address_beside(const char *url)
{
    g_autofree char *host = NULL, *path = NULL;
    guint16 port;
    gboolean tls;

    if (!msnp_url_split(url, &tls, &host, &port, &path) || (!tls && !msnp_host_is_local(host)))
        return NULL;
    return g_strdup_printf(strchr(host, ':') ? "%s://[%s]:%u" PATH : "%s://%s:%u" PATH, tls ? "https" : "http", host,
                           port);
}

char *
msnp_tunnel_address(const char *own, const char *web_url, const char *nexus_url)
{
    if (own && *own)
        return strchr(own, '?') ? NULL : address_complete(own);
    if (web_url && *web_url)
        return address_beside(web_url);
    return nexus_url && *nexus_url ? address_beside(nexus_url) : NULL;
}

/* ---- life ---- */

MsnpTunnel *
msnp_tunnel_new(const char *url, MsnpLinkKind kind, const char *host)
{
    MsnpTunnel *tunnel = g_new0(MsnpTunnel, 1);
    g_autofree char *ip = g_uri_escape_string(host, NULL, FALSE);
    gboolean tls;

    tunnel->url = g_strdup(url);
    if (!msnp_url_split(url, &tls, &tunnel->host, &tunnel->port, &tunnel->path))
        tunnel->over = TRUE;
    tunnel->target = g_strdup_printf("Server=%s&IP=%s", kind == MSNP_LINK_NOTIFICATION ? "NS" : "SB", ip);
    tunnel->writes = g_array_new(FALSE, FALSE, sizeof(gsize));
    return tunnel;
}

/* A string that nobody is to find in memory. */
static void
wipe(char *text)
{
    if (text)
        msnp_wipe(text, strlen(text));
    g_free(text);
}

void
msnp_tunnel_free(MsnpTunnel *tunnel)
{
    if (!tunnel)
        return;
    g_free(tunnel->url);
    g_free(tunnel->host);
    g_free(tunnel->path);
    g_free(tunnel->target);
    wipe(tunnel->authorization);
    wipe(tunnel->id);
    msnp_buffer_clear(&tunnel->out);
    g_array_free(tunnel->writes, TRUE);
    g_free(tunnel);
}

void
msnp_tunnel_set_proxy(MsnpTunnel *tunnel, const char *user, const char *password)
{
    g_autofree char *coded = NULL;
    char *both;

    tunnel->proxied = TRUE;
    g_clear_pointer(&tunnel->authorization, wipe);
    if (!user)
        return;
    both = g_strdup_printf("%s:%s", user, password ? password : "");
    coded = g_base64_encode((const guchar *) both, strlen(both));
    wipe(both);
    tunnel->authorization = g_strdup_printf("Basic %s", coded);
    msnp_wipe(coded, strlen(coded));
}

/* ---- what is to be sent ---- */

void
msnp_tunnel_write(MsnpTunnel *tunnel, const void *data, gsize len)
{
    if (len == 0 || tunnel->leaving)
        return;
    msnp_buffer_append(&tunnel->out, data, len);
    g_array_append_val(tunnel->writes, len);
}

/* A server that was told of it need not wait for a minute to miss us. Without a session nobody has to be told. */
void
msnp_tunnel_leave(MsnpTunnel *tunnel)
{
    gsize len = strlen(GOODBYE);

    if (tunnel->leaving)
        return;
    if (tunnel->out.len < len || memcmp(tunnel->out.at + tunnel->out.len - len, GOODBYE, len) != 0)
        msnp_tunnel_write(tunnel, GOODBYE, len);
    tunnel->leaving = TRUE;
    if (!tunnel->id && tunnel->asked == ASKED_NOTHING)
        tunnel->over = TRUE;
}

gboolean
msnp_tunnel_is_over(const MsnpTunnel *tunnel)
{
    return tunnel->over;
}

gboolean
msnp_tunnel_is_dry(const MsnpTunnel *tunnel)
{
    return tunnel->writes->len == 0;
}

gboolean
msnp_tunnel_is_open(const MsnpTunnel *tunnel)
{
    return tunnel->id != NULL;
}

/* As many pieces as one request takes, at least one. Returns their length. */
static gsize
tunnel_batch(MsnpTunnel *tunnel)
{
    gsize len = 0, next;

    for (tunnel->n_sent = 0; tunnel->n_sent < tunnel->writes->len; tunnel->n_sent++) {
        next = g_array_index(tunnel->writes, gsize, tunnel->n_sent);
        if (len > 0 && len + next > MSNP_TUNNEL_POST_MAX)
            break;
        len += next;
    }
    return len;
}

/* What was under way has arrived. */
static void
tunnel_sent(MsnpTunnel *tunnel)
{
    gsize len = 0;
    guint i;

    for (i = 0; i < tunnel->n_sent; i++)
        len += g_array_index(tunnel->writes, gsize, i);
    msnp_buffer_drop(&tunnel->out, len);
    g_array_remove_range(tunnel->writes, 0, tunnel->n_sent);
    tunnel->n_sent = 0;
    if (tunnel->writes->len == 0)
        msnp_buffer_clear(&tunnel->out);
}

static GString *
tunnel_print(const MsnpTunnel *tunnel, const char *query, gsize len)
{
    MsnpHttpHeader headers[] = {
        {"Accept", "*/*", FALSE},
        {"User-Agent", "MSMSGS", FALSE},
        {"Pragma", "no-cache", FALSE},
        {"Connection", "Keep-Alive", FALSE},
        {"Content-Type", "application/x-msn-messenger", FALSE},
        {"Proxy-Connection", "Keep-Alive", FALSE},
        {"Proxy-Authorization", tunnel->authorization, TRUE},
    };
    guint n_own = 5, n_proxy = tunnel->authorization ? 2 : 1;
    const MsnpHttpRequest request = {.method = "POST",
                                     .url = tunnel->url,
                                     .headers = headers,
                                     .n_headers = n_own + (tunnel->proxied ? n_proxy : 0),
                                     .body = (const guint8 *) tunnel->out.at,
                                     .body_len = len};
    gboolean six = strchr(tunnel->host, ':') != NULL;
    char *path;
    GString *text;

    if (tunnel->proxied)
        path = g_strdup_printf(six ? "http://[%s]:%u%s?%s" : "http://%s:%u%s?%s", tunnel->host, tunnel->port,
                               tunnel->path, query);
    else
        path = g_strdup_printf("%s?%s", tunnel->path, query);
    text = msnp_http_request_print(&request, tunnel->host, tunnel->port, path);
    wipe(path);
    return text;
}

static GString *
tunnel_ask(MsnpTunnel *tunnel, Asked what, guint64 now)
{
    static const char *const words[] = {
        [ASKED_OPEN] = "Action=open&",
        [ASKED_SEND] = "SessionID=",
        [ASKED_POLL] = "Action=poll&SessionID=",
    };
    char *query = g_strconcat(words[what], what == ASKED_OPEN ? tunnel->target : tunnel->id, NULL);
    gsize len = what == ASKED_POLL ? 0 : tunnel_batch(tunnel);
    GString *text = tunnel_print(tunnel, query, len);

    wipe(query);
    tunnel->asked = what;
    tunnel->asked_at = now;
    if (len > 0)
        tunnel->said_at = now;
    return text;
}

gboolean
msnp_tunnel_is_due(const MsnpTunnel *tunnel, guint64 now)
{
    return tunnel->asked == ASKED_NOTHING && !tunnel->over &&
           (tunnel->writes->len > 0 || (tunnel->id && now >= tunnel->poll_at));
}

GString *
msnp_tunnel_next(MsnpTunnel *tunnel, guint64 now)
{
    if (!msnp_tunnel_is_due(tunnel, now))
        return NULL;
    if (tunnel->writes->len == 0)
        return tunnel_ask(tunnel, ASKED_POLL, now);
    return tunnel_ask(tunnel, tunnel->id ? ASKED_SEND : ASKED_OPEN, now);
}

gboolean
msnp_tunnel_again(MsnpTunnel *tunnel)
{
    gboolean again = tunnel->asked == ASKED_POLL && !tunnel->repeated;

    if (!again)
        return FALSE;
    tunnel->asked = ASKED_NOTHING;
    tunnel->poll_at = 0;
    tunnel->repeated = TRUE;
    return TRUE;
}

/* ---- what comes ---- */

/* The value of a word of "a=b; c=d", which need not be closed; len is how long it is. */
static const char *
word_find(const char *text, const char *name, gsize *len)
{
    gsize n = strlen(name);

    while (*text) {
        text += strspn(text, "; \t");
        *len = strcspn(text, ";");
        if (*len > n && text[n] == '=' && g_ascii_strncasecmp(text, name, n) == 0) {
            text += n + 1;
            *len -= n + 1;
            while (*len > 0 && (text[*len - 1] == ' ' || text[*len - 1] == '\t'))
                --*len;
            return text;
        }
        text += *len;
    }
    return NULL;
}

/* It goes into requests, so it is what a gateway would say and nothing else. */
static gboolean
id_is_sound(const char *id, gsize len)
{
    gsize i;

    for (i = 0; i < len; i++)
        if (!strchr(ID_CHARS, id[i]))
            return FALSE;
    return len > 0 && len <= MSNP_TUNNEL_ID_MAX;
}

/* Takes the newest id, if there is one. FALSE if it is none, or if this is no gateway's header at all: whoever sits
 * between, such as a network that wants one to sign in first, answers with pages of its own. *closed: this was the last
 * reply. */
static gboolean
tunnel_read_header(MsnpTunnel *tunnel, const char *value, gboolean *closed)
{
    gsize len;
    const char *word = word_find(value, "Session", &len);

    *closed = word && len == 5 && g_ascii_strncasecmp(word, "close", 5) == 0;
    word = word_find(value, "SessionID", &len);
    if (!word)
        return *closed || word_find(value, "GW-IP", &len) != NULL;
    if (!id_is_sound(word, len))
        return FALSE;
    wipe(tunnel->id);
    tunnel->id = g_strndup(word, len);
    return TRUE;
}

static const char *
reply_header(const MsnpHttpReply *reply, const char *name)
{
    guint i;

    for (i = 0; i < reply->n_headers; i++)
        if (g_ascii_strcasecmp(reply->headers[i].name, name) == 0)
            return reply->headers[i].value;
    return "";
}

/* The same clock as before, but perhaps a moment earlier. */
static guint64
passed(guint64 since, guint64 now)
{
    return now > since ? now - since : 0;
}

/* After bytes at once: there may be more. */
static void
tunnel_plan(MsnpTunnel *tunnel, gboolean bytes, guint64 now)
{
    if (bytes)
        tunnel->said_at = now;
    tunnel->poll_at = bytes ? now
                            : now + CLAMP(passed(tunnel->said_at, now) / 4, MSNP_TUNNEL_POLL_LEAST,
                                          MSNP_TUNNEL_POLL_MOST);
}

static MsnpTunnelNews
tunnel_end(MsnpTunnel *tunnel, MsnpTunnelNews news)
{
    tunnel->over = TRUE;
    return news;
}

MsnpTunnelNews
msnp_tunnel_reply(MsnpTunnel *tunnel, const MsnpHttpReply *reply, guint64 now)
{
    gboolean opening = tunnel->asked == ASKED_OPEN, closed = FALSE;

    if (tunnel->asked == ASKED_NOTHING || tunnel->over)
        return tunnel_end(tunnel, MSNP_TUNNEL_LOST);
    tunnel->asked = ASKED_NOTHING;
    tunnel->repeated = FALSE;
    if (reply->status != 200 || !tunnel_read_header(tunnel, reply_header(reply, "X-MSN-Messenger"), &closed) ||
        (!tunnel->id && !closed))
        return tunnel_end(tunnel, opening ? MSNP_TUNNEL_NONE : MSNP_TUNNEL_LOST);
    tunnel_sent(tunnel);
    tunnel_plan(tunnel, reply->body_len > 0, now);
    tunnel->over = closed || (tunnel->leaving && tunnel->writes->len == 0);
    return closed ? MSNP_TUNNEL_CLOSED : MSNP_TUNNEL_GOOD;
}

/* ---- time ---- */

gboolean
msnp_tunnel_is_overdue(const MsnpTunnel *tunnel, guint64 now)
{
    return tunnel->asked != ASKED_NOTHING && passed(tunnel->asked_at, now) >= MSNP_TUNNEL_ANSWER;
}

guint64
msnp_tunnel_deadline(const MsnpTunnel *tunnel)
{
    if (tunnel->over)
        return 0;
    if (tunnel->asked != ASKED_NOTHING)
        return tunnel->asked_at + MSNP_TUNNEL_ANSWER;
    return tunnel->id ? MAX(tunnel->poll_at, 1) : 0;
}
