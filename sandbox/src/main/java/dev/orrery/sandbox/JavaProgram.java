package dev.orrery.sandbox;

import java.nio.file.Path;
import java.util.List;

/**
 * A program for the JVM: the directory it runs in and, after the JVM's options, what.
 *
 * @param spring whether it knows how to end once it has loaded all it needs to start
 */
record JavaProgram(Path directory, List<String> arguments, boolean spring) {}
