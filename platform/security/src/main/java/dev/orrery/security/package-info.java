/**
 * Who may ask a service for what.
 *
 * <p>A service trusts a token that one issuer signed for this system, and nothing else: no header,
 * no address, no session. What a request may reach without one, with a customer's or only with an
 * operator's stands in the configuration; what is not named there is an operator's.
 */
@NullMarked
package dev.orrery.security;

import org.jspecify.annotations.NullMarked;
