package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.listing.LineSplitter;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.data.TransferFlow;
import io.ftpreactive.internal.data.TransferFlux;
import io.ftpreactive.internal.data.TransferMono;
import io.ftpreactive.internal.data.TransferPlan;
import io.ftpreactive.internal.opening.Opener;
import io.ftpreactive.options.TransferOptions;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.result.DataChannel;
import io.ftpreactive.result.TransferResult;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The transfers of one session: opens a data channel, moves the bytes, reports the result. */
public final class Transfers {

    private static final Set<String> FILES = Set.of("RETR", "STOR", "APPE", "STOU");

    private final ControlConnection control;
    private final Opener opener;
    private final TransferOptions options;
    private final Downloads downloads;
    private final Uploads uploads;
    private final TransferFlow flow;

    /**
     * Creates the transfers of a session.
     *
     * @param control the session's control connection
     * @param opener makes its data connections
     * @param options how files are transferred
     * @param onResult hears of each transfer that completed
     */
    public Transfers(
            ControlConnection control, Opener opener, TransferOptions options, Consumer<TransferResult> onResult) {
        this.control = control;
        this.opener = opener;
        this.options = options;
        this.flow = new TransferFlow(
                options.rateLimits(), options.minimumSpeed(), options.minimumSpeedWindow(), options.keepAlive());
        this.downloads = new Downloads(this, onResult);
        this.uploads = new Uploads(this, onResult);
    }

    /** How the bytes of each transfer flow. */
    TransferFlow flow() {
        return flow;
    }

    ControlConnection control() {
        return control;
    }

    TransferOptions options() {
        return options;
    }

    /** How files differ from the bytes of their data connections. */
    Coding coding() {
        return new Coding(options.ascii(), options.compression());
    }

    /**
     * Opens a data channel when it is this operation's turn, in the TYPE of the options and in MODE S, or in those that
     * the commands name: bytes are not converted.
     *
     * @param transfer the transfer command last
     * @return the channel, which holds the turn until its transfer is over
     */
    public Mono<DataChannel> open(FtpCommand... transfer) {
        boolean type = names("TYPE", transfer);
        boolean mode = names("MODE", transfer);
        FtpCommand last = transfer[transfer.length - 1];
        return open(new Plan(last) {

            @Override
            public @Nullable Mono<Void> prepare(Turn turn) {
                return control.parameters().set(turn, type ? null : options.ascii(), mode ? null : 0);
            }

            @Override
            public FtpCommand[] commands() {
                return transfer;
            }

            @Override
            public TransferFlow.Observer observer() {
                boolean file = FILES.contains(last.verb());
                return file ? observer(Objects.requireNonNullElse(last.argument(), "")) : super.observer();
            }
        });
    }

    private static boolean names(String verb, FtpCommand... transfer) {
        for (FtpCommand command : transfer) {
            if (command.verb().equals(verb)) {
                return true;
            }
        }
        return false;
    }

    /** The plan of a transfer on this session. */
    abstract class Plan implements TransferPlan {

        private final Object purpose;

        Plan(Object purpose) {
            this.purpose = purpose;
        }

        @Override
        public Object purpose() {
            return purpose;
        }

        @Override
        public TransferFlow flow() {
            return flow;
        }

        @Override
        public TransferFlow.Observer observer() {
            return TransferFlow.Observer.NONE;
        }

        /** Who hears how far the transfer of a file has come, which the caller calls so. */
        TransferFlow.Observer observer(String file) {
            return ProgressMeter.of(options, file);
        }
    }

    /** Opens a data channel when it is this operation's turn and what the plan has to ask is answered. */
    Mono<DataChannel> open(TransferPlan plan) {
        return new TransferMono(control, opener, opener.idleTimeout(), plan)
                .checkpoint(plan.purpose().toString());
    }

    /** Streams a download, from the wait for its turn to its end. */
    Flux<ByteBuf> stream(Supplier<? extends TransferFlux.Download> plans) {
        return new TransferFlux(control, opener, opener.idleTimeout(), plans);
    }

    /** Tells the server how the bytes are to travel; null if it knows. */
    @Nullable
    Mono<Void> prepare(Turn turn, Coding coding) {
        return control.parameters().set(turn, coding.ascii(), coding.compression());
    }

    /** Joins what is asked before a transfer; null for nothing. */
    static @Nullable Mono<Void> both(@Nullable Mono<Void> first, @Nullable Mono<Void> second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return first.then(second);
    }

    /**
     * Asks for the size of a file in bytes (SIZE, RFC 3659 section 4).
     *
     * @param turn the turn to talk in
     * @param path the file
     * @return the reply that names it, or a negative one
     */
    public static Mono<FtpReply> size(Turn turn, String path) {
        return turn.control().parameters().image(turn).then(Mono.defer(() -> turn.exchange(FtpCommand.size(path))));
    }

    /** Reads the reply to SIZE; {@link Measure#UNKNOWN} for a refusal, or nonsense. */
    static long sizeIfTold(FtpReply reply) {
        try {
            return reply.isNegative() ? Measure.UNKNOWN : FtpReplies.size(reply);
        } catch (FtpCodecException e) {
            return Measure.UNKNOWN;
        }
    }

    /**
     * Renames a file or directory (RNFR and RNTO).
     *
     * @param from its path
     * @param to its new path
     * @return completes when it is renamed
     */
    public Mono<Void> rename(String from, String to) {
        return Mono.defer(() -> renaming(from, to).run());
    }

    Renaming renaming(String from, String to) {
        return new Renaming(control, from, to, options.replaces());
    }

    /**
     * Streams a remote file.
     *
     * @param path the remote file
     * @param range which part of it
     * @return its bytes, each buffer released after {@code onNext}
     */
    public Flux<ByteBuf> retrieve(String path, ByteRange range) {
        return downloads.retrieve(path, range);
    }

    /**
     * Copies a remote file to a local one.
     *
     * @param path the remote file
     * @param target the local file
     * @return the result, when the local file stands under its name
     */
    public Mono<TransferResult> download(String path, Path target) {
        return downloads.download(path, target);
    }

    /**
     * Stores a stream.
     *
     * @param path what the result calls the remote file
     * @param command makes STOR, APPE or STOU
     * @param source the bytes
     * @return the result, when the server has confirmed the file
     */
    public Mono<TransferResult> store(
            String path, Function<String, FtpCommand> command, Publisher<? extends ByteBuf> source) {
        return uploads.store(path, command, source);
    }

    /**
     * Stores a local file.
     *
     * @param path what the result calls the remote file
     * @param command makes STOR, APPE or STOU
     * @param source the local file
     * @return the result, when the server has confirmed the file
     */
    public Mono<TransferResult> store(String path, Function<String, FtpCommand> command, Path source) {
        return uploads.store(path, command, source);
    }

    /**
     * Streams a listing, with as many lines at once as a buffer brings: who asks for no more makes no demand of the server.
     *
     * @param name what the turn is for: LIST, NLST or MLSD with the directory
     * @param plan talks before the second connection is made, and emits what is sent for it
     * @param verdict hears the reply that called the transfer complete, before the end of the lines
     * @return the lines of each buffer, without their ends; fails with {@link FtpProtocolException} on a line beyond all measure
     */
    public Flux<List<String>> lines(
            FtpCommand name, Function<Turn, Mono<FtpCommand>> plan, Consumer<FtpReply> verdict) {
        return Flux.defer(() -> {
            LineSplitter splitter = new LineSplitter(control.settings().charset());
            return open(new ListingPlan(name, plan))
                    .flatMapMany(channel -> new Delivery(name, channel, coding().lines(), control)
                            .bytes()
                            .doOnComplete(() -> tell(channel.verdict(), verdict)))
                    .map(splitter::feed)
                    .concatWith(Mono.fromCallable(splitter::rest))
                    .onErrorMap(
                            FtpCodecException.class, e -> new FtpProtocolException(String.valueOf(e.getMessage()), e));
        });
    }

    /** Talks first, and lists by what comes of that. */
    private final class ListingPlan extends Plan {

        private final Function<Turn, Mono<FtpCommand>> talk;
        private @Nullable FtpCommand listing;

        ListingPlan(FtpCommand name, Function<Turn, Mono<FtpCommand>> talk) {
            super(name);
            this.talk = talk;
        }

        @Override
        public Mono<Void> prepare(Turn turn) {
            return talk.apply(turn).doOnNext(command -> listing = command).then(Mono.defer(() -> {
                Mono<Void> set = Transfers.this.prepare(turn, coding());
                return set == null ? Mono.empty() : set;
            }));
        }

        @Override
        public FtpCommand @Nullable [] commands() {
            FtpCommand command = listing;
            return command == null ? null : new FtpCommand[] {command};
        }
    }

    private static void tell(@Nullable FtpReply verdict, Consumer<FtpReply> listener) {
        if (verdict != null) {
            listener.accept(verdict);
        }
    }
}
