package io.ftpreactive;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.listing.FtpEntry;
import io.ftpreactive.internal.files.FolderWatch;
import io.ftpreactive.internal.settings.Require;
import io.ftpreactive.internal.transfer.SizedSource;
import io.ftpreactive.internal.transfer.TextLines;
import io.ftpreactive.options.WalkOptions;
import io.ftpreactive.result.ByteRange;
import io.ftpreactive.result.Checksum;
import io.ftpreactive.result.ChecksumAlgorithm;
import io.ftpreactive.result.TransferResult;
import io.ftpreactive.result.TreeEntry;
import io.netty.buffer.ByteBuf;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.util.retry.Retry;

/**
 * Operations on files and directories: on a pooled session with {@link FtpClient}, on one session with {@link
 * FtpSession}.
 *
 * <p>Every publisher is cold: the client sends nothing before it is subscribed, and each subscription runs the
 * operation anew. Signals arrive on the event loop of the session, unless stated otherwise; subscribers must not block
 * it.
 *
 * <p><b>Paths.</b> Relative paths refer to the current directory of the session; with {@link FtpClient} that is the
 * login directory, or the one of {@link FtpClient#directory}. Otherwise paths go to the server unchanged, with one
 * exception: a path that begins with a hyphen, a tilde or a
 * blank is sent as {@code ./-la}, since many servers give {@code -la} and {@code ~} another meaning.
 *
 * <p><b>Errors.</b> A null argument throws {@link NullPointerException} at once. A path with CR, LF or NUL, or a
 * combination of options that is not possible, fails with {@link IllegalArgumentException}. All other errors are {@link
 * io.ftpreactive.error.FtpException}s: {@link io.ftpreactive.error.FtpReplyException} if the server refuses a command,
 * {@link io.ftpreactive.error.FtpTransferException} if a transfer breaks off, {@link
 * io.ftpreactive.error.FtpFileException} if a local file cannot be used, otherwise {@link
 * io.ftpreactive.error.FtpConnectionException} or {@link io.ftpreactive.error.FtpProtocolException}.
 *
 * <p>An interface, so that callers can decorate it or replace it in tests. Later versions may add methods.
 */
public interface FtpOperations {

    /**
     * Streams a remote file from its beginning (RETR).
     *
     * @param path the remote file
     * @return its bytes; see {@link #retrieve(String, long)}
     */
    default ByteBufFlux retrieve(String path) {
        return retrieve(path, 0);
    }

    /**
     * Streams a remote file from an offset (REST, RFC 3659 section 5; RETR).
     *
     * <p><b>Backpressure.</b> The client reads the socket only while there is demand.
     *
     * <p><b>Buffers.</b> The client releases each buffer after {@code onNext}. What is to live longer, or goes to another
     * thread, is best copied by {@code asByteArray()}, or handed over by {@link BufferHandover}. {@code asByteBuffer()} is
     * a view of the same memory, which the client releases with the buffer.
     *
     * <p>{@code retain()} right behind this method makes each buffer that of whoever gets it, who must release it. Operators
     * that drop elements or hold some back, such as {@code filter}, {@code flatMap} or {@code buffer}, then need {@code
     * doOnDiscard(ByteBuf.class, ByteBuf::release)} behind them; a function that throws must release its buffer itself.
     * Reactor's operators see to what they hold only if they are cancelled on the thread that the elements come on: {@code
     * publishOn}, and any other of them that is cancelled from elsewhere, may lose some. Without {@code retain()} there must
     * be no such hook: it would release what the client releases.
     *
     * <p><b>End.</b> The stream completes when the data connection has ended and the server has confirmed the transfer.
     * Until then the received bytes are a fragment. Cancelling aborts the transfer on the server. The stream occupies
     * the session until its end.
     *
     * <p><b>Offsets.</b> Before it sends an offset other than 0, the client asks for the size (SIZE), unless the size
     * check is {@link io.ftpreactive.options.SizeCheck#NEVER}. An offset beyond the end fails with {@link
     * io.ftpreactive.error.FtpTransferException}; at the end the stream is empty. It also fails if the server accepts
     * REST, ignores it and sends the whole file.
     *
     * @param path the remote file
     * @param offset the position of the first byte, from 0
     * @return the bytes from there
     */
    default ByteBufFlux retrieve(String path, long offset) {
        return retrieve(path, ByteRange.from(offset));
    }

    /**
     * Streams a part of a remote file (REST, RETR); otherwise as {@link #retrieve(String, long)}.
     *
     * <p>A range that ends before the end of the file completes after its last byte; the client then aborts the
     * transfer on the server. Since the server has not confirmed it, {@link FtpClient#doOnTransfer} is not called. The
     * number of bytes does not show whether the server started at the offset. Unless it has shown that it obeys REST
     * earlier in this session, the client transfers the last byte of the file once more before the stream completes.
     *
     * @param path the remote file
     * @param range the part; if the file ends earlier, the bytes up to its end
     * @return the bytes
     */
    ByteBufFlux retrieve(String path, ByteRange range);

    /**
     * Reads a text file of UTF-8 line by line, with lines of up to 64 Ki characters.
     *
     * @param path the remote file
     * @return its lines; see {@link #lines(String, Charset, int)}
     */
    default Flux<String> lines(String path) {
        return lines(path, StandardCharsets.UTF_8, 64 * 1024);
    }

    /**
     * Reads a text file line by line, however its buffers are cut; otherwise as {@link #retrieve(String, long)}.
     *
     * <p>A line ends with LF or CR LF, which are not part of it; a CR elsewhere is a character like any other. The last
     * line needs no end, and after the last end there is no empty line. A byte order mark at the beginning is left out.
     *
     * <p><b>Backpressure.</b> The client reads a further buffer when the lines of those before are taken; what is read
     * ahead are at most the lines of two buffers. Lines that have come already are emitted on the thread that requests
     * them.
     *
     * <p><b>Errors.</b> Bytes that are not of the charset fail with an {@link io.ftpreactive.error.FtpTransferException}
     * of reason {@code MALFORMED}, which tells offset and line; a line that is too long fails with {@code LINE_TOO_LONG},
     * as soon as its excess has come. Lines before are emitted first, and the transfer is aborted.
     *
     * @param path the remote file
     * @param charset what it is encoded in
     * @param maxLength how many characters ({@code char}) a line may have, at least 1
     * @return its lines, without their ends
     */
    default Flux<String> lines(String path, Charset charset, int maxLength) {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(charset, "charset");
        Require.positive("The length of a line", maxLength);
        return TextLines.of(path, retrieve(path), charset, maxLength);
    }

    /**
     * Downloads a remote file to a local file.
     *
     * <p>The client writes to {@code TARGET.part} and renames it when the server has confirmed the transfer: the target
     * is replaced by the whole file or stays as it was. After a failure the part file stays. The client compares the
     * number of bytes with the size that the server reports; see {@link
     * io.ftpreactive.options.TransferOptions#sizeCheck(io.ftpreactive.options.SizeCheck)}.
     *
     * <p>A download that writes to the same target fails this one. If that download was cancelled but its file is still
     * open, this one waits. A symbolic link is followed. A device or FIFO is written directly; a FIFO without a reader
     * blocks a thread.
     *
     * <p>The client opens, writes and renames files on {@link reactor.core.scheduler.Schedulers#boundedElastic()}, at
     * most 8 buffers (2 MiB) behind the network, and signals the result there. What the server announces with at most
     * 64 KiB is written when it is whole or has failed: after a cancel nothing of it is left, unless {@link
     * io.ftpreactive.options.TransferOptions#resumed} is on.
     *
     * @param path the remote file
     * @param target the local file
     * @return the result, after the rename
     */
    Mono<TransferResult> download(String path, Path target);

    /**
     * Stores a stream as a remote file and replaces an existing one (STOR).
     *
     * <p><b>Source.</b> The client subscribes to the source when the server has accepted the transfer, and never if the
     * server refuses it. The source sees the subscriber's context. The client releases every buffer that it receives
     * and requests at most 16 ahead of the socket.
     *
     * <p><b>Failure.</b> If the source fails or the result is cancelled, the client resets the data connection and
     * aborts the transfer, so that the server does not take the fragment for the whole file. The fragment stays on the
     * server. The error of the source is emitted as it is; an {@link io.ftpreactive.error.FtpTransferException} with
     * the server's reply is suppressed in it.
     *
     * @param path the remote file
     * @param source the bytes
     * @return the result, when the server has confirmed the file
     */
    Mono<TransferResult> store(String path, Publisher<? extends ByteBuf> source);

    /**
     * Stores a stream of known length, such as the body of an HTTP request with a Content-Length; otherwise as {@link
     * #store(String, Publisher)}.
     *
     * <p>If the source completes before, or gives more, the upload is aborted as if the source had failed, with an {@link
     * io.ftpreactive.error.FtpTransferException} of reason {@code WRONG_LENGTH}. Nothing of a buffer that would be too much
     * is sent. Progress has the length as its total. The server hears of it before if {@link
     * io.ftpreactive.options.TransferOptions#allocated} is set.
     *
     * @param path the remote file
     * @param source the bytes
     * @param length how many bytes there are, from 0; before any conversion
     * @return the result, when the server has confirmed the file
     */
    default Mono<TransferResult> store(String path, Publisher<? extends ByteBuf> source, long length) {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(source, "source");
        Require.notNegative("The length of a file", length);
        return Mono.defer(() -> store(path, new SizedSource(source, length, FtpCommand.stor(path))));
    }

    /**
     * Stores a local file as a remote one and replaces an existing one (STOR). The client uses {@code sendfile(2)}
     * where the system has it.
     *
     * @param path the remote file
     * @param source a regular file; bytes appended to it meanwhile are not sent
     * @return the result, when the server has confirmed the file
     */
    Mono<TransferResult> store(String path, Path source);

    /**
     * Appends a stream to a remote file (APPE); the server creates a missing file.
     *
     * @param path the remote file
     * @param source the bytes, treated as by {@link #store(String, Publisher)}
     * @return the result, when the server has confirmed the bytes
     */
    Mono<TransferResult> append(String path, Publisher<? extends ByteBuf> source);

    /**
     * Appends a local file to a remote one (APPE); the server creates a missing file.
     *
     * @param path the remote file
     * @param source a regular file
     * @return the result, when the server has confirmed the bytes
     */
    Mono<TransferResult> append(String path, Path source);

    /**
     * Stores a stream in the current directory under a name that the server chooses (STOU).
     *
     * @param source the bytes, treated as by {@link #store(String, Publisher)}
     * @return the result; its path is the chosen name, or empty if the server did not report it
     */
    Mono<TransferResult> storeUnique(Publisher<? extends ByteBuf> source);

    /**
     * Stores a local file in the current directory under a name that the server chooses (STOU).
     *
     * @param source a regular file
     * @return the result; its path is the chosen name, or empty if the server did not report it
     */
    Mono<TransferResult> storeUnique(Path source);

    /**
     * Lists a directory (MLSD, RFC 3659 section 7; LIST if the server has no MLSD).
     *
     * <p>The client reads entries while there is demand; the stream occupies the session until its end. It omits the
     * directory itself and its parent. A line that it cannot read becomes an entry of type {@link
     * io.ftpreactive.codec.listing.FtpEntryType#UNPARSED}. Times of LIST count as UTC unless the listing options set a
     * zone.
     *
     * <p><b>Special characters.</b> Many servers take the argument of a listing for a pattern or for two names, or
     * ignore it. If the path contains one of <code>*?[]&#123;&#125;&#92;</code>, or a blank (except for MLSD), the
     * client changes into the directory to list it (PWD, CWD, the listing, CWD back). If there is no such directory,
     * the path goes as the argument, as a pattern or a file. If the way back fails, the client closes the session.
     *
     * <p><b>Missing and empty directories.</b> A 450 or 550 to LIST counts as an empty listing if the directory exists,
     * unless the text says that the user may not read it. If a listing is empty, the client asks whether the directory
     * exists, since vsftpd and others list a missing directory as an empty one; a 550 to that question fails with
     * {@link io.ftpreactive.error.FtpReplyException}.
     *
     * <p><b>Unreadable directories.</b> A 226 that says that the server could not read the directory fails with
     * {@link io.ftpreactive.error.FtpReplyException.Kind#DENIED}. ProFTPD says so for MLSD, but not for LIST and NLST.
     *
     * @param path the directory; empty for the current one
     * @return its entries, in the server's order
     */
    Flux<FtpEntry> list(String path);

    /**
     * Watches a directory for files that are complete: those whose size and time two polls found unchanged; see {@link
     * #watch(String, Duration, int, Retry)}. A poll that fails is tried again, with backoff of up to 5 minutes, as long
     * as the failure is transient; others end the watch.
     *
     * @param path the directory
     * @param every the pause between two polls
     * @return its files, without end
     */
    default Flux<FtpEntry> watch(String path, Duration every) {
        Require.positive("The pause between two polls", Objects.requireNonNull(every, "every"));
        return watch(path, every, 2, FolderWatch.patience(every));
    }

    /**
     * Lists a directory again and again, and emits each version of a file once, when a number of polls in a row have
     * found it with the same size and time. Files that are there at the beginning are emitted too. Directories, links
     * and lines that cannot be read are left out.
     *
     * <p>A file that is written anew is another version. So is one that has vanished and come back, between two polls
     * at least; what has vanished occupies no memory. Where a listing tells only minutes, a change within the same
     * minute to the same size is not seen. The name of an entry is the server's: check {@link FtpEntry#isSafeName()}.
     *
     * <p><b>Backpressure.</b> The client reads a listing to its end, and emits its files on demand. The pause begins
     * when all are taken; polls do not pile up. Between polls, and while a subscriber is slow, a client occupies no
     * session.
     *
     * <p><b>Errors.</b> A failed poll counts for nothing, whatever it has listed. It is tried again as {@code retry}
     * says, which begins anew with each poll; its {@link reactor.util.retry.RetryBackoffSpec#doBeforeRetry} hears of
     * failures. What it does not try again ends the watch. There is no other end than that and cancelling.
     *
     * @param path the directory
     * @param every the pause between two polls
     * @param polls how many polls in a row have to agree, at least 1
     * @param retry what becomes of a failed poll, such as {@code Retry.backoff(Long.MAX_VALUE, every)}
     * @return its files, without end, on the event loops of the sessions that list them
     */
    default Flux<FtpEntry> watch(String path, Duration every, int polls, Retry retry) {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(retry, "retry");
        Require.positive("The pause between two polls", Objects.requireNonNull(every, "every"));
        Require.positive("The number of polls", polls);
        return FolderWatch.of(() -> list(path), every, polls, retry);
    }

    /**
     * Lists the names in a directory (NLST), with the argument of {@link #list}. The client removes the directory that
     * some servers put before each name, and omits {@code .} and {@code ..}. A pattern without a match is empty. Some
     * servers omit directories.
     *
     * @param path the directory, or a pattern if the server knows patterns; empty for the current directory
     * @return the names
     */
    Flux<String> names(String path);

    /**
     * Lists a directory and all directories below it; see {@link #walk(String, UnaryOperator)}.
     *
     * @param path the directory; empty for the current one
     * @return the entries of the whole tree
     */
    default Flux<TreeEntry> walk(String path) {
        return walk(path, options -> options);
    }

    /**
     * Lists a directory and the directories below it, each directory before its contents. The walk uses one session and
     * one listing at a time, and reads entries while there is demand.
     *
     * <p>The walk does not enter links, nor names that are not {@link FtpEntry#isSafeName() safe}. Some servers, such
     * as Apache FtpServer, list a link as its target; the client cannot recognize those. If MLSD identifies entries
     * ({@code unique}), the walk enters each directory once.
     *
     * <p>A directory that lists the contents of its parent fails the walk with {@link
     * io.ftpreactive.error.FtpProtocolException}. If the server ignores the argument of a listing, the client changes
     * into each directory instead. If the start was already listed wrongly by then, the walk fails; the caller can try
     * again.
     *
     * @param path the directory; empty for the current one
     * @param changes for example {@code options -> options.into(entry -> entry.depth() < 3)}
     * @return the entries
     */
    Flux<TreeEntry> walk(String path, UnaryOperator<WalkOptions> changes);

    /**
     * Tells whether a file or directory exists (MLST). Without MLST the client sends SIZE, then CWD, and finally NLST
     * of the parent directory.
     *
     * @param path the file or directory
     * @return true if the server shows it to this user; fails if the server shows neither it nor its parent directory
     */
    Mono<Boolean> exists(String path);

    /**
     * Asks for one file or directory (MLST). Without MLST the client sends SIZE and MDTM, and CWD to recognize a
     * directory.
     *
     * @param path the file or directory
     * @return what the server reports about it
     */
    Mono<FtpEntry> entry(String path);

    /**
     * Asks for the size of a file (SIZE, RFC 3659 section 4).
     *
     * @param path the file
     * @return the size in bytes
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
     * Sets the modification time of a file, in whole seconds (MFMT). If the server does not know MFMT, the client sends
     * SITE UTIME in its two forms.
     *
     * <p>vsftpd and some other servers only know MDTM with a time, which the rest takes for a question about a file of
     * that name. For those use {@code session.send(FtpCommand.of("MDTM", TimeVal.format(time) + " " + path))}.
     *
     * @param path the file
     * @param time the new time
     * @return completes when the server has set it; fails with the reply to MFMT
     */
    Mono<Void> setModified(String path, Instant time);

    /**
     * Creates a directory (MKD).
     *
     * @param path the new directory; its parent must exist
     * @return completes when the server has created it
     */
    Mono<Void> makeDirectory(String path);

    /**
     * Creates a directory and its missing parents. An existing directory is no error, nor is one that another
     * client creates meanwhile.
     *
     * @param path the new directory
     * @return completes when the directory exists
     */
    Mono<Void> makeDirectories(String path);

    /**
     * Removes an empty directory (RMD).
     *
     * @param path the directory
     * @return completes when the server has removed it
     */
    Mono<Void> removeDirectory(String path);

    /**
     * Deletes a file (DELE).
     *
     * @param path the file
     * @return completes when the server has deleted it
     */
    Mono<Void> delete(String path);

    /**
     * Deletes a file or link, or a directory with its contents, one by one (DELE, RMD).
     *
     * <p><b>Links.</b> The target of a link stays. Some servers list a link as its target, so the client enters a
     * directory only if the server refuses both DELE and RMD for it. A server that does both hides the link from the
     * client.
     *
     * <p><b>Hidden files.</b> If a directory is not empty in the end, the client asks for hidden files ({@code LIST
     * -a}) and deletes them too.
     *
     * <p><b>Ambiguous names.</b> The client removes or enters a directory called {@code ~}, or one whose name begins or
     * ends with a blank, only if PWD shows that the server means the same directory. Otherwise the deletion fails with
     * {@link io.ftpreactive.error.FtpProtocolException}.
     *
     * @param path the file or directory. The root, the current directory, its parent and {@code ~} are refused with
     *     {@link IllegalArgumentException}, however they are written; {@code ./~} is a directory of that name
     * @return completes when everything is deleted; fails at the first thing that cannot be deleted
     */
    Mono<Void> deleteTree(String path);

    /**
     * Asks the server for the checksum of a file (HASH, draft-bryan-ftpext-hash). If FEAT does not list HASH with the
     * algorithm, the client sends XCRC, XMD5, MD5, XSHA, XSHA1, XSHA256 or XSHA512.
     *
     * <p>The server reads the whole file before it replies. A large file may need a longer reply timeout.
     *
     * @param path the file
     * @param algorithm the algorithm
     * @return the checksum
     */
    Mono<Checksum> checksum(String path, ChecksumAlgorithm algorithm);

    /**
     * Renames or moves a file or directory (RNFR, RNTO). Most servers on Unix replace an existing file, others refuse;
     * see {@link io.ftpreactive.options.TransferOptions#replaces(boolean)}.
     *
     * @param from its path
     * @param to its new path
     * @return completes when the server has renamed it
     */
    Mono<Void> rename(String from, String to);
}
