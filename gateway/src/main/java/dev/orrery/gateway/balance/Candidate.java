package dev.orrery.gateway.balance;

/**
 * An instance that may be asked.
 *
 * @param weight how many times the calls of an instance of weight 1 it can take
 */
record Candidate(String id, int weight, Load load) {}
