/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the INVITE to a file transfer says of the file in its Context. Knows the bytes, and what a file name may hold;
 * refuses to know how the file travels. Source: the MSN wikis' pages on file transfer and what clients were seen to
 * send.
 */
#ifndef MSNP_FILECONTEXT_H
#define MSNP_FILECONTEXT_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    char *name; /* the last component, safe to show and to use as a file name: UTF-8, 1 to 255 bytes, without control,
                   format (bidi) and path characters, and without blanks around it and dots behind it, so never "." or
                   ".."; a name that is a device to Windows has "_" before it; "file" if nothing of it can be used */
    guint64 size;
    const guint8 *preview; /* PNG, JPEG or GIF by its first bytes, or NULL; points into the context */
    gsize preview_len;
} MsnpFileContext;

/* Any name as one that a MsnpFileContext may have. The caller's. */
char *msnp_file_name_safe(const char *name);

/* Takes a decoded Context apart: header length, version, size, type and a UTF-16LE name, of 540 bytes at least (574 in
 * version 2, 638 in version 3); a preview picture stands behind the header when the type says so. FALSE, all 0 and
 * nothing to clear, if it is shorter than that. A name is made safe, never refused. */
gboolean msnp_file_context_parse(const guint8 *data, gsize len, MsnpFileContext *context);

/* Frees what a parsed one holds and makes it all 0; one that is all 0 already is allowed. */
void msnp_file_context_clear(MsnpFileContext *context);

/* Appends a Context of version 2 (574 bytes and the preview, if there is one). The name is made as safe as one that
 * came, so that no folder of ours is told; too long a one is cut before its extension. */
void msnp_file_context_print(GString *out, const char *name, guint64 size, const guint8 *preview, gsize preview_len);

G_END_DECLS

#endif
