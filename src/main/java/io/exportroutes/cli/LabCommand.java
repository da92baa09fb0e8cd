package io.exportroutes.cli;

import java.util.concurrent.Callable;

/**
 * A subcommand contributed by the lab (stand-in API, demo), found by {@link java.util.ServiceLoader}, so that the program
 * itself does not depend on the lab. An implementation has a public constructor without parameters and is annotated with
 * picocli's {@code @Command}; {@link #call()} returns the exit status.
 */
public interface LabCommand extends Callable<Integer> {}
