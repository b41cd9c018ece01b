/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fills the roster in-band: SYN and the burst that follows it, and the explicit LST of the old
 * dialects. Knows the four forms of LST; refuses to know what becomes of the roster.
 */
#include "msnp/roster-syn.h"

#include <string.h>
#include "msnp/error.h"
#include "msnp/limits.h"
#include "msnp/roster-words.h"

typedef enum {
    SYNC_IDLE,  /* not asked, or over */
    SYNC_ASKED, /* SYN sent */
    SYNC_BURST, /* lists are coming */
} SyncState;

struct _MsnpSync {
    MsnpCore *core;
    MsnpLink *link;
    void (*over)(gpointer who, gboolean complete);
    gpointer who;
    SyncState state;
    guint64 heard;           /* when something of the burst last came */
    guint lists_done;        /* per list: those that came to their end, as MsnpLists */
    gint64 contacts_to_come; /* by counts: LST lines still missing */
    gint64 groups_to_come;
    MsnpContact *last; /* of the last LST: whom a bare BPR means */
};

#define ALL_OLD_LISTS (MSNP_LIST_FORWARD | MSNP_LIST_ALLOW | MSNP_LIST_BLOCK | MSNP_LIST_REVERSE)

MsnpSync *
msnp_sync_new(MsnpCore *core, void (*over)(gpointer who, gboolean complete), gpointer who)
{
    MsnpSync *sync = g_new0(MsnpSync, 1);

    sync->core = core;
    sync->over = over;
    sync->who = who;
    return sync;
}

void
msnp_sync_free(MsnpSync *sync)
{
    g_free(sync);
}

static void
sync_over(MsnpSync *sync, gboolean complete)
{
    sync->state = SYNC_IDLE;
    sync->over(sync->who, complete);
}

/* ---- asking ---- */

static gboolean
sync_is_per_list(const MsnpSync *sync)
{
    return sync->core->dialect->roster == MSNP_ROSTER_PER_LIST;
}

static void
sync_list_refused(gpointer who, MsnpError error, guint number)
{
    MsnpSync *sync = who;

    if (error == MSNP_ERROR_SERVER && sync->state == SYNC_BURST)
        msnp_core_debug(sync->core, "a list was refused (%u)", number);
}

/* The lines of a list do not end the request: they all carry its TrID. */
static const MsnpAsk ask_list = {MSNP_N_VERBS, NULL, sync_list_refused, NULL};

/* SYN is newer than the lists: servers without it answer to LST. */
static void
sync_ask_lists(MsnpSync *sync)
{
    guint list;

    sync->state = SYNC_BURST;
    sync->heard = sync->core->now;
    for (list = MSNP_LIST_FORWARD; list <= MSNP_LIST_REVERSE; list <<= 1)
        msnp_link_request(sync->link, &ask_list, sync, 0, "LST", "%s", msnp_list_code(list));
}

/* SYN n ver | SYN n ver contacts groups | SYN n ver settings contacts groups. Without counts the
 * server means that we have everything, which is not so: we asked with 0, so it has nothing, or
 * hides it. */
static void
sync_answered(gpointer who, const MsnpCommand *reply)
{
    MsnpSync *sync = who;
    guint64 contacts, groups;

    sync->state = SYNC_BURST;
    sync->heard = sync->core->now;
    sync->contacts_to_come = sync->groups_to_come = 0;
    if (sync_is_per_list(sync))
        return;
    if (reply->argc < 3 ||
        !msnp_wire_number(msnp_command_arg(reply, reply->argc - 2), G_MAXINT32, &contacts) ||
        !msnp_wire_number(msnp_command_arg(reply, reply->argc - 1), G_MAXINT32, &groups)) {
        sync_over(sync, FALSE);
        return;
    }
    sync->contacts_to_come = (gint64) contacts;
    sync->groups_to_come = (gint64) groups;
    if (contacts == 0 && groups == 0)
        sync_over(sync, TRUE);
}

static void
sync_refused(gpointer who, MsnpError error, guint number)
{
    MsnpSync *sync = who;

    if (error == MSNP_ERROR_LOST || sync->state != SYNC_ASKED)
        return;
    if (sync_is_per_list(sync))
        sync_ask_lists(sync);
    else if (error == MSNP_ERROR_TIMEOUT)
        msnp_core_end(sync->core, MSNP_ERROR_TIMEOUT, 0, NULL);
    else
        msnp_core_end(sync->core, msnp_error_of_sign_in(number), number, NULL);
}

static const MsnpAsk ask_syn = {MSNP_VERB_SYN, sync_answered, sync_refused, NULL};

void
msnp_sync_start(MsnpSync *sync, MsnpLink *link)
{
    msnp_roster_renew(sync->core->roster);
    sync->link = link;
    sync->state = SYNC_ASKED;
    sync->lists_done = 0;
    sync->last = NULL;
    msnp_link_request(link, &ask_syn, sync, 0, "SYN", "%s", sync->core->dialect->syn);
}

/* ---- LST ---- */

/* Group ids, separated by commas. A group that was not told is passed over. */
static void
sync_join_groups(MsnpSync *sync, MsnpContact *contact, char *ids)
{
    char *id, *comma;

    for (id = ids; *id; id = comma + 1) {
        MsnpGroup *group;

        comma = strchr(id, ',');
        if (comma)
            *comma = '\0';
        group = msnp_roster_group(sync->core->roster, id);
        if (group)
            msnp_contact_join_group(contact, group);
        else if (*id && strcmp(id, MSNP_DEFAULT_GROUP_ID) != 0)
            msnp_core_debug(sync->core, "a contact is in a group that does not exist");
        if (!comma)
            break;
    }
}

static MsnpContact *
sync_contact(MsnpSync *sync, char *handle, char *name)
{
    MsnpContact *contact;

    if (!msnp_wire_handle(handle)) {
        msnp_core_debug(sync->core, "a contact without a usable address ignored");
        return NULL;
    }
    contact = msnp_roster_add_contact(sync->core->roster, handle);
    if (contact && *name)
        msnp_contact_set_name(contact, msnp_wire_decode(name, MSNP_LIMIT_NAME));
    sync->last = contact;
    return contact;
}

/* LST TrID list ver index total [handle nick [groups]] */
static void
sync_lst_per_list(MsnpSync *sync, const MsnpCommand *c)
{
    guint list = msnp_list_of(msnp_command_arg(c, 0)) & ALL_OLD_LISTS;
    guint64 item, total;
    MsnpContact *contact;

    if (!list || !msnp_wire_number(msnp_command_arg(c, 2), G_MAXUINT32, &item) ||
        !msnp_wire_number(msnp_command_arg(c, 3), G_MAXUINT32, &total)) {
        msnp_core_debug(sync->core, "LST of no list ignored");
        return;
    }
    if (total > 0 && c->argc > 4) {
        contact = sync_contact(sync, msnp_command_arg(c, 4), msnp_command_arg(c, 5));
        if (contact)
            msnp_contact_add_lists(contact, list);
        if (contact && list == MSNP_LIST_FORWARD)
            sync_join_groups(sync, contact, msnp_command_arg(c, 6));
    }
    if (item >= total)
        sync->lists_done |= list;
    if (sync->lists_done == ALL_OLD_LISTS && sync->state == SYNC_BURST)
        sync_over(sync, TRUE);
}

/* bits [type] [groups], from argument i on */
static void
sync_lst_rest(MsnpSync *sync, MsnpContact *contact, const MsnpCommand *c, guint i)
{
    guint64 bits;

    if (!contact)
        return;
    if (!msnp_wire_number(msnp_command_arg(c, i), G_MAXUINT32, &bits)) {
        msnp_core_debug(sync->core, "LST without list bits");
        return;
    }
    msnp_contact_add_lists(contact, (guint) bits & 0x1f);
    if (sync->core->dialect->roster == MSNP_ROSTER_TYPED && i + 1 < c->argc &&
        strspn(msnp_command_arg(c, i + 1), "0123456789") == strlen(msnp_command_arg(c, i + 1)))
        i++;
    if (bits & MSNP_LIST_FORWARD)
        sync_join_groups(sync, contact, msnp_command_arg(c, i + 1));
}

/* LST handle nick bits [groups] */
static void
sync_lst_bits(MsnpSync *sync, const MsnpCommand *c)
{
    sync_lst_rest(sync, sync_contact(sync, msnp_command_arg(c, 0), msnp_command_arg(c, 1)), c, 2);
}

/* LST N=handle [F=nick] [C=guid] bits [type] [groups] */
static void
sync_lst_fields(MsnpSync *sync, const MsnpCommand *c)
{
    static char none[1];
    char *handle = none, *name = none, *id = none;
    MsnpContact *contact;
    guint i;

    for (i = 0; i < c->argc && msnp_command_arg(c, i)[0] && msnp_command_arg(c, i)[1] == '='; i++) {
        char *value = msnp_command_arg(c, i) + 2;

        switch (msnp_command_arg(c, i)[0]) {
        case 'N':
            handle = value;
            break;
        case 'F':
            name = value;
            break;
        case 'C':
            id = value;
            break;
        default:
            break;
        }
    }
    contact = sync_contact(sync, handle, name);
    if (contact && msnp_is_contact_id(id))
        msnp_contact_set_id(contact, id);
    else if (*id)
        msnp_core_debug(sync->core, "a contact's id is not usable");
    sync_lst_rest(sync, contact, c, i);
}

static void
sync_count(MsnpSync *sync, gint64 *to_come)
{
    (*to_come)--;
    if (sync->state == SYNC_BURST && sync->contacts_to_come <= 0 && sync->groups_to_come <= 0)
        sync_over(sync, TRUE);
}

static void
sync_lst(MsnpSync *sync, const MsnpCommand *c)
{
    static void (*const forms[])(MsnpSync *, const MsnpCommand *) = {
        [MSNP_ROSTER_PER_LIST] = sync_lst_per_list,
        [MSNP_ROSTER_BITS] = sync_lst_bits,
        [MSNP_ROSTER_FIELDS] = sync_lst_fields,
        [MSNP_ROSTER_TYPED] = sync_lst_fields,
    };

    forms[sync->core->dialect->roster](sync, c);
    if (!sync_is_per_list(sync))
        sync_count(sync, &sync->contacts_to_come);
}

/* ---- the rest of the burst ---- */

/* LSG TrID ver i n id name 0 | LSG id name 0 | LSG name id-or-guid. In the last form the id is the
 * second word; MSNP10 without migrated lists has numbers there. */
static void
sync_lsg(MsnpSync *sync, const MsnpCommand *c)
{
    char *id, *name;

    switch (sync->core->dialect->roster) {
    case MSNP_ROSTER_PER_LIST:
        id = msnp_command_arg(c, 3);
        name = msnp_command_arg(c, 4);
        break;
    case MSNP_ROSTER_BITS:
        id = msnp_command_arg(c, 0);
        name = msnp_command_arg(c, 1);
        break;
    default:
        name = msnp_command_arg(c, 0);
        id = msnp_command_arg(c, 1);
        if (msnp_is_guid(name) && !msnp_is_guid(id)) {
            id = name;
            name = msnp_command_arg(c, 1);
        }
        break;
    }
    if (msnp_is_group_id(id))
        msnp_roster_add_group(sync->core->roster, id, msnp_wire_decode(name, MSNP_LIMIT_NAME));
    else
        msnp_core_debug(sync->core, "a group without a usable id ignored");
    if (!sync_is_per_list(sync))
        sync_count(sync, &sync->groups_to_come);
}

/* GTC and BLP, in every form: the last word is the value. */
static void
sync_gtc(MsnpSync *sync, const MsnpCommand *c)
{
    msnp_roster_set_asks(sync->core->roster, g_ascii_toupper(*msnp_command_arg(c, c->argc - 1)) != 'N');
}

static void
sync_blp(MsnpSync *sync, const MsnpCommand *c)
{
    gboolean allows = g_ascii_strcasecmp(msnp_command_arg(c, c->argc - 1), "BL") != 0;

    gboolean news = sync->core->online && allows != msnp_roster_allows_strangers(sync->core->roster);

    msnp_roster_set_allows_strangers(sync->core->roster, allows);
    if (news)
        msnp_core_tell_number(sync->core, MSNP_EVENT_PRIVACY, allows);
}

static gboolean
is_property_key(const char *word)
{
    static const char keys[][4] = {"PHH", "PHW", "PHM", "MOB", "MBE", "WWE", "HSB", "MFN"};
    guint i;

    for (i = 0; i < G_N_ELEMENTS(keys); i++)
        if (word[0] == keys[i][0] && !strcmp(word, keys[i]))
            return TRUE;
    return FALSE;
}

/* Finds the first word that is a key: versions and handles stand before it or do not, by dialect and by
 * server. */
static gboolean
sync_find_property(const MsnpCommand *c, guint *key)
{
    guint i;

    for (i = 0; i < c->argc; i++)
        if (is_property_key(msnp_command_arg(c, i))) {
            *key = i;
            return TRUE;
        }
    return FALSE;
}

/* PRP [ver] KEY [value] */
static void
sync_prp(MsnpSync *sync, const MsnpCommand *c)
{
    char *value;
    guint key;

    if (!sync_find_property(c, &key))
        return;
    value = msnp_wire_decode(msnp_command_arg(c, key + 1), MSNP_LIMIT_NAME);
    if (!strcmp(msnp_command_arg(c, key), "MFN"))
        msnp_core_set_own_name(sync->core, value);
    else
        msnp_roster_set_property(sync->core->roster, NULL, msnp_command_arg(c, key), value);
}

/* Whose handle this is, nearly always that of the last LST; NULL for nobody. */
static MsnpContact *
sync_who(const MsnpSync *sync, char *handle)
{
    if (!msnp_wire_handle(handle))
        return NULL;
    if (sync->last && !strcmp(msnp_contact_handle(sync->last), handle))
        return sync->last;
    return msnp_roster_contact(sync->core->roster, handle);
}

/* BPR [ver] [handle] KEY [value]; without a handle it is about the last LST. */
static void
sync_bpr(MsnpSync *sync, const MsnpCommand *c)
{
    MsnpContact *contact = sync->last;
    char *handle;
    guint key;

    if (!sync_find_property(c, &key))
        return;
    handle = key > 0 ? msnp_command_arg(c, key - 1) : NULL;
    if (handle && strchr(handle, '@'))
        contact = sync_who(sync, handle);
    if (contact)
        msnp_roster_set_property(sync->core->roster, contact, msnp_command_arg(c, key),
                                 msnp_wire_decode(msnp_command_arg(c, key + 1), MSNP_LIMIT_NAME));
}

gboolean
msnp_sync_command(MsnpSync *sync, const MsnpCommand *command)
{
    switch (command->verb->id) {
    case MSNP_VERB_LST:
        if (sync->state == SYNC_ASKED || sync->state == SYNC_BURST)
            sync_lst(sync, command);
        break;
    case MSNP_VERB_LSG:
        if (sync->state == SYNC_ASKED || sync->state == SYNC_BURST)
            sync_lsg(sync, command);
        break;
    case MSNP_VERB_PRP:
        sync_prp(sync, command);
        break;
    case MSNP_VERB_BPR:
        sync_bpr(sync, command);
        break;
    case MSNP_VERB_GTC:
        sync_gtc(sync, command);
        break;
    case MSNP_VERB_BLP:
        sync_blp(sync, command);
        break;
    case MSNP_VERB_SYN: /* some write it twice */
        break;
    default:
        return FALSE;
    }
    sync->heard = sync->core->now;
    return TRUE;
}

/* ---- time ---- */

void
msnp_sync_tick(MsnpSync *sync)
{
    if (sync->state != SYNC_BURST || sync->core->now < sync->heard + MSNP_BURST_TIMEOUT)
        return;
    msnp_core_debug(sync->core, "the roster stalled before its end");
    sync_over(sync, FALSE);
}

guint64
msnp_sync_deadline(const MsnpSync *sync)
{
    return sync->state == SYNC_BURST ? sync->heard + MSNP_BURST_TIMEOUT : 0;
}
