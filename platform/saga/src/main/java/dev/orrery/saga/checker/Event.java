package dev.orrery.saga.checker;

import java.util.Optional;
import java.util.Set;

/**
 * One thing that happens.
 *
 * @param delivered the message it is the delivery of; absent where only time passes
 * @param next the world after it
 * @param sent what is sent by it, also where it was sent before
 * @param sentence the story of it
 */
record Event<D>(Optional<Message> delivered, World<D> next, Set<Message> sent, String sentence) {}
