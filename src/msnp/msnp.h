/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The contract between the protocol core and whoever hosts it. Knows what a host may ask and what it
 * is told; refuses to know sockets, clocks, randomness and any user interface.
 *
 * A MsnpSession is one account. It owns byte streams ("links": the notification link and any number
 * of switchboards, each a small integer) and HTTP exchanges ("jobs"). It performs none of them: the
 * host feeds what happened and pops what is to be done, one action at a time:
 *
 *     msnp_session_tick (s, now);
 *     msnp_session_received (s, link, bytes, n);
 *     while ((action = msnp_session_next (s)))
 *         perform (action);
 *     arm_timer (msnp_session_deadline (s));
 *
 * Rules that hold for every function here:
 *  - Nothing calls back. The host may call any request function while it handles an action.
 *  - msnp_session_next() does the parsing, at most one command per call that returns an action, so a
 *    host that stops popping stops all work, and what is queued never outgrows one command.
 *  - Whatever an action points to is valid until the next call of msnp_session_next() or
 *    msnp_session_free(), unless the host feeds the session before that; see msnp_session_hold().
 *  - Strings are UTF-8 and never NULL unless said so; handles (account names of others) are in lower
 *    case. Text from outside is valid UTF-8 but otherwise as hostile as it came.
 *  - Times are milliseconds of any clock that never goes back. The session knows the time only from
 *    msnp_session_tick(), so tick before you feed or ask.
 *  - Same input, same output: a session can be replayed from a text file.
 */
#ifndef MSNP_MSNP_H
#define MSNP_MSNP_H

#include <glib.h>

G_BEGIN_DECLS

/* ---- values ------------------------------------------------------------------------------- */

typedef struct _MsnpSession MsnpSession;
typedef struct _MsnpContact MsnpContact;
typedef struct _MsnpGroup MsnpGroup;
typedef struct _MsnpCircle MsnpCircle;
typedef struct _MsnpCircleMember MsnpCircleMember;

/* The oldest and the newest dialect the core speaks: MSNP2 (1999) and MSNP18 (Windows Live Messenger 2009). */
#define MSNP_DIALECT_OLDEST 2
#define MSNP_DIALECT_NEWEST 18

/* The newest that is offered unless another one is asked for. */
#define MSNP_DIALECT_AUTO MSNP_DIALECT_NEWEST

/* The port of every official notification server. */
#define MSNP_DEFAULT_PORT 1863

typedef enum {
    MSNP_OFFLINE,
    MSNP_AVAILABLE,
    MSNP_BUSY,
    MSNP_IDLE,
    MSNP_BRB,
    MSNP_AWAY,
    MSNP_PHONE,
    MSNP_LUNCH,
    MSNP_INVISIBLE, /* own status only */
} MsnpStatus;

/* The five lists of the address book, as the bits of the LST command (MSNP8+). */
typedef enum {
    MSNP_LIST_FORWARD = 1 << 0, /* FL: people one sees */
    MSNP_LIST_ALLOW = 1 << 1,   /* AL: may see one's presence */
    MSNP_LIST_BLOCK = 1 << 2,   /* BL: may not */
    MSNP_LIST_REVERSE = 1 << 3, /* RL: people who have added one; kept by the server */
    MSNP_LIST_PENDING = 1 << 4, /* PL: added one and not answered yet (MSNP10+) */
} MsnpLists;

typedef enum {
    MSNP_STYLE_BOLD = 1 << 0,
    MSNP_STYLE_ITALIC = 1 << 1,
    MSNP_STYLE_UNDERLINE = 1 << 2,
    MSNP_STYLE_STRIKE = 1 << 3,
    MSNP_STYLE_RTL = 1 << 4, /* right to left */
} MsnpStyleFlags;

/* How one message looks: MSN knows one style for a whole message, and no font size. */
typedef struct {
    const char *font; /* family, decoded, NULL if none was given; hostile when it came from outside */
    guint flags;      /* MsnpStyleFlags */
    gint32 color;     /* 0xRRGGBB, or -1 if none was given */
} MsnpStyle;

/* The phone numbers of oneself and of contacts (PRP and BPR, from MSNP5). */
typedef enum {
    MSNP_PHONE_HOME,
    MSNP_PHONE_WORK,
    MSNP_PHONE_MOBILE,
    MSNP_N_PHONES
} MsnpPhoneKind;

/* What invitations (text/x-msmsgsinvite) are for, as far as a user cares to tell apart. */
typedef enum {
    MSNP_INVITE_FILE,
    MSNP_INVITE_VOICE,
    MSNP_INVITE_ASSISTANCE, /* remote assistance, application sharing, NetMeeting */
    MSNP_INVITE_GAME,
    MSNP_INVITE_OTHER, /* a GUID that is not known, or none */
    MSNP_N_INVITE_KINDS
} MsnpInviteKind;

/* One field of an invitation, "name: value". */
typedef struct {
    const char *name;
    const char *value;
} MsnpInviteField;

/* What somebody listens to or plays (from MSNP11). */
typedef enum {
    MSNP_MEDIA_NONE,
    MSNP_MEDIA_MUSIC,
    MSNP_MEDIA_GAME,
    MSNP_MEDIA_OFFICE,
} MsnpMedia;

/* The kinds of requests whose failure is told by MSNP_EVENT_REQUEST_FAILED. */
typedef enum {
    MSNP_REQUEST_ADD,
    MSNP_REQUEST_REMOVE,
    MSNP_REQUEST_MOVE,
    MSNP_REQUEST_RENAME,
    MSNP_REQUEST_BLOCK,
    MSNP_REQUEST_ANSWER,
    MSNP_REQUEST_GROUP_RENAME,
    MSNP_REQUEST_GROUP_REMOVE,
    MSNP_REQUEST_OWN_NAME,
    MSNP_REQUEST_PHONE,
    MSNP_REQUEST_PRIVACY,
    MSNP_N_REQUESTS
} MsnpRequest;

/* What sort of place one is signed in at. */
typedef enum {
    MSNP_PLACE_UNKNOWN,
    MSNP_PLACE_COMPUTER,
    MSNP_PLACE_WEB,
    MSNP_PLACE_MOBILE,
    MSNP_PLACE_CONSOLE,
} MsnpPlaceKind;

/* A place where one is signed in (from MSNP16). Text is one line of UTF-8. */
typedef struct {
    const char *id;    /* "{GUID}" */
    const char *name;  /* "" if it has none; hostile, as somebody may have signed in there */
    MsnpPlaceKind kind;
    MsnpStatus status; /* MSNP_OFFLINE: not known */
    gboolean here;     /* it is this one */
} MsnpPlace;

/* What a stream is for. */
typedef enum {
    MSNP_LINK_PEER = 0, /* straight to another client */
    MSNP_LINK_NOTIFICATION = 1,
    MSNP_LINK_SWITCHBOARD = 2,
} MsnpLinkKind;

/* Where this machine can be reached. */
typedef struct {
    const char *const *internal; /* IPv4 addresses of it, NULL-terminated */
    guint16 port;
    const char *external; /* what others see instead, behind a router; NULL if that is not known */
    guint16 external_port;
} MsnpAddresses;

/* A secret within the bytes of an action: never to be logged. */
typedef struct {
    gsize start;
    gsize len;
} MsnpSpan;

/* ---- what went wrong ------------------------------------------------------------------------ */

/* Stable names of failures; msnp_error_name() gives the text used in logs and replays. The words for
 * people are the host's. "Account" failures end the session, "message" failures come with a message,
 * "request" failures leave everything as it is. */
typedef enum {
    MSNP_ERROR_NONE,
    /* account: the line */
    MSNP_ERROR_CONNECT,  /* no connection to the server; detail says why */
    MSNP_ERROR_LOST,     /* connection lost; detail may say why */
    MSNP_ERROR_PROXY,    /* the host's proxy settings make no sense */
    MSNP_ERROR_GATEWAY,  /* the HTTP gateway is not reached, or is none; detail says why */
    MSNP_ERROR_GATEWAY_CERTIFICATE, /* its certificate is not trusted */
    MSNP_ERROR_TIMEOUT,  /* a command that sign-in needs was not answered */
    MSNP_ERROR_DEAD,     /* no answer to the keep-alive */
    MSNP_ERROR_PROTOCOL, /* what came cannot be MSNP, or is beyond every limit */
    MSNP_ERROR_REFERRALS, /* servers refer to each other without end */
    /* account: sign-in */
    MSNP_ERROR_DIALECT,      /* no dialect in common */
    MSNP_ERROR_MD5_CONSENT,  /* server wants an MD5 sign-in that the user has not allowed */
    MSNP_ERROR_PASSWORD,     /* name or password wrong */
    MSNP_ERROR_NAME_CASE,    /* the same, and the name has capitals in it: some servers mind */
    MSNP_ERROR_TICKET,       /* the ticket was refused twice */
    MSNP_ERROR_URL,          /* a Passport address is not usable; detail is the address */
    MSNP_ERROR_INSECURE_URL, /* a Passport address without TLS; detail is the address */
    MSNP_ERROR_REDIRECTS,    /* too many redirects of the Passport server */
    MSNP_ERROR_PASSPORT,     /* Passport server answers nonsense; number is the HTTP status or 0 */
    MSNP_ERROR_PASSPORT_REFUSED, /* it does not want to; detail says why in its words, number is the HTTP status */
    MSNP_ERROR_PASSPORT_CONNECT, /* Passport server not reached; detail says why */
    MSNP_ERROR_TLS,          /* TLS with the Passport server failed */
    MSNP_ERROR_CERTIFICATE,  /* its certificate is not trusted */
    MSNP_ERROR_PASSPORT_TIMEOUT, /* it did not answer in time */
    MSNP_ERROR_UNVERIFIED,   /* account not verified or not confirmed yet */
    MSNP_ERROR_CHILD,        /* child account without the parents' consent */
    MSNP_ERROR_SUSPENDED,    /* account suspended or banned */
    MSNP_ERROR_ROSTER,       /* contact list not available */
    /* account: the server says good-bye */
    MSNP_ERROR_BUSY,      /* busy or not available: later */
    MSNP_ERROR_ELSEWHERE, /* signed in at another place (OUT OTH) */
    MSNP_ERROR_PUT_OUT,   /* signed out from another place, where one is signed in too */
    MSNP_ERROR_SHUTDOWN,  /* server goes down (OUT SSD) */
    MSNP_ERROR_MIGRATED,  /* lists were migrated, sign in again (OUT MIG) */
    MSNP_ERROR_TERMS,     /* terms of use changed (OUT TOU) */
    MSNP_ERROR_RECONNECT, /* come back in `number` minutes (OUT RCT) */
    MSNP_ERROR_GOODBYE,   /* OUT without a reason we know */
    MSNP_ERROR_SERVER,    /* error `number` that we have no class for */
    /* message */
    MSNP_ERROR_PEER_OFFLINE,  /* offline, invisible or blocking (217) */
    MSNP_ERROR_PEER_UNKNOWN,  /* no such account (205, 208) */
    MSNP_ERROR_CHAT_EMPTY,    /* nobody else is in the chat */
    MSNP_ERROR_PEER_TIMEOUT,  /* did not come into the conversation in time */
    MSNP_ERROR_INVISIBLE,     /* one is invisible oneself (913) */
    MSNP_ERROR_TOO_FAST,      /* too many actions (713, 800) */
    MSNP_ERROR_REFUSED,       /* NAK: not delivered to everybody */
    MSNP_ERROR_SB_CONNECT,    /* switchboard not reached */
    MSNP_ERROR_SB_LOST,       /* switchboard lost before the message was acknowledged */
    MSNP_ERROR_SIGNED_OUT,    /* session ended before */
    MSNP_ERROR_TOO_LONG,      /* the service takes none so long */
    MSNP_ERROR_MAILBOX,       /* the service that keeps messages was not reached, or lets nobody in */
    /* objects and files */
    MSNP_ERROR_DECLINED,      /* the other side does not want to, or does not have it */
    MSNP_ERROR_CANCELLED,     /* the other side stopped it */
    MSNP_ERROR_NO_ANSWER,     /* the other side does not answer, or stopped in the middle */
    MSNP_ERROR_DAMAGED,       /* what came is not what was announced */
    MSNP_ERROR_NO_WAY,        /* neither side could connect to the other */
    /* request */
    MSNP_ERROR_ADDRESS,        /* not an address (201) */
    MSNP_ERROR_LIST_FULL,      /* 210 */
    MSNP_ERROR_NAME,           /* name not allowed (209) */
    MSNP_ERROR_GROUPS_FULL,    /* 223 */
    MSNP_ERROR_NO_GROUP,       /* 224, 231 */
    MSNP_ERROR_GROUP_IN_USE,   /* not empty (226), or a name that is taken (228) */
    MSNP_ERROR_GROUP_NAME,     /* too long (229) */
    MSNP_ERROR_GROUP_FIXED,    /* the default group cannot be removed (230) */
    MSNP_ERROR_NOT_OFFERED,    /* the server or the dialect does not have it (502) */
    MSNP_ERROR_ARGUMENT, /* the request cannot be made as asked */
    MSNP_ERROR_STATE,    /* not now: not signed in (yet) */
    MSNP_N_ERRORS
} MsnpError;

/* The stable name of an error, as "peer-offline". Never NULL. */
const char *msnp_error_name(MsnpError error);

/* ---- secrets -------------------------------------------------------------------------------- */

/* Overwrites what may be secret; no compiler leaves it out. data may be NULL if there is nothing. */
void msnp_wipe(void *data, gsize len);

/* ---- HTTP jobs ------------------------------------------------------------------------------ */

typedef struct {
    const char *name;
    const char *value;
    gboolean secret; /* of a request: the value must not be logged */
} MsnpHttpHeader;

/* One exchange, to be done as it stands: redirects are the session's business, certificates are the
 * host's and must be verified. */
typedef struct {
    const char *method;
    const char *url;                /* http or https, host already checked */
    const MsnpHttpHeader *headers;  /* beside Host and Content-Length, which the host adds */
    guint n_headers;
    const guint8 *body; /* NULL if none */
    gsize body_len;
    gboolean secret; /* of the url only the host may be logged */
} MsnpHttpRequest;

/* What came of it. Given when end is MSNP_ERROR_NONE: status, headers, body. */
typedef struct {
    MsnpError end;      /* NONE, PASSPORT_CONNECT, PASSPORT_TIMEOUT, TLS, CERTIFICATE or PASSPORT (not HTTP) */
    const char *detail; /* why not, for people; may be NULL */
    guint status;
    const MsnpHttpHeader *headers;
    guint n_headers;
    const guint8 *body;
    gsize body_len;
} MsnpHttpReply;

/* Takes an http or https address apart, strictly: no user information, a host of letters, digits, "-",
 * "." and "_" or an IPv6 literal in brackets, port 1 to 65535, nothing but printable ASCII. *host comes in
 * lower case and without brackets, *path with the query, at least "/", without the fragment; both are the
 * caller's. FALSE, and nothing set, if the address is not like that. */
gboolean msnp_url_split(const char *url, gboolean *tls, char **host, guint16 *port, char **path);

/* TRUE for localhost, 127.0.0.0/8 and ::1: what never leaves the machine. */
gboolean msnp_host_is_local(const char *host);

/* ---- out: actions ----------------------------------------------------------------------------- */

/* Each kind names the members of MsnpAction that it sets; all others are 0 or NULL. */
typedef enum {
    /* to do */
    MSNP_ACTION_CONNECT, /* open stream `link` to host:port, then msnp_session_link_up() or _closed(); number:
                            MsnpLinkKind. How its bytes are carried is the host's business */
    MSNP_ACTION_LISTEN,  /* wait for one connection to this machine: msnp_session_listening(), and _link_up() when it
                            has come; or _closed() */
    MSNP_ACTION_WRITE,   /* write data, len to `link` in one piece; secrets, n_secrets */
    MSNP_ACTION_CLOSE,   /* close `link` after what was written; it will not be named again */
    MSNP_ACTION_FETCH,   /* run HTTP request as job `id`, then msnp_session_job_done() */
    MSNP_ACTION_ABANDON, /* nobody waits for job `id` any more */
    MSNP_ACTION_DEBUG,   /* text for the debug log, free of secrets */
    MSNP_ACTION_FILE_READ,  /* give len bytes from offset on of file `id` by msnp_session_file_piece() */
    MSNP_ACTION_FILE_WRITE, /* data/len: the next bytes of file `id`, from offset on */
    /* to tell: the account */
    MSNP_EVENT_PROGRESS,   /* number: MsnpStep */
    MSNP_EVENT_SIGNED_IN,  /* roster told, first status sent; name: own friendly name or "" */
    MSNP_EVENT_SIGNED_OUT, /* the end: error, number, detail. Nothing but CLOSE and ABANDON follows */
    MSNP_EVENT_OWN_NAME,   /* name: own friendly name as the server has it */
    MSNP_EVENT_OWN_STATUS, /* status: the server changed our status by itself */
    MSNP_EVENT_MAIL,       /* number: unread in the inbox, at sign-in */
    MSNP_EVENT_NOTICE,     /* number: minutes until the server goes down */
    MSNP_EVENT_OLDER,      /* error, number, detail: why newer dialects did not work; one is online without web services */
    MSNP_EVENT_PLACES,     /* number: of places where one is signed in; they, or what is known of them, have changed */
    MSNP_EVENT_MACHINE,    /* text: the GUID of this place, made now; to be kept for the MsnpEnv of next time */
    /* to tell: the roster */
    MSNP_EVENT_GROUP,       /* group: exists; number: 0 at sign-in, 1 since now */
    MSNP_EVENT_GROUP_GONE,  /* name: of a group that was removed */
    MSNP_EVENT_GROUP_RENAMED, /* group; text: its old name */
    MSNP_EVENT_CONTACT,     /* contact: its lists, groups or name; number: 0 at sign-in, 1 changed
                                now, 2 just gone from the forward list */
    MSNP_EVENT_ROSTER_DONE, /* number: 1 if the lists are known to be complete, 0 if some is missing */
    MSNP_EVENT_PRIVACY,     /* number: whether strangers may see one (BLP) was changed: 1 if they may */
    MSNP_EVENT_AUTHORIZE,   /* contact: has added one and waits for an answer; at sign-in and live */
    MSNP_EVENT_REQUEST_FAILED, /* id, what, who and name (either may be NULL), error, number */
    MSNP_EVENT_PERSONAL,    /* contact: personal message or media have changed */
    MSNP_EVENT_PRESENCE,    /* contact: status, name or client bits may have changed; status: the new one */
    MSNP_EVENT_PICTURE,     /* contact: shows another picture, or none; see msnp_contact_picture() */
    MSNP_EVENT_CIRCLE,      /* circle: exists, with its members; number: 0 at sign-in, 1 since now or of another name */
    MSNP_EVENT_CIRCLE_GONE, /* text: id of a circle that one is not in any more, name; chat: its conversation, or 0 */
    MSNP_EVENT_CIRCLE_MEMBER, /* circle, who; number: 1 he is in it, and status, name or message may have changed; 0 he
                                 is not any more */
    /* to tell: conversations. chat: 0 in a conversation of two, else the number of the chat */
    MSNP_EVENT_MESSAGE,   /* chat, who, name (may be ""; context: only for this message), data/len: text (no
                             final NUL), style; number: 1 if one wrote it oneself at another place, and then who is
                             the one it went to, but in a chat oneself */
    MSNP_EVENT_OFFLINE_MESSAGE, /* id: for msnp_offline_shown(), who, name (context: the list does not name him),
                             data/len: text, perhaps none; when; text: by which the service knows the message */
    MSNP_EVENT_OFFLINE_DELETED, /* text: the service does not have that message any more */
    MSNP_EVENT_TYPING,    /* chat, who */
    MSNP_EVENT_NUDGE,     /* chat, who */
    MSNP_EVENT_DELIVERED, /* chat, who (NULL in a chat), id: the server acknowledged the message; in a circle: it
                             has not refused it in time */
    MSNP_EVENT_FAILED,    /* the same; data/len: what was not delivered (none: a nudge), error, number */
    MSNP_EVENT_TROUBLE,   /* chat, who: something is wrong in the conversation: error, number */
    MSNP_EVENT_EMOTICON,  /* chat, who: text stands for a picture in what he writes from now on; name: the hash of
                             its bytes, detail: the object, for msnp_fetch_object() */
    MSNP_EVENT_WINK,      /* chat, who: an animation; text: what he calls it, perhaps "", name: for a file of it,
                             detail: the object, for msnp_fetch_object(): a cabinet (MSCF) with a picture in it */
    MSNP_EVENT_VOICE,     /* the same for a voice clip, a WAV file */
    MSNP_EVENT_INK,       /* chat, who: a drawing; data/len: a GIF, by its first bytes; none: in a format of its own */
    MSNP_EVENT_DEED,      /* chat, who: text says what he does */
    MSNP_EVENT_CHAT_STARTED, /* chat; who: whose conversation of two it was, or NULL; circle: whose it is, or NULL */
    MSNP_EVENT_CHAT_JOINED,  /* chat, who, name (may be ""); number: 1 if there before us */
    MSNP_EVENT_CHAT_LEFT,    /* chat, who */
    MSNP_EVENT_INVITED,   /* chat, who, id: for the answer, invite: kind, name of the application, fields */
    MSNP_EVENT_INVITE_OVER, /* chat, who, id: the inviter took it back; text: his code */
    /* to tell: objects and files */
    MSNP_EVENT_OWN_PICTURE,  /* data/len: the display picture that one's profile has, while one has none here; take it
                                by msnp_set_picture(), or not */
    MSNP_EVENT_OBJECT,       /* id: of msnp_fetch_object(), who; data/len: all of it, checked; or error */
    MSNP_EVENT_FILE_OFFERED, /* id, who, name: of the file, without a path; size; data/len: a preview picture or none.
                                Answer by msnp_file_accept() or msnp_file_cancel() */
    MSNP_EVENT_FILE_BEGUN,   /* id: the other side has accepted */
    MSNP_EVENT_FILE_DONE,    /* id: it came whole, or was acknowledged whole */
    MSNP_EVENT_FILE_FAILED,  /* id: it is over: error */
    MSNP_EVENT_DECLINED,     /* who: wanted something that nothing here can do, and was told so; text: "webcam",
                                "voice", "game" or "unknown" */
    /* to tell: the service */
    MSNP_EVENT_PAGE,      /* who, text: from a mobile */
    MSNP_EVENT_ALERT,     /* text, and name: address to read on, or NULL */
    MSNP_EVENT_MAIL_NEW,  /* name: sender, who: his address, text: subject (RFC 2047) */
    MSNP_EVENT_URL,       /* id: of msnp_ask_url(), text: an address to open, or NULL if there is none */
    MSNP_EVENT_FOUND,     /* id: of msnp_find(); number of them, index from 1 in len; name, text: city etc.; error */
    MSNP_EVENT_SENT_MAIL, /* id: of msnp_invite_by_mail(); error: NONE if the mail has been sent */
    MSNP_N_ACTIONS
} MsnpActionKind;

/* The steps of sign-in, in order, for a progress bar. */
typedef enum {
    MSNP_STEP_CONNECTING,
    MSNP_STEP_NEGOTIATING,
    MSNP_STEP_AUTHENTICATING,
    MSNP_STEP_TICKET,
    MSNP_STEP_ROSTER,
    MSNP_N_STEPS
} MsnpStep;

typedef struct {
    MsnpActionKind kind;
    guint link;
    guint id;
    const char *host;
    guint16 port;
    const guint8 *data;
    gsize len;
    const MsnpSpan *secrets;
    guint n_secrets;
    const MsnpHttpRequest *request;
    const char *text;
    MsnpError error;
    guint number;
    const char *detail; /* may be NULL even where the kind has it */
    const char *who;
    const char *name;
    MsnpStatus status;
    MsnpStyle style;
    guint chat;
    gboolean context;
    MsnpInviteKind invite;
    const MsnpInviteField *fields;
    guint n_fields;
    MsnpRequest what;
    MsnpContact *contact; /* the session's */
    MsnpGroup *group;     /* the session's */
    const MsnpCircle *circle; /* the session's */
    guint64 size;         /* of a file, in bytes */
    guint64 offset;
    gint64 when;          /* seconds since 1970, as others say it; 0 if nobody does */
} MsnpAction;

/* Appends one line, without its end, that says all of an action, for logs and replays. Secrets are
 * printed as "***", bytes outside printable UTF-8 as \xNN. */
void msnp_action_print(const MsnpAction *action, GString *out);

/* ---- the session ----------------------------------------------------------------------------- */

/* All that a session knows of its surroundings. Everything is copied. */
typedef struct {
    const char *account;   /* the account name as typed; sent as it is */
    const char *password;  /* never cut */
    const char *host;      /* where to connect first */
    guint16 port;          /* 0 means MSNP_DEFAULT_PORT */
    const char *nexus_url; /* Passport nexus, https (http only on loopback); "": there is none, tickets are
                              those of rst_url */
    const char *web_url;   /* base of the web services from MSNP13 on; NULL or "": the host of the nexus */
    const char *rst_url;   /* of tickets alone: a host, or the whole address */
    const char *contacts_url; /* of the address book alone: a host, or the address of one of its services */
    const char *oim_url;     /* the same of messages to people who are away */
    const char *storage_url; /* of the storage service, which is asked only where this is set */
    const char *gateway_url; /* where the host may carry links to instead of their own address: who listens on that way
                                reads an MD5 sign-in as well; NULL or "": never */
    const char *machine;   /* "{GUID}" of this account at this place, as MSNP_EVENT_MACHINE told it; NULL: none yet */
    const char *place;     /* what one's other places are told of this one, such as the name of the machine; may be NULL */
    gboolean one_place;    /* one's other places are signed out at sign-in, and this one when one signs in elsewhere */
    const char *shown;     /* offline messages that were shown before, and that no MSNP_EVENT_OFFLINE_DELETED was told
                              of: their texts with blanks between; may be NULL */
    guint max_dialect;     /* highest to offer, 0 for MSNP_DIALECT_AUTO; a cap of 7 or less consents to MD5 */
    gboolean automatic;    /* the user leaves the choice to us: where newer dialects do not work, older ones are tried */
    gboolean older;        /* MSNP_EVENT_OLDER was told not long ago: newer ones are not tried at all */
    gboolean allow_md5;    /* MD5 sign-in allowed though not asked for by max_dialect */
    MsnpStatus status;     /* status to sign in with */
    gboolean direct;       /* files may go over direct connections, which show one's address to the other side */
    gboolean connects_only; /* nobody can connect to this machine, as behind a proxy */
    const char *client_name; /* for peers that ask, as "purple-msnp/1.0" */
    guint64 utc;           /* milliseconds since 1970 when the clock of msnp_session_tick() was 0 */
    guint8 random[32];     /* fresh random bytes: the only ones the session gets */
} MsnpEnv;

/* A new session that has not done anything yet. Call tick, then start. Never NULL. */
MsnpSession *msnp_session_new(const MsnpEnv *env);

/* Wipes secrets and frees everything, actions not popped included. NULL is allowed. */
void msnp_session_free(MsnpSession *session);

/* Begins to sign in: the first action will be to connect. Once. */
void msnp_session_start(MsnpSession *session);

/* Asks for a debug action for every command received (secrets hidden). Off at first. */
void msnp_session_set_trace(MsnpSession *session, gboolean trace);

/* The host is about to drop the session: says good-bye on every link and reports every message that
 * was not acknowledged. Pop until NULL, then free. */
void msnp_session_quit(MsnpSession *session);

/* ---- in: what happened ------------------------------------------------------------------------ */

/* Link connected. A number that is not open (any more) is ignored, here and below. */
void msnp_session_link_up(MsnpSession *session, guint link);

/* A port is open for a link that was to listen. Copied. */
void msnp_session_listening(MsnpSession *session, guint link, const MsnpAddresses *addresses);

/* Everything written to the link has been passed to the system. Call it whenever that becomes so, also while an action
 * is handled: what it points to stays. */
void msnp_session_writable(MsnpSession *session, guint link);

/* Bytes came; they are copied. */
void msnp_session_received(MsnpSession *session, guint link, const void *data, gsize len);

/* Nothing came, but the server is there, as the way that the link's bytes take has shown: it need not be asked. */
void msnp_session_alive(MsnpSession *session, guint link);

/* Link failed to open (error MSNP_ERROR_CONNECT, or one of those of proxy and gateway) or ended (MSNP_ERROR_LOST, or
 * MSNP_ERROR_NONE for an orderly end). What came before is still processed. detail: why, for people, or NULL. */
void msnp_session_closed(MsnpSession *session, guint link, MsnpError error, const char *detail);

/* The outcome of a job. Unknown ids are ignored. */
void msnp_session_job_done(MsnpSession *session, guint id, const MsnpHttpReply *reply);

/* A piece of a file that MSNP_ACTION_FILE_READ asked for, of exactly that offset and length; copied. The same may be
 * asked for again, from the start, when a connection was lost. NULL: the file cannot be read any more, which cancels
 * the transfer (MSNP_EVENT_FILE_FAILED does not follow). */
void msnp_session_file_piece(MsnpSession *session, guint id, guint64 offset, const void *data, gsize len);

/* It is now `now` (milliseconds); expires what is due. */
void msnp_session_tick(MsnpSession *session, guint64 now);

/* ---- out ------------------------------------------------------------------------------------------ */

/* The next action, or NULL when there is nothing to do until something happens. */
const MsnpAction *msnp_session_next(MsnpSession *session);

/* For a host that ends the session from within an action: from now on all that actions have pointed to stays until
 * msnp_session_free(). The action itself is still overwritten by the next. */
void msnp_session_hold(MsnpSession *session);

/* When to tick next, or 0 for never. May be in the past. */
guint64 msnp_session_deadline(const MsnpSession *session);

/* ---- what one can ask ------------------------------------------------------------------------------ */

/* TRUE from MSNP_EVENT_SIGNED_IN until the end. */
gboolean msnp_session_is_online(const MsnpSession *session);

/* The dialect in use, 0 before it is negotiated. */
guint msnp_session_dialect(const MsnpSession *session);

/* Own friendly name as the server told it, "" if it has not. Valid until the next call. */
const char *msnp_session_own_name(const MsnpSession *session);

/* A contact by handle in any case, or NULL. Borrowed; valid until the session is fed. */
MsnpContact *msnp_session_contact(const MsnpSession *session, const char *handle);

/* TRUE while a change by msnp_contact_block() is under way: his lists are then neither as they were nor as they will be.
 * An event tells of its end. */
gboolean msnp_contact_is_being_blocked(const MsnpSession *session, const MsnpContact *contact);

/* Contact i of all that the session knows, NULL beyond the last. */
const MsnpContact *msnp_session_nth_contact(const MsnpSession *session, guint i);

/* TRUE if those on neither list may see one (BLP AL). */
gboolean msnp_session_allows_strangers(const MsnpSession *session);

/* TRUE if the roster has a group of that name, other than the default one. */
gboolean msnp_session_has_group(const MsnpSession *session, const char *name);

/* What is known of a contact. Strings are valid until the session is fed. */
const char *msnp_contact_handle(const MsnpContact *contact); /* lower case */
const char *msnp_contact_name(const MsnpContact *contact);   /* friendly name, "" if none */
MsnpStatus msnp_contact_status(const MsnpContact *contact);
guint msnp_contact_lists(const MsnpContact *contact);        /* MsnpLists */
guint32 msnp_contact_client(const MsnpContact *contact);     /* client id bits, 0 if unknown */
const char *msnp_contact_phone(const MsnpContact *contact, MsnpPhoneKind kind); /* "" if none */
gboolean msnp_contact_takes_pages(const MsnpContact *contact); /* may be paged on a mobile */
const char *msnp_contact_personal(const MsnpContact *contact); /* personal message, "" if none */
MsnpMedia msnp_contact_media(const MsnpContact *contact);
/* Line, title, artist and album of what is played, as 0 to 3; "" if none. */
const char *msnp_contact_media_text(const MsnpContact *contact, guint part);
guint msnp_contact_n_groups(const MsnpContact *contact);     /* of the forward list */
MsnpGroup *msnp_contact_group(const MsnpContact *contact, guint i);

/* A group's name ("~" and empty names are given as they came) and its id on the server. */
const char *msnp_group_name(const MsnpGroup *group);
const char *msnp_group_id(const MsnpGroup *group);

/* TRUE for the group that holds who is in no other: id 0 below MSNP10. */
gboolean msnp_group_is_default(const MsnpGroup *group);

/* Circles (from MSNP18): people who see each other and have one conversation, kept by the service. What they are is
 * changed on its web pages, not here. */

/* Circle i, NULL beyond the last; and the one with that id, or else that name. Borrowed; valid until the session is
 * fed. */
const MsnpCircle *msnp_session_nth_circle(const MsnpSession *session, guint i);
const MsnpCircle *msnp_session_circle(const MsnpSession *session, const char *id_or_name);
const char *msnp_circle_id(const MsnpCircle *circle);   /* a GUID, lower case */
const char *msnp_circle_name(const MsnpCircle *circle); /* never "" */

/* Member i, NULL beyond the last; and the one of that handle (lower case), or NULL. Oneself is none. */
const MsnpCircleMember *msnp_circle_nth_member(const MsnpCircle *circle, guint i);
const MsnpCircleMember *msnp_circle_member(const MsnpCircle *circle, const char *handle);
const char *msnp_circle_member_handle(const MsnpCircleMember *member);
const char *msnp_circle_member_name(const MsnpCircleMember *member); /* friendly name, "" if none */
MsnpStatus msnp_circle_member_status(const MsnpCircleMember *member);
const char *msnp_circle_member_message(const MsnpCircleMember *member); /* personal message, "" if none */

/* ---- requests --------------------------------------------------------------------------------------- */

/* Changes one's status (not MSNP_OFFLINE). Before sign-in is complete it becomes the status to sign in
 * with. Returns MSNP_ERROR_NONE or _ARGUMENT. The same status again sends nothing. */
MsnpError msnp_set_status(MsnpSession *session, MsnpStatus status);

/* The changes below are made one after the other, each when the one before is done. The roster, and with it
 * MSNP_EVENT_CONTACT, _GROUP and their like, follow when the server has agreed; when it does not,
 * MSNP_EVENT_REQUEST_FAILED tells, and the roster is as before. What is so already is no failure. All
 * return MSNP_ERROR_NONE, _STATE (not signed in), _ARGUMENT or _NOT_OFFERED (the dialect has no such
 * thing); *id, which may be NULL, names the request. Groups are named, not numbered; a group that does not
 * exist is made; NULL, "" and the default group's name mean the default group. */

/* Puts somebody on the forward list (and the allow list), in a group; who is there already is put into that
 * group as well. Somebody is an address or, where web services keep the lists, a telephone: "tel:+15551234567". */
MsnpError msnp_contact_add(MsnpSession *session, const char *handle, const char *group, guint *id);

/* Takes somebody out of a group, or off the forward list if that was the last one or group is NULL. */
MsnpError msnp_contact_remove(MsnpSession *session, const char *handle, const char *group, guint *id);

MsnpError msnp_contact_move(MsnpSession *session, const char *handle, const char *from, const char *to,
                            guint *id);

/* Gives a contact a name on the server; name "" takes the contact's own. */
MsnpError msnp_contact_rename(MsnpSession *session, const char *handle, const char *name, guint *id);

/* Moves somebody to the block list or to the allow list, never leaving him on both. */
MsnpError msnp_contact_block(MsnpSession *session, const char *handle, gboolean block, guint *id);

/* Answers MSNP_EVENT_AUTHORIZE: allow list or block list, and off the pending list. */
MsnpError msnp_contact_answer(MsnpSession *session, const char *handle, gboolean accept, guint *id);

/* Renames a group; a name that exists joins the two. */
MsnpError msnp_group_rename(MsnpSession *session, const char *name, const char *new_name, guint *id);

/* Removes a group; who was only in it goes to the default group. */
MsnpError msnp_group_remove(MsnpSession *session, const char *name, guint *id);

/* Whether those on neither list may see one (BLP). */
MsnpError msnp_set_allow_strangers(MsnpSession *session, gboolean allow, guint *id);

/* One's own friendly name; phone number ("" for none); whether one may be paged. */
MsnpError msnp_set_own_name(MsnpSession *session, const char *name, guint *id);
MsnpError msnp_set_phone(MsnpSession *session, MsnpPhoneKind kind, const char *number, guint *id);
MsnpError msnp_set_takes_pages(MsnpSession *session, gboolean takes, guint *id);
const char *msnp_session_phone(const MsnpSession *session, MsnpPhoneKind kind);
gboolean msnp_session_takes_pages(const MsnpSession *session);

/* Sends text to somebody: any UTF-8, lines ending in LF or CRLF. Long text becomes several messages. To a contact who is
 * offline it goes by the service that keeps it for him, if there is one, and then has no looks.
 * On success *id (may be NULL) names it, and for each of its messages one MSNP_EVENT_DELIVERED or
 * MSNP_EVENT_FAILED with that id comes later, except that a server that never acknowledges anything
 * leaves it at none, and that of a page, as which it goes to a telephone, only a refusal is told. Otherwise nothing was
 * queued: MSNP_ERROR_STATE or _ARGUMENT, or _NOT_OFFERED: he is on another network. */
MsnpError msnp_send_text(MsnpSession *session, const char *handle, const char *text, gsize len,
                         const MsnpStyle *style, guint *id);

/* An offline message has been shown, and logged where the user wants that: the service may let go of it. Until then it
 * will be told again at each sign-in. Unknown ids are ignored. */
void msnp_offline_shown(MsnpSession *session, guint id);

/* Says that one is typing; call again every few seconds. Sent only where a conversation is open. */
void msnp_send_typing(MsnpSession *session, const char *handle);

/* Nudges somebody; like msnp_send_text(), but success is not told. */
MsnpError msnp_send_nudge(MsnpSession *session, const char *handle, guint *id);

/* Group conversations. A new one begins empty but for who is called into it; it lives until it is left,
 * however often its switchboard comes and goes. *chat is its number, never used again. */
MsnpError msnp_chat_new(MsnpSession *session, const char *handle, guint *chat);

/* Calls somebody into a chat. MSNP_EVENT_CHAT_JOINED or MSNP_EVENT_TROUBLE follows. */
MsnpError msnp_chat_invite(MsnpSession *session, guint chat, const char *handle);

/* Makes a chat of the conversation of two with `handle` and calls `third` into it. */
MsnpError msnp_chat_from_talk(MsnpSession *session, const char *handle, const char *third, guint *chat);

/* The number of the conversation of a circle, which begins (MSNP_EVENT_CHAT_STARTED) if it is not open. Leaving it
 * closes it here only, and its messages are still reported on: it opens again when somebody writes. MSNP_ERROR_STATE, or
 * _ARGUMENT: there is no such circle. */
MsnpError msnp_circle_open(MsnpSession *session, const char *id_or_name, guint *chat);

/* TRUE if that is the conversation of a circle: nobody can be invited to it. */
gboolean msnp_chat_is_of_circle(const MsnpSession *session, guint chat);

/* Like msnp_send_text(). */
MsnpError msnp_chat_send(MsnpSession *session, guint chat, const char *text, gsize len,
                         const MsnpStyle *style, guint *id);
void msnp_chat_typing(MsnpSession *session, guint chat);
void msnp_chat_leave(MsnpSession *session, guint chat);

/* Nudges everybody in the conversation of a circle; MSNP_ERROR_NOT_OFFERED in other chats, which know no nudges. What
 * comes of it is not told. */
MsnpError msnp_chat_nudge(MsnpSession *session, guint chat);

/* Answers MSNP_EVENT_INVITED. Refused with a Cancel-Code such as "REJECT"; accepted with further fields.
 * Once; an id that is over is ignored. */
void msnp_invite_refuse(MsnpSession *session, guint id, const char *code);
void msnp_invite_accept(MsnpSession *session, guint id, gboolean launch, const MsnpInviteField *fields,
                        guint n_fields);

/* One's personal message and what one listens to ("" or NULL for none), from MSNP11; kept and sent when it
 * can be. As long as no message was ever set, one says what one's profile has, where there is one. */
void msnp_set_personal(MsnpSession *session, const char *message, MsnpMedia media, const char *title,
                       const char *artist, const char *album);

/* Sends a page to somebody's mobile; a refusal is MSNP_EVENT_FAILED with that id. */
MsnpError msnp_send_page(MsnpSession *session, const char *handle, const char *text, guint *id);

/* ---- objects: pictures, emoticons, winks and voice clips (from MSNP9) ---- */

/* One's display picture: the bytes of a PNG, JPEG or GIF file, copied; NULL or no bytes for none. Before sign-in or
 * after. MSNP_ERROR_ARGUMENT if it is larger than peers take (MSNP_LIMIT_PICTURE). */
MsnpError msnp_set_picture(MsnpSession *session, const void *data, gsize len);

/* The picture a contact shows: the SHA-1 of its bytes as 40 lower-case hexadecimal digits, and the object for
 * msnp_fetch_object(). Both NULL if he shows none. Valid until the session is fed. */
const char *msnp_contact_picture(const MsnpContact *contact);
const char *msnp_contact_picture_object(const MsnpContact *contact);

/* Asks somebody for the bytes of an object that he has announced. Politely: many at once wait for each other. One
 * MSNP_EVENT_OBJECT with *id follows, at the latest when the session ends. The same object of the same person is
 * fetched once, however often it is asked for meanwhile: then *id is the same. MSNP_ERROR_STATE, _ARGUMENT (not an
 * object that can be fetched) or _NOT_OFFERED (the dialect has none). */
MsnpError msnp_fetch_object(MsnpSession *session, const char *handle, const char *object, guint *id);

/* A custom emoticon: what is typed, and the picture that stands for it. */
typedef struct {
    const char *shortcut;
    const guint8 *data;
    gsize len;
} MsnpEmoticon;

/* Says what the shortcuts in the next message stand for, and serves them; copied. chat 0: to handle (not if he is
 * offline: MSNP_ERROR_NOT_OFFERED); else handle is ignored. What is too large, or has a shortcut that cannot be
 * announced, is left out. */
MsnpError msnp_announce_emoticons(MsnpSession *session, const char *handle, guint chat, const MsnpEmoticon *emoticons,
                                  guint n);

/* ---- files: over P2P (from MSNP9), or directly to clients older than 6.0, if that is allowed ---- */

/* TRUE if files can be sent to him: he is online with a client that can take them. */
gboolean msnp_contact_takes_files(const MsnpSession *session, const char *handle);

/* Offers a file. preview: a small PNG or NULL. On success FILE_BEGUN, FILE_READs and one of FILE_DONE or FILE_FAILED
 * follow with *id. */
MsnpError msnp_file_send(MsnpSession *session, const char *handle, const char *name, guint64 size, const void *preview,
                         gsize preview_len, guint *id);

/* Takes an offered file: FILE_WRITEs follow, then FILE_DONE or FILE_FAILED. */
void msnp_file_accept(MsnpSession *session, guint id);

/* Declines an offer, or stops a transfer, at any moment; nothing more is told of it. Unknown ids are ignored. */
void msnp_file_cancel(MsnpSession *session, guint id);

/* Asks for the address of a service: "INBOX", "PROFILE 0x0409", "PERSON 0x0409" ... MSNP_EVENT_URL
 * follows. The address signs in by itself only where an MD5 sign-in is allowed: it holds an MD5 of the password. */
MsnpError msnp_ask_url(MsnpSession *session, const char *service, guint *id);

/* TRUE if the profile says that the account has an inbox. */
gboolean msnp_session_has_inbox(const MsnpSession *session);

/* TRUE if one can be signed in at several places; place i of them, NULL beyond the last and while it is not known.
 * Valid until the session is fed. */
gboolean msnp_session_has_places(const MsnpSession *session);
const MsnpPlace *msnp_session_nth_place(const MsnpSession *session, guint i);

/* Signs out another place, by its id, or (NULL) all others. MSNP_EVENT_PLACES follows if they go. MSNP_ERROR_STATE, or
 * _ARGUMENT if there is no such place. */
MsnpError msnp_place_sign_out(MsnpSession *session, const char *id);

/* TRUE if there is a service that keeps messages to contacts who are offline. */
gboolean msnp_session_keeps_messages(const MsnpSession *session);

/* TRUE if the dialect has msnp_find(). */
gboolean msnp_session_can_find(const MsnpSession *session);

/* Looks for people by name (MSNP2 to 7); MSNP_EVENT_FOUND follows for each; the last has its index for number.
 * Without a name it is nobody: none was found (number 0), or no more came than were told. */
MsnpError msnp_find(MsnpSession *session, const char *first, const char *last, const char *country, guint *id);

/* Has the server ask somebody by mail to come to MSN. MSNP_EVENT_SENT_MAIL follows. */
MsnpError msnp_invite_by_mail(MsnpSession *session, const char *address, const char *text, guint *id);

G_END_DECLS

#endif
