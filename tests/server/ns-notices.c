/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows what the service tells a client of its own accord while he is online: mail, alerts, pages,
 * that it is about to end. */
#include "ns.h"

#include <string.h>

#define PAGE_SITE "111100400"
#define NAMES     "<TO pid=\"0x00000001:0x00000002\" name=\"%s\" />"

static void
send_message(Client *client, const GString *text)
{
    client_send_payload(client, text->str, text->len, "MSG Hotmail Hotmail");
}

void
ns_mail_new(Client *client, const char *from, const char *subject)
{
    const Account *who = world_find(from);
    g_autoptr(GString) text = g_string_new("MIME-Version: 1.0\r\nContent-Type: ");
    gboolean oldest = client->dialect->mail == MAIL_APPLICATION;

    g_string_append_printf(text, "%s/x-msmsgsemailnotification; charset=UTF-8\r\n\r\n",
                           oldest ? "application" : "text");
    g_string_append_printf(text, "From: %s\r\n", who != NULL ? who->name : from);
    g_string_append(text, "Message-URL: /cgi-bin/getmsg?msg=MSG1728932553.00&start=1&len=12"
                          "&curmbox=ACTIVE\r\n");
    g_string_append(text, "Post-URL: https://loginnet.passport.com/ppsecure/md5auth.srf?lc=1033"
                          "\r\n");
    g_string_append_printf(text, "Subject: %s\r\nDest-Folder: ACTIVE\r\n", subject);
    g_string_append_printf(text, "From-Addr: %s\r\nid: 2\r\n", from);
    send_message(client, text);
}

void
ns_mail_moved(Client *client, const char *from, const char *to, guint delta)
{
    g_autoptr(GString) text =
        g_string_new("MIME-Version: 1.0\r\nContent-Type: text/x-msmsgsactivemailnotification; "
                     "charset=UTF-8\r\n\r\n");

    g_string_append_printf(text, "Src-Folder: %s\r\nDest-Folder: %s\r\nMessage-Delta: %u\r\n", from,
                           to, delta);
    send_message(client, text);
}

void
ns_system_message(Client *client, guint minutes)
{
    g_autoptr(GString) text =
        g_string_new("MIME-Version: 1.0\r\nContent-Type: application/x-msmsgssystemmessage\r\n");

    g_string_append_printf(text, "\r\nType: 1\r\nArg1: %u\r\n", minutes);
    send_message(client, text);
}

gboolean
ns_notice(Client *client, const char *words)
{
    g_autofree char *plain = g_markup_escape_text(words, -1);
    g_autoptr(GString) text = g_string_new("<NOTIFICATION ver=\"1\" id=\"2\" siteid=\"0\" "
                                           "siteurl=\"http://alerts.example.test/\">\r\n");

    if (client_number(client) < 5)
        return FALSE;
    g_string_append_printf(text, NAMES "\r\n", client->account->mail);
    g_string_append(text, "<MSG id=\"0\">\r\n<ACTION url=\"alert?command=action\" />\r\n"
                          "<SUBSCR url=\"alert?command=change\" />\r\n");
    g_string_append_printf(text, "<BODY lang=\"1033\" icon=\"alerticon_32x32.png\"><TEXT>%s</TEXT>",
                           plain);
    if (client->dialect->object)
        g_string_append_printf(text, "<TEXTX>&lt;b&gt;%s&lt;/b&gt;</TEXTX>", plain);
    g_string_append(text, "</BODY>\r\n</MSG>\r\n</NOTIFICATION>");
    client_send_payload(client, text->str, text->len, "NOT");
    return TRUE;
}

gboolean
ns_page(Client *client, const char *from, const char *words)
{
    g_autofree char *plain = g_markup_escape_text(words, -1);
    g_autoptr(GString) text = g_string_new("<NOTIFICATION id=\"0\" siteid=\"" PAGE_SITE
                                           "\" siteurl=\"http://mobile.msn.com/\">");

    if (client_number(client) < 6)
        return FALSE;
    g_string_append_printf(text,
                           "<TO name=\"%s\" pid=\"0x00000001:0x00000002\"><VIA agent=\"mobile\"/>"
                           "</TO><FROM pid=\"0x00000001:0x00000003\" name=\"%s\"/>",
                           client->account->mail, from);
    g_string_append_printf(text,
                           "<MSG pri=\"1\" id=\"0\"><ACTION url=\"2wayIM.asp\"/>"
                           "<SUBSCR url=\"2wayIM.asp\"/><CAT id=\"110110001\"/>"
                           "<BODY lang=\"1033\"><TEXT>%s</TEXT></BODY></MSG></NOTIFICATION>",
                           plain);
    client_send_payload(client, text->str, text->len, "IPG");
    return TRUE;
}

void
ns_tell_book_changed(Account *account)
{
    g_autoptr(GString) text = g_string_new(
        "<NOTIFICATION id=\"0\" siteid=\"45705\" siteurl=\"http://contacts.msn.com\">\r\n");

    if (account->client == NULL || account->client->dialect->syn != SYN_NONE)
        return;
    g_string_append_printf(text,
                           "\t<TO pid=\"0xabab1234:0x00117cff\" name=\"%s\">\r\n"
                           "\t\t<VIA agent=\"messenger\" />\r\n\t</TO>\r\n\t<MSG id=\"0\">\r\n"
                           "\t\t<SUBSCR url=\"s.htm\" />\r\n\t\t<ACTION url=\"a.htm\" />\r\n"
                           "\t\t<BODY>\r\n\t\t\t",
                           account->mail);
    g_string_append(text,
                    "&lt;NotificationData xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" "
                    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"&gt;\r\n"
                    "\t\t\t\t&lt;Service&gt;ABCHInternal&lt;/Service&gt;\r\n"
                    "\t\t\t\t&lt;CID&gt;1234567890123456789&lt;/CID&gt;\r\n"
                    "\t\t\t\t&lt;LastModifiedDate&gt;2026-01-01T00:00:00Z&lt;/LastModifiedDate&gt;"
                    "\r\n\t\t\t\t&lt;HasNewItem&gt;false&lt;/HasNewItem&gt;\r\n"
                    "\t\t\t&lt;/NotificationData&gt;\r\n\t\t</BODY>\r\n\t</MSG>\r\n"
                    "</NOTIFICATION>");
    for (guint i = 0; i < account->places->len; i++)
        client_send_payload(account->places->pdata[i], text->str, text->len, "NOT");
}
