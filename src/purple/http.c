/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The session's HTTP jobs, one connection each, over libpurple's TLS and the account's proxy. Knows how an
 * exchange is run; the messages are httpmsg.c's, redirects and their meaning the session's. (libpurple's
 * own HTTP follows redirects by itself, losing the Authorization, and logs every header.)
 */
#include "purple/http.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <openssl/crypto.h>
#include "purple/httpmsg.h"
#include "purple/link.h"
#include "purple/pump.h"

typedef struct {
    MsnpAccount *ma;
    guint id;
    PurpleProxyConnectData *connecting;
    PurpleSslConnection *tls; /* NULL for plain HTTP */
    int fd;                   /* of plain HTTP, -1 while not connected */
    guint reading;
    guint writing;
    GString *request;
    gsize sent;
    MsnpHttpParser *parser;
} Job;

/* A TLS connection is shut down on the socket too, see msnp_socket_close(). */
static void
job_close_tls(Job *job)
{
    if (!job->tls)
        return;
    if (job->tls->fd >= 0)
        shutdown(job->tls->fd, SHUT_WR);
    purple_ssl_close(job->tls);
    job->tls = NULL;
}

static void
job_free(gpointer data)
{
    Job *job = data;

    if (job->connecting)
        purple_proxy_connect_cancel(job->connecting);
    if (job->reading)
        purple_input_remove(job->reading);
    if (job->writing)
        purple_input_remove(job->writing);
    job_close_tls(job);
    msnp_socket_close(job->fd);
    msnp_http_request_free(job->request);
    msnp_http_parser_free(job->parser);
    g_free(job);
}

GHashTable *
msnp_jobs_new(void)
{
    return g_hash_table_new_full(NULL, NULL, NULL, job_free);
}

/* Hands over the outcome and goes. */
static void
job_done(Job *job, const MsnpHttpReply *reply)
{
    MsnpAccount *ma = job->ma;

    msnp_account_ref(ma);
    g_hash_table_steal(ma->jobs, GUINT_TO_POINTER(job->id));
    msnp_pump_tick(ma);
    msnp_session_job_done(ma->session, job->id, reply);
    job_free(job);
    msnp_pump(ma);
    msnp_account_unref(ma);
}

static void
job_failed(Job *job, MsnpError end, const char *detail)
{
    g_autofree char *why = g_strdup(detail);
    MsnpHttpReply reply = {.end = end, .detail = why};

    job_done(job, &reply);
}

/* ---- the exchange ---- */

static gssize
job_recv(Job *job, void *bytes, gsize size)
{
    return job->tls ? (gssize) purple_ssl_read(job->tls, bytes, size) : recv(job->fd, bytes, size, 0);
}

static gssize
job_send(Job *job, const void *bytes, gsize size)
{
    return job->tls ? (gssize) purple_ssl_write(job->tls, bytes, size)
                    : send(job->fd, bytes, size, MSG_NOSIGNAL);
}

static gboolean
is_transient(gssize n)
{
    return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
}

/* Reads until nothing is there: TLS buffers what the descriptor does not show again. */
static void
job_read(Job *job)
{
    guint8 bytes[8192];
    MsnpHttpState state = MSNP_HTTP_MORE;
    gssize n;

    while (state == MSNP_HTTP_MORE) {
        n = job_recv(job, bytes, sizeof(bytes));
        if (is_transient(n))
            return;
        state = n > 0 ? msnp_http_parser_feed(job->parser, bytes, (gsize) n) : msnp_http_parser_eof(job->parser);
        OPENSSL_cleanse(bytes, sizeof(bytes));
    }
    if (state == MSNP_HTTP_DONE)
        job_done(job, msnp_http_parser_reply(job->parser));
    else
        job_failed(job, MSNP_ERROR_PASSPORT, NULL);
}

static void
job_readable(gpointer data, gint source, PurpleInputCondition condition)
{
    job_read(data);
}

static void
job_tls_readable(gpointer data, PurpleSslConnection *tls, PurpleInputCondition condition)
{
    job_read(data);
}

static void
job_writable(gpointer data, gint source, PurpleInputCondition condition)
{
    Job *job = data;
    gssize n = job_send(job, job->request->str + job->sent, job->request->len - job->sent);

    if (is_transient(n))
        return;
    if (n <= 0) {
        job_failed(job, MSNP_ERROR_PASSPORT_CONNECT, g_strerror(errno));
        return;
    }
    job->sent += (gsize) n;
    if (job->sent < job->request->len)
        return;
    purple_input_remove(job->writing);
    job->writing = 0;
}

static void
job_connected(gpointer data, gint source, const gchar *error)
{
    Job *job = data;

    job->connecting = NULL;
    if (source < 0) {
        job_failed(job, MSNP_ERROR_PASSPORT_CONNECT, error);
        return;
    }
    msnp_socket_hurry(source);
    job->fd = source;
    job->reading = purple_input_add(source, PURPLE_INPUT_READ, job_readable, job);
    job->writing = purple_input_add(source, PURPLE_INPUT_WRITE, job_writable, job);
}

static void
job_tls_connected(gpointer data, PurpleSslConnection *tls, PurpleInputCondition condition)
{
    Job *job = data;

    msnp_socket_hurry(tls->fd);
    purple_ssl_input_add(tls, job_tls_readable, job);
    job->writing = purple_input_add(tls->fd, PURPLE_INPUT_WRITE, job_writable, job);
}

/* libpurple frees the connection itself after this. */
static void
job_tls_failed(PurpleSslConnection *tls, PurpleSslErrorType error, gpointer data)
{
    static const MsnpError ends[] = {
        [PURPLE_SSL_HANDSHAKE_FAILED] = MSNP_ERROR_TLS,
        [PURPLE_SSL_CONNECT_FAILED] = MSNP_ERROR_PASSPORT_CONNECT,
        [PURPLE_SSL_CERTIFICATE_INVALID] = MSNP_ERROR_CERTIFICATE,
    };
    Job *job = data;

    job->tls = NULL;
    job_failed(job, (gsize) error < G_N_ELEMENTS(ends) && ends[error] ? ends[error] : MSNP_ERROR_TLS, NULL);
}

/* ---- beginning and end ---- */

static void
job_connect(Job *job, gboolean tls, const char *host, guint16 port)
{
    PurpleAccount *account = job->ma->account;

    if (tls) {
        job->tls = purple_ssl_connect(account, host, port, job_tls_connected, job_tls_failed, job);
        if (!job->tls)
            job_failed(job, purple_ssl_is_supported() ? MSNP_ERROR_PROXY : MSNP_ERROR_TLS, NULL);
    } else {
        job->connecting = purple_proxy_connect(job, account, host, port, job_connected, job);
        if (!job->connecting)
            job_failed(job, MSNP_ERROR_PROXY, NULL);
    }
}

void
msnp_job_fetch(MsnpAccount *ma, const MsnpAction *action)
{
    Job *job = g_new0(Job, 1);
    g_autofree char *host = NULL, *path = NULL;
    guint16 port;
    gboolean tls;

    job->ma = ma;
    job->id = action->id;
    job->fd = -1;
    job->parser = msnp_http_parser_new();
    g_hash_table_insert(ma->jobs, GUINT_TO_POINTER(job->id), job);
    if (msnp_url_split(action->request->url, &tls, &host, &port, &path))
        job->request = msnp_http_request_print(action->request, host, port, path);
    if (job->request)
        job_connect(job, tls, host, port);
    else
        job_failed(job, MSNP_ERROR_PASSPORT, NULL);
}

void
msnp_job_abandon(MsnpAccount *ma, const MsnpAction *action)
{
    g_hash_table_remove(ma->jobs, GUINT_TO_POINTER(action->id));
}
