/** What bulk calls keep of very many files. */
@NullMarked
package io.ftpreactive.benchmarks.bulk;

import org.jspecify.annotations.NullMarked;
