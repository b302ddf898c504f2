package io.ftpreactive.codec.listing;

/** The type of an entry of a listing. */
public enum FtpEntryType {

    /** A file that can be downloaded. */
    FILE,

    /** A directory. */
    DIRECTORY,

    /** A symbolic link or junction. */
    LINK,

    /** A device, pipe or socket, an unknown type, or one that the server did not report. */
    OTHER,

    /** A line that no parser could read; the name is the whole line. */
    UNPARSED
}
