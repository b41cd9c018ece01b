/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Outstanding TrIDs of one link: what was asked, until when, whom to tell. Knows numbers and deadlines;
 * refuses to know what the commands are.
 */
#ifndef MSNP_TRANS_H
#define MSNP_TRANS_H

#include <glib.h>
#include "msnp/msnp.h"
#include "msnp/wire.h"

/* How a kind of request goes on. Either function may be NULL: nobody minds. */
typedef struct {
    MsnpVerbId verb; /* of the reply */
    void (*answered)(gpointer who, const MsnpCommand *reply);
    void (*failed)(gpointer who, MsnpError error, guint number); /* SERVER and its number, TIMEOUT, LOST */
    gboolean (*usable)(const MsnpCommand *reply); /* FALSE: a reply cut short, to be ignored; NULL: any will do */
} MsnpAsk;

/* NULL is one in which nothing is outstanding: most links have nothing to wait for most of the time. */
typedef struct _MsnpTrans MsnpTrans;

/* Forgets everything, telling nobody. */
void msnp_trans_free(MsnpTrans *trans);

/* trid was asked on behalf of who; deadline 0 means that no answer is no failure. */
void msnp_trans_add(MsnpTrans **trans, guint32 trid, const MsnpAsk *ask, gpointer who, guint64 deadline);

/* The request of a TrID, NULL if it is not outstanding. *who is set when it is. */
const MsnpAsk *msnp_trans_find(const MsnpTrans *trans, guint32 trid, gpointer *who);

void msnp_trans_remove(MsnpTrans **trans, guint32 trid);

/* Forgets all that was asked on behalf of who, telling nobody. */
void msnp_trans_forget_who(MsnpTrans **trans, gconstpointer who);

/* Tells everybody whose deadline has passed (error TIMEOUT) and forgets them. */
void msnp_trans_expire(MsnpTrans **trans, guint64 now);

/* Tells everybody, in the order of asking, and forgets them. */
void msnp_trans_fail_all(MsnpTrans **trans, MsnpError error, guint number);

/* The next deadline, 0 if there is none. */
guint64 msnp_trans_deadline(const MsnpTrans *trans);

guint msnp_trans_size(const MsnpTrans *trans);

#endif
