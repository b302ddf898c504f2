package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server says first, which may come before anybody reads it. A 120 may precede it (RFC 959 section 5.4). Confined to
 * the event loop.
 */
final class Greeting implements ReplyReceiver {

    /** Stands for what asks for it: nothing does. */
    static final FtpCommand COMMAND = FtpCommand.of("GREETING");

    private final List<FtpReply> unread = new ArrayList<>(1);
    private @Nullable ReplyReceiver reader;

    @Override
    public void onReply(FtpReply reply) {
        if (reader == null) {
            unread.add(reply);
        } else {
            reader.onReply(reply);
        }
    }

    @Override
    public void onLost(FtpException cause) {
        if (reader != null) {
            reader.onLost(cause);
        }
    }

    /** Tells somebody what has come, and what comes. */
    void read(ReplyReceiver by) {
        reader = by;
        unread.forEach(by::onReply);
        unread.clear();
    }
}
