/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Circles, in MSNP18: the ticket of the address book, coming in, presence, letters, who goes. */
#include "test-kit.h"

#include <string.h>

#define PAGED                                                                                      \
    "<abView>Full</abView><extendedContent>AB AllGroups CircleResult</extendedContent>"
#define ADL_BOB   "<ml l=\"1\"><d n=\"example.test\"><c n=\"bob\" l=\"3\" t=\"1\"/></d></ml>"
#define ADL_ALICE "<ml l=\"1\"><d n=\"example.test\"><c n=\"alice\" l=\"3\" t=\"1\"/></d></ml>"
#define TEXT_TYPE "Text/plain; charset=UTF-8"
#define LOOKS     "X-MMS-IM-Format: FN=Arial; EF=; CO=0; CS=0; PF=22\r\n"

/* ALICE, with BOB and CAROL; she and BOB are online. */
typedef struct {
    Service *service;
    char *id, *address; /* "9:ID@live.com" */
    Peer *alice, *bob;
} Club;

static Club
club_new(gboolean living)
{
    Club club = {.service = service_start(18, living, SSO_OPTIONS)};

    club.id = control(club.service, "circle " ALICE " Book%20club " BOB " " CAROL);
    club.address = g_strdup_printf("9:%s@live.com", club.id);
    club.alice = web_online(club.service, ALICE, GUID_A, ADL_BOB);
    club.bob = web_online(club.service, BOB, GUID_B, ADL_ALICE);
    return club;
}

static void
club_end(Club *club, guint errors)
{
    peer_free(club->alice);
    peer_free(club->bob);
    service_stop(club->service, errors);
    g_free(club->id);
    g_free(club->address);
}

/* As it stands in the address book, encoded for the wire. */
static char *
ticket_word(Service *service, const char *mail)
{
    g_autofree char *book = ab(service, mail, "ABFindContactsPaged", PAGED);
    g_autofree char *escaped = between(book, "<CircleTicket>", "</CircleTicket>");
    g_autoptr(GString) plain = g_string_new(escaped);

    g_string_replace(plain, "&lt;", "<", 0);
    g_string_replace(plain, "&gt;", ">", 0);
    g_string_replace(plain, "&quot;", "\"", 0);
    g_string_replace(plain, "&amp;", "&", 0);
    g_assert_true(g_str_has_prefix(plain->str, "<?xml "));
    return g_base64_encode((const guchar *) plain->str, plain->len);
}

static void
send_adl(const Club *club, Peer *peer, guint trid, const char *id)
{
    g_autofree char *head = g_strdup_printf("ADL %u", trid);
    g_autofree char *payload = g_strdup_printf(
        "<ml l=\"1\"><d n=\"live.com\"><c n=\"%s\" l=\"3\" t=\"9\"/></d></ml>", id);

    send_message(peer, head, payload);
}

static void
come_in(const Club *club, Peer *peer, const char *mail)
{
    g_autofree char *word = ticket_word(club->service, mail);
    g_autofree char *event = g_strdup_printf("await circle-entered %s Book%%20club", mail);

    say(peer, ">USR 20 SHA A %s", word);
    say(peer, "~USR 20 OK %s 0 0", mail);
    send_adl(club, peer, 21, club->id);
    step(peer, "~ADL 21 OK");
    control_ok(club->service, event);
}

/* A letter of three blocks; what is about the place and the circle is given. */
static void
send_letter(Peer *peer, const char *verb, const char *to, const char *from, const char *third,
            const char *body)
{
    g_autofree char *letter =
        g_strdup_printf("Routing: 1.0\r\nTo: %s\r\nFrom: %s\r\n\r\nReliability: 1.0\r\n"
                        "Stream: 0\r\nSegment: 1\r\n\r\n"
                        "%sContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                        to, from, third, strlen(body), body);

    send_message(peer, verb, letter);
}

#define FROM_ALICE "1:" ALICE ";epid=" GUID_A
#define PUT_HEAD   "Publication: 1.0\r\nUri: /circle\r\nContent-Type: application/circles+xml\r\n"
#define PUT_BODY                                                                                   \
    "<circle><roster><id>IM</id><user><id>1:" ALICE "</id></user></roster></circle>"
#define MESSAGE(type, headers)                                                                     \
    "Messaging: 1.0\r\nContent-Type: " type "\r\nContent-Transfer-Encoding: 7bit\r\n" headers      \
    "MIME-Version: 1.0\r\n"
#define TEXT  MESSAGE(TEXT_TYPE, "Message-Type: Text\r\n" LOOKS)
#define NUDGE MESSAGE(TEXT_TYPE, "Message-Type: Nudge\r\n")

static void
send_message_of(const Club *club, Peer *peer, guint trid, const char *third, const char *body)
{
    g_autofree char *verb = g_strdup_printf("SDG %u", trid);
    g_autofree char *to = g_strconcat(club->address, ";path=IM", NULL);

    send_letter(peer, verb, to, FROM_ALICE, third, body);
}

/* ---- coming in ---- */

static void
test_coming_in(gconstpointer living)
{
    Club club = club_new(living != NULL);
    g_autofree char *bobs = ticket_word(club.service, BOB);
    g_autofree char *read = NULL;

    send_adl(&club, club.alice, 10, club.id);
    step(club.alice, "~933 10");
    say(club.alice, ">USR 11 SHA A %s", bobs);
    step(club.alice, "~911 11");
    expect_bad(club.service, "not the ticket");
    control_ok(club.service, "status " CAROL " BSY");
    come_in(&club, club.alice, ALICE);
    send_adl(&club, club.alice, 12, "00000000-0000-0000-0009-ffffffffffff");
    step(club.alice, "~933 12");
    send_letter(club.alice, "PUT 13", club.address, FROM_ALICE, PUT_HEAD, PUT_BODY);
    step(club.alice, "~PUT 13 OK 0");
    send_letter(club.alice, "PUT 14", club.address, "1:" ALICE ";epid=" GUID_B, PUT_HEAD, PUT_BODY);
    step(club.alice, "~201 14");
    expect_bad(club.service, "From is not this place");
    send_letter(club.alice, "PUT 15", club.address, FROM_ALICE, PUT_HEAD, "<circle/>");
    expect_bad(club.service, "not how one comes into");
    read = g_strdup_printf("<abHandle><ABId>%s</ABId></abHandle>" PAGED, club.id);
    ab_expect(club.service, ALICE, "ABFindContactsPaged", read,
              "<passportName>" CAROL "</passportName>");
    club_end(&club, 3);
}

/* ---- who is there ---- */

static void
test_presence(gconstpointer living)
{
    Club club = club_new(living != NULL);

    control_ok(club.service, "status " CAROL " BSY");
    come_in(&club, club.bob, BOB);
    come_in(&club, club.alice, ALICE);
    control_ok(club.service, "status " CAROL " AWY");
    say(club.alice, "~NLN AWY 1:" CAROL ";via=%s " CAROL " *", club.address);
    say(club.bob, "~NLN AWY 1:" CAROL ";via=%s " CAROL " *", club.address);
    control_ok(club.service, "status " CAROL " FLN");
    say(club.alice, "~FLN 1:" CAROL ";via=%s 0:0", club.address);
    control_ok(club.service, "circle-name " ALICE " Book%20club Tea%20%26%20books");
    talk(club.alice, "~NFY PUT *", "=<MFN>Tea &amp; books</MFN>", NULL);
    control_ok(club.service, "circle-leave " BOB " Tea%20%26%20books");
    talk(club.alice, "~NFY DEL *", "=Uri: /circle/roster(IM)/user(1:" BOB ")", "~NOT *",
         "=CircleId", NULL);
    club_end(&club, 0);
}

/* ---- letters ---- */

static void
test_letters(gconstpointer living)
{
    Club club = club_new(living != NULL);

    come_in(&club, club.bob, BOB);
    come_in(&club, club.alice, ALICE);
    send_message_of(&club, club.alice, 30, TEXT, "h\xc3\xa9");
    control_ok(club.service, "await circle-said " ALICE " Book%20club h%C3%A9");
    talk(club.bob, "~SDG 0 *", "=From: " FROM_ALICE "\r\n", "=h\xc3\xa9", NULL);
    send_message_of(&club, club.alice, 31, NUDGE, "ID: 1\r\n\r\n");
    control_ok(club.service, "await circle-nudged " ALICE " Book%20club");
    talk(club.bob, "~SDG 0 *", "=Message-Type: Nudge\r\n", NULL);
    control_ok(club.service, "circle-say " CAROL " Book%20club all%20of%20you");
    talk(club.alice, "~SDG 0 *", "=From: 1:" CAROL "\r\n", NULL);
    talk(club.bob, "~SDG 0 *", "=From: 1:" CAROL "\r\n", NULL);
    club_end(&club, 0);
}

static void
test_letters_wrong(void)
{
    Club club = club_new(FALSE);

    send_message_of(&club, club.alice, 30, TEXT, "x");
    step(club.alice, "~201 30");
    expect_bad(club.service, "a circle that no ADL has named");
    come_in(&club, club.alice, ALICE);
    send_message_of(&club, club.alice, 31, MESSAGE(TEXT_TYPE, "Message-Type: Text\r\n"), "x");
    expect_bad(club.service, "without type, looks or text");
    send_message_of(&club, club.alice, 32, NUDGE, "ID: 2\r\n");
    expect_bad(club.service, "a nudge that is none");
    send_message_of(&club, club.alice, 33,
                    MESSAGE("text/x-msnmsgr-datacast", "Message-Type: Nudge\r\n"), "ID: 1\r\n\r\n");
    expect_bad(club.service, "a nudge that is none");
    send_message_of(&club, club.alice, 34, MESSAGE(TEXT_TYPE, "Message-Type: Wink\r\n"), "x");
    expect_bad(club.service, "neither a text nor typing nor a nudge");
    send_letter(club.alice, "SDG 35", club.address, FROM_ALICE, TEXT, "x");
    step(club.alice, "~201 35");
    expect_bad(club.service, "To is no circle");
    send_message(club.alice, "SDG 36", "Routing: 1.0\r\n\r\n");
    step(club.alice, "~201 36");
    expect_bad(club.service, "fewer than three blocks");
    club_end(&club, 7);
}

void
circles_tests(void)
{
    g_test_add_data_func("/msnpd/circles/official/coming-in", NULL, test_coming_in);
    g_test_add_data_func("/msnpd/circles/living/coming-in", "", test_coming_in);
    g_test_add_data_func("/msnpd/circles/official/presence", NULL, test_presence);
    g_test_add_data_func("/msnpd/circles/living/presence", "", test_presence);
    g_test_add_data_func("/msnpd/circles/official/letters", NULL, test_letters);
    g_test_add_data_func("/msnpd/circles/living/letters", "", test_letters);
    g_test_add_func("/msnpd/circles/letters-wrong", test_letters_wrong);
}
