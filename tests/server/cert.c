/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows how to make a certificate authority and a leaf, and where they are kept. */
#include "cert.h"

#include <glib/gstdio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#define VALID_DAYS 825
#define KEEP_DAYS  366

static char *cert_dir;
static gboolean cert_dir_is_ours;
static char *ca_path;
static char *leaf_path;
static char *key_path;
static GTlsCertificate *leaf;

static gboolean
set_extension(X509 *cert, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX context;

    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, cert, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);

    if (extension == NULL)
        return FALSE;
    gboolean ok = X509_add_ext(cert, extension, -1) == 1;

    X509_EXTENSION_free(extension);
    return ok;
}

static X509 *
cert_begin(EVP_PKEY *key, const char *name, X509 *issuer)
{
    X509 *cert = X509_new();
    X509_NAME *subject = X509_get_subject_name(cert);

    X509_set_version(cert, 2);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(cert),
                            (guint64) g_random_int() << 16 |
                                (guint64) g_random_int_range(1, 65536));
    X509_gmtime_adj(X509_getm_notBefore(cert), -24L * 3600);
    X509_gmtime_adj(X509_getm_notAfter(cert), VALID_DAYS * 24L * 3600);
    X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_ASC, (const guchar *) "msnpd", -1, -1, 0);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const guchar *) name, -1, -1, 0);
    X509_set_issuer_name(cert, X509_get_subject_name(issuer != NULL ? issuer : cert));
    X509_set_pubkey(cert, key);
    return cert;
}

static X509 *
make_ca(EVP_PKEY *key)
{
    X509 *ca = cert_begin(key, "msnpd test authority", NULL);

    set_extension(ca, ca, NID_basic_constraints, "critical,CA:TRUE");
    set_extension(ca, ca, NID_key_usage, "critical,keyCertSign,cRLSign");
    set_extension(ca, ca, NID_subject_key_identifier, "hash");
    X509_sign(ca, key, EVP_sha256());
    return ca;
}

static X509 *
make_leaf(EVP_PKEY *key, X509 *ca, EVP_PKEY *ca_key)
{
    X509 *cert = cert_begin(key, "localhost", ca);

    set_extension(cert, ca, NID_basic_constraints, "critical,CA:FALSE");
    set_extension(cert, ca, NID_key_usage, "critical,digitalSignature");
    set_extension(cert, ca, NID_ext_key_usage, "serverAuth");
    set_extension(cert, ca, NID_subject_alt_name, "IP:127.0.0.1,DNS:localhost");
    set_extension(cert, ca, NID_subject_key_identifier, "hash");
    set_extension(cert, ca, NID_authority_key_identifier, "keyid");
    X509_sign(cert, ca_key, EVP_sha256());
    return cert;
}

static gboolean
write_pem(const char *path, X509 *cert, EVP_PKEY *key)
{
    BIO *out = BIO_new_file(path, "w");
    gboolean ok = out != NULL;

    if (ok && cert != NULL)
        ok = PEM_write_bio_X509(out, cert) == 1;
    if (ok && key != NULL)
        ok = PEM_write_bio_PrivateKey(out, key, NULL, NULL, 0, NULL, NULL) == 1;
    BIO_free(out);
    return ok;
}

static gboolean
cert_make(void)
{
    EVP_PKEY *ca_key = EVP_EC_gen("P-256");
    EVP_PKEY *leaf_key = EVP_EC_gen("P-256");
    gboolean ok = FALSE;

    if (ca_key != NULL && leaf_key != NULL) {
        X509 *ca = make_ca(ca_key);
        X509 *cert = make_leaf(leaf_key, ca, ca_key);

        /* The authority's key is not kept: nobody needs to sign with it again. */
        ok = write_pem(ca_path, ca, NULL) && write_pem(leaf_path, cert, NULL) &&
             write_pem(key_path, NULL, leaf_key) && g_chmod(key_path, 0600) == 0;
        X509_free(ca);
        X509_free(cert);
    }
    EVP_PKEY_free(ca_key);
    EVP_PKEY_free(leaf_key);
    return ok;
}

/* An earlier run has left certificates that hold for another year. */
static gboolean
cert_usable(void)
{
    g_autoptr(GTlsCertificate) ca = g_tls_certificate_new_from_file(ca_path, NULL);
    g_autoptr(GTlsCertificate) old = g_tls_certificate_new_from_files(leaf_path, key_path, NULL);
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autoptr(GDateTime) until = old != NULL ? g_tls_certificate_get_not_valid_after(old) : NULL;

    return ca != NULL && until != NULL &&
           g_date_time_difference(until, now) > KEEP_DAYS * G_TIME_SPAN_DAY;
}

gboolean
cert_prepare(const char *dir, GError **error)
{
    cert_dir_is_ours = dir == NULL;
    cert_dir = dir != NULL ? g_strdup(dir) : g_dir_make_tmp("msnpd-XXXXXX", error);
    if (cert_dir == NULL)
        return FALSE;
    g_mkdir_with_parents(cert_dir, 0700);
    ca_path = g_build_filename(cert_dir, "ca.pem", NULL);
    leaf_path = g_build_filename(cert_dir, "cert.pem", NULL);
    key_path = g_build_filename(cert_dir, "key.pem", NULL);
    if (!cert_usable() && !cert_make()) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "cannot make certificates in %s",
                    cert_dir);
        return FALSE;
    }
    leaf = g_tls_certificate_new_from_files(leaf_path, key_path, error);
    return leaf != NULL;
}

const char *
cert_ca_path(void)
{
    return ca_path;
}

const char *
cert_leaf_path(void)
{
    return leaf_path;
}

GTlsCertificate *
cert_leaf(void)
{
    return leaf;
}

void
cert_clear(void)
{
    g_clear_object(&leaf);
    if (cert_dir_is_ours && cert_dir != NULL) {
        g_unlink(ca_path);
        g_unlink(leaf_path);
        g_unlink(key_path);
        g_rmdir(cert_dir);
    }
    g_clear_pointer(&ca_path, g_free);
    g_clear_pointer(&leaf_path, g_free);
    g_clear_pointer(&key_path, g_free);
    g_clear_pointer(&cert_dir, g_free);
}
