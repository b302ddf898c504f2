package io.ftpreactive.internal.jfr;

import io.ftpreactive.result.FtpOperation;
import io.ftpreactive.result.FtpOutcome;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** What commands and transfers have in common. */
@Category("FTP")
@StackTrace(false)
abstract class OperationEvent extends Event {

    @Label("Session")
    @Description("The id of the session, as in logs")
    @Nullable
    String session;

    @Label("Server")
    @Nullable
    String server;

    @Label("Verb")
    @Nullable
    String verb;

    @Label("Path")
    @Nullable
    String path;

    @Label("Reply Code")
    @Description("The code of the final reply, 0 if there was none")
    int replyCode;

    @Label("Outcome")
    @Description("The class of the final reply, such as 2yz, or why it failed")
    @Nullable
    String outcome;

    @Label("TLS")
    @Description("Whether the control connection is encrypted")
    boolean tls;

    void fill(FtpOperation operation, FtpOutcome ended) {
        session = operation.session();
        server = operation.server();
        verb = operation.command().verb();
        path = operation.path();
        tls = operation.encrypted();
        replyCode = ended.reply() == null ? 0 : ended.reply().code();
        outcome = ended.summary();
    }
}
