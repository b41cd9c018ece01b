/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What others may make a session keep of P2P: as much as limits.h says, and not one more. */
#include "two-people.h"

#include <string.h>

#define PEERS     2000
#define PARTS     8
#define PARTS_ALL 64
#define SLP_SIZE  65536
#define INK_SIZE  196608
#define QUEUE     100
#define QUEUE_ALL 1000
#define OWN       200
#define EMOTICON  262144

#define NO_ROOM "does not fit ignored"
#define NO_PEER "P2P with too many people"
#define NO_BLOB "asked again for what is not on its way"
#define WHOLE   "an SLP message that cannot be read ignored"

/* ---- packets ---- */

typedef struct {
    guint32 session, id;
    guint64 offset, total;
    guint32 length, flags;
} Packet;

static void
put(GString *out, guint64 value, guint bytes)
{
    for (guint i = 0; i < bytes; i++)
        g_string_append_c(out, (char) (value >> (8 * i)));
}

/* A packet of somebody reaches Alice through her switchboard. */
static void
packet(Service *s, const char *who, const Packet *p)
{
    g_autoptr(GString) out = g_string_new("MIME-Version: 1.0\r\n"
                                          "Content-Type: application/x-msnmsgrp2p\r\n"
                                          "P2P-Dest: " ALICE "\r\n\r\n");
    put(out, p->session, 4);
    put(out, p->id, 4);
    put(out, p->offset, 8);
    put(out, p->total, 8);
    put(out, p->length, 4);
    put(out, p->flags, 4);
    put(out, 0, 8);
    put(out, 0, 8);
    for (guint i = 0; i < p->length; i++)
        g_string_append_c(out, 'x');
    put(out, 0, 4);
    say(&s->alice, s->alice.sb, "MSG %s Name %" G_GSIZE_FORMAT "\r\n", who, out->len);
    msnp_session_received(s->alice.session, s->alice.sb, out->str, out->len);
    while (person_step(&s->alice))
        ;
}

/* How often Alice has said that in her log since the last time. */
static guint
told(Service *s, const char *what)
{
    guint n = 0;
    for (const char *at = s->alice.told->str; (at = strstr(at, what)); at++)
        n++;
    g_string_truncate(s->alice.told, 0);
    return n;
}

/* The two are in a switchboard. */
static Service *
talking_new(void)
{
    Service *s = service_new(FALSE);
    msnp_send_text(s->alice.session, BOB, "hello", 5, NULL, NULL);
    settle(s);
    g_assert_cmpuint(s->alice.sb, !=, 0);
    g_string_truncate(s->alice.told, 0);
    return s;
}

static const char *
somebody(guint i)
{
    static char who[40];
    g_snprintf(who, sizeof(who), "somebody%u@example.com", i);
    return who;
}

/* ---- tests ---- */

static void
test_peers(void)
{
    Service *s = talking_new();
    const Packet asking = {.flags = 0x01, .id = 1};
    for (guint i = 0; i < PEERS; i++)
        packet(s, somebody(i), &asking);
    g_assert_cmpuint(told(s, NO_BLOB), ==, PEERS);
    packet(s, somebody(PEERS), &asking);
    g_assert_cmpuint(told(s, NO_PEER), ==, 1);
    packet(s, somebody(0), &asking);
    g_assert_cmpuint(told(s, NO_BLOB), ==, 1);
    service_free(s);
}

static void
test_parts(void)
{
    Service *s = talking_new();
    Packet half = {.total = 2, .length = 1};
    for (guint i = 0; i < PARTS_ALL; i++) {
        half.id = i;
        packet(s, somebody(i / PARTS), &half);
    }
    g_assert_cmpuint(told(s, NO_ROOM), ==, 0);
    packet(s, somebody(PARTS_ALL), &half);
    g_assert_cmpuint(told(s, NO_ROOM), ==, 1);
    pass(s, 60000);
    g_string_truncate(s->alice.told, 0);
    for (guint i = 0; i < PARTS; i++) {
        half.id = i;
        packet(s, BOB, &half);
    }
    g_assert_cmpuint(told(s, NO_ROOM), ==, 0);
    half.id = PARTS;
    packet(s, BOB, &half);
    g_assert_cmpuint(told(s, NO_ROOM), ==, 1);
    packet(s, somebody(0), &half);
    g_assert_cmpuint(told(s, NO_ROOM), ==, 0);
    service_free(s);
}

/* Packets without bytes keep as many places as others, and none twice. */
static void
test_empty(void)
{
    Service *s = talking_new();
    Packet empty = {.total = 2}, byte = {.total = 2, .length = 1};
    for (guint i = 0; i < 100 * PARTS; i++) {
        empty.id = i % PARTS;
        packet(s, BOB, &empty);
    }
    g_assert_cmpuint(told(s, NO_ROOM), ==, 0);
    empty.id = PARTS;
    packet(s, BOB, &empty);
    g_assert_cmpuint(told(s, NO_ROOM), ==, 1);
    for (byte.offset = 0; byte.offset < 2; byte.offset++)
        packet(s, BOB, &byte);
    g_assert_cmpuint(told(s, WHOLE), ==, 1);
    packet(s, BOB, &empty);
    g_assert_cmpuint(told(s, NO_ROOM), ==, 0);
    empty = (Packet){.id = 99, .offset = 3, .total = 2};
    packet(s, BOB, &empty);
    g_assert_cmpuint(told(s, "that cannot be one"), ==, 1);
    service_free(s);
}

static void
test_sizes(void)
{
    static const struct {
        guint32 session;
        guint64 total;
        guint refused;
    } cases[] = {
        {0, SLP_SIZE, 0},  {0, SLP_SIZE + 1, 1},  {0, G_MAXUINT64, 1},
        {64, INK_SIZE, 0}, {64, INK_SIZE + 1, 1}, {64, G_MAXUINT64, 1},
    };
    Service *s = talking_new();
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Packet first = {
            .session = cases[i].session, .id = i, .total = cases[i].total, .length = 1};
        packet(s, BOB, &first);
        g_assert_cmpuint(told(s, NO_ROOM), ==, cases[i].refused);
    }
    service_free(s);
}

/* It is forgotten a minute after the last packet, and no earlier. */
static void
test_time(void)
{
    Service *s = talking_new();
    const Packet first = {.id = 7, .total = 3, .length = 1};
    const Packet second = {.id = 7, .offset = 1, .total = 3, .length = 1};
    const Packet third = {.id = 7, .offset = 2, .total = 3, .length = 1};
    packet(s, BOB, &first);
    pass(s, 59999);
    packet(s, BOB, &second);
    pass(s, 59999);
    packet(s, BOB, &third);
    g_assert_cmpuint(told(s, WHOLE), ==, 1);
    packet(s, BOB, &first);
    pass(s, 60000);
    packet(s, BOB, &second);
    g_assert_cmpuint(told(s, NO_ROOM), ==, 1);
    service_free(s);
}

/* FALSE if it may not even wait. */
static gboolean
fetch(Service *s, const char *who, guint which)
{
    guint8 sha1[20] = {(guint8) which, (guint8) (which >> 8)};
    g_autofree char *hash = g_base64_encode(sha1, sizeof(sha1));
    g_autofree char *object = g_strdup_printf("<msnobj Creator=\"%s\" Size=\"9\" Type=\"2\" "
                                              "Location=\"0\" Friendly=\"AAA=\" SHA1D=\"%s\"/>",
                                              who, hash);
    guint id;
    return msnp_fetch_object(s->alice.session, who, object, &id) == MSNP_ERROR_NONE;
}

static void
test_fetches(void)
{
    Service *s = talking_new();
    for (guint i = 0; i < QUEUE_ALL; i++)
        g_assert_true(fetch(s, somebody(i / QUEUE), i));
    g_assert_false(fetch(s, somebody(QUEUE_ALL / QUEUE), QUEUE_ALL));
    g_assert_true(fetch(s, somebody(0), 0)); /* asked for already */
    service_free(s);
    s = talking_new();
    for (guint i = 0; i < QUEUE; i++)
        g_assert_true(fetch(s, BOB, i));
    g_assert_false(fetch(s, BOB, QUEUE));
    g_assert_true(fetch(s, somebody(0), QUEUE));
    service_free(s);
}

/* Bob says what a shortcut stands for, and Alice knows; how often she has been told is the result. */
static guint
announce(Service *s, guint which, gsize len)
{
    g_autofree guint8 *data = g_malloc0(len);
    MsnpEmoticon cat = {"(cat)", data, len};
    memcpy(data, &which, sizeof(which));
    g_assert_cmpint(msnp_announce_emoticons(s->bob.session, ALICE, 0, &cat, 1), ==, MSNP_ERROR_NONE);
    settle(s);
    return s->alice.shortcuts;
}

static void
test_own_emoticons(void)
{
    Service *s = talking_new();
    g_autofree char *first = NULL, *second = NULL;
    guint id;
    g_assert_cmpuint(announce(s, 0, EMOTICON), ==, 1);
    first = g_strdup(s->alice.emoticon);
    g_assert_cmpuint(announce(s, 0, EMOTICON + 1), ==, 1);
    g_assert_cmpuint(announce(s, 1, 100), ==, 2);
    second = g_strdup(s->alice.emoticon);
    for (guint i = 2; i <= OWN; i++)
        announce(s, i, 100);
    msnp_fetch_object(s->alice.session, BOB, first, &id);
    settle(s);
    g_assert_cmpint(s->alice.object_error, ==, MSNP_ERROR_DECLINED); /* the oldest has gone */
    msnp_fetch_object(s->alice.session, BOB, second, &id);
    settle(s);
    g_assert_cmpint(s->alice.object_error, ==, MSNP_ERROR_NONE);
    g_assert_cmpuint(s->alice.object->len, ==, 100);
    service_free(s);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/bounds/peers", test_peers);
    g_test_add_func("/bounds/parts", test_parts);
    g_test_add_func("/bounds/empty", test_empty);
    g_test_add_func("/bounds/sizes", test_sizes);
    g_test_add_func("/bounds/time", test_time);
    g_test_add_func("/bounds/fetches", test_fetches);
    g_test_add_func("/bounds/own-emoticons", test_own_emoticons);
    return g_test_run();
}
