package io.ftpreactive.codec.listing;

/** The order in which a server writes the numbers of a date. */
public enum DateOrder {
    /** {@code 24/01/05} for 5 January 2024. */
    YEAR_MONTH_DAY,
    /** {@code 01/05/24}, as in the United States. */
    MONTH_DAY_YEAR,
    /** {@code 05/01/24}, as in most of Europe. */
    DAY_MONTH_YEAR
}
