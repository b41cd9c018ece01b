/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Contacts, groups and their errors, and a list that is current. */
#include "test-kit.h"

static void
test_contacts_old(void)
{
    Service *service = service_start(7, FALSE, "");
    Peer *alice = online(service, ALICE);
    Peer *carol = online(service, CAROL);

    /* MSNP7: everything with a list version, groups by number. */
    talk(alice, ">ADD 10 AL " CAROL " Carol", "~ADD 10 AL 16 " CAROL " Carol",
         ">ADG 11 New%20One 0", "<ADG 11 17 New%20One 2 0", ">ADD 12 FL " CAROL " Carol 2",
         "<ADD 12 FL 18 " CAROL " Carol 2", "<BPR 18 " CAROL " PHH", "~BPR 18 " CAROL " MOB N",
         "<ILN 12 NLN " CAROL " " CAROL, NULL);
    talk(carol, "~ADD 0 RL 16 " ALICE " Alice", ">ADD 9 BL " ALICE " Alice",
         "<ADD 9 BL 17 " ALICE " Alice", NULL);
    talk(alice, "<FLN " CAROL, ">ADD 13 FL nobody@example.test n 0", "<205 13",
         ">ADD 14 FL nobody n 0", "<201 14", ">ADD 15 AL " CAROL " c", "<215 15",
         ">ADD 16 BL " CAROL " c", "<219 16", ">ADD 17 FL " CAROL " c 9", "<224 17",
         ">REM 18 BL " CAROL, "<216 18", ">REM 19 FL " CAROL " 0", "<225 19", ">RMG 20 0",
         "<230 20", ">RMG 21 9", "<224 21", ">ADG 22 Friends 0", "<228 22",
         ">ADG 23 01234567890123456789012345678901234567890123456789012345678901 0", "<229 23",
         ">REA 24 " ALICE " badword", "<209 24", ">REA 25 " ALICE " New%20Alice",
         "<REA 25 19 " ALICE " New%20Alice", NULL);
    talk(carol, ">REM 10 BL " ALICE, "<REM 10 BL 18 " ALICE, NULL);
    talk(alice, "<NLN NLN " CAROL " " CAROL, ">REM 26 FL " CAROL, "<REM 26 FL 20 " CAROL, NULL);
    talk(carol, "<REM 0 RL 19 " ALICE, NULL);
    g_autofree char *lists = control(service, "lists " ALICE " " CAROL);

    g_assert_cmpstr(lists, ==, "2");
    for (guint i = 3; i < 30; i++) {
        say(alice, ">ADG %u Group%u 0", 30 + i, i);
        say(alice, "<ADG %u * Group%u %u 0", 30 + i, i, i);
    }
    talk(alice, ">ADG 90 Last 0", "<223 90", ">GTC 91 A", "<218 91", ">GTC 92 N", "<GTC 92 * N",
         ">BLP 93 BL", "<BLP 93 * BL", NULL);
    peer_free(alice);
    peer_free(carol);
    service_stop(service, 0);
}

/* CAROL has been added: she accepts, in three steps. */
static void
accept_alice(Peer *carol)
{
    talk(carol, "~ADC 0 RL N=" ALICE " F=Alice", ">ADC 10 AL N=" ALICE, "<ADC 10 AL N=" ALICE,
         ">ADC 11 RL N=" ALICE, "<ADC 11 RL N=" ALICE, ">REM 12 PL " ALICE, "<REM 12 PL " ALICE,
         NULL);
}

/* MSNP12: GUIDs, a pending list, no versions. */
static void
test_contacts_new(void)
{
    Service *service = service_start(12, FALSE, "");
    Peer *alice = online(service, ALICE);
    Peer *carol = online(service, CAROL);

    talk(alice, ">ADC 10 FL N=" CAROL " F=" CAROL, "~ADC 10 FL N=" CAROL " F=" CAROL " C=*", NULL);
    g_autofree char *id = word(alice, 5);

    talk(alice, "<ILN 10 NLN " CAROL " " CAROL " 0", ">ADG 11 New%20One", "<ADG 11 New%20One *-*",
         NULL);
    g_autofree char *group = word(alice, 3);

    say(alice, ">ADC 12 FL %s %s", id, group);
    say(alice, "<ADC 12 FL %s %s", id, group);
    say(alice, ">REG 13 %s Other%%20Name", group);
    say(alice, "<REG 13 %s Other%%20Name", group);
    say(alice, ">SBP 14 %s MFN Caz", id + 2);
    say(alice, "<SBP 14 %s MFN Caz", id + 2);
    accept_alice(carol);
    say(alice, ">REM 19 FL %s %s", id + 2, group);
    say(alice, "<REM 19 FL %s %s", id + 2, group);
    say(alice, ">REM 20 FL %s", id + 2);
    say(alice, "<REM 20 FL %s", id + 2);
    say(alice, ">RMG 21 %s", group);
    say(alice, "<RMG 21 %s", group);
    talk(carol, "<REM 0 RL " ALICE, NULL);
    peer_free(alice);
    peer_free(carol);
    service_stop(service, 0);
}

static void
test_details_new(void)
{
    Service *service = service_start(12, FALSE, "");
    Peer *alice = online(service, ALICE);
    Peer *bob = online(service, BOB);

    step(alice, "~NLN NLN " BOB " Bob%20B 0");
    send_message(bob, "UUX 20", "<Data><PSM>a &amp; b</PSM><CurrentMedia></CurrentMedia></Data>");
    step(bob, "~UUX 20 0");
    talk(alice, "<UBX " BOB " *", "=<PSM>a &amp; b</PSM>", ">ADC 15 FL N=no@example.test F=x",
         "<208 15", ">ADC 16 AL N=bad", "<201 16", ">ADC 17 BL N=" BOB, "<219 17",
         ">REM 18 BL " BOB, "<216 18", ">ADC 19 FL N=" BOB " F=B", "<215 19", ">REM 20 AL " BOB,
         "<REM 20 AL " BOB, ">ADC 21 BL N=" BOB, "<ADC 21 BL N=" BOB, NULL);
    step(bob, "~FLN " ALICE);
    talk(alice, ">REM 22 BL " BOB, "<REM 22 BL " BOB, NULL);
    step(bob, "<NLN NLN " ALICE " Alice 0");
    talk(alice, ">PRP 23 MFN Al%C3%AFce", "<PRP 23 MFN Al%C3%AFce", ">PRP 24 PHH 555",
         "<PRP 24 PHH 555", ">GCF 25 Shields.xml", "<GCF 25 Shields.xml *", "=<config>",
         ">URL 26 INBOX", "<URL 26 /cgi-bin/* https://* 2", NULL);
    talk(bob, "<NLN NLN " ALICE " Al%C3%AFce 0", "<BPR " ALICE " PHH 555", NULL);
    peer_free(alice);
    peer_free(bob);
    service_stop(service, 0);
}

/* A client that has the newest list is told so, and nothing else. */
static void
test_current(void)
{
    Service *service = service_start(12, FALSE, "");
    Peer *alice = sign_in(service, ALICE);

    talk(alice, ">SYN 5 0 0", "~SYN 5 * 1 2", NULL);
    g_autofree char *list = word(alice, 2);
    g_autofree char *settings = word(alice, 3);

    talk(alice, ">OUT", NULL);
    peer_free(alice);
    alice = sign_in(service, ALICE);
    say(alice, ">SYN 5 %s %s", list, settings);
    say(alice, "~SYN 5 %s %s", list, settings);
    talk(alice, ">PNG", "<QNG 50", NULL);
    peer_free(alice);
    service_stop(service, 0);
}

/* MSNP10 before the move to GUIDs. */
static void
test_numeric(void)
{
    Service *service = service_start(10, FALSE, "--abch-migrated 0");
    Peer *alice = sign_in(service, ALICE);

    talk(alice, "<MSG Hotmail Hotmail *", "=ABCHMigrated: 0\r\n", ">SYN 5 0 0", "<SYN 5 15 15 1 2",
         "<GTC A", "<BLP AL", "<PRP MFN Alice", "<LSG Other%20Contacts 0", "<LSG Friends 1",
         "<LST N=" BOB " F=Bob%20B C=" BOB " 11 1", ">CHG 6 NLN 0", "~CHG 6 NLN 0", ">ADG 7 New",
         "~ADG 7 New 2", ">ADC 8 FL C=" BOB " 2", "<ADC 8 FL C=" BOB " 2", ">REM 9 FL " BOB " 1",
         "<REM 9 FL " BOB " 1", ">RMG 10 1", "<RMG 10 1", NULL);
    g_autofree char *lists = control(service, "lists " ALICE " " BOB);

    g_assert_cmpstr(lists, ==, "11 New");
    peer_free(alice);
    service_stop(service, 0);
}

/* A full forward list; and who may take somebody off the pending list, by dialect. */
static void
test_limits(void)
{
    Service *service = service_start(12, FALSE, "--fl-limit 1");
    Peer *alice = online(service, ALICE);

    talk(alice, ">ADC 10 FL N=" CAROL " F=c", "~210 10", ">ADC 11 AL N=" CAROL,
         "<ADC 11 AL N=" CAROL, NULL);
    peer_free(alice);
    service_stop(service, 0);
    service = service_start(7, FALSE, "--fl-limit 1");
    alice = online(service, ALICE);
    talk(alice, ">ADD 10 FL " CAROL " c 0", "~210 10", NULL);
    peer_free(alice);
    service_stop(service, 0);
}

static void
test_pending_living(void)
{
    static const struct {
        guint dialect;
        gboolean allowed;
    } rows[] = {{10, FALSE}, {11, TRUE}, {12, TRUE}};

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        Service *service = service_start(rows[i].dialect, TRUE, "");
        Peer *carol = online(service, CAROL);

        control_ok(service, "remote " ALICE " add FL " CAROL);
        talk(carol, "~ADC 0 RL N=" ALICE " F=Alice", ">ADC 10 AL N=" ALICE, "~ADC 10 AL N=" ALICE,
             ">ADC 11 RL N=" ALICE, NULL);
        if (rows[i].allowed)
            talk(carol, "<ADC 11 RL N=" ALICE, ">REM 12 PL " ALICE, "<REM 12 PL " ALICE,
                 ">ADC 13 RL N=" ALICE, NULL);
        step(carol, "#");
        g_autofree char *lists = control(service, "lists " CAROL " " ALICE);

        g_assert_cmpstr(lists, ==, rows[i].allowed ? "10" : "26");
        peer_free(carol);
        service_stop(service, 1);
    }
}

static void
test_many(void)
{
    Service *service = service_start(12, FALSE, "--contacts 10000");
    Peer *alice = sign_in(service, ALICE);

    talk(alice, ">SYN 5 0 0", "~SYN 5 * 10001 12", "~LST N=contact10000@example.test *",
         ">CHG 6 NLN 0", "~ILN 6 NLN contact09997@example.test *", ">PNG", "~QNG 50", NULL);
    peer_free(alice);
    service_stop(service, 0);
}

void
lists_tests(void)
{
    g_test_add_func("/msnpd/contacts/msnp7", test_contacts_old);
    g_test_add_func("/msnpd/contacts/msnp12", test_contacts_new);
    g_test_add_func("/msnpd/contacts/details", test_details_new);
    g_test_add_func("/msnpd/contacts/numeric", test_numeric);
    g_test_add_func("/msnpd/contacts/current", test_current);
    g_test_add_func("/msnpd/contacts/limits", test_limits);
    g_test_add_func("/msnpd/contacts/pending", test_pending_living);
    g_test_add_func("/msnpd/contacts/many", test_many);
}
