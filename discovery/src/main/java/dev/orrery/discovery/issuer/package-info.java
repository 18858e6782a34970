/**
 * An issuer of tokens for a machine of one's own, so that the system runs as it does with a real
 * one. Its secrets are in the source for everybody to read: it is off unless a deployment that is
 * nobody else's turns it on, and where it is off none of this is there.
 */
@NullMarked
package dev.orrery.discovery.issuer;

import org.jspecify.annotations.NullMarked;
