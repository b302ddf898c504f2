package io.ftpreactive;

import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.options.WalkOptions;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.result.Checksum;
import io.ftpreactive.result.ChecksumAlgorithm;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.result.TreeEntry;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/**
 * What can be done with files and directories, on a pooled session by {@link FtpClient} and on one certain session by
 * {@link FtpSession}.
 *
 * <p>Every publisher is cold: nothing is sent before it is subscribed, and each subscription does it anew. Signals come
 * on the event loop of a session unless said otherwise, and must not block it. Paths go to the server as they are,
 * relative ones from the directory that the session is in, which for {@link FtpClient} is that of the login; one that
 * begins with a hyphen, a tilde or a blank goes as {@code ./-la}, since {@code -la} and {@code ~} mean something else to
 * many servers. A path
 * with CR, LF or NUL, and options that exclude each other, are refused with {@link IllegalArgumentException}, null at
 * once with {@link NullPointerException}. All other errors are
 * {@link io.ftpreactive.error.FtpException}s: {@link io.ftpreactive.error.FtpReplyException} when the server refuses
 * the command, {@link io.ftpreactive.error.FtpTransferException} when a transfer breaks off,
 * {@link io.ftpreactive.error.FtpFileException} when the local file is the trouble,
 * {@link io.ftpreactive.error.FtpConnectionException} and {@link io.ftpreactive.error.FtpProtocolException} otherwise.
 */
public interface FtpOperations {

    /**
     * Streams a remote file (RETR), from its beginning.
     *
     * @param path the remote file
     * @return its bytes; see {@link #retrieve(String, long)}
     */
    default ByteBufFlux retrieve(String path) {
        return retrieve(path, 0);
    }

    /**
     * Streams a remote file (RETR) from an offset (REST, RFC 3659 section 5).
     *
     * <p>The socket is read only as there is demand. Each buffer is released after {@code onNext}: {@code retain()} it
     * before {@code publishOn}, {@code flatMap} or a queue, or use {@code asByteArray()}, which copies;
     * {@code asByteBuffer()} is a view of the same memory, released with it. Completes when the data have ended and the
     * server has confirmed the transfer; until then what was received is a fragment. Cancelling aborts the transfer on the
     * server. The session is held until the end.
     *
     * <p>For an offset beyond 0 the size is asked first (SIZE), unless the transfer options say
     * {@link io.ftpreactive.options.SizeCheck#NEVER}. Behind the end the transfer fails with
     * {@link io.ftpreactive.error.FtpTransferException}, at the end it is empty, and the whole file in place of its end is
     * an error too: there are servers that agree to REST and ignore it.
     *
     * @param path the remote file
     * @param offset the first byte wanted, from 0
     * @return the file's bytes from there
     */
    default ByteBufFlux retrieve(String path, long offset) {
        return retrieve(path, ByteRange.from(offset));
    }

    /**
     * Streams a part of a remote file (REST, RETR). Behaves as {@link #retrieve(String, long)}; a range that ends before
     * the file does completes when its last byte was given out and the transfer is aborted on the server; as nobody has
     * confirmed it, {@link FtpClient#doOnTransfer} does not hear of it. Whether the server begins where such a range does
     * cannot be seen by the number of bytes: unless it has shown before in this session that it heeds REST, one more transfer,
     * of the file's last byte, finds out before the range completes.
     *
     * @param path the remote file
     * @param range which part; if the file ends earlier, what there is of it
     * @return the bytes
     */
    ByteBufFlux retrieve(String path, ByteRange range);

    /**
     * Copies a remote file to a local one.
     *
     * <p>The bytes go to {@code TARGET.part}, which is renamed when the server has confirmed the transfer: the target
     * is replaced by the whole file or left as it was. What has come is held against the size that the server tells; see
     * {@link io.ftpreactive.options.TransferOptions#sizeCheck(io.ftpreactive.options.SizeCheck)}. After a failure the
     * part file stays. A download of the same target that was cancelled, and whose file is not closed yet, is waited for;
     * one that is under way fails this one. A symbolic link is followed;
     * a device or FIFO is written directly, where a FIFO that nobody reads blocks a thread. Files are opened, written and renamed on
     * {@link reactor.core.scheduler.Schedulers#boundedElastic()}, at most 8 buffers (2 MiB) behind the network; the
     * result is signalled there.
     *
     * @param path the remote file
     * @param target the local file
     * @return the result, when the target stands
     */
    Mono<TransferResult> download(String path, Path target);

    /**
     * Stores a stream as a remote file (STOR), replacing it.
     *
     * <p>The source is subscribed when the server has agreed to the transfer, never if it refuses, and sees the
     * subscriber's context. Its buffers are released by the client in any case; at most 16 are requested ahead of the
     * socket. If the source fails, or the result is cancelled, the connection is reset and the transfer aborted, so that
     * the server does not take the fragment for the whole; the fragment stays on the server. What a source fails with comes
     * back as it is, with an {@link io.ftpreactive.error.FtpTransferException} that holds the server's word as suppressed.
     *
     * @param path the remote file
     * @param source the bytes
     * @return the result, when the server has confirmed the file
     */
    Mono<TransferResult> store(String path, Publisher<? extends ByteBuf> source);

    /**
     * Stores a local file as a remote one (STOR), replacing it, with {@code sendfile(2)} where the system has it.
     *
     * @param path the remote file
     * @param source a regular file; what is appended to it meanwhile is not sent
     * @return the result, when the server has confirmed the file
     */
    Mono<TransferResult> store(String path, Path source);

    /**
     * Appends a stream to a remote file (APPE), which is created if there is none.
     *
     * @param path the remote file
     * @param source the bytes, handled as by {@link #store(String, Publisher)}
     * @return the result, when the server has confirmed the bytes
     */
    Mono<TransferResult> append(String path, Publisher<? extends ByteBuf> source);

    /**
     * Appends a local file to a remote one (APPE), which is created if there is none.
     *
     * @param path the remote file
     * @param source a regular file
     * @return the result, when the server has confirmed the bytes
     */
    Mono<TransferResult> append(String path, Path source);

    /**
     * Stores a stream in the current directory under a name that the server chooses (STOU).
     *
     * @param source the bytes, handled as by {@link #store(String, Publisher)}
     * @return the result, whose path is the name chosen, or empty if the server does not tell it
     */
    Mono<TransferResult> storeUnique(Publisher<? extends ByteBuf> source);

    /**
     * Stores a local file in the current directory under a name that the server chooses (STOU).
     *
     * @param source a regular file
     * @return the result, whose path is the name chosen, or empty if the server does not tell it
     */
    Mono<TransferResult> storeUnique(Path source);

    /**
     * Lists a directory (MLSD, RFC 3659 section 7; where the server has no MLSD, LIST).
     *
     * <p>Entries are streamed as there is demand; the session is held until the end. The directory itself and its parent
     * are left out. A line that cannot be read is an entry of type
     * {@link io.ftpreactive.codec.listing.FtpEntryType#UNPARSED}. Times of LIST are taken for UTC unless the listing options name a zone.
     *
     * <p>Many servers read the argument of a listing as a pattern, as two names, or not at all: a directory with
     * one of <code>*?[]&#123;&#125;&#92;</code> or, but for MLSD, a blank in its path is entered to be listed (PWD, CWD, the
     * listing, CWD back), and where there is none of that name, the path goes as an argument, for a pattern or a file. Where
     * the way back fails the session is closed.
     *
     * <p>A LIST that is refused with 450 or 550 is empty if the directory is there, unless the server says that this user
     * may not read it; and where nothing at all was listed, it is asked for too, since servers as vsftpd list a missing
     * directory as an empty one: only a 550 to that question is a {@link io.ftpreactive.error.FtpReplyException}. So is a
     * 226 that says beside it that the directory could not be read
     * ({@link io.ftpreactive.error.FtpReplyException.Kind#DENIED}). ProFTPD does not say so of LIST and NLST, only of MLSD.
     *
     * @param path the directory; empty for the current one
     * @return its entries, in the server's order
     */
    Flux<FtpEntry> list(String path);

    /**
     * Lists the names in a directory (NLST), named to the server as by {@link #list}. The directory that some servers put
     * before each name is taken off, {@code .} and {@code ..} are left out. A pattern that matches nothing has no names. Some
     * servers leave directories out.
     *
     * @param path the directory, or a pattern for servers that know some; empty for the current directory
     * @return the names
     */
    Flux<String> names(String path);

    /**
     * Lists a directory and those in it; see {@link #walk(String, UnaryOperator)}.
     *
     * @param path the directory; empty for the current one
     * @return the entries of the whole tree
     */
    default Flux<TreeEntry> walk(String path) {
        return walk(path, options -> options);
    }

    /**
     * Lists a directory and those in it, each directory before what it holds, with one session and one listing at a time.
     *
     * <p>Links are not entered, nor are names that {@link FtpEntry#isSafeName} warns of. A server that lists links as what
     * they point to, as Apache FtpServer does, hides them from this rule. Where MLSD tells which entries
     * are one and the same ({@code unique}), a directory is entered once. A directory that lists what the one above it holds
     * fails the walk with {@link io.ftpreactive.error.FtpProtocolException}; if the server turns out to ignore the argument of
     * a listing, directories are entered instead, and where the start has been listed wrong by then, the walk fails and can
     * be tried again. Entries are streamed as there is demand.
     *
     * @param path the directory; empty for the current one
     * @param changes for example {@code options -> options.into(entry -> entry.depth() < 3)}
     * @return the entries
     */
    Flux<TreeEntry> walk(String path, UnaryOperator<WalkOptions> changes);

    /**
     * Tells whether there is a file or directory (MLST; where the server has no MLST, SIZE, CWD, and as the last word
     * NLST of the directory above).
     *
     * @param path the file or directory
     * @return whether it is there and the server shows it to this user; fails where it shows neither the file nor the
     *     directory above
     */
    Mono<Boolean> exists(String path);

    /**
     * Asks for one file or directory (MLST; where the server has no MLST, SIZE and MDTM, and CWD to tell a directory).
     *
     * @param path the file or directory
     * @return what is known of it
     */
    Mono<FtpEntry> entry(String path);

    /**
     * Asks for the size of a file (SIZE, RFC 3659 section 4).
     *
     * @param path the file
     * @return bytes
     */
    Mono<Long> size(String path);

    /**
     * Asks for the modification time of a file (MDTM, RFC 3659 section 3).
     *
     * @param path the file
     * @return the time
     */
    Mono<Instant> modified(String path);

    /**
     * Sets the modification time of a file, to the second (MFMT; where that is unknown, SITE UTIME in its two forms).
     *
     * <p>Servers as vsftpd know only MDTM with a time, which others take for a question about a file of that name:
     * {@code session.send(FtpCommand.of("MDTM", TimeVal.format(time) + " " + path))} is for who knows the server.
     *
     * @param path the file
     * @param time the new time
     * @return completes when it is set; fails with the answer to MFMT
     */
    Mono<Void> setModified(String path, Instant time);

    /**
     * Makes a directory (MKD).
     *
     * @param path the new directory, in one that exists
     * @return completes when it is there
     */
    Mono<Void> makeDirectory(String path);

    /**
     * Makes a directory and those above it that are missing. It is no error if it is there already or somebody else makes
     * it meanwhile.
     *
     * @param path the new directory
     * @return completes when it is there
     */
    Mono<Void> makeDirectories(String path);

    /**
     * Removes an empty directory (RMD).
     *
     * @param path the directory
     * @return completes when it is gone
     */
    Mono<Void> removeDirectory(String path);

    /**
     * Deletes a file (DELE).
     *
     * @param path the file
     * @return completes when it is gone
     */
    Mono<Void> delete(String path);

    /**
     * Deletes a file or link, or a directory with all that is in it, one by one (DELE, RMD). What a link points to stays:
     * a directory is entered only where neither DELE nor RMD removes it, since some servers list links as what they point
     * to; only a server that does so and refuses both commands for a link hides it. Where a directory is not empty after
     * that, it is asked for what is hidden in it ({@code LIST -a}), which is deleted too. A directory called {@code ~}, or with
     * a blank at an end of its name, is only removed or entered when PWD shows that the server means the same: else
     * it fails with {@link io.ftpreactive.error.FtpProtocolException}.
     *
     * @param path what to delete; not the root, the current directory, the one above it or {@code ~}, in whatever way it is
     *     written: that is an {@link IllegalArgumentException}; {@code ./~} is a directory of that name
     * @return completes when it is gone; fails at the first thing that cannot be deleted
     */
    Mono<Void> deleteTree(String path);

    /**
     * Asks the server for the checksum of a file's bytes (HASH, draft-bryan-ftpext-hash; where FEAT does not list the
     * algorithm with it, XCRC, XMD5, MD5, XSHA, XSHA1, XSHA256 or XSHA512).
     *
     * <p>The server reads the whole file first: for large ones the reply timeout may have to be longer.
     *
     * @param path the file
     * @param algorithm how to compute it
     * @return the checksum
     */
    Mono<Checksum> checksum(String path, ChecksumAlgorithm algorithm);

    /**
     * Renames or moves a file or directory (RNFR and RNTO, with nothing between them). Most servers on Unix replace a file
     * that has the new name, others refuse; see {@link io.ftpreactive.options.TransferOptions#replaces}.
     *
     * @param from its path
     * @param to its new path
     * @return completes when it is renamed
     */
    Mono<Void> rename(String from, String to);
}
