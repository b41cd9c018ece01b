/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Changes of the roster and of oneself, in-band: each is a plan of steps, and one runs at a time. Knows
 * which commands a change takes in which dialect; refuses to know what the host shows of it.
 */
#include "msnp/edit.h"

#include <string.h>
#include "msnp/error.h"
#include "msnp/limits.h"
#include "msnp/link.h"
#include "msnp/roster-live.h"

typedef enum {
    STEP_ADD,      /* somebody to a list; to a group of the forward list if there is a name */
    STEP_REMOVE,   /* from a list, or a group of the forward list */
    STEP_NEW_GROUP,
    STEP_GROUP_NAME, /* of group, to value */
    STEP_NO_GROUP,   /* remove group */
    STEP_ALIAS,      /* name of somebody, to value */
    STEP_OWN_NAME,
    STEP_PROPERTY, /* key in group, value */
    STEP_STRANGERS,
    N_STEPS
} StepKind;

typedef struct {
    StepKind kind;
    guint list;
    gboolean optional; /* a refusal does not end the change */
    gboolean retried;
    char *who;
    char *group;
    char *value;
} Step;

typedef struct {
    MsnpEdits *edits;
    guint id;
    MsnpEditWish wish; /* strings owned */
    GQueue steps;
    Step *step; /* under way */
    gboolean planned;
} Edit;

struct _MsnpEdits {
    MsnpCore *core;
    MsnpLink *ns;
    GQueue queue; /* Edit; the head is under way */
    guint next;
    gboolean running;
};

static void edits_run(MsnpEdits *edits);

static void
step_free(Step *step)
{
    if (!step)
        return;
    g_free(step->who);
    g_free(step->group);
    g_free(step->value);
    g_free(step);
}

static void
edit_free(Edit *edit)
{
    Step *step;

    while ((step = g_queue_pop_head(&edit->steps)))
        step_free(step);
    step_free(edit->step);
    g_free((char *) edit->wish.who);
    g_free((char *) edit->wish.group);
    g_free((char *) edit->wish.new_name);
    g_free(edit);
}

/* ---- plans ---- */

static Step *
plan_step(Edit *edit, StepKind kind, const char *who, guint list, const char *group, const char *value)
{
    Step *step = g_new0(Step, 1);

    step->kind = kind;
    step->who = g_strdup(who);
    step->list = list;
    step->group = g_strdup(group);
    step->value = g_strdup(value);
    g_queue_push_tail(&edit->steps, step);
    return step;
}

static MsnpContact *
edit_contact(const Edit *edit)
{
    return edit->wish.who ? msnp_roster_contact(edit->edits->core->roster, edit->wish.who) : NULL;
}

static guint
edit_lists(const Edit *edit)
{
    const MsnpContact *contact = edit_contact(edit);

    return contact ? msnp_contact_lists(contact) : 0;
}

/* The name of a group as a target: NULL for the default one, and where there are no groups. */
static const char *
edit_group(const Edit *edit, const char *name)
{
    MsnpCore *core = edit->edits->core;
    MsnpGroup *group = name && *name ? msnp_roster_group_named(core->roster, name) : NULL;

    if (!core->dialect->groups || !name || !*name || (group && msnp_group_is_default(group)))
        return NULL;
    return name;
}

/* Makes sure that a group exists before somebody is put there. */
static void
plan_group(Edit *edit, const char *name)
{
    if (name && !msnp_roster_group_named(edit->edits->core->roster, name))
        plan_step(edit, STEP_NEW_GROUP, NULL, 0, name, NULL);
}

/* Puts the person on the forward list and into a group. In one command where the dialect can; ADC needs the
 * GUID of the first reply for the second. */
static void
plan_forward(Edit *edit, const char *who, const char *group)
{
    MsnpCore *core = edit->edits->core;
    const MsnpContact *contact = msnp_roster_contact(core->roster, who);
    gboolean listed = contact && (msnp_contact_lists(contact) & MSNP_LIST_FORWARD);

    plan_group(edit, group);
    if (!listed && (core->dialect->adc || !group))
        plan_step(edit, STEP_ADD, who, MSNP_LIST_FORWARD, NULL, NULL);
    if (group)
        plan_step(edit, STEP_ADD, who, MSNP_LIST_FORWARD, group, NULL);
}

static void
plan_add(Edit *edit)
{
    if (!(edit_lists(edit) & (MSNP_LIST_ALLOW | MSNP_LIST_BLOCK)))
        plan_step(edit, STEP_ADD, edit->wish.who, MSNP_LIST_ALLOW, NULL, NULL)->optional = TRUE;
    plan_forward(edit, edit->wish.who, edit_group(edit, edit->wish.group));
}

static void
plan_remove(Edit *edit)
{
    const MsnpContact *contact = edit_contact(edit);
    const char *group = edit_group(edit, edit->wish.group);
    gboolean leave = group && contact && msnp_contact_n_groups(contact) > 1;

    plan_step(edit, STEP_REMOVE, edit->wish.who, MSNP_LIST_FORWARD, leave ? group : NULL, NULL);
}

/* To the new group first, so that nobody is without one in between. Below MSNP10 the default group is one
 * like the others. */
static void
plan_move(Edit *edit)
{
    MsnpCore *core = edit->edits->core;
    const char *from = edit_group(edit, edit->wish.group), *to = edit_group(edit, edit->wish.new_name);
    gboolean numbered = !core->dialect->adc && core->dialect->groups;

    if (!core->dialect->groups)
        return;
    if (to)
        plan_forward(edit, edit->wish.who, to);
    else if (numbered)
        plan_step(edit, STEP_ADD, edit->wish.who, MSNP_LIST_FORWARD, "", NULL);
    if (from)
        plan_step(edit, STEP_REMOVE, edit->wish.who, MSNP_LIST_FORWARD, from, NULL);
    else if (numbered)
        plan_step(edit, STEP_REMOVE, edit->wish.who, MSNP_LIST_FORWARD, "", NULL)->optional = TRUE;
}

static void
plan_rename(Edit *edit)
{
    plan_step(edit, STEP_ALIAS, edit->wish.who, 0, NULL, edit->wish.new_name);
}

/* Never on both lists: off the one first. */
static void
plan_lists(Edit *edit, guint from, guint to)
{
    guint lists = edit_lists(edit);

    if (lists & from)
        plan_step(edit, STEP_REMOVE, edit->wish.who, from, NULL, NULL)->optional = TRUE;
    if (!(lists & to))
        plan_step(edit, STEP_ADD, edit->wish.who, to, NULL, NULL);
}

static void
plan_block(Edit *edit)
{
    if (edit->wish.yes)
        plan_lists(edit, MSNP_LIST_ALLOW, MSNP_LIST_BLOCK);
    else
        plan_lists(edit, MSNP_LIST_BLOCK, MSNP_LIST_ALLOW);
}

/* From MSNP10 who was asked about leaves the pending list; some servers know no such command and say so. */
static void
plan_answer(Edit *edit)
{
    const MsnpDialect *dialect = edit->edits->core->dialect;

    plan_lists(edit, edit->wish.yes ? MSNP_LIST_BLOCK : MSNP_LIST_ALLOW,
               edit->wish.yes ? MSNP_LIST_ALLOW : MSNP_LIST_BLOCK);
    if (!dialect->adc || !(edit_lists(edit) & MSNP_LIST_PENDING))
        return;
    if (dialect->accepts_by_rl)
        plan_step(edit, STEP_ADD, edit->wish.who, MSNP_LIST_REVERSE, NULL, NULL)->optional = TRUE;
    plan_step(edit, STEP_REMOVE, edit->wish.who, MSNP_LIST_PENDING, NULL, NULL)->optional = TRUE;
}

/* Everybody of one group into another. */
static void
plan_move_all(Edit *edit, MsnpGroup *group, const char *to)
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
            plan_step(edit, STEP_ADD, msnp_contact_handle(contact), MSNP_LIST_FORWARD, "", NULL)->optional =
                TRUE;
        plan_step(edit, STEP_REMOVE, msnp_contact_handle(contact), MSNP_LIST_FORWARD, msnp_group_name(group),
                  NULL)
            ->optional = TRUE;
    }
}

static void
plan_group_rename(Edit *edit)
{
    MsnpRoster *roster = edit->edits->core->roster;
    MsnpGroup *group = msnp_roster_group_named(roster, edit->wish.group);

    if (!group || !edit->wish.group)
        return;
    if (!msnp_roster_group_named(roster, edit->wish.new_name)) {
        plan_step(edit, STEP_GROUP_NAME, NULL, 0, edit->wish.group, edit->wish.new_name);
        return;
    }
    plan_move_all(edit, group, edit->wish.new_name);
    plan_step(edit, STEP_NO_GROUP, NULL, 0, edit->wish.group, NULL);
}

/* The official service drops from the forward list who is only in a group that goes: they move first. */
static void
plan_group_remove(Edit *edit)
{
    MsnpCore *core = edit->edits->core;
    MsnpGroup *group = msnp_roster_group_named(core->roster, edit->wish.group);

    if (!group || !edit->wish.group)
        return;
    plan_move_all(edit, group, core->dialect->adc ? NULL : "");
    plan_step(edit, STEP_NO_GROUP, NULL, 0, edit->wish.group, NULL);
}

static void
plan_own_name(Edit *edit)
{
    plan_step(edit, STEP_OWN_NAME, NULL, 0, NULL, edit->wish.new_name);
}

static void
plan_phone(Edit *edit)
{
    static const char *const keys[MSNP_N_PHONES] = {"PHH", "PHW", "PHM"};

    if (edit->wish.key < 0)
        plan_step(edit, STEP_PROPERTY, NULL, 0, "MOB", edit->wish.yes ? "Y" : "N");
    else
        plan_step(edit, STEP_PROPERTY, NULL, 0, keys[edit->wish.key], edit->wish.new_name);
}

static void
plan_privacy(Edit *edit)
{
    plan_step(edit, STEP_STRANGERS, NULL, 0, NULL, edit->wish.yes ? "AL" : "BL");
}

static void (*const planners[MSNP_N_REQUESTS])(Edit *edit) = {
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

/* ---- steps ---- */

static void step_answered(gpointer who, const MsnpCommand *reply);
static void step_failed(gpointer who, MsnpError error, guint number);

/* One for each verb that a step may send. */
static const MsnpAsk asks[] = {
    {MSNP_VERB_ADD, step_answered, step_failed, NULL}, {MSNP_VERB_ADC, step_answered, step_failed, NULL},
    {MSNP_VERB_REM, step_answered, step_failed, NULL}, {MSNP_VERB_ADG, step_answered, step_failed, NULL},
    {MSNP_VERB_REG, step_answered, step_failed, NULL}, {MSNP_VERB_RMG, step_answered, step_failed, NULL},
    {MSNP_VERB_REA, step_answered, step_failed, NULL}, {MSNP_VERB_SBP, step_answered, step_failed, NULL},
    {MSNP_VERB_PRP, step_answered, step_failed, NULL}, {MSNP_VERB_BLP, step_answered, step_failed, NULL},
};

static void
edit_send(Edit *edit, MsnpVerbId verb, const char *name, const char *arguments)
{
    guint i = 0;

    while (asks[i].verb != verb)
        i++;
    msnp_link_request(edit->edits->ns, &asks[i], edit, 0, name, "%s", arguments);
}

static const char *
list_code(guint list)
{
    static const char codes[][3] = {"FL", "AL", "BL", "RL", "PL"};
    guint i = 0;

    while (!(list & (1u << i)))
        i++;
    return codes[i];
}

/* The id of a step's group: "" is the default one. NULL if there is none. */
static const char *
step_group_id(const Edit *edit, const Step *step)
{
    MsnpGroup *group = msnp_roster_group_named(edit->edits->core->roster, step->group);

    return group ? msnp_group_id(group) : NULL;
}

static MsnpContact *
step_contact(const Edit *edit, const Step *step)
{
    return msnp_roster_contact(edit->edits->core->roster, step->who);
}

/* The name that ADD wants; a stranger's is his address. */
static void
append_name(GString *out, const Edit *edit, const Step *step)
{
    MsnpContact *contact = step_contact(edit, step);
    const char *name = contact ? msnp_contact_name(contact) : "";

    msnp_wire_encode(out, *name ? name : step->who);
}

/* FALSE, here and in the following: there is nothing to send, the step is done. */
static gboolean
send_adc(Edit *edit, const Step *step)
{
    MsnpContact *contact = step_contact(edit, step);
    const char *id = contact ? msnp_contact_id(contact) : NULL;
    g_autoptr(GString) line = g_string_new(list_code(step->list));

    if (step->group) {
        const char *group = step_group_id(edit, step);

        if (!id || !group)
            return FALSE;
        g_string_append_printf(line, " C=%s %s", id, group);
    } else {
        g_string_append_printf(line, " N=%s", step->who);
        if (step->list == MSNP_LIST_FORWARD) {
            g_string_append(line, " F=");
            append_name(line, edit, step);
        }
    }
    edit_send(edit, MSNP_VERB_ADC, "ADC", line->str);
    return TRUE;
}

static gboolean
send_add(Edit *edit, const Step *step)
{
    g_autoptr(GString) line = NULL;
    const char *group = NULL;

    if (edit->edits->core->dialect->adc)
        return send_adc(edit, step);
    if (step->group && !(group = step_group_id(edit, step)))
        return FALSE;
    line = g_string_new(NULL);
    g_string_printf(line, "%s %s ", list_code(step->list), step->who);
    append_name(line, edit, step);
    if (group)
        g_string_append_printf(line, " %s", group);
    edit_send(edit, MSNP_VERB_ADD, "ADD", line->str);
    return TRUE;
}

static gboolean
send_remove(Edit *edit, const Step *step)
{
    MsnpContact *contact = step_contact(edit, step);
    const char *whom = step->who, *group = NULL;
    g_autofree char *line = NULL;

    if (edit->edits->core->dialect->adc && step->list == MSNP_LIST_FORWARD)
        whom = contact ? msnp_contact_id(contact) : NULL;
    if (!whom || (step->group && !(group = step_group_id(edit, step))))
        return FALSE;
    line = g_strdup_printf("%s %s%s%s", list_code(step->list), whom, group ? " " : "", group ? group : "");
    edit_send(edit, MSNP_VERB_REM, "REM", line);
    return TRUE;
}

/* The 0 that ends the numbered form means nothing that is known. */
static gboolean
send_group(Edit *edit, const Step *step)
{
    static const struct {
        MsnpVerbId verb;
        const char *name;
    } verbs[N_STEPS] = {
        [STEP_NEW_GROUP] = {MSNP_VERB_ADG, "ADG"},
        [STEP_GROUP_NAME] = {MSNP_VERB_REG, "REG"},
        [STEP_NO_GROUP] = {MSNP_VERB_RMG, "RMG"},
    };
    const char *id = step_group_id(edit, step), *name = step->value ? step->value : step->group;
    g_autoptr(GString) line = g_string_new(NULL);

    if (step->kind != STEP_NEW_GROUP) {
        if (!id)
            return FALSE;
        g_string_append(line, id);
    }
    if (step->kind != STEP_NO_GROUP) {
        if (line->len > 0)
            g_string_append_c(line, ' ');
        msnp_wire_encode(line, name);
        if (!edit->edits->core->dialect->adc)
            g_string_append(line, " 0");
    }
    edit_send(edit, verbs[step->kind].verb, verbs[step->kind].name, line->str);
    return TRUE;
}

static gboolean
send_alias(Edit *edit, const Step *step)
{
    MsnpContact *contact = step_contact(edit, step);
    const char *name = step->value && *step->value ? step->value : step->who;
    g_autoptr(GString) line = g_string_new(NULL);

    if (!contact || !(msnp_contact_lists(contact) & MSNP_LIST_FORWARD))
        return FALSE;
    if (edit->edits->core->dialect->adc) {
        if (!msnp_contact_id(contact))
            return FALSE;
        g_string_printf(line, "%s MFN ", msnp_contact_id(contact));
        msnp_wire_encode(line, name);
        edit_send(edit, MSNP_VERB_SBP, "SBP", line->str);
    } else {
        g_string_printf(line, "%s ", step->who);
        msnp_wire_encode(line, name);
        edit_send(edit, MSNP_VERB_REA, "REA", line->str);
    }
    return TRUE;
}

static gboolean
send_own_name(Edit *edit, const Step *step)
{
    gboolean adc = edit->edits->core->dialect->adc;
    g_autoptr(GString) line = g_string_new(NULL);

    g_string_printf(line, "%s ", adc ? "MFN" : edit->edits->core->account);
    msnp_wire_encode(line, step->value);
    edit_send(edit, adc ? MSNP_VERB_PRP : MSNP_VERB_REA, adc ? "PRP" : "REA", line->str);
    return TRUE;
}

static gboolean
send_property(Edit *edit, const Step *step)
{
    g_autoptr(GString) line = g_string_new(step->group);

    if (*step->value)
        g_string_append_c(line, ' ');
    msnp_wire_encode(line, step->value);
    edit_send(edit, MSNP_VERB_PRP, "PRP", line->str);
    return TRUE;
}

static gboolean
send_strangers(Edit *edit, const Step *step)
{
    edit_send(edit, MSNP_VERB_BLP, "BLP", step->value);
    return TRUE;
}

/* ---- what has been agreed ---- */

static void
done_add(Edit *edit, const Step *step, const MsnpCommand *reply)
{
    msnp_live_add(edit->edits->core, step->who, step->list,
                  step->group ? msnp_roster_group_named(edit->edits->core->roster, step->group) : NULL,
                  reply ? msnp_live_find_id(reply) : NULL);
}

static void
done_remove(Edit *edit, const Step *step, const MsnpCommand *reply)
{
    msnp_live_remove(edit->edits->core, step->who, step->list,
                     step->group ? msnp_roster_group_named(edit->edits->core->roster, step->group) : NULL);
}

static void
done_group(Edit *edit, const Step *step, const MsnpCommand *reply)
{
    MsnpCore *core = edit->edits->core;
    MsnpGroup *group = msnp_roster_group_named(core->roster, step->group);

    if (step->kind == STEP_NEW_GROUP && reply)
        msnp_live_group(core, msnp_live_find_group_id(core, reply), step->group);
    else if (step->kind == STEP_GROUP_NAME && group)
        msnp_live_group(core, msnp_group_id(group), step->value);
    else if (step->kind == STEP_NO_GROUP && group)
        msnp_live_no_group(core, group);
}

static void
done_alias(Edit *edit, const Step *step, const MsnpCommand *reply)
{
}

static void
done_own_name(Edit *edit, const Step *step, const MsnpCommand *reply)
{
    msnp_core_set_own_name(edit->edits->core, step->value);
}

static void
done_property(Edit *edit, const Step *step, const MsnpCommand *reply)
{
    msnp_roster_set_property(edit->edits->core->roster, NULL, step->group, step->value);
}

static void
done_strangers(Edit *edit, const Step *step, const MsnpCommand *reply)
{
    msnp_roster_set_allows_strangers(edit->edits->core->roster, !strcmp(step->value, "AL"));
}

/* How a step is sent, what its success changes, and which answers mean that it was so already. */
static const struct {
    gboolean (*send)(Edit *edit, const Step *step);
    void (*done)(Edit *edit, const Step *step, const MsnpCommand *reply); /* reply NULL: was so already */
    guint already[2];
} steps[N_STEPS] = {
    [STEP_ADD] = {send_add, done_add, {215, 0}},
    [STEP_REMOVE] = {send_remove, done_remove, {216, 225}},
    [STEP_NEW_GROUP] = {send_group, done_group, {0, 0}},
    [STEP_GROUP_NAME] = {send_group, done_group, {0, 0}},
    [STEP_NO_GROUP] = {send_group, done_group, {224, 0}},
    [STEP_ALIAS] = {send_alias, done_alias, {0, 0}},
    [STEP_OWN_NAME] = {send_own_name, done_own_name, {0, 0}},
    [STEP_PROPERTY] = {send_property, done_property, {0, 0}},
    [STEP_STRANGERS] = {send_strangers, done_strangers, {218, 0}},
};

/* ---- running ---- */

static void
edit_done(Edit *edit)
{
    MsnpEdits *edits = edit->edits;

    g_queue_remove(&edits->queue, edit);
    edit_free(edit);
}

static void
edit_fail(Edit *edit, MsnpError error, guint number)
{
    MsnpCore *core = edit->edits->core;
    const char *name = edit->wish.new_name ? edit->wish.new_name : edit->wish.group;
    MsnpAction *action = msnp_core_tell_who(core, MSNP_EVENT_REQUEST_FAILED, edit->wish.who, name);

    action->id = edit->id;
    action->what = edit->wish.request;
    action->error = error;
    action->number = number;
    edit_done(edit);
}

static void
edit_step_done(Edit *edit, const MsnpCommand *reply)
{
    Step *step = g_steal_pointer(&edit->step);

    steps[step->kind].done(edit, step, reply);
    step_free(step);
    edits_run(edit->edits);
}

static void
step_answered(gpointer who, const MsnpCommand *reply)
{
    edit_step_done(who, reply);
}

/* On the opposite list (219): off that one, and again, once. */
static gboolean
step_retry(Edit *edit, guint number)
{
    Step *step = edit->step, *removal;

    if (number != 219 || step->retried || !(step->list & (MSNP_LIST_ALLOW | MSNP_LIST_BLOCK)))
        return FALSE;
    step->retried = TRUE;
    g_queue_push_head(&edit->steps, g_steal_pointer(&edit->step));
    removal = plan_step(edit, STEP_REMOVE, step->who,
                        step->list == MSNP_LIST_ALLOW ? MSNP_LIST_BLOCK : MSNP_LIST_ALLOW, NULL, NULL);
    removal->optional = TRUE;
    g_queue_push_head(&edit->steps, g_queue_pop_tail(&edit->steps));
    edits_run(edit->edits);
    return TRUE;
}

static void
step_failed(gpointer who, MsnpError error, guint number)
{
    Edit *edit = who;
    MsnpEdits *edits = edit->edits;
    const Step *step = edit->step;

    if (error == MSNP_ERROR_LOST) { /* again on the next link, or msnp_edits_end() tells */
        g_queue_push_head(&edit->steps, g_steal_pointer(&edit->step));
        return;
    }
    if (number && (number == steps[step->kind].already[0] || number == steps[step->kind].already[1])) {
        edit_step_done(edit, NULL);
    } else if (step_retry(edit, number)) {
        return;
    } else if (step->optional) {
        g_clear_pointer(&edit->step, step_free);
        edits_run(edits);
    } else {
        edit_fail(edit, error == MSNP_ERROR_SERVER ? msnp_error_of_request(number) : error, number);
        edits_run(edits);
    }
}

/* Runs the change at the head of the queue as far as it goes without an answer. */
static void
edits_run(MsnpEdits *edits)
{
    Edit *edit;

    if (edits->running)
        return;
    edits->running = TRUE;
    while (edits->ns && (edit = g_queue_peek_head(&edits->queue)) && !edit->step) {
        if (!edit->planned) {
            edit->planned = TRUE;
            planners[edit->wish.request](edit);
        }
        edit->step = g_queue_pop_head(&edit->steps);
        if (!edit->step)
            edit_done(edit);
        else if (!steps[edit->step->kind].send(edit, edit->step))
            g_clear_pointer(&edit->step, step_free);
    }
    edits->running = FALSE;
}

/* ---- life ---- */

MsnpEdits *
msnp_edits_new(MsnpCore *core)
{
    MsnpEdits *edits = g_new0(MsnpEdits, 1);

    edits->core = core;
    edits->next = 1;
    g_queue_init(&edits->queue);
    return edits;
}

void
msnp_edits_free(MsnpEdits *edits)
{
    Edit *edit;

    while ((edit = g_queue_pop_head(&edits->queue)))
        edit_free(edit);
    g_free(edits);
}

void
msnp_edits_set_ns(MsnpEdits *edits, MsnpLink *ns)
{
    edits->ns = ns;
    edits_run(edits);
}

guint
msnp_edits_queue(MsnpEdits *edits, const MsnpEditWish *wish)
{
    Edit *edit = g_new0(Edit, 1);
    guint id = edits->next++;

    edit->edits = edits;
    edit->id = id;
    edit->wish = *wish;
    edit->wish.who = g_strdup(wish->who);
    edit->wish.group = g_strdup(wish->group);
    edit->wish.new_name = g_strdup(wish->new_name);
    g_queue_init(&edit->steps);
    g_queue_push_tail(&edits->queue, edit);
    edits_run(edits);
    return id;
}

void
msnp_edits_end(MsnpEdits *edits)
{
    Edit *edit;

    edits->ns = NULL;
    while ((edit = g_queue_peek_head(&edits->queue)))
        edit_fail(edit, MSNP_ERROR_SIGNED_OUT, 0);
}
