package io.ftpreactive.spring;

import io.ftpreactive.FtpClient;
import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.FtpUrl;
import io.ftpreactive.options.ActiveMode;
import io.ftpreactive.options.FtpSecurity;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;

/** Makes the clients of the properties. */
final class FtpClients {

    private final FtpProperties properties;
    private final FtpSessionProvider common;
    private final SessionProviders providers;
    private final SslBundles bundles;
    private final List<FtpClientCustomizer> customizers;

    FtpClients(
            FtpProperties properties,
            FtpSessionProvider common,
            SessionProviders providers,
            SslBundles bundles,
            List<FtpClientCustomizer> customizers) {
        this.properties = properties;
        this.common = common;
        this.providers = providers;
        this.bundles = bundles;
        this.customizers = customizers;
    }

    FtpClient create(String name) {
        FtpProperties.Client from = properties.clients().get(name);
        if (from == null) {
            throw new FtpPropertyException("ftp.clients." + name, "there is no such client");
        }
        FtpClient client = new Maker("ftp.clients." + name, from).make(name);
        for (FtpClientCustomizer customizer : customizers) {
            client = customizer.customize(name, client);
        }
        return client;
    }

    /** Makes one client; errors name the property. */
    private final class Maker {

        private final String prefix;
        private final FtpProperties.Client from;

        Maker(String prefix, FtpProperties.Client from) {
            this.prefix = prefix;
            this.from = from;
        }

        FtpClient make(String name) {
            FtpClient client = directory(server(FtpClient.create(provider(name))));
            client = set(client, "charset", from.charset(), FtpClient::charset);
            FtpProperties.Timeouts timeouts = from.timeouts();
            client = set(client, "timeouts.connect", timeouts.connect(), FtpClient::connectTimeout);
            client = set(client, "timeouts.reply", timeouts.reply(), FtpClient::replyTimeout);
            client = set(client, "timeouts.idle", timeouts.idle(), FtpClient::idleTimeout);
            client = set(client, "timeouts.turn", timeouts.turn(), FtpClient::turnTimeout);
            client = set(client, "timeouts.abort", timeouts.abort(), FtpClient::abortTimeout);
            return secure(mode(client));
        }

        private FtpSessionProvider provider(String name) {
            FtpProperties.Pool own = from.pool();
            return own == null ? common : attempt("pool", () -> providers.make("ftp-" + name, own));
        }

        private FtpClient server(FtpClient client) {
            String text = from.url();
            if ((text == null) == (from.host() == null)) {
                throw new FtpPropertyException(prefix, "it needs either a url or a host");
            }
            if (text == null) {
                FtpClient named = set(client, "host", from.host(), FtpClient::host);
                return login(set(named, "port", from.port(), FtpClient::port), null, null);
            }
            if (from.port() != null) {
                throw new FtpPropertyException(prefix + ".port", "the port belongs into the url");
            }
            FtpUrl url = attempt("url", () -> FtpUrl.parse(text));
            FtpClient there = attempt("url", () -> client.server(url).directory(url.path()));
            return login(there, url.user(), url.password());
        }

        /** A directory is one of the server, or below that of the URL. */
        private FtpClient directory(FtpClient client) {
            String below = from.directory();
            String above = client.configuration().directory();
            if (below == null || above.isEmpty() || below.startsWith("/")) {
                return set(client, "directory", below, FtpClient::directory);
            }
            throw new FtpPropertyException(prefix + ".directory", "the url has a path already");
        }

        private FtpClient login(FtpClient client, @Nullable String urlUser, @Nullable String urlPassword) {
            String user = from.username() == null ? urlUser : from.username();
            String password = from.password() == null ? urlPassword : from.password();
            if (user == null && password != null) {
                throw new FtpPropertyException(prefix + ".password", "there is no username");
            }
            return user == null ? client : client.credentials(user, password == null ? "" : password);
        }

        private FtpClient mode(FtpClient client) {
            FtpProperties.Active active = from.active();
            if (from.mode() == FtpProperties.Mode.PASSIVE) {
                if (active.address() != null || active.announced() != null) {
                    throw new FtpPropertyException(prefix + ".active", "the mode is passive");
                }
                return client;
            }
            return attempt("active", () -> client.active(mode -> active(mode, active)));
        }

        private static ActiveMode active(ActiveMode mode, FtpProperties.Active active) {
            ActiveMode bound = active.address() == null ? mode : mode.address(active.address());
            return active.announced() == null ? bound : bound.announced(active.announced());
        }

        private FtpClient secure(FtpClient client) {
            FtpSecurity security = client.configuration().security();
            FtpSecurity.Mode mode = from.security();
            if (mode != null && from.url() != null && !isPossible(mode, security.mode())) {
                throw new FtpPropertyException(prefix + ".security", "the scheme of the url says something else");
            }
            FtpSecurity chosen = mode == null ? security : security.mode(mode);
            String bundle = from.ssl().bundle();
            if (bundle == null) {
                return client.security(chosen);
            }
            if (chosen.mode() == FtpSecurity.Mode.NONE) {
                throw new FtpPropertyException(prefix + ".ssl.bundle", "TLS is off; set " + prefix + ".security");
            }
            try {
                return client.security(BundledSecurity.of(chosen, bundles.getBundle(bundle)));
            } catch (NoSuchSslBundleException e) {
                throw new FtpPropertyException(prefix + ".ssl.bundle", "there is no SSL bundle '" + bundle + "'", e);
            }
        }

        /** {@code ftp} leaves open whether TLS begins later. */
        private static boolean isPossible(FtpSecurity.Mode wanted, FtpSecurity.Mode ofUrl) {
            return ofUrl == FtpSecurity.Mode.NONE ? wanted != FtpSecurity.Mode.IMPLICIT : wanted == ofUrl;
        }

        private <T> FtpClient set(
                FtpClient client, String name, @Nullable T value, BiFunction<FtpClient, T, FtpClient> setter) {
            return value == null ? client : attempt(name, () -> setter.apply(client, value));
        }

        private <T> T attempt(String name, Attempt<T> attempt) {
            try {
                return attempt.make();
            } catch (IllegalArgumentException e) {
                throw new FtpPropertyException(prefix + "." + name, String.valueOf(e.getMessage()), e);
            }
        }
    }

    @FunctionalInterface
    private interface Attempt<T> {
        T make();
    }
}
