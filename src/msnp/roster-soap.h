/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The roster where web services keep it (MSNP13 on): filled at sign-in, told to the notification server, and read again
 * when it was changed elsewhere. Knows when that is done; refuses to know the documents.
 */
#ifndef MSNP_ROSTER_SOAP_H
#define MSNP_ROSTER_SOAP_H

#include "msnp/link.h"

typedef struct _MsnpBook MsnpBook;

/* over is called when the server has agreed to the lists; complete tells whether nothing is missing. */
MsnpBook *msnp_book_new(MsnpCore *core, void (*over)(gpointer who, gboolean complete), gpointer who);
void msnp_book_free(MsnpBook *book);

/* Forgets what the roster holds, asks for all of it, and tells it on this link. */
void msnp_book_start(MsnpBook *book, MsnpLink *link);

/* The link is gone: gives up what is under way. */
void msnp_book_stop(MsnpBook *book);

/* ADL or RML that nobody asked for: somebody has added one, or does no more. */
void msnp_book_command(MsnpBook *book, const MsnpCommand *command);

/* NOT: the lists were changed elsewhere. FALSE if it is about something else. */
gboolean msnp_book_notice(MsnpBook *book, const MsnpCommand *command);

/* The same, by whatever way it was heard. */
void msnp_book_changed(MsnpBook *book);

/* Reads them again when that is due and no change of ours is under way. FALSE if there is nothing to do now; the time
 * when there will be, 0 for never. */
gboolean msnp_book_run(MsnpBook *book);
guint64 msnp_book_deadline(const MsnpBook *book);

#endif
