package dev.orrery.saga.checker;

import java.util.Optional;
import java.util.Set;

/** From one world to another, by number; what was delivered (if not, time passed) and sent. */
record Edge(int from, int to, Optional<Message> delivered, Set<Message> sent) {}
