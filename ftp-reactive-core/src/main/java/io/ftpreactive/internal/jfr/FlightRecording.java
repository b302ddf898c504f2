package io.ftpreactive.internal.jfr;

import io.ftpreactive.result.FtpObserver;
import io.ftpreactive.result.FtpOperation;
import org.jspecify.annotations.Nullable;

/**
 * Whether the JDK's flight recorder wants to know of commands and transfers. The module {@code jdk.jfr} may be missing, and
 * nothing of it is started here: its start would cost each program more than all that the client does.
 */
public final class FlightRecording {

    private static final boolean PRESENT = isPresent();

    private FlightRecording() {}

    private static boolean isPresent() {
        try {
            Class.forName("jdk.jfr.FlightRecorder", false, FlightRecording.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }

    /**
     * Returns who records operations of a kind.
     *
     * @param kind of the operations
     * @return null while no recording wants them
     */
    public static @Nullable FtpObserver observer(FtpOperation.Kind kind) {
        return PRESENT ? EventObserver.ifRecorded(kind) : null;
    }
}
