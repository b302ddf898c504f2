/** The client against servers that were not written for it. */
@NullMarked
package io.ftpreactive.it;

import org.jspecify.annotations.NullMarked;
