/** The code of the README, compiled and run. */
@NullMarked
package io.ftpreactive.tour;

import org.jspecify.annotations.NullMarked;
