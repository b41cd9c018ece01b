/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Passwords, tickets, digests and cookies in memory: handled so that no copy is left behind. Knows bytes; refuses to
 * know whose secret they are.
 */
#ifndef MSNP_SECRET_H
#define MSNP_SECRET_H

#include <stdarg.h>
#include <glib.h>

/* Wipes a text and frees it. NULL is allowed. */
void msnp_secret_free(char *text);

/* The same for a string; what is beyond its end is wiped too. */
void msnp_secret_free_string(GString *string);

/* TRUE if two texts are the same; how long it takes tells only how long they are. */
gboolean msnp_secret_equal(const char *a, const char *b);

/* As g_string_append_vprintf(), which leaves a copy; so does a string that grows: what is in out before is no secret,
 * and there is room for a line end behind. */
void msnp_secret_append_vprintf(GString *out, const char *format, va_list args) G_GNUC_PRINTF(2, 0);

/* The digest of what was added, and the end of sum, which keeps nothing of it. */
void msnp_secret_digest(GChecksum *sum, guint8 *out, gsize len);

#endif
