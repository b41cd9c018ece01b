/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of changes share: edit.c (the queue of changes), edit-plan.c (which steps a change
 * takes), edit-step.c (how a step is sent in-band, and what its success means), edit-soap.c (how it
 * is sent to web services), edit-fqy.c (which network somebody is on). Nobody else includes it.
 */
#ifndef MSNP_EDIT_PRIVATE_H
#define MSNP_EDIT_PRIVATE_H

#include "msnp/edit.h"
#include "msnp/link.h"

typedef enum {
    STEP_ADD,    /* somebody to a list; to a group of the forward list if there is a name */
    STEP_REMOVE, /* from a list, or a group of the forward list */
    STEP_NEW_GROUP,
    STEP_GROUP_NAME, /* of group, to value */
    STEP_NO_GROUP,   /* remove group */
    STEP_ALIAS,      /* name of somebody, to value */
    STEP_OWN_NAME,
    STEP_PROPERTY, /* key in group, value */
    STEP_STRANGERS,
    STEP_N
} MsnpStepKind;

typedef struct {
    MsnpStepKind kind;
    guint list;
    gboolean optional; /* a refusal does not end the change */
    gboolean retried;
    gboolean shows; /* somebody who is hidden in the address book */
    char *who;
    char *group;
    char *value;
    char *id; /* what a web service calls what it has made; NULL if it was none */
} MsnpEditStep;

typedef struct {
    MsnpEdits *edits;
    guint id;
    MsnpEditWish wish; /* strings owned */
    GQueue steps;
    MsnpEditStep *step; /* under way */
    gboolean planned;
    gboolean on_web; /* a web service has been asked for the step */
    gboolean was_so; /* and said that it was so already */
    gboolean lost;   /* or its answer was lost: nobody knows what came of it */
    gboolean half;   /* a web service has agreed to the step, and the notification server is asked */
    gboolean untold; /* somebody was put on the forward list, and is told with the group that is to come */
    gboolean failed; /* and what it did is being undone */
    gboolean told;   /* that it has failed */
    gboolean owes;   /* an event about the person: those who follow his lists wait for the end of it */
    MsnpError error; /* if it has failed */
    guint number;
    guint added;     /* lists that an addition has put somebody on */
    guint put_back; /* the list that somebody is taken off to go on the opposite one */
} MsnpEdit;

struct _MsnpEdits {
    MsnpCore *core;
    MsnpLink *ns;
    GQueue queue; /* Edit; the head is under way */
    guint next;
    gboolean running;
};

/* ---- edit-plan.c ---- */

/* Puts the steps of a change into its queue. */
void msnp_edit_plan(MsnpEdit *edit);

/* Adds a step; strings are copied. */
MsnpEditStep *msnp_edit_plan_step(MsnpEdit *edit, MsnpStepKind kind, const char *who, guint list,
                                  const char *group, const char *value);

/* The step under way was agreed to by half of those who had to: the steps that take it back. */
void msnp_edit_plan_back(MsnpEdit *edit, const MsnpEditStep *step);

/* ---- edit-step.c ---- */

/* Sends a step; FALSE if there is nothing to send, so that it is done. */
gboolean msnp_edit_step_send(MsnpEdit *edit, const MsnpEditStep *step);

/* The server has agreed; reply NULL: it was so already. */
void msnp_edit_step_done(MsnpEdit *edit, const MsnpEditStep *step, const MsnpCommand *reply);

/* The same in-band, also where the lists are kept by web services. */
gboolean msnp_edit_step_send_in_band(MsnpEdit *edit, const MsnpEditStep *step);

/* TRUE if that refusal means that it was so already. */
gboolean msnp_edit_step_was_so(const MsnpEditStep *step, guint number);

/* ---- edit-soap.c ---- */

/* As msnp_edit_step_send(), where the lists are kept by web services. */
gboolean msnp_edit_soap_send(MsnpEdit *edit, const MsnpEditStep *step);

/* ---- edit-fqy.c ---- */

/* Asks which network somebody is on, whom the step under way adds, and adds him as one of that. FALSE: there is no
 * asking. */
gboolean msnp_edit_ask_network(MsnpEdit *edit);

/* ---- edit.c: what becomes of a step that was sent ---- */

/* All who had to have agreed; and somebody has not. */
void msnp_edit_agreed(MsnpEdit *edit);
void msnp_edit_refused(MsnpEdit *edit, MsnpError error, guint number);

/* The step under way once more, with a place on the allow list before it, where he may be told now. */
void msnp_edit_add_again(MsnpEdit *edit);

void msnp_edit_answered(gpointer edit, const MsnpCommand *reply);
void msnp_edit_failed(gpointer edit, MsnpError error, guint number);

#endif
