/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What must hold for objects that are fetched and files that are sent or taken, whatever the
 * dialogue says. Knows them by their numbers; refuses to know how they travel. */
#ifndef REPLAY_AUDIT_TRANSFER_H
#define REPLAY_AUDIT_TRANSFER_H

#include <glib.h>

#include "msnp/msnp.h"

typedef struct AuditTransfers AuditTransfers;

AuditTransfers *audit_transfers_new(void);
void audit_transfers_free(AuditTransfers *transfers);

/* What the user asked for and was taken. The same object is fetched once, under one number. */
void audit_fetching(AuditTransfers *transfers, guint id);
void audit_file_sent(AuditTransfers *transfers, guint id, guint64 size);

/* What the user says of a file: numbers that are none do not matter, as msnp.h promises. Nothing
 * may be told of what was cancelled, nor of what cannot be read (len 0). */
void audit_file_accepted(AuditTransfers *transfers, guint id);
void audit_file_cancelled(AuditTransfers *transfers, guint id);
void audit_file_given(AuditTransfers *transfers, guint id, guint64 offset, gsize len);

/* Judges an action of theirs; all others are right. */
gboolean audit_transfers_action(AuditTransfers *transfers, const MsnpAction *action, GString *why);

/* A name that can be the name of a file in a folder. */
gboolean audit_is_file_name(const char *name);

/* At the end of a session: what was begun must have ended. */
gboolean audit_transfers_end(AuditTransfers *transfers, GString *why);

#endif
