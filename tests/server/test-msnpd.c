/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks through msnpd as a client would: whole sessions in each generation of dialects and both
 * moods. Run it as `test-msnpd PATH-TO-msnpd`. */
#include "test-kit.h"

/* The first lines of SYN, up to the contact, by dialect and mood; NULL ends. */
static const char *const bursts[][9] = {
    {"<SYN 5 15", "<GTC 5 15 A", "<BLP 5 15 AL", "<LST 5 FL 15 1 1 " BOB " Bob%20B",
     "<LST 5 AL 15 1 1 " BOB " Bob%20B", "<LST 5 BL 15 0 0", "<LST 5 RL 15 1 1 " BOB " Bob%20B"},
    {"<SYN 5 15", "<GTC 5 15 A", "<BLP 5 15 AL", "<PRP 5 15 PHH", "~PRP 5 15 MBE N",
     "<LSG 5 15 1 2 0 Other%20Contacts 0", "<LSG 5 15 2 2 1 Friends 0",
     "<LST 5 FL 15 1 1 " BOB " Bob%20B 1", "<BPR 15 " BOB " PHH"},
    {"<SYN 5 15 1 2", "<GTC A", "<BLP AL", "<LSG 0 Other%20Contacts 0", "<LSG 1 Friends 0",
     "<LST " BOB " Bob%20B 11 1"},
    {"<SYN 5 2024-*T* 2024-*T* 1 2", "<GTC A", "<BLP AL", "<PRP MFN Alice",
     "<LSG Other%20Contacts *-*-*-*-*", "<LSG Friends *-*",
     "<LST N=" BOB " F=Bob%20B C=*-* 11 1 *-*"},
    {"<SYN 5 1", "<GTC 5 1 A", "<BLP 5 1 AL", "<LST 5 FL 1 1 1 " BOB " Bob%20B"},
    {"<SYN 5 1", "<GTC 5 1 A", "<BLP 5 1 AL", "<LSG 5 1 1 2 0 Other%20Contacts 0",
     "<LSG 5 1 2 2 1 Friends 0", "<LST 5 FL 1 1 1 " BOB " Bob%20B 1"},
    {"<SYN 5 1 1 2", "<GTC A", "<BLP AL", "<LSG 0 Other%20Contacts 0", "<LSG 1 Friends 0",
     "<LST " BOB " Bob%20B 11 1"},
    {"<SYN 5 2000-* 2000-* 1 1", "<GTC A", "<BLP AL", "<PRP MFN Alice", "<LSG Friends *-*",
     "<LST N=" BOB " F=Bob%20B C=*-* 11 1 *-*"},
};

/* Profile message: whether there is one and what it must contain. */
static void
check_profile(const Service *service, Peer *peer)
{
    if (service->dialect >= 11)
        step(peer, "<SBS 0 null");
    step(peer, "<MSG Hotmail Hotmail *");
    talk(peer, "=MIME-Version: 1.0\r\nContent-Type: text/x-msmsgsprofile; charset=UTF-8\r\n",
         "=\r\nLoginTime: ", NULL);
    if (service->dialect >= 4)
        talk(peer, service->living ? "=EmailEnabled: 0" : "=EmailEnabled: 1", "=MSPAuth: ", NULL);
    if (service->dialect >= 10)
        step(peer, "=ABCHMigrated: 1\r\n\r\n");
}

static void
check_first_change(const Service *service, Peer *peer)
{
    gboolean objects = service->living && service->dialect >= 9;

    step(peer, service->dialect >= 8 ? ">CHG 6 NLN 32" : ">CHG 6 NLN");
    step(peer, service->dialect >= 8 ? "~CHG 6 NLN 32" : "~CHG 6 NLN");
    say(peer, "<ILN 6 NLN " BOB " Bob%%20B%s%s", service->dialect >= 8 ? " 0" : "",
        objects ? " %3Cmsnobj%2F%3E" : "");
    if (service->living && service->dialect >= 11)
        step(peer, "<UBX " BOB " *");
    if (service->dialect >= 11)
        talk(peer, "<MSG Hotmail Hotmail *", "=x-msmsgsinitialmdatanotification", "=<IU>0</IU>",
             NULL);
    else if (!service->living)
        talk(peer, "<MSG Hotmail Hotmail *",
             service->dialect == 2 ? "=application/x-msmsgsemailnotification"
                                   : "=text/x-msmsgsinitialemailnotification",
             "=Inbox-Unread: 0\r\n", NULL);
    if (!service->living && service->dialect >= 6)
        step(peer, "<CHL 0 ????????????????????");
    talk(peer, ">PNG",
         service->dialect < 9 ? "<QNG"
         : service->living    ? "<QNG 60"
                              : "<QNG 50",
         NULL);
}

static void
chat(const Service *service, Peer *alice, Peer *bob)
{
    const char *caps = service->dialect >= 12 ? " *" : "";
    Peer *one = open_switchboard(alice);

    talk(one, ">CAL 2 " BOB, "<CAL 2 RINGING *", NULL);
    Peer *two = answer_call(bob);

    say(two, "<IRO 1 1 1 " ALICE " Alice%s", caps);
    step(two, "<ANS 1 OK");
    say(one, "<JOI " BOB " Bob%%20B%s", caps);
    send_message(one, "MSG 3 U", TYPING);
    talk(two, "<MSG " ALICE " Alice *", "=TypingUser: " ALICE "\r\n\r\n\r\n", NULL);
    send_message(one, "MSG 4 A", TEXT_HEAD "h\303\251llo\r\nthere");
    talk(two, "<MSG " ALICE " Alice *", "=" TEXT_HEAD "h\303\251llo\r\nthere", NULL);
    step(one, "<ACK 4");
    talk(one, ">CAL 5 " BOB, "<215 5", ">CAL 6 " CAROL, "<217 6", NULL);
    talk(two, ">OUT", "#", NULL);
    step(one, "<BYE " BOB);
    send_message(one, "MSG 7 A", TEXT_HEAD "nobody");
    step(one, service->living ? "<ACK 7" : "<NAK 7");
    talk(one, ">OUT", "#", NULL);
    peer_free(one);
    peer_free(two);
}

static void
test_session(gconstpointer data)
{
    const Mood *mood = data;
    Service *service = service_start(mood->dialect, mood->living, "");
    Peer *bob = online(service, BOB);
    Peer *alice = sign_in(service, ALICE);

    check_profile(service, alice);
    step(alice, service->dialect >= 10 ? ">SYN 5 0 0" : ">SYN 5 0");
    for (guint i = 0; i < G_N_ELEMENTS(bursts[0]) && bursts[mood - moods][i] != NULL; i++)
        step(alice, bursts[mood - moods][i]);
    check_first_change(service, alice);
    step(bob, "~NLN NLN " ALICE " Alice*");
    chat(service, alice, bob);
    talk(alice, ">OUT", "#", NULL);
    step(bob, "~FLN " ALICE);
    peer_free(alice);
    peer_free(bob);
    service_stop(service, 0);
}

/* The dialects between: they sign in, see each other and chat. */
static void
test_between(gconstpointer data)
{
    static const guint dialects[] = {3, 4, 5, 6, 8, 10, 11};
    gboolean living = data != NULL;

    for (guint i = 0; i < G_N_ELEMENTS(dialects); i++) {
        Service *service = service_start(dialects[i], living, "");
        Peer *bob = online(service, BOB);
        Peer *alice = online(service, ALICE);

        step(bob, "~NLN NLN " ALICE " Alice*");
        chat(service, alice, bob);
        peer_free(alice);
        step(bob, "~FLN " ALICE);
        peer_free(bob);
        service_stop(service, 0);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    if (argc != 2) {
        g_printerr("usage: test-msnpd PATH-TO-msnpd\n");
        return 2;
    }
    kit_init(argv[1]);
    for (guint i = 0; i < MOODS; i++) {
        g_autofree char *path = g_strdup_printf(
            "/msnpd/session/%s/msnp%u", moods[i].living ? "living" : "official", moods[i].dialect);

        g_test_add_data_func(path, &moods[i], test_session);
    }
    g_test_add_data_func("/msnpd/session/official/between", NULL, test_between);
    g_test_add_data_func("/msnpd/session/living/between", moods, test_between);
    lists_tests();
    rooms_tests();
    p2p_tests();
    p2p_wrong_tests();
    p2p_direct_tests();
    ftp_tests();
    ftp_wrong_tests();
    services_tests();
    doors_tests();
    strict_tests();
    web_tests();
    places_tests();
    circles_tests();
    oim_tests();
    gateway_tests();
    book_tests();
    storage_tests();
    return g_test_run();
}
