package io.ftpreactive.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import java.util.Locale;
import reactor.core.publisher.Mono;

/**
 * How the server was last told to send and take bytes: TYPE and MODE (RFC 959 section 4.1.2).
 *
 * <p>Read from the dialogue itself, so that it also holds what a user has sent; whoever transfers sends only what
 * differs. Confined to the event loop.
 */
public final class TransferParameters {

    /** What a server begins with, RFC 959 section 5.1. */
    private String type = "A";

    private String mode = "S";
    private int level = -1;

    TransferParameters() {}

    void answered(FtpCommand command, FtpReply reply) {
        if (reply.isCompletion()) {
            String argument = command.argument();
            String told = argument == null ? "" : argument.toUpperCase(Locale.ROOT);
            switch (command.verb()) {
                case "TYPE" -> type = told.equals("A N") ? "A" : told;
                case "MODE" -> mode = told;
                case "REIN" -> {
                    type = "A";
                    mode = "S";
                }
                default -> {}
            }
        }
    }

    /**
     * Tells the server what a transfer needs and it has not been told.
     *
     * @param turn the turn to talk in
     * @param ascii TYPE A if true, else TYPE I
     * @param compression the level of MODE Z, 0 for MODE S
     * @return completes when the server has agreed; fails with {@link io.ftpreactive.error.FtpReplyException}
     */
    public Mono<Void> set(Conversation turn, boolean ascii, int compression) {
        return type(turn, ascii ? "A" : "I")
                .then(mode(turn, compression == 0 ? "S" : "Z"))
                .then(compression == 0 ? Mono.empty() : level(turn, compression));
    }

    /**
     * Makes sure of TYPE I, without which SIZE means little or is refused (RFC 3659 section 4).
     *
     * @param turn the turn to talk in
     * @return completes when the server has agreed
     */
    public Mono<Void> image(Conversation turn) {
        return type(turn, "I");
    }

    private Mono<Void> type(Conversation turn, String wanted) {
        return Mono.defer(() -> type.equals(wanted)
                ? Mono.empty()
                : turn.require(FtpCommand.type(wanted)).then());
    }

    private Mono<Void> mode(Conversation turn, String wanted) {
        return Mono.defer(() -> mode.equals(wanted)
                ? Mono.empty()
                : turn.require(FtpCommand.of("MODE", wanted)).then());
    }

    /** Whatever the answer: a server that has no levels compresses all the same. */
    private Mono<Void> level(Conversation turn, int wanted) {
        return Mono.defer(() -> level == wanted
                ? Mono.empty()
                : turn.exchange(FtpCommand.opts("MODE Z LEVEL " + wanted))
                        .doOnNext(reply -> level = wanted)
                        .then());
    }
}
