package io.ftpreactive.internal.control;

import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import reactor.util.Logger;
import reactor.util.Loggers;

/** Closes channels that their event loop was seen to leave open when it was shut down. */
public final class TerminatedLoop {

    private static final Logger log = Loggers.getLogger("io.ftpreactive.connections");

    private TerminatedLoop() {}

    /**
     * Closes the socket of a channel whose event loop has terminated; does nothing while the loop is alive, which closes
     * its channels itself. No other thread touches the channel any more.
     *
     * @param channel the channel
     */
    public static void close(Channel channel) {
        if (!channel.eventLoop().isTerminated()) {
            return;
        }
        try {
            if (channel instanceof UnixChannel unix) {
                unix.fd().close();
            } else {
                channel.unsafe().closeForcibly();
            }
        } catch (IOException | AssertionError e) {
            // With assertions on, Netty insists on its loop, which is gone.
            log.debug("A channel stays open, since its event loop is shut down", e);
        }
    }
}
