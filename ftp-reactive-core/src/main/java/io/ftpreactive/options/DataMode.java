package io.ftpreactive.options;

/** How the second connection is set up: who listens and who connects (RFC 959 section 3.2). */
public sealed interface DataMode permits PassiveMode, ActiveMode {}
