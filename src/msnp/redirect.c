/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Being sent elsewhere by an HTTP answer. Knows how often that may happen and where a password may go then; refuses to
 * know what is asked there.
 */
#include "msnp/redirect.h"

#include "msnp/limits.h"
#include "msnp/url.h"

void
msnp_redirects_begin(MsnpRedirects *redirects, const char *url)
{
    redirects->count = 0;
    redirects->plain = msnp_url_is_plain(url);
}

MsnpError
msnp_redirects_follow(MsnpRedirects *redirects, char **url, const char *location)
{
    char *target;

    if (++redirects->count > MSNP_LIMIT_REDIRECTS)
        return MSNP_ERROR_REDIRECTS;
    target = msnp_url_resolve(*url, location);
    g_free(*url);
    *url = target;
    return msnp_url_check(target, redirects->plain);
}

const char *
msnp_reply_header(const MsnpHttpReply *reply, const char *name)
{
    guint i;

    for (i = 0; i < reply->n_headers; i++)
        if (!g_ascii_strcasecmp(reply->headers[i].name, name))
            return reply->headers[i].value;
    return NULL;
}

gboolean
msnp_reply_is_redirect(const MsnpHttpReply *reply)
{
    return reply->status >= 300 && reply->status < 400;
}
