package io.ftpreactive.internal.files;

import static io.ftpreactive.codec.FtpReplyCode.BAD_ARGUMENT;
import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE;
import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE_NOW;
import static io.ftpreactive.codec.FtpReplyCode.NOT_IMPLEMENTED_FOR_ARGUMENT;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpConnectionException;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpReplyException.Kind;
import io.ftpreactive.error.FtpTransferException;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.Excursion;
import io.ftpreactive.internal.control.ReplyChecks;
import io.ftpreactive.internal.control.Turn;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One directory, listed by LIST, NLST or MLSD.
 *
 * <p>Many servers hand the argument of a listing to {@code ls} or to a glob, or ignore it. So a directory whose name could be
 * misread is listed from within: CWD, the listing without an argument, and the way back, in one turn. And a listing
 * without a line is doubted: servers as vsftpd list a directory that is not there, or that they must not read, as an empty
 * one, and others refuse to list an empty one.
 */
final class DirectoryListing {

    private static final Pattern NOTHING =
            Pattern.compile("no (such )?(files?|entries|members)|nothing|empty", Pattern.CASE_INSENSITIVE);
    private static final Set<Integer> MAYBE_EMPTY = Set.of(FILE_UNAVAILABLE_NOW, FILE_UNAVAILABLE);
    private static final Set<Integer> NO_ARGUMENT = Set.of(BAD_ARGUMENT, NOT_IMPLEMENTED_FOR_ARGUMENT);
    private static final Pattern ABOVE = Pattern.compile("^ *(?:[^ ]*;)?type=pdir;", Pattern.CASE_INSENSITIVE);

    /** Pure-FTPd's words for a directory that it cannot open, there or not; an empty one it lists. */
    private static final Pattern NOT_OPENED =
            Pattern.compile("can't check for file existence", Pattern.CASE_INSENSITIVE);

    private final Listings listings;
    private final ControlConnection control;
    private final FtpCommand name;
    private final String path;
    private final boolean literal;

    /**
     * Plans a listing.
     *
     * @param verb LIST, NLST or MLSD
     * @param path the directory; empty for the current one
     * @param literal whether the path is a name, rather than perhaps a pattern
     */
    DirectoryListing(Listings listings, String verb, String path, boolean literal) {
        this.listings = listings;
        this.control = listings.control();
        this.name = path.isEmpty() ? FtpCommand.of(verb) : FtpCommand.of(verb, FtpCommand.pathArgument(path));
        this.path = path;
        this.literal = literal;
    }

    private boolean isMachine() {
        return name.verb().equals("MLSD");
    }

    private boolean isNames() {
        return name.verb().equals("NLST");
    }

    /** The lines as the server sends them; fails with {@link FtpReplyException} where there is no directory. */
    Flux<String> lines() {
        return Flux.defer(() -> attempt(listings.options().hidden(), isMisread() || isEnteredAnyway()));
    }

    /** The lines of the directory itself, whatever the server makes of arguments. */
    Flux<String> linesFromWithin() {
        return attempt(listings.options().hidden(), true);
    }

    private Flux<String> attempt(boolean hidden, boolean enter) {
        return Flux.defer(() -> new Attempt(hidden, enter && !path.isEmpty()).lines());
    }

    private boolean isMisread() {
        return PathNames.isPattern(path) || PathNames.isHome(path) || (PathNames.hasBlank(path) && !isMachine());
    }

    /** Whether there is no other way to name a directory; with {@code -a} before it, few servers read a name. */
    private boolean isEnteredAnyway() {
        return isEnteredOnly() || listings.options().hidden();
    }

    private boolean isEnteredOnly() {
        return listings.options().byDirectory() || !control.traits().listingArguments();
    }

    /** One try. Confined to the event loop. */
    private final class Attempt {

        private final boolean hidden;
        private final boolean enter;
        private boolean optioned;
        private boolean entered;
        private @Nullable FtpReplyException notEntered;
        private @Nullable FtpReply verdict;

        /** The first line while it is the only one, if it names the directory itself. */
        private @Nullable String itself;

        /** Whether there was a line, which is all that there is to say then. */
        private boolean listed;

        /** Whether it is decided what it means that there was none; an error that comes of that stands. */
        private boolean decided;

        Attempt(boolean hidden, boolean enter) {
            this.hidden = hidden;
            this.enter = enter;
        }

        Flux<String> lines() {
            return listings.transfers()
                    .lines(name, this::command, last -> verdict = last)
                    .map(this::takeAll)
                    .concatMapIterable(taken -> taken, 1)
                    .concatWith(Flux.defer(this::end))
                    .onErrorMap(FtpReplyException.class, this::named)
                    .onErrorResume(this::refused);
        }

        private List<String> takeAll(List<String> lines) {
            return lines.stream().flatMap(line -> take(line).stream()).toList();
        }

        private List<String> take(String line) {
            String held = itself;
            itself = !listed && isItself(line) ? line : null;
            listed |= !isMachine() || !isAside(line);
            if (itself != null) {
                return List.of();
            }
            return held == null ? List.of(line) : List.of(held, line);
        }

        /** The directory above, and the listed one where it may not be entered: ProFTPD shows nothing more of it then. */
        private boolean isAside(String line) {
            return ABOVE.matcher(line).find() || Lookup.isClosed(line);
        }

        /** Whether a line is what vsftpd gives for a directory that it must not read: that directory, out of the one above. */
        private boolean isItself(String line) {
            String last = Paths.name(path);
            if (entered || last.isEmpty() || isMachine() || PathNames.isPattern(path)) {
                return false;
            }
            return isNames() ? Paths.name(line).equals(last) : line.startsWith("d") && line.endsWith(' ' + last);
        }

        /** What it is that was listed as itself: one in the directory of the same name, a file, or nothing that can be read. */
        private Flux<String> within(String line) {
            if (!enter) {
                return attempt(false, true);
            }
            return notEntered == null || isNames() ? Flux.just(line) : Flux.error(notEntered);
        }

        private Mono<FtpCommand> command(Turn turn) {
            Mono<Void> facts = isMachine() ? listings.facts(turn) : Mono.empty();
            return facts.then(Mono.defer(() -> enter ? enter(turn) : Mono.just(path.isEmpty() ? here() : name)));
        }

        private FtpCommand here() {
            optioned = hidden;
            return hidden ? FtpCommand.of(name.verb(), "-a") : FtpCommand.of(name.verb());
        }

        private Mono<FtpCommand> enter(Turn turn) {
            return Excursion.into(turn, path)
                    .flatMap(reply ->
                            ReplyChecks.isDone(FtpCommand.cwd(path), reply) ? entered(turn) : notEntered(reply))
                    .onErrorResume(
                            error -> isHomeUnknown(error) && isNamedToo() && !PathNames.isPattern(path),
                            error -> Mono.just(name));
        }

        private boolean isHomeUnknown(Throwable error) {
            return !entered && notEntered == null && !(error instanceof FtpConnectionException);
        }

        private Mono<FtpCommand> entered(Turn turn) {
            entered = true;
            return PathNames.isHome(path) ? Excursion.workingDirectory(turn).map(this::checked) : Mono.just(here());
        }

        /** Apache FtpServer takes a tilde anywhere in a path for the home directory, which is not what was meant. */
        private FtpCommand checked(String current) {
            if (!current.endsWith(PathNames.fromHome(path))) {
                throw new FtpProtocolException(
                        "The server takes '" + path + "' for " + current + ": what is called so cannot be listed",
                        null);
            }
            return here();
        }

        private Mono<FtpCommand> notEntered(FtpReply reply) {
            notEntered = new FtpReplyException(FtpCommand.cwd(path), reply);
            return isNamedToo() ? Mono.just(name) : Mono.error(notEntered);
        }

        /** Whether the argument may say what CWD could not: a pattern, or a file. */
        private boolean isNamedToo() {
            return !isEnteredOnly() && !PathNames.isHome(path) && !(literal && PathNames.isPattern(path));
        }

        /** The command without an argument tells nobody what was refused. */
        private FtpReplyException named(FtpReplyException error) {
            return entered && error.command().equals(name.verb()) ? new FtpReplyException(name, error.reply()) : error;
        }

        /** What comes after the lines: nothing, or where there were none perhaps an error. */
        private Publisher<String> end() {
            if (itself != null) {
                decided = true;
                return within(itself);
            }
            if (listed || decided) {
                return Mono.empty();
            }
            decided = true;
            if (optioned) {
                return attempt(false, entered);
            }
            if (entered || path.isEmpty()) {
                return unread();
            }
            if (notEntered != null) {
                boolean told = PathNames.isPattern(path)
                        ? PathNames.isWildcard(path)
                        : notEntered.reply().code() != FILE_UNAVAILABLE;
                return told ? unread() : Mono.error(notEntered);
            }
            return isMachine() && PathNames.hasBlank(path)
                    ? attempt(false, true)
                    : missing().switchIfEmpty(unread());
        }

        /** Some servers call the transfer complete, and say beside it that they could not read the directory. */
        private Mono<String> unread() {
            if (verdict == null) {
                return Mono.empty();
            }
            FtpReplyException refusal = new FtpReplyException(name, verdict);
            return refusal.kind() == Kind.DENIED ? Mono.error(refusal) : Mono.empty();
        }

        private Mono<String> missing() {
            return control.inTurn("is " + path + " there", turn -> new Lookup(control, listings).missing(turn, path))
                    // The listing stands, unless it is clear that there is nothing.
                    .onErrorComplete()
                    .flatMap(Mono::error);
        }

        /** What a refusal means: an empty directory, an argument that is not understood, or what it says. */
        private Flux<String> refused(Throwable error) {
            int code = code(error);
            if (listed || decided || code == 0) {
                return Flux.error(error);
            }
            decided = true;
            if (optioned) {
                return attempt(false, entered);
            }
            if (isMachine() && isMachineMisread(error)) {
                return again(error);
            }
            if (!isMachine() && NO_ARGUMENT.contains(code) && !entered && notEntered == null && !path.isEmpty()) {
                return again(error).doOnComplete(control.traits()::noListingArguments);
            }
            return MAYBE_EMPTY.contains(code) && maySayThatNothingIsThere(error)
                    ? isEmpty(code).flatMapMany(empty -> empty ? Flux.empty() : Flux.error(error))
                    : Flux.error(error);
        }

        /** Before the transfer any refusal may; to MLSD, and once it had begun, only one that says so: it may as well be a failure. */
        private boolean maySayThatNothingIsThere(Throwable error) {
            FtpReply reply = reply(error);
            if (reply == null || isDenied(error)) {
                return false;
            }
            boolean saysSo = NOTHING.matcher(reply.message()).find();
            if (error instanceof FtpTransferException broken) {
                return broken.bytes() == 0 && (saysSo || Kind.of(reply) == Kind.NOT_FOUND);
            }
            return saysSo || !isMachine();
        }

        private boolean isMachineMisread(Throwable error) {
            return !enter && PathNames.hasBlank(path) && !Lookup.isUnknownCommand(error);
        }

        private Flux<String> again(Throwable error) {
            return attempt(false, true).onErrorMap(FtpReplyException.class, again -> error);
        }

        private Mono<Boolean> isEmpty(int code) {
            if (entered || path.isEmpty()) {
                return Mono.just(true);
            }
            return notEntered != null
                    ? Mono.just(code == FILE_UNAVAILABLE_NOW && PathNames.isWildcard(path))
                    : control.inTurn("is " + path + " there", turn -> new Lookup(control, listings).isThere(turn, path))
                            .onErrorReturn(false);
        }
    }

    private static int code(Throwable error) {
        FtpReply reply = reply(error);
        return reply == null ? 0 : reply.code();
    }

    private static boolean isDenied(Throwable error) {
        FtpReply reply = reply(error);
        return reply != null
                && (Lookup.isDenied(error)
                        || NOT_OPENED.matcher(reply.message()).find());
    }

    private static @Nullable FtpReply reply(Throwable error) {
        return error instanceof FtpReplyException refused
                ? refused.reply()
                : error instanceof FtpTransferException broken ? broken.reply() : null;
    }
}
