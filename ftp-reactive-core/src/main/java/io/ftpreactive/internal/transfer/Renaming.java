package io.ftpreactive.internal.transfer;

import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE;
import static io.ftpreactive.codec.FtpReplyCode.NAME_NOT_ALLOWED;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.ReplyChecks;
import io.ftpreactive.internal.control.Turn;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/** Renames one file or directory (RNFR and RNTO), if wanted by deleting what is in the way. */
final class Renaming {

    private static final Set<Integer> MAYBE_TAKEN = Set.of(FILE_UNAVAILABLE, NAME_NOT_ALLOWED);

    /** What else than a name that is taken RNTO is refused for: texts of the C library and of Windows. */
    private static final Pattern OTHER_CAUSE = Pattern.compile(
            "cross.?(device|link)|different (disk|drive|device|file ?system|volume)|busy|in use|being used|another process"
                    + "|lock|is a directory|not a directory|too long|too many|invalid|illegal|incorrect|syntax|bad |i/o"
                    + "|input/output|stale|offline|try again|loop",
            Pattern.CASE_INSENSITIVE);

    private final ControlConnection control;
    private final String from;
    private final String to;
    private final boolean replaces;
    private final FtpCommand rnfr;
    private final FtpCommand rnto;
    /** Volatile since it is asked when the upload before it is cancelled, from anywhere. */
    private volatile boolean deleting;

    Renaming(ControlConnection control, String from, String to, boolean replaces) {
        this.control = control;
        this.from = from;
        this.to = to;
        this.replaces = replaces;
        this.rnfr = FtpCommand.rnfr(from);
        this.rnto = FtpCommand.rnto(to);
    }

    Mono<Void> run() {
        return control.inTurn(
                rnfr.toString(),
                turn -> rename(turn)
                        .onErrorResume(
                                FtpReplyException.class,
                                refused -> isInTheWay(refused) ? replace(turn, refused) : Mono.error(refused)));
    }

    /** Whether what stood at the new name may be gone: then what was to take its place is all there is. */
    boolean mayHaveDeleted() {
        return deleting;
    }

    private Mono<Void> rename(Turn turn) {
        return turn.isEarly() && !replaces ? renameAtOnce(turn) : renameInSteps(turn);
    }

    /** RNTO goes out along with RNFR: a server that refuses RNFR refuses it too (503, RFC 959 section 5.4). */
    private Mono<Void> renameAtOnce(Turn turn) {
        return Mono.zip(
                        turn.exchange(rnfr),
                        Mono.defer(() -> turn.lastCommand().exchange(rnto)),
                        (first, second) -> first.isIntermediate()
                                ? ReplyChecks.read(rnto, second, reply -> true)
                                : ReplyChecks.read(rnfr, first, Renaming::unexpected))
                .then();
    }

    private static boolean unexpected(FtpReply reply) {
        throw new FtpCodecException("RNFR must be answered by 350", reply.toString());
    }

    private Mono<Void> renameInSteps(Turn turn) {
        return turn.require(rnfr, FtpReply::isIntermediate)
                .then(Mono.defer(() -> turn.lastCommand().require(rnto)))
                .then();
    }

    private boolean isInTheWay(FtpReplyException refused) {
        return replaces
                && refused.command().equals(rnto.toString())
                && MAYBE_TAKEN.contains(refused.reply().code())
                && isMaybeTaken(refused);
    }

    /** Nothing is gained, and a file lost, if another reason than the file in the way has the second attempt fail too. */
    private static boolean isMaybeTaken(FtpReplyException refused) {
        return switch (refused.kind()) {
            case EXISTS -> true;
            case UNKNOWN -> !OTHER_CAUSE.matcher(refused.reply().message()).find();
            default -> false;
        };
    }

    private Mono<Void> replace(Turn turn, FtpReplyException refused) {
        FtpCommand dele = FtpCommand.dele(to);
        return isOther(turn)
                .filter(other -> other)
                .switchIfEmpty(Mono.error(refused))
                .flatMap(other -> {
                    deleting = true;
                    return turn.exchange(dele);
                })
                .flatMap(reply -> {
                    deleting = ReplyChecks.isDone(dele, reply);
                    return deleting ? rename(turn) : Mono.error(refused);
                });
    }

    /** A file must not be deleted to make room for itself. */
    private Mono<Boolean> isOther(Turn turn) {
        if (from.startsWith("/") == to.startsWith("/")) {
            return Mono.just(differ(from, to));
        }
        FtpCommand pwd = FtpCommand.pwd();
        return turn.exchange(pwd)
                .map(reply -> ReplyChecks.read(pwd, reply, FtpReplies::quotedPath))
                .map(here -> differ(absolute(here, from), absolute(here, to)))
                .onErrorReturn(FtpException.class, false);
    }

    private static String absolute(String here, String path) {
        return path.startsWith("/") ? path : here + '/' + path;
    }

    /** Names that differ in case are one on many servers. */
    private static boolean differ(String one, String other) {
        return !steps(one).equalsIgnoreCase(steps(other));
    }

    private static String steps(String path) {
        Deque<String> steps = new ArrayDeque<>();
        for (String step : path.split("/", -1)) {
            if (step.equals("..") && !steps.isEmpty() && !steps.getLast().equals("..")) {
                steps.removeLast();
            } else if (!step.isEmpty() && !step.equals(".")) {
                steps.addLast(step);
            }
        }
        return String.join("/", steps);
    }
}
