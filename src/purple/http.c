/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The session's HTTP jobs, one connection each. Knows how a job begins and ends; connections are httpconn.c's, the
 * messages httpmsg.c's, redirects and their meaning the session's. (libpurple's own HTTP follows redirects by itself,
 * losing the Authorization, and logs every header.)
 */
#include "purple/http.h"

#include "purple/httpconn.h"
#include "purple/pump.h"

/* A host that does not even refuse, as behind a firewall: the system tries for two minutes, and so would the session,
 * which must leave time for a question about a certificate. */
#define CONNECT_SECONDS 15

typedef struct {
    MsnpAccount *ma;
    guint id;
    MsnpHttpConn *conn; /* NULL if there is no connection to be had */
    guint timer;
} Job;

static void
job_free(gpointer data)
{
    Job *job = data;

    if (job->timer)
        purple_timeout_remove(job->timer);
    msnp_http_conn_free(job->conn);
    g_free(job);
}

GHashTable *
msnp_jobs_new(void)
{
    return g_hash_table_new_full(NULL, NULL, NULL, job_free);
}

/* Hands over the outcome and goes. */
static void
job_done(gpointer who, const MsnpHttpReply *reply)
{
    Job *job = who;
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
job_failed(Job *job, MsnpError end)
{
    MsnpHttpReply reply = {.end = end};

    job_done(job, &reply);
}

static gboolean
job_late(gpointer data)
{
    Job *job = data;

    job->timer = 0;
    if (!msnp_http_conn_has_reached(job->conn))
        job_failed(job, MSNP_ERROR_PASSPORT_TIMEOUT);
    return FALSE;
}

void
msnp_job_fetch(MsnpAccount *ma, const MsnpAction *action)
{
    static const MsnpHttpConnClass klass = {.done = job_done};
    Job *job = g_new0(Job, 1);
    g_autofree char *host = NULL, *path = NULL;
    MsnpError end = MSNP_ERROR_PASSPORT;
    GString *request = NULL;
    guint16 port;
    gboolean tls;

    job->ma = ma;
    job->id = action->id;
    g_hash_table_insert(ma->jobs, GUINT_TO_POINTER(job->id), job);
    if (msnp_url_split(action->request->url, &tls, &host, &port, &path))
        request = msnp_http_request_print(action->request, host, port, path);
    if (request)
        job->conn = msnp_http_conn_new(ma->account, tls, host, port, &klass, job, &end);
    if (job->conn) {
        job->timer = purple_timeout_add_seconds(CONNECT_SECONDS, job_late, job);
        msnp_http_conn_send(job->conn, request, MSNP_HTTP_BODY_MAX);
        return;
    }
    msnp_http_request_free(request);
    job_failed(job, end);
}

void
msnp_job_abandon(MsnpAccount *ma, const MsnpAction *action)
{
    g_hash_table_remove(ma->jobs, GUINT_TO_POINTER(action->id));
}
