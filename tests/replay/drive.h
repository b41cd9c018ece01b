/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A host that has no sockets: runs a session along a script, by the ways of feeding it. Knows the
 * order of things; refuses to know what a command means. */
#ifndef REPLAY_DRIVE_H
#define REPLAY_DRIVE_H

#include <glib.h>

#include "script.h"

typedef enum {
    FEED_WHOLE, /* one command at a time */
    FEED_GLUED, /* all that a server says until something else happens, at once */
    FEED_BYTES, /* one byte at a time */
    FEED_LF,    /* one command at a time, lines ending in LF alone */
} FeedWay;

typedef struct Drive Drive;

/* Called before a command is fed, with its item. */
typedef void (*DriveHook)(Drive *drive, const Item *item);

/* The script is borrowed. The session has not started yet. */
Drive *drive_new(const Script *script, FeedWay way);
void drive_free(Drive *drive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Drive, drive_free)

/* Starts the session and goes on up to the item of that index, which must be an input and is not
 * fed, or to the end. FALSE when something else happens than the script says. */
gboolean drive_run(Drive *drive, guint stop);

/* From here on nothing is compared with the script any more; what every session has promised still
 * is. The functions below are for a drive let loose, and do nothing once something was wrong. */
void drive_let_loose(Drive *drive);

/* Starts the session, let loose, and feeds it all of the script. FALSE if a promise is broken. */
gboolean drive_play_loosely(Drive *drive);

/* Acknowledgements may get lost: as long as none has come, a message may end without a word. */
void drive_excuse_silence(Drive *drive);

/* From here on, pieces of files that are asked for are given: zeros. For a drive let loose. */
void drive_give_pieces(Drive *drive);

/* Feeds bytes to the link of that name as it stands. FALSE if there is none that is up. */
gboolean drive_feed(Drive *drive, const char *link, const char *data, gsize len);

/* TRUE if something that must not be printed stands in what is to be fed: whoever prints it then
 * cannot be blamed. */
gboolean drive_tells_secret(const Drive *drive, const char *data, gsize len);

/* Tells the session that the link of that name has ended. */
void drive_end_link(Drive *drive, const char *link, MsnpError error);

/* Tells the session what came of the job of that name, if there is one. */
void drive_end_job(Drive *drive, const char *job, const MsnpHttpReply *reply);

/* Moves the clock on, stopping at each deadline on the way. */
void drive_advance(Drive *drive, guint64 ms);

/* Sets a function that is called before each command of the script is fed. */
void drive_before_commands(Drive *drive, DriveHook before);

/* Feeds a line (its end is added) and fails the drive if anything but debug lines comes of it, or
 * not even one of these. Also for a drive that is not let loose. */
void drive_feed_ignored(Drive *drive, const char *link, const char *line);

/* Quits the session if it has not ended, empties its queue and judges the end. FALSE if anything
 * was wrong, now or before. */
gboolean drive_finish(Drive *drive);

/* TRUE if the link of that name can be fed and the session has not told its end. */
gboolean drive_link_is_open(const Drive *drive, const char *link);

/* What was wrong: one or several lines. */
const char *drive_complaint(const Drive *drive);

/* Bytes of an item as they come from the server. */
GString *item_bytes(const Item *item, gboolean lf);

#endif
