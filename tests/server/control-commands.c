/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the table of what a test may order; most orders are carried out in other control files. */
#include "control-commands.h"

#include <string.h>

#include "control-order.h"
#include "events.h"
#include "fault.h"
#include "log.h"
#include "ns.h"
#include "puppet-kinds.h"
#include "sb.h"

char *
order_error(const char *why)
{
    return g_strdup_printf("error %s", why);
}

static char *
order_fault(const Order *order)
{
    const char *why = fault_order(order->rest);

    return why != NULL ? order_error(why) : NULL;
}

static char *
order_fault_clear(const Order *order)
{
    fault_clear_all();
    return NULL;
}

static char *
order_nak(const Order *order)
{
    order->account->nak_next = TRUE;
    return NULL;
}

static char *
order_room_close(const Order *order)
{
    Account *account = order->account;
    guint closed = sb_idle_close(account);
    Room *room;

    for (; (room = room_of(account)) != NULL; closed++)
        room_leave(room, account, NULL, TRUE);
    return closed > 0 ? NULL : order_error("in no switchboard");
}

/* ---- the service itself ---- */

static char *
order_challenge(const Order *order)
{
    Client *client = order->account->client;

    if (client == NULL || client->dialect->challenge == CHALLENGE_NONE)
        return order_error("not signed in, or no challenges in this dialect");
    if (client->chl != NULL)
        return order_error("a challenge is open already");
    ns_challenge(client);
    return NULL;
}

static char *
order_online(const Order *order)
{
    GPtrArray *all = world_accounts();
    GString *text = g_string_new("ok");

    for (guint i = 0; i < all->len; i++) {
        const Account *account = all->pdata[i];

        if (account->client != NULL)
            g_string_append_printf(text, " %s:%s", account->key,
                                   account->client->announced ? account->state : "-");
    }
    return g_string_free(text, FALSE);
}

static char *
order_errors(const Order *order)
{
    return g_strdup_printf("ok %u", log_bad_count());
}

static char *
order_forget(const Order *order)
{
    events_forget();
    return NULL;
}

static char *
order_count(const Order *order)
{
    return g_strdup_printf("ok %u", events_count(order->rest));
}

typedef struct {
    const char *name;
    gboolean about_account; /* the first word is an account */
    OrderFunc func;
} OrderRow;

static const OrderRow orders[] = {
    {"ns", TRUE, order_ns},
    {"nsraw", TRUE, order_nsraw},
    {"sb", TRUE, order_sb},
    {"sbraw", TRUE, order_sbraw},
    {"kick", TRUE, order_kick},
    {"drop", TRUE, order_drop},
    {"fin", TRUE, order_fin},
    {"mute", TRUE, order_mute},
    {"move", TRUE, order_move},
    {"fault", FALSE, order_fault},
    {"fault-clear", FALSE, order_fault_clear},
    {"nak", TRUE, order_nak},
    {"room-close", TRUE, order_room_close},
    {"challenge", TRUE, order_challenge},
    {"online", FALSE, order_online},
    {"errors", FALSE, order_errors},
    {"forget", FALSE, order_forget},
    {"count", FALSE, order_count},
    {"account", FALSE, order_account},
    {"friends", TRUE, order_friends},
    {"status", TRUE, order_status},
    {"name", TRUE, order_name},
    {"network", TRUE, order_network},
    {"personal", TRUE, order_personal},
    {"phone", TRUE, order_phone},
    {"caps", TRUE, order_caps},
    {"place", TRUE, order_place},
    {"picture", TRUE, order_picture},
    {"fetch", TRUE, order_fetch},
    {"sendfile", TRUE, order_sendfile},
    {"file-cancel", TRUE, order_file_cancel},
    {"takefile", TRUE, order_takefile},
    {"p2p-lie", TRUE, order_lie},
    {"p2p-direct", TRUE, order_direct},
    {"p2p-direct-lie", TRUE, order_direct_lie},
    {"p2p-direct-close", TRUE, order_direct_close},
    {"p2pinvite", TRUE, order_p2p_invite},
    {"p2praw", TRUE, order_p2p_raw},
    {"slp", TRUE, order_slp},
    {"msnftp-send", TRUE, order_msnftp_send},
    {"msnftp-cancel", TRUE, order_msnftp_cancel},
    {"msnftp-take", TRUE, order_msnftp_take},
    {"msnftp-stop", TRUE, order_msnftp_stop},
    {"msnftp-lie", TRUE, order_msnftp_lie},
    {"inkp2p", TRUE, order_ink_p2p},
    {"call", TRUE, order_call},
    {"join", TRUE, order_join},
    {"answer", TRUE, order_answer},
    {"leave", TRUE, order_leave},
    {"leave-one", TRUE, order_leave_one},
    {"rooms", TRUE, order_rooms},
    {"lists", TRUE, order_lists},
    {"groups", TRUE, order_groups},
    {"privacy", TRUE, order_privacy},
    {"book", TRUE, order_book},
    {"expire", TRUE, order_expire},
    {"profile", TRUE, order_profile},
    {"profile-message", TRUE, order_profile_message},
    {"profile-picture", TRUE, order_profile_picture},
    {"live", TRUE, order_live},
    {"lockkey", FALSE, order_answer_to},
    {"oim", TRUE, order_oim},
    {"oim-old", TRUE, order_oim_old},
    {"oims", TRUE, order_oims},
    {"circle", TRUE, order_circle},
    {"circle-join", TRUE, order_circle_join},
    {"circle-leave", TRUE, order_circle_leave},
    {"circle-name", TRUE, order_circle_name},
    {"circle-say", TRUE, order_circle_say},
    {"remote", TRUE, order_remote},
    {"mail", TRUE, order_mail},
    {"mailnew", TRUE, order_mail_new},
    {"mailmoved", TRUE, order_mail_moved},
    {"notice", TRUE, order_notice},
    {"page", FALSE, order_page},
    {"shutdown", FALSE, order_shutdown},
};

/* The word at *text; moves it behind the blank. Caller frees. */
static char *
take_word(const char **text)
{
    gsize length = strcspn(*text, " ");
    char *word = g_strndup(*text, length);

    *text += length;
    if (**text == ' ')
        (*text)++;
    return word;
}

/* The place of that name, or with none the last one. */
static Client *
find_place(const Account *account, const char *machine)
{
    for (guint i = 0; machine != NULL && i < account->places->len; i++) {
        Client *place = account->places->pdata[i];

        if (g_strcmp0(place->machine, machine) == 0)
            return place;
    }
    return machine == NULL ? account->client : NULL;
}

static char *
run_order(const OrderRow *row, const char *rest)
{
    Order order = {row->name, NULL, NULL, rest};

    if (row->about_account) {
        g_autofree char *mail = take_word(&order.rest);
        char *machine = strchr(mail, ';');

        if (machine != NULL)
            *machine++ = '\0';
        order.account = world_find(mail);
        if (order.account == NULL)
            return order_error("no such account");
        order.place = find_place(order.account, machine);
        if (machine != NULL && order.place == NULL)
            return order_error("no such place");
    }
    char *text = row->func(&order);

    return text != NULL ? text : g_strdup("ok");
}

char *
control_run(const char *line)
{
    const char *rest = line;
    g_autofree char *verb = take_word(&rest);

    for (guint i = 0; i < G_N_ELEMENTS(orders); i++) {
        if (strcmp(orders[i].name, verb) == 0)
            return run_order(&orders[i], rest);
    }
    if (puppet_kind_known(verb)) {
        const OrderRow talk = {verb, TRUE, order_talk};

        return run_order(&talk, rest);
    }
    return order_error("unknown command");
}
