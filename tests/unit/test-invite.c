/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Invitations: what clients write and what nobody should, read and printed.
 */
#include "msnp/invite.h"

#include <string.h>
#include "msnp/limits.h"

#define HEAD   "MIME-Version: 1.0\r\nContent-Type: text/x-msmsgsinvite; charset=UTF-8\r\n\r\n"
#define LATIN  "MIME-Version: 1.0\r\nContent-Type: text/x-msmsgsinvite\r\n\r\n"
#define INVITE "Invitation-Command: INVITE\r\nInvitation-Cookie: 33267\r\n"
#define FT     "Application-GUID: {5D3E02AB-6190-11d3-BBBB-00C04F795683}\r\n"

/* Parses a copy that has no byte behind it and is gone afterwards. */
static gboolean
parse(const char *payload, gsize len, MsnpInvite *invite)
{
    g_autofree guint8 *copy = g_memdup2(payload, len);
    MsnpMessage message;
    gboolean ok;

    g_assert_true(msnp_message_parse(copy, len, &message));
    ok = msnp_invite_parse(&message, invite);
    memset(copy, 'x', len);
    if (!ok) {
        MsnpInvite nothing = {0};

        g_assert_cmpmem(invite, sizeof(*invite), &nothing, sizeof(nothing));
    }
    return ok;
}

/* ---- in -------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    const char *payload;
    gboolean usable;
    MsnpInviteCommand command;
    MsnpInviteKind kind;
    guint32 cookie;
    const char *application_name, *guid, *session_id, *cancel_code, *file_name;
    guint64 file_size;
    guint n_fields;
} bodies[] = {
    {"file",
     HEAD "Application-Name: File Transfer\r\n" FT INVITE
          "Application-File: hello.txt\r\nApplication-FileSize: 11\r\n\r\n",
     TRUE, MSNP_INVITE_CMD_INVITE, MSNP_INVITE_FILE, 33267, "File Transfer",
     "{5D3E02AB-6190-11d3-BBBB-00C04F795683}", NULL, NULL, "hello.txt", 11, 6},
    {"voice",
     HEAD "Application-Name: an audio conversation\r\n"
          "Application-GUID: {02D3C01F-BF30-4825-A83A-DE7AF41648AA}\r\n"
          "Session-Protocol: SM1\r\n"
          "Context-Data: Requested:SIP_A,;Capabilities:SIP_A,;\r\n"
          "Invitation-Command: INVITE\r\nInvitation-Cookie: 126868552\r\n"
          "Session-ID: {CE64F989-2AAD-44C4-A780-2C55A812B0B6}\r\n"
          "Conn-Type: Firewall\r\nSip-Capability: 1\r\n\r\n",
     TRUE, MSNP_INVITE_CMD_INVITE, MSNP_INVITE_VOICE, 126868552, "an audio conversation",
     "{02D3C01F-BF30-4825-A83A-DE7AF41648AA}", "{CE64F989-2AAD-44C4-A780-2C55A812B0B6}", NULL, NULL,
     0, 9},
    {"accept",
     HEAD "Invitation-Command: ACCEPT\r\nInvitation-Cookie: 33267\r\n"
          "Launch-Application: FALSE\r\nRequest-Data: IP-Address:\r\n\r\n",
     TRUE, MSNP_INVITE_CMD_ACCEPT, MSNP_INVITE_OTHER, 33267, .n_fields = 4},
    {"cancel",
     HEAD "Invitation-Command: CANCEL\r\nCancel-Code: TIMEOUT\r\n"
          "Invitation-Cookie: 126868552\r\n"
          "Session-ID: {CE64F989-2AAD-44C4-A780-2C55A812B0B6}\r\n\r\n",
     TRUE, MSNP_INVITE_CMD_CANCEL, MSNP_INVITE_OTHER, 126868552, NULL, NULL,
     "{CE64F989-2AAD-44C4-A780-2C55A812B0B6}", "TIMEOUT", NULL, 0, 4},
    {"command of another time", HEAD "Invitation-Command: HOLD\r\nInvitation-Cookie: 1\r\n", TRUE,
     MSNP_INVITE_CMD_UNKNOWN, MSNP_INVITE_OTHER, 1, .n_fields = 2},
    {"any case, blanks, order", HEAD " invitation-cookie :4294967295 \nINVITATION-COMMAND:Invite",
     TRUE, MSNP_INVITE_CMD_INVITE, MSNP_INVITE_OTHER, G_MAXUINT32, .n_fields = 2},
    {"folded", HEAD "Application-Name: a\r\n\tb\r\n c\r\n" INVITE, TRUE, MSNP_INVITE_CMD_INVITE,
     MSNP_INVITE_OTHER, 33267, "a  b  c", .n_fields = 3},
    {"first of two counts", HEAD INVITE "Invitation-Cookie: 7\r\nInvitation-Command: CANCEL\r\n",
     TRUE, MSNP_INVITE_CMD_INVITE, MSNP_INVITE_OTHER, 33267, .n_fields = 4},
    {"empty values",
     HEAD INVITE "Application-Name:\r\nApplication-GUID: \r\nSession-ID:\r\n"
                 "Application-File:\r\nApplication-FileSize:\r\n",
     TRUE, MSNP_INVITE_CMD_INVITE, MSNP_INVITE_OTHER, 33267, .n_fields = 7},
    {"lines that are no fields", HEAD "hello\r\n: x\r\na b: c\r\n\r\na/b: c\r\n" INVITE, TRUE,
     MSNP_INVITE_CMD_INVITE, MSNP_INVITE_OTHER, 33267, .n_fields = 2},
    {"UTF-8", HEAD INVITE "Application-File: ü€😀.txt\r\n", TRUE, MSNP_INVITE_CMD_INVITE,
     MSNP_INVITE_OTHER, 33267, .file_name = "ü€😀.txt", .n_fields = 3},
    {"UTF-8 that is not said", LATIN INVITE "Application-File: ü.txt\r\n", TRUE,
     MSNP_INVITE_CMD_INVITE, MSNP_INVITE_OTHER, 33267, .file_name = "ü.txt", .n_fields = 3},
    {"Latin-1", LATIN INVITE "Application-File: \xfc.txt\r\n", TRUE, MSNP_INVITE_CMD_INVITE,
     MSNP_INVITE_OTHER, 33267, .file_name = "ü.txt", .n_fields = 3},
    {"broken UTF-8", HEAD INVITE "Application-File: a\xff\xfe.txt\r\n", TRUE,
     MSNP_INVITE_CMD_INVITE, MSNP_INVITE_OTHER, 33267, .file_name = "a\357\277\275\357\277\275.txt",
     .n_fields = 3},
    {"controls", HEAD INVITE "Application-Name: a\x1b[31m\x7f\302\205z\r\n", TRUE,
     MSNP_INVITE_CMD_INVITE, MSNP_INVITE_OTHER, 33267, "a\357\277\275[31m\357\277\275\357\277\275z",
     .n_fields = 3},
    /* file names */
    {"path", HEAD INVITE "Application-File: ../../etc/passwd\r\n", TRUE, MSNP_INVITE_CMD_INVITE,
     MSNP_INVITE_OTHER, 33267, .file_name = "passwd", .n_fields = 3},
    {"path of theirs", HEAD INVITE "Application-File: C:\\dir/..\\x y.txt\r\n", TRUE,
     MSNP_INVITE_CMD_INVITE, MSNP_INVITE_OTHER, 33267, .file_name = "x y.txt", .n_fields = 3},
    {"directory", HEAD INVITE "Application-File: a/\r\n", TRUE, MSNP_INVITE_CMD_INVITE,
     MSNP_INVITE_OTHER, 33267, .n_fields = 3},
    {"parent", HEAD INVITE "Application-File: a\\..\r\n", TRUE, MSNP_INVITE_CMD_INVITE,
     MSNP_INVITE_OTHER, 33267, .n_fields = 3},
    {"here", HEAD INVITE "Application-File: .\r\n", TRUE, MSNP_INVITE_CMD_INVITE, MSNP_INVITE_OTHER,
     33267, .n_fields = 3},
    {"size", HEAD INVITE "Application-FileSize: 18446744073709551615\r\n", TRUE,
     MSNP_INVITE_CMD_INVITE, MSNP_INVITE_OTHER, 33267, .file_size = G_MAXUINT64, .n_fields = 3},
    {"size too much", HEAD INVITE "Application-FileSize: 18446744073709551616\r\n", TRUE,
     MSNP_INVITE_CMD_INVITE, MSNP_INVITE_OTHER, 33267, .n_fields = 3},
    {"size below", HEAD INVITE "Application-FileSize: -1\r\n", TRUE, MSNP_INVITE_CMD_INVITE,
     MSNP_INVITE_OTHER, 33267, .n_fields = 3},
    /* unusable */
    {"nothing", HEAD, .usable = FALSE},
    {"no command", HEAD "Invitation-Cookie: 1\r\n", .usable = FALSE},
    {"empty command", HEAD "Invitation-Command: \r\nInvitation-Cookie: 1\r\n", .usable = FALSE},
    {"no cookie", HEAD "Invitation-Command: INVITE\r\n", .usable = FALSE},
    {"cookie 0", HEAD "Invitation-Command: INVITE\r\nInvitation-Cookie: 0\r\n", .usable = FALSE},
    {"cookie too big", HEAD "Invitation-Command: INVITE\r\nInvitation-Cookie: 4294967296\r\n",
     .usable = FALSE},
    {"cookie wraps",
     HEAD "Invitation-Command: INVITE\r\nInvitation-Cookie: 18446744073709551617\r\n",
     .usable = FALSE},
    {"cookie is none", HEAD "Invitation-Command: INVITE\r\nInvitation-Cookie: 12x\r\n",
     .usable = FALSE},
    {"cookie with sign", HEAD "Invitation-Command: INVITE\r\nInvitation-Cookie: +12\r\n",
     .usable = FALSE},
    {"fields in the head", "Content-Type: text/x-msmsgsinvite\r\n" INVITE, .usable = FALSE},
};

static void
test_parse(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(bodies); i++) {
        MsnpInvite invite;

        g_test_message("%s", bodies[i].name);
        g_assert_cmpint(parse(bodies[i].payload, strlen(bodies[i].payload), &invite), ==,
                        bodies[i].usable);
        g_assert_cmpint(invite.command, ==, bodies[i].command);
        if (bodies[i].usable)
            g_assert_cmpint(invite.kind, ==, bodies[i].kind);
        g_assert_cmpuint(invite.cookie, ==, bodies[i].cookie);
        g_assert_cmpstr(invite.application_name, ==, bodies[i].application_name);
        g_assert_cmpstr(invite.guid, ==, bodies[i].guid);
        g_assert_cmpstr(invite.session_id, ==, bodies[i].session_id);
        g_assert_cmpstr(invite.cancel_code, ==, bodies[i].cancel_code);
        g_assert_cmpstr(invite.file_name, ==, bodies[i].file_name);
        g_assert_cmpuint(invite.file_size, ==, bodies[i].file_size);
        g_assert_cmpuint(invite.n_fields, ==, bodies[i].n_fields);
        msnp_invite_clear(&invite);
        msnp_invite_clear(&invite); /* once more does no harm */
    }
}

static void
test_fields(void)
{
    static const char payload[] =
        HEAD "Application-Name: a:b: c\r\nEmpty:\r\n" INVITE "Conn-Type: Firewall\r\n";
    static const MsnpInviteField expected[] = {{"Application-Name", "a:b: c"},
                                               {"Empty", ""},
                                               {"Invitation-Command", "INVITE"},
                                               {"Invitation-Cookie", "33267"},
                                               {"Conn-Type", "Firewall"}};
    MsnpInvite invite;

    g_assert_true(parse(payload, sizeof(payload) - 1, &invite));
    g_assert_cmpuint(invite.n_fields, ==, G_N_ELEMENTS(expected));
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
        g_assert_cmpstr(invite.fields[i].name, ==, expected[i].name);
        g_assert_cmpstr(invite.fields[i].value, ==, expected[i].value);
    }
    g_assert_cmpstr(msnp_invite_field(&invite, "conn-TYPE"), ==, "Firewall");
    g_assert_cmpstr(msnp_invite_field(&invite, "Empty"), ==, "");
    g_assert_null(msnp_invite_field(&invite, "Session-ID"));
    msnp_invite_clear(&invite);
}

static void
test_limits(void)
{
    g_autoptr(GString) payload = g_string_new(HEAD INVITE);
    g_autofree char *name = g_strnfill(MSNP_INVITE_LIMIT_NAME, 'n');
    MsnpInvite invite;

    g_string_append_printf(payload, "%s: x\r\n%sn: x\r\nApplication-Name: ", name, name);
    for (guint i = 0; i < MSNP_INVITE_LIMIT_VALUE; i++)
        g_string_append(payload, "ü");
    g_string_append(payload, "x\r\n");
    for (guint i = 0; i < 10 * MSNP_INVITE_LIMIT_FIELDS; i++)
        g_string_append_printf(payload, "X%u: y\r\n", i);
    g_assert_true(parse(payload->str, payload->len, &invite));
    g_assert_cmpuint(invite.n_fields, ==, MSNP_INVITE_LIMIT_FIELDS);
    g_assert_cmpstr(msnp_invite_field(&invite, name), ==, "x");
    g_assert_cmpuint(strlen(invite.application_name), ==, MSNP_INVITE_LIMIT_VALUE);
    g_assert_true(g_utf8_validate(invite.application_name, -1, NULL));
    msnp_invite_clear(&invite);
}

/* NUL, everywhere. */
static void
test_nul(void)
{
    static const char payload[] = HEAD INVITE "Application-Name: a\0b\r\n\0X: y\r\nX\0: y\r\n\0\0";
    MsnpInvite invite;

    g_assert_true(parse(payload, sizeof(payload) - 1, &invite));
    g_assert_cmpstr(invite.application_name, ==, "a\357\277\275b");
    g_assert_cmpuint(invite.n_fields, ==, 3);
    msnp_invite_clear(&invite);
}

/* Every single byte of an invitation made every wrong one of a few. */
static void
test_bytes(void)
{
    static const char bytes[] = "\0\r\n\t :\xff\xc2\x80{A0";
    const char *payload = bodies[1].payload;
    gsize len = strlen(payload), start = strlen(HEAD);

    for (gsize at = start; at < len; at++)
        for (guint i = 0; i < sizeof(bytes) - 1; i++) {
            g_autofree char *copy = g_memdup2(payload, len);
            MsnpInvite invite;

            copy[at] = bytes[i];
            if (parse(copy, len, &invite))
                for (guint n = 0; n < invite.n_fields; n++)
                    g_assert_true(g_utf8_validate(invite.fields[n].value, -1, NULL));
            msnp_invite_clear(&invite);
            parse(copy, at + 1, &invite);
            msnp_invite_clear(&invite);
        }
}

static void
test_kinds(void)
{
    static const struct {
        const char *guid;
        MsnpInviteKind kind;
    } guids[] = {
        {"{5D3E02AB-6190-11d3-BBBB-00C04F795683}", MSNP_INVITE_FILE},
        {"{5d3e02ab-6190-11D3-bbbb-00c04f795683}", MSNP_INVITE_FILE},
        {"5D3E02AB-6190-11d3-BBBB-00C04F795683", MSNP_INVITE_FILE},
        {"{02D3C01F-BF30-4825-A83A-DE7AF41648AA}", MSNP_INVITE_VOICE},
        {"{56b994a7-380f-410b-9985-c809d78c1bdc}", MSNP_INVITE_ASSISTANCE},
        {"{F1B1920C-6A3C-4ce7-B18C-AFAB305FD03D}", MSNP_INVITE_ASSISTANCE},
        {"{44BBA842-CC51-11CF-AAFA-00AA00B6015C}", MSNP_INVITE_ASSISTANCE},
        {"{8DAE4336-2B71-11D4-9A6C-006067325E47}", MSNP_INVITE_GAME},
        {"{8DAE4336-2B71-11D4-9A6C-006067325E48}", MSNP_INVITE_OTHER},
        {"{5D3E02AB-6190-11d3-BBBB-00C04F795683", MSNP_INVITE_FILE},
        {"{5D3E02AB}", MSNP_INVITE_OTHER},
        {"{}", MSNP_INVITE_OTHER},
        {"", MSNP_INVITE_OTHER},
        {NULL, MSNP_INVITE_OTHER},
    };

    for (guint i = 0; i < G_N_ELEMENTS(guids); i++)
        g_assert_cmpint(msnp_invite_kind(guids[i].guid), ==, guids[i].kind);
    g_assert_cmpstr(msnp_invite_kind_name(MSNP_INVITE_FILE), ==, "file");
    g_assert_cmpstr(msnp_invite_kind_name(MSNP_INVITE_VOICE), ==, "voice");
    g_assert_cmpstr(msnp_invite_kind_name(MSNP_INVITE_ASSISTANCE), ==, "assistance");
    g_assert_cmpstr(msnp_invite_kind_name(MSNP_INVITE_GAME), ==, "game");
    g_assert_cmpstr(msnp_invite_kind_name(MSNP_INVITE_OTHER), ==, "other");
    g_assert_cmpstr(msnp_invite_kind_name(MSNP_N_INVITE_KINDS), ==, "other");
}

/* ---- out ------------------------------------------------------------------------------------- */

static void
test_cancel(void)
{
    g_autoptr(GString) out = g_string_new("before");
    g_autofree char *session = g_strnfill(MSNP_LIMIT_SB_PAYLOAD, 's');

    msnp_invite_print_cancel(out, 126868552, MSNP_INVITE_NOT_INSTALLED, NULL);
    g_assert_cmpstr(out->str, ==,
                    "before" HEAD "Invitation-Command: CANCEL\r\nInvitation-Cookie: 126868552\r\n"
                    "Cancel-Code: REJECT_NOT_INSTALLED\r\n\r\n");
    g_assert_cmpuint(out->len, ==, 6 + 166); /* as published */
    g_string_truncate(out, 0);
    msnp_invite_print_cancel(out, G_MAXUINT32, MSNP_INVITE_REJECT, "{A}");
    g_assert_cmpstr(out->str, ==,
                    HEAD "Invitation-Command: CANCEL\r\nInvitation-Cookie: 4294967295\r\n"
                         "Cancel-Code: REJECT\r\nSession-ID: {A}\r\n\r\n");
    g_string_truncate(out, 0);
    msnp_invite_print_cancel(out, 33268, MSNP_INVITE_REJECT, session);
    g_assert_cmpuint(out->len, ==, 148);
}

static void
test_accept(void)
{
    static const MsnpInviteField extra[] = {
        {"IP-Address", "198.51.100.7"},
        {"IP-Address-Internal", "10.0.2.3"},
        {"Port", "6892"},
        {"PortX", "11181"},
        {"AuthCookie", "1251249521"},
        {"Sender-Connect", "TRUE"},
    };
    g_autoptr(GString) out = g_string_new(NULL);

    g_assert_true(msnp_invite_print_accept(out, 33267, FALSE, NULL, NULL, 0));
    g_assert_cmpstr(out->str, ==,
                    HEAD "Invitation-Command: ACCEPT\r\nInvitation-Cookie: 33267\r\n"
                         "Launch-Application: FALSE\r\nRequest-Data: IP-Address:\r\n\r\n");
    g_assert_cmpuint(out->len, ==, 181);
    g_string_truncate(out, 0);
    g_assert_true(msnp_invite_print_accept(out, 33269, FALSE, NULL, extra, G_N_ELEMENTS(extra)));
    g_assert_cmpstr(out->str, ==,
                    HEAD "Invitation-Command: ACCEPT\r\nInvitation-Cookie: 33269\r\n"
                         "IP-Address: 198.51.100.7\r\nIP-Address-Internal: 10.0.2.3\r\n"
                         "Port: 6892\r\nPortX: 11181\r\nAuthCookie: 1251249521\r\n"
                         "Sender-Connect: TRUE\r\nLaunch-Application: FALSE\r\n"
                         "Request-Data: IP-Address:\r\n\r\n");
    g_assert_cmpuint(out->len, ==, 310);
}

/* Whatever a plug-in adds, it stays one invitation with one cookie. */
static void
test_accept_hostile(void)
{
    static const MsnpInviteField extra[] = {
        {"invitation-cookie", "1"},
        {"SESSION-id", "{B}"},
        {"Request-Data", "x"},
        {"X", "a\r\nInvitation-Command: CANCEL\r\n\r\n\x7f"},
        {"Y: z\r\nZ", "b"},
        {"", "c"},
        {"Ü", "ü"},
        {"V", "ü"},
    };
    g_autofree char *much = g_strnfill(MSNP_LIMIT_SB_PAYLOAD, 'x');
    MsnpInviteField big = {"X", much};
    g_autoptr(GString) out = g_string_new("before");

    g_assert_true(
        msnp_invite_print_accept(out, 1, TRUE, "{A}\r\nB: c", extra, G_N_ELEMENTS(extra)));
    g_assert_cmpstr(out->str, ==,
                    "before" HEAD "Invitation-Command: ACCEPT\r\nInvitation-Cookie: 1\r\n"
                    "Session-ID: {A}  B: c\r\nX: a  Invitation-Command: CANCEL     \r\nV: ü\r\n"
                    "Launch-Application: TRUE\r\nRequest-Data: IP-Address:\r\n\r\n");
    g_string_assign(out, "before");
    g_assert_false(msnp_invite_print_accept(out, 1, TRUE, NULL, &big, 1));
    g_assert_cmpstr(out->str, ==, "before");
}

static void
test_print(void)
{
    static const MsnpInviteField file[] = {
        {"Application-Name", "File Transfer"},
        {"Application-GUID", "{5D3E02AB-6190-11d3-BBBB-00C04F795683}"},
        {"Invitation-Command", "INVITE"},
        {"Invitation-Cookie", "33267"},
        {"Application-File", "hello.txt"},
        {"Application-FileSize", "11"},
    };
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *fill = NULL;
    MsnpInviteField exact = {"X", NULL};
    MsnpInvite invite;

    g_assert_true(msnp_invite_print(out, file, G_N_ELEMENTS(file)));
    g_assert_cmpstr(out->str, ==, bodies[0].payload);
    g_assert_cmpuint(out->len, ==, 273);
    g_assert_true(parse(out->str, out->len, &invite));
    g_assert_cmpuint(invite.n_fields, ==, G_N_ELEMENTS(file));
    msnp_invite_clear(&invite);

    g_string_truncate(out, 0);
    g_assert_true(msnp_invite_print(out, NULL, 0));
    exact.value = fill = g_strnfill(MSNP_LIMIT_SB_PAYLOAD - out->len - strlen("X: \r\n"), 'x');
    g_assert_true(msnp_invite_print(out, &exact, 1));
    exact.name = "XX";
    g_assert_false(msnp_invite_print(out, &exact, 1));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/invite/parse/table", test_parse);
    g_test_add_func("/invite/parse/fields", test_fields);
    g_test_add_func("/invite/parse/limits", test_limits);
    g_test_add_func("/invite/parse/nul", test_nul);
    g_test_add_func("/invite/parse/bytes", test_bytes);
    g_test_add_func("/invite/kinds", test_kinds);
    g_test_add_func("/invite/print/cancel", test_cancel);
    g_test_add_func("/invite/print/accept", test_accept);
    g_test_add_func("/invite/print/accept-hostile", test_accept_hostile);
    g_test_add_func("/invite/print/any", test_print);
    return g_test_run();
}
