/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words that list commands are made of: codes of lists, ids of groups and contacts. Knows their
 * shape; refuses to know whom they mean.
 */
#ifndef MSNP_ROSTER_WORDS_H
#define MSNP_ROSTER_WORDS_H

#include "msnp/msnp.h"

/* "FL" and its like: of the first list among bits (MsnpLists), "" if there is none. */
const char *msnp_list_code(guint lists);

/* The list of a code in capitals or not; 0 if there is no such list. */
guint msnp_list_of(const char *code);

/* 8-4-4-4-12 hexadecimal digits. */
gboolean msnp_is_guid(const char *word);

/* What a server may call a group: a number, or a GUID, with braces or without. */
gboolean msnp_is_group_id(const char *word);

/* What a server may call a contact, and what is safe to say back to it in a line: the same, or an
 * address where its lists have no GUIDs. */
gboolean msnp_is_contact_id(const char *word);

#endif
