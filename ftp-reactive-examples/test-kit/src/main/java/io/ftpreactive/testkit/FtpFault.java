package io.ftpreactive.testkit;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong on an {@link FtpTestServer}, from {@link FtpTestServer#inject} until {@link
 * FtpTestServer#heal}, or so many {@link #times}.
 *
 * <pre>{@code
 * server.inject(FtpFault.refuse("STOR", "552 Quota exceeded"));
 * server.inject(FtpFault.reset("RETR", 100_000).times(1)); // the second attempt succeeds
 * }</pre>
 */
public final class FtpFault {

    /** The verb of a fault that befalls a control connection as it is made. */
    static final String CONNECT = "(CONNECT)";

    /** The verb of a fault that befalls the set-up of passive data connections: EPSV and PASV. */
    static final String PASSIVE = "(PASSIVE)";

    enum Kind {
        REFUSE,
        SILENT,
        HANG_UP,
        UNREACHABLE,
        STALL,
        RESET,
        TRUNCATE,
        SLOW;

        boolean befallsData() {
            return compareTo(STALL) >= 0;
        }
    }

    private final Kind kind;
    private final String verb;
    private final @Nullable String reply;
    private final long bytes;
    private final int times;

    private FtpFault(Kind kind, String verb, @Nullable String reply, long bytes, int times) {
        this.kind = kind;
        this.verb = Objects.requireNonNull(verb, "verb").toUpperCase(Locale.ROOT);
        this.reply = reply;
        this.bytes = bytes;
        this.times = times;
    }

    /**
     * A command is not executed; the server answers with this reply.
     *
     * @param verb the command, such as {@code STOR} or {@code PASS}
     * @param reply code and text, such as {@code 552 Quota exceeded}
     * @return the fault
     */
    public static FtpFault refuse(String verb, String reply) {
        return new FtpFault(Kind.REFUSE, verb, Objects.requireNonNull(reply, "reply"), 0, Integer.MAX_VALUE);
    }

    /**
     * New sessions are refused: the server says this instead of its greeting and closes the connection.
     *
     * @param reply code and text, such as {@code 421 Too many connections}
     * @return the fault
     */
    public static FtpFault refuseSessions(String reply) {
        return refuse(CONNECT, reply);
    }

    /**
     * A command is neither executed nor answered; the control connection stays.
     *
     * @param verb the command
     * @return the fault
     */
    public static FtpFault silence(String verb) {
        return new FtpFault(Kind.SILENT, verb, null, 0, Integer.MAX_VALUE);
    }

    /**
     * A command is not executed; the server resets the control connection instead of an answer.
     *
     * @param verb the command
     * @return the fault
     */
    public static FtpFault hangUp(String verb) {
        return new FtpFault(Kind.HANG_UP, verb, null, 0, Integer.MAX_VALUE);
    }

    /**
     * The ports that the server names for passive data connections refuse them, as behind a firewall that does not know FTP.
     *
     * @return the fault
     */
    public static FtpFault unreachable() {
        return new FtpFault(Kind.UNREACHABLE, PASSIVE, null, 0, Integer.MAX_VALUE);
    }

    /**
     * The data connection of a transfer comes to a halt and stays open.
     *
     * @param verb the transfer command: RETR, STOR, APPE, MLSD...
     * @param afterBytes how many bytes pass before
     * @return the fault
     */
    public static FtpFault stall(String verb, long afterBytes) {
        return data(Kind.STALL, verb, afterBytes);
    }

    /**
     * The data connection of a transfer is reset.
     *
     * @param verb the transfer command
     * @param afterBytes how many bytes pass before
     * @return the fault
     */
    public static FtpFault reset(String verb, long afterBytes) {
        return data(Kind.RESET, verb, afterBytes);
    }

    /**
     * The data connection of a download or listing ends early and in order, and the server confirms the transfer all the
     * same: nothing but the size shows that bytes are missing.
     *
     * @param verb the transfer command
     * @param afterBytes how many bytes pass before
     * @return the fault
     */
    public static FtpFault truncate(String verb, long afterBytes) {
        return data(Kind.TRUNCATE, verb, afterBytes);
    }

    /**
     * The data connection of a transfer is slow.
     *
     * @param verb the transfer command
     * @param bytesPerSecond at least 1
     * @return the fault
     */
    public static FtpFault slow(String verb, long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("At least one byte passes in a second, not " + bytesPerSecond);
        }
        return data(Kind.SLOW, verb, bytesPerSecond);
    }

    private static FtpFault data(Kind kind, String verb, long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("A number of bytes is not negative: " + bytes);
        }
        return new FtpFault(kind, verb, null, bytes, Integer.MAX_VALUE);
    }

    /**
     * Limits how often it happens.
     *
     * @param count at least 1; without this call it happens until the server is healed
     * @return the limited fault
     */
    public FtpFault times(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("A fault happens at least once, not " + count + " times");
        }
        return new FtpFault(kind, verb, reply, bytes, count);
    }

    Kind kind() {
        return kind;
    }

    String reply() {
        return Objects.requireNonNull(reply, "reply");
    }

    long bytes() {
        return bytes;
    }

    /** A fault that a server has, and how often it may still happen. */
    static final class Pending {

        private final FtpFault fault;
        private final AtomicInteger left;

        Pending(FtpFault fault) {
            this.fault = fault;
            this.left = new AtomicInteger(fault.times);
        }

        /** Gives the fault if it befalls this command, and counts it. */
        @Nullable
        FtpFault befalls(String command) {
            boolean happens = fault.verb.equals(command) && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
            return happens ? fault : null;
        }
    }

    @Override
    public String toString() {
        return kind + " " + verb;
    }
}
