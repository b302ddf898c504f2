package io.ftpreactive.internal.files;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.codec.TimeVal;
import io.ftpreactive.error.FtpReplyException;
import io.ftpreactive.internal.control.ControlConnection;
import io.ftpreactive.internal.control.Turn;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Sets the times of files: by MFMT, or where the server does not know it by one of the two forms of SITE UTIME. */
public final class FileTimes {

    private final ControlConnection control;

    /**
     * Creates the file times of a session.
     *
     * @param control its control connection
     */
    public FileTimes(ControlConnection control) {
        this.control = control;
    }

    /**
     * Sets the modification time of a file.
     *
     * @param path the file
     * @param time the new time, to the second
     * @return completes when it is set; fails with the answer to MFMT if all ways fail
     */
    public Mono<Void> setModified(String path, Instant time) {
        return Mono.defer(() -> {
            FtpCommand mfmt = FtpCommand.mfmt(time, path);
            return control.inTurn(
                            mfmt.toString(),
                            turn -> turn.lastCommand()
                                    .require(mfmt)
                                    .onErrorResume(
                                            Lookup::isUnknownCommand, unknown -> bySite(turn, path, time, unknown)))
                    .then();
        });
    }

    /** The form that names the zone first: taken for the other one, it begins with no time, and nothing happens. */
    private static Mono<FtpReply> bySite(Turn turn, String file, Instant time, Throwable unknown) {
        String path = FtpCommand.pathArgument(file);
        String modified = TimeVal.format(time);
        String times = String.join(" ", modified, modified, modified, "UTC");
        return turn.require(FtpCommand.site("UTIME " + path + ' ' + times))
                .onErrorResume(
                        Lookup::isRefusal, refused -> turn.require(FtpCommand.site("UTIME " + modified + ' ' + path)))
                .onErrorMap(FtpReplyException.class, refused -> unknown);
    }
}
