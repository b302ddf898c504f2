/**
 * A batch job: files that arrive in a folder of one FTP server are converted line by line to files of another, each at least
 * once.
 */
@NullMarked
package io.ftpreactive.batch;

import org.jspecify.annotations.NullMarked;
