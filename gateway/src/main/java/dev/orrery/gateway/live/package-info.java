/**
 * Live streams on their way through: each event as it comes; to a reader who is slower than they
 * come, the latest; a sign of life where nothing comes; and an end as soon as either side is gone.
 */
@NullMarked
package dev.orrery.gateway.live;

import org.jspecify.annotations.NullMarked;
