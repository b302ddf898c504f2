package io.ftpreactive.control;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpFeatures;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import reactor.core.publisher.Mono;

/**
 * Logs in as the replies direct (RFC 959 section 6), then asks for features (RFC 2389), UTF-8 (RFC 2640) and binary
 * transfers.
 */
final class Login {

    private static final int LOGGED_IN = 230;
    private static final int NEED_PASSWORD = 331;

    private final Conversation turn;
    private final Credentials credentials;

    private Login(Conversation turn) {
        this.turn = turn;
        this.credentials = turn.control().settings().credentials();
    }

    static Mono<Void> run(ControlConnection control) {
        return Mono.defer(() -> {
            Conversation turn = control.login();
            return new Login(turn).logIn().doFinally(signal -> turn.end());
        });
    }

    private Mono<Void> logIn() {
        // A 120 says "wait": finalReply passes over it.
        return turn.finalReply().flatMap(this::afterGreeting).then(setUp());
    }

    private Mono<Void> afterGreeting(FtpReply greeting) {
        if (greeting.code() == LOGGED_IN) {
            return Mono.empty();
        }
        if (greeting.code() == 220) {
            return user();
        }
        return Mono.error(
                greeting.isNegative()
                        ? new FtpReplyException("The connection", greeting)
                        : new FtpProtocolException("Not a greeting: " + greeting, null));
    }

    private Mono<Void> user() {
        FtpCommand user = FtpCommand.user(credentials.user());
        return turn.exchange(user).flatMap(reply -> {
            if (reply.isCompletion()) {
                return Mono.empty();
            }
            return reply.code() == NEED_PASSWORD ? password() : refused(user, reply);
        });
    }

    private Mono<Void> password() {
        FtpCommand pass = FtpCommand.pass(credentials.password());
        return turn.exchange(pass).flatMap(reply -> reply.isCompletion() ? Mono.empty() : refused(pass, reply));
    }

    /** What is not a 2yz here is no login: 332 asks for an account, which is not configured. */
    private static Mono<Void> refused(FtpCommand command, FtpReply reply) {
        return Mono.error(new FtpReplyException(command, reply));
    }

    private Mono<Void> setUp() {
        return turn.exchange(FtpCommand.feat())
                .flatMap(this::learnFeatures)
                .then(turn.require(FtpCommand.type("I")))
                .then();
    }

    private Mono<FtpReply> learnFeatures(FtpReply reply) {
        if (reply.code() != 211) {
            return Mono.empty();
        }
        try {
            turn.control().traits().learn(FtpFeatures.parse(reply));
        } catch (FtpCodecException e) {
            // Features are a hint only: a reply that cannot be read means that nothing is known.
            return Mono.empty();
        }
        boolean utf8 = turn.control().traits().features().utf8();
        // Any answer will do: some servers refuse because UTF-8 is always on, others need to be asked.
        return utf8 ? turn.exchange(FtpCommand.opts("UTF8 ON")) : Mono.empty();
    }
}
