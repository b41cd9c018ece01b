/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One switchboard: getting in, who is there, messages in and out. Knows that link; refuses to know which
 * conversation it serves: it tells its owner.
 */
#ifndef MSNP_SB_H
#define MSNP_SB_H

#include "msnp/link.h"

typedef struct _MsnpSb MsnpSb;

typedef struct _MsnpSbOwner MsnpSbOwner;

/* What a switchboard tells and asks. The owner may close it from any of these, but over. */
typedef struct {
    /* One can be heard now: after the first JOI, or when the answer to RNG was accepted. */
    void (*ready)(MsnpSbOwner *owner, MsnpSb *sb);
    /* Somebody came (after ready) or went. */
    void (*joined)(MsnpSbOwner *owner, MsnpSb *sb, const char *who);
    void (*left)(MsnpSbOwner *owner, MsnpSb *sb, const char *who, gboolean idle);
    /* MSG: who and name are decoded, payload lies in the receive buffer. */
    void (*message)(MsnpSbOwner *owner, MsnpSb *sb, const char *who, const char *name, const guint8 *payload,
                    gsize len);
    /* It is gone, and why; requests on it were told before. It is freed by its owner. */
    void (*over)(MsnpSbOwner *owner, MsnpSb *sb, MsnpError error, guint number);
    /* The handle as the owner keeps it, once for all switchboards; it stays until it has been dropped as often. */
    const char *(*keep)(MsnpSbOwner *owner, const char *who);
    void (*drop)(MsnpSbOwner *owner, const char *who);
} MsnpSbOwnerClass;

/* What an owner of switchboards begins with. */
struct _MsnpSbOwner {
    const MsnpSbOwnerClass *klass;
};

/* Goes to a switchboard and calls peer there. */
MsnpSb *msnp_sb_call(MsnpCore *core, MsnpSbOwner *owner, const char *host, guint16 port, const char *cookie,
                     const char *peer);

/* Goes to a switchboard that one was called to, by peer. */
MsnpSb *msnp_sb_answer(MsnpCore *core, MsnpSbOwner *owner, const char *host, guint16 port, const char *cookie,
                       const char *session, const char *peer);

/* Says OUT, closes the link and tells nobody. Requests under way are told LOST. */
void msnp_sb_close(MsnpSb *sb);

/* Its memory; the link must be closed or gone. */
void msnp_sb_free(MsnpSb *sb);

/* Sends MSG with that acknowledgement letter; no answer is no failure. */
void msnp_sb_send(MsnpSb *sb, const MsnpAsk *ask, gpointer who, const char *letter, const void *payload,
                  gsize len);

/* The same for len bytes that the caller puts where this returns. */
guint8 *msnp_sb_send_room(MsnpSb *sb, const MsnpAsk *ask, gpointer who, const char *letter, gsize len);

gboolean msnp_sb_is_ready(const MsnpSb *sb);
gboolean msnp_sb_is_over(const MsnpSb *sb);
guint msnp_sb_n_participants(const MsnpSb *sb);

/* Calls somebody else in; failed is told if that cannot be (not if the switchboard goes first). */
typedef void (*MsnpSbCallFailed)(MsnpSb *sb, const char *who, MsnpError error, guint number);
void msnp_sb_call_more(MsnpSb *sb, const char *who, MsnpSbCallFailed failed);

/* What an owner wants to remember with it. */
void msnp_sb_set_data(MsnpSb *sb, gpointer data);
gpointer msnp_sb_data(const MsnpSb *sb);

/* TRUE if one may be there from several places, as the dialect was when it began. */
gboolean msnp_sb_has_places(const MsnpSb *sb);

/* TRUE if it has ever been ready, over or not. */
gboolean msnp_sb_was_ready(const MsnpSb *sb);
gboolean msnp_sb_has_participant(const MsnpSb *sb, const char *who);

/* The client id that a participant came with (MSNP12), or 0. */
guint32 msnp_sb_participant_client(const MsnpSb *sb, guint i);

/* Participant i, NULL beyond the last; and whom one called or was called by. */
const char *msnp_sb_participant(const MsnpSb *sb, guint i);
const char *msnp_sb_peer(const MsnpSb *sb);

/* Messages that wait for their acknowledgement. */
gboolean msnp_sb_has_unacknowledged(const MsnpSb *sb);

/* When text last went either way. */
guint64 msnp_sb_active(const MsnpSb *sb);

/* Gives up on somebody who does not come. */
void msnp_sb_tick(MsnpSb *sb);
guint64 msnp_sb_deadline(const MsnpSb *sb);

#endif
