package io.ftpreactive.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import reactor.netty.tcp.TcpClient;

/** Through which proxy connections are made, both of them. Where two options name one, the last wins. */
@OptionGroup("Proxy")
final class ProxyOptions {

    static final String TUNNEL = "--proxytunnel";

    @Option(names = TUNNEL, description = "Tunnel through an HTTP proxy (CONNECT), which FTP always needs.")
    boolean tunnel;

    @Option(
            names = {"-U", "--proxy-user"},
            paramLabel = "USER:PASSWORD",
            description = "Log in to the proxy.")
    @Nullable
    String login;

    private @Nullable String proxy;
    private String scheme = "http";

    @Option(
            names = {"-x", "--proxy"},
            paramLabel = "[SCHEME://]HOST[:PORT]",
            description = "Use this proxy: http (the default), socks4, socks4a, socks5, or socks5h.")
    void proxy(@Nullable String proxy) {
        use("http", proxy);
    }

    @Option(names = "--socks4", paramLabel = "HOST[:PORT]", description = "SOCKS4; names are resolved here.")
    void socks4(@Nullable String proxy) {
        use("socks4", proxy);
    }

    @Option(names = "--socks4a", paramLabel = "HOST[:PORT]", description = "SOCKS4a; the proxy resolves names.")
    void socks4a(@Nullable String proxy) {
        use("socks4a", proxy);
    }

    @Option(names = "--socks5", paramLabel = "HOST[:PORT]", description = "SOCKS5; names are resolved here.")
    void socks5(@Nullable String proxy) {
        use("socks5", proxy);
    }

    @Option(names = "--socks5-hostname", paramLabel = "HOST[:PORT]", description = "SOCKS5; the proxy resolves names.")
    void socks5Hostname(@Nullable String proxy) {
        use("socks5h", proxy);
    }

    private void use(String scheme, @Nullable String proxy) {
        if (proxy != null) {
            this.scheme = scheme;
            this.proxy = proxy;
        }
    }

    /** Whether there is one. */
    boolean isGiven() {
        return proxy != null && !proxy.isEmpty();
    }

    TcpClient transport(TcpClient transport) {
        String given = proxy;
        if (given == null || given.isEmpty()) {
            return transport;
        }
        ProxyAddress address = ProxyAddress.parse(given, scheme, login);
        if (address.isHttp() && !tunnel) {
            throw new CliException(
                    ExitCode.NOT_BUILT_IN,
                    "FTP needs a tunnel through an HTTP proxy: say --proxytunnel too (an HTTP request for the URL is not made)");
        }
        return address.apply(transport);
    }
}
