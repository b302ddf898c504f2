package io.ftpreactive.error;

import static io.ftpreactive.codec.FtpReplyCode.DIRECTORY_EXISTS;
import static io.ftpreactive.codec.FtpReplyCode.FILE_ACTION_OK;
import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE;
import static io.ftpreactive.codec.FtpReplyCode.FILE_UNAVAILABLE_NOW;
import static io.ftpreactive.codec.FtpReplyCode.LOCAL_ERROR;
import static io.ftpreactive.codec.FtpReplyCode.NAME_NOT_ALLOWED;
import static io.ftpreactive.codec.FtpReplyCode.NEED_ACCOUNT_TO_STORE;
import static io.ftpreactive.codec.FtpReplyCode.NOT_LOGGED_IN;
import static io.ftpreactive.codec.FtpReplyCode.NO_SPACE;
import static io.ftpreactive.codec.FtpReplyCode.SPACE_EXCEEDED;
import static io.ftpreactive.codec.FtpReplyCode.TRANSFER_COMPLETE;

import io.ftpreactive.codec.FtpReply;
import io.ftpreactive.error.FtpReplyException.Kind;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What servers mean by a refusal: RFC 959 has one code, 550, for nearly everything.
 *
 * <p>The texts are those of the C library, which ProFTPD, Pure-FTPd and many others pass on, of Windows, which IIS
 * passes on, and those of their own of vsftpd, Apache FtpServer and FileZilla Server.
 */
final class RefusalTexts {

    /** A directory that was not read. */
    private static final String UNREAD =
            "((failed|unable) to|could not|couldn't|can ?not|can't) (open|read|list)( the)? (directory|folder)";

    /** What vsftpd and Pure-FTPd say beside the 226 to a listing. */
    private static final Pattern NOT_LISTED = text(UNREAD + "|unable to read|permission denied|access( is)? denied");

    private static final Map<Kind, Pattern> TEXTS = new EnumMap<>(Map.of(
            Kind.NOT_FOUND,
            text(
                    "no such|not found|(can ?not|can't|could not|couldn't) find|(does not|doesn't|not) exists?|non-?exist(ent|ing)"
                            // Pure-FTPd
                            + "|can't check for file existence"
                            // ProFTPD, of MLST
                            + "|cannot be listed"
                            // Apache FtpServer
                            + "|file( \\S*)? unavailable|not a valid (file|directory)(?! ?name)"
                            // vsftpd, which has the same words for what it must not read; what is missing is more
                            // common
                            + "|failed to open file|failed to change directory|could not get file (size|modification time)"
                            + "|rnfr command failed"),
            Kind.DENIED,
            text("permissions?|access( is)? denied|no access|not (allowed|permitted|authori[sz]ed)|forbidden|prohibited"
                    + "|insufficient (rights|privileges?)|read-?only|"
                    + UNREAD
                    // vsftpd
                    + "|could not create file"),
            Kind.EXISTS,
            text("already exists?|(file|directory|folder|target|destination) exists?|exists already"),
            Kind.NO_SPACE,
            text(
                    "no space|(disk|device|volume|file ?system)( is)? full|out of space|(not enough|insufficient)( \\w+)? (space|storage)"
                            + "|quota|exceeded storage"),
            Kind.NOT_EMPTY,
            text("not empty|(isn't|not be) empty|non-?empty")));

    private static final Pattern CLAUSE_END = Pattern.compile(":\\s++|\\R");

    /** In quotes, or up to a blank. */
    private static final Pattern PATH = Pattern.compile(
            "\"[^\"\\r\\n]*+\"|(?<!\\w)'[^'\\r\\n]*+'(?!\\w)|(?<![^\\s(\\[<])(?:~|\\.{1,2}|[a-z]:)?[/\\\\][^\\s:]*+");

    private RefusalTexts() {}

    private static Pattern text(String alternatives) {
        return Pattern.compile("(?<!\\w)(" + alternatives + ")(?!\\w)");
    }

    /**
     * Reads a refusal.
     *
     * @param command what was refused, or the verb alone
     */
    static Kind kind(String command, FtpReply reply) {
        Kind said = switch (reply.code()) {
            case TRANSFER_COMPLETE, FILE_ACTION_OK -> ofVerdict(withoutName(command, text(reply)));
            case FILE_UNAVAILABLE_NOW,
                    LOCAL_ERROR,
                    NO_SPACE,
                    DIRECTORY_EXISTS,
                    FILE_UNAVAILABLE,
                    SPACE_EXCEEDED,
                    NAME_NOT_ALLOWED -> ofText(withoutName(command, text(reply)));
            default -> Kind.UNKNOWN;
        };
        return said == Kind.UNKNOWN ? ofCode(command, reply.code()) : said;
    }

    private static String text(FtpReply reply) {
        return reply.toString().toLowerCase(Locale.ROOT);
    }

    /**
     * What a server that calls a listing complete says beside it: less than where it refuses, since it may say
     * anything.
     */
    private static Kind ofVerdict(String text) {
        return NOT_LISTED.matcher(text).find() ? Kind.DENIED : Kind.UNKNOWN;
    }

    /** Many servers repeat the name, as it came or its last part, and a name may hold any words. */
    private static String withoutName(String command, String text) {
        String name = command.substring(command.indexOf(' ') + 1).toLowerCase(Locale.ROOT);
        String last = name.substring(name.lastIndexOf('/') + 1);
        String without = isTelling(name) ? text.replace(name, "\"\"") : text;
        return isTelling(last) ? without.replace(last, "\"\"") : without;
    }

    private static boolean isTelling(String name) {
        return NOT_LISTED.matcher(name).find() || namesKind(name);
    }

    private static boolean namesKind(String text) {
        return TEXTS.values().stream().anyMatch(kind -> kind.matcher(text).find());
    }

    /**
     * A file comes first in most texts, by a path that is not the command's and may hold any words: the last clause
     * counts.
     */
    private static Kind ofText(String text) {
        String[] clauses = CLAUSE_END.split(PATH.matcher(text).replaceAll("\"\""), -1);
        for (int last = clauses.length - 1; last >= 0; last--) {
            String clause = clauses[last];
            if (namesKind(clause)) {
                return ofClause(clause);
            }
        }
        return Kind.UNKNOWN;
    }

    /** A text that names two kinds, as "file not found or access denied" does, says neither. */
    private static Kind ofClause(String text) {
        Kind only = Kind.UNKNOWN;
        for (Map.Entry<Kind, Pattern> candidate : TEXTS.entrySet()) {
            if (candidate.getValue().matcher(text).find()) {
                if (only != Kind.UNKNOWN) {
                    return Kind.UNKNOWN;
                }
                only = candidate.getKey();
            }
        }
        return only;
    }

    private static Kind ofCode(String command, int code) {
        return switch (code) {
            case NO_SPACE, SPACE_EXCEEDED -> Kind.NO_SPACE;
            case NOT_LOGGED_IN, NEED_ACCOUNT_TO_STORE -> Kind.DENIED;
            // Of a new name it may as well be that something stands in the way.
            case NAME_NOT_ALLOWED -> command.startsWith("RNTO") ? Kind.UNKNOWN : Kind.DENIED;
            // RFC 959 appendix II; elsewhere it speaks of the protection of data connections.
            case DIRECTORY_EXISTS ->
                command.startsWith("MKD") || command.startsWith("XMKD") ? Kind.EXISTS : Kind.UNKNOWN;
            default -> Kind.UNKNOWN;
        };
    }
}
