/** Rate limits that all instances of the gateway share, on Redis. */
@NullMarked
package dev.orrery.gateway.limit;

import org.jspecify.annotations.NullMarked;
