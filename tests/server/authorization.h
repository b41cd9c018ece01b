/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Authorization header of Passport 1.4, read strictly. */
#ifndef MSNPD_AUTHORIZATION_H
#define MSNPD_AUTHORIZATION_H

#include <glib.h>

typedef struct {
    char *mail;
    char *password;
} Credentials;

/* What is wrong with the header, or NULL. Clear *credentials in both cases. */
const char *authorization_fault(const char *header, Credentials *credentials);
void credentials_clear(Credentials *credentials);

#endif
