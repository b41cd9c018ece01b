/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the orders about files by MSNFTP: what a puppet offers, takes and gives up, and how he
 * misbehaves. */
#include "control-order.h"

#include "client.h"
#include "ftp-manner.h"
#include "ftp.h"
#include "p2p-object.h"

#define FILE_LIMIT (256 * 1024 * 1024)

static char *
outcome(const char *why)
{
    return why != NULL ? order_error(why) : NULL;
}

/* What keeps the puppet of ORDER from having files with TO. */
static const char *
between_fault(const Order *order, const Account *to)
{
    if (order->account->client != NULL)
        return "a client has signed in as this one";
    return to == NULL || to->client == NULL ? "no such account, or without a client" : NULL;
}

/* "TO NAME @SIZE [N]", the name percent-encoded. */
char *
order_msnftp_send(const Order *order)
{
    g_auto(GStrv) words = g_strsplit(order->rest, " ", -1);
    guint count = g_strv_length(words);
    Account *to = count > 0 ? world_find(words[0]) : NULL;
    g_autofree char *name = count > 1 ? g_uri_unescape_string(words[1], NULL) : NULL;
    const char *why = between_fault(order, to);
    guint64 size = 0;

    if (why == NULL &&
        (name == NULL || count < 3 || count > 4 || !p2p_size_of(words[2], FILE_LIMIT, &size) ||
         (count == 4 && g_strcmp0(words[3], "N") != 0)))
        why = "msnftp-send FROM TO NAME @SIZE [N], the name percent-encoded, 256 MiB at most";
    return outcome(why == NULL ? ftp_offer(order->account, to, name, size, count == 4) : why);
}

/* "TO HOW" */
char *
order_msnftp_cancel(const Order *order)
{
    g_auto(GStrv) words = g_strsplit(order->rest, " ", 2);
    const Account *to = words[0] != NULL ? world_find(words[0]) : NULL;
    const char *why = between_fault(order, to);

    if (why == NULL)
        why = ftp_cancel(order->account, to, words[1] != NULL ? words[1] : "");
    return outcome(why);
}

char *
order_msnftp_take(const Order *order)
{
    gboolean known = ftp_take_order(order->account, order->rest);

    return outcome(known ? NULL : "msnftp-take MAIL accept|decline [CODE]|ignore");
}

char *
order_msnftp_stop(const Order *order)
{
    gboolean known = ftp_stop_order(order->account, order->rest);

    return outcome(known ? NULL : "msnftp-stop MAIL N ccl|bye|block|cancel|fin|reset|hang");
}

char *
order_msnftp_lie(const Order *order)
{
    gboolean known = ftp_lie_order(order->account, order->rest);

    return outcome(known ? NULL : "this is no way to misbehave");
}
