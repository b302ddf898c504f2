package io.ftpreactive.observation;

import io.ftpreactive.result.FtpOperation;
import io.ftpreactive.result.FtpOutcome;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import java.util.Locale;
import java.util.Set;

/**
 * Names and key values of observations. The methods are the default: override what is to be different.
 *
 * <p>Low cardinality, of both kinds: {@code ftp.verb}, {@code OTHER} for one that is not well known; {@code ftp.outcome}, see
 * {@link FtpOutcome#summary()}, {@code UNKNOWN} until the end; {@code ftp.server}, host and port; {@code ftp.tls}, {@code
 * true} or {@code false}. Of transfers also {@code ftp.direction}: {@code download}, {@code upload} or {@code listing}. High
 * cardinality: {@code ftp.path}, where the command has a path. Nothing else of a command's argument is told.
 */
public interface FtpObservationConvention extends ObservationConvention<FtpOperationContext> {

    /** The default. */
    FtpObservationConvention DEFAULT = new FtpObservationConvention() {};

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof FtpOperationContext;
    }

    @Override
    default String getContextualName(FtpOperationContext context) {
        return "ftp " + verb(context.operation()).toLowerCase(Locale.ROOT);
    }

    @Override
    default KeyValues getLowCardinalityKeyValues(FtpOperationContext context) {
        FtpOperation operation = context.operation();
        FtpOutcome outcome = context.outcome();
        KeyValues values = KeyValues.of(
                KeyValue.of("ftp.verb", verb(operation)),
                KeyValue.of("ftp.outcome", outcome == null ? "UNKNOWN" : outcome.summary()),
                KeyValue.of("ftp.server", operation.server()),
                KeyValue.of("ftp.tls", Boolean.toString(operation.encrypted())));
        return operation.kind() == FtpOperation.Kind.TRANSFER
                ? values.and("ftp.direction", operation.direction().name().toLowerCase(Locale.ROOT))
                : values;
    }

    @Override
    default KeyValues getHighCardinalityKeyValues(FtpOperationContext context) {
        String path = context.operation().path();
        return path == null ? KeyValues.empty() : KeyValues.of("ftp.path", path);
    }

    private static String verb(FtpOperation operation) {
        String verb = operation.command().verb();
        return Verbs.KNOWN.contains(verb) ? verb : "OTHER";
    }

    /** Users may send what they like; a key value of few values must stay one. */
    final class Verbs {

        private static final Set<String> KNOWN = Set.of(
                "USER", "PASS", "ACCT", "CWD", "CDUP", "SMNT", "QUIT", "REIN", "PORT", "PASV", "TYPE", "STRU", "MODE",
                "RETR", "STOR", "STOU", "APPE", "ALLO", "REST", "RNFR", "RNTO", "ABOR", "DELE", "RMD", "MKD", "PWD",
                "LIST", "NLST", "SITE", "SYST", "STAT", "HELP", "NOOP", "FEAT", "OPTS", "AUTH", "PBSZ", "PROT", "CCC",
                "EPRT", "EPSV", "MDTM", "SIZE", "MLSD", "MLST", "MFMT", "HASH", "XCRC", "XMD5", "XSHA", "XSHA1",
                "XSHA256", "XSHA512", "HOST", "LANG", "CLNT", "AVBL", "PRET", "MD5");

        private Verbs() {}
    }
}
