/** The second connection and the two ways to open it. Of this package users meet {@link io.ftpreactive.data.DataChannel} and the settings {@link io.ftpreactive.data.PassiveMode} and {@link io.ftpreactive.data.ActiveMode}. */
@NullMarked
package io.ftpreactive.data;

import org.jspecify.annotations.NullMarked;
