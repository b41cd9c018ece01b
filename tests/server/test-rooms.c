/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rooms of more than two, and all kinds of messages, sent by clients and by people without one. */
#include "test-kit.h"

#include <stdlib.h>
#include <string.h>

#define MIME       "MIME-Version: 1.0\r\n"
#define NUDGE      MIME "Content-Type: text/x-msnmsgr-datacast\r\n\r\nID: 1\r\n\r\n"
#define INVITE     MIME "Content-Type: text/x-msmsgsinvite; charset=UTF-8\r\n\r\n"
#define CHUNK0     TEXT_PLAIN "Message-ID: {6E6C91E8-0F61-4A2A-93B1-2D8B6C4C9F51}\r\nChunks: 2\r\n\r\n"
#define CHUNK1     MIME "Message-ID: {6E6C91E8-0F61-4A2A-93B1-2D8B6C4C9F51}\r\nChunk: 1\r\n\r\n"
#define TEXT_PLAIN MIME "Content-Type: text/plain; charset=UTF-8\r\n"
#define OBJECT(more)                                                                               \
    "<msnobj Creator=\"" ALICE "\" Size=\"5\" Type=\"2\" Location=\"0\" Friendly=\"AAA=\" "        \
    "SHA1D=\"qvTGHdzF6KLavt4PO0gs2a6pQ00=\"" more "/>"
#define DAVE "dave@example.test"
#define ERIN "erin@example.test"

/* ALICE and BOB in a switchboard; DAVE and ERIN have no client and are available. */
typedef struct {
    Service *service;
    Peer *alice, *bob;
    Peer *one, *two; /* their switchboard links */
} Scene;

static Scene
scene_new(guint dialect, gboolean living)
{
    Scene scene = {.service = service_start(dialect, living,
                                            "--account " DAVE ":d:Dave --account " ERIN ":e:Erin "
                                            "--friends " ALICE "," DAVE)};

    control_ok(scene.service, "status " DAVE " NLN");
    control_ok(scene.service, "status " ERIN " NLN");
    scene.bob = online(scene.service, BOB);
    scene.alice = online(scene.service, ALICE);
    scene.one = open_switchboard(scene.alice);
    talk(scene.one, ">CAL 2 " BOB, "<CAL 2 RINGING *", NULL);
    scene.two = answer_call(scene.bob);
    talk(scene.two, "<IRO 1 1 1 " ALICE " Alice*", "<ANS 1 OK", NULL);
    step(scene.one, "<JOI " BOB " Bob%20B*");
    return scene;
}

static void
scene_end(Scene *scene, guint errors)
{
    peer_free(scene->one);
    peer_free(scene->two);
    peer_free(scene->alice);
    peer_free(scene->bob);
    service_stop(scene->service, errors);
}

/* A third and a fourth person; one of them from two places; one is removed as idle. */
static void
test_group(void)
{
    Scene scene = scene_new(12, FALSE);
    Service *service = scene.service;

    control_ok(service, "answer " DAVE " on");
    talk(scene.one, ">CAL 3 " DAVE, "<CAL 3 RINGING *", "<JOI " DAVE " Dave 0", NULL);
    step(scene.two, "<JOI " DAVE " Dave 0");
    control_ok(service, "await rung " DAVE " 1 ; sb-joined " DAVE " 1");
    /* ERIN is called by somebody without a client, and comes when she likes. */
    control_ok(service, "call " DAVE " " ERIN " #1");
    control_ok(service, "await rung " ERIN " 1");
    control_ok(service, "join " ERIN " #1");
    step(scene.one, "<JOI " ERIN " Erin 0");
    control_ok(service, "join " ERIN " " ALICE);
    step(scene.one, "<JOI " ERIN " Erin 0");
    g_autofree char *rooms = control(service, "rooms " ERIN);

    g_assert_cmpstr(rooms, ==, "1:" ALICE "," BOB "," DAVE "," ERIN);
    Peer *carol = online(service, CAROL);

    control_ok(service, "call " ERIN " " CAROL);
    step(carol, "~RNG * 127.0.0.1:* CKI * " ERIN " Erin");
    Peer *three = switchboard(carol, 2);
    g_autofree char *session = word(carol, 1);
    g_autofree char *cookie = word(carol, 4);

    say(three, ">ANS 1 " CAROL " %s %s", cookie, session);
    talk(three, "<IRO 1 1 5 " ALICE " *", "<IRO 1 2 5 " BOB " *", "<IRO 1 3 5 " DAVE " *",
         "<IRO 1 4 5 " ERIN " *", "<IRO 1 5 5 " ERIN " *", "<ANS 1 OK", NULL);
    step(scene.one, "<JOI " CAROL " *");
    control_ok(service, "say " ERIN " #1 hello all");
    step(three, "<MSG " ERIN " Erin *");
    talk(scene.one, "<MSG " ERIN " Erin *", "=hello all", NULL);
    control_ok(service, "leave-one " ERIN);
    talk(scene.one, "<BYE " ERIN, NULL);
    control_ok(service, "leave " ERIN);
    talk(scene.one, "<BYE " ERIN, NULL);
    control_ok(service, "room-close " DAVE);
    talk(scene.one, "<BYE " DAVE " 1", NULL);
    control_ok(service, "room-close " CAROL);
    step(scene.one, "<BYE " CAROL " 1");
    talk(three, "~BYE " DAVE " 1", "#", NULL);
    peer_free(three);
    peer_free(carol);
    scene_end(&scene, 0);
}

/* What ALICE sends, in order; BAD is part of what the log says, NULL if it is right. */
typedef struct {
    char letter;
    const char *payload;
    const char *bad;
} Kind;

#define COOKIE(command, cookie, more)                                                              \
    INVITE "Invitation-Command: " command "\r\nInvitation-Cookie: " cookie "\r\n" more "\r\n"
#define VOICE                                                                                      \
    "Application-Name: an audio conversation\r\n"                                                  \
    "Application-GUID: {02D3C01F-BF30-4825-A83A-DE7AF41648AA}\r\n"
#define FILE_TRANSFER                                                                              \
    "Application-Name: File Transfer\r\n"                                                          \
    "Application-GUID: {5D3E02AB-6190-11d3-BBBB-00C04F795683}\r\n"
#define LAUNCH "Launch-Application: FALSE\r\n"

static const Kind kinds[] = {
    {'N', NUDGE, NULL},
    {'U', NUDGE, "does not go with this letter"},
    {'N', MIME "Content-Type: text/x-msnmsgr-datacast\r\n\r\nID: 1\r\n", "datacast body"},
    {'N', TYPING, "does not go with this letter"},
    {'N', MIME "Content-Type: text/x-clientcaps\r\n\r\nClient-Name: a\r\n", "letter"},
    {'U', MIME "Content-Type: text/x-clientcaps\r\n\r\nClient-Name: a\r\nChat-Logging: Y\r\n",
     NULL},
    {'U', MIME "Content-Type: text/x-clientcaps\r\n\r\nClient-Name: a\r\nChat-Logging: Q\r\n",
     "Chat-Logging"},
    {'N', MIME "Content-Type: text/x-mms-emoticon\r\n\r\n(c)\t" OBJECT("") "\t", NULL},
    {'N', MIME "Content-Type: text/x-mms-emoticon\r\n\r\n(c)\t" OBJECT("x"), "msnobj"},
    {'N', MIME "Content-Type: text/x-mms-emoticon\r\n\r\n(c)\tpicture\t", "msnobj"},
    {'U', MIME "Content-Type: text/x-unheard\r\n\r\n", "nobody knows"},
    {'N', CHUNK0 "first ", NULL},
    {'N', CHUNK0 "first ", "begun already"},
    {'A', CHUNK1 "second", "one letter"},
    {'N', CHUNK1, "empty piece"},
    {'N', CHUNK1 "second", NULL},
    {'N', CHUNK1 "second", "not begun"},
    {'N', TEXT_PLAIN "Message-ID: {x}\r\nChunks: 2\r\n\r\na", "GUID"},
    {'N', TEXT_PLAIN "Message-ID: {6E6C91E8-0F61-4A2A-93B1-2D8B6C4C9F51}\r\nChunks: 1\r\n\r\na",
     "2 to 1024"},
    {'N', COOKIE("INVITE", "77", VOICE), NULL},
    {'N', COOKIE("INVITE", "77", VOICE), "taken"},
    {'N', COOKIE("INVITE", "0", VOICE), "4294967295"},
    {'N', COOKIE("INVITE", "78", ""), "Application-Name"},
    {'N', COOKIE("INVITE", "79", FILE_TRANSFER), "names a file"},
    {'N', COOKIE("INVITE", "79", FILE_TRANSFER "Application-File: a.txt\r\n"), "size"},
    {'N', COOKIE("ACCEPT", "77", LAUNCH), "nobody has accepted"},
    {'N', COOKIE("CANCEL", "80", "Cancel-Code: TIMEOUT\r\n"), "unknown cookie"},
    {'N', COOKIE("CANCEL", "77", "Cancel-Code: NO\r\n"), "known codes"},
    {'N', COOKIE("CANCEL", "77", "Cancel-Code: REJECT\r\n"), "does not reject"},
    {'N', COOKIE("CANCEL", "77", "Cancel-Code: TIMEOUT\r\n"), NULL},
    {'N', COOKIE("CANCEL", "77", "Cancel-Code: TIMEOUT\r\n"), "taken back"},
    {'N', COOKIE("CANCEL", "77", "Cancel-Code: TIMEOUT\r\n") "\r\n", "one empty line"},
    {'N', INVITE "Invitation-Command: CANCEL\r\nInvitation-Cookie: 77\r\n", "empty line"},
    {'N', COOKIE("JOIN", "81", ""), "INVITE, ACCEPT or CANCEL"},
};

static void
send_kind(Scene *scene, const Kind *kind)
{
    g_autofree char *head = g_strdup_printf("MSG 9 %c", kind->letter);

    control_ok(scene->service, "forget");
    send_message(scene->one, head, kind->payload);
    step(scene->two, "<MSG " ALICE " Alice *");
    g_assert_cmpstr(scene->two->payload, ==, kind->payload);
    if (kind->letter == 'A')
        step(scene->one, "<ACK 9");
    if (kind->bad != NULL)
        expect_bad(scene->service, kind->bad);
}

static void
test_kinds(void)
{
    Scene scene = scene_new(12, FALSE);
    guint errors = 0;

    /* CHG of both said 0: no pieces. */
    send_message(scene.one, "MSG 8 N", CHUNK0 "first ");
    talk(scene.two, "<MSG *", NULL);
    expect_bad(scene.service, "takes pieces");
    talk(scene.bob, ">CHG 9 NLN 32", "~CHG 9 NLN 32", NULL);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        send_kind(&scene, &kinds[i]);
        errors += kinds[i].bad != NULL ? 1 : 0;
    }
    control_ok(scene.service, "forget");
    send_message(scene.one, "MSG 8 N", CHUNK0 "first ");
    talk(scene.one, ">OUT", "#", NULL);
    expect_bad(scene.service, "last piece");
    g_autofree char *joined = control(scene.service, "count message " ALICE " 1 first%20second");
    g_autofree char *pieces = control(scene.service, "count piece " ALICE " 1 2 2");
    g_autofree char *nudges = control(scene.service, "count nudge " ALICE " 1");
    g_autofree char *invites = control(scene.service, "count invite " ALICE " 1 CANCEL 77 TIMEOUT");

    g_assert_cmpstr(joined, ==, "1");
    g_assert_cmpstr(pieces, ==, "1");
    g_assert_cmpint(atoi(nudges), >, 0);
    g_assert_cmpint(atoi(invites), >, 0);
    scene_end(&scene, errors + 2);
}

/* Orders to DAVE, and what ALICE gets. */
static const struct {
    const char *order; /* without "VERB DAVE ALICE" */
    const char *verb;
    const char *payload;
} said[] = {
    {"hi\\x41", "say", "PF=22\r\n\r\nhiA"},
    {"A%20B look", "sayas", "charset=UTF-8\r\nP4-Context: A B\r\nX-MMS"},
    {"MIME-Version: 1.0\\r\\n\\r\\n\\xe9", "saymsg", "MIME-Version: 1.0\r\n\r\n\351"},
    {"(cat)", "emoticon", "x-mms-emoticon\r\n\r\n(cat)\t<msnobj Creator=\"" DAVE "\" "},
    {"Some Client/1", "clientcaps", "Client-Name: Some Client/1\r\nChat-Logging: Y\r\n"},
    {"gif GIF89a", "ink", "image/gif\r\n\r\nbase64:R0lGODlh"},
    {"isf \\x00bc", "ink", "application/x-ms-ink\r\n\r\nbase64:AGJj"},
    {"4 waves", "datacast", "\r\n\r\nID: 4\r\nData: waves\r\n\r\n"},
    {"voice 5", "invite", "INVITE\r\nInvitation-Cookie: 5\r\n\r\n"},
    {"file 6 Connectivity: N\\r\\n", "invite", "Cookie: 6\r\nConnectivity: N\r\n\r\n"},
    {"game 7", "invite", "{8DAE4336-2B71-11D4-9A6C-006067325E47}"},
    {"assistance 8", "invite", "{56b994a7-380f-410b-9985-c809d78c1bdc}"},
    {"7", "invite-cancel", "Cookie: 7\r\nCancel-Code: TIMEOUT\r\n\r\n"},
};

static void
test_said(void)
{
    Scene scene = scene_new(12, FALSE);
    GString *text = g_string_new(NULL);

    control_ok(scene.service, "join " DAVE " #1");
    step(scene.one, "<JOI " DAVE " *");
    for (guint i = 0; i < G_N_ELEMENTS(said); i++) {
        g_string_printf(text, "%s " DAVE " " ALICE " %s", said[i].verb, said[i].order);
        control_ok(scene.service, text->str);
        step(scene.one, "<MSG " DAVE " Dave *");
        g_assert_nonnull(strstr(scene.one->payload, said[i].payload));
    }
    g_string_printf(text, "saychunks " DAVE " #1 %0250d", 7);
    control_ok(scene.service, text->str);
    talk(scene.one, "<MSG " DAVE " *", "=\r\nChunks: 2\r\n\r\n000", "<MSG " DAVE " *",
         "=\r\nChunk: 1\r\n\r\n0000000000", NULL);
    g_string_free(text, TRUE);
    /* What he invited to may be answered, once; 7 was taken back. */
    send_message(scene.one, "MSG 3 N", COOKIE("CANCEL", "5", "Cancel-Code: REJECT\r\n"));
    send_message(scene.one, "MSG 4 N", COOKIE("ACCEPT", "6", LAUNCH));
    control_ok(scene.service, "await invite " ALICE " 1 CANCEL 5 REJECT ; "
                              "invite " ALICE " 1 ACCEPT 6");
    send_message(scene.one, "MSG 5 N", COOKIE("ACCEPT", "5", LAUNCH));
    expect_bad(scene.service, "after it was refused");
    send_message(scene.one, "MSG 6 N", COOKIE("CANCEL", "7", "Cancel-Code: REJECT\r\n"));
    expect_bad(scene.service, "taken back");
    scene_end(&scene, 2);
}

void
rooms_tests(void)
{
    g_test_add_func("/msnpd/rooms/group", test_group);
    g_test_add_func("/msnpd/rooms/kinds", test_kinds);
    g_test_add_func("/msnpd/rooms/said", test_said);
}
