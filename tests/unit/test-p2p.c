/* SPDX-License-Identifier: GPL-2.0-or-later */
/* P2P packets as bytes, and the nonces of direct connections. The numbers are those of a capture
 * that the MSN wikis have, and of a note on hashed nonces. */
#include "msnp/direct.h"
#include "msnp/p2p.h"
#include "msnp/slp.h"

#include <string.h>

static const MsnpP2pHeader sample = {.session = 0x0012d687, .id = 0x0ac47447, .offset = 1202,
                                     .total = 1274, .length = 3, .flags = MSNP_P2P_DATA,
                                     .ack_id = 0x51001112};

#define PACKET_SIZE (MSNP_P2P_HEADER_SIZE + 3 + MSNP_P2P_FOOTER_SIZE)

static void
print_packet(guint8 out[PACKET_SIZE], const MsnpP2pHeader *header)
{
    guint8 *p = msnp_p2p_print(out, header, (const guint8 *) "abc");
    g_assert_true(msnp_p2p_print_footer(p, 2) == out + PACKET_SIZE);
}

static void
test_print(void)
{
    static const guint8 expected[] = {
        0x87, 0xd6, 0x12, 0x00, 0x47, 0x74, 0xc4, 0x0a, 0xb2, 0x04, 0,    0, 0,    0, 0, 0,
        0xfa, 0x04, 0,    0,    0,    0,    0,    0,    0x03, 0,    0, 0, 0x20, 0, 0, 0,
        0x12, 0x11, 0x00, 0x51, 0,    0,    0,    0,    0,    0,    0, 0, 0, 0, 0, 0,
        'a',  'b',  'c',  0,    0,    0,    0x02};
    guint8 out[PACKET_SIZE];
    print_packet(out, &sample);
    g_assert_cmpmem(out, sizeof(out), expected, sizeof(expected));
}

static void
test_parse(void)
{
    guint8 out[PACKET_SIZE];
    const guint8 *body;
    MsnpP2pHeader header, full = sample;
    full.ack_uid = 0x8badf00d;
    full.ack_size = G_GUINT64_CONSTANT(0x1122334455667788);
    print_packet(out, &full);
    g_assert_true(msnp_p2p_parse(out, sizeof(out), 4, &header, &body));
    g_assert_cmpmem(&header, sizeof(header), &full, sizeof(full));
    g_assert_cmpmem(body, header.length, "abc", 3);
    g_assert_true(msnp_p2p_parse(out, sizeof(out) - 4, 0, &header, &body));
    for (gsize len = 0; len < sizeof(out); len++)
        g_assert_false(msnp_p2p_parse(out, len, 4, &header, &body));
}

/* Offset and length that overflow once added, in 32 and in 64 bits, were holes of earlier clients. */
static void
test_lies(void)
{
    static const struct {
        guint64 offset, total;
        guint32 length;
    } lies[] = {
        {0, 2, 3},
        {1, 0, 0},
        {0xffffffff, 3, 3},
        {0xfffffffffffffffd, 3, 3},
        {0xffffffffffffffff, 0xffffffffffffffff, 1},
        {0x100000000, 3, 3},
        {0, 3, 0xffffffff},
        {3, 3, 1},
    };
    const guint8 *body;
    for (guint i = 0; i < G_N_ELEMENTS(lies); i++) {
        guint8 out[PACKET_SIZE];
        MsnpP2pHeader header;
        print_packet(out, &sample);
        for (guint b = 0; b < 8; b++) {
            out[8 + b] = (guint8) (lies[i].offset >> (8 * b));
            out[16 + b] = (guint8) (lies[i].total >> (8 * b));
            if (b < 4)
                out[24 + b] = (guint8) (lies[i].length >> (8 * b));
        }
        g_assert_false(msnp_p2p_parse(out, sizeof(out), 4, &header, &body));
    }
}

/* libpurple's own plugin says the length of the packet before: only of the last one can that be
 * understood, and only if what is there is what is missing. */
static void
test_length_of_the_one_before(void)
{
    static const struct {
        guint64 offset, total;
        guint32 length;
        gboolean is_last;
    } cases[] = {
        {4, 7, 4, TRUE},  {1000, 1003, 4, TRUE}, {3, 6, 4, FALSE},
        {4, 8, 4, FALSE}, {4, 6, 4, FALSE},      {0xfffffffffffffffe, 1, 4, FALSE},
    };
    const guint8 *body;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint8 out[PACKET_SIZE];
        MsnpP2pHeader header = sample;
        header.offset = cases[i].offset;
        header.total = cases[i].total;
        print_packet(out, &header);
        out[24] = cases[i].length;
        g_assert_cmpint(msnp_p2p_parse(out, sizeof(out), 4, &header, &body), ==,
                        cases[i].is_last);
        if (cases[i].is_last)
            g_assert_cmpuint(header.length, ==, 3);
        g_assert_false(msnp_p2p_parse(out, sizeof(out) - 3, 4, &header, &body));
    }
}

/* Nothing is there, and nothing is missing: but it says that there is something. */
static void
test_length_of_nothing(void)
{
    guint8 out[MSNP_P2P_HEADER_SIZE + MSNP_P2P_FOOTER_SIZE];
    MsnpP2pHeader header = sample;
    const guint8 *body;
    header.offset = header.total = 4;
    header.length = 0;
    msnp_p2p_print_footer(msnp_p2p_print(out, &header, NULL), 2);
    g_assert_true(msnp_p2p_parse(out, sizeof(out), 4, &header, &body));
    out[24] = 4;
    g_assert_false(msnp_p2p_parse(out, sizeof(out), 4, &header, &body));
}

/* Of the captured INVITE: total 0x4fa, its id and its random number come back. */
static void
test_acknowledge(void)
{
    MsnpP2pHeader invite = {.id = 0x0ac47447, .total = 0x4fa, .ack_id = 0x0ac56e77}, ack;
    msnp_p2p_acknowledge(&invite, 0x0ac47457, &ack);
    g_assert_cmphex(ack.flags, ==, MSNP_P2P_ACK);
    g_assert_cmphex(ack.id, ==, 0x0ac47457);
    g_assert_cmphex(ack.total, ==, 0x4fa);
    g_assert_cmphex(ack.ack_id, ==, 0x0ac47447);
    g_assert_cmphex(ack.ack_uid, ==, 0x0ac56e77);
    g_assert_cmphex(ack.ack_size, ==, 0x4fa);
    g_assert_cmpuint(ack.length, ==, 0);
}

static void
test_is_next(void)
{
    MsnpP2pHeader header = {.offset = 100, .length = 50};
    gsize skip = 7;
    g_assert_false(msnp_p2p_is_next(&header, 99, &skip)); /* something is missing */
    g_assert_true(msnp_p2p_is_next(&header, 100, &skip));
    g_assert_cmpuint(skip, ==, 0);
    g_assert_true(msnp_p2p_is_next(&header, 149, &skip));
    g_assert_cmpuint(skip, ==, 49);
    g_assert_false(msnp_p2p_is_next(&header, 150, &skip)); /* nothing new */
}

static void
test_nonce(void)
{
    static const char *const pairs[][2] = {
        {"{122D2937-5C86-4C7B-81F5-0E05017880C2}", "{2B95F56D-9CA0-9A64-82CE-ADC1F3C55845}"},
        {"{A517A63D-A22E-40DC-85A5-54F9E196F46E}", "{F960C412-A40F-E37D-DD1D-AE264E958F28}"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        guint8 nonce[16], hash[16];
        char guid[MSNP_GUID_SIZE];
        g_autofree char *lower = g_ascii_strdown(pairs[i][0], -1);
        g_assert_true(msnp_guid_read(lower, nonce));
        msnp_nonce_hash(nonce, hash);
        msnp_guid_print(hash, guid);
        g_assert_cmpstr(guid, ==, pairs[i][1]);
    }
}

static void
test_guid(void)
{
    static const char *const wrong[] = {"", "{", "122D2937-5C86-4C7B-81F5-0E05017880C2",
                                        "{122D2937-5C86-4C7B-81F5-0E05017880C2",
                                        "{122D2937-5C86-4C7B-81F5-0E05017880C2}x",
                                        "{122D2937+5C86-4C7B-81F5-0E05017880C2}",
                                        "{122D293G-5C86-4C7B-81F5-0E05017880C2}",
                                        "{00000000-0000-0000-0000-000000000000}"};
    guint8 out[16];
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++)
        g_assert_false(msnp_guid_read(wrong[i], out));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/p2p/print", test_print);
    g_test_add_func("/p2p/parse", test_parse);
    g_test_add_func("/p2p/lies", test_lies);
    g_test_add_func("/p2p/length-of-the-one-before", test_length_of_the_one_before);
    g_test_add_func("/p2p/length-of-nothing", test_length_of_nothing);
    g_test_add_func("/p2p/acknowledge", test_acknowledge);
    g_test_add_func("/p2p/is-next", test_is_next);
    g_test_add_func("/p2p/nonce", test_nonce);
    g_test_add_func("/p2p/guid", test_guid);
    return g_test_run();
}
