/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What people show each other beside text: winks, voice clips, drawings, deeds. Knows how each is wrapped; refuses to
 * know how an object is fetched and what becomes of any of it.
 */
#include "msnp/show.h"

#include <string.h>
#include "msnp/coding.h"
#include "msnp/filecontext.h"
#include "msnp/limits.h"
#include "msnp/msnobj.h"
#include "msnp/rate.h"
#include "msnp/text.h"

static MsnpAction *
show_tell(MsnpCore *core, MsnpActionKind kind, guint chat, const char *who)
{
    MsnpAction *action = msnp_core_tell_who(core, kind, who, NULL);

    action->chat = chat;
    return action;
}

/* ---- datacasts ---- */

typedef struct {
    guint64 id;
    guint type;
    MsnpActionKind kind;
    const char *name; /* of a file, if he gives it none */
    const char *extension;
} Cast;

static const Cast casts[] = {
    {2, MSNP_OBJECT_WINK, MSNP_EVENT_WINK, "wink", ".cab"},
    {3, MSNP_OBJECT_VOICE, MSNP_EVENT_VOICE, "voice clip", ".wav"},
    {4, 0, MSNP_EVENT_DEED, NULL, NULL},
};

/* Whoever names somebody else as the one who has it would have us ask a third person. */
static void
show_object(MsnpCore *core, guint chat, const char *who, const Cast *cast, const char *text)
{
    g_autofree char *name = NULL, *safe = NULL;
    MsnpObject object;
    MsnpAction *action;

    if (!msnp_object_parse(text, strlen(text), &object) || object.type != cast->type || strcmp(object.creator, who) ||
        object.size > msnp_object_limit(object.type)) {
        msnp_core_debug(core, "a wink or a voice clip that cannot be fetched ignored");
        return;
    }
    if (!msnp_rate_allows(core, MSNP_RATE_SHOW, who))
        return;
    name = g_strconcat(*object.friendly ? object.friendly : cast->name, cast->extension, NULL);
    safe = msnp_file_name_safe(name);
    action = show_tell(core, cast->kind, chat, who);
    action->text = msnp_actions_keep_str(core->actions, object.friendly);
    action->name = msnp_actions_keep_str(core->actions, safe);
    action->detail = msnp_actions_keep_str(core->actions, text);
}

static void
show_deed(MsnpCore *core, guint chat, const char *who, const char *text)
{
    g_autofree char *line = msnp_text_line(text, strlen(text), MSNP_LIMIT_DEED);

    if (!*line)
        msnp_core_debug(core, "a deed without words ignored");
    else if (msnp_rate_allows(core, MSNP_RATE_SHOW, who))
        show_tell(core, MSNP_EVENT_DEED, chat, who)->text = msnp_actions_keep_str(core->actions, line);
}

static const Cast *
cast_find(guint64 id)
{
    for (guint i = 0; i < G_N_ELEMENTS(casts); i++)
        if (casts[i].id == id)
            return &casts[i];
    return NULL;
}

/* ID: n, Data: what is shown */
void
msnp_show_datacast(MsnpCore *core, guint chat, const char *who, const MsnpMessage *message)
{
    g_autoptr(GString) scratch = g_string_new(NULL);
    g_autofree char *text = NULL;
    const char *body, *data;
    const Cast *cast;
    guint64 id;
    gsize len;

    body = msnp_text_body(message, &len, scratch);
    cast = msnp_header_uint(body, len, "ID", &id) ? cast_find(id) : NULL;
    if (!cast || !msnp_header_find(body, len, "Data", &data, &len)) {
        msnp_core_debug(core, "a datacast of a kind that is not shown ignored");
        return;
    }
    text = g_strndup(data, len);
    if (cast->type)
        show_object(core, chat, who, cast, text);
    else
        show_deed(core, chat, who, text);
}

/* ---- drawings ---- */

/* The bytes in "base64:...", perhaps with a line end behind; NULL if it is not like that, or too much. The caller's. */
static guint8 *
ink_decode(const char *text, gsize len, gsize *out_len)
{
    static const char mark[] = "base64:";
    g_autofree guint8 *data = NULL;
    gsize skip = strlen(mark);

    while (len > 0 && (text[len - 1] == '\0' || g_ascii_isspace(text[len - 1])))
        len--;
    if (len <= skip || g_ascii_strncasecmp(text, mark, skip))
        return NULL;
    data = msnp_base64_decode(text + skip, len - skip, out_len);
    return data && *out_len <= MSNP_LIMIT_INK ? g_steal_pointer(&data) : NULL;
}

static gboolean
ink_is_gif(const guint8 *data, gsize len)
{
    return len >= 6 && (!memcmp(data, "GIF87a", 6) || !memcmp(data, "GIF89a", 6));
}

static gboolean
head_says_gif(const MsnpMessage *head)
{
    static const char gif[] = "image/gif";

    return head->content_type_len == strlen(gif) && !g_ascii_strncasecmp(head->content_type, gif, strlen(gif));
}

/* What says that it is in the format of Windows (ISF) may be a GIF with that in it; else it is only mentioned. */
static void
show_drawing(MsnpCore *core, guint chat, const char *who, const MsnpMessage *head, const char *text, gsize text_len)
{
    gsize len = 0;
    g_autofree guint8 *data = ink_decode(text, text_len, &len);
    MsnpAction *action;

    if (!data || (head_says_gif(head) && !ink_is_gif(data, len))) {
        msnp_core_debug(core, "a drawing that cannot be one ignored");
        return;
    }
    if (!msnp_rate_allows(core, MSNP_RATE_SHOW, who))
        return;
    action = show_tell(core, MSNP_EVENT_INK, chat, who);
    if (ink_is_gif(data, len)) {
        action->data = (const guint8 *) msnp_actions_keep(core->actions, data, len);
        action->len = len;
    }
}

void
msnp_show_ink(MsnpCore *core, guint chat, const char *who, const MsnpMessage *message)
{
    show_drawing(core, chat, who, message, message->body, message->body_len);
}

/* Where the NUL is that ends a UTF-16 text; len if there is none. */
static gsize
utf16_end(const guint8 *data, gsize len)
{
    gsize at;

    for (at = 0; at + 1 < len; at += 2)
        if (data[at] == 0 && data[at + 1] == 0)
            return at;
    return len;
}

/* A head, a NUL, and what it is the head of, all in UTF-16. */
void
msnp_show_ink_blob(MsnpCore *core, const char *who, const guint8 *data, gsize len)
{
    gsize end = utf16_end(data, len);
    g_autofree char *head = NULL, *text = NULL;
    MsnpMessage message;

    if (len % 2 == 0 && end < len) {
        head = msnp_utf16_decode(data, end);
        text = msnp_utf16_decode(data + end + 2, len - end - 2);
    }
    if (!head || !msnp_message_parse((const guint8 *) head, strlen(head), &message) ||
        message.type != MSNP_MSG_INK) {
        msnp_core_debug(core, "a drawing that cannot be one ignored");
        return;
    }
    show_drawing(core, 0, who, &message, text, strlen(text));
}
