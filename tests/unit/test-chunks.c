/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Multi-packet messages: put together in every order, refused when they make no sense, bounded, and
 * cut so that nothing is lost.
 */
#include "msnp/chunks.h"

#include <string.h>
#include "msnp/limits.h"

#define GUID  "{6E6C91E8-0F61-4A2A-93B1-2D8B6C4C9F51}"
#define TEXT  "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
#define ALICE "alice@example.com"
#define BOB   "bob@example.com"

/* Gives a payload that has no byte behind it, so that reading too far is noticed. *joined is what
 * DONE gave, the caller's, else NULL. */
static MsnpChunkResult
give(MsnpChunks *chunks, const char *who, const char *payload, gsize len, guint64 now,
     char **joined)
{
    g_autofree guint8 *copy = g_memdup2(payload, len);
    const guint8 *out = NULL;
    gsize out_len = 0;
    MsnpMessage message;
    MsnpChunkResult result;

    g_assert_true(msnp_message_parse(copy, len, &message));
    result = msnp_chunks_add(chunks, who, &message, now, &out, &out_len);
    memset(copy, 'x', len); /* nothing of it may be needed any more */
    if (joined)
        *joined = NULL;
    if (result == MSNP_CHUNK_DONE) {
        g_assert_nonnull(out);
        if (joined)
            *joined = g_strndup((const char *) out, out_len);
    } else {
        g_assert_null(out);
    }
    return result;
}

static MsnpChunkResult
give_first(MsnpChunks *chunks, const char *who, const char *id, guint total, guint64 now)
{
    g_autofree char *payload =
        g_strdup_printf(TEXT "Message-ID: %s\r\nChunks: %u\r\n\r\nA", id, total);

    return give(chunks, who, payload, strlen(payload), now, NULL);
}

static MsnpChunkResult
give_later(MsnpChunks *chunks, const char *who, const char *id, guint index, guint64 now)
{
    g_autofree char *payload =
        g_strdup_printf("MIME-Version: 1.0\r\nMessage-ID: %s\r\nChunk: %u\r\n\r\nB", id, index);

    return give(chunks, who, payload, strlen(payload), now, NULL);
}

/* ---- whole conversations: "sender|payload" each, results as letters
 * ------------------------------ */

#define FIRST(n, body) TEXT "Message-ID: " GUID "\r\nChunks: " n "\r\n\r\n" body
#define LATER(i, body) "MIME-Version: 1.0\r\nMessage-ID: " GUID "\r\nChunk: " i "\r\n\r\n" body
#define PLAIN(body)    TEXT "\r\n" body

static const struct {
    const char *name;
    const char *results; /* N, M, D, B */
    const char *joined;  /* of the last D */
    const char *payloads[6];
} talks[] = {
    {"as sent",
     "MD",
     PLAIN("first part second part"),
     {FIRST("2", "first part "), LATER("1", "second part")}},
    {"three", "MMD", PLAIN("abc"), {FIRST("3", "a"), LATER("1", "b"), LATER("2", "c")}},
    {"backwards", "MMD", PLAIN("abc"), {LATER("2", "c"), LATER("1", "b"), FIRST("3", "a")}},
    {"first in the middle",
     "MMD",
     PLAIN("abc"),
     {LATER("1", "b"), FIRST("3", "a"), LATER("2", "c")}},
    {"empty bodies", "MMD", PLAIN(""), {FIRST("3", ""), LATER("1", ""), LATER("2", "")}},
    {"twice the same",
     "MMMMD",
     PLAIN("abc"),
     {FIRST("3", "a"), FIRST("3", "z"), LATER("1", "b"), LATER("1", "zzz"), LATER("2", "c")}},
    {"twice in a row",
     "MDMD",
     PLAIN("cd"),
     {FIRST("2", "a"), LATER("1", "b"), FIRST("2", "c"), LATER("1", "d")}},
    {"others between", "MND", PLAIN("ab"), {FIRST("2", "a"), PLAIN("hello"), LATER("1", "b")}},
    {"other id between",
     "MMD",
     PLAIN("ab"),
     {FIRST("2", "a"), "Message-ID: {other}\r\nChunk: 1\r\n\r\nz", LATER("1", "b")}},
    {"id in other case is another",
     "MM",
     NULL,
     {FIRST("2", "a"), "Message-ID: {6e6c91e8-0f61-4a2a-93b1-2d8b6c4c9f51}\r\nChunk: 1\r\n\r\nz"}},
    {"headers of the others do not count",
     "MD",
     PLAIN("ab"),
     {FIRST("2", "a"), "Content-Type: image/gif\r\nMessage-ID: " GUID "\r\nChunk: 1\r\n\r\nb"}},
    {"another order and case of headers",
     "MD",
     "Content-Type: text/plain\r\n\r\nab",
     {"message-id:" GUID "\r\nCHUNKS:2\r\nContent-Type: text/plain\r\n\r\na",
      "chunk: 1\r\nMESSAGE-id: " GUID "\r\n\r\nb"}},
    {"folded and bare line ends",
     "MD",
     "A: b\n c\nContent-Type: x/y\n\r\nab",
     {"A: b\n c\nMessage-ID:\n " GUID "\nContent-Type: x/y\nChunks:\n\t2\n\na", LATER("1", "b")}},
    {"carriage returns",
     "MD",
     "Content-Type: x/y\r\r\nab",
     {"Message-ID: " GUID "\rContent-Type: x/y\rChunks: 2\r\ra", LATER("1", "b")}},
    {"no empty line",
     "MD",
     "Content-Type: x/y\r\n\r\nb",
     {"Message-ID: " GUID "\r\nChunks: 2\r\nContent-Type: x/y", LATER("1", "b")}},
    {"the number of the first",
     "MD",
     PLAIN("ab"),
     {TEXT "Message-ID: " GUID "\r\nChunk: 0\r\nChunks: 2\r\n\r\na", LATER("1", "b")}},
    {"total repeated",
     "MD",
     PLAIN("ab"),
     {FIRST("2", "a"), "Message-ID: " GUID "\r\nChunks: 2\r\nChunk: 1\r\n\r\nb"}},
    {"total repeated, first one last",
     "MD",
     PLAIN("ab"),
     {"Message-ID: " GUID "\r\nChunks: 2\r\nChunk: 1\r\n\r\nb", FIRST("2", "a")}},

    {"one chunk only", "N", NULL, {FIRST("1", "a")}},
    {"no chunk at all", "N", NULL, {FIRST("0", "a")}},
    {"id alone", "N", NULL, {TEXT "Message-ID: " GUID "\r\n\r\na"}},
    {"numbers without id", "NN", NULL, {TEXT "Chunks: 2\r\n\r\na", TEXT "Chunk: 1\r\n\r\nb"}},
    {"empty id", "N", NULL, {TEXT "Message-ID:\r\nChunks: 2\r\n\r\na"}},

    {"other total", "MBM", NULL, {FIRST("3", "a"), FIRST("2", "a"), LATER("1", "b")}},
    {"beyond the total", "MBM", NULL, {FIRST("2", "a"), LATER("2", "b"), LATER("1", "b")}},
    {"total below what is here", "MBM", NULL, {LATER("2", "c"), FIRST("2", "a"), LATER("1", "b")}},
    {"total repeated wrongly",
     "MB",
     NULL,
     {FIRST("3", "a"), "Message-ID: " GUID "\r\nChunks: 2\r\nChunk: 1\r\n\r\nb"}},
    {"own total", "B", NULL, {"Message-ID: " GUID "\r\nChunks: 2\r\nChunk: 2\r\n\r\nb"}},
    {"chunk 0 without total", "B", NULL, {LATER("0", "a")}},
    {"no number",
     "BBBBBB",
     NULL,
     {FIRST("-2", "a"), FIRST("", "a"), FIRST("0x2", "a"), LATER("1 2", "a"), LATER("", "a"),
      LATER("99999999999999999999999", "a")}},
    {"bad number ends what was kept",
     "MBM",
     NULL,
     {FIRST("2", "a"), LATER("one", "b"), LATER("1", "b")}},
    {"too many", "BBM", NULL, {FIRST("1025", "a"), LATER("1024", "a"), FIRST("1024", "a")}},
    {"numbers that wrap",
     "BB",
     NULL,
     {FIRST("4294967298", "a"), FIRST("18446744073709551618", "a")}},
    {"long id",
     "BM",
     NULL,
     {"Message-ID: {123456789.123456789.123456789.123456789.123456789.123456789.123}\r\n"
      "Chunk: 1\r\n\r\na",
      "Message-ID: {123456789.123456789.123456789.123456789.123456789.123456789.12}\r\n"
      "Chunk: 1\r\n\r\na"}},
};

static void
test_talks(void)
{
    static const char letters[] = "NMDB";

    for (guint i = 0; i < G_N_ELEMENTS(talks); i++) {
        MsnpChunks *chunks = msnp_chunks_new();
        g_autofree char *last = NULL;
        g_autoptr(GString) results = g_string_new(NULL);

        g_test_message("%s", talks[i].name);
        for (guint n = 0; n < G_N_ELEMENTS(talks[i].payloads) && talks[i].payloads[n]; n++) {
            const char *payload = talks[i].payloads[n];
            char *joined;

            g_string_append_c(results,
                              letters[give(chunks, BOB, payload, strlen(payload), 0, &joined)]);
            if (joined) {
                g_free(last);
                last = joined;
            }
        }
        g_assert_cmpstr(results->str, ==, talks[i].results);
        g_assert_cmpstr(last, ==, talks[i].joined);
        msnp_chunks_free(chunks);
    }
}

/* A body may hold anything, NUL included, and what is joined can be taken apart again. */
static void
test_binary(void)
{
    static const char first[] = TEXT "Message-ID: " GUID "\r\nChunks: 2\r\n\r\n\0\r\n\r\n\xff";
    static const char later[] = "Message-ID: " GUID "\r\nChunk: 1\r\n\r\n\0Chunk: 7\r\n";
    static const char body[] = "\0\r\n\r\n\xff\0Chunk: 7\r\n";
    MsnpChunks *chunks = msnp_chunks_new();
    MsnpMessage message;
    const guint8 *payload = NULL;
    gsize len = 0;

    g_assert_true(msnp_message_parse((const guint8 *) first, sizeof(first) - 1, &message));
    g_assert_cmpint(msnp_chunks_add(chunks, BOB, &message, 0, &payload, &len), ==, MSNP_CHUNK_MORE);
    g_assert_true(msnp_message_parse((const guint8 *) later, sizeof(later) - 1, &message));
    g_assert_cmpint(msnp_chunks_add(chunks, BOB, &message, 0, &payload, &len), ==, MSNP_CHUNK_DONE);
    g_assert_true(msnp_message_parse(payload, len, &message));
    g_assert_cmpint(message.type, ==, MSNP_MSG_TEXT);
    g_assert_cmpmem(message.body, message.body_len, body, sizeof(body) - 1);
    g_assert_cmpint(msnp_chunks_add(chunks, BOB, &message, 0, &payload, &len), ==, MSNP_CHUNK_NONE);
    msnp_chunks_free(chunks);
}

static void
test_senders(void)
{
    MsnpChunks *chunks = msnp_chunks_new();

    g_assert_cmpint(give_first(chunks, ALICE, GUID, 2, 0), ==, MSNP_CHUNK_MORE);
    g_assert_cmpint(give_later(chunks, BOB, GUID, 1, 0), ==, MSNP_CHUNK_MORE);
    /* nonsense of one does not harm the other */
    g_assert_cmpint(give_later(chunks, BOB, GUID, 0, 0), ==, MSNP_CHUNK_BAD);
    g_assert_cmpint(give_later(chunks, ALICE, GUID, 1, 0), ==, MSNP_CHUNK_DONE);
    g_assert_cmpint(give_first(chunks, BOB, GUID, 2, 0), ==, MSNP_CHUNK_MORE);
    g_assert_cmpint(give_later(chunks, BOB, GUID, 1, 0), ==, MSNP_CHUNK_DONE);
    msnp_chunks_free(chunks);
}

/* ---- bounds ---------------------------------------------------------------------------------- */

static void
test_age(void)
{
    MsnpChunks *chunks = msnp_chunks_new();
    const guint64 t = 1000;

    g_assert_cmpuint(msnp_chunks_expire(chunks, t), ==, 0);
    g_assert_cmpint(give_first(chunks, BOB, "a", 2, t), ==, MSNP_CHUNK_MORE);
    g_assert_cmpint(give_first(chunks, BOB, "b", 2, t + 10), ==, MSNP_CHUNK_MORE);
    g_assert_cmpuint(msnp_chunks_expire(chunks, t), ==, t + MSNP_CHUNK_TIMEOUT);
    /* a clock that went back is no reason to forget */
    g_assert_cmpuint(msnp_chunks_expire(chunks, 0), ==, t + MSNP_CHUNK_TIMEOUT);
    /* more of it does not make it younger */
    g_assert_cmpint(give_first(chunks, BOB, "a", 2, t + 100), ==, MSNP_CHUNK_MORE);
    g_assert_cmpuint(msnp_chunks_expire(chunks, t + MSNP_CHUNK_TIMEOUT), ==,
                     t + 10 + MSNP_CHUNK_TIMEOUT);
    /* "a" has gone, "b" is still good, at the last moment */
    g_assert_cmpint(give_later(chunks, BOB, "a", 1, t + 9 + MSNP_CHUNK_TIMEOUT), ==,
                    MSNP_CHUNK_MORE);
    g_assert_cmpint(give_later(chunks, BOB, "b", 1, t + 9 + MSNP_CHUNK_TIMEOUT), ==,
                    MSNP_CHUNK_DONE);
    /* adding forgets as well */
    g_assert_cmpint(give_first(chunks, BOB, "a", 2, t + 9 + 2 * MSNP_CHUNK_TIMEOUT), ==,
                    MSNP_CHUNK_MORE);
    g_assert_cmpuint(msnp_chunks_expire(chunks, t + 9 + 3 * MSNP_CHUNK_TIMEOUT), ==, 0);
    msnp_chunks_free(chunks);
}

static void
test_open_of_one(void)
{
    MsnpChunks *chunks = msnp_chunks_new();

    g_assert_cmpint(give_first(chunks, ALICE, "0", 2, 0), ==, MSNP_CHUNK_MORE);
    for (guint i = 0; i <= MSNP_CHUNK_LIMIT_OPEN; i++) {
        g_autofree char *id = g_strdup_printf("%u", i);

        g_assert_cmpint(give_first(chunks, BOB, id, 2, i), ==, MSNP_CHUNK_MORE);
    }
    /* bob's oldest has gone, nobody else's */
    g_assert_cmpint(give_later(chunks, BOB, "1", 1, 0), ==, MSNP_CHUNK_DONE);
    g_assert_cmpint(give_later(chunks, BOB, "0", 1, 0), ==, MSNP_CHUNK_MORE);
    g_assert_cmpint(give_later(chunks, ALICE, "0", 1, 0), ==, MSNP_CHUNK_DONE);
    msnp_chunks_free(chunks);
}

static void
test_open_of_all(void)
{
    MsnpChunks *chunks = msnp_chunks_new();

    for (guint i = 0; i <= MSNP_CHUNK_LIMIT_OPEN_ALL; i++) {
        g_autofree char *who = g_strdup_printf("%u@example.com", i);

        g_assert_cmpint(give_first(chunks, who, GUID, 2, i), ==, MSNP_CHUNK_MORE);
    }
    g_assert_cmpint(give_later(chunks, "1@example.com", GUID, 1, 0), ==, MSNP_CHUNK_DONE);
    g_assert_cmpint(give_later(chunks, "0@example.com", GUID, 1, 0), ==, MSNP_CHUNK_MORE);
    msnp_chunks_free(chunks);
}

/* A chunk with a body of that many bytes. */
static MsnpChunkResult
give_big(MsnpChunks *chunks, const char *who, const char *id, guint index, gsize len)
{
    g_autoptr(GString) payload = g_string_new(NULL);
    gsize head;

    g_string_append_printf(payload, "Message-ID: %s\r\nChunk: %u\r\n\r\n", id, index);
    head = payload->len;
    g_string_set_size(payload, head + len);
    memset(payload->str + head, 'b', len);
    return give(chunks, who, payload->str, payload->len, 0, NULL);
}

static void
test_bytes_of_one(void)
{
    MsnpChunks *chunks = msnp_chunks_new();
    const gsize half = MSNP_CHUNK_LIMIT_BYTES / 2;

    g_assert_cmpint(give_big(chunks, BOB, "a", 1, half), ==, MSNP_CHUNK_MORE);
    g_assert_cmpint(give_big(chunks, BOB, "a", 2, half), ==, MSNP_CHUNK_MORE);
    g_assert_cmpint(give_big(chunks, BOB, "a", 3, 1), ==, MSNP_CHUNK_BAD);
    g_assert_cmpuint(msnp_chunks_expire(chunks, 0), ==, 0);
    g_assert_cmpint(give_big(chunks, BOB, "a", 1, 2 * half + 1), ==, MSNP_CHUNK_BAD);
    g_assert_cmpint(give_big(chunks, BOB, "a", 1, 2 * half), ==, MSNP_CHUNK_MORE);
    /* the head counts too */
    g_assert_cmpint(give_first(chunks, BOB, "a", 2, 0), ==, MSNP_CHUNK_BAD);
    msnp_chunks_free(chunks);
}

static void
test_bytes_of_all(void)
{
    const guint n = MSNP_CHUNK_LIMIT_BYTES_ALL / MSNP_CHUNK_LIMIT_BYTES;
    MsnpChunks *chunks = msnp_chunks_new();

    /* the oldest grows last, and stays */
    g_assert_cmpint(give_first(chunks, "0", GUID, 3, 0), ==, MSNP_CHUNK_MORE);
    for (guint i = 1; i <= n; i++) {
        g_autofree char *who = g_strdup_printf("%u", i);

        g_assert_cmpint(give_big(chunks, who, GUID, 1, MSNP_CHUNK_LIMIT_BYTES - 4096), ==,
                        MSNP_CHUNK_MORE);
    }
    g_assert_cmpint(give_big(chunks, "0", GUID, 1, MSNP_CHUNK_LIMIT_BYTES - 4096), ==,
                    MSNP_CHUNK_MORE);
    g_assert_cmpint(give_later(chunks, "0", GUID, 2, 0), ==, MSNP_CHUNK_DONE);
    g_assert_cmpint(give_first(chunks, "2", GUID, 2, 0), ==, MSNP_CHUNK_DONE);
    g_assert_cmpint(give_first(chunks, "1", GUID, 2, 0), ==, MSNP_CHUNK_MORE);
    msnp_chunks_free(chunks);
}

static void
test_count(void)
{
    MsnpChunks *chunks = msnp_chunks_new();

    for (guint i = MSNP_CHUNK_LIMIT_COUNT - 1; i > 0; i--)
        g_assert_cmpint(give_later(chunks, BOB, GUID, i, 0), ==, MSNP_CHUNK_MORE);
    g_assert_cmpint(give_first(chunks, BOB, GUID, MSNP_CHUNK_LIMIT_COUNT, 0), ==, MSNP_CHUNK_DONE);
    msnp_chunks_free(chunks);
}

static void
test_free_null(void)
{
    msnp_chunks_free(NULL);
}

/* Any mixture of few ids, senders and numbers: whatever comes, nothing breaks. */
static void
test_mixture(void)
{
    MsnpChunks *chunks = msnp_chunks_new();
    g_autoptr(GRand) dice = g_rand_new_with_seed(1863);
    guint done = 0;

    for (guint i = 0; i < 20000; i++) {
        g_autofree char *id = g_strdup_printf("%d", g_rand_int_range(dice, 0, 12));
        const char *who = g_rand_boolean(dice) ? ALICE : BOB;
        MsnpChunkResult result;

        if (g_rand_int_range(dice, 0, 3) == 0)
            result = give_first(chunks, who, id, (guint) g_rand_int_range(dice, 0, 6), i * 100);
        else
            result = give_later(chunks, who, id, (guint) g_rand_int_range(dice, 0, 6), i * 100);
        done += result == MSNP_CHUNK_DONE ? 1 : 0;
    }
    g_assert_cmpuint(done, >, 100);
    msnp_chunks_free(chunks);
}

/* ---- out ------------------------------------------------------------------------------------- */

/* Sends what was printed to the other half of this file and compares. */
static void
check_print(const MsnpStyle *style, const char *text, gsize len, gboolean divided)
{
    MsnpChunks *chunks = msnp_chunks_new();
    g_autoptr(GPtrArray) pieces = msnp_chunks_print(style, text, len, GUID);
    g_autoptr(GString) expected = g_string_new(NULL);
    g_autofree char *joined = NULL;

    msnp_message_print_text(expected, style, text, len);
    g_assert_nonnull(pieces);
    g_assert_true(divided ? pieces->len > 1 : pieces->len == 1);
    for (guint i = 0; i < pieces->len; i++) {
        const GString *piece = pieces->pdata[i];
        MsnpMessage message;

        g_assert_cmpuint(piece->len, <=, MSNP_LIMIT_SB_PAYLOAD);
        g_assert_cmpint(piece->str[piece->len - 1], !=, '\r'); /* of CRLF */
        g_assert_true(msnp_message_parse((const guint8 *) piece->str, piece->len, &message));
        g_assert_true(g_utf8_validate(message.body, message.body_len, NULL));
        g_assert_cmpint(give(chunks, BOB, piece->str, piece->len, 0, &joined), ==,
                        !divided              ? MSNP_CHUNK_NONE
                        : i + 1 < pieces->len ? MSNP_CHUNK_MORE
                                              : MSNP_CHUNK_DONE);
    }
    g_assert_cmpstr(divided ? joined : ((GString *) pieces->pdata[0])->str, ==, expected->str);
    msnp_chunks_free(chunks);
}

/* unit, repeated to at least that length. */
static char *
repeat(const char *unit, gsize len)
{
    g_autoptr(GString) out = g_string_new(NULL);

    while (out->len < len)
        g_string_append(out, unit);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static void
test_print(void)
{
    static const char *const units[] = {"a", "ä", "€", "😀", "a b\n", "\r\n", "\n", "x\r\ny 😀 "};
    static const MsnpStyle style = {"Comic Sans MS", MSNP_STYLE_BOLD | MSNP_STYLE_RTL, 0x123456};

    for (guint i = 0; i < G_N_ELEMENTS(units); i++)
        for (gsize len = 1700; len < 1720; len += 1) {
            g_autofree char *text = repeat(units[i], len), *much = repeat(units[i], 20 * len);

            check_print(&style, text, strlen(text), TRUE);
            if (len % 10 == 0)
                check_print(NULL, much, strlen(much), TRUE);
        }
}

static void
test_print_short(void)
{
    gsize budget = msnp_message_text_budget(NULL);
    g_autofree char *text = repeat("a", budget + 1);

    check_print(NULL, "", 0, FALSE);
    check_print(NULL, "hello", 5, FALSE);
    check_print(NULL, text, budget, FALSE);
    check_print(NULL, text, budget + 1, TRUE);
}

static void
test_print_form(void)
{
    g_autofree char *text = repeat("0123456789", 2000);
    g_autoptr(GPtrArray) pieces = msnp_chunks_print(NULL, text, 2000, GUID);

    g_assert_cmpuint(pieces->len, ==, 2);
    g_assert_true(
        g_str_has_prefix(((GString *) pieces->pdata[0])->str,
                         "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
                         "X-MMS-IM-Format: FN=Microsoft%20Sans%20Serif; EF=; CO=0; CS=0; PF=22\r\n"
                         "Message-ID: " GUID "\r\nChunks: 2\r\n\r\n0123456789"));
    g_assert_true(g_str_has_prefix(((GString *) pieces->pdata[1])->str,
                                   "MIME-Version: 1.0\r\nMessage-ID: " GUID
                                   "\r\nChunk: 1\r\n\r\n"));
}

/* What we send, others must be able to take: the limits of receiving hold here too. */
static void
test_print_limits(void)
{
    gsize most = MSNP_CHUNK_LIMIT_BYTES - 2 * MSNP_LIMIT_SB_PAYLOAD;
    g_autofree char *text = repeat("a", MSNP_CHUNK_LIMIT_BYTES + 1);
    g_autofree char *lines = repeat("\n", most);
    g_autofree char *guid = g_strnfill(1200, 'g'); /* which leaves little room beside it */

    check_print(NULL, text, most, TRUE);
    g_assert_null(msnp_chunks_print(NULL, text, MSNP_CHUNK_LIMIT_BYTES, GUID));
    g_assert_null(msnp_chunks_print(NULL, text, MSNP_CHUNK_LIMIT_BYTES + 1, GUID));
    g_assert_null(msnp_chunks_print(NULL, lines, most, GUID)); /* twice as long as CRLF */
    g_assert_null(msnp_chunks_print(NULL, text, most, guid));
}

/* What is not UTF-8 is cut anywhere, but cut. */
static void
test_print_broken(void)
{
    g_autofree char *text = repeat("\x80", 5000);
    g_autoptr(GPtrArray) pieces = msnp_chunks_print(NULL, text, 5000, GUID);
    gsize total = 0;

    for (guint i = 0; i < pieces->len; i++) {
        const GString *piece = pieces->pdata[i];

        g_assert_cmpuint(piece->len, <=, MSNP_LIMIT_SB_PAYLOAD);
        total += strlen(strstr(piece->str, "\r\n\r\n") + 4);
    }
    g_assert_cmpuint(total, ==, 5000);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/chunks/add/talks", test_talks);
    g_test_add_func("/chunks/add/binary", test_binary);
    g_test_add_func("/chunks/add/senders", test_senders);
    g_test_add_func("/chunks/add/age", test_age);
    g_test_add_func("/chunks/add/open-of-one", test_open_of_one);
    g_test_add_func("/chunks/add/open-of-all", test_open_of_all);
    g_test_add_func("/chunks/add/bytes-of-one", test_bytes_of_one);
    g_test_add_func("/chunks/add/bytes-of-all", test_bytes_of_all);
    g_test_add_func("/chunks/add/count", test_count);
    g_test_add_func("/chunks/add/mixture", test_mixture);
    g_test_add_func("/chunks/free-null", test_free_null);
    g_test_add_func("/chunks/print/round-trip", test_print);
    g_test_add_func("/chunks/print/short", test_print_short);
    g_test_add_func("/chunks/print/form", test_print_form);
    g_test_add_func("/chunks/print/limits", test_print_limits);
    g_test_add_func("/chunks/print/broken", test_print_broken);
    return g_test_run();
}
