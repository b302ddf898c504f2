/**
 * Transfers: downloads, uploads, conversions, part files, progress.
 *
 * <p>Internal: any release may change it.
 */
@NullMarked
package io.ftpreactive.internal.transfer;

import org.jspecify.annotations.NullMarked;
