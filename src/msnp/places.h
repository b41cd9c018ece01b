/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The places where one is signed in: which there are, which may stay, and how they sign each other out. Knows what the
 * server tells of oneself; refuses to know what is said there.
 */
#ifndef MSNP_PLACES_H
#define MSNP_PLACES_H

#include "msnp/link.h"

/* one_only: those that are there at sign-in are signed out, and one that comes later ends this one. */
MsnpPlaces *msnp_places_new(MsnpCore *core, gboolean one_only);
void msnp_places_free(MsnpPlaces *places);

/* One is signed in, over a new link: nothing is known yet. */
void msnp_places_begin(MsnpPlaces *places);

/* UBX of oneself, and UBN, which may be of anybody. */
void msnp_places_told(MsnpPlaces *places, MsnpLink *ns, const MsnpCommand *command);
void msnp_places_note(MsnpPlaces *places, MsnpLink *ns, const MsnpCommand *command);

/* Place i, this one among them; NULL beyond the last. */
const MsnpPlace *msnp_places_nth(const MsnpPlaces *places, guint i);
gboolean msnp_places_has_others(const MsnpPlaces *places);

/* Signs out another place, or (id NULL) all others. FALSE if there is no such. */
gboolean msnp_places_sign_out(MsnpPlaces *places, MsnpLink *ns, const char *id);

#endif
