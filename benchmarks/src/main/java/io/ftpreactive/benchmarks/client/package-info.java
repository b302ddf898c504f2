/** The clients that run on a JVM, and the process that keeps one of them warm. */
@NullMarked
package io.ftpreactive.benchmarks.client;

import org.jspecify.annotations.NullMarked;
