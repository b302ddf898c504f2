/** The command line. */
@NullMarked
package io.ftpreactive.cli;

import org.jspecify.annotations.NullMarked;
