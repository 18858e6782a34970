/**
 * What the services say to each other: commands, replies, events and the values in them. What they
 * ask each other and wait for is in {@code contracts/rpc}.
 *
 * <p>Evolution rule. A field may be added and is then optional to its readers; unknown fields are
 * ignored; a field is never renamed, retyped or given another meaning. A message that must change
 * more than that becomes a new type. A consumer that meets a type it does not know sends it to the
 * dead letters of its topic and goes on: a partition is never blocked by what is not understood.
 * The wire name of a type is {@code orrery.} and its simple name, so a record keeps its name for as
 * long as anyone sends it.
 */
@NullMarked
package dev.orrery.contracts;

import org.jspecify.annotations.NullMarked;
