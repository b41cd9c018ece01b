/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two sessions in one process, and a small service between them that loses what it is told to lose.
 * Knows msnp.h alone. */
#ifndef MSNP_TEST_TWO_PEOPLE_H
#define MSNP_TEST_TWO_PEOPLE_H

#include "msnp/msnp.h"

#define ALICE "alice@example.com"
#define BOB   "bob@example.com"

typedef enum { ROLE_NONE, ROLE_NS, ROLE_SB, ROLE_DIRECT } Role;

typedef struct {
    Role role;
    gboolean up;
    gboolean linked; /* a direct connection has two ends */
    GString *in; /* what it wrote and the service has not read yet */
} Wire;

typedef struct _Person {
    struct _Service *service;
    struct _Person *other;
    const char *who;
    MsnpSession *session;
    GHashTable *wires; /* number to Wire */
    guint ns, sb;      /* numbers of links, 0 for none */
    guint direct;      /* of a direct connection, or of one that is waited for */
    gboolean deaf;     /* cannot listen */
    GPtrArray *jobs;   /* numbers of jobs to be answered */
    /* what came */
    GByteArray *object;
    MsnpError object_error;
    GByteArray *file;
    GString *disk; /* what is sent when asked for */
    guint offered;
    gboolean done, failed;
    MsnpError why;
    guint shortcuts;
    char *emoticon; /* the last one's object */
    GString *heard; /* texts */
    GString *told;  /* lines of the debug log, each with a line end */
} Person;

typedef struct _Service {
    Person alice, bob;
    guint64 now;
    guint pings;     /* answered */
    guint packets;   /* P2P packets relayed */
    guint cut_after; /* the switchboard breaks when so many have been; 0 for never */
    guint nak_every; /* every so manieth is refused; 0 for never */
    gboolean mute;   /* nothing is acknowledged */
    guint direct_bytes; /* over direct connections */
    guint direct_cut;   /* they break when so many bytes went; 0 for never */
    gboolean stuffed;   /* Alice takes nothing of what Bob sends directly */
    void (*tamper)(GString *bytes, gconstpointer how); /* with what Alice sends directly; or NULL */
    gconstpointer how;
} Service;

/* Both are signed in, know each other and are busy. direct: MsnpEnv's. */
Service *service_new(gboolean direct);
void service_free(Service *s);

/* A line of a server to somebody, with its end. */
void say(Person *p, guint link, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* One thing more of everything that is to be done; FALSE if there was nothing. */
gboolean person_step(Person *p);

/* Until there is nothing to be done. */
void settle(Service *s);

/* The clock goes on by this, from deadline to deadline. */
void pass(Service *s, guint64 ms);

/* Bytes that differ from place to place. */
void fill(GString *bytes, gsize len);

#endif
