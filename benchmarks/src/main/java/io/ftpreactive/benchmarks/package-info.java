/** The ways into the benchmarks. */
@NullMarked
package io.ftpreactive.benchmarks;

import org.jspecify.annotations.NullMarked;
