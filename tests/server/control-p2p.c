/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the orders about pictures, emoticons and files: what a puppet shows, fetches, offers and
 * takes, and how he misbehaves. */
#include "control-order.h"

#include <string.h>

#include "ns.h"
#include "p2p-direct.h"
#include "p2p-roles.h"
#include "p2p-talk.h"
#include "p2p.h"
#include "puppet-shows.h"

#define MSNC1      0x10000000
#define MSNC       0xF0000000
#define CAP_PIECES 0x20
#define FILE_LIMIT (256 * 1024 * 1024)

#define NOT_A_PUPPET "a client has signed in as this one"

static char *
outcome(const char *why)
{
    return why != NULL ? order_error(why) : NULL;
}

/* The link to the first word behind the account, and in *rest what follows; NULL with *why. */
static P2pLink *
link_of(const Order *order, const char **rest, const char **why)
{
    gsize length = strcspn(order->rest, " ");
    g_autofree char *word = g_strndup(order->rest, length);
    Account *to = world_find(word);

    *rest = order->rest + length + (order->rest[length] == ' ' ? 1 : 0);
    *why = NULL;
    if (order->account->client != NULL)
        *why = NOT_A_PUPPET;
    else if (to == NULL || to == order->account)
        *why = "no such account to talk to";
    else if (to->client == NULL || !to->client->dialect->object)
        *why = "he has no client that knows P2P";
    return *why == NULL ? p2p_link(order->account, to) : NULL;
}

/* ---- what he has ---- */

/* "[BYTES|@SIZE]"; with nothing he shows no picture any more. */
char *
order_picture(const Order *order)
{
    Account *account = order->account;
    g_autoptr(GString) word = wire_unescape(order->rest);
    GBytes *data = p2p_bytes_of(word);

    if (account->client != NULL || (data == NULL && word->len > 0)) {
        g_clear_pointer(&data, g_bytes_unref);
        return order_error(account->client != NULL ? NOT_A_PUPPET
                                                   : "picture MAIL [BYTES|@SIZE], 4 MiB at most");
    }
    g_clear_pointer(&account->object, g_free);
    if (data != NULL) {
        P2pObject *object = p2p_object_new(account->mail, P2P_TYPE_PICTURE, data);

        account->object = wire_encode(p2p_publish(account, object)->text);
        account->client_id |= MSNC1 | CAP_PIECES;
    }
    presence_changed(account);
    return NULL;
}

/* "accept|decline|ignore|cancel-at N|nak-at N" */
char *
order_takefile(const Order *order)
{
    static const char *const words[] = {"decline", "accept", "ignore", "cancel-at", "nak-at"};
    Account *account = order->account;
    g_auto(GStrv) parts = g_strsplit(order->rest, " ", 2);
    guint64 at = G_MAXUINT64;

    for (guint i = 0; parts[0] != NULL && i < G_N_ELEMENTS(words); i++) {
        gboolean counts = i == TAKE_CANCEL || i == TAKE_NAK;

        if (strcmp(words[i], parts[0]) != 0 || counts != (parts[1] != NULL) ||
            (counts && !wire_number(parts[1], G_MAXUINT32, &at)))
            continue;
        p2p_puppet(account)->take = (P2pTake) i;
        p2p_puppet(account)->take_at = at;
        if (account->client == NULL && (account->client_id & MSNC) == 0) {
            account->client_id |= MSNC1;
            presence_changed(account);
        }
        return NULL;
    }
    return order_error("takefile MAIL accept|decline|ignore|cancel-at N|nak-at N");
}

char *
order_lie(const Order *order)
{
    P2pLie lie = p2p_lie_named(order->rest);

    if (lie == LIE_NONE)
        return order_error("this is no way to misbehave");
    p2p_puppet(order->account)->lie = lie;
    return NULL;
}

char *
order_direct(const Order *order)
{
    gboolean known = p2p_direct_order(order->account, order->rest);

    return outcome(known ? NULL : "p2p-direct MAIL refuse|listen|connect [hashed]");
}

char *
order_direct_lie(const Order *order)
{
    gboolean known = p2p_trick_order(order->account, order->rest);

    return outcome(known ? NULL : "this is no way to misbehave");
}

/* ---- what he does ---- */

/* What TO has announced as "" (his picture), "emoticon SHORTCUT", or what the order says itself
 * after "object ". Caller frees. */
static char *
announced(const P2pLink *link, const char *which)
{
    const char *why = NULL;
    g_autoptr(GString) word =
        wire_unescape(strchr(which, ' ') != NULL ? strchr(which, ' ') + 1 : "");

    if (g_str_has_prefix(which, "object "))
        return g_strdup(word->str);
    if (g_str_has_prefix(which, "emoticon "))
        return p2p_emoticon_heard(link->peer, link->puppet, word->str);
    if (which[0] != '\0' || link->peer->object == NULL)
        return NULL;
    return wire_decode(link->peer->object, &why);
}

/* "TO [emoticon SHORTCUT|object TEXT]" */
char *
order_fetch(const Order *order)
{
    const char *rest, *why;
    P2pLink *link = link_of(order, &rest, &why);
    g_autofree char *text = link != NULL ? announced(link, rest) : NULL;

    if (link != NULL && text == NULL)
        why = "he has announced no such object";
    return outcome(text != NULL ? p2p_fetch_object(link, text) : why);
}

/* "TO NAME @SIZE [PREVIEW]", the name percent-encoded. */
char *
order_sendfile(const Order *order)
{
    const char *rest, *why;
    P2pLink *link = link_of(order, &rest, &why);
    g_auto(GStrv) words = g_strsplit(rest, " ", 3);
    guint count = g_strv_length(words);
    g_autofree char *name = count > 0 ? g_uri_unescape_string(words[0], NULL) : NULL;
    g_autoptr(GString) word = wire_unescape(count > 2 ? words[2] : "");
    g_autoptr(GBytes) preview = p2p_bytes_of(word);
    guint64 size = 0;

    if (link != NULL && (name == NULL || count < 2 || !p2p_size_of(words[1], FILE_LIMIT, &size) ||
                         (count > 2 && preview == NULL)))
        why =
            "sendfile FROM TO NAME @SIZE [BYTES|@SIZE], the name percent-encoded, 256 MiB at most";
    return outcome(why == NULL ? p2p_file_offer(link, name, size, preview) : why);
}

char *
order_file_cancel(const Order *order)
{
    const char *rest, *why;
    P2pLink *link = link_of(order, &rest, &why);

    return outcome(link != NULL ? p2p_file_cancel(link) : why);
}

/* "TO" */
char *
order_direct_close(const Order *order)
{
    const char *rest, *why;
    P2pLink *link = link_of(order, &rest, &why);

    return outcome(link != NULL ? p2p_direct_close(link) : why);
}

/* ---- anything at all ---- */

/* "TO EUF-GUID APPID BYTES" */
char *
order_p2p_invite(const Order *order)
{
    const char *rest, *why;
    P2pLink *link = link_of(order, &rest, &why);
    g_auto(GStrv) words = g_strsplit(rest, " ", 3);
    guint count = g_strv_length(words);
    g_autoptr(GString) context = wire_unescape(count > 2 ? words[2] : "");
    guint64 app = 0;

    if (link != NULL && (count < 2 || !wire_number(words[1], G_MAXUINT32, &app)))
        why = "p2pinvite FROM TO EUF-GUID APPID [BYTES]";
    return outcome(why == NULL ? p2p_ask_for(link, words[0], (guint32) app, context) : why);
}

/* "TO BYTES": header, body and footer. */
char *
order_p2p_raw(const Order *order)
{
    const char *rest, *why;
    P2pLink *link = link_of(order, &rest, &why);
    g_autoptr(GString) bytes = wire_unescape(rest);

    if (link == NULL)
        return outcome(why);
    link->wild = TRUE;
    return outcome(p2p_send_bytes(link, bytes));
}

/* "TO TEXT": an SLP message, whatever it says. */
char *
order_slp(const Order *order)
{
    static const P2pPacket like = {.session = 0};
    const char *rest, *why;
    P2pLink *link = link_of(order, &rest, &why);
    g_autoptr(GString) text = wire_unescape(rest);

    if (link == NULL)
        return outcome(why);
    link->wild = TRUE;
    return outcome(p2p_send_blob(link, &like, text, NULL, PART_ANY));
}

/* "TO BYTES": a drawing, whatever the bytes are. */
char *
order_ink_p2p(const Order *order)
{
    static const P2pPacket like = {.session = P2P_SESSION_INK, .app = 3};
    const char *rest, *why;
    P2pLink *link = link_of(order, &rest, &why);
    g_autoptr(GString) bytes = wire_unescape(rest);
    g_autoptr(GString) blob = puppet_show_ink_blob(bytes->str, bytes->len);

    return outcome(link != NULL ? p2p_send_blob(link, &like, blob, NULL, PART_ANY) : why);
}
