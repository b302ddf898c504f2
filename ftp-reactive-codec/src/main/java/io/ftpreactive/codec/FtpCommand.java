package io.ftpreactive.codec;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A command: a verb and its argument (RFC 959 section 4.1).
 *
 * <p>Any verb and argument can be sent, standard or not. CR, LF and NUL are refused everywhere, so an argument cannot
 * contain a second command. Exceptions never quote an argument, which may be a password. The factories that take a path
 * refuse an empty one and apply {@link #pathArgument}; those that take a number refuse a negative one.
 *
 * @param verb the command word, ASCII letters and digits, always in upper case
 * @param argument everything after the verb and one space, or null
 */
public record FtpCommand(String verb, @Nullable String argument) {

    private static final String MASK = "****";

    /** With what a path must not begin: options, a home directory, a blank that is dropped. */
    private static final String READ_AS_ELSE = "-~ \t";

    /**
     * Checks both parts and puts the verb in upper case.
     *
     * @param verb the command word in any case
     * @param argument the argument, or null
     * @throws IllegalArgumentException if the verb has other characters, or the argument contains CR, LF or NUL
     */
    public FtpCommand {
        Objects.requireNonNull(verb, "verb");
        if (!isVerb(verb)) {
            throw new IllegalArgumentException("The verb of a command consists of ASCII letters and digits");
        }
        verb = verb.toUpperCase(Locale.ROOT);
        if (argument != null) {
            requireOneLine(verb, argument);
        }
    }

    private static boolean isVerb(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isVerbCharacter(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isVerbCharacter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static void requireOneLine(String verb, String argument) {
        for (int i = 0; i < argument.length(); i++) {
            char c = argument.charAt(i);
            if (c == '\r' || c == '\n' || c == '\0') {
                throw new IllegalArgumentException("The argument of " + verb + " contains CR, LF or NUL at index " + i);
            }
        }
    }

    /**
     * {@return a command without argument}
     *
     * @param verb the command word
     * @throws IllegalArgumentException as the constructor
     */
    public static FtpCommand of(String verb) {
        Objects.requireNonNull(verb, "verb");
        return new FtpCommand(verb, null);
    }

    /**
     * {@return a command with an argument}
     *
     * @param verb the command word
     * @param argument the argument; may be empty
     * @throws IllegalArgumentException as the constructor
     */
    public static FtpCommand of(String verb, String argument) {
        Objects.requireNonNull(verb, "verb");
        Objects.requireNonNull(argument, "argument");
        return new FtpCommand(verb, argument);
    }

    /**
     * Parses a command line such as {@code SITE CHMOD 644 x}.
     *
     * @param line the line without its line end; everything after the first space is the argument
     * @return the command
     * @throws IllegalArgumentException as the constructor
     */
    public static FtpCommand parse(String line) {
        Objects.requireNonNull(line, "line");
        int space = line.indexOf(' ');
        return space < 0 ? of(line) : of(line.substring(0, space), line.substring(space + 1));
    }

    /**
     * Makes a path safe as an argument: puts {@code ./} before a relative path that begins with a hyphen, a tilde or a
     * blank. Many servers take {@code -la} for options and {@code ~} for the home directory, and some drop a leading
     * blank. {@link #of} does not change its argument.
     *
     * @param path a path on the server
     * @return an argument, or a part of one, for the same file or directory
     */
    public static String pathArgument(String path) {
        Objects.requireNonNull(path, "path");
        return !path.isEmpty() && READ_AS_ELSE.indexOf(path.charAt(0)) >= 0 ? "./" + path : path;
    }

    private static FtpCommand ofPath(String verb, String path) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException(verb + " needs a path that is not empty");
        }
        return new FtpCommand(verb, pathArgument(path));
    }

    private static FtpCommand ofOptionalPath(String verb, @Nullable String path) {
        return path == null ? of(verb) : ofPath(verb, path);
    }

    private static FtpCommand ofCount(String verb, long count) {
        if (count < 0) {
            throw new IllegalArgumentException("The number of " + verb + " is not negative: " + count);
        }
        return new FtpCommand(verb, Long.toString(count));
    }

    /**
     * {@return USER, which names the user (RFC 959 section 4.1.1)}
     *
     * @param name the user name
     */
    public static FtpCommand user(String name) {
        Objects.requireNonNull(name, "name");
        return of("USER", name);
    }

    /**
     * {@return PASS, which gives the password (RFC 959 section 4.1.1)}
     *
     * @param password the password; may be empty; masked in {@link #toString()}
     */
    public static FtpCommand pass(String password) {
        Objects.requireNonNull(password, "password");
        return of("PASS", password);
    }

    /**
     * {@return ACCT, which gives the account (RFC 959 section 4.1.1)}
     *
     * @param account the account; masked in {@link #toString()}
     */
    public static FtpCommand acct(String account) {
        Objects.requireNonNull(account, "account");
        return of("ACCT", account);
    }

    /**
     * {@return RETR, which downloads a file (RFC 959 section 4.1.3)}
     *
     * @param path the path on the server
     */
    public static FtpCommand retr(String path) {
        Objects.requireNonNull(path, "path");
        return ofPath("RETR", path);
    }

    /**
     * {@return STOR, which uploads a file and replaces what was there (RFC 959 section 4.1.3)}
     *
     * @param path the path on the server
     */
    public static FtpCommand stor(String path) {
        Objects.requireNonNull(path, "path");
        return ofPath("STOR", path);
    }

    /**
     * {@return APPE, which uploads to the end of a file (RFC 959 section 4.1.3)}
     *
     * @param path the path on the server
     */
    public static FtpCommand appe(String path) {
        Objects.requireNonNull(path, "path");
        return ofPath("APPE", path);
    }

    /** {@return STOU, which uploads under a name that the server chooses (RFC 959 section 4.1.3)} */
    public static FtpCommand stou() {
        return of("STOU");
    }

    /**
     * {@return REST, which sets where the next transfer starts (RFC 3659 section 5)}
     *
     * @param offset the offset in bytes
     */
    public static FtpCommand rest(long offset) {
        return ofCount("REST", offset);
    }

    /**
     * {@return LIST, which lists a directory for people (RFC 959 section 4.1.3)}
     *
     * @param path the path on the server, or null for the working directory
     */
    public static FtpCommand list(@Nullable String path) {
        return ofOptionalPath("LIST", path);
    }

    /**
     * {@return NLST, which lists the names in a directory (RFC 959 section 4.1.3)}
     *
     * @param path the path on the server, or null for the working directory
     */
    public static FtpCommand nlst(@Nullable String path) {
        return ofOptionalPath("NLST", path);
    }

    /**
     * {@return MLSD, which lists a directory for programs (RFC 3659 section 7)}
     *
     * @param path the path on the server, or null for the working directory
     */
    public static FtpCommand mlsd(@Nullable String path) {
        return ofOptionalPath("MLSD", path);
    }

    /**
     * {@return MLST, which describes one path on the control connection (RFC 3659 section 7)}
     *
     * @param path the path on the server, or null for the working directory
     */
    public static FtpCommand mlst(@Nullable String path) {
        return ofOptionalPath("MLST", path);
    }

    /**
     * {@return SIZE, which asks for the size a transfer would have (RFC 3659 section 4)}
     *
     * @param path the path on the server
     */
    public static FtpCommand size(String path) {
        Objects.requireNonNull(path, "path");
        return ofPath("SIZE", path);
    }

    /**
     * {@return MDTM, which asks for the time of modification (RFC 3659 section 3)}
     *
     * @param path the path on the server
     */
    public static FtpCommand mdtm(String path) {
        Objects.requireNonNull(path, "path");
        return ofPath("MDTM", path);
    }

    /**
     * {@return MFMT, which sets the time of modification (draft-somers-ftp-mfxx section 3)}
     *
     * @param modified the new time, a fraction of a second is cut off
     * @param path the path on the server
     */
    public static FtpCommand mfmt(Instant modified, String path) {
        Objects.requireNonNull(modified, "modified");
        Objects.requireNonNull(path, "path");
        return of("MFMT", TimeVal.format(modified) + ' ' + ofPath("MFMT", path).argument());
    }

    /**
     * {@return CWD, which changes the working directory (RFC 959 section 4.1.1)}
     *
     * @param path the path on the server
     */
    public static FtpCommand cwd(String path) {
        Objects.requireNonNull(path, "path");
        return ofPath("CWD", path);
    }

    /** {@return PWD, which asks for the working directory (RFC 959 section 4.1.3)} */
    public static FtpCommand pwd() {
        return of("PWD");
    }

    /**
     * {@return MKD, which makes a directory (RFC 959 section 4.1.3)}
     *
     * @param path the path on the server
     */
    public static FtpCommand mkd(String path) {
        Objects.requireNonNull(path, "path");
        return ofPath("MKD", path);
    }

    /**
     * {@return RMD, which removes a directory (RFC 959 section 4.1.3)}
     *
     * @param path the path on the server
     */
    public static FtpCommand rmd(String path) {
        Objects.requireNonNull(path, "path");
        return ofPath("RMD", path);
    }

    /**
     * {@return DELE, which deletes a file (RFC 959 section 4.1.3)}
     *
     * @param path the path on the server
     */
    public static FtpCommand dele(String path) {
        Objects.requireNonNull(path, "path");
        return ofPath("DELE", path);
    }

    /**
     * {@return RNFR, which names what is to be renamed (RFC 959 section 4.1.3)}
     *
     * @param path the path on the server
     */
    public static FtpCommand rnfr(String path) {
        Objects.requireNonNull(path, "path");
        return ofPath("RNFR", path);
    }

    /**
     * {@return RNTO, which gives the new name to what RNFR named (RFC 959 section 4.1.3)}
     *
     * @param path the path on the server
     */
    public static FtpCommand rnto(String path) {
        Objects.requireNonNull(path, "path");
        return ofPath("RNTO", path);
    }

    /**
     * {@return TYPE, which sets the representation type (RFC 959 section 3.1.1)}
     *
     * @param type the type code, as {@code I} or {@code A N}
     */
    public static FtpCommand type(String type) {
        Objects.requireNonNull(type, "type");
        return of("TYPE", type);
    }

    /**
     * {@return HOST, which names a virtual host (RFC 7151 section 3)}
     *
     * @param name the host name
     */
    public static FtpCommand host(String name) {
        Objects.requireNonNull(name, "name");
        return of("HOST", name);
    }

    /**
     * {@return AUTH, which begins TLS on the control connection (RFC 4217 section 4)}
     *
     * @param mechanism the mechanism, as {@code TLS}
     */
    public static FtpCommand auth(String mechanism) {
        Objects.requireNonNull(mechanism, "mechanism");
        return of("AUTH", mechanism);
    }

    /**
     * {@return PBSZ, which sets the protection buffer size (RFC 4217 section 9); 0 with TLS}
     *
     * @param bytes the size
     */
    public static FtpCommand pbsz(long bytes) {
        return ofCount("PBSZ", bytes);
    }

    /**
     * {@return PROT, which sets the protection of data connections (RFC 4217 section 9)}
     *
     * @param level {@code P} for TLS, {@code C} for plain text
     */
    public static FtpCommand prot(String level) {
        Objects.requireNonNull(level, "level");
        return of("PROT", level);
    }

    /** {@return CCC, which ends TLS on the control connection (RFC 4217 section 6)} */
    public static FtpCommand ccc() {
        return of("CCC");
    }

    /**
     * {@return MODE, which sets the transfer mode (RFC 959 section 3.4)}
     *
     * @param mode the mode, as {@code S} or {@code Z}
     */
    public static FtpCommand mode(String mode) {
        Objects.requireNonNull(mode, "mode");
        return of("MODE", mode);
    }

    /**
     * {@return PRET, which announces a transfer before PASV to a distributed server}
     *
     * @param transfer the transfer command to come
     */
    public static FtpCommand pret(FtpCommand transfer) {
        Objects.requireNonNull(transfer, "transfer");
        return of("PRET", transfer.toString());
    }

    /**
     * {@return HASH, which asks for the checksum of a file (draft-bryan-ftpext-hash section 3)}
     *
     * @param path the path on the server
     */
    public static FtpCommand hash(String path) {
        Objects.requireNonNull(path, "path");
        return ofPath("HASH", path);
    }

    /** {@return FEAT, which asks for the extensions of the server (RFC 2389 section 3)} */
    public static FtpCommand feat() {
        return of("FEAT");
    }

    /**
     * {@return OPTS, which sets an option of a command (RFC 2389 section 4)}
     *
     * @param options the command and its options, as {@code UTF8 ON}
     */
    public static FtpCommand opts(String options) {
        Objects.requireNonNull(options, "options");
        return of("OPTS", options);
    }

    /** {@return EPSV, which asks the server to listen, for IPv4 and IPv6 (RFC 2428 section 3)} */
    public static FtpCommand epsv() {
        return of("EPSV");
    }

    /** {@return PASV, which asks the server to listen, for IPv4 only (RFC 959 section 4.1.2)} */
    public static FtpCommand pasv() {
        return of("PASV");
    }

    /**
     * {@return EPRT, which tells the server where the client listens (RFC 2428 section 2)}
     *
     * @param address the resolved address; a scope id means nothing to the server and is left out
     */
    public static FtpCommand eprt(InetSocketAddress address) {
        Objects.requireNonNull(address, "address");
        return of("EPRT", ListeningAddress.extended(address));
    }

    /**
     * {@return PORT, which tells the server where the client listens (RFC 959 section 4.1.2)}
     *
     * @param address the resolved IPv4 address
     */
    public static FtpCommand port(InetSocketAddress address) {
        Objects.requireNonNull(address, "address");
        return of("PORT", ListeningAddress.sixNumbers(address));
    }

    /** {@return ABOR, which asks the server to abort the transfer (RFC 959 section 4.1.3)} */
    public static FtpCommand abor() {
        return of("ABOR");
    }

    /** {@return NOOP, which asks for nothing but a reply (RFC 959 section 4.1.3)} */
    public static FtpCommand noop() {
        return of("NOOP");
    }

    /** {@return QUIT, which says good-bye (RFC 959 section 4.1.1)} */
    public static FtpCommand quit() {
        return of("QUIT");
    }

    /**
     * {@return SITE, which runs a command of this server alone (RFC 959 section 4.1.3)}
     *
     * @param command the command and its arguments, as {@code CHMOD 644 x}
     */
    public static FtpCommand site(String command) {
        Objects.requireNonNull(command, "command");
        return of("SITE", command);
    }

    /** {@return SYST, which asks for the operating system (RFC 959 section 4.1.3)} */
    public static FtpCommand syst() {
        return of("SYST");
    }

    /**
     * {@return ALLO, which reserves space for an upload (RFC 959 section 4.1.3)}
     *
     * @param bytes the size of the file to come
     */
    public static FtpCommand allo(long bytes) {
        return ofCount("ALLO", bytes);
    }

    /**
     * Returns the command as it goes on the wire, without line end and with the argument of PASS and ACCT masked.
     *
     * @return a line for logs and messages
     */
    @Override
    public String toString() {
        return argument == null ? verb : verb + ' ' + (isSecret() ? MASK : argument);
    }

    /**
     * Returns the command for others to see.
     *
     * @return the same, but for PASS and ACCT with {@code ****} for the argument
     */
    public FtpCommand masked() {
        return argument != null && isSecret() ? new FtpCommand(verb, MASK) : this;
    }

    private boolean isSecret() {
        return verb.equals("PASS") || verb.equals("ACCT");
    }
}
