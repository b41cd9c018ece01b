/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rig-pidgin.h"

#include <string.h>
#include <unistd.h>
#include "rig-process.h"
#include "rig-screen.h"
#include "rig-share.h"

#define SERVICE   "im.pidgin.purple.PurpleService"
#define OBJECT    "/im/pidgin/purple/PurpleObject"
#define INTERFACE "im.pidgin.purple.PurpleInterface"

const char *pidgin_plugin_too = "";
const char *pidgin_as_installed;

static GDBusConnection *bus;
static char *profile;

/* -- D-Bus --------------------------------------------------------------------------------------
 */

GVariant *
pidgin_call(const char *method, GVariant *parameters)
{
    g_autoptr(GError) error = NULL;
    GVariant *reply =
        g_dbus_connection_call_sync(bus, SERVICE, OBJECT, INTERFACE, method, parameters, NULL,
                                    G_DBUS_CALL_FLAGS_NO_AUTO_START, 20000, NULL, &error);
    if (reply == NULL) {
        rig_fail("%s: %s", method, error->message);
    }
    return reply;
}

gint32
pidgin_int(const char *method, GVariant *parameters)
{
    g_autoptr(GVariant) reply = pidgin_call(method, parameters);
    gint32 value = 0;
    g_variant_get(reply, "(i)", &value);
    return value;
}

char *
pidgin_text(const char *method, GVariant *parameters)
{
    g_autoptr(GVariant) reply = pidgin_call(method, parameters);
    char *text = NULL;
    g_variant_get(reply, "(s)", &text);
    return text;
}

void
pidgin_void(const char *method, GVariant *parameters)
{
    g_variant_unref(pidgin_call(method, parameters));
}

static void
signalled(GDBusConnection *connection, const char *sender, const char *path, const char *interface,
          const char *signal, GVariant *parameters, gpointer data)
{
    static const char *const dull[] = {"CipherAdded", "DrawingBuddy", "BlistNodeAdded",
                                       "UpdateIdle"};
    for (guint i = 0; i < G_N_ELEMENTS(dull); i++) {
        if (strcmp(signal, dull[i]) == 0) {
            return;
        }
    }
    g_autofree char *text = g_variant_print(parameters, FALSE);
    rig_record(NULL, "signal", "name", signal, "args", text, NULL);
}

static void
appeared(GDBusConnection *connection, const char *name, const char *owner, gpointer data)
{
    rig_record(NULL, "pidgin-there", NULL);
}

static void
bus_close(gpointer data)
{
    g_dbus_connection_close_sync(bus, NULL, NULL);
    g_clear_object(&bus);
}

static void
bus_start(void)
{
    g_autofree char *address = rig_spawn_line(
        "bus.log", RIG_ARGS("dbus-daemon", "--session", "--nofork", "--print-address=1"));
    g_autoptr(GError) error = NULL;
    g_setenv("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
    bus = g_dbus_connection_new_for_address_sync(address,
                                                 G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                     G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                 NULL, NULL, &error);
    if (bus == NULL) {
        rig_fail("no session bus: %s", error->message);
    }
    rig_defer(bus_close, NULL);
    g_dbus_connection_signal_subscribe(bus, NULL, INTERFACE, NULL, OBJECT, NULL,
                                       G_DBUS_SIGNAL_FLAGS_NONE, signalled, NULL, NULL);
    g_bus_watch_name_on_connection(bus, SERVICE, G_BUS_NAME_WATCHER_FLAGS_NONE, appeared, NULL,
                                   NULL, NULL);
}

/* -- Pidgin -------------------------------------------------------------------------------------
 */

static void
display_start(void)
{
    g_autofree char *screen = rig_folder("screen");
    g_autofree char *number =
        rig_spawn_line("xvfb.log", RIG_ARGS("Xvfb", "-displayfd", "1", "-screen", "0", "680x640x24",
                                            "-nolisten", "tcp", "-wr", "-fbdir", screen));
    rig_screen_open(screen);
    g_autofree char *display = g_strconcat(":", number, NULL);
    g_setenv("DISPLAY", display, TRUE);
}

static void
profile_make(const RigServer *server)
{
    const char *told = g_getenv("MSNP_PLAIN_PLUGIN_DIR");
    g_autofree char *plugin =
        g_build_filename(told != NULL ? told : rig_build_dir(), "libmsnp.so", NULL);
    profile = rig_profile_path("");
    g_autofree char *link = rig_profile_path("plugins/libmsnp.so");
    rig_check(g_file_test(plugin, G_FILE_TEST_EXISTS));
    rig_check(symlink(plugin, link) == 0);
    g_autofree char *prefs = g_strdup_printf(
        "<?xml version='1.0'?><pref version='1' name='/'><pref name='pidgin'>"
        "<pref name='sound'><pref name='method' type='string' value='none'/></pref>"
        "<pref name='blist'><pref name='x' type='int' value='412'/>"
        "<pref name='y' type='int' value='8'/>"
        "<pref name='width' type='int' value='260'/>"
        "<pref name='height' type='int' value='600'/>"
        "<pref name='list_visible' type='bool' value='1'/></pref>"
        "<pref name='smileys'><pref name='theme' type='string' "
        "value='Messenger'/></pref>"
        "<pref name='plugins'><pref name='loaded' type='pathlist'>"
        "<item value='%s'/></pref></pref>"
        "<pref name='docklet'><pref name='show' type='string' value='never'/></pref>"
        "</pref></pref>\n", pidgin_plugin_too);
    rig_profile_write("prefs.xml", prefs);
    rig_trust(server, "127.0.0.1");
}

GSubprocess *
pidgin_start(const RigServer *server)
{
    profile_make(server);
    display_start();
    bus_start();
    const char *const *argv = RIG_ARGS("tests/as-installed", pidgin_as_installed, "pidgin", "-c",
                                       profile, "-d", "-m", "-f");
    GSubprocess *pidgin = rig_spawn("pidgin.log", pidgin_as_installed != NULL ? argv : argv + 2);
    rig_expect(NULL, "pidgin-there");
    return pidgin;
}

gint32
pidgin_add_account_of(const RigServer *server, const char *mail)
{
    g_autofree char *nexus =
        g_strdup_printf("https://127.0.0.1:%u/rdr/pprdr.asp", rig_server_https_port(server));
    gint32 account = pidgin_int("PurpleAccountNew", g_variant_new("(ss)", mail, "prpl-msn"));
    rig_check(account != 0);
    pidgin_void("PurpleAccountSetString", g_variant_new("(iss)", account, "service", "custom"));
    pidgin_void("PurpleAccountSetString", g_variant_new("(iss)", account, "server", "127.0.0.1"));
    pidgin_void("PurpleAccountSetInt",
                g_variant_new("(isi)", account, "port", (gint32) rig_server_ns_port(server)));
    pidgin_void("PurpleAccountSetString", g_variant_new("(iss)", account, "nexus_url", nexus));
    pidgin_void("PurpleAccountSetString",
                g_variant_new("(iss)", account, "dialect", rig_dialect()));
    pidgin_void("PurpleAccountSetPassword", g_variant_new("(is)", account, rig_password(mail)));
    pidgin_void("PurpleAccountsAdd", g_variant_new("(i)", account));
    return account;
}

gint32
pidgin_add_account(const RigServer *server)
{
    return pidgin_add_account_of(server, ALICE);
}

void
pidgin_go_online(gint32 account)
{
    pidgin_void("PurpleAccountSetEnabled", g_variant_new("(isi)", account, "gtk-gaim", 1));
    rig_expect(NULL, "signal", "name=SignedOn");
    rig_check(pidgin_int("PurpleAccountIsConnected", g_variant_new("(i)", account)) == 1);
}

char *
pidgin_buddy_status(gint32 buddy)
{
    gint32 presence = pidgin_int("PurpleBuddyGetPresence", g_variant_new("(i)", buddy));
    gint32 status = pidgin_int("PurplePresenceGetActiveStatus", g_variant_new("(i)", presence));
    return pidgin_text("PurpleStatusGetId", g_variant_new("(i)", status));
}

/* -- what a user does --------------------------------------------------------------------------
 */

void
pidgin_say_to(gint32 account, const char *who, const char *text)
{
    gint32 conv = pidgin_int("PurpleConversationNew", g_variant_new("(iis)", 1, account, who));
    gint32 im = pidgin_int("PurpleConversationGetImData", g_variant_new("(i)", conv));
    pidgin_void("PurpleConvImSend", g_variant_new("(is)", im, text));
}

typedef struct {
    gint32 account;
    const char *who, *status;
} Seen;

static gboolean
is_seen(gpointer data)
{
    const Seen *seen = data;
    gint32 buddy = pidgin_int("PurpleFindBuddy", g_variant_new("(is)", seen->account, seen->who));
    g_autofree char *status = buddy != 0 ? pidgin_buddy_status(buddy) : NULL;
    return g_strcmp0(status, seen->status) == 0;
}

void
pidgin_see(gint32 account, const char *who, const char *status)
{
    Seen seen = {account, who, status};
    rig_wait(status, is_seen, &seen);
}

gint32
pidgin_offered_file(void)
{
    const RigEvent *event = rig_expect(NULL, "signal", "name=FileRecvRequest");
    return (gint32) g_ascii_strtoll(strpbrk(rig_event_get(event, "args"), "0123456789"), NULL, 10);
}

void
pidgin_end(GSubprocess *pidgin)
{
    pidgin_void("PurpleCoreQuit", NULL);
    rig_check(rig_wait_exit("Pidgin's end", pidgin) == 0);
}

/* -- a picture, when the tools are there --------------------------------------------------------
 */

/* Without a window manager every window opens in the corner: do what one would do. */
static void
window(const char *title, const char *verb, const char *x, const char *y)
{
    g_autofree char *done =
        rig_run(RIG_ARGS("xdotool", "search", "--onlyvisible", "--name", title, verb, x, y));
}

void
pidgin_take_picture(const char *conversation, const char *name)
{
    g_autofree char *tool = g_find_program_in_path("import");
    g_autofree char *folder = g_build_filename(rig_build_dir(), "screenshots", NULL);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    if (tool == NULL) {
        return;
    }
    window("^Accounts$", "windowunmap", NULL, NULL);
    window("^Buddy List$", "windowmove", "20", "20");
    window(conversation, "windowmove", "310", "60");
    g_mkdir_with_parents(folder, 0755);
    g_autofree char *done = rig_run(RIG_ARGS(tool, "-window", "root", path));
}
