/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Changes of the roster and of oneself: each is a plan of steps, and one runs at a time.
 * Knows the queue; the steps are edit-plan.c's, edit-step.c's and edit-soap.c's.
 */
#include "msnp/edit.h"

#include <string.h>
#include "msnp/edit-private.h"
#include "msnp/error.h"
#include "msnp/roster-live.h"
#include "msnp/web.h"

static void edits_run(MsnpEdits *edits);

static void
step_free(MsnpEditStep *step)
{
    if (!step)
        return;
    g_free(step->who);
    g_free(step->group);
    g_free(step->value);
    g_free(step->id);
    g_free(step);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MsnpEditStep, step_free)

static void
edit_drop_steps(MsnpEdit *edit)
{
    MsnpEditStep *step;

    while ((step = g_queue_pop_head(&edit->steps)))
        step_free(step);
    g_clear_pointer(&edit->step, step_free);
}

static void
edit_free(MsnpEdit *edit)
{
    msnp_web_forget(edit->edits->core->web, edit);
    edit_drop_steps(edit);
    g_free((char *) edit->wish.who);
    g_free((char *) edit->wish.group);
    g_free((char *) edit->wish.new_name);
    g_free(edit);
}

/* ---- running ---- */

static void
edit_tell_failure(MsnpEdit *edit)
{
    MsnpCore *core = edit->edits->core;
    const char *name = edit->wish.new_name ? edit->wish.new_name : edit->wish.group;
    MsnpAction *action = msnp_core_tell_who(core, MSNP_EVENT_REQUEST_FAILED, edit->wish.who, name);

    action->id = edit->id;
    action->what = edit->wish.request;
    action->error = edit->error;
    action->number = edit->number;
    edit->told = TRUE;
    edit->owes = FALSE;
}

/* Somebody who was to come with his group, and had to stay without. */
static void
edit_tell_contact(MsnpEdit *edit)
{
    MsnpCore *core = edit->edits->core;
    MsnpContact *contact = msnp_roster_contact(core->roster, edit->wish.who);

    if (contact && (msnp_contact_lists(contact) & MSNP_LIST_FORWARD))
        msnp_live_tell(core, contact, FALSE);
}

static void
edit_done(MsnpEdit *edit)
{
    MsnpEdits *edits = edit->edits;

    if (edit->untold)
        edit_tell_contact(edit);
    if (edit->failed && !edit->told)
        edit_tell_failure(edit);
    g_queue_remove(&edits->queue, edit);
    edits->core->editing--;
    edits->core->roster_serial++;
    edit_free(edit);
}

/* Plans what undoes the change as far as it went. Who was put on a list for its sake only is not any more. */
static void
edit_plan_undo(MsnpEdit *edit, const MsnpEditStep *half)
{
    static const guint lists[] = {MSNP_LIST_FORWARD, MSNP_LIST_ALLOW};
    guint i;

    if (half)
        msnp_edit_plan_back(edit, half);
    for (i = 0; i < G_N_ELEMENTS(lists); i++)
        if (edit->added & lists[i])
            msnp_edit_plan_step(edit, STEP_REMOVE, edit->wish.who, lists[i], NULL, NULL)->optional = TRUE;
}

/* Ends the change, as soon as it is undone, and tells it: not before, if somebody stands where he would be shown. */
static void
edit_fail(MsnpEdit *edit, MsnpError error, guint number)
{
    g_autoptr(MsnpEditStep) step = g_steal_pointer(&edit->step);
    gboolean again = edit->failed;

    edit_drop_steps(edit);
    if (!again) {
        edit->failed = TRUE;
        edit->error = error;
        edit->number = number;
        edit_plan_undo(edit, edit->half ? step : NULL);
    }
    edit->half = FALSE;
    if (again || !edit->edits->ns)
        edit_done(edit);
    else if (!(edit->added & MSNP_LIST_FORWARD))
        edit_tell_failure(edit);
}

/* Somebody is put into a group next, with whom it is told that he is on the forward list. */
static gboolean
edit_goes_on(MsnpEdit *edit, const MsnpEditStep *step)
{
    const MsnpEditStep *next = g_queue_peek_head(&edit->steps);

    return next && step->kind == STEP_ADD && step->list == MSNP_LIST_FORWARD && !step->group &&
           next->kind == STEP_ADD && next->group && !strcmp(next->who, step->who);
}

/* news: it was not so before. */
static void
edit_step_done(MsnpEdit *edit, const MsnpCommand *reply, gboolean news)
{
    MsnpEditStep *step = g_steal_pointer(&edit->step);

    edit->half = FALSE;
    if (step->kind == STEP_ADD)
        edit->untold = edit_goes_on(edit, step);
    msnp_edit_step_done(edit, step, reply);
    edit->owes = FALSE;
    if (news && edit->wish.request == MSNP_REQUEST_ADD && step->kind == STEP_ADD && !step->group)
        edit->added |= step->list & (MSNP_LIST_ALLOW | MSNP_LIST_FORWARD);
    if (!news && step->kind == STEP_ADD && step->list == MSNP_LIST_FORWARD && !step->group)
        edit->added = 0; /* who was there before stays there, and may see one */
    step_free(step);
    edits_run(edit->edits);
}

void
msnp_edit_answered(gpointer who, const MsnpCommand *reply)
{
    edit_step_done(who, reply, TRUE);
}

void
msnp_edit_agreed(MsnpEdit *edit)
{
    edit_step_done(edit, NULL, !edit->was_so);
}

/* On the opposite list (219): off that one, and again, once. */
static gboolean
step_retry(MsnpEdit *edit, guint number)
{
    MsnpEditStep *step = edit->step, *removal;

    if (number != 219 || step->retried || !(step->list & (MSNP_LIST_ALLOW | MSNP_LIST_BLOCK)))
        return FALSE;
    step->retried = TRUE;
    g_queue_push_head(&edit->steps, g_steal_pointer(&edit->step));
    removal = msnp_edit_plan_step(edit, STEP_REMOVE, step->who,
                                  step->list == MSNP_LIST_ALLOW ? MSNP_LIST_BLOCK : MSNP_LIST_ALLOW,
                                  NULL, NULL);
    removal->optional = TRUE;
    g_queue_push_head(&edit->steps, g_queue_pop_tail(&edit->steps));
    edits_run(edit->edits);
    return TRUE;
}

/* On his way from one list to the opposite one, and nobody knows how far he has come: going on might put him on both. */
static gboolean
edit_is_unsure(const MsnpEdit *edit)
{
    return edit->lost && (edit->put_back || edit->wish.unsure) &&
           (edit->step->list & (MSNP_LIST_ALLOW | MSNP_LIST_BLOCK));
}

void
msnp_edit_add_again(MsnpEdit *edit)
{
    const MsnpContact *contact = msnp_roster_contact(edit->edits->core->roster, edit->step->who);
    MsnpEditStep *step = g_steal_pointer(&edit->step);

    g_queue_push_head(&edit->steps, step);
    if (!contact || !(msnp_contact_lists(contact) & (MSNP_LIST_ALLOW | MSNP_LIST_BLOCK))) {
        msnp_edit_plan_step(edit, STEP_ADD, step->who, MSNP_LIST_ALLOW, NULL, NULL)->optional = TRUE;
        g_queue_push_head(&edit->steps, g_queue_pop_tail(&edit->steps));
    }
    edits_run(edit->edits);
}

/* Who was taken off one list and may not go on the opposite one goes back: on neither, he would
 * count as somebody who waits for an answer. */
static void
edit_put_back(MsnpEdit *edit)
{
    MsnpEditWish wish = {.request = MSNP_REQUEST_BLOCK, .who = edit->wish.who, .unsure = edit_is_unsure(edit)};

    if (!edit->put_back || (!wish.unsure && (edit->step->kind != STEP_ADD || edit->step->list == edit->put_back)))
        return;
    wish.yes = edit->put_back == MSNP_LIST_BLOCK;
    msnp_edits_queue(edit->edits, &wish);
}

void
msnp_edit_refused(MsnpEdit *edit, MsnpError error, guint number)
{
    MsnpEdits *edits = edit->edits;

    if (edit->step->optional && !edit_is_unsure(edit)) {
        edit->owes = TRUE;
        g_clear_pointer(&edit->step, step_free);
        edit->half = FALSE;
        if (edit->failed) /* who cannot be taken off the forward list may see one still */
            edit_drop_steps(edit);
    } else {
        edit_put_back(edit);
        edit_fail(edit, error, number);
    }
    edits_run(edits);
}

void
msnp_edit_failed(gpointer who, MsnpError error, guint number)
{
    MsnpEdit *edit = who;

    if (error == MSNP_ERROR_LOST) { /* again on the next link, or msnp_edits_end() tells */
        g_queue_push_head(&edit->steps, g_steal_pointer(&edit->step));
        return;
    }
    if (msnp_edit_step_was_so(edit->step, number))
        edit_step_done(edit, NULL, FALSE);
    else if (!step_retry(edit, number))
        msnp_edit_refused(edit, error == MSNP_ERROR_SERVER ? msnp_error_of_request(number) : error, number);
}

/* Who follows somebody's lists waits for the end of the last change of them: if that one had nothing to do, or the end
 * of it was refused, nothing else tells. */
static void
edit_settle(MsnpEdit *edit)
{
    MsnpCore *core = edit->edits->core;
    MsnpContact *contact = edit->wish.request == MSNP_REQUEST_BLOCK && edit->owes
                               ? msnp_roster_contact(core->roster, edit->wish.who)
                               : NULL;

    if (contact)
        msnp_live_tell(core, contact, FALSE);
    edit_done(edit);
}

/* Runs the change at the head of the queue as far as it goes without an answer. */
static void
edits_run(MsnpEdits *edits)
{
    MsnpEdit *edit;

    if (edits->running)
        return;
    edits->running = TRUE;
    while (edits->ns && (edit = g_queue_peek_head(&edits->queue)) && !edit->step) {
        if (!edit->planned) {
            edit->planned = TRUE;
            msnp_edit_plan(edit);
        }
        edit->step = g_queue_pop_head(&edit->steps);
        if (!edit->step)
            edit_settle(edit);
        else if (msnp_edit_step_send(edit, edit->step))
            continue;
        else if (edit->step->kind == STEP_ADD && edit->step->group && *edit->step->group)
            edit_fail(edit, MSNP_ERROR_NO_GROUP, 0); /* nobody is there, though he was to be */
        else
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
    MsnpEdit *edit;

    while ((edit = g_queue_pop_head(&edits->queue)))
        edit_free(edit);
    g_free(edits);
}

void
msnp_edits_set_ns(MsnpEdits *edits, MsnpLink *ns)
{
    MsnpEdit *edit = g_queue_peek_head(&edits->queue);

    edits->ns = ns;
    if (!ns && edit && edit->on_web) { /* again when there is a server to be told */
        msnp_web_forget(edits->core->web, edit);
        edit->on_web = FALSE;
        g_queue_push_head(&edit->steps, g_steal_pointer(&edit->step));
    }
    edits_run(edits);
}

gboolean
msnp_edits_block(const MsnpEdits *edits, const char *who)
{
    const GList *l;

    for (l = edits->queue.head; l; l = l->next) {
        const MsnpEdit *edit = l->data;

        if (edit->wish.request == MSNP_REQUEST_BLOCK && !strcmp(edit->wish.who, who))
            return TRUE;
    }
    return FALSE;
}

guint
msnp_edits_queue(MsnpEdits *edits, const MsnpEditWish *wish)
{
    MsnpEdit *edit = g_new0(MsnpEdit, 1);
    guint id = edits->next++;

    edit->edits = edits;
    edit->id = id;
    edit->wish = *wish;
    edit->wish.who = g_strdup(wish->who);
    edit->wish.group = g_strdup(wish->group);
    edit->wish.new_name = g_strdup(wish->new_name);
    edit->owes = wish->request == MSNP_REQUEST_BLOCK && msnp_edits_block(edits, wish->who);
    g_queue_init(&edit->steps);
    g_queue_push_tail(&edits->queue, edit);
    edits->core->editing++;
    edits_run(edits);
    return id;
}

void
msnp_edits_end(MsnpEdits *edits)
{
    MsnpEdit *edit;

    edits->ns = NULL;
    while ((edit = g_queue_peek_head(&edits->queue)))
        edit_fail(edit, MSNP_ERROR_SIGNED_OUT, 0);
}
