/**
 * Micrometer: observations, which become spans and timers, and meters. Needs {@code micrometer-observation}, and for {@link
 * io.ftpreactive.observation.FtpMeters} {@code micrometer-core}, which are optional dependencies; the rest of the client
 * works without.
 *
 * <pre>{@code
 * FtpMeters meters = FtpMeters.of(provider);
 * meters.bindTo(meterRegistry);
 * FtpClient client = FtpClient.create(provider)
 *         .observation(FtpObservation.of(observationRegistry))
 *         .observation(meters);
 * }</pre>
 */
@NullMarked
package io.ftpreactive.observation;

import org.jspecify.annotations.NullMarked;
