/**
 * A cache of two levels: the memory of each instance before Redis, which all share. Every reading
 * has a version, and of two the higher is the later: an older one never takes the place of a newer,
 * in neither level, however late it comes. Who writes tells all instances, and they drop what they
 * have.
 *
 * <p>A cache answers questions and decides nothing. Without Redis it goes on with its local level
 * and the database, for which a bulkhead keeps the crowd small.
 */
@NullMarked
package dev.orrery.cache;

import org.jspecify.annotations.NullMarked;
