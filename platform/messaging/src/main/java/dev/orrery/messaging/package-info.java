/**
 * How services send and receive, so that a crash at any line loses nothing and doubles nothing.
 *
 * <p>Sending: {@link dev.orrery.messaging.Outbox} writes the message in the transaction of its
 * cause; a relay sends it to Kafka after the commit, at least once. Receiving: a {@link
 * dev.orrery.messaging.Subscription} records each message's id in the transaction of its effect, so
 * that at least once becomes exactly once. What cannot be handled goes to the dead letters of its
 * topic; a database that is away is waited for.
 *
 * <p>On the wire: CloudEvents 1.0 in Kafka's binary mode ({@code ce_*} headers, JSON body), with
 * the extension attributes {@code correlationid}, {@code causationid} and {@code replyto}.
 */
@NullMarked
package dev.orrery.messaging;

import org.jspecify.annotations.NullMarked;
