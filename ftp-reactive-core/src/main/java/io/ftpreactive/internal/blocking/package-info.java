/** Where work is done that blocks. Not for users. */
@NullMarked
package io.ftpreactive.internal.blocking;

import org.jspecify.annotations.NullMarked;
