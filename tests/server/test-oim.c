/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Offline messages: handed in, announced, fetched, deleted. */
#include "test-kit.h"

#include <string.h>

#define RSI_NS  "http://www.hotmail.msn.com/ws/2004/09/oim/rsi"
#define OIM_NS  "http://messenger.msn.com/ws/2004/09/oim/"
#define ADL_BOB "<ml l=\"1\"><d n=\"example.test\"><c n=\"bob\" l=\"3\" t=\"1\"/></d></ml>"
#define RUN     "{3A3BE82C-684D-4F4F-8005-CBE8D4F82BAE}"
#define ENVELOPE                                                                                   \
    "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Header>%s"      \
    "</soap:Header><soap:Body>%s</soap:Body></soap:Envelope>"

static char *
rsi(Service *service, const char *mail, const char *operation, const char *body)
{
    g_autofree char *text = token(service, mail, "messenger.msn.com");
    g_autofree char *t = between(text, "t=", "&p=");
    g_autofree char *cookie = g_strdup_printf(
        "<PassportCookie xmlns=\"" RSI_NS "\"><t>%s</t><p></p></PassportCookie>", t);

    return soap_post(service, "/rsi/rsi.asmx", RSI_NS, operation, cookie, body);
}

/* ALICE's message to WHO. */
static char *
store(Service *service, const char *who, guint number, const char *lock, const char *content)
{
    g_autofree char *text = token(service, ALICE, "messengersecure.live.com");
    g_autofree char *escaped = g_markup_escape_text(text, -1);
    g_autofree char *header = g_strdup_printf(
        "<From memberName=\"" ALICE "\" friendlyName=\"=?utf-8?B?QWxpY2U=?=\" xml:lang=\"en-US\" "
        "proxy=\"MSNMSGR\" xmlns=\"" OIM_NS "\" msnpVer=\"MSNP15\" buildVer=\"8.5.1288\"/>"
        "<To memberName=\"%s\" xmlns=\"" OIM_NS "\"/><Ticket passport=\"%s\" "
        "appid=\"PROD0119GSJUC$18\" lockkey=\"%s\" xmlns=\"" OIM_NS "\"/>"
        "<Sequence xmlns=\"http://schemas.xmlsoap.org/ws/2003/03/rm\"><Identifier "
        "xmlns=\"http://schemas.xmlsoap.org/ws/2002/07/utility\">http://messenger.msn.com"
        "</Identifier><MessageNumber>%u</MessageNumber></Sequence>",
        who, escaped, lock, number);
    g_autofree char *body =
        g_strdup_printf("<MessageType xmlns=\"" OIM_NS "\">text</MessageType><Content "
                        "xmlns=\"" OIM_NS "\">%s</Content>",
                        content);
    g_autofree char *whole = g_strdup_printf(ENVELOPE, header, body);

    return https_post(service, "/OimWS/oim.asmx",
                      "Content-Type: text/xml; charset=utf-8\r\nSOAPAction: "
                      "\"http://messenger.live.com/ws/2006/09/oim/Store2\"\r\n",
                      whole);
}

static char *
content(guint number, const char *text)
{
    g_autofree char *code = g_base64_encode((const guchar *) text, strlen(text));

    return g_strdup_printf("MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
                           "Content-Transfer-Encoding: base64\nX-OIM-Message-Type: OfflineMessage\n"
                           "X-OIM-Run-Id: " RUN "\nX-OIM-Sequence-Num: %u\n\n%s\n",
                           number, code);
}

static void
test_fetch(void)
{
    Service *service = service_start(15, FALSE, SSO_OPTIONS);

    control_ok(service, "oim " BOB " " ALICE " h\\xc3\\xa9llo");
    Peer *alice = web_sign_in(service, ALICE, GUID_A);

    send_message(alice, "ADL 5", ADL_BOB);
    talk(alice, "<ADL 5 OK", ">CHG 6 NLN 0 0", "~MSG Hotmail Hotmail *",
         "=text/x-msmsgsinitialmdatanotification", "=<M><T>11</T><S>6</S><RT>", "=<E>" BOB "</E>",
         NULL);
    g_autofree char *last = between(alice->payload, "<E>" BOB "</E><I>", "</I>");
    g_autofree char *one =
        g_strdup_printf("<messageId>%s</messageId><alsoMarkAsRead>false</alsoMarkAsRead>", last);
    g_autofree char *gone =
        g_strdup_printf("<messageIds><messageId>%s</messageId></messageIds>", last);
    g_autofree char *listed = rsi(service, ALICE, "GetMetadata", "");
    g_autofree char *mail = rsi(service, ALICE, "GetMessage", one);
    g_autofree char *deleted = rsi(service, ALICE, "DeleteMessages", gone);
    g_autofree char *again = rsi(service, ALICE, "DeleteMessages", gone);

    has(listed, "<GetMetadataResponse xmlns=\"" RSI_NS "\"><MD><M>");
    has(mail, "From: =?utf-8?B?Qm9iIEI=?= &lt;" BOB "&gt;\r\n");
    has(mail, "\r\n\r\naMOpbGxv\r\n</GetMessageResult>");
    has(deleted, "HTTP/1.1 200 ");
    has(again, "HTTP/1.1 500 ");
    /* One that comes while she is there. */
    control_ok(service, "oim " CAROL " " ALICE " again");
    talk(alice, "~MSG Hotmail Hotmail *", "=text/x-msmsgsoimnotification",
         "=<M><T>11</T><S>6</S><RS>", NULL);
    g_autofree char *waiting = control(service, "oims " ALICE);

    g_assert_cmpstr(waiting, ==, "1");
    peer_free(alice);
    /* Too many for a notice. */
    for (guint i = 0; i < 26; i++)
        control_ok(service, "oim " CAROL " " ALICE " more");
    control_ok(service, "await signed-out " ALICE);
    alice = web_sign_in(service, ALICE, GUID_A);
    send_message(alice, "ADL 5", ADL_BOB);
    talk(alice, "<ADL 5 OK", ">CHG 6 NLN 0 0", "~MSG Hotmail Hotmail *",
         "=Mail-Data: too-large\r\n", NULL);
    peer_free(alice);
    service_stop(service, 0);
}

static void
test_store(void)
{
    Service *service = service_start(15, FALSE, SSO_OPTIONS);
    g_autofree char *first = content(1, "hello");
    g_autofree char *second = content(2, "there");
    g_autofree char *answer = store(service, BOB, 1, "", first);
    g_autofree char *question = between(answer, "/oim/\">", "</LockKeyChallenge>");
    g_autofree char *line =
        g_strdup_printf("lockkey PROD0119GSJUC$18 %s", strrchr(question, '>') + 1);
    g_autofree char *key = control(service, line);
    g_autofree char *stored = store(service, BOB, 1, key, first);
    g_autofree char *next = store(service, BOB, 2, key, second);
    control_ok(service,
               "await oim-stored " ALICE " " BOB " hello ; oim-stored " ALICE " " BOB " there");
    g_autofree char *nobody = store(service, "x@example.test", 3, key, "");

    has(answer, ">q0:AuthenticationFailed</faultcode>");
    has(stored, "<AcknowledgmentRange Upper=\"1\" Lower=\"1\"/>");
    has(stored, "<PointsConsumed>1</PointsConsumed>");
    has(next, "HTTP/1.1 200 ");
    has(nobody, "q0:InvalidContent");
    expect_bad(service, "six lines");
    g_autofree char *third = content(3, "x");
    g_autofree char *unknown = store(service, "x@example.test", 3, key, third);

    has(unknown, "q0:SystemUnavailable");
    g_autofree char *wrong = store(service, BOB, 4, "0123456789abcdef0123456789abcdef", third);

    has(wrong, "<LockKeyChallenge");
    expect_bad(service, "the lockkey is wrong");
    g_autofree char *twice = store(service, BOB, 3, key, third);

    has(twice, "q0:InvalidContent");
    expect_bad(service, "not the next number");
    control_ok(service, "expire " ALICE);
    service_stop(service, 3);
}

/* The way of MSNP18. */
static void
test_uum(void)
{
    Service *service = service_start(18, FALSE, SSO_OPTIONS);
    Peer *alice = web_online(service, ALICE, GUID_A, ADL_BOB);

    send_message(alice, "UUM 10 " BOB " 1 1",
                 "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
                 "Dest-Agent: client\r\n\r\nCall me");
    control_ok(service, "await oim-stored " ALICE " " BOB " Call%20me");
    send_message(alice, "UUM 11 x@example.test 1 1",
                 "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
                 "Dest-Agent: client\r\n\r\nCall me");
    step(alice, "~217 11");
    send_message(alice, "UUM 12 " BOB " 1 1", "Call me");
    expect_bad(service, "no MIME head");
    peer_free(alice);
    service_stop(service, 1);
}

void
oim_tests(void)
{
    g_test_add_func("/msnpd/oim/fetch", test_fetch);
    g_test_add_func("/msnpd/oim/store", test_store);
    g_test_add_func("/msnpd/oim/uum", test_uum);
}
