/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One step of a change: its command in each dialect, and what its success changes. Knows ADD, ADC
 * and their like; refuses to know which change it belongs to.
 */
#include "msnp/edit-private.h"

#include <string.h>
#include "msnp/roster-live.h"
#include "msnp/roster-words.h"
#include "msnp/storage.h"

/* One for each verb that a step may send. */
static const MsnpAsk asks[] = {
    {MSNP_VERB_ADD, msnp_edit_answered, msnp_edit_failed, NULL},
    {MSNP_VERB_ADC, msnp_edit_answered, msnp_edit_failed, NULL},
    {MSNP_VERB_REM, msnp_edit_answered, msnp_edit_failed, NULL},
    {MSNP_VERB_ADG, msnp_edit_answered, msnp_edit_failed, NULL},
    {MSNP_VERB_REG, msnp_edit_answered, msnp_edit_failed, NULL},
    {MSNP_VERB_RMG, msnp_edit_answered, msnp_edit_failed, NULL},
    {MSNP_VERB_REA, msnp_edit_answered, msnp_edit_failed, NULL},
    {MSNP_VERB_SBP, msnp_edit_answered, msnp_edit_failed, NULL},
    {MSNP_VERB_PRP, msnp_edit_answered, msnp_edit_failed, NULL},
    {MSNP_VERB_BLP, msnp_edit_answered, msnp_edit_failed, NULL},
};

static void
edit_send(MsnpEdit *edit, MsnpVerbId verb, const char *name, const char *arguments)
{
    guint i = 0;

    while (asks[i].verb != verb)
        i++;
    msnp_link_request(edit->edits->ns, &asks[i], edit, 0, name, "%s", arguments);
}

/* The id of a step's group: "" is the default one. NULL if there is none. */
static const char *
step_group_id(const MsnpEdit *edit, const MsnpEditStep *step)
{
    MsnpGroup *group = msnp_roster_group_named(edit->edits->core->roster, step->group);

    return group ? msnp_group_id(group) : NULL;
}

static MsnpContact *
step_contact(const MsnpEdit *edit, const MsnpEditStep *step)
{
    return msnp_roster_contact(edit->edits->core->roster, step->who);
}

/* What ADC and its like call somebody on the forward list: the GUID, or the address where lists
 * have none. NULL if he is not there. */
static const char *
step_contact_id(const MsnpEdit *edit, const MsnpEditStep *step)
{
    MsnpContact *contact = step_contact(edit, step);

    if (!contact || !(msnp_contact_lists(contact) & MSNP_LIST_FORWARD))
        return NULL;
    return msnp_contact_id(contact) ? msnp_contact_id(contact) : step->who;
}

/* The name that ADD wants; a stranger's is his address. */
static void
append_name(GString *out, const MsnpEdit *edit, const MsnpEditStep *step)
{
    MsnpContact *contact = step_contact(edit, step);
    const char *name = contact ? msnp_contact_name(contact) : "";

    msnp_wire_encode(out, *name ? name : step->who);
}

/* FALSE, here and in the following: there is nothing to send, the step is done. */
static gboolean
send_adc(MsnpEdit *edit, const MsnpEditStep *step)
{
    g_autoptr(GString) line = g_string_new(msnp_list_code(step->list));

    if (step->group) {
        const char *id = step_contact_id(edit, step), *group = step_group_id(edit, step);

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
send_add(MsnpEdit *edit, const MsnpEditStep *step)
{
    g_autoptr(GString) line = NULL;
    const char *group = NULL;

    if (edit->edits->core->dialect->adc)
        return send_adc(edit, step);
    if (step->group && !(group = step_group_id(edit, step)))
        return FALSE;
    line = g_string_new(NULL);
    g_string_printf(line, "%s %s ", msnp_list_code(step->list), step->who);
    append_name(line, edit, step);
    if (group)
        g_string_append_printf(line, " %s", group);
    edit_send(edit, MSNP_VERB_ADD, "ADD", line->str);
    return TRUE;
}

static gboolean
send_remove(MsnpEdit *edit, const MsnpEditStep *step)
{
    const char *whom = step->who, *group = NULL;
    g_autofree char *line = NULL;

    if (edit->edits->core->dialect->adc && step->list == MSNP_LIST_FORWARD)
        whom = step_contact_id(edit, step);
    if (!whom || (step->group && !(group = step_group_id(edit, step))))
        return FALSE;
    line = g_strdup_printf("%s %s%s%s", msnp_list_code(step->list), whom, group ? " " : "",
                           group ? group : "");
    edit_send(edit, MSNP_VERB_REM, "REM", line);
    return TRUE;
}

/* The 0 that ends the numbered form means nothing that is known. */
static gboolean
send_group(MsnpEdit *edit, const MsnpEditStep *step)
{
    static const struct {
        MsnpVerbId verb;
        const char *name;
    } verbs[STEP_N] = {
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
send_alias(MsnpEdit *edit, const MsnpEditStep *step)
{
    const char *name = step->value && *step->value ? step->value : step->who;
    const char *id = step_contact_id(edit, step);
    g_autoptr(GString) line = g_string_new(NULL);

    if (!id)
        return FALSE;
    if (edit->edits->core->dialect->adc) {
        g_string_printf(line, "%s MFN ", id);
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
send_own_name(MsnpEdit *edit, const MsnpEditStep *step)
{
    gboolean adc = edit->edits->core->dialect->adc;
    g_autoptr(GString) line = g_string_new(NULL);

    g_string_printf(line, "%s ", adc ? "MFN" : edit->edits->core->account);
    msnp_wire_encode(line, step->value);
    edit_send(edit, adc ? MSNP_VERB_PRP : MSNP_VERB_REA, adc ? "PRP" : "REA", line->str);
    return TRUE;
}

static gboolean
send_property(MsnpEdit *edit, const MsnpEditStep *step)
{
    g_autoptr(GString) line = g_string_new(step->group);

    if (*step->value)
        g_string_append_c(line, ' ');
    msnp_wire_encode(line, step->value);
    edit_send(edit, MSNP_VERB_PRP, "PRP", line->str);
    return TRUE;
}

static gboolean
send_strangers(MsnpEdit *edit, const MsnpEditStep *step)
{
    edit_send(edit, MSNP_VERB_BLP, "BLP", step->value);
    return TRUE;
}

/* ---- what has been agreed ---- */

static void
done_add(MsnpEdit *edit, const MsnpEditStep *step, const MsnpCommand *reply)
{
    MsnpCore *core = edit->edits->core;
    MsnpGroup *group = step->group ? msnp_roster_group_named(core->roster, step->group) : NULL;
    const char *id = reply ? msnp_live_find_id(reply) : step->id;
    MsnpContact *contact = edit->untold ? msnp_roster_add_contact(core->roster, step->who) : NULL;

    if (contact)
        msnp_live_put(core, contact, step->list, group, id);
    else
        msnp_live_add(core, step->who, step->list, group, id);
}

static void
done_remove(MsnpEdit *edit, const MsnpEditStep *step, const MsnpCommand *reply)
{
    msnp_live_remove(edit->edits->core, step->who, step->list,
                     step->group ? msnp_roster_group_named(edit->edits->core->roster, step->group)
                                 : NULL);
}

static void
done_group(MsnpEdit *edit, const MsnpEditStep *step, const MsnpCommand *reply)
{
    MsnpCore *core = edit->edits->core;
    MsnpGroup *group = msnp_roster_group_named(core->roster, step->group);

    if (step->kind == STEP_NEW_GROUP)
        msnp_live_group(core, reply ? msnp_live_find_group_id(core, reply) : step->id, step->group);
    else if (step->kind == STEP_GROUP_NAME && group)
        msnp_live_group(core, msnp_group_id(group), step->value);
    else if (step->kind == STEP_NO_GROUP && group)
        msnp_live_no_group(core, group);
}

static void
done_alias(MsnpEdit *edit, const MsnpEditStep *step, const MsnpCommand *reply)
{
}

static void
done_own_name(MsnpEdit *edit, const MsnpEditStep *step, const MsnpCommand *reply)
{
    msnp_core_set_own_name(edit->edits->core, step->value);
    msnp_storage_changed(edit->edits->core->storage);
}

static void
done_property(MsnpEdit *edit, const MsnpEditStep *step, const MsnpCommand *reply)
{
    msnp_roster_set_property(edit->edits->core->roster, NULL, step->group, step->value);
}

static void
done_strangers(MsnpEdit *edit, const MsnpEditStep *step, const MsnpCommand *reply)
{
    msnp_roster_set_allows_strangers(edit->edits->core->roster, !strcmp(step->value, "AL"));
}

/* How a step is sent, what its success changes, and which answers mean that it was so already. */
static const struct {
    gboolean (*send)(MsnpEdit *edit, const MsnpEditStep *step);
    void (*done)(MsnpEdit *edit, const MsnpEditStep *step,
                 const MsnpCommand *reply); /* reply NULL: was so already */
    guint already[2];
} steps[STEP_N] = {
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

gboolean
msnp_edit_step_send_in_band(MsnpEdit *edit, const MsnpEditStep *step)
{
    return steps[step->kind].send(edit, step);
}

gboolean
msnp_edit_step_send(MsnpEdit *edit, const MsnpEditStep *step)
{
    if (edit->edits->core->dialect->roster == MSNP_ROSTER_SOAP)
        return msnp_edit_soap_send(edit, step);
    return msnp_edit_step_send_in_band(edit, step);
}

void
msnp_edit_step_done(MsnpEdit *edit, const MsnpEditStep *step, const MsnpCommand *reply)
{
    steps[step->kind].done(edit, step, reply);
}

gboolean
msnp_edit_step_was_so(const MsnpEditStep *step, guint number)
{
    return number &&
           (number == steps[step->kind].already[0] || number == steps[step->kind].already[1]);
}
