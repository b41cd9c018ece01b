/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between the files of the relay: one carried connection, and what it must know of its relay. */
#ifndef MSNP_TEST_RELAY_CARRY_H
#define MSNP_TEST_RELAY_CARRY_H

#include "relay.h"
#include "relay-proxy.h"

#include <netinet/in.h>

typedef struct Carried Carried;

typedef struct {
    char *glob;
    guint16 port;
} Rule;

/* What is remembered of a connection. */
typedef struct {
    char *target;
    GByteArray *seen[RELAY_WAYS];
} Memory;

struct Relay {
    RelayKind kind;
    int fd;
    guint16 port, target;
    guint source;
    gboolean refuse;
    char *user, *password;
    GArray *rules;
    GPtrArray *requests; /* ended by NULL */
    GPtrArray *open;
    GPtrArray *memories;
    gsize limits[RELAY_WAYS];
    RelayCut cuts[RELAY_WAYS];
    char *only; /* a glob, or NULL */
    guint only_number, only_count;
    guint command; /* the one that is harmed */
    RelayHarm harm;
    guint harmed;
};

/* An address of the loopback host. */
struct sockaddr_in relay_loopback(guint16 port);

/* A client has come on this socket. */
void relay_carry(Relay *relay, int fd);

/* Ends one connection, or freezes it. */
void relay_carried_cut(Carried *carried, RelayCut cut);

/* What was held back goes on. */
void relay_carried_release(Carried *carried);

/* Frees one that is off the list already, without a word. */
void relay_carried_free(Carried *carried);

#endif
