/** The errors of the client: unchecked, typed, and never with a password in them. */
@NullMarked
package io.ftpreactive.error;

import org.jspecify.annotations.NullMarked;
