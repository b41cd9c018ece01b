/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The unfriendly ways of feeding a replay file: lines that are cut, spoilt, missing or out of
 * place. Knows how to spoil a line; refuses to know what the session makes of it, beyond what it
 * always promises. */
#include "hostile.h"

#include <string.h>

#include "drive.h"

/* Long enough for whatever is due to happen. */
#define AFTERMATH (10 * 60 * 1000)

typedef char *(*Attack)(const Script *script, guint index);

static guint injected, survived;

guint
hostile_injected(void)
{
    return injected;
}

guint
hostile_survived(void)
{
    return survived;
}

/* A session that has come up to an item, let loose for one fault. NULL if the dialogue itself goes
 * wrong or the link of the item is not open there. */
static Drive *
drive_to(const Script *script, guint index, char **complaint)
{
    const Item *item = g_ptr_array_index(script->items, index);
    g_autoptr(Drive) drive = drive_new(script, FEED_WHOLE);

    if (!drive_run(drive, index)) {
        *complaint = g_strdup(drive_complaint(drive));
        return NULL;
    }
    if (!drive_link_is_open(drive, item->name))
        return NULL;
    drive_let_loose(drive);
    injected++;
    return g_steal_pointer(&drive);
}

/* Ends the session of an attack and says what was wrong with it. */
static char *
conclude(Drive *drive, const Item *item, const char *what)
{
    drive_advance(drive, AFTERMATH);
    if (drive_finish(drive)) {
        survived++;
        return NULL;
    }
    return g_strdup_printf("%s:%u: %s: %s\n%s", item->file, item->line, item->text, what,
                           drive_complaint(drive));
}

/* Attacks at each command that stands in the file itself. */
static char *
attack_all(const Script *script, Attack attack)
{
    for (guint i = 0; i < script->items->len; i++) {
        const Item *item = g_ptr_array_index(script->items, i);
        char *complaint = item->own && item->kind == ITEM_BYTES ? attack(script, i) : NULL;

        if (complaint)
            return complaint;
    }
    return NULL;
}

/* ---- cut ---- */

static char *
cut_after(const Script *script, guint index, const GString *bytes, gsize n, MsnpError error)
{
    const Item *item = g_ptr_array_index(script->items, index);
    char *complaint = NULL;
    g_autoptr(Drive) drive = drive_to(script, index, &complaint);
    g_autofree char *what = NULL;

    if (!drive)
        return complaint;
    what = g_strdup_printf("link %s after %" G_GSIZE_FORMAT " bytes", msnp_error_name(error), n);
    if (n > 0)
        drive_feed(drive, item->name, bytes->str, n);
    drive_end_link(drive, item->name, error);
    return conclude(drive, item, what);
}

static char *
cut_at(const Script *script, guint index)
{
    const Item *item = g_ptr_array_index(script->items, index);
    g_autoptr(GString) bytes = item_bytes(item, FALSE);
    const gsize places[] = {0, 1, bytes->len - 1, bytes->len};

    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        MsnpError error = (index + i) % 2 ? MSNP_ERROR_LOST : MSNP_ERROR_NONE;
        char *complaint = cut_after(script, index, bytes, places[i], error);

        if (complaint)
            return complaint;
    }
    return NULL;
}

char *
hostile_cut(const Script *script)
{
    return attack_all(script, cut_at);
}

static guint cut_every = 1;

static char *
cut_at_each_byte(const Script *script, guint index)
{
    const Item *item = g_ptr_array_index(script->items, index);
    g_autoptr(GString) bytes = item_bytes(item, FALSE);

    /* a sample begins elsewhere in each command */
    for (gsize n = index % cut_every; n <= bytes->len; n += cut_every) {
        MsnpError error = (index + n) % 2 ? MSNP_ERROR_LOST : MSNP_ERROR_NONE;
        char *complaint = cut_after(script, index, bytes, n, error);

        if (complaint)
            return complaint;
    }
    return NULL;
}

void
hostile_cut_every(guint bytes)
{
    cut_every = bytes;
}

char *
hostile_cut_each_byte(const Script *script)
{
    return attack_all(script, cut_at_each_byte);
}

/* ---- out of order ---- */

static void
feed_command(Drive *drive, const Item *item)
{
    g_autoptr(GString) bytes = item_bytes(item, FALSE);

    drive_feed(drive, item->name, bytes->str, bytes->len);
}

/* What servers say from that item on, to whatever became of the session. */
static void
feed_rest(Drive *drive, const Script *script, guint index)
{
    for (; index < script->items->len; index++) {
        const Item *item = g_ptr_array_index(script->items, index);

        if (item->kind == ITEM_BYTES)
            feed_command(drive, item);
    }
}

/* Never said, and nothing after it either. */
static void
disorder_silence(Drive *drive, const Script *script, guint index)
{
}

/* Never said, while the server goes on. */
static void
disorder_gap(Drive *drive, const Script *script, guint index)
{
    feed_rest(drive, script, index + 1);
}

static void
disorder_twice(Drive *drive, const Script *script, guint index)
{
    feed_command(drive, g_ptr_array_index(script->items, index));
    feed_rest(drive, script, index);
}

/* Said when nobody waits for it any more. */
static void
disorder_late(Drive *drive, const Script *script, guint index)
{
    drive_advance(drive, AFTERMATH);
    feed_rest(drive, script, index);
}

/* Said after what follows it. */
static void
disorder_swap(Drive *drive, const Script *script, guint index)
{
    guint next = index + 1;

    while (next < script->items->len &&
           ((const Item *) g_ptr_array_index(script->items, next))->kind != ITEM_BYTES)
        next++;
    if (next < script->items->len)
        feed_command(drive, g_ptr_array_index(script->items, next));
    feed_command(drive, g_ptr_array_index(script->items, index));
    feed_rest(drive, script, next + 1);
}

static char *
disorder_at(const Script *script, guint index)
{
    static const struct {
        const char *name;
        void (*make)(Drive *drive, const Script *script, guint index);
    } kinds[] = {
        {"never, nor anything after it", disorder_silence},
        {"never", disorder_gap},
        {"twice", disorder_twice},
        {"ten minutes late", disorder_late},
        {"after what follows it", disorder_swap},
    };

    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        char *complaint = NULL;
        g_autoptr(Drive) drive = drive_to(script, index, &complaint);

        if (!drive)
            return complaint;
        drive_excuse_silence(drive);
        kinds[i].make(drive, script, index);
        complaint = conclude(drive, g_ptr_array_index(script->items, index), kinds[i].name);
        if (complaint)
            return complaint;
    }
    return NULL;
}

char *
hostile_disorder(const Script *script)
{
    return attack_all(script, disorder_at);
}

/* ---- spoil ---- */

/* Feeds a line of one's own, then the real one: the session goes on with it or ends sanely. */
static char *
spoil_with(const Script *script, guint index, const char *line, gboolean payload)
{
    const Item *item = g_ptr_array_index(script->items, index);
    g_autoptr(GString) real = item_bytes(item, FALSE);
    char *complaint = NULL;
    g_autoptr(Drive) drive = drive_to(script, index, &complaint);

    if (!drive)
        return complaint;
    drive_feed(drive, item->name, line, strlen(line));
    drive_feed(drive, item->name, "\r\n", 2);
    if (payload)
        drive_feed(drive, item->name, item->payload->str, item->payload->len);
    drive_feed(drive, item->name, real->str, real->len);
    return conclude(drive, item, line);
}

/* The line with the words from `from` on replaced by one, or by nothing if that is NULL. */
static char *
spoil_words(const Script *script, guint index, char **words, guint from, const char *word,
            gboolean payload)
{
    g_autoptr(GString) line = g_string_new(words[0]);

    for (guint i = 1; i < from; i++)
        g_string_append_printf(line, " %s", words[i]);
    if (word)
        g_string_append_printf(line, " %s", word);
    return spoil_with(script, index, line->str, payload);
}

/* Truncated after each word; then each word replaced by something that it cannot be. */
static char *
spoil_arguments(const Script *script, guint index, char **words)
{
    static const char *const junk[] = {NULL, "%00%zz\xff\xfe:99999", "\xff\xc0", "-1"};

    for (guint from = 1; words[from]; from++) {
        for (guint i = 0; i < G_N_ELEMENTS(junk); i++) {
            char *complaint = spoil_words(script, index, words, from, junk[i], FALSE);

            if (complaint)
                return complaint;
        }
    }
    return NULL;
}

static char *
spoil_length(const Script *script, guint index, char **words)
{
    static const char *const lengths[] = {
        "x",   "",      "-1",         "+5",         "0x10",
        "1e3", "65537", "2147483648", "4294967296", "18446744073709551616",
    };

    for (guint i = 0; i < G_N_ELEMENTS(lengths); i++) {
        char *complaint =
            spoil_words(script, index, words, g_strv_length(words) - 1, lengths[i], TRUE);

        if (complaint)
            return complaint;
    }
    return NULL;
}

static char *
spoil_at(const Script *script, guint index)
{
    const Item *item = g_ptr_array_index(script->items, index);
    g_auto(GStrv) words = g_strsplit(item->head->str, " ", -1);
    char *complaint;

    if (item->raw || !words[0])
        return NULL;
    complaint = spoil_arguments(script, index, words);
    if (!complaint && item->has_payload && words[1])
        complaint = spoil_length(script, index, words);
    return complaint;
}

char *
hostile_spoil(const Script *script)
{
    return attack_all(script, spoil_at);
}

/* ---- torture ---- */

/* One line of each verb, and with how many words (verb and TrID counted) it begins to make sense.
 * Of two lines of one verb the first whose third word fits counts, the last one fits always. */
typedef struct {
    const char *line;
    guint least;
} Sample;

static const Sample ns_samples[] = {
    {"VER 1 MSNP9", 3},
    {"INF 2 MD5", 3},
    {"USR 4 OK alice@example.com Alice 1", 4},
    {"USR 3 TWN S ct=1", 4},
    {"XFR 3 NS 192.0.2.7:1863 0", 4},
    {"XFR 9 SB 192.0.2.7:1863 CKI 17262740.1050826919", 4},
    {"SYN 5 9 2 1", 3},
    {"GTC A", 2},
    {"BLP AL", 2},
    {"PRP MFN Alice", 2},
    {"BPR PHH 555", 2},
    {"LST bob@example.com Bob 11 0", 3},
    {"LSG 0 Friends 0", 3},
    {"CHG 6 NLN 0", 3},
    {"ILN 6 NLN bob@example.com Bob 0", 4},
    {"NLN NLN bob@example.com Bob 0", 3},
    {"FLN bob@example.com", 2},
    {"CHL 0 15570131571988941333", 3},
    {"QRY 7", 2},
    {"RNG 11742066 192.0.2.7:1863 CKI 17262740.1050826919 bob@example.com Bob", 6},
    {"MSG Hotmail Hotmail 5", 4},
    {"NOT 5", 2},
    {"IPG 5", 2},
    {"UBX bob@example.com 5", 3},
    {"GCF 6 Shields.xml 5", 4},
    {"UUX 9 0", 3},
    {"ADD 0 RL 10 dave@example.com Dave", 4},
    {"ADC 0 RL N=dave@example.com", 4},
    {"REM 0 RL dave@example.com", 4},
    {"REA 0 24 carol@example.com Carrie", 5},
    {"ADG 0 20 Work 5 0", 5},
    {"REG 0 22 99 Play 0", 5},
    {"RMG 0 23 99", 4},
    {"FND 0 1 2 fname=Another", 4},
};

static const Sample sb_samples[] = {
    {"USR 1 OK alice@example.com Alice", 3},
    {"ANS 1 OK", 3},
    {"CAL 2 RINGING 11717653", 2},
    {"IRO 1 1 1 bob@example.com Bob", 5},
    {"JOI bob@example.com Bob", 2},
    {"BYE bob@example.com 1", 2},
    {"MSG bob@example.com Bob 5", 4},
    {"ACK 3", 2},
    {"NAK 3", 2},
};

static const Sample *
samples_of(const Item *item, gsize *n)
{
    gboolean ns = strcmp(item->name, "ns") == 0;

    *n = ns ? G_N_ELEMENTS(ns_samples) : G_N_ELEMENTS(sb_samples);
    return ns ? ns_samples : sb_samples;
}

/* Every beginning of the line that has fewer than `least` words. */
static void
torture_with(Drive *drive, const char *link, char **words, guint least)
{
    g_autoptr(GString) line = g_string_new(NULL);

    for (guint i = 0; words[i] && i + 1 < least; i++) {
        g_string_append_printf(line, "%s%s", i ? " " : "", words[i]);
        drive_feed_ignored(drive, link, line->str);
    }
}

/* How many words a command that is about to come must have, 0 if we do not know or it has fewer. */
static guint
least_words(const Item *item, char **words)
{
    gsize n;
    const Sample *samples = samples_of(item, &n);
    guint least = 0;

    for (gsize i = 0; i < n && words[0] && words[1]; i++) {
        g_auto(GStrv) sample = g_strsplit(samples[i].line, " ", -1);

        if (strcmp(sample[0], words[0]) != 0)
            continue;
        if (strcmp(sample[1], "0") == 0 && strcmp(words[1], "0") != 0)
            return 0; /* as an answer it is not read, and may be short */
        least = samples[i].least;
        if (words[2] && sample[2] && strcmp(sample[2], words[2]) == 0)
            break;
    }
    return g_strv_length(words) < least ? 0 : least;
}

static void
torture_before(Drive *drive, const Item *item)
{
    g_auto(GStrv) own = g_strsplit(item->head->str, " ", -1);
    gsize n;
    const Sample *samples = samples_of(item, &n);

    if (item->raw || !item->own || g_str_has_prefix(item->name, "ft") ||
        !drive_link_is_open(drive, item->name))
        return;
    for (gsize i = 0; i < n; i++) {
        g_auto(GStrv) words = g_strsplit(samples[i].line, " ", -1);

        torture_with(drive, item->name, words, samples[i].least);
    }
    torture_with(drive, item->name, own, least_words(item, own));
}

char *
hostile_torture(const Script *script)
{
    g_autoptr(Drive) drive = drive_new(script, FEED_WHOLE);

    drive_before_commands(drive, torture_before);
    return drive_run(drive, script->items->len) ? NULL : g_strdup(drive_complaint(drive));
}
