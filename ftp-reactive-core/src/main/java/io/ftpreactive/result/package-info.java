/** What operations return: results of transfers, entries of trees, checksums, capabilities of servers. */
@NullMarked
package io.ftpreactive.result;

import org.jspecify.annotations.NullMarked;
