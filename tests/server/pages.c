/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows which page is where; what it says is its own business. */
#include "pages.h"

#include <string.h>

#include "options.h"
#include "soap.h"
#include "storage.h"

/* clang-format off */
static const Page pages[] = {
    { "/rdr/pprdr.asp",                    "GET",  "nexus", FALSE, passport_serve_nexus },
    { "/login2.srf",                       "GET",  "login", FALSE, passport_serve_login },
    { "/login",                            "GET",  "login", FALSE, passport_serve_login },
    { "/hop*",                             "GET",  "login", FALSE, passport_serve_login },
    { "/RST.srf",                          "POST", "RST",   FALSE, rst_serve },
    { "/RST2.srf",                         "POST", "RST",   FALSE, rst_serve },
    { "/pp*",                              "POST", "RST",   FALSE, rst_serve },
    { "/gateway/gateway.dll",              "POST", "gateway", TRUE, gateway_serve },
    { "/rsi/rsi.asmx",                     "POST", NULL,    FALSE, rsi_serve },
    { "/OimWS/oim.asmx",                   "POST", NULL,    FALSE, oimws_serve },
    { "/abservice/abservice.asmx",         "POST", NULL,    FALSE, ab_serve_book },
    { "/abservice/SharingService.asmx",    "POST", NULL,    FALSE, ab_serve_sharing },
    { "/storageservice/SchematizedStore.asmx", "POST", NULL, FALSE, storage_serve },
    { STORAGE_TILES "*",                   "GET",  "tile",  FALSE, storage_serve_tile },
};
/* clang-format on */

static gboolean
path_fits(const char *pattern, const char *path)
{
    gsize length = strcspn(path, "?");

    if (g_str_has_suffix(pattern, "*"))
        return strncmp(pattern, path, strlen(pattern) - 1) == 0;
    return strlen(pattern) == length && strncmp(pattern, path, length) == 0;
}

const Page *
page_find(const char *path, gboolean plain)
{
    for (guint i = 0; i < G_N_ELEMENTS(pages); i++) {
        if (path_fits(pages[i].path, path) && (pages[i].plain || !plain))
            return &pages[i];
    }
    return NULL;
}

char *
page_verb(const Page *page, const HttpRequest *request)
{
    if (page == NULL)
        return g_strdup("login");
    return page->name != NULL ? g_strdup(page->name) : soap_action_name(request);
}
