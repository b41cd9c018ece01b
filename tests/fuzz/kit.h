/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the harnesses share: sessions that are past the handshake, and how one that breaks a promise
 * is reported. Knows the replays; refuses to know what is fed. */
#ifndef FUZZ_KIT_H
#define FUZZ_KIT_H

#include <glib.h>

#include "drive.h"

/* What libFuzzer calls; every harness is one of the first. */
int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* What kit.c says of a fault, and dies. */
void kit_fail(const char *what) G_GNUC_NORETURN;

/* Dies unless the condition holds, which is what a header promises. */
#define kit_promise(condition)                                                                     \
    do {                                                                                           \
        if (!(condition))                                                                          \
            kit_fail(#condition);                                                                  \
    } while (0)

gboolean kit_is_text(const char *text, gsize len);

/* A session that a file of tests/replay has brought to its end or, if link is not NULL, to where
 * that link is first fed; let loose. */
Drive *kit_begin(const char *file, const char *link);

/* Feeds a link as it stands. */
void kit_feed(Drive *drive, const char *link, const void *data, gsize size);

/* Lets ten minutes pass, ends the session, judges it and frees it. */
void kit_end(Drive *drive);

/* Cuts the next piece off: two bytes of length, little-endian, then so many bytes or what is left.
 * FALSE when nothing is. */
gboolean kit_piece(const guint8 **data, gsize *size, const guint8 **piece, gsize *len);

#endif
