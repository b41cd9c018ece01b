/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows about the list of contacts: what it costs to get it, to keep it, and to hear of changes. Knows
 * what is compared with what. */
#include "bench.h"
#include "cost.h"

#include <stdlib.h>
#include <string.h>

enum { RUNS = 5, FEW = 1000, SOME = 5000, MANY = 10000, CHANGES = 10000, CHANGES_AT_ONCE = 100 };

/* Dialects whose list comes in lines, and two whose list comes from web services, beside one of
 * those. */
enum { IN_TURN = 3 };
static const char *const by_lines[IN_TURN] = {"MSNP7", "MSNP9", "MSNP12"};
static const char *const by_web[IN_TURN] = {"MSNP12", "MSNP15", "MSNP18"};

/* The better of two, part by part: what came in between was the machine's doing. */
static void
keep_best(Cost *best, Cost cost)
{
    best->cpu = best->cpu > 0 ? MIN(best->cpu, cost.cpu) : cost.cpu;
    best->heap = best->heap > 0 ? MIN(best->heap, cost.heap) : cost.heap;
}

/* -- signing in ---------------------------------------------------------------------------------
 */

static Cost
sign_in(const char *dialect, const char *line, guint contacts)
{
    Cost before;
    Person *person = cost_join(dialect, line, NULL, &before);
    person_tell(person, "await online %u", contacts / 2);
    Cost cost = cost_between(before, cost_answer(person));
    person_end(person);
    return cost;
}

static Cost
floor_in(guint contacts)
{
    Cost before;
    Person *person = cost_join_floor(NULL, &before);
    person_tell(person, "floor contacts %u", contacts);
    Cost cost = cost_between(before, cost_answer(person));
    person_end(person);
    return cost;
}

/* Whoever has that many: measured once for all rows. */
typedef struct {
    guint contacts;
    const char *const *dialects;
    gboolean measured;
    Cost ours[IN_TURN], theirs;
} Measured;

static Measured few = {.contacts = FEW, .dialects = by_lines};
static Measured some = {.contacts = SOME, .dialects = by_web};
static Measured many = {.contacts = MANY, .dialects = by_lines};

static const Measured *
measure(Measured *all)
{
    g_autofree char *line = NULL;
    if (all->measured) {
        return all;
    }
    Person *service = cost_service(all->contacts, &line);
    for (guint run = 0; run < RUNS; run++) {
        keep_best(&all->theirs, floor_in(all->contacts));
        for (guint i = 0; i < IN_TURN; i++) {
            keep_best(&all->ours[i], sign_in(all->dialects[i], line, all->contacts));
        }
    }
    person_end(service);
    all->measured = TRUE;
    return all;
}

void
bench_sign_in(BenchFigure *figure, gconstpointer data)
{
    const BenchSignIn *who = data;
    Measured *all = who->contacts == FEW ? &few : who->contacts == SOME ? &some : &many;
    const Measured *costs = measure(all);
    for (guint i = 0; i < IN_TURN; i++) {
        if (strtoul(all->dialects[i] + strlen("MSNP"), NULL, 10) == who->dialect) {
            double ours = costs->ours[i].cpu, theirs = costs->theirs.cpu;
            *figure = (BenchFigure){ours / theirs, ours * 1000, theirs * 1000, "ms"};
        }
    }
}

static double
growth(double cost_of_many, double cost_of_few)
{
    return (cost_of_many / MANY) / (cost_of_few / FEW);
}

/* How much more each contact of many costs than each of few; the worst of the dialects. */
void
bench_sign_in_growth(BenchFigure *figure, gconstpointer data)
{
    double theirs = growth(measure(&many)->theirs.cpu, measure(&few)->theirs.cpu);
    for (guint i = 0; i < IN_TURN; i++) {
        double ours = growth(measure(&many)->ours[i].cpu, measure(&few)->ours[i].cpu);
        if (ours / theirs > figure->ratio) {
            *figure = (BenchFigure){ours / theirs, ours, theirs, "x"};
        }
    }
}

/* The worst of the dialects. */
void
bench_contact_memory(BenchFigure *figure, gconstpointer data)
{
    const Measured *costs = measure(&many);
    for (guint i = 0; i < IN_TURN; i++) {
        double ratio = costs->ours[i].heap / costs->theirs.heap;
        if (ratio > figure->ratio) {
            *figure = (BenchFigure){ratio, costs->ours[i].heap, costs->theirs.heap, "M"};
        }
    }
}

/* -- changes ------------------------------------------------------------------------------------
 */

/* As the floor does it: all who are online are busy, then all are away. */
static void
tell_changes(Person *service)
{
    guint online = MANY / 2;
    for (guint i = 0; i < CHANGES;) {
        g_autoptr(GString) lines = g_string_new(NULL);
        for (guint end = i + CHANGES_AT_ONCE; i < end; i++) {
            guint number = i % online * 2 + 1;
            g_string_append_printf(lines, "NLN %s contact%05u@example.test Contact%%20%u 32\\r\\n",
                                   i / online % 2 == 0 ? "BSY" : "AWY", number, number);
        }
        person_do(service, "tell nsraw " ALICE " '%s'", lines->str);
    }
}

static double
storm(Person *service, const char *line)
{
    Cost before;
    Person *person = cost_join("MSNP9", line, NULL, &before);
    person_tell(person, "await online %u", MANY / 2);
    before = cost_answer(person);
    person_tell(person, "count statuses");
    g_autofree char *count = person_answer(person);
    tell_changes(service);
    person_tell(person, "await statuses %" G_GUINT64_FORMAT,
                g_ascii_strtoull(count, NULL, 10) + CHANGES);
    Cost cost = cost_between(before, cost_answer(person));
    person_end(person);
    return cost.cpu;
}

static double
floor_storm(void)
{
    Cost before;
    Person *person = cost_join_floor(NULL, &before);
    person_tell(person, "floor contacts %u", MANY);
    before = cost_answer(person);
    person_tell(person, "floor statuses %u", CHANGES);
    Cost cost = cost_between(before, cost_answer(person));
    person_end(person);
    return cost.cpu;
}

void
bench_presence_storm(BenchFigure *figure, gconstpointer data)
{
    g_autofree char *line = NULL;
    Person *service = cost_service(MANY, &line);
    double ours = G_MAXDOUBLE, theirs = G_MAXDOUBLE;
    for (guint run = 0; run < RUNS; run++) {
        theirs = MIN(theirs, floor_storm());
        ours = MIN(ours, storm(service, line));
    }
    person_end(service);
    *figure = (BenchFigure){ours / theirs, ours * 1000, theirs * 1000, "ms"};
}
