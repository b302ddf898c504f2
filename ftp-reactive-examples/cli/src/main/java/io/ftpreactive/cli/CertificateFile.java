package io.ftpreactive.cli;

import java.io.File;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --cert} names: a file and, behind a colon, the password of its key.
 *
 * @param path the file
 * @param password the password, null if none is given or an empty one
 */
record CertificateFile(Path path, @Nullable String password) {

    /** A backslash keeps a colon, or another backslash, in the name; the password is taken as it is. */
    static CertificateFile parse(String given) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < given.length(); i++) {
            char c = given.charAt(i);
            if (c == ':' && !isDrive(given, i)) {
                String password = given.substring(i + 1);
                return new CertificateFile(Path.of(name.toString()), password.isEmpty() ? null : password);
            }
            boolean escape = c == '\\' && i + 1 < given.length() && "\\:".indexOf(given.charAt(i + 1)) >= 0;
            name.append(escape ? given.charAt(++i) : c);
        }
        return new CertificateFile(Path.of(name.toString()), null);
    }

    /** Such as {@code C:\certificate.pem}. */
    private static boolean isDrive(String given, int colon) {
        return colon == 1
                && Character.isLetter(given.charAt(0))
                && colon + 1 < given.length()
                && "\\/".indexOf(given.charAt(colon + 1)) >= 0
                && File.separatorChar == '\\';
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
