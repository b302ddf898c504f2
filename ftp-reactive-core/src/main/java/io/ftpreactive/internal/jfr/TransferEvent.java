package io.ftpreactive.internal.jfr;

import io.ftpreactive.result.FtpOperation;
import io.ftpreactive.result.FtpOutcome;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** A transfer, from the request for the session's turn to its end. */
@Name("io.ftpreactive.Transfer")
@Label("FTP Transfer")
@Description("The use of a data connection, from the request for the session's turn to its end")
final class TransferEvent extends OperationEvent {

    @Label("Direction")
    @Nullable
    String direction;

    @Label("Bytes")
    @DataAmount
    long bytes;

    @Label("Resumed")
    @Description("Whether it went on behind the first byte of the file")
    boolean resumed;

    @Label("Data TLS")
    @Description("The TLS version of the data connection")
    @Nullable
    String dataTls;

    @Label("TLS Resumed")
    @Description("Whether the data connection resumed the TLS session of the control connection")
    boolean tlsResumed;

    @Override
    void fill(FtpOperation operation, FtpOutcome ended) {
        super.fill(operation, ended);
        direction = operation.direction().name();
        bytes = ended.bytes();
        resumed = ended.resumed();
        dataTls = ended.tls() == null ? null : ended.tls().protocol();
        tlsResumed = ended.tls() != null && ended.tls().resumed();
    }
}
