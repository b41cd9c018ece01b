/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The other end of host.c. Knows its orders' form and its process; nothing of libpurple. */
#include "person.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

struct Person {
    char *name;
    GPid pid;
    FILE *orders, *answers;
};

/* Beside this program. */
static char *
program_path(const char *program)
{
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *folder = g_path_get_dirname(self);
    return g_build_filename(folder, program, NULL);
}

static Person *
start(const char *name, const char *program, const char *wrapper)
{
    static guint serial;
    g_autofree char *unique = g_strdup_printf("%s-%u", name, serial++);
    g_autofree char *home = bench_path(unique), *path = program_path(program);
    g_autofree char *line = g_strjoin(" ", wrapper != NULL ? wrapper : "", path, home, NULL);
    g_auto(GStrv) argv = NULL;
    g_autoptr(GError) error = NULL;
    Person *person = g_new0(Person, 1);
    int orders, answers;
    g_mkdir_with_parents(home, 0700);
    if (!g_shell_parse_argv(line, NULL, &argv, &error)) {
        bench_fail("%s", error->message);
    }
    if (!g_spawn_async_with_pipes(NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL,
                                  &person->pid, &orders, &answers, NULL, &error)) {
        bench_fail("%s", error->message);
    }
    person->name = g_strdup(name);
    person->orders = fdopen(orders, "w");
    person->answers = fdopen(answers, "r");
    return person;
}

Person *
person_start(const char *name)
{
    return start(name, "host", NULL);
}

Person *
person_start_as(const char *program, const char *wrapper)
{
    return start(program, program, wrapper);
}

void
person_tell(Person *person, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(person->orders, format, args);
    va_end(args);
    fputc('\n', person->orders);
    fflush(person->orders);
}

/* Something went wrong, and he says what. */
static void
fail_with_rest(Person *person, const char *line)
{
    char more[1024];
    for (; line != NULL; line = fgets(more, sizeof more, person->answers)) {
        fprintf(stderr, "%s: %s", person->name, line);
    }
    bench_fail("%s has failed", person->name);
}

char *
person_answer(Person *person)
{
    char line[1024];
    if (fgets(line, sizeof line, person->answers) == NULL) {
        fail_with_rest(person, NULL);
    }
    if (!g_str_has_prefix(line, "ok")) {
        fail_with_rest(person, line);
    }
    return g_strdup(g_strstrip(line + 2));
}

void
person_do(Person *person, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *order = g_strdup_vprintf(format, args);
    va_end(args);
    person_tell(person, "%s", order);
    g_free(person_answer(person));
}

guint64
person_peak(const Person *person)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/status", (int) person->pid);
    g_autofree char *text = NULL;
    const char *peak = NULL;
    if (g_file_get_contents(path, &text, NULL, NULL)) {
        peak = strstr(text, "VmHWM:");
    }
    if (peak == NULL) {
        bench_fail("%s does not say how much memory was used", path);
    }
    return g_ascii_strtoull(peak + strlen("VmHWM:"), NULL, 10);
}

void
person_end(Person *person)
{
    char line[1024];
    int status = -1;
    fclose(person->orders);
    if (fgets(line, sizeof line, person->answers) != NULL) {
        fail_with_rest(person, line);
    }
    fclose(person->answers);
    if (waitpid(person->pid, &status, 0) != person->pid || status != 0) {
        bench_fail("%s has ended badly", person->name);
    }
    g_free(person->name);
    g_free(person);
}

/* -- two ----------------------------------------------------------------------------------------
 */

Couple
couple_start(gboolean direct)
{
    const char *may = direct ? "direct" : "service";
    Couple couple = {person_start("alice"), person_start("bob")};
    person_tell(couple.alice, "serve --terse --friends " ALICE "," BOB);
    g_autofree char *line = person_answer(couple.alice);
    person_do(couple.alice, "join " ALICE " %s '%s'", may, line);
    person_do(couple.bob, "join " BOB " %s '%s'", may, line);
    person_do(couple.alice, "see " BOB);
    person_do(couple.bob, "see " ALICE);
    return couple;
}

void
couple_end(Couple couple)
{
    person_end(couple.bob);
    person_end(couple.alice);
}
