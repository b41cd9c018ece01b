/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows who has invited whom to what by which cookie, and who has answered; knows nothing of the
 * applications but the fields of a file. */
#include "invites.h"

#include <string.h>

#include "message.h"

#define FILE_GUID "{5D3E02AB-6190-11D3-BBBB-00C04F795683}"

typedef struct {
    char *cookie;
    const Account *inviter;
    gboolean over;       /* taken back by the inviter */
    GPtrArray *accepted; /* accounts, not owned */
    GPtrArray *refused;
} Invite;

static void
invite_free(gpointer data)
{
    Invite *invite = data;

    g_free(invite->cookie);
    g_ptr_array_unref(invite->accepted);
    g_ptr_array_unref(invite->refused);
    g_free(invite);
}

void
invites_free(GPtrArray *invites)
{
    if (invites != NULL)
        g_ptr_array_unref(invites);
}

char *
invite_field(const char *body, const char *name)
{
    g_auto(GStrv) lines = g_strsplit(body, "\r\n", -1);
    gsize length = strlen(name);

    for (guint i = 0; lines[i] != NULL; i++) {
        if (g_ascii_strncasecmp(lines[i], name, length) == 0 && lines[i][length] == ':')
            return g_strstrip(g_strdup(lines[i] + length + 1));
    }
    return NULL;
}

static Invite *
invite_find(const Room *room, const char *cookie)
{
    for (guint i = 0; room->invites != NULL && i < room->invites->len; i++) {
        Invite *invite = room->invites->pdata[i];

        if (strcmp(invite->cookie, cookie) == 0)
            return invite;
    }
    return NULL;
}

static void
invite_add(Room *room, const Account *from, const char *cookie)
{
    Invite *invite = g_new0(Invite, 1);

    if (room->invites == NULL)
        room->invites = g_ptr_array_new_with_free_func(invite_free);
    invite->cookie = g_strdup(cookie);
    invite->inviter = from;
    invite->accepted = g_ptr_array_new();
    invite->refused = g_ptr_array_new();
    g_ptr_array_add(room->invites, invite);
}

static gboolean
listed(const GPtrArray *people, const Account *account)
{
    return g_ptr_array_find((GPtrArray *) people, account, NULL);
}

/* ---- fields ---- */

static const char *
file_fault(const char *body)
{
    g_autofree char *name = invite_field(body, "Application-File");
    g_autofree char *size = invite_field(body, "Application-FileSize");
    guint64 number;

    if (name == NULL || name[0] == '\0' || strpbrk(name, "/\\") != NULL)
        return "a file invitation names a file without a path";
    if (size == NULL || !wire_number(size, G_MAXUINT64 / 2, &number))
        return "a file invitation says the size";
    return NULL;
}

static const char *
fields_of_invite(const char *body)
{
    g_autofree char *name = invite_field(body, "Application-Name");
    g_autofree char *guid = invite_field(body, "Application-GUID");

    if (name == NULL || name[0] == '\0')
        return "INVITE has an Application-Name";
    if (guid == NULL ||
        !g_regex_match_simple("^\\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\}$", guid, 0,
                              0))
        return "INVITE has an Application-GUID";
    return g_ascii_strcasecmp(guid, FILE_GUID) == 0 ? file_fault(body) : NULL;
}

static const char *
fields_of_accept(const char *body)
{
    g_autofree char *launch = invite_field(body, "Launch-Application");

    if (launch == NULL || (strcmp(launch, "TRUE") != 0 && strcmp(launch, "FALSE") != 0))
        return "ACCEPT says Launch-Application: TRUE or FALSE";
    return NULL;
}

static const char *
fields_of_cancel(const char *body)
{
    static const char *const codes[] = {"REJECT", "REJECT_NOT_INSTALLED", "TIMEOUT", "FTTIMEOUT",
                                        "FAIL",   "OUTBANDCANCEL"};
    g_autofree char *code = invite_field(body, "Cancel-Code");

    for (guint i = 0; code != NULL && i < G_N_ELEMENTS(codes); i++) {
        if (strcmp(codes[i], code) == 0)
            return NULL;
    }
    return "CANCEL has one of the known codes";
}

/* ---- the talk ---- */

static const char *
place_of_accept(const Invite *invite, const Account *from)
{
    if (invite->inviter == from)
        return invite->accepted->len > 0 ? NULL : "the inviter accepts what nobody has accepted";
    if (listed(invite->refused, from))
        return "accepted after it was refused";
    return listed(invite->accepted, from) ? "accepted twice" : NULL;
}

static const char *
place_of_cancel(const Invite *invite, const Account *from, const char *body)
{
    g_autofree char *code = invite_field(body, "Cancel-Code");

    if (invite->inviter == from)
        return g_str_has_prefix(code, "REJECT") ? "the inviter does not reject" : NULL;
    if (listed(invite->accepted, from) && g_str_has_prefix(code, "REJECT"))
        return "rejected after it was accepted";
    return listed(invite->refused, from) ? "refused twice" : NULL;
}

static const char *
place_fault(const Invite *invite, const Account *from, const char *command, const char *body)
{
    if (strcmp(command, "INVITE") == 0)
        return invite != NULL ? "this cookie is taken in this conversation" : NULL;
    if (invite == NULL)
        return "an answer to an unknown cookie";
    if (invite->over)
        return "an answer to what was taken back";
    return strcmp(command, "ACCEPT") == 0 ? place_of_accept(invite, from)
                                          : place_of_cancel(invite, from, body);
}

static void
remember(Room *room, Invite *invite, const Account *from, const char *command, const char *cookie)
{
    if (strcmp(command, "INVITE") == 0 && invite == NULL)
        invite_add(room, from, cookie);
    else if (invite == NULL)
        return;
    else if (strcmp(command, "ACCEPT") == 0)
        g_ptr_array_add(invite->accepted, (gpointer) from);
    else if (strcmp(command, "CANCEL") == 0 && invite->inviter == from)
        invite->over = TRUE;
    else if (strcmp(command, "CANCEL") == 0)
        g_ptr_array_add(invite->refused, (gpointer) from);
}

static const struct {
    const char *command;
    const char *(*fault)(const char *body);
} commands[] = {
    {"INVITE", fields_of_invite},
    {"ACCEPT", fields_of_accept},
    {"CANCEL", fields_of_cancel},
};

static const char *
fields_fault(const char *command, const char *body)
{
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (g_strcmp0(commands[i].command, command) == 0)
            return commands[i].fault(body);
    }
    return "Invitation-Command is INVITE, ACCEPT or CANCEL";
}

const char *
invites_fault(Room *room, const Account *from, const char *body)
{
    g_autofree char *command = invite_field(body, "Invitation-Command");
    g_autofree char *cookie = invite_field(body, "Invitation-Cookie");
    const char *fault = fields_fault(command, body);
    guint64 number = 0;

    if (fault != NULL)
        return fault;
    Invite *invite = cookie != NULL ? invite_find(room, cookie) : NULL;

    /* Somebody without a client may have chosen another one, which is then text. */
    if (invite == NULL &&
        (cookie == NULL || !wire_number(cookie, G_MAXUINT32, &number) || number == 0))
        return "Invitation-Cookie is a number from 1 to 4294967295";
    fault = place_fault(invite, from, command, body);
    if (fault == NULL)
        remember(room, invite, from, command, cookie);
    return fault;
}

void
invites_overhear(Room *room, const Account *from, const char *payload, gsize length)
{
    g_autofree char *text = g_strndup(payload, length);
    const char *body = message_body(text, &length);
    g_autofree char *command = invite_field(body, "Invitation-Command");
    g_autofree char *cookie = invite_field(body, "Invitation-Cookie");

    if (command == NULL || cookie == NULL || strstr(text, "text/x-msmsgsinvite") == NULL)
        return;
    remember(room, invite_find(room, cookie), from, command, cookie);
}
