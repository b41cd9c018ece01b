/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows circles: who is in them, and what the address book and the notification server say of them.
 */
#include "circles.h"

#include <string.h>

#include "ab.h"
#include "log.h"
#include "ns.h"

static GPtrArray *circles; /* of Circle */

static void
circle_free(gpointer data)
{
    Circle *circle = data;

    g_free(circle->name);
    g_ptr_array_unref(circle->members);
    g_ptr_array_unref(circle->entered);
    g_free(circle);
}

void
circles_clear(void)
{
    g_clear_pointer(&circles, g_ptr_array_unref);
}

Circle *
circle_by_id(const char *id)
{
    for (guint i = 0; circles != NULL && i < circles->len; i++) {
        Circle *circle = circles->pdata[i];

        if (strcmp(circle->id, id) == 0)
            return circle;
    }
    return NULL;
}

Circle *
circle_by_name(const char *name)
{
    for (guint i = 0; circles != NULL && i < circles->len; i++) {
        Circle *circle = circles->pdata[i];

        if (strcmp(circle->name, name) == 0)
            return circle;
    }
    return NULL;
}

gboolean
circle_has(const Circle *circle, const Account *who)
{
    return g_ptr_array_find(circle->members, who, NULL);
}

Circle *
circle_new(Account *owner, const char *name)
{
    if (circle_by_name(name) != NULL)
        return NULL;
    if (circles == NULL)
        circles = g_ptr_array_new_with_free_func(circle_free);
    Circle *circle = g_new0(Circle, 1);

    g_snprintf(circle->id, sizeof circle->id, "00000000-0000-0000-0009-%012x", circles->len + 0xc1);
    circle->name = g_strdup(name);
    circle->members = g_ptr_array_new();
    circle->entered = g_ptr_array_new();
    g_ptr_array_add(circle->members, owner);
    g_ptr_array_add(circles, circle);
    return circle;
}

/* ---- the address book ---- */

char *
circles_ticket(const Account *account)
{
    g_autoptr(GString) data = g_string_new(NULL);

    xml_append(data, "<Ticket><CID>%s</CID>", account->key);
    for (guint i = 0; circles != NULL && i < circles->len; i++) {
        const Circle *circle = circles->pdata[i];

        if (circle_has(circle, account))
            xml_append(data, "<Circle Id=\"%s\" HostedDomain=\"live.com\" />", circle->id);
    }
    g_string_append(data, "</Ticket>");
    g_autofree char *word = g_base64_encode((const guchar *) data->str, data->len);

    return g_strdup_printf("<?xml version=\"1.0\" encoding=\"utf-16\"?><SignedTicket ver=\"1\" "
                           "keyVer=\"1\"><Data>%s</Data><Sig></Sig></SignedTicket>",
                           word);
}

void
circles_append_result(GString *out, const Account *account)
{
    g_autofree char *ticket = circles_ticket(account);
    g_autoptr(GString) mine = g_string_new(NULL);

    for (guint i = 0; circles != NULL && i < circles->len; i++) {
        const Circle *circle = circles->pdata[i];

        if (circle_has(circle, account))
            xml_append(mine,
                       "<CircleInverseInfo><Content><Handle><Id>%s</Id></Handle><Info>"
                       "<HostedDomain>live.com</HostedDomain><Type>2</Type><MembershipAccess>0"
                       "</MembershipAccess><DisplayName>%s</DisplayName></Info></Content>"
                       "<PersonalInfo><MembershipInfo><CirclePersonalMembership><Role>%s</Role>"
                       "<State>Accepted</State></CirclePersonalMembership></MembershipInfo>"
                       "</PersonalInfo><Deleted>false</Deleted></CircleInverseInfo>",
                       circle->id, circle->name,
                       circle->members->pdata[0] == account ? "Admin" : "Member");
    }
    g_string_append(out, "<CircleResult>");
    if (mine->len > 0)
        g_string_append_printf(out, "<Circles>%s</Circles>", mine->str);
    xml_append(out, "<CircleTicket>%s</CircleTicket></CircleResult>", ticket);
}

void
circle_append_contacts(GString *out, const Circle *circle, guint from, guint to)
{
    for (guint i = from; i < to; i++) {
        const Account *who = circle->members->pdata[i];

        xml_append(out,
                   "<Contact><contactId>00000000-0000-0000-0000-%s</contactId><contactInfo>"
                   "<contactType>Live</contactType><passportName>%s</passportName><displayName>%s"
                   "</displayName><isMessengerUser>false</isMessengerUser><NetworkInfoList>"
                   "<NetworkInfo><DomainId>1</DomainId><DomainTag>WL</DomainTag>"
                   "<RelationshipType>5</RelationshipType><RelationshipRole>3</RelationshipRole>"
                   "<RelationshipState>3</RelationshipState></NetworkInfo></NetworkInfoList>"
                   "</contactInfo><fDeleted>false</fDeleted></Contact>",
                   circle->id + 24, who->mail, who->name);
    }
}

/* ---- what the notification server says ---- */

static void
send_letter(Client *client, const Circle *circle, const char *verb, const char *third,
            const char *body)
{
    g_autofree char *letter = g_strdup_printf(
        "Routing: 1.0\r\nTo: 1:%s\r\nFrom: 9:%s@live.com\r\n\r\nReliability: 1.0\r\nStream: 0\r\n"
        "\r\n%s\r\nContent-Type: application/circles+xml\r\nContent-Length: %" G_GSIZE_FORMAT
        "\r\n\r\n%s",
        client->account->mail, circle->id, third, strlen(body), body);

    client_send_payload(client, letter, strlen(letter), "NFY %s", verb);
}

static gboolean
is_there(const Account *who)
{
    return account_online(who) && strcmp(who->state, "HDN") != 0;
}

/* Everybody who is online, and oneself. */
static void
send_roster(Client *client, const Circle *circle)
{
    g_autoptr(GString) body = g_string_new("<circle><roster><id>IM</id>");

    for (guint i = 0; i < circle->members->len; i++) {
        const Account *who = circle->members->pdata[i];

        if (who == client->account || is_there(who))
            xml_append(body, "<user><id>1:%s</id></user>", who->mail);
    }
    g_string_append(body, "</roster></circle>");
    send_letter(client, circle, "PUT", "Publication: 1.0\r\nUri: /circle\r\nNotifType: Partial",
                body->str);
}

static void
send_presence(Client *client, const Circle *circle, const Account *who)
{
    g_autofree char *name = client_encode(who->name);
    const char *psm = who->psm != NULL ? who->psm : "";

    if (!client->announced)
        return;
    if (!is_there(who)) {
        client_send(client, "FLN 1:%s;via=9:%s@live.com 0:0", who->mail, circle->id);
        return;
    }
    client_send(client, "NLN %s 1:%s;via=9:%s@live.com %s %u:%u %s", who->state, who->mail,
                circle->id, name, who->client_id, who->client_ex,
                who->object != NULL ? who->object : "%3Cmsnobj%2F%3E");
    client_send_payload(client, psm, strlen(psm), "UBX 1:%s;via=9:%s@live.com", who->mail,
                        circle->id);
}

static void
send_changed(Client *client, const Circle *circle)
{
    g_autoptr(GString) text = g_string_new(NULL);

    xml_append(text,
               "<NOTIFICATION id=\"0\" siteid=\"45705\" siteurl=\"http://contacts.msn.com\">\r\n"
               "<TO pid=\"0x1:0x2\" name=\"%s\"><VIA agent=\"messenger\" /></TO><MSG id=\"0\">"
               "<SUBSCR url=\"s.htm\" /><ACTION url=\"a.htm\" /><BODY>\r\n%s%s%s\r\n</BODY></MSG>"
               "</NOTIFICATION>",
               client->account->mail,
               "<NotificationData><HasNewItem>true</HasNewItem><CircleId>", circle->id,
               "</CircleId></NotificationData>");
    client_send_payload(client, text->str, text->len, "NOT");
}

void
circles_presence(Account *subject)
{
    for (guint i = 0; circles != NULL && i < circles->len; i++) {
        const Circle *circle = circles->pdata[i];

        for (guint n = 0; circle_has(circle, subject) && n < circle->entered->len; n++) {
            Client *client = circle->entered->pdata[n];

            if (client->account != subject)
                send_presence(client, circle, subject);
        }
    }
}

void
circle_post(const Circle *circle, const Client *from, const char *letter, gsize length)
{
    for (guint i = 0; i < circle->entered->len; i++) {
        Client *client = circle->entered->pdata[i];

        if (client != from)
            client_send_payload(client, letter, length, "SDG 0");
    }
}

/* ---- who is in them ---- */

guint
circle_enter(Client *client, const char *id)
{
    Circle *circle = circle_by_id(id);

    if (circle == NULL || !client->circled || !circle_has(circle, client->account))
        return 933;
    if (!g_ptr_array_find(circle->entered, client, NULL))
        g_ptr_array_add(circle->entered, client);
    send_changed(client, circle);
    for (guint i = 0; i < circle->members->len; i++)
        if (is_there(circle->members->pdata[i]))
            send_presence(client, circle, circle->members->pdata[i]);
    send_roster(client, circle);
    g_autofree char *name = wire_encode(circle->name);

    log_event("circle-entered %s %s", client->account->key, name);
    return 0;
}

void
circles_forget(const Client *client)
{
    for (guint i = 0; circles != NULL && i < circles->len; i++)
        g_ptr_array_remove(((Circle *) circles->pdata[i])->entered, (gpointer) client);
}

void
circle_join(Circle *circle, Account *who)
{
    if (circle_has(circle, who))
        return;
    g_ptr_array_add(circle->members, who);
    for (guint i = 0; i < circle->entered->len; i++) {
        send_changed(circle->entered->pdata[i], circle);
        if (is_there(who))
            send_presence(circle->entered->pdata[i], circle, who);
    }
}

void
circle_leave(Circle *circle, Account *who)
{
    g_autofree char *third =
        g_strdup_printf("Notification: 1.0\r\nNotifNum: 2\r\nUri: /circle/roster(IM)/user(1:%s)\r\n"
                        "NotifType: Partial",
                        who->mail);

    g_ptr_array_remove(circle->members, who);
    for (guint i = circle->entered->len; i > 0; i--) {
        Client *client = circle->entered->pdata[i - 1];

        if (client->account == who) {
            g_ptr_array_remove_index(circle->entered, i - 1);
            continue;
        }
        send_letter(client, circle, "DEL", third, "");
        send_changed(client, circle);
    }
}

void
circle_rename(Circle *circle, const char *name)
{
    g_autoptr(GString) body = g_string_new(NULL);

    g_free(circle->name);
    circle->name = g_strdup(name);
    xml_append(body,
               "<circle><props><presence dtype=\"xml\"><Data><UTL></UTL><MFN>%s</MFN><PSM></PSM>"
               "<CurrentMedia></CurrentMedia></Data></presence></props></circle>",
               name);
    for (guint i = 0; i < circle->entered->len; i++)
        send_letter(circle->entered->pdata[i], circle, "PUT",
                    "Publication: 1.0\r\nUri: /circle\r\nNotifType: Full", body->str);
}
