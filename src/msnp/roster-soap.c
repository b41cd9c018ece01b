/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The roster where web services keep it (MSNP13 on): filled at sign-in, told to the notification server, and read again
 * when it was changed elsewhere. Knows when that is done; refuses to know the documents.
 */
#include "msnp/roster-soap.h"

#include <string.h>
#include "msnp/adl.h"
#include "msnp/book-read.h"
#include "msnp/circle.h"
#include "msnp/limits.h"
#include "msnp/rate.h"
#include "msnp/roster-diff.h"
#include "msnp/roster-live.h"

typedef enum {
    BOOK_IDLE,
    BOOK_READING, /* all of it, to sign in */
    BOOK_TELLING, /* ADL was sent */
    BOOK_READY,
    BOOK_READING_AGAIN, /* beside what is known */
    BOOK_CHANGED,       /* what has changed was told, but for groups that are gone */
} BookState;

struct _MsnpBook {
    MsnpCore *core;
    MsnpLink *link;
    void (*over)(gpointer who, gboolean complete);
    gpointer who;
    BookState state;
    MsnpReading *reading;
    guint told; /* ADLs that have not been answered */
    gboolean complete;
    /* what happened elsewhere */
    gboolean changed;
    guint64 not_before;
    MsnpRoster *again; /* as it is read now */
    guint serial;      /* of the roster when that began */
    char *own_name;    /* as the book had it last; NULL: not at all */
};

/* ---- telling it ---- */

static void
book_told_one(MsnpBook *book)
{
    if (book->state != BOOK_TELLING || --book->told > 0)
        return;
    book->state = BOOK_READY;
    book->over(book->who, book->complete);
}

static void
adl_answered(gpointer who, const MsnpCommand *reply)
{
    book_told_one(who);
}

/* What the server does not take it may have had before; one is signed in all the same. */
static void
adl_failed(gpointer who, MsnpError error, guint number)
{
    MsnpBook *book = who;

    if (error == MSNP_ERROR_LOST)
        return;
    msnp_core_debug(book->core, "a part of the list was refused (%u)", number);
    book->complete = FALSE;
    book_told_one(book);
}

static void
book_tell(MsnpBook *book)
{
    static const MsnpAsk ask_blp = {MSNP_VERB_BLP, NULL, NULL, NULL};
    static const MsnpAsk ask_adl = {MSNP_VERB_ADL, adl_answered, adl_failed, NULL};
    g_autoptr(GPtrArray) payloads = msnp_adl_print_all(book->core->roster);
    guint i;

    book->state = BOOK_TELLING;
    book->told = payloads->len;
    msnp_link_request(book->link, &ask_blp, book, 0, "BLP", "%s",
                      msnp_roster_allows_strangers(book->core->roster) ? "AL" : "BL");
    for (i = 0; i < payloads->len; i++) {
        const GString *payload = g_ptr_array_index(payloads, i);

        msnp_link_request_payload(book->link, &ask_adl, book, TRUE, "ADL", "", payload->str, payload->len);
    }
}

/* ---- signing in ---- */

static void
book_read(MsnpBook *book, const MsnpWebEnd *end)
{
    const char *own_name = msnp_reading_own_name(book->reading);

    if (end->error == MSNP_ERROR_SERVER) {
        msnp_core_end(book->core, MSNP_ERROR_ROSTER, end->status, NULL);
    } else if (end->error != MSNP_ERROR_NONE) {
        msnp_core_end(book->core, end->error, 0, NULL);
    } else {
        if (own_name && *own_name)
            msnp_core_set_own_name(book->core, own_name);
        g_free(book->own_name);
        book->own_name = g_strdup(own_name);
        book->complete = msnp_reading_is_whole(book->reading);
        book_tell(book);
    }
}

/* ---- changed elsewhere ---- */

/* A name that only the book has changed: what one is called now may be newer than what it says. */
static void
again_own_name(MsnpBook *book)
{
    const char *own_name = msnp_reading_own_name(book->reading);

    if (*own_name && g_strcmp0(own_name, book->own_name) != 0)
        msnp_core_set_own_name(book->core, own_name);
    g_free(book->own_name);
    book->own_name = g_strdup(own_name);
}

static void
again_settings(MsnpBook *book)
{
    MsnpRoster *roster = book->core->roster;
    gboolean allows = msnp_roster_allows_strangers(book->again);

    msnp_roster_set_asks(roster, msnp_roster_asks(book->again));
    msnp_roster_copy_properties(roster, book->again);
    if (allows == msnp_roster_allows_strangers(roster))
        return;
    msnp_roster_set_allows_strangers(roster, allows);
    msnp_core_tell_number(book->core, MSNP_EVENT_PRIVACY, allows);
}

/* Whoever has made a change has told the notification server. From here it would hear of it a second time, when it may
 * not be so any more: some keep what they are told. */
static void
again_apply(MsnpBook *book)
{
    if (msnp_reading_own_name(book->reading)) {
        again_own_name(book);
        again_settings(book);
    }
    msnp_roster_take_hidden(book->core->roster, book->again);
    msnp_roster_tell_changes(book->core, book->again);
    if (msnp_circles_have_changed(book->core->circles))
        msnp_circles_start(book->core->circles, book->link);
    book->state = BOOK_CHANGED;
}

/* What was changed from here meanwhile may be in it or not: then it is read once more. */
static void
book_read_again(MsnpBook *book, const MsnpWebEnd *end)
{
    MsnpCore *core = book->core;

    book->state = BOOK_READY;
    if (end->error != MSNP_ERROR_NONE || !msnp_reading_has_book(book->reading) || !msnp_reading_is_whole(book->reading))
        msnp_core_debug(core, "the address book could not be read again");
    else if (core->editing > 0 || core->roster_serial != book->serial)
        book->changed = TRUE;
    else
        again_apply(book);
    if (book->state == BOOK_READY)
        g_clear_pointer(&book->again, msnp_roster_free);
}

/* People are out of a group before it goes, also to the eyes of who is told one after the other. */
static void
again_over(MsnpBook *book)
{
    msnp_roster_tell_gone_groups(book->core, book->again);
    g_clear_pointer(&book->again, msnp_roster_free);
    book->state = BOOK_READY;
}

static void
book_reading_done(gpointer who, const MsnpWebEnd *end)
{
    MsnpBook *book = who;

    if (book->state == BOOK_READING)
        book_read(book, end);
    else
        book_read_again(book, end);
}

void
msnp_book_changed(MsnpBook *book)
{
    book->changed = TRUE;
}

gboolean
msnp_book_run(MsnpBook *book)
{
    MsnpCore *core = book->core;

    if (book->state == BOOK_CHANGED) {
        again_over(book);
        return TRUE;
    }
    book->changed |= core->book_doubtful;
    core->book_doubtful = FALSE;
    if (!book->changed || book->state != BOOK_READY || core->editing > 0 || core->now < book->not_before)
        return FALSE;
    if (!msnp_rate_allows(core, MSNP_RATE_BOOK, "")) {
        book->not_before = core->now + MSNP_BOOK_PAUSE;
        return TRUE;
    }
    book->changed = FALSE;
    book->state = BOOK_READING_AGAIN;
    book->serial = core->roster_serial;
    book->again = msnp_roster_new();
    msnp_reading_start(book->reading, book->again, "ABChangeNotifyAlert");
    return TRUE;
}

guint64
msnp_book_deadline(const MsnpBook *book)
{
    return book->changed && book->state == BOOK_READY ? book->not_before : 0;
}

/* ---- from the server ---- */

/* Who says by NOT that the address book was changed. */
#define MSNP_SITE_ID_CONTACTS 45705

static void
heard_added(gpointer who, const char *handle, guint lists, const char *name)
{
    MsnpCore *core = ((MsnpBook *) who)->core;
    MsnpContact *contact;

    if (!(lists & (MSNP_LIST_REVERSE | MSNP_LIST_PENDING)) || !strcmp(handle, core->own))
        return;
    contact = msnp_roster_add_contact(core->roster, handle);
    if (contact && *name && !*msnp_contact_name(contact))
        msnp_contact_set_name(contact, name);
    msnp_live_add(core, handle, MSNP_LIST_REVERSE, NULL, NULL);
    if (contact && msnp_contact_is_pending(contact))
        msnp_contact_add_lists(contact, MSNP_LIST_PENDING);
}

static void
heard_removed(gpointer who, const char *handle, guint lists, const char *name)
{
    MsnpBook *book = who;

    if (lists & (MSNP_LIST_REVERSE | MSNP_LIST_PENDING))
        msnp_live_remove(book->core, handle, MSNP_LIST_REVERSE | MSNP_LIST_PENDING, NULL);
}

gboolean
msnp_book_notice(MsnpBook *book, const MsnpCommand *c)
{
    gboolean ours = FALSE;
    MsnpNotice notice;

    if (!book->link || c->verb->id != MSNP_VERB_NOT || !msnp_notice_parse(c->payload, c->payload_len, &notice))
        return FALSE;
    ours = notice.siteid == MSNP_SITE_ID_CONTACTS;
    book->changed |= ours;
    msnp_notice_clear(&notice);
    return ours;
}

void
msnp_book_command(MsnpBook *book, const MsnpCommand *c)
{
    gboolean added = c->verb->id == MSNP_VERB_ADL;

    if (!msnp_adl_read(c->payload, c->payload_len, added ? heard_added : heard_removed, book))
        msnp_core_debug(book->core, "%s of nobody ignored", c->verb->name);
}

/* ---- life ---- */

MsnpBook *
msnp_book_new(MsnpCore *core, void (*over)(gpointer who, gboolean complete), gpointer who)
{
    MsnpBook *book = g_new0(MsnpBook, 1);

    book->core = core;
    book->over = over;
    book->who = who;
    book->reading = msnp_reading_new(core, book_reading_done, book);
    return book;
}

void
msnp_book_free(MsnpBook *book)
{
    g_clear_pointer(&book->again, msnp_roster_free);
    msnp_reading_free(book->reading);
    g_free(book->own_name);
    g_free(book);
}

void
msnp_book_start(MsnpBook *book, MsnpLink *link)
{
    book->link = link;
    book->changed = book->core->book_doubtful = FALSE;
    book->state = BOOK_READING;
    msnp_roster_renew(book->core->roster);
    msnp_reading_start(book->reading, book->core->roster, "Initial");
}

void
msnp_book_stop(MsnpBook *book)
{
    book->state = BOOK_IDLE;
    book->link = NULL;
    msnp_reading_stop(book->reading);
    g_clear_pointer(&book->again, msnp_roster_free);
}
