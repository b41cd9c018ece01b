/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Failures in words: the only catalogue of them. Knows what each MsnpError means for a person and for
 * libpurple's reconnecting; refuses to know where it came from.
 */
#include "purple/errtext.h"

#include <string.h>
#include "purple/nls.h"

/* What a text takes for its %s or %u. */
typedef enum {
    TAKES_NOTHING,
    TAKES_DETAIL, /* %s: the detail; the other text if there is none */
    TAKES_NUMBER, /* %u */
} Takes;

#define NETWORK PURPLE_CONNECTION_ERROR_NETWORK_ERROR

typedef struct {
    PurpleConnectionError reason;
    Takes takes;
    const char *text;
    const char *bare; /* without the detail */
} AccountText;

static const AccountText account_texts[MSNP_N_ERRORS] = {
    [MSNP_ERROR_CONNECT] = {NETWORK, TAKES_DETAIL,
                            /* TRANSLATORS: %s is the operating system's reason, such as "Connection refused"; name
                               the option and its entry as in the account window */
                            N_("Could not connect to the server: %s. Check that you are online. If it stays so, check "
                               "the server and the port in the account's advanced options; if a firewall blocks port "
                               "1863, set “Way to the server” there to “HTTP gateway”. The service itself may be "
                               "down."),
                            N_("Could not connect to the server. Check that you are online. If it stays so, check "
                               "the server and the port in the account's advanced options; if a firewall blocks port "
                               "1863, set “Way to the server” there to “HTTP gateway”. The service itself may be "
                               "down.")},
    [MSNP_ERROR_LOST] = {NETWORK, TAKES_DETAIL,
                         /* TRANSLATORS: %s is the operating system's reason */
                         N_("Lost the connection to the server: %s."),
                         N_("The server closed the connection. If it stays so, check the server and the port in "
                            "the account's advanced options.")},
    [MSNP_ERROR_PROXY] = {PURPLE_CONNECTION_ERROR_INVALID_SETTINGS, TAKES_NOTHING,
                          N_("The proxy settings of this account cannot be used."), NULL},
    [MSNP_ERROR_GATEWAY] = {NETWORK, TAKES_DETAIL,
                            /* TRANSLATORS: %s is a reason, such as "Connection refused" or "HTTP 404" */
                            N_("Could not connect through the HTTP gateway: %s. Check that you are online. If it stays "
                               "so, check “Way to the server” and “HTTP gateway” in the account's advanced options: "
                               "not every service has one."),
                            N_("Could not connect through the HTTP gateway. Check that you are online. If it stays "
                               "so, check “Way to the server” and “HTTP gateway” in the account's advanced options: "
                               "not every service has one.")},
    [MSNP_ERROR_GATEWAY_CERTIFICATE] = {PURPLE_CONNECTION_ERROR_CERT_OTHER_ERROR, TAKES_NOTHING,
                                        N_("The certificate of the HTTP gateway is not trusted. Nothing was sent. "
                                           "Check the date and the time of this computer. If the server is your own, "
                                           "sign in again and accept its certificate."),
                                        NULL},
    [MSNP_ERROR_TIMEOUT] = {NETWORK, TAKES_NOTHING,
                            N_("The server did not answer in time. If it stays so, check the server and the port in "
                               "the account's advanced options."),
                            NULL},
    [MSNP_ERROR_DEAD] = {NETWORK, TAKES_NOTHING, N_("The server no longer answers."), NULL},
    [MSNP_ERROR_PROTOCOL] = {NETWORK, TAKES_NOTHING,
                             N_("The server sent something that is not the MSN protocol. Check the server and "
                                "the port in the account's advanced options."), NULL},
    [MSNP_ERROR_REFERRALS] = {NETWORK, TAKES_NOTHING,
                              N_("The servers keep referring to each other; sign-in was given up."), NULL},
    [MSNP_ERROR_DIALECT] = {PURPLE_CONNECTION_ERROR_OTHER_ERROR, TAKES_NOTHING,
                            /* TRANSLATORS: name option and choice as in "Newest protocol" and "Automatic" */
                            N_("The server speaks none of the protocol versions that this account allows. Set "
                               "“Newest protocol” to “Automatic” in the account's advanced options; if it is, "
                               "check the server there."),
                            NULL},
    [MSNP_ERROR_MD5_CONSENT] = {PURPLE_CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE, TAKES_NOTHING,
                                /* TRANSLATORS: name the option as in "Allow old MD5 sign-in (less secure)"; keep
                                   "allow_md5" */
                                N_("The server wants the old MD5 sign-in, which is easy to listen in to. "
                                   "Nothing was sent. To use it, switch on “Allow old MD5 sign-in” "
                                   "(allow_md5) in the account's advanced options."),
                                NULL},
    [MSNP_ERROR_PASSWORD] = {PURPLE_CONNECTION_ERROR_AUTHENTICATION_FAILED, TAKES_NOTHING,
                             N_("Wrong address or password. Accounts of the old MSN do not count any more: make "
                                "one on the service's web site. Some services also want sign-in with old clients "
                                "to be switched on there."),
                             NULL},
    [MSNP_ERROR_NAME_CASE] = {PURPLE_CONNECTION_ERROR_AUTHENTICATION_FAILED, TAKES_NOTHING,
                              N_("Wrong address or password. The address has capital letters: this server may "
                                 "want it exactly as it was registered, usually in small letters."),
                              NULL},
    [MSNP_ERROR_TICKET] = {NETWORK, TAKES_NOTHING, N_("The server did not accept the sign-in ticket."), NULL},
    [MSNP_ERROR_URL] = {PURPLE_CONNECTION_ERROR_INVALID_SETTINGS, TAKES_DETAIL,
                        /* TRANSLATORS: %s is a web address */
                        N_("The sign-in address (%s) is not usable. Correct it in the account's advanced options, or "
                           "leave it empty."),
                        N_("The sign-in address is not usable. Correct it in the account's advanced options, or leave "
                           "it empty.")},
    [MSNP_ERROR_INSECURE_URL] = {PURPLE_CONNECTION_ERROR_INVALID_SETTINGS, TAKES_DETAIL,
                                 /* TRANSLATORS: %s is a web address */
                                 N_("The password was not sent: the sign-in address does not begin with https: %s\n"
                                    "If it stands in the account's advanced options, correct it there."),
                                 N_("The password was not sent: the sign-in address does not begin with https. "
                                    "If it stands in the account's advanced options, correct it there.")},
    [MSNP_ERROR_REDIRECTS] = {NETWORK, TAKES_NOTHING,
                              N_("The sign-in service keeps redirecting; sign-in was given up."), NULL},
    [MSNP_ERROR_PASSPORT] = {NETWORK, TAKES_NUMBER,
                             /* TRANSLATORS: %u is a number that the server answered */
                             N_("The sign-in service is not available or gave no usable answer (HTTP %u). If it "
                                "stays so, check the sign-in address in the account's advanced options."),
                             NULL},
    [MSNP_ERROR_PASSPORT_REFUSED] = {PURPLE_CONNECTION_ERROR_OTHER_ERROR, TAKES_DETAIL,
                                     /* TRANSLATORS: %s is what the service says of it, in its own words */
                                     N_("The sign-in service refused the sign-in: %s"),
                                     N_("The sign-in service refused the sign-in.")},
    [MSNP_ERROR_PASSPORT_CONNECT] = {NETWORK, TAKES_DETAIL,
                                     /* TRANSLATORS: %s is the operating system's reason */
                                     N_("Could not connect to the sign-in service: %s. If it stays so, check the "
                                        "sign-in address in the account's advanced options."),
                                     N_("Could not connect to the sign-in service. If it stays so, check the "
                                        "sign-in address in the account's advanced options.")},
    [MSNP_ERROR_TLS] = {PURPLE_CONNECTION_ERROR_ENCRYPTION_ERROR, TAKES_NOTHING,
                        N_("No secure connection to the sign-in service could be made. Check the date and the time of "
                           "this computer, and the sign-in address in the account's advanced options."),
                        NULL},
    [MSNP_ERROR_CERTIFICATE] = {PURPLE_CONNECTION_ERROR_CERT_OTHER_ERROR, TAKES_NOTHING,
                                N_("The certificate of the sign-in service is not trusted. The password was "
                                   "not sent. Check the date and the time of this computer. If the server is your "
                                   "own, sign in again and accept its certificate."),
                                NULL},
    [MSNP_ERROR_PASSPORT_TIMEOUT] = {NETWORK, TAKES_NOTHING,
                                     N_("The sign-in service did not answer in time. If it stays so, check the sign-in "
                                        "address in the account's advanced options."),
                                     NULL},
    [MSNP_ERROR_UNVERIFIED] = {PURPLE_CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE, TAKES_NOTHING,
                               N_("The account has not been confirmed yet. Confirm it on the web site of the "
                                  "service."),
                               NULL},
    [MSNP_ERROR_CHILD] = {PURPLE_CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE, TAKES_NOTHING,
                          N_("This is a child's account that needs a parent's consent first."), NULL},
    [MSNP_ERROR_SUSPENDED] = {PURPLE_CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE, TAKES_NOTHING,
                              N_("The account has been suspended by the service."), NULL},
    [MSNP_ERROR_ROSTER] = {NETWORK, TAKES_NOTHING, N_("The server cannot give out the contact list just now."),
                           NULL},
    [MSNP_ERROR_BUSY] = {NETWORK, TAKES_NUMBER,
                         N_("The server is busy or not available just now (error %u)."), NULL},
    [MSNP_ERROR_ELSEWHERE] = {PURPLE_CONNECTION_ERROR_NAME_IN_USE, TAKES_NOTHING,
                              N_("You have signed in from another place."), NULL},
    [MSNP_ERROR_PUT_OUT] = {PURPLE_CONNECTION_ERROR_NAME_IN_USE, TAKES_NOTHING,
                            N_("You were signed out here from another place where you are signed in."), NULL},
    [MSNP_ERROR_SHUTDOWN] = {NETWORK, TAKES_NOTHING, N_("The server is being shut down for maintenance."), NULL},
    [MSNP_ERROR_MIGRATED] = {NETWORK, TAKES_NOTHING,
                             N_("The server has moved your contact list and asks to sign in again."), NULL},
    [MSNP_ERROR_TERMS] = {PURPLE_CONNECTION_ERROR_OTHER_ERROR, TAKES_NOTHING,
                          N_("The service wants you to accept its terms of use on its web site first."), NULL},
    [MSNP_ERROR_GOODBYE] = {NETWORK, TAKES_NOTHING, N_("The server ended the session."), NULL},
    [MSNP_ERROR_SERVER] = {PURPLE_CONNECTION_ERROR_OTHER_ERROR, TAKES_NUMBER,
                           /* TRANSLATORS: %u is a number that the server answered */
                           N_("The server refused the sign-in (error %u)."), NULL},
    [MSNP_ERROR_ARGUMENT] = {PURPLE_CONNECTION_ERROR_INVALID_USERNAME, TAKES_NOTHING,
                             N_("The account name must be an address such as name@example.com, without "
                                "spaces."),
                             NULL},
};

PurpleConnectionError
msnp_errtext_reason(MsnpError error)
{
    return error == MSNP_ERROR_RECONNECT ? NETWORK : account_texts[error].reason;
}

/* The texts come from the table above, whose formats were checked against their Takes by the tests. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static char *
errtext_fill(const AccountText *row, guint number, const char *detail)
{
    if (row->takes == TAKES_NUMBER)
        return g_strdup_printf(_(row->text), number);
    if (row->takes == TAKES_DETAIL && detail && *detail)
        return g_strdup_printf(_(row->text), detail);
    return g_strdup(_(row->takes == TAKES_DETAIL ? row->bare : row->text));
}
#pragma GCC diagnostic pop

char *
msnp_errtext_account(MsnpError error, guint number, const char *detail)
{
    const AccountText *row = &account_texts[error];

    if (error == MSNP_ERROR_RECONNECT)
        /* TRANSLATORS: %u is a number of minutes */
        return g_strdup_printf(ngettext("The server asks to come back in %u minute.",
                                        "The server asks to come back in %u minutes.", number),
                               number);
    return errtext_fill(row->text ? row : &account_texts[MSNP_ERROR_GOODBYE], number, detail);
}

/* ---- messages ---- */

/* As N_(), each with what po/template tells translators of it. */
#define N_UNSENT(text)  (text) /* why a message was not delivered; %s is the address of the other person */
#define N_NO_FILE(text) (text) /* the same of a file, sent or received */
#define N_UNDONE(text)  (text) /* why a change was not made; %s is an address or a name */

static const char *const message_texts[MSNP_N_ERRORS] = {
    [MSNP_ERROR_PEER_OFFLINE] = N_UNSENT("%s is offline, or does not accept messages from you."),
    [MSNP_ERROR_PEER_UNKNOWN] = N_UNSENT("There is no account %s."),
    [MSNP_ERROR_PEER_TIMEOUT] = N_UNSENT("%s did not answer."),
    [MSNP_ERROR_NOT_OFFERED] = N_UNSENT("The server cannot send this to %s."),
    [MSNP_ERROR_INVISIBLE] = N_UNSENT("You are invisible: become visible to write to %s."),
    [MSNP_ERROR_TOO_FAST] = N_UNSENT("You are writing too fast for the server. Wait a little, then write to %s again."),
    [MSNP_ERROR_REFUSED] = N_UNSENT("The server could not hand it over to %s."),
    [MSNP_ERROR_SB_CONNECT] = N_UNSENT("No conversation with %s could be opened."),
    [MSNP_ERROR_SB_LOST] = N_UNSENT("The connection was lost before it was confirmed that %s has it."),
    [MSNP_ERROR_SIGNED_OUT] = N_UNSENT("You were signed out before it was confirmed that %s has it."),
    [MSNP_ERROR_TOO_LONG] = N_UNSENT("It is longer than what the server keeps for somebody who is offline (%s)."),
    [MSNP_ERROR_MAILBOX] = N_UNSENT("%s is offline, and the service that would keep it until then cannot be used just "
                                    "now."),
    [MSNP_ERROR_STATE] = N_UNSENT("You are not signed in, so nothing was sent to %s."),
    [MSNP_ERROR_PROTOCOL] = N_UNSENT("What the server sent in the conversation with %s was not usable, so the "
                                     "conversation was closed. The next message opens a new one."),
};

/* To a group conversation. */
static const char *const group_texts[MSNP_N_ERRORS] = {
    /* TRANSLATORS: why a message to a group conversation was not delivered, as are the next ones */
    [MSNP_ERROR_CHAT_EMPTY] = N_("Nobody else is in this conversation any more."),
    [MSNP_ERROR_PEER_TIMEOUT] = N_("Nobody answered."),
    [MSNP_ERROR_NOT_OFFERED] = N_("The server cannot send this."),
    [MSNP_ERROR_INVISIBLE] = N_("You are invisible: become visible to write to others."),
    [MSNP_ERROR_TOO_FAST] = N_("You are writing too fast for the server. Wait a little, then write again."),
    [MSNP_ERROR_REFUSED] = N_("The server could not hand it over to everybody."),
    [MSNP_ERROR_SB_CONNECT] = N_("No conversation could be opened."),
    [MSNP_ERROR_SB_LOST] = N_("The connection was lost before it was confirmed that everybody has it."),
    [MSNP_ERROR_SIGNED_OUT] = N_("You were signed out before it was confirmed that everybody has it."),
    [MSNP_ERROR_STATE] = N_("You are not signed in, so nothing was sent."),
    [MSNP_ERROR_PROTOCOL] = N_("What the server sent in this conversation was not usable, so the conversation was "
                               "closed."),
};

static char *
errtext_group(MsnpError error, guint number)
{
    const char *text = (guint) error < MSNP_N_ERRORS ? group_texts[error] : NULL;

    if (text)
        return g_strdup(_(text));
    /* TRANSLATORS: why a message was not delivered; %u is a number of the server */
    return g_strdup_printf(_("The server did not hand it over to everybody (error %u)."), number);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
char *
msnp_errtext_message(MsnpError error, guint number, const char *who)
{
    const char *text = (guint) error < MSNP_N_ERRORS ? message_texts[error] : NULL;

    if (!who)
        return errtext_group(error, number);
    if (text)
        return g_strdup_printf(_(text), who);
    /* TRANSLATORS: why a message was not delivered; %s is an address, %u a number of the server */
    return g_strdup_printf(_("The server did not hand it over to %s (error %u)."), who, number);
}
#pragma GCC diagnostic pop

/* ---- files ---- */

static const char *const file_texts[MSNP_N_ERRORS] = {
    [MSNP_ERROR_DECLINED] = N_NO_FILE("%s declined the file."),
    [MSNP_ERROR_CANCELLED] = N_NO_FILE("%s stopped the transfer of the file."),
    [MSNP_ERROR_NO_ANSWER] = N_NO_FILE("%s does not answer: the file did not arrive whole."),
    [MSNP_ERROR_NO_WAY] = N_NO_FILE("No connection could be made between your computer and that of %s, which the file "
                                    "would have gone over. A router or a firewall may be in the way."),
    [MSNP_ERROR_DAMAGED] = N_NO_FILE("What came from %s is not the file that was announced."),
    [MSNP_ERROR_PEER_OFFLINE] = N_NO_FILE("%s is offline, or does not accept files from you."),
    [MSNP_ERROR_PEER_UNKNOWN] = N_NO_FILE("There is no account %s."),
    [MSNP_ERROR_PEER_TIMEOUT] = N_NO_FILE("%s did not answer."),
    [MSNP_ERROR_INVISIBLE] = N_NO_FILE("You are invisible: become visible to exchange files with %s."),
    [MSNP_ERROR_TOO_FAST] = N_NO_FILE("Too much at once for the server. Wait a little, then try again to exchange "
                                      "files with %s."),
    [MSNP_ERROR_REFUSED] = N_NO_FILE("The server could not hand the file over to %s."),
    [MSNP_ERROR_PROTOCOL] = N_NO_FILE("What the server sent in the conversation with %s was not usable, so the "
                                      "transfer was given up."),
    [MSNP_ERROR_SB_CONNECT] = N_NO_FILE("No conversation with %s could be opened, which the file would have gone "
                                        "through."),
    [MSNP_ERROR_SB_LOST] = N_NO_FILE("The conversation with %s was lost before the file was whole."),
    [MSNP_ERROR_SIGNED_OUT] = N_NO_FILE("You were signed out before the file was whole that you exchanged with %s."),
    [MSNP_ERROR_STATE] = N_NO_FILE("You are not signed in, so no file can be sent to %s."),
    [MSNP_ERROR_NOT_OFFERED] = N_NO_FILE("Files cannot be sent to %s: the program used there takes none, or only over "
                                         "direct connections, which your account does not allow."),
    [MSNP_ERROR_ARGUMENT] = N_NO_FILE("This cannot be sent to %s as a file."),
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
char *
msnp_errtext_file(MsnpError error, guint number, const char *who)
{
    const char *text = (guint) error < MSNP_N_ERRORS ? file_texts[error] : NULL;

    if (text)
        return g_strdup_printf(_(text), who);
    /* TRANSLATORS: why a file was not sent, or not received; %s is an address, %u a number of the server */
    return g_strdup_printf(_("The file could not be exchanged with %s (error %u)."), who, number);
}
#pragma GCC diagnostic pop

/* ---- changes ---- */

const char *
msnp_errtext_request_title(MsnpRequest what)
{
    static const char *const titles[MSNP_N_REQUESTS] = {
        /* TRANSLATORS: these are titles of windows that say why something was not done */
        [MSNP_REQUEST_ADD] = N_("Contact not added"),
        [MSNP_REQUEST_REMOVE] = N_("Contact not removed"),
        [MSNP_REQUEST_MOVE] = N_("Contact not moved"),
        [MSNP_REQUEST_RENAME] = N_("Contact not renamed"),
        /* TRANSLATORS: who may write and see one's status is the same as before */
        [MSNP_REQUEST_BLOCK] = N_("Privacy not changed"),
        /* TRANSLATORS: to somebody who wants to add one to his contacts */
        [MSNP_REQUEST_ANSWER] = N_("Answer not sent"),
        [MSNP_REQUEST_GROUP_RENAME] = N_("Group not renamed"),
        [MSNP_REQUEST_GROUP_REMOVE] = N_("Group not removed"),
        /* TRANSLATORS: one's own friendly name */
        [MSNP_REQUEST_OWN_NAME] = N_("Name not changed"),
        [MSNP_REQUEST_PHONE] = N_("Phone number not changed"),
        [MSNP_REQUEST_PRIVACY] = N_("Privacy not changed"),
    };

    return _(titles[what]);
}

static const char *const request_texts[MSNP_N_ERRORS] = {
    [MSNP_ERROR_ADDRESS] = N_UNDONE("“%s” is not an address that the server takes."),
    [MSNP_ERROR_PEER_UNKNOWN] = N_UNDONE("There is no account %s on this service."),
    [MSNP_ERROR_LIST_FULL] = N_UNDONE("Your contact list on the server is full: %s cannot be added."),
    [MSNP_ERROR_NAME] = N_UNDONE("The server does not allow the name “%s”."),
    [MSNP_ERROR_GROUPS_FULL] = N_UNDONE("There are as many groups as the server allows: “%s” cannot be added."),
    [MSNP_ERROR_NO_GROUP] = N_UNDONE("The group is not on the server any more (%s)."),
    [MSNP_ERROR_GROUP_IN_USE] = N_UNDONE("The group “%s” exists already, or is not empty."),
    [MSNP_ERROR_GROUP_NAME] = N_UNDONE("The group name “%s” is too long for the server."),
    [MSNP_ERROR_GROUP_FIXED] = N_UNDONE("The server does not let go of this group (%s)."),
    [MSNP_ERROR_NOT_OFFERED] = N_UNDONE("The server does not offer this (%s)."),
    [MSNP_ERROR_TOO_FAST] = N_UNDONE("Too many changes at once. Wait a little, then try %s again."),
    [MSNP_ERROR_BUSY] = N_UNDONE("The server is busy just now; try %s again later."),
    [MSNP_ERROR_TIMEOUT] = N_UNDONE("The server did not answer (%s)."),
    [MSNP_ERROR_SIGNED_OUT] = N_UNDONE("You were signed out before the server had done it (%s)."),
    [MSNP_ERROR_PASSPORT_TIMEOUT] = N_UNDONE("The server did not answer (%s)."),
    [MSNP_ERROR_PASSPORT_CONNECT] = N_UNDONE("The service that keeps the contact list cannot be reached just now (%s)."),
    [MSNP_ERROR_TLS] = N_UNDONE("No secure connection to the service that keeps the contact list could be made (%s)."),
    [MSNP_ERROR_CERTIFICATE] = N_UNDONE("The certificate of the service that keeps the contact list is not trusted. "
                                        "Nothing was sent (%s)."),
    [MSNP_ERROR_PASSPORT] = N_UNDONE("The service that keeps the contact list gave no usable answer (%s)."),
    [MSNP_ERROR_PROTOCOL] = N_UNDONE("The service that keeps the contact list gave no usable answer (%s)."),
};

/* The same of settings, which have no name. */
static const char *const settings_texts[MSNP_N_ERRORS] = {
    [MSNP_ERROR_NOT_OFFERED] = N_("The server does not offer this."),
    [MSNP_ERROR_TOO_FAST] = N_("Too many changes at once. Wait a little, then try again."),
    [MSNP_ERROR_BUSY] = N_("The server is busy just now; try again later."),
    [MSNP_ERROR_TIMEOUT] = N_("The server did not answer."),
    [MSNP_ERROR_SIGNED_OUT] = N_("You were signed out before the server had done it."),
    [MSNP_ERROR_PASSPORT_TIMEOUT] = N_("The server did not answer."),
    [MSNP_ERROR_PASSPORT_CONNECT] = N_("The service that keeps the settings cannot be reached just now."),
    [MSNP_ERROR_TLS] = N_("No secure connection to the service that keeps the settings could be made."),
    [MSNP_ERROR_CERTIFICATE] = N_("The certificate of the service that keeps the settings is not trusted. Nothing was "
                                  "sent."),
    [MSNP_ERROR_PASSPORT] = N_("The service that keeps the settings gave no usable answer."),
    [MSNP_ERROR_PROTOCOL] = N_("The service that keeps the settings gave no usable answer."),
};

static char *
errtext_settings(MsnpError error, guint number)
{
    const char *text = (guint) error < MSNP_N_ERRORS ? settings_texts[error] : NULL;

    if (text)
        return g_strdup(_(text));
    if (number == 0)
        /* TRANSLATORS: why a change was not made */
        return g_strdup(_("The server refused it."));
    /* TRANSLATORS: why a change was not made; %u is a number of the server */
    return g_strdup_printf(_("The server refused it (error %u)."), number);
}

/* Most failures are about somebody, some about a group or a name. */
static gboolean
request_is_about_name(MsnpError error)
{
    return error == MSNP_ERROR_GROUPS_FULL || error == MSNP_ERROR_GROUP_IN_USE ||
           error == MSNP_ERROR_GROUP_NAME || error == MSNP_ERROR_NAME;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
char *
msnp_errtext_request(MsnpError error, guint number, const char *who, const char *name)
{
    const char *text = (guint) error < MSNP_N_ERRORS ? request_texts[error] : NULL;
    const char *about = name && (!who || request_is_about_name(error)) ? name : who;

    if (!about)
        return errtext_settings(error, number);
    if (text)
        return g_strdup_printf(_(text), about);
    if (number == 0)
        /* TRANSLATORS: why a change was not made; %s is an address or a name */
        return g_strdup_printf(_("The server refused it for %s."), about);
    /* TRANSLATORS: why a change was not made; %s is an address or a name, %u a number of the server */
    return g_strdup_printf(_("The server refused it for %s (error %u)."), about, number);
}
#pragma GCC diagnostic pop
