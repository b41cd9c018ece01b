/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Objects: fetching those of others, politely, and serving one's own. Knows what belongs to whom;
 * refuses to know files on a disk: what is served was given as bytes.
 */
#include "msnp/transfer-private.h"

#include <string.h>
#include "msnp/limits.h"

/* Something of one's own that others may fetch. */
typedef struct {
    guint type;
    guint8 sha1d[MSNP_SHA1_SIZE];
    GBytes *data;
    char *text; /* the object */
} OwnObject;

/* Something of somebody else that is wanted. */
typedef struct {
    MsnpTransfers *transfers;
    guint id;
    char *who;
    char *text;
    MsnpObject object;
    MsnpCall *call; /* NULL while it waits */
    GByteArray *data;
} Fetch;

/* ---- one's own ---- */

static OwnObject *
own_new(MsnpTransfers *transfers, guint type, const char *name, const guint8 *data, gsize len)
{
    OwnObject *own = g_new0(OwnObject, 1);

    own->type = type;
    own->data = g_bytes_new(data, len);
    own->text = msnp_object_print(transfers->core->account, type, name, data, len);
    msnp_sha1(data, len, own->sha1d);
    return own;
}

static void
own_free(gpointer data)
{
    OwnObject *own = data;

    if (!own)
        return;
    g_bytes_unref(own->data);
    g_free(own->text);
    g_free(own);
}

static OwnObject *
own_find(const MsnpTransfers *transfers, guint type, const guint8 *sha1d)
{
    OwnObject *picture = transfers->picture;
    guint i;

    if (picture && type == picture->type && !memcmp(picture->sha1d, sha1d, MSNP_SHA1_SIZE))
        return picture;
    for (i = 0; i < transfers->own->len; i++) {
        OwnObject *own = g_ptr_array_index(transfers->own, i);

        if (own->type == type && !memcmp(own->sha1d, sha1d, MSNP_SHA1_SIZE))
            return own;
    }
    return NULL;
}

gboolean
msnp_transfers_set_picture(MsnpTransfers *transfers, const guint8 *data, gsize len)
{
    OwnObject *picture;

    if (len > MSNP_LIMIT_PICTURE)
        return FALSE;
    g_clear_pointer(&transfers->picture, own_free);
    g_clear_pointer(&transfers->core->object, g_free);
    g_clear_pointer(&transfers->core->picture, g_bytes_unref);
    if (len == 0)
        return TRUE;
    transfers->picture = picture = own_new(transfers, MSNP_OBJECT_PICTURE, "", data, len);
    transfers->core->object = g_strdup(picture->text);
    transfers->core->picture = g_bytes_ref(picture->data);
    return TRUE;
}

/* The object of an emoticon, which is served from now on. */
static const char *
own_publish(MsnpTransfers *transfers, const MsnpEmoticon *emoticon)
{
    guint8 sha1d[MSNP_SHA1_SIZE];
    OwnObject *own;

    msnp_sha1(emoticon->data, emoticon->len, sha1d);
    own = own_find(transfers, MSNP_OBJECT_EMOTICON, sha1d);
    if (own)
        return own->text;
    if (transfers->own->len >= MSNP_LIMIT_OWN_OBJECTS)
        g_ptr_array_remove_index(transfers->own, 0);
    own = own_new(transfers, MSNP_OBJECT_EMOTICON, emoticon->shortcut, emoticon->data, emoticon->len);
    g_ptr_array_add(transfers->own, own);
    return own->text;
}

static gboolean
emoticon_is_usable(const MsnpEmoticon *emoticon)
{
    const char *c;

    for (c = emoticon->shortcut; (guint8) *c > ' ' && *c != 0x7f; c++)
        ;
    return !*c && c > emoticon->shortcut && c - emoticon->shortcut <= MSNP_LIMIT_SHORTCUT &&
           g_utf8_validate(emoticon->shortcut, -1, NULL) && emoticon->len > 0 && emoticon->len <= MSNP_LIMIT_EMOTICON;
}

/* As many in one message as go into it. */
gboolean
msnp_transfers_announce(MsnpTransfers *transfers, const char *who, guint chat, const MsnpEmoticon *emoticons, guint n)
{
    static const char head[] = "MIME-Version: 1.0\r\nContent-Type: text/x-mms-emoticon\r\n\r\n";
    g_autoptr(GString) payload = g_string_new(head);
    gboolean sent = TRUE;
    guint i;

    for (i = 0; i < n && sent; i++) {
        g_autofree char *pair = NULL;

        if (!emoticon_is_usable(&emoticons[i]))
            continue;
        pair = g_strdup_printf("%s\t%s\t", emoticons[i].shortcut, own_publish(transfers, &emoticons[i]));
        if (payload->len + strlen(pair) > MSNP_LIMIT_SB_PAYLOAD) {
            sent = msnp_talks_send_raw(transfers->talks, who, chat, payload->str, payload->len);
            g_string_truncate(payload, strlen(head));
        }
        g_string_append(payload, pair);
    }
    if (sent && payload->len > strlen(head))
        sent = msnp_talks_send_raw(transfers->talks, who, chat, payload->str, payload->len);
    return sent;
}

/* ---- serving ---- */

/* First four bytes that say that data follows, then the data, then he says BYE. */
static void
serve_sent_all(MsnpCall *call)
{
    msnp_call_expect(call, MSNP_BYE_TIMEOUT);
}

static void
serve_over(MsnpCall *call, MsnpError error)
{
    g_bytes_unref(msnp_call_owner(call));
}

static void
serve_want(MsnpCall *call, guint64 offset, gsize len)
{
    const guint8 *data = g_bytes_get_data(msnp_call_owner(call), NULL);

    msnp_call_feed(call, data + offset, len);
}

static void
serve_sent_preparation(MsnpCall *call)
{
    static const MsnpCallClass klass = {.want = serve_want, .sent = serve_sent_all, .over = serve_over};

    msnp_call_set_owner(call, &klass, msnp_call_owner(call));
    msnp_call_send(call, MSNP_P2P_DATA, NULL, g_bytes_get_size(msnp_call_owner(call)));
}

void
msnp_objects_invited(gpointer owner, MsnpCall *call, const MsnpSlp *slp)
{
    static const MsnpCallClass klass = {.sent = serve_sent_preparation, .over = serve_over};
    static const guint8 preparation[4];
    MsnpTransfers *transfers = owner;
    g_autofree guint8 *context = NULL;
    OwnObject *own = NULL;
    MsnpObject object;
    gsize len = 0;

    context = msnp_slp_base64(slp, "Context", &len);
    if (context && msnp_object_parse((const char *) context, len, &object))
        own = own_find(transfers, object.type, object.sha1d);
    if (!own) {
        msnp_call_refuse(call, 603);
        return;
    }
    msnp_call_set_owner(call, &klass, g_bytes_ref(own->data));
    msnp_call_accept(call);
    msnp_call_send(call, 0, preparation, sizeof(preparation));
}

/* ---- fetching ---- */

static void
fetch_free(Fetch *fetch)
{
    MsnpTransfers *transfers = fetch->transfers;

    g_queue_remove(&transfers->fetches, fetch);
    transfers->fetch_due = TRUE;
    transfers->fetching -= fetch->call != NULL;
    g_byte_array_free(fetch->data, TRUE);
    g_free(fetch->who);
    g_free(fetch->text);
    g_free(fetch);
}

static void
fetch_tell(Fetch *fetch, MsnpError error)
{
    MsnpActions *actions = fetch->transfers->core->actions;
    MsnpAction *action = msnp_core_tell_who(fetch->transfers->core, MSNP_EVENT_OBJECT, fetch->who, NULL);

    action->id = fetch->id;
    action->error = error;
    if (error == MSNP_ERROR_NONE) {
        action->len = fetch->data->len;
        action->data = (const guint8 *) msnp_actions_keep(actions, fetch->data->data, fetch->data->len);
    }
    fetch_free(fetch);
}

static void
fetch_over(MsnpCall *call, MsnpError error)
{
    fetch_tell(msnp_call_owner(call), error);
}

static void
fetch_finish(MsnpCall *call, MsnpError error)
{
    Fetch *fetch = msnp_call_owner(call);

    msnp_call_bye(call);
    fetch_tell(fetch, error);
}

static gboolean
fetch_is_genuine(const Fetch *fetch)
{
    guint8 sha1[MSNP_SHA1_SIZE];

    msnp_sha1(fetch->data->data, fetch->data->len, sha1);
    return fetch->data->len == fetch->object.size && !memcmp(sha1, fetch->object.sha1d, MSNP_SHA1_SIZE);
}

static gboolean
is_preparation(const MsnpP2pHeader *header, const guint8 *body)
{
    static const guint8 zeros[4];

    return !(header->flags & MSNP_P2P_DATA) && header->total == 4 && header->length == 4 && !memcmp(body, zeros, 4);
}

/* In order, or not at all; what has come already is passed over. */
static void
fetch_data(MsnpCall *call, const MsnpP2pHeader *header, const guint8 *body)
{
    Fetch *fetch = msnp_call_owner(call);
    gsize skip;

    if (is_preparation(header, body)) {
        msnp_call_acknowledge(call, header);
        return;
    }
    if (header->length > 0 && header->total != fetch->object.size) {
        fetch_finish(call, MSNP_ERROR_DAMAGED);
        return;
    }
    if (!msnp_p2p_is_next(header, fetch->data->len, &skip)) {
        msnp_core_debug(fetch->transfers->core, "a packet of an object that does not fit ignored");
        return;
    }
    g_byte_array_append(fetch->data, body + skip, (guint) (header->length - skip));
    msnp_call_expect(call, MSNP_CALL_TIMEOUT);
    if (fetch->data->len < fetch->object.size)
        return;
    msnp_call_acknowledge(call, header);
    fetch_finish(call, fetch_is_genuine(fetch) ? MSNP_ERROR_NONE : MSNP_ERROR_DAMAGED);
}

/* The object exactly as he wrote it, and a NUL: some compare it byte by byte. */
static void
fetch_begin(Fetch *fetch)
{
    static const MsnpCallClass klass = {.data = fetch_data, .over = fetch_over};
    MsnpTransfers *transfers = fetch->transfers;

    transfers->fetching++;
    fetch->call = msnp_call_invite(transfers->calls, fetch->who, MSNP_EUF_OBJECT, MSNP_APP_OBJECT, fetch->text,
                                   strlen(fetch->text) + 1, MSNP_CALL_ANSWER_TIMEOUT);
    msnp_call_set_owner(fetch->call, &klass, fetch);
}

gboolean
msnp_transfers_fetch(MsnpTransfers *transfers, const char *who, const char *text, guint *id)
{
    MsnpObject object;
    Fetch *fetch;
    guint of_him = 0;
    GList *l;

    if (!msnp_object_parse(text, strlen(text), &object) || object.size > msnp_object_limit(object.type))
        return FALSE;
    for (l = transfers->fetches.head; l; l = l->next) {
        fetch = l->data;
        if (strcmp(fetch->who, who))
            continue;
        if (!memcmp(fetch->object.sha1d, object.sha1d, MSNP_SHA1_SIZE)) {
            *id = fetch->id;
            return TRUE;
        }
        of_him++;
    }
    if (of_him >= MSNP_LIMIT_FETCH_QUEUE || transfers->fetches.length >= MSNP_LIMIT_FETCH_QUEUE_ALL)
        return FALSE;
    fetch = g_new0(Fetch, 1);
    fetch->transfers = transfers;
    *id = fetch->id = transfers->core->next_request++;
    fetch->who = g_strdup(who);
    fetch->text = g_strdup(text);
    fetch->object = object;
    fetch->data = g_byte_array_new();
    g_queue_push_tail(&transfers->fetches, fetch);
    transfers->fetch_due = TRUE;
    return TRUE;
}

static void
objects_count_tokens(MsnpTransfers *transfers)
{
    while (transfers->tokens < MSNP_LIMIT_FETCH_BURST && transfers->token_at <= transfers->core->now) {
        transfers->tokens++;
        transfers->token_at += MSNP_FETCH_EVERY;
    }
    if (transfers->tokens == MSNP_LIMIT_FETCH_BURST)
        transfers->token_at = transfers->core->now + MSNP_FETCH_EVERY;
}

/* Who never answers keeps nobody else from being asked. */
static gboolean
fetch_has_its_turn(const Fetch *fetch)
{
    const MsnpTransfers *transfers = fetch->transfers;
    guint seen = 0, of_him = 0;

    for (GList *l = transfers->fetches.head; l && seen < transfers->fetching; l = l->next) {
        const Fetch *other = l->data;

        seen += other->call != NULL;
        of_him += other->call && !strcmp(other->who, fetch->who);
    }
    return of_him < MSNP_LIMIT_FETCHES;
}

/* Servers give the invisible no switchboard, and whoever must not see that one is there would see the call. */
static gboolean
fetch_must_hide(const Fetch *fetch)
{
    const MsnpCore *core = fetch->transfers->core;
    const MsnpContact *contact = msnp_roster_contact(core->roster, fetch->who);
    guint lists = contact ? msnp_contact_lists(contact) : 0;

    return core->status == MSNP_INVISIBLE || (lists & MSNP_LIST_BLOCK) ||
           !((lists & MSNP_LIST_ALLOW) || msnp_roster_allows_strangers(core->roster));
}

/* With somebody whom one talks to at once; a new switchboard costs a token. */
static gboolean
fetch_may_begin(Fetch *fetch)
{
    MsnpTransfers *transfers = fetch->transfers;
    gboolean talks = !fetch->call && msnp_talks_carrier(transfers->talks, fetch->who);

    if (fetch->call || (!talks && transfers->fetching >= MSNP_LIMIT_FETCHES_ALL) || !fetch_has_its_turn(fetch))
        return FALSE;
    if (talks)
        return TRUE;
    if (transfers->tokens == 0 || fetch_must_hide(fetch))
        return FALSE;
    transfers->tokens--;
    return TRUE;
}

/* It is asked after every command, and a thousand may wait. */
static gboolean
objects_are_due(MsnpTransfers *transfers)
{
    guint arrivals = msnp_talks_n_arrivals(transfers->talks);
    gboolean due = transfers->fetch_due || transfers->fetch_status != transfers->core->status ||
                   transfers->fetch_arrivals != arrivals || transfers->fetch_roster != transfers->core->roster_serial ||
                   (transfers->tokens == 0 && transfers->core->now >= transfers->token_at);

    if (!due || !transfers->core->online)
        return FALSE;
    transfers->fetch_due = FALSE;
    transfers->fetch_status = transfers->core->status;
    transfers->fetch_arrivals = arrivals;
    transfers->fetch_roster = transfers->core->roster_serial;
    return TRUE;
}

void
msnp_objects_run(MsnpTransfers *transfers)
{
    GList *l;

    if (!objects_are_due(transfers))
        return;
    objects_count_tokens(transfers);
    for (l = transfers->fetches.head; l && transfers->fetching < MSNP_LIMIT_FETCHES_TALKING; l = l->next)
        if (fetch_may_begin(l->data))
            fetch_begin(l->data);
}

guint64
msnp_objects_deadline(const MsnpTransfers *transfers)
{
    gboolean waiting = transfers->fetches.length > transfers->fetching;

    return waiting && transfers->fetching < MSNP_LIMIT_FETCHES_ALL && transfers->tokens == 0 ? transfers->token_at : 0;
}

/* ---- life ---- */

void
msnp_objects_init(MsnpTransfers *transfers)
{
    transfers->own = g_ptr_array_new_with_free_func(own_free);
    g_queue_init(&transfers->fetches);
    transfers->tokens = MSNP_LIMIT_FETCH_BURST;
}

void
msnp_objects_end(MsnpTransfers *transfers)
{
    while (!g_queue_is_empty(&transfers->fetches))
        fetch_tell(g_queue_peek_head(&transfers->fetches), MSNP_ERROR_SIGNED_OUT);
}

void
msnp_objects_clear(MsnpTransfers *transfers)
{
    while (!g_queue_is_empty(&transfers->fetches))
        fetch_free(g_queue_peek_head(&transfers->fetches));
    own_free(transfers->picture);
    g_ptr_array_free(transfers->own, TRUE);
}
