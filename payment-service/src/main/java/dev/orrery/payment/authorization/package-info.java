/**
 * Payments: authorized, then captured or voided; each by command, each answered once it is settled.
 *
 * <p>What a command or the provider's word does to a payment is decided by {@link
 * dev.orrery.payment.authorization.Payment}, purely, under the lock of the payment's row. Where the
 * provider has to be told, an operation is written in the same transaction, and those who wait for
 * its outcome with it. The provider is called after the commit, never inside a transaction; what
 * comes of it counts only if the payment still is at the version for which it was called. So a
 * crash at any line leaves an operation that another instance takes up, and doing it twice is
 * harmless.
 */
@NullMarked
package dev.orrery.payment.authorization;

import org.jspecify.annotations.NullMarked;
