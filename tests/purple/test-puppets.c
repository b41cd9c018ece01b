/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pictures, emoticons and files with people whom msnpd plays: it has its own idea of the protocol,
 * says what is wrong with ours, and lies when told to. */
#include "rig-share.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB

static RigServer *server;
static PurpleAccount *alice;

/* Bob is there before Alice comes, with what the command gives him. */
static void
alice_and_bob(const char *command)
{
    server = rig_server_start(FRIENDS);
    if (command != NULL) {
        rig_server_tell(server, "%s", command);
    }
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "answer " BOB " on");
    alice = rig_account(server, ALICE);
}

static void
alice_sees_bob(const char *command)
{
    alice_and_bob(command);
    rig_go_online(alice);
    rig_expect_buddy(alice, BOB, "online=1");
}

/* What she offers, and how it ends for her. */
static void
alice_sends(const char *name, gsize size, const char *end)
{
    g_autofree char *path = rig_file(name, size);
    g_autofree char *is_name = g_strdup_printf("name=%s", name);
    rig_send_file(alice, BOB, path);
    if (strcmp(end, "detail=done") == 0) {
        rig_server_tell(server, "await file-came " ALICE " " BOB " %s %" G_GSIZE_FORMAT " %s", name,
                        size, rig_sum(path));
    }
    rig_expect(alice, "xfer-end", is_name, end);
    if (strcmp(end, "detail=done") != 0) {
        rig_expect(NULL, "notify", "type=error", "primary=File transfer*");
    }
}

/* Whatever has been done to it, the session goes on. */
static void
still_talks(void)
{
    rig_say(alice, BOB, "still there?");
    rig_server_tell(server, "await message " ALICE);
    rig_server_tell(server, "say " BOB " " ALICE " yes");
    rig_expect(alice, "im", "who=" BOB, "text=*yes*");
}

/* -- pictures -----------------------------------------------------------------------------------
 */

static void
bobs_picture(void)
{
    alice_and_bob("picture " BOB " @20000");
    rig_go_online(alice);
    rig_expect(alice, "icon", "who=" BOB, "size=20000");
    rig_server_tell(server, "await object-served " BOB " " ALICE " 3");
}

/* What is not done like everybody does it, but is right. */
static void
odd_but_right(void)
{
    static const char *const kinds[] = {"no-prep",   "flags",     "not-id",
                                        "split-slp", "transport", "bye-after"};
    alice_sees_bob(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *size = g_strdup_printf("size=%u", 3000 + i);
        rig_server_tell(server, "p2p-lie " BOB " %s", kinds[i]);
        rig_server_tell(server, "picture " BOB " @%u", 3000 + i);
        rig_expect(alice, "icon", "who=" BOB, size);
    }
    still_talks();
}

/* Nothing of it is shown, and another one is fetched as if nothing had been. The last of them
 * waits for what is missing. */
static void
lies(void)
{
    static const char *const kinds[] = {"sha", "size",      "huge-total", "decline",
                                        "500", "bye-early", "offset"};
    alice_sees_bob(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        rig_forbid(alice, "icon", "who=" BOB);
        rig_server_tell(server, "p2p-lie " BOB " %s", kinds[i]);
        rig_server_tell(server, "picture " BOB " @%u", 5000 + i);
        rig_server_tell(server, "await object-asked " ALICE " " BOB);
        still_talks();
        rig_settle();
        rig_allow_all();
    }
}

/* A packet that comes twice, or one too many, does no harm; one that begins in what is there
 * already leaves a hole behind it, which is waited for. */
static void
packets_too_many(void)
{
    static const char *const kinds[] = {"twice", "long"};
    alice_sees_bob(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *size = g_strdup_printf("size=%u", 7000 + i);
        rig_server_tell(server, "p2p-lie " BOB " %s", kinds[i]);
        rig_server_tell(server, "picture " BOB " @%u", 7000 + i);
        rig_expect(alice, "icon", "who=" BOB, size);
        still_talks();
    }
    rig_forbid(alice, "icon");
    rig_server_tell(server, "p2p-lie " BOB " overlap");
    rig_server_tell(server, "picture " BOB " @9000");
    rig_server_tell(server, "await object-asked " ALICE " " BOB);
    still_talks();
    rig_settle();
}

/* Nobody answers the INVITE: it costs nothing but time. */
static void
never_answered(void)
{
    alice_and_bob("p2p-lie " BOB " silent");
    rig_server_tell(server, "picture " BOB " @5000");
    rig_go_online(alice);
    rig_forbid(alice, "icon");
    rig_server_tell(server, "await object-asked " ALICE " " BOB);
    still_talks();
    rig_disable(alice);
}

/* What did not come while he was there is asked for again when he is back, and not before. */
static void
asked_again_when_he_is_back(void)
{
    static const char *const kinds[] = {"silent", "decline", "bye-early"};
    alice_and_bob("picture " BOB " @5000");
    rig_go_online(alice);
    rig_expect(alice, "icon", "who=" BOB, "size=5000");
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *size = g_strdup_printf("size=%u", 6000 + i);
        rig_server_tell(server, "forget");
        rig_server_tell(server, "p2p-lie " BOB " %s", kinds[i]);
        rig_server_tell(server, "picture " BOB " @%u", 6000 + i);
        rig_server_tell(server, "await object-asked " ALICE " " BOB);
        rig_server_tell(server, "status " BOB " BSY");
        rig_expect_buddy(alice, BOB, "online=1", "status=busy");
        rig_settle();
        rig_check(rig_count(alice, "icon", size) == 0);
        rig_server_tell(server, "leave " BOB);
        rig_server_tell(server, "status " BOB " FLN");
        rig_expect_buddy(alice, BOB, "online=0");
        rig_server_tell(server, "status " BOB " NLN");
        rig_expect(alice, "icon", "who=" BOB, size);
    }
    still_talks();
}

static void
alices_picture(void)
{
    alice_and_bob("caps " BOB " 268435488");
    g_autofree char *picture = rig_picture("a.png", 12021);
    rig_set_icon(alice, picture);
    rig_go_online(alice);
    rig_server_tell(server, "await status " ALICE " NLN");
    rig_server_tell(server, "fetch " BOB " " ALICE);
    rig_server_tell(server, "await fetched " BOB " " ALICE " %s 12021", rig_sum(picture));
    rig_server_tell(server, "p2p-lie " BOB " split-slp");
    rig_server_tell(server, "forget");
    rig_server_tell(server, "fetch " BOB " " ALICE);
    rig_server_tell(server, "await fetched " BOB " " ALICE " %s 12021", rig_sum(picture));
    still_talks();
}

/* Only what was announced is given away, whatever it is called. */
static void
not_announced(void)
{
    alice_and_bob("caps " BOB " 268435488");
    rig_go_online(alice);
    rig_server_tell(server, "await status " ALICE " NLN");
    rig_server_tell(server,
                    "fetch " BOB " " ALICE " object <msnobj Creator=\"" ALICE
                    "\" Size=\"5\" Type=\"3\" Location=\"../../accounts.xml\" Friendly=\"AAA=\" "
                    "SHA1D=\"qvTGHdzF6KLavt4PO0gs2a6pQ00=\"/>");
    rig_server_tell(server, "await fetch-declined " BOB " " ALICE " 603");
    still_talks();
}

/* -- emoticons ----------------------------------------------------------------------------------
 */

static void
emoticons(void)
{
    alice_and_bob("caps " BOB " 268435488");
    g_autofree char *cat = rig_picture("cat.png", 2500);
    rig_add_smiley("(cat)", cat);
    rig_go_online(alice);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_say(alice, BOB, "my (cat)");
    rig_server_tell(server, "await message " ALICE);
    rig_server_tell(server, "fetch " BOB " " ALICE " emoticon (cat)");
    rig_server_tell(server, "await fetched " BOB " " ALICE " %s 2500", rig_sum(cat));
    rig_server_tell(server, "emoticon " BOB " " ALICE " (dog) @4000");
    rig_server_tell(server, "say " BOB " " ALICE " my (dog)");
    rig_expect(alice, "im", "text=*my (dog)*");
    rig_expect(alice, "smiley", "deed=write", "shortcut=(dog)", "size=4000");
    still_talks();
}

/* -- files --------------------------------------------------------------------------------------
 */

static const guint sizes[] = {1, 1202, 1203, 100000};

static void
files_come(void)
{
    g_autofree char *folder = rig_folder("received");
    alice_sees_bob("caps " BOB " 268435488");
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autofree char *name = g_strdup_printf("%u.bin", i);
        g_autofree char *content = NULL;
        gsize len;
        rig_server_tell(server, "sendfile " BOB " " ALICE " %s @%u", name, sizes[i]);
        rig_expect(alice, "request", "type=action");
        g_autofree char *where = rig_take_file(alice, name, folder);
        rig_expect_file_end(alice, name, "done");
        rig_server_tell(server, "await file-sent " BOB " " ALICE);
        rig_check(g_file_get_contents(where, &content, &len, NULL) && len == sizes[i]);
        for (gsize b = 0; b < len; b++) {
            rig_check((guchar) content[b] == ((b * 7 + b / 251) & 255));
        }
    }
    still_talks();
}

static void
files_go(void)
{
    alice_sees_bob("takefile " BOB " accept");
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autofree char *name = g_strdup_printf("%u.bin", i);
        alice_sends(name, sizes[i], "detail=done");
    }
    still_talks();
}

static void
a_file_is_declined(void)
{
    alice_sees_bob("takefile " BOB " decline");
    alice_sends("no.bin", 5000, "detail=cancelled there");
    still_talks();
}

static void
stopped_in_the_middle(void)
{
    alice_sees_bob("takefile " BOB " cancel-at 50000");
    alice_sends("half.bin", 1000000, "detail=cancelled there");
    rig_server_tell(server, "await p2p-stopped " BOB " " ALICE);
    still_talks();
}

static void
a_packet_is_refused(void)
{
    alice_sees_bob("takefile " BOB " nak-at 50000");
    alice_sends("nak.bin", 200000, "detail=done");
}

/* Bob sends 20000 bytes as the lie has it; the question is answered. Where it is written. */
static char *
bob_lies(const char *kind)
{
    g_autofree char *folder = rig_folder("received");
    g_autofree char *name = g_strdup_printf("%s.bin", kind);
    rig_server_tell(server, "p2p-lie " BOB " %s", kind);
    rig_server_tell(server, "sendfile " BOB " " ALICE " %s @20000", name);
    rig_expect(alice, "request", "type=action");
    return rig_take_file(alice, name, folder);
}

static void
alice_is_told(const char *kind)
{
    g_autofree char *is_name = g_strdup_printf("name=%s.bin", kind);
    rig_expect(alice, "xfer-end", is_name, "detail=cancelled *");
    rig_expect(NULL, "notify", "type=error", "primary=File transfer*");
}

/* What a sender announces is what he has to send. */
static void
files_that_lie(void)
{
    static const char *const kinds[] = {"size", "huge-total", "bye-early"};
    alice_sees_bob("caps " BOB " 268435488");
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *where = bob_lies(kinds[i]);
        alice_is_told(kinds[i]);
    }
    still_talks();
}

/* A packet is taken whole or not at all. What has a hole is never taken for whole, and is over when
 * Bob says so. */
static void
files_with_holes(void)
{
    static const char *const kinds[] = {"short", "offset", "overlap", "over"};
    alice_sees_bob("caps " BOB " 268435488");
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *where = bob_lies(kinds[i]);
        g_autofree char *is_name = g_strdup_printf("name=%s.bin", kinds[i]);
        rig_forbid(alice, "xfer-end", is_name, "detail=done");
        rig_settle();
        still_talks();
        rig_server_tell(server, "file-cancel " BOB " " ALICE);
        alice_is_told(kinds[i]);
        rig_expect(alice, "im-error", "text=*stopped the transfer*");
    }
    rig_allow_all();
    still_talks();
}

/* It is done, and as Bob makes all of his files. */
static void
alice_has_it(const char *kind, const char *where)
{
    g_autofree char *is_name = g_strdup_printf("name=%s.bin", kind);
    g_autofree char *content = NULL;
    gsize len;
    rig_expect(alice, "xfer-end", is_name, "detail=done");
    rig_check(g_file_get_contents(where, &content, &len, NULL) && len == 20000);
    for (gsize b = 0; b < len; b++) {
        rig_check((guchar) content[b] == ((b * 7 + b / 251) & 255));
    }
}

/* Packets that come twice, or behind the end, do no harm. */
static void
files_with_too_much(void)
{
    static const char *const kinds[] = {"twice", "long"};
    alice_sees_bob("caps " BOB " 268435488");
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *where = bob_lies(kinds[i]);
        alice_has_it(kinds[i], where);
    }
    still_talks();
}

/* What is missing is asked for, and comes. */
static void
files_that_are_mended(void)
{
    alice_sees_bob("caps " BOB " 268435488");
    g_autofree char *where = bob_lies("hole");
    rig_server_tell(server, "await p2p-asked-again " ALICE " " BOB " 1202");
    alice_has_it("hole", where);
    still_talks();
}

/* -- the rest -----------------------------------------------------------------------------------
 */

static void
webcams_are_declined(void)
{
    alice_sees_bob("caps " BOB " 268435488");
    still_talks();
    rig_server_tell(server, "p2pinvite " BOB " " ALICE " {4BD96FC0-AB17-4425-A14A-439185962DC8} 4");
    rig_expect(alice, "system", "who=" BOB, "text=*webcam*");
    rig_server_tell(server, "await p2p-answered " BOB " " ALICE " 603");
    rig_server_tell(server,
                    "p2pinvite " BOB " " ALICE " {11111111-2222-3333-4444-555555555555} 99");
    rig_server_tell(server, "await p2p-answered " BOB " " ALICE " 603");
    still_talks();
}

/* Packets that crashed earlier clients: cut short, with sums that overflow, acknowledgements that
 * begin a blob, data of sessions that are none; and SLP messages of which something is missing. */
static void
nonsense(void)
{
    static const char *const packets[] = {
        "", "\\x00", "short",
        /* offset and length overflow once added */
        "\\x07\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff"
        "\\x0a\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x03\\x00\\x00\\x00\\x20\\x00\\x00\\x00"
        "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
        "abc\\x00\\x00\\x00\\x01",
        /* an acknowledgement with a body, of what was never sent */
        "\\x00\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
        "\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x03\\x00\\x00\\x00\\x02\\x00\\x00\\x00"
        "\\x01\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
        "abc\\x00\\x00\\x00\\x00",
        /* ink, without a session */
        "\\x40\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
        "\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
        "\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
        "abc\\x00\\x00\\x00\\x03"};
    static const char *const texts[] = {
        "x",
        "INVITE",
        "MSNSLP/1.0 200 OK\\r\\n\\r\\n\\x00",
        "INVITE MSNMSGR:" ALICE " MSNSLP/1.0\\r\\nTo: <msnmsgr:" ALICE ">\\r\\nFrom: <msnmsgr:" BOB
        ">\\r\\n\\r\\n\\x00",
        "INVITE MSNMSGR:" ALICE " MSNSLP/1.0\\r\\nTo: <msnmsgr:" ALICE ">\\r\\nFrom: <msnmsgr:" BOB
        ">\\r\\nCall-ID: {1}\\r\\nContent-Type: application/x-msnmsgr-sessionreqbody\\r\\n"
        "Content-Length: 99999\\r\\n\\r\\n\\x00",
        "INVITE MSNMSGR:" ALICE " MSNSLP/1.0\\r\\nTo: <msnmsgr:" ALICE ">\\r\\nFrom: <msnmsgr:" BOB
        ">\\r\\nVia: MSNSLP/1.0/TLP ;branch={33333333-4444-5555-6666-777777777777}\\r\\n"
        "CSeq: 0 \\r\\nCall-ID: {11111111-2222-3333-4444-555555555555}\\r\\nMax-Forwards: 0\\r\\n"
        "Content-Type: application/x-msnmsgr-sessionreqbody\\r\\n\\r\\n"
        "SessionID: 5\\r\\nEUF-GUID: {5D3E02AB-6190-11D3-BBBB-00C04F795683}\\r\\n\\r\\n\\x00"};
    alice_sees_bob("caps " BOB " 268435488");
    still_talks();
    for (guint i = 0; i < G_N_ELEMENTS(packets); i++) {
        rig_server_tell(server, "p2praw " BOB " " ALICE " %s", packets[i]);
    }
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        rig_server_tell(server, "slp " BOB " " ALICE " %s", texts[i]);
    }
    still_talks();
}

static const RigScenario scenarios[] = {
    {"a puppet's picture", bobs_picture, RIG_SINCE | RIG_MOODS, 9},
    {"odd but right", odd_but_right, RIG_SINCE | RIG_MOODS, 9},
    {"pictures that lie", lies, RIG_SINCE | RIG_MOODS, 9},
    {"packets too many", packets_too_many, RIG_SINCE | RIG_MOODS, 9},
    {"never answered", never_answered, RIG_SINCE | RIG_MOODS, 9},
    {"asked again when he is back", asked_again_when_he_is_back, RIG_SINCE | RIG_MOODS | RIG_WEB,
     9},
    {"one's own picture", alices_picture, RIG_SINCE | RIG_MOODS, 9},
    {"what was not announced", not_announced, RIG_SINCE | RIG_MOODS, 9},
    {"emoticons", emoticons, RIG_SINCE | RIG_MOODS, 9},
    {"files come", files_come, RIG_SINCE | RIG_MOODS, 9},
    {"files go", files_go, RIG_SINCE | RIG_MOODS, 9},
    {"a file is declined", a_file_is_declined, RIG_SINCE | RIG_MOODS, 9},
    {"stopped in the middle", stopped_in_the_middle, RIG_SINCE | RIG_MOODS, 9},
    {"a packet is refused", a_packet_is_refused, RIG_SINCE | RIG_MOODS, 9},
    {"files that lie", files_that_lie, RIG_SINCE | RIG_MOODS, 9},
    {"files with holes", files_with_holes, RIG_SINCE | RIG_MOODS, 9},
    {"files with too much", files_with_too_much, RIG_SINCE | RIG_MOODS, 9},
    {"files that are mended", files_that_are_mended, RIG_SINCE | RIG_MOODS, 9},
    {"webcams are declined", webcams_are_declined, RIG_SINCE | RIG_MOODS, 9},
    {"nonsense", nonsense, RIG_SINCE | RIG_MOODS, 9},
};

RIG_MAIN(scenarios)
