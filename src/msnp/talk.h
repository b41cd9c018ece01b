/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All conversations and the switchboards they go over. Knows which switchboard belongs to whom; refuses to
 * know how one gets into a switchboard, and what is shown.
 */
#ifndef MSNP_TALK_H
#define MSNP_TALK_H

#include "msnp/core.h"
#include "msnp/invite.h"
#include "msnp/sb.h"

typedef struct _MsnpTalks MsnpTalks;

MsnpTalks *msnp_talks_new(MsnpCore *core);

/* Call msnp_talks_end() before. */
void msnp_talks_free(MsnpTalks *talks);

/* Who else uses the switchboards, and is told: P2P. */
typedef struct {
    /* A P2P message for us; packet lies in the receive buffer. */
    void (*packet)(gpointer owner, const char *who, const guint8 *packet, gsize len);
    /* What msnp_talks_knock() came to: NONE, or why there is no switchboard. */
    void (*bridge)(gpointer owner, const char *who, MsnpError error);
    /* Somebody has left a switchboard, or is offline now. */
    void (*left)(gpointer owner, const char *who);
    /* A switchboard in which he is has broken. */
    void (*lost)(gpointer owner, const char *who);
} MsnpTalksCarried;

void msnp_talks_set_carried(MsnpTalks *talks, const MsnpTalksCarried *klass, gpointer owner);

/* Who is told of invitations before the host is: files of old clients. */
typedef struct {
    /* One from somebody in a conversation of two, or an answer to one. TRUE: it was for us, and the host is not told. */
    gboolean (*invitation)(gpointer owner, const char *who, const MsnpInvite *invite);
    /* Somebody has left a switchboard, or is offline now. */
    void (*left)(gpointer owner, const char *who);
    /* What msnp_talks_send_raw() was given for him has not been sent; may be told before it returns. */
    void (*unsent)(gpointer owner, const char *who, MsnpError error);
} MsnpTalksInvited;

void msnp_talks_set_invited(MsnpTalks *talks, const MsnpTalksInvited *klass, gpointer owner);

/* TRUE if there is a conversation of two with him, or one is being opened. */
gboolean msnp_talks_is_open(MsnpTalks *talks, const char *who);

/* A switchboard in which somebody can be heard, or NULL; borrowed until the next call. */
MsnpSb *msnp_talks_carrier(MsnpTalks *talks, const char *who);

/* How often somebody came to be heard in a switchboard: while it is the same, carriers have not become more. */
guint msnp_talks_n_arrivals(const MsnpTalks *talks);

/* Gets a switchboard with him, and tells. */
void msnp_talks_knock(MsnpTalks *talks, const char *who);

/* Somebody has left a switchboard, or is offline now. */
void msnp_talks_gone(MsnpTalks *talks, const char *who);

/* Sends a message (head and all) that nobody has typed to him, or (who NULL) to a chat, behind what waits. FALSE:
 * there is no such chat. */
gboolean msnp_talks_send_raw(MsnpTalks *talks, const char *who, guint chat, const char *payload, gsize len);

/* The notification link on which switchboards can be asked for; NULL while none can. What waits is asked
 * for when there is one again. */
void msnp_talks_set_ns(MsnpTalks *talks, MsnpLink *ns);

/* Somebody rings. */
void msnp_talks_ring(MsnpTalks *talks, const char *host, guint16 port, const char *cookie,
                     const char *session, const char *who);

/* The requests of msnp.h; handles are lower case. text NULL is a nudge. FALSE: there is no such chat. */
void msnp_talks_send(MsnpTalks *talks, const char *who, const char *text, gsize len, const MsnpStyle *style,
                     guint id);
void msnp_talks_type(MsnpTalks *talks, const char *who);
guint msnp_talks_new_chat(MsnpTalks *talks, const char *who);
guint msnp_talks_chat_from_talk(MsnpTalks *talks, const char *who, const char *third);
gboolean msnp_talks_chat_invite(MsnpTalks *talks, guint chat, const char *who);
gboolean msnp_talks_chat_send(MsnpTalks *talks, guint chat, const char *text, gsize len,
                              const MsnpStyle *style, guint id);
void msnp_talks_chat_type(MsnpTalks *talks, guint chat);
void msnp_talks_chat_leave(MsnpTalks *talks, guint chat);
void msnp_talks_refuse(MsnpTalks *talks, guint invite, const char *code);
void msnp_talks_accept(MsnpTalks *talks, guint invite, gboolean launch, const MsnpInviteField *fields,
                       guint n_fields);

/* The session ends: leaves every switchboard and reports every message that was not acknowledged. */
void msnp_talks_end(MsnpTalks *talks);

void msnp_talks_tick(MsnpTalks *talks);
guint64 msnp_talks_deadline(const MsnpTalks *talks);

/* Frees what is over; call when no talk function is under way. */
void msnp_talks_bury(MsnpTalks *talks);

#endif
