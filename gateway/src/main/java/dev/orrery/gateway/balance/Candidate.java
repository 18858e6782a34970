package dev.orrery.gateway.balance;

/**
 * An instance that may be asked.
 *
 * @param weight how many times the calls of an instance of weight 1 it can take
 * @param zone where it runs; empty where that is not known
 */
record Candidate(String id, int weight, String zone, Load load) {}
