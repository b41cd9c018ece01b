/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MSNObjects: the texts that name a picture or an emoticon, and the bytes behind them. */
#ifndef MSNPD_P2P_OBJECT_H
#define MSNPD_P2P_OBJECT_H

#include <glib.h>

#define P2P_TYPE_EMOTICON 2
#define P2P_TYPE_PICTURE  3
#define P2P_TYPE_WINK     8
#define P2P_TYPE_VOICE    11

typedef struct {
    char *text;
    guint type;
    GBytes *data; /* NULL: announced without any */
} P2pObject;

/* An object of CREATOR's that stands for DATA, whose reference it takes. */
P2pObject *p2p_object_new(const char *creator, guint type, GBytes *data);
/* The same with a name, and with a signature of that many bytes, 0 for none. */
P2pObject *p2p_object_named(const char *creator, guint type, GBytes *data, const char *name,
                            gsize stamp);
/* One that is announced as TEXT and that nobody has. */
P2pObject *p2p_object_bare(const char *text, guint type);
void p2p_object_free(gpointer object);

/* What is wrong with an object of TYPE that CREATOR announces, or NULL. */
const char *p2p_object_fault(const char *text, const char *creator, guint type);

/* The size and the hash (40 hexadecimal digits, caller frees) of a text that has both. */
gboolean p2p_object_promise(const char *text, guint64 *size, char **sha1);

/* Byte number INDEX of data that nobody cares about. */
guchar p2p_filler(guint64 index);
/* A test's word for bytes: the bytes, or "@SIZE" for so many that look like a PNG at their
 * beginning. NULL if there are none, or too many. */
GBytes *p2p_bytes_of(const GString *word);
/* "@SIZE", at most LIMIT. */
gboolean p2p_size_of(const char *word, guint64 limit, guint64 *size);

/* 40 lower-case hexadecimal digits. Caller frees. */
char *p2p_sha1_of(GBytes *data);

#endif
