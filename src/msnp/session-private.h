/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What session.c and request.c share: one account and its machines. Nobody else includes it.
 */
#ifndef MSNP_SESSION_PRIVATE_H
#define MSNP_SESSION_PRIVATE_H

#include "msnp/core.h"
#include "msnp/edit.h"
#include "msnp/ns.h"
#include "msnp/oim-out.h"
#include "msnp/talk.h"
#include "msnp/transfer.h"

struct _MsnpSession {
    MsnpCore core;
    MsnpNs *ns;
    MsnpTalks *talks;
    MsnpTransfers *transfers;
    MsnpEdits *edits;
    MsnpOimOut *oim_out;
    guint told_groups; /* of the roster, while it is told */
    guint told_contacts;
    gboolean over; /* the end was told */
    gboolean held; /* nothing is taken back */
};

/* A handle as it is used as a key, or NULL if it cannot be one. The caller's. */
char *msnp_session_key(const char *handle);

#endif
