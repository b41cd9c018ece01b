/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Translation macros. Knows the plugin's own text domain; never touches the host's.
 */
#ifndef MSNP_PURPLE_NLS_H
#define MSNP_PURPLE_NLS_H

#include <glib.h>
#include <glib/gi18n-lib.h>

#endif
