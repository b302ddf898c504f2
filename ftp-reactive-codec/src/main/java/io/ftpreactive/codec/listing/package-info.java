/**
 * Directory listings: MLSD and MLST of RFC 3659, and the texts of LIST for which there is no standard.
 *
 * <p>A {@link io.ftpreactive.codec.listing.ListingReader} reads one listing line by line with the
 * {@link io.ftpreactive.codec.listing.ListingParser} that understands it. A line nobody understands is an entry too.
 */
@NullMarked
package io.ftpreactive.codec.listing;

import org.jspecify.annotations.NullMarked;
