package io.ftpreactive.mirror;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSession;
import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReplyCode;
import io.ftpreactive.error.FtpProtocolException;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.mirror.Entries.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The remote directory. */
final class RemoteSide {

    private static final Set<Integer> UNKNOWN_COMMAND = Set.of(500, 501, 502, 504);

    /** What stands in the listing of an empty directory. */
    private static final Pattern NOTHING = Pattern.compile(
            "\\s*(total\\s+\\d+|(.*\\s)?\\.{1,2}|(\\S*;)?type=[cp]dir;.*)?\\s*", Pattern.CASE_INSENSITIVE);

    private final FtpClient client;
    private final String start;

    RemoteSide(FtpClient client, String start) {
        this.client = client;
        this.start = trimmed(start);
    }

    private static String trimmed(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    String start() {
        return start;
    }

    /** The remote path of a path of the tree. */
    String at(String path) {
        return path.isEmpty()
                ? start
                : start.isEmpty() ? path : start.endsWith("/") ? start + path : start + '/' + path;
    }

    /** Lists one directory. The start is entered, since many servers list a file as a directory that holds it. */
    Mono<Listing> list(Folder folder) {
        FtpClient lister = folder.isRoot() ? client.listingOptions(options -> options.byDirectory(true)) : client;
        return lister.walk(at(folder.path()), options -> options.into(entry -> false))
                .collect(Listing::new, (listing, found) -> listing.add(found.entry()))
                .doOnNext(listing -> requireNew(folder, listing));
    }

    private void requireNew(Folder folder, Listing listing) {
        if (folder.leadsBack(listing.fingerprint())) {
            throw new FtpProtocolException(
                    "'" + at(folder.path())
                            + "' lists, to the last line, what directories above it list: it leads back there,"
                            + " or the server does not list what it is asked for",
                    null);
        }
    }

    /**
     * Fails unless the server lists a directory, which it listed as an empty one, as an empty one once more, and confirms
     * that: some refuse to list an empty directory, and some list nothing where they should refuse.
     */
    Mono<Void> requireEmpty(Folder folder) {
        String path = at(folder.path());
        return client.withSession(session -> enter(session, path)
                        .thenMany(Flux.defer(() -> session.dataChannel(FtpCommand.of("LIST"))
                                .flatMapMany(channel -> channel.receive().asString(StandardCharsets.ISO_8859_1)))))
                .reduce(new StringBuilder(), (text, more) -> text.length() > 8192 ? text : text.append(more))
                .doOnNext(text -> {
                    if (!text.toString()
                            .lines()
                            .allMatch(line -> NOTHING.matcher(line).matches())) {
                        throw new FtpProtocolException(
                                "'" + path + "' was listed as empty, and is not: nothing is deleted", null);
                    }
                })
                .then();
    }

    private static Mono<Void> enter(FtpSession session, String path) {
        return path.isEmpty() ? Mono.empty() : session.changeDirectory(path);
    }

    /**
     * Deletes a directory with what is in it that a filter accepts. Some servers list a link as what it leads to, so that a
     * directory is entered only if it cannot be deleted otherwise.
     *
     * @param dry whether it is only found out what would go
     * @return paths from the start: that of the directory, or if something in it stays those of what is gone
     */
    Flux<String> deleteTree(Folder folder, Filter filter, boolean dry) {
        String path = at(folder.path());
        if (filter.isOpen()) {
            return (dry ? Mono.<Void>empty() : client.deleteTree(path))
                    .thenReturn(folder.path())
                    .flux();
        }
        return dry
                ? clear(folder, filter, true)
                : client.delete(path)
                        .onErrorResume(FtpReplyException.class, refused -> client.removeDirectory(path))
                        .thenReturn(folder.path())
                        .flux()
                        .onErrorResume(FtpReplyException.class, refused -> clear(folder, filter, false));
    }

    private Flux<String> clear(Folder folder, Filter filter, boolean dry) {
        String path = at(folder.path());
        List<String> gone = new ArrayList<>();
        return list(folder)
                .flatMapMany(listing -> listing.unread() == 0
                        ? Flux.fromIterable(listing.entries()).map(Entry::listed)
                        : Flux.error(new FtpProtocolException(
                                "A line of the listing of '" + path + "' cannot be read", null)))
                .concatMap(entry -> deleteIn(folder, entry, filter, dry)
                        .doOnNext(gone::add)
                        .any(folder.below(entry.name())::equals))
                // Not all(): that would end with the first that stays.
                .reduce(true, Boolean::logicalAnd)
                .flatMapMany(empty -> empty
                        ? (dry ? Mono.<Void>empty() : client.removeDirectory(path)).thenReturn(folder.path())
                        : Flux.fromIterable(gone));
    }

    private Flux<String> deleteIn(Folder folder, Listed entry, Filter filter, boolean dry) {
        String path = folder.below(entry.name());
        if (!filter.accepts(path, entry.isDirectory())) {
            return Flux.empty();
        }
        if (!entry.safe()) {
            return Flux.error(unsafe(entry));
        }
        return entry.isDirectory()
                ? deleteTree(folder.child(entry.name(), Folder.There.YES), filter, dry)
                : (dry ? Mono.<Void>empty() : delete(at(path))).thenReturn(path).flux();
    }

    /** Deletes a file; what another run, or what is left of a cancelled one, has deleted meanwhile is gone as well. */
    Mono<Void> delete(String path) {
        return client.delete(path)
                .onErrorResume(
                        FtpReplyException.class,
                        refused -> client.exists(path)
                                .onErrorReturn(true)
                                .flatMap(there -> there ? Mono.error(refused) : Mono.empty()));
    }

    /** Whether a directory could be removed; one that is not empty stays, and the server's reason is of no interest. */
    Mono<Boolean> removeEmpty(String path) {
        return client.removeDirectory(at(path))
                .thenReturn(true)
                .onErrorResume(FtpReplyException.class, refused -> Mono.just(false));
    }

    /** A name that would lead elsewhere. */
    static FtpProtocolException unsafe(Listed entry) {
        return new FtpProtocolException("Not a safe name: '" + entry.name() + "'", null);
    }

    static boolean isUnknownCommand(Throwable error) {
        return error instanceof FtpReplyException refused
                && UNKNOWN_COMMAND.contains(refused.reply().code());
    }

    /** Whether the server says no to a directory: most often since there is none. */
    static boolean isUnavailable(Throwable error) {
        return error instanceof FtpReplyException refused && refused.reply().code() == FtpReplyCode.FILE_UNAVAILABLE;
    }
}
