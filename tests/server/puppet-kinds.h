/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What somebody without a client may say, from plain text to raw bytes. */
#ifndef MSNPD_PUPPET_KINDS_H
#define MSNPD_PUPPET_KINDS_H

#include "world.h"

/* An array of payloads for puppet_say(). */
GPtrArray *payloads_new(void);

/* Appends a message cut into pieces of STEP bytes of its BODY; HEAD is that of the first one, whole
 * lines. */
void payloads_cut(GPtrArray *payloads, const char *head, const char *body, gsize length,
                  gsize step);

/* TRUE when there is a kind called NAME. */
gboolean puppet_kind_known(const char *name);

/* Appends what FROM says when he says TEXT (escapes already resolved) in the way called NAME. NULL,
 * or why not. */
const char *puppet_kind_print(const char *name, const Account *from, const GString *text,
                              GPtrArray *payloads);

#endif
