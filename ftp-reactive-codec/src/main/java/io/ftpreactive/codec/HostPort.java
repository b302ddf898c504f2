package io.ftpreactive.codec;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address and port on which a server says that it listens for a data connection.
 *
 * <p>The host is the server's view of its address. Behind NAT it is often wrong, and a hostile server can name a third
 * machine (RFC 2577 section 3). It is safer to connect to the peer of the control connection.
 *
 * @param host an address in text form
 * @param port 0 to 65535; some servers that have no free port send 0
 */
public record HostPort(String host, int port) {

    private static final String COMMA = "[ \\t]{0,8},[ \\t]{0,8}";

    private static final String NUMBER = "(\\d{1,3})";

    /**
     * RFC 1123 section 4.1.2.6: the parentheses are not to be relied on, only the digits and commas. Some servers put
     * blanks around the commas.
     */
    private static final Pattern SIX_NUMBERS = Pattern.compile("(?<!\\d)(?<!\\d[ \\t]{0,8},[ \\t]{0,8})"
            + (NUMBER + COMMA).repeat(5) + NUMBER + "(?!\\d)(?!" + COMMA + "\\d)");

    /**
     * Checks both parts.
     *
     * @param host the address
     * @param port the port
     * @throws IllegalArgumentException if the host is blank or the port is not within 0 to 65535
     */
    public HostPort {
        Objects.requireNonNull(host, "host");
        if (host.isBlank() || port < 0 || port > 65535) {
            throw new IllegalArgumentException("Not a host with a port: " + host + ':' + port);
        }
    }

    /**
     * Reads the reply to PASV, RFC 959 section 4.1.2.
     *
     * @param reply a 227 reply with six numbers somewhere in it
     * @return address and port
     * @throws FtpCodecException if the code is not 227, or if there are no six numbers of 0 to 255
     */
    public static HostPort ofPassive(FtpReply reply) {
        Objects.requireNonNull(reply, "reply");
        Matcher matcher = SIX_NUMBERS.matcher(reply.toString());
        if (reply.code() != 227 || !matcher.find()) {
            throw notPassive(reply);
        }
        int[] numbers = new int[6];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Integer.parseInt(matcher.group(i + 1));
            if (numbers[i] > 255) {
                throw notPassive(reply);
            }
        }
        String host = numbers[0] + "." + numbers[1] + '.' + numbers[2] + '.' + numbers[3];
        return new HostPort(host, numbers[4] << 8 | numbers[5]);
    }

    private static FtpCodecException notPassive(FtpReply reply) {
        return new FtpCodecException("Not a 227 reply with an address", reply.toString());
    }

    /**
     * Returns host and port in the usual form.
     *
     * @return {@code host:port}
     */
    @Override
    public String toString() {
        return host + ':' + port;
    }
}
