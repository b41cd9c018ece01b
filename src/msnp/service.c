/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the service says by MSG on the notification link: profile, mail, system messages. Knows
 * those bodies; refuses to know who shows them.
 */
#include "msnp/service.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/message.h"
#include "msnp/notice.h"
#include "msnp/oim-in.h"
#include "msnp/rate.h"
#include "msnp/secret.h"

static void
service_profile(MsnpCore *core, const MsnpMessage *m)
{
    MsnpProfile *profile = &core->profile;
    guint64 enabled;
    const char *auth;
    gsize len;

    if (msnp_header_uint(m->head, m->head_len, "EmailEnabled", &enabled)) {
        profile->has_inbox = enabled == 1;
        profile->no_inbox = !profile->has_inbox;
    }
    if (!msnp_header_uint(m->head, m->head_len, "sid", &profile->sid))
        profile->sid = 0;
    profile->signed_in_at = core->now;
    g_clear_pointer(&profile->mspauth, msnp_secret_free);
    if (msnp_header_find(m->head, m->head_len, "MSPAuth", &auth, &len) && len > 0 && len <= MSNP_LIMIT_TICKET)
        profile->mspauth = g_strndup(auth, len);
}

static void
service_unread(MsnpCore *core, guint unread)
{
    core->profile.unread = unread;
    core->profile.has_inbox = !core->profile.no_inbox;
    if (msnp_rate_allows(core, MSNP_RATE_MAIL, ""))
        msnp_core_tell_number(core, MSNP_EVENT_MAIL, unread);
}

static void
service_mail_new(MsnpCore *core, const MsnpMessage *m)
{
    MsnpAction *action;
    MsnpMail mail;

    if (!msnp_mail_parse_new(m, &mail)) {
        msnp_core_debug(core, "a mail from nobody about nothing ignored");
        return;
    }
    core->profile.unread++;
    if (msnp_rate_allows(core, MSNP_RATE_MAIL, "")) {
        action = msnp_core_tell_who(core, MSNP_EVENT_MAIL_NEW, mail.from_addr, mail.from);
        action->text = msnp_actions_keep_str(core->actions, mail.subject);
    }
    msnp_mail_clear(&mail);
}

/* MSNP2 to 10: the count is a line of the body. MSNP2 uses this type for new mail as well. */
static void
service_mail_initial(MsnpCore *core, const MsnpMessage *m)
{
    guint64 unread;

    if (msnp_header_uint(m->body, m->body_len, "Inbox-Unread", &unread))
        service_unread(core, (guint) MIN(unread, G_MAXINT));
    else
        service_mail_new(core, m);
}

/* Somebody has written while one was away. */
static void
service_oim(MsnpCore *core, const MsnpMessage *m)
{
    msnp_oim_in_notice(core->oim_in, m);
}

/* MSNP11: it is in XML, <IU>2</IU>. */
static void
service_mail_data(MsnpCore *core, const MsnpMessage *m)
{
    const char *p = m->body_len ? g_strstr_len(m->body, (gssize) m->body_len, "<IU>") : NULL;
    const char *end = m->body + m->body_len;
    guint unread = 0;

    service_oim(core, m);
    if (!p || p + 4 >= end || !g_ascii_isdigit(p[4]))
        return;
    for (p += 4; p < end && g_ascii_isdigit(*p) && unread < G_MAXINT / 10 - 1; p++)
        unread = unread * 10 + (guint) (*p - '0');
    service_unread(core, unread);
}

/* Read, moved or deleted: what leaves the inbox is not unread there any more. Offline messages, which one has read at
 * another place, were never in it. */
static void
service_mail_moved(MsnpCore *core, const MsnpMessage *m)
{
    guint unread = core->profile.unread;
    MsnpMailMoved moved;

    if (!msnp_mail_parse_moved(m, &moved)) {
        msnp_core_debug(core, "mail moved from nowhere to nowhere ignored");
        return;
    }
    if (!strcmp(moved.src, "ACTIVE"))
        unread -= MIN(unread, moved.delta);
    else if (!strcmp(moved.dst, "ACTIVE"))
        unread += MIN(moved.delta, G_MAXINT - unread);
    msnp_mail_moved_clear(&moved);
    if (unread != core->profile.unread)
        service_unread(core, unread);
}

/* Type 1: the server goes down in Arg1 minutes. */
static void
service_system(MsnpCore *core, const MsnpMessage *m)
{
    guint64 type, minutes;

    if (msnp_header_uint(m->body, m->body_len, "Type", &type) && type == 1 &&
        msnp_header_uint(m->body, m->body_len, "Arg1", &minutes) && msnp_rate_allows(core, MSNP_RATE_NOTICE, ""))
        msnp_core_tell_number(core, MSNP_EVENT_NOTICE, (guint) MIN(minutes, G_MAXINT));
}

static const struct {
    MsnpMsgType type;
    void (*handle)(MsnpCore *core, const MsnpMessage *message);
} kinds[] = {
    {MSNP_MSG_PROFILE, service_profile},
    {MSNP_MSG_MAIL_INITIAL, service_mail_initial},
    {MSNP_MSG_MAIL_DATA, service_mail_data},
    {MSNP_MSG_MAIL_NEW, service_mail_new},
    {MSNP_MSG_MAIL_MOVED, service_mail_moved},
    {MSNP_MSG_OIM, service_oim},
    {MSNP_MSG_SYSTEM, service_system},
};

void
msnp_service_message(MsnpCore *core, const MsnpCommand *command)
{
    MsnpMessage message;
    guint i;

    if (g_ascii_strcasecmp(msnp_command_arg(command, 0), "Hotmail")) {
        msnp_core_debug(core, "a notice that is not from the service ignored");
        return;
    }
    if (!msnp_message_parse(command->payload, command->payload_len, &message)) {
        msnp_core_debug(core, "a notice without headers ignored");
        return;
    }
    for (i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (kinds[i].type == message.type) {
            kinds[i].handle(core, &message);
            return;
        }
    msnp_core_debug(core, "a notice of an unknown kind ignored");
}

static void
service_page(MsnpCore *core, const MsnpNotice *notice)
{
    if (msnp_rate_allows(core, MSNP_RATE_PAGE, notice->from))
        msnp_core_tell_who(core, MSNP_EVENT_PAGE, notice->from, NULL)->text =
            msnp_actions_keep_str(core->actions, notice->text);
}

static void
service_alert(MsnpCore *core, const MsnpNotice *notice)
{
    if (msnp_rate_allows(core, MSNP_RATE_ALERT, ""))
        msnp_core_tell_who(core, MSNP_EVENT_ALERT, NULL, notice->url)->text =
            msnp_actions_keep_str(core->actions, notice->text);
}

void
msnp_service_notice(MsnpCore *core, const MsnpCommand *command)
{
    MsnpNotice notice;

    if (!msnp_notice_parse(command->payload, command->payload_len, &notice)) {
        msnp_core_debug(core, "a notice that says nothing ignored");
        return;
    }
    if (!*notice.text)
        msnp_core_debug(core, "a notice without a text ignored");
    else if (command->verb->id == MSNP_VERB_IPG && notice.from)
        service_page(core, &notice);
    else
        service_alert(core, &notice);
    msnp_notice_clear(&notice);
}
