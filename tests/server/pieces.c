/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows Message-ID, Chunks and Chunk: pieces come in order, by one letter, all of them, and only to
 * those who say that they take them. */
#include "pieces.h"

#include <string.h>

#include "room.h"

#define PIECES_LIMIT 1024
#define CAP_PIECES   0x20

typedef struct {
    GHashTable *headers; /* of the first piece */
    char *type;
    char flag;
    guint next, total;
    GString *body;
} Long;

static void
long_free(gpointer data)
{
    Long *begun = data;

    g_hash_table_unref(begun->headers);
    g_free(begun->type);
    if (begun->body != NULL)
        g_string_free(begun->body, TRUE);
    g_free(begun);
}

/* Everybody else in the room has said that he takes pieces. */
static gboolean
all_take_pieces(const Client *client)
{
    const GPtrArray *members = client->room->members;

    for (guint i = 0; i < members->len; i++) {
        const Member *member = members->pdata[i];

        if (member->account != client->account && (member->account->client_id & CAP_PIECES) == 0)
            return FALSE;
    }
    return TRUE;
}

static gboolean
id_ok(const char *id)
{
    g_autofree char *bare = NULL;

    if (id == NULL || strlen(id) != 38 || id[0] != '{' || id[37] != '}')
        return FALSE;
    bare = g_strndup(id + 1, 36);
    return wire_is_guid(bare);
}

const char *
pieces_begin(const Message *message, MessageInfo *info)
{
    Member *member = room_member(message->client->room, message->client->account);
    const char *id = message_header(message, "message-id");
    guint64 total;

    if (!id_ok(id))
        return "Message-ID is a GUID in braces";
    if (!wire_number(message_header(message, "chunks"), PIECES_LIMIT, &total) || total < 2)
        return "Chunks is a number from 2 to 1024";
    if (message->body_length == 0)
        return "an empty piece";
    if (!all_take_pieces(message->client))
        return "somebody here does not say that he takes pieces";
    if (member->pieces == NULL)
        member->pieces = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, long_free);
    if (g_hash_table_contains(member->pieces, id))
        return "this Message-ID has been begun already";
    Long *begun = g_new0(Long, 1);

    begun->headers = g_hash_table_ref(message->headers);
    begun->type = g_strdup(info->type);
    begun->flag = message->flag;
    begun->next = 1;
    begun->total = (guint) total;
    begun->body = g_string_new_len(message->body, (gssize) message->body_length);
    g_hash_table_insert(member->pieces, g_strdup(id), begun);
    info->pieces = begun->total;
    return NULL;
}

static const char *
piece_fault(const Message *message, const Long *begun)
{
    guint64 number;

    if (!wire_number(message_header(message, "chunk"), PIECES_LIMIT, &number) ||
        number != begun->next)
        return "this is not the next piece";
    if (g_hash_table_size(message->headers) != 3)
        return "a later piece has MIME-Version, Message-ID and Chunk, and nothing else";
    if (message->flag != begun->flag)
        return "the pieces do not all go with one letter";
    return message->body_length == 0 ? "an empty piece" : NULL;
}

const char *
pieces_continue(const Message *message, Message *whole, MessageInfo *info)
{
    Member *member = room_member(message->client->room, message->client->account);
    const char *id = message_header(message, "message-id");
    Long *begun =
        member->pieces != NULL && id != NULL ? g_hash_table_lookup(member->pieces, id) : NULL;

    if (begun == NULL)
        return "a piece of a message that was not begun";
    const char *fault = piece_fault(message, begun);

    if (fault != NULL)
        return fault;
    g_free(info->type);
    info->type = g_strdup(begun->type);
    g_string_append_len(begun->body, message->body, (gssize) message->body_length);
    info->piece = ++begun->next;
    info->pieces = begun->total;
    if (begun->next < begun->total)
        return NULL;
    whole->headers = g_hash_table_ref(begun->headers);
    whole->body = begun->body->str;
    whole->body_length = begun->body->len;
    info->whole = g_string_free(g_steal_pointer(&begun->body), FALSE);
    info->body = whole->body;
    info->body_length = whole->body_length;
    g_hash_table_remove(member->pieces, id);
    return NULL;
}

guint
pieces_open(const Client *client)
{
    const Member *member = client->room != NULL ? room_member(client->room, client->account) : NULL;

    return member != NULL && member->pieces != NULL ? g_hash_table_size(member->pieces) : 0;
}
