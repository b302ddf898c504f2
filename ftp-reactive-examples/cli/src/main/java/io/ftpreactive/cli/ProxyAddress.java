package io.ftpreactive.cli;

import io.netty.resolver.NoopAddressResolverGroup;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.netty.tcp.TcpClient;
import reactor.netty.transport.ProxyProvider.Proxy;

/**
 * A proxy of the command line.
 *
 * @param scheme http, socks4, socks4a, socks5 or socks5h
 * @param host its name or address
 * @param port its port, 1080 unless given
 * @param user who logs in to it, null for nobody
 * @param password never shown
 */
record ProxyAddress(
        String scheme,
        String host,
        int port,
        @Nullable String user,
        @Nullable String password) {

    private static final int DEFAULT_PORT = 1080;
    private static final Map<String, Proxy> TYPES = Map.of(
            "http", Proxy.HTTP,
            "socks4", Proxy.SOCKS4,
            "socks4a", Proxy.SOCKS4,
            "socks5", Proxy.SOCKS5,
            "socks5h", Proxy.SOCKS5);

    private static final Pattern SYNTAX = Pattern.compile(
            "(?:(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://)?(?:(?<login>.*)@)?(?<host>\\[[^\\]]+\\]|[^:/@\\s]+)(?::(?<port>\\d{1,5}))?/?");

    static ProxyAddress parse(String text, String defaultScheme, @Nullable String login) {
        Matcher parts = SYNTAX.matcher(text);
        if (!parts.matches()) {
            throw new CliException(ExitCode.UNKNOWN_PROXY, "Not a proxy: it is written as [SCHEME://]HOST[:PORT]");
        }
        String scheme = parts.group("scheme") == null ? defaultScheme : lower(parts.group("scheme"));
        if (!TYPES.containsKey(scheme)) {
            throw new CliException(
                    ExitCode.CONNECT_FAILED, "Proxies are http, socks4, socks4a, socks5 and socks5h, not " + scheme);
        }
        String host = parts.group("host");
        String own = parts.group("login");
        return new ProxyAddress(
                scheme,
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port(parts.group("port")),
                login != null ? before(login) : own == null ? null : decode(before(own)),
                login != null ? behind(login) : own == null ? null : decode(behind(own)));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static int port(@Nullable String digits) {
        int port = digits == null ? DEFAULT_PORT : Integer.parseInt(digits);
        if (port < 1 || port > 65535) {
            throw new CliException(ExitCode.UNKNOWN_PROXY, "The proxy's port is not from 1 to 65535: " + port);
        }
        return port;
    }

    private static String before(String login) {
        return login.indexOf(':') < 0 ? login : login.substring(0, login.indexOf(':'));
    }

    private static String behind(String login) {
        return login.indexOf(':') < 0 ? "" : login.substring(login.indexOf(':') + 1);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.UNKNOWN_PROXY, "The login of the proxy is not percent-encoded", e);
        }
    }

    boolean isHttp() {
        return scheme.equals("http");
    }

    /** Whether the proxy is handed names. */
    private boolean resolvesNames() {
        return isHttp() || scheme.equals("socks4a") || scheme.equals("socks5h");
    }

    /** Makes connections go through it. Looks its name up, which blocks: never for an event loop. */
    TcpClient apply(TcpClient transport) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new CliException(ExitCode.UNKNOWN_PROXY, "The name of the proxy could not be resolved: " + host);
        }
        TcpClient proxied = transport.proxy(spec -> {
            var proxy = spec.type(TYPES.getOrDefault(scheme, Proxy.HTTP)).socketAddress(address);
            String secret = password;
            if (user != null && secret != null) {
                proxy.username(user).password(name -> secret);
            }
        });
        return resolvesNames() ? proxied.resolver(NoopAddressResolverGroup.INSTANCE) : proxied;
    }

    @Override
    public String toString() {
        return scheme + "://" + host + ":" + port;
    }
}
