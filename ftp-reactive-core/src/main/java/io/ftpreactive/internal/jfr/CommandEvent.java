package io.ftpreactive.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A command, from the moment in which it is written to its final reply. */
@Name("io.ftpreactive.Command")
@Label("FTP Command")
@Description("A command, from the moment in which it is written to its final reply")
final class CommandEvent extends OperationEvent {}
