/** Whole processes beside each other: what a transfer costs in CPU and time. */
@NullMarked
package io.ftpreactive.benchmarks.process;

import org.jspecify.annotations.NullMarked;
