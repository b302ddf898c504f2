/** The control connection, its conversations and the login. Public for the sibling packages only, not for users. */
@NullMarked
package io.ftpreactive.internal.control;

import org.jspecify.annotations.NullMarked;
