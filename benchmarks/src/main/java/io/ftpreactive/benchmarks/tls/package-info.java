/** Which servers let which client's data connections in with TLS, and for how long. */
@NullMarked
package io.ftpreactive.benchmarks.tls;

import org.jspecify.annotations.NullMarked;
