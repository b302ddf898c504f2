/** Transfers: files on disk, listings and results. Of this package users meet {@link io.ftpreactive.result.TransferResult}. */
@NullMarked
package io.ftpreactive.internal.transfer;

import org.jspecify.annotations.NullMarked;
