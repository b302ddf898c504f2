/** The application that the README of the starter shows. */
@NullMarked
package io.ftpreactive.reports;

import org.jspecify.annotations.NullMarked;
