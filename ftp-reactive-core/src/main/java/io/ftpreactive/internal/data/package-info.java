/** The second connection and the two ways to open it. Of this package users meet {@link io.ftpreactive.internal.data.DataChannel} and the settings {@link io.ftpreactive.options.PassiveMode} and {@link io.ftpreactive.options.ActiveMode}. */
@NullMarked
package io.ftpreactive.internal.data;

import org.jspecify.annotations.NullMarked;
