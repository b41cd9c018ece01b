/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small things that peers wrap into each other: objects, contexts of files, accounts, GUIDs,
 * base64, web addresses, emoticon names. The first byte chooses. */
#include "kit.h"

#include <string.h>

#include "msnp/coding.h"
#include "msnp/filecontext.h"
#include "msnp/msnobj.h"
#include "msnp/url.h"

static void
read_object(const char *text, gsize len)
{
    MsnpObject object;

    if (!msnp_object_parse(text, len, &object))
        return;
    kit_promise(kit_is_text(object.creator, strlen(object.creator)) && *object.creator);
    kit_promise(kit_is_text(object.friendly, strlen(object.friendly)));
    kit_promise(object.size > 0 && object.size <= (guint64) G_MAXUINT32 + 1);
}

static void
read_context(const char *text, gsize len)
{
    MsnpFileContext context;

    if (!msnp_file_context_parse((const guint8 *) text, len, &context))
        return;
    kit_promise(kit_is_text(context.name, strlen(context.name)) && !strpbrk(context.name, "/\\:"));
    kit_promise(*context.name && *context.name != '.' && strlen(context.name) <= 255);
    kit_promise(!context.preview ||
                (context.preview > (const guint8 *) text && context.preview_len > 0 &&
                 context.preview + context.preview_len <= (const guint8 *) text + len));
    msnp_file_context_clear(&context);
}

static void
read_codes(const char *text, gsize len)
{
    char account[MSNP_LIMIT_HANDLE + 1], guid[MSNP_GUID_SIZE];
    g_autofree char *wide = msnp_utf16_decode((const guint8 *) text, len);
    g_autofree char *name = msnp_file_name_safe(text);
    guint8 binary[16];
    gsize n;
    g_autofree guint8 *bytes = msnp_base64_decode(text, len, &n);

    kit_promise(!bytes || (bytes[n] == '\0' && n <= len));
    kit_promise(kit_is_text(wide, strlen(wide)) && kit_is_text(name, strlen(name)) && *name);
    kit_promise(!msnp_account_read(text, len, account) || kit_is_text(account, strlen(account)));
    if (msnp_guid_read(text, binary)) {
        msnp_guid_print(binary, guid);
        kit_promise(g_ascii_strcasecmp(guid, text) == 0);
    }
}

static void
read_url(const char *text, gsize len)
{
    g_autofree char *url = msnp_url_resolve("https://login.example.com/a/b?c", text);
    g_autofree char *host = NULL, *path = NULL;
    gboolean tls;
    guint16 port;

    if (msnp_url_split(url, &tls, &host, &port, &path))
        kit_promise(*host && *path == '/' && port > 0);
    msnp_url_check(text, TRUE);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    void (*const readers[])(const char *text, gsize len) = {read_object, read_context, read_codes,
                                                            read_url};
    g_autofree char *text = size ? g_strndup((const char *) data + 1, size - 1) : NULL;

    /* g_strndup() pads with NULs: as long as the data, and a string as well */
    if (size)
        readers[*data % G_N_ELEMENTS(readers)](text, size - 1);
    return 0;
}
