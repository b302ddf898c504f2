/**
 * The TLS sessions that data connections resume, and errors of TLS.
 *
 * <p>Internal: any release may change it.
 */
@NullMarked
package io.ftpreactive.internal.tls;

import org.jspecify.annotations.NullMarked;
