/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how an account moves to the other notification server in the middle of a session: nobody
 * else sees anything of it unless the client does not come. */
#include "ns.h"

#include <string.h>

#include "log.h"
#include "server.h"

#define ABSENT_SECONDS 30

void
ns_refer(Client *client, guint32 trid, const Account *account)
{
    g_autoptr(GString) tail = g_string_new(NULL);
    gboolean second = account != NULL && account->second_home;

    if (client->dialect->xfr_sb_tail > 0)
        g_string_append(tail, " U D");
    else if (client->dialect->xfr_tail >= 1)
        g_string_append(tail, " 0");
    if (client->dialect->xfr_tail >= 2 && client->dialect->xfr_sb_tail == 0)
        g_string_append_printf(tail, " %s", server_first_address());
    client_send(client, "XFR %u NS %s%s", trid,
                second ? server_second_address() : server_ns_address(), tail->str);
}

static gboolean
still_here(gpointer data)
{
    Client *client = data;

    client->move_timer = 0;
    log_note("%s: still here after it was moved", client_label(client));
    client_close(client);
    return G_SOURCE_REMOVE;
}

void
ns_move(Client *client, guint ms)
{
    client->account->second_home = !client->account->second_home;
    client->moving = TRUE;
    ns_refer(client, 0, client->account);
    client->move_timer = g_timeout_add(ms, still_here, client);
}

static gboolean
did_not_come(gpointer data)
{
    Account *account = data;

    account->absent_timer = 0;
    ns_signed_out(account);
    return G_SOURCE_REMOVE;
}

void
ns_move_left(Account *account)
{
    account->absent_timer = g_timeout_add_seconds(ABSENT_SECONDS, did_not_come, account);
}

gboolean
ns_move_arrived(Account *account, const Client *old)
{
    gboolean moving = account->absent_timer != 0 || (old != NULL && old->moving);

    if (account->absent_timer != 0)
        g_source_remove(account->absent_timer);
    account->absent_timer = 0;
    if (moving && old != NULL)
        g_ptr_array_remove(account->places, (gpointer) old);
    if (moving)
        log_event("moved %s", account->key);
    return moving;
}
