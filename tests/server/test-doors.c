/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How clients come in and go: referral, Passport, challenges; and the control channel. */
#include "test-kit.h"

#include <string.h>

static void
test_dispatch(void)
{
    static const guint dialects[] = {2, 3, 7};
    static const char *const tails[] = {"<XFR 3 NS 127.0.0.1:*", "<XFR 3 NS 127.0.0.1:* 0",
                                        "<XFR 3 NS 127.0.0.1:* 0 127.0.0.1:*"};

    for (guint i = 0; i < G_N_ELEMENTS(dialects); i++) {
        Service *service = service_start(dialects[i], FALSE, "--dispatch");
        Peer *peer = peer_new(service->ns_port);

        talk(peer, ">VER 1 MSNP7 MSNP3 MSNP2 CVR0", "<VER 1 MSNP*CVR0", ">INF 2", "<INF 2 *",
             ">USR 3 MD5 I " ALICE, tails[i], NULL);
        g_autofree char *address = word(peer, 3);

        g_assert_cmpuint(strlen(strstr(peer->line, address)), >=, strlen(address));
        step(peer, "#");
        peer_free(peer);
        service->ns_port = (guint) g_ascii_strtoull(strchr(address, ':') + 1, NULL, 10);
        peer = online(service, ALICE);
        peer_free(peer);
        service_stop(service, 0);
    }
}

static void
test_passport(void)
{
    Service *service = service_start(9, FALSE, "--redirects 2 --dribble");
    Peer *peer = peer_new(service->ns_port);

    negotiate(service, peer, ALICE);
    g_autofree char *challenge = word(peer, 4);
    g_autofree char *bad = authorization(ALICE, "wrong", challenge);
    g_autofree char *good = ticket(service, ALICE, challenge);
    g_autofree char *refused = https_get(service, "/hop2?lc=1033&id=507", bad);

    g_assert_true(g_str_has_prefix(refused, "HTTP/1.1 401 "));
    g_assert_nonnull(strstr(refused, "WWW-Authenticate: Passport1.4 da-status=failed"));
    say(peer, ">USR 4 TWN S %s", good);
    step(peer, "<USR 4 OK " ALICE " Alice 1 0");
    peer_free(peer);
    /* A ticket is good for one sign-in. */
    peer = peer_new(service->ns_port);
    negotiate(service, peer, ALICE);
    say(peer, ">USR 4 TWN S %s", good);
    talk(peer, "<911 4", "#", NULL);
    peer_free(peer);
    control_ok(service, "fault HTTPS:nexus status 503");
    control_ok(service, "fault HTTPS:nexus drop");
    g_autofree char *busy = https_get(service, "/rdr/pprdr.asp", NULL);
    g_autofree char *dropped = https_get(service, "/rdr/pprdr.asp", NULL);
    g_autofree char *normal = https_get(service, "/rdr/pprdr.asp", NULL);

    g_assert_true(g_str_has_prefix(busy, "HTTP/1.1 503 "));
    g_assert_null(dropped);
    g_assert_true(g_str_has_prefix(normal, "HTTP/1.1 200 "));
    service_stop(service, 0);
}

static void
test_passport_wrong(void)
{
    Service *service = service_start(9, TRUE, "");
    g_autofree char *bare = https_get(service, "/login", NULL);
    g_autofree char *bogus =
        https_get(service, "/login", "Passport1.4 sign-in=a,OrgVerb=GET,pwd=b,ct=1");

    g_assert_true(g_str_has_prefix(bare, "HTTP/1.1 500 "));
    g_assert_true(g_str_has_prefix(bogus, "HTTP/1.1 401 "));
    service_stop(service, 2);
}

/* ---- the control channel ---- */

static void
test_faults(void)
{
    Service *service = service_start(7, FALSE, "");

    control_ok(service, "fault VER delay 1");
    control_ok(service, "fault INF after CHL 0");
    control_ok(service, "fault USR reply XFR %T NS 0");
    control_ok(service, "fault PNG raw QNG\\r\\nQ count 2");
    control_ok(service, "fault GTC cut 20");
    Peer *alice = peer_new(service->ns_port);

    talk(alice, ">VER 1 MSNP7 CVR0", "<VER 1 MSNP7 CVR0", ">INF 2", "<INF 2 MD5", "<CHL 0",
         ">USR 3 MD5 I " ALICE, "<XFR 3 NS 0", NULL);
    negotiate(service, alice, ALICE);
    answer_sign_in(service, alice, ALICE);
    talk(alice, "<USR 4 OK *", ">SYN 5 0", ">CHG 6 HDN", "~CHG 6 HDN", ">XFR 7 SB", "~913 7",
         ">CHG 8 BSY", "<CHG 8 BSY", NULL);
    control_ok(service, "await signed-in " ALICE " MSNP7 ; status " ALICE " BSY");
    g_autofree char *who = control(service, "online");

    g_assert_cmpstr(who, ==, ALICE ":BSY");
    talk(alice, ">PNG", ">PNG", "<QNG", "<QQNG", NULL);
    control_ok(service, "await fault NS:PNG ; fault NS:PNG");
    g_autofree char *count = control(service, "count png " ALICE);

    g_assert_cmpstr(count, ==, "0");
    talk(alice, ">GTC 9 N", NULL);
    step(alice, "#Q20");
    peer_free(alice);
    service_stop(service, 0);
}

/* ALICE answers the call that was begun for BOB. */
static Peer *
answer_puppet(Peer *alice)
{
    step(alice, "~RNG * 127.0.0.1:* CKI * " BOB " Bob%20B");
    Peer *sb = switchboard(alice, 2);
    g_autofree char *session = word(alice, 1);
    g_autofree char *cookie = word(alice, 4);

    say(sb, ">ANS 1 " ALICE " %s %s", cookie, session);
    talk(sb, "<IRO 1 1 1 " BOB " Bob%20B", "<ANS 1 OK", NULL);
    return sb;
}

static void
test_puppets(void)
{
    Service *service = service_start(
        9, FALSE, "--bot echo:echo@example.test --bot nudge:n@example.test --contacts 3");
    Peer *alice = online(service, ALICE);

    control_ok(service, "status contact00002@example.test AWY");
    step(alice, "~NLN AWY contact00002@example.test Contact%202 0");
    control_ok(service, "status " BOB " NLN");
    step(alice, "<NLN NLN " BOB " Bob%20B 0");
    control_ok(service, "say " BOB " " ALICE " hi\\r\\nthere");
    Peer *sb = answer_puppet(alice);

    talk(sb, "<MSG " BOB " Bob%20B *", "=\r\n\r\nhi\r\nthere", NULL);
    control_ok(service, "type " BOB " " ALICE);
    talk(sb, "<MSG " BOB " *", "=TypingUser: " BOB "\r\n", NULL);
    control_ok(service, "nudge " BOB " " ALICE);
    talk(sb, "<MSG " BOB " *", "=\r\n\r\nID: 1\r\n\r\n", ">CAL 2 echo@example.test",
         "<CAL 2 RINGING *", "<JOI echo@example.test Echo%20Bot",
         ">CAL 3 contact00001@example.test", "<CAL 3 RINGING *", NULL);
    control_ok(service, "nak " ALICE);
    send_message(sb, "MSG 4 A", TEXT_HEAD "lost");
    step(sb, "<NAK 4");
    send_message(sb, "MSG 5 A", TEXT_HEAD "found");
    talk(sb, "<ACK 5", "<MSG echo@example.test *", "=TypingUser: echo@", "<MSG echo@example.test *",
         "=" TEXT_HEAD "found", NULL);
    control_ok(service, "await message " ALICE " * found");
    control_ok(service, "leave " BOB);
    step(sb, "<BYE " BOB);
    control_ok(service, "room-close echo@example.test");
    talk(sb, "<BYE echo@example.test 1", ">CAL 6 n@example.test", "<CAL 6 RINGING *",
         "<JOI n@example.test *", NULL);
    send_message(sb, "MSG 7 N", TEXT_HEAD "hello");
    talk(sb, "<MSG n@example.test *", "=TypingUser", "<MSG n@example.test *", "=ID: 1",
         "<MSG n@example.test *", "=nudge nudge", NULL);
    control_ok(service, "room-close " ALICE);
    step(sb, "#");
    peer_free(sb);
    peer_free(alice);
    service_stop(service, 0);
}

static void
test_accidents(void)
{
    Service *service = service_start(7, FALSE, "--bot echo:echo@example.test");
    Peer *alice = online(service, ALICE);
    Peer *sb = open_switchboard(alice);

    control_ok(service, "ns " ALICE " NLN NLN " BOB " \\x41\\x42");
    talk(alice, "<NLN NLN " BOB " AB", NULL);
    control_ok(service, "sbraw " ALICE " BYE x@example.test\\r\\n");
    step(sb, "<BYE x@example.test");
    control_ok(service, "fault SB:MSG drop");
    send_message(sb, "MSG 5 A", TEXT_HEAD "dropped");
    step(sb, "#");
    control_ok(service, "mute " ALICE " on");
    talk(alice, ">PNG", ">GTC 8 N", NULL);
    control_ok(service, "await ignored " ALICE " PNG ; ignored " ALICE " GTC");
    control_ok(service, "mute " ALICE " off");
    control_ok(service, "kick " ALICE " SSD");
    talk(alice, "<OUT SSD", "#", NULL);
    control_ok(service, "await signed-out " ALICE);
    peer_free(sb);
    peer_free(alice);
    alice = online(service, ALICE);
    control_ok(service, "fin " ALICE " ns");
    step(alice, "#");
    peer_free(alice);
    control_ok(service, "await signed-out " ALICE);
    alice = online(service, ALICE);
    control_ok(service, "drop " ALICE " ns");
    step(alice, "#");
    peer_free(alice);
    service_stop(service, 0);
}

static void
test_challenge(void)
{
    Service *service = service_start(6, FALSE, "");
    Peer *alice = sign_in(service, ALICE);

    talk(alice, ">SYN 5 0", ">CHG 6 NLN", "~CHL 0 *", NULL);
    g_autofree char *challenge = word(alice, 2);
    g_autofree char *text = g_strconcat(challenge, "VT6PX?UQTM4WM%YR", NULL);
    g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_MD5, text, -1);

    send_message(alice, "QRY 7 PROD0038W!61ZTF9", digest);
    step(alice, "<QRY 7");
    control_ok(service, "await challenge-ok " ALICE);
    control_ok(service, "challenge " ALICE);
    step(alice, "<CHL 0 *");
    send_message(alice, "QRY 8 PROD0038W!61ZTF9", digest);
    talk(alice, "<540 8", "#", NULL);
    peer_free(alice);
    service_stop(service, 1);
}

static void
test_elsewhere(void)
{
    Service *service = service_start(9, FALSE, "");
    Peer *first = online(service, ALICE);
    Peer *second = online(service, ALICE);

    talk(first, "~OUT OTH", "#", NULL);
    talk(second, ">PNG", "~QNG 50", NULL);
    peer_free(first);
    peer_free(second);
    service_stop(service, 0);
}

void
doors_tests(void)
{
    g_test_add_func("/msnpd/dispatch", test_dispatch);
    g_test_add_func("/msnpd/passport", test_passport);
    g_test_add_func("/msnpd/passport/wrong", test_passport_wrong);
    g_test_add_func("/msnpd/control/faults", test_faults);
    g_test_add_func("/msnpd/control/puppets", test_puppets);
    g_test_add_func("/msnpd/control/accidents", test_accidents);
    g_test_add_func("/msnpd/challenge", test_challenge);
    g_test_add_func("/msnpd/elsewhere", test_elsewhere);
}
