/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Changes of the roster as they happen: what we asked for and got, and what others did. Knows how a change
 * is applied and told; refuses to know who wanted it.
 */
#include "msnp/roster-live.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/roster-words.h"

void
msnp_live_tell(MsnpCore *core, MsnpContact *contact, gboolean gone)
{
    MsnpAction *action = msnp_actions_push(core->actions, MSNP_EVENT_CONTACT);

    core->roster_serial++;
    action->contact = contact;
    action->number = gone ? 2 : 1;
}

MsnpContact *
msnp_live_contact(MsnpCore *core, char *handle)
{
    MsnpContact *contact;

    if (!msnp_wire_handle(handle))
        return NULL;
    contact = msnp_roster_contact(core->roster, handle);
    if (contact || core->dialect->roster != MSNP_ROSTER_SOAP)
        return contact;
    if (strchr(handle, ';') || !strcmp(handle, core->own)) /* who is there by way of something else; oneself */
        return NULL;
    return msnp_roster_add_contact(core->roster, handle);
}

void
msnp_live_put(MsnpCore *core, MsnpContact *contact, guint list, MsnpGroup *group, const char *id)
{
    msnp_contact_add_lists(contact, list);
    if (list == MSNP_LIST_REVERSE)
        msnp_contact_remove_lists(contact, MSNP_LIST_PENDING);
    if (list == MSNP_LIST_FORWARD && !group && !core->dialect->adc && msnp_contact_n_groups(contact) == 0)
        group = msnp_roster_group(core->roster, MSNP_DEFAULT_GROUP_ID);
    if (group)
        msnp_contact_join_group(contact, group);
    if (id)
        msnp_contact_set_id(contact, id);
}

void
msnp_live_add(MsnpCore *core, const char *who, guint list, MsnpGroup *group, const char *id)
{
    MsnpContact *contact = msnp_roster_add_contact(core->roster, who);
    gboolean was_pending;

    if (!contact)
        return;
    was_pending = msnp_contact_is_pending(contact);
    msnp_live_put(core, contact, list, group, id);
    msnp_live_tell(core, contact, FALSE);
    if (!was_pending && msnp_contact_is_pending(contact))
        msnp_actions_push(core->actions, MSNP_EVENT_AUTHORIZE)->contact = contact;
}

void
msnp_live_remove(MsnpCore *core, const char *who, guint list, MsnpGroup *group)
{
    MsnpContact *contact = msnp_roster_contact(core->roster, who);

    if (!contact)
        return;
    if (group)
        msnp_contact_leave_group(contact, group);
    else
        msnp_contact_remove_lists(contact, list);
    msnp_live_tell(core, contact, !group && list == MSNP_LIST_FORWARD);
}

void
msnp_live_group(MsnpCore *core, const char *id, const char *name)
{
    MsnpGroup *group = id ? msnp_roster_group(core->roster, id) : NULL;
    MsnpAction *action;
    char *old = group ? msnp_actions_keep_str(core->actions, msnp_group_name(group)) : NULL;

    if (!id || (old && !strcmp(old, name)))
        return;
    group = msnp_roster_add_group(core->roster, id, name);
    if (!group)
        return;
    action = msnp_actions_push(core->actions, old ? MSNP_EVENT_GROUP_RENAMED : MSNP_EVENT_GROUP);
    core->roster_serial++;
    action->group = group;
    action->text = old;
    action->number = 1;
}

/* Everybody leaves it, which is told of each. */
void
msnp_live_no_group(MsnpCore *core, MsnpGroup *group)
{
    g_autofree char *name = g_strdup(msnp_group_name(group));
    MsnpContact *contact;
    guint i;

    for (i = 0; (contact = msnp_roster_nth_contact(core->roster, i)); i++)
        if (msnp_contact_is_in_group(contact, group)) {
            msnp_contact_leave_group(contact, group);
            msnp_live_tell(core, contact, FALSE);
        }
    core->roster_serial++;
    msnp_roster_remove_group(core->roster, group);
    msnp_core_tell_who(core, MSNP_EVENT_GROUP_GONE, NULL, name);
}

/* ---- reading ---- */

const char *
msnp_live_find_id(const MsnpCommand *command)
{
    guint i;

    for (i = 0; i < command->argc; i++)
        if (!strncmp(msnp_command_arg(command, i), "C=", 2) && msnp_is_contact_id(msnp_command_arg(command, i) + 2))
            return msnp_command_arg(command, i) + 2;
    return NULL;
}

/* The words of a command about a group. */
typedef struct {
    char *id;
    char *name;
} GroupWords;

/* ADG ver name id 0 | ADG [1] name guid [0] | ADG name id */
static GroupWords
group_words_of_adg(const MsnpCore *core, const MsnpCommand *c)
{
    guint i = c->argc;

    while (i > 0 && !msnp_is_guid(msnp_command_arg(c, i - 1)))
        i--;
    i = i > 1 ? i - 1 : core->dialect->adc ? 1 : 2;
    return (GroupWords){msnp_command_arg(c, i), msnp_command_arg(c, i - 1)};
}

/* REG ver id name 0 | REG guid name | REG 1 name guid 0 */
static GroupWords
group_words_of_reg(const MsnpCore *core, const MsnpCommand *c)
{
    guint i = core->dialect->adc ? 0 : 1;

    if (core->dialect->adc && c->argc >= 3 && msnp_is_guid(msnp_command_arg(c, 2)))
        return (GroupWords){msnp_command_arg(c, 2), msnp_command_arg(c, 1)};
    return (GroupWords){msnp_command_arg(c, i), msnp_command_arg(c, i + 1)};
}

const char *
msnp_live_find_group_id(const MsnpCore *core, const MsnpCommand *reply)
{
    const char *id = group_words_of_adg(core, reply).id;

    return msnp_is_group_id(id) ? id : NULL;
}

/* ADD 0 list ver handle nick [group] | REM 0 list ver handle [group], of which the version may be missing;
 * ADC 0 list [N=handle] [F=nick] [C=guid] [group] | REM 0 list [N=]handle-or-guid [group] */
typedef struct {
    guint list;
    char *who;  /* handle, or NULL */
    char *name; /* NULL if none */
    char *id;   /* GUID of a contact, or NULL */
    MsnpGroup *group;
    gboolean lost; /* it names a group that does not exist */
} Change;

/* One word of it; what follows the handle is the name, then a group. */
static void
change_word(MsnpCore *core, Change *change, char *word, gboolean named)
{
    if (!strncmp(word, "N=", 2))
        change->who = word + 2;
    else if (!strncmp(word, "F=", 2))
        change->name = word + 2;
    else if (!strncmp(word, "C=", 2))
        change->id = word + 2;
    else if (!change->who && !change->id && strchr(word, '@'))
        change->who = word;
    else if (!change->who && !change->id && msnp_is_guid(word))
        change->id = word;
    else if (change->who && named && !change->name)
        change->name = word;
    else if (change->who || change->id)
        change->lost = !(change->group = msnp_roster_group(core->roster, word));
}

static gboolean
change_read(MsnpCore *core, const MsnpCommand *c, gboolean named, Change *change)
{
    MsnpContact *contact = NULL;
    guint i;

    memset(change, 0, sizeof(*change));
    change->list = msnp_list_of(msnp_command_arg(c, 0));
    for (i = 1; i < c->argc; i++)
        change_word(core, change, msnp_command_arg(c, i), named);
    if (change->id && !change->who)
        contact = msnp_roster_contact_by_id(core->roster, change->id);
    if (contact)
        change->who = (char *) msnp_contact_handle(contact);
    else if (!change->who || !msnp_wire_handle(change->who))
        change->who = NULL;
    if (change->list && change->who)
        return TRUE;
    msnp_core_debug(core, "a change of nobody or of no list ignored");
    return FALSE;
}

/* From MSNP10 a server that says ADC 0 RL of somebody new keeps him on the pending list. */
static void
live_added(MsnpCore *core, const MsnpCommand *c)
{
    MsnpContact *contact;
    Change change;

    if (!change_read(core, c, TRUE, &change))
        return;
    contact = msnp_roster_add_contact(core->roster, change.who);
    if (contact && change.name)
        msnp_contact_set_name(contact, msnp_wire_decode(change.name, MSNP_LIMIT_NAME));
    msnp_live_add(core, change.who, change.list, change.group,
                  change.id && msnp_is_contact_id(change.id) ? change.id : NULL);
    if (contact && change.list == MSNP_LIST_REVERSE && core->dialect->adc && msnp_contact_is_pending(contact))
        msnp_contact_add_lists(contact, MSNP_LIST_PENDING);
}

static void
live_removed(MsnpCore *core, const MsnpCommand *c)
{
    Change change;

    if (!change_read(core, c, FALSE, &change))
        return;
    if (change.lost) {
        msnp_core_debug(core, "somebody leaves a group that does not exist: ignored");
        return;
    }
    if (change.list == MSNP_LIST_REVERSE) /* nor does he wait for an answer */
        change.list |= MSNP_LIST_PENDING;
    msnp_live_remove(core, change.who, change.list, change.group);
}

/* REA 0 ver handle nick */
static void
live_renamed(MsnpCore *core, const MsnpCommand *c)
{
    char *who = msnp_command_arg(c, 1), *name = msnp_command_arg(c, 2);
    MsnpContact *contact = msnp_wire_handle(who) ? msnp_roster_contact(core->roster, who) : NULL;

    if (*name)
        msnp_wire_decode(name, MSNP_LIMIT_NAME);
    if (*name && !strcmp(who, core->own))
        msnp_core_set_own_name(core, name);
    else if (!contact || !*name)
        msnp_core_debug(core, "a new name of nobody, or none, ignored");
    else if (msnp_contact_set_name(contact, name))
        msnp_live_tell(core, contact, FALSE);
}

/* SBP 0 guid-or-handle KEY value: what one wrote about a contact at another place; MFN is his name. */
static void
live_property(MsnpCore *core, const MsnpCommand *c)
{
    char *whom = msnp_command_arg(c, 0), *value = msnp_wire_decode(msnp_command_arg(c, 2), MSNP_LIMIT_NAME);
    MsnpContact *contact = msnp_roster_contact_by_id(core->roster, whom);

    if (!contact && msnp_wire_handle(whom))
        contact = msnp_roster_contact(core->roster, whom);
    if (!contact)
        msnp_core_debug(core, "a property of nobody ignored");
    else if (strcmp(msnp_command_arg(c, 1), "MFN"))
        msnp_roster_set_property(core->roster, contact, msnp_command_arg(c, 1), value);
    else if (*value && msnp_contact_set_name(contact, value))
        msnp_live_tell(core, contact, FALSE);
}

static void
live_no_such_group(MsnpCore *core)
{
    msnp_core_debug(core, "a change of a group that does not exist ignored");
}

static void
live_group_added(MsnpCore *core, const MsnpCommand *c)
{
    GroupWords words = group_words_of_adg(core, c);

    if (*words.name && msnp_is_group_id(words.id))
        msnp_live_group(core, words.id, msnp_wire_decode(words.name, MSNP_LIMIT_NAME));
    else
        live_no_such_group(core);
}

static void
live_group_renamed(MsnpCore *core, const MsnpCommand *c)
{
    GroupWords words = group_words_of_reg(core, c);

    if (*words.name && msnp_roster_group(core->roster, words.id))
        msnp_live_group(core, words.id, msnp_wire_decode(words.name, MSNP_LIMIT_NAME));
    else
        live_no_such_group(core);
}

/* RMG 0 ver id | RMG 0 [1] guid */
static void
live_group_removed(MsnpCore *core, const MsnpCommand *c)
{
    MsnpGroup *group = msnp_roster_group(core->roster, msnp_command_arg(c, c->argc - 1));

    if (group)
        msnp_live_no_group(core, group);
    else
        live_no_such_group(core);
}

gboolean
msnp_live_command(MsnpCore *core, const MsnpCommand *command)
{
    static const struct {
        MsnpVerbId verb;
        void (*handle)(MsnpCore *core, const MsnpCommand *command);
    } rows[] = {
        {MSNP_VERB_ADD, live_added},       {MSNP_VERB_ADC, live_added},         {MSNP_VERB_REM, live_removed},
        {MSNP_VERB_REA, live_renamed},     {MSNP_VERB_ADG, live_group_added},   {MSNP_VERB_REG, live_group_renamed},
        {MSNP_VERB_RMG, live_group_removed}, {MSNP_VERB_SBP, live_property},
    };
    guint i;

    for (i = 0; i < G_N_ELEMENTS(rows); i++)
        if (rows[i].verb == command->verb->id) {
            rows[i].handle(core, command);
            return TRUE;
        }
    return FALSE;
}
