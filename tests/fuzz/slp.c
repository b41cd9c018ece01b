/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One SLP message: taken apart, its fields read as peers' numbers, GUIDs and contexts, and printed
 * again; then as a blob to a session that fetches an object. */
#include "kit.h"

#include <string.h>

#include "msnp/p2p.h"
#include "msnp/slp.h"

static void
read_fields(const MsnpSlp *slp)
{
    static const char *const names[] = {"SessionID",          "Context", "Nonce",
                                        "IPv4Internal-Addrs", "Bridge",  "EUF-GUID"};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *value = msnp_slp_field(slp, names[i]);
        gsize len;
        g_autofree guint8 *bytes = msnp_slp_base64(slp, names[i], &len);
        guint32 number;

        kit_promise(!value || (kit_is_text(value, strlen(value)) && !strpbrk(value, "\r\n")));
        kit_promise(!bytes || bytes[len] == '\0');
        kit_promise(!msnp_slp_number(slp, names[i], &number) || value);
    }
}

/* What is printed is read back as the same. */
static void
print_again(const MsnpSlp *slp)
{
    g_autoptr(GString) printed = g_string_new(NULL);
    MsnpSlp again;

    msnp_slp_print(printed, slp);
    if (printed->len > MSNP_LIMIT_SLP)
        return;
    kit_promise(msnp_slp_parse((const guint8 *) printed->str, printed->len, &again));
    kit_promise(again.kind == slp->kind && again.status == slp->status);
    kit_promise(!strcmp(again.from, slp->from) && !strcmp(again.call_id, slp->call_id));
    msnp_slp_clear(&again);
}

static void
feed_blob(Drive *drive, const guint8 *data, gsize size)
{
    static const char head[] =
        "Content-Type: application/x-msnmsgrp2p\r\nP2P-Dest: alice@example.com\r\n\r\n";
    MsnpP2pHeader header = {.id = 77, .total = size, .ack_id = 78};
    g_autoptr(GString) line = g_string_new(NULL);

    for (gsize at = 0; at < size; at += header.length) {
        header.offset = at;
        header.length = (guint32) MIN(size - at, MSNP_P2P_CHUNK);
        g_string_printf(line, "MSG bob@example.com Bob %" G_GSIZE_FORMAT "\r\n%s",
                        strlen(head) + MSNP_P2P_HEADER_SIZE + header.length + MSNP_P2P_FOOTER_SIZE,
                        head);
        gsize start = line->len;
        g_string_set_size(line, start + MSNP_P2P_HEADER_SIZE + header.length + MSNP_P2P_FOOTER_SIZE);
        guint8 *p = msnp_p2p_print((guint8 *) line->str + start, &header, data + at);
        msnp_p2p_print_footer(p, 0);
        kit_feed(drive, "sb1", line->str, line->len);
    }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    MsnpSlp slp;
    Drive *drive;

    if (!msnp_slp_parse(data, size, &slp))
        return 0;
    read_fields(&slp);
    print_again(&slp);
    msnp_slp_clear(&slp);
    drive = kit_begin("parts/p2p-fetch.part", NULL);
    feed_blob(drive, data, size);
    kit_end(drive);
    return 0;
}
