package io.ftpreactive.internal.files;

import static io.ftpreactive.codec.FtpReplyCode.BAD_ARGUMENT;
import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE;
import static io.ftpreactive.codec.FtpReplyCode.NOT_IMPLEMENTED;
import static io.ftpreactive.codec.FtpReplyCode.NOT_IMPLEMENTED_FOR_ARGUMENT;
import static io.ftpreactive.codec.FtpReplyCode.SUPERFLUOUS;
import static io.ftpreactive.codec.FtpReplyCode.UNKNOWN_COMMAND;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryBuilder;
import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.codec.listing.TimePrecision;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpReplyException.Kind;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.Excursion;
import io.ftpreactive.internal.control.ReplyChecks;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.transfer.Transfers;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/** Asks what stands at a path: by MLST, and where the server has none, by SIZE, MDTM and CWD. */
public final class Lookup {

    private static final Pattern CLOSED =
            Pattern.compile("^ *(?=(?:[^ ]*;)?type=c?dir;)(?:[^ ]*;)?perm=[^;e]*;", Pattern.CASE_INSENSITIVE);

    private final ControlConnection control;
    private final Listings listings;

    /**
     * Creates the lookup of a session.
     *
     * @param control its control connection
     * @param listings its listings
     */
    public Lookup(ControlConnection control, Listings listings) {
        this.control = control;
        this.listings = listings;
    }

    /**
     * Asks for one file or directory.
     *
     * @param path its path
     * @return what is known of it
     */
    public Mono<FtpEntry> entry(String path) {
        return Mono.defer(() -> {
            FtpCommand mlst = FtpCommand.mlst(path);
            return control.inTurn(mlst, turn -> entry(turn, mlst, path, true));
        });
    }

    /**
     * Tells whether there is something at a path.
     *
     * @param path a file's or directory's
     * @return whether the server tells of it, or names it in the directory above; fails where that may not be read, since
     *     then nobody knows
     */
    public Mono<Boolean> exists(String path) {
        // A server that has MLST knows; of the others some refuse SIZE or CWD for what they list.
        return entry(path)
                .thenReturn(true)
                .onErrorResume(
                        Lookup::isRefusal,
                        refused -> isOfMlst(refused) && !isDenied(refused) ? Mono.just(false) : isNamed(path));
    }

    private Mono<Boolean> isNamed(String path) {
        String sought = Paths.name(path);
        // To the end, though it may be found before: to stop there would be an abort.
        return listings.namesIn(Paths.parent(path))
                .reduce(false, (found, name) -> found || Paths.name(name).equals(sought))
                .onErrorResume(error -> isRefusal(error) && !isDenied(error), refused -> Mono.just(false));
    }

    private Mono<FtpEntry> entry(Turn turn, FtpCommand mlst, String path, boolean alone) {
        if (!listings.isMachine()) {
            return bySize(turn, path);
        }
        return listings.facts(turn)
                .then(Mono.defer(() -> (alone ? turn.lastCommand() : turn).exchange(mlst)))
                .map(reply -> ReplyChecks.read(mlst, reply, FtpEntry::ofMlst))
                .filter(entry ->
                        !PathNames.isPattern(path) || Paths.name(entry.name()).equals(Paths.name(path)))
                .onErrorResume(error -> tellsNothing(error, path), error -> Mono.empty())
                .switchIfEmpty(Mono.defer(() -> bySize(turn, path)));
    }

    /** Whether an answer leaves open what is there: it cannot be read, or the path may have been read as a pattern. */
    private boolean tellsNothing(Throwable error, String path) {
        if (isUnknownCommand(error)) {
            control.traits().noMachineListing();
            return true;
        }
        return error instanceof FtpProtocolException
                || (isRefusal(error) && (PathNames.isPattern(path) || isArgumentUnknown(error)));
    }

    /** Some servers want MLST otherwise than RFC 3659 has it; Apache FtpServer says the same of what is not there. */
    private static boolean isArgumentUnknown(Throwable error) {
        return error instanceof FtpReplyException refused && refused.reply().code() == BAD_ARGUMENT;
    }

    /** Whether a path is a directory or leads to one, however it is found out; false also for what cannot be found out. */
    Mono<Boolean> isDirectory(Turn turn, String path) {
        if (path.isEmpty() || path.equals("/")) {
            return Mono.just(true);
        }
        Mono<Boolean> told = listings.isMachine()
                ? entry(turn, FtpCommand.mlst(path), path, false)
                        .flatMap(entry -> entry.isDirectory() || entry.isFile()
                                ? Mono.just(entry.isDirectory())
                                : isEntered(turn, path))
                : isEntered(turn, path);
        return told.onErrorResume(Lookup::isRefusal, refused -> Mono.just(false));
    }

    /** Whether there is a directory, or at least something; false also for what cannot be found out. */
    Mono<Boolean> isThere(Turn turn, String path) {
        return ask(turn, path)
                .map(asked -> ReplyChecks.isDone(asked.command, asked.reply))
                .defaultIfEmpty(false);
    }

    /** The refusal if it is clear that there is nothing; else empty, whatever the server says. */
    Mono<FtpReplyException> missing(Turn turn, String path) {
        return ask(turn, path)
                .filter(asked -> asked.reply.code() == FILE_UNAVAILABLE)
                .map(asked -> new FtpReplyException(asked.command, asked.reply));
    }

    /** What was asked of a path, and the answer. */
    private record Asked(FtpCommand command, FtpReply reply) {}

    /** MLST, or CWD where there is none or it does not say what is wrong or right; empty where that cannot be asked. */
    private Mono<Asked> ask(Turn turn, String path) {
        FtpCommand mlst = FtpCommand.mlst(path);
        if (!listings.isMachine()) {
            return enter(turn, path);
        }
        return turn.exchange(mlst)
                .flatMap(reply -> isNoWord(mlst, reply) || isClosed(reply)
                        ? enter(turn, path)
                        : Mono.just(new Asked(mlst, reply)));
    }

    /** Whether MLST was refused otherwise than by saying that there is nothing. */
    private static boolean isNoWord(FtpCommand mlst, FtpReply reply) {
        return ReplyChecks.isRefused(mlst, reply) && !reply.isTransientNegative() && reply.code() != FILE_UNAVAILABLE;
    }

    /** RFC 3659 section 7.5.5: a directory without the permission e, which ProFTPD lists as empty, is not to be entered. */
    private static boolean isClosed(FtpReply reply) {
        return reply.isCompletion() && reply.lines().stream().anyMatch(Lookup::isClosed);
    }

    /** Whether facts are those of such a directory. */
    static boolean isClosed(String facts) {
        return CLOSED.matcher(facts).find();
    }

    private static Mono<Asked> enter(Turn turn, String path) {
        return changeInto(turn, path).map(reply -> new Asked(FtpCommand.cwd(path), reply));
    }

    private static Mono<Boolean> isEntered(Turn turn, String path) {
        return changeInto(turn, path)
                .map(reply -> ReplyChecks.isDone(FtpCommand.cwd(path), reply))
                .defaultIfEmpty(false);
    }

    /** Only files have a size; what has none may be a directory, which CWD can tell. */
    private static Mono<FtpEntry> bySize(Turn turn, String path) {
        return Transfers.size(turn, path)
                .flatMap(size -> ReplyChecks.isDone(FtpCommand.size(path), size)
                        ? file(turn, path, size)
                        : directory(turn, path, size));
    }

    private static Mono<FtpEntry> file(Turn turn, String path, FtpReply size) {
        FtpCommand mdtm = FtpCommand.mdtm(path);
        FtpEntryBuilder entry = FtpEntry.builder(size.message(), path, FtpEntryType.FILE)
                .size(ReplyChecks.read(FtpCommand.size(path), size, FtpReplies::size));
        return turn.exchange(mdtm)
                .map(time -> ReplyChecks.isDone(mdtm, time)
                        ? entry.modified(ReplyChecks.read(mdtm, time, FtpReplies::modified), TimePrecision.SECOND)
                        : entry)
                .map(FtpEntryBuilder::build);
    }

    private static Mono<FtpEntry> directory(Turn turn, String path, FtpReply size) {
        return isEntered(turn, path).map(there -> {
            if (!there) {
                throw new FtpReplyException(FtpCommand.size(path), size);
            }
            return FtpEntry.builder(path, path, FtpEntryType.DIRECTORY).build();
        });
    }

    /**
     * The answer to CWD, 2yz for a directory; the current one is the same afterwards. Empty where PWD does not tell the way
     * back, without which nobody leaves.
     */
    private static Mono<FtpReply> changeInto(Turn turn, String path) {
        return Excursion.into(turn, path)
                .flatMap(reply -> Excursion.back(turn).thenReturn(reply))
                .onErrorResume(error -> isAnswer(error) && turn.control().isOpen(), homeUnknown -> Mono.empty());
    }

    private static boolean isAnswer(Throwable error) {
        return error instanceof FtpReplyException || error instanceof FtpProtocolException;
    }

    /** Whether a command failed since the server does not know it, which says nothing of the path. */
    static boolean isUnknownCommand(Throwable error) {
        return error instanceof FtpReplyException refused
                && isUnknownCommand(refused.reply().code());
    }

    private static boolean isUnknownCommand(int code) {
        return code == SUPERFLUOUS
                || code == UNKNOWN_COMMAND
                || code == NOT_IMPLEMENTED
                || code == NOT_IMPLEMENTED_FOR_ARGUMENT;
    }

    private static boolean isOfMlst(Throwable error) {
        return error instanceof FtpReplyException refused && refused.command().startsWith("MLST ");
    }

    /** Whether the server says that this user may not, which leaves open what is there. */
    static boolean isDenied(Throwable error) {
        if (error instanceof FtpReplyException refused) {
            return refused.kind() == Kind.DENIED;
        }
        FtpReply verdict = error instanceof FtpTransferException broken ? broken.reply() : null;
        return verdict != null && Kind.of(verdict) == Kind.DENIED;
    }

    /** Whether the server said no for good, rather than for now. */
    static boolean isRefusal(Throwable error) {
        return error instanceof FtpReplyException refused
                && (refused.reply().isPermanentNegative() || refused.reply().code() == SUPERFLUOUS);
    }
}
