/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers that servers answer, and what they mean by consequence. Knows the numbers; refuses to
 * know any word for people. Sources: the error lists of the wikis and of earlier clients, where
 * they agree.
 */
#include "msnp/error.h"

#include <string.h>

static const char *const names[MSNP_N_ERRORS] = {
    [MSNP_ERROR_NONE] = "none",
    [MSNP_ERROR_CONNECT] = "connect",
    [MSNP_ERROR_LOST] = "lost",
    [MSNP_ERROR_PROXY] = "proxy",
    [MSNP_ERROR_GATEWAY] = "gateway",
    [MSNP_ERROR_GATEWAY_CERTIFICATE] = "gateway-certificate",
    [MSNP_ERROR_TIMEOUT] = "timeout",
    [MSNP_ERROR_DEAD] = "dead",
    [MSNP_ERROR_PROTOCOL] = "protocol",
    [MSNP_ERROR_REFERRALS] = "referrals",
    [MSNP_ERROR_DIALECT] = "dialect",
    [MSNP_ERROR_MD5_CONSENT] = "md5-consent",
    [MSNP_ERROR_PASSWORD] = "password",
    [MSNP_ERROR_NAME_CASE] = "name-case",
    [MSNP_ERROR_TICKET] = "ticket",
    [MSNP_ERROR_URL] = "url",
    [MSNP_ERROR_INSECURE_URL] = "insecure-url",
    [MSNP_ERROR_REDIRECTS] = "redirects",
    [MSNP_ERROR_PASSPORT] = "passport",
    [MSNP_ERROR_PASSPORT_REFUSED] = "passport-refused",
    [MSNP_ERROR_PASSPORT_CONNECT] = "passport-connect",
    [MSNP_ERROR_TLS] = "tls",
    [MSNP_ERROR_CERTIFICATE] = "certificate",
    [MSNP_ERROR_PASSPORT_TIMEOUT] = "passport-timeout",
    [MSNP_ERROR_UNVERIFIED] = "unverified",
    [MSNP_ERROR_CHILD] = "child",
    [MSNP_ERROR_SUSPENDED] = "suspended",
    [MSNP_ERROR_ROSTER] = "roster",
    [MSNP_ERROR_BUSY] = "busy",
    [MSNP_ERROR_ELSEWHERE] = "elsewhere",
    [MSNP_ERROR_PUT_OUT] = "put-out",
    [MSNP_ERROR_SHUTDOWN] = "shutdown",
    [MSNP_ERROR_MIGRATED] = "migrated",
    [MSNP_ERROR_TERMS] = "terms",
    [MSNP_ERROR_RECONNECT] = "reconnect",
    [MSNP_ERROR_GOODBYE] = "goodbye",
    [MSNP_ERROR_SERVER] = "server",
    [MSNP_ERROR_PEER_OFFLINE] = "peer-offline",
    [MSNP_ERROR_PEER_UNKNOWN] = "peer-unknown",
    [MSNP_ERROR_CHAT_EMPTY] = "chat-empty",
    [MSNP_ERROR_PEER_TIMEOUT] = "peer-timeout",
    [MSNP_ERROR_INVISIBLE] = "invisible",
    [MSNP_ERROR_TOO_FAST] = "too-fast",
    [MSNP_ERROR_REFUSED] = "refused",
    [MSNP_ERROR_SB_CONNECT] = "sb-connect",
    [MSNP_ERROR_SB_LOST] = "sb-lost",
    [MSNP_ERROR_SIGNED_OUT] = "signed-out",
    [MSNP_ERROR_TOO_LONG] = "too-long",
    [MSNP_ERROR_MAILBOX] = "mailbox",
    [MSNP_ERROR_DECLINED] = "declined",
    [MSNP_ERROR_CANCELLED] = "cancelled",
    [MSNP_ERROR_NO_ANSWER] = "no-answer",
    [MSNP_ERROR_DAMAGED] = "damaged",
    [MSNP_ERROR_NO_WAY] = "no-way",
    [MSNP_ERROR_ADDRESS] = "address",
    [MSNP_ERROR_LIST_FULL] = "list-full",
    [MSNP_ERROR_NAME] = "name",
    [MSNP_ERROR_GROUPS_FULL] = "groups-full",
    [MSNP_ERROR_NO_GROUP] = "no-group",
    [MSNP_ERROR_GROUP_IN_USE] = "group-in-use",
    [MSNP_ERROR_GROUP_NAME] = "group-name",
    [MSNP_ERROR_GROUP_FIXED] = "group-fixed",
    [MSNP_ERROR_NOT_OFFERED] = "not-offered",
    [MSNP_ERROR_ARGUMENT] = "argument",
    [MSNP_ERROR_STATE] = "state",
};

typedef struct {
    guint first, last;
    MsnpError error;
} NumberRow;

static const NumberRow sign_in_rows[] = {
    {402, 403, MSNP_ERROR_ROSTER},     {500, 501, MSNP_ERROR_BUSY},
    {511, 511, MSNP_ERROR_SUSPENDED},  {520, 520, MSNP_ERROR_BUSY},
    {600, 605, MSNP_ERROR_BUSY},       {700, 709, MSNP_ERROR_BUSY},
    {711, 714, MSNP_ERROR_BUSY},       {717, 717, MSNP_ERROR_BUSY},
    {910, 910, MSNP_ERROR_BUSY},       {911, 911, MSNP_ERROR_PASSWORD},
    {912, 912, MSNP_ERROR_BUSY},       {914, 916, MSNP_ERROR_BUSY},
    {917, 917, MSNP_ERROR_PASSWORD},   {918, 919, MSNP_ERROR_BUSY},
    {920, 922, MSNP_ERROR_BUSY},       {923, 923, MSNP_ERROR_CHILD},
    {924, 924, MSNP_ERROR_UNVERIFIED}, {927, 927, MSNP_ERROR_SUSPENDED},
    {928, 928, MSNP_ERROR_TICKET},     {931, 931, MSNP_ERROR_REFERRALS},
};

static const NumberRow message_rows[] = {
    {205, 205, MSNP_ERROR_PEER_UNKNOWN}, {208, 208, MSNP_ERROR_PEER_UNKNOWN},
    {216, 217, MSNP_ERROR_PEER_OFFLINE}, {713, 713, MSNP_ERROR_TOO_FAST},
    {800, 800, MSNP_ERROR_TOO_FAST},     {913, 913, MSNP_ERROR_INVISIBLE},
};

static const NumberRow request_rows[] = {
    {201, 201, MSNP_ERROR_ADDRESS},       {205, 206, MSNP_ERROR_PEER_UNKNOWN},
    {208, 208, MSNP_ERROR_PEER_UNKNOWN},  {209, 209, MSNP_ERROR_NAME},
    {210, 210, MSNP_ERROR_LIST_FULL},     {213, 213, MSNP_ERROR_NAME},
    {223, 223, MSNP_ERROR_GROUPS_FULL},   {224, 224, MSNP_ERROR_NO_GROUP},
    {226, 226, MSNP_ERROR_GROUP_IN_USE},  {228, 228, MSNP_ERROR_GROUP_IN_USE},
    {229, 229, MSNP_ERROR_GROUP_NAME},    {230, 230, MSNP_ERROR_GROUP_FIXED},
    {231, 231, MSNP_ERROR_NO_GROUP},      {502, 502, MSNP_ERROR_NOT_OFFERED},
    {500, 501, MSNP_ERROR_BUSY},          {600, 605, MSNP_ERROR_BUSY},
    {713, 713, MSNP_ERROR_TOO_FAST},      {715, 715, MSNP_ERROR_NOT_OFFERED},
    {800, 800, MSNP_ERROR_TOO_FAST},
};

static const struct {
    char reason[4];
    MsnpError error;
} out_rows[] = {
    {"OTH", MSNP_ERROR_ELSEWHERE}, {"SSD", MSNP_ERROR_SHUTDOWN},  {"MIG", MSNP_ERROR_MIGRATED},
    {"TOU", MSNP_ERROR_TERMS},     {"RCT", MSNP_ERROR_RECONNECT},
};

const char *
msnp_error_name(MsnpError error)
{
    return (guint) error < MSNP_N_ERRORS ? names[error] : "?";
}

static MsnpError
error_look_up(const NumberRow *rows, gsize n, guint number)
{
    gsize i;

    for (i = 0; i < n; i++)
        if (number >= rows[i].first && number <= rows[i].last)
            return rows[i].error;
    return MSNP_ERROR_SERVER;
}

MsnpError
msnp_error_of_sign_in(guint number)
{
    return error_look_up(sign_in_rows, G_N_ELEMENTS(sign_in_rows), number);
}

MsnpError
msnp_error_of_message(guint number)
{
    return error_look_up(message_rows, G_N_ELEMENTS(message_rows), number);
}

MsnpError
msnp_error_of_request(guint number)
{
    return error_look_up(request_rows, G_N_ELEMENTS(request_rows), number);
}

MsnpError
msnp_error_of_out(const char *reason)
{
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(out_rows); i++)
        if (!g_ascii_strcasecmp(out_rows[i].reason, reason))
            return out_rows[i].error;
    return MSNP_ERROR_GOODBYE;
}
