/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin in other languages than English, wherever it was installed. Knows some of the words of
 * two catalogues, and that a machine may have no locale but C.UTF-8. */
#include "rig-deeds.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    const char *locale;
    const char *service;    /* label of an account option */
    const char *busy;       /* a status */
    const char *status;     /* what the tooltip says before it */
    const char *from_there; /* signed in from another place */
    const char *minutes[3]; /* the server will be shut down in 1, 2, 11 */
} Words;

static const Words chinese = {"zh_CN.UTF-8",
                              "服务",
                              "忙碌",
                              "状态",
                              "您已在别处登录。",
                              {"MSN 服务器将在 1 分钟后关闭。", "MSN 服务器将在 2 分钟后关闭。",
                               "MSN 服务器将在 11 分钟后关闭。"}};

static const Words arabic = {"ar_EG.UTF-8",
                             "الخدمة",
                             "مشغول",
                             "الحالة",
                             "لقد ولجت من مكان آخر.",
                             {"سيُوقَف خادوم MSN بعد دقيقة واحدة.", "سيُوقَف خادوم MSN بعد دقيقتين.",
                              "سيُوقَف خادوم MSN بعد 11 دقيقة."}};

/* In a language that the plugin does not speak. */
static const Words english = {"fi_FI.UTF-8",
                              "Service",
                              "Busy",
                              "Status",
                              "You have signed in from another place.",
                              {"The MSN server will be shut down in 1 minute.",
                               "The MSN server will be shut down in 2 minutes.",
                               "The MSN server will be shut down in 11 minutes."}};

static RigServer *server;
static PurpleAccount *alice, *bob;

/* -- a machine in that language -----------------------------------------------------------------
 */

static void
link_to(const char *target, const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    rig_check(g_mkdir_with_parents(folder, 0700) == 0);
    rig_check(symlink(target, path) == 0);
}

/* Every machine has C.UTF-8. Under another name it is as good as that locale: which catalogue is
 * taken depends on the name alone. */
static void
speak(const Words *words)
{
    static const char *const homes[] = {"/usr/lib/locale/C.utf8", "/usr/lib/locale/C.UTF-8",
                                        "/usr/lib64/locale/C.utf8"};
    g_autofree char *locales = g_build_filename(g_getenv("RIG_DIR"), "locales", NULL);
    for (guint i = 0; i < G_N_ELEMENTS(homes); i++) {
        if (g_file_test(homes[i], G_FILE_TEST_IS_DIR)) {
            link_to(homes[i], locales, words->locale);
            break;
        }
    }
    g_setenv("LOCPATH", locales, TRUE);
    g_setenv("LC_ALL", words->locale, TRUE);
    if (setlocale(LC_ALL, "") == NULL) {
        rig_fail("no locale can be made of this machine's C.UTF-8");
    }
}

/* As installed: the plugin in FOLDER, its words in LOCALE, both below the scenario's folder. */
static void
install(const char *folder, const char *locale)
{
    const char *told = g_getenv("MSNP_PLUGIN_DIR");
    g_autofree char *built = g_build_filename(rig_build_dir(), "asan", NULL);
    g_autofree char *plugin = g_build_filename(told != NULL ? told : built, "libmsnp.so", NULL);
    g_autofree char *words = g_build_filename(rig_build_dir(), "locale", NULL);
    g_autofree char *plugins = g_build_filename(g_getenv("RIG_DIR"), folder, NULL);
    g_autofree char *share = g_build_filename(g_getenv("RIG_DIR"), locale, NULL);
    g_autofree char *above = g_path_get_dirname(share);
    link_to(plugin, plugins, "libmsnp.so");
    link_to(words, above, "locale");
    g_setenv("MSNP_PLUGIN_DIR", plugins, TRUE);
}

/* -- what is said -------------------------------------------------------------------------------
 */

static void
an_option_is_called(const char *label)
{
    PurplePlugin *plugin = purple_find_prpl("prpl-msn");
    GList *options = PURPLE_PLUGIN_PROTOCOL_INFO(plugin)->protocol_options;
    rig_check_str(purple_account_option_get_text(options->data), label);
}

static void
everything_is_said_in(const Words *words)
{
    static const guint minutes[] = {1, 2, 11};
    server = rig_server_start("--friends " ALICE "," BOB);
    alice = rig_sign_in(server, ALICE);
    bob = rig_sign_in(server, BOB);
    an_option_is_called(words->service);
    rig_set_status(bob, "busy", NULL);
    rig_expect_buddy(alice, BOB, "status=busy");
    PurpleStatusType *busy = purple_account_get_status_type(alice, "busy");
    rig_check_str(purple_status_type_get_name(busy), words->busy);
    g_autofree char *tooltip = g_strdup_printf("*%s: %s*", words->status, words->busy);
    rig_expect_tooltip(alice, BOB, tooltip);
    for (guint i = 0; i < G_N_ELEMENTS(minutes); i++) {
        g_autofree char *primary = g_strconcat("primary=", words->minutes[i], NULL);
        rig_server_tell(server, "shutdown %u", minutes[i]);
        rig_expect(NULL, "notify", "type=info", primary); /* Alice */
        rig_expect(NULL, "notify", "type=info", primary); /* Bob */
    }
    rig_server_tell(server, "kick %s OTH", ALICE);
    rig_expect_error(alice, "NAME_IN_USE", words->from_there);
}

static void
chinese_in_ones_own_folder(void)
{
    speak(&chinese);
    install("plugins", "plugins/locale");
    everything_is_said_in(&chinese);
}

static void
arabic_in_a_prefix(void)
{
    speak(&arabic);
    install("root/lib/purple-2", "root/share/locale");
    everything_is_said_in(&arabic);
}

static void
english_where_nothing_else_is_there(void)
{
    speak(&english);
    install("plugins", "plugins/locale");
    everything_is_said_in(&english);
}

static const RigScenario scenarios[] = {
    {"Chinese, in one's own folder", chinese_in_ones_own_folder, RIG_ONCE, 9},
    {"Arabic, below a prefix", arabic_in_a_prefix, RIG_ONCE, 9},
    {"English, where there is nothing else", english_where_nothing_else_is_there, RIG_ONCE, 9},
};

RIG_MAIN(scenarios)
