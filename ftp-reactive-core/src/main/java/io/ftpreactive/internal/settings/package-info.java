/**
 * What settings are made of: immutable copies, checks of their values.
 *
 * <p>Internal: any release may change it.
 */
@NullMarked
package io.ftpreactive.internal.settings;

import org.jspecify.annotations.NullMarked;
