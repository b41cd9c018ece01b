/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the messages that the service itself sends to a client: profile and inbox. */
#include "ns.h"

#include <string.h>

#define PROFILE_TYPE "text/x-msmsgsprofile; charset=UTF-8"

static guint
client_port(Client *client)
{
    return 1024 + (GPOINTER_TO_UINT(client) >> 6) % 50000;
}

/* The official service swaps the bytes of the port. */
static guint
client_port_word(Client *client)
{
    guint port = client_port(client);

    return options()->living ? port : ((port & 0xff) << 8 | port >> 8);
}

/* The word that opens the mailbox without asking for the password again. */
static void
append_auth(GString *text)
{
    const char *given = options()->mspauth;

    if (given != NULL && given[0] == '\0')
        return;
    g_string_append_printf(text, "MSPAuth: %s%s\r\n",
                           given != NULL ? given
                                         : "2AAAAAAAAADU0p4uJtDJozJSlUTS0i7YpwnC9PUHRv56YKx",
                           given != NULL || options()->living ? "" : "$$");
}

static void
append_full(GString *text, Client *client)
{
    gboolean living = options()->living;

    g_string_append_printf(text, "EmailEnabled: %d\r\n", options()->email_enabled);
    g_string_append(text, "MemberIdHigh: 84736\r\n");
    g_string_append_printf(text, "MemberIdLow: %s\r\n", living ? "2860237905" : "-1434729391");
    g_string_append(text, "lang_preference: 1033\r\n");
    g_string_append_printf(text, "preferredEmail: %s\r\n", client->account->mail);
    g_string_append(text, "country: US\r\nPostalCode: \r\nGender: M\r\nKid: 0\r\nAge: 22\r\n");
    if (client->dialect->profile >= PROFILE_CLIENT)
        g_string_append(text, "BDayPre: \r\nBirthday: \r\nWallet: \r\nFlags: 1027\r\n");
    g_string_append(text, "sid: 507\r\nkv: 2\r\n");
    append_auth(text);
    if (client->dialect->profile >= PROFILE_CLIENT)
        g_string_append_printf(text, "ClientIP: 127.0.0.1\r\nClientPort: %u\r\n",
                               client_port_word(client));
    if (client->dialect->profile >= PROFILE_ABCH)
        g_string_append_printf(text, "ABCHMigrated: %d\r\n", client_guids(client) ? 1 : 0);
    if (client->dialect->profile >= PROFILE_MPOP)
        g_string_append_printf(text, "MPOPEnabled: %d\r\n",
                               client->dialect->endpoints && client->account->mpop ? 1 : 0);
}

void
ns_send_profile(Client *client)
{
    g_autoptr(GString) text =
        g_string_new("MIME-Version: 1.0\r\nContent-Type: " PROFILE_TYPE "\r\n");

    if (client->dialect->profile == PROFILE_NONE)
        return;
    g_string_append_printf(text, "LoginTime: %" G_GINT64_FORMAT "\r\n",
                           g_get_real_time() / G_USEC_PER_SEC);
    if (client->dialect->profile >= PROFILE_FULL)
        append_full(text, client);
    g_string_append(text, "\r\n");
    client_send_payload(client, text->str, text->len, "MSG Hotmail Hotmail");
}

static void
append_inbox(GString *text, guint unread)
{
    g_string_append_printf(text, "Inbox-Unread: %u\r\nFolders-Unread: 0\r\n", unread);
    g_string_append(text, "Inbox-URL: /cgi-bin/HoTMaiL\r\nFolders-URL: /cgi-bin/folders\r\n");
    g_string_append(text, "Post-URL: http://www.hotmail.com\r\n\r\n");
}

static void
append_data(GString *text, const Account *account)
{
    const GPtrArray *box = oim_waiting(account);

    if (box->len > OIM_LIMIT) {
        g_string_append(text, "Mail-Data: too-large\r\n");
        return;
    }
    g_string_append_printf(text,
                           "Mail-Data: <MD><E><I>%u</I><IU>%u</IU><O>0</O><OU>0</OU></E><Q>"
                           "<QTM>409600</QTM><QNM>204800</QNM></Q>",
                           account->inbox, account->inbox);
    for (guint i = 0; i < box->len; i++)
        oim_append_record(text, box->pdata[i], FALSE);
    g_string_append(text, "</MD>\r\n");
}

void
ns_send_mail(Client *client)
{
    static const char *const types[] = {
        "application/x-msmsgsemailnotification",
        "text/x-msmsgsinitialemailnotification",
        "text/x-msmsgsinitialmdatanotification",
    };
    MailKind kind = client->dialect->mail;
    gboolean waiting = kind == MAIL_DATA && oim_waiting(client->account)->len > 0;
    g_autoptr(GString) text = g_string_new("MIME-Version: 1.0\r\n");

    /* Living services say nothing about mail before there was Mail-Data, and then to everybody. */
    if (options()->living ? kind != MAIL_DATA : !options()->email_enabled && !waiting)
        return;
    g_string_append_printf(text, "Content-Type: %s; charset=UTF-8\r\n\r\n", types[kind]);
    if (kind == MAIL_DATA)
        append_data(text, client->account);
    else
        append_inbox(text, client->account->inbox);
    client_send_payload(client, text->str, text->len, "MSG Hotmail Hotmail");
}

void
ns_oim_new(Account *account, const Oim *oim)
{
    g_autoptr(GString) text = g_string_new("MIME-Version: 1.0\r\nContent-Type: text/x-msmsgsoim"
                                           "notification; charset=UTF-8\r\n\r\nMail-Data: <MD>");

    oim_append_record(text, oim, TRUE);
    g_string_append(text, "</MD>\r\n");
    for (guint i = 0; i < account->places->len; i++) {
        Client *client = account->places->pdata[i];

        if (client->announced && client->dialect->mail == MAIL_DATA)
            client_send_payload(client, text->str, text->len, "MSG Hotmail Hotmail");
    }
}
