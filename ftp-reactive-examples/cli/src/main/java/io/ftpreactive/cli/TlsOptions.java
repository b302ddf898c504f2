package io.ftpreactive.cli;

import io.ftpreactive.FtpUrl;
import io.ftpreactive.options.FtpSecurity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Whether and how the connections are encrypted. Of several ways that of the URL wins, then the one that demands most; as
 * in curl, what is said of certificates and versions has no effect where there is no TLS.
 */
@OptionGroup("TLS")
final class TlsOptions {

    @Option(
            names = "--ssl-reqd",
            description =
                    "TLS on both connections, or no login (AUTH TLS), as ftpes:// does. ftps:// needs none of these.")
    boolean required;

    @Option(names = "--ssl", description = "TLS if the server has it, else clear text, the password too: not safe.")
    boolean tried;

    @Option(names = "--ftp-ssl-control", description = "TLS for the login and commands only, files in clear text.")
    boolean controlOnly;

    @Option(names = "--ftp-ssl-ccc", description = "Go on with commands in clear text after the login (CCC).")
    boolean controlCleared;

    @Option(
            names = {"-k", "--insecure"},
            description = "Take whoever answers for the server: not safe.")
    boolean insecure;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "Trust the certificates in this PEM file, and not those of the JVM.")
    @Nullable
    Path authorities;

    @Option(names = "--key", paramLabel = "FILE", description = "The key of --cert, if it is in another PEM file.")
    @Nullable
    Path key;

    @Option(
            names = "--ignore-unexpected-eof",
            description =
                    "Take listings whose connection ends without the end of TLS (close_notify), and files if they have the size"
                            + " in the 150 reply, not only that of SIZE: for servers that never send it. curl has no such"
                            + " option.")
    boolean lenientEnd;

    private @Nullable Path certificate;
    private @Nullable String password;
    private boolean newestOnly;

    @Option(
            names = {"-E", "--cert"},
            paramLabel = "FILE[:PASSWORD]",
            description = "Show this certificate to a server that asks: a PEM file; \\: is a colon in its name.")
    void certificate(@Nullable String given) {
        if (given != null) {
            CertificateFile file = CertificateFile.parse(given);
            certificate = file.path();
            password = file.password() == null ? password : file.password();
        }
    }

    @Option(names = "--pass", paramLabel = "PASSWORD", description = "The password of the key.")
    void password(@Nullable String given) {
        password = given == null ? password : given;
    }

    @Option(names = "--tlsv1.2", description = "TLS 1.2 or newer, the default; older ones are never spoken.")
    void anyVersion(boolean given) {
        newestOnly = !given && newestOnly;
    }

    @Option(names = "--tlsv1.3", description = "TLS 1.3 only; some servers then refuse the second connection.")
    void newestVersion(boolean given) {
        newestOnly = given || newestOnly;
    }

    /** Gives what a URL's server is to be spoken to with. */
    FtpSecurity of(FtpUrl url) {
        FtpSecurity security = FtpSecurity.none()
                .mode(mode(url))
                .dataProtected(!controlOnly || isRequired(url) || tried)
                .controlCleared(controlCleared)
                .lenientEnd(lenientEnd);
        return identified(trusting(newestOnly ? security.versions("TLSv1.3") : security));
    }

    /** {@code ftpes://} says what the option says. */
    private boolean isRequired(FtpUrl url) {
        return required || url.scheme().equals("ftpes");
    }

    private FtpSecurity.Mode mode(FtpUrl url) {
        if (url.scheme().equals("ftps")) {
            return FtpSecurity.Mode.IMPLICIT;
        }
        if (isRequired(url)) {
            return FtpSecurity.Mode.EXPLICIT;
        }
        if (tried) {
            return FtpSecurity.Mode.EXPLICIT_IF_POSSIBLE;
        }
        return controlOnly ? FtpSecurity.Mode.EXPLICIT : FtpSecurity.Mode.NONE;
    }

    private FtpSecurity trusting(FtpSecurity security) {
        if (insecure) {
            return security.insecureTrustAll();
        }
        return authorities == null ? security : security.trust(authorities);
    }

    private FtpSecurity identified(FtpSecurity security) {
        Path chain = certificate;
        return chain == null ? security : security.certificate(chain, key == null ? chain : key, password);
    }

    /** Tells what is not safe about talking so to a URL's server. */
    List<String> dangers(FtpUrl url) {
        FtpSecurity.Mode mode = mode(url);
        List<String> dangers = new ArrayList<>();
        if (mode == FtpSecurity.Mode.EXPLICIT_IF_POSSIBLE) {
            dangers.add("--ssl goes on in clear text where TLS is refused, which anybody on the way can bring about;"
                    + " --ssl-reqd does not");
        }
        if (insecure && mode != FtpSecurity.Mode.NONE) {
            dangers.add("-k takes any certificate: anybody on the way can read and change everything;"
                    + " --cacert FILE trusts one server or authority");
        }
        return dangers;
    }
}
