/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows which files of MSNFTP there are between puppets and clients, and what is said about them in
 * switchboards; connections are ftp-link.c's business. */
#include "ftp.h"

#include <stdarg.h>
#include <string.h>

#include "ftp-transfer.h"
#include "invites.h"
#include "log.h"
#include "puppet-kinds.h"
#include "puppets.h"

#define TYPE      "text/x-msmsgsinvite"
#define FILE_GUID "{5D3E02AB-6190-11d3-BBBB-00C04F795683}"
#define ACCEPT    "Invitation-Command: ACCEPT\nInvitation-Cookie: %s\n"
#define LAST      "Launch-Application: FALSE\nRequest-Data: IP-Address:"

static GPtrArray *transfers; /* the newest last */
static guint cookie_serial = 33266;

static void
transfer_free(gpointer data)
{
    FtpTransfer *transfer = data;

    ftp_listen_stop(transfer);
    g_free(transfer->name);
    g_free(transfer->cookie);
    g_free(transfer->auth);
    g_free(transfer->label);
    ftp_manner_free(transfer->manner);
    g_checksum_free(transfer->sum);
    g_free(transfer);
}

static FtpTransfer *
transfer_new(Account *puppet, Account *peer, gboolean sends)
{
    FtpTransfer *transfer = g_new0(FtpTransfer, 1);

    if (transfers == NULL)
        transfers = g_ptr_array_new_with_free_func(transfer_free);
    transfer->puppet = puppet;
    transfer->peer = peer;
    transfer->sends = sends;
    transfer->manner = ftp_manner_take(puppet);
    transfer->sum = g_checksum_new(G_CHECKSUM_SHA1);
    g_ptr_array_add(transfers, transfer);
    transfer->label = g_strdup_printf("msnftp#%u/%s", transfers->len, peer->key);
    return transfer;
}

void
ftp_clear(void)
{
    g_clear_pointer(&transfers, g_ptr_array_unref);
    ftp_manners_clear();
}

/* The newest that is not over, with this cookie if it is not NULL. */
static FtpTransfer *
transfer_find(const Account *puppet, const Account *peer, const char *cookie)
{
    for (guint i = transfers != NULL ? transfers->len : 0; i > 0; i--) {
        FtpTransfer *transfer = transfers->pdata[i - 1];

        if (!transfer->over && transfer->puppet == puppet && transfer->peer == peer &&
            (cookie == NULL || g_strcmp0(transfer->cookie, cookie) == 0))
            return transfer;
    }
    return NULL;
}

/* ---- what happens ---- */

void
ftp_event(const FtpTransfer *transfer, const char *what, const char *format, ...)
{
    const Account *from = transfer->sends ? transfer->puppet : transfer->peer;
    const Account *to = transfer->sends ? transfer->peer : transfer->puppet;
    va_list args;

    va_start(args, format);
    g_autofree char *more = g_strdup_vprintf(format, args);
    va_end(args);
    log_event("%s %s %s%s", what, from->key, to->key, more);
}

void
ftp_bad(const FtpTransfer *transfer, const char *bytes, gsize length, const char *why)
{
    log_bad(transfer->label, bytes, length, "%s", why);
}

void
ftp_done(FtpTransfer *transfer)
{
    transfer->over = TRUE;
    ftp_event(transfer, "msnftp-done", " %" G_GUINT64_FORMAT " %s", transfer->moved,
              g_checksum_get_string(transfer->sum));
    ftp_hang_up(transfer);
}

/* ---- what puppets say ---- */

/* PAYLOAD is taken. NULL, or why it cannot be said. */
static const char *
say(FtpTransfer *transfer, GString *payload)
{
    g_autoptr(GPtrArray) payloads = payloads_new();

    g_ptr_array_add(payloads, payload);
    return puppet_send(transfer->puppet, transfer->peer, payloads);
}

/* ACCEPT of who listens. The AuthCookie is what was really said. */
static void
say_address(FtpTransfer *transfer)
{
    if (transfer->manner->mute || !ftp_listen(transfer))
        return;
    guint32 auth = (guint32) g_random_int_range(1, G_MAXINT32);
    GString *text = ftp_text_print(
        transfer->manner, transfer->port,
        ACCEPT "IP-Address: 127.0.0.1\nPort: %u\nAuthCookie: %u\n%s" LAST, transfer->cookie,
        transfer->port, auth, transfer->reversed ? "Sender-Connect: TRUE\n" : "");

    transfer->auth = invite_field(text->str, "AuthCookie");
    say(transfer, text);
}

const char *
ftp_say_cancel(FtpTransfer *transfer, const char *code)
{
    transfer->over = TRUE;
    ftp_listen_stop(transfer);
    return say(transfer, ftp_text_print(transfer->manner, 0,
                                        "Invitation-Command: CANCEL\nInvitation-Cookie: %s\n"
                                        "Cancel-Code: %s",
                                        transfer->cookie, code));
}

const char *
ftp_offer(Account *puppet, Account *peer, const char *name, guint64 size, gboolean reversed)
{
    FtpTransfer *transfer = transfer_new(puppet, peer, TRUE);
    GString *text =
        ftp_text_print(transfer->manner, 0,
                       "Application-Name: File Transfer\nApplication-GUID: " FILE_GUID
                       "\nInvitation-Command: INVITE\nInvitation-Cookie: %u\nApplication-File: %s\n"
                       "Application-FileSize: %" G_GUINT64_FORMAT "%s",
                       ++cookie_serial, name, size, reversed ? "\nConnectivity: N" : "");
    g_autofree char *announced = invite_field(text->str, "Application-FileSize");

    transfer->reversed = reversed;
    transfer->size = size;
    transfer->name = wire_encode(name);
    if (announced == NULL || !wire_number(announced, G_MAXUINT64, &transfer->announced))
        transfer->announced = G_MAXUINT64;
    transfer->cookie = invite_field(text->str, "Invitation-Cookie");
    return say(transfer, text);
}

const char *
ftp_cancel(const Account *puppet, const Account *peer, const char *words)
{
    FtpTransfer *transfer = transfer_find(puppet, peer, NULL);
    FtpHow how = {HOW_NONE, NULL};
    const char *why = transfer == NULL ? "no file is under way" : NULL;

    if (why == NULL && !ftp_how_read(words, &how))
        why = "ccl, bye [CODE], block, cancel [CODE], fin, reset or hang";
    if (why == NULL)
        why = ftp_stop(transfer, &how);
    ftp_how_clear(&how);
    return why;
}

/* ---- what clients say ---- */

/* The puppet with whom CLIENT is alone; NULL if none. */
static Account *
puppet_with(const Client *client)
{
    const GPtrArray *members = client->room->members;

    for (guint i = 0; members->len == 2 && i < members->len; i++) {
        const Member *member = members->pdata[i];

        if (member->account != client->account && member->client == NULL)
            return member->account;
    }
    return NULL;
}

static void
take_offer(FtpTransfer *transfer)
{
    const char *code;
    FtpTake take = ftp_take(transfer->puppet, &code);

    transfer->reversed |= transfer->manner->serves;
    if (take == FTP_IGNORE)
        return;
    if (take == FTP_DECLINE) {
        ftp_say_cancel(transfer, code);
        return;
    }
    transfer->agreed = TRUE;
    if (transfer->reversed)
        say_address(transfer);
    else
        say(transfer, ftp_text_print(transfer->manner, 0, ACCEPT LAST, transfer->cookie));
}

static void
offer_heard(Client *client, const Command *command, const char *body)
{
    Account *puppet = puppet_with(client);
    g_autofree char *guid = invite_field(body, "Application-GUID");
    const char *why = NULL;

    if (g_ascii_strcasecmp(guid, FILE_GUID) != 0)
        return;
    if (client->room->members->len > 2)
        why = "a file is offered among two";
    if (why == NULL)
        why = ftp_text_invite_fault(body);
    if (why != NULL)
        client_bad(client, command, "%s", why);
    if (why != NULL || puppet == NULL)
        return;
    FtpTransfer *transfer = transfer_new(puppet, client->account, FALSE);
    g_autofree char *name = invite_field(body, "Application-File");
    g_autofree char *size = invite_field(body, "Application-FileSize");
    g_autofree char *alone = invite_field(body, "Connectivity");

    transfer->cookie = invite_field(body, "Invitation-Cookie");
    transfer->name = wire_encode(name);
    transfer->reversed = alone != NULL;
    wire_number(size, G_MAXUINT64, &transfer->size);
    transfer->announced = transfer->size;
    ftp_event(transfer, "msnftp-offered", " %s %s %s %s", transfer->cookie, transfer->name, size,
              alone != NULL ? "N" : "-");
    take_offer(transfer);
}

static const char *
accept_fault(const FtpTransfer *transfer, const char *body, gboolean listens, FtpAddress *address)
{
    if (transfer->sends && transfer->agreed)
        return "accepted twice";
    if (!transfer->sends && (transfer->reversed || transfer->auth != NULL))
        return "accepts its own file, and need not";
    return ftp_text_accept_fault(body, listens, transfer->reversed, address);
}

static void
accept_heard(FtpTransfer *transfer, Client *client, const Command *command, const char *body)
{
    gboolean listens = transfer->sends == transfer->reversed;
    FtpAddress address = {NULL, 0, NULL};

    if (!transfer->sends && !transfer->agreed)
        return; /* somebody has accepted by another order */
    const char *why = accept_fault(transfer, body, listens, &address);

    if (why != NULL) {
        client_bad(client, command, "%s", why);
        ftp_address_clear(&address);
        return;
    }
    transfer->agreed = TRUE;
    if (transfer->sends)
        ftp_event(transfer, "msnftp-accepted", " %s", transfer->cookie);
    if (listens) {
        transfer->auth = g_steal_pointer(&address.auth);
        ftp_event(transfer, "msnftp-address", " %s %u", address.host, address.port);
        ftp_connect(transfer, address.port);
    } else {
        say_address(transfer);
    }
    ftp_address_clear(&address);
}

static void
cancel_heard(FtpTransfer *transfer, const char *body)
{
    g_autofree char *code = invite_field(body, "Cancel-Code");

    transfer->over = TRUE;
    ftp_listen_stop(transfer);
    ftp_event(transfer, "msnftp-cancelled", " %s %s", transfer->cookie, code);
}

void
ftp_heard(Client *client, const Command *command, const MessageInfo *info)
{
    if (info->wrong || info->body == NULL || g_strcmp0(info->type, TYPE) != 0)
        return;
    const char *body = info->body;
    g_autofree char *word = invite_field(body, "Invitation-Command");
    g_autofree char *cookie = invite_field(body, "Invitation-Cookie");
    Account *puppet = puppet_with(client);
    FtpTransfer *transfer = puppet != NULL ? transfer_find(puppet, client->account, cookie) : NULL;

    if (strcmp(word, "INVITE") == 0)
        offer_heard(client, command, body);
    else if (transfer != NULL && strcmp(word, "ACCEPT") == 0)
        accept_heard(transfer, client, command, body);
    else if (transfer != NULL)
        cancel_heard(transfer, body);
}
