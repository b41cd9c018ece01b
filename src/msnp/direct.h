/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A direct connection with another client: getting it, and proving by a nonce who is there. Knows frames and the
 * handshake; refuses to know what goes over it and how it was agreed on. Source: the MSN wikis' pages on TCPv1.
 */
#ifndef MSNP_DIRECT_H
#define MSNP_DIRECT_H

#include "msnp/link.h"

typedef struct _MsnpDirect MsnpDirect;

/* What it tells. The owner may free it from any of these. */
typedef struct {
    void (*listening)(gpointer owner, const MsnpAddresses *addresses);
    void (*ready)(gpointer owner); /* the other side is who it said */
    void (*frame)(gpointer owner, const guint8 *frame, gsize len);
    void (*room)(gpointer owner); /* more can be sent */
    void (*over)(gpointer owner); /* it could not be made, or has gone */
} MsnpDirectOwner;

/* What is said and what must be heard in the handshake: 16 bytes each. */
typedef struct {
    guint8 say[16];
    guint8 hear[16];
    gboolean hashed; /* hear is the beginning of the SHA-1 of what must be heard */
} MsnpNonces;

/* Adds "host:port", as somebody said it, if we may connect there: nobody is to aim us at a service of somebody else's. */
void msnp_direct_add_address(const MsnpCore *core, GPtrArray *addresses, const char *host, const char *port);

/* Tries addresses ("host:port" each; taken over) one after the other. */
MsnpDirect *msnp_direct_connect(MsnpCore *core, const MsnpDirectOwner *klass, gpointer owner, GPtrArray *addresses,
                                const MsnpNonces *nonces);

/* Waits to be connected to; listening is told first. */
MsnpDirect *msnp_direct_listen(MsnpCore *core, const MsnpDirectOwner *klass, gpointer owner, const MsnpNonces *nonces);

/* Closes it; over is not told. */
void msnp_direct_free(MsnpDirect *direct);

gboolean msnp_direct_is_ready(const MsnpDirect *direct);

/* TRUE while it listens and nobody has come. */
gboolean msnp_direct_is_waiting(const MsnpDirect *direct);

/* TRUE if what was sent last has not piled up. */
gboolean msnp_direct_has_room(const MsnpDirect *direct);

/* Sends a P2P packet without its footer, of len bytes that the caller puts where this returns. */
guint8 *msnp_direct_send(MsnpDirect *direct, gsize len);

void msnp_direct_tick(MsnpDirect *direct);
guint64 msnp_direct_deadline(const MsnpDirect *direct);

/* The first 16 bytes of the SHA-1 of 16 bytes. */
void msnp_nonce_hash(const guint8 nonce[16], guint8 out[16]);

#endif
