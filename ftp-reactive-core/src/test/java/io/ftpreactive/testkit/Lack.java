package io.ftpreactive.testkit;

/**
 * Something that a server cannot do or does not say, as tried by hand on it; a test then asserts the fallback, the typed
 * refusal or the silence.
 */
public enum Lack {
    /** No machine-readable directory listing (RFC 3659, 7): refused with 500. */
    MLSD,
    /** No machine-readable facts of one file (RFC 3659, 7): refused with 500. */
    MLST,
    /** The modification time of a file cannot be set with MFMT: refused with 500. */
    MFMT,
    /** No compressed transfer mode: refused with 504. */
    MODE_Z,
    /** No HASH command: refused with 500 or 502. */
    HASH,
    /** No other command for checksums either: XCRC, MD5 and their like are refused with 500. */
    CHECKSUMS,
    /** Listings call a link to a directory a directory, in MLSD and LIST alike. */
    LINKS,
    /** FEAT does not name UTF8; names are bytes, taken and given back as they are. */
    UTF8,
    /** FEAT names UTF8, and yet OPTS UTF8 ON is refused with 504. */
    OPTS_UTF8,
    /** FEAT names neither EPSV nor EPRT, and yet both work. */
    EPSV_IN_FEAT,
    /** EPSV ALL is taken for EPSV and opens a port. */
    EPSV_ALL,
    /** A name that is not UTF-8 is listed with replacement characters and cannot be asked for. */
    RAW_NAMES,
    /** LIST of a directory that is not there succeeds with an empty listing. */
    LIST_REFUSAL,
    /** MLSD of a directory that is not there succeeds with an empty listing. */
    MLSD_REFUSAL,
    /** NLST lists {@code .} and {@code ..} too. */
    NLST_WITHOUT_DOTS,
    /** ABOR is not read before the data connection has ended. */
    ABOR_AT_ONCE,
    /** The TLS session of the control connection need not be resumed on data connections, and nothing tells whether it is. */
    TLS_RESUMPTION,
    /**
     * What follows a client's certificate at once is lost, as the first command does in TLS 1.3, whose handshake the client
     * need not await.
     */
    CLIENT_CERTIFICATE_IN_TLS13,
    /** TLS cannot be left again on the control connection (RFC 4217, 6): CCC is refused with 500, 502 or 534. */
    CCC,
    /** A download whose data connection the client closes is answered with a second 150 and never with a final reply. */
    REPLY_TO_BROKEN_DOWNLOAD,
    /** A directory called {@code ~} cannot be named: it is the home directory wherever it stands in a path. */
    TILDES,
    /** A backslash is no part of a name: it is a slash, or refused with 553. */
    BACKSLASHES,
    /** MKD and RNTO change blanks at the beginning and end of a name to underscores. */
    BLANKS,
    /** NLST knows no patterns: refused with 550. */
    NLST_PATTERNS
}
