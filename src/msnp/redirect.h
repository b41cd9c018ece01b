/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Being sent elsewhere by an HTTP answer. Knows how often that may happen and where a password may go then; refuses to
 * know what is asked there.
 */
#ifndef MSNP_REDIRECT_H
#define MSNP_REDIRECT_H

#include "msnp/msnp.h"

typedef struct {
    guint count;    /* redirects so far */
    gboolean plain; /* the first address is http on this machine, so others may be */
} MsnpRedirects;

/* Before the first request to url. */
void msnp_redirects_begin(MsnpRedirects *redirects, const char *url);

/* *url was asked and names location, which becomes *url (the caller's). NONE if that may be asked; else REDIRECTS, URL or
 * INSECURE_URL. */
MsnpError msnp_redirects_follow(MsnpRedirects *redirects, char **url, const char *location);

/* The value of the first header of that name, or NULL. */
const char *msnp_reply_header(const MsnpHttpReply *reply, const char *name);

/* TRUE if the status says that the answer is elsewhere. */
gboolean msnp_reply_is_redirect(const MsnpHttpReply *reply);

#endif
