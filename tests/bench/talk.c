/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows about conversations: what a message costs, and what one keeps that is open. Knows what is
 * compared with what. */
#include "bench.h"
#include "cost.h"

enum { RUNS = 5, MESSAGES = 100000, AT_ONCE = 400, TALKS = 200, CONTACTS = 2 * TALKS };

#define FIRST "contact00001@example.test"
#define TEXT  "Hello, how are you?"
#define HEAD                                                                                        \
    "MIME-Version: 1.0\\r\\nContent-Type: text/plain; charset=UTF-8\\r\\n"                            \
    "X-MMS-IM-Format: FN=Microsoft%20Sans%20Serif; EF=; CO=0; CS=0; PF=22\\r\\n\\r\\n"
#define LENGTH "151"

static Person *
join(const char *line, guint contacts)
{
    Cost before;
    Person *person = cost_join("MSNP9", line, NULL, &before);
    person_do(person, "await online %u", contacts / 2);
    return person;
}

static Person *
join_floor(const char *text, guint contacts)
{
    Cost before;
    Person *person = cost_join_floor(NULL, &before);
    g_autofree char *quoted = g_shell_quote(text);
    person_do(person, "floor contacts %u", contacts);
    person_do(person, "say %s", quoted);
    return person;
}

/* -- messages -----------------------------------------------------------------------------------
 */

static void
tell_messages(Person *service)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    for (guint i = 0; i < AT_ONCE; i++) {
        g_string_append(lines, "MSG " FIRST " Contact%201 " LENGTH "\\r\\n" HEAD TEXT);
    }
    for (guint i = 0; i < MESSAGES / AT_ONCE; i++) {
        person_do(service, "tell sbraw " ALICE " '%s'", lines->str);
    }
}

/* *text: how libpurple got it, to be freed. */
static double
hear(Person *service, const char *line, char **text)
{
    Person *person = join(line, CONTACTS);
    person_do(service, "tell say " FIRST " " ALICE " '" TEXT "'");
    person_tell(person, "await messages 1");
    Cost before = cost_answer(person);
    tell_messages(service);
    person_tell(person, "await messages %u", 1 + MESSAGES);
    Cost cost = cost_between(before, cost_answer(person));
    g_free(*text);
    person_tell(person, "text");
    *text = person_answer(person);
    person_end(person);
    return cost.cpu;
}

static double
hear_floor(const char *text)
{
    Person *person = join_floor(text, CONTACTS);
    person_tell(person, "floor messages 1");
    Cost before = cost_answer(person);
    person_tell(person, "floor messages %u", MESSAGES);
    Cost cost = cost_between(before, cost_answer(person));
    person_end(person);
    return cost.cpu;
}

void
bench_messages(BenchFigure *figure, gconstpointer data)
{
    g_autofree char *line = NULL, *text = NULL;
    Person *service = cost_service(CONTACTS, &line);
    double ours = G_MAXDOUBLE, theirs = G_MAXDOUBLE;
    for (guint run = 0; run < RUNS; run++) {
        ours = MIN(ours, hear(service, line, &text));
        theirs = MIN(theirs, hear_floor(text));
    }
    person_end(service);
    *figure = (BenchFigure){ours / theirs, ours * 1000, theirs * 1000, "ms"};
}

/* -- memory -------------------------------------------------------------------------------------
 */

static double
open_talks(Person *service, const char *line, char **text)
{
    Person *person = join(line, CONTACTS);
    person_tell(person, "await messages 0");
    Cost before = cost_answer(person);
    for (guint i = 0; i < TALKS; i++) {
        person_do(service, "tell say contact%05u@example.test " ALICE " '" TEXT "'", 2 * i + 1);
    }
    person_tell(person, "await messages %u", TALKS);
    Cost cost = cost_between(before, cost_answer(person));
    person_tell(person, "text");
    *text = person_answer(person);
    person_end(person);
    return cost.heap;
}

static double
open_floor_talks(const char *text)
{
    Person *person = join_floor(text, CONTACTS);
    person_tell(person, "await messages 0");
    Cost before = cost_answer(person);
    person_tell(person, "floor talks %u", TALKS);
    Cost cost = cost_between(before, cost_answer(person));
    person_end(person);
    return cost.heap;
}

void
bench_talk_memory(BenchFigure *figure, gconstpointer data)
{
    g_autofree char *line = NULL, *text = NULL;
    Person *service = cost_service(CONTACTS, &line);
    double ours = open_talks(service, line, &text), theirs = open_floor_talks(text);
    person_end(service);
    *figure = (BenchFigure){ours / theirs, ours, theirs, "M"};
}
