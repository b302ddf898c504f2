package io.ftpreactive.internal.opening;

import io.ftpreactive.internal.data.Opening;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** A port for a transfer that may begin before its turn: it is listened on by then. Confined to the event loop. */
final class ListeningAhead implements Opening.Prepared {

    private final Disposable listening;
    private @Nullable ActiveListener port;
    private boolean closed;

    ListeningAhead(Mono<ActiveListener> listening) {
        // Without a port the transfer looks for one when its turn comes, and hears then why there is none.
        this.listening = listening.subscribe(this::found, error -> {});
    }

    private void found(ActiveListener found) {
        if (closed) {
            found.close();
        } else {
            port = found;
        }
    }

    @Override
    public boolean isReady() {
        return port != null;
    }

    /** Hands the port over, if there is one. */
    @Nullable
    ActiveListener take() {
        ActiveListener taken = port;
        port = null;
        close();
        return taken;
    }

    @Override
    public void close() {
        closed = true;
        listening.dispose();
        if (port != null) {
            port.close();
            port = null;
        }
    }
}
