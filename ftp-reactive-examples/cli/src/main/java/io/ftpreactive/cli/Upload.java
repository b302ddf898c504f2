package io.ftpreactive.cli;

import io.ftpreactive.FtpSession;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.internal.transfer.LineEnds;
import io.ftpreactive.result.TransferResult;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** The bytes of one {@code put}: of a file or stdin, all or the rest. */
final class Upload {

    private static final String WHAT_IS_THERE = "-";

    private final LocalFile file;
    private final boolean crlf;
    private final boolean append;
    private final @Nullable String offset;
    private final @Nullable Remains remains;

    /**
     * Prepares.
     *
     * @param file what to send
     * @param crlf whether line feeds become CR LF
     * @param append whether the remote file is kept
     * @param offset how many bytes are left out, a dash for as many as the remote file has, null for none
     * @param remains what attempts before this one have sent, null if it is not to be gone on with
     */
    Upload(LocalFile file, boolean crlf, boolean append, @Nullable String offset, @Nullable Remains remains) {
        this.file = file;
        this.crlf = crlf;
        this.append = append;
        this.remains = remains;
        this.offset = offset == null || offset.equals(WHAT_IS_THERE) ? offset : String.valueOf(Offsets.parse(offset));
    }

    /** Sends it. Completes empty where all of it is there. */
    Mono<TransferResult> to(FtpSession session, String path) {
        Path regular = crlf ? null : file.regular();
        if (offset == null) {
            return regular == null ? stream(session, path, 0, append) : whole(session, path, regular);
        }
        if (!offset.equals(WHAT_IS_THERE)) {
            return rest(session, path, Long.parseLong(offset));
        }
        if (regular != null) {
            return session.transferOptions(options -> options.resumed(true))
                    .store(path, regular)
                    .onErrorResume(Upload::isUnknownSize, refused -> whole(session, path, regular));
        }
        return session.size(path)
                .onErrorResume(Upload::isUnknownSize, refused -> Mono.just(0L))
                .flatMap(size -> rest(session, path, size));
    }

    /** No such file, or no such command: then nothing is there to go on from. */
    private static boolean isUnknownSize(Throwable error) {
        return error instanceof FtpReplyException refused && refused.command().startsWith("SIZE ");
    }

    private Mono<TransferResult> whole(FtpSession session, String path, Path regular) {
        if (append) {
            return session.append(path, regular);
        }
        Remains sent = remains;
        return sent == null
                ? session.store(path, regular)
                : Receiving.offLoop(() -> FileFacts.local(regular))
                        .flatMap(local -> stored(session, path, local, sent));
    }

    /** Goes on behind what has arrived of what was sent before, else begins anew: it may be a file of somebody else. */
    private static Mono<TransferResult> stored(FtpSession session, String path, FileFacts.Local local, Remains sent) {
        Mono<Long> arrived = sent.isOf(local)
                ? session.size(path).onErrorResume(Upload::isUnknownSize, refused -> Mono.just(0L))
                : Mono.just(0L);
        return arrived.flatMap(size -> {
            boolean goesOn = size > 0 && size <= sent.moved();
            if (goesOn) {
                sent.goOn(size);
            } else {
                sent.begin(local);
            }
            return session.transferOptions(options -> options.resumed(goesOn)).store(path, local.file());
        });
    }

    private Mono<TransferResult> rest(FtpSession session, String path, long from) {
        long size = file.size();
        if (from > 0 && size >= 0 && from >= size) {
            return Mono.empty();
        }
        return stream(session, path, from, append || from > 0);
    }

    private Mono<TransferResult> stream(FtpSession session, String path, long from, boolean appending) {
        Publisher<ByteBuf> bytes = crlf ? LineEnds.toNetwork(file.bytes(from)) : file.bytes(from);
        return appending ? session.append(path, bytes) : session.store(path, bytes);
    }
}
