/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The small documents of the notification server: what people say of themselves (UBX, UUX), alerts
 * and mobile pages (NOT, IPG), and the bodies that tell of mail. Knows their fields; refuses to
 * know which command brought them.
 */
#include "msnp/notice.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/text.h"
#include "msnp/wire.h"
#include "msnp/xml.h"

/* ---- media: fields with "\0", two characters, between ---------------------------------------- */

#define MEDIA_SEPARATOR "\\0"

/* Application, kind, whether on, format; then what the format names by number. */
enum { MEDIA_KIND = 1, MEDIA_ON, MEDIA_FORMAT, MEDIA_ARGS, MEDIA_FIELDS = MEDIA_ARGS + 12 };

static const struct {
    const char *name;
    MsnpMedia media;
} media_kinds[] = {
    {"Music", MSNP_MEDIA_MUSIC},
    {"Games", MSNP_MEDIA_GAME},
    {"Game", MSNP_MEDIA_GAME},
    {"Office", MSNP_MEDIA_OFFICE},
};

static MsnpMedia
media_kind(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(media_kinds); i++)
        if (g_ascii_strcasecmp(media_kinds[i].name, name) == 0)
            return media_kinds[i].media;
    return MSNP_MEDIA_NONE;
}

static const char *
media_kind_name(MsnpMedia media)
{
    for (guint i = 0; i < G_N_ELEMENTS(media_kinds); i++)
        if (media_kinds[i].media == media)
            return media_kinds[i].name;
    return NULL;
}

/* "{0} - {1}" with the arguments in their places; "{" that begins no number stands for itself. */
static char *
media_fill(const char *format, char **args, guint n_args)
{
    g_autoptr(GString) out = g_string_new(NULL);

    /* whole characters: a part of one at the end would not be seen to have been cut off */
    for (const char *p = format; *p && (out->len < MSNP_XML_LIMIT_VALUE || ((guchar) *p & 0xc0) == 0x80); p++) {
        gsize digits = *p == '{' ? strspn(p + 1, "0123456789") : 0;

        if (digits > 0 && p[1 + digits] == '}') {
            guint64 i = g_ascii_strtoull(p + 1, NULL, 10);

            g_string_append(out, i < n_args ? args[i] : "");
            p += digits + 1;
        } else {
            g_string_append_c(out, *p);
        }
    }
    return msnp_text_line(out->str, out->len, MSNP_XML_LIMIT_VALUE);
}

/* Argument i, or NULL if it is missing or blank. */
static char *
media_arg(char **args, guint n_args, guint i)
{
    g_autofree char *text = i < n_args ? msnp_text_line(args[i], strlen(args[i]), G_MAXSIZE) : NULL;

    return text && *text ? g_steal_pointer(&text) : NULL;
}

static void
media_parse(const char *text, MsnpPersonal *out)
{
    g_auto(GStrv) fields = g_strsplit(text, MEDIA_SEPARATOR, MEDIA_FIELDS);
    guint n = g_strv_length(fields), n_args = n > MEDIA_ARGS ? n - MEDIA_ARGS : 0;
    char **args = fields + MIN(n, MEDIA_ARGS);
    const char *format;

    if (n <= MEDIA_FORMAT || strcmp(fields[MEDIA_ON], "1") != 0)
        return;
    format = fields[MEDIA_FORMAT];
    if (!*format)
        format = n_args > 1 && *args[1] ? "{0} - {1}" : "{0}";
    out->media = media_kind(fields[MEDIA_KIND]);
    out->line = media_fill(format, args, n_args);
    if (!*out->line || out->media == MSNP_MEDIA_NONE) {
        g_clear_pointer(&out->line, g_free);
        out->media = MSNP_MEDIA_NONE;
        return;
    }
    out->title = media_arg(args, n_args, 0);
    out->artist = media_arg(args, n_args, 1);
    out->album = media_arg(args, n_args, 2);
}

/* ---- personal message ------------------------------------------------------------------------ */

gboolean
msnp_personal_parse(const guint8 *xml, gsize len, MsnpPersonal *out)
{
    enum { DATA, PSM, MEDIA, N };
    static const MsnpXmlWish wishes[N] = {{"Data", ""}, {"PSM", NULL}, {"CurrentMedia", NULL}};
    char *values[N];
    gboolean found;

    memset(out, 0, sizeof(*out));
    msnp_xml_pick(xml, len, wishes, N, values);
    found = len == 0 || values[DATA] || values[PSM] || values[MEDIA];
    if (found)
        out->message = values[PSM] ? msnp_text_line(values[PSM], strlen(values[PSM]), G_MAXSIZE)
                                   : g_strdup("");
    if (values[MEDIA])
        media_parse(values[MEDIA], out);
    for (guint i = 0; i < N; i++)
        g_free(values[i]);
    return found;
}

void
msnp_personal_clear(MsnpPersonal *personal)
{
    g_free(personal->message);
    g_free(personal->title);
    g_free(personal->artist);
    g_free(personal->album);
    g_free(personal->line);
    memset(personal, 0, sizeof(*personal));
}

/* Appends text as XML, in one line and no longer than people may write it. */
static void
print_text(GString *out, const char *text, gboolean is_field)
{
    g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
    g_autofree char *line = msnp_text_line(valid, strlen(valid), G_MAXSIZE);
    g_autofree char *escaped = NULL;

    /* In a field the two characters of the separator may not be; a slash looks much the same. */
    for (char *p = line; is_field && (p = strstr(p, MEDIA_SEPARATOR));)
        *p = '/';
    if (g_utf8_strlen(line, -1) > MSNP_PERSONAL_LIMIT)
        *g_utf8_offset_to_pointer(line, MSNP_PERSONAL_LIMIT) = '\0';
    escaped = g_markup_escape_text(line, -1);
    g_string_append(out, escaped);
}

static void
print_media(GString *out, const MsnpPersonal *personal)
{
    const char *kind = media_kind_name(personal->media);
    const char *title = personal->title && *personal->title ? personal->title : personal->line;
    gboolean has_artist = personal->artist && *personal->artist;
    const char *const args[] = {title, personal->artist, personal->album};

    if (!kind || !title || !*title)
        return;
    g_string_append_printf(out, "\\0%s\\01\\0%s", kind, has_artist ? "{0} - {1}" : "{0}");
    for (guint i = 0; i < G_N_ELEMENTS(args); i++) {
        g_string_append(out, MEDIA_SEPARATOR);
        print_text(out, args[i], TRUE);
    }
    g_string_append(out, MEDIA_SEPARATOR MEDIA_SEPARATOR);
}

void
msnp_personal_print(const MsnpPersonal *personal, GString *out)
{
    g_string_append(out, "<Data><PSM>");
    if (personal)
        print_text(out, personal->message, FALSE);
    g_string_append(out, "</PSM><CurrentMedia>");
    if (personal)
        print_media(out, personal);
    g_string_append(out, "</CurrentMedia></Data>");
}

/* ---- alerts and pages ------------------------------------------------------------------------ */

/* Whether it begins like "javascript:". */
static gboolean
has_scheme(const char *url)
{
    return url[strcspn(url, ":/?#")] == ':';
}

/* An address relative to another one; NULL if that has no host. */
static char *
url_join(const char *base, const char *relative)
{
    const char *host = strstr(base, "://"), *path;
    gsize len;

    if (has_scheme(relative))
        return g_strdup(relative);
    if (!host)
        return NULL;
    if (g_str_has_prefix(relative, "//"))
        return g_strdup_printf("%.*s%s", (int) (host + 1 - base), base, relative);
    path = host + 3 + strcspn(host + 3, "/?#");
    len = *path == '/' && *relative != '/' ? strcspn(path, "?#") : 0;
    while (len > 0 && path[len - 1] != '/')
        len--;
    return g_strdup_printf("%.*s%s%s", (int) (path - base + len), base,
                           len > 0 || *relative == '/' ? "" : "/", relative);
}

/* What a window or a shell might take for its own is percent-coded; msnp_url_split() does the rest.
 */
static char *
notice_url(const char *siteurl, const char *action)
{
    g_autofree char *joined = url_join(siteurl ? siteurl : "", action ? action : "");
    g_autofree char *host = NULL, *path = NULL;
    g_autoptr(GString) url = g_string_new(NULL);
    gboolean tls;
    guint16 port;

    for (const char *p = joined ? g_strstrip(joined) : ""; *p; p++)
        if (strchr("\"'<>\\^`{|}", *p))
            g_string_append_printf(url, "%%%02X", (guint) (guchar) *p);
        else
            g_string_append_c(url, *p);
    if (!msnp_url_split(url->str, &tls, &host, &port, &path))
        return NULL;
    return g_string_free(g_steal_pointer(&url), FALSE);
}

gboolean
msnp_notice_parse(const guint8 *xml, gsize len, MsnpNotice *out)
{
    enum { FOUND, SITEID, SITEURL, FROM, ACTION, TEXT, N };
    static const MsnpXmlWish wishes[N] = {
        {"NOTIFICATION", ""}, {"NOTIFICATION", "siteid"}, {"NOTIFICATION", "siteurl"},
        {"FROM", "name"},     {"ACTION", "url"},          {"TEXT", NULL},
    };
    char *values[N];
    gboolean found;

    memset(out, 0, sizeof(*out));
    msnp_xml_pick(xml, len, wishes, N, values);
    found = values[FOUND] != NULL;
    if (found) {
        if (values[SITEID])
            msnp_wire_number(values[SITEID], G_MAXUINT64, &out->siteid);
        if (values[FROM] && msnp_wire_handle(values[FROM]))
            out->from = g_steal_pointer(&values[FROM]);
        out->url = notice_url(values[SITEURL], values[ACTION]);
        out->text = values[TEXT] ? g_strstrip(g_steal_pointer(&values[TEXT])) : g_strdup("");
    }
    for (guint i = 0; i < N; i++)
        g_free(values[i]);
    return found;
}

void
msnp_notice_clear(MsnpNotice *notice)
{
    g_free(notice->from);
    g_free(notice->text);
    g_free(notice->url);
    memset(notice, 0, sizeof(*notice));
}

/* ---- mail ------------------------------------------------------------------------------------ */

/* A field of a body, "" if it is missing. */
static char *
mail_field(const char *body, gsize len, const char *name, gsize max)
{
    const char *value;
    gsize value_len;

    if (!msnp_header_find(body, len, name, &value, &value_len))
        return g_strdup("");
    return msnp_text_line(value, value_len, max);
}

gboolean
msnp_mail_parse_new(const MsnpMessage *message, MsnpMail *out)
{
    g_autoptr(GString) scratch = g_string_new(NULL);
    gsize len;
    const char *body = msnp_text_body(message, &len, scratch);

    out->from = mail_field(body, len, "From", MSNP_LIMIT_NAME);
    out->from_addr = mail_field(body, len, "From-Addr", MSNP_LIMIT_HANDLE);
    out->subject = mail_field(body, len, "Subject", MSNP_XML_LIMIT_VALUE);
    out->folder = mail_field(body, len, "Dest-Folder", MSNP_LIMIT_NAME);
    out->message_url = mail_field(body, len, "Message-URL", MSNP_LIMIT_URL);
    out->post_url = mail_field(body, len, "Post-URL", MSNP_LIMIT_URL);
    if (*out->from || *out->from_addr || *out->subject)
        return TRUE;
    msnp_mail_clear(out);
    return FALSE;
}

void
msnp_mail_clear(MsnpMail *mail)
{
    g_free(mail->from);
    g_free(mail->from_addr);
    g_free(mail->subject);
    g_free(mail->folder);
    g_free(mail->message_url);
    g_free(mail->post_url);
    memset(mail, 0, sizeof(*mail));
}

gboolean
msnp_mail_parse_moved(const MsnpMessage *message, MsnpMailMoved *out)
{
    g_autoptr(GString) scratch = g_string_new(NULL);
    gsize len;
    const char *body = msnp_text_body(message, &len, scratch);
    guint64 delta = 0;
    gboolean has_delta = msnp_header_uint(body, len, "Message-Delta", &delta);

    out->src = mail_field(body, len, "Src-Folder", MSNP_LIMIT_NAME);
    out->dst = mail_field(body, len, "Dest-Folder", MSNP_LIMIT_NAME);
    out->delta = (guint) MIN(delta, G_MAXINT);
    if (has_delta && (*out->src || *out->dst))
        return TRUE;
    msnp_mail_moved_clear(out);
    return FALSE;
}

void
msnp_mail_moved_clear(MsnpMailMoved *moved)
{
    g_free(moved->src);
    g_free(moved->dst);
    memset(moved, 0, sizeof(*moved));
}
