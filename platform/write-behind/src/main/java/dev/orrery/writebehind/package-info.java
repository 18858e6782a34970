/**
 * Write-behind: a value is written to Redis now and to Postgres soon. What is not yet in Postgres
 * is marked in the step that writes it, so it outlives whoever took it; one instance at a time
 * writes what is marked, in batches, under a fence. Each value has a version, and Postgres takes
 * only a newer one: a value that comes late or twice changes nothing.
 *
 * <p>What Redis loses while it is marked is lost: after a crash of its machine up to a second,
 * after a FLUSHALL all that was marked. Nothing that must not be lost belongs here.
 */
@NullMarked
package dev.orrery.writebehind;

import org.jspecify.annotations.NullMarked;
