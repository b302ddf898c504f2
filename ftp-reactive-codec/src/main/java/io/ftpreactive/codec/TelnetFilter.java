package io.ftpreactive.codec;

/**
 * Takes the Telnet commands out of a stream of bytes, RFC 854.
 *
 * <p>The control connection follows the Telnet protocol (RFC 959 section 2.3), but no FTP client has options to
 * negotiate: commands are dropped and not answered. A byte 255 before anything that is no Telnet command is taken for
 * text, because in Latin-1 it is the letter {@code ÿ} and few servers double it.
 *
 * <p>One per connection; confined to its event loop.
 */
final class TelnetFilter {

    /** Returned in place of a byte when there is nothing to pass on yet. */
    static final int NOTHING = -1;

    /** Returned when the bytes 255 and the one just given are both text. */
    static final int BOTH = -2;

    static final byte IAC = (byte) 255;

    /** End of file, RFC 1184: the lowest command code in use. */
    private static final int LOWEST_COMMAND = 236;

    private static final int WILL = 251;

    private enum State {
        TEXT,
        COMMAND,
        OPTION
    }

    private State state = State.TEXT;

    /** Takes the next byte and returns the text byte it stands for, {@link #NOTHING} or {@link #BOTH}. */
    int filter(byte next) {
        return switch (state) {
            case TEXT -> text(next);
            case COMMAND -> command(next);
            case OPTION -> {
                state = State.TEXT;
                yield NOTHING;
            }
        };
    }

    private int text(byte next) {
        if (next == IAC) {
            state = State.COMMAND;
            return NOTHING;
        }
        return next & 0xFF;
    }

    private int command(byte next) {
        int code = next & 0xFF;
        state = code >= WILL && next != IAC ? State.OPTION : State.TEXT;
        if (next == IAC) {
            return code;
        }
        return code < LOWEST_COMMAND ? BOTH : NOTHING;
    }

    /** Tells whether a Telnet command has begun and not ended. */
    boolean isInCommand() {
        return state != State.TEXT;
    }
}
