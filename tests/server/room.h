/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rooms of the switchboard: who is in them, what is said in them. */
#ifndef MSNPD_ROOM_H
#define MSNPD_ROOM_H

#include "client.h"

typedef struct {
    Account *account;
    Client *client;     /* NULL: a bot, or somebody a test moves */
    guint places;       /* how often he is here: 1, or more for somebody without a client */
    GHashTable *pieces; /* long messages he has begun; see pieces.h */
    char *emoticons;    /* the last list he has sent; NULL: none */
} Member;

struct Room {
    gint refs;
    guint number;
    char *session;      /* id in RINGING, RNG and ANS */
    GPtrArray *members; /* of Member */
    GPtrArray *invites; /* what somebody here has invited to; see invites.h */
};

/* The first room that ACCOUNT is in; NULL if none. */
Room *room_of(const Account *account);
/* The room of that number; NULL if there is none any more. */
Room *room_by_number(guint number);
/* All rooms; do not free. */
const GPtrArray *rooms_all(void);
/* A room that both are in; NULL if none. */
Room *room_shared(const Account *a, const Account *b);
/* A new room with nobody in it. Held by its members; room_unref() when it was not filled. */
Room *room_new(void);
void room_unref(Room *room);
Member *room_member(Room *room, const Account *account);
/* ACCOUNT joins without a client, or from one more place. */
void room_join_puppet(Room *room, Account *account);
/* One of several places is left. FALSE when there is only one. */
gboolean room_leave_place(Room *room, Account *account);
/* CLIENT NULL: wherever ACCOUNT is. */
void room_leave(Room *room, Account *account, const Client *client, gboolean idle);
/* Sends a payload as FROM to everybody else, and to the other places of FROM; CLIENT is where it was
 * said (NULL: somebody without one). Returns how many others got it. */
guint room_say(Room *room, Account *from, const Client *client, const char *payload, gsize length);

/* CLIENT enters; with ANSWER it is told who is there already, and ANS OK. */
void room_enter(Room *room, Client *client, guint32 trid, gboolean answer);

/* Calls FUNC for each switchboard link of ACCOUNT. Links may close meanwhile. */
typedef void (*SbLinkFunc)(Client *client, gpointer data);
guint sb_foreach_link(const Account *account, SbLinkFunc func, gpointer data);

void rooms_clear(void);

#endif
