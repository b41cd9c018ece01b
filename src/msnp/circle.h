/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Circles: groups of people who see each other and have one conversation, all over the notification link. Knows who is
 * in them, as the address book and the server tell it; refuses to know what is shown of them.
 */
#ifndef MSNP_CIRCLE_H
#define MSNP_CIRCLE_H

#include "msnp/link.h"
#include "msnp/xmltree.h"

G_BEGIN_DECLS

MsnpCircles *msnp_circles_new(MsnpCore *core);
void msnp_circles_free(MsnpCircles *circles);

/* ---- for who reads the address book ---- */

/* The book is read from its beginning: which circles there are is not known. */
void msnp_circles_renew(MsnpCircles *circles);

/* CircleInverseInfo and CircleTicket of it, and a circle that the membership list has on the block list. */
void msnp_circles_info(MsnpCircles *circles, const MsnpXmlNode *info);
void msnp_circles_ticket(MsnpCircles *circles, const MsnpXmlNode *ticket);
void msnp_circles_block(MsnpCircles *circles, const char *id);

/* ---- for the notification server ---- */

/* The book has been read, and the server knows the lists: now it hears of the circles. */
void msnp_circles_start(MsnpCircles *circles, MsnpLink *link);

/* TRUE if the book, read again, has others than were told, or other ones blocked. */
gboolean msnp_circles_have_changed(const MsnpCircles *circles);

/* The link is gone. */
void msnp_circles_stop(MsnpCircles *circles);

/* TRUE if the command was about a circle, and is done with. */
gboolean msnp_circles_command(MsnpCircles *circles, const MsnpCommand *command);

/* ---- for the session ---- */

/* Tells all of them, at sign-in. */
void msnp_circles_tell(MsnpCircles *circles);

const MsnpCircle *msnp_circles_nth(const MsnpCircles *circles, guint i);
const MsnpCircle *msnp_circles_find(const MsnpCircles *circles, const char *id_or_name);

/* The number of its conversation, which is begun if there is none; 0 for a circle that there is no more. */
guint msnp_circles_open(MsnpCircles *circles, const MsnpCircle *circle);

/* Conversations by number; FALSE if it is none of a circle. */
gboolean msnp_circles_has_chat(const MsnpCircles *circles, guint chat);
gboolean msnp_circles_send(MsnpCircles *circles, guint chat, const char *text, gsize len, const MsnpStyle *style,
                           guint id);
gboolean msnp_circles_type(MsnpCircles *circles, guint chat);
gboolean msnp_circles_nudge(MsnpCircles *circles, guint chat);
gboolean msnp_circles_leave(MsnpCircles *circles, guint chat);

G_END_DECLS

#endif
