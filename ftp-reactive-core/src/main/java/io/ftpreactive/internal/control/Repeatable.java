package io.ftpreactive.internal.control;

import io.ftpreactive.codec.FtpCommand;
import java.util.Set;

/**
 * Commands that may be sent again on another connection when the first was lost before the answer: they change nothing on
 * the server but the session, which is gone. A download is one of them: who asks has received nothing yet.
 */
final class Repeatable {

    private static final Set<String> VERBS = Set.of(
            "EPSV", "PASV", "EPRT", "PORT", "PRET", "TYPE", "MODE", "STRU", "REST", "RETR", "LIST", "NLST", "MLSD",
            "MLST", "SIZE", "MDTM", "STAT", "CWD", "CDUP", "PWD", "NOOP", "FEAT", "OPTS", "SYST", "HELP", "RNFR",
            "HASH", "XCRC", "XMD5", "XSHA", "XSHA1", "XSHA256", "XSHA512", "MD5", "QUIT", "ABOR");

    private Repeatable() {}

    static boolean isRepeatable(FtpCommand command) {
        return VERBS.contains(command.verb());
    }
}
