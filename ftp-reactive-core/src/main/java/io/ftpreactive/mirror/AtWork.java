package io.ftpreactive.mirror;

import io.ftpreactive.mirror.Step.Transfer;
import io.ftpreactive.result.BulkResult;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Transfers that a bulk call has taken, by what it calls them: those of a few files for each session. */
final class AtWork {

    private final Map<String, Transfer> byRemote = new ConcurrentHashMap<>();
    /** As text: two paths of a file system that folds names may be equal. */
    private final Map<String, Transfer> byLocal = new ConcurrentHashMap<>();

    void add(Transfer transfer) {
        byRemote.put(transfer.remote(), transfer);
        byLocal.put(transfer.local().toString(), transfer);
    }

    /** The local file tells an upload that failed, of which there may be no remote path. */
    Transfer remove(BulkResult result) {
        Path file = result.file();
        Transfer found = file == null ? null : byLocal.get(file.toString());
        Transfer transfer = Objects.requireNonNull(found == null ? byRemote.get(result.path()) : found, "not at work");
        byRemote.remove(transfer.remote());
        byLocal.remove(transfer.local().toString());
        return transfer;
    }
}
