package io.ftpreactive.internal.files;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.codec.listing.ListingParser;
import io.ftpreactive.codec.listing.ListingReader;
import io.ftpreactive.internal.context.ThreadLocals;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.Turn;
import io.ftpreactive.internal.transfer.Transfers;
import io.ftpreactive.options.ListingOptions;
import io.ftpreactive.options.WalkOptions;
import io.ftpreactive.result.TreeEntry;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The listings of a session: the machine-readable one first, the older one where that fails. */
public final class Listings {

    private static final Pattern CURRENT = Pattern.compile("^(?:[^ ]*;)?type=cdir;", Pattern.CASE_INSENSITIVE);

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

    ControlConnection control() {
        return control;
    }

    Transfers transfers() {
        return transfers;
    }

    ListingOptions options() {
        return options;
    }

    /** Whether MLSD and MLST are wanted and, as far as is known, there. */
    boolean isMachine() {
        return options.machine() && !options.hidden() && control.traits().machineListing();
    }

    /** Makes sure of the facts that are wanted. */
    Mono<Void> facts(Turn turn) {
        StringBuilder facts = new StringBuilder();
        options.facts().forEach(name -> facts.append(name).append(';'));
        return control.parameters().facts(turn, facts.toString());
    }

    /**
     * Lists a directory.
     *
     * @param path the directory; empty for the current one
     * @return its entries; fails with {@link io.ftpreactive.error.FtpReplyException} where nothing was listed and there is
     *     no directory
     */
    public Flux<FtpEntry> list(String path) {
        return entries(path, false, DirectoryListing::lines, self -> {});
    }

    /**
     * Lists a directory that is called so, whatever a server would make of its name.
     *
     * @param self hears what MLSD tells of the directory itself
     */
    Flux<FtpEntry> listNamed(String path, Consumer<FtpEntry> self) {
        return entries(path, true, DirectoryListing::lines, self);
    }

    /** Lists a directory from within. */
    Flux<FtpEntry> listFromWithin(String path) {
        return entries(path, true, DirectoryListing::linesFromWithin, self -> {});
    }

    /** The same listings with what the server hides. */
    Listings withHidden() {
        return new Listings(control, transfers, options.hidden(true), clock);
    }

    private Flux<FtpEntry> entries(
            String path, boolean literal, Function<DirectoryListing, Flux<String>> lines, Consumer<FtpEntry> self) {
        Flux<FtpEntry> list = Flux.defer(() -> {
            ListingReader reader = ListingReader.list(options.format(), clock);
            // A parser may be the user's.
            return ThreadLocals.around(lines.apply(new DirectoryListing(this, "LIST", path, literal)))
                    .mapNotNull(reader::read)
                    .concatWith(Mono.fromSupplier(reader::end));
        });
        Flux<FtpEntry> machineList = Flux.defer(() -> {
            ListingReader reader = ListingReader.mlsd(clock, ZoneOffset.UTC);
            return lines.apply(new DirectoryListing(this, "MLSD", path, literal))
                    .doOnNext(line -> tellSelf(line, self))
                    .mapNotNull(reader::read);
        });
        return Flux.defer(() -> isMachine()
                ? machineList.onErrorResume(Lookup::isUnknownCommand, refused -> {
                    control.traits().noMachineListing();
                    return list;
                })
                : list);
    }

    /** RFC 3659 section 7.5.1.2: the directory itself, which is not in the listing. */
    private void tellSelf(String line, Consumer<FtpEntry> self) {
        if (CURRENT.matcher(line).find()) {
            FtpEntry entry = ListingParser.mlsx().parse(line, clock.instant(), ZoneOffset.UTC);
            if (entry != null) {
                self.accept(entry);
            }
        }
    }

    /**
     * Lists the names in a directory.
     *
     * @param path the directory, or a pattern; empty for the current directory
     * @return the names, without the directory that some servers put before each
     */
    public Flux<String> names(String path) {
        return names(path, false);
    }

    /** The names in a directory that is called so, whatever a server would make of its name. */
    Flux<String> namesIn(String path) {
        return names(path, true);
    }

    private Flux<String> names(String path, boolean literal) {
        return Flux.defer(() -> new DirectoryListing(this, "NLST", path, literal).lines())
                .map(line -> PathNames.listed(line, path))
                .filter(name -> !name.equals(".") && !name.equals(".."));
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
}
