/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What must hold for every action of every session, whatever the dialogue says: the promises of
 * msnp.h. Knows links, jobs and messages by their numbers; refuses to know replay files. */
#ifndef REPLAY_AUDIT_H
#define REPLAY_AUDIT_H

#include <glib.h>

#include "audit-transfer.h"
#include "msnp/msnp.h"

typedef struct Audit Audit;

/* secrets: texts that no printed action but an event may hold; borrowed. silence: the server
 * acknowledges nothing at first, so a message that was sent before it does may have no end. */
Audit *audit_new(const GPtrArray *secrets, gboolean silence);
/* From here on acknowledgements get lost: as long as there is none, the server is one like that. */
void audit_excuse_silence(Audit *audit);
void audit_free(Audit *audit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Audit, audit_free)

/* What was asked for and taken, by how it may end. Ids of one kind are never given twice. */
typedef enum {
    AUDIT_UNSURE,  /* a nudge or a page: fails once, or says nothing */
    AUDIT_EDIT,    /* a change: fails once, or says nothing of its own */
    AUDIT_SERVICE, /* a question to the service: is answered, once */
    AUDIT_CHAT,    /* the number of a new chat */
    AUDIT_LEAVE,   /* a chat is left: nothing may come of it any more */
} AuditAsk;
void audit_asked(Audit *audit, AuditAsk what, guint id);

/* The host says that a link came up or ended, a job is done, a text was taken for sending. */
void audit_link_up(Audit *audit, guint link);
void audit_link_ended(Audit *audit, guint link);
void audit_job_done(Audit *audit, guint job);
void audit_sent(Audit *audit, guint id, const char *text, gsize len);

/* The host has shown the offline message that it was told by this number; or (keys with blanks
 * between) some of them on another day. */
void audit_offline_shown(Audit *audit, guint id);
void audit_offline_shown_before(Audit *audit, const char *keys);

/* What is known of objects and files; the host says there what becomes of them. */
AuditTransfers *audit_transfers(Audit *audit);

/* TRUE if this link is open or opening as far as the host knows. */
gboolean audit_link_is_open(const Audit *audit, guint link);

/* TRUE if it is open and came up. */
gboolean audit_link_is_up(const Audit *audit, guint link);

/* Judges one action. FALSE if it breaks a promise, which is then appended to why. */
gboolean audit_action(Audit *audit, const MsnpAction *action, GString *why);

/* Appends what promise is broken. Returns FALSE. */
gboolean audit_broken(GString *why, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* TRUE once the session has told its end. */
gboolean audit_is_over(const Audit *audit);

/* Judges a session that was quit and drained: every message must have ended, nothing may be due. */
gboolean audit_end(Audit *audit, const MsnpSession *session, GString *why);

#endif
