package io.ftpreactive.codec.listing;

/** The precision of a time in a listing. */
public enum TimePrecision {

    /** To a fraction of a second. */
    MILLI,

    /** To the second. */
    SECOND,

    /** To the minute: the instant is the start of it. */
    MINUTE,

    /** To the day: the instant is the start of it in the zone of the listing. */
    DAY,

    /** There is no time. */
    NONE
}
