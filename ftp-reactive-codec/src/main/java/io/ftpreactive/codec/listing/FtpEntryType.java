package io.ftpreactive.codec.listing;

/** What an entry of a listing is. */
public enum FtpEntryType {

    /** A file that can be downloaded. */
    FILE,

    /** A directory. */
    DIRECTORY,

    /** A symbolic link or junction, to anything. */
    LINK,

    /** A device, a pipe, a socket, a type this library does not know, or one the server did not tell. */
    OTHER,

    /** A line that no parser could read; the name is the whole line. */
    UNPARSED
}
