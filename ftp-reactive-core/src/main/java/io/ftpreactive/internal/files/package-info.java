/**
 * Files and directories: listings, walks, checksums, times, deletion.
 *
 * <p>Internal: any release may change it.
 */
@NullMarked
package io.ftpreactive.internal.files;

import org.jspecify.annotations.NullMarked;
