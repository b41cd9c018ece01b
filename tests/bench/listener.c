/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The core alone, signed in, with a service and a switchboard that say what they are told to say.
 * Knows MSNP7, which needs no web server; nothing of what is measured. */
#include "listener.h"

#include <string.h>

#define TEXT                                                                                        \
    "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"                               \
    "X-MMS-IM-Format: FN=Microsoft%20Sans%20Serif; EF=; CO=0; CS=0; PF=22\r\n\r\nHello, how are "    \
    "you?"

static void
drain(Listener *listener)
{
    const MsnpAction *action;
    while ((action = msnp_session_next(listener->session)) != NULL) {
        listener->told[action->kind]++;
        if (action->kind == MSNP_ACTION_CONNECT) {
            *(listener->links++ == 0 ? &listener->server : &listener->switchboard) = action->link;
        }
        if (listener->heard != NULL) {
            listener->heard(action);
        }
    }
}

void
listener_hear(Listener *listener, guint link, const char *bytes, gsize len)
{
    msnp_session_received(listener->session, link, bytes, len);
    drain(listener);
}

static void
say(Listener *listener, guint link, const char *text)
{
    listener_hear(listener, link, text, strlen(text));
}

void
listener_start(Listener *listener)
{
    MsnpEnv env = {.account = "alice@example.test", .password = "secret", .host = "ns.example.test",
                   .nexus_url = "https://example.test/", .max_dialect = 7,
                   .status = MSNP_AVAILABLE, .client_name = "bench"};
    listener->session = msnp_session_new(&env);
    msnp_session_start(listener->session);
    drain(listener);
    msnp_session_link_up(listener->session, listener->server);
    drain(listener);
    say(listener, listener->server, "VER 1 MSNP7\r\nINF 2 MD5\r\nUSR 3 MD5 S 1.1\r\n");
    say(listener, listener->server, "USR 4 OK alice@example.test Alice 1\r\n");
}

void
listener_end(Listener *listener)
{
    msnp_session_free(listener->session);
}

GString *
listener_list(guint contacts)
{
    GString *list = g_string_new("SYN 5 9\r\nGTC 5 9 A\r\nBLP 5 9 AL\r\n"
                                 "LSG 5 9 1 1 0 Other%20Contacts 0\r\n");
    for (guint i = 1; i <= contacts; i++) {
        g_string_append_printf(list,
                               "LST 5 FL 9 %u %u contact%05u@example.test Contact%%20%u 0\r\n", i,
                               contacts, i, i);
    }
    g_string_append(list, "LST 5 AL 9 0 0\r\nLST 5 BL 9 0 0\r\nLST 5 RL 9 0 0\r\n");
    return list;
}

GString *
listener_whereabouts(guint contacts)
{
    GString *lines = g_string_new("CHG 6 NLN\r\n");
    for (guint i = 1; i <= contacts; i += 2) {
        g_string_append_printf(lines, "ILN 6 AWY contact%05u@example.test Contact%%20%u\r\n", i, i);
    }
    return lines;
}

void
listener_answer(Listener *listener)
{
    say(listener, listener->server,
        "RNG 1 sb.example.test:1864 CKI 1.1 " FRIEND " Contact%201\r\n");
    msnp_session_link_up(listener->session, listener->switchboard);
    drain(listener);
    say(listener, listener->switchboard, "IRO 1 1 1 " FRIEND " Contact%201\r\nANS 1 OK\r\n");
}

void
listener_append_change(GString *out, guint count, guint contacts)
{
    guint number = count % contacts + 1;
    g_string_append_printf(out, "NLN %s contact%05u@example.test Contact%%20%u 32\r\n",
                           count / contacts % 2 == 0 ? "AWY" : "BSY", number, number);
}

void
listener_append_message(GString *out)
{
    g_string_append_printf(out, "MSG " FRIEND " Contact%%201 %u\r\n", (guint) strlen(TEXT));
    g_string_append(out, TEXT);
}
