/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People: each a process of its own with a real libpurple and the plugin as it is installed
 * (host.c), that does what it is told. */
#ifndef MSNP_BENCH_PERSON_H
#define MSNP_BENCH_PERSON_H

#include <glib.h>

#define ALICE "alice@example.test"
#define BOB   "bob@example.test"

typedef struct Person Person;

/* Starts one; the name is that of a folder of his. */
Person *person_start(const char *name);

/* One of another kind: his program stands beside this one (bare.c). wrapper is what runs it, words
 * with blanks between, or NULL. */
Person *person_start_as(const char *program, const char *wrapper);

/* Gives an order (host.c has a table of them), and waits for what comes of it: what stands behind
 * "ok", to be freed. Between the two others can be told something. */
void person_tell(Person *person, const char *format, ...) G_GNUC_PRINTF(2, 3);
char *person_answer(Person *person);

/* The one and the other, where no answer is needed. */
void person_do(Person *person, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The most memory that he ever had, in KiB. */
guint64 person_peak(const Person *person);

/* Signs out, and is gone when this returns; fails if anything was left over or said wrong. */
void person_end(Person *person);

/* Two of them who are signed in and see each other; the first one's process has the service. Direct
 * connections or none. */
typedef struct {
    Person *alice, *bob;
} Couple;

Couple couple_start(gboolean direct);
void couple_end(Couple couple);

#endif
