/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a SOCKS5 or HTTP proxy says before it carries bytes. Pure: no sockets here. */
#ifndef MSNP_TEST_RELAY_PROXY_H
#define MSNP_TEST_RELAY_PROXY_H

#include "relay.h"

typedef enum {
    PROXY_MORE,    /* read more, then call again */
    PROXY_CONNECT, /* carry to TARGET, then say proxy_accepted() or proxy_refused() */
    PROXY_ENOUGH,  /* send the answer and hang up */
} ProxyStep;

typedef struct {
    RelayKind kind;
    const char *user, *password; /* NULL: no login wanted */
    guint phase;                 /* the next part of the SOCKS5 handshake */
    char *target;                /* "host:port", owned */
    gboolean plain;              /* a request for plain HTTP, which is carried as it is */
} ProxyTalk;

/* Reads the client's bytes from INPUT, removes what it understood and appends the answer to OUTPUT.
 */
ProxyStep proxy_talk(ProxyTalk *talk, GByteArray *input, GByteArray *output);

void proxy_accepted(const ProxyTalk *talk, GByteArray *output);
void proxy_refused(const ProxyTalk *talk, GByteArray *output);

#endif
