/** TLS of both connections: what is wanted, and the sessions that data connections resume. */
@NullMarked
package io.ftpreactive.internal.tls;

import org.jspecify.annotations.NullMarked;
