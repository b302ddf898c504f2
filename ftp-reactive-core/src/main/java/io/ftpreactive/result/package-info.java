/** What operations give: data channels, results of transfers, entries of trees, checksums. */
@NullMarked
package io.ftpreactive.result;

import org.jspecify.annotations.NullMarked;
