/** The errors of the client: unchecked, typed and without passwords. */
@NullMarked
package io.ftpreactive.error;

import org.jspecify.annotations.NullMarked;
