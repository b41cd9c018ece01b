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
    gboolean only_own; /* it is nowhere else */
    const char *path;
} sites[MSNP_N_SITES] = {
    [MSNP_SITE_RST] = {G_STRUCT_OFFSET(MsnpCore, rst_url), TRUE, FALSE, "/RST.srf"},
    [MSNP_SITE_ADDRESS_BOOK] = {G_STRUCT_OFFSET(MsnpCore, contacts_url), FALSE, FALSE, "/abservice/abservice.asmx"},
    [MSNP_SITE_SHARING] = {G_STRUCT_OFFSET(MsnpCore, contacts_url), FALSE, FALSE, "/abservice/SharingService.asmx"},
    [MSNP_SITE_OIM_OUT] = {G_STRUCT_OFFSET(MsnpCore, oim_url), FALSE, FALSE, "/OimWS/oim.asmx"},
    [MSNP_SITE_OIM_IN] = {G_STRUCT_OFFSET(MsnpCore, oim_url), FALSE, FALSE, "/rsi/rsi.asmx"},
    [MSNP_SITE_STORAGE] = {G_STRUCT_OFFSET(MsnpCore, storage_url), TRUE, TRUE,
                           "/storageservice/SchematizedStore.asmx"},
};

/* Where the path of an address begins; NULL if it is no address. */
static const char *
path_of(const char *url)
{
    const char *authority = strstr(url, "://");

    return authority ? authority + 3 + strcspn(authority + 3, "/?#") : NULL;
}

static char *
join(const char *base, gsize len, const char *path)
{
    while (len > 0 && base[len - 1] == '/')
        len--;
    return g_strdup_printf("%.*s%s", (int) len, base, path);
}

static const char *
own_of(const MsnpCore *core, MsnpSite site)
{
    const char *own = G_STRUCT_MEMBER(const char *, core, sites[site].own);

    return own && *own ? own : NULL;
}

/* How much of an address is in front of the known path of one of the services that share it; 0: it has none. */
static gsize
known_base(const char *own, MsnpSite site)
{
    gsize len = strlen(own), n;
    guint i;

    for (i = 0; i < MSNP_N_SITES; i++) {
        n = strlen(sites[i].path);
        if (sites[i].own == sites[site].own && len > n && !g_ascii_strcasecmp(own + len - n, sites[i].path))
            return len - n;
    }
    return 0;
}

/* An address of its own: of the host, of a folder, of the service, or of one that stands beside it. */
static char *
own_url(const char *own, MsnpSite site)
{
    const char *path = path_of(own), *file = strrchr(own, '/');
    gsize base;

    if (!path || strlen(path) <= 1)
        return join(own, strlen(own), sites[site].path);
    if (sites[site].single)
        return g_strdup(own);
    base = known_base(own, site);
    if (base > 0)
        return join(own, base, sites[site].path);
    if (file < path || !strchr(file, '.'))
        return join(own, strlen(own), sites[site].path);
    return g_strdup_printf("%.*s%s", (int) (file - own), own, strrchr(sites[site].path, '/'));
}

/* The path at the host of an address; NULL if that is none. */
static char *
beside(const char *url, const char *path)
{
    const char *end = url ? path_of(url) : NULL;

    return end ? join(url, (gsize) (end - url), path) : NULL;
}

/* Without any base it is the host of the nexus; without that, the one where tickets are. */
static char *
common_url(const MsnpCore *core, const char *path)
{
    if (core->web_url && *core->web_url)
        return join(core->web_url, strlen(core->web_url), path);
    return beside(core->nexus_url && *core->nexus_url ? core->nexus_url : core->rst_url, path);
}

MsnpError
msnp_site_url(const MsnpCore *core, MsnpSite site, char **url)
{
    const char *own = own_of(core, site);

    *url = own ? own_url(own, site) : common_url(core, sites[site].path);
    return msnp_url_check(*url, TRUE);
}

gboolean
msnp_site_exists(const MsnpCore *core, MsnpSite site)
{
    return own_of(core, site) || !sites[site].only_own;
}

MsnpError
msnp_sites_check(const MsnpCore *core, char **url)
{
    MsnpError error = MSNP_ERROR_NONE;
    guint i;

    *url = NULL;
    for (i = 0; i < MSNP_N_SITES && error == MSNP_ERROR_NONE; i++) {
        if (!msnp_site_exists(core, i))
            continue;
        g_free(*url);
        error = msnp_site_url(core, i, url);
    }
    return error;
}
