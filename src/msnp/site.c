/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where web services are: one base for all of them, or an address of its own. Knows the paths that services have had
 * everywhere; refuses to know any host.
 */
#include "msnp/site.h"

#include <string.h>
#include "msnp/url.h"

static const struct {
    gsize own;       /* where in MsnpCore the address of its own is */
    gboolean single; /* that may be the whole address, under any name */
    const char *path;
} sites[MSNP_N_SITES] = {
    [MSNP_SITE_RST] = {G_STRUCT_OFFSET(MsnpCore, rst_url), TRUE, "/RST.srf"},
    [MSNP_SITE_ADDRESS_BOOK] = {G_STRUCT_OFFSET(MsnpCore, contacts_url), FALSE, "/abservice/abservice.asmx"},
    [MSNP_SITE_SHARING] = {G_STRUCT_OFFSET(MsnpCore, contacts_url), FALSE, "/abservice/SharingService.asmx"},
};

/* Where the path of an address begins; NULL if it is no address. */
static const char *
path_of(const char *url)
{
    const char *authority = strstr(url, "://");

    return authority ? authority + 3 + strcspn(authority + 3, "/?#") : NULL;
}

static char *
join(const char *base, const char *path)
{
    gsize len = strlen(base);

    while (len > 0 && base[len - 1] == '/')
        len--;
    return g_strdup_printf("%.*s%s", (int) len, base, path);
}

/* An address of its own: of the host, of the service, or of one that stands beside it. */
static char *
own_url(const char *own, MsnpSite site)
{
    const char *path = path_of(own);

    if (!path || strlen(path) <= 1)
        return join(own, sites[site].path);
    if (sites[site].single)
        return g_strdup(own);
    return g_strdup_printf("%.*s%s", (int) (strrchr(own, '/') - own), own, strrchr(sites[site].path, '/'));
}

/* Without any base it is the host of the nexus. */
static char *
common_url(const MsnpCore *core, const char *path)
{
    const char *end = core->nexus_url ? path_of(core->nexus_url) : NULL;
    g_autofree char *base = NULL;

    if (core->web_url && *core->web_url)
        return join(core->web_url, path);
    if (!end)
        return NULL;
    base = g_strndup(core->nexus_url, (gsize) (end - core->nexus_url));
    return join(base, path);
}

MsnpError
msnp_site_url(const MsnpCore *core, MsnpSite site, char **url)
{
    const char *own = G_STRUCT_MEMBER(const char *, core, sites[site].own);

    *url = own && *own ? own_url(own, site) : common_url(core, sites[site].path);
    return msnp_url_check(*url, TRUE);
}
