/** What the codec costs: JMH benchmarks without any network. */
@NullMarked
package io.ftpreactive.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
