/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What tests/check-instructions runs under valgrind's callgrind, which counts what happens in
 * measured(): one kind of thing, many times. Knows the core, and how a message becomes what
 * libpurple is given; not libpurple.
 *
 * usage: count contacts | presence | messages      says how many
 *        count versions                            says what the figures depend on */
#include "listener.h"

#include <gnu/libc-version.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>

#include "purple/markup.h"

enum { CONTACTS = 1000, THINGS = 2000, PIECE = 16384 };

static void
make_html(const MsnpAction *action)
{
    g_autoptr(GString) html = NULL;
    if (action->kind == MSNP_EVENT_MESSAGE) {
        html = g_string_sized_new(action->len + 64);
        msnp_markup_from_text(html, (const char *) action->data, action->len, &action->style);
    }
}

/* Callgrind knows it by this name. */
void measured(Listener *listener, guint link, const GString *bytes) G_GNUC_NO_INLINE;

void
measured(Listener *listener, guint link, const GString *bytes)
{
    for (gsize from = 0; from < bytes->len; from += PIECE) {
        listener_hear(listener, link, bytes->str + from, MIN(PIECE, bytes->len - from));
    }
}

static guint64
count_contacts(Listener *listener)
{
    g_autoptr(GString) lines = listener_list(CONTACTS);
    g_autoptr(GString) whereabouts = listener_whereabouts(CONTACTS);
    g_string_append_len(lines, whereabouts->str, (gssize) whereabouts->len);
    measured(listener, listener->server, lines);
    return listener->told[MSNP_EVENT_CONTACT];
}

static void
have_contacts(Listener *listener)
{
    g_autoptr(GString) list = listener_list(CONTACTS);
    listener_hear(listener, listener->server, list->str, list->len);
}

static guint64
count_presence(Listener *listener)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    have_contacts(listener);
    for (guint i = 0; i < THINGS; i++) {
        listener_append_change(lines, i, CONTACTS);
    }
    measured(listener, listener->server, lines);
    return listener->told[MSNP_EVENT_PRESENCE];
}

static guint64
count_messages(Listener *listener)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    have_contacts(listener);
    listener_answer(listener);
    for (guint i = 0; i < THINGS; i++) {
        listener_append_message(lines);
    }
    measured(listener, listener->switchboard, lines);
    return listener->told[MSNP_EVENT_MESSAGE];
}

static void
say_versions(void)
{
#if defined __clang__
    printf("clang");
#else
    printf("gcc");
#endif
    printf(" %s%s, glibc %s, GLib %u.%u.%u, %s\n", __VERSION__,
#if defined __OPTIMIZE__
           "",
#else
           " without optimizing",
#endif
           gnu_get_libc_version(), glib_major_version, glib_minor_version, glib_micro_version,
           OpenSSL_version(OPENSSL_VERSION));
}

static const struct {
    const char *name;
    guint64 (*count)(Listener *listener);
    guint expected;
} things[] = {
    {"contacts", count_contacts, CONTACTS},
    {"presence", count_presence, THINGS},
    {"messages", count_messages, THINGS},
};

int
main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "versions") == 0) {
        say_versions();
        return 0;
    }
    for (guint i = 0; argc == 2 && i < G_N_ELEMENTS(things); i++) {
        if (strcmp(things[i].name, argv[1]) == 0) {
            Listener listener = {.heard = make_html};
            listener_start(&listener);
            guint64 count = things[i].count(&listener);
            printf("%" G_GUINT64_FORMAT "\n", count);
            listener_end(&listener);
            return count == things[i].expected ? 0 : 1;
        }
    }
    fprintf(stderr, "usage: %s contacts | presence | messages | versions\n", argv[0]);
    return 2;
}
