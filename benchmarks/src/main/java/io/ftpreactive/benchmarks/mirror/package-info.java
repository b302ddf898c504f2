/** Mirrors of large trees. */
@NullMarked
package io.ftpreactive.benchmarks.mirror;

import org.jspecify.annotations.NullMarked;
