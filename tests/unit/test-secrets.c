/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whatever gives memory back has wiped from it what was secret: a session signs in by each scheme,
 * and every block that is freed meanwhile is searched. */
#include "msnp/msnp.h"
#include "purple/httpmsg.h"

#include <string.h>

/* Of the sanitizers' runtime; its header is not everywhere. */
int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void *, size_t),
                                              void (*on_free)(const volatile void *));
size_t __sanitizer_get_allocated_size(const volatile void *block);

#define PASSWORD "correct,horse"
#define ENCODED  "correct%2Chorse"
#define TICKET   "t=ticketticketticket&p=profileprofile"
#define ESCAPED  "t=ticketticketticket&amp;p=profileprofile"
#define PROOF    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"
#define COOKIE   "17262740.1050826919"
#define MSPAUTH  "5UAwfzzzDfoXd24KuRu*iIYlVLVJDdIV"
/* MD5 of the challenge below and the password, in hexadecimal digits and in bytes; computed when
 * the test begins. */
static char digest[33];
static guint8 digest_bytes[16];
/* What opens the inbox of a minute after the sign-in. */
static char creds[33];
static guint8 seed[32];

static const struct {
    const char *name;
    const void *bytes;
    gsize len;
} secrets[] = {
    {"the password", PASSWORD, sizeof(PASSWORD) - 1},
    {"the password, encoded", ENCODED, sizeof(ENCODED) - 1},
    {"the ticket", TICKET, sizeof(TICKET) - 1},
    {"the ticket, escaped", ESCAPED, sizeof(ESCAPED) - 1},
    {"the secret of the ticket", PROOF, sizeof(PROOF) - 1},
    {"the cookie of a switchboard", COOKIE, sizeof(COOKIE) - 1},
    {"the cookie of the web site", MSPAUTH, sizeof(MSPAUTH) - 1},
    {"the digest", digest, 32},
    {"the digest in bytes", digest_bytes, 16},
    {"the digest of the inbox", creds, 32},
    {"what random bytes are made of", seed, 32},
};

/* ---- every block that is freed ---- */

static gboolean watching;
static guint n_freed;
static guint n_found[G_N_ELEMENTS(secrets)];

static void
on_malloc(const volatile void *block, size_t size)
{
}

static void
on_free(const volatile void *block)
{
    const void *bytes = (const void *) block;
    if (!watching || bytes == NULL) {
        return;
    }
    gsize size = __sanitizer_get_allocated_size(block);
    n_freed++;
    for (guint i = 0; i < G_N_ELEMENTS(secrets); i++) {
        for (gsize at = 0; at + secrets[i].len <= size; at++) {
            if (memcmp((const guint8 *) bytes + at, secrets[i].bytes, secrets[i].len) == 0) {
                n_found[i]++;
                break;
            }
        }
    }
}

static void
watch(void)
{
    memset(n_found, 0, sizeof(n_found));
    n_freed = 0;
    watching = TRUE;
}

static void
nothing_was_found(void)
{
    watching = FALSE;
    g_assert_cmpuint(n_freed, >, 0);
    for (guint i = 0; i < G_N_ELEMENTS(secrets); i++) {
        if (n_found[i] > 0) {
            g_test_message("%s was freed %u times and not wiped", secrets[i].name, n_found[i]);
            g_test_fail();
        }
    }
}

/* The test can fail: memory that is not wiped is noticed, also when it only moves. */
static void
test_notices(void)
{
    watch();
    char *text = g_strdup_printf("before%safter", PASSWORD);
    g_free(text);
    GString *grows = g_string_new(TICKET);
    for (guint i = 0; i < 1000; i++) {
        g_string_append_c(grows, 'x');
    }
    watching = FALSE;
    g_string_free(grows, TRUE);
    g_assert_cmpuint(n_found[0], >, 0);
    g_assert_cmpuint(n_found[2], >, 0);
}

/* ---- a session ---- */

static MsnpSession *session;
static guint link_ns, link_sb, job;
static guint64 now;
static gboolean url_told;

/* As a host does it, which keeps nothing. */
static void
drain(void)
{
    for (const MsnpAction *action; (action = msnp_session_next(session)) != NULL;) {
        g_autoptr(GString) line = g_string_sized_new(16384);
        msnp_action_print(action, line);
        if (action->kind == MSNP_ACTION_CONNECT) {
            *(link_ns == 0 ? &link_ns : &link_sb) = action->link;
        } else if (action->kind == MSNP_ACTION_FETCH) {
            job = action->id;
        } else if (action->kind == MSNP_EVENT_URL) {
            url_told = action->text != NULL && strstr(action->text, creds) != NULL;
        }
    }
}

/* What comes is wiped by the host. */
static void
hear(guint link, const char *text)
{
    msnp_session_received(session, link, text, strlen(text));
    drain();
}

static void
job_done(const char *name, const char *value)
{
    const MsnpHttpHeader header = {name, value, TRUE};
    const MsnpHttpReply reply = {.status = 200, .headers = &header, .n_headers = 1};
    msnp_session_job_done(session, job, &reply);
    drain();
}

static void
begin(guint max_dialect)
{
    MsnpEnv env = {.account = "alice@example.com", .password = PASSWORD, .host = "ns.example.com",
                   .nexus_url = "https://nexus.example.com/", .allow_md5 = TRUE,
                   .max_dialect = max_dialect};
    memcpy(env.random, seed, sizeof(seed));
    link_ns = link_sb = job = 0;
    url_told = FALSE;
    now = 1000;
    watch();
    session = msnp_session_new(&env);
    msnp_session_set_trace(session, TRUE);
    msnp_session_tick(session, now);
    msnp_session_start(session);
    drain();
    msnp_session_link_up(session, link_ns);
    drain();
}

static void
end(void)
{
    msnp_session_quit(session);
    drain();
    msnp_session_free(session);
    nothing_was_found();
}

/* A switchboard is asked for, and somebody rings; each has a cookie. */
static void
talk(guint trid)
{
    char line[128];
    msnp_send_text(session, "bob@example.com", "hello", 5, NULL, NULL);
    drain();
    g_snprintf(line, sizeof(line), "XFR %u SB 192.0.2.9:1864 CKI %s\r\n", trid, COOKIE);
    hear(link_ns, line);
    msnp_session_link_up(session, link_sb);
    drain();
    hear(link_sb, "USR 1 OK alice@example.com Alice\r\nCAL 2 RINGING 1\r\n"
                  "JOI bob@example.com Bob\r\n");
    hear(link_ns, "RNG 11 192.0.2.9:1864 CKI " COOKIE " bob@example.com Bob\r\n");
    msnp_session_link_up(session, link_sb);
    drain();
}

static void
test_md5(void)
{
    begin(7);
    hear(link_ns, "VER 1 MSNP7\r\n");
    hear(link_ns, "INF 2 MD5\r\nUSR 3 MD5 S 1013928519.693957190\r\n");
    hear(link_ns, "USR 4 OK alice@example.com Alice 1\r\nSYN 5 1 0 0\r\n");
    talk(8);
    end();
}

static void
test_passport(void)
{
    begin(9);
    hear(link_ns, "VER 1 MSNP9\r\n");
    hear(link_ns, "CVR 2 1 1 1 u u\r\nUSR 3 TWN S ct=1,lc=1\r\n");
    job_done("PassportURLs", "DALogin=login.example.com/x");
    job_done("Authentication-Info", "Passport1.4 da-status=success,from-PP='" TICKET "',ru=x");
    hear(link_ns, "USR 4 OK alice@example.com Alice 1 0\r\nSYN 5 1 0 0\r\n");
    hear(link_ns, "MSG Hotmail Hotmail 128\r\nMIME-Version: 1.0\r\n"
                  "Content-Type: text/x-msmsgsprofile; charset=UTF-8\r\n"
                  "MSPAuth: " MSPAUTH "\r\nsid: 507\r\n\r\n");
    /* the profile comes a second time, in which the cookie is a new one */
    hear(link_ns, "MSG Hotmail Hotmail 128\r\nMIME-Version: 1.0\r\n"
                  "Content-Type: text/x-msmsgsprofile; charset=UTF-8\r\n"
                  "MSPAuth: " MSPAUTH "\r\nsid: 507\r\n\r\n");
    now += 60000;
    msnp_session_tick(session, now);
    drain();
    hear(link_ns, "QNG 60\r\n");
    guint id = 0;
    g_assert_cmpint(msnp_ask_url(session, "INBOX", &id), ==, MSNP_ERROR_NONE);
    drain();
    hear(link_ns, "URL 7 /inbox https://login.example.com/ppsecure 1\r\n");
    g_assert_true(url_told);
    talk(8);
    end();
}

static void
job_answered(const char *body)
{
    const MsnpHttpReply reply = {
        .status = 200, .body = (const guint8 *) body, .body_len = strlen(body)};
    msnp_session_job_done(session, job, &reply);
    drain();
}

/* The second time in a body that has to be mended before it is read. */
static void
test_sso(void)
{
    static const char *const bodies[] = {
        "<E><B><c><RequestSecurityTokenResponse><AppliesTo><EndpointReference><Address>"
        "messengerclear.live.com</Address></EndpointReference></AppliesTo><RequestedSecurityToken>"
        "<BinarySecurityToken>" ESCAPED "</BinarySecurityToken></RequestedSecurityToken>"
        "<RequestedProofToken><BinarySecret>" PROOF "</BinarySecret></RequestedProofToken>"
        "</RequestSecurityTokenResponse><RequestSecurityTokenResponse><AppliesTo>"
        "<EndpointReference><Address>contacts.msn.com</Address></EndpointReference></AppliesTo>"
        "<RequestedSecurityToken><BinarySecurityToken>" ESCAPED "</BinarySecurityToken>"
        "</RequestedSecurityToken></RequestSecurityTokenResponse></c></B></E>",
        "<E><B>\xff<c><RequestSecurityTokenResponse><AppliesTo><EndpointReference><Address>"
        "messengerclear.live.com</Address></EndpointReference></AppliesTo><RequestedSecurityToken>"
        "<BinarySecurityToken>" ESCAPED "</BinarySecurityToken></RequestedSecurityToken>"
        "<RequestedProofToken><BinarySecret>" PROOF "</BinarySecret></RequestedProofToken>"
        "</RequestSecurityTokenResponse></c></B></E>",
    };

    for (guint i = 0; i < G_N_ELEMENTS(bodies); i++) {
        begin(15);
        hear(link_ns, "VER 1 MSNP15\r\n");
        hear(link_ns, "CVR 2 1 1 1 u u\r\nUSR 3 SSO S MBI 0123456789\r\n");
        guint asked = job;
        job_answered(bodies[i]);
        hear(link_ns, "USR 4 OK alice@example.com 1 0\r\n");
        g_assert_cmpuint(job, >, asked);
        end();
    }
}

/* ---- HTTP ---- */

static void
test_http(void)
{
    static const char text[] = "HTTP/1.1 100 Continue\r\nX: " TICKET "\r\n\r\nHTTP/1.1 200 OK\r\n"
                               "Authentication-Info: Passport1.4 from-PP='" TICKET "'\r\n"
                               "Content-Length: 500\r\n\r\n";
    const MsnpHttpHeader header = {"Authorization", "pwd=" ENCODED, TRUE};
    const MsnpHttpRequest request = {.method = "GET", .url = "https://x/", .headers = &header,
                                     .n_headers = 1};
    watch();
    msnp_http_request_free(msnp_http_request_print(&request, "x", 443, "/"));
    MsnpHttpParser *parser = msnp_http_parser_new();
    for (guint i = 0; text[i] != '\0'; i++) {
        msnp_http_parser_feed(parser, text + i, 1);
    }
    for (guint i = 0; i < 10; i++) {
        msnp_http_parser_feed(parser, TICKET, strlen(TICKET));
    }
    msnp_http_parser_free(parser);
    nothing_was_found();
}

/* ---- */

static void
digest_of(const char *text, char hex[33])
{
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_MD5, text, -1);
    g_strlcpy(hex, sum, 33);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    digest_of("1013928519.693957190" PASSWORD, digest);
    digest_of(MSPAUTH "60" PASSWORD, creds);
    for (guint i = 0; i < sizeof(digest_bytes); i++) {
        digest_bytes[i] = (guint8) (g_ascii_xdigit_value(digest[2 * i]) * 16 +
                                    g_ascii_xdigit_value(digest[2 * i + 1]));
    }
    for (guint i = 0; i < sizeof(seed); i++) {
        seed[i] = (guint8) (i * 7 + 3);
    }
    g_assert_cmpint(__sanitizer_install_malloc_and_free_hooks(on_malloc, on_free), >, 0);
    g_test_add_func("/secrets/notices", test_notices);
    g_test_add_func("/secrets/md5", test_md5);
    g_test_add_func("/secrets/passport", test_passport);
    g_test_add_func("/secrets/sso", test_sso);
    g_test_add_func("/secrets/http", test_http);
    return g_test_run();
}
