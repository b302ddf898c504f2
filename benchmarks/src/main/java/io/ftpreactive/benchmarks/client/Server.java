package io.ftpreactive.benchmarks.client;

/** Where to log in. */
public record Server(String host, int port, String user, String password) {}
