/**
 * How the second connection is made, in passive and active mode. Internal: other packages of the library use it, and it may
 * change with any version.
 */
@NullMarked
package io.ftpreactive.internal.opening;

import org.jspecify.annotations.NullMarked;
