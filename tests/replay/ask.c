/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the user asks of a session: each '!' verb of a replay file as one call of msnp.h. Knows
 * which words go where; refuses to know what comes of it. */
#include "drive-private.h"

#include <string.h>

#include "words.h"

typedef MsnpError (*Ask)(Drive *drive, const Item *item);

static guint
word_number(const Item *item, guint i)
{
    return (guint) g_ascii_strtoull(item->words[i], NULL, 10);
}

static gboolean
word_yes(const Item *item, guint i)
{
    return strcmp(item->words[i], "yes") == 0;
}

/* ---- how texts look ---- */

static void
set_style_word(Drive *drive, const char *word)
{
    static const char *const flags[] = {"bold", "italic", "underline", "strike", "rtl"};

    for (guint i = 0; i < G_N_ELEMENTS(flags); i++) {
        if (strcmp(word, flags[i]) == 0)
            drive->style.flags |= 1u << i;
    }
    if (g_str_has_prefix(word, "color="))
        drive->style.color = g_ascii_strtoull(word + strlen("color="), NULL, 16);
    if (g_str_has_prefix(word, "font=")) {
        g_free(drive->font);
        drive->style.font = drive->font = g_strdup(word + strlen("font="));
    }
}

/* "! style bold font=Arial color=ff0000": from now on. */
static MsnpError
ask_style(Drive *drive, const Item *item)
{
    drive->style = (MsnpStyle){.color = -1};
    for (guint i = 0; item->words[i]; i++)
        set_style_word(drive, item->words[i]);
    return MSNP_ERROR_NONE;
}

/* ---- talk ---- */

/* Keeps in mind what was asked for; its number is there only now. */
static MsnpError
taken(Drive *drive, MsnpError error, AuditAsk what, const guint *id)
{
    if (error == MSNP_ERROR_NONE)
        audit_asked(drive->audit, what, *id);
    return error;
}

/* What is said to a telephone is a page. */
static MsnpError
ask_send(Drive *drive, const Item *item)
{
    guint id = 0;
    MsnpError error = msnp_send_text(drive->session, item->words[0], item->payload->str,
                                     item->payload->len, &drive->style, &id);

    if (!g_ascii_strncasecmp(item->words[0], "tel:", 4))
        return taken(drive, error, AUDIT_UNSURE, &id);
    if (error == MSNP_ERROR_NONE)
        audit_sent(drive->audit, id, item->payload->str, item->payload->len);
    return error;
}

static MsnpError
ask_chat_send(Drive *drive, const Item *item)
{
    guint id = 0, chat = word_number(item, 0);
    MsnpError error = msnp_chat_send(drive->session, chat, item->payload->str, item->payload->len,
                                     &drive->style, &id);

    if (error == MSNP_ERROR_NONE)
        audit_sent(drive->audit, id, item->payload->str, item->payload->len);
    return error;
}

static MsnpError
ask_nudge(Drive *drive, const Item *item)
{
    guint id = 0;

    return taken(drive, msnp_send_nudge(drive->session, item->words[0], &id), AUDIT_UNSURE, &id);
}

static MsnpError
ask_page(Drive *drive, const Item *item)
{
    guint id = 0;

    return taken(drive, msnp_send_page(drive->session, item->words[0], item->payload->str, &id),
                 AUDIT_UNSURE, &id);
}

static MsnpError
ask_shown(Drive *drive, const Item *item)
{
    audit_offline_shown(drive->audit, word_number(item, 0));
    msnp_offline_shown(drive->session, word_number(item, 0));
    return MSNP_ERROR_NONE;
}

/* "! sign-out [{GUID}]" */
static MsnpError
ask_sign_out(Drive *drive, const Item *item)
{
    return msnp_place_sign_out(drive->session, item->words[0]);
}

static MsnpError
ask_typing(Drive *drive, const Item *item)
{
    msnp_send_typing(drive->session, item->words[0]);
    return MSNP_ERROR_NONE;
}

static MsnpError
ask_chat(Drive *drive, const Item *item)
{
    guint chat = 0;

    return taken(drive, msnp_chat_new(drive->session, item->words[0], &chat), AUDIT_CHAT, &chat);
}

static MsnpError
ask_chat_from(Drive *drive, const Item *item)
{
    guint chat = 0;

    return taken(drive, msnp_chat_from_talk(drive->session, item->words[0], item->words[1], &chat),
                 AUDIT_CHAT, &chat);
}

static MsnpError
ask_chat_invite(Drive *drive, const Item *item)
{
    return msnp_chat_invite(drive->session, word_number(item, 0), item->words[1]);
}

static MsnpError
ask_chat_typing(Drive *drive, const Item *item)
{
    msnp_chat_typing(drive->session, word_number(item, 0));
    return MSNP_ERROR_NONE;
}

static MsnpError
ask_chat_nudge(Drive *drive, const Item *item)
{
    return msnp_chat_nudge(drive->session, word_number(item, 0));
}

static MsnpError
ask_chat_leave(Drive *drive, const Item *item)
{
    msnp_chat_leave(drive->session, word_number(item, 0));
    audit_asked(drive->audit, AUDIT_LEAVE, word_number(item, 0));
    return MSNP_ERROR_NONE;
}

static MsnpError
ask_circle(Drive *drive, const Item *item)
{
    guint chat;

    return msnp_circle_open(drive->session, item->words[0], &chat);
}

static MsnpError
ask_invite_refuse(Drive *drive, const Item *item)
{
    msnp_invite_refuse(drive->session, word_number(item, 0), item->words[1]);
    return MSNP_ERROR_NONE;
}

/* "! invite-accept 1 launch|quiet NAME VALUE ..." */
static MsnpError
ask_invite_accept(Drive *drive, const Item *item)
{
    MsnpInviteField fields[8];
    guint n = 0;

    for (guint i = 2; item->words[i] && item->words[i + 1]; i += 2)
        fields[n++] = (MsnpInviteField){item->words[i], item->words[i + 1]};
    msnp_invite_accept(drive->session, word_number(item, 0), strcmp(item->words[1], "launch") == 0,
                       fields, n);
    return MSNP_ERROR_NONE;
}

/* ---- the roster ---- */

static MsnpError
ask_add(Drive *drive, const Item *item)
{
    guint id = 0;

    return taken(drive, msnp_contact_add(drive->session, item->words[0], item->words[1], &id),
                 AUDIT_EDIT, &id);
}

static MsnpError
ask_remove(Drive *drive, const Item *item)
{
    guint id = 0;

    return taken(drive, msnp_contact_remove(drive->session, item->words[0], item->words[1], &id),
                 AUDIT_EDIT, &id);
}

static MsnpError
ask_move(Drive *drive, const Item *item)
{
    guint id = 0;

    return taken(
        drive,
        msnp_contact_move(drive->session, item->words[0], item->words[1], item->words[2], &id),
        AUDIT_EDIT, &id);
}

static MsnpError
ask_rename(Drive *drive, const Item *item)
{
    guint id = 0;

    return taken(drive, msnp_contact_rename(drive->session, item->words[0], item->words[1], &id),
                 AUDIT_EDIT, &id);
}

/* "! block WHO", "! unblock WHO" */
static MsnpError
ask_block(Drive *drive, const Item *item)
{
    guint id = 0;

    return taken(
        drive,
        msnp_contact_block(drive->session, item->words[0], strcmp(item->name, "block") == 0, &id),
        AUDIT_EDIT, &id);
}

/* "! accept WHO", "! deny WHO" */
static MsnpError
ask_answer(Drive *drive, const Item *item)
{
    guint id = 0;

    return taken(
        drive,
        msnp_contact_answer(drive->session, item->words[0], strcmp(item->name, "accept") == 0, &id),
        AUDIT_EDIT, &id);
}

static MsnpError
ask_rename_group(Drive *drive, const Item *item)
{
    guint id = 0;

    return taken(drive, msnp_group_rename(drive->session, item->words[0], item->words[1], &id),
                 AUDIT_EDIT, &id);
}

static MsnpError
ask_remove_group(Drive *drive, const Item *item)
{
    guint id = 0;

    return taken(drive, msnp_group_remove(drive->session, item->words[0], &id), AUDIT_EDIT, &id);
}

/* What is so already has no number. */
static MsnpError
ask_strangers(Drive *drive, const Item *item)
{
    guint id = 0;
    MsnpError error = msnp_set_allow_strangers(drive->session, word_yes(item, 0), &id);

    return id ? taken(drive, error, AUDIT_EDIT, &id) : error;
}

/* ---- oneself ---- */

static MsnpError
ask_status(Drive *drive, const Item *item)
{
    MsnpStatus status;

    if (status_from_name(item->words[0], &status))
        return msnp_set_status(drive->session, status);
    drive_disagree(drive, item, "no such status");
    return MSNP_ERROR_NONE;
}

static MsnpError
ask_own_name(Drive *drive, const Item *item)
{
    guint id = 0;

    return taken(drive, msnp_set_own_name(drive->session, item->words[0], &id), AUDIT_EDIT, &id);
}

static MsnpError
ask_phone(Drive *drive, const Item *item)
{
    static const char *const kinds[] = {"home", "work", "mobile", NULL};
    guint id = 0, kind = 0;

    while (kinds[kind] && strcmp(kinds[kind], item->words[0]))
        kind++;
    if (kind == MSNP_N_PHONES)
        return MSNP_ERROR_ARGUMENT;
    return taken(drive, msnp_set_phone(drive->session, kind, item->words[1], &id), AUDIT_EDIT, &id);
}

static MsnpError
ask_pages(Drive *drive, const Item *item)
{
    guint id = 0;

    return taken(drive, msnp_set_takes_pages(drive->session, word_yes(item, 0), &id), AUDIT_EDIT,
                 &id);
}

/* "! personal MESSAGE [music|game|office TITLE [ARTIST [ALBUM]]]" */
static MsnpError
ask_personal(Drive *drive, const Item *item)
{
    static const char *const kinds[] = {"none", "music", "game", "office"};
    const char *words[5] = {NULL};
    MsnpMedia media = MSNP_MEDIA_NONE;

    for (guint i = 0; item->words[i]; i++)
        words[i] = item->words[i];
    for (guint i = 0; words[1] && i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i], words[1]) == 0)
            media = i;
    }
    msnp_set_personal(drive->session, words[0], media, words[2], words[3], words[4]);
    return MSNP_ERROR_NONE;
}

/* ---- objects and files ---- */

static MsnpError
ask_picture(Drive *drive, const Item *item)
{
    return msnp_set_picture(drive->session, item->payload->str, item->payload->len);
}

/* "! fetch WHO OBJECT", or what he shows, which may be nothing. */
static MsnpError
ask_fetch(Drive *drive, const Item *item)
{
    MsnpContact *contact = msnp_session_contact(drive->session, item->words[0]);
    const char *shown = contact ? msnp_contact_picture_object(contact) : NULL;
    const char *object = item->payload->len > 0 || !shown ? item->payload->str : shown;
    guint id = 0;
    MsnpError error = msnp_fetch_object(drive->session, item->words[0], object, &id);

    if (error == MSNP_ERROR_NONE)
        audit_fetching(audit_transfers(drive->audit), id);
    return error;
}

/* "! emoticons WHO SHORTCUT BYTES ...", "! chat-emoticons N SHORTCUT BYTES ..." */
static MsnpError
ask_emoticons(Drive *drive, const Item *item)
{
    guint chat = strcmp(item->name, "emoticons") ? word_number(item, 0) : 0;
    g_autoptr(GArray) emoticons = g_array_new(FALSE, TRUE, sizeof(MsnpEmoticon));

    for (guint i = 1; item->words[i] && item->words[i + 1]; i += 2) {
        MsnpEmoticon emoticon = {item->words[i], (const guint8 *) item->words[i + 1],
                                 strlen(item->words[i + 1])};

        g_array_append_val(emoticons, emoticon);
    }
    return msnp_announce_emoticons(drive->session, item->words[0], chat,
                                   (const MsnpEmoticon *) emoticons->data, emoticons->len);
}

static MsnpError
ask_send_file(Drive *drive, const Item *item)
{
    guint64 size = g_ascii_strtoull(item->words[2], NULL, 10);
    guint id = 0;
    MsnpError error =
        msnp_file_send(drive->session, item->words[0], item->words[1], size,
                       item->has_payload ? item->payload->str : NULL, item->payload->len, &id);

    if (error == MSNP_ERROR_NONE)
        audit_file_sent(audit_transfers(drive->audit), id, size);
    return error;
}

static MsnpError
ask_accept_file(Drive *drive, const Item *item)
{
    audit_file_accepted(audit_transfers(drive->audit), word_number(item, 0));
    msnp_file_accept(drive->session, word_number(item, 0));
    return MSNP_ERROR_NONE;
}

static MsnpError
ask_cancel_file(Drive *drive, const Item *item)
{
    msnp_file_cancel(drive->session, word_number(item, 0));
    audit_file_cancelled(audit_transfers(drive->audit), word_number(item, 0));
    return MSNP_ERROR_NONE;
}

/* "! piece ID OFFSET BYTES"; without bytes the file cannot be read any more. */
static MsnpError
ask_piece(Drive *drive, const Item *item)
{
    guint id = word_number(item, 0);
    guint64 offset = g_ascii_strtoull(item->words[1], NULL, 10);
    gsize len = item->payload->len;

    msnp_session_file_piece(drive->session, id, offset, len > 0 ? item->payload->str : NULL, len);
    audit_file_given(audit_transfers(drive->audit), id, offset, len);
    return MSNP_ERROR_NONE;
}

/* ---- the service ---- */

static MsnpError
ask_url(Drive *drive, const Item *item)
{
    guint id = 0;

    return taken(drive, msnp_ask_url(drive->session, item->words[0], &id), AUDIT_SERVICE, &id);
}

static MsnpError
ask_find(Drive *drive, const Item *item)
{
    guint id = 0;

    return taken(drive,
                 msnp_find(drive->session, item->words[0], item->words[1], item->words[2], &id),
                 AUDIT_SERVICE, &id);
}

static MsnpError
ask_mail(Drive *drive, const Item *item)
{
    guint id = 0;

    return taken(drive,
                 msnp_invite_by_mail(drive->session, item->words[0], item->payload->str, &id),
                 AUDIT_SERVICE, &id);
}

static MsnpError
ask_quit(Drive *drive, const Item *item)
{
    msnp_session_quit(drive->session);
    return MSNP_ERROR_NONE;
}

/* ---- all of them ---- */

static const struct {
    const char *verb;
    Ask ask;
} asks[] = {
    {"send", ask_send},
    {"shown", ask_shown},
    {"sign-out", ask_sign_out},
    {"typing", ask_typing},
    {"nudge", ask_nudge},
    {"page", ask_page},
    {"style", ask_style},
    {"chat", ask_chat},
    {"chat-from", ask_chat_from},
    {"chat-invite", ask_chat_invite},
    {"chat-send", ask_chat_send},
    {"chat-typing", ask_chat_typing},
    {"chat-nudge", ask_chat_nudge},
    {"chat-leave", ask_chat_leave},
    {"circle", ask_circle},
    {"invite-refuse", ask_invite_refuse},
    {"invite-accept", ask_invite_accept},
    {"add", ask_add},
    {"remove", ask_remove},
    {"move", ask_move},
    {"rename", ask_rename},
    {"block", ask_block},
    {"unblock", ask_block},
    {"accept", ask_answer},
    {"deny", ask_answer},
    {"rename-group", ask_rename_group},
    {"remove-group", ask_remove_group},
    {"strangers", ask_strangers},
    {"status", ask_status},
    {"own-name", ask_own_name},
    {"phone", ask_phone},
    {"pages", ask_pages},
    {"personal", ask_personal},
    {"picture", ask_picture},
    {"fetch", ask_fetch},
    {"emoticons", ask_emoticons},
    {"chat-emoticons", ask_emoticons},
    {"send-file", ask_send_file},
    {"accept-file", ask_accept_file},
    {"cancel-file", ask_cancel_file},
    {"piece", ask_piece},
    {"url", ask_url},
    {"find", ask_find},
    {"mail", ask_mail},
    {"quit", ask_quit},
};

/* A request that was refused is an event of its own: "= refused error=state". */
void
ask_item(Drive *drive, const Item *item)
{
    MsnpError error = MSNP_ERROR_NONE;
    g_autofree char *line = NULL;
    const Item *expected;

    drive_tick(drive);
    for (guint i = 0; i < G_N_ELEMENTS(asks); i++) {
        if (strcmp(item->name, asks[i].verb) == 0)
            error = asks[i].ask(drive, item);
    }
    if (error == MSNP_ERROR_NONE)
        return;
    line = g_strdup_printf("refused error=%s", msnp_error_name(error));
    if (drive->tell)
        drive->tell(drive, NULL, NULL, line);
    if (drive->loose)
        return;
    expected = drive_expected(drive);
    if (!expected || !match_line(expected, line))
        drive_complain(drive, expected ? expected : item, "got: %s", line);
    drive->cursor++;
}
