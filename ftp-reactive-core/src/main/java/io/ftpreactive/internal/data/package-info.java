/**
 * Data connections and the two ways to open them.
 *
 * <p>Internal: any release may change it.
 */
@NullMarked
package io.ftpreactive.internal.data;

import org.jspecify.annotations.NullMarked;
