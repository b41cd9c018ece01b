/* SPDX-License-Identifier: GPL-2.0-or-later */
/* XML of the notification server and of peers: what people say of themselves, alerts, pages, mail
 * data, winks. */
#include "kit.h"

#include <string.h>

#include "msnp/notice.h"
#include "msnp/xml.h"

static void
pick(const guint8 *data, gsize size)
{
    static const MsnpXmlWish wishes[] = {
        {"Data", "PSM"}, {"PSM", NULL}, {"NOTIFICATION", "siteid"},
        {"TEXT", NULL},  {"E", "IU"},   {"I", ""},
        {"a", "b"},      {"a", NULL},
    };
    char *values[G_N_ELEMENTS(wishes)];

    msnp_xml_pick(data, size, wishes, G_N_ELEMENTS(wishes), values);
    for (guint i = 0; i < G_N_ELEMENTS(wishes); i++) {
        kit_promise(!values[i] || (kit_is_text(values[i], strlen(values[i])) &&
                                   strlen(values[i]) <= MSNP_XML_LIMIT_VALUE));
        g_free(values[i]);
    }
}

static void
read_personal(const guint8 *data, gsize size)
{
    g_autoptr(GString) printed = g_string_new(NULL);
    MsnpPersonal personal, again;

    if (!msnp_personal_parse(data, size, &personal))
        return;
    kit_promise(kit_is_text(personal.message, strlen(personal.message)));
    kit_promise(!strpbrk(personal.message, "\r\n"));
    msnp_personal_print(&personal, printed);
    kit_promise(msnp_personal_parse((const guint8 *) printed->str, printed->len, &again));
    msnp_personal_clear(&again);
    msnp_personal_clear(&personal);
}

static void
read_notice(const guint8 *data, gsize size)
{
    MsnpNotice notice;

    if (!msnp_notice_parse(data, size, &notice))
        return;
    kit_promise(kit_is_text(notice.text, strlen(notice.text)));
    kit_promise(!notice.url || g_ascii_strncasecmp(notice.url, "http", 4) == 0);
    msnp_notice_clear(&notice);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree guint8 *copy = g_memdup2(data, size);

    pick(copy, size);
    read_personal(copy, size);
    read_notice(copy, size);
    return 0;
}
