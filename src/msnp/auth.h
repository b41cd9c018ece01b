/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sign-in schemes behind one small table: MD5 (MSNP2 to 7), Tweener (MSNP8 to 14) and SSO (MSNP15 to
 * 18). Knows how to prove who one is; refuses to know what happens before and after.
 */
#ifndef MSNP_AUTH_H
#define MSNP_AUTH_H

#include "msnp/link.h"

typedef struct _MsnpAuth MsnpAuth;

typedef struct {
    gsize size; /* of the scheme's own struct, which begins with a MsnpAuth */
    void (*begin)(MsnpAuth *auth);
    void (*challenged)(MsnpAuth *auth, const MsnpCommand *reply); /* USR n SCHEME S ... */
    void (*leave)(MsnpAuth *auth);
    void (*clear)(MsnpAuth *auth);
} MsnpAuthScheme;

struct _MsnpAuth {
    const MsnpAuthScheme *scheme;
    MsnpCore *core;
    MsnpLink *link; /* NULL between two links */
    gboolean challenged;
    const MsnpAsk *usr; /* hears the answers to USR */
    gpointer who;
};

extern const MsnpAuthScheme msnp_auth_md5;
extern const MsnpAuthScheme msnp_auth_tweener;
extern const MsnpAuthScheme msnp_auth_sso;

/* FALSE where nothing may be begun, and the session has ended: MD5 without consent, or web services at an address to which
 * nothing may be sent, which would be found out half way. */
gboolean msnp_auth_may_begin(MsnpCore *core);

/* usr and who hear what the server answers to each USR. */
MsnpAuth *msnp_auth_new(MsnpCore *core, MsnpSignIn sign_in, const MsnpAsk *usr, gpointer who);

/* Wipes what is secret. NULL is allowed. */
void msnp_auth_free(MsnpAuth *auth);

/* Begins on a link whose dialect is negotiated; again after a referral. */
void msnp_auth_begin(MsnpAuth *auth, MsnpLink *link);

/* USR n SCHEME S ... has come. FALSE if it is not the first: a server could go on for ever. */
gboolean msnp_auth_challenged(MsnpAuth *auth, const MsnpCommand *reply);

/* The link goes, or begins anew: what was under way for it is given up. NULL is allowed. */
void msnp_auth_leave(MsnpAuth *auth);

/* TRUE if auth is of that kind. */
gboolean msnp_auth_is(const MsnpAuth *auth, MsnpSignIn sign_in);

/* What a refused name or password is: capitals in the name may be the reason (a living server compares
 * the name letter by letter). */
MsnpError msnp_auth_password_error(const MsnpCore *core);

#endif
