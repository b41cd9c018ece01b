/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the switchboard's commands and the cookies that open its door. */
#include "sb.h"

#include <string.h>

#include "bots.h"
#include "ftp.h"
#include "invites.h"
#include "log.h"
#include "message.h"
#include "p2p.h"
#include "pieces.h"
#include "server.h"
#include "verbs.h"

#define COOKIE_SECONDS 120

typedef struct {
    Account *account;
    const Dialect *dialect;
    char *machine; /* of the place it was given to; NULL: places have no names there */
    Room *room;    /* RNG: where he is called to; NULL: a new one */
    gint64 expires;
    gboolean used;
} Cookie;

static GHashTable *cookies;

static void
cookie_free(gpointer data)
{
    Cookie *cookie = data;

    if (cookie->room != NULL)
        room_unref(cookie->room);
    g_free(cookie->machine);
    g_free(cookie);
}

/* The cookie's text; borrowed from the table. */
static const char *
cookie_new(const Client *ns, Room *room)
{
    Cookie *cookie = g_new0(Cookie, 1);
    char *text;

    if (cookies == NULL)
        cookies = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, cookie_free);
    if (options()->living)
        text = g_strdup_printf("%08x%08x%04x", g_random_int(), g_random_int(),
                               g_random_int() & 0xffff);
    else
        text = g_strdup_printf("%" G_GINT64_FORMAT ".%u", g_get_real_time() / G_USEC_PER_SEC,
                               g_random_int());
    cookie->account = ns->account;
    cookie->dialect = ns->dialect;
    cookie->machine = g_strdup(ns->machine);
    cookie->expires = g_get_monotonic_time() + COOKIE_SECONDS * G_USEC_PER_SEC;
    cookie->room = room;
    if (room != NULL)
        room->refs++;
    g_hash_table_replace(cookies, text, cookie);
    return text;
}

/* What newer dialects have behind the cookie of XFR and RNG. */
static const char *
refer_tail(const Dialect *dialect)
{
    static const char *const tails[] = {"", NULL, " U messenger.msn.com", " U messenger.msn.com 1"};

    return tails[dialect->xfr_sb_tail];
}

void
sb_refer(Client *client, const Command *command)
{
    const char *cookie = cookie_new(client, NULL);

    client_send(client, "XFR %u SB %s CKI %s%s", command->trid, server_sb_address(), cookie,
                refer_tail(client->dialect));
}

/* WORD is "mail", or "mail;{guid}" of the place where the cookie was given out. */
static gboolean
cookie_fits(const Cookie *cookie, const char *word)
{
    g_autofree char *right = cookie->machine != NULL
                                 ? g_strdup_printf("%s;%s", cookie->account->mail, cookie->machine)
                                 : g_strdup(cookie->account->mail);

    return g_ascii_strcasecmp(right, word) == 0;
}

/* NULL after the refusal was answered. */
static Cookie *
cookie_take(Client *client, const Command *command, gboolean called)
{
    Cookie *cookie = cookies != NULL ? g_hash_table_lookup(cookies, command->args[1]) : NULL;
    const char *why = NULL;

    if (cookie == NULL)
        why = "this cookie was never given out";
    else if (cookie->used)
        why = "this cookie was used before";
    else if ((cookie->room != NULL) != called)
        why = "this cookie is for the other of USR and ANS";
    else if (!cookie_fits(cookie, command->args[0]))
        why = "this cookie is somebody else's";
    else if (called && strcmp(cookie->room->session, command->args[2]) != 0)
        why = "this is not the session of the call";
    if (why == NULL && cookie->expires >= g_get_monotonic_time()) {
        cookie->used = TRUE;
        return cookie;
    }
    if (why != NULL)
        client_bad(client, command, "%s", why);
    client_error(client, command, 911);
    client_close(client);
    return NULL;
}

static void
sb_admit(Client *client, const Cookie *cookie)
{
    client->dialect = cookie->dialect;
    client->account = cookie->account;
    client->machine = g_strdup(cookie->machine);
    client->stage = SIGN_IN;
    if (client->deadline != 0)
        g_source_remove(client->deadline);
    client->deadline = 0;
}

void
sb_usr(Client *client, const Command *command)
{
    const Cookie *cookie = cookie_take(client, command, FALSE);

    if (cookie == NULL)
        return;
    sb_admit(client, cookie);
    g_autofree char *name = client_encode(client->account->name);
    Room *room = room_new();

    client_send(client, "USR %u OK %s %s", command->trid, command->args[0], name);
    room_enter(room, client, command->trid, FALSE);
    room_unref(room);
}

void
sb_ans(Client *client, const Command *command)
{
    Cookie *cookie = cookie_take(client, command, TRUE);

    if (cookie == NULL)
        return;
    sb_admit(client, cookie);
    room_enter(cookie->room, client, command->trid, TRUE);
    g_clear_pointer(&cookie->room, room_unref);
}

/* The official service asks the callee's lists; a living one looks at what the caller sees, and
 * does not ask for strangers. */
static gboolean
call_allowed(Account *caller, Account *who)
{
    const Contact *contact = contact_find(caller, who);

    if (!account_online(who) || strcmp(who->state, "HDN") == 0)
        return FALSE;
    if (!options()->living)
        return world_allows(who, caller);
    if (contact == NULL)
        return TRUE;
    return (contact->lists & LIST_FL) != 0 && world_allows(who, caller);
}

/* At all places of WHO but the one called BUT. */
static void
ring(Room *room, Account *caller, Account *who, const char *but)
{
    g_autofree char *name = client_encode(caller->name);

    for (guint i = 0; i < who->places->len; i++) {
        Client *place = who->places->pdata[i];

        if (but == NULL || g_strcmp0(place->machine, but) != 0)
            client_send(place, "RNG %s %s CKI %s %s %s%s", room->session, server_sb_address(),
                        cookie_new(place, room), caller->mail, name, refer_tail(place->dialect));
    }
}

/* Who calls himself, from MSNP16 on, has his other places in. */
static void
call_own_places(Client *client, const Command *command)
{
    ring(client->room, client->account, client->account, client->machine);
    client_send(client, "CAL %u RINGING %s", command->trid, client->room->session);
}

CallOutcome
room_call(Room *room, Account *caller, Account *who)
{
    if (who == caller || room_member(room, who) != NULL)
        return CALL_ALREADY;
    if (!call_allowed(caller, who))
        return CALL_OFFLINE;
    if (who->client != NULL || who->kind == KIND_PERSON)
        log_event("rung %s %u", who->key, room->number);
    ring(room, caller, who, NULL);
    return CALL_RINGING;
}

void
sb_cal(Client *client, const Command *command)
{
    Account *who = world_find(command->args[0]);
    CallOutcome outcome = CALL_OFFLINE;

    if (!wire_is_mail(command->args[0])) {
        client_error(client, command, options()->living ? 217 : 208);
        return;
    }
    if (who == client->account && client->dialect->endpoints) {
        call_own_places(client, command);
        return;
    }
    if (who != NULL)
        outcome = room_call(client->room, client->account, who);
    log_event("call %s %s %u", client->account->key, command->args[0], client->room->number);
    if (outcome == CALL_ALREADY) {
        client_error(client, command, 215);
    } else if (outcome == CALL_OFFLINE) {
        client_error(client, command, 217);
    } else {
        client_send(client, "CAL %u RINGING %s", command->trid, client->room->session);
        if (who->client == NULL)
            bots_called(client->room, who);
    }
}

void
sb_out(Client *client, const Command *command)
{
    if (pieces_open(client) > 0)
        client_bad(client, command, "left before the last piece of a long message");
    client_close(client);
}

/* "invite FROM ROOM COMMAND COOKIE [CODE]" */
static void
invite_event(const Client *client, const MessageInfo *info)
{
    static const char *const names[] = {"Invitation-Command", "Invitation-Cookie", "Cancel-Code"};
    g_autoptr(GString) words = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *value = invite_field(info->body, names[i]);

        if (value != NULL)
            g_string_append_printf(words, " %s", value);
    }
    log_event("invite %s %u%s", client->account->key, client->room->number, words->str);
}

static void
message_event(const Client *client, const MessageInfo *info)
{
    const char *key = client->account->key;
    const char *type = info->type != NULL ? info->type : "-";
    guint room = client->room->number;

    if (info->piece > 0)
        log_event("piece %s %u %u %u", key, room, info->piece, info->pieces);
    if (info->body == NULL && info->piece > 0)
        return;
    if (strcmp(type, "text/x-msmsgscontrol") == 0) {
        log_event("typing %s %u", key, room);
        return;
    }
    if (strcmp(type, "text/plain") == 0 && info->body != NULL) {
        g_autofree char *words = wire_encode(info->body);

        log_event("message %s %u %s", key, room, words);
        return;
    }
    log_event("payload %s %u %s", key, room, type);
    if (info->body == NULL)
        return;
    if (strcmp(type, "text/x-msnmsgr-datacast") == 0 && g_str_has_prefix(info->body, "ID: 1\r\n"))
        log_event("nudge %s %u", key, room);
    if (strcmp(type, "text/x-msmsgsinvite") == 0)
        invite_event(client, info);
}

static void
message_acknowledge(Client *client, const Command *command, guint reached, gboolean nak)
{
    char flag = command->args[0][0];

    if (nak || (reached == 0 && !options()->living)) {
        if (flag != 'U')
            client_send(client, "NAK %u", command->trid);
    } else if (strchr("ADS", flag) != NULL) {
        client_send(client, "ACK %u", command->trid);
    }
}

static gboolean
flag_right(const Client *client, const char *flag)
{
    if (strlen(flag) != 1 || strchr("UNADS", flag[0]) == NULL)
        return FALSE;
    if (flag[0] == 'D')
        return client_number(client) >= 9;
    return flag[0] != 'S' || (!options()->living && client_number(client) >= 8);
}

static void
message_pass_on(Client *client, const Command *command, const MessageInfo *info)
{
    Account *account = client->account;
    gboolean nak = account->nak_next;
    guint reached = 0;

    account->nak_next = FALSE;
    if (!nak)
        reached =
            room_say(client->room, account, client, command->payload, command->payload_length);
    message_event(client, info);
    message_acknowledge(client, command, reached, nak);
    if (nak) {
        p2p_not_heard(client, info);
        return;
    }
    bots_heard(client->room, account, info->type, command->payload, command->payload_length);
    p2p_heard(client, command, info);
    ftp_heard(client, command, info);
}

void
sb_msg(Client *client, const Command *command)
{
    const char *flag = command->args[0];
    MessageInfo info;

    if (!flag_right(client, flag)) {
        client_bad_close(client, command, "wrong acknowledgement letter");
        return;
    }
    const char *why =
        message_fault(client, flag[0], command->payload, command->payload_length, &info);

    info.wrong = why != NULL;
    if (info.wrong)
        client_bad(client, command, "%s", why);
    if (options()->living && flag[0] != 'D' &&
        g_strcmp0(info.type, "application/x-msnmsgrp2p") == 0)
        client_close(client);
    else if (why == NULL || !options()->living || info.type != NULL)
        message_pass_on(client, command, &info);
    /* else: a living service drops what has no MIME head without a word */
    message_info_clear(&info);
}

void
sb_client_closed(Client *client)
{
    Room *room = client->room;

    client->room = NULL;
    if (room != NULL)
        room_leave(room, client->account, client, FALSE);
}

static void
idle_close(Client *client, gpointer data)
{
    Room *room = client->room;

    /* Out of the room first, so that the others hear of the reason. */
    client->room = NULL;
    room_leave(room, client->account, client, TRUE);
    client_close(client);
}

guint
sb_idle_close(Account *account)
{
    return sb_foreach_link(account, idle_close, NULL);
}

void
sb_clear(void)
{
    g_clear_pointer(&cookies, g_hash_table_unref);
    rooms_clear();
}
