/**
 * What every HTTP service does the same way at its edge.
 *
 * <p>Whatever goes wrong is answered as RFC 9457 problem+json with a sentence that tells the caller
 * what to do differently, and nothing of our insides: from a controller, from a filter, or from the
 * server before either was reached. A problem without a type means what its status means; where
 * there is more to say, the type is a {@code urn:orrery:problem:} name.
 */
@NullMarked
package dev.orrery.web;

import org.jspecify.annotations.NullMarked;
