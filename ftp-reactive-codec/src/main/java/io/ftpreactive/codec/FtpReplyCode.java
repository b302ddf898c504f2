package io.ftpreactive.codec;

/** The reply codes of RFC 959 section 4.2.2 and, where mentioned, of other RFCs. */
public final class FtpReplyCode {

    /** The restart marker of a transfer. */
    public static final int RESTART_MARKER = 110;
    /** The service will be ready in some minutes. */
    public static final int READY_SOON = 120;
    /** The data connection is open; the transfer starts. */
    public static final int TRANSFER_STARTING = 125;
    /** The server is about to open the data connection. */
    public static final int OPENING_DATA_CONNECTION = 150;

    /** The command succeeded. */
    public static final int OK = 200;
    /** The command is not implemented and not needed here. */
    public static final int SUPERFLUOUS = 202;
    /** The status of the system; the features, RFC 2389. */
    public static final int SYSTEM_STATUS = 211;
    /** The status of a directory. */
    public static final int DIRECTORY_STATUS = 212;
    /** The status of a file; its size or time, RFC 3659. */
    public static final int FILE_STATUS = 213;
    /** Help. */
    public static final int HELP = 214;
    /** The name of the system. */
    public static final int SYSTEM_NAME = 215;
    /** The service is ready for a new user. */
    public static final int READY = 220;
    /** The server closes the control connection after QUIT. */
    public static final int GOOD_BYE = 221;
    /** No transfer is in progress. */
    public static final int NO_TRANSFER = 225;
    /** The transfer, or the abort, is complete. */
    public static final int TRANSFER_COMPLETE = 226;
    /** The address of a passive port. */
    public static final int PASSIVE = 227;
    /** The long address of a passive port, RFC 1639. */
    public static final int LONG_PASSIVE = 228;
    /** The passive port, RFC 2428. */
    public static final int EXTENDED_PASSIVE = 229;
    /** The user is logged in. */
    public static final int LOGGED_IN = 230;
    /** The security exchange has logged the user in, RFC 2228. */
    public static final int LOGGED_IN_SECURELY = 232;
    /** The security exchange may begin, RFC 2228. */
    public static final int SECURITY_OK = 234;
    /** The security data were accepted, RFC 2228. */
    public static final int SECURITY_DATA_OK = 235;
    /** The file action is complete. */
    public static final int FILE_ACTION_OK = 250;
    /** A path: the working directory, or a new directory. */
    public static final int PATH = 257;

    /** The server needs the password. */
    public static final int NEED_PASSWORD = 331;
    /** The server needs the account. */
    public static final int NEED_ACCOUNT = 332;
    /** The server needs security data, RFC 2228. */
    public static final int NEED_SECURITY_DATA = 334;
    /** The server needs more security data, RFC 2228. */
    public static final int NEED_MORE_SECURITY_DATA = 335;
    /** The server needs the password as the answer to a challenge, RFC 2228. */
    public static final int NEED_CHALLENGED_PASSWORD = 336;
    /** The server waits for further information. */
    public static final int PENDING = 350;

    /** The service closes the control connection. */
    public static final int SERVICE_CLOSING = 421;
    /** There is no data connection. */
    public static final int NO_DATA_CONNECTION = 425;
    /** The transfer was aborted. */
    public static final int TRANSFER_ABORTED = 426;
    /** The file is temporarily unavailable, for example busy; some servers reply so for an empty directory. */
    public static final int FILE_UNAVAILABLE_NOW = 450;
    /** The server failed to execute the command. */
    public static final int LOCAL_ERROR = 451;
    /** There is not enough space. */
    public static final int NO_SPACE = 452;

    /** The command is unknown. */
    public static final int UNKNOWN_COMMAND = 500;
    /** The argument is wrong. */
    public static final int BAD_ARGUMENT = 501;
    /** The command is not implemented. */
    public static final int NOT_IMPLEMENTED = 502;
    /** The sequence of commands is wrong. */
    public static final int BAD_SEQUENCE = 503;
    /** The command is not implemented for this argument. */
    public static final int NOT_IMPLEMENTED_FOR_ARGUMENT = 504;
    /** The directory already exists. */
    public static final int DIRECTORY_EXISTS = 521;
    /** The data connection must be encrypted, RFC 4217. */
    public static final int PROTECTION_NEEDED = 522;
    /** The user is not logged in. */
    public static final int NOT_LOGGED_IN = 530;
    /** The server needs an account to store files. */
    public static final int NEED_ACCOUNT_TO_STORE = 532;
    /** The file does not exist, or the user has no access to it. */
    public static final int FILE_UNAVAILABLE = 550;
    /** The quota of the user is exceeded. */
    public static final int SPACE_EXCEEDED = 552;
    /** The name is not allowed. */
    public static final int NAME_NOT_ALLOWED = 553;
    /** The transfer cannot start at that offset, RFC 3659. */
    public static final int BAD_RESTART = 554;

    private FtpReplyCode() {}
}
