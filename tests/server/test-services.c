/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the notification server has besides lists: personal messages, mail, pages, alerts, finding
 * people, another server; and changes that come from elsewhere. */
#include "test-kit.h"

#include <string.h>

#define DAVE     "dave@example.test"
#define XML(psm) "<Data><PSM>" psm "</PSM><CurrentMedia></CurrentMedia></Data>"
#define PAGE     "<TEXT xml:space=\"preserve\">"

static void
test_personal(void)
{
    Service *service = service_start(12, FALSE, "--contacts 1");
    Peer *alice = online(service, ALICE);

    control_ok(service, "status " BOB " NLN");
    control_ok(service, "personal " BOB " " XML("sunny"));
    talk(alice, "~NLN NLN " BOB " *", "<UBX " BOB " *", "=" XML("sunny"), NULL);
    control_ok(service, "personal " BOB);
    talk(alice, "<UBX " BOB " 0", NULL);
    control_ok(service, "personal contact00001@example.test " XML("\\xc3\\xa9"));
    talk(alice, "<UBX contact00001@example.test *", "=" XML("\303\251"), NULL);
    control_ok(service, "phone " BOB " MOB Y");
    step(alice, "<BPR " BOB " MOB Y");
    control_ok(service, "phone contact00001@example.test PHH 1 2");
    step(alice, "<BPR contact00001@example.test PHH 1%202");
    control_ok(service, "phone " BOB " MOB");
    step(alice, "<BPR " BOB " MOB");
    control_ok(service, "caps " BOB " 32");
    step(alice, "<NLN NLN " BOB " Bob%20B 32");
    talk(alice, ">PRP 20 MOB Y", "<PRP 20 MOB Y", ">GTC 21 N", "<GTC 21 N", ">BLP 22 BL",
         "<BLP 22 BL", NULL);
    control_ok(service, "await property " ALICE " MOB Y ; gtc " ALICE " N ; blp " ALICE " BL");
    g_autofree char *privacy = control(service, "privacy " ALICE);

    g_assert_cmpstr(privacy, ==, "N BL");
    peer_free(alice);
    service_stop(service, 0);
}

static void
test_mail(void)
{
    Service *service = service_start(9, FALSE, "--mspauth 12$$");
    Peer *alice;

    control_ok(service, "mail " ALICE " 3");
    alice = sign_in(service, ALICE);
    talk(alice, "~MSG Hotmail Hotmail *", "=EmailEnabled: 1\r\n", "=MSPAuth: 12$$\r\n", ">SYN 5 0",
         ">CHG 6 NLN 0", "~MSG Hotmail Hotmail 2*", "=Inbox-Unread: 3\r\n", NULL);
    control_ok(service, "mailnew " ALICE " x@example.test =?\"us-ascii\"?Q?Hi?=");
    talk(alice, "~MSG Hotmail Hotmail *", "=text/x-msmsgsemailnotification; charset=UTF-8\r\n\r\n",
         "=Subject: =?\"us-ascii\"?Q?Hi?=\r\nDest-Folder: ACTIVE\r\n",
         "=From-Addr: x@example.test\r\nid: 2\r\n", NULL);
    control_ok(service, "mailmoved " ALICE " ACTIVE trAsH 2");
    talk(alice, "<MSG Hotmail Hotmail 145", "=Message-Delta: 2\r\n", NULL);
    control_ok(service, "shutdown 5");
    talk(alice, "<MSG Hotmail Hotmail 88", "=\r\n\r\nType: 1\r\nArg1: 5\r\n", NULL);
    peer_free(alice);
    control_ok(service, "await signed-out " ALICE);
    alice = sign_in(service, ALICE);
    talk(alice, ">SYN 5 0", ">CHG 6 NLN 0", "~CHG 6 *", "<MSG Hotmail Hotmail *",
         "=Inbox-Unread: 2\r\n", NULL);
    peer_free(alice);
    service_stop(service, 0);
    /* Accounts without an inbox hear nothing of mail. */
    service = service_start(9, FALSE, "--email-enabled 0 --mspauth ''");
    alice = sign_in(service, ALICE);
    talk(alice, "~MSG Hotmail Hotmail *", "=EmailEnabled: 0\r\n", NULL);
    g_assert_null(strstr(alice->payload, "MSPAuth"));
    talk(alice, ">SYN 5 0", ">CHG 6 NLN 0", "~CHG 6 *", "<CHL 0 *", NULL);
    peer_free(alice);
    service_stop(service, 0);
}

static void
test_alerts(void)
{
    Service *service = service_start(9, FALSE, "");
    Peer *alice = online(service, ALICE);

    control_ok(service, "notice " ALICE " 1 < 2");
    talk(alice, "~NOT *", "=<TEXT>1 &lt; 2</TEXT><TEXTX>", "=" ALICE, NULL);
    control_ok(service, "page " BOB " " ALICE " from my phone");
    talk(alice, "<IPG *", "=<FROM pid=\"0x00000001:0x00000003\" name=\"" BOB "\"/>",
         "=<TEXT>from my phone</TEXT>", NULL);
    peer_free(alice);
    service_stop(service, 0);
}

static void
test_pages(void)
{
    Service *service = service_start(9, FALSE, "");
    Peer *alice = online(service, ALICE);

    control_ok(service, "phone " BOB " MOB Y");
    send_message(alice, "PGD 10 " BOB " 1", PAGE "a &#x26; b</TEXT>");
    control_ok(service, "await page " ALICE " " BOB " a%20%26%23x26%3B%20b");
    send_message(alice, "PGD 11 " BOB " 1",
                 "<PHONE pri=\"1\"><LOC>HOME</LOC><NUM>155</NUM></PHONE>"
                 "<TEXT xml:space=\"preserve\" enc=\"utf-8\">b</TEXT>");
    control_ok(service, "await page " ALICE " " BOB " b");
    send_message(alice, "PGD 12 " CAROL " 1", PAGE "a</TEXT>");
    step(alice, "~800 12");
    send_message(alice, "PAG 13 " BOB, PAGE "a</TEXT>");
    step(alice, "<715 13");
    control_ok(service, "forget");
    send_message(alice, "PGD 14 " BOB " 1", PAGE "a & b</TEXT>");
    expect_bad(service, "escaped");
    send_message(alice, "PGD 15 " BOB " 3", PAGE "a</TEXT>");
    expect_bad(service, "device");
    peer_free(alice);
    service_stop(service, 2);
    service = service_start(8, FALSE, "");
    alice = online(service, ALICE);
    control_ok(service, "phone " BOB " MOB Y");
    send_message(alice, "PAG 13 " BOB, PAGE "a</TEXT>");
    control_ok(service, "await page " ALICE " " BOB " a");
    peer_free(alice);
    service_stop(service, 0);
}

static void
test_find(void)
{
    Service *service = service_start(5, FALSE, "--contacts 30 --account " DAVE ":d:'Dave D'");
    Peer *alice = online(service, ALICE);

    control_ok(service, "place " DAVE " Paris * FR");
    talk(alice, ">FND 10 fname=Bob lname=b city=* state=* country=US",
         "~FND 10 1 1 fname=Bob lname=B city=New%20York state=NY country=US",
         ">FND 11 fname=Bob lname=B city=* state=* country=FR", "<FND 11 0 0",
         ">FND 12 fname=Bob lname=* city=* state=* country=US", "<201 12",
         ">FND 13 fname=Dave lname=D city=* state=* country=FR",
         "<FND 13 1 1 fname=Dave lname=D city=Paris state=* country=FR", NULL);
    send_message(alice, "SDC 14 1 0x0409 MSMSGS MSMSGS X X Alice", "come\r\nhere");
    step(alice, "<SDC 14 OK");
    control_ok(service, "await found " ALICE " 1 ; invited " ALICE " " DAVE);
    send_message(alice, "SDC 15 new@example.test 0x0409 MSMSGS MSMSGS X X Alice%20A", "");
    step(alice, "<SDC 15 OK");
    control_ok(service, "await invited " ALICE " new@example.test");
    send_message(alice, "SDC 16 new@example.test 0x0409 XX MSMSGS X X A", "");
    step(alice, "<710 16");
    expect_bad(service, "library");
    send_message(alice, "SDC 17 2 0x0409 MSMSGS MSMSGS X X A", "");
    step(alice, "<503 17");
    expect_bad(service, "neither an address");
    talk(alice, ">URL 18 COMPOSE " BOB, "<URL 18 /cgi-bin/compose?q=" BOB " https://* 2",
         ">URL 19 PROFILE 0x0409", "<URL 19 /cgi-bin/profile* https://* 2", ">URL 20 PROFILE",
         "<URL 20 *", NULL);
    expect_bad(service, "locale");
    peer_free(alice);
    service_stop(service, 3);
    service = service_start(3, FALSE, "");
    alice = online(service, ALICE);
    talk(alice, ">SND 9 new@example.test 0x0409 MSMSGS", "~SND 9 OK",
         ">SND 10 new@example.test 10 MSMSGS", "<503 10", "#", NULL);
    peer_free(alice);
    service_stop(service, 1);
}

/* The account is referred to another server; nobody sees it go. */
static void
test_move(gconstpointer data)
{
    guint dialect = GPOINTER_TO_UINT(data);
    Service *service = service_start(dialect, FALSE, "");
    Peer *bob = online(service, BOB);
    Peer *alice = online(service, ALICE);
    guint first = service->ns_port;

    step(bob, "~NLN NLN " ALICE " *");
    control_ok(service, "move " ALICE);
    step(alice, dialect >= 7   ? "~XFR 0 NS 127.0.0.1:* 0 127.0.0.1:*"
                : dialect >= 3 ? "~XFR 0 NS 127.0.0.1:* 0"
                               : "~XFR 0 NS 127.0.0.1:*");
    g_autofree char *address = word(alice, 3);

    /* Who comes back to the old server is referred to the new one. */
    talk(alice, ">OUT", "#", NULL);
    peer_free(alice);
    alice = peer_new(first);
    talk(alice, ">VER 1 MSNP7 MSNP2 CVR0", "<VER 1 *", ">INF 2", "<INF 2 *", ">USR 3 MD5 I " ALICE,
         NULL);
    say(alice, "<XFR 3 NS %s*", address);
    step(alice, "#");
    peer_free(alice);
    service->ns_port = (guint) g_ascii_strtoull(strchr(address, ':') + 1, NULL, 10);
    g_assert_cmpuint(service->ns_port, !=, first);
    alice = online(service, ALICE);
    control_ok(service, "await moved " ALICE);
    step(bob, "<NLN NLN " ALICE " *");
    /* And back, without leaving the old link before; that one is closed in the end. */
    control_ok(service, "move " ALICE " 300");
    step(alice, "~XFR 0 NS *");
    service->ns_port = first;
    Peer *again = online(service, ALICE);

    step(bob, "<NLN NLN " ALICE " *");
    talk(alice, "#", NULL);
    talk(again, ">OUT", "#", NULL);
    step(bob, "<FLN " ALICE);
    peer_free(again);
    peer_free(alice);
    peer_free(bob);
    service_stop(service, 0);
}

/* ---- changes from elsewhere ---- */

static void
test_remote_old(void)
{
    Service *service = service_start(7, FALSE, "");
    Peer *alice = online(service, ALICE);
    Peer *carol = online(service, CAROL);

    control_ok(service, "remote " ALICE " adg New%20One");
    control_ok(service, "remote " ALICE " add FL " CAROL " New%20One");
    talk(alice, "~ADG 0 16 New%20One 2 0", "<ADD 0 FL 17 " CAROL " " CAROL " 2",
         "<BPR 17 " CAROL " PHH", "~BPR 17 " CAROL " MOB N", "<NLN NLN " CAROL " " CAROL, NULL);
    step(carol, "~ADD 0 RL 16 " ALICE " Alice");
    control_ok(service, "remote " ALICE " add BL " CAROL);
    step(alice, "<ADD 0 BL 18 " CAROL " " CAROL);
    control_ok(service, "remote " ALICE " nick " CAROL " Caz%20C");
    step(alice, "<REA 0 19 " CAROL " Caz%20C");
    control_ok(service, "remote " ALICE " reg New%20One Other");
    step(alice, "<REG 0 20 2 Other 0");
    control_ok(service, "remote " ALICE " rem BL " CAROL);
    step(alice, "<REM 0 BL 21 " CAROL);
    control_ok(service, "remote " ALICE " gtc N");
    step(alice, "<GTC 0 22 N");
    control_ok(service, "remote " ALICE " rmg Other");
    step(alice, "<RMG 0 23 2");
    step(carol, "<REM 0 RL 17 " ALICE);
    g_autofree char *lists = control(service, "lists " ALICE " " CAROL);

    g_assert_cmpstr(lists, ==, "0");
    peer_free(alice);
    peer_free(carol);
    service_stop(service, 0);
}

static void
test_remote_new(void)
{
    Service *service = service_start(12, FALSE, "");
    Peer *alice = online(service, ALICE);

    /* BOB has no client; CAROL is a stranger who adds ALICE. */
    control_ok(service, "remote " CAROL " add FL " ALICE);
    step(alice, "~ADC 0 RL N=" CAROL " F=" CAROL);
    g_autofree char *pending = control(service, "lists " ALICE " " CAROL);

    g_assert_cmpstr(pending, ==, "24");
    control_ok(service, "remote " ALICE " add FL " CAROL " Friends");
    step(alice, "<ADC 0 FL N=" CAROL " F=" CAROL " C=*-*");
    g_autofree char *guid = word(alice, 5);

    say(alice, "<ADC 0 FL %s *-*", guid);
    control_ok(service, "remote " ALICE " adc AL " CAROL);
    step(alice, "<ADC 0 AL N=" CAROL);
    control_ok(service, "remote " ALICE " nick " CAROL " Caz");
    say(alice, "<SBP 0 %s MFN Caz", guid + 2);
    control_ok(service, "remote " ALICE " rem FL " CAROL " Friends");
    say(alice, "<REM 0 FL %s *-*", guid + 2);
    control_ok(service, "remote " ALICE " rem FL " CAROL);
    say(alice, "<REM 0 FL %s", guid + 2);
    control_ok(service, "remote " ALICE " blp BL");
    step(alice, "<BLP 0 BL");
    control_ok(service, "remote " CAROL " rem FL " ALICE);
    step(alice, "<REM 0 RL " CAROL);
    peer_free(alice);
    service_stop(service, 0);
}

void
services_tests(void)
{
    g_test_add_func("/msnpd/services/personal", test_personal);
    g_test_add_func("/msnpd/services/mail", test_mail);
    g_test_add_func("/msnpd/services/alerts", test_alerts);
    g_test_add_func("/msnpd/services/pages", test_pages);
    g_test_add_func("/msnpd/services/find", test_find);
    g_test_add_data_func("/msnpd/services/move/msnp2", GUINT_TO_POINTER(2), test_move);
    g_test_add_data_func("/msnpd/services/move/msnp7", GUINT_TO_POINTER(7), test_move);
    g_test_add_func("/msnpd/remote/msnp7", test_remote_old);
    g_test_add_func("/msnpd/remote/msnp12", test_remote_new);
}
