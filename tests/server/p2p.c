/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows which messages of clients are for a puppet's P2P, and what is remembered of the others. */
#include "p2p.h"

#include <string.h>

#include "p2p-blob.h"
#include "p2p-data.h"
#include "p2p-session.h"

#define P2P_TYPE  "application/x-msnmsgrp2p"
#define EMOTICONS "text/x-mms-emoticon"
#define ANIMATED  "text/x-mms-animemoticon"

void
p2p_start(void)
{
    link_set_drained(p2p_data_wake);
}

void
p2p_clear(void)
{
    link_set_drained(NULL);
    p2p_data_stop();
    p2p_links_clear();
    p2p_puppets_clear();
}

/* In *packet what was sent to a puppet here; NULL if it was anything else, or is broken. */
static P2pLink *
packet_for_puppet(const Client *client, const MessageInfo *info, P2pPacket *packet)
{
    Account *puppet = info->dest != NULL ? world_find(info->dest) : NULL;
    const Member *member = puppet != NULL ? room_member(client->room, puppet) : NULL;

    if (member == NULL || member->client != NULL || g_strcmp0(info->type, P2P_TYPE) != 0)
        return NULL;
    if (info->body == NULL || p2p_packet_read(info->body, info->body_length, packet) != NULL)
        return NULL;
    return p2p_link(puppet, client->account);
}

static gboolean
lists_emoticons(const MessageInfo *info)
{
    return info->body != NULL &&
           (g_strcmp0(info->type, EMOTICONS) == 0 || g_strcmp0(info->type, ANIMATED) == 0);
}

void
p2p_heard(Client *client, const Command *command, const MessageInfo *info)
{
    P2pPacket packet;
    P2pLink *link = packet_for_puppet(client, info, &packet);

    if (lists_emoticons(info)) {
        Member *member = room_member(client->room, client->account);

        g_free(member->emoticons);
        member->emoticons = g_strndup(info->body, info->body_length);
    }
    if (link == NULL)
        return;
    link->client = client;
    link->command = command;
    link->jumbled |= link->room != 0 && link->room != client->room->number;
    link->room = client->room->number;
    p2p_packet_heard(link, &packet);
    link->client = NULL;
    link->command = NULL;
    /* He may be in another room now, where data go on. */
    p2p_data_wake();
}

void
p2p_not_heard(Client *client, const MessageInfo *info)
{
    P2pPacket packet;
    P2pLink *link = packet_for_puppet(client, info, &packet);

    if (link == NULL)
        return;
    link->jumbled = TRUE;
    if (packet.kind > P2P_NAK)
        p2p_blob_lost(link, &packet);
}

/* What LIST says behind SHORTCUT. Caller frees. */
static char *
listed(const char *list, const char *shortcut)
{
    g_auto(GStrv) words = g_strsplit(list, "\t", -1);

    for (guint i = 0; words[i] != NULL && words[i + 1] != NULL; i += 2) {
        if (strcmp(words[i], shortcut) == 0)
            return g_strdup(words[i + 1]);
    }
    return NULL;
}

char *
p2p_emoticon_heard(const Account *from, const Account *to, const char *shortcut)
{
    const GPtrArray *rooms = rooms_all();
    char *object = NULL;

    for (guint i = rooms->len; i > 0 && object == NULL; i--) {
        const Member *member = room_member(rooms->pdata[i - 1], from);

        if (member != NULL && member->emoticons != NULL &&
            room_member(rooms->pdata[i - 1], to) != NULL)
            object = listed(member->emoticons, shortcut);
    }
    return object;
}
