/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Telephones as people: who is in a list by his number alone has it as a handle, "tel:+15551234567". Knows how these
 * are written; refuses to know lists and messages.
 */
#ifndef MSNP_PHONE_H
#define MSNP_PHONE_H

#include <glib.h>

G_BEGIN_DECLS

/* TRUE if that is the handle of a telephone. */
gboolean msnp_phone_is_handle(const char *handle);

/* The handle of a number as people write it, with or without "tel:", for g_free(); NULL if it is no number. */
char *msnp_phone_handle(const char *number);

/* The number of such a handle: what is behind "tel:". */
const char *msnp_phone_number(const char *handle);

G_END_DECLS

#endif
