/**
 * Links that can fail: TCP proxies between a service and what it uses, which cut, delay, stall or
 * throttle what passes when told to over HTTP. The semantics are those of Toxiproxy.
 */
@NullMarked
package dev.orrery.sandbox.link;

import org.jspecify.annotations.NullMarked;
