/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Account options: what the account window offers, what was saved, and what it means. Knows the presets
 * of services and the keys, which are fixed because tools set them.
 */
#include "purple/options.h"

#include <string.h>
#include "purple/invite.h"
#include "purple/listen.h"
#include "purple/nls.h"
#include "purple/offline.h"
#include "purple/tunnel.h"

/* Web services that may have an address of their own. */
typedef enum {
    SITE_RST,
    SITE_CONTACTS,
    SITE_OIM,
    SITE_STORAGE,
    N_SITES
} Site;

/* Their keys. They are not in the account window, which would be higher than many screens: presets have them, and who has
 * a server of one's own in pieces writes them into accounts.xml. */
static const struct {
    const char *key;
    gsize at; /* in MsnpEnv */
} sites[N_SITES] = {
    [SITE_RST] = {"rst_url", G_STRUCT_OFFSET(MsnpEnv, rst_url)},
    [SITE_CONTACTS] = {"contacts_url", G_STRUCT_OFFSET(MsnpEnv, contacts_url)},
    [SITE_OIM] = {"oim_url", G_STRUCT_OFFSET(MsnpEnv, oim_url)},
    [SITE_STORAGE] = {"storage_url", G_STRUCT_OFFSET(MsnpEnv, storage_url)},
};

G_STATIC_ASSERT(N_SITES == MSNP_OPTIONS_SITES);

/* Addresses that the services' own communities name; they can change, so each can be overridden. All web services of
 * Escargot are on the host of its nexus; those of CrossTalk are not. */
static const struct {
    const char *id;
    const char *name;
    const char *host; /* NULL: one's own server */
    const char *nexus_url;
    const char *sites[N_SITES]; /* NULL: with the others */
} services[] = {
    {"escargot", "Escargot", "msnmsgr.escargot.chat", "https://msnmsgr.escargot.chat/rdr/pprdr.asp",
     {[SITE_STORAGE] = "https://msnmsgr.escargot.chat"}},
    {"crosstalk", "CrossTalk", "ms.msgrsvcs.ctsrv.gay", "https://pp.login.ugnet.gay/rdr/pprdr.asp",
     {[SITE_RST] = "https://ctas.login.ugnet.gay",
      [SITE_CONTACTS] = "https://ctsvcs.addressbook.ugnet.gay",
      [SITE_OIM] = "https://cts.storage.ugnet.gay",
      [SITE_STORAGE] = "https://cts.storage.ugnet.gay"}},
    /* TRANSLATORS: last entry of the list "Service": the server is given in the field below */
    {"custom", N_("Other server"), NULL, NULL, {NULL}},
};

/* The hosts of old that accounts of old were saved with, all of them gone: what they end with. */
static const char *const dead_hosts[] = {"messenger.hotmail.com", "messenger.msn.com"};

static GList *
options_add_choice(GList *choices, const char *label, const char *value)
{
    PurpleKeyValuePair *pair = g_new0(PurpleKeyValuePair, 1);

    pair->key = g_strdup(label);
    pair->value = g_strdup(value);
    return g_list_append(choices, pair);
}

static GList *
options_services(void)
{
    GList *choices = NULL;
    guint i;

    for (i = 0; i < G_N_ELEMENTS(services); i++)
        choices = options_add_choice(choices, _(services[i].name), services[i].id);
    return choices;
}

static GList *
options_dialects(void)
{
    /* TRANSLATORS: first entry of the list "Newest protocol": let the server choose */
    GList *choices = options_add_choice(NULL, _("Automatic"), "auto");
    guint number;

    for (number = MSNP_DIALECT_NEWEST; number >= MSNP_DIALECT_OLDEST; number--) {
        g_autofree char *name = g_strdup_printf("MSNP%u", number);

        choices = options_add_choice(choices, name, name);
    }
    return choices;
}

static GList *
options_transports(void)
{
    /* TRANSLATORS: first entry of the list "Way to the server": the port of the notification server */
    GList *choices = options_add_choice(NULL, _("Direct"), "direct");

    /* TRANSLATORS: entry of the list "Way to the server": for who is behind a firewall */
    choices = options_add_choice(choices, _("HTTP gateway"), "http");
    /* TRANSLATORS: last entry of the list "Way to the server" */
    return options_add_choice(choices, _("Automatic (HTTP gateway if direct fails)"), "auto");
}

GList *
msnp_options_list(void)
{
    GList *list = NULL;

    /* TRANSLATORS: account window, a list: Escargot, CrossTalk, Other server */
    list = g_list_append(list, purple_account_option_list_new(_("Service"), "service", options_services()));
    /* TRANSLATORS: account window: host name; empty means the service's own */
    list = g_list_append(list, purple_account_option_string_new(_("Server"), "server", ""));
    /* TRANSLATORS: account window: a number */
    list = g_list_append(list, purple_account_option_int_new(_("Port"), "port", MSNP_DEFAULT_PORT));
    /* TRANSLATORS: account window: web address where sign-in begins; empty means the service's own */
    list = g_list_append(list, purple_account_option_string_new(_("Sign-in address (nexus)"), "nexus_url", ""));
    /* TRANSLATORS: account window: web address; empty means that of the sign-in address */
    list = g_list_append(list, purple_account_option_string_new(_("Web services"), "web_url", ""));
    list = g_list_append(list, purple_account_option_list_new(
                                   /* TRANSLATORS: account window, a list: Direct, HTTP gateway, Automatic */
                                   _("Way to the server"), "transport", options_transports()));
    /* TRANSLATORS: account window: web address; empty means that of the web services */
    list = g_list_append(list, purple_account_option_string_new(_("HTTP gateway"), "gateway_url", ""));
    /* TRANSLATORS: account window, a list: Automatic, MSNP18, MSNP17 … */
    list = g_list_append(list, purple_account_option_list_new(_("Newest protocol"), "dialect", options_dialects()));
    /* TRANSLATORS: account window, a check box; the same words are named in an error message */
    list = g_list_append(list, purple_account_option_bool_new(_("Allow old MD5 sign-in (less secure)"),
                                                              "allow_md5", FALSE));
    list = g_list_append(list, purple_account_option_bool_new(
                                   /* TRANSLATORS: account window, a check box; without it one's other places are signed
                                      out, and this one when one signs in elsewhere */
                                   _("Stay signed in at several places (MSNP16 and newer)"), "mpop", TRUE));
    list = g_list_append(list, purple_account_option_string_new(
                                   /* TRANSLATORS: account window; one sees it at one's other places; empty means the
                                      name of the computer */
                                   _("Name of this place"), "place", ""));
    list = g_list_append(list, purple_account_option_bool_new(
                                   /* TRANSLATORS: account window, a check box: files go from machine to machine */
                                   _("Direct connections for files (faster, but show your network address)"),
                                   "direct_connect", TRUE));
    return msnp_invite_options(list);
}

/* ---- reading ---- */

/* A saved string without blanks around it; "" if there is none. The caller's. */
static char *
options_string(PurpleAccount *account, const char *key)
{
    const char *value = purple_account_get_string(account, key, "");

    return g_strstrip(g_strdup(value ? value : ""));
}

static guint
options_service(PurpleAccount *account)
{
    const char *id = purple_account_get_string(account, "service", services[0].id);
    guint i;

    for (i = 0; i < G_N_ELEMENTS(services); i++)
        if (!g_strcmp0(services[i].id, id))
            return i;
    return 0;
}

/* "MSNP9" as 9; anything else lets the server choose. */
static guint
options_dialect(PurpleAccount *account)
{
    g_autofree char *value = options_string(account, "dialect");

    if (g_ascii_strncasecmp(value, "MSNP", 4) != 0)
        return 0;
    return (guint) MIN(g_ascii_strtoull(value + 4, NULL, 10), MSNP_DIALECT_NEWEST);
}

static guint16
options_port(PurpleAccount *account)
{
    int port = purple_account_get_int(account, "port", MSNP_DEFAULT_PORT);

    return port > 0 && port <= G_MAXUINT16 ? (guint16) port : MSNP_DEFAULT_PORT;
}

/* An IPv6 address needs brackets within a web address. */
static char *
options_default_nexus(const char *host)
{
    gboolean six = strchr(host, ':') != NULL && host[0] != '[';

    return g_strdup_printf("https://%s%s%s/rdr/pprdr.asp", six ? "[" : "", host, six ? "]" : "");
}

static gboolean
options_host_is_dead(const char *host)
{
    g_autofree char *lower = g_ascii_strdown(host, -1);
    guint i;

    for (i = 0; i < G_N_ELEMENTS(dead_hosts); i++)
        if (g_str_has_suffix(lower, dead_hosts[i]))
            return TRUE;
    return FALSE;
}

/* The first failure may be chance, the next is none. */
#define HOURS_AT_FIRST 2
#define HOURS_OF_OLDER 24

static int
options_hour(void)
{
    return (int) (g_get_real_time() / G_USEC_PER_SEC / 3600);
}

/* Who sets something right, or gets out by a proxy now, is not to wait. */
static char *
options_way(PurpleAccount *account, const MsnpOptions *options)
{
    PurpleProxyInfo *proxy = purple_proxy_get_setup(account);
    g_autoptr(GString) way = g_string_new(NULL);
    guint i;

    g_string_printf(way, "%s %u %s %s %s %d", options->host, options->env.port, options->nexus_url, options->web_url,
                    options->gateway_url ? options->gateway_url : "", options->gateway_first);
    for (i = 0; i < N_SITES; i++)
        g_string_append_printf(way, " %s", options->sites[i]);
    if (proxy)
        g_string_append_printf(way, " %d %s %d", purple_proxy_info_get_type(proxy),
                               purple_proxy_info_get_host(proxy) ? purple_proxy_info_get_host(proxy) : "",
                               purple_proxy_info_get_port(proxy));
    return g_compute_checksum_for_data(G_CHECKSUM_SHA1, (const guint8 *) way->str, way->len);
}

/* Until when older dialects are to be offered this way, or were; 0 if it is not known. */
static int
options_older_until(PurpleAccount *account, const char *way)
{
    return g_strcmp0(way, purple_account_get_string(account, MSNP_OPTION_OLDER_WITH, NULL)) == 0
               ? purple_account_get_int(account, MSNP_OPTION_OLDER, 0)
               : 0;
}

/* A clock that was set back does not make it last; nor does it outlast the choice of a dialect. */
static gboolean
options_older(PurpleAccount *account, const MsnpOptions *options)
{
    int until = options_older_until(account, options->way), now = options_hour();

    if (!options->env.automatic)
        purple_account_remove_setting(account, MSNP_OPTION_OLDER);
    return options->env.automatic && until > now && until <= now + HOURS_OF_OLDER;
}

void
msnp_options_set_older(PurpleAccount *account, const char *way)
{
    int until = options_older_until(account, way), now = options_hour();
    gboolean again = until <= now && until > now - HOURS_OF_OLDER;

    purple_account_set_int(account, MSNP_OPTION_OLDER, now + (again ? HOURS_OF_OLDER : HOURS_AT_FIRST));
    purple_account_set_string(account, MSNP_OPTION_OLDER_WITH, way);
}

/* Who says where the web services are means all of them: what a preset has of one does not count then. */
static void
options_read_web(PurpleAccount *account, guint service, MsnpOptions *options)
{
    guint i;

    options->web_url = options_string(account, "web_url");
    options->env.web_url = options->web_url;
    for (i = 0; i < N_SITES; i++) {
        const char *preset = *options->web_url ? NULL : services[service].sites[i];

        options->sites[i] = options_string(account, sites[i].key);
        if (!*options->sites[i] && preset) {
            g_free(options->sites[i]);
            options->sites[i] = g_strdup(preset);
        }
        G_STRUCT_MEMBER(const char *, &options->env, sites[i].at) = options->sites[i];
    }
}

/* Who has a server without a nexus says where its tickets are. */
static void
options_read_nexus(PurpleAccount *account, guint service, MsnpOptions *options)
{
    options->nexus_url = options_string(account, "nexus_url");
    if (!*options->nexus_url && (services[service].nexus_url || !*options->sites[SITE_RST])) {
        g_free(options->nexus_url);
        options->nexus_url = services[service].nexus_url ? g_strdup(services[service].nexus_url)
                                                         : options_default_nexus(options->host);
    }
    options->env.nexus_url = options->nexus_url;
}

/* FALSE if there is no gateway where one is wanted: "auto" makes do without, unless one was named. */
static gboolean
options_read_gateway(PurpleAccount *account, MsnpOptions *options)
{
    g_autofree char *transport = options_string(account, "transport"), *own = options_string(account, "gateway_url");

    options->gateway_first = strcmp(transport, "http") == 0;
    if (!options->gateway_first && strcmp(transport, "auto") != 0)
        return TRUE;
    options->gateway_url = msnp_tunnel_address(own, options->web_url, options->nexus_url);
    options->env.gateway_url = options->gateway_url;
    return options->gateway_url || (!options->gateway_first && !*own);
}

gboolean
msnp_options_read(PurpleAccount *account, MsnpOptions *options, char **why)
{
    guint service = options_service(account);

    memset(options, 0, sizeof(*options));
    options->host = options_string(account, "server");
    /* Who says that a server is one's own means it, whatever its name: hosts of old are played by some. */
    if (services[service].host && (!*options->host || options_host_is_dead(options->host))) {
        g_free(options->host);
        options->host = g_strdup(services[service].host);
    }
    if (!*options->host) {
        /* TRANSLATORS: error of an account whose service is "Other server" while "Server" is empty */
        *why = g_strdup(_("No server is set. Edit the account and choose a service, or fill in the server."));
        return FALSE;
    }
    options_read_web(account, service, options);
    options_read_nexus(account, service, options);
    options->place = options_string(account, "place");
    options->env.place = *options->place ? options->place : g_get_host_name();
    options->env.one_place = !purple_account_get_bool(account, "mpop", TRUE);
    if (!options_read_gateway(account, options)) {
        /* TRANSLATORS: error of an account whose "Way to the server" wants a gateway */
        *why = g_strdup(_("The address of the HTTP gateway is not usable. Correct it in the account's advanced "
                          "options, or leave it empty."));
        return FALSE;
    }
    options->env.machine = purple_account_get_string(account, MSNP_OPTION_MACHINE, NULL);
    options->env.shown = purple_account_get_string(account, MSNP_OPTION_SHOWN, NULL);
    options->env.host = options->host;
    options->env.port = options_port(account);
    options->env.max_dialect = options_dialect(account);
    options->env.automatic = options->env.max_dialect == 0;
    options->way = options_way(account, options);
    options->env.older = options_older(account, options);
    options->env.direct = purple_account_get_bool(account, "direct_connect", TRUE);
    options->env.connects_only = !msnp_listen_is_possible(account);
    options->env.allow_md5 = purple_account_get_bool(account, "allow_md5", FALSE);
    return TRUE;
}

void
msnp_options_clear(MsnpOptions *options)
{
    guint i;

    g_free(options->host);
    g_free(options->nexus_url);
    g_free(options->web_url);
    g_free(options->gateway_url);
    for (i = 0; i < N_SITES; i++)
        g_free(options->sites[i]);
    g_free(options->place);
    g_free(options->way);
}
