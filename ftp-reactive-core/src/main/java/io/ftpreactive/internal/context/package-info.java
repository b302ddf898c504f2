/** Brings the thread locals of an operation's context to where users' code runs. Not for users. */
@NullMarked
package io.ftpreactive.internal.context;

import org.jspecify.annotations.NullMarked;
