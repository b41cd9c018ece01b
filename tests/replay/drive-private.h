/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of a drive share: drive.c, which knows the order of things, feed.c, which does
 * what a line of the file says, and ask.c, which asks for what the user wants. For nobody else. */
#ifndef REPLAY_DRIVE_PRIVATE_H
#define REPLAY_DRIVE_PRIVATE_H

#include "audit.h"
#include "drive.h"
#include "match.h"

typedef struct {
    guint id;
    guint64 offset;
    gsize len;
} PieceWanted;

struct Drive {
    const Script *script;
    FeedWay way;
    DriveHook before; /* called before each command is fed; may be NULL */
    /* let loose: called for each item that is fed, each action, each event of ours; may be NULL */
    void (*tell)(Drive *drive, const Item *input, const MsnpAction *action, const char *event);
    MsnpSession *session;
    GPtrArray *secrets;
    Audit *audit;
    Names names;
    guint64 now;
    guint fed;    /* items before this one were fed, or can be expected now */
    guint cursor; /* items before this one have happened */
    gboolean loose;
    GArray *wanted;    /* of PieceWanted; NULL: the script gives pieces */
    GHashTable *trids; /* let loose: "LINK VERB" -> the last TrID of ours */
    MsnpStyle style;   /* of the texts to come */
    char *font;
    char *url; /* the last address that was told, with what printing hides */
    GString *complaint;
};

/* ---- drive.c ---- */

gboolean drive_is_wrong(const Drive *drive);

/* Keeps the first complaint; item, which may be NULL, is the line it is about. Returns FALSE. */
gboolean drive_complain(Drive *drive, const Item *item, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* The session does not do as the file says: a complaint too, but not when the drive is let loose.
 * Returns FALSE. */
gboolean drive_disagree(Drive *drive, const Item *item, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* Where we are, for people: the item that was fed last. */
const Item *drive_last_input(const Drive *drive);

/* The next thing that must happen, or NULL if nothing may before the next input. */
const Item *drive_expected(Drive *drive);

/* Pops, judges and compares until there is nothing more. */
void drive_drain(Drive *drive);

/* ---- feed.c ---- */

/* Tells the session what time it is; to be done before it is fed or asked. */
void drive_tick(Drive *drive);

/* Does what an input says. */
void feed_item(Drive *drive, const Item *item);

/* Feeds bytes, all at once or one by one as the way of the drive has it, to the link of the item.
 */
void feed_bytes(Drive *drive, const Item *item, const GString *bytes);

void feed_link_end(Drive *drive, guint link, MsnpError error, const char *detail);
void feed_job_end(Drive *drive, guint job, const MsnpHttpReply *reply);

/* ---- loose.c ---- */

/* Keeps in mind what the session does, so that lines that come later find their links, their jobs
 * and their TrIDs. */
void loose_note(Drive *drive, const MsnpAction *action);

/* TRUE if a host could say this now: of a link that is there, and still is or is not yet up. */
gboolean loose_allows(const Drive *drive, const Item *item);

/* The bytes of an item, as an answer to what we have asked. */
GString *loose_bytes(const Drive *drive, const Item *item);

/* ---- ask.c ---- */

/* Makes a request of the user. */
void ask_item(Drive *drive, const Item *item);

#endif
