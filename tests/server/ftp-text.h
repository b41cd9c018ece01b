/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Invitations of MSNFTP, as text. */
#ifndef MSNPD_FTP_TEXT_H
#define MSNPD_FTP_TEXT_H

#include "ftp-manner.h"

/* Where somebody listens. */
typedef struct {
    char *host;
    guint port;
    char *auth;
} FtpAddress;

/* A message, as it is sent. FORMAT gives lines "NAME: VALUE", each but the last with \n at its end,
 * and MANNER bends them; PORT stands for %P in what it says. */
GString *ftp_text_print(const FtpManner *manner, guint port, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* What is wrong with the fields of a client's INVITE to a file, beside what any invitation has;
 * NULL if nothing. */
const char *ftp_text_invite_fault(const char *body);
/* The same for its ACCEPT. SERVES: it must say where it listens, in *address. REVERSED: as the one
 * who takes the file. */
const char *ftp_text_accept_fault(const char *body, gboolean serves, gboolean reversed,
                                  FtpAddress *address);
void ftp_address_clear(FtpAddress *address);

#endif
