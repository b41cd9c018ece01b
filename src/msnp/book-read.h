/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the lists that web services keep (MSNP13 on): who is on which list, and the address book. Knows these documents
 * and how they are asked for; refuses to know what becomes of the roster that they fill.
 */
#ifndef MSNP_BOOK_READ_H
#define MSNP_BOOK_READ_H

#include "msnp/web.h"

typedef struct _MsnpReading MsnpReading;

/* done is called once for each start that is not stopped, with why if it has failed (error NONE: it has not). */
MsnpReading *msnp_reading_new(MsnpCore *core, void (*done)(gpointer who, const MsnpWebEnd *end), gpointer who);
void msnp_reading_free(MsnpReading *reading);

/* Asks for all of it, and puts it into the roster, which must stay; scenario is one of the words that the address book
 * knows. Where there is no address book yet, one is made. */
void msnp_reading_start(MsnpReading *reading, MsnpRoster *roster, const char *scenario);
void msnp_reading_stop(MsnpReading *reading);

/* What the last one has found: one's own name, "" if it is empty, NULL if the book does not tell of oneself; whether
 * there was a book at all; and whether all of its pages were read. */
const char *msnp_reading_own_name(const MsnpReading *reading);
gboolean msnp_reading_has_book(const MsnpReading *reading);
gboolean msnp_reading_is_whole(const MsnpReading *reading);

#endif
