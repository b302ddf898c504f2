/**
 * What a session can tell of files and directories, and do with them besides transferring them. Of this package users meet
 * {@link io.ftpreactive.result.TreeEntry}, {@link io.ftpreactive.options.WalkOptions} and {@link io.ftpreactive.result.Checksum}.
 */
@NullMarked
package io.ftpreactive.internal.files;

import org.jspecify.annotations.NullMarked;
