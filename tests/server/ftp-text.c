/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the fields by which a file is offered, accepted and given up in MSNFTP, and how a puppet
 * bends them; knows nothing of who has offered what. */
#include "ftp-text.h"

#include <gio/gio.h>
#include <stdarg.h>
#include <string.h>

#include "invites.h"
#include "wire.h"

#define HEAD       "MIME-Version: 1.0\r\nContent-Type: text/x-msmsgsinvite; charset=UTF-8\r\n\r\n"
#define PORT_FIRST 1024
#define PORT_LAST  65535

/* ---- of a puppet ---- */

/* How long the name at the beginning of LINE is. */
static gsize
name_length(const char *line)
{
    return strcspn(line, ":");
}

static gboolean
same_name(const char *a, const char *b)
{
    return name_length(a) == name_length(b) && strncmp(a, b, name_length(a)) == 0;
}

static void
bend_line(GPtrArray *lines, const char *order)
{
    if (order[0] == '+') {
        g_ptr_array_add(lines, g_strdup(order + 1));
        return;
    }
    for (guint i = lines->len; i > 0; i--) {
        if (!same_name(lines->pdata[i - 1], order + 1))
            continue;
        if (order[0] == '=')
            g_ptr_array_insert(lines, (gint) i, g_strdup(order + 1));
        g_ptr_array_remove_index(lines, i - 1);
    }
}

static GPtrArray *
lines_of(const char *text)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) parts = g_strsplit(text, "\n", -1);

    for (guint i = 0; parts[i] != NULL; i++)
        g_ptr_array_add(lines, g_strdup(parts[i]));
    return lines;
}

GString *
ftp_text_print(const FtpManner *manner, guint port, const char *format, ...)
{
    GString *out = g_string_new(HEAD);
    va_list args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_autoptr(GPtrArray) lines = lines_of(text);
    g_autofree char *digits = g_strdup_printf("%u", port);

    for (guint i = 0; i < manner->fields->len; i++)
        bend_line(lines, manner->fields->pdata[i]);
    for (guint i = 0; i < lines->len; i++) {
        const char *line = lines->pdata[manner->reverse ? lines->len - 1 - i : i];
        g_auto(GStrv) parts = g_strsplit(line, "%P", -1);
        g_autofree char *whole = g_strjoinv(digits, parts);

        g_string_append_printf(out, "%s\r\n", whole);
    }
    g_string_append(out, "\r\n");
    return out;
}

/* ---- of a client ---- */

static gboolean
comes_twice(const char *body)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(GStrv) lines = g_strsplit(body, "\r\n", -1);

    for (guint i = 0; lines[i] != NULL; i++) {
        char *name = g_ascii_strdown(lines[i], (gssize) name_length(lines[i]));

        if (name[0] == '\0')
            g_free(name);
        else if (!g_hash_table_add(seen, name))
            return TRUE;
    }
    return FALSE;
}

/* TRUE when the field is TEXT, or there is none if TEXT is NULL. */
static gboolean
field_is(const char *body, const char *name, const char *text)
{
    g_autofree char *value = invite_field(body, name);

    return g_strcmp0(value, text) == 0;
}

const char *
ftp_text_invite_fault(const char *body)
{
    if (comes_twice(body))
        return "a field comes twice";
    if (!field_is(body, "Application-Name", "File Transfer"))
        return "the Application-Name of a file is File Transfer";
    if (!field_is(body, "Connectivity", NULL) && !field_is(body, "Connectivity", "N"))
        return "Connectivity is N, or is not there";
    return NULL;
}

static gboolean
host_ok(const char *text)
{
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(text);

    return address != NULL && g_inet_address_get_family(address) == G_SOCKET_FAMILY_IPV4 &&
           !g_inet_address_get_is_any(address) && !g_inet_address_get_is_multicast(address);
}

static gboolean
port_ok(const char *text, guint64 *port)
{
    return wire_number(text, PORT_LAST, port) && *port >= PORT_FIRST;
}

static const char *
further_address_fault(const char *body)
{
    g_autofree char *inside = invite_field(body, "IP-Address-Internal");
    g_autofree char *port = invite_field(body, "PortX");
    g_autofree char *inside_port = invite_field(body, "PortX-Internal");
    guint64 number;

    if (inside != NULL && !host_ok(inside))
        return "IP-Address-Internal is no address of IPv4";
    if ((port != NULL && !port_ok(port, &number)) ||
        (inside_port != NULL && !port_ok(inside_port, &number)))
        return "PortX is a number from 1024 to 65535";
    return NULL;
}

static const char *
address_fault(const char *body, FtpAddress *address)
{
    g_autofree char *port = invite_field(body, "Port");
    guint64 number = 0;

    address->host = invite_field(body, "IP-Address");
    address->auth = invite_field(body, "AuthCookie");
    if (address->host == NULL || !host_ok(address->host))
        return "who listens says IP-Address, an address of IPv4";
    if (port == NULL || !port_ok(port, &number))
        return "who listens says Port, from 1024 to 65535";
    address->port = (guint) number;
    if (address->auth == NULL || !wire_number(address->auth, G_MAXUINT32, &number) || number == 0)
        return "who listens says AuthCookie, a number from 1 to 4294967295";
    return further_address_fault(body);
}

const char *
ftp_text_accept_fault(const char *body, gboolean serves, gboolean reversed, FtpAddress *address)
{
    static const char *const where[] = {"IP-Address", "IP-Address-Internal", "Port", "PortX",
                                        "AuthCookie"};

    if (comes_twice(body))
        return "a field comes twice";
    if (!field_is(body, "Launch-Application", "FALSE"))
        return "no application is launched for a file";
    if (!field_is(body, "Request-Data", "IP-Address:"))
        return "ACCEPT of a file says Request-Data: IP-Address:";
    if (!field_is(body, "Sender-Connect", reversed ? "TRUE" : NULL))
        return "Sender-Connect: TRUE is for who takes a file and listens";
    if (serves)
        return address_fault(body, address);
    for (guint i = 0; i < G_N_ELEMENTS(where); i++) {
        if (!field_is(body, where[i], NULL))
            return "says where to connect, and does not listen";
    }
    return NULL;
}

void
ftp_address_clear(FtpAddress *address)
{
    g_clear_pointer(&address->host, g_free);
    g_clear_pointer(&address->auth, g_free);
}
