package dev.orrery.saga.checker;

import java.util.Set;
import java.util.function.Supplier;

/**
 * One thing that happens.
 *
 * @param next the world after it
 * @param left the messages it leaves behind, also where they were there before
 * @param owed what is due because of it
 * @param granted what was due and has come
 * @param sentence the story of it
 */
record Event<D>(
    World<D> next, Set<Message> left, Set<Due> owed, Set<Due> granted, Supplier<String> sentence) {}
