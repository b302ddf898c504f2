/** FTP clients as beans of Spring Boot, made from properties, and bridges between their buffers and those of Spring. */
@NullMarked
package io.ftpreactive.spring;

import org.jspecify.annotations.NullMarked;
