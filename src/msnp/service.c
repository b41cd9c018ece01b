/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the service says by MSG on the notification link: profile, mail, system messages. Knows
 * those bodies; refuses to know who shows them.
 */
#include "msnp/service.h"

#include <string.h>
#include "msnp/message.h"

/* Nothing of the profile is needed by what the session does now; it is read so that a fault shows.
 */
static void
service_profile(MsnpCore *core, const MsnpMessage *m)
{
    guint64 enabled;

    if (msnp_header_uint(m->head, m->head_len, "EmailEnabled", &enabled))
        core->has_inbox = enabled == 1;
}

/* MSNP2 to 10: the count is a line of the body. */
static void
service_mail_initial(MsnpCore *core, const MsnpMessage *m)
{
    guint64 unread;

    if (msnp_header_uint(m->body, m->body_len, "Inbox-Unread", &unread))
        msnp_core_tell_number(core, MSNP_EVENT_MAIL, (guint) MIN(unread, G_MAXINT));
}

/* MSNP11: it is in XML, <IU>2</IU>. */
static void
service_mail_data(MsnpCore *core, const MsnpMessage *m)
{
    const char *p = m->body_len ? g_strstr_len(m->body, (gssize) m->body_len, "<IU>") : NULL;
    const char *end = m->body + m->body_len;
    guint unread = 0;

    if (!p)
        return;
    for (p += 4; p < end && g_ascii_isdigit(*p) && unread < G_MAXINT / 10 - 1; p++)
        unread = unread * 10 + (guint) (*p - '0');
    msnp_core_tell_number(core, MSNP_EVENT_MAIL, unread);
}

/* Type 1: the server goes down in Arg1 minutes. */
static void
service_system(MsnpCore *core, const MsnpMessage *m)
{
    guint64 type, minutes;

    if (msnp_header_uint(m->body, m->body_len, "Type", &type) && type == 1 &&
        msnp_header_uint(m->body, m->body_len, "Arg1", &minutes))
        msnp_core_tell_number(core, MSNP_EVENT_NOTICE, (guint) MIN(minutes, G_MAXINT));
}

static const struct {
    MsnpMsgType type;
    void (*handle)(MsnpCore *core, const MsnpMessage *message);
} kinds[] = {
    {MSNP_MSG_PROFILE, service_profile},
    {MSNP_MSG_MAIL_INITIAL, service_mail_initial},
    {MSNP_MSG_MAIL_DATA, service_mail_data},
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
