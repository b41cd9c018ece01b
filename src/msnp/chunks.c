/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Multi-packet messages: payloads that came in pieces put together, and long text cut into such
 * pieces. Knows the three headers that number the pieces; refuses to know what is inside them.
 */
#include "msnp/chunks.h"

#include <string.h>
#include "msnp/limits.h"

/* What came of one message. */
typedef struct {
    char *who;
    char *id;
    guint64 since;
    guint total;       /* 0 while the first chunk is missing */
    guint present;     /* how many are here */
    gsize bytes;       /* what they and the head take */
    GString *head;     /* of the first chunk, without what numbers it; NULL while that is missing */
    GPtrArray *bodies; /* GBytes by number, NULL where one is missing */
} ChunkSet;

struct _MsnpChunks {
    GQueue sets; /* oldest first */
    gsize bytes;
    GString *joined; /* what the last DONE points to, or NULL */
};

/* The headers of one chunk. */
typedef struct {
    const char *id;
    gsize id_len;
    guint64 index;
    guint64 total; /* 0 if it does not say */
} ChunkHead;

/* ---- sets ------------------------------------------------------------------------------------ */

static ChunkSet *
set_new(const char *who, const ChunkHead *head, guint64 now)
{
    ChunkSet *set = g_new0(ChunkSet, 1);

    set->who = g_strdup(who);
    set->id = g_strndup(head->id, head->id_len);
    set->since = now;
    set->bodies = g_ptr_array_new_with_free_func((GDestroyNotify) g_bytes_unref);
    return set;
}

static void
set_free(ChunkSet *set)
{
    g_free(set->who);
    g_free(set->id);
    if (set->head)
        g_string_free(set->head, TRUE);
    g_ptr_array_unref(set->bodies);
    g_free(set);
}

static void
chunks_drop(MsnpChunks *chunks, GList *link)
{
    ChunkSet *set = link->data;

    chunks->bytes -= set->bytes;
    g_queue_delete_link(&chunks->sets, link);
    set_free(set);
}

static GList *
chunks_find(MsnpChunks *chunks, const char *who, const ChunkHead *head)
{
    for (GList *l = chunks->sets.head; l; l = l->next) {
        const ChunkSet *set = l->data;

        if (strlen(set->id) == head->id_len && memcmp(set->id, head->id, head->id_len) == 0 &&
            strcmp(set->who, who) == 0)
            return l;
    }
    return NULL;
}

/* Makes room for one more message of `who`. */
static void
chunks_make_room(MsnpChunks *chunks, const char *who)
{
    GList *oldest = NULL;
    guint n = 0;

    for (GList *l = chunks->sets.tail; l; l = l->prev)
        if (strcmp(((const ChunkSet *) l->data)->who, who) == 0) {
            oldest = l;
            n++;
        }
    if (n >= MSNP_CHUNK_LIMIT_OPEN)
        chunks_drop(chunks, oldest);
    if (chunks->sets.length >= MSNP_CHUNK_LIMIT_OPEN_ALL)
        chunks_drop(chunks, chunks->sets.head);
}

/* Drops old messages until all fit again, but not the one that has just grown. */
static void
chunks_trim(MsnpChunks *chunks, const GList *grown)
{
    GList *l = chunks->sets.head, *next;

    for (; l && chunks->bytes > MSNP_CHUNK_LIMIT_BYTES_ALL; l = next) {
        next = l->next;
        if (l != grown)
            chunks_drop(chunks, l);
    }
}

MsnpChunks *
msnp_chunks_new(void)
{
    MsnpChunks *chunks = g_new0(MsnpChunks, 1);

    g_queue_init(&chunks->sets);
    return chunks;
}

static void
chunks_forget_joined(MsnpChunks *chunks)
{
    if (chunks->joined)
        g_string_free(chunks->joined, TRUE);
    chunks->joined = NULL;
}

void
msnp_chunks_free(MsnpChunks *chunks)
{
    if (!chunks)
        return;
    while (chunks->sets.head)
        chunks_drop(chunks, chunks->sets.head);
    chunks_forget_joined(chunks);
    g_free(chunks);
}

guint64
msnp_chunks_expire(MsnpChunks *chunks, guint64 now)
{
    while (chunks->sets.head) {
        const ChunkSet *set = chunks->sets.head->data;

        if (now < set->since || now - set->since < MSNP_CHUNK_TIMEOUT)
            return set->since + MSNP_CHUNK_TIMEOUT;
        chunks_drop(chunks, chunks->sets.head);
    }
    return 0;
}

/* ---- one chunk ------------------------------------------------------------------------------- */

/* A number of at most max in the head; one that is missing is 0. FALSE if it is no such number. */
static gboolean
head_number(const MsnpMessage *message, MsnpHeader header, guint64 max, guint64 *value)
{
    *value = 0;
    if (!message->headers[header].at)
        return TRUE;
    return msnp_slice_uint(message->headers[header], value) && *value <= max;
}

/* NONE, BAD, or MORE if it is a chunk. */
static MsnpChunkResult
head_read(const MsnpMessage *message, ChunkHead *head)
{
    gboolean has_total = message->headers[MSNP_HEADER_CHUNKS].at != NULL;

    head->id = message->headers[MSNP_HEADER_MESSAGE_ID].at;
    head->id_len = message->headers[MSNP_HEADER_MESSAGE_ID].len;
    if (head->id_len == 0 || (!has_total && !message->headers[MSNP_HEADER_CHUNK].at))
        return MSNP_CHUNK_NONE;
    if (!head_number(message, MSNP_HEADER_CHUNKS, MSNP_CHUNK_LIMIT_COUNT, &head->total) ||
        !head_number(message, MSNP_HEADER_CHUNK, MSNP_CHUNK_LIMIT_COUNT - 1, &head->index))
        return MSNP_CHUNK_BAD;
    if (has_total && head->total <= 1 && head->index == 0)
        return MSNP_CHUNK_NONE;
    if (head->id_len > MSNP_CHUNK_LIMIT_ID || has_total != (head->total > 0))
        return MSNP_CHUNK_BAD;
    /* only the first one says how many there are, and then there is no sense in being beyond */
    if (has_total ? head->index >= head->total : head->index == 0)
        return MSNP_CHUNK_BAD;
    return MSNP_CHUNK_MORE;
}

/* The length of the first line with what is folded under it and with their ends. */
static gsize
header_length(const char *text, gsize len)
{
    gsize n = 0;

    while (n < len) {
        while (n < len && text[n] != '\r' && text[n] != '\n')
            n++;
        if (n < len && text[n++] == '\r' && n < len && text[n] == '\n')
            n++;
        if (n >= len || (text[n] != ' ' && text[n] != '\t'))
            break;
    }
    return n;
}

static gboolean
header_is_number(const char *text, gsize len)
{
    static const char *const names[] = {"Message-ID", "Chunks", "Chunk"};
    const char *value;
    gsize value_len;

    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (msnp_header_find(text, len, names[i], &value, &value_len))
            return TRUE;
    return FALSE;
}

/* A head without the headers that number the chunk, with the empty line that ends it. */
static GString *
head_clean(const MsnpMessage *message)
{
    GString *out = g_string_sized_new(message->head_len + 4);
    const char *at = message->head;
    gsize left = message->head_len, n;

    for (; left > 0; at += n, left -= n) {
        n = header_length(at, left);
        if (!header_is_number(at, n))
            g_string_append_len(out, at, n);
    }
    if (out->len > 0 && out->str[out->len - 1] != '\n' && out->str[out->len - 1] != '\r')
        g_string_append(out, "\r\n");
    g_string_append(out, "\r\n");
    return out;
}

/* Whether a chunk goes with what is here already. */
static gboolean
set_agrees(const ChunkSet *set, const ChunkHead *head)
{
    guint64 total = head->total > 0 ? head->total : set->total;

    if (head->total > 0 && set->total > 0 && head->total != set->total)
        return FALSE;
    return total == 0 || (head->index < total && set->bodies->len <= total);
}

static MsnpChunkResult
set_take(MsnpChunks *chunks, ChunkSet *set, const ChunkHead *head, const MsnpMessage *message)
{
    guint index = (guint) head->index;
    gsize cost = message->body_len + (index == 0 ? message->head_len : 0);

    if (!set_agrees(set, head))
        return MSNP_CHUNK_BAD;
    if (index < set->bodies->len && set->bodies->pdata[index])
        return MSNP_CHUNK_MORE;
    if (cost > MSNP_CHUNK_LIMIT_BYTES - set->bytes)
        return MSNP_CHUNK_BAD;
    if (head->total > 0)
        set->total = (guint) head->total;
    if (index == 0)
        set->head = head_clean(message);
    if (index >= set->bodies->len)
        g_ptr_array_set_size(set->bodies, (gint) index + 1);
    set->bodies->pdata[index] = g_bytes_new(message->body, message->body_len);
    set->present++;
    set->bytes += cost;
    chunks->bytes += cost;
    return set->head && set->present == set->total ? MSNP_CHUNK_DONE : MSNP_CHUNK_MORE;
}

static GString *
set_join(ChunkSet *set)
{
    GString *out = g_steal_pointer(&set->head);

    for (guint i = 0; i < set->bodies->len; i++) {
        gsize len;
        const char *body = g_bytes_get_data(set->bodies->pdata[i], &len);

        g_string_append_len(out, body, len);
    }
    return out;
}

MsnpChunkResult
msnp_chunks_add(MsnpChunks *chunks, const char *who, const MsnpMessage *message, guint64 now,
                const guint8 **payload, gsize *len)
{
    ChunkHead head;
    MsnpChunkResult result = head_read(message, &head);
    GList *link;

    chunks_forget_joined(chunks);
    msnp_chunks_expire(chunks, now);
    if (result == MSNP_CHUNK_NONE)
        return result;
    link = chunks_find(chunks, who, &head);
    if (result == MSNP_CHUNK_MORE) {
        if (!link) {
            chunks_make_room(chunks, who);
            g_queue_push_tail(&chunks->sets, set_new(who, &head, now));
            link = chunks->sets.tail;
        }
        result = set_take(chunks, link->data, &head, message);
        chunks_trim(chunks, link);
    }
    if (result == MSNP_CHUNK_DONE) {
        chunks->joined = set_join(link->data);
        *payload = (const guint8 *) chunks->joined->str;
        *len = chunks->joined->len;
    }
    if (result != MSNP_CHUNK_MORE && link)
        chunks_drop(chunks, link);
    return result;
}

/* ---- out ------------------------------------------------------------------------------------- */

static void
string_free(gpointer string)
{
    g_string_free(string, TRUE);
}

/* How much of a body goes into a piece of at most `room` bytes: whole characters, CRLF together. */
static gsize
piece_length(const char *text, gsize len, gsize room)
{
    gsize n = MIN(len, room), back = 0;

    if (n == len)
        return len;
    while (back < 3 && back + 1 < n && ((guchar) text[n - back] & 0xc0) == 0x80)
        back++;
    if (((guchar) text[n - back] & 0xc0) == 0x80)
        back = 0; /* not UTF-8: anywhere */
    n -= back;
    if (n > 1 && text[n] == '\n' && text[n - 1] == '\r')
        n--;
    return n;
}

/* The head of the first piece, without the empty line. */
static void
print_first(GString *out, const MsnpStyle *style, const char *guid, guint total)
{
    msnp_message_print_text(out, style, "", 0);
    g_string_truncate(out, out->len - 2);
    g_string_append_printf(out, "Message-ID: %s\r\nChunks: %u\r\n\r\n", guid, total);
}

static void
print_later(GString *out, const char *guid, guint index)
{
    g_string_append_printf(out, "MIME-Version: 1.0\r\nMessage-ID: %s\r\nChunk: %u\r\n\r\n", guid,
                           index);
}

/* What is left for the body beside the longest head of its kind. */
static gsize
print_room(const MsnpStyle *style, const char *guid, gboolean first)
{
    g_autoptr(GString) head = g_string_sized_new(512);

    if (first)
        print_first(head, style, guid, MSNP_CHUNK_LIMIT_COUNT);
    else
        print_later(head, guid, MSNP_CHUNK_LIMIT_COUNT);
    g_assert(head->len < MSNP_LIMIT_SB_PAYLOAD);
    return MSNP_LIMIT_SB_PAYLOAD - head->len;
}

/* Cuts a body; the pieces so far have no heads. NULL if they are too many. */
static GPtrArray *
pieces_cut(const char *body, gsize len, gsize first_room, gsize room)
{
    g_autoptr(GPtrArray) pieces = g_ptr_array_new_with_free_func(string_free);

    while (len > 0) {
        gsize n = piece_length(body, len, pieces->len == 0 ? first_room : room);

        if (pieces->len == MSNP_CHUNK_LIMIT_COUNT)
            return NULL;
        g_ptr_array_add(pieces, g_string_new_len(body, n));
        body += n;
        len -= n;
    }
    return g_steal_pointer(&pieces);
}

GPtrArray *
msnp_chunks_print(const MsnpStyle *style, const char *text, gsize len, const char *guid)
{
    g_autoptr(GString) whole = g_string_sized_new(len + 256);
    g_autoptr(GPtrArray) pieces = NULL;
    gsize head_len = MSNP_LIMIT_SB_PAYLOAD - msnp_message_text_budget(style);

    if (len > MSNP_CHUNK_LIMIT_BYTES)
        return NULL;
    msnp_message_print_text(whole, style, text, len);
    if (whole->len <= MSNP_LIMIT_SB_PAYLOAD) {
        pieces = g_ptr_array_new_with_free_func(string_free);
        g_ptr_array_add(pieces, g_steal_pointer(&whole));
        return g_steal_pointer(&pieces);
    }
    if (whole->len > MSNP_CHUNK_LIMIT_BYTES - MSNP_LIMIT_SB_PAYLOAD)
        return NULL;
    pieces = pieces_cut(whole->str + head_len, whole->len - head_len, print_room(style, guid, TRUE),
                        print_room(style, guid, FALSE));
    for (guint i = 0; pieces && i < pieces->len; i++) {
        GString *piece = pieces->pdata[i];
        g_autoptr(GString) head = g_string_sized_new(512);

        if (i == 0)
            print_first(head, style, guid, pieces->len);
        else
            print_later(head, guid, i);
        g_string_insert(piece, 0, head->str);
    }
    return g_steal_pointer(&pieces);
}
