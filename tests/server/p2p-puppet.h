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

/* Who connects directly when a file is agreed on. */
typedef enum { DIRECT_REFUSE, DIRECT_LISTEN, DIRECT_CONNECT } P2pDirectMode;

/* How he misbehaves on a direct connection. */
typedef enum {
    TRICK_NONE,
    /* until both have proved who they are */
    TRICK_ABSENT,
    TRICK_WALL,
    TRICK_MUTE,
    TRICK_GARBAGE,
    TRICK_NONCE,
    TRICK_NO_NONCE,
    TRICK_ECHO,
    TRICK_EARLY,
    /* in the middle of the data */
    TRICK_FIN,
    TRICK_RESET,
    TRICK_HALF,
    TRICK_DEAF,
    TRICK_HALF_FIN,
    TRICK_HANG,
    TRICK_LENGTH,
    TRICK_FIELD,
    /* all the time */
    TRICK_BODY
} P2pTrickKind;

typedef struct {
    P2pTrickKind kind;
    guint64 at; /* of a field, in the header */
    guint64 value;
} P2pTrick;

typedef enum { TAKE_DECLINE, TAKE_ACCEPT, TAKE_IGNORE, TAKE_CANCEL, TAKE_NAK } P2pTake;

typedef struct {
    GPtrArray *objects; /* of P2pObject: announced to anybody, the newest last */
    P2pLie lie;         /* the next time */
    P2pTake take;       /* what becomes of a file */
    guint64 take_at;    /* after so many bytes */
    P2pDirectMode direct;
    gboolean hashed; /* nonces, as newer clients do */
    P2pTrick trick;  /* on the next direct connection */
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

/* "refuse|listen|connect [hashed]". FALSE when it is none of these. */
gboolean p2p_direct_order(const Account *account, const char *words);
/* "KIND [AT] [VALUE]"; FALSE when there is no such trick. */
gboolean p2p_trick_order(const Account *account, const char *words);
/* The trick that was ordered, once. */
P2pTrick p2p_trick_take(const Account *account);
gboolean p2p_trick_at_hello(const P2pTrick *trick);
gboolean p2p_trick_in_data(const P2pTrick *trick);

void p2p_puppets_clear(void);

#endif
