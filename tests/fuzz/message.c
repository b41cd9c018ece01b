/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The payload of a message and all that is made of one: text, style, invitations, mail, drawings,
 * long messages in several. Pieces are one payload each. */
#include "kit.h"

#include <string.h>

#include "msnp/chunks.h"
#include "msnp/invite.h"
#include "msnp/message.h"
#include "msnp/notice.h"
#include "msnp/style.h"
#include "msnp/text.h"

/* What was read before makes no difference. */
static void
compare(const MsnpMessage *one, const MsnpMessage *other)
{
    kit_promise(one->type == other->type);
    kit_promise(one->content_type == other->content_type);
    kit_promise(one->content_type_len == other->content_type_len);
    kit_promise(one->charset == other->charset && one->charset_len == other->charset_len);
    kit_promise(one->head == other->head && one->head_len == other->head_len);
    kit_promise(one->body == other->body && one->body_len == other->body_len);
    for (guint i = 0; i < MSNP_N_HEADERS; i++)
        kit_promise(one->headers[i].at == other->headers[i].at &&
                    one->headers[i].len == other->headers[i].len);
}

static void
read_style(const MsnpMessage *message)
{
    char font[MSNP_STYLE_FONT_SIZE], again[MSNP_STYLE_FONT_SIZE];
    g_autoptr(GString) printed = g_string_new(NULL);
    const char *value = NULL;
    MsnpStyle style, other;
    gsize len = 0;

    msnp_header_find(message->head, message->head_len, "X-MMS-IM-Format", &value, &len);
    kit_promise(message->headers[MSNP_HEADER_FORMAT].at == value &&
                message->headers[MSNP_HEADER_FORMAT].len == len);
    msnp_style_parse(value, len, &style, font, sizeof(font));
    kit_promise(!style.font || kit_is_text(style.font, strlen(style.font)));
    msnp_style_print(&style, printed);
    msnp_style_parse(printed->str, printed->len, &other, again, sizeof(again));
    kit_promise(!style.font || strcmp(style.font, other.font) == 0);
    kit_promise(style.flags == other.flags && (style.color == -1 || style.color == other.color));
}

static void
read_body(const MsnpMessage *message)
{
    g_autoptr(GString) scratch = g_string_new(NULL);
    g_autoptr(GString) invitation = g_string_new(NULL);
    MsnpInvite invite;
    MsnpMail mail;
    MsnpMailMoved moved;
    gsize len;
    const char *text = msnp_message_text(message, &len, scratch);

    kit_promise(kit_is_text(text, len));
    for (gsize at = 0; at < len; at += msnp_message_split(text + at, len - at, 1 + len / 3))
        kit_promise(msnp_message_split(text + at, len - at, 1 + len / 3) > 0);
    text = msnp_text_body(message, &len, scratch);
    kit_promise(kit_is_text(text, len));
    if (msnp_invite_parse(message, &invite)) {
        kit_promise(invite.cookie != 0);
        msnp_invite_print(invitation, invite.fields, invite.n_fields);
        msnp_invite_clear(&invite);
    }
    if (msnp_mail_parse_new(message, &mail))
        msnp_mail_clear(&mail);
    if (msnp_mail_parse_moved(message, &moved))
        msnp_mail_moved_clear(&moved);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    MsnpChunks *chunks = msnp_chunks_new();
    const guint8 *piece, *whole;
    gsize len;
    MsnpMessage message, recalled;
    MsnpHeadMemo memo = {.len = 0};

    for (guint64 now = 1; kit_piece(&data, &size, &piece, &len); now += 1000) {
        g_autofree guint8 *copy = g_memdup2(piece, len);

        if (!msnp_message_parse(copy, len, &message)) {
            kit_promise(!msnp_message_recall(&memo, copy, len, &recalled));
            continue;
        }
        kit_promise(msnp_message_recall(&memo, copy, len, &recalled));
        compare(&recalled, &message);
        read_style(&message);
        read_body(&message);
        if (msnp_chunks_add(chunks, "bob@example.com", &message, now, &whole, &len) ==
                MSNP_CHUNK_DONE &&
            msnp_message_parse(whole, len, &message))
            read_body(&message);
    }
    msnp_chunks_free(chunks);
    return 0;
}
