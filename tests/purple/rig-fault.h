/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts what a scenario does to the plugin, and what that survives: the runner adds it up. */
#ifndef MSNP_TEST_RIG_FAULT_H
#define MSNP_TEST_RIG_FAULT_H

#include <glib.h>

/* A fault of this kind (words) has been injected. */
void rig_fault(const char *kind);

/* All that have been injected so far are over, and everything is as it should be. */
void rig_faults_survived(void);

/* How many of COUNT possible faults a scenario shall try: FEW in `make check`, MANY in `make
 * check-all`, all in `make faults`. */
guint rig_faults_wanted(guint count, guint few, guint many);

/* Whether every fault is to be tried: MSNP_ALL_FAULTS. */
gboolean rig_faults_all(void);

/* The runner's side: adds what the scenario in this folder wrote down, and prints the sums. */
void rig_faults_add(const char *dir);
void rig_faults_print(void);

#endif
