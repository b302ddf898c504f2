package io.ftpreactive.options;

/** How a data connection is set up: which side listens and which connects (RFC 959 section 3.2). */
public sealed interface DataMode permits PassiveMode, ActiveMode {}
