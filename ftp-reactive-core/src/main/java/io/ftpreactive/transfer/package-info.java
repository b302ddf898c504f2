/** Transfers: files on disk, listings and results. Of this package users meet {@link io.ftpreactive.transfer.TransferResult}. */
@NullMarked
package io.ftpreactive.transfer;

import org.jspecify.annotations.NullMarked;
