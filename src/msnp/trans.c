/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Outstanding TrIDs of one link: what was asked, until when, whom to tell. Knows numbers and
 * deadlines; refuses to know what the commands are.
 */
#include "msnp/trans.h"

typedef struct {
    GList node; /* in the queue of its kind; node.data is the entry */
    guint32 trid;
    const MsnpAsk *ask;
    gpointer who;
    guint64 deadline;
} Entry;

struct _MsnpTrans {
    GHashTable *entries; /* TrID to Entry, owned */
    GQueue timed; /* in the order of asking, which is that of the deadlines: one time-out for all */
    GQueue patient; /* those without a deadline */
};

static MsnpTrans *
trans_new(void)
{
    MsnpTrans *trans = g_new0(MsnpTrans, 1);

    trans->entries = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    g_queue_init(&trans->timed);
    g_queue_init(&trans->patient);
    return trans;
}

void
msnp_trans_free(MsnpTrans *trans)
{
    if (!trans)
        return;
    g_hash_table_destroy(trans->entries);
    g_free(trans);
}

static GQueue *
trans_queue(MsnpTrans *trans, const Entry *entry)
{
    return entry->deadline ? &trans->timed : &trans->patient;
}

void
msnp_trans_add(MsnpTrans **trans, guint32 trid, const MsnpAsk *ask, gpointer who, guint64 deadline)
{
    Entry *entry = g_new0(Entry, 1);

    entry->node.data = entry;
    entry->trid = trid;
    entry->ask = ask;
    entry->who = who;
    entry->deadline = deadline;
    if (!*trans)
        *trans = trans_new();
    g_queue_push_tail_link(trans_queue(*trans, entry), &entry->node);
    g_hash_table_insert((*trans)->entries, GUINT_TO_POINTER(trid), entry);
}

static Entry *
trans_lookup(const MsnpTrans *trans, guint32 trid)
{
    return trans ? g_hash_table_lookup(trans->entries, GUINT_TO_POINTER(trid)) : NULL;
}

const MsnpAsk *
msnp_trans_find(const MsnpTrans *trans, guint32 trid, gpointer *who)
{
    const Entry *entry = trans_lookup(trans, trid);

    if (!entry)
        return NULL;
    *who = entry->who;
    return entry->ask;
}

void
msnp_trans_remove(MsnpTrans **trans, guint32 trid)
{
    Entry *entry = trans_lookup(*trans, trid);

    if (!entry)
        return;
    g_queue_unlink(trans_queue(*trans, entry), &entry->node);
    g_hash_table_remove((*trans)->entries, GUINT_TO_POINTER(trid));
    if (msnp_trans_size(*trans) == 0)
        g_clear_pointer(trans, msnp_trans_free);
}

void
msnp_trans_forget_who(MsnpTrans **trans, gconstpointer who)
{
    g_autoptr(GList) entries = *trans ? g_hash_table_get_values((*trans)->entries) : NULL;
    GList *l;

    for (l = entries; l; l = l->next)
        if (((Entry *) l->data)->who == who)
            msnp_trans_remove(trans, ((Entry *) l->data)->trid);
}

/* Forgets first, then tells: who is told may ask again. */
static void
trans_fail(MsnpTrans **trans, const Entry *entry, MsnpError error, guint number)
{
    const MsnpAsk *ask = entry->ask;
    gpointer who = entry->who;

    msnp_trans_remove(trans, entry->trid);
    if (ask->failed)
        ask->failed(who, error, number);
}

/* The one asked first of those with a deadline; NULL if there is none. */
static const Entry *
trans_first(const MsnpTrans *trans)
{
    return trans && trans->timed.head ? trans->timed.head->data : NULL;
}

void
msnp_trans_expire(MsnpTrans **trans, guint64 now)
{
    const Entry *entry;

    while ((entry = trans_first(*trans)) && entry->deadline <= now)
        trans_fail(trans, entry, MSNP_ERROR_TIMEOUT, 0);
}

void
msnp_trans_fail_all(MsnpTrans **trans, MsnpError error, guint number)
{
    const Entry *entry;

    while ((entry = trans_first(*trans)))
        trans_fail(trans, entry, error, number);
    while (*trans && (entry = g_queue_peek_head(&(*trans)->patient)))
        trans_fail(trans, entry, error, number);
}

guint64
msnp_trans_deadline(const MsnpTrans *trans)
{
    const Entry *entry = trans_first(trans);

    return entry ? entry->deadline : 0;
}

guint
msnp_trans_size(const MsnpTrans *trans)
{
    return trans ? g_hash_table_size(trans->entries) : 0;
}
