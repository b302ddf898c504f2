/** The settings of a client: login, encryption, data connections, transfers and listings. */
@NullMarked
package io.ftpreactive.options;

import org.jspecify.annotations.NullMarked;
