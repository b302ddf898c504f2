package io.ftpreactive.internal.transfer;

import static io.ftpreactive.codec.FtpReplyCode.BAD_RESTART;
import static io.ftpreactive.codec.FtpReplyCode.BAD_SEQUENCE;
import static io.ftpreactive.codec.FtpReplyCode.NEED_ACCOUNT_TO_STORE;
import static io.ftpreactive.codec.FtpReplyCode.NOT_IMPLEMENTED;
import static io.ftpreactive.codec.FtpReplyCode.NOT_IMPLEMENTED_FOR_ARGUMENT;
import static io.ftpreactive.codec.FtpReplyCode.NOT_LOGGED_IN;
import static io.ftpreactive.codec.FtpReplyCode.NO_DATA_CONNECTION;
import static io.ftpreactive.codec.FtpReplyCode.SERVICE_CLOSING;
import static io.ftpreactive.codec.FtpReplyCode.TRANSFER_ABORTED;
import static io.ftpreactive.codec.FtpReplyCode.UNKNOWN_COMMAND;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException.Reason;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
import java.util.Set;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/** What it means that a server refuses to begin a download within a file: that the file ends before, for one. */
final class Refusal {

    private static final Set<String> VERBS = Set.of("REST", "RETR");

    /** Codes by which a server says that it does not know REST, or the user. */
    private static final Set<Integer> OTHER = Set.of(
            SERVICE_CLOSING,
            NO_DATA_CONNECTION,
            TRANSFER_ABORTED,
            UNKNOWN_COMMAND,
            NOT_IMPLEMENTED,
            BAD_SEQUENCE,
            NOT_IMPLEMENTED_FOR_ARGUMENT,
            NOT_LOGGED_IN,
            NEED_ACCOUNT_TO_STORE);

    /** As ProFTPD and Pure-FTPd put it, and others. */
    private static final Pattern BEYOND = Pattern.compile(
            "restart (offset|position|marker|point)|offset .*(large|exceed|beyond|past|invalid|end)"
                    + "|(beyond|past|exceeds?|after) (the )?(end|eof|size|file)|too large",
            Pattern.CASE_INSENSITIVE);

    private final Transfers transfers;
    private final String path;
    private final long offset;
    private final long size;

    Refusal(Transfers transfers, String path, long offset, long size) {
        this.transfers = transfers;
        this.path = path;
        this.offset = offset;
        this.size = size;
    }

    /** Fails with what the error means; asks for the size where that may help. */
    <T> Mono<T> explain(Throwable error, boolean asks) {
        if (!(error instanceof FtpReplyException refused)
                || offset <= 0
                || offset <= size
                || !VERBS.contains(refused.command().split(" ", 2)[0])
                || OTHER.contains(refused.reply().code())) {
            return Mono.error(error);
        }
        Mono<Boolean> beyond = asks
                ? transfers
                        .control()
                        .inTurn(FtpCommand.size(path), turn -> Transfers.size(turn, path))
                        .map(Transfers::sizeIfTold)
                        .map(now -> now < 0 ? isBeyond(refused.reply()) : offset > now)
                        .onErrorReturn(false)
                : Mono.just(isBeyond(refused.reply()));
        return beyond.flatMap(yes -> Mono.error(yes ? beyondEnd(refused) : refused));
    }

    private static boolean isBeyond(FtpReply reply) {
        return reply.code() == BAD_RESTART || BEYOND.matcher(reply.message()).find();
    }

    private FtpTransferException beyondEnd(FtpReplyException refused) {
        return new FtpTransferException(
                Reason.BEYOND_END,
                FtpCommand.retr(path).toString(),
                "it was to begin at byte " + offset + ", which the server refused",
                0,
                refused.reply(),
                refused);
    }
}
