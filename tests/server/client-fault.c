/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how each ordered accident looks on an MSN link. */
#include "client-fault.h"

#include <string.h>

#include "server.h"

/* %T is the TrID of the command, %N the notification server, then C escapes. */
static GString *
fault_bytes(const Fault *fault, const Command *command)
{
    g_autofree char *trid = g_strdup_printf("%u", command->trid);
    g_auto(GStrv) by_trid = g_strsplit(fault->text, "%T", -1);
    g_autofree char *with_trid = g_strjoinv(trid, by_trid);
    g_auto(GStrv) by_server = g_strsplit(with_trid, "%N", -1);
    g_autofree char *text = g_strjoinv(server_ns_address(), by_server);

    return wire_unescape(text);
}

static void
send_text(Client *client, const Command *command, const Fault *fault, gboolean crlf)
{
    g_autoptr(GString) bytes = fault_bytes(fault, command);

    if (crlf)
        g_string_append(bytes, "\r\n");
    client_send_bytes(client, bytes->str, bytes->len);
    /* After a referral the client may begin again on this very link. */
    if (g_str_has_prefix(bytes->str, "XFR ") && strstr(bytes->str, " NS ") != NULL)
        client_reset_sign_in(client);
}

Suffering
client_suffer(Client *client, const Command *command, const Fault *fault)
{
    switch (fault->kind) {
    case FAULT_NONE:
    case FAULT_AFTER:
        return SUFFER_SERVE;
    case FAULT_BEFORE:
        send_text(client, command, fault, TRUE);
        return SUFFER_SERVE;
    case FAULT_DELAY:
        link_pause(client->link, fault->number);
        return SUFFER_WAIT;
    case FAULT_DROP:
        link_reset(client->link);
        return SUFFER_OVER;
    case FAULT_FIN:
        client_close(client);
        return SUFFER_OVER;
    case FAULT_ERROR:
    case FAULT_STATUS:
        client_error(client, command, fault->number);
        return SUFFER_OVER;
    case FAULT_REPLY:
        send_text(client, command, fault, TRUE);
        return SUFFER_OVER;
    case FAULT_RAW:
        send_text(client, command, fault, FALSE);
        return SUFFER_OVER;
    case FAULT_CUT:
        send_text(client, command, fault, FALSE);
        client_close(client);
        return SUFFER_OVER;
    default:
        return SUFFER_OVER; /* silence */
    }
}

void
client_suffer_after(Client *client, const Command *command, const Fault *fault)
{
    if (fault->kind == FAULT_AFTER)
        send_text(client, command, fault, TRUE);
}
