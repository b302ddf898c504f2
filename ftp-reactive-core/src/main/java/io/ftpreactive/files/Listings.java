package io.ftpreactive.files;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.ListingReader;
import io.ftpreactive.control.ControlConnection;
import io.ftpreactive.control.Conversation;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.transfer.Transfers;
import java.time.Clock;
import java.time.ZoneOffset;
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
    private final ListingOptions options;

    /**
     * Creates the listings of a session.
     *
     * @param control its control connection
     * @param transfers its transfers
     * @param options how directories are listed
     * @param clock for dates without a year
     */
    public Listings(ControlConnection control, Transfers transfers, ListingOptions options, Clock clock) {
        this.control = control;
        this.transfers = transfers;
        this.options = options;
        this.clock = clock;
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
            Flux<FtpEntry> list = emptyIfThere(list(FtpCommand.list(argument)), path);
            if (!isMachine()) {
                return list;
            }
            return machineList(FtpCommand.mlsd(argument)).onErrorResume(Lookup::isUnknownCommand, refused -> {
                control.traits().noMachineListing();
                return list;
            });
        });
    }

    /** Whether MLSD and MLST are wanted and, as far as is known, there. */
    boolean isMachine() {
        return options.isMachine() && control.traits().machineListing();
    }

    /** Makes sure of the facts that are wanted. */
    Mono<Void> facts(Conversation turn) {
        return control.parameters().facts(turn, options.facts());
    }

    private Flux<FtpEntry> machineList(FtpCommand command) {
        return Flux.defer(() -> {
            ListingReader reader = ListingReader.mlsd(clock, ZoneOffset.UTC);
            return transfers.lines(command, this::facts).mapNotNull(reader::read);
        });
    }

    private Flux<FtpEntry> list(FtpCommand command) {
        return Flux.defer(() -> {
            ListingReader reader = ListingReader.list(options.format(), clock);
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
                refused -> control.converse(
                                "is " + path + " a directory",
                                turn -> new Lookup(control, this).isDirectory(turn, path))
                        .flatMapMany(there -> there ? Flux.empty() : Flux.error(refused)));
    }

    private static @Nullable String argument(String path) {
        return path.isEmpty() ? null : path;
    }
}
