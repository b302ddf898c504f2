package io.ftpreactive.internal.control;

import static io.ftpreactive.codec.FtpReplyCode.LOGGED_IN;
import static io.ftpreactive.codec.FtpReplyCode.NEED_ACCOUNT;
import static io.ftpreactive.codec.FtpReplyCode.NEED_PASSWORD;
import static io.ftpreactive.codec.FtpReplyCode.NOT_IMPLEMENTED;
import static io.ftpreactive.codec.FtpReplyCode.NOT_IMPLEMENTED_FOR_ARGUMENT;
import static io.ftpreactive.codec.FtpReplyCode.PATH;
import static io.ftpreactive.codec.FtpReplyCode.READY;
import static io.ftpreactive.codec.FtpReplyCode.SYSTEM_NAME;
import static io.ftpreactive.codec.FtpReplyCode.SYSTEM_STATUS;
import static io.ftpreactive.codec.FtpReplyCode.UNKNOWN_COMMAND;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpFeatures;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.options.LoginOptions;
import java.util.Locale;
import reactor.core.publisher.Mono;

/**
 * Logs in as the replies direct (RFC 959 section 6), then asks for features (RFC 2389), UTF-8 (RFC 2640) and binary
 * transfers. Confined to the event loop.
 */
final class Login {

    private final Turn turn;
    private final Credentials credentials;
    private final LoginOptions options;
    private boolean alternativeTried;

    private Login(Turn turn) {
        this.turn = turn;
        this.credentials = turn.control().settings().credentials();
        this.options = turn.control().settings().login();
    }

    static Mono<Void> run(ControlConnection control) {
        return Mono.defer(() -> {
            Turn turn = control.turns().current();
            if (turn == null) {
                throw new IllegalStateException("The login is over");
            }
            return new Login(turn).logIn().doFinally(signal -> turn.end());
        });
    }

    private Mono<Void> logIn() {
        // A 120 says "wait": the greeting comes behind it.
        return ReplyReader.greeting(turn, turn.control().turns().greeting())
                .flatMap(this::encrypt)
                .flatMap(this::chooseHost)
                .flatMap(this::afterGreeting)
                .then(setUp());
    }

    /** A 230 in plain text is not believed once there is TLS: anybody on the way may have said it. */
    private Mono<FtpReply> encrypt(FtpReply greeting) {
        return isGreeting(greeting)
                ? turn.control().tls().upgrade(turn).map(begun -> begun ? FtpReply.of("220 encrypted") : greeting)
                : Mono.just(greeting);
    }

    /** The answer of a server that knows HOST takes the greeting's place (RFC 7151 section 3). */
    private Mono<FtpReply> chooseHost(FtpReply greeting) {
        String virtualHost = options.virtualHost();
        if (virtualHost == null || !isGreeting(greeting)) {
            return Mono.just(greeting);
        }
        FtpCommand host = FtpCommand.host(virtualHost);
        return turn.exchange(host).flatMap(reply -> {
            if (isUnknownCommand(reply)) {
                return Mono.just(greeting);
            }
            return isGreeting(reply)
                    ? Mono.just(reply)
                    : Mono.error(FtpReplyException.ofLogin(
                            host, reply, "the server does not have a virtual host of that name"));
        });
    }

    private static boolean isGreeting(FtpReply reply) {
        return reply.code() == READY || reply.code() == LOGGED_IN;
    }

    private static boolean isUnknownCommand(FtpReply reply) {
        return reply.code() == UNKNOWN_COMMAND || reply.code() == NOT_IMPLEMENTED;
    }

    private Mono<Void> afterGreeting(FtpReply greeting) {
        if (greeting.code() == LOGGED_IN) {
            return Mono.empty();
        }
        if (greeting.code() == READY) {
            return user(FtpCommand.user(credentials.user()));
        }
        return Mono.error(
                greeting.isNegative()
                        ? new FtpReplyException("The connection", greeting)
                        : new FtpProtocolException("Not a greeting: " + greeting, null));
    }

    /** Sends USER, or what is to be said in its place: either is answered alike. */
    private Mono<Void> user(FtpCommand user) {
        return step(user).flatMap(reply -> reply.code() == NEED_PASSWORD ? password() : afterSecret(user, reply));
    }

    /** What cannot be read is no login either: the error tells at which step. */
    private Mono<FtpReply> step(FtpCommand command) {
        return turn.exchange(command)
                .onErrorMap(
                        FtpProtocolException.class,
                        bad -> new FtpProtocolException(command, String.valueOf(bad.getMessage()), bad));
    }

    private Mono<Void> password() {
        FtpCommand pass = FtpCommand.pass(credentials.password());
        return step(pass).flatMap(reply -> afterSecret(pass, reply));
    }

    private Mono<Void> afterSecret(FtpCommand command, FtpReply reply) {
        if (reply.isCompletion()) {
            return Mono.empty();
        }
        return reply.code() == NEED_ACCOUNT ? account(command, reply) : refused(command, reply);
    }

    private Mono<Void> account(FtpCommand command, FtpReply reply) {
        String account = options.account();
        if (account == null) {
            return Mono.error(FtpReplyException.ofLogin(
                    command,
                    reply,
                    "the server wants an account too: client.loginOptions(login -> login.account(...))"));
        }
        FtpCommand acct = FtpCommand.acct(account);
        return step(acct)
                .flatMap(answer -> answer.isCompletion()
                        ? Mono.empty()
                        : Mono.error(FtpReplyException.ofLogin(acct, answer, "check the account")));
    }

    /** What is not a 2yz is no login; but there may be another way in. */
    private Mono<Void> refused(FtpCommand command, FtpReply reply) {
        String alternative = options.alternative();
        if (alternative != null && !alternativeTried) {
            alternativeTried = true;
            return user(FtpCommand.parse(alternative));
        }
        return Mono.error(FtpReplyException.ofLogin(command, reply, "check user and password"));
    }

    private Mono<Void> setUp() {
        return Mono.defer(() -> turn.control().traits().featuresAsked() ? Mono.empty() : askFeatures())
                .then(Mono.defer(this::switchToUtf8))
                .then(Mono.defer(() -> turn.control().tls().protect(turn)))
                .then(turn.require(FtpCommand.type("I")))
                .then(Mono.defer(this::setUpSystem));
    }

    private Mono<Void> askFeatures() {
        return turn.exchange(FtpCommand.feat()).doOnNext(this::learnFeatures).then();
    }

    /** Nothing is learnt of an answer such as 421 or 530, which the next session may not get. */
    private void learnFeatures(FtpReply reply) {
        if (isUnknownCommand(reply) || reply.code() == NOT_IMPLEMENTED_FOR_ARGUMENT) {
            turn.control().traits().learnFeatures(null);
        } else if (reply.code() == SYSTEM_STATUS) {
            try {
                turn.control().traits().learnFeatures(FtpFeatures.parse(reply));
            } catch (FtpCodecException e) {
                // Features are a hint only: a reply that cannot be read means that nothing is known.
                return;
            }
        }
    }

    /** Any answer will do: some servers refuse because UTF-8 is always on, others need to be asked. */
    private Mono<Void> switchToUtf8() {
        boolean utf8 = turn.control().traits().features().utf8();
        return utf8 ? turn.exchange(FtpCommand.opts("UTF8 ON")).then() : Mono.empty();
    }

    /** Only a server whose paths do not begin with a slash is asked what it is. */
    private Mono<Void> setUpSystem() {
        if (!options.systemQuirks()) {
            return Mono.empty();
        }
        return turn.exchange(FtpCommand.pwd())
                .filter(Login::isOddPath)
                .flatMap(odd -> turn.exchange(FtpCommand.syst()))
                .filter(Login::isOs400)
                // Its library file system is the default; this makes names and paths those of its root file system.
                .flatMap(os400 -> turn.exchange(FtpCommand.site("NAMEFMT 1")))
                .then();
    }

    private static boolean isOddPath(FtpReply reply) {
        try {
            return reply.code() == PATH && !FtpReplies.quotedPath(reply).startsWith("/");
        } catch (FtpCodecException e) {
            return false;
        }
    }

    private static boolean isOs400(FtpReply reply) {
        return reply.code() == SYSTEM_NAME
                && reply.message().strip().toUpperCase(Locale.ROOT).startsWith("OS/400");
    }
}
