/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two sessions in one process, and a small service between them that loses what it is told to lose.
 * Knows msnp.h alone. */
#include "two-people.h"

#include <string.h>

/* ---- the service ---- */

void
say(Person *p, guint link, const char *format, ...)
{
    g_autofree char *line = NULL;
    va_list args;
    va_start(args, format);
    line = g_strdup_vprintf(format, args);
    va_end(args);
    msnp_session_received(p->session, link, line, strlen(line));
}

static void
ns_ver(Person *p, guint link, char **w)
{
    say(p, link, "VER %s MSNP9\r\n", w[1]);
}

static void
ns_cvr(Person *p, guint link, char **w)
{
    say(p, link, "CVR %s 6 6 6 http://x http://x\r\n", w[1]);
}

static void
ns_usr(Person *p, guint link, char **w)
{
    if (!strcmp(w[3], "I"))
        say(p, link, "USR %s TWN S lc=1,id=1\r\n", w[1]);
    else
        say(p, link, "USR %s OK %s Name 1 0\r\n", w[1], p->who);
}

static void
ns_syn(Person *p, guint link, char **w)
{
    say(p, link, "SYN %s 1 1 0\r\nLST %s Name 11 0\r\n", w[1], p->other->who);
}

static void
ns_chg(Person *p, guint link, char **w)
{
    const char *object = w[4] ? w[4] : "0";
    say(p, link, "CHG %s %s %s\r\n", w[1], w[2], w[3]);
    if (p->other->ns && msnp_session_is_online(p->other->session))
        say(p->other, p->other->ns, "NLN %s %s Name %s %s\r\n", w[2], p->who, w[3], object);
}

static void
ns_png(Person *p, guint link, char **w)
{
    p->service->pings++;
    say(p, link, "QNG 50\r\n");
}

static void
ns_xfr(Person *p, guint link, char **w)
{
    say(p, link, "XFR %s SB sb.example.com:1864 CKI %s\r\n", w[1], p->who);
}

static void
sb_usr(Person *p, guint link, char **w)
{
    p->sb = link;
    say(p, link, "USR %s OK %s Name\r\n", w[1], p->who);
}

static void
sb_cal(Person *p, guint link, char **w)
{
    say(p, link, "CAL %s RINGING 1\r\n", w[1]);
    say(p->other, p->other->ns, "RNG 1 sb.example.com:1864 CKI 1 %s Name\r\n", p->who);
}

static void
sb_ans(Person *p, guint link, char **w)
{
    p->sb = link;
    say(p, link, "IRO %s 1 1 %s Name\r\nANS %s OK\r\n", w[1], p->other->who, w[1]);
    say(p->other, p->other->sb, "JOI %s Name\r\n", p->who);
}

static void
sb_break(Person *p)
{
    guint link = p->sb;
    p->sb = 0;
    g_hash_table_remove(p->wires, GUINT_TO_POINTER(link));
    msnp_session_closed(p->session, link, MSNP_ERROR_LOST, NULL);
}

static const struct {
    Role role;
    const char *verb;
    void (*answer)(Person *p, guint link, char **words);
} verbs[] = {
    {ROLE_NS, "VER", ns_ver}, {ROLE_NS, "CVR", ns_cvr}, {ROLE_NS, "USR", ns_usr},
    {ROLE_NS, "SYN", ns_syn}, {ROLE_NS, "CHG", ns_chg}, {ROLE_NS, "XFR", ns_xfr},
    {ROLE_NS, "PNG", ns_png},
    {ROLE_SB, "USR", sb_usr}, {ROLE_SB, "CAL", sb_cal}, {ROLE_SB, "ANS", sb_ans},
};

static void
relay(Person *p, guint link, const char *trid, const char *letter, const char *payload, gsize len)
{
    Service *s = p->service;
    gboolean p2p = strstr(payload, "x-msnmsgrp2p") != NULL;
    g_assert_cmpuint(len, <=, 1664);
    if (p2p) {
        g_assert_cmpstr(letter, ==, "D");
        s->packets++;
        if (s->cut_after && s->packets == s->cut_after) {
            sb_break(p);
            if (p->other->sb)
                sb_break(p->other);
            return;
        }
        if (s->nak_every && s->packets % s->nak_every == 0) {
            say(p, link, "NAK %s\r\n", trid);
            return;
        }
    }
    if (p->other->sb) {
        say(p->other, p->other->sb, "MSG %s Name %" G_GSIZE_FORMAT "\r\n", p->who, len);
        msnp_session_received(p->other->session, p->other->sb, payload, len);
    }
    if (!s->mute && (*letter == 'A' || *letter == 'D'))
        say(p, link, "ACK %s\r\n", trid);
}

static void
direct_break(Person *p)
{
    guint link = p->direct;
    p->direct = 0;
    g_hash_table_remove(p->wires, GUINT_TO_POINTER(link));
    msnp_session_closed(p->session, link, MSNP_ERROR_LOST, NULL);
}

/* What was written to a direct connection goes to the other end. */
static gboolean
serve_direct(Person *p, guint link, Wire *wire)
{
    Service *s = p->service;
    if (wire->in->len == 0 || !wire->linked || !p->other->direct ||
        (s->stuffed && p == &s->bob))
        return FALSE;
    s->direct_bytes += (guint) wire->in->len;
    if (s->direct_cut && s->direct_bytes >= s->direct_cut) {
        s->direct_cut = 0;
        direct_break(p);
        direct_break(p->other);
        return TRUE;
    }
    if (s->tamper && p == &s->alice)
        s->tamper(wire->in, s->how);
    msnp_session_received(p->other->session, p->other->direct, wire->in->str, wire->in->len);
    g_string_truncate(wire->in, 0);
    msnp_session_writable(p->session, link);
    return TRUE;
}

/* Answers one command of a link; FALSE if none is whole. */
static gboolean
serve_one(Person *p, guint link, Wire *wire)
{
    if (wire->role == ROLE_DIRECT)
        return serve_direct(p, link, wire);
    char *end = strstr(wire->in->str, "\r\n");
    if (end == NULL)
        return FALSE;
    g_autofree char *line = g_strndup(wire->in->str, (gsize) (end - wire->in->str));
    g_auto(GStrv) w = g_strsplit(line, " ", 20);
    gsize head = strlen(line) + 2;
    if (!strcmp(w[0], "MSG") || !strcmp(w[0], "UUX") || !strcmp(w[0], "QRY")) {
        gsize len = g_ascii_strtoull(w[g_strv_length(w) - 1], NULL, 10);
        if (wire->in->len < head + len)
            return FALSE;
        g_autofree char *payload = g_malloc0(len + 1);
        memcpy(payload, wire->in->str + head, len);
        g_string_erase(wire->in, 0, (gssize) (head + len));
        if (!strcmp(w[0], "MSG"))
            relay(p, link, w[1], w[2], payload, len);
        return TRUE;
    }
    g_string_erase(wire->in, 0, (gssize) head);
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
        if (verbs[i].role == wire->role && !strcmp(verbs[i].verb, w[0])) {
            verbs[i].answer(p, link, w);
            break;
        }
    return TRUE;
}

static void
answer_job(Person *p, guint id)
{
    MsnpHttpHeader nexus = {"PassportURLs", "DALogin=login.example.com/x", FALSE};
    MsnpHttpHeader login = {
        "Authentication-Info", "Passport1.4 da-status=success,from-PP='t=1',ru=x", FALSE};
    MsnpHttpReply reply = {.status = 200, .headers = id == 1 ? &nexus : &login, .n_headers = 1};
    msnp_session_job_done(p->session, id, &reply);
}

/* ---- the host ---- */

static void
wire_free(gpointer data)
{
    Wire *wire = data;
    g_string_free(wire->in, TRUE);
    g_free(wire);
}

static void
on_connect(Person *p, const MsnpAction *a)
{
    Wire *wire = g_new0(Wire, 1);
    wire->role = a->port == 1864 ? ROLE_SB : a->port == 40000 ? ROLE_DIRECT : ROLE_NS;
    wire->in = g_string_new(NULL);
    g_hash_table_insert(p->wires, GUINT_TO_POINTER(a->link), wire);
    if (wire->role == ROLE_NS)
        p->ns = a->link;
    if (wire->role == ROLE_DIRECT) {
        p->direct = a->link;
        Wire *far = g_hash_table_lookup(p->other->wires, GUINT_TO_POINTER(p->other->direct));
        g_assert_nonnull(far);
        far->up = far->linked = wire->linked = TRUE;
        msnp_session_link_up(p->other->session, p->other->direct);
    }
}

static void
on_listen(Person *p, const MsnpAction *a)
{
    static const char *const internal[] = {"192.0.2.7", NULL};
    MsnpAddresses addresses = {internal, 40000, NULL, 0};
    if (p->deaf) {
        msnp_session_closed(p->session, a->link, MSNP_ERROR_CONNECT, NULL);
        return;
    }
    Wire *wire = g_new0(Wire, 1);
    wire->role = ROLE_DIRECT;
    wire->in = g_string_new(NULL);
    wire->up = TRUE; /* nothing has come yet; the other side says when */
    p->direct = a->link;
    g_hash_table_insert(p->wires, GUINT_TO_POINTER(a->link), wire);
    msnp_session_listening(p->session, a->link, &addresses);
}

static void
on_close(Person *p, const MsnpAction *a)
{
    Wire *wire = g_hash_table_lookup(p->wires, GUINT_TO_POINTER(a->link));
    if (p->direct == a->link) {
        p->direct = 0;
        if (wire != NULL && wire->linked && p->other->direct)
            direct_break(p->other);
    }
    if (p->sb == a->link) {
        p->sb = 0;
        if (p->other->sb)
            say(p->other, p->other->sb, "BYE %s\r\n", p->who);
    }
    g_hash_table_remove(p->wires, GUINT_TO_POINTER(a->link));
}

static void
on_read(Person *p, const MsnpAction *a)
{
    g_assert_cmpuint(a->offset + a->len, <=, p->disk->len);
    msnp_session_file_piece(p->session, a->id, a->offset, p->disk->str + a->offset, a->len);
}

static void
on_write(Person *p, const MsnpAction *a)
{
    g_assert_cmpuint(a->offset, ==, p->file->len);
    g_byte_array_append(p->file, a->data, (guint) a->len);
}

static void
on_link_write(Person *p, const MsnpAction *a)
{
    Wire *wire = g_hash_table_lookup(p->wires, GUINT_TO_POINTER(a->link));
    if (wire)
        g_string_append_len(wire->in, (const char *) a->data, (gssize) a->len);
}

static void
on_fetch(Person *p, const MsnpAction *a)
{
    g_ptr_array_add(p->jobs, GUINT_TO_POINTER(a->id));
}

static void
on_object(Person *p, const MsnpAction *a)
{
    p->object_error = a->error;
    g_byte_array_set_size(p->object, 0);
    if (a->len > 0)
        g_byte_array_append(p->object, a->data, (guint) a->len);
}

static void
on_emoticon(Person *p, const MsnpAction *a)
{
    p->shortcuts++;
    g_free(p->emoticon);
    p->emoticon = g_strdup(a->detail);
}

static void
on_message(Person *p, const MsnpAction *a)
{
    g_string_append_len(p->heard, (const char *) a->data, (gssize) a->len);
}

static void
on_debug(Person *p, const MsnpAction *a)
{
    g_string_append_printf(p->told, "%s\n", a->text);
}

static void
on_offered(Person *p, const MsnpAction *a)
{
    p->offered = a->id;
}

static void
on_done(Person *p, const MsnpAction *a)
{
    p->done = TRUE;
}

static void
on_failed(Person *p, const MsnpAction *a)
{
    p->failed = TRUE;
    p->why = a->error;
}

static void
perform(Person *p, const MsnpAction *a)
{
    static void (*const handlers[MSNP_N_ACTIONS])(Person *, const MsnpAction *) = {
        [MSNP_ACTION_CONNECT] = on_connect,     [MSNP_ACTION_LISTEN] = on_listen,
        [MSNP_ACTION_WRITE] = on_link_write,    [MSNP_ACTION_CLOSE] = on_close,
        [MSNP_ACTION_FETCH] = on_fetch,         [MSNP_ACTION_FILE_READ] = on_read,
        [MSNP_ACTION_FILE_WRITE] = on_write,    [MSNP_EVENT_OBJECT] = on_object,
        [MSNP_EVENT_EMOTICON] = on_emoticon,    [MSNP_EVENT_MESSAGE] = on_message,
        [MSNP_EVENT_FILE_OFFERED] = on_offered, [MSNP_EVENT_FILE_DONE] = on_done,
        [MSNP_EVENT_FILE_FAILED] = on_failed,   [MSNP_ACTION_DEBUG] = on_debug,
    };
    if (handlers[a->kind])
        handlers[a->kind](p, a);
}

gboolean
person_step(Person *p)
{
    g_autoptr(GList) links = NULL;
    gboolean any = FALSE;
    const MsnpAction *action;
    while ((action = msnp_session_next(p->session))) {
        perform(p, action);
        any = TRUE;
    }
    while (p->jobs->len > 0) {
        answer_job(p, GPOINTER_TO_UINT(g_ptr_array_remove_index(p->jobs, 0)));
        any = TRUE;
    }
    links = g_hash_table_get_keys(p->wires);
    for (GList *l = links; l; l = l->next) {
        Wire *wire = g_hash_table_lookup(p->wires, l->data);
        if (wire && !wire->up) {
            wire->up = any = TRUE;
            msnp_session_link_up(p->session, GPOINTER_TO_UINT(l->data));
        } else if (wire && serve_one(p, GPOINTER_TO_UINT(l->data), wire)) {
            any = TRUE;
        }
    }
    return any;
}

void
settle(Service *s)
{
    guint rounds = 0;
    gboolean any = TRUE;
    while (any) {
        any = person_step(&s->alice);
        any |= person_step(&s->bob);
        g_assert_cmpuint(rounds++, <, 10000000);
    }
}

void
pass(Service *s, guint64 ms)
{
    guint64 end = s->now + ms;
    while (s->now < end) {
        guint64 a = msnp_session_deadline(s->alice.session);
        guint64 b = msnp_session_deadline(s->bob.session);
        guint64 next = MIN(a ? a : end, b ? b : end);
        s->now = MIN(MAX(next, s->now + 1), end);
        msnp_session_tick(s->alice.session, s->now);
        msnp_session_tick(s->bob.session, s->now);
        settle(s);
    }
}

static void
person_init(Service *s, Person *p, Person *other, const char *who, guint8 seed,
            gboolean direct)
{
    MsnpEnv env = {.account = who, .password = "p", .host = "ns.example.com",
                   .nexus_url = "https://nexus.example.com/rdr", .max_dialect = 9,
                   .status = MSNP_AVAILABLE, .direct = direct,
                   .client_name = "test", .random = {seed}};
    p->service = s;
    p->other = other;
    p->who = who;
    p->session = msnp_session_new(&env);
    p->wires = g_hash_table_new_full(NULL, NULL, NULL, wire_free);
    p->jobs = g_ptr_array_new();
    p->object = g_byte_array_new();
    p->file = g_byte_array_new();
    p->disk = g_string_new(NULL);
    p->heard = g_string_new(NULL);
    p->told = g_string_new(NULL);
    msnp_session_tick(p->session, s->now);
    msnp_session_start(p->session);
}

Service *
service_new(gboolean direct)
{
    Service *s = g_new0(Service, 1);
    s->now = 1000000;
    person_init(s, &s->alice, &s->bob, ALICE, 1, direct);
    person_init(s, &s->bob, &s->alice, BOB, 2, direct);
    settle(s);
    g_assert_true(msnp_session_is_online(s->alice.session));
    g_assert_true(msnp_session_is_online(s->bob.session));
    msnp_set_status(s->alice.session, MSNP_BUSY); /* each hears of the other now */
    msnp_set_status(s->bob.session, MSNP_BUSY);
    settle(s);
    return s;
}

static void
person_clear(Person *p)
{
    msnp_session_free(p->session);
    g_hash_table_destroy(p->wires);
    g_ptr_array_free(p->jobs, TRUE);
    g_byte_array_free(p->object, TRUE);
    g_byte_array_free(p->file, TRUE);
    g_string_free(p->disk, TRUE);
    g_string_free(p->heard, TRUE);
    g_string_free(p->told, TRUE);
    g_free(p->emoticon);
}

void
service_free(Service *s)
{
    person_clear(&s->alice);
    person_clear(&s->bob);
    g_free(s);
}

void
fill(GString *bytes, gsize len)
{
    g_string_set_size(bytes, len);
    for (gsize i = 0; i < len; i++)
        bytes->str[i] = (char) (i * 7 + i / 251);
}
