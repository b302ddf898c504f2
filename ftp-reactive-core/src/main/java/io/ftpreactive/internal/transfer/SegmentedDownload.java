package io.ftpreactive.internal.transfer;

import io.ftpreactive.error.FtpFileException;
import io.ftpreactive.internal.blocking.OffLoop;
import io.ftpreactive.result.TransferResult;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Path;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A download to a local file that several sessions share, each of which writes to its own place. */
final class SegmentedDownload {

    private static final int PREFETCH = 8;

    private SegmentedDownload() {}

    /** Whether the file can be downloaded so. */
    static Mono<Boolean> isPossible(Path target, boolean resumed) {
        return FileDownload.whenClosed(() -> SegmentFile.isPossible(target, resumed))
                .onErrorMap(IOException.class, error -> new FtpFileException("read", target, error));
    }

    /** Downloads what is not there yet. Emits the result when the file stands under its name. */
    static Mono<TransferResult> run(SegmentPlan plan, Path target) {
        PartFile.Claim claim = new PartFile.Claim();
        return Mono.usingWhen(
                        open(plan, target, claim),
                        file -> receive(plan, file)
                                .flatMap(result ->
                                        OffLoop.call(() -> commit(file, target)).thenReturn(result)),
                        file -> OffLoop.call(() -> close(file)),
                        (file, error) -> OffLoop.call(() -> close(file)),
                        file -> OffLoop.call(() -> close(file)))
                .doOnDiscard(SegmentFile.class, SegmentedDownload::abandon)
                .doOnCancel(claim::end);
    }

    private static Mono<SegmentFile> open(SegmentPlan plan, Path target, PartFile.Claim claim) {
        return FileDownload.whenClosed(() ->
                        SegmentFile.open(target, plan.identity(), plan.options().resumed(), claim))
                .onErrorMap(IOException.class, error -> new FtpFileException("open", target, error));
    }

    private static Mono<TransferResult> receive(SegmentPlan plan, SegmentFile file) {
        Segments segments = new Segments(plan, file.pieces(), file.pieces().bytes(), new Writing(file));
        return segments.run().then(Mono.fromCallable(segments::result)).doOnCancel(segments::dispose);
    }

    private static boolean commit(SegmentFile file, Path target) {
        try {
            file.commit();
            return true;
        } catch (IOException e) {
            throw new FtpFileException("complete", target, e);
        }
    }

    private static boolean close(SegmentFile file) throws IOException {
        file.close();
        return true;
    }

    private static void abandon(SegmentFile file) {
        OffLoop.call(() -> close(file)).onErrorComplete().subscribe();
    }

    private record Writing(SegmentFile file) implements Segments.Place {

        @Override
        public Flux<ByteBuf> content(Flux<ByteBuf> bytes) {
            return Flux.defer(() -> {
                Handover handover = new Handover();
                return bytes.map(handover::hold)
                        .publishOn(OffLoop.scheduler(), PREFETCH)
                        .mapNotNull(Handover.Held::take)
                        .doFinally(signal -> handover.close());
            });
        }

        @Override
        public void placed(ByteBuf buffer) {
            buffer.release();
        }

        @Override
        public void place(int piece, long position, ByteBuf bytes) {
            file.write(position, bytes);
        }
    }
}
