/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Presence of contacts as the notification server tells it: status, name, picture, personal message. Knows how each
 * dialect names them; refuses to know what else comes on that link.
 */
#include "msnp/presence-live.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/msnobj.h"
#include "msnp/presence.h"
#include "msnp/roster-live.h"
#include "msnp/uux.h"

void
msnp_live_presence(MsnpCore *core, MsnpContact *contact, MsnpStatus status, guint32 client, gboolean tells)
{
    msnp_contact_set_presence(contact, status, client);
    if (tells)
        msnp_core_tell_presence(core, contact);
}

/* A contact has changed: whose it is. Strangers and oneself are nobody's business: NULL. */
static MsnpContact *
live_presence(MsnpCore *core, char *handle, MsnpStatus status, char *name, guint32 client, gboolean tells)
{
    MsnpContact *contact = msnp_live_contact(core, handle);

    if (!contact) {
        msnp_core_debug(core, "presence of a stranger ignored");
        return NULL;
    }
    if (name && *name)
        msnp_contact_set_name(contact, msnp_wire_decode(name, MSNP_LIMIT_NAME));
    msnp_live_presence(core, contact, status, client, tells);
    return contact;
}

/* "0", "<msnobj/>" and nothing mean that he shows none. */
static void
live_picture(MsnpCore *core, MsnpContact *contact, char *word, gboolean tells)
{
    char hex[2 * MSNP_SHA1_SIZE + 1];
    MsnpObject object;
    gboolean shows, news;

    if (!contact || !core->dialect->objects)
        return;
    msnp_wire_decode(word, MSNP_LIMIT_OBJECT);
    shows = msnp_object_parse(word, strlen(word), &object) && !strcmp(object.creator, msnp_contact_handle(contact)) &&
            object.type == MSNP_OBJECT_PICTURE && object.size <= MSNP_LIMIT_PICTURE;
    if (shows)
        msnp_sha1_hex(object.sha1d, hex);
    news = msnp_contact_set_picture(contact, shows ? word : NULL, shows ? hex : NULL);
    if (news && tells)
        msnp_actions_push(core->actions, MSNP_EVENT_PICTURE)->contact = contact;
}

/* Who is meant from argument *i on, which moves behind that: "1:handle" or "handle 1", where the dialect has networks. */
static char *
live_who(const MsnpCore *core, const MsnpCommand *c, guint *i)
{
    char *word = msnp_command_arg(c, (*i)++);
    gsize digits;
    guint64 network;

    if (core->dialect->named == MSNP_NAMED_PLAIN)
        return word;
    digits = strspn(word, "0123456789");
    if (digits > 0 && word[digits] == ':')
        return word + digits + 1;
    if (msnp_wire_number(msnp_command_arg(c, *i), G_MAXUINT8, &network))
        (*i)++;
    return word;
}

/* ILN n status who nick [client] [object] | NLN status who nick [client] [object] */
void
msnp_live_online(MsnpCore *core, const MsnpCommand *c, gboolean tells)
{
    guint i = 1;
    char *who = live_who(core, c, &i);
    MsnpContact *contact = live_presence(core, who, msnp_status_from_code(msnp_command_arg(c, 0)), msnp_command_arg(c, i),
                                         msnp_client_of(msnp_command_arg(c, i + 1)), tells);

    live_picture(core, contact, msnp_command_arg(c, i + 2), tells);
}

const char *
msnp_live_offline(MsnpCore *core, const MsnpCommand *c, gboolean tells)
{
    guint i = 0;
    char *who = live_who(core, c, &i);

    live_presence(core, who, MSNP_OFFLINE, NULL, 0, tells);
    return who;
}

gboolean
msnp_live_personal(MsnpCore *core, const MsnpCommand *c)
{
    guint i = 0;
    char *handle = live_who(core, c, &i);
    MsnpContact *contact = msnp_wire_handle(handle) ? msnp_roster_contact(core->roster, handle) : NULL;
    MsnpPersonal p;

    if (core->dialect->endpoints && !strcmp(handle, core->own))
        return FALSE;
    if (!contact || !msnp_personal_parse(c->payload, c->payload_len, &p)) {
        msnp_core_debug(core, "a personal message of nobody, or of nothing, ignored");
        return TRUE;
    }
    if (msnp_contact_set_personal(contact, p.message, p.media,
                                  (const char *const[4]){p.line, p.title, p.artist, p.album}))
        msnp_actions_push(core->actions, MSNP_EVENT_PERSONAL)->contact = contact;
    msnp_personal_clear(&p);
    return TRUE;
}
