package io.ftpreactive.files;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.ListingReader;
import io.ftpreactive.control.ControlConnection;
import io.ftpreactive.control.Conversation;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.error.FtpTransferException;
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
     * @return its entries; fails with {@link FtpReplyException} where nothing was listed and there is no directory
     */
    public Flux<FtpEntry> list(String path) {
        return Flux.defer(() -> {
            String argument = argument(path);
            Flux<FtpEntry> list = list(FtpCommand.list(argument), path);
            if (!isMachine()) {
                return list;
            }
            return machineList(FtpCommand.mlsd(argument), path).onErrorResume(Lookup::isUnknownCommand, refused -> {
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

    private Flux<FtpEntry> machineList(FtpCommand command, String path) {
        return Flux.defer(() -> {
            ListingReader reader = ListingReader.mlsd(clock, ZoneOffset.UTC);
            Silence silence = new Silence(path);
            return silence.hears(transfers.lines(command, this::facts)).mapNotNull(reader::read);
        });
    }

    private Flux<FtpEntry> list(FtpCommand command, String path) {
        return Flux.defer(() -> {
            ListingReader reader = ListingReader.list(options.format(), clock);
            Silence silence = new Silence(path);
            return silence.forgives(silence.hears(transfers.lines(command)))
                    .mapNotNull(reader::read)
                    .concatWith(Mono.fromSupplier(reader::end));
        });
    }

    /**
     * Lists the names in a directory.
     *
     * @param path the directory; empty for the current one
     * @return the names as the server gives them
     */
    public Flux<String> names(String path) {
        return Flux.defer(() -> {
            Silence silence = new Silence(path);
            return silence.forgives(silence.hears(transfers.lines(FtpCommand.nlst(argument(path)))));
        });
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

    private static @Nullable String argument(String path) {
        return path.isEmpty() ? null : path;
    }

    /**
     * A listing without a line: servers as vsftpd list a directory that is not there as an empty one, and others refuse
     * to list an empty one. So it is asked for, once. Confined to the event loop.
     */
    private final class Silence {

        private final String path;
        private boolean doubted = true;

        Silence(String path) {
            this.path = path;
        }

        /** Fails at the end of a listing of what is not there. */
        Flux<String> hears(Flux<String> lines) {
            return lines.doOnNext(line -> doubted = false).concatWith(Mono.defer(this::confirm));
        }

        /** Makes an empty listing of the refusal to list what is there: by 450, which curl takes for that, or 550. */
        Flux<String> forgives(Flux<String> lines) {
            return lines.onErrorResume(
                    error -> doubted && MAYBE_EMPTY.contains(code(error)),
                    error -> confirm().onErrorMap(Lookup::isRefusal, missing -> error));
        }

        private Mono<String> confirm() {
            if (!doubted || path.isEmpty()) {
                return Mono.empty();
            }
            doubted = false;
            return control.converse(
                    "is " + path + " there",
                    turn -> new Lookup(control, Listings.this)
                            .requireDirectory(turn, path)
                            .then(Mono.empty()));
        }

        private static int code(Throwable error) {
            FtpReply reply = error instanceof FtpReplyException refused
                    ? refused.reply()
                    : error instanceof FtpTransferException broken ? broken.reply() : null;
            return reply == null ? 0 : reply.code();
        }
    }
}
