/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Styled text to libpurple's HTML and back; hostile fonts and hostile HTML.
 */
#include "purple/markup.h"

#include <string.h>

#define B   MSNP_STYLE_BOLD
#define I   MSNP_STYLE_ITALIC
#define U   MSNP_STYLE_UNDERLINE
#define S   MSNP_STYLE_STRIKE
#define RTL MSNP_STYLE_RTL

/* ---- text to HTML --------------------------------------------------------------------------- */

static const struct {
    const char *text;
    MsnpStyle style;
    const char *html;
} froms[] = {
    {"hello", {NULL, 0, -1}, "hello"},
    {"", {"Arial", B, 1}, ""},
    {"a\nb\n\nc\n", {NULL, 0, -1}, "a<br>b<br><br>c<br>"},
    {"<b>&amp;</b> \"q\" 'q' a>b", {NULL, 0, -1}, "&lt;b&gt;&amp;amp;&lt;/b&gt; \"q\" 'q' a&gt;b"},
    {"&&&", {NULL, 0, -1}, "&amp;&amp;&amp;"},
    {"grüße 宋体 😀", {NULL, 0, -1}, "grüße 宋体 😀"},
    {"x", {NULL, B, -1}, "<b>x</b>"},
    {"x", {NULL, B | I | U | S, -1}, "<b><i><u><s>x</s></u></i></b>"},
    {"x", {NULL, RTL, -1}, "<span style=\"direction:rtl;text-align:right;\">x</span>"},
    {"x", {"Arial", 0, -1}, "<font face=\"Arial\">x</font>"},
    {"x", {NULL, 0, 0xff0080}, "<font color=\"#ff0080\">x</font>"},
    {"x", {NULL, 0, 0x000001}, "<font color=\"#000001\">x</font>"},
    {"x",
     {"Arial", B | RTL, 0xff},
     "<font face=\"Arial\" color=\"#0000ff\"><span style=\"direction:rtl;text-align:right;\"><b>x"
     "</b></span></font>"},
    /* black stays the theme's own colour */
    {"x", {NULL, 0, 0}, "x"},
    {"x", {"Arial", B, 0}, "<font face=\"Arial\"><b>x</b></font>"},
    /* a font is a name, or nothing */
    {"x", {"宋体", 0, -1}, "<font face=\"宋体\">x</font>"},
    {"x", {"Tom & Jerry's", 0, -1}, "<font face=\"Tom &amp; Jerry&#39;s\">x</font>"},
    {"x", {"", 0, -1}, "x"},
    {"x", {"Arial\"><a href=\"http://evil.example/\">click</a>", 0, -1}, "x"},
    {"x", {"a'><img src=x>", 0, -1}, "x"},
    {"x",
     {"a; background: url(http://evil.example/)", 0, 0xff},
     "<font color=\"#0000ff\">x</font>"},
    {"x", {"a}b{", B, -1}, "<b>x</b>"},
    {"x", {"a\\b", 0, -1}, "x"},
    {"x", {"a\nb", 0, -1}, "x"},
    {"x", {"a\xc2\x85z", 0, -1}, "x"},
    {"x", {"a\xff", 0, -1}, "x"},
    {"x",
     {"1234567890123456789012345678901234567890123456789012345678901234", 0, -1},
     "<font face=\"1234567890123456789012345678901234567890123456789012345678901234\">x</font>"},
    {"x", {"12345678901234567890123456789012345678901234567890123456789012345", 0, -1}, "x"},
};

static void
test_from(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(froms); i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        gsize len = strlen(froms[i].text);
        g_autofree char *text = len > 0 ? g_memdup2(froms[i].text, len) : NULL;

        msnp_markup_from_text(out, text, len, &froms[i].style);
        g_assert_cmpstr(out->str, ==, froms[i].html);
    }
}

static void
test_from_appends(void)
{
    g_autoptr(GString) out = g_string_new("> ");

    msnp_markup_from_text(out, "a<b", 3, NULL);
    g_assert_cmpstr(out->str, ==, "> a&lt;b");
}

/* No font gets further than its attribute: each byte in a name, alone and repeated. */
static void
test_from_hostile_font(void)
{
    for (guint c = 1; c < 256; c++) {
        char font[] = {'A', (char) c, (char) c, 'B', '\0'};
        MsnpStyle style = {font, 0, -1};
        g_autoptr(GString) out = g_string_new(NULL);
        guint brackets = 0, quotes = 0;

        msnp_markup_from_text(out, "x", 1, &style);
        for (const char *p = out->str; *p; p++) {
            brackets += *p == '<' || *p == '>';
            quotes += *p == '"' || *p == '\'';
        }
        g_assert_true((brackets == 4 && quotes == 2) || g_str_equal(out->str, "x"));
        g_assert_true(g_utf8_validate(out->str, -1, NULL));
    }
}

/* ---- HTML to text --------------------------------------------------------------------------- */

static const struct {
    const char *html;
    const char *text;
    const char *font;
    guint flags;
    gint32 color;
} tos[] = {
    {"", "", NULL, 0, -1},
    {"hello", "hello", NULL, 0, -1},
    /* what Pidgin sends */
    {"<FONT FACE=\"Arial\"><FONT COLOR=\"#ff0000\"><b>hi</b></FONT></FONT>", "hi", "Arial", B,
     0xff0000},
    {"<span style='font-family: Arial; color: #ff0000; font-weight: bold; "
     "text-decoration: underline line-through; direction:rtl'>hi</span>",
     "hi", "Arial", B | U | S | RTL, 0xff0000},
    {"<SPAN style=\"direction:rtl;text-align:right;\">x</SPAN>", "x", NULL, RTL, -1},
    {"<html><body bgcolor=\"#ffffff\"><b>x</b></body></html>", "x", NULL, B, -1},
    {"<font face=\"Courier New\" color=\"#00ff00\" size=\"5\">x</font>", "x", "Courier New", 0,
     0x00ff00},
    {"<font back=\"#ffff00\">x</font>", "x", NULL, 0, -1},
    {"see <A HREF=\"http://a.example/?x=1&y=2\">http://a.example/?x=1&amp;y=2</A>!",
     "see http://a.example/?x=1&y=2!", NULL, 0, -1},
    {"<A HREF=\"http://www.d.example\">www.d.example</A>", "www.d.example", NULL, 0, -1},
    {"<A HREF=\"mailto:e@f.example\">e@f.example</A>", "e@f.example", NULL, 0, -1},
    {"<A HREF=\"ftp://ftp.g.example\">ftp.g.example</A>", "ftp.g.example", NULL, 0, -1},
    /* flags: what all non-blank text has */
    {"<b>a</b>", "a", NULL, B, -1},
    {"<b>a</b>b", "ab", NULL, 0, -1},
    {"a<b>b</b>", "ab", NULL, 0, -1},
    {"<b>a</b> <br>&nbsp;<b>b</b>\n", "a \n b\n", NULL, B, -1},
    {"<b><i>a</i>b</b>", "ab", NULL, B, -1},
    {"<b> </b>", " ", NULL, 0, -1},
    {"<strong><em><u><del>a</del></u></em></strong>", "a", NULL, B | I | U | S, -1},
    {"<strike>a</strike><s>b</s>", "ab", NULL, S, -1},
    {"<b>a", "a", NULL, B, -1},
    {"<b></b>a", "a", NULL, 0, -1},
    {"<b><b>a</b>b</b>", "ab", NULL, B, -1},
    {"<b><i>a</b>b</i>", "ab", NULL, I, -1}, /* badly nested */
    {"</b>a</i></span></font></a>", "a", NULL, 0, -1},
    {"<b>a<span style='font-weight: normal'>b</span></b>", "ab", NULL, 0, -1},
    {"<span style='font-weight:700'>a</span>", "a", NULL, B, -1},
    {"<span style='font-weight:600'>a</span>", "a", NULL, B, -1},
    {"<span style='font-weight:400'>a</span>", "a", NULL, 0, -1},
    {"<span style='FONT-STYLE : Italic ;; Font-Weight:BOLD'>a</span>", "a", NULL, B | I, -1},
    /* font and colour: the first that has any */
    {"a <font face='X' color='#010203'>b</font><font face='Y' color='#040506'>c</font>", "a bc",
     "X", 0, 0x010203},
    {"<font face='X'> </font><font face='Y'>c</font>", " c", "Y", 0, -1},
    {"<font face='X'><font face='Y'>a</font>b</font>", "ab", "Y", 0, -1},
    {"<font color=#000000>a</font><font color=red>b</font>", "ab", NULL, 0, 0},
    {"<font color=black>a</font>", "a", NULL, 0, 0},
    {"<font color=#00F>a</font>", "a", NULL, 0, 0x0000ff},
    {"<font color=red>a</font>", "a", NULL, 0, 0xff0000},
    {"<font color=Teal>a</font>", "a", NULL, 0, 0x008080},
    {"<font color=' aabbcc '>a</font>", "a", NULL, 0, 0xaabbcc},
    {"<font color='#12345'>a</font>", "a", NULL, 0, -1},
    {"<font color='#1234567'>a</font>", "a", NULL, 0, -1},
    {"<font color='nonsense'>a</font>", "a", NULL, 0, -1},
    {"<font color=''>a</font>", "a", NULL, 0, -1},
    {"<font color>a</font>", "a", NULL, 0, -1},
    {"<font face=''>a</font>", "a", NULL, 0, -1},
    {"<span style=\"font-family: 'Comic Sans MS', Arial\">a</span>", "a", "Comic Sans MS", 0, -1},
    {"<span style='font-family: &quot;Comic Sans MS&quot;; color: blue'>a</span>", "a",
     "Comic Sans MS", 0, 0x0000ff},
    {"<font face=\"Tom &amp; Jerry&#39;s\">a</font>", "a", "Tom & Jerry's", 0, -1},
    {"<span style='font-family: \"\"'>a</span>", "a", NULL, 0, -1},
    {"<span style='font-family: \"'>a</span>", "a", "\"", 0, -1},
    {"<font face='a\xe2\x80\x80z'>x</font>", "x", "a\xe2\x80\x80z", 0, -1},
    {"<font face=\"a\n&#10;b\">a</font>", "a", "ab", 0, -1},
    {"<font face = \"X\" color = 'red'>a</font>", "a", "X", 0, 0xff0000},
    {"<font size=3 face=X>a</font>", "a", "X", 0, -1},
    {"<font xface=X face2=Y>a</font>", "a", NULL, 0, -1},
    {"<font face=X face=Y>a</font>", "a", "X", 0, -1},
    /* line ends and blocks */
    {"a<br>b<BR/>c<br />d", "a\nb\nc\nd", NULL, 0, -1},
    {"a\nb\r\nc\rd", "a\nb\nc\nd", NULL, 0, -1},
    {"<p>a</p><p>b</p>", "a\nb", NULL, 0, -1},
    {"a<div>b</div>c", "a\nb\nc", NULL, 0, -1},
    {"a<hr>b", "a\nb", NULL, 0, -1},
    {"a<div><a href='http://x.example'>http://x.example</a></div>", "a\nhttp://x.example", NULL, 0,
     -1},
    /* entities */
    {"&lt;b&gt;&amp;&quot;&apos;&nbsp;&copy;&reg;", "<b>&\"' ©®", NULL, 0, -1},
    {"&LT;&Amp;", "<&", NULL, 0, -1},
    {"&amp;lt;", "&lt;", NULL, 0, -1},
    {"&#65;&#x42;&#X43;&#0000000067;", "ABCC", NULL, 0, -1},
    {"&#23435;&#x4f53;&#128512;", "宋体😀", NULL, 0, -1},
    {"&#60;b&#62;", "<b>", NULL, 0, -1},
    {"&#10;&#9;", "\n\t", NULL, 0, -1},
    {"&#0;&#1;&#x1b;&#127;&#x85;", "&#0;&#1;&#x1b;&#127;&#x85;", NULL, 0, -1},
    {"&#xd800;&#x110000;&#99999999;", "&#xd800;&#x110000;&#99999999;", NULL, 0, -1},
    {"&;&#;&#x;&#-1;&#1a;&#xg;", "&;&#;&#x;&#-1;&#1a;&#xg;", NULL, 0, -1},
    {"&unknown; &amp &", "&unknown; &amp &", NULL, 0, -1},
    {"&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;", "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;", NULL, 0, -1},
    /* links */
    {"<a href=\"http://x.example/\">here</a>", "here (http://x.example/)", NULL, 0, -1},
    {"<a href=\"http://x.example/\">x.example</a>", "x.example", NULL, 0, -1},
    {"<a href=\"http://x.example/\"></a>", "http://x.example/", NULL, 0, -1},
    {"<a href=\"http://x.example/\"><img src=a></a>", "http://x.example/", NULL, 0, -1},
    {"<a href=\"http://x.example/\">x.exam</a>", "x.exam (http://x.example/)", NULL, 0, -1},
    {"<a href=\"http://x.example/?a=1&amp;b\">y</a>z", "y (http://x.example/?a=1&b)z", NULL, 0, -1},
    {"<a href=\"a&#10;\nb&#9;&eacute;é&#233;\">y</a>", "y (ab&eacute;éé)", NULL, 0, -1},
    {"<a name=x>y</a>", "y", NULL, 0, -1},
    {"<a href=''>y</a>", "y", NULL, 0, -1},
    {"<a href='u'>y", "y (u)", NULL, 0, -1},
    {"<a href='u'>y<a href='v'>z</a>", "y (u)z (v)", NULL, 0, -1},
    {"<b><a href='u'>y</a></b>", "y (u)", NULL, B, -1},
    /* dropped */
    {"a<img src=\"x>y\" alt='z'>b", "ab", NULL, 0, -1},
    {"a<IMG ID=\"3\">b", "ab", NULL, 0, -1},
    {"H<sub>2</sub>O", "H2O", NULL, 0, -1},
    /* what is no tag stays */
    {"a < b", "a < b", NULL, 0, -1},
    {"a<b", "a<b", NULL, 0, -1},
    {"I <3 you", "I <3 you", NULL, 0, -1},
    {"<unknown>x</unknown>", "<unknown>x</unknown>", NULL, 0, -1},
    {"<bb>x", "<bb>x", NULL, 0, -1},
    {"<>x</>", "<>x</>", NULL, 0, -1},
    {"<", "<", NULL, 0, -1},
    {"</", "</", NULL, 0, -1},
    {"<b", "<b", NULL, 0, -1},
    {"<b ", "<b ", NULL, 0, -1},
    {"<b <b>x</b>", "<b x", NULL, 0, -1},
    {"<font face=\"x>y", "<font face=\"x>y", NULL, 0, -1},
    {"<font face=>y", "y", NULL, 0, -1},
    {"<b isn't>x</b>", "x", NULL, B, -1},
    {"x>y", "x>y", NULL, 0, -1},
    /* garbage */
    {"a\x01\x1b\x7f"
     "b",
     "ab", NULL, 0, -1},
    {"a\xff\xfe<b>b",
     "a\xef\xbf\xbd\xef\xbf\xbd"
     "b",
     NULL, 0, -1},
    {"<font face=\"\xff\">x</font>", "x", "\xef\xbf\xbd", 0, -1},
};

static void
test_to(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(tos); i++) {
        char font[64];
        MsnpStyle style;
        g_autofree char *text = msnp_markup_to_text(tos[i].html, &style, font, sizeof(font));

        g_test_message("row %u", i);
        g_assert_cmpstr(text, ==, tos[i].text);
        g_assert_cmpstr(style.font, ==, tos[i].font);
        g_assert_cmpuint(style.flags, ==, tos[i].flags);
        g_assert_cmpint(style.color, ==, tos[i].color);
    }
}

static void
test_to_null(void)
{
    MsnpStyle style = {"x", 1, 1};
    char font[4];
    g_autofree char *none = msnp_markup_to_text(NULL, &style, font, sizeof(font));
    g_autofree char *no_style = msnp_markup_to_text("<font face=x>a</font>", NULL, NULL, 0);
    g_autofree char *no_font = NULL;

    g_assert_cmpstr(none, ==, "");
    g_assert_null(style.font);
    g_assert_cmpuint(style.flags, ==, 0);
    g_assert_cmpint(style.color, ==, -1);
    g_assert_cmpstr(no_style, ==, "a");
    no_font = msnp_markup_to_text("<font face=x>a</font>", &style, NULL, 0);
    g_assert_cmpstr(no_font, ==, "a");
    g_assert_null(style.font);
}

static void
test_to_font_size(void)
{
    for (gsize size = 0; size < 8; size++) {
        g_autofree char *font = g_malloc(size);
        MsnpStyle style;
        g_autofree char *text =
            msnp_markup_to_text("<font face=Arial>a</font>", &style, font, size);

        g_assert_cmpstr(text, ==, "a");
        g_assert_cmpstr(style.font, ==, size >= 6 ? "Arial" : NULL);
    }
}

/* Deeper than anybody nests: style is lost at most, ends still match. */
static void
test_to_deep(void)
{
    g_autoptr(GString) html = g_string_new(NULL);
    g_autofree char *text = NULL;
    MsnpStyle style;

    for (guint i = 0; i < 10000; i++)
        g_string_append(html, "<b><font face=x>");
    g_string_append(html, "a");
    for (guint i = 0; i < 10000; i++)
        g_string_append(html, "</font></b>");
    g_string_append(html, "<i>b</i>");
    text = msnp_markup_to_text(html->str, &style, NULL, 0);
    g_assert_cmpstr(text, ==, "ab");
    g_assert_cmpuint(style.flags, ==, 0);
}

/* Long and never ending: no time and no memory beyond measure, and no text is lost. */
static void
test_to_hostile(void)
{
    static const char *const units[] = {"<",
                                        "<b",
                                        "<b ",
                                        "<b \"",
                                        "<b =\"",
                                        "<b ='x\"",
                                        "<font face=\"",
                                        "<font ",
                                        "<a href=",
                                        "</",
                                        "</b>",
                                        "<b></i>",
                                        "&",
                                        "&#",
                                        "&#x",
                                        "&amp",
                                        "<a href=u>",
                                        "<p>",
                                        "<b =\"'\"'",
                                        "\r",
                                        "<span style=';",
                                        "<span style=':::'>"};

    for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
        g_autoptr(GString) html = g_string_new(NULL);
        g_autofree char *text = NULL;
        MsnpStyle style;

        while (html->len < 100000)
            g_string_append(html, units[i]);
        g_string_append(html, ">\">'>tail");
        text = msnp_markup_to_text(html->str, &style, NULL, 0);
        g_assert_true(g_utf8_validate(text, -1, NULL));
        g_assert_nonnull(strstr(text, "tail"));
    }
}

/* Bytes at random, among them much that looks like HTML. */
static void
test_to_random(void)
{
    static const char *const parts[] = {"<b>",
                                        "</b>",
                                        "<font face=\"",
                                        "\">",
                                        "<a href='",
                                        "'>",
                                        "</a>",
                                        "&",
                                        "#",
                                        "x4",
                                        ";",
                                        "<",
                                        ">",
                                        "=",
                                        "<span style=\"color:",
                                        "\xff",
                                        "\xe5\xae\x8b",
                                        " ",
                                        "\n",
                                        "<p>",
                                        "a"};
    g_autoptr(GRand) rand = g_rand_new_with_seed(1863);

    for (guint round = 0; round < 5000; round++) {
        g_autoptr(GString) html = g_string_new(NULL);
        g_autofree char *text = NULL;
        char font[16];
        MsnpStyle style;

        for (gint n = g_rand_int_range(rand, 1, 30); n > 0; n--)
            g_string_append(html, parts[g_rand_int_range(rand, 0, G_N_ELEMENTS(parts))]);
        text = msnp_markup_to_text(html->str, &style, font, sizeof(font));
        g_assert_true(g_utf8_validate(text, -1, NULL));
        g_assert_true(!style.font || g_utf8_validate(style.font, -1, NULL));
    }
}

/* ---- both ways ------------------------------------------------------------------------------ */

static void
test_round_trip(void)
{
    static const char *const texts[] = {
        "hello",          "a\nb\n\n", "<b>&amp;</b> \"'&lt;", "宋体 😀", "http://a.example/?x=1&y=2",
        "  two  spaces ", "a < b > c"};

    for (guint i = 0; i < G_N_ELEMENTS(texts) * 32; i++) {
        const char *text = texts[i / 32];
        MsnpStyle style = {i % 3 ? "Tom & Jerry's" : NULL, i % 32, i % 5 ? 0x12ab00 : -1}, back;
        g_autoptr(GString) html = g_string_new(NULL);
        g_autofree char *again = NULL;
        char font[64];

        msnp_markup_from_text(html, text, strlen(text), &style);
        again = msnp_markup_to_text(html->str, &back, font, sizeof(font));
        g_assert_cmpstr(again, ==, text);
        g_assert_cmpstr(back.font, ==, style.font);
        g_assert_cmpuint(back.flags, ==, style.flags);
        g_assert_cmpint(back.color, ==, style.color);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/markup/from-text/table", test_from);
    g_test_add_func("/markup/from-text/appends", test_from_appends);
    g_test_add_func("/markup/from-text/hostile-font", test_from_hostile_font);
    g_test_add_func("/markup/to-text/table", test_to);
    g_test_add_func("/markup/to-text/null", test_to_null);
    g_test_add_func("/markup/to-text/font-size", test_to_font_size);
    g_test_add_func("/markup/to-text/deep", test_to_deep);
    g_test_add_func("/markup/to-text/hostile", test_to_hostile);
    g_test_add_func("/markup/to-text/random", test_to_random);
    g_test_add_func("/markup/round-trip", test_round_trip);
    return g_test_run();
}
