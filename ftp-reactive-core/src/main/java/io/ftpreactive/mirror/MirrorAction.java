package io.ftpreactive.mirror;

/** What a mirror does. */
public enum MirrorAction {

    /** A directory was read on both sides and compared. */
    LIST,

    /** A directory was made at the destination. */
    MAKE_DIRECTORY,

    /** A file was downloaded. */
    DOWNLOAD,

    /** A file was uploaded. */
    UPLOAD,

    /** A file got the permissions of its source, without a transfer. */
    SET_MODE,

    /** What the source does not have was deleted at the destination: a file, or a directory with its contents. */
    DELETE,

    /** A file or an emptied directory was removed at the source, since it was moved. */
    REMOVE_SOURCE
}
