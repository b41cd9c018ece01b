/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files and what happens to them on the disk meanwhile: they grow, vanish, cannot be read, have the
 * same name; there is no room. And libpurple's plugin that takes files by itself. */
#define _GNU_SOURCE 1
#include "rig-fault.h"
#include "rig-process.h"
#include "rig-share.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define FRIENDS "--friends " ALICE "," BOB

enum { MIB = 1024 * 1024 };

static RigServer *server;
static PurpleAccount *alice, *bob;
static char *folder;

static void
two_friends(void)
{
    server = rig_server_start(FRIENDS);
    rig_sign_in_friends(server, &alice, &bob);
    folder = rig_folder("received");
}

static void
offer(const char *path)
{
    rig_send_file(alice, BOB, path);
    rig_expect(bob, "request", "type=action");
}

static void
expect_told(const char *why)
{
    g_autofree char *is_why = g_strconcat("secondary=", why, NULL);
    rig_expect(NULL, "notify", "type=error", "primary=File transfer*", is_why);
}

static char *
copy_of(const char *path)
{
    g_autofree char *bytes = NULL;
    gsize size = 0;
    rig_check(g_file_get_contents(path, &bytes, &size, NULL));
    return rig_file_of("copy", bytes, size);
}

/* -- while it is sent ---------------------------------------------------------------------------
 */

static void
begun(const char *path, char **where)
{
    offer(path);
    *where = rig_take_file(bob, "a.bin", folder);
    rig_expect(bob, "xfer-progress", "way=receive", "detail=25");
    rig_check(rig_open_transfers() == 2);
}

/* What is open stays readable. */
static void
it_is_deleted(void)
{
    two_friends();
    g_autofree char *path = rig_file("a.bin", 32 * MIB), *copy = copy_of(path), *where = NULL;
    begun(path, &where);
    rig_check(unlink(path) == 0);
    rig_expect_file_end(alice, "a.bin", "done");
    rig_expect_file_end(bob, "a.bin", "done");
    rig_check_same_file(copy, where);
}

/* What was announced is sent. */
static void
it_grows(void)
{
    two_friends();
    g_autofree char *path = rig_file("a.bin", 32 * MIB), *copy = copy_of(path), *where = NULL;
    begun(path, &where);
    FILE *file = fopen(path, "a");
    rig_check(file != NULL && fputs("a word more", file) >= 0 && fclose(file) == 0);
    rig_expect_file_end(alice, "a.bin", "done");
    rig_expect_file_end(bob, "a.bin", "done");
    rig_check_same_file(copy, where);
}

static void
it_is_deleted_before(void)
{
    two_friends();
    g_autofree char *path = rig_file("a.bin", 5000);
    offer(path);
    rig_check(unlink(path) == 0);
    g_autofree char *where = rig_take_file(bob, "a.bin", folder);
    rig_expect_file_end(alice, "a.bin", "cancelled here");
    expect_told("Error reading*");
    rig_expect_file_end(bob, "a.bin", "cancelled there");
    expect_told("a.bin: *stopped the transfer of the file.");
}

/* -- what cannot be sent ------------------------------------------------------------------------
 */

/* Nobody is asked whether he wants it. */
static void
it_cannot_be_read(void)
{
    two_friends();
    g_autofree char *path = rig_file("a.bin", 5000);
    g_autofree char *files = rig_folder("files");
    gboolean mighty = geteuid() == 0;
    rig_check(chmod(path, 0) == 0 && chmod(files, 0711) == 0 && chmod(rig_case()->dir, 0711) == 0);
    rig_forbid(bob, "request");
    if (mighty) {
        rig_check(setresuid(65534, 65534, 0) == 0 && chmod(path, 0) != 0);
    }
    rig_send_file(alice, BOB, path);
    if (mighty) {
        rig_check(setresuid(0, 0, 0) == 0);
    }
    rig_expect_file_end(alice, "a.bin", "cancelled here");
    expect_told("Error reading *: *");
    rig_settle();
}

static void
it_is_a_pipe(void)
{
    two_friends();
    g_autofree char *path = rig_path("a.bin");
    rig_check(mkfifo(path, 0600) == 0);
    rig_forbid(bob, "request");
    rig_send_file(alice, BOB, path);
    rig_expect_file_end(alice, "a.bin", "cancelled here");
    expect_told("a.bin: This cannot be sent to " BOB "*");
    rig_settle();
}

/* -- where it is written ------------------------------------------------------------------------
 */

/* The disk is full after the first MiB. */
static void
there_is_no_room(void)
{
    struct rlimit before, limit;
    two_friends();
    rig_say(alice, BOB, "here");
    rig_expect(bob, "im", "text=*here*");
    g_autofree char *path = rig_file("a.bin", 4 * MIB);
    offer(path);
    rig_check(getrlimit(RLIMIT_FSIZE, &before) == 0 && signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    limit = before;
    limit.rlim_cur = 2 * MIB;
    rig_check(setrlimit(RLIMIT_FSIZE, &limit) == 0);
    rig_fault("disk full");
    g_autofree char *where = rig_take_file(bob, "a.bin", folder);
    rig_expect_file_end(bob, "a.bin", "cancelled here");
    rig_check(setrlimit(RLIMIT_FSIZE, &before) == 0);
    rig_expect(bob, "im-error", "text=a.bin: *Is the disk full?*");
    expect_told("a.bin: *Is the disk full?*");
    rig_expect_file_end(alice, "a.bin", "cancelled there");
    rig_expect(alice, "im-error", "text=a.bin: *stopped the transfer of the file.");
    expect_told("a.bin: *stopped the transfer of the file.");
    rig_faults_survived();
}

static void
one_is_there_already(void)
{
    two_friends();
    g_autofree char *path = rig_file("a.bin", 5000), *longer = rig_file("b.bin", 50000);
    g_autofree char *there = g_build_filename(folder, "a.bin", NULL);
    rig_check(g_rename(longer, there) == 0);
    offer(path);
    g_autofree char *where = rig_take_file(bob, "a.bin", folder);
    rig_expect_file_end(bob, "a.bin", "done");
    rig_check_same_file(path, where);
}

/* At the same time, and nobody is asked where they go. */
static void
two_of_one_name(void)
{
    two_friends();
    purple_account_set_string(bob, "invite_file", "accept");
    rig_forbid(bob, "request");
    g_autofree char *path = rig_file("a.bin", 2 * MIB), *copy = copy_of(path);
    rig_send_file(alice, BOB, path);
    g_autofree char *other = rig_file("b.bin", 2 * MIB), *folder_of_other = rig_folder("other");
    g_autofree char *same = g_build_filename(folder_of_other, "a.bin", NULL);
    rig_check(g_rename(other, same) == 0);
    rig_send_file(alice, BOB, same);
    for (guint i = 0; i < 2; i++) {
        rig_expect_file_end(bob, "a.bin", "done");
        rig_expect_file_end(alice, "a.bin", "done");
    }
    g_autofree char *first = g_build_filename(g_get_home_dir(), "a.bin", NULL);
    g_autofree char *second = g_build_filename(g_get_home_dir(), "a (2).bin", NULL);
    rig_check_same_file(copy, first);
    rig_check_same_file(same, second);
}

/* -- libpurple's plugin that takes files --------------------------------------------------------
 */

static void
autoaccept(int choice)
{
    two_friends();
    g_autofree char *plugins =
        rig_run(RIG_ARGS("pkg-config", "--variable=plugindir", "purple"));
    g_autofree char *path = g_build_filename(plugins != NULL ? g_strstrip(plugins) : "",
                                             "autoaccept." G_MODULE_SUFFIX, NULL);
    PurplePlugin *plugin = purple_plugin_probe(path);
    if (plugin == NULL) {
        rig_skip("libpurple has no such plugin here");
    }
    rig_check(purple_plugin_load(plugin));
    purple_prefs_set_string("/plugins/core/core-plugin_pack-autoaccept/path", folder);
    purple_prefs_set_bool("/plugins/core/core-plugin_pack-autoaccept/notify", FALSE);
    PurpleContact *contact = purple_buddy_get_contact(purple_find_buddy(bob, ALICE));
    purple_blist_node_set_int(PURPLE_BLIST_NODE(contact), "autoaccept", choice);
    rig_forbid(bob, "request");
}

static void
it_is_taken_by_a_plugin(void)
{
    static const gsize sizes[] = {0, 1, 100000};
    autoaccept(1);
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autofree char *name = g_strdup_printf("%u.bin", i), *path = rig_file(name, sizes[i]);
        g_autofree char *where = g_build_filename(folder, ALICE, name, NULL);
        rig_send_file(alice, BOB, path);
        rig_expect_file_end(bob, name, "done");
        rig_expect_file_end(alice, name, "done");
        rig_check_same_file(path, where);
    }
}

static void
it_is_refused_by_a_plugin(void)
{
    autoaccept(2);
    g_autofree char *path = rig_file("a.bin", 5000);
    rig_send_file(alice, BOB, path);
    rig_expect_file_end(bob, "a.bin", "cancelled here");
    rig_expect_file_end(alice, "a.bin", "cancelled there");
    expect_told("a.bin: *declined the file.");
}

static const RigScenario scenarios[] = {
    {"it is deleted", it_is_deleted, RIG_SINCE, 2},
    {"it grows", it_grows, RIG_SINCE, 2},
    {"it is deleted before", it_is_deleted_before, RIG_SINCE, 2},
    {"it cannot be read", it_cannot_be_read, RIG_SINCE, 2},
    {"it is a pipe", it_is_a_pipe, RIG_SINCE, 2},
    {"there is no room", there_is_no_room, RIG_SINCE, 2},
    {"one is there already", one_is_there_already, RIG_SINCE, 2},
    {"two of one name", two_of_one_name, RIG_SINCE, 2},
    {"it is taken by a plugin", it_is_taken_by_a_plugin, RIG_SINCE, 2},
    {"it is refused by a plugin", it_is_refused_by_a_plugin, RIG_SINCE, 2},
};

RIG_MAIN(scenarios)
