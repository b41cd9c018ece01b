/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words for people. Knows the plugin's own text domain; never touches the host's.
 */
#ifndef MSNP_PURPLE_NLS_H
#define MSNP_PURPLE_NLS_H

#include <glib.h>
#include <glib/gi18n-lib.h>

/* GLib's header leaves this one to the host's domain. */
#undef ngettext
#define ngettext(one, many, n) g_dngettext(GETTEXT_PACKAGE, one, many, n)

/* As N_(), and po/template tells translators that %s is the address of another person. */
#define N_WHO(text) (text)

/* Binds the text domain to the folder that has words in the user's language: beside the plugin, whose file this is, in
 * the tree it lies in, or where it was built for. */
void msnp_nls_bind(const char *plugin);

#endif
