package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpFeatures;
import io.ftpreactive.codec.FtpReply;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * How the server was last told to send and take bytes: TYPE and MODE (RFC 959 section 4.1.2).
 *
 * <p>Read from the dialogue itself, so that it also holds what a user has sent; whoever transfers sends only what
 * differs. Confined to the event loop.
 */
public final class TransferParameters {

    /** Where FEAT tells none: to name no fact would be to want none. */
    private static final String USUAL_FACTS = "type;size;modify;perm;unique;";

    private static final String OPTS_HASH = "HASH ";

    private static final int UNKNOWN_LEVEL = -1;

    /** What a server begins with, RFC 959 section 5.1. */
    private String type = "A";

    private String mode = "S";
    private int level = UNKNOWN_LEVEL;
    /** What HASH was told to compute; empty for the server's choice. */
    private String hash = "";
    /** The facts that this client has chosen for MLSD; empty for the server's choice. */
    private String facts = "";

    /** A REST was accepted and no transfer has used it up; volatile, since a pool asks from anywhere. */
    private volatile boolean restarting;

    /** The server is the client of the TLS handshakes on data connections (SSCN). */
    private volatile boolean secureClient;

    TransferParameters() {}

    /**
     * Tells whether the next user would find something of the last: an offset of a transfer that was given up before
     * it began, or another part in TLS than the client expects.
     *
     * @return true if a pooled session must not be lent again
     */
    public boolean areLeftOver() {
        return restarting || secureClient;
    }

    void answered(FtpCommand command, FtpReply reply) {
        switch (command.verb()) {
            case "REST" -> restarting = reply.isIntermediate();
            case "RETR", "STOR", "APPE", "STOU" -> restarting = false;
            case "TYPE", "MODE", "OPTS", "SSCN", "REIN" -> {
                if (ReplyChecks.isDone(command, reply)) {
                    agreed(command);
                }
            }
            default -> {}
        }
    }

    private void agreed(FtpCommand command) {
        String argument = command.argument();
        String told = argument == null ? "" : argument.toUpperCase(Locale.ROOT);
        switch (command.verb()) {
            case "TYPE" -> type = told.equals("A N") ? "A" : told;
            case "MODE" -> mode = told;
            case "SSCN" -> secureClient = told.equals("ON");
            case "OPTS" -> hash = told.startsWith(OPTS_HASH) ? told.substring(OPTS_HASH.length()) : hash;
            default -> {
                type = "A";
                mode = "S";
                level = UNKNOWN_LEVEL;
                restarting = false;
                secureClient = false;
                hash = "";
                facts = "";
            }
        }
    }

    /**
     * Tells the server what a transfer needs and it has not been told.
     *
     * @param turn the turn to talk in
     * @param ascii TYPE A if true, TYPE I if false, null for whatever it is
     * @param compression the level of MODE Z, 0 for MODE S, null for whatever it is
     * @return completes when the server has agreed; null if it knows already; fails with
     *     {@link io.ftpreactive.error.FtpReplyException}
     */
    public @Nullable Mono<Void> set(Turn turn, @Nullable Boolean ascii, @Nullable Integer compression) {
        String wantedType = ascii == null ? type : ascii ? "A" : "I";
        String wantedMode = compression == null ? mode : compression == 0 ? "S" : "Z";
        int wantedLevel = compression == null || compression == 0 ? level : compression;
        if (areSet(ascii, compression)) {
            return null;
        }
        return restart(turn)
                .then(type(turn, wantedType))
                .then(mode(turn, wantedMode))
                .then(level(turn, wantedLevel));
    }

    /**
     * Tells whether the server has been told what a transfer needs.
     *
     * @param ascii TYPE A if true, TYPE I if false, null for whatever it is
     * @param compression the level of MODE Z, 0 for MODE S, null for whatever it is
     * @return true if there is nothing to tell
     */
    public boolean areSet(@Nullable Boolean ascii, @Nullable Integer compression) {
        boolean typed = ascii == null || type.equals(ascii ? "A" : "I");
        boolean moded = compression == null || mode.equals(compression == 0 ? "S" : "Z");
        boolean leveled = compression == null || compression == 0 || level == compression;
        return !restarting && typed && moded && leveled;
    }

    /**
     * Makes sure of TYPE I, without which SIZE means little or is refused (RFC 3659 section 4).
     *
     * @param turn the turn to talk in
     * @return completes when the server has agreed
     */
    public Mono<Void> image(Turn turn) {
        return type(turn, "I");
    }

    /**
     * Makes sure of which part the server takes in the TLS handshakes of data connections (SSCN).
     *
     * @param turn the turn to talk in
     * @param client whether it is to be the client, as between two servers one has to be
     * @return the reply, whatever it is; empty if it takes that part already
     */
    public Mono<FtpReply> secureClient(Turn turn, boolean client) {
        return Mono.defer(() ->
                secureClient == client ? Mono.empty() : turn.exchange(FtpCommand.of("SSCN", client ? "ON" : "OFF")));
    }

    /**
     * Makes sure of what HASH computes.
     *
     * @param turn the turn to talk in
     * @param algorithm one that FEAT lists
     * @return completes when the server has agreed
     */
    public Mono<Void> hash(Turn turn, String algorithm) {
        return Mono.defer(() -> hash.equals(algorithm)
                ? Mono.empty()
                : turn.require(FtpCommand.opts(OPTS_HASH + algorithm)).then());
    }

    /**
     * Makes sure of the facts that MLSD and MLST tell (RFC 3659 section 7.9). Whatever the answer: a server that knows no
     * choice tells what it likes.
     *
     * @param turn the turn to talk in
     * @param wanted the facts, each with a semicolon; empty for what the server tells by itself
     * @return completes when the server has answered
     */
    public Mono<Void> facts(Turn turn, String wanted) {
        return Mono.defer(() -> {
            if (facts.equals(wanted)) {
                return Mono.empty();
            }
            String told = wanted.isEmpty() ? ownFacts(turn.control().traits().features()) : wanted;
            return turn.exchange(FtpCommand.opts("MLST " + told))
                    .doOnNext(reply -> facts = wanted)
                    .then();
        });
    }

    /** FEAT marks them by a star, RFC 3659 section 7.8. */
    private static String ownFacts(FtpFeatures features) {
        String listed = features.parameters("MLST");
        return Arrays.stream(listed == null ? new String[0] : listed.split(";"))
                .map(String::strip)
                .filter(fact -> fact.endsWith("*"))
                .map(fact -> fact.substring(0, fact.length() - 1) + ';')
                .collect(Collectors.collectingAndThen(Collectors.joining(), own -> own.isEmpty() ? USUAL_FACTS : own));
    }

    /** Takes back the offset of a transfer that never came: the server would begin this one there. */
    private Mono<Void> restart(Turn turn) {
        return Mono.defer(() -> restarting ? turn.exchange(FtpCommand.rest(0)).then() : Mono.empty());
    }

    private Mono<Void> type(Turn turn, String wanted) {
        return Mono.defer(() -> type.equals(wanted)
                ? Mono.empty()
                : turn.require(FtpCommand.type(wanted)).then());
    }

    private Mono<Void> mode(Turn turn, String wanted) {
        return Mono.defer(() -> mode.equals(wanted)
                ? Mono.empty()
                : turn.require(FtpCommand.mode(wanted)).then());
    }

    /** Whatever the answer: a server that has no levels compresses all the same. */
    private Mono<Void> level(Turn turn, int wanted) {
        return Mono.defer(() -> level == wanted
                ? Mono.empty()
                : turn.exchange(FtpCommand.opts("MODE Z LEVEL " + wanted))
                        .doOnNext(reply -> level = wanted)
                        .then());
    }
}
