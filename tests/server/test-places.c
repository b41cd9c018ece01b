/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Personal messages and places from MSNP13 on: who is shown what of them, notes between places, and
 * conversations that several places are in. */
#include "test-kit.h"

#include <string.h>

#define ADL_BOB   "<ml l=\"1\"><d n=\"example.test\"><c n=\"bob\" l=\"3\" t=\"1\"/></d></ml>"
#define ADL_ALICE "<ml l=\"1\"><d n=\"example.test\"><c n=\"alice\" l=\"3\" t=\"1\"/></d></ml>"
#define PSM       "<PSM>a &amp; b</PSM><CurrentMedia></CurrentMedia>"
#define PSM_SEEN  "<PSM>a &#x26; b</PSM><CurrentMedia></CurrentMedia>"
#define MACHINE   "<MachineGuid>" GUID_A "</MachineGuid>"
#define MORE                                                                                       \
    "<DDP></DDP><SignatureSound></SignatureSound><Scene></Scene><ColorScheme>-3</ColorScheme>"
#define PLACE                                                                                      \
    "<EpName>laptop</EpName><Idle>false</Idle><ClientType>1</ClientType><State>NLN</State>"

/* One personal message, seen in all dialects from MSNP11 on. */
static void
test_personal(void)
{
    Service *service = service_start(18, FALSE, SSO_OPTIONS);
    Peer *alice = web_online(service, ALICE, GUID_A, ADL_BOB);

    send_message(alice, "UUX 10", "<Data>" PSM MACHINE MORE "</Data>");
    step(alice, "~UUX 10 0");
    send_message(alice, "UUX 11",
                 "<EndpointData><Capabilities>2788999228:48</Capabilities></EndpointData>");
    talk(alice, "~UUX 11 0", "<UBX 1:" ALICE " *", "=" MACHINE MORE, NULL);
    send_message(alice, "UUX 12", "<PrivateEndpointData>" PLACE "</PrivateEndpointData>");
    talk(alice, "~UUX 12 0", "<UBX 1:" ALICE " *",
         "=<EndpointData id=\"" GUID_A "\"><Capabilities>2788999228:48</Capabilities>"
         "</EndpointData><PrivateEndpointData id=\"" GUID_A "\">" PLACE "</PrivateEndpointData>"
         "</Data>",
         NULL);
    control_ok(service,
               "await endpoint " ALICE " 2788999228:48 ; place " ALICE " " GUID_A " laptop NLN");
    for (guint dialect = 12; dialect <= 18; dialect++) {
        service->dialect = dialect;
        Peer *bob = dialect == 12 ? sign_in(service, BOB) : web_sign_in(service, BOB, GUID_B);

        if (dialect == 12)
            step(bob, ">SYN 5 0 0");
        else
            send_message(bob, "ADL 5", ADL_ALICE);
        step(bob, dialect < 16 ? ">CHG 6 NLN 0 0" : ">CHG 6 NLN 0:0 0");
        step(bob, "~UBX *" ALICE " *");
        step(bob, "=<Data>" PSM_SEEN);
        g_assert_cmpint(strstr(bob->payload, MACHINE) != NULL, ==, dialect >= 13);
        g_assert_cmpint(strstr(bob->payload, MORE "<EndpointData id=") != NULL, ==, dialect >= 16);
        g_assert_null(strstr(bob->payload, "PrivateEndpointData"));
        peer_free(bob);
        control_ok(service, "await signed-out " BOB);
    }
    peer_free(alice);
    service_stop(service, 0);
}

/* Two places of ALICE, and what they hear of each other. */
static void
test_two(void)
{
    Service *service = service_start(18, FALSE, SSO_OPTIONS);
    Peer *one = web_online(service, ALICE, GUID_A, ADL_BOB);
    Peer *two = web_online(service, ALICE, GUID_B, ADL_BOB);

    talk(one, "~UBX 1:" ALICE " *", "=<EndpointData id=\"" GUID_A "\">",
         "=<EndpointData id=\"" GUID_B "\">", NULL);
    send_message(one, "UUN 14 " ALICE ";" GUID_B " 4", "goawyplzthxbye");
    step(one, "<UUN 14 OK");
    talk(two, "~UBN " ALICE ";" GUID_A " 4 14", "=goawyplzthxbye", ">OUT", "#", NULL);
    control_ok(service, "await note " ALICE " " ALICE " 4 ; place-left " ALICE " " GUID_B);
    talk(one, "<NLN NLN 1:" ALICE " *", "<UBX 1:" ALICE " *", NULL);
    g_assert_null(strstr(one->payload, GUID_B));
    peer_free(two);
    /* The same place again throws the old link out. */
    two = web_online(service, ALICE, GUID_A, ADL_BOB);
    talk(one, "<OUT OTH", "#", NULL);
    peer_free(one);
    /* So does an older dialect, all of them. */
    one = online_as(service, ALICE, 12);
    step(two, "~OUT OTH");
    step(two, "#");
    peer_free(one);
    peer_free(two);
    service_stop(service, 0);
}

/* Into the switchboard that word INDEX of NS's last line names. */
static Peer *
enter(Peer *ns, guint index, const char *mail, const char *machine)
{
    Peer *sb = switchboard(ns, index);
    g_autofree char *cookie = word(ns, index + 2);
    g_autofree char *session = word(ns, 1);

    if (index == 3)
        say(sb, ">USR 1 %s;%s %s", mail, machine, cookie);
    else
        say(sb, ">ANS 1 %s;%s %s %s", mail, machine, cookie, session);
    return sb;
}

/* BOB is called at both of his places, comes from both, and hears at one what he said at the other.
 */
static void
test_room(void)
{
    Service *service = service_start(18, FALSE, SSO_OPTIONS);
    Peer *alice = web_online(service, ALICE, GUID_A, ADL_BOB);
    Peer *one = web_online(service, BOB, GUID_A, ADL_ALICE);
    Peer *two = web_online(service, BOB, GUID_B, ADL_ALICE);

    talk(alice, ">XFR 20 SB", "~XFR 20 SB 127.0.0.1:* CKI * U messenger.msn.com 1", NULL);
    Peer *room = enter(alice, 3, ALICE, GUID_A);

    talk(room, "<USR 1 OK " ALICE ";" GUID_A " Alice", ">CAL 2 " BOB, "<CAL 2 RINGING *", NULL);
    step(one, "~RNG * 127.0.0.1:* CKI * " ALICE " Alice U messenger.msn.com 1");
    step(two, "~RNG * 127.0.0.1:* CKI * " ALICE " Alice U messenger.msn.com 1");
    Peer *room_one = enter(one, 2, BOB, GUID_A);

    talk(room_one, "<IRO 1 1 2 " ALICE ";" GUID_A " Alice 32:16",
         "<IRO 1 2 2 " ALICE " Alice 32:16", "<ANS 1 OK", NULL);
    talk(room, "<JOI " BOB ";" GUID_A " Bob%20B 32:16", "<JOI " BOB " Bob%20B 32:16", NULL);
    Peer *room_two = enter(two, 2, BOB, GUID_B);

    talk(room_two, "<IRO 1 1 4 *", "<IRO 1 2 4 *", "<IRO 1 3 4 " BOB ";" GUID_A " *",
         "<IRO 1 4 4 " BOB " *", "<ANS 1 OK", NULL);
    talk(room_one, "<JOI " BOB ";" GUID_B " *", "<JOI " BOB " *", NULL);
    talk(room, "<JOI " BOB ";" GUID_B " *", "<JOI " BOB " *", NULL);
    send_message(room_one, "MSG 5 N", TEXT_HEAD "from here");
    talk(room, "<MSG " BOB " Bob%20B *", "=from here", NULL);
    talk(room_two, "<MSG " BOB " Bob%20B *", "=from here", ">OUT", "#", NULL);
    talk(room, "<BYE " BOB ";" GUID_B, "<BYE " BOB, NULL);
    send_message(room, "MSG 6 A", TEXT_HEAD "still there");
    step(room, "<ACK 6");
    talk(room_one, "<BYE " BOB ";" GUID_B, "<BYE " BOB, "<MSG " ALICE " Alice *", NULL);
    peer_free(room);
    peer_free(room_one);
    peer_free(room_two);
    peer_free(alice);
    peer_free(one);
    peer_free(two);
    service_stop(service, 0);
}

static void
test_wrong(void)
{
    static const struct {
        guint dialect;
        const char *payload, *why;
    } wrongs[] = {
        {15, "<Data><PSM/></Data>", "without PSM"},
        {15, "<Data><PSM/><CurrentMedia/><Scene/></Data>", "does not belong"},
        {15, "<EndpointData><Capabilities>1:2</Capabilities></EndpointData>", "none of Data"},
        {18, "<EndpointData><Capabilities>1</Capabilities></EndpointData>", "two numbers"},
        {18, "<PrivateEndpointData><EpName/></PrivateEndpointData>", "neither true"},
        {18, "<Data", "well-formed"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(wrongs); i++) {
        Service *service = service_start(wrongs[i].dialect, FALSE, SSO_OPTIONS);
        Peer *alice = web_online(service, ALICE, GUID_A, ADL_BOB);

        send_message(alice, "UUX 10", wrongs[i].payload);
        expect_bad(service, wrongs[i].why);
        peer_free(alice);
        service_stop(service, 1);
    }
}

static void
test_notes_wrong(void)
{
    Service *service = service_start(18, FALSE, SSO_OPTIONS);
    Peer *alice = web_online(service, ALICE, GUID_A, ADL_BOB);

    send_message(alice, "UUN 10 " BOB " 3", "x");
    step(alice, "~217 10");
    send_message(alice, "UUN 11 " ALICE " 4", "go");
    expect_bad(service, "another text");
    send_message(alice, "UUN 12 " BOB " 8", "gtfo");
    expect_bad(service, "own places");
    send_message(alice, "UUN 13 " ALICE " 13", "x");
    expect_bad(service, "1 to 12");
    peer_free(alice);
    service_stop(service, 3);
}

void
places_tests(void)
{
    g_test_add_func("/msnpd/places/personal", test_personal);
    g_test_add_func("/msnpd/places/two", test_two);
    g_test_add_func("/msnpd/places/room", test_room);
    g_test_add_func("/msnpd/places/wrong", test_wrong);
    g_test_add_func("/msnpd/places/notes-wrong", test_notes_wrong);
}
