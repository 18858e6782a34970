/** An issuer for tests: tokens as the real one makes them, and as those make them who forge. */
@NullMarked
package dev.orrery.security.testing;

import org.jspecify.annotations.NullMarked;
