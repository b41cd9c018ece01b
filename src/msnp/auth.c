/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sign-in schemes behind one small table: MD5 (MSNP2 to 7), Tweener (MSNP8 to 14) and SSO (MSNP15
 * to 18). Knows how to prove who one is; refuses to know what happens before and after.
 */
#include "msnp/auth.h"

#include <string.h>

static const MsnpAuthScheme *const schemes[] = {
    [MSNP_SIGN_IN_MD5] = &msnp_auth_md5,
    [MSNP_SIGN_IN_TWEENER] = &msnp_auth_tweener,
    [MSNP_SIGN_IN_SSO] = &msnp_auth_sso,
};

MsnpAuth *
msnp_auth_new(MsnpCore *core, MsnpSignIn sign_in, const MsnpAsk *usr, gpointer who)
{
    MsnpAuth *auth = g_malloc0(schemes[sign_in]->size);

    auth->scheme = schemes[sign_in];
    auth->core = core;
    auth->usr = usr;
    auth->who = who;
    return auth;
}

void
msnp_auth_free(MsnpAuth *auth)
{
    if (!auth)
        return;
    auth->scheme->clear(auth);
    g_free(auth);
}

void
msnp_auth_begin(MsnpAuth *auth, MsnpLink *link)
{
    auth->link = link;
    auth->challenged = FALSE;
    auth->scheme->begin(auth);
}

gboolean
msnp_auth_challenged(MsnpAuth *auth, const MsnpCommand *reply)
{
    if (auth->challenged)
        return FALSE;
    auth->challenged = TRUE;
    auth->scheme->challenged(auth, reply);
    return TRUE;
}

void
msnp_auth_leave(MsnpAuth *auth)
{
    if (!auth)
        return;
    auth->scheme->leave(auth);
    auth->link = NULL;
}

gboolean
msnp_auth_is(const MsnpAuth *auth, MsnpSignIn sign_in)
{
    return auth->scheme == schemes[sign_in];
}

MsnpError
msnp_auth_password_error(const MsnpCore *core)
{
    return strcmp(core->account, core->own) ? MSNP_ERROR_NAME_CASE : MSNP_ERROR_PASSWORD;
}
