/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files to and from clients older than 6.0: agreeing on them by invitations. Knows who offers what and who is to
 * connect to whom; refuses to know how the bytes go over the connection, and the disk: the host reads and writes.
 * Source: hypothetic.org's and the MSN wikis' pages on MSNFTP.
 */
#include "msnp/transfer-private.h"

#include <string.h>
#include "msnp/filecontext.h"
#include "msnp/invite.h"
#include "msnp/limits.h"
#include "msnp/msnftp.h"
#include "msnp/rate.h"

typedef enum {
    OLD_OFFERED,  /* to us, and not answered */
    OLD_INVITING, /* we have offered it */
    OLD_ACCEPTED, /* by us: he is to say where he listens */
    OLD_MOVING,   /* it has a connection, or will have */
} OldState;

typedef struct {
    MsnpTransfers *transfers;
    guint id;
    char *who;
    guint32 cookie; /* of the invitation */
    guint64 size;
    gboolean sending;
    gboolean he_connects; /* he cannot be connected to */
    gboolean done;
    OldState state;
    guint64 deadline; /* of the state */
    MsnpError unsent; /* what was said last has not reached him */
    guint64 moved;
    char auth[12];
    MsnpFtp *ftp; /* NULL before OLD_MOVING */
} OldFile;

static void
old_free(gpointer data)
{
    OldFile *file = data;

    msnp_ftp_free(file->ftp);
    msnp_wipe(file->auth, sizeof(file->auth));
    g_free(file->who);
    g_free(file);
}

static OldFile *
old_new(MsnpTransfers *transfers, const char *who, guint32 cookie, guint64 size, OldState state)
{
    OldFile *file = g_new0(OldFile, 1);

    file->transfers = transfers;
    file->id = transfers->core->next_request++;
    file->who = g_strdup(who);
    file->cookie = cookie;
    file->size = size;
    file->state = state;
    file->sending = state == OLD_INVITING;
    file->deadline = transfers->core->now + MSNP_OFFER_TIMEOUT;
    g_hash_table_insert(transfers->old_files, GUINT_TO_POINTER(file->id), file);
    return file;
}

static OldFile *
old_find(MsnpTransfers *transfers, guint id)
{
    return g_hash_table_lookup(transfers->old_files, GUINT_TO_POINTER(id));
}

static gint
old_compare(gconstpointer a, gconstpointer b)
{
    return (gint) ((const OldFile *) a)->id - (gint) ((const OldFile *) b)->id;
}

/* In the order in which they began; may be removed meanwhile, each when it is its turn. */
static GList *
old_all(MsnpTransfers *transfers)
{
    return g_list_sort(g_hash_table_get_values(transfers->old_files), old_compare);
}

/* The file that an invitation of his, or an answer to ours, is about. */
static OldFile *
old_of(MsnpTransfers *transfers, const char *who, guint32 cookie)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, transfers->old_files);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        OldFile *file = value;

        if (file->cookie == cookie && !strcmp(file->who, who))
            return file;
    }
    return NULL;
}

static MsnpAction *
old_tell(OldFile *file, MsnpActionKind kind)
{
    MsnpAction *action = msnp_core_tell_who(file->transfers->core, kind, file->who, NULL);

    action->id = file->id;
    return action;
}

/* ---- what is said ---- */

static void
old_say(OldFile *file, const GString *payload)
{
    msnp_talks_send_raw(file->transfers->talks, file->who, 0, payload->str, payload->len);
}

static void
old_say_cancel(OldFile *file, const char *code)
{
    g_autoptr(GString) payload = g_string_new(NULL);

    msnp_invite_print_cancel(payload, file->cookie, code, NULL);
    old_say(file, payload);
}

static void
old_say_accept(OldFile *file, const MsnpInviteField *fields, guint n_fields)
{
    g_autoptr(GString) payload = g_string_new(NULL);

    msnp_invite_print_accept(payload, file->cookie, FALSE, NULL, fields, n_fields);
    old_say(file, payload);
}

/* Where we listen. */
static void
old_say_address(OldFile *file, const MsnpAddresses *addresses)
{
    gboolean outside = addresses->external != NULL;
    char port[8], port_x[8];
    MsnpInviteField fields[7];
    guint n = 0;

    g_snprintf(port, sizeof(port), "%u", addresses->port);
    g_snprintf(port_x, sizeof(port_x), "%u", outside ? addresses->external_port : addresses->port);
    fields[n++] = (MsnpInviteField){"IP-Address", outside ? addresses->external : addresses->internal[0]};
    if (outside && addresses->internal[0])
        fields[n++] = (MsnpInviteField){"IP-Address-Internal", addresses->internal[0]};
    fields[n++] = (MsnpInviteField){"Port", port};
    if (strcmp(port, port_x))
        fields[n++] = (MsnpInviteField){"PortX", port_x};
    fields[n++] = (MsnpInviteField){"AuthCookie", file->auth};
    if (!file->sending)
        fields[n++] = (MsnpInviteField){"Sender-Connect", "TRUE"};
    old_say_accept(file, fields, n);
}

/* ---- the end ---- */

static void
old_remove(OldFile *file)
{
    g_hash_table_remove(file->transfers->old_files, GUINT_TO_POINTER(file->id));
}

static void
old_fail(OldFile *file, MsnpError error)
{
    old_tell(file, MSNP_EVENT_FILE_FAILED)->error = error;
    old_remove(file);
}

/* He is told as long as there is no connection over which he would notice. */
static void
old_give_up(OldFile *file, MsnpError error)
{
    old_say_cancel(file, file->state == OLD_INVITING  ? MSNP_INVITE_TIMEOUT
                         : file->state == OLD_OFFERED ? MSNP_INVITE_REJECT
                                                      : MSNP_INVITE_FT_TIMEOUT);
    old_fail(file, error);
}

/* ---- the connection ---- */

static void
on_listening(gpointer owner, const MsnpAddresses *addresses)
{
    old_say_address(owner, addresses);
}

static void
on_begun(gpointer owner)
{
    OldFile *file = owner;

    if (file->sending)
        old_tell(file, MSNP_EVENT_FILE_BEGUN);
}

static void
on_want(gpointer owner, guint64 offset, gsize len)
{
    MsnpAction *action = old_tell(owner, MSNP_ACTION_FILE_READ);

    action->offset = offset;
    action->len = len;
}

static void
on_data(gpointer owner, const guint8 *data, gsize len)
{
    OldFile *file = owner;
    MsnpAction *action = old_tell(file, MSNP_ACTION_FILE_WRITE);

    action->offset = file->moved;
    action->data = data;
    action->len = len;
    file->moved += len;
}

static void
on_done(gpointer owner)
{
    OldFile *file = owner;

    file->done = TRUE;
    old_tell(file, MSNP_EVENT_FILE_DONE);
}

static void
on_over(gpointer owner, MsnpError error)
{
    OldFile *file = owner;

    if (file->done)
        old_remove(file);
    else if (error == MSNP_ERROR_NO_WAY)
        old_give_up(file, error);
    else
        old_fail(file, error);
}

static void
old_connect(OldFile *file)
{
    static const MsnpFtpOwner klass = {on_listening, on_begun, on_want, on_data, on_done, on_over};
    const MsnpCore *core = file->transfers->core;
    MsnpFtpDeal deal = {file->sending, file->size, file->sending ? file->who : core->own, file->auth};

    file->state = OLD_MOVING;
    file->ftp = msnp_ftp_new(file->transfers->core, &klass, file, &deal);
}

static void
old_listen(OldFile *file)
{
    guint32 random;

    msnp_core_random(file->transfers->core, (guint8 *) &random, sizeof(random));
    g_snprintf(file->auth, sizeof(file->auth), "%u", random | 1);
    old_connect(file);
    msnp_ftp_listen(file->ftp);
}

/* ---- what he says ---- */

/* Where he listens, as far as one may go there. */
static GPtrArray *
invite_addresses(const MsnpCore *core, const MsnpInvite *invite)
{
    static const char *const pairs[][2] = {{"IP-Address", "Port"},
                                           {"IP-Address", "PortX"},
                                           {"IP-Address-Internal", "Port"},
                                           {"IP-Address-Internal", "PortX-Internal"}};
    GPtrArray *addresses = g_ptr_array_new_with_free_func(g_free);
    guint i;

    for (i = 0; i < G_N_ELEMENTS(pairs); i++) {
        const char *host = msnp_invite_field(invite, pairs[i][0]), *port = msnp_invite_field(invite, pairs[i][1]);

        if (host && port)
            msnp_direct_add_address(core, addresses, host, port);
    }
    return addresses;
}

/* He listens: the cookie with which we are to come goes into a line. */
static void
old_go(OldFile *file, const MsnpInvite *invite)
{
    g_autoptr(GPtrArray) addresses = invite_addresses(file->transfers->core, invite);
    const char *auth = msnp_invite_field(invite, "AuthCookie");

    if (addresses->len == 0 || !auth || !*auth || strlen(auth) >= sizeof(file->auth) ||
        strspn(auth, "0123456789") != strlen(auth)) {
        msnp_core_debug(file->transfers->core, "a file over a connection that cannot be made");
        old_give_up(file, MSNP_ERROR_NO_WAY);
        return;
    }
    g_strlcpy(file->auth, auth, sizeof(file->auth));
    old_connect(file);
    msnp_ftp_connect(file->ftp, g_steal_pointer(&addresses));
}

static gboolean
invite_says(const MsnpInvite *invite, const char *name, const char *value)
{
    const char *field = msnp_invite_field(invite, name);

    return field && !g_ascii_strcasecmp(field, value);
}

/* A file that can be taken: it has a name and a size. Anything else is declined with the other invitations. */
static gboolean
invite_is_offer(const MsnpInvite *invite)
{
    const char *size = msnp_invite_field(invite, "Application-FileSize");
    guint64 number;

    return invite->kind == MSNP_INVITE_FILE && invite->file_name && size && msnp_wire_number(size, G_MAXUINT64, &number);
}

/* As for other invitations: nobody takes the places of all the others. */
static gboolean
olds_have_room(const MsnpTransfers *transfers, const char *who)
{
    GHashTableIter iter;
    gpointer value;
    guint n = 0;

    g_hash_table_iter_init(&iter, transfers->old_files);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        n += !((const OldFile *) value)->sending && !strcmp(((const OldFile *) value)->who, who);
    return n < MSNP_LIMIT_INVITATIONS && g_hash_table_size(transfers->old_files) < MSNP_LIMIT_INVITATIONS_ALL;
}

static gboolean
old_offered(MsnpTransfers *transfers, const char *who, const MsnpInvite *invite)
{
    g_autofree char *name = NULL;
    MsnpAction *action;
    OldFile *file;

    if (!transfers->core->direct || !invite_is_offer(invite))
        return FALSE;
    if (!olds_have_room(transfers, who) || old_of(transfers, who, invite->cookie) ||
        !msnp_rate_allows(transfers->core, MSNP_RATE_FILE, who)) {
        msnp_core_debug(transfers->core, "too many files, or one offered again: ignored");
        return TRUE;
    }
    file = old_new(transfers, who, invite->cookie, invite->file_size, OLD_OFFERED);
    file->he_connects = invite_says(invite, "Connectivity", "N");
    name = msnp_file_name_safe(invite->file_name);
    action = old_tell(file, MSNP_EVENT_FILE_OFFERED);
    action->name = msnp_actions_keep_str(transfers->core->actions, name);
    action->size = file->size;
    return TRUE;
}

/* Ours is accepted; or he, whose file we want, says where he listens. */
static gboolean
old_accepted(MsnpTransfers *transfers, const char *who, const MsnpInvite *invite)
{
    OldFile *file = old_of(transfers, who, invite->cookie);

    if (!file)
        return FALSE;
    if (file->state == OLD_ACCEPTED || (file->state == OLD_INVITING && invite_says(invite, "Sender-Connect", "TRUE")))
        old_go(file, invite);
    else if (file->state == OLD_INVITING && transfers->core->connects_only)
        old_give_up(file, MSNP_ERROR_NO_WAY);
    else if (file->state == OLD_INVITING)
        old_listen(file);
    return TRUE;
}

static gboolean
old_cancelled(MsnpTransfers *transfers, const char *who, const MsnpInvite *invite)
{
    static const struct {
        const char *code;
        MsnpError error;
    } codes[] = {
        {MSNP_INVITE_REJECT, MSNP_ERROR_DECLINED},
        {MSNP_INVITE_NOT_INSTALLED, MSNP_ERROR_DECLINED},
        {MSNP_INVITE_FAIL, MSNP_ERROR_DECLINED},
        {MSNP_INVITE_FT_TIMEOUT, MSNP_ERROR_NO_WAY},
    };
    OldFile *file = old_of(transfers, who, invite->cookie);
    guint i = 0;

    if (!file || file->done)
        return file != NULL;
    while (i < G_N_ELEMENTS(codes) && g_ascii_strcasecmp(codes[i].code, invite->cancel_code ? invite->cancel_code : ""))
        i++;
    old_fail(file, i < G_N_ELEMENTS(codes) ? codes[i].error : MSNP_ERROR_CANCELLED);
    return TRUE;
}

static gboolean
on_invitation(gpointer owner, const char *who, const MsnpInvite *invite)
{
    static gboolean (*const commands[])(MsnpTransfers *, const char *, const MsnpInvite *) = {
        [MSNP_INVITE_CMD_INVITE] = old_offered,
        [MSNP_INVITE_CMD_ACCEPT] = old_accepted,
        [MSNP_INVITE_CMD_CANCEL] = old_cancelled,
    };

    return invite->command != MSNP_INVITE_CMD_UNKNOWN && commands[invite->command](owner, who, invite);
}

/* ---- who cannot be reached ---- */

/* What has no connection yet comes to nothing, at the next tick: it may be under way just now. */
static void
old_unreached(MsnpTransfers *transfers, const char *who, MsnpError error)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, transfers->old_files);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        OldFile *file = value;

        if (!file->ftp && !strcmp(file->who, who)) {
            file->unsent = error;
            file->deadline = transfers->core->now;
        }
    }
}

static void
on_left(gpointer owner, const char *who)
{
    MsnpTransfers *transfers = owner;
    MsnpContact *contact = msnp_roster_contact(transfers->core->roster, who);

    if (contact && msnp_contact_status(contact) == MSNP_OFFLINE && !msnp_talks_carrier(transfers->talks, who))
        old_unreached(transfers, who, MSNP_ERROR_PEER_OFFLINE);
}

static void
on_unsent(gpointer owner, const char *who, MsnpError error)
{
    old_unreached(owner, who, error);
}

/* ---- what the host says ---- */

static guint32
old_new_cookie(MsnpTransfers *transfers, const char *who)
{
    guint32 cookie;

    do {
        msnp_core_random(transfers->core, (guint8 *) &cookie, sizeof(cookie));
        cookie &= G_MAXINT32; /* some read it with a sign */
    } while (cookie == 0 || old_of(transfers, who, cookie));
    return cookie;
}

guint
msnp_old_files_send(MsnpTransfers *transfers, const char *who, const char *name, guint64 size)
{
    OldFile *file = old_new(transfers, who, old_new_cookie(transfers, who), size, OLD_INVITING);
    g_autoptr(GString) payload = g_string_new(NULL);
    g_autofree char *short_name = msnp_file_name_safe(name);
    char cookie[12], bytes[24];
    const MsnpInviteField fields[] = {
        {"Application-Name", "File Transfer"},
        {"Application-GUID", "{5D3E02AB-6190-11d3-BBBB-00C04F795683}"},
        {"Invitation-Command", "INVITE"},
        {"Invitation-Cookie", cookie},
        {"Application-File", short_name},
        {"Application-FileSize", bytes},
        {"Connectivity", "N"},
    };

    g_snprintf(cookie, sizeof(cookie), "%u", file->cookie);
    g_snprintf(bytes, sizeof(bytes), "%" G_GUINT64_FORMAT, size);
    msnp_invite_print(payload, fields, G_N_ELEMENTS(fields) - (transfers->core->connects_only ? 0 : 1));
    old_say(file, payload);
    return file->id;
}

gboolean
msnp_old_files_accept(MsnpTransfers *transfers, guint id)
{
    OldFile *file = old_find(transfers, id);

    if (!file || file->state != OLD_OFFERED)
        return file != NULL;
    if (file->he_connects) {
        old_listen(file);
        return TRUE;
    }
    file->state = OLD_ACCEPTED;
    file->deadline = transfers->core->now + MSNP_FTP_TIMEOUT;
    old_say_accept(file, NULL, 0);
    return TRUE;
}

gboolean
msnp_old_files_cancel(MsnpTransfers *transfers, guint id)
{
    static const char *const codes[] = {
        [OLD_OFFERED] = MSNP_INVITE_REJECT,
        [OLD_INVITING] = MSNP_INVITE_TIMEOUT,
        [OLD_ACCEPTED] = MSNP_INVITE_CLOSED,
        [OLD_MOVING] = MSNP_INVITE_CLOSED,
    };
    OldFile *file = old_find(transfers, id);

    if (!file)
        return FALSE;
    if (!file->done && !(file->ftp && msnp_ftp_is_met(file->ftp)))
        old_say_cancel(file, codes[file->state]);
    if (file->ftp)
        msnp_ftp_stop(file->ftp, FALSE);
    old_remove(file);
    return TRUE;
}

gboolean
msnp_old_files_piece(MsnpTransfers *transfers, guint id, const void *data, gsize len)
{
    OldFile *file = old_find(transfers, id);

    if (!file)
        return FALSE;
    if (!data || len == 0)
        return msnp_old_files_cancel(transfers, id);
    if (file->ftp)
        msnp_ftp_feed(file->ftp, data, len);
    return TRUE;
}

/* ---- time and life ---- */

static void
old_tick(OldFile *file)
{
    if (file->ftp)
        msnp_ftp_tick(file->ftp);
    else if (file->unsent)
        old_fail(file, file->unsent);
    else if (file->transfers->core->now >= file->deadline)
        old_give_up(file, file->state == OLD_ACCEPTED ? MSNP_ERROR_NO_WAY : MSNP_ERROR_NO_ANSWER);
}

void
msnp_old_files_tick(MsnpTransfers *transfers)
{
    g_autoptr(GList) all = old_all(transfers);
    GList *l;

    for (l = all; l; l = l->next)
        old_tick(l->data);
}

guint64
msnp_old_files_deadline(const MsnpTransfers *transfers)
{
    guint64 deadline = 0;
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, transfers->old_files);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const OldFile *file = value;

        deadline = msnp_earlier(deadline, file->ftp ? msnp_ftp_deadline(file->ftp) : file->deadline);
    }
    return deadline;
}

void
msnp_old_files_init(MsnpTransfers *transfers)
{
    static const MsnpTalksInvited klass = {on_invitation, on_left, on_unsent};

    transfers->old_files = g_hash_table_new_full(NULL, NULL, NULL, old_free);
    msnp_talks_set_invited(transfers->talks, &klass, transfers);
}

void
msnp_old_files_end(MsnpTransfers *transfers)
{
    g_autoptr(GList) all = old_all(transfers);
    GList *l;

    for (l = all; l; l = l->next) {
        OldFile *file = l->data;

        if (file->ftp)
            msnp_ftp_stop(file->ftp, TRUE);
        if (file->done)
            old_remove(file);
        else
            old_fail(file, MSNP_ERROR_SIGNED_OUT);
    }
}

void
msnp_old_files_clear(MsnpTransfers *transfers)
{
    g_hash_table_destroy(transfers->old_files);
}
