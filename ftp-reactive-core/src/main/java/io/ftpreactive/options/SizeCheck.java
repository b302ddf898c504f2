package io.ftpreactive.options;

/** Whether the number of bytes that have moved is held against the size that the server tells. */
public enum SizeCheck {
    /** It is not: neither SIZE nor the number in a 150 reply counts. For servers that tell wrong sizes. */
    NEVER,
    /** It is where the server tells the size; a refusal of SIZE, or nonsense, is passed over. */
    IF_TOLD,
    /** It is, and a server that does not tell the size fails the transfer. */
    REQUIRED
}
