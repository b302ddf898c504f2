package io.ftpreactive.observation;

import io.ftpreactive.FtpSessionProvider;
import io.ftpreactive.result.FtpObserver;
import io.ftpreactive.result.FtpOperation;
import io.ftpreactive.result.FtpOperation.Kind;
import io.ftpreactive.result.FtpOutcome;
import io.ftpreactive.result.SessionPoolEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Meters of the sessions of a provider, and of the transfers of the clients that have this as an {@linkplain
 * io.ftpreactive.FtpClient#observation observer}. All have the tag {@code server}, host and port.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>type</th><th>further tags</th><th>what</th></tr>
 * <tr><td>{@code ftp.client.sessions.active}, {@code .idle}, {@code .opening}, {@code .pending}</td><td>gauge</td><td></td>
 * <td>sessions that are lent, that wait to be lent, that are being opened, and callers that wait for one; those of all
 * logins at a server</td></tr>
 * <tr><td>{@code ftp.client.sessions.max}</td><td>gauge</td><td></td><td>how many sessions there may be: less than the
 * pool's limit after the server refused one</td></tr>
 * <tr><td>{@code ftp.client.sessions.events}</td><td>counter</td><td>{@code type}: as {@link SessionPoolEvent.Type}, in
 * lower case</td><td>what happened, such as {@code refused} or {@code expired}</td></tr>
 * <tr><td>{@code ftp.client.transfer.duration}</td><td>timer</td><td>{@code direction}, {@code outcome}: {@code success},
 * {@code failure} or {@code cancelled}</td><td>from the wait for the session's turn to the end</td></tr>
 * <tr><td>{@code ftp.client.transfer.bytes}</td><td>counter</td><td>{@code direction}</td><td>bytes on data connections, also
 * of transfers that failed</td></tr>
 * <tr><td>{@code ftp.client.transfer.aborts}</td><td>counter</td><td>{@code direction}</td><td>transfers that this side has
 * given up: cancelled, stalled, idle or too slow</td></tr>
 * <tr><td>{@code ftp.client.transfer.resumptions}</td><td>counter</td><td>{@code direction}</td><td>transfers that went on
 * behind the first byte of the file</td></tr>
 * <tr><td>{@code ftp.client.transfer.tls}</td><td>counter</td><td>{@code resumed}</td><td>data connections with TLS, and
 * whether they resumed a session</td></tr>
 * <tr><td>{@code ftp.client.servers}</td><td>gauge, without a tag</td><td></td><td>servers that have meters</td></tr>
 * </table>
 *
 * <p>A registry takes the meters of one provider: those of a second would have the same names.
 *
 * <p>The meters of a server that the provider has no session with any more are removed when they are read, 10 minutes after it
 * was last used.
 */
public final class FtpMeters implements MeterBinder, FtpObserver {

    private final FtpSessionProvider provider;
    private final List<ServerMeters> bound = new CopyOnWriteArrayList<>();

    private FtpMeters(FtpSessionProvider provider) {
        this.provider = provider;
    }

    /**
     * Creates meters, which are bound to no registry yet.
     *
     * @param provider whose sessions are counted
     * @return the meters
     */
    public static FtpMeters of(FtpSessionProvider provider) {
        Objects.requireNonNull(provider, "provider");
        FtpMeters meters = new FtpMeters(provider);
        provider.addListener(meters::happened);
        return meters;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bound.add(new ServerMeters(registry, provider));
    }

    private void happened(SessionPoolEvent event) {
        bound.forEach(meters -> meters.happened(event));
    }

    @Override
    public @Nullable Observed begun(FtpOperation operation) {
        if (operation.kind() != Kind.TRANSFER || bound.isEmpty()) {
            return null;
        }
        long start = System.nanoTime();
        return outcome -> ended(operation, outcome, System.nanoTime() - start);
    }

    private void ended(FtpOperation operation, FtpOutcome outcome, long nanos) {
        bound.forEach(meters -> meters.transferred(operation, outcome, nanos));
    }
}
