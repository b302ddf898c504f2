/**
 * What the tests of all modules share: real servers on loopback, a scripted server for faults, and leak detection.
 *
 * <p>Start reading at {@link io.ftpreactive.testkit.RealServers} and {@link io.ftpreactive.testkit.ScriptedFtpServer}.
 */
@NullMarked
package io.ftpreactive.testkit;

import org.jspecify.annotations.NullMarked;
