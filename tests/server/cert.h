/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The certificates of the HTTPS port. */
#ifndef MSNPD_CERT_H
#define MSNPD_CERT_H

#include <gio/gio.h>

/* Makes a CA and a leaf for 127.0.0.1 and localhost in DIR (NULL: a fresh temporary directory,
 * removed by cert_clear()), or takes what an earlier run has left there. FALSE with *error. */
gboolean cert_prepare(const char *dir, GError **error);

const char *cert_ca_path(void);
const char *cert_leaf_path(void);
GTlsCertificate *cert_leaf(void);

void cert_clear(void);

#endif
