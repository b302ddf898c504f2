package io.ftpreactive.cli;

import io.netty.resolver.NoopAddressResolverGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpClient;

/**
 * Where connections go that are meant for another host: the URL's name is still the one that certificates are held against
 * and logins are looked up for. The second connection goes to where the first one went.
 */
@OptionGroup("Connections")
final class Detours {

    private static final String HOST = "(\\[[^\\]]*\\]|[^:\\[\\]]*)";
    private static final Pattern SYNTAX = Pattern.compile(HOST + ":(\\d*):" + HOST + "(?::(\\d*))?");
    private static final int LARGEST_PORT = 65535;

    /**
     * One of them; what is null is any, or stays as it is.
     *
     * @param host whose connections
     * @param port to which port
     * @param otherHost where they go
     * @param otherPort to which port there
     */
    private record Detour(
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String otherHost,
            @Nullable Integer otherPort) {

        boolean isFor(String name, int number) {
            return (host == null || host.equalsIgnoreCase(name)) && (port == null || port == number);
        }

        InetSocketAddress from(String name, int number) {
            return InetSocketAddress.createUnresolved(
                    otherHost == null ? name : otherHost, otherPort == null ? number : otherPort);
        }
    }

    @Option(
            names = "--connect-to",
            paramLabel = "HOST1:PORT1:HOST2:PORT2",
            description = "Connect to the second host and port instead of the first; empty parts are any, or the same."
                    + " The first that fits counts.")
    List<String> given = new ArrayList<>();

    private static Detour parse(String text) {
        Matcher parts = SYNTAX.matcher(text);
        if (!parts.matches()) {
            throw new CliException(
                    ExitCode.OPTION_SYNTAX, "--connect-to is written as HOST1:PORT1:HOST2:PORT2, not as " + text);
        }
        return new Detour(host(parts.group(1)), port(parts.group(2)), host(parts.group(3)), port(parts.group(4)));
    }

    private static @Nullable String host(String text) {
        String host = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
        return host.isEmpty() ? null : host;
    }

    private static @Nullable Integer port(@Nullable String digits) {
        if (digits == null || digits.isEmpty()) {
            return null;
        }
        int port = digits.length() > 5 ? 0 : Integer.parseInt(digits);
        if (port < 1 || port > LARGEST_PORT) {
            throw new CliException(ExitCode.OPTION_SYNTAX, "A port of --connect-to is not from 1 to 65535: " + digits);
        }
        return port;
    }

    /**
     * Makes connections to a server go where they are to go.
     *
     * @param transport makes them; what resolves its names resolves the others
     * @param host of the URL
     * @param port of the URL
     * @return the transport; fails where the name of the other host cannot be resolved
     */
    Mono<TcpClient> redirect(TcpClient transport, String host, int port) {
        return Mono.justOrEmpty(given.stream()
                        .map(Detours::parse)
                        .filter(detour -> detour.isFor(host, port))
                        .findFirst())
                .map(detour -> detour.from(host, port))
                .flatMap(goal -> addresses(transport, goal))
                .map(addresses -> transport.resolver(
                        new DetourResolverGroup(transport.configuration().resolver(), host, port, addresses)))
                .defaultIfEmpty(transport);
    }

    /** Looks names up here, on a thread that may wait, unless a proxy does. */
    private static Mono<List<InetSocketAddress>> addresses(TcpClient transport, InetSocketAddress goal) {
        if (transport.configuration().resolver() == NoopAddressResolverGroup.INSTANCE) {
            return Mono.just(List.of(goal));
        }
        return Receiving.offLoop(() -> {
            try {
                return Stream.of(InetAddress.getAllByName(goal.getHostString()))
                        .map(address -> new InetSocketAddress(address, goal.getPort()))
                        .toList();
            } catch (UnknownHostException e) {
                throw new CliException(
                        ExitCode.UNKNOWN_HOST,
                        "The name of --connect-to could not be resolved: " + goal.getHostString(),
                        e);
            }
        });
    }
}
