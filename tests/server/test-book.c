/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Address book and sharing service, and what ADL and RML tell of them; across the divide too. */
#include "test-kit.h"

#include <string.h>

#define AB_ID "<abId>00000000-0000-0000-0000-000000000000</abId>"
#define FULL  "<abView>Full</abView>"
#define SERVICES                                                                                   \
    "<serviceFilter><Types><ServiceType>Messenger</ServiceType></Types></serviceFilter>"
#define PAGED     FULL "<extendedContent>AB AllGroups CircleResult</extendedContent>"
#define ADL_BOB   "<ml l=\"1\"><d n=\"example.test\"><c n=\"bob\" l=\"3\" t=\"1\"/></d></ml>"
#define ADL_ALICE "<ml l=\"1\"><d n=\"example.test\"><c n=\"alice\" l=\"3\" t=\"1\"/></d></ml>"
#define MORE(name, lists)                                                                          \
    "<ml><d n=\"example.test\"><c n=\"" name "\" l=\"" lists "\" t=\"1\"/></d></ml>"

static char *
book_guid(Service *service, const char *mail, const char *who)
{
    g_autofree char *answer = ab(service, mail, "ABFindAll", AB_ID FULL);
    g_autofree char *name = g_strdup_printf("<passportName>%s</passportName>", who);
    const char *at = strstr(answer, name);

    g_assert_nonnull(at);
    const char *begin = g_strrstr_len(answer, at - answer, "<contactId>");

    g_assert_nonnull(begin);
    return g_strndup(begin + strlen("<contactId>"), 36);
}

static void
test_read(void)
{
    Service *service = service_start(15, FALSE, SSO_OPTIONS);
    g_autofree char *members = ab(service, ALICE, "FindMembership", SERVICES);
    g_autofree char *all = ab(service, ALICE, "ABFindAll", AB_ID FULL);
    g_autofree char *paged = ab(service, ALICE, "ABFindContactsPaged", PAGED);

    g_assert_nonnull(strstr(members, "<MemberRole>Allow</MemberRole><Members>"
                                     "<Member xsi:type=\"PassportMember\">"));
    g_assert_nonnull(strstr(members, "<PassportName>" BOB "</PassportName>"));
    g_assert_nonnull(strstr(members, "<MemberRole>Pending</MemberRole><Members></Members>"));
    g_assert_nonnull(strstr(all, "<ABFindAllResult><groups><Group><groupId>"));
    g_assert_nonnull(strstr(all, "<name>Friends</name>"));
    g_assert_nonnull(strstr(all, "<contactType>Me</contactType>"));
    g_assert_nonnull(strstr(all, "<Name>MSN.IM.BLP</Name><Value>1</Value>"));
    g_assert_nonnull(strstr(all, "<displayName>Bob B</displayName>"));
    g_assert_nonnull(strstr(paged, "<ABFindContactsPagedResult><Groups><Group><groupId>"));
    g_assert_nonnull(strstr(paged, "</Contacts><CircleResult><CircleTicket>"));
    ab_expect(service, ALICE, "ABFindAll",
              AB_ID FULL "<deltasOnly>true</deltasOnly>"
                         "<lastChange>2026-01-01T00:00:00.0000000-08:00</lastChange>",
              "FullSyncRequired</errorcode>");
    control_ok(service, "book " ALICE " off");
    ab_expect(service, ALICE, "ABFindAll", AB_ID FULL, "ABDoesNotExist</errorcode>");
    ab_expect(service, ALICE, "ABAdd",
              "<abInfo><name/><ownerPuid>0</ownerPuid><ownerEmail>" ALICE
              "</ownerEmail><fDefault>true</fDefault></abInfo>",
              "<abId>");
    ab_expect(service, ALICE, "ABFindAll", AB_ID FULL, "HTTP/1.1 200 ");
    control_ok(service, "fault HTTPS:ABFindAll soap q0:BadContextToken");
    ab_expect(service, ALICE, "ABFindAll", AB_ID FULL, ">q0:BadContextToken</faultcode>");
    service_stop(service, 0);
}

static void
test_wrong(void)
{
    Service *service = service_start(15, FALSE, SSO_OPTIONS);

    ab_expect(service, ALICE, "ABFindAll", FULL, "HTTP/1.1 500 ");
    expect_bad(service, "abId");
    ab_expect(service, ALICE, "ABFindAll", AB_ID, "HTTP/1.1 500 ");
    expect_bad(service, "abView");
    ab_expect(service, ALICE, "ABFindAll", AB_ID FULL "<x/>", "HTTP/1.1 200 ");
    expect_bad(service, "what is x");
    ab_expect(service, ALICE, "FindMembership", "", "HTTP/1.1 500 ");
    expect_bad(service, "serviceFilter");
    ab_expect(service, ALICE, "ABFindNothing", AB_ID, "Forbidden");
    expect_bad(service, "no operation");
    ab_expect(service, ALICE, "ABContactDelete", AB_ID, "HTTP/1.1 500 ");
    expect_bad(service, "contactId");
    ab_expect(service, ALICE, "ABGroupAdd", AB_ID, "HTTP/1.1 500 ");
    expect_bad(service, "groupType");
    ab_member(service, ALICE, "AddMember", "Friend", BOB, "HTTP/1.1 500 ");
    expect_bad(service, "MemberRole");
    ab_member(service, ALICE, "AddMember", "Reverse", CAROL, "HTTP/1.1 500 ");
    expect_bad(service, "Reverse");
    ab_member(service, ALICE, "AddMember", "Allow", BOB, "MemberAlreadyExists</errorcode>");
    ab_member(service, ALICE, "DeleteMember", "Block", BOB, "MemberDoesNotExist</errorcode>");
    ab_member(service, ALICE, "AddMember", "Allow", "x@example.test",
              "UserDoesNotExist</errorcode>");
    service_stop(service, 9);
}

/* What stands between the tags; caller frees. */
static char *
element(const char *answer, const char *name)
{
    g_autofree char *begin = g_strdup_printf("<%s>", name);
    g_autofree char *end = g_strdup_printf("</%s>", name);
    const char *from = strstr(answer, begin);

    g_assert_nonnull(from);
    return g_strndup(from, (gsize) (strstr(from, end) + strlen(end) - from));
}

/* BOB and then CAROL, one at a time. A context is good once, and as it is. */
static void
test_pages(void)
{
    Service *service =
        service_start(18, FALSE, SSO_OPTIONS " --page-size 1 --friends " ALICE "," CAROL);
    g_autofree char *first = ab(service, ALICE, "ABFindContactsPaged", PAGED);
    g_autofree char *context = element(first, "pageContext");
    g_autofree char *position = element(context, "Position");
    g_autofree char *back = g_strdup_printf(
        PAGED "<pageContext><PageSize>1</PageSize>%s</pageContext>", position);

    g_assert_nonnull(strstr(context, "<From>&lt;1&gt; &amp; "));
    g_assert_nonnull(strstr(first, ">Me<"));
    g_assert_nonnull(strstr(first, "<passportName>" BOB "</passportName>"));
    g_assert_null(strstr(first, CAROL));
    g_autofree char *second = ab(service, ALICE, "ABFindContactsPaged", back);
    g_assert_nonnull(strstr(second, "<passportName>" CAROL "</passportName>"));
    g_assert_null(strstr(second, ">Me<"));
    g_assert_null(strstr(second, "pageContext"));
    ab_expect(service, ALICE, "ABFindContactsPaged", back, "HTTP/1.1 500 ");
    expect_bad(service, "pageContext");
    ab_expect(service, ALICE, "ABFindContactsPaged",
              PAGED "<pageContext><PageSize>1</PageSize></pageContext>", "HTTP/1.1 500 ");
    expect_bad(service, "pageContext");
    service_stop(service, 2);
}

/* CAROL, who is in the other world, is added, blocked and removed. */
static void
test_divide(gconstpointer data)
{
    guint dialect = GPOINTER_TO_UINT(data);
    Service *service = service_start(dialect, FALSE, SSO_OPTIONS);
    Peer *alice = web_online(service, ALICE, GUID_A, ADL_BOB);

    Peer *carol = online_as(service, CAROL, 7);

    ab_expect(service, ALICE, "ABContactAdd",
              AB_ID "<contacts><Contact><contactInfo><contactType>LivePending</contactType>"
                    "<passportName>" CAROL "</passportName><isMessengerUser>true</isMessengerUser>"
                    "</contactInfo></Contact></contacts><options><EnableAllowListManagement>true"
                    "</EnableAllowListManagement></options>",
              "<ABContactAddResult><guid>");
    ab_member(service, ALICE, "AddMember", "Allow", CAROL, "HTTP/1.1 200 ");
    send_message(alice, "ADL 10", MORE("carol", "3"));
    step(alice, dialect == 18 ? "<NLN NLN 1:" CAROL " *" : "<ILN 10 NLN " CAROL " *");
    step(alice, "<ADL 10 OK");
    step(carol, "~ADD 0 RL 16 " ALICE " Alice");
    talk(carol, ">ADD 11 AL " ALICE " Alice", "~ADD 11 AL *", ">ADD 12 FL " ALICE " Alice 0",
         "<ADD 12 FL *", "~ILN 12 NLN " ALICE " Alice", NULL);
    talk(alice, "~ADL 0 *", "=<ml><d n=\"example.test\"><c n=\"carol\" t=\"1\" l=\"8\" f=\"", NULL);
    talk(alice, "<NOT *", "=ABCHInternal", NULL);
    ab_expect(service, ALICE, "FindMembership", SERVICES, "<MembershipId>Reverse/" CAROL);
    /* Blocked: CAROL sees her go; and come again. */
    ab_member(service, ALICE, "DeleteMember", "Allow", CAROL, "HTTP/1.1 200 ");
    ab_member(service, ALICE, "AddMember", "Block", CAROL, "HTTP/1.1 200 ");
    send_message(alice, "RML 13", MORE("carol", "2"));
    step(alice, "<RML 13 OK");
    send_message(alice, "ADL 14", MORE("carol", "4"));
    step(alice, "<ADL 14 OK");
    step(carol, "~FLN " ALICE);
    /* Chat both ways is what rooms are tested for; here that she leaves the list. */
    g_autofree char *guid = book_guid(service, ALICE, CAROL);
    g_autofree char *body = g_strdup_printf(
        AB_ID "<contacts><Contact><contactId>%s</contactId></Contact></contacts>", guid);

    ab_expect(service, ALICE, "ABContactDelete", body, "HTTP/1.1 200 ");
    send_message(alice, "RML 15", MORE("carol", "1"));
    step(alice, "<RML 15 OK");
    step(carol, "~REM 0 RL * " ALICE);
    peer_free(alice);
    peer_free(carol);
    service_stop(service, 0);
}

static void
test_groups(void)
{
    Service *service = service_start(15, FALSE, SSO_OPTIONS);
    g_autofree char *bob = book_guid(service, ALICE, BOB);
    g_autofree char *added =
        ab(service, ALICE, "ABGroupAdd",
           AB_ID "<groupAddOptions><fRenameOnMsgrConflict>false</fRenameOnMsgrConflict>"
                 "</groupAddOptions><groupInfo><GroupInfo><name>A &amp; B</name><groupType>"
                 "C8529CE2-6EAD-434d-881F-341E17DB3FF8</groupType></GroupInfo></groupInfo>");
    g_autofree char *guid = between(added, "<ABGroupAddResult><guid>", "</guid>");
    g_autofree char *filter =
        g_strdup_printf("<groupFilter><groupIds><guid>%s</guid></groupIds></groupFilter>", guid);
    g_autofree char *contact = g_strdup_printf(
        AB_ID "%s<contacts><Contact><contactId>%s</contactId></Contact></contacts>", filter, bob);
    g_autofree char *rename = g_strdup_printf(
        AB_ID "<groups><Group><groupId>%s</groupId><groupInfo><name>C</name>"
              "</groupInfo><propertiesChanged>GroupName </propertiesChanged></Group>"
              "</groups>",
        guid);
    g_autofree char *again = g_strdup_printf(
        AB_ID "<groups><Group><groupId>%s</groupId><groupInfo><name>Friends</name>"
              "</groupInfo><propertiesChanged>GroupName </propertiesChanged></Group>"
              "</groups>",
        guid);
    g_autofree char *with_id = g_strconcat(AB_ID, filter, NULL);

    ab_expect(service, ALICE, "ABGroupContactAdd", contact, "<ABGroupContactAddResult><guid>");
    g_autofree char *lists = control(service, "lists " ALICE " " BOB);

    g_assert_cmpstr(lists, ==, "11 Friends A%20%26%20B");
    ab_expect(service, ALICE, "ABGroupUpdate", rename, "HTTP/1.1 200 ");
    ab_expect(service, ALICE, "ABGroupUpdate", again, "GroupAlreadyExists</errorcode>");
    ab_expect(service, ALICE, "ABGroupContactDelete", contact, "HTTP/1.1 200 ");
    ab_expect(service, ALICE, "ABGroupDelete", with_id, "HTTP/1.1 200 ");
    ab_expect(service, ALICE, "ABGroupDelete", with_id, "GroupDoesNotExist</errorcode>");
    g_autofree char *groups = control(service, "groups " ALICE);

    g_assert_cmpstr(groups, ==, "Other%20Contacts Friends");
    service_stop(service, 0);
}

static void
test_update(void)
{
    Service *service = service_start(15, FALSE, SSO_OPTIONS);
    g_autofree char *bob = book_guid(service, ALICE, BOB);
    g_autofree char *alias = g_strdup_printf(
        AB_ID
        "<contacts><Contact><contactId>%s</contactId><contactInfo><annotations><Annotation>"
        "<Name>AB.NickName</Name><Value>Bobby</Value></Annotation></annotations></contactInfo>"
        "<propertiesChanged>Annotation </propertiesChanged></Contact></contacts>",
        bob);

    ab_expect(service, ALICE, "ABContactUpdate", alias, "HTTP/1.1 200 ");
    ab_expect(service, ALICE, "ABFindAll", AB_ID FULL,
              "<Name>AB.NickName</Name><Value>Bobby</Value>");
    ab_expect(
        service, ALICE, "ABContactUpdate",
        AB_ID
        "<contacts><Contact><contactInfo><contactType>Me</contactType><annotations>"
        "<Annotation><Name>MSN.IM.BLP</Name><Value>2</Value></Annotation></annotations>"
        "</contactInfo><propertiesChanged>Annotation</propertiesChanged></Contact></contacts>",
        "HTTP/1.1 200 ");
    g_autofree char *privacy = control(service, "privacy " ALICE);

    g_assert_cmpstr(privacy, ==, "A BL");
    ab_expect(service, ALICE, "ABContactUpdate",
              AB_ID "<contacts><Contact><contactInfo/></Contact></contacts>", "HTTP/1.1 500 ");
    expect_bad(service, "propertiesChanged");
    service_stop(service, 1);
}

/* What ADL and RML must not be, and the number that answers it. */
static void
test_adl_wrong(void)
{
    static const struct {
        const char *verb, *payload, *why;
        guint error;
    } wrongs[] = {
        {"ADL", "<ml", "well-formed", 241},
        {"ADL", "<nl/>", "no <ml>", 241},
        {"ADL", "<ml> </ml>", "something else than elements", 241},
        {"ADL", "<ml><d n=\"example.test\"/></ml>", "nobody in it", 240},
        {"ADL", MORE("carol", "6"), "no sum", 241},
        {"ADL", MORE("carol", "8"), "no sum", 241},
        {"ADL", MORE("carol", "0"), "no sum", 241},
        {"ADL", "<ml><d n=\"example.test\"><c n=\"carol\" l=\"1\"/></d></ml>", "network", 204},
        {"ADL", "<ml><d n=\"example.test\"><c n=\"carol\" l=\"1\" t=\"3\"/></d></ml>", "network",
         204},
        {"RML", ADL_BOB, "no l on", 241},
    };
    Service *service = service_start(15, FALSE, SSO_OPTIONS);
    Peer *alice = web_online(service, ALICE, GUID_A, ADL_BOB);

    for (guint i = 0; i < G_N_ELEMENTS(wrongs); i++) {
        g_autofree char *head = g_strdup_printf("%s 20", wrongs[i].verb);

        send_message(alice, head, wrongs[i].payload);
        say(alice, "~%u 20 %u", wrongs[i].error, (guint) strlen(wrongs[i].payload));
        expect_bad(service, wrongs[i].why);
    }
    send_message(alice, "ADL 21", MORE("nobody", "3"));
    step(alice, "~208 21");
    send_message(alice, "FQY 22", "<ml><d n=\"example.test\"><c n=\"carol\"/></d></ml>");
    talk(alice, "<FQY 22 *", "=<c n=\"carol\" t=\"1\" />", NULL);
    peer_free(alice);
    alice = web_sign_in(service, ALICE, GUID_A);
    send_message(alice, "ADL 5", "<ml l=\"1\"></ml>");
    talk(alice, "<ADL 5 OK", ">CHG 6 NLN 0 0", "<CHG 6 *", NULL);
    expect_bad(service, "the address book has " BOB " on 3, ADL said 0");
    peer_free(alice);
    service_stop(service, G_N_ELEMENTS(wrongs) + 1);
}

/* Changes that were made elsewhere: the client hears that there are some, and presence follows. */
static void
test_remote(void)
{
    Service *service = service_start(18, FALSE, SSO_OPTIONS);
    Peer *alice = web_online(service, ALICE, GUID_A, ADL_BOB);

    control_ok(service, "status " CAROL " NLN");
    control_ok(service, "remote " ALICE " add FL " CAROL);
    talk(alice, "~NOT *", "=ABCHInternal", "<NLN NLN 1:" CAROL " *", NULL);
    g_autofree char *live = control(service, "live " ALICE " " CAROL);

    g_assert_cmpstr(live, ==, "1");
    control_ok(service, "remote " ALICE " rem FL " CAROL);
    step(alice, "<NOT *");
    control_ok(service, "remote " CAROL " add FL " ALICE);
    talk(alice, "<ADL 0 *", "=<c n=\"carol\" t=\"1\" l=\"8\" f=\"", "<NOT *", NULL);
    ab_expect(service, ALICE, "FindMembership", SERVICES, "<MembershipId>Pending/" CAROL);
    control_ok(service, "remote " CAROL " rem FL " ALICE);
    talk(alice, "<RML 0 *", "=<c n=\"carol\" t=\"1\" l=\"8\" />", "<NOT *", NULL);
    peer_free(alice);
    service_stop(service, 0);
}

void
book_tests(void)
{
    g_test_add_func("/msnpd/book/remote", test_remote);
    g_test_add_func("/msnpd/book/read", test_read);
    g_test_add_func("/msnpd/book/pages", test_pages);
    g_test_add_func("/msnpd/book/wrong", test_wrong);
    g_test_add_func("/msnpd/book/groups", test_groups);
    g_test_add_func("/msnpd/book/update", test_update);
    g_test_add_func("/msnpd/book/adl-wrong", test_adl_wrong);
    g_test_add_data_func("/msnpd/book/divide/msnp13", GUINT_TO_POINTER(13), test_divide);
    g_test_add_data_func("/msnpd/book/divide/msnp18", GUINT_TO_POINTER(18), test_divide);
}
