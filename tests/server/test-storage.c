/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The storage service: a profile as clients read and change it, and what is wrong about it. */
#include "test-kit.h"

#include <string.h>

#define NS    "http://www.msn.com/webservices/storage/w10"
#define CID   "1234567890123456789"
#define ALIAS "<Alias><Name>" CID "</Name><NameSpace>MyCidStuff</NameSpace></Alias>"
#define MINE                                                                                       \
    "<profileHandle>" ALIAS "<RelationshipName>MyProfile</RelationshipName></profileHandle>"
#define TILES "<RelationshipName>/UserTiles</RelationshipName>" ALIAS
#define WANTED                                                                                     \
    "<profileAttributes><ExpressionProfileAttributes><DisplayName>true</DisplayName>"              \
    "</ExpressionProfileAttributes></profileAttributes>"
#define GIF "R0lGODlhIHR3bw=="
#define DOCUMENT(data)                                                                             \
    "<parentHandle>" TILES "</parentHandle><document xsi:type=\"Photo\"><Name>x</Name>"            \
    "<DocumentStreams><DocumentStream xsi:type=\"PhotoStream\"><DocumentStreamType>UserTileStatic" \
    "</DocumentStreamType><MimeType>image/gif</MimeType><Data>" data "</Data><DataSize>0"          \
    "</DataSize></DocumentStream></DocumentStreams></document><relationshipName>Messenger User "   \
    "Tile</relationshipName>"

/* The whole answer; caller frees. */
static char *
ask(Service *service, const char *operation, const char *body)
{
    g_autofree char *ticket = token(service, ALICE, "storage.msn.com");
    g_autofree char *header = g_markup_printf_escaped(
        "<StorageApplicationHeader xmlns=\"" NS "\"><ApplicationID>Messenger Client 8.5"
        "</ApplicationID><Scenario>Initial</Scenario></StorageApplicationHeader><StorageUserHeader "
        "xmlns=\"" NS "\"><Puid>0</Puid><TicketToken>%s</TicketToken></StorageUserHeader>",
        ticket);

    return soap_post(service, "/storageservice/SchematizedStore.asmx", NS, operation, header, body);
}

static void
expect(Service *service, const char *operation, const char *body, const char *what)
{
    g_autofree char *answer = ask(service, operation, body);

    has(answer, what);
}

static char *
relation(const char *profile, const char *tile)
{
    return g_strdup_printf("<relationships><Relationship><SourceID>%s</SourceID><SourceType>"
                           "SubProfile</SourceType><TargetID>%s</TargetID><TargetType>Photo"
                           "</TargetType><RelationshipName>ProfilePhoto</RelationshipName>"
                           "</Relationship></relationships>",
                           profile, tile);
}

static char *
no_relation(const char *source, const char *tile)
{
    return g_strdup_printf("<sourceHandle>%s</sourceHandle><targetHandles><ObjectHandle>"
                           "<ResourceID>%s</ResourceID></ObjectHandle></targetHandles>",
                           source, tile);
}

static void
test_picture(gconstpointer living)
{
    Service *service = service_start(15, living != NULL, SSO_OPTIONS);
    g_autofree char *empty = ask(service, "GetProfile", MINE WANTED);
    g_autofree char *id = between(empty, "<ExpressionProfile><ResourceID>", "</ResourceID>");
    g_autofree char *source = g_strdup_printf("<ResourceID>%s</ResourceID>", id);

    g_assert_null(strstr(empty, "<Photo>"));
    g_autofree char *made = ask(service, "CreateDocument", DOCUMENT(GIF));
    g_autofree char *tile = between(made, "<CreateDocumentResult>", "</CreateDocumentResult>");
    control_ok(service, "await tile-created " ALICE " 10");
    g_autofree char *related = relation(id, tile);
    expect(service, "CreateRelationships", related, "CreateRelationshipsResponse");
    g_autofree char *full = ask(service, "GetProfile", MINE WANTED);
    g_autofree char *url = between(full, "UserTileStatic</DocumentStreamName>", "</PreAuthURL>");
    g_assert_nonnull(strstr(url, living != NULL ? "<PreAuthURL>https://127.0.0.1:"
                                                : "<PreAuthURL>/storage/usertile/"));
    g_autofree char *forget = no_relation(TILES, tile), *hide = no_relation(source, tile);
    expect(service, "DeleteRelationships", forget, "DeleteRelationshipsResponse");
    expect(service, "DeleteRelationships", hide, "DeleteRelationshipsResponse");
    expect(service, "GetProfile", MINE WANTED,
           "<PersonalStatus></PersonalStatus></ExpressionProfile>");
    service_stop(service, 0);
}

static void
test_profile(void)
{
    Service *service = service_start(15, FALSE, SSO_OPTIONS);
    g_autofree char *empty = ask(service, "GetProfile", MINE WANTED);
    g_autofree char *id = between(empty, "<GetProfileResult><ResourceID>", "</ResourceID>");
    g_autofree char *update = g_strdup_printf(
        "<profile><ResourceID>%s</ResourceID><ExpressionProfile><FreeText>Update</FreeText>"
        "<DisplayName>Al</DisplayName></ExpressionProfile></profile>",
        id);

    control_ok(service, "profile-message " ALICE " out & about");
    expect(service, "UpdateProfile", update, "UpdateProfileResponse");
    expect(service, "GetProfile", MINE WANTED,
           "<DisplayName>Al</DisplayName><PersonalStatus>out &amp; about</PersonalStatus>");
    service_stop(service, 0);
}

static void
test_wrong(void)
{
    Service *service = service_start(15, FALSE, SSO_OPTIONS);
    g_autofree char *nobodys = no_relation(TILES, "x!1"), *none = relation("x!1", "x!2");

    expect(service, "GetProfile",
           "<profileHandle><Alias><Name>0</Name><NameSpace>MyCidStuff</NameSpace></Alias>"
           "<RelationshipName>MyProfile</RelationshipName></profileHandle>" WANTED,
           "HTTP/1.1 200 ");
    expect_bad(service, "MyProfile");
    expect(service, "CreateDocument", DOCUMENT("bm90aGluZw=="), "InvalidPicture");
    expect_bad(service, "no picture");
    expect(service, "CreateDocument", DOCUMENT("R0lGODlhIHR3bw"), "InvalidPicture");
    expect_bad(service, "no picture");
    expect(service, "DeleteRelationships", nobodys, "HTTP/1.1 200 ");
    expect_bad(service, "no such picture");
    expect(service, "CreateRelationships", none, "HTTP/1.1 200 ");
    expect_bad(service, "that of the profile");
    expect(service, "FindDocuments", "", "HTTP/1.1 500 ");
    expect_bad(service, "no such operation");
    service_stop(service, 6);
}

void
storage_tests(void)
{
    g_test_add_func("/msnpd/storage/profile", test_profile);
    g_test_add_data_func("/msnpd/storage/picture", NULL, test_picture);
    g_test_add_data_func("/msnpd/storage/picture-living", "living", test_picture);
    g_test_add_func("/msnpd/storage/wrong", test_wrong);
}
