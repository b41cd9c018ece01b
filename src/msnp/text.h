/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text of documents and of "Name: value" bodies made fit to be shown. Knows encodings and what is
 * not printable; refuses to know what the text means.
 */
#ifndef MSNP_TEXT_H
#define MSNP_TEXT_H

#include "msnp/message.h"

G_BEGIN_DECLS

/* As msnp_message_text(), but without a charset it is UTF-8 if it can be: clients forget to say so
 * where no person reads the message. */
const char *msnp_text_body(const MsnpMessage *message, gsize *len, GString *scratch);

/* Up to max bytes of UTF-8, cut between characters and before what is not UTF-8, as one line: without blanks around it,
 * and with a blank for every control character. The caller's, never NULL. */
char *msnp_text_line(const char *text, gsize len, gsize max);

G_END_DECLS

#endif
