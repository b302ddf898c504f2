/** Files of FTP servers over HTTP, with Spring WebFlux. */
@NullMarked
package io.ftpreactive.gateway;

import org.jspecify.annotations.NullMarked;
