/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where web services are: what a base, a nexus and addresses of their own come to, and what is refused.
 */
#include "msnp/site.h"

typedef struct {
    const char *nexus, *web, *own; /* own: of the service that is asked for */
    MsnpSite site;
    const char *url; /* NULL: refused */
} Row;

static const char **
own_of(MsnpEnv *env, MsnpSite site)
{
    switch (site) {
    case MSNP_SITE_RST:
        return &env->rst_url;
    case MSNP_SITE_ADDRESS_BOOK:
    case MSNP_SITE_SHARING:
        return &env->contacts_url;
    case MSNP_SITE_STORAGE:
        return &env->storage_url;
    default:
        return &env->oim_url;
    }
}

static MsnpCore *
core_of(const Row *row)
{
    MsnpEnv env = {.account = "a@b", .password = "p", .host = "h", .nexus_url = row->nexus, .web_url = row->web};
    MsnpCore *core = g_new0(MsnpCore, 1);

    *own_of(&env, row->site) = row->own;
    msnp_core_init(core, &env);
    return core;
}

static void
core_free(MsnpCore *core)
{
    msnp_core_clear(core);
    g_free(core);
}

#define NEXUS "https://nexus.example.com/rdr/pprdr.asp"

static const Row rows[] = {
    {NEXUS, NULL, NULL, MSNP_SITE_RST, "https://nexus.example.com/RST.srf"},
    {NEXUS, "", "", MSNP_SITE_OIM_OUT, "https://nexus.example.com/OimWS/oim.asmx"},
    {NEXUS, "https://web.example.com", NULL, MSNP_SITE_OIM_IN, "https://web.example.com/rsi/rsi.asmx"},
    {NEXUS, "https://web.example.com/msn/", NULL, MSNP_SITE_RST, "https://web.example.com/msn/RST.srf"},
    {NEXUS, "https://web.example.com", "https://own.example.com", MSNP_SITE_SHARING,
     "https://own.example.com/abservice/SharingService.asmx"},
    {NEXUS, NULL, "https://own.example.com/pp550/RST.srf", MSNP_SITE_RST, "https://own.example.com/pp550/RST.srf"},
    {NEXUS, NULL, "https://own.example.com/abservice/abservice.asmx", MSNP_SITE_SHARING,
     "https://own.example.com/abservice/SharingService.asmx"},
    {NEXUS, NULL, "https://own.example.com/ab.asmx", MSNP_SITE_SHARING, "https://own.example.com/SharingService.asmx"},
    {NEXUS, NULL, "https://own.example.com/x/OimWS/oim.asmx", MSNP_SITE_OIM_IN,
     "https://own.example.com/x/rsi/rsi.asmx"},
    {NEXUS, NULL, "https://own.example.com/RSI/rsi.asmx", MSNP_SITE_OIM_OUT, "https://own.example.com/OimWS/oim.asmx"},
    {NEXUS, NULL, "https://own.example.com/msn/", MSNP_SITE_ADDRESS_BOOK,
     "https://own.example.com/msn/abservice/abservice.asmx"},
    {NEXUS, NULL, "https://own.example.com/msn", MSNP_SITE_OIM_OUT, "https://own.example.com/msn/OimWS/oim.asmx"},
    {NEXUS, NULL, "https://own.example.com", MSNP_SITE_STORAGE,
     "https://own.example.com/storageservice/SchematizedStore.asmx"},
    {"", NULL, "https://own.example.com/RST.srf", MSNP_SITE_RST, "https://own.example.com/RST.srf"},
    {"http://127.0.0.1:8080/rdr/pprdr.asp", NULL, NULL, MSNP_SITE_RST, "http://127.0.0.1:8080/RST.srf"},
    {NEXUS, "http://web.example.com", NULL, MSNP_SITE_RST, NULL},
    {NEXUS, "web.example.com", NULL, MSNP_SITE_RST, NULL},
    {NEXUS, NULL, "http://own.example.com", MSNP_SITE_OIM_OUT, NULL},
    {NEXUS, NULL, "https://user@own.example.com", MSNP_SITE_STORAGE, NULL},
    {NEXUS, NULL, "/abservice", MSNP_SITE_ADDRESS_BOOK, NULL},
    {"", NULL, NULL, MSNP_SITE_RST, NULL},
};

static void
addresses(void)
{
    guint i;

    for (i = 0; i < G_N_ELEMENTS(rows); i++) {
        MsnpCore *core = core_of(&rows[i]);
        g_autofree char *url = NULL;
        MsnpError error = msnp_site_url(core, rows[i].site, &url);

        g_assert_cmpint(error == MSNP_ERROR_NONE, ==, rows[i].url != NULL);
        if (rows[i].url)
            g_assert_cmpstr(url, ==, rows[i].url);
        core_free(core);
    }
}

/* Tickets alone have an address: the others are beside them. */
static void
without_nexus(void)
{
    const Row row = {"", NULL, "https://own.example.com/RST.srf", MSNP_SITE_RST, NULL};
    MsnpCore *core = core_of(&row);
    g_autofree char *url = NULL;

    g_assert_cmpint(msnp_site_url(core, MSNP_SITE_OIM_IN, &url), ==, MSNP_ERROR_NONE);
    g_assert_cmpstr(url, ==, "https://own.example.com/rsi/rsi.asmx");
    core_free(core);
}

/* The storage service is not everywhere: it is asked only where somebody says that it is. */
static void
storage(void)
{
    Row row = {NEXUS, "https://web.example.com", NULL, MSNP_SITE_STORAGE, NULL};
    MsnpCore *core = core_of(&row);

    g_assert_false(msnp_site_exists(core, MSNP_SITE_STORAGE));
    g_assert_true(msnp_site_exists(core, MSNP_SITE_OIM_OUT));
    core_free(core);
    row.own = "https://own.example.com";
    core = core_of(&row);
    g_assert_true(msnp_site_exists(core, MSNP_SITE_STORAGE));
    core_free(core);
}

static void
all_of_them(void)
{
    Row row = {NEXUS, NULL, "http://own.example.com", MSNP_SITE_STORAGE, NULL};
    MsnpCore *core = core_of(&row);
    char *url;

    g_assert_cmpint(msnp_sites_check(core, &url), ==, MSNP_ERROR_INSECURE_URL);
    g_assert_cmpstr(url, ==, "http://own.example.com/storageservice/SchematizedStore.asmx");
    g_free(url);
    core_free(core);
    row.own = NULL;
    core = core_of(&row);
    g_assert_cmpint(msnp_sites_check(core, &url), ==, MSNP_ERROR_NONE);
    g_free(url);
    core_free(core);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/site/addresses", addresses);
    g_test_add_func("/site/without-nexus", without_nexus);
    g_test_add_func("/site/storage", storage);
    g_test_add_func("/site/all", all_of_them);
    return g_test_run();
}
