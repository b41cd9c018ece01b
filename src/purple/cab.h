/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The picture inside a wink, which is a Microsoft cabinet. Knows bytes and libmspack; writes no file, uses no name from
 * inside for anything but its ending, and knows nothing of libpurple.
 */
#ifndef MSNP_PURPLE_CAB_H
#define MSNP_PURPLE_CAB_H

#include <glib.h>

G_BEGIN_DECLS

/* What a cabinet may have: files, folders, files with the ending of a picture that are looked at. */
#define MSNP_CAB_FILES_MAX   64
#define MSNP_CAB_FOLDERS_MAX 16
#define MSNP_CAB_TRIES_MAX   4

/* The bytes of the picture, and of all that is unpacked for what is looked at: a file with what is before it in its
 * folder. The window stands still for that long. */
#define MSNP_CAB_PICTURE_MAX  (1024 * 1024)
#define MSNP_CAB_UNPACKED_MAX (4 * 1024 * 1024)

/* What libmspack may allocate for one cabinet, all in all. */
#define MSNP_CAB_MEMORY_MAX (16 * 1024 * 1024)

/* The first PNG, JPEG or GIF file in a cabinet that msnp_image_is_safe(); NULL if there is none, or the cabinet cannot
 * be read or goes beyond a limit. Nothing else is unpacked than what stands before it in its folder, and that is thrown
 * away. */
GBytes *msnp_cab_picture(const guint8 *data, gsize len);

G_END_DECLS

#endif
