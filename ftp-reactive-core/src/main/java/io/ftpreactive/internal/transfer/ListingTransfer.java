package io.ftpreactive.internal.transfer;

import io.ftpreactive.codec.FtpCodecException;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.listing.LineSplitter;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.data.TransferFlow;
import io.ftpreactive.internal.data.TransferPlan;
import io.ftpreactive.result.DataChannel;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The transfer of one listing, line by line. A new one for each subscription; confined to the event loop. */
final class ListingTransfer implements TransferPlan {

    private final Transfers transfers;
    private final FtpCommand name;
    private final Function<Turn, Mono<FtpCommand>> talk;
    private final Consumer<FtpReply> verdict;
    private final LineSplitter splitter;
    private @Nullable FtpCommand listing;

    /**
     * Plans it.
     *
     * @param name what the turn is for
     * @param talk talks first, and emits the command to list by
     * @param verdict hears the reply that called the transfer complete, before the end of the lines
     */
    ListingTransfer(
            Transfers transfers, FtpCommand name, Function<Turn, Mono<FtpCommand>> talk, Consumer<FtpReply> verdict) {
        this.transfers = transfers;
        this.name = name;
        this.talk = talk;
        this.verdict = verdict;
        this.splitter = new LineSplitter(transfers.control().settings().charset());
    }

    /** The lines that each buffer brings. */
    Flux<List<String>> lines() {
        return transfers
                .open(this)
                .flatMapMany(this::bytes)
                .concatWith(Mono.fromCallable(splitter::rest))
                .onErrorMap(FtpCodecException.class, e -> new FtpProtocolException(String.valueOf(e.getMessage()), e));
    }

    private Flux<List<String>> bytes(DataChannel channel) {
        return new Delivery(name, channel, transfers.coding().lines(), transfers.control(), flow().maxChunk())
                .bytes()
                .doOnComplete(() -> tell(channel.verdict()))
                .map(splitter::feed);
    }

    private void tell(@Nullable FtpReply given) {
        if (given != null) {
            verdict.accept(given);
        }
    }

    @Override
    public Object purpose() {
        return name;
    }

    @Override
    public Mono<Void> prepare(Turn turn) {
        return talk.apply(turn).doOnNext(command -> listing = command).then(Mono.defer(() -> {
            Mono<Void> set = transfers.prepare(turn, transfers.coding());
            return set == null ? Mono.empty() : set;
        }));
    }

    @Override
    public FtpCommand @Nullable [] commands() {
        FtpCommand command = listing;
        return command == null ? null : new FtpCommand[] {command};
    }

    @Override
    public TransferFlow flow() {
        return transfers.consumedFlow();
    }
}
