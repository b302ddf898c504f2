/**
 * What a session can tell of files and directories, and do with them besides transferring them. Of this package users meet
 * {@link io.ftpreactive.files.TreeEntry}, {@link io.ftpreactive.files.WalkOptions} and {@link io.ftpreactive.files.Checksum}.
 */
@NullMarked
package io.ftpreactive.files;

import org.jspecify.annotations.NullMarked;
