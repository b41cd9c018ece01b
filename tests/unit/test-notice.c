/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Personal messages, alerts, mobile pages and mail: as servers send them, as nobody should, and the
 * personal message as we send it.
 */
#include "msnp/notice.h"

#include <string.h>
#include "msnp/limits.h"
#include "msnp/xml.h"

#define BAD "\357\277\275" /* U+FFFD */

/* A copy on the heap that has no byte behind it. */
static guint8 *
heap_copy(const char *text, gsize len)
{
    return len > 0 ? g_memdup2(text, len) : g_malloc(1);
}

/* ---- UBX ------------------------------------------------------------------------------------- */

#define DATA(psm, media) "<Data><PSM>" psm "</PSM><CurrentMedia>" media "</CurrentMedia></Data>"

static const struct {
    const char *xml;
    const char *message; /* NULL: not usable */
    MsnpMedia media;
    const char *line, *title, *artist, *album;
} personals[] = {
    {DATA("new feature :P", ""), "new feature :P", .media = MSNP_MEDIA_NONE},
    {DATA("at work &amp; &quot;busy&quot;", ""), "at work & \"busy\"", .media = MSNP_MEDIA_NONE},
    {DATA("", "\\0Music\\01\\0{0} - {1}\\0Song Title\\0Artist\\0Album\\0\\0"), "", MSNP_MEDIA_MUSIC,
     "Song Title - Artist", "Song Title", "Artist", "Album"},
    {DATA("x", "WMP\\0Music\\01\\0{0} - {1} ({2})\\0T\\0R\\0B\\0"), "x", MSNP_MEDIA_MUSIC,
     "T - R (B)", "T", "R", "B"},
    {DATA("", "\\0Games\\01\\0Playing {0}\\0Chess\\0"), "", MSNP_MEDIA_GAME, "Playing Chess",
     "Chess", NULL, NULL},
    {DATA("", "\\0Office\\01\\0Editing {0}\\0a &lt;b&gt;.doc\\0"), "", MSNP_MEDIA_OFFICE,
     "Editing a <b>.doc", "a <b>.doc", NULL, NULL},
    {DATA("", "\\0music\\01\\0\\0T\\0R\\0"), "", MSNP_MEDIA_MUSIC, "T - R", "T", "R", NULL},
    {DATA("", "\\0Music\\01\\0\\0T"), "", MSNP_MEDIA_MUSIC, "T", "T", NULL, NULL},
    {DATA("", "\\0Music\\01\\0My own words\\0\\0\\0\\0"), "", MSNP_MEDIA_MUSIC, "My own words",
     NULL, NULL, NULL},
    {DATA("", "\\0Music\\01\\0{1}{}{x}{0}{9}{99999999999999999999}{1\\0a\\0b"), "",
     MSNP_MEDIA_MUSIC, "b{}{x}a{1", "a", "b", NULL},
    {DATA("", "\\0Music\\01\\0{0}\\0{1}\\0boo"), "", MSNP_MEDIA_MUSIC, "{1}", "{1}", "boo", NULL},
    /* nothing plays */
    {DATA("x", "\\0Music\\00\\0{0}\\0T\\0"), "x", .media = MSNP_MEDIA_NONE},
    {DATA("x", "\\0Music\\0\\0{0}\\0T\\0"), "x", .media = MSNP_MEDIA_NONE},
    {DATA("x", "\\0Music\\011\\0{0}\\0T\\0"), "x", .media = MSNP_MEDIA_NONE},
    {DATA("x", "\\0Dance\\01\\0{0}\\0T\\0"), "x", .media = MSNP_MEDIA_NONE},
    {DATA("x", "\\0Music\\01\\0{0}\\0\\0\\0"), "x", .media = MSNP_MEDIA_NONE},
    {DATA("x", "\\0Music\\01\\0{0}"), "x", .media = MSNP_MEDIA_NONE},
    {DATA("x", "\\0Music\\01"), "x", .media = MSNP_MEDIA_NONE},
    {DATA("x", "\\0"), "x", .media = MSNP_MEDIA_NONE},
    {DATA("x", "Music"), "x", .media = MSNP_MEDIA_NONE},
    /* forms */
    {"", "", .media = MSNP_MEDIA_NONE},
    {"<Data/>", "", .media = MSNP_MEDIA_NONE},
    {"<PSM>bare</PSM><CurrentMedia></CurrentMedia>", "bare", .media = MSNP_MEDIA_NONE},
    {"<CurrentMedia>\\0Music\\01\\0{0}\\0T\\0</CurrentMedia>", "", MSNP_MEDIA_MUSIC, "T", "T", NULL,
     NULL},
    {"<?xml version=\"1.0\"?>\r\n<data>\r\n<psm> a\r\nb </psm>\r\n</data>\r\n", "a b",
     .media = MSNP_MEDIA_NONE},
    {"<Data><PSM>a</PSM><MachineGuid>{1}</MachineGuid><Other x='y'/></Data>", "a",
     .media = MSNP_MEDIA_NONE},
    {"<Data><PSM>rock & roll <3</PSM></Data>", "rock & roll <3", .media = MSNP_MEDIA_NONE},
    {"<Data><PSM>a\xff\x1b[1m&#7;\302\205</PSM></Data>", "a" BAD BAD "[1m" BAD BAD,
     .media = MSNP_MEDIA_NONE},
    {"<Data><PSM>ended", "ended", .media = MSNP_MEDIA_NONE},
    /* no such thing */
    {"hello", .message = NULL},
    {" ", .message = NULL},
    {"<Other>x</Other>", .message = NULL},
    {"<!-- <PSM>x</PSM> -->", .message = NULL},
};

static void
assert_personal_is_nothing(const MsnpPersonal *personal)
{
    MsnpPersonal nothing = {0};

    g_assert_cmpmem(personal, sizeof(*personal), &nothing, sizeof(nothing));
}

static void
test_personal(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(personals); i++) {
        gsize len = strlen(personals[i].xml);
        g_autofree guint8 *copy = heap_copy(personals[i].xml, len);
        MsnpPersonal personal;

        g_test_message("%s", personals[i].xml);
        g_assert_cmpint(msnp_personal_parse(copy, len, &personal), ==,
                        personals[i].message != NULL);
        g_assert_cmpstr(personal.message, ==, personals[i].message);
        g_assert_cmpint(personal.media, ==, personals[i].media);
        g_assert_cmpstr(personal.line, ==, personals[i].line);
        g_assert_cmpstr(personal.title, ==, personals[i].title);
        g_assert_cmpstr(personal.artist, ==, personals[i].artist);
        g_assert_cmpstr(personal.album, ==, personals[i].album);
        msnp_personal_clear(&personal);
        assert_personal_is_nothing(&personal);
        msnp_personal_clear(&personal);
    }
}

/* A format that names a long title again and again stays bounded; so does a list of fields. */
static void
test_personal_long(void)
{
    g_autoptr(GString) xml = g_string_new("<CurrentMedia>\\0Music\\01\\0");
    MsnpPersonal personal;

    for (guint i = 0; i < 500; i++)
        g_string_append(xml, "{0}");
    g_string_append(xml, "\\0");
    for (guint i = 0; i < 2000; i++)
        g_string_append(xml, "t");
    for (guint i = 0; i < 200; i++)
        g_string_append(xml, "\\0");
    g_string_append(xml, "</CurrentMedia>");
    g_assert_true(msnp_personal_parse((const guint8 *) xml->str, xml->len, &personal));
    g_assert_cmpint(personal.media, ==, MSNP_MEDIA_MUSIC);
    g_assert_cmpuint(strlen(personal.line), ==, MSNP_XML_LIMIT_VALUE);
    g_assert_cmpuint(strlen(personal.title), ==, 2000);
    msnp_personal_clear(&personal);

    g_string_assign(xml, "<PSM>x</PSM>");
    while (xml->len <= MSNP_XML_LIMIT_BYTES)
        g_string_append_c(xml, ' ');
    g_assert_false(msnp_personal_parse((const guint8 *) xml->str, xml->len, &personal));
    assert_personal_is_nothing(&personal);
}

/* The limit falls into a character of the format: it goes whole, and nothing is read behind it. */
static void
test_personal_cut(void)
{
    static const char *const characters[] = {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"};

    for (guint i = 0; i < G_N_ELEMENTS(characters); i++)
        for (gsize before = MSNP_XML_LIMIT_VALUE - 4; before <= MSNP_XML_LIMIT_VALUE; before++) {
            g_autoptr(GString) xml = g_string_new("<CurrentMedia>\\0Music\\01\\0");
            gsize size = strlen(characters[i]);
            MsnpPersonal personal;

            for (gsize k = 0; k < before / 100; k++)
                g_string_append(xml, "{0}");
            for (gsize k = 0; k < before % 100; k++)
                g_string_append_c(xml, 'f');
            g_string_append_printf(xml, "%s%s\\0", characters[i], characters[i]);
            for (guint k = 0; k < 100; k++)
                g_string_append_c(xml, 't');
            g_string_append(xml, "\\0</CurrentMedia>");
            g_assert_true(msnp_personal_parse((const guint8 *) xml->str, xml->len, &personal));
            g_assert_cmpint(personal.media, ==, MSNP_MEDIA_MUSIC);
            g_assert_true(g_utf8_validate(personal.line, -1, NULL));
            g_assert_cmpuint(strlen(personal.line), >, MSNP_XML_LIMIT_VALUE - size);
            g_assert_cmpuint(strlen(personal.line), <=, MSNP_XML_LIMIT_VALUE);
            msnp_personal_clear(&personal);
        }
}

/* ---- UUX ------------------------------------------------------------------------------------- */

static const struct {
    MsnpPersonal personal;
    const char *xml;
} prints[] = {
    {{0}, DATA("", "")},
    {{.message = (char *) "at work & busy"}, DATA("at work &amp; busy", "")},
    {{.message = (char *) "<a href=\"x\">'</a>"},
     DATA("&lt;a href=&quot;x&quot;&gt;&apos;&lt;/a&gt;", "")},
    {{.message = (char *) " two\r\nlines\t\x1b "}, DATA("two  lines", "")},
    {{.message = (char *) "a\\0b"}, DATA("a\\0b", "")},
    {{.message = (char *) "a\xff"}, DATA("a" BAD, "")},
    {{.media = MSNP_MEDIA_MUSIC,
      .title = (char *) "Song Title",
      .artist = (char *) "Artist",
      .album = (char *) "Album"},
     DATA("", "\\0Music\\01\\0{0} - {1}\\0Song Title\\0Artist\\0Album\\0\\0")},
    {{.message = (char *) "x", .media = MSNP_MEDIA_MUSIC, .title = (char *) "T"},
     DATA("x", "\\0Music\\01\\0{0}\\0T\\0\\0\\0\\0")},
    {{.media = MSNP_MEDIA_MUSIC, .title = (char *) "", .artist = (char *) "", .line = (char *) "L"},
     DATA("", "\\0Music\\01\\0{0}\\0L\\0\\0\\0\\0")},
    {{.media = MSNP_MEDIA_GAME, .title = (char *) "Chess"},
     DATA("", "\\0Games\\01\\0{0}\\0Chess\\0\\0\\0\\0")},
    {{.media = MSNP_MEDIA_OFFICE, .title = (char *) "a<b"},
     DATA("", "\\0Office\\01\\0{0}\\0a&lt;b\\0\\0\\0\\0")},
    /* separators in titles */
    {{.media = MSNP_MEDIA_MUSIC, .title = (char *) "a\\0\\0b\\\\0c\\", .artist = (char *) "\\0"},
     DATA("", "\\0Music\\01\\0{0} - {1}\\0a/0/0b\\/0c\\\\0/0\\0\\0\\0")},
    /* nothing plays */
    {{.media = MSNP_MEDIA_MUSIC}, DATA("", "")},
    {{.media = MSNP_MEDIA_MUSIC, .artist = (char *) "A"}, DATA("", "")},
    {{.media = MSNP_MEDIA_NONE, .title = (char *) "T"}, DATA("", "")},
    {{.media = (MsnpMedia) 99, .title = (char *) "T"}, DATA("", "")},
};

static void
test_print(void)
{
    g_autoptr(GString) out = g_string_new("before");

    msnp_personal_print(NULL, out);
    g_assert_cmpstr(out->str, ==, "before" DATA("", ""));
    for (guint i = 0; i < G_N_ELEMENTS(prints); i++) {
        g_string_truncate(out, 0);
        msnp_personal_print(&prints[i].personal, out);
        g_assert_cmpstr(out->str, ==, prints[i].xml);
    }
}

static void
test_print_long(void)
{
    g_autoptr(GString) long_text = g_string_new(NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    MsnpPersonal personal = {.media = MSNP_MEDIA_MUSIC}, back;

    for (guint i = 0; i <= MSNP_PERSONAL_LIMIT; i++)
        g_string_append(long_text, "😀");
    personal.message = personal.title = personal.artist = personal.album = long_text->str;
    msnp_personal_print(&personal, out);
    g_assert_true(msnp_personal_parse((const guint8 *) out->str, out->len, &back));
    g_assert_cmpint(g_utf8_strlen(back.message, -1), ==, MSNP_PERSONAL_LIMIT);
    g_assert_cmpint(g_utf8_strlen(back.title, -1), ==, MSNP_PERSONAL_LIMIT);
    g_assert_cmpint(g_utf8_strlen(back.album, -1), ==, MSNP_PERSONAL_LIMIT);
    msnp_personal_clear(&back);
}

/* What we print we read as it was. */
static void
test_round_trip(void)
{
    static const char *const texts[] = {"a", "<&>\"'", "{0} {1}", "\\", "0", "\\1", "😀", "&amp;"};

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        for (guint j = 0; j < G_N_ELEMENTS(texts); j++) {
            MsnpPersonal personal = {(char *) texts[i], MSNP_MEDIA_MUSIC,  (char *) texts[i],
                                     (char *) texts[j], (char *) texts[i], NULL},
                         back;
            g_autoptr(GString) out = g_string_new(NULL);

            msnp_personal_print(&personal, out);
            g_assert_null(strchr(out->str, '\n'));
            g_assert_true(msnp_personal_parse((const guint8 *) out->str, out->len, &back));
            g_assert_cmpstr(back.message, ==, texts[i]);
            g_assert_cmpint(back.media, ==, MSNP_MEDIA_MUSIC);
            g_assert_cmpstr(back.title, ==, texts[i]);
            g_assert_cmpstr(back.artist, ==, texts[j]);
            g_assert_cmpstr(back.album, ==, texts[i]);
            msnp_personal_clear(&back);
        }
}

/* ---- NOT, IPG -------------------------------------------------------------------------------- */

#define ALERT(site, action, text)                                                                  \
    "<NOTIFICATION ver=\"1\" id=\"2\" siteid=\"0\" siteurl=\"" site "\">\r\n"                      \
    "<TO pid=\"0x1:0x2\" name=\"alice@example.com\" />\r\n<MSG id=\"0\">\r\n"                      \
    "<ACTION url=\"" action "\" />\r\n<SUBSCR url=\"s\" />\r\n"                                    \
    "<BODY lang=\"1033\" icon=\"i.png\"><TEXT>" text "</TEXT></BODY>\r\n</MSG>\r\n</NOTIFICATION>"

static const struct {
    const char *xml;
    const char *text; /* NULL: not usable */
    const char *url;
    const char *from;
    guint64 siteid;
} notices[] = {
    {ALERT("http://example.com/", "alert?command=action", "This is an example notification."),
     "This is an example notification.", "http://example.com/alert?command=action", NULL, 0},
    {"<NOTIFICATION id=\"0\" siteid=\"111100400\" siteurl=\"http://mobile.example.com/\">"
     "<TO name=\"alice@example.com\" pid=\"0x1:0x2\"><VIA agent=\"mobile\"/></TO>"
     "<FROM pid=\"0x1:0x3\" name=\"Bob@Example.com\"/><MSG pri=\"1\" id=\"0\">"
     "<ACTION url=\"2wayIM.asp\"/><SUBSCR url=\"2wayIM.asp\"/><CAT id=\"110110001\"/>"
     "<BODY lang=\"1033\"><TEXT>Hello from my phone</TEXT></BODY></MSG></NOTIFICATION>",
     "Hello from my phone", "http://mobile.example.com/2wayIM.asp", "bob@example.com", 111100400},
    {"<NOTIFICATION ver=\"1\" id=\"1\" siteid=\"45705\" siteurl=\"http://contacts.msn.com\">"
     "<MSG id=\"1\"><ACTION url=\"/\"/><BODY>&lt;NotificationData&gt;&lt;/NotificationData&gt;"
     "</BODY></MSG></NOTIFICATION>",
     "", "http://contacts.msn.com/", NULL, 45705},
    /* sloppy */
    {ALERT("http://example.com/?a=1&b=2", "x?c=3&d=4&amp;e=5", "Tom & Jerry <3"), "Tom & Jerry <3",
     "http://example.com/x?c=3&d=4&e=5", NULL, 0},
    {"<notification siteid=\"7\"><text>a", "a", NULL, NULL, 7},
    {"<NOTIFICATION siteid=\"-7\"/>", "", NULL, NULL, 0},
    {"<NOTIFICATION siteid=\"18446744073709551616\"/>", "", NULL, NULL, 0},
    {"<NOTIFICATION><TEXTX><b>x</b></TEXTX><TEXT xml:space='preserve'> a\r\n\tb&#10;&#x26; </TEXT>",
     "a\n\tb\n&", NULL, NULL, 0},
    {"<NOTIFICATION><FROM name='two words'/><TEXT>a\x1b&#27;\xff</TEXT></NOTIFICATION>",
     "a" BAD BAD BAD, NULL, NULL, 0},
    {"<NOTIFICATION><FROM name=''/></NOTIFICATION>", "", NULL, NULL, 0},
    /* no such thing */
    {"", .text = NULL},
    {"hello", .text = NULL},
    {"<TEXT>x</TEXT>", .text = NULL},
};

static void
test_notice(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(notices); i++) {
        gsize len = strlen(notices[i].xml);
        g_autofree guint8 *copy = heap_copy(notices[i].xml, len);
        MsnpNotice notice, nothing = {0};

        g_test_message("%s", notices[i].xml);
        g_assert_cmpint(msnp_notice_parse(copy, len, &notice), ==, notices[i].text != NULL);
        g_assert_cmpstr(notice.text, ==, notices[i].text);
        g_assert_cmpstr(notice.url, ==, notices[i].url);
        g_assert_cmpstr(notice.from, ==, notices[i].from);
        g_assert_cmpuint(notice.siteid, ==, notices[i].siteid);
        msnp_notice_clear(&notice);
        g_assert_cmpmem(&notice, sizeof(notice), &nothing, sizeof(nothing));
        msnp_notice_clear(&notice);
    }
}

static const struct {
    const char *site, *action, *url;
} urls[] = {
    {"http://h/", "a", "http://h/a"},
    {"http://h", "a", "http://h/a"},
    {"http://h", "/a", "http://h/a"},
    {"http://h/b/c", "a", "http://h/b/a"},
    {"http://h/b/c/", "a", "http://h/b/c/a"},
    {"http://h/b/c", "/a", "http://h/a"},
    {"http://h/b?x=/y", "a", "http://h/a"},
    {"http://h?x", "a", "http://h/a"},
    {"http://h/b", "?x", "http://h/?x"},
    {"http://h/b", "", "http://h/"},
    {"https://h:8443/b/", "a", "https://h:8443/b/a"},
    {"http://h/b", "//other/a", "http://other/a"},
    {"http://h/b", "https://other/a?b:c", "https://other/a?b:c"},
    {"http://h/b", "a?b:c", "http://h/a?b:c"},
    {"", "http://other/a", "http://other/a"},
    {"http://h/b", "a&quot;onclick='x'&lt;b&gt;\\`", "http://h/a%22onclick=%27x%27%3Cb%3E%5C%60"},
    /* not to be opened */
    {"", "a", NULL},
    {"", "", NULL},
    {"h", "a", NULL},
    {"http://h/", "javascript:alert(1)", NULL},
    {"http://h/", "JavaScript:alert(1)", NULL},
    {"http://h/", "file:///etc/passwd", NULL},
    {"http://h/", "http:a", NULL},
    {"file:///", "a", NULL},
    {"ftp://h/", "a", NULL},
    {"javascript://h/", "a", NULL},
    {"http://", "a", NULL},
    {"http://user:password@h/", "a", NULL},
    {"http://h:99999/", "a", NULL},
    {"http://h/", "a b", NULL},
    {"http://h/", "a&#10;b", NULL},
    {"http://h/", "ü", NULL},
};

static void
test_urls(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(urls); i++) {
        g_autofree char *xml = g_strdup_printf("<NOTIFICATION siteurl=\"%s\"><ACTION url=\"%s\"/>",
                                               urls[i].site, urls[i].action);
        MsnpNotice notice;

        g_test_message("%s", xml);
        g_assert_true(msnp_notice_parse((const guint8 *) xml, strlen(xml), &notice));
        g_assert_cmpstr(notice.url, ==, urls[i].url);
        msnp_notice_clear(&notice);
    }
}

/* ---- mail ------------------------------------------------------------------------------------ */

#define NEW                                                                                        \
    "MIME-Version: 1.0\r\nContent-Type: text/x-msmsgsemailnotification; charset=UTF-8\r\n\r\n"
#define MOVED "Content-Type: text/x-msmsgsactivemailnotification; charset=UTF-8\r\n\r\n"

static const struct {
    const char *payload;
    gboolean usable;
    const char *from, *from_addr, *subject, *folder, *message_url, *post_url;
} mails[] = {
    {NEW "From: Example User\r\n"
         "Message-URL: /cgi-bin/getmsg?msg=MSG1728932553.00&start=1&len=12&curmbox=ACTIVE\r\n"
         "Post-URL: https://loginnet.passport.com/ppsecure/md5auth.srf?lc=1033\r\n"
         "Subject: =?\"us-ascii\"?Q?Just saying hello.?=\r\n"
         "Dest-Folder: ACTIVE\r\nFrom-Addr: example@hotmail.com\r\nid: 2\r\n",
     TRUE, "Example User", "example@hotmail.com", "=?\"us-ascii\"?Q?Just saying hello.?=", "ACTIVE",
     "/cgi-bin/getmsg?msg=MSG1728932553.00&start=1&len=12&curmbox=ACTIVE",
     "https://loginnet.passport.com/ppsecure/md5auth.srf?lc=1033"},
    {NEW "Subject: x\n", TRUE, "", "", "x", "", "", ""},
    {NEW "FROM-ADDR: a@b", TRUE, "", "a@b", "", "", "", ""},
    {NEW "From: \xff\x1b"
         "a\r\nSubject: two\r\n lines\r\n",
     TRUE, BAD BAD "a", "", "two  lines", "", "", ""},
    {NEW "From:\r\nFrom-Addr:\r\nSubject:\r\nDest-Folder: ACTIVE\r\n", .usable = FALSE},
    {NEW "Inbox-Unread: 3\r\n", .usable = FALSE},
    {NEW, .usable = FALSE},
};

static void
test_mail_new(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
        gsize len = strlen(mails[i].payload);
        g_autofree guint8 *copy = heap_copy(mails[i].payload, len);
        MsnpMail mail, nothing = {0};
        MsnpMessage message;

        g_assert_true(msnp_message_parse(copy, len, &message));
        g_assert_cmpint(message.type, ==, MSNP_MSG_MAIL_NEW);
        g_assert_cmpint(msnp_mail_parse_new(&message, &mail), ==, mails[i].usable);
        g_assert_cmpstr(mail.from, ==, mails[i].from);
        g_assert_cmpstr(mail.from_addr, ==, mails[i].from_addr);
        g_assert_cmpstr(mail.subject, ==, mails[i].subject);
        g_assert_cmpstr(mail.folder, ==, mails[i].folder);
        g_assert_cmpstr(mail.message_url, ==, mails[i].message_url);
        g_assert_cmpstr(mail.post_url, ==, mails[i].post_url);
        msnp_mail_clear(&mail);
        g_assert_cmpmem(&mail, sizeof(mail), &nothing, sizeof(nothing));
        msnp_mail_clear(&mail);
    }
}

static const struct {
    const char *payload;
    gboolean usable;
    const char *src, *dst;
    guint delta;
} moves[] = {
    {MOVED "Src-Folder: ACTIVE\r\nDest-Folder: trAsH\r\nMessage-Delta: 1\r\n", TRUE, "ACTIVE",
     "trAsH", 1},
    {MOVED "Src-Folder: .!!OIM\r\nDest-Folder: .!!trAsH\r\nMessage-Delta: 12\r\n\r\n", TRUE,
     ".!!OIM", ".!!trAsH", 12},
    {MOVED "message-delta:0\ndest-folder:ACTIVE", TRUE, "", "ACTIVE", 0},
    {MOVED "Src-Folder: a\x1b\r\nMessage-Delta: 18446744073709551615\r\n", TRUE, "a" BAD, "",
     G_MAXINT},
    {MOVED "Src-Folder: ACTIVE\r\nDest-Folder: trAsH\r\n", .usable = FALSE},
    {MOVED "Src-Folder: ACTIVE\r\nMessage-Delta: -1\r\n", .usable = FALSE},
    {MOVED "Src-Folder: ACTIVE\r\nMessage-Delta: 18446744073709551616\r\n", .usable = FALSE},
    {MOVED "Message-Delta: 1\r\n", .usable = FALSE},
    {MOVED, .usable = FALSE},
};

static void
test_mail_moved(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(moves); i++) {
        gsize len = strlen(moves[i].payload);
        g_autofree guint8 *copy = heap_copy(moves[i].payload, len);
        MsnpMailMoved moved, nothing = {0};
        MsnpMessage message;

        g_assert_true(msnp_message_parse(copy, len, &message));
        g_assert_cmpint(message.type, ==, MSNP_MSG_MAIL_MOVED);
        g_assert_cmpint(msnp_mail_parse_moved(&message, &moved), ==, moves[i].usable);
        g_assert_cmpstr(moved.src, ==, moves[i].src);
        g_assert_cmpstr(moved.dst, ==, moves[i].dst);
        g_assert_cmpuint(moved.delta, ==, moves[i].delta);
        msnp_mail_moved_clear(&moved);
        g_assert_cmpmem(&moved, sizeof(moved), &nothing, sizeof(nothing));
        msnp_mail_moved_clear(&moved);
    }
}

static void
test_mail_long(void)
{
    g_autoptr(GString) payload = g_string_new(NEW "From: ");
    MsnpMessage message;
    MsnpMail mail;

    for (guint i = 0; i < MSNP_LIMIT_NAME; i++)
        g_string_append(payload, "ü");
    g_assert_true(msnp_message_parse((const guint8 *) payload->str, payload->len, &message));
    g_assert_true(msnp_mail_parse_new(&message, &mail));
    g_assert_cmpuint(strlen(mail.from), ==, MSNP_LIMIT_NAME);
    g_assert_true(g_utf8_validate(mail.from, -1, NULL));
    msnp_mail_clear(&mail);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/notice/personal/parse", test_personal);
    g_test_add_func("/notice/personal/long", test_personal_long);
    g_test_add_func("/notice/personal/cut", test_personal_cut);
    g_test_add_func("/notice/personal/print", test_print);
    g_test_add_func("/notice/personal/print-long", test_print_long);
    g_test_add_func("/notice/personal/round-trip", test_round_trip);
    g_test_add_func("/notice/parse", test_notice);
    g_test_add_func("/notice/urls", test_urls);
    g_test_add_func("/notice/mail/new", test_mail_new);
    g_test_add_func("/notice/mail/moved", test_mail_moved);
    g_test_add_func("/notice/mail/long", test_mail_long);
    return g_test_run();
}
