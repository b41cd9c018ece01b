/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The letters of the notification server (PUT, NFY and SDG): three blocks of headers and a body, and the addresses in
 * them. Knows how they are written and read; refuses to know what they say.
 */
#ifndef MSNP_ENVELOPE_H
#define MSNP_ENVELOPE_H

#include "msnp/message.h"

G_BEGIN_DECLS

/* "1:bob@example.com;via=9:guid@live.com;epid={guid};path=IM", its parts in any order. */
typedef struct {
    guint network;
    char *handle; /* lower case */
    guint via_network;
    char *via;  /* lower case; NULL if there is none */
    char *epid; /* as it came; NULL if there is none */
} MsnpAddress;

/* FALSE, with *out all 0, if there is no network or no usable handle; parts that are unknown are passed over. */
gboolean msnp_address_parse(const char *text, gsize len, MsnpAddress *out);
void msnp_address_clear(MsnpAddress *address);

/* A letter taken apart: everything points into the payload. */
typedef struct {
    MsnpSlice routing;
    MsnpSlice reliability;
    MsnpSlice content; /* the headers of the third block */
    const char *body;  /* never NULL */
    gsize body_len;    /* no more than there is, whatever Content-Length says */
} MsnpEnvelope;

/* FALSE if it has not even the first two blocks. Blank lines end with CRLF or LF. */
gboolean msnp_envelope_parse(const guint8 *payload, gsize len, MsnpEnvelope *out);

/* The header of that name in a block, cut to what a name may be; "" if there is none. The caller's. */
char *msnp_envelope_value(MsnpSlice block, const char *name);

/* The address in a header of the first block; as msnp_address_parse(). */
gboolean msnp_envelope_address(const MsnpEnvelope *envelope, const char *name, MsnpAddress *out);

G_END_DECLS

#endif
