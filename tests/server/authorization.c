/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows the items of a Passport 1.4 Authorization header and their order. */
#include "authorization.h"

#include <string.h>

#include "passport.h"
#include "wire.h"

#define ORG_URL "http://messenger.msn.com"

void
credentials_clear(Credentials *credentials)
{
    g_free(credentials->mail);
    g_free(credentials->password);
}

static gboolean
encoded_strictly(const char *word)
{
    for (const char *p = word; *p != '\0'; p++) {
        if (!g_ascii_isalnum(*p) && strchr("-_.~%", *p) == NULL)
            return FALSE;
    }
    return TRUE;
}

/* The encoded value after "NAME=" at *text up to the next comma, decoded; moves *text behind it. */
static char *
take_item(const char **text, const char *name, const char **why)
{
    gsize name_length = strlen(name);
    const char *comma;

    if (strncmp(*text, name, name_length) != 0 || (*text)[name_length] != '=') {
        *why = "the items of Authorization are OrgVerb, OrgURL, sign-in, pwd and the challenge";
        return NULL;
    }
    const char *value = *text + name_length + 1;

    comma = strchr(value, ',');
    if (comma == NULL) {
        *why = "Authorization ends too early";
        return NULL;
    }
    g_autofree char *word = g_strndup(value, (gsize) (comma - value));

    *text = comma + 1;
    if (!encoded_strictly(word)) {
        *why = "an item of Authorization is not percent-encoded";
        return NULL;
    }
    return wire_decode(word, why);
}

const char *
authorization_fault(const char *header, Credentials *credentials)
{
    const char *why = NULL;
    const char *text = header + strlen("Passport1.4 ");

    if (!g_str_has_prefix(header, "Passport1.4 "))
        return "Authorization does not start Passport1.4";
    g_autofree char *verb = take_item(&text, "OrgVerb", &why);

    if (verb == NULL)
        return why;
    g_autofree char *url = take_item(&text, "OrgURL", &why);

    if (url == NULL)
        return why;
    credentials->mail = take_item(&text, "sign-in", &why);
    if (credentials->mail == NULL)
        return why;
    credentials->password = take_item(&text, "pwd", &why);
    if (credentials->password == NULL)
        return why;
    if (strcmp(verb, "GET") != 0 || strcmp(url, ORG_URL) != 0)
        return "OrgVerb is not GET, or OrgURL not " ORG_URL;
    return passport_challenge_known(text) ? NULL : "this challenge was never given out";
}
