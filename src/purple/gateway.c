/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Links that the HTTP gateway carries, for who is behind a firewall. Knows connections, timers and which links go that
 * way; what is said to the gateway is tunnel.c's.
 */
#include "purple/gateway.h"

#include "purple/httpconn.h"
#include "purple/nls.h"
#include "purple/pump.h"
#include "purple/tunnel.h"

typedef struct {
    MsnpAccount *ma; /* NULL once the session has closed the link, which says good-bye then */
    PurpleAccount *account; /* NULL once its connection is closed: nothing new can be dialled */
    guint id;
    MsnpLinkKind kind;
    MsnpTunnel *tunnel;
    char *url;
    MsnpHttpConn *conn;
    gboolean dialing; /* it is being made */
    gboolean up;      /* the session knows that it can write */
    guint timer;
    guint lingering; /* the timeout of a good-bye */
} Gateway;

/* Those that say good-bye: they may outlive their account's connection. */
static GSList *leaving;

static void gateway_go(Gateway *gateway);

static guint64
now_ms(void)
{
    return (guint64) g_get_monotonic_time() / 1000;
}

static void
stop_timer(guint *timer)
{
    if (*timer)
        purple_timeout_remove(*timer);
    *timer = 0;
}

static void
gateway_free(gpointer data)
{
    Gateway *gateway = data;

    stop_timer(&gateway->timer);
    stop_timer(&gateway->lingering);
    msnp_http_conn_free(gateway->conn);
    msnp_tunnel_free(gateway->tunnel);
    g_free(gateway->url);
    g_free(gateway);
}

GHashTable *
msnp_gateways_new(void)
{
    return g_hash_table_new_full(NULL, NULL, NULL, gateway_free);
}

/* ---- which links ---- */

gboolean
msnp_gateway_may_carry(const MsnpAccount *ma, MsnpLinkKind kind)
{
    return ma->gateway_url && kind != MSNP_LINK_PEER;
}

gboolean
msnp_gateway_carries(const MsnpAccount *ma, MsnpLinkKind kind)
{
    return msnp_gateway_may_carry(ma, kind) && (ma->gateway_first || (ma->gateway_kinds & (1u << kind)));
}

/* Where the notification server was reached so, nothing else need be tried for its switchboards. */
static void
gateway_works(Gateway *gateway)
{
    gateway->ma->gateway_kinds |= 1u << gateway->kind;
    if (gateway->kind == MSNP_LINK_NOTIFICATION)
        gateway->ma->gateway_kinds |= 1u << MSNP_LINK_SWITCHBOARD;
}

/* ---- the end ---- */

static void
gateway_remove(Gateway *gateway)
{
    if (gateway->ma) {
        g_hash_table_remove(gateway->ma->gateways, GUINT_TO_POINTER(gateway->id));
        return;
    }
    leaving = g_slist_remove(leaving, gateway);
    gateway_free(gateway);
}

/* It is over; the session is told unless it has closed the link itself. */
static void
gateway_ended(Gateway *gateway, MsnpError error, const char *detail)
{
    MsnpAccount *ma = gateway->ma;
    guint id = gateway->id;
    g_autofree char *why = g_strdup(detail);

    gateway_remove(gateway);
    if (!ma)
        return;
    msnp_pump_tick(ma);
    msnp_session_closed(ma->session, id, error, why);
    msnp_pump(ma);
}

static gboolean
gateway_lingered(gpointer data)
{
    Gateway *gateway = data;

    gateway->lingering = 0;
    gateway_remove(gateway);
    return FALSE;
}

/* ---- requests ---- */

/* Before there was a session it is the gateway that is not there; afterwards the link is lost. */
static void
gateway_failed(Gateway *gateway, MsnpError end, const char *detail)
{
    gboolean was_open = msnp_tunnel_is_open(gateway->tunnel);

    if (end == MSNP_ERROR_PROXY && !was_open)
        gateway_ended(gateway, MSNP_ERROR_PROXY, NULL);
    else if (end == MSNP_ERROR_CERTIFICATE)
        gateway_ended(gateway, MSNP_ERROR_GATEWAY_CERTIFICATE, NULL);
    else if (end == MSNP_ERROR_TLS)
        /* TRANSLATORS: why a connection was not made, as the reason within a sentence */
        gateway_ended(gateway, was_open ? MSNP_ERROR_LOST : MSNP_ERROR_GATEWAY, _("no secure connection"));
    else
        gateway_ended(gateway, was_open ? MSNP_ERROR_LOST : MSNP_ERROR_GATEWAY, detail);
}

/* What a gateway has said that is none, or wants us no more. */
static void
gateway_refused(Gateway *gateway, MsnpTunnelNews news, guint status)
{
    g_autofree char *detail = g_strdup_printf("HTTP %u", status);

    gateway_ended(gateway, news == MSNP_TUNNEL_NONE ? MSNP_ERROR_GATEWAY : MSNP_ERROR_LOST, detail);
}

/* What came goes to the session; what it answers is sent when the pump has run. */
static void
gateway_replied(Gateway *gateway, const MsnpHttpReply *reply)
{
    MsnpAccount *ma = gateway->ma;
    MsnpTunnelNews news = msnp_tunnel_reply(gateway->tunnel, reply, now_ms());

    if (news == MSNP_TUNNEL_LOST || news == MSNP_TUNNEL_NONE) {
        gateway_refused(gateway, news, reply->status);
        return;
    }
    if (!ma) {
        gateway_go(gateway);
        return;
    }
    gateway_works(gateway);
    ma->gc->last_received = time(NULL);
    msnp_pump_tick(ma);
    if (reply->body_len > 0)
        msnp_session_received(ma->session, gateway->id, reply->body, reply->body_len);
    else
        msnp_session_alive(ma->session, gateway->id);
    if (news == MSNP_TUNNEL_CLOSED) {
        gateway_ended(gateway, MSNP_ERROR_NONE, NULL);
        return;
    }
    if (msnp_tunnel_is_dry(gateway->tunnel))
        msnp_session_writable(ma->session, gateway->id);
    msnp_pump(ma);
}

static void
gateway_done(gpointer who, const MsnpHttpReply *reply)
{
    Gateway *gateway = who;

    gateway->dialing = FALSE;
    if (reply->end == MSNP_ERROR_NONE)
        gateway_replied(gateway, reply);
    else if (msnp_http_conn_was_stale(gateway->conn) && msnp_tunnel_again(gateway->tunnel))
        gateway_go(gateway);
    else
        gateway_failed(gateway, reply->end, reply->detail);
}

static void
gateway_set_proxy(Gateway *gateway)
{
    PurpleProxyInfo *info = purple_proxy_get_setup(gateway->account);

    if (msnp_http_conn_wants_address(gateway->conn, gateway->account))
        msnp_tunnel_set_proxy(gateway->tunnel, purple_proxy_info_get_username(info),
                              purple_proxy_info_get_password(info));
}

/* The session has nothing to say before it knows that somebody hears it. */
static void
gateway_connected(gpointer who)
{
    Gateway *gateway = who;
    MsnpAccount *ma = gateway->ma;

    gateway->dialing = FALSE;
    gateway_set_proxy(gateway);
    if (gateway->up || !ma) {
        gateway_go(gateway);
        return;
    }
    gateway->up = TRUE;
    msnp_pump_tick(ma);
    msnp_session_link_up(ma->session, gateway->id);
    msnp_pump(ma);
}

/* A connection, in place of one that is over. */
static void
gateway_dial(Gateway *gateway)
{
    static const MsnpHttpConnClass klass = {gateway_connected, gateway_done};
    MsnpError end = MSNP_ERROR_GATEWAY;
    g_autofree char *host = NULL, *path = NULL;
    guint16 port;
    gboolean tls;

    msnp_http_conn_free(g_steal_pointer(&gateway->conn));
    if (gateway->account && msnp_url_split(gateway->url, &tls, &host, &port, &path))
        gateway->conn = msnp_http_conn_new(gateway->account, tls, host, port, &klass, gateway, &end);
    gateway->dialing = gateway->conn != NULL;
    if (!gateway->dialing)
        gateway_failed(gateway, end, NULL);
}

/* ---- in time ---- */

/* Connecting has no end of its own. */
static gboolean
gateway_timer(gpointer data)
{
    Gateway *gateway = data;

    gateway->timer = 0;
    if (gateway->dialing || msnp_tunnel_is_overdue(gateway->tunnel, now_ms()))
        gateway_failed(gateway, MSNP_ERROR_PASSPORT_TIMEOUT, NULL);
    else
        gateway_go(gateway);
    return FALSE;
}

static void
gateway_arm(Gateway *gateway, guint64 at)
{
    guint64 now = now_ms();

    stop_timer(&gateway->timer);
    if (at)
        gateway->timer = purple_timeout_add(at > now ? (guint) MIN(at - now, G_MAXINT) : 1, gateway_timer, gateway);
}

static void
gateway_send(Gateway *gateway)
{
    GString *request = msnp_tunnel_next(gateway->tunnel, now_ms());

    if (request)
        msnp_http_conn_send(gateway->conn, request, MSNP_TUNNEL_REPLY_MAX);
    gateway_arm(gateway, msnp_tunnel_deadline(gateway->tunnel));
}

/* Sends what is due. While the session has work left nothing more is fetched for it. */
static void
gateway_go(Gateway *gateway)
{
    gboolean waits = gateway->ma && (gateway->ma->paused || !gateway->up);

    if (msnp_tunnel_is_over(gateway->tunnel)) {
        gateway_remove(gateway);
    } else if (waits || gateway->dialing) {
        return;
    } else if (msnp_tunnel_is_due(gateway->tunnel, now_ms()) && !msnp_http_conn_is_free(gateway->conn)) {
        gateway_arm(gateway, now_ms() + MSNP_TUNNEL_ANSWER);
        gateway_dial(gateway);
    } else {
        gateway_send(gateway);
    }
}

void
msnp_gateways_flush(MsnpAccount *ma)
{
    g_autoptr(GList) all = g_hash_table_get_keys(ma->gateways);
    Gateway *gateway;
    GList *l;

    for (l = all; l; l = l->next) {
        gateway = g_hash_table_lookup(ma->gateways, l->data); /* one that fails may take others with it */
        if (gateway)
            gateway_go(gateway);
    }
}

/* ---- links ---- */

void
msnp_gateway_connect(MsnpAccount *ma, guint id, MsnpLinkKind kind, const char *host)
{
    Gateway *gateway = g_new0(Gateway, 1);

    gateway->ma = ma;
    gateway->account = ma->account;
    gateway->id = id;
    gateway->kind = kind;
    gateway->url = g_strdup(ma->gateway_url);
    gateway->tunnel = msnp_tunnel_new(gateway->url, kind, host);
    g_hash_table_insert(ma->gateways, GUINT_TO_POINTER(id), gateway);
    gateway_dial(gateway);
}

static Gateway *
gateway_find(MsnpAccount *ma, guint id)
{
    return g_hash_table_lookup(ma->gateways, GUINT_TO_POINTER(id));
}

void
msnp_gateway_write(MsnpAccount *ma, const MsnpAction *action)
{
    Gateway *gateway = gateway_find(ma, action->link);

    if (gateway)
        msnp_tunnel_write(gateway->tunnel, action->data, action->len);
}

/* It goes on by itself until the good-bye was heard. */
gboolean
msnp_gateway_close(MsnpAccount *ma, const MsnpAction *action)
{
    Gateway *gateway = gateway_find(ma, action->link);

    if (!gateway)
        return FALSE;
    g_hash_table_steal(ma->gateways, GUINT_TO_POINTER(action->link));
    gateway->ma = NULL;
    leaving = g_slist_prepend(leaving, gateway);
    gateway->lingering = purple_timeout_add(MSNP_TUNNEL_LINGER, gateway_lingered, gateway);
    msnp_tunnel_leave(gateway->tunnel);
    gateway_go(gateway);
    return TRUE;
}

void
msnp_gateways_part(PurpleAccount *account)
{
    GSList *l, *next;

    for (l = leaving; l; l = next) {
        Gateway *gateway = l->data;

        next = l->next;
        if (gateway->account != account)
            continue;
        gateway->account = NULL;
        if (gateway->dialing)
            gateway_remove(gateway);
    }
}

void
msnp_gateways_unload(void)
{
    g_slist_free_full(g_steal_pointer(&leaving), gateway_free);
}
