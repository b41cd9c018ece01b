/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fills the roster from the web services (MSNP13 on): who is on which list, the address book, and then what the
 * notification server is told of it. Knows these documents and their order; refuses to know what becomes of the roster.
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

#endif
