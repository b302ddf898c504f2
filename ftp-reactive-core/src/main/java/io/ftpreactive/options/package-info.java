/** What a client can be told: how it logs in, encrypts, connects, transfers and lists. */
@NullMarked
package io.ftpreactive.options;

import org.jspecify.annotations.NullMarked;
