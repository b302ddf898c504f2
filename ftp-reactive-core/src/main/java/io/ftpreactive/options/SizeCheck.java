package io.ftpreactive.options;

/** Whether the client compares the number of bytes moved with the size that the server reports. */
public enum SizeCheck {
    /** Never: neither SIZE nor the number in a 150 reply counts. For servers that report wrong sizes. */
    NEVER,
    /** Where the server reports the size. The client ignores a refusal of SIZE and an unreadable reply to it. */
    IF_TOLD,
    /** Always. A server that does not report the size fails the transfer. */
    REQUIRED
}
