/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Objects of others on their way here. Knows who waits for which, and lets through only pictures that can be shown, or
 * what was not asked for as a picture; refuses to know where it is shown.
 */
#ifndef MSNP_PURPLE_OBJECT_H
#define MSNP_PURPLE_OBJECT_H

#include "purple/account.h"

/* Told once of what was asked for. data is NULL if it did not come, or is no picture that can be shown where one was
 * asked for; else the host's until the function returns. Not told when the account is closed by then. */
typedef void (*MsnpObjectTold)(MsnpAccount *ma, const char *who, const char *hash, const guint8 *data, gsize len);

/* Fetches the object that `who` has announced, whose bytes have this hash. FALSE if it cannot be asked for, or too
 * many are waited for: nothing is told then. */
gboolean msnp_object_fetch(MsnpAccount *ma, const char *who, const char *object, const char *hash,
                           MsnpObjectTold told);

/* The same for an object that is no picture: hash may be anything by which `told` knows it. */
gboolean msnp_object_fetch_bytes(MsnpAccount *ma, const char *who, const char *object, const char *hash,
                                 MsnpObjectTold told);

/* MSNP_EVENT_OBJECT. */
void msnp_object_came(MsnpAccount *ma, const MsnpAction *action);

/* The account is closing. */
void msnp_object_forget(MsnpAccount *ma);

#endif
