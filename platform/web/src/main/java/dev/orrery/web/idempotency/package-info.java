/**
 * Requests that take effect once however often they are sent: the caller names a request by a key,
 * and its effect and the key are one transaction.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The
 *     Idempotency-Key HTTP Header Field</a>
 */
@NullMarked
package dev.orrery.web.idempotency;

import org.jspecify.annotations.NullMarked;
