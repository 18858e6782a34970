/**
 * The whole system as its customers see it: through the gateway, over HTTP, with what it runs on
 * broken under its feet.
 *
 * <p>What is under test is a {@link dev.orrery.system.Deployment}: the sandbox, started once for
 * all tests, or whatever {@code ORRERY_BASE_URL} names. Tests share it and nothing else: each has
 * customers and products of its own, and leaves no fault behind. {@link
 * dev.orrery.sandbox.shop.Audit} states what holds after any of them.
 */
package dev.orrery.system;
