/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Winks, voice clips, drawings and deeds, from somebody whom msnpd plays: the line, the picture in
 * it, the file that is offered; what is wrong with them; what ends while they are on their way. */
#include "rig-fault.h"
#include "rig-share.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB " --friends " ALICE "," CAROL

#define PNG "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x60\0\0\0\x40\x08\x06\0\0\0sum!pixels"
#define GIF "GIF89a\x20\0\x10\0\x80\0\0\0\0\0\xff\xff\xff;"
#define WAV "RIFF\x1c\0\0\0WAVEfmt "

#define BYTES(text) text, sizeof(text) - 1

static RigServer *server;
static PurpleAccount *alice;
static char *folder;

static void
alice_and_bob(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "status " BOB " NLN");
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "online=1");
    folder = rig_folder("received");
}

/* ---- what Bob sends ---- */

static void
bob_winks(const char *name, const GString *cab)
{
    g_autofree char *bytes = rig_escaped(cab->str, cab->len);
    rig_server_tell(server, "wink " BOB " " ALICE " %s %s", name, bytes);
}

static void
bob_winks_nicely(const char *name)
{
    g_autoptr(GString) cab = rig_cabinet("thumb.png", BYTES(PNG));
    bob_winks(name, cab);
}

static void
bob_draws(const char *verb, const void *data, gsize size)
{
    g_autofree char *bytes = rig_escaped(data, size);
    rig_server_tell(server, "%s%s", verb, bytes);
}

/* ---- what Alice sees ---- */

static const char *
sum_of(const void *data, gsize size)
{
    g_autofree char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA1, data, size);
    return g_intern_string(sum);
}

/* A line of the program's: what the other one says in it is no link, least of all to a file. */
static void
expect_line(const char *text, const char *sum)
{
    g_autofree char *is_text = g_strconcat("text=", text, NULL);
    g_autofree char *is_sum = g_strconcat("picture=", sum, NULL);
    const RigEvent *line = rig_expect(alice, "system", "from=" BOB, is_text, is_sum);
    gboolean images = strstr(rig_event_get(line, "flags"), "images") != NULL;
    rig_check(images == (*sum != '\0'));
    rig_check(strstr(rig_event_get(line, "flags"), "no-linkify") != NULL);
}

/* The offer is taken, and has these bytes. */
static void
takes(const char *name, const void *data, gsize size)
{
    g_autofree char *text = g_strconcat("primary=*wants to send you ", name, "*", NULL);
    g_autofree char *is_name = g_strconcat("name=", name, NULL);
    rig_expect(alice, "request", "type=action", text);
    g_autofree char *expected = rig_file_of("expected", data, size);
    g_autofree char *where = rig_take_file(alice, name, folder);
    rig_expect(alice, "xfer-end", "way=receive", is_name, "detail=done");
    rig_check_same_file(expected, where);
    rig_check(rig_open_transfers() == 0);
}

static void
still_talks(void)
{
    rig_server_tell(server, "say " BOB " " ALICE " still there?");
    rig_expect(alice, "im", "who=" BOB, "text=*still there*");
}

/* -- winks --------------------------------------------------------------------------------------
 */

static void
a_wink(void)
{
    alice_and_bob();
    rig_forbid(alice, "request");
    rig_forbid(alice, "xfer-new");
    bob_winks_nicely("Wave");
    rig_server_tell(server, "await object-served " BOB " " ALICE " 8");
    expect_line("Bob sent a wink: Wave<br><img id=\"*\">", sum_of(BYTES(PNG)));
    g_autoptr(GString) other = rig_cabinet("../../../tmp/x.GIF", BYTES(GIF));
    bob_winks("-", other);
    expect_line("Bob sent a wink.<br><img id=\"*\">", sum_of(BYTES(GIF)));
    bob_winks_nicely("Wave"); /* once more */
    expect_line("Bob sent a wink: Wave<br><img id=\"*\">", sum_of(BYTES(PNG)));
    still_talks();
}

/* While the first is on its way: it is fetched once, and shown each time, whatever it is called. */
static void
the_same_wink_in_haste(void)
{
    alice_and_bob();
    bob_winks_nicely("Wave");
    bob_winks_nicely("Wave");
    bob_winks_nicely("Hello");
    for (guint i = 0; i < 2; i++) {
        expect_line("Bob sent a wink: Wave<br><img id=\"*\">", sum_of(BYTES(PNG)));
    }
    expect_line("Bob sent a wink: Hello<br><img id=\"*\">", sum_of(BYTES(PNG)));
}

static void
winks_without_a_picture(void)
{
    static const char text[] = "this is no cabinet at all",
                      bomb[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
                               "\0\0\4\1\0\0\4\1\x08\x06\0\0\0sum!";
    alice_and_bob();
    g_autoptr(GString) none = g_string_new(text), flash = rig_cabinet("a.swf", BYTES(PNG)),
                       immense = rig_cabinet("a.png", BYTES(bomb));
    bob_winks("Wave", none);
    expect_line("Bob sent a wink: Wave", "");
    takes("Wave.cab", none->str, none->len);
    bob_winks("-", flash);
    expect_line("Bob sent a wink.", "");
    takes("wink.cab", flash->str, flash->len);
    bob_winks("..%2F..%2F.profile", immense);
    expect_line("Bob sent a wink: ../../.profile", "");
    takes(".profile.cab", immense->str, immense->len);
    bob_winks("file:%2F%2F%2Fetc%2Fpasswd", none);
    expect_line("Bob sent a wink: file:///etc/passwd", "");
    takes("passwd.cab", none->str, none->len);
}

static void
names_are_no_markup(void)
{
    alice_and_bob();
    rig_server_tell(server, "name " BOB " <i>Bob</i>");
    rig_expect_buddy(alice, BOB, "alias=<i>Bob</i>");
    bob_winks_nicely("%3Cimg%20id=%221%22%3E%3Cb%3E");
    expect_line("&lt;i&gt;Bob&lt;/i&gt; sent a wink: &lt;img id=&quot;1&quot;&gt;&lt;b&gt;<br>*",
                sum_of(BYTES(PNG)));
}

/* The line comes nevertheless. */
static void
lies(void)
{
    static const char *const kinds[] = {"decline", "500", "sha", "size", "huge-total", "bye-early"};
    alice_and_bob();
    rig_server_tell(server, "say " BOB " " ALICE " hello");
    rig_expect(alice, "im", "text=*hello*");
    rig_forbid(alice, "request");
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        rig_server_tell(server, "p2p-lie " BOB " %s", kinds[i]);
        if (i % 2 == 0) {
            bob_winks_nicely(kinds[i]);
            g_autofree char *text = g_strconcat("Bob sent a wink: ", kinds[i], NULL);
            expect_line(text, "");
        } else {
            rig_server_tell(server, "voice " BOB " " ALICE " - @%u", 3000 + i);
            expect_line("Bob sent a voice clip, but it could not be received.", "");
        }
    }
    still_talks();
}

/* -- voice clips --------------------------------------------------------------------------------
 */

static void
a_voice_clip(void)
{
    alice_and_bob();
    g_autofree char *bytes = rig_escaped(BYTES(WAV));
    rig_server_tell(server, "voice " BOB " " ALICE " - %s", bytes);
    expect_line("Bob sent a voice clip.", "");
    takes("voice clip.wav", BYTES(WAV));
    rig_server_tell(server, "voice " BOB " " ALICE " Good%%20morning %s", bytes);
    expect_line("Bob sent a voice clip.", "");
    takes("Good morning.wav", BYTES(WAV));
    still_talks();
}

static void
not_wanted(void)
{
    alice_and_bob();
    rig_server_tell(server, "voice " BOB " " ALICE " - @3000");
    rig_expect(alice, "request", "primary=*voice clip.wav*");
    rig_refuse_file(alice, "voice clip.wav");
    rig_check(rig_open_transfers() == 0);
    rig_server_tell(server, "voice " BOB " " ALICE " - @3000");
    rig_expect(alice, "request", "primary=*voice clip.wav*");
    rig_cancel_file(alice, PURPLE_XFER_RECEIVE, "voice clip.wav");
    rig_expect(alice, "xfer-end", "detail=cancelled here");
    rig_check(rig_open_transfers() == 0 && rig_open_questions() == 0);
    still_talks();
}

/* A plugin may say yes before anybody is asked. */
static void
accepts(PurpleXfer *xfer, const char *path)
{
    purple_xfer_request_accepted(xfer, path);
}

static void
taken_by_a_plugin(void)
{
    static char handle;
    alice_and_bob();
    g_autofree char *where = g_build_filename(folder, "taken.wav", NULL);
    g_autofree char *expected = rig_file_of("expected", BYTES(WAV));
    g_autofree char *bytes = rig_escaped(BYTES(WAV));
    rig_forbid(alice, "request");
    purple_signal_connect(purple_xfers_get_handle(), "file-recv-request", &handle,
                          PURPLE_CALLBACK(accepts), where);
    rig_server_tell(server, "voice " BOB " " ALICE " - %s", bytes);
    rig_expect(alice, "xfer-end", "way=receive", "detail=done");
    purple_signals_disconnect_by_handle(&handle);
    rig_check_same_file(expected, where);
    rig_check(rig_open_transfers() == 0);
    still_talks();
}

/* Where nothing can be written: libpurple says so. */
static void
no_place_for_it(void)
{
    alice_and_bob();
    rig_server_tell(server, "voice " BOB " " ALICE " - @3000");
    rig_expect(alice, "request", "primary=*voice clip.wav*");
    g_autofree char *nowhere = g_build_filename(folder, "not-there", NULL);
    g_autofree char *where = rig_take_file(alice, "voice clip.wav", nowhere);
    rig_expect(alice, "xfer-end", "detail=cancelled here");
    rig_expect(alice, "im-error", "text=*not-there*");
    rig_expect(NULL, "notify", "type=error");
    rig_check(rig_open_transfers() == 0);
    rig_fault("disk full");
    rig_server_tell(server, "voice " BOB " " ALICE " - @200000");
    rig_expect(alice, "request", "primary=*voice clip.wav*");
    PurpleXfer *xfer = rig_xfer(alice, PURPLE_XFER_RECEIVE, "voice clip.wav");
    purple_request_close_with_handle(xfer);
    purple_xfer_request_accepted(xfer, "/dev/full");
    purple_xfer_unref(xfer);
    rig_expect(alice, "xfer-end", "detail=cancelled here");
    rig_expect(alice, "im-error", "text=*disk full*");
    rig_expect(NULL, "notify", "type=error", "secondary=*disk full*");
    rig_check(rig_open_transfers() == 0);
    still_talks();
    rig_faults_survived();
}

/* -- drawings -----------------------------------------------------------------------------------
 */

static void
expect_drawing(const void *data, gsize size)
{
    g_autofree char *is_sum = g_strconcat("picture=", sum_of(data, size), NULL);
    rig_expect(alice, "im", "who=" BOB, "text=(drawing)<br><img id=\"*\">", "flags=*images*",
               is_sum);
}

static void
drawings(void)
{
    g_autofree char *large = g_malloc0(5000);
    memcpy(large, BYTES(GIF));
    alice_and_bob();
    bob_draws("ink " BOB " " ALICE " gif ", BYTES(GIF));
    expect_drawing(BYTES(GIF));
    bob_draws("ink " BOB " " ALICE " gif ", large, 5000);
    expect_drawing(large, 5000);
    bob_draws("ink " BOB " " ALICE " isf ", BYTES(GIF)); /* which has the strokes in it */
    expect_drawing(BYTES(GIF));
}

static void
drawings_by_p2p(void)
{
    g_autofree char *large = g_malloc0(5000);
    memcpy(large, BYTES(GIF));
    alice_and_bob();
    rig_server_tell(server, "say " BOB " " ALICE " look");
    rig_expect(alice, "im", "text=*look*");
    bob_draws("inkp2p " BOB " " ALICE " ", BYTES(GIF));
    rig_server_tell(server, "await ink-heard " ALICE " " BOB);
    expect_drawing(BYTES(GIF));
    bob_draws("inkp2p " BOB " " ALICE " ", large, 5000);
    expect_drawing(large, 5000);
    rig_forbid(alice, "im");
    rig_forbid(alice, "system");
    bob_draws("inkp2p " BOB " " ALICE " ", BYTES("no drawing"));
    rig_server_tell(server, "await ink-heard " ALICE " " BOB);
    rig_settle();
    rig_allow_all();
    still_talks();
}

/* Said once in each window. */
static void
drawings_that_cannot_be_shown(void)
{
    static const char bomb[] = "GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff;";
    alice_and_bob();
    bob_draws("ink " BOB " " ALICE " isf ", BYTES("\0\x62\x1c\3\x80"));
    expect_line("Bob sent a drawing in a format that cannot be shown.", "");
    rig_forbid(alice, "system");
    bob_draws("ink " BOB " " ALICE " isf ", BYTES("\0\x62\x1c\3\x80"));
    bob_draws("ink " BOB " " ALICE " gif ", BYTES(bomb));
    still_talks();
    rig_allow_all();
    rig_close_window(alice, BOB);
    bob_draws("ink " BOB " " ALICE " gif ", BYTES(bomb));
    expect_line("Bob sent a drawing in a format that cannot be shown.", "");
}

/* -- deeds --------------------------------------------------------------------------------------
 */

static void
deeds(void)
{
    alice_and_bob();
    rig_server_tell(server, "datacast " BOB " " ALICE " 4 shrugs <b>twice</b>");
    expect_line("Bob: shrugs &lt;b&gt;twice&lt;/b&gt;", "");
    still_talks();
}

/* -- in a chat ----------------------------------------------------------------------------------
 */

static void
a_chat(void)
{
    alice_and_bob();
    rig_server_tell(server, "status " CAROL " NLN");
    rig_server_tell(server, "answer " BOB " on");
    rig_choose_for_buddy(alice, BOB, "*Chat*");
    rig_expect_users(alice, ALICE " " BOB);
    rig_server_tell(server, "join " CAROL " " ALICE);
    rig_expect_users(alice, ALICE " " BOB " " CAROL);
}

static void
in_a_chat(void)
{
    a_chat();
    bob_winks_nicely("Wave");
    rig_expect(alice, "system", "conv=chat", "from=" BOB, "text=Bob sent a wink: Wave<br>*",
               "picture!=");
    g_autofree char *bytes = rig_escaped(BYTES(WAV));
    rig_server_tell(server, "voice " BOB " " ALICE " - %s", bytes);
    rig_expect(alice, "system", "conv=chat", "from=" BOB, "text=Bob sent a voice clip.");
    takes("voice clip.wav", BYTES(WAV));
    bob_draws("ink " CAROL " " ALICE " gif ", BYTES(GIF));
    rig_expect(alice, "im", "conv=chat", "from=" CAROL, "text=(drawing)<br>*", "picture!=");
    bob_draws("ink " CAROL " " ALICE " isf ", BYTES("\0\x62"));
    rig_expect(alice, "system", "conv=chat", "from=" CAROL, "text=Carol* cannot be shown.");
    rig_server_tell(server, "datacast " BOB " " ALICE " 4 waves");
    rig_expect(alice, "system", "conv=chat", "text=Bob: waves");
}

/* Who is ignored there is not asked for anything. */
static void
ignored_in_a_chat(void)
{
    a_chat();
    purple_conv_chat_ignore(PURPLE_CONV_CHAT(rig_chat(alice)), BOB);
    rig_server_tell(server, "forget");
    rig_forbid(alice, "system", "from=" BOB);
    rig_forbid(alice, "request");
    bob_winks_nicely("Wave");
    rig_server_tell(server, "voice " BOB " " ALICE " - @3000");
    bob_draws("ink " BOB " " ALICE " gif ", BYTES(GIF));
    rig_server_tell(server, "say " CAROL " " ALICE " heard");
    rig_expect(alice, "im", "conv=chat", "text=*heard*");
    rig_check_str(rig_server_tell(server, "count object-asked " ALICE " " BOB), "0");
}

static void
the_chat_is_left_meanwhile(void)
{
    a_chat();
    rig_server_tell(server, "p2p-lie " BOB " silent");
    rig_server_tell(server, "voice " BOB " " ALICE " - @3000");
    rig_server_tell(server, "await object-asked " ALICE " " BOB);
    rig_forbid(alice, "system", "from=" BOB);
    rig_forbid(alice, "request");
    rig_server_tell(server, "answer " BOB " off");
    purple_conversation_destroy(rig_chat(alice));
    rig_server_tell(server, "status " BOB " FLN"); /* which is the end of it */
    rig_expect_buddy(alice, BOB, "online=0");
    rig_settle();
}

/* -- what nobody wants --------------------------------------------------------------------------
 */

static void
from_somebody_blocked(void)
{
    alice_and_bob();
    rig_server_tell(server, "say " BOB " " ALICE " hello");
    rig_expect(alice, "im", "text=*hello*");
    purple_account_set_privacy_type(alice, PURPLE_PRIVACY_DENY_USERS);
    purple_privacy_deny_add(alice, BOB, TRUE);
    rig_forbid(alice, "system");
    rig_forbid(alice, "im");
    rig_forbid(alice, "request");
    bob_winks_nicely("Wave");
    rig_server_tell(server, "voice " BOB " " ALICE " - @3000");
    bob_draws("ink " BOB " " ALICE " gif ", BYTES(GIF));
    rig_server_tell(server, "datacast " BOB " " ALICE " 4 waves");
    rig_settle();
    rig_check_str(rig_server_tell(server, "count object-asked " ALICE " " BOB), "0");
    rig_allow_all();
    purple_privacy_deny_remove(alice, BOB, TRUE);
    still_talks();
}

/* Ten in a minute; each offer is a window. */
static void
a_flood(void)
{
    alice_and_bob();
    for (guint i = 0; i < 40; i++) {
        rig_server_tell(server, "voice " BOB " " ALICE " %u @%u", i, 1000 + i);
    }
    for (guint i = 0; i < 10; i++) {
        g_autofree char *text = g_strdup_printf("primary=*%u.wav*", i);
        rig_expect(alice, "request", text);
    }
    still_talks();
    rig_settle();
    rig_check(rig_open_questions() == 10 && rig_open_transfers() == 10);
    rig_check_str(rig_server_tell(server, "count object-asked " ALICE " " BOB), "10");
}

/* -- the end ------------------------------------------------------------------------------------
 */

static void
signed_out_while_fetching(void)
{
    alice_and_bob();
    rig_server_tell(server, "p2p-lie " BOB " silent");
    bob_winks_nicely("Wave");
    rig_server_tell(server, "await object-asked " ALICE " " BOB);
    rig_forbid(alice, "system");
    rig_disable(alice);
    rig_allow_all();
    rig_go_online(alice);
    rig_expect_buddy(alice, BOB, "online=1");
    bob_winks_nicely("Wave");
    expect_line("Bob sent a wink: Wave<br>*", sum_of(BYTES(PNG)));
}

static void
signed_out_while_offered(void)
{
    alice_and_bob();
    rig_server_tell(server, "voice " BOB " " ALICE " - @3000");
    rig_expect(alice, "request", "primary=*voice clip.wav*");
    rig_disable(alice);
    rig_expect(alice, "xfer-end", "detail=cancelled here");
    rig_check(rig_open_transfers() == 0 && rig_open_questions() == 0);
}

static void
window_closed_while_fetching(void)
{
    alice_and_bob();
    rig_server_tell(server, "say " BOB " " ALICE " look");
    rig_expect(alice, "im", "text=*look*");
    rig_server_tell(server, "wink " BOB " " ALICE " Wave @400000");
    rig_server_tell(server, "await object-asked " ALICE " " BOB);
    rig_close_window(alice, BOB);
    expect_line("Bob sent a wink: Wave", "");
    rig_expect(alice, "request", "primary=*Wave.cab*");
    rig_refuse_file(alice, "Wave.cab");
}

/* Another plugin that ends it from within. */
static void
disconnects_alice(void)
{
    if (purple_account_is_connected(alice)) {
        purple_account_disconnect(alice);
    }
}

static gboolean
is_offline(gpointer data)
{
    return purple_account_is_disconnected(alice);
}

static void
disconnected_from_within(void)
{
    static char handle;
    const struct {
        void *instance;
        const char *signal;
    } signals[] = {
        {purple_conversations_get_handle(), "wrote-im-msg"},
        {purple_conversations_get_handle(), "conversation-created"},
        {purple_xfers_get_handle(), "file-recv-request"},
    };
    alice_and_bob();
    for (guint i = 0; i < G_N_ELEMENTS(signals); i++) {
        g_autoptr(GString) none = g_string_new("no cabinet");
        purple_signal_connect(signals[i].instance, signals[i].signal, &handle,
                              PURPLE_CALLBACK(disconnects_alice), NULL);
        bob_winks("Wave", none);
        bob_draws("ink " BOB " " ALICE " gif ", BYTES(GIF));
        rig_wait("the end", is_offline, NULL);
        purple_signals_disconnect_by_handle(&handle);
        rig_disable(alice);
        rig_forget(NULL);
        rig_close_window(alice, BOB);
        rig_go_online(alice);
        rig_expect_buddy(alice, BOB, "online=1");
    }
    still_talks();
}

/* Without P2P there is the line, and drawings need none. */
static void
in_an_old_dialect(void)
{
    alice_and_bob();
    rig_forbid(alice, "request");
    bob_winks_nicely("Wave");
    expect_line("Bob sent a wink: Wave", "");
    rig_server_tell(server, "voice " BOB " " ALICE " - @3000");
    expect_line("Bob sent a voice clip, but it could not be received.", "");
    bob_draws("ink " BOB " " ALICE " gif ", BYTES(GIF));
    expect_drawing(BYTES(GIF));
}

/* Without logs: libpurple leaks a little for each picture in them. */
static void
all_of_it(void)
{
    alice_and_bob();
    purple_prefs_set_bool("/purple/logging/log_ims", FALSE);
    bob_winks_nicely("Wave");
    expect_line("Bob sent a wink: Wave<br>*", sum_of(BYTES(PNG)));
    g_autofree char *bytes = rig_escaped(BYTES(WAV));
    rig_server_tell(server, "voice " BOB " " ALICE " - %s", bytes);
    takes("voice clip.wav", BYTES(WAV));
    rig_server_tell(server, "voice " BOB " " ALICE " - %s", bytes);
    rig_expect(alice, "request", "primary=*voice clip.wav*");
    bob_draws("inkp2p " BOB " " ALICE " ", BYTES(GIF));
    expect_drawing(BYTES(GIF));
    rig_server_tell(server, "p2p-lie " BOB " silent");
    rig_server_tell(server, "voice " BOB " " ALICE " - @3000");
    rig_server_tell(server, "await object-asked " ALICE " " BOB " 11");
    rig_disable(alice);
}

static const RigScenario scenarios[] = {
    {"a wink", a_wink, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"the same wink in haste", the_same_wink_in_haste, RIG_SINCE | RIG_MOODS, 9},
    {"winks without a picture", winks_without_a_picture, RIG_SINCE | RIG_MOODS, 9},
    {"names are no markup", names_are_no_markup, RIG_SINCE | RIG_MOODS, 9},
    {"lies", lies, RIG_SINCE | RIG_MOODS, 9},
    {"a voice clip", a_voice_clip, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"not wanted", not_wanted, RIG_SINCE | RIG_MOODS, 9},
    {"taken by a plugin", taken_by_a_plugin, RIG_SINCE | RIG_MOODS, 9},
    {"no place for it", no_place_for_it, RIG_SINCE | RIG_MOODS, 9},
    {"drawings", drawings, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"drawings by P2P", drawings_by_p2p, RIG_SINCE | RIG_MOODS, 9},
    {"drawings that cannot be shown", drawings_that_cannot_be_shown, RIG_SINCE | RIG_MOODS, 2},
    {"deeds", deeds, RIG_SINCE | RIG_MOODS, 2},
    {"in a chat", in_a_chat, RIG_SINCE | RIG_MOODS, 9},
    {"ignored in a chat", ignored_in_a_chat, RIG_SINCE | RIG_MOODS, 9},
    {"the chat is left meanwhile", the_chat_is_left_meanwhile, RIG_SINCE, 9},
    {"from somebody blocked", from_somebody_blocked, RIG_SINCE | RIG_MOODS, 9},
    {"a flood", a_flood, RIG_SINCE | RIG_MOODS, 9},
    {"signed out while fetching", signed_out_while_fetching, RIG_SINCE | RIG_MOODS, 9},
    {"signed out while offered", signed_out_while_offered, RIG_SINCE | RIG_MOODS, 9},
    {"window closed while fetching", window_closed_while_fetching, RIG_SINCE | RIG_MOODS, 9},
    {"disconnected from within", disconnected_from_within, RIG_SINCE | RIG_MOODS, 9},
    {"in an old dialect", in_an_old_dialect, RIG_MOODS, 8},
    {"nothing is left over", all_of_it, RIG_LEAKS, 12},
};

RIG_MAIN(scenarios)
