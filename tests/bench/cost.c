/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the processes of bare.c have cost, and how two of them compare. Knows their orders. */
#include "cost.h"

#include <stdlib.h>

#define MIB (1024.0 * 1024.0)

Cost
cost_answer(Person *person)
{
    g_autofree char *answer = person_answer(person);
    char *end = NULL;
    double usec = strtod(answer, &end), bytes = strtod(end, NULL);
    if (usec <= 0 || bytes <= 0) {
        bench_fail("no cost: %s", answer);
    }
    return (Cost){usec / G_USEC_PER_SEC, bytes / MIB};
}

Cost
cost_between(Cost before, Cost after)
{
    return (Cost){after.cpu - before.cpu, after.heap - before.heap};
}

char *
cost_plugin_path(void)
{
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *folder = g_path_get_dirname(self);
    return g_build_filename(folder, "..", "libmsnp.so", NULL);
}

Person *
cost_join(const char *dialect, const char *line, const char *wrapper, Cost *before)
{
    Person *person = person_start_as("bare", wrapper);
    g_autofree char *plugin = cost_plugin_path();
    person_do(person, "tls");
    person_do(person, "plugin '%s'", plugin);
    person_tell(person, "join " ALICE " %s '%s'", dialect, line);
    *before = cost_answer(person);
    return person;
}

Person *
cost_join_floor(const char *wrapper, Cost *before)
{
    Person *person = person_start_as("bare", wrapper);
    person_tell(person, "join-floor");
    *before = cost_answer(person);
    return person;
}

Person *
cost_service(guint contacts, char **line)
{
    Person *service = person_start("service");
    person_tell(service, "serve --terse --contacts %u --friends " ALICE "," BOB, contacts);
    *line = person_answer(service);
    return service;
}
