package io.ftpreactive.testkit;

/** Something that a server cannot do, as tried by hand on it; a test then asserts the fallback or the typed refusal. */
public enum Lack {
    /** No machine-readable directory listing (RFC 3659, 7). */
    MLSD,
    /** No machine-readable facts of one file (RFC 3659, 7). */
    MLST,
    /** The modification time of a file cannot be set with MFMT. */
    MFMT,
    /** UTF-8 names are not announced in FEAT; the server takes and gives back bytes as they are. */
    UTF8,
    /** No store under a name of the server's own making. */
    STOU,
    /** The 150 of a STOU does not carry the name, only the final reply or nothing does. */
    STOU_NAME,
    /** No compressed transfer mode. */
    MODE_Z,
    /** An upload cannot be continued with REST. */
    REST_STOR,
    /** EPSV works although FEAT does not say so. */
    EPSV_IN_FEAT,
    /** No checksum command (HASH). */
    HASH
}
