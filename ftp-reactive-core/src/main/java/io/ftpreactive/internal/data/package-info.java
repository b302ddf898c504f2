/**
 * Transfers, from the wait for their turn to the server's verdict, and how their bytes move. Internal: other packages of the
 * library use it, and it may change with any version.
 */
@NullMarked
package io.ftpreactive.internal.data;

import org.jspecify.annotations.NullMarked;
