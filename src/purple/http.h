/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The session's HTTP jobs, one connection each. Knows how a job begins and ends; connections are httpconn.c's, the
 * messages httpmsg.c's, redirects and their meaning the session's. (libpurple's own HTTP follows redirects by itself,
 * losing the Authorization, and logs every header.)
 */
#ifndef MSNP_PURPLE_HTTP_H
#define MSNP_PURPLE_HTTP_H

#include "purple/account.h"

/* An empty table of jobs; removing one stops it. */
GHashTable *msnp_jobs_new(void);

/* MSNP_ACTION_FETCH, _ABANDON. */
void msnp_job_fetch(MsnpAccount *ma, const MsnpAction *action);
void msnp_job_abandon(MsnpAccount *ma, const MsnpAction *action);

#endif
