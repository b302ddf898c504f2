/**
 * The control connection, the turns of its operations and the login.
 *
 * <p>Internal: any release may change it.
 */
@NullMarked
package io.ftpreactive.internal.control;

import org.jspecify.annotations.NullMarked;
