/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pictures, emoticons and files between two sessions get through whole, whatever breaks on the way,
 * or are reported. */
#include "two-people.h"

#include <string.h>

/* ---- pictures ---- */

static guint
fetch_picture(Service *s)
{
    MsnpContact *bob = msnp_session_contact(s->alice.session, BOB);
    guint id = 0;
    g_assert_nonnull(msnp_contact_picture_object(bob));
    g_assert_cmpint(msnp_fetch_object(s->alice.session, BOB, msnp_contact_picture_object(bob), &id),
                    ==, MSNP_ERROR_NONE);
    return id;
}

static void
show_picture(Service *s, gsize len)
{
    fill(s->bob.disk, len);
    g_assert_cmpint(msnp_set_picture(s->bob.session, s->bob.disk->str, len), ==, MSNP_ERROR_NONE);
    settle(s);
}

static void
test_picture(void)
{
    static const gsize sizes[] = {1, 4, 1202, 1203, 1820, 60000};
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        Service *s = service_new(FALSE);
        show_picture(s, sizes[i]);
        fetch_picture(s);
        settle(s);
        g_assert_cmpint(s->alice.object_error, ==, MSNP_ERROR_NONE);
        g_assert_cmpmem(s->alice.object->data, s->alice.object->len, s->bob.disk->str, sizes[i]);
        pass(s, 600000);
        service_free(s);
    }
}

static void
test_picture_taken_away(void)
{
    Service *s = service_new(FALSE);
    MsnpContact *bob;
    show_picture(s, 1000);
    bob = msnp_session_contact(s->alice.session, BOB);
    g_assert_cmpuint(strlen(msnp_contact_picture(bob)), ==, 40);
    g_autofree char *object = g_strdup(msnp_contact_picture_object(bob));
    msnp_set_picture(s->bob.session, NULL, 0);
    settle(s);
    g_assert_null(msnp_contact_picture(msnp_session_contact(s->alice.session, BOB)));
    guint id;
    msnp_fetch_object(s->alice.session, BOB, object, &id);
    settle(s);
    g_assert_cmpint(s->alice.object_error, ==, MSNP_ERROR_DECLINED);
    service_free(s);
}

/* However the switchboard breaks, the picture comes. */
static void
test_picture_cut(void)
{
    for (guint cut = 1; cut < 20; cut++) {
        Service *s = service_new(FALSE);
        show_picture(s, 5000);
        s->cut_after = cut;
        fetch_picture(s);
        settle(s);
        pass(s, 100000);
        g_assert_cmpint(s->alice.object_error, ==, MSNP_ERROR_NONE);
        g_assert_cmpuint(s->alice.object->len, ==, 5000);
        service_free(s);
    }
}

/* ---- emoticons ---- */

static void
test_emoticon(void)
{
    Service *s = service_new(FALSE);
    MsnpEmoticon cat = {"(cat)", (const guint8 *) "GIF89a-cat", 10};
    guint id;
    msnp_announce_emoticons(s->alice.session, BOB, 0, &cat, 1);
    msnp_send_text(s->alice.session, BOB, "a (cat)", 7, NULL, NULL);
    settle(s);
    g_assert_cmpuint(s->bob.shortcuts, ==, 1);
    g_assert_cmpstr(s->bob.heard->str, ==, "a (cat)");
    g_assert_cmpint(msnp_fetch_object(s->bob.session, ALICE, s->bob.emoticon, &id), ==,
                    MSNP_ERROR_NONE);
    settle(s);
    g_assert_cmpmem(s->bob.object->data, s->bob.object->len, "GIF89a-cat", 10);
    service_free(s);
}

/* ---- people without end ---- */

/* Ten people have a thousand emoticons between them: nothing more is fetched, whosever it is. */
static void
test_fetches_of_everybody(void)
{
    Service *s = service_new(FALSE);
    guint id, first = 0;
    for (guint i = 0; i <= 1000; i++) {
        g_autofree char *who = g_strdup_printf("p%u@example.com", i / 100);
        g_autofree char *hash = g_compute_checksum_for_data(G_CHECKSUM_SHA1, (guchar *) &i, 4);
        g_autofree char *sum = g_base64_encode((guchar *) hash, 20);
        g_autofree char *object =
            g_strdup_printf("<msnobj Creator=\"%s\" Size=\"10\" Type=\"2\" Location=\"0\" "
                            "Friendly=\"AAA=\" SHA1D=\"%s\"/>",
                            who, sum);
        g_assert_cmpint(msnp_fetch_object(s->alice.session, who, object, &id), ==,
                        i < 1000 ? MSNP_ERROR_NONE : MSNP_ERROR_ARGUMENT);
        first = i == 0 ? id : first;
        g_assert_cmpuint(id, ==, first + MIN(i, 999));
    }
    service_free(s);
}

/* Somebody whom Alice does not know says an SLP message that is none. Whether she says that she has
 * it. */
static gboolean
is_heard(Service *s, guint number)
{
    static const char head[] = "MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\n"
                               "P2P-Dest: " ALICE "\r\n\r\n";
    guint8 packet[48 + 5 + 4] = {[4] = 1, [16] = 5, [24] = 5, [32] = 1, [48] = 'h', 'e', 'l'};
    guint before = s->packets;
    say(&s->alice, s->alice.sb, "JOI q%u@example.com Q\r\n", number);
    say(&s->alice, s->alice.sb, "MSG q%u@example.com Q %u\r\n", number,
        (guint) (sizeof head - 1 + sizeof packet));
    msnp_session_received(s->alice.session, s->alice.sb, head, sizeof head - 1);
    msnp_session_received(s->alice.session, s->alice.sb, (char *) packet, sizeof packet);
    settle(s);
    say(&s->alice, s->alice.sb, "BYE q%u@example.com\r\n", number);
    return s->packets > before;
}

/* Two thousand people may have something to do with her. */
static void
test_people_without_end(void)
{
    Service *s = service_new(FALSE);
    msnp_send_text(s->alice.session, BOB, "hello", 5, NULL, NULL);
    settle(s);
    for (guint i = 0; i < 2000; i++) {
        g_assert_true(is_heard(s, i));
    }
    g_assert_false(is_heard(s, 2000));
    g_assert_true(is_heard(s, 0));
    service_free(s);
}

/* ---- files ---- */

static guint
offer_file(Service *s, gsize size)
{
    guint id = 0;
    fill(s->alice.disk, size);
    g_assert_cmpint(msnp_file_send(s->alice.session, BOB, "näme.txt", size, NULL, 0, &id), ==,
                    MSNP_ERROR_NONE);
    settle(s);
    return id;
}

static void
check_file(Service *s, gsize size)
{
    g_assert_true(s->alice.done && s->bob.done);
    g_assert_false(s->alice.failed || s->bob.failed);
    g_assert_cmpmem(s->bob.file->data, s->bob.file->len, s->alice.disk->str, size);
}

static void
test_file(void)
{
    static const gsize sizes[] = {0, 1, 4, 1202, 1203, 32768, 65536, 65537, 1048576};
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        Service *s = service_new(FALSE);
        offer_file(s, sizes[i]);
        g_assert_cmpuint(s->bob.offered, !=, 0);
        msnp_file_accept(s->bob.session, s->bob.offered);
        settle(s);
        check_file(s, sizes[i]);
        pass(s, 600000);
        check_file(s, sizes[i]);
        service_free(s);
    }
}

static void
test_file_cut(void)
{
    for (guint cut = 1; cut < 70; cut++) {
        Service *s = service_new(FALSE);
        s->cut_after = cut;
        offer_file(s, 70000);
        pass(s, 1000);
        g_assert_cmpuint(s->bob.offered, !=, 0);
        msnp_file_accept(s->bob.session, s->bob.offered);
        pass(s, 100000);
        check_file(s, 70000);
        service_free(s);
    }
}

static void
test_file_refused_packets(void)
{
    Service *s = service_new(FALSE);
    s->nak_every = 7;
    offer_file(s, 300000);
    pass(s, 1000);
    msnp_file_accept(s->bob.session, s->bob.offered);
    pass(s, 100000);
    check_file(s, 300000);
    service_free(s);
}

static void
test_file_without_acks(void)
{
    Service *s = service_new(FALSE);
    s->mute = TRUE;
    offer_file(s, 300000);
    msnp_file_accept(s->bob.session, s->bob.offered);
    pass(s, 300000);
    check_file(s, 300000);
    service_free(s);
}

static void
test_file_declined(void)
{
    Service *s = service_new(FALSE);
    offer_file(s, 5000);
    msnp_file_cancel(s->bob.session, s->bob.offered);
    settle(s);
    g_assert_true(s->alice.failed);
    g_assert_cmpint(s->alice.why, ==, MSNP_ERROR_DECLINED);
    g_assert_false(s->bob.failed || s->bob.done || s->alice.done);
    service_free(s);
}

static void
test_file_withdrawn(void)
{
    Service *s = service_new(FALSE);
    guint id = offer_file(s, 5000);
    msnp_file_cancel(s->alice.session, id);
    settle(s);
    g_assert_true(s->bob.failed);
    g_assert_cmpint(s->bob.why, ==, MSNP_ERROR_CANCELLED);
    service_free(s);
}

static void
test_file_cancelled(void)
{
    for (guint who = 0; who < 2; who++) {
        Service *s = service_new(FALSE);
        guint id = offer_file(s, 500000);
        msnp_file_accept(s->bob.session, s->bob.offered);
        for (guint i = 0; i < 40; i++) {
            person_step(&s->alice);
            person_step(&s->bob);
        }
        g_assert_cmpuint(s->bob.file->len, >, 0);
        g_assert_cmpuint(s->bob.file->len, <, 500000);
        msnp_file_cancel(who ? s->bob.session : s->alice.session, who ? s->bob.offered : id);
        settle(s);
        g_assert_true(who ? s->alice.failed : s->bob.failed);
        g_assert_cmpint(who ? s->alice.why : s->bob.why, ==, MSNP_ERROR_CANCELLED);
        pass(s, 600000);
        service_free(s);
    }
}

static void
test_file_sign_out(void)
{
    Service *s = service_new(FALSE);
    offer_file(s, 500000);
    msnp_file_accept(s->bob.session, s->bob.offered);
    for (guint i = 0; i < 40; i++) {
        person_step(&s->alice);
        person_step(&s->bob);
    }
    msnp_session_quit(s->alice.session);
    person_step(&s->alice);
    g_assert_true(s->alice.failed);
    g_assert_cmpint(s->alice.why, ==, MSNP_ERROR_SIGNED_OUT);
    settle(s);
    say(&s->bob, s->bob.ns, "FLN %s\r\n", ALICE);
    settle(s);
    g_assert_true(s->bob.failed);
    service_free(s);
}

/* ---- direct connections ---- */

static void
send_directly(Service *s, gsize size)
{
    offer_file(s, size);
    msnp_file_accept(s->bob.session, s->bob.offered);
    settle(s);
    pass(s, 60000);
    check_file(s, size);
}

/* Whoever can listen does; who cannot connects. */
static void
test_direct(void)
{
    for (guint deaf = 0; deaf < 4; deaf++) {
        Service *s = service_new(TRUE);
        s->alice.deaf = deaf & 1;
        s->bob.deaf = deaf & 2;
        send_directly(s, 500000);
        if (deaf == 3)
            g_assert_cmpuint(s->direct_bytes, ==, 0);
        else
            g_assert_cmpuint(s->direct_bytes, >, 500000);
        pass(s, 600000);
        g_assert_cmpuint(s->alice.direct, ==, 0);
        service_free(s);
    }
}

/* The file goes on over the switchboard, from the start. */
static void
test_direct_cut(void)
{
    for (guint cut = 1; cut < 200000; cut += cut < 300 ? 13 : 9973) {
        Service *s = service_new(TRUE);
        s->direct_cut = cut;
        send_directly(s, 200000);
        service_free(s);
    }
}

/* Also where only the receipt or the good-bye is missing: it has come for both, or for nobody. */
static void
test_direct_cut_at_the_end(void)
{
    Service *whole = service_new(TRUE);
    send_directly(whole, 50000);
    guint all = whole->direct_bytes;
    service_free(whole);
    for (guint cut = all - 700; cut < all; cut += 3) {
        Service *s = service_new(TRUE);
        s->direct_cut = cut;
        send_directly(s, 50000);
        service_free(s);
    }
}

/* Both offer at the same time, and both listen: one of them gives way, and nobody waits. */
static void
test_direct_both_ways(void)
{
    Service *s = service_new(TRUE);
    guint id;
    fill(s->alice.disk, 100000);
    fill(s->bob.disk, 150000);
    msnp_file_send(s->alice.session, BOB, "there", 100000, NULL, 0, &id);
    msnp_file_send(s->bob.session, ALICE, "back", 150000, NULL, 0, &id);
    settle(s);
    msnp_file_accept(s->bob.session, s->bob.offered);
    msnp_file_accept(s->alice.session, s->alice.offered);
    settle(s);
    pass(s, 100);
    g_assert_cmpuint(s->direct_bytes, >, 250000);
    g_assert_cmpmem(s->bob.file->data, s->bob.file->len, s->alice.disk->str, 100000);
    g_assert_cmpmem(s->alice.file->data, s->alice.file->len, s->bob.disk->str, 150000);
    service_free(s);
}

/* Who seems to be offline and has left the switchboard is still there on a direct connection: he has
 * become invisible. */
static void
test_direct_invisible(void)
{
    Service *s = service_new(TRUE);
    offer_file(s, 2000000);
    msnp_file_accept(s->bob.session, s->bob.offered);
    for (guint rounds = 0; s->direct_bytes < 500000; rounds++) {
        g_assert_cmpuint(rounds, <, 1000000);
        msnp_session_tick(s->alice.session, s->now); /* it dials in its tick */
        person_step(&s->alice);
        person_step(&s->bob);
    }
    say(&s->alice, s->alice.sb, "BYE %s\r\n", BOB);
    say(&s->alice, s->alice.ns, "FLN %s\r\n", BOB);
    settle(s);
    check_file(s, 2000000);
    service_free(s);
}

/* Where the offset stands in a frame. */
#define AT_OFFSET 12

/* A number in the head of a packet that is made something else. */
typedef struct {
    gsize at, size; /* where, in the frame with its length, and how many bytes */
    guint64 value;
    gboolean added; /* to what is there */
} Lie;

/* In the first packet of data that is not the first of the file. */
static void
lie_once(GString *bytes, gconstpointer how)
{
    const Lie *lie = how;
    static const Lie *told;
    guint8 *frame = (guint8 *) bytes->str;
    guint64 value = 0;
    if (bytes->len < 100 || frame[4] == 0 || (frame[12] == 0 && frame[13] == 0) || told == lie)
        return;
    told = lie;
    for (gsize i = lie->size; i > 0 && lie->added; i--)
        value = value << 8 | frame[lie->at + i - 1];
    value += lie->value;
    for (gsize i = 0; i < lie->size; i++)
        frame[lie->at + i] = (guint8) (value >> (8 * i));
}

/* Whatever a peer says of sizes and offsets: the file comes whole or is told to have failed, nothing
 * beyond its size is written, and the two go on talking. */
static void
test_direct_lies(void)
{
    static const Lie lies[] = {
        {0, 4, 0xffffffff, FALSE},
        {0, 4, 8241, FALSE},
        {0, 4, 47, FALSE},
        {4, 4, 77, TRUE},
        {AT_OFFSET, 8, 100, TRUE},
        {AT_OFFSET, 8, (guint64) -100, TRUE},
        {AT_OFFSET, 8, (guint64) 1 << 63, FALSE},
        {20, 8, 1, TRUE},
        {20, 8, G_MAXUINT64, FALSE},
        {20, 8, 0, FALSE},
        {28, 4, 1, TRUE},
        {28, 4, 0xffffffff, FALSE},
        {28, 4, 0, FALSE},
        {32, 4, 0, FALSE},
        {32, 4, 0x08, FALSE},
        {32, 4, 0x02, FALSE},
    };
    for (guint i = 0; i < G_N_ELEMENTS(lies); i++) {
        Service *s = service_new(TRUE);
        s->tamper = lie_once;
        s->how = &lies[i];
        offer_file(s, 200000);
        msnp_file_accept(s->bob.session, s->bob.offered);
        settle(s);
        pass(s, 600000);
        g_assert_true(s->alice.done || s->alice.failed);
        g_assert_true(s->bob.done != s->bob.failed);
        g_assert_cmpuint(s->bob.file->len, <=, 200000);
        if (s->bob.done)
            g_assert_cmpuint(s->bob.file->len, ==, 200000);
        if (s->bob.done && lies[i].at != AT_OFFSET) /* where bytes belong is his to say */
            g_assert_cmpmem(s->bob.file->data, s->bob.file->len, s->alice.disk->str, 200000);
        msnp_send_text(s->alice.session, BOB, "still there", 11, NULL, NULL);
        settle(s);
        g_assert_nonnull(strstr(s->bob.heard->str, "still there"));
        service_free(s);
    }
}

/* Behind what Alice sends: messages of one byte, each of which is to be acknowledged. */
static void
chatter_once(GString *bytes, gconstpointer how)
{
    static const guint8 one[4 + 48 + 1] = {[0] = 49, [20] = 1, [28] = 1};
    guint n = *(const guint *) how;
    if (bytes->len < 2000)
        return;
    for (guint i = 0; i < n; i++) {
        g_string_append_len(bytes, (const char *) one, sizeof(one));
        memcpy(bytes->str + bytes->len - sizeof(one) + 8, &i, 3);
    }
    *(guint *) how = 0;
}

/* Who says much and takes nothing of what is said to him makes us keep no more than so much of it. */
static void
test_direct_stuffed(void)
{
    Service *s = service_new(TRUE);
    guint n = 20000;
    s->tamper = chatter_once;
    s->how = &n;
    offer_file(s, 100000);
    msnp_file_accept(s->bob.session, s->bob.offered);
    while (s->direct_bytes < 8 + 52 + 52) { /* the handshake */
        msnp_session_tick(s->alice.session, s->now);
        person_step(&s->alice);
        person_step(&s->bob);
    }
    s->stuffed = TRUE;
    settle(s);
    g_assert_cmpuint(n, ==, 0);
    gsize before = s->direct_bytes;
    s->stuffed = FALSE;
    settle(s);
    g_assert_cmpuint((s->direct_bytes - before) / 52, >, 2500); /* what had been written */
    g_assert_cmpuint((s->direct_bytes - before) / 52, <, 4000);
    msnp_send_text(s->alice.session, BOB, "still there", 11, NULL, NULL);
    settle(s);
    g_assert_nonnull(strstr(s->bob.heard->str, "still there"));
    service_free(s);
}

static void
test_direct_two_files(void)
{
    Service *s = service_new(TRUE);
    send_directly(s, 100000);
    s->alice.done = s->bob.done = FALSE;
    g_byte_array_set_size(s->bob.file, 0);
    send_directly(s, 100000);
    g_assert_cmpuint(s->direct_bytes, >, 200000);
    service_free(s);
}

/* Text is not stuck behind a file: what is said while one goes is heard before its end. */
static void
test_text_beside_a_file(void)
{
    Service *s = service_new(FALSE);
    offer_file(s, 2000000);
    msnp_file_accept(s->bob.session, s->bob.offered);
    for (guint i = 0; i < 100; i++) {
        person_step(&s->alice);
        person_step(&s->bob);
    }
    gsize before = s->bob.file->len;
    msnp_send_text(s->alice.session, BOB, "hello", 5, NULL, NULL);
    while (s->bob.heard->len == 0) {
        person_step(&s->alice);
        person_step(&s->bob);
    }
    g_assert_cmpuint(s->bob.file->len - before, <, 100000);
    settle(s);
    check_file(s, 2000000);
    service_free(s);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/transfer/picture", test_picture);
    g_test_add_func("/transfer/picture-taken-away", test_picture_taken_away);
    g_test_add_func("/transfer/picture-cut", test_picture_cut);
    g_test_add_func("/transfer/emoticon", test_emoticon);
    g_test_add_func("/transfer/fetches-of-everybody", test_fetches_of_everybody);
    g_test_add_func("/transfer/people-without-end", test_people_without_end);
    g_test_add_func("/transfer/file", test_file);
    g_test_add_func("/transfer/file-cut", test_file_cut);
    g_test_add_func("/transfer/file-refused-packets", test_file_refused_packets);
    g_test_add_func("/transfer/file-without-acks", test_file_without_acks);
    g_test_add_func("/transfer/file-declined", test_file_declined);
    g_test_add_func("/transfer/file-withdrawn", test_file_withdrawn);
    g_test_add_func("/transfer/file-cancelled", test_file_cancelled);
    g_test_add_func("/transfer/file-sign-out", test_file_sign_out);
    g_test_add_func("/transfer/direct", test_direct);
    g_test_add_func("/transfer/direct-cut", test_direct_cut);
    g_test_add_func("/transfer/direct-cut-at-the-end", test_direct_cut_at_the_end);
    g_test_add_func("/transfer/direct-both-ways", test_direct_both_ways);
    g_test_add_func("/transfer/direct-invisible", test_direct_invisible);
    g_test_add_func("/transfer/direct-lies", test_direct_lies);
    g_test_add_func("/transfer/direct-stuffed", test_direct_stuffed);
    g_test_add_func("/transfer/direct-two-files", test_direct_two_files);
    g_test_add_func("/transfer/text-beside-a-file", test_text_beside_a_file);
    return g_test_run();
}
