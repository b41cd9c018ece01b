/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of conversations share: talk.c (all of them and their switchboards), talk-pair.c (two
 * people), talk-group.c (more), talk-out.c (messages on their way), talk-in.c (messages that came).
 * Nobody else includes it.
 */
#ifndef MSNP_TALK_PRIVATE_H
#define MSNP_TALK_PRIVATE_H

#include "msnp/chunks.h"
#include "msnp/link.h"
#include "msnp/message.h"
#include "msnp/sb.h"
#include "msnp/style.h"
#include "msnp/talk.h"

typedef struct _MsnpPair MsnpPair;
typedef struct _MsnpGroupTalk MsnpGroupTalk;
typedef struct _MsnpOut MsnpOut;

struct _MsnpTalks {
    MsnpSbOwner owner; /* of the switchboards; the first, as all that is one */
    MsnpCore *core;
    MsnpLink *ns;       /* NULL while nothing can be asked for */
    GHashTable *pairs;  /* handle to MsnpPair, owned */
    GHashTable *groups; /* number to MsnpGroupTalk, owned */
    GPtrArray *sbs;    /* MsnpSb, owned, in the order of their beginning */
    gboolean has_dead; /* some of them are over */
    gboolean acks;     /* the service acknowledges: silence means something */
    gboolean quiet;    /* what is not acknowledged now is not known to have failed */
    gboolean ending;
    /* incoming */
    GString *scratch;
    MsnpHeadMemo head; /* of the last message */
    MsnpStyleMemo style;
    MsnpChunks *chunks;
    const MsnpTalksCarried *carried; /* NULL for nobody */
    gpointer carried_owner;
    const MsnpTalksInvited *invited; /* the same */
    gpointer invited_owner;
    guint n_arrivals;
    GHashTable *invites; /* number to an invitation that waits for an answer */
    guint next_invite;
};

/* ---- talk.c ---- */

/* FALSE for an XFR SB that is cut short. */
gboolean msnp_talks_grant_usable(const MsnpCommand *reply);

/* Opens what an XFR granted, to call peer; NULL if the reply is unusable. */
MsnpSb *msnp_talks_open_sb(MsnpTalks *talks, const MsnpCommand *reply, const char *peer);

/* Says good-bye to a switchboard. */
void msnp_talks_leave_sb(MsnpTalks *talks, MsnpSb *sb);

/* TRUE if everybody in the switchboard can join multi-packet messages. */
gboolean msnp_talks_sb_joins_chunks(MsnpTalks *talks, const MsnpSb *sb);

/* ---- talk-out.c ---- */

/* A message to somebody or (who NULL) to a group; text NULL is a nudge. */
MsnpOut *msnp_out_new(MsnpTalks *talks, const char *who, guint chat, guint id, const char *text, gsize len,
                      const MsnpStyle *style);

/* Not a message but the wish for a switchboard: it is told when its turn comes, or fails. */
MsnpOut *msnp_out_new_knock(MsnpTalks *talks, const char *who);

/* A message that nobody typed, to somebody or (who NULL) to a group. */
MsnpOut *msnp_out_new_raw(MsnpTalks *talks, const char *who, const char *payload, gsize len);

/* Sends it; its fate is told from now on. */
void msnp_out_send(MsnpOut *out, MsnpSb *sb);

/* Tells that it was not delivered, and frees it. */
void msnp_out_fail(MsnpOut *out, MsnpError error, guint number);

/* ---- talk-pair.c ---- */

MsnpPair *msnp_pair_get(MsnpTalks *talks, const char *who);
MsnpPair *msnp_pair_find(MsnpTalks *talks, const char *who);

/* His handle, as long as it has been kept more often than dropped. */
const char *msnp_pair_keep(MsnpPair *pair);
void msnp_pair_drop(MsnpPair *pair);

/* TRUE if there is a conversation, or one is being opened; else it only keeps a name. */
gboolean msnp_pair_is_open(const MsnpPair *pair);

/* The pair that uses this switchboard for `who`, or NULL. */
MsnpPair *msnp_pair_of(MsnpTalks *talks, MsnpSb *sb, const char *who);

void msnp_pair_send(MsnpPair *pair, MsnpOut *out);

/* The conversation goes over this switchboard from now on, or over none. */
void msnp_pair_use(MsnpPair *pair, MsnpSb *sb);
void msnp_pair_lose(MsnpPair *pair);

/* One that it could use, if it has none. */
void msnp_pair_offer(MsnpPair *pair, MsnpSb *sb);

/* The switchboard it uses, if one can be heard there; else NULL. */
MsnpSb *msnp_pair_sb(const MsnpPair *pair);

/* The way ended before it was used. */
void msnp_pair_unreached(MsnpPair *pair, MsnpError error, guint number);

/* Switchboards can be asked for again; or never again. */
void msnp_pair_resume(MsnpPair *pair);
void msnp_pair_end(MsnpPair *pair);

/* ---- talk-group.c ---- */

MsnpGroupTalk *msnp_group_new(MsnpTalks *talks, const char *from);
MsnpGroupTalk *msnp_group_find(MsnpTalks *talks, guint number);
void msnp_group_free(gpointer data);
guint msnp_group_number(const MsnpGroupTalk *group);
MsnpSb *msnp_group_sb(const MsnpGroupTalk *group);

/* Takes a switchboard that has more than two people, and tells who is there. */
void msnp_group_adopt(MsnpGroupTalk *group, MsnpSb *sb);

void msnp_group_send(MsnpGroupTalk *group, MsnpOut *out);
void msnp_group_invite(MsnpGroupTalk *group, const char *who);
void msnp_group_leave(MsnpGroupTalk *group);

/* What its switchboard tells. */
void msnp_group_ready(MsnpGroupTalk *group);
void msnp_group_joined(MsnpGroupTalk *group, const char *who);
void msnp_group_left(MsnpGroupTalk *group, const char *who, gboolean idle);
/* It is empty: the next message opens another. */
void msnp_group_lose(MsnpGroupTalk *group);
void msnp_group_over(MsnpGroupTalk *group, MsnpError error, guint number);
void msnp_group_resume(MsnpGroupTalk *group);
void msnp_group_end(MsnpGroupTalk *group);

/* TRUE if it has no switchboard, and everybody who is in this one belongs to it: it goes on there. */
gboolean msnp_group_goes_on_in(const MsnpGroupTalk *group, const MsnpSb *sb);

/* Those called back who have not come in time are not waited for. The deadline is 0 for never. */
void msnp_group_tick(MsnpGroupTalk *group);
guint64 msnp_group_deadline(const MsnpGroupTalk *group);

/* ---- talk-in.c ---- */

void msnp_in_message(MsnpTalks *talks, MsnpSb *sb, const char *who, const char *name, const guint8 *payload,
                     gsize len);

/* Answers an invitation; see msnp.h. */
void msnp_in_refuse(MsnpTalks *talks, guint id, const char *code);
void msnp_in_accept(MsnpTalks *talks, guint id, gboolean launch, const MsnpInviteField *fields, guint n_fields);

/* Its switchboard has gone. */
void msnp_in_forget_sb(MsnpTalks *talks, MsnpSb *sb);
GHashTable *msnp_in_new_invites(void);

#endif
