/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What somebody without a client has to offer by P2P, and how he is told to behave. */
#ifndef MSNPD_P2P_PUPPET_H
#define MSNPD_P2P_PUPPET_H

#include "p2p-object.h"
#include "world.h"

typedef enum {
    LIE_NONE,
    /* wrong */
    LIE_SHA,
    LIE_SIZE,
    LIE_SHORT,
    LIE_LONG,
    LIE_OVER,
    LIE_OFFSET,
    LIE_HOLE,
    LIE_OVERLAP,
    LIE_TWICE,
    LIE_HUGE,
    LIE_SILENT,
    LIE_DECLINE,
    LIE_500,
    LIE_BYE_EARLY,
    /* allowed */
    LIE_BYE_AFTER,
    LIE_NO_PREP,
    LIE_FLAGS,
    LIE_TRANSPORT,
    LIE_NOT_ID,
    LIE_SPLIT_SLP
} P2pLie;

typedef enum { TAKE_DECLINE, TAKE_ACCEPT, TAKE_IGNORE, TAKE_CANCEL, TAKE_NAK } P2pTake;

typedef struct {
    GPtrArray *objects; /* of P2pObject: announced to anybody, the newest last */
    P2pLie lie;         /* the next time */
    P2pTake take;       /* what becomes of a file */
    guint64 take_at;    /* after so many bytes */
} P2pPuppet;

P2pPuppet *p2p_puppet(const Account *account);

/* Takes OBJECT, which stands until it is too old. */
const P2pObject *p2p_publish(const Account *account, P2pObject *object);
/* The object that was announced as TEXT; NULL if none was. */
const P2pObject *p2p_published(const Account *account, const char *text);

/* LIE_NONE for an unknown word. */
P2pLie p2p_lie_named(const char *name);
/* The lie that was ordered, once. Who neither serves nor sends only has the ones about how anything
 * is written. */
P2pLie p2p_lie_take(const Account *account, gboolean sends);

void p2p_puppets_clear(void);

#endif
