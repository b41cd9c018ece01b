/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents of web services: read alone, as lists of the notification server, and as the answers to
 * a session that asks for tickets or for its lists. The first byte chooses what was asked for; then
 * pieces: an answer each, an empty one is a failure. */
#include "kit.h"

#include <string.h>

#include "msnp/adl.h"
#include "msnp/xmltree.h"

/* Whatever stands in a tree is text; how deep it is was bounded by who read it. */
static guint
walk(const MsnpXmlNode *node)
{
    guint n = 0;

    for (; node; node = node->next, n++) {
        kit_promise(*node->name && g_utf8_validate(node->name, -1, NULL));
        kit_promise(g_utf8_validate(node->text, -1, NULL));
        n += walk(node->attributes);
        n += walk(node->first);
    }
    return n;
}

static void
read_tree(const guint8 *data, gsize size)
{
    static const MsnpXmlWanted wanted[] = {{"Service", FALSE}, {"Member", TRUE}, {"Fault", TRUE}};
    const MsnpXmlNode *node;
    MsnpXmlResult result;

    for (guint n = 0; n <= G_N_ELEMENTS(wanted); n += G_N_ELEMENTS(wanted)) {
        g_autoptr(MsnpXmlReader) reader = msnp_xml_reader_new(data, size, wanted, n);

        while ((result = msnp_xml_reader_go_on(reader, &node)) < MSNP_XML_PAUSE)
            kit_promise(walk(node) > 0);
        kit_promise(msnp_xml_reader_go_on(reader, &node) == result);
    }
}

static void
heard(gpointer who, const char *handle, guint lists, const char *name)
{
    kit_promise(strchr(handle, '@') && g_utf8_validate(handle, -1, NULL));
    kit_promise(kit_is_text(name, strlen(name)));
}

static void
answer(Drive *drive, guint job, const guint8 *body, gsize len)
{
    const MsnpHttpReply reply = {.status = 200, .body = body, .body_len = len};
    const MsnpHttpReply failed = {.end = MSNP_ERROR_PASSPORT_CONNECT, .detail = "no route"};
    g_autofree char *name = g_strdup_printf("%u", job);

    drive_end_job(drive, name, len > 0 ? &reply : &failed);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static const char *const starts[] = {"parts/rst-msnp15.part", "parts/book-msnp15.part"};
    const guint8 *piece;
    guint first;
    gsize len;
    Drive *drive;

    if (size == 0 || size > 65536)
        return 0;
    first = *data++ % G_N_ELEMENTS(starts);
    size--;
    drive = kit_begin(starts[first], NULL);
    for (guint job = 1 + first; kit_piece(&data, &size, &piece, &len); job++) {
        g_autofree guint8 *copy = len > 0 ? g_memdup2(piece, len) : g_malloc(1);

        read_tree(copy, len);
        msnp_adl_read(copy, len, heard, NULL);
        if (!drive_tells_secret(drive, (const char *) copy, len))
            answer(drive, job, copy, len);
    }
    kit_end(drive);
    return 0;
}
