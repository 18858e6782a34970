/** The registry of instances: services register and renew, the gateway and services ask. */
@NullMarked
package dev.orrery.discovery;

import org.jspecify.annotations.NullMarked;
