/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sign-in and presence from MSNP13 on: tokens and their faults, what is proved by them, and what
 * the mistakes of a client are. */
#include "test-kit.h"

#include <string.h>

#define ADL_BOB   "<ml l=\"1\"><d n=\"example.test\"><c n=\"bob\" l=\"3\" t=\"1\"/></d></ml>"
#define ADL_ALICE "<ml l=\"1\"><d n=\"example.test\"><c n=\"alice\" l=\"3\" t=\"1\"/></d></ml>"
#define XML_TYPE  "Content-Type: text/xml; charset=utf-8\r\n"

/* Two of one dialect see each other come, and go. */
static void
test_presence(gconstpointer data)
{
    static const char *const online[] = {
        "NLN NLN " ALICE " Alice 32 0",      "NLN NLN " ALICE " 1 Alice 32 0",
        "NLN NLN " ALICE " 1 Alice 32 0",    "NLN NLN " ALICE " 1 Alice 32:16 0",
        "NLN NLN " ALICE " 1 Alice 32:16 0", "NLN NLN 1:" ALICE " Alice 32:16 0"};
    static const char *const offline[] = {"FLN " ALICE,          "FLN " ALICE " 1 0",
                                          "FLN " ALICE " 1 0",   "FLN " ALICE " 1 0:0",
                                          "FLN " ALICE " 1 0:0", "FLN 1:" ALICE " 0:0"};
    static const char *const initial[] = {
        "ILN 7 NLN " BOB " Bob%20B 32 0",      "ILN 7 NLN " BOB " 1 Bob%20B 32 0",
        "ILN 7 NLN " BOB " 1 Bob%20B 32 0",    "ILN 7 NLN " BOB " 1 Bob%20B 32:16 0",
        "ILN 7 NLN " BOB " 1 Bob%20B 32:16 0", "NLN NLN 1:" BOB " Bob%20B 32:16 0"};
    guint dialect = GPOINTER_TO_UINT(data);
    Service *service = service_start(dialect, FALSE, SSO_OPTIONS);
    Peer *bob = web_online(service, BOB, GUID_B, ADL_ALICE);
    Peer *alice = web_sign_in(service, ALICE, GUID_A);

    send_message(alice, "ADL 5", ADL_BOB);
    step(alice, "<ADL 5 OK");
    step(alice, dialect < 16 ? ">CHG 7 NLN 32 0" : ">CHG 7 NLN 32:16 0");
    step(alice, dialect < 16 ? "<CHG 7 NLN 32 0" : "<CHG 7 NLN 32:16 0");
    say(alice, "<%s", initial[dialect - 13]);
    say(bob, "~%s", online[dialect - 13]);
    talk(alice, ">PRP 8 MFN Ally", "~PRP 8 MFN Ally", ">PNG", "~QNG *", NULL);
    step(bob, "~NLN NLN *" ALICE " *Ally *");
    talk(alice, ">OUT", "#", NULL);
    say(bob, "~%s", offline[dialect - 13]);
    peer_free(alice);
    peer_free(bob);
    service_stop(service, 0);
}

static void
test_tokens(void)
{
    Service *service = service_start(15, FALSE, SSO_OPTIONS);

    for (guint i = 0; i < 2; i++) {
        const char *path = i == 0 ? "/RST.srf" : "/RST2.srf";
        g_autofree char *good = rst(service, path, ALICE, PASSWORD);
        g_autofree char *wrong = rst(service, path, ALICE, "no");
        g_autofree char *nobody = rst(service, path, "x@example.test", PASSWORD);

        g_assert_nonnull(strstr(good, "<wsse:BinarySecurityToken Id=\"Compact1\">t="));
        g_assert_nonnull(strstr(good, "<wsse:BinarySecurityToken Id=\"PPToken1\">t="));
        g_assert_nonnull(strstr(good, "<wsse:BinarySecurityToken Id=\"Compact4\">t="));
        g_assert_nonnull(strstr(good, "<wst:BinarySecret>" SSO_SECRET "</wst:BinarySecret>"));
        g_assert_null(strstr(good, "<wsse:BinarySecurityToken Id=\"Compact5\""));
        g_assert_nonnull(strstr(good, i == 0 ? "<wst:LifeTime>" : "<wst:Lifetime>"));
        g_assert_nonnull(strstr(wrong, i == 0 ? "</S:Header><S:Fault " : "<S:Body><S:Fault>"));
        g_assert_nonnull(strstr(wrong, "FailedAuthentication</"));
        g_assert_nonnull(strstr(nobody, "FailedAuthentication</"));
    }
    control_ok(service, "await tokens " ALICE " 5 ; rst-failed x@example.test");
    service_stop(service, 0);
    service = service_start(15, FALSE, "--redirects 1 " SSO_OPTIONS);
    g_autofree char *away = rst(service, "/RST.srf", ALICE, PASSWORD);
    g_autofree char *address = between(away, "<psf:redirectUrl", "</psf:redirectUrl>");

    g_assert_nonnull(strstr(away, "<faultcode>psf:Redirect</faultcode>"));
    g_assert_nonnull(strstr(address, "/pp1/RST.srf"));
    g_autofree char *there = rst(service, "/pp1/RST.srf", ALICE, PASSWORD);

    g_assert_nonnull(strstr(there, "Compact1"));
    control_ok(service, "fault HTTPS:RST status 503");
    g_autofree char *busy = rst(service, "/RST.srf", ALICE, PASSWORD);

    g_assert_true(g_str_has_prefix(busy, "HTTP/1.1 503 "));
    service_stop(service, 0);
}

static void
test_tokens_wrong(void)
{
    static const char *const bodies[][2] = {
        {"", "no well-formed XML"},
        {"<a", "no well-formed XML"},
        {"<!DOCTYPE a []><a/>", "a document type"},
        {"<a/>", "no SOAP envelope"},
        {"<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'/>", "no Body"},
        {"<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body><a/></Body></Envelope>",
         "no RequestSecurityToken"},
    };
    Service *service = service_start(15, FALSE, SSO_OPTIONS);
    guint count = 0;

    for (; count < G_N_ELEMENTS(bodies); count++) {
        g_autofree char *answer = https_post(service, "/RST.srf", XML_TYPE, bodies[count][0]);

        g_assert_nonnull(answer);
        expect_bad(service, bodies[count][1]);
    }
    g_autofree char *get = https_get(service, "/RST.srf", NULL);

    g_assert_true(g_str_has_prefix(get, "HTTP/1.1 405 "));
    expect_bad(service, "wants POST");
    g_autofree char *nowhere = https_post(service, "/RST3.srf", XML_TYPE, "<a/>");

    g_assert_true(g_str_has_prefix(nowhere, "HTTP/1.1 404 "));
    service_stop(service, count + 2);
}

/* What is sent instead of ticket, response and machine, and what comes of it. */
static void
test_proof(void)
{
    static const struct {
        const char *ticket, *blob, *machine, *why;
    } wrongs[] = {
        {"t=x&p=", SSO_BLOB, GUID_A, "no ticket for"},
        {NULL, "AAAA" SSO_BLOB, GUID_A, "wrong length"},
        {NULL, "!" SSO_BLOB, GUID_A, "no base64"},
        {NULL, SSO_BLOB, "6dfb3a4c-2f1e-4b53-9c51-0a1b2c3d4e5f", "no GUID in braces"},
        {NULL, SSO_BLOB, "", "needs ticket"},
    };
    Service *service = service_start(18, FALSE, SSO_OPTIONS);

    for (guint i = 0; i < G_N_ELEMENTS(wrongs); i++) {
        Peer *peer = peer_new(service->ns_port);
        g_autofree char *clear = token(service, ALICE, "messengerclear.live.com");

        talk(peer, ">VER 1 MSNP18 CVR0", "<VER 1 MSNP18",
             ">CVR 2 0x0409 winnt 6.1.0 i386 MSNMSGR 14.0.8117.0416 msmsgs " ALICE, "<CVR 2 *",
             ">USR 3 SSO I " ALICE, "<GCF 0 *", "<USR 3 SSO S MBI_KEY_OLD *", NULL);
        say(peer, ">USR 4 SSO S %s %s%s%s", wrongs[i].ticket != NULL ? wrongs[i].ticket : clear,
            wrongs[i].blob, wrongs[i].machine[0] != '\0' ? " " : "", wrongs[i].machine);
        talk(peer, "<911 4", "#", NULL);
        expect_bad(service, wrongs[i].why);
        peer_free(peer);
    }
    service_stop(service, G_N_ELEMENTS(wrongs));
    /* Another nonce than that of the response. */
    service = service_start(15, FALSE, "--secret " SSO_SECRET);
    Peer *peer = peer_new(service->ns_port);
    g_autofree char *clear = token(service, ALICE, "messengerclear.live.com");

    talk(peer, ">VER 1 MSNP15 CVR0", "<VER 1 MSNP15",
         ">CVR 2 0x0409 winnt 6.1.0 i386 MSNMSGR 8.5.1302 msmsgs " ALICE, "<CVR 2 *",
         ">USR 3 SSO I " ALICE, "<GCF 0 *", "<USR 3 SSO S MBI_KEY_OLD *", NULL);
    say(peer, ">USR 4 SSO S %s " SSO_BLOB, clear);
    talk(peer, "<911 4", "#", NULL);
    expect_bad(service, "wrong hash");
    peer_free(peer);
    service_stop(service, 1);
}

/* The services people use today: one ticket for everything, lists that need no ADL. */
static void
test_living(gconstpointer data)
{
    guint dialect = GPOINTER_TO_UINT(data);
    Service *service = service_start(dialect, TRUE, SSO_OPTIONS);
    Peer *bob = web_online(service, BOB, GUID_B, "<ml l=\"1\"></ml>");
    Peer *alice = web_sign_in(service, ALICE, GUID_A);

    send_message(alice, "ADL 5", "<ml l=\"1\"></ml>");
    talk(alice, "<ADL 5 OK", dialect < 16 ? ">CHG 7 NLN 32 0" : ">CHG 7 NLN 32:16 0",
         "<CHG 7 NLN 32*", NULL);
    step(alice, dialect == 18 ? "<NLN NLN 1:" BOB " *" : "<ILN 7 NLN " BOB " *");
    step(alice, "<UBX *" BOB " *");
    step(bob, "~NLN NLN *" ALICE " *");
    peer_free(alice);
    step(bob, "~FLN *" ALICE "*");
    peer_free(bob);
    service_stop(service, 0);
}

void
web_tests(void)
{
    g_test_add_data_func("/msnpd/web/living/msnp13", GUINT_TO_POINTER(13), test_living);
    g_test_add_data_func("/msnpd/web/living/msnp15", GUINT_TO_POINTER(15), test_living);
    g_test_add_data_func("/msnpd/web/living/msnp18", GUINT_TO_POINTER(18), test_living);
    for (guint dialect = 13; dialect <= 18; dialect++) {
        g_autofree char *path = g_strdup_printf("/msnpd/web/presence/msnp%u", dialect);

        g_test_add_data_func(path, GUINT_TO_POINTER(dialect), test_presence);
    }
    g_test_add_func("/msnpd/web/tokens", test_tokens);
    g_test_add_func("/msnpd/web/tokens-wrong", test_tokens_wrong);
    g_test_add_func("/msnpd/web/proof", test_proof);
}
