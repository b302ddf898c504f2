/** Servers in processes of their own. */
@NullMarked
package io.ftpreactive.benchmarks.server;

import org.jspecify.annotations.NullMarked;
