package io.ftpreactive.internal.control;

import static io.ftpreactive.codec.FtpReplyCode.DIRECTORY_STATUS;
import static io.ftpreactive.codec.FtpReplyCode.EXTENDED_PASSIVE;
import static io.ftpreactive.codec.FtpReplyCode.FILE_STATUS;
import static io.ftpreactive.codec.FtpReplyCode.GOOD_BYE;
import static io.ftpreactive.codec.FtpReplyCode.HELP;
import static io.ftpreactive.codec.FtpReplyCode.LOGGED_IN;
import static io.ftpreactive.codec.FtpReplyCode.LOGGED_IN_SECURELY;
import static io.ftpreactive.codec.FtpReplyCode.LONG_PASSIVE;
import static io.ftpreactive.codec.FtpReplyCode.NEED_ACCOUNT;
import static io.ftpreactive.codec.FtpReplyCode.NEED_CHALLENGED_PASSWORD;
import static io.ftpreactive.codec.FtpReplyCode.NEED_MORE_SECURITY_DATA;
import static io.ftpreactive.codec.FtpReplyCode.NEED_PASSWORD;
import static io.ftpreactive.codec.FtpReplyCode.NEED_SECURITY_DATA;
import static io.ftpreactive.codec.FtpReplyCode.NO_TRANSFER;
import static io.ftpreactive.codec.FtpReplyCode.PASSIVE;
import static io.ftpreactive.codec.FtpReplyCode.PATH;
import static io.ftpreactive.codec.FtpReplyCode.READY;
import static io.ftpreactive.codec.FtpReplyCode.SECURITY_DATA_OK;
import static io.ftpreactive.codec.FtpReplyCode.SECURITY_OK;
import static io.ftpreactive.codec.FtpReplyCode.SYSTEM_NAME;
import static io.ftpreactive.codec.FtpReplyCode.SYSTEM_STATUS;
import static io.ftpreactive.codec.FtpReplyCode.TRANSFER_ABORTED;
import static io.ftpreactive.codec.FtpReplyCode.TRANSFER_COMPLETE;

import io.ftpreactive.codec.FtpCommand;
import io.ftpreactive.codec.FtpReply;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which replies can answer which command (RFC 959 section 5.4 and the RFCs of the later commands).
 *
 * <p>Nothing but their order pairs replies with commands. So a reply that names another command's outcome, as 227 does
 * in answer to EPSV, proves that a reply was lost or is one too many, and that what follows would be misread as well.
 * Codes that servers use freely (200, 202, 250, and those that no RFC knows) prove nothing and pass, as does everything
 * in answer to a command that is not listed here, and nearly all refusals.
 */
final class AnswerTable {

    private static final Set<String> TRANSFERS = Set.of("RETR", "STOR", "STOU", "APPE", "LIST", "NLST", "MLSD");

    /** Those that no preliminary reply announces, and that ask for what they ask for. */
    private static final Set<String> OTHERS =
            words("USER PASS ACCT AUTH ADAT PBSZ PROT CCC HOST FEAT OPTS SYST HELP STAT"
                    + " TYPE MODE STRU ALLO REST PASV EPSV LPSV PORT EPRT LPRT CWD XCWD CDUP XCUP PWD XPWD MKD XMKD RMD XRMD DELE"
                    + " RNFR RNTO SIZE MDTM MFMT MLST NOOP ABOR QUIT");

    /**
     * The codes that say what only certain commands ask. 226 deletes and renames on servers of game consoles. 220 is a
     * greeting, which may come twice, but small servers say it to whatever needs no value, and 257 to CWD.
     */
    private static final Map<Integer, Set<String>> ANSWERED = Map.ofEntries(
            only(SYSTEM_STATUS, "FEAT STAT HELP SYST"),
            only(DIRECTORY_STATUS, "STAT"),
            only(FILE_STATUS, "SIZE MDTM MFMT STAT"),
            only(HELP, "HELP FEAT STAT"),
            only(SYSTEM_NAME, "SYST"),
            only(READY, "HOST TYPE PORT EPRT CWD XCWD CDUP XCUP PWD XPWD RNTO NOOP"),
            only(GOOD_BYE, "QUIT"),
            only(NO_TRANSFER, "ABOR"),
            only(TRANSFER_COMPLETE, "RETR STOR STOU APPE LIST NLST MLSD ABOR DELE RMD XRMD MKD XMKD RNTO CWD XCWD"),
            only(PASSIVE, "PASV"),
            only(LONG_PASSIVE, "LPSV"),
            only(EXTENDED_PASSIVE, "EPSV"),
            only(LOGGED_IN, "USER PASS ACCT HOST"),
            only(LOGGED_IN_SECURELY, "USER PASS ACCT"),
            only(SECURITY_OK, "AUTH"),
            only(SECURITY_DATA_OK, "ADAT"),
            only(PATH, "PWD XPWD MKD XMKD CWD XCWD CDUP XCUP"),
            only(NEED_PASSWORD, "USER PASS ACCT FEAT OPTS"),
            only(NEED_ACCOUNT, "USER PASS ACCT FEAT OPTS"),
            only(NEED_SECURITY_DATA, "AUTH"),
            only(NEED_MORE_SECURITY_DATA, "ADAT"),
            only(NEED_CHALLENGED_PASSWORD, "USER PASS"),
            only(TRANSFER_ABORTED, "RETR STOR STOU APPE LIST NLST MLSD ABOR"));

    /** Those behind which nothing can be asked of the server. */
    private static final Set<String> LAST = words("ABOR QUIT");

    /** Those that may be half of what is to be said, and those whose answer, whatever it is, is a hint only. */
    private static final Set<String> CONTINUED = words("USER PASS ACCT AUTH ADAT REST RNFR FEAT OPTS");

    private AnswerTable() {}

    private static Map.Entry<Integer, Set<String>> only(int code, String verbs) {
        return Map.entry(code, words(verbs));
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.split(" ")).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Tells whether a reply can be the answer to a command.
     *
     * @param command what was sent
     * @param asTransfer whether bytes are to follow it, whatever it is called
     * @param reply what came next
     * @return false if order is lost, or the server talks nonsense
     */
    static boolean fits(FtpCommand command, boolean asTransfer, FtpReply reply) {
        String verb = asTransfer ? "RETR" : command.verb();
        boolean transfer = TRANSFERS.contains(verb);
        if (!transfer && !OTHERS.contains(verb)) {
            return true;
        }
        if (reply.isPreliminary()) {
            return transfer;
        }
        if (reply.isIntermediate() && !CONTINUED.contains(verb)) {
            return false;
        }
        Set<String> verbs = ANSWERED.get(reply.code());
        return verbs == null || (verbs.contains(verb) && !isSecondGreeting(verb, reply));
    }

    /** TYPE may be the first command after the login; later none can be answered by a greeting. */
    private static boolean isSecondGreeting(String verb, FtpReply reply) {
        return reply.code() == READY
                && verb.equals("TYPE")
                && !reply.message().toUpperCase(Locale.ROOT).contains(verb);
    }

    /**
     * Tells whether a reply that fits may as well be what a transfer before, or its ABOR, is answered by late.
     *
     * @param command what was sent
     * @param reply what came next
     * @return true for a 226 to a command that is no transfer: few servers say that, and all say it of transfers
     */
    static boolean mayBeLate(FtpCommand command, FtpReply reply) {
        return reply.code() == TRANSFER_COMPLETE && OTHERS.contains(command.verb()) && !LAST.contains(command.verb());
    }
}
