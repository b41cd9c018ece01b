/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of circles share: circle.c (circles and who is in them), circle-book.c (what the address book has of
 * them), circle-wire.c (what the notification server says and is told), circle-talk.c (what is said in them). Nobody
 * else includes it.
 */
#ifndef MSNP_CIRCLE_PRIVATE_H
#define MSNP_CIRCLE_PRIVATE_H

#include "msnp/book-pages.h"
#include "msnp/circle.h"
#include "msnp/envelope.h"
#include "msnp/message.h"
#include "msnp/style.h"

struct _MsnpCircleMember {
    char *handle;
    char *name;
    char *message;
    MsnpStatus status;
    gboolean listed;  /* the circle's own address book has him */
    gboolean present; /* the server has him in the conversation */
};

struct _MsnpCircle {
    MsnpCircles *circles;
    char *id;
    char *domain;  /* "live.com" */
    char *address; /* "id@domain" */
    char *name;
    GPtrArray *members; /* MsnpCircleMember, owned */
    GHashTable *by_handle;
    guint chat;      /* of its conversation, 0 while that is closed */
    gboolean in_book; /* as it was read last */
    gboolean blocked;
    gboolean told;
};

struct _MsnpCircles {
    MsnpCore *core;
    MsnpLink *link;  /* NULL while nothing can be said */
    GPtrArray *all;  /* MsnpCircle, owned */
    char *ticket;    /* of the address book; NULL for none */
    GPtrArray *blocked; /* ids that the membership list has blocked */
    GQueue to_read;  /* ids of circles whose members are to be read, owned */
    char *reading;   /* the one that is being read, or NULL */
    GHashTable *read; /* handles that have come of it */
    MsnpBookPages pages; /* of its book */
    guint segment;   /* of the letter that was sent last */
    MsnpHeadMemo head;
    MsnpStyleMemo style;
};

/* ---- circle.c ---- */

/* By id, or NULL; and by the address that the wire has. */
MsnpCircle *msnp_circle_by_id(const MsnpCircles *circles, const char *id);
MsnpCircle *msnp_circle_by_address(const MsnpCircles *circles, const char *address);

/* The same, made if it is unknown; NULL if there are too many. */
MsnpCircle *msnp_circle_add(MsnpCircles *circles, const char *id, const char *domain, const char *name);

MsnpCircleMember *msnp_circle_find_member(const MsnpCircle *circle, const char *handle);

/* The same, made if he is unknown; NULL if there are too many, or it is oneself. */
MsnpCircleMember *msnp_circle_add_member(MsnpCircle *circle, const char *handle);

/* Tells what is so now of a member; who is neither in the book nor in the conversation is forgotten. */
void msnp_circle_tell_member(MsnpCircle *circle, MsnpCircleMember *member);

/* The book has been read: what it has no more goes, the members of the others are read, and what is new is told. */
void msnp_circles_settle(MsnpCircles *circles);

/* The one whose conversation has that number, or NULL. */
MsnpCircle *msnp_circle_of_chat(const MsnpCircles *circles, guint chat);

/* He is in the conversation, or not; told there. */
void msnp_circle_set_present(MsnpCircle *circle, MsnpCircleMember *member, gboolean present);

/* ---- circle-book.c ---- */

/* The members of a circle are to be read; one circle at a time. */
void msnp_circle_read_members(MsnpCircles *circles, const char *id);
void msnp_circle_stop_reading(MsnpCircles *circles);

/* ---- circle-talk.c ---- */

/* SDG from the server. */
void msnp_circle_letter(MsnpCircles *circles, const MsnpCommand *command);

/* "To" and "From" of a letter to a circle, and the blank line behind. path: ";path=IM" or "". */
void msnp_circle_print_routing(const MsnpCircle *circle, const char *path, GString *out);

#endif
