/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sign-in schemes behind one small table: MD5 (MSNP2 to 7), Tweener (MSNP8 to 14) and SSO (MSNP15
 * to 18). Knows how to prove who one is; refuses to know what happens before and after.
 */
#include "msnp/auth.h"

#include <string.h>
#include "msnp/site.h"

static const MsnpAuthScheme *const schemes[] = {
    [MSNP_SIGN_IN_MD5] = &msnp_auth_md5,
    [MSNP_SIGN_IN_TWEENER] = &msnp_auth_tweener,
    [MSNP_SIGN_IN_SSO] = &msnp_auth_sso,
};

gboolean
msnp_auth_may_begin(MsnpCore *core)
{
    g_autofree char *url = NULL;
    MsnpError error = MSNP_ERROR_NONE;

    if (core->dialect->sign_in == MSNP_SIGN_IN_MD5 && !msnp_core_allows_md5(core))
        error = MSNP_ERROR_MD5_CONSENT;
    else if (core->dialect->roster == MSNP_ROSTER_SOAP)
        error = msnp_sites_check(core, &url);
    if (error != MSNP_ERROR_NONE)
        msnp_core_end(core, error, 0, url);
    return error == MSNP_ERROR_NONE;
}

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
