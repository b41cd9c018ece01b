/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What msnpd must notice: each of these is wrong in one way, and is noticed once. */
#include "test-kit.h"

#include <string.h>

typedef struct {
    guint dialect;
    const char *after; /* "" fresh, "online", "sb" */
    const char *bytes;
    const char *why;
} Wrong;

static const Wrong wrongs[] = {
    {7, "", "VER 1 MSNP7 CVR0\n", "without CR"},
    {7, "", "VER  1 MSNP7 CVR0\r\n", "more than one space"},
    {7, "", " VER 1 MSNP7 CVR0\r\n", "starts with a space"},
    {7, "", "VER 1 MSNP7 CVR0 \r\n", "ends in a space"},
    {7, "", "ver 1 MSNP7 CVR0\r\n", "upper case"},
    {7, "", "VER x MSNP7\r\n", "TrID"},
    {7, "", "VER 0 MSNP7\r\n", "TrID"},
    {7, "", "VER 01 MSNP7\r\n", "TrID"},
    {7, "", "VER 4294967296 MSNP7\r\n", "TrID"},
    {7, "", "VER 1\r\n", "too few words"},
    {7, "", "VER 1 MSNP6 MSNP7\r\n", "best to the worst"},
    {7, "", "VER 1 CVR0 MSNP7\r\n", "not the last"},
    {7, "", "VER 1 MSNP7 HTTP1\r\n", "no dialect"},
    {7, "", "INF 1\r\n", "before VER"},
    {7, "", "\r\n", "empty line"},
    {7, "", "XYZ 1\r\n", "unknown command"},
    {7, "", "VER 1 MSNP7 CVR0\r\nSYN 2 0\r\n", "before sign-in"},
    {7, "", "VER 1 MSNP7 CVR0\r\nPNG\r\n", "before sign-in"},
    {7, "", "VER 1 MSNP7 CVR0\r\nUSR 2 MD5 I " ALICE "\r\n", "USR before INF"},
    {7, "", "VER 1 MSNP7 CVR0\r\nUSR 2 TWN I " ALICE "\r\n", "another kind"},
    {7, "", "VER 1 MSNP7 CVR0\r\nINF 2\r\nUSR 3 MD5 S 0\r\n", "without a challenge"},
    {9, "", "VER 1 MSNP9 CVR0\r\nINF 2\r\n", "not right in this dialect"},
    {9, "", "VER 1 MSNP9 CVR0\r\nCVR 2 0x0409 winnt 5.1 i386 A 1.0.0000 B\r\n", "too few words"},
    {9, "", "VER 1 MSNP9 CVR0\r\nCVR 2 1033 winnt 5.1 i386 A 1.0.0000 B " ALICE "\r\n", "locale"},
    {7, "online", "SYN 9 0\r\n", "SYN twice"},
    {7, "online", "SYN 9\r\n", "too few words"},
    {7, "online", "CHG 9 NLN 0\r\n", "too many words"},
    {7, "online", "CHG 9 ABC\r\n", "unknown state"},
    {7, "online", "CHG 9 FLN\r\n", "FLN is no state"},
    {9, "online", "CHG 9 NLN\r\n", "no client id"},
    {9, "online", "CHG 9 NLN -1\r\n", "bad client id"},
    {9, "online", "CHG 9 NLN 0 <msnobj/>\r\n", "no msnobj"},
    {9, "online", "LST 9 FL\r\n", "not right in this dialect"},
    {9, "online", "REA 9 " ALICE " 100%\r\n", "percent-encoding"},
    {9, "online", "REA 9 " ALICE " a%ff\r\n", "not UTF-8"},
    {9, "online", "REA 9 " ALICE " a%0db\r\n", "control character"},
    {9, "online", "REA 9 " ALICE " a\377\r\n", "not valid UTF-8"},
    {9, "online", "QRY 9 msmsgs@msnmsgr.com x\r\n", "length is no number"},
    {9, "online", "QRY 9 msmsgs@msnmsgr.com 33\r\n", "longer than allowed"},
    {9, "online", "QRY 9 msmsgs@msnmsgr.com 32\r\n0123456789abcdef0123456789abcdef",
     "wrong answer"},
    {9, "online", "QRY 9 PROD0090YUAUV{2B 32\r\n0123456789abcdef0123456789abcdef", "not one of"},
    {9, "online", "XFR 9 NS\r\n", "only a switchboard"},
    {9, "online", "ADD 9 RL " CAROL " c\r\n", "ADD is for"},
    {9, "online", "REM 9 RL " BOB "\r\n", "REM is not for"},
    {9, "online", "ADG 9 Name 1\r\n", "the last word is 0"},
    {12, "online", "ADD 9 AL " CAROL " c\r\n", "not right in this dialect"},
    {12, "online", "ADC 9 FL N=" CAROL "\r\n", "needs F="},
    {12, "online", "ADC 9 PL N=" CAROL "\r\n", "ADC is for"},
    {12, "online", "REM 9 FL " BOB "\r\n", "by GUID"},
    {12, "online", "PRP 9 XYZ 1\r\n", "no property"},
    {12, "online", "UUX 9 6\r\n<Data>", "no well-formed"},
    {12, "online", "UUX 9 0\r\n", "empty"},
    {9, "sb", "MSG 9 X 5\r\nhello", "acknowledgement letter"},
    {9, "sb", "MSG 9 A 1665\r\n", "longer than allowed"},
    {9, "sb", "MSG 9 A\r\n", "too few words"},
    {9, "sb", "MSG 9 A 5\r\nhello", "does not end in an empty line"},
    {9, "sb", "MSG 9 A 30\r\nContent-Type: text/plain\r\n\r\nab", "MIME-Version"},
    {9, "sb", "MSG 9 A 23\r\nMIME-Version: 1.0\r\n\r\nab", "no Content-Type"},
    {9, "sb", "MSG 9 A 49\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nab", "charset"},
    {9, "sb",
     "MSG 9 D 64\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nab",
     "P2P only"},
    {9, "sb",
     "MSG 9 A 63\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n\n",
     "separated by CRLF"},
    {9, "sb",
     "MSG 9 A 63\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n\351",
     "not UTF-8"},
    {9, "sb", "USR 9 " ALICE " 1.1\r\n", "not at this point"},
    {9, "sb", "CHG 9 NLN 0\r\n", "kind of server"},
};

static void
try_wrong(Service *service, const Wrong *wrong)
{
    Peer *ns = wrong->after[0] == '\0' ? peer_new(service->ns_port) : online(service, ALICE);
    Peer *sb = strcmp(wrong->after, "sb") == 0 ? open_switchboard(ns) : NULL;

    /* The answers to challenges are wrong only if there was a challenge. */
    if (service->living && g_str_has_prefix(wrong->bytes, "QRY 9"))
        control_ok(service, "challenge " ALICE);
    control_ok(service, "forget");
    peer_write(sb != NULL ? sb : ns, wrong->bytes);
    expect_bad(service, wrong->why);
    if (sb != NULL)
        peer_free(sb);
    peer_free(ns);
}

static void
test_wrong(gconstpointer data)
{
    const Mood *mood = data;
    Service *service = service_start(mood->dialect, mood->living, "--contacts 1");
    guint count = 0;

    for (guint i = 0; i < G_N_ELEMENTS(wrongs); i++) {
        if (wrongs[i].dialect != mood->dialect)
            continue;
        try_wrong(service, &wrongs[i]);
        count++;
    }
    /* Each was noticed once, and nothing else was. */
    service_stop(service, count);
}

void
strict_tests(void)
{
    for (guint i = 0; i < MOODS; i++) {
        g_autofree char *path = g_strdup_printf(
            "/msnpd/wrong/%s/msnp%u", moods[i].living ? "living" : "official", moods[i].dialect);

        if (moods[i].dialect != 2)
            g_test_add_data_func(path, &moods[i], test_wrong);
    }
}
