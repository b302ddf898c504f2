/** Events of the JDK's flight recorder. Not for users, but for the names of the events, which the README tells. */
@NullMarked
package io.ftpreactive.internal.jfr;

import org.jspecify.annotations.NullMarked;
