package dev.orrery.gateway.live;

/**
 * One event of a stream, as it came, with the empty line that ends it.
 *
 * @param says nothing if it is but a comment, a sign of life
 */
record Event(byte[] bytes, boolean says) {}
