package io.ftpreactive.result;

import io.ftpreactive.codec.FtpCommand;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * A command or a transfer that an {@link FtpObserver} hears of.
 *
 * @param kind whether it is a command or a transfer
 * @param session the id of the session, as in logs
 * @param server host and control port, as the client was told
 * @param encrypted whether the control connection is
 * @param command the command, or that of the transfer; the argument of PASS and ACCT is masked
 * @param context of the operation that it is done for
 */
public record FtpOperation(
        Kind kind, String session, String server, boolean encrypted, FtpCommand command, ContextView context) {

    /** What there is to observe. */
    public enum Kind {
        /** From the moment in which a command is written to its final reply. */
        COMMAND,
        /** From the request for the session's turn to the end of the second connection and the server's verdict. */
        TRANSFER
    }

    /** Which way the bytes of a transfer go. */
    public enum Direction {
        /** A file, or a part of one, to this side. */
        DOWNLOAD,
        /** A file, or a part of one, to the server. */
        UPLOAD,
        /** The entries or names of a directory, to this side. */
        LISTING
    }

    private static final Set<String> UPLOADS = Set.of("STOR", "STOU", "APPE");
    private static final Set<String> LISTINGS = Set.of("LIST", "NLST", "MLSD");
    private static final Set<String> WITH_PATH = Set.of(
            "RETR", "STOR", "APPE", "LIST", "NLST", "MLSD", "MLST", "CWD", "MKD", "RMD", "DELE", "RNFR", "RNTO", "SIZE",
            "MDTM", "HASH", "STAT");

    /**
     * Creates it.
     *
     * @param kind whether it is a command or a transfer
     * @param session the id of the session
     * @param server host and control port
     * @param encrypted whether the control connection is
     * @param command the command, or that of the transfer, without secrets
     * @param context of the operation that it is done for
     */
    public FtpOperation {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(context, "context");
    }

    /**
     * Returns which way the bytes of a transfer go.
     *
     * @return what the command tells; {@link Direction#DOWNLOAD} for one that is not known
     */
    public Direction direction() {
        if (UPLOADS.contains(command.verb())) {
            return Direction.UPLOAD;
        }
        return LISTINGS.contains(command.verb()) ? Direction.LISTING : Direction.DOWNLOAD;
    }

    /**
     * Returns the path in the argument of the command.
     *
     * @return the path as it is sent; null if the command has none
     */
    public @Nullable String path() {
        return WITH_PATH.contains(command.verb()) ? command.argument() : null;
    }

    @Override
    public String toString() {
        return "[" + session + "] " + command;
    }
}
