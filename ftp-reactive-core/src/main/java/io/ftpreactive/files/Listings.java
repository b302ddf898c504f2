package io.ftpreactive.files;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.ListingReader;
import io.ftpreactive.control.ControlConnection;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.transfer.Transfers;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The listings of a session: the machine-readable one first, the older one where that fails. */
public final class Listings {

    private static final Set<Integer> MAYBE_EMPTY = Set.of(450, 550);

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
            Flux<FtpEntry> list = emptyIfThere(entries(FtpCommand.list(argument), false), path);
            if (!control.traits().machineListing()) {
                return list;
            }
            return entries(FtpCommand.mlsd(argument), true).onErrorResume(Lookup::isUnknownCommand, refused -> {
                control.traits().noMachineListing();
                return list;
            });
        });
    }

    private Flux<FtpEntry> entries(FtpCommand command, boolean machine) {
        return Flux.defer(() -> {
            ListingReader reader = machine ? ListingReader.mlsd(clock, zone) : ListingReader.list(clock, zone);
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
        return emptyIfThere(Flux.defer(() -> transfers.lines(FtpCommand.nlst(argument(path)))), path);
    }

    /**
     * Lists a directory and those in it.
     *
     * @param path the directory; empty for the current one
     * @param options how far
     * @return the entries of the tree
     */
    public Flux<TreeEntry> walk(String path, WalkOptions options) {
        return Flux.defer(() -> new Walk(this, options, path).entries());
    }

    /**
     * Some servers have no other answer for a directory without entries: 450, which curl takes for an empty one, or 550.
     * Whether it is there at all is asked for, since a missing one gets the same.
     */
    private <T> Flux<T> emptyIfThere(Flux<T> listing, String path) {
        return listing.onErrorResume(
                error -> error instanceof FtpReplyException refused
                        && MAYBE_EMPTY.contains(refused.reply().code()),
                refused -> control.converse("is " + path + " a directory", turn -> Lookup.isDirectory(turn, path))
                        .flatMapMany(there -> there ? Flux.empty() : Flux.error(refused)));
    }

    private static @Nullable String argument(String path) {
        return path.isEmpty() ? null : path;
    }
}
