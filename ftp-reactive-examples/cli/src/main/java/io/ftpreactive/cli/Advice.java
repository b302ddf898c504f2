package io.ftpreactive.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the library tells programmers to call, told to those who type. */
final class Advice {

    private static final Map<String, String> OPTIONS = new LinkedHashMap<>();

    static {
        OPTIONS.put("client.loginOptions(login -> login.account(...))", "--ftp-account");
        OPTIONS.put("trust its issuer with FtpSecurity.trust(file)", "trust its issuer with --cacert FILE");
        OPTIONS.put("choose FtpSecurity.dataProtected(false)", "choose --ftp-ssl-control");
        OPTIONS.put("use TLS 1.2, FtpSecurity.versions(\"TLSv1.2\")", "use TLS 1.2, without --tlsv1.3");
        OPTIONS.put("FtpSecurity.lenientEnd(true)", "--ignore-unexpected-eof");
    }

    private Advice() {}

    /** Puts options in the place of methods. */
    static String of(String message) {
        String told = message;
        for (Map.Entry<String, String> option : OPTIONS.entrySet()) {
            told = told.replace(option.getKey(), option.getValue());
        }
        return told;
    }
}
