/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which steps a change of the roster or of oneself takes, in which dialect. Knows the order that
 * leaves nobody on two lists or on none; refuses to know how a step is sent.
 */
#include "msnp/edit-private.h"

MsnpEditStep *
msnp_edit_plan_step(MsnpEdit *edit, MsnpStepKind kind, const char *who, guint list,
                    const char *group, const char *value)
{
    MsnpEditStep *step = g_new0(MsnpEditStep, 1);

    step->kind = kind;
    step->who = g_strdup(who);
    step->list = list;
    step->group = g_strdup(group);
    step->value = g_strdup(value);
    g_queue_push_tail(&edit->steps, step);
    return step;
}

static MsnpContact *
edit_contact(const MsnpEdit *edit)
{
    return edit->wish.who ? msnp_roster_contact(edit->edits->core->roster, edit->wish.who) : NULL;
}

static guint
edit_lists(const MsnpEdit *edit)
{
    const MsnpContact *contact = edit_contact(edit);

    return contact ? msnp_contact_lists(contact) : 0;
}

/* The name of a group as a target: NULL for the default one, and where there are no groups. */
static const char *
edit_group(const MsnpEdit *edit, const char *name)
{
    MsnpCore *core = edit->edits->core;
    MsnpGroup *group = name && *name ? msnp_roster_group_named(core->roster, name) : NULL;

    if (!core->dialect->groups || !name || !*name || (group && msnp_group_is_default(group)))
        return NULL;
    return name;
}

/* Makes sure that a group exists before somebody is put there. */
static void
plan_group(MsnpEdit *edit, const char *name)
{
    if (name && !msnp_roster_group_named(edit->edits->core->roster, name))
        msnp_edit_plan_step(edit, STEP_NEW_GROUP, NULL, 0, name, NULL);
}

/* Below MSNP10 the default group is one like the others. */
static gboolean
lacks_default_group(const MsnpCore *core, const MsnpContact *contact)
{
    const MsnpGroup *group = msnp_roster_group_named(core->roster, NULL);

    return !core->dialect->adc && core->dialect->groups && group &&
           !msnp_contact_is_in_group(contact, group);
}

/* Puts the person on the forward list and into a group. In one command where the dialect can; ADC
 * needs the GUID of the first reply for the second. */
static void
plan_forward(MsnpEdit *edit, const char *who, const char *group)
{
    MsnpCore *core = edit->edits->core;
    const MsnpContact *contact = msnp_roster_contact(core->roster, who);
    gboolean listed = contact && (msnp_contact_lists(contact) & MSNP_LIST_FORWARD);

    plan_group(edit, group);
    if (!listed && (core->dialect->adc || !group))
        msnp_edit_plan_step(edit, STEP_ADD, who, MSNP_LIST_FORWARD, NULL, NULL);
    if (group)
        msnp_edit_plan_step(edit, STEP_ADD, who, MSNP_LIST_FORWARD, group, NULL);
    else if (listed && lacks_default_group(core, contact))
        msnp_edit_plan_step(edit, STEP_ADD, who, MSNP_LIST_FORWARD, "", NULL);
}

/* From MSNP10 who was asked about leaves the pending list; some servers know no such command and
 * say so. */
static void
plan_not_pending(MsnpEdit *edit)
{
    const MsnpDialect *dialect = edit->edits->core->dialect;

    if (!dialect->adc || !(edit_lists(edit) & MSNP_LIST_PENDING))
        return;
    if (dialect->accepts_by_rl)
        msnp_edit_plan_step(edit, STEP_ADD, edit->wish.who, MSNP_LIST_REVERSE, NULL, NULL)
            ->optional = TRUE;
    msnp_edit_plan_step(edit, STEP_REMOVE, edit->wish.who, MSNP_LIST_PENDING, NULL, NULL)
        ->optional = TRUE;
}

/* Adding somebody who waits for an answer is one. */
static void
plan_add(MsnpEdit *edit)
{
    if (!(edit_lists(edit) & (MSNP_LIST_ALLOW | MSNP_LIST_BLOCK)))
        msnp_edit_plan_step(edit, STEP_ADD, edit->wish.who, MSNP_LIST_ALLOW, NULL, NULL)->optional =
            TRUE;
    plan_not_pending(edit);
    plan_forward(edit, edit->wish.who, edit_group(edit, edit->wish.group));
}

static void
plan_remove(MsnpEdit *edit)
{
    const MsnpContact *contact = edit_contact(edit);
    const char *group = edit_group(edit, edit->wish.group);
    gboolean leave = group && contact && msnp_contact_n_groups(contact) > 1;

    msnp_edit_plan_step(edit, STEP_REMOVE, edit->wish.who, MSNP_LIST_FORWARD, leave ? group : NULL,
                        NULL);
}

/* To the new group first, so that nobody is without one in between. Below MSNP10 the default group
 * is one like the others. */
static void
plan_move(MsnpEdit *edit)
{
    MsnpCore *core = edit->edits->core;
    const char *from = edit_group(edit, edit->wish.group),
               *to = edit_group(edit, edit->wish.new_name);
    gboolean numbered = !core->dialect->adc && core->dialect->groups;

    if (!core->dialect->groups || !g_strcmp0(from, to))
        return;
    if (to)
        plan_forward(edit, edit->wish.who, to);
    else if (numbered)
        msnp_edit_plan_step(edit, STEP_ADD, edit->wish.who, MSNP_LIST_FORWARD, "", NULL);
    if (from)
        msnp_edit_plan_step(edit, STEP_REMOVE, edit->wish.who, MSNP_LIST_FORWARD, from, NULL);
    else if (numbered)
        msnp_edit_plan_step(edit, STEP_REMOVE, edit->wish.who, MSNP_LIST_FORWARD, "", NULL)
            ->optional = TRUE;
}

static void
plan_rename(MsnpEdit *edit)
{
    msnp_edit_plan_step(edit, STEP_ALIAS, edit->wish.who, 0, NULL, edit->wish.new_name);
}

/* Never on both lists: off the one first. */
static void
plan_lists(MsnpEdit *edit, guint from, guint to)
{
    guint lists = edit_lists(edit);

    edit->put_back = edit->wish.unsure ? 0 : lists & from;
    if ((lists & from) || edit->wish.unsure)
        msnp_edit_plan_step(edit, STEP_REMOVE, edit->wish.who, from, NULL, NULL)->optional = TRUE;
    if (!(lists & to) || edit->wish.unsure)
        msnp_edit_plan_step(edit, STEP_ADD, edit->wish.who, to, NULL, NULL);
}

static void
plan_block(MsnpEdit *edit)
{
    if (edit->wish.yes)
        plan_lists(edit, MSNP_LIST_ALLOW, MSNP_LIST_BLOCK);
    else
        plan_lists(edit, MSNP_LIST_BLOCK, MSNP_LIST_ALLOW);
}

static void
plan_answer(MsnpEdit *edit)
{
    plan_lists(edit, edit->wish.yes ? MSNP_LIST_BLOCK : MSNP_LIST_ALLOW,
               edit->wish.yes ? MSNP_LIST_ALLOW : MSNP_LIST_BLOCK);
    plan_not_pending(edit);
}

/* Everybody of one group into another. */
static void
plan_move_all(MsnpEdit *edit, MsnpGroup *group, const char *to)
{
    MsnpRoster *roster = edit->edits->core->roster;
    MsnpContact *contact;
    guint i;

    for (i = 0; (contact = msnp_roster_nth_contact(roster, i)); i++) {
        if (!msnp_contact_is_in_group(contact, group))
            continue;
        if (to && *to)
            plan_forward(edit, msnp_contact_handle(contact), to);
        else if (to && msnp_contact_n_groups(contact) == 1)
            msnp_edit_plan_step(edit, STEP_ADD, msnp_contact_handle(contact), MSNP_LIST_FORWARD, "",
                                NULL)
                ->optional = TRUE;
        msnp_edit_plan_step(edit, STEP_REMOVE, msnp_contact_handle(contact), MSNP_LIST_FORWARD,
                            msnp_group_name(group), NULL)
            ->optional = TRUE;
    }
}

static void
plan_group_rename(MsnpEdit *edit)
{
    MsnpRoster *roster = edit->edits->core->roster;
    MsnpGroup *group = msnp_roster_group_named(roster, edit->wish.group);

    if (!group || !edit->wish.group)
        return;
    if (!msnp_roster_group_named(roster, edit->wish.new_name)) {
        msnp_edit_plan_step(edit, STEP_GROUP_NAME, NULL, 0, edit->wish.group, edit->wish.new_name);
        return;
    }
    plan_move_all(edit, group, edit->wish.new_name);
    msnp_edit_plan_step(edit, STEP_NO_GROUP, NULL, 0, edit->wish.group, NULL);
}

/* The official service drops from the forward list who is only in a group that goes: they move
 * first. */
static void
plan_group_remove(MsnpEdit *edit)
{
    MsnpCore *core = edit->edits->core;
    MsnpGroup *group = msnp_roster_group_named(core->roster, edit->wish.group);

    if (!group || !edit->wish.group)
        return;
    if (!msnp_group_is_default(group)) /* which the server will not remove */
        plan_move_all(edit, group, core->dialect->adc ? NULL : "");
    msnp_edit_plan_step(edit, STEP_NO_GROUP, NULL, 0, edit->wish.group, NULL);
}

static void
plan_own_name(MsnpEdit *edit)
{
    msnp_edit_plan_step(edit, STEP_OWN_NAME, NULL, 0, NULL, edit->wish.new_name);
}

static void
plan_phone(MsnpEdit *edit)
{
    static const char *const keys[MSNP_N_PHONES] = {"PHH", "PHW", "PHM"};

    if (edit->wish.key < 0)
        msnp_edit_plan_step(edit, STEP_PROPERTY, NULL, 0, "MOB", edit->wish.yes ? "Y" : "N");
    else
        msnp_edit_plan_step(edit, STEP_PROPERTY, NULL, 0, keys[edit->wish.key],
                            edit->wish.new_name);
}

static void
plan_privacy(MsnpEdit *edit)
{
    if (msnp_roster_allows_strangers(edit->edits->core->roster) != edit->wish.yes)
        msnp_edit_plan_step(edit, STEP_STRANGERS, NULL, 0, NULL, edit->wish.yes ? "AL" : "BL");
}

static void (*const planners[MSNP_N_REQUESTS])(MsnpEdit *edit) = {
    [MSNP_REQUEST_ADD] = plan_add,
    [MSNP_REQUEST_REMOVE] = plan_remove,
    [MSNP_REQUEST_MOVE] = plan_move,
    [MSNP_REQUEST_RENAME] = plan_rename,
    [MSNP_REQUEST_BLOCK] = plan_block,
    [MSNP_REQUEST_ANSWER] = plan_answer,
    [MSNP_REQUEST_GROUP_RENAME] = plan_group_rename,
    [MSNP_REQUEST_GROUP_REMOVE] = plan_group_remove,
    [MSNP_REQUEST_OWN_NAME] = plan_own_name,
    [MSNP_REQUEST_PHONE] = plan_phone,
    [MSNP_REQUEST_PRIVACY] = plan_privacy,
};

void
msnp_edit_plan_back(MsnpEdit *edit, const MsnpEditStep *step)
{
    MsnpCore *core = edit->edits->core;
    const char *value = core->own_name;

    if (step->kind == STEP_STRANGERS)
        value = msnp_roster_allows_strangers(core->roster) ? "AL" : "BL";
    msnp_edit_plan_step(edit, step->kind, NULL, 0, NULL, value)->optional = TRUE;
}

void
msnp_edit_plan(MsnpEdit *edit)
{
    planners[edit->wish.request](edit);
}
