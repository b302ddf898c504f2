package io.ftpreactive.transfer;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplies;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.FtpEntryBuilder;
import io.ftpreactive.codec.listing.FtpEntryType;
import io.ftpreactive.codec.listing.ListingOptions;
import io.ftpreactive.codec.listing.ListingReader;
import io.ftpreactive.codec.listing.TimePrecision;
import io.ftpreactive.control.Answer;
import io.ftpreactive.control.ControlConnection;
import io.ftpreactive.control.Conversation;
import io.ftpreactive.control.TransferParameters;
import io.ftpreactive.error.FtpReplyException;
import java.time.Clock;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a session can tell of directories and files: the machine-readable way first, the older ways where it fails. */
public final class Listings {

    private final ControlConnection control;
    private final Transfers transfers;
    private final Clock clock;
    private final ZoneId zone;

    /**
     * Creates the listings of a session.
     *
     * @param control its control connection
     * @param transfers its transfers
     * @param clock for dates without a year
     * @param zone in which the server writes the times of LIST
     */
    public Listings(ControlConnection control, Transfers transfers, Clock clock, ZoneId zone) {
        this.control = control;
        this.transfers = transfers;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * Lists a directory.
     *
     * @param path the directory; empty for the current one
     * @return its entries
     */
    public Flux<FtpEntry> list(String path) {
        return Flux.defer(() -> {
            String argument = argument(path);
            Flux<FtpEntry> list = entries(FtpCommand.list(argument), false);
            if (!control.traits().machineListing()) {
                return list;
            }
            return entries(FtpCommand.mlsd(argument), true).onErrorResume(Listings::isUnknownCommand, refused -> {
                control.traits().noMachineListing();
                return list;
            });
        });
    }

    private Flux<FtpEntry> entries(FtpCommand command, boolean machine) {
        return Flux.defer(() -> {
            ListingReader reader = machine
                    ? ListingReader.mlsd(clock, zone)
                    : ListingReader.list(ListingOptions.DEFAULT.zone(zone), clock);
            return transfers.lines(command).mapNotNull(reader::read).concatWith(Mono.fromSupplier(reader::end));
        });
    }

    /**
     * Lists the names in a directory.
     *
     * @param path the directory; empty for the current one
     * @return the names as the server gives them
     */
    public Flux<String> names(String path) {
        return Flux.defer(() -> transfers.lines(FtpCommand.nlst(argument(path))));
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
            return control.converse(mlst.toString(), turn -> {
                if (!control.traits().machineListing()) {
                    return bySize(turn, path);
                }
                return turn.exchange(mlst)
                        .map(reply -> Answer.read(mlst, reply, FtpEntry::ofMlst))
                        .onErrorResume(Listings::isUnknownCommand, refused -> {
                            control.traits().noMachineListing();
                            return bySize(turn, path);
                        });
            });
        });
    }

    /** Only files have a size; what has none may be a directory, which CWD can tell. */
    private static Mono<FtpEntry> bySize(Conversation turn, String path) {
        FtpCommand size = FtpCommand.size(path);
        FtpCommand mdtm = FtpCommand.mdtm(path);
        return Transfers.size(turn, path).flatMap(reply -> {
            if (!reply.isCompletion()) {
                return byChangingInto(turn, path, new FtpReplyException(size, reply));
            }
            FtpEntryBuilder entry = FtpEntry.builder(reply.message(), path, FtpEntryType.FILE)
                    .size(Answer.read(size, reply, FtpReplies::size));
            return turn.exchange(mdtm)
                    .map(time -> time.isCompletion()
                            ? entry.modified(Answer.read(mdtm, time, FtpReplies::modified), TimePrecision.SECOND)
                            : entry)
                    .map(FtpEntryBuilder::build);
        });
    }

    private static Mono<FtpEntry> byChangingInto(Conversation turn, String path, FtpReplyException notFound) {
        TransferParameters parameters = turn.control().parameters();
        FtpCommand pwd = FtpCommand.pwd();
        return turn.exchange(pwd)
                .map(reply -> Answer.read(pwd, reply, FtpReplies::quotedPath))
                .doOnNext(back -> parameters.away(true))
                .flatMap(back -> turn.exchange(FtpCommand.cwd(path))
                        .flatMap(reply -> reply.isCompletion()
                                ? turn.require(FtpCommand.cwd(back))
                                        .doOnNext(returned -> parameters.away(false))
                                        .thenReturn(FtpEntry.builder(reply.message(), path, FtpEntryType.DIRECTORY)
                                                .build())
                                : Mono.<FtpEntry>error(notFound).doFirst(() -> parameters.away(false))));
    }

    private static boolean isUnknownCommand(Throwable error) {
        int code = error instanceof FtpReplyException refused ? refused.reply().code() : 0;
        return code == 500 || code == 502 || code == 504;
    }

    private static @Nullable String argument(String path) {
        return path.isEmpty() ? null : path;
    }
}
