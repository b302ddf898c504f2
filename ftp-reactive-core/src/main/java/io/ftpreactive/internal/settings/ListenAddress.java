package io.ftpreactive.internal.settings;

import io.netty.util.NetUtil;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where to listen, as curl's {@code -P} writes it: {@code host}, {@code host:port}, {@code host:port-port}, an IPv6
 * address with ports in brackets, and {@code -} or nothing for the control connection's own address.
 *
 * @param host an IP address, a host name or the name of a network interface; null for the control connection's address
 * @param firstPort the first port to try, 0 for one of the system's choice
 * @param lastPort the last port to try
 */
public record ListenAddress(@Nullable String host, int firstPort, int lastPort) {

    private static final Pattern FORM = Pattern.compile(
            "(?:\\[(?<ipv6>[^\\[\\]]+)]|(?<host>[^\\s:/\\[\\]]*))(?::(?<first>\\d+)(?:-(?<last>\\d+))?)?");

    private static final String CONTROL = "-";

    /**
     * Reads one.
     *
     * @param text in one of the forms above
     * @return where to listen
     * @throws IllegalArgumentException for any other text
     */
    public static ListenAddress parse(String text) {
        if (NetUtil.isValidIpV6Address(text) && !text.startsWith("[")) {
            return new ListenAddress(text, 0, 0);
        }
        Matcher form = FORM.matcher(text);
        String ipv6 = form.matches() ? form.group("ipv6") : null;
        if (text.isEmpty() || !form.matches() || (ipv6 != null && !NetUtil.isValidIpV6Address(ipv6))) {
            throw bad(
                    text,
                    "it must be -, an IP address, a host name or a network interface, each with :port or"
                            + " :port-port where wanted, an IPv6 address with ports in brackets");
        }
        String host = ipv6 == null ? form.group("host") : ipv6;
        int first = port(text, form.group("first"), 0);
        int last = port(text, form.group("last"), first);
        if (last < first || (first == 0 && last != 0)) {
            throw bad(text, "its range of ports must go upwards from 1 or more");
        }
        return new ListenAddress(host.isEmpty() || host.equals(CONTROL) ? null : host, first, last);
    }

    private static int port(String text, @Nullable String digits, int otherwise) {
        if (digits == null) {
            return otherwise;
        }
        int port = digits.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (port > 65_535) {
            throw bad(text, digits + " is no port");
        }
        return port;
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException("Not an address to listen on: \"" + text + "\": " + why);
    }

    /**
     * Returns how many ports may be tried.
     *
     * @return their number
     */
    public int ports() {
        return lastPort - firstPort + 1;
    }

    /**
     * Names the ports, for messages.
     *
     * @return such as {@code ports 32000-32100}
     */
    public String range() {
        if (firstPort == 0) {
            return "any port";
        }
        return firstPort == lastPort ? "port " + firstPort : "ports " + firstPort + "-" + lastPort;
    }
}
